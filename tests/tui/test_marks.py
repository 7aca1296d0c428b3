"""Highlights made of annotations and doubts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.annotations import Annotation, BlockSpan, Location, Tag, Target
from reader.pages.model import Doubt
from reader.tui.marks import DOUBT, doubtful_block, doubts, highlights
from reader.workspace import Placed, Workspace

NOW = "2026-04-08T01:02:03.000000Z"
TAGS = {"t": Tag("t", "甲", 3, "程", NOW, NOW)}
SPANS = (BlockSpan(0, 0, 4), BlockSpan(2, 0, 9))


def placed(level: str, **changes: object) -> Placed:
    """Return an annotation at two places."""
    target = Target("f", ((0, 4),), "四个字儿", "", "", level)  # type: ignore[arg-type]
    annotation = replace(Annotation("1", target, "程", NOW, NOW), **changes)  # type: ignore[arg-type]
    return Placed(annotation, Location(None, SPANS), "stable", False)


def test_a_passage_is_coloured_and_what_is_larger_has_a_bar() -> None:
    (span,) = highlights([placed("span", tags=("t",))], TAGS, "")
    assert (span.kind, span.extent, span.color, span.spans) == ("tag", "text", 3, SPANS)
    (measure,) = highlights([placed("measure", tags=("t",))], TAGS, "1")
    assert (measure.extent, measure.current) == ("margin", True)
    (article,) = highlights([placed("article", tags=("t",))], TAGS, "")
    assert article.spans == SPANS[:1]


def test_comments_are_marked_beside_tags_and_answers_not_at_all() -> None:
    both = list(highlights([placed("span", tags=("t",), comment="好")], TAGS, ""))
    assert [one.kind for one in both] == ["tag", "comment"]
    gone = list(highlights([placed("span", tags=("deleted",))], TAGS, ""))
    assert [one.kind for one in gone] == ["comment"]
    assert not list(highlights([placed("span", reply_to="0", comment="好")], TAGS, ""))


def test_what_is_shorter_lies_over_what_is_longer_and_passages_over_measures() -> None:
    def at(key: str, level: str, length: int) -> Placed:
        item = placed(level, id=key, tags=("t",))
        return replace(item, location=Location(None, (BlockSpan(0, 0, length),)))

    items = [
        at("inner", "span", 2),
        at("outer", "span", 5),
        at("later", "span", 5),
        at("measure", "measure", 3),
    ]
    assert [one.id for one in highlights(items, TAGS, "")] == ["measure", "outer", "later", "inner"]


def test_a_doubt_shows_beside_its_paragraph_else_beside_the_headline(folder: Path) -> None:
    workspace = Workspace.open([folder])
    article = workspace.pages(workspace.files[1])[0].articles[0]
    row = article.paragraphs[1].rows[0]
    doubted = replace(article, doubts=(Doubt("boundary", 0.1, "", row), Doubt("headline", 0.1, "别的")))
    shown = list(doubts(doubted, doubted.blocks))
    paragraph = next(i for i, block in enumerate(doubted.blocks) if block.paragraph == 1)
    assert [one.spans[0][0] for one in shown] == [paragraph, 0]
    assert {(one.id, one.kind, one.extent) for one in shown} == {(DOUBT, "doubt", "margin")}
    assert doubtful_block(article, article.blocks, Doubt("kind", 0.1, "", 99999)) == 0
