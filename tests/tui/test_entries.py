"""The list of entries: its cursor, its scrolling, what it draws."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult

from reader.text import cell_width
from reader.tui.motions import Motion
from reader.tui.widgets.entries import Entries, Entry, clip


class Host(App[None]):
    """An app with a list."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Entries(id="list", empty_text="nothing\nyet")


@asynccontextmanager
async def host(width: int = 30, height: int = 10) -> AsyncIterator[Entries]:
    """Run the app and yield its list."""
    app = Host()
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        yield app.query_one(Entries)


def numbered(count: int, rows: int = 1) -> list[Entry]:
    """Return entries of some rows each; every third cannot be chosen."""
    return [
        Entry(str(i), tuple(((f"第{i}条 {row}", ""),) for row in range(rows)), i % 3 != 2)
        for i in range(count)
    ]


def drawn(entries: Entries) -> list[str]:
    """Return the rows on screen."""
    return [entries.render_line(y).text.rstrip() for y in range(entries.size.height)]


@pytest.mark.parametrize(
    ("motion", "count", "key"),
    [
        ("row_down", 1, "1"),
        ("row_down", 2, "3"),
        ("row_down", 99, "40"),
        ("bottom", 1, "40"),
        ("half_page_down", 1, "6"),
        ("page_down", 1, "10"),
        ("row_up", 5, "0"),
    ],
)
async def test_the_cursor_moves_over_what_can_be_chosen(motion: Motion, count: int, key: str) -> None:
    async with host() as entries:
        entries.set_entries(numbered(42))
        entries.move(motion, count)
        assert entries.cursor_key == key
        assert any(row.startswith(f"第{key}条") for row in drawn(entries))


async def test_the_cursor_keeps_its_entry_when_the_entries_change() -> None:
    async with host() as entries:
        entries.set_entries(numbered(10))
        entries.put_cursor("4")
        entries.set_entries(numbered(10)[3:])
        assert entries.cursor_key == "4"
        entries.set_entries([one for one in numbered(10) if one.key != "4"])
        assert entries.cursor_key not in ("", "4")
        assert not entries.put_cursor("5") and not entries.put_cursor("none")
        entries.set_entries([])
        assert entries.cursor_key == "" and not entries.move("row_down")
        assert "nothing" in drawn(entries)[1]


async def test_entries_of_many_rows_scroll_whole() -> None:
    async with host() as entries:
        entries.set_entries(numbered(12, rows=4))
        for _ in range(4):
            entries.move("row_down")
        rows = drawn(entries)
        key = entries.cursor_key
        assert [f"第{key}条 {row}" in "\n".join(rows) for row in range(4)] == [True] * 4


async def test_rows_are_cut_to_the_width_and_safe() -> None:
    async with host(14) as entries:
        text = "\x1b[31m[red]关于进一步优化营商环境的若干建议"
        entries.set_entries([Entry("a", (((text, ""),),))])
        row = entries.render_line(0).text
        assert "\x1b" not in row and row.rstrip().endswith("…")
        assert cell_width(row) == entries.scrollable_content_region.width


@pytest.mark.parametrize("width", range(12))
def test_clipping_never_exceeds_the_width(width: int) -> None:
    assert cell_width(clip("营商环境abc", width)) <= width
    assert clip("营商", 4) == "营商"


async def test_on_the_first_one_what_stands_above_it_is_in_sight() -> None:
    async with host() as entries:
        head = Entry("head", ((("Head", ""),), (("", ""),)), choosable=False)
        entries.set_entries([head, *numbered(30, 2)])
        entries.move("bottom")
        assert "Head" not in drawn(entries)
        entries.move("top")
        assert drawn(entries)[0] == "Head"
        tall = Entry("tall", tuple(((f"{row}", ""),) for row in range(20)), choosable=False)
        entries.set_entries([tall, *numbered(30, 2)])
        entries.move("bottom")
        entries.move("top")
        assert "第0条 0" in drawn(entries)


async def test_only_entries_that_are_others_are_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async with host() as entries:
        entries.set_entries(numbered(42, 2))
        entries.move("row_down", 3)
        held, fresh = entries.cursor_key, numbered(42, 2)
        fresh[3] = Entry("3", ((("新的", ""),), (("一行", ""),)))
        lines: list[tuple[int, int]] = []
        monkeypatch.setattr(entries, "refresh_lines", lambda y, count=1: lines.append((y, count)))
        monkeypatch.setattr(entries, "refresh", lambda *args, **kwargs: lines.append((-1, -1)))
        entries.set_entries(fresh)
        assert lines == [(6, 2)] and entries.cursor_key == held
        assert "新的" in [row.strip() for row in drawn(entries)]
        entries.set_entries(fresh[:-1])
        assert (-1, -1) in lines
