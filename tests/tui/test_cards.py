"""Annotation cards: who said what about which words, whatever the width; and what changes are called."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reader.annotations import Annotation, Location, Status, Tag, Target
from reader.config.language import choose
from reader.text import cell_width
from reader.tui.cards import Folding, cards, moment
from reader.tui.phrases import DONE, blocked, done
from reader.tui.widgets.entries import Entry
from reader.workspace import Placed

QUOTE = "一是排好一张夜班表。每个街道先选一个站点开到晚上十点，由邻近站点轮流出人，夜班费由区里单列。"
TARGET = Target(
    "f" * 64, ((10, 60),), QUOTE, "", "", "measure", title="让社区卫生站夜里也亮灯", measure="一是"
)
NOTE = Annotation("a1", TARGET, "me", "2026-04-08T06:05:00Z", "2026-04-08T06:05:00Z", comment="可行")
TAGS = {
    key: Tag(key, name, color, "me", "", "")
    for key, name, color in (("t1", "医疗/夜间门诊", 3), ("t2", "城市更新", 0), ("t3", "营商环境", 8))
}


@pytest.fixture(autouse=True)
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def card(note: Annotation, width: int = 40, *, status: Status = "stable", saving: bool = False) -> Entry:
    (entry,) = cards([Placed(note, Location(None), status, saving)], TAGS, width, "me")
    return entry


def text(entry: Entry) -> str:
    return "\n".join("".join(piece for piece, _style in row) for row in entry.rows)


def test_a_card_shows_level_time_quote_and_comment() -> None:
    shown = text(card(NOTE))
    assert shown.startswith(" measure 一是  04-08 14:05")
    assert "│ 一是排好一张夜班表" in shown
    assert " 可行" in shown
    assert card(NOTE).key == "a1"


def test_whose_it_is_shows_only_when_it_is_not_mine() -> None:
    assert "me" not in text(card(NOTE)).split("\n")[0].replace("measure", "")
    assert "colleague 04-08" in text(card(replace(NOTE, creator="colleague")))


def test_an_articles_annotation_needs_no_quote() -> None:
    assert "│" not in text(card(replace(NOTE, target=replace(TARGET, level="article", measure=""))))


def test_a_reply_stands_in_and_quotes_nothing() -> None:
    shown = text(card(replace(NOTE, reply_to="a0", comment="同意")))
    assert shown.startswith("   reply")
    assert "│" not in shown and "   同意" in shown


def test_how_it_stands_is_said() -> None:
    shown = text(card(replace(NOTE, resolved=True), 80, status="lost", saving=True))
    assert "✓ resolved" in shown and "not found" in shown and "saving…" in shown
    assert "moved" in text(card(NOTE, 80, status="moved"))
    plain = text(card(NOTE, 80))
    assert not any(word in plain for word in ("resolved", "moved", "not found", "saving"))


@pytest.mark.parametrize("width", [28, 31, 36, 60, 120])
def test_how_it_stands_is_never_cut_off(width: int) -> None:
    shown = text(card(replace(NOTE, resolved=True), width))
    row = next(row for row in shown.split("\n") if "✓ resolved" in row)
    assert cell_width(row) <= width


@pytest.mark.parametrize("width", range(8, 80, 3))
def test_quote_tags_and_comment_fit_any_width(width: int) -> None:
    note = replace(NOTE, tags=tuple(TAGS), comment=QUOTE + "\n\n" + "a" * 90)
    rows = card(note, width).rows[1:]
    assert all(cell_width("".join(piece for piece, _style in row)) <= width for row in rows)
    starts = ["".join(piece for piece, _style in row).strip(" │")[:1] for row in rows]
    assert not set(starts) & set("，。；：）")


def test_the_whole_comment_shows_but_two_rows_of_the_quote() -> None:
    shown = text(card(replace(NOTE, comment=QUOTE)))
    assert "".join(QUOTE.split()) in "".join(shown.split("\n")[3:]).replace(" ", "")
    assert sum("│" in row for row in shown.split("\n")) == 2
    assert "……" in shown


def test_tags_have_their_colours_and_one_that_is_gone_is_left_out() -> None:
    entry = card(replace(NOTE, tags=("t3", "gone", "t1")), 60)
    styled = {piece.strip(): style for row in entry.rows for piece, style in row if style.startswith("tag-")}
    assert styled == {"营商环境": "tag-8", "医疗/夜间门诊": "tag-3"}


def test_lines_of_a_comment_stay_apart() -> None:
    rows = text(card(replace(NOTE, comment="甲\n\n乙"))).split("\n")
    at = rows.index(" 甲")
    assert rows[at + 1].strip() == "" and rows[at + 2] == " 乙"


def test_what_could_steer_the_terminal_is_not_shown() -> None:
    note = replace(NOTE, comment="a\x1b[31mb\u202ec", target=replace(TARGET, exact="x\x07y"))
    assert not {"\x1b", "\u202e", "\x07"} & set(text(card(note)))


def test_a_time_that_is_none_shows_as_it_is() -> None:
    assert moment("yesterday") == "yesterday"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("code", DONE)
def test_every_change_has_a_name_that_says_what_it_was_about(code: str, lang: str) -> None:
    choose(lang)
    given = {
        "title": "夜里也亮灯",
        "about": "夜里也亮灯",
        "tag": "医疗",
        "to": "健康",
        "count": "3",
        "into": "健康",
    }
    words = done(code, given)
    about = {
        "imported": "3",
        "fix_confirmed": "3",
        "tags_added": "3",
        "repaired": "",
        "registered_many": "3",
        "scheme_chosen": "",
        "settled": "3",
    }  # none of them is about one article
    if code in ("tag_renamed", "tag_moved", "tag_recolored", "tag_described", "tag_merged", "tag_deleted"):
        about[code] = "医疗"
    assert words and about.get(code, "夜里也亮灯") in words
    assert "{" not in words


def test_a_change_is_named_with_what_in_the_article_it_was_about() -> None:
    choose("zh")
    assert done("tag_added", {"tag": "营商环境", "title": "题", "about": "二是…"}) == "标签 营商环境 · 二是…"
    assert done("tag_added", {"tag": "营商环境", "title": "题"}) == "标签 营商环境 · 《题》"


def test_what_stands_in_the_way_of_an_undo_is_named_with_whose_it_is() -> None:
    choose("zh")
    params = {
        "by": "李\x1b",
        "label": "tag_deleted",
        "label_tag": "民生",
        "label_count": "2",
        "created": "昨天",
    }
    words = blocked(params)
    assert "李" in words and "删除标签 民生" in words and "昨天" in words and "\x1b" not in words


def test_titles_with_braces_and_steering_characters_are_harmless() -> None:
    assert done("deleted", {"title": "{tag}\x1b"}).count("{tag}") == 1
    assert "\x1b" not in done("deleted", {"title": "\x1b"})
    assert done("of_another_time", {}) == "of_another_time"


def test_a_card_shows_the_whole_quote_or_folds() -> None:
    item = Placed(replace(NOTE, comment=QUOTE), Location(None), "stable", False)
    short, folded = (cards([item], {}, 30, "me", folding) for folding in (Folding(), Folding(folded=True)))
    whole = cards([item], {}, 30, "me", Folding().turned(item.annotation.id))
    rows = [len(found[0].rows) for found in (folded, short, whole)]
    assert rows[0] < rows[1] < rows[2]
    assert cards([item], {}, 30, "me", Folding().turned("x").turned("x")) == short
