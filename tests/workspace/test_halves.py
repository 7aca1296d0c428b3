"""Halves of stories in an open folder: by file names and page headers, as files come and change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.pages.model import Article, Page
from reader.workspace import Workspace
from tests.workspace.conftest import Opener

HEAD = "桐湾日报1月5日讯（记者 沈麦）渡口的新船下水了，\n船长何渡试航三趟。\n（下转{}版）\n"
TAIL = "（上接{}版）\n何渡说，新船装了雷达，渡口的末班推迟一个小时。\n"


def write(folder: Path, **texts: str) -> Path:
    """Write pages of 桐湾日报, by date and page number; return their folder."""
    folder.mkdir()
    for name, text in texts.items():
        day, number = name.strip("_").split("_")
        (folder / f"桐湾日报2026-01-{day}_{number}版.txt").write_text(text, "utf-8")
    return folder


def read(workspace: Workspace) -> list[tuple[Page, Article]]:
    """Read all files; return the articles in order."""
    return [
        (page, article)
        for file in workspace.files
        for page in workspace.pages(file)
        for article in page.articles
    ]


def story(workspace: Workspace, page: Page, article: Article) -> list[str]:
    """Return the labels of the files a story is on."""
    return [half.file.label[10:12] + half.file.label[-7:-5] for half in workspace.halves.of(page, article)]


def test_either_half_tells_both(opening: Opener, tmp_path: Path) -> None:
    workspace = opening(write(tmp_path / "a", _05_01=HEAD.format(2), _05_02=TAIL.format(1)))
    (head, tail) = read(workspace)
    assert workspace.halves.of(*head) == workspace.halves.of(*tail)
    assert [half.page for half in workspace.halves.of(*tail)] == [head[0], tail[0]]
    assert not workspace.halves.missing(*head) and not workspace.halves.unread(*head)


def test_another_day_does_not_join(opening: Opener, tmp_path: Path) -> None:
    workspace = opening(write(tmp_path / "a", _05_01=HEAD.format(2), _06_02=TAIL.format(1)))
    for place in read(workspace):
        assert len(workspace.halves.of(*place)) == 1
        ((page, mark),) = workspace.halves.missing(*place)
        assert page is place[0] and not workspace.halves.is_read(page, mark)
        assert not workspace.halves.unread(*place)


def test_the_file_of_the_other_half_is_known_before_it_is_read(opening: Opener, tmp_path: Path) -> None:
    texts = {"_05_01": HEAD.format(2), "_05_02": TAIL.format(1), "_05_03": TAIL.format(1), "_06_02": ""}
    workspace = opening(write(tmp_path / "a", **texts))
    first, second = workspace.files[:2]
    (page,) = workspace.pages(first)
    assert workspace.halves.unread(page, page.articles[0]) == (second,)
    workspace.pages(second)
    assert not workspace.halves.unread(page, page.articles[0])
    assert len(workspace.halves.of(page, page.articles[0])) == 2


def test_a_file_without_a_page_number_may_hold_it(opening: Opener, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", _05_01=HEAD.format(2))
    (folder / "桐湾日报2026-01-05.txt").write_text("第2版\n\n" + TAIL.format(1), "utf-8")
    workspace = opening(folder)
    whole = next(file for file in workspace.files if not file.source.page_no)
    (page,) = workspace.pages(next(file for file in workspace.files if file != whole))
    assert workspace.halves.unread(page, page.articles[0]) == (whole,)


def test_the_pages_of_one_file_join_by_their_order(opening: Opener, tmp_path: Path) -> None:
    file = tmp_path / "pages.txt"
    file.write_text(HEAD.format(2) + "\f" + TAIL.format(1), "utf-8")
    workspace = opening(file)
    _head, tail = read(workspace)
    assert [half.page.number for half in workspace.halves.of(*tail)] == [1, 2]


def test_papers_without_a_name_join_within_a_folder(opening: Opener, tmp_path: Path) -> None:
    head = HEAD.format(2).replace("桐湾日报1月5日讯", "")
    for place in ("a", "b"):
        (tmp_path / "x" / place).mkdir(parents=True)
        (tmp_path / "x" / place / "20260105-p2.txt").write_text(TAIL.format(1), "utf-8")
    (tmp_path / "x" / "a" / "20260105-p1.txt").write_text(head, "utf-8")
    workspace = opening(tmp_path / "x")
    assert [len(workspace.halves.of(*place)) for place in read(workspace)] == [2, 2, 1]


def test_pages_that_were_parsed_anew_are_joined_anew(opening: Opener, tmp_path: Path) -> None:
    workspace = opening(write(tmp_path / "a", _05_01=HEAD.format(2), _05_02=TAIL.format(1)))
    head, (page, article) = read(workspace)
    assert len(workspace.halves.of(*head)) == 2
    file = workspace.files[1]
    corrected = replace(page, articles=(replace(article, id=f"{page.fingerprint[:12]}/9"),), _by_id={})
    workspace.halves.take(file, (corrected,))
    assert [half.article.id for half in workspace.halves.of(*head)][1].endswith("/9")
    assert workspace.halves.of(corrected, corrected.articles[0]) == workspace.halves.of(*head)
    assert workspace.halves.of(page, article) == ()
    assert workspace.halves.missing(page, article) == () and not workspace.halves.unread(page, article)
    workspace.halves.take(file, ())
    assert len(workspace.halves.of(*head)) == 1
