"""Reports for browsers: parsed again by html5lib; nothing in them runs but our script."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings

from reader.config.colours import TAG_COLORS
from reader.config.language import choose
from reader.exchange import Export, Options, Record, write
from reader.exchange.texts import STEERS
from reader.exchange.web.text import NESTED
from tests.exchange.records import records
from tests.exchange.rich import COUNT, any_records, rich, tags

KNOWN = {
    "id", "class", "lang", "href", "hidden", "type", "value", "charset", "content", "name", "http-equiv", "role",
    "aria-label", "aria-labelledby", "data-n", "data-tags", "data-count", "data-script", "data-text",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    choose("en")
    yield
    choose("en")


def report(export: Export, **options: Any) -> str:
    out = io.BytesIO()
    write("html", replace(export, options=Options(**options)), out)
    return out.getvalue().decode()


def parsed(text: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    assert [code for _place, code, _detail in parser.errors if code != "invalid-codepoint"] == []
    return root


def words(element: Element) -> str:
    """Return an element's text without the numbers of notes."""
    if element.tag == "sup":
        return ""
    return (element.text or "") + "".join(words(child) + (child.tail or "") for child in element)


def squeezed(text: str) -> str:
    return "".join(STEERS.sub("", text).split())


def classed(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


@pytest.mark.parametrize("by", ["article", "tag"])
def test_every_quote_tag_and_comment_is_there(by: str) -> None:
    root = parsed(report(rich(), by=by))
    notes = classed(root, "note") + classed(root, "reply")
    shown = defaultdict(list)
    for note in notes:
        own = [child for child in note if "reply" not in child.get("class", "")]
        text = "".join(words(child) for child in own if child.get("class") == "said")
        marks = tuple(words(tag) for child in own for tag in classed(child, "tag"))
        quote = "".join(words(child) for child in own for child in child.iter("q"))
        who = next(words(child) for child in own if child.get("class") == "who")
        shown[marks, text].append((squeezed(quote), who))
    for record in rich().records:
        annotation = record.annotation
        names = tuple(tag.name for tag in record.tags)
        fitting = shown[names, STEERS.sub("", annotation.comment)]
        quoted = annotation.target.level in ("measure", "span") and annotation.reply_to is None
        assert any(
            annotation.creator in who and (not quoted or quote == squeezed(annotation.target.exact))
            for quote, who in fitting
        )
        if annotation.entry is not None:
            assert annotation.entry.reason in words(root)
    if by == "article":
        assert len(notes) == COUNT
    assert f"{COUNT} annotations" in words(root)


def test_highlights_are_the_quotes() -> None:
    export = replace(
        rich(),
        records=[
            each for each in rich().records if each.annotation.id < "019b8f00-0002-7000-8000-00000000002b"
        ],
    )
    root = parsed(report(export))
    marked: dict[str, str] = defaultdict(str)
    for block in classed(root, "text"):
        for mark in block.iter("mark"):
            marked[mark.get("data-n", "")] += words(mark)
    checked = 0
    for note in classed(root, "note"):
        quote = "".join(words(each) for each in note.iter("q"))
        number = note.get("data-n", "")
        if number in marked:
            checked += 1
            assert squeezed(marked[number]) == squeezed(quote)
            assert any(link.get("href") == f"#n{number}" for link in root.iter("a"))
    assert checked > 15
    assert max(len(list(mark.iter("mark"))) for mark in root.iter("mark")) in range(3, NESTED + 1)


def test_many_over_one_another_are_drawn_no_deeper_than_browsers_can() -> None:
    span = next(each for each in rich().records if each.annotation.target.level == "span" and each.spans)
    many = [
        replace(span, annotation=replace(span.annotation, id=span.annotation.id[:-4] + f"{number:04x}"))
        for number in range(600)
    ]
    root = parsed(report(Export(many)))
    assert len(classed(root, "note")) == 600
    assert max(len(list(mark.iter("mark"))) for mark in root.iter("mark")) == NESTED


def test_nothing_runs_and_nothing_is_fetched() -> None:
    for by in ("article", "tag"):
        text = report(rich(), by=by)
        check_harmless(text)


@settings(deadline=None, max_examples=60)
@given(any_records())
def test_no_text_is_markup(given_records: tuple[Record, ...]) -> None:
    text = report(Export(given_records))
    check_harmless(text)
    root = parsed(text)
    said = {squeezed(words(each)) for each in classed(root, "said")}
    for record in given_records:
        assert not squeezed(record.annotation.comment) or no_characters(record.annotation.comment) in {
            no_characters(each) for each in said
        }


def no_characters(text: str) -> str:
    return re.sub("[^\\w]", "", squeezed(text))


def check_harmless(text: str) -> None:
    root = parsed(text)
    scripts, sheets = list(root.iter("script")), list(root.iter("style"))
    assert (len(scripts), len(sheets)) == (1, 1)
    policy = next(each.get("content", "") for each in root.iter("meta") if each.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element in (*scripts, *sheets):
        digest = b64encode(sha256((element.text or "").encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    for element in root.iter():
        assert set(element.attrib) <= KNOWN
        assert element.get("href", "#").startswith("#")
    assert {str(element.tag) for element in root.iter()} <= {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "a",
            "header",
            "h1",
            "h2",
            "h3",
            "main",
            "section",
        ),
        *("article", "div", "p", "b", "q", "span", "sup", "mark", "nav", "ol", "ul", "li", "label", "input"),
        *("button", "script"),
    }


def test_links_lead_somewhere() -> None:
    root = parsed(report(rich()))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {element.get("href", "")[1:] for element in root.iter("a")} <= set(ids)


def test_it_speaks_the_language_chosen() -> None:
    assert parsed(report(rich())).get("lang") == "en"
    choose("zh")
    text = report(rich())
    assert parsed(text).get("lang") == "zh-CN"
    assert "200条标注" in text
    root = parsed(text)
    ours = [each for each in root.iter() if each.tag in ("h1", "h2", "button") or each.get("class") == "skip"]
    said = [words(each) for each in ours if "日报" not in words(each)]
    assert said == ["跳到正文", "标注", "深色 / 浅色", "全部显示", "标签", "目录"]


def test_what_has_no_tag_comes_last_by_tag() -> None:
    root = parsed(report(rich(), by="tag"))
    headings = [words(each) for each in root.iter("h2")][: len(tags()) + 1]
    assert headings == [*sorted(tag.name for tag in tags()), "Without a tag"]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    lights = []
    for color in (one, other):
        channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_colours_can_be_read() -> None:
    sheet = report(Export(records()))
    palettes = re.findall(
        r"--paper: (#\w+); --sheet: (#\w+); --ink: (#\w+); --faint: (#\w+); --line: #\w+; --link: (#\w+);\s*--tint: (\d+)%",
        sheet,
    )
    assert len(palettes) == 4  # light, dark by choice, dark by the system, print
    slots = re.findall(r"\.c\d \{ --c: (#\w+)", sheet)
    assert len(set(slots)) == len(TAG_COLORS[1])  # one for each number a tag may have
    for paper, card, ink, faint, link, tint in palettes:
        for behind in (paper, card):
            assert contrast(ink, behind) >= 7
            assert min(contrast(faint, behind), contrast(link, behind)) >= 4.5
        for slot in slots:
            assert contrast(ink, mixed(slot, card, int(tint) / 100)) >= 4.5


def mixed(color: str, behind: str, share: float) -> str:
    pairs = zip(*((int(each[at : at + 2], 16) for at in (1, 3, 5)) for each in (color, behind)), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)


@pytest.mark.verify
def test_chromium_filters_by_tag(tmp_path: Path) -> None:
    """The script runs under its policy: after a click on a tag only its notes are shown."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    wanted = next(tag for tag in tags() if tag.name == "城建")
    text = report(rich())
    checked = text.replace(f'value="{wanted.id}" data-script', f'value="{wanted.id}" checked data-script')
    assert checked != text
    (tmp_path / "x.html").write_text(checked, "utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
        (tmp_path / "x.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, timeout=120, text=True)
    root = parsed(done.stdout)
    visible = [note for note in classed(root, "note") if "hidden" not in note.attrib]
    assert visible
    assert all(wanted.id in note.get("data-tags", "").split() for note in visible)
    expected = sum(wanted in each.tags for each in rich().records)
    assert len(visible) == expected
    assert not [note for note in classed(root, "tools") if "hidden" in note.attrib]
