"""A library that holds one page at a time: pages go and come again, and who holds one never notices."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from reader.pages.model import Fix
from reader.workspace import Workspace
from reader.workspace.library import Library
from reader.workspace.recent import Recent
from tests.workspace.conftest import Opener, first
from tests.workspace.test_halves import HEAD, TAIL, write


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have room for the page that was asked for last alone."""
    monkeypatch.setattr("reader.workspace.library.PAGES", 1)
    monkeypatch.setattr("reader.workspace.library.TEXTS", 1)


def pass_by(workspace: Workspace) -> None:
    """Have every page let go that nobody holds."""
    for file in workspace.files:
        workspace.pages(file)
    workspace.pages(workspace.files[-1])
    gc.collect()


def test_what_was_used_last_stays() -> None:
    recent: Recent[str, str] = Recent(5, len)
    for key in ("a", "bb", "ccc"):
        recent.put(key, key)
    assert [key in recent for key in ("a", "bb", "ccc")] == [False, True, True]
    assert recent.get("bb") == "bb"
    recent.put("d", "d")
    assert [key in recent for key in ("bb", "ccc", "d")] == [True, False, True]
    recent.put("e", "e" * 9)
    assert [key for key in "abcde" if key in recent] == ["e"]
    recent.put("e", "e")
    recent.put("f", "ffff")
    assert "e" in recent and "f" in recent, "the size of what was replaced counts no more"
    recent.pop("f")
    recent.pop("f")
    assert recent.get("f") is None


def test_pages_go_and_come_again_equal(opening: Opener) -> None:
    workspace = opening()
    file = workspace.files[0]
    titles = [article.title for article in workspace.pages(file)[0].articles]
    pass_by(workspace)
    assert not workspace.loaded(file)
    assert [article.title for article in workspace.pages(file)[0].articles] == titles


def test_who_holds_a_page_is_given_the_same_one(opening: Opener) -> None:
    workspace = opening()
    (page,) = workspace.pages(workspace.files[0])
    pass_by(workspace)
    assert not workspace.loaded(workspace.files[0])
    assert workspace.pages(workspace.files[0])[0] is page


def test_a_page_that_nobody_holds_is_let_go(opening: Opener) -> None:
    from weakref import ref

    workspace = opening()
    known = ref(workspace.pages(workspace.files[0])[0])
    pass_by(workspace)
    assert known() is None


def test_a_held_page_is_not_given_for_another_text(opening: Opener, folder: Path) -> None:
    workspace = opening()
    file = workspace.files[0]
    (page,) = workspace.pages(file)
    pass_by(workspace)
    assert file.path is not None
    file.path.write_text("桐湾日报1月5日讯（记者 沈麦）雨停了。\n", "utf-8")
    assert workspace.pages(file)[0].text.endswith("雨停了。\n")
    assert workspace.pages(file)[0] is not page


def test_the_open_story_keeps_its_halves_and_others_join_again(opening: Opener, tmp_path: Path) -> None:
    texts = {
        "_05_01": HEAD.format(2),
        "_05_02": TAIL.format(1),
        "_05_03": "桐湾日报1月5日讯（记者 沈麦）雨停了。\n",
    }
    workspace = opening(write(tmp_path / "a", **texts))
    one, two, three = workspace.files
    (head,) = workspace.pages(one)
    (tail,) = workspace.pages(two)
    halves = workspace.halves.of(head, head.articles[0])
    assert [half.page for half in halves] == [head, tail]
    pass_by(workspace)
    again = workspace.halves.of(head, head.articles[0])
    assert [half.page for half in again] == [head, tail], "both are held, the library has neither"
    assert not workspace.halves.unread(head, head.articles[0])
    del tail, halves, again
    workspace.pages(three)
    gc.collect()
    assert len(workspace.halves.of(head, head.articles[0])) == 1, "nobody holds the other half"
    assert workspace.halves.unread(head, head.articles[0]) == (two,)
    (tail,) = workspace.pages(two)
    assert [half.page for half in workspace.halves.of(head, head.articles[0])] == [head, tail]
    assert [half.page for half in workspace.halves.of(tail, tail.articles[0])] == [head, tail]


def test_one_page_of_a_file_may_be_held_alone(opening: Opener, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", _06_01="桐湾日报1月6日讯（记者 沈麦）雨停了。\n")
    (folder / "桐湾日报2026-01-05.txt").write_text(f"{HEAD.format(2)}\f{TAIL.format(1)}", "utf-8")
    workspace = opening(folder)
    file = next(each for each in workspace.files if not each.source.page_no)
    head, tail = workspace.pages(file)
    del tail
    pass_by(workspace)
    workspace.pages(next(each for each in workspace.files if each is not file))
    gc.collect()
    assert len(workspace.halves.of(head, head.articles[0])) == 1
    same, tail = workspace.pages(file)
    assert same is head
    assert [half.page for half in workspace.halves.of(head, head.articles[0])] == [head, tail]
    assert [half.page for half in workspace.halves.of(tail, tail.articles[0])] == [head, tail]


def test_a_corrected_page_is_the_same_while_anybody_holds_it(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    row = article.paragraphs[0].rows[0]
    workspace.correct([(page, Fix("kind", (row,), "notice"))], "correct_kind", "").result()
    (fixed,) = workspace.pages(workspace.files[0])
    assert fixed is not page and fixed.articles[0].kind == "notice"
    pass_by(workspace)
    assert workspace.pages(workspace.files[0])[0] is fixed
    workspace.undo().result()
    assert workspace.pages(workspace.files[0])[0] is page
    pass_by(workspace)
    assert workspace.pages(workspace.files[0])[0] is page


def test_annotations_are_made_on_pages_that_were_let_go(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    target = workspace.target_article(page, article)
    pass_by(workspace)
    workspace.tag(target, ["图书馆"]).result()
    assert [item.annotation.tags for item in workspace.placed(page)]
    assert len([*workspace.select()]) == 1


def test_fingerprints_are_known_after_the_text_went(opening: Opener) -> None:
    library = Library(None, None)
    workspace = opening()
    known = [library.fingerprints(file) for file in workspace.files]
    assert known == [tuple(page.fingerprint for page in workspace.pages(file)) for file in workspace.files]
    for file in workspace.files:
        assert file.path is not None
        file.path.unlink()
    assert [library.fingerprints(file) for file in workspace.files] == known
