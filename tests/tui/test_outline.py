"""Contents and cards as entries: what a reader can tell from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations import Annotation, Location, Tag
from reader.pages.digest import ArticleDigest, name_of
from reader.text import cell_width
from reader.tui.cards import cards, moment
from reader.tui.outline import Marks, Outline, Ref, View, page_words
from reader.tui.tree import Leaf, Tree
from reader.tui.widgets.entries import Entry
from reader.workspace import Placed, SourceFile, Workspace

CREATED = "2026-04-08T01:02:03.000000Z"


def words(entry: Entry) -> str:
    """Return an entry's text."""
    return "\n".join("".join(text for text, _style in row) for row in entry.rows)


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    """Return our small folder, opened."""
    return Workspace.open([folder], creator="程")


def tree_of(workspace: Workspace, *read: int, broken: Collection[SourceFile] = ()) -> Tree:
    """Return the tree of our files, those of some numbers read."""
    for number in read:
        workspace.pages(workspace.files[number])
    return Tree(workspace.files, workspace.catalogue.pages, broken, lambda leaf: (leaf.articles, 0))


def no_marks(leaf: Leaf, article: ArticleDigest | None) -> Marks:
    """Mark nothing."""
    return Marks()


def test_files_show_before_they_are_read(workspace: Workspace) -> None:
    entries = Outline().entries(tree_of(workspace), View(), no_marks, str)
    assert [words(entry) for entry in entries] == [
        "▸ 松江时报 2026-04-08 page 1",
        "▸ 松江时报 2026-04-08 page 2",
    ]


def test_a_read_file_shows_column_articles_and_marks(workspace: Workspace) -> None:
    tree = tree_of(workspace, 1)
    (leaf,) = tree.of_file(workspace.files[1].key)
    assert leaf.page is not None
    first, second = (article.id for article in leaf.page.articles)
    marks = {first: Marks(annotations=2), second: Marks(read=True)}
    view = View(f"{leaf.key}\n{first}")
    entries = Outline().entries(
        tree, view, lambda leaf, article: marks[article.id] if article else Marks(), str
    )
    shown = [words(entry) for entry in entries]
    assert shown[1].startswith("▾ 松江时报 2026-04-08 page 2") and "2 articles" in shown[1]
    assert shown[2].strip() == "“我为松江献一策”金点子摘登" and not entries[2].choosable
    assert shown[3] == " ›策 2 让社区卫生站夜里也亮灯"
    assert shown[4] == "  策 给老城菜市场装上遮雨棚"
    assert entries[4].rows[0][-1][1] == "muted"


def test_a_file_that_cannot_be_read_says_why(workspace: Workspace) -> None:
    tree = tree_of(workspace, broken=workspace.files[:1])
    entries = Outline().entries(tree, View(), no_marks, lambda file: "no permission")
    assert words(entries[0]).startswith("! ") and "no permission" in words(entries[0])


def test_annotations_in_no_article_have_an_entry(workspace: Workspace) -> None:
    tree = tree_of(workspace, 0)
    entries = Outline().entries(tree, View(), lambda leaf, article: Marks(0 if article else 3), str)
    assert words(entries[-2]) == "  ? In no article  3"
    file = workspace.files[0]
    assert Ref(file, workspace.pages(file)[0], "").key == entries[-2].key


def test_pages_of_one_file_are_told_apart(workspace: Workspace) -> None:
    file = workspace.files[0]
    page = workspace.pages(file)[0]
    assert page_words(file, replace(page, number=2), 3).endswith("(2/3)")
    assert "(" not in page_words(file, page, 1)


def test_an_article_without_a_title_is_called_by_its_first_words(workspace: Workspace) -> None:
    article = workspace.pages(workspace.files[0])[0].articles[0]
    assert name_of(replace(article, headline=())).startswith("松江时报4月8日讯")


def placed(workspace: Workspace, **changes: object) -> Placed:
    """Return an annotation on the first proposal."""
    page = workspace.pages(workspace.files[1])[0]
    article = page.articles[0]
    target = workspace.target_measure(page, article, article.measures[0])
    annotation = Annotation("1", target, "程", CREATED, CREATED, ("t",), "可行\n[bold]两行[/]")
    return Placed(replace(annotation, **changes), Location(article), "stable", False)  # type: ignore[arg-type]


TAGS = {"t": Tag("t", "值得采纳", 3, "程", CREATED, CREATED)}


def test_a_card_says_what_about_which_words(workspace: Workspace) -> None:
    (card,) = cards([placed(workspace)], TAGS, 40, "程")
    text = words(card)
    assert "measure 一是" in text.split("\n")[0]
    assert "│ 一是排好一张夜班表" in text
    assert " 值得采纳 " in text and "可行" in text and "[bold]两行[/]" in text
    assert "程" not in text.split("\n")[0]
    assert ("tag-3") in {style for row in card.rows for _text, style in row}


def test_a_card_says_who_when_it_is_somebody_elses_and_what_became_of_it(workspace: Workspace) -> None:
    other = placed(workspace, creator="贺", resolved=True)
    (card,) = cards([replace(other, status="moved", saving=True)], TAGS, 80, "程")
    head = words(card).split("\n")[0]
    assert "贺" in head and "resolved" in head and "moved" in head and "saving…" in head
    (lost,) = cards([replace(other, status="lost")], TAGS, 80, "程")
    assert "not found" in words(lost)


def test_replies_are_set_in_without_the_quote(workspace: Workspace) -> None:
    (card,) = cards([placed(workspace, reply_to="0", tags=())], TAGS, 40, "程")
    assert words(card).startswith("   reply") and "│" not in words(card)


@pytest.mark.parametrize("width", [8, 20, 36, 80])
def test_cards_fit_their_width(workspace: Workspace, width: int) -> None:
    (card,) = cards([placed(workspace, comment="很长的批注" * 20)], TAGS, width, "程")
    for row in card.rows[1:]:
        assert cell_width("".join(text for text, _style in row)) <= width


def test_a_time_that_is_none_shows_as_it_is() -> None:
    assert moment("yesterday") == "yesterday"
    assert moment(CREATED)[2] == "-"
