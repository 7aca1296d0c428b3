"""Reports in Markdown, by article and by tag."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from reader.config.language import choose
from reader.exchange import Export, Options, write
from reader.exchange.markdown import escape_line
from reader.exchange.texts import STEERS
from tests.exchange.rich import COUNT, rich, tags


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    choose("en")
    yield
    choose("en")


def report(export: Export, **options: Any) -> str:
    out = io.BytesIO()
    write("markdown", replace(export, options=Options(**options)), out)
    return out.getvalue().decode()


def shown(text: str) -> str:
    """Return a text as a reader sees it who takes Markdown's backslashes away."""
    return "".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("&lt;", "<").split())


@pytest.mark.parametrize("by", ["article", "tag"])
def test_every_quote_tag_and_comment_is_there(by: str) -> None:
    text = report(rich(), by=by)
    seen = shown(text)
    for record in rich().records:
        target = record.annotation.target
        if target.level in ("measure", "span"):
            assert shown(">" + escape_line(target.exact).replace("\n", "> ")).removeprefix(
                ">"
            ) in seen.replace(">", "")
        for tag in record.tags:
            assert f"**{escape_line(tag.name)}**" in text
        comment = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", STEERS.sub("", record.annotation.comment))
        assert "".join(comment.replace("&lt;", "<").split()) in seen
        if record.annotation.entry is not None:
            assert "".join(record.annotation.entry.value.split()) in seen
    assert f"{COUNT} annotations" in text


def test_replies_stand_under_what_they_answer() -> None:
    lines = report(rich()).split("\n")
    head = next(number for number, line in enumerate(lines) if "钱从哪里来？" in line)
    below = [line for line in lines[head + 1 : head + 12] if line.strip()]
    assert [line.startswith("  - reply") for line in below[:5]] == [True, False, True, False, False]
    assert below[1] == "    财政出一半"
    assert below[2].startswith("  - reply (resolved)")


def test_by_tag_there_is_a_section_a_tag() -> None:
    headings = [line for line in report(rich(), by="tag").split("\n") if line.startswith("## ")]
    counts = {tag.name: sum(tag in record.tags for record in rich().records) for tag in tags()}
    assert [heading.rpartition(" (")[0] for heading in headings] == [
        f"## {escape_line(name)}" for name in sorted(counts)
    ] + ["## Without a tag"]
    for heading, name in zip(headings, sorted(counts), strict=False):
        assert int(heading.rpartition("(")[2][:-1]) >= counts[name]  # with the replies to them


def test_by_article_a_page_is_a_section_and_its_articles_come_as_printed() -> None:
    headings = [line for line in report(rich()).split("\n") if line.startswith("#")]
    assert headings[:6] == [
        "# Annotations",
        "## 桐湾日报 2026-01-05 page 2 · 桐湾日报2026-01-05\\_02版.txt",
        "### On the page",
        "### 让图书馆开到夜里 · 桐湾区读书会 顾晚晴",
        "### 给老街装上会说话的路牌 · 枫林里居民 白一川",
        "### 办好社区里的修补铺 · 桐湾区手艺人协会 陆小满",
    ]


@pytest.mark.parametrize("format_name", ["markdown", "html"])
def test_pages_are_written_one_by_one(format_name: str) -> None:
    """When the second page's records are asked for, the first page has gone out."""
    out = io.BytesIO()
    written: list[int] = []

    def given_records() -> Iterator[Any]:
        path = ""
        for record in rich().records:
            if record.path != path:
                path = record.path
                written.append(out.tell())
            yield record

    class Again:
        def __iter__(self) -> Iterator[Any]:
            return given_records()

    write(format_name, replace(rich(), records=Again()), out)
    assert len(written) == 3
    assert written[2] > written[1] + 10_000


def test_lost_characters_are_counted() -> None:
    out = io.BytesIO()
    losses = write("markdown", rich(), out)
    wrong = sum(bool(STEERS.search(record.annotation.comment)) for record in rich().records)
    assert losses["characters"] == wrong > 0
