"""Records to write: a proposal of our own with a tag, a comment, a reply and a passage."""

from __future__ import annotations

from dataclasses import replace

from reader.annotations import (
    Annotation,
    Caret,
    Tag,
    article_ranges,
    make_target,
    measure_ranges,
    new_id,
    now,
    span_ranges,
)
from reader.exchange import Record
from reader.pages import parse
from reader.pages.model import Page, Source

TEXT = """“我为桐城献一策”金点子摘登

让图书馆开到夜里

桐湾区读书会 顾晚晴

一是延长开馆时间。把主馆闭馆时间从十八点

延到二十二点，先在周末试行。

二是把座位放到网上预约。空出来的座位当场

放给没有预约的人。

（桐湾日报记者 苏禾 整理）
"""
SOURCE = Source("桐湾日报", "2026-01-05", "2", "filename")


def page() -> Page:
    return parse(TEXT, name="桐湾日报2026-01-05_02版.txt")


def tag(name: str) -> Tag:
    moment = now()
    return Tag(new_id(), name, 3, "analyst", moment, moment)


def records(
    comment: str = "和去年的提案一起看", names: tuple[str, ...] = ("公共文化", "夜经济")
) -> list[Record]:
    """Return an article with tags, a commented measure with a reply, and a tagged passage."""
    here = page()
    (article,) = here.articles
    tags = tuple(tag(name) for name in names)
    moment = now()

    def annotation(target_of: str, **fields: object) -> Annotation:
        if target_of == "article":
            target = make_target(here, article, article_ranges(here, article), "article")
        elif target_of == "measure":
            measure = article.measures[0]
            target = make_target(
                here, article, measure_ranges(here, article, measure), "measure", measure=measure.label
            )
        else:
            block = next(i for i, item in enumerate(article.blocks) if item.role == "paragraph")
            target = make_target(
                here, article, span_ranges(here, article, Caret(block, 2), Caret(block, 8)), "span"
            )
        base = Annotation(new_id(), target, "analyst", moment, moment)
        return replace(base, **fields)  # type: ignore[arg-type]

    head = annotation("measure", comment=comment)
    notes = (
        (annotation("article", tags=tuple(one.id for one in tags)), tags),
        (head, ()),
        (annotation("measure", comment="同意", reply_to=head.id, resolved=True), ()),
        (annotation("span", tags=(tags[0].id,)), tags[:1]),
    )
    return [Record(note, of, "桐湾日报2026-01-05_02版.txt", 1, SOURCE, article) for note, of in notes]
