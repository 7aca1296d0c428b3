"""What annotation tools get: each exported span, cut from the exported text in the format's unit, is its quote."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.annotations import Level
from reader.annotations.ranges import BlockSpan
from reader.exchange import Export, Record, brat, doccano, labelstudio
from reader.exchange.documents import Document, Utf16, documents
from reader.pages.model import Article, HeadlineRow, Paragraph, flow
from tests.exchange.rich import GONE, rich, shown, tags

LINES = st.text(
    st.one_of(
        st.sampled_from("𠮷😀👩\u200d🀄一二三，。“” \u3000ab"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")),
    ),
    min_size=1,
    max_size=20,
)

LEVELS: tuple[Level, ...] = ("span", "measure", "article")


@st.composite
def exports(draw: st.DrawFn) -> list[Record]:
    """Records on any passages, whole articles too, of an article with any text."""
    headline = draw(st.lists(LINES, max_size=2))
    paragraphs = draw(st.lists(LINES, min_size=1, max_size=4))
    article = Article(
        "0123456789ab/7",
        "news",
        None,
        tuple(HeadlineRow("title", i, flow(text, range(len(text)))) for i, text in enumerate(headline)),
        None,
        None,
        tuple(Paragraph(flow(text, range(len(text))), (i,)) for i, text in enumerate(paragraphs)),
    )
    blocks = article.blocks
    base = next(record for record in rich().records if record.annotation.target.level == "span")
    found = []
    for number in range(draw(st.integers(1, 6))):
        spans = []
        for block in sorted(draw(st.sets(st.integers(0, len(blocks) - 1), min_size=1, max_size=3))):
            length = len(blocks[block].flow.text)
            start = draw(st.integers(0, length - 1))
            spans.append(BlockSpan(block, start, draw(st.integers(start + 1, length))))
        marks = tuple(draw(st.lists(st.sampled_from(tags()), unique_by=lambda tag: tag.id, max_size=3)))
        level: Level = draw(st.sampled_from(LEVELS))
        annotation = replace(
            base.annotation,
            id=f"019b8f00-0002-7000-8000-{number:012x}",
            target=replace(base.annotation.target, level=level),
            tags=tuple(tag.id for tag in marks),
            comment=draw(st.sampled_from(("", "𠮷😀"))),
            creator=draw(st.sampled_from(("甲", "乙"))),
            reply_to=None,
        )
        found.append(replace(base, annotation=annotation, tags=marks, article=article, spans=tuple(spans)))
    return found


def about(record: Record) -> str:
    """Return the words a record is about in its document, line ends and gaps left out."""
    assert record.article is not None
    if record.annotation.target.level == "article":
        return record.article.title or record.article.blocks[0].flow.text
    return shown(record).replace("\n", "")


def folder_of(format_module: object, export: Export) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        format_module.write_folder(export, Path(folder))  # type: ignore[attr-defined]
        yield Path(folder)


@settings(deadline=None)
@given(exports())
def test_marks_are_about_the_words_of_their_records(records: list[Record]) -> None:
    (document,) = documents(Export(records))
    assert [mark.record for mark in document.marks] == records
    for mark in document.marks:
        words = "".join(document.text[start:end] for start, end in mark.ranges)
        assert words.replace("\n", "") == about(mark.record)
        ends = [end for _start, end in mark.ranges]
        assert all(later > end for (later, _), end in zip(mark.ranges[1:], ends, strict=False))


@settings(deadline=None)
@given(exports())
def test_doccano_counts_code_points(records: list[Record]) -> None:
    out = io.BytesIO()
    doccano.write(Export(records), out)
    line = json.loads(out.getvalue())
    cut: dict[str, list[str]] = {}
    for start, end, label in line["label"]:
        assert 0 <= start < end <= len(line["text"])
        cut.setdefault(label, []).append(line["text"][start:end].replace("\n", ""))
    for record in records:
        for tag in record.tags:
            assert all(piece in cut[tag.name] for piece in _pieces(line["text"], record))
    assert line["Comments"] == [record.annotation.comment for record in records if record.annotation.comment]


@settings(deadline=None)
@given(exports())
def test_label_studio_counts_utf16(records: list[Record]) -> None:
    for folder in folder_of(labelstudio, Export(records)):
        (task,) = json.loads((folder / "tasks.json").read_text("utf-8"))
        units = task["data"]["text"].encode("utf-16-le")
        words: dict[str, str] = {}
        for result in (result for each in task["annotations"] for result in each["result"]):
            if result["type"] != "labels":
                continue
            value = result["value"]
            piece = units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le")
            assert piece == value["text"]
            key = result["id"][:36]
            words[key] = words.get(key, "") + piece.replace("\n", "")
        regions = {
            record.annotation.id: about(record)
            for record in records
            if record.annotation.target.level != "article" and (record.tags or record.annotation.comment)
        }
        assert words == regions


@settings(deadline=None)
@given(exports())
def test_brat_joins_slices_by_a_space(records: list[Record]) -> None:
    for folder in folder_of(brat, Export(records)):
        (text_file,) = folder.glob("*.txt")
        text = text_file.read_bytes().decode()
        lines = text_file.with_suffix(".ann").read_bytes().decode().split("\n")
        found = []
        for line in lines:
            if not line.startswith("T"):
                continue
            _name, middle, words = line.split("\t")
            type_name, places = middle.split(" ", 1)
            pieces = [text[int(start) : int(end)] for start, end in map(str.split, places.split(";"))]
            assert " ".join(pieces) == words
            assert all(piece == piece.strip() and "\n" not in piece for piece in pieces)
            found.append((type_name, "".join(words.split())))
        expected = [
            (name, "".join(about(record).split()))
            for record in records
            for name in [brat.type_of(tag) for tag in record.tags]
            or (["Comment"] if record.annotation.comment else [])
            if about(record).strip()
        ]
        assert found == expected


@given(st.text(max_size=30))
@example("😀𠮷a")
def test_units_are_those_of_utf16(text: str) -> None:
    unit = Utf16(text)
    assert [unit(offset) for offset in range(len(text) + 1)] == [
        len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2 for offset in range(len(text) + 1)
    ]


def test_documents_are_the_annotated_articles() -> None:
    export = Export(rich().records)
    found = list(documents(export))
    placed = [
        record for record in rich().records if record.article and record.annotation.target.level != "page"
    ]
    assert [document.article.id for document in found] == [
        item.article.id for item in rich().articles if any(r.article is item.article for r in placed)
    ]
    assert sum(len(document.marks) for document in found) == len(placed)
    assert export.losses == {"pages": 2}
    assert all(document.path != GONE for document in found)
    for document in found:
        assert document.text == "\n".join(block.flow.text for block in document.article.blocks)
        assert document.facts()["paper"] == "桐湾日报"


def test_a_passage_over_paragraphs_is_one_range() -> None:
    across = [
        mark
        for document in documents(Export(rich().records))
        for mark in document.marks
        if len(mark.record.spans) > 1 and mark.record.annotation.target.level == "span"
    ]
    assert across
    assert any(len(mark.ranges) == 1 for mark in across)


def test_a_gap_of_one_character_is_a_gap() -> None:
    record = next(r for r in rich().records if r.article and r.annotation.target.level == "span")
    block = record.spans[0].block
    apart = replace(record, spans=(BlockSpan(block, 0, 1), BlockSpan(block, 2, 3)))
    (document,) = documents(Export([apart]))
    assert [end - start for start, end in document.marks[0].ranges] == [1, 1]


def test_only_a_page_is_held_at_a_time() -> None:
    taken = 0

    def counted() -> Iterator[Record]:
        nonlocal taken
        for record in rich().records:
            taken += 1
            yield record

    first = next(documents(Export(counted())))
    assert isinstance(first, Document)
    on_page = sum(1 for record in rich().records if record.path == first.path)
    assert taken == on_page + 1


def _pieces(text: str, record: Record) -> list[str]:
    (document,) = documents(Export([record]))
    assert document.text == text
    return [text[start:end].replace("\n", "") for start, end in document.marks[0].ranges]
