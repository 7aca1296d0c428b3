"""Files that come, go, are renamed, edited or made unreadable while they are open."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.tui.staging import Stage, staged

FIRST, SECOND = "松江时报2026-04-08_01版.txt", "松江时报2026-04-08_02版.txt"
NEW = "船票降价\n\n松江时报4月9日讯（记者 沈麦）渡口的船票今天降了一元，过江的人比昨天多，码头上排起了队。\n"


async def look(stage: Stage) -> None:
    """Look again, and wait until what was noticed shows."""
    stage.desk.looking.look(again=False)
    await stage.until(lambda: not stage.desk.looking._looks)
    await stage.until(lambda: all(map(stage.desk.shelf.known, stage.workspace.files)))
    await stage.pilot.pause(0.05)


def write(file: Path, text: str) -> None:
    """Write a file as something that is newer."""
    file.write_text(text, "utf-8")
    later = time.time() + 5
    os.utime(file, (later, later))


def titles(stage: Stage) -> list[str]:
    """Return the titles of all articles that are known."""
    return [spot.article.title for spot in stage.desk.shelf.spots()]


async def test_a_file_that_comes_appears(folder: Path) -> None:
    async with staged(folder) as stage:
        title, caret = stage.title, stage.desk.view.caret
        write(folder / "松江时报2026-04-09_01版.txt", NEW)
        await look(stage)
        assert titles(stage)[-1] == "船票降价"
        assert any("2026-04-09" in key for key in stage.desk.contents.keys)
        assert (stage.title, stage.desk.view.caret) == (title, caret)


async def test_a_file_that_goes_leaves_the_contents_but_not_the_screen(folder: Path) -> None:
    async with staged(folder) as stage:
        title = stage.title
        (folder / SECOND).unlink()
        await look(stage)
        assert "is gone" in stage.message and SECOND in stage.message
        assert stage.title == title and not any(SECOND in key for key in stage.desk.contents.keys)
        await stage.press("j", "K")
        assert stage.title in titles(stage)


async def test_a_renamed_file_is_followed(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("j", "j")
        title, caret = stage.title, stage.desk.view.caret
        (folder / SECOND).rename(folder / "改名.txt")
        await look(stage)
        await stage.until(lambda: stage.desk.ref is not None and stage.desk.ref.file.label == "改名.txt")
        assert (stage.title, stage.desk.view.caret) == (title, caret)
        assert stage.desk.contents.cursor_key == (stage.desk.ref.key if stage.desk.ref else "")


async def test_an_edited_file_is_shown_anew_where_the_cursor_was(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f7", "f7", "t")
        await stage.write("药箱")
        await stage.press("enter", "f7", "t")
        await stage.write("转诊")
        await stage.press("enter", "g", "g", "f7", "f7", "l", "l")
        await stage.saved()
        before = (folder / SECOND).read_text("utf-8")
        start, end = before.index("三是接通"), before.index("给老城")
        write(
            folder / SECOND,
            "松江时报\n\n" + before[:start] + "三是别的什么，和原来的话一个字也不同。\n\n" + before[end:],
        )
        await look(stage)
        await stage.until(lambda: "has changed" in stage.message)
        assert "1 annotation moved" in stage.message and "1 annotation not found" in stage.message
        assert "gm" in stage.message
        view = stage.desk.view
        assert stage.title == "让社区卫生站夜里也亮灯"
        assert view.blocks[view.caret.block].flow.text[view.caret.offset - 2 :].startswith("二是备齐")
        assert any("别的什么" in block.flow.text for block in view.blocks)
        await stage.press("g", "m")
        await stage.until(lambda: stage.over == "UnsettledList")


async def test_another_file_that_is_edited_changes_in_the_contents_alone(folder: Path) -> None:
    async with staged(folder) as stage:
        title = stage.title
        write(folder / FIRST, NEW)
        await look(stage)
        assert titles(stage)[0] == "船票降价" and stage.title == title
        assert "has changed" not in stage.message


async def test_a_file_that_cannot_be_read_any_more_stays_on_the_screen(folder: Path) -> None:
    async with staged(folder) as stage:
        title = stage.title
        (folder / SECOND).write_bytes(b"\x00\x01\x02" * 60)
        await look(stage)
        said = [stage.message]
        await stage.press("h")
        said.append(stage.message)
        assert "shown as it was" in said[0] + said[1] and said[0].count("02版") + said[1].count("02版") == 2
        assert stage.title == title
        assert any(key == f"file\n{stage.workspace.files[1].key}" for key in stage.desk.contents.keys)
        write(folder / SECOND, NEW)
        await look(stage)
        await stage.until(lambda: "船票降价" in titles(stage))
        assert not stage.workspace.problems


async def test_looks_follow_the_focus(folder: Path) -> None:
    async with staged(folder) as stage:
        write(folder / "松江时报2026-04-09_01版.txt", NEW)
        stage.app.app_focus = False
        stage.app.app_focus = True
        await stage.until(lambda: "船票降价" in titles(stage))
