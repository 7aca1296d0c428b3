"""What is written for annotation tools is read again by their own parsers, or by what their manuals say."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import Tag
from reader.config.wording import LOSSES
from reader.exchange import Export, Record, known, save, write
from reader.exchange.brat import LONGEST, Names, type_of
from reader.exchange.documents import documents
from reader.exchange.labelstudio import name as label_of
from reader.exchange.tables import plain
from tests.exchange.rich import any_records, rich, tags

PLACED = [
    record
    for record in rich().records
    if record.article is not None and record.annotation.target.level != "page"
]
SHOWN = [record for record in PLACED if record.tags or record.annotation.comment]


def fresh() -> Export:
    return Export(rich().records, rich().articles)


def one_line(comment: str) -> str:
    return " ".join(plain(comment).split("\n")).replace("\t", " ").strip()


# -- brat


@pytest.fixture(scope="module")
def brat_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brat") / "out"
    save("brat", fresh(), folder)
    return folder


def wanted_by_brat() -> Counter[tuple[str, str, str]]:
    """What each article's text-bound annotations are: article, type and words without spaces."""
    return Counter(
        (document.article.id, type_name, "".join("".join(document.text[s:e] for s, e in mark.ranges).split()))
        for document in documents(fresh())
        for mark in document.marks
        for type_name in [type_of(tag) for tag in mark.record.tags]
        or (["Comment"] if mark.record.annotation.comment and mark.record.annotation.reply_to is None else [])
    )


def notes(folder: Path) -> Counter[str]:
    lines = (line for file in folder.glob("*.ann") for line in file.read_text("utf-8").split("\n"))
    return Counter(line.split("\t")[2] for line in lines if "\tAnnotatorNotes T" in line)


@pytest.mark.verify
def test_pybrat_reads_every_span(brat_folder: Path) -> None:
    parser = pytest.importorskip("pybrat.parser", reason="pybrat is not installed (the extra verify)")
    # `ignore`: it takes one entity a place; that no line is left out is counted here.
    examples = parser.BratParser(error="ignore").parse(str(brat_folder))
    rows = {document.text + "\n": document.article.id for document in documents(fresh())}
    found: Counter[tuple[str, str, str]] = Counter()
    for example in examples:
        for entity in example.entities:
            words = " ".join(example.text[span.start : span.end] for span in entity.spans)
            assert words == entity.mention
            found[rows[example.text], entity.type, "".join(words.split())] += 1
    assert found == wanted_by_brat()


def test_brat_lines_are_as_its_manual_says(brat_folder: Path) -> None:
    form = re.compile(
        r"T\d+\t[A-Za-z0-9_-]+ \d+ \d+(;\d+ \d+)*\t[^\t]+"
        r"|A\d+\tLevel T\d+ (article|measure|span)|A\d+\tResolved T\d+|#\d+\tAnnotatorNotes T\d+\t[^\t]+"
    )
    bound: Counter[str] = Counter()
    for file in brat_folder.glob("*.ann"):
        data = file.read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        lines = data.decode().split("\n")[:-1]
        assert all(form.fullmatch(line) for line in lines), [x for x in lines if not form.fullmatch(x)]
        ids = [line.split("\t")[0] for line in lines]
        assert len(set(ids)) == len(ids)
        bound.update(line.split("\t")[1].split(" ")[0] for line in lines if line.startswith("T"))
        text = file.with_suffix(".txt").read_bytes().decode()
        for line in lines:
            if line.startswith("T"):
                pieces = line.split("\t")[1].split(" ", 1)[1].split(";")
                cut = (text[int(a) : int(b)] for a, b in map(str.split, pieces))
                assert " ".join(cut) == line.split("\t")[2]
    assert sum(bound.values()) == sum(wanted_by_brat().values())


def test_brat_has_every_comment(brat_folder: Path) -> None:
    heads = [record.annotation for record in PLACED if record.annotation.reply_to is None]
    assert notes(brat_folder) == Counter(one_line(each.comment) for each in heads if each.comment)


def test_brat_types_are_told_by_name(brat_folder: Path) -> None:
    types = {type_of(tag): tag for tag in tags()}
    assert len(types) == len(tags())
    entities = (brat_folder / "annotation.conf").read_text("utf-8").split("[entities]\n")[1].split("[")[0]
    assert set(entities.split()) == {*types, "Comment"}
    visual = (brat_folder / "visual.conf").read_text("utf-8")
    labels = dict(re.findall(r"^([\w-]+) \| ([^|\n]+?) \|", visual, re.MULTILINE))
    assert labels == {name: tag.name for name, tag in types.items()}
    colors = re.findall(r"^([\w-]+)\tbgColor:(#[0-9a-f]{6})$", visual, re.MULTILINE)
    assert {name for name, _color in colors} == set(types)
    assert len({color for _name, color in colors}) == len(types)


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_brat_types_are_ascii_and_apart(first: str, second: str) -> None:
    one, two = (type_of(replace(tags()[0], name=name)) for name in (first, second))
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", one)
    assert (one == two) == (first == second)


@pytest.mark.parametrize("name", ["ENTITY", "Comment", "Level", "tag-x", "3d", "a b", "SEPARATOR", "民生"])
def test_brat_keeps_its_words_for_itself(name: str) -> None:
    assert re.fullmatch("tag-[0-9a-f]{12}", type_of(replace(tags()[0], name=name)))
    assert type_of(replace(tags()[0], name="Roads_2")) == "Roads_2"


STEMS = st.one_of(
    st.text(max_size=80), st.sampled_from(["CON", "nul.x", "a/b", "..", "A", "a", "é", "e\u0301"])
)


@given(st.lists(STEMS, max_size=6))
def test_file_names_are_safe_and_apart(stems: list[str]) -> None:
    names = Names()
    given_names = [names.take(stem, "-1-7") for stem in stems]
    assert len({name.casefold() for name in given_names}) == len(stems)
    for name in given_names:
        assert len(name.encode()) + 4 <= LONGEST
        assert not re.search(r'[\x00-\x20<>:"/\\|?*]', name)
        assert name[0] != "."
        assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


def test_brat_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    records = list(rich().records)
    twins = [replace(record, path=f"other/{record.path.upper()}") for record in records]
    save("brat", Export([*records, *twins]), tmp_path / "out")
    assert len(list((tmp_path / "out").glob("*.txt"))) == 2 * 5


# -- doccano


def lines(export: Export) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write("doccano", export, out)
    return [json.loads(line) for line in out.getvalue().decode().split("\n")[:-1]]


def test_doccano_has_every_label_and_comment() -> None:
    found = lines(fresh())
    assert [line["id"] for line in found] == [item.article.id for item in rich().articles]
    for line, document in zip(found, documents(fresh()), strict=True):
        assert line["text"] == document.text
        assert {tuple(label) for label in line["label"]} == {
            (start, end, tag.name)
            for mark in document.marks
            for tag in mark.record.tags
            for start, end in mark.ranges
        }
        assert len({tuple(label) for label in line["label"]}) == len(line["label"])
        comments = [mark.record.annotation.comment for mark in document.marks]
        assert line["Comments"] == [comment for comment in comments if comment]
        assert line["meta"]["unit"] == "code points"


@pytest.mark.parametrize("name", ["doccano", "labelstudio"])
def test_what_a_tool_does_not_show_is_beside_the_text(name: str, tmp_path: Path) -> None:
    if name == "doccano":
        told = [item for line in lines(fresh()) for item in line["meta"]["annotations"]]
    else:
        told = [item for task in tasks(tmp_path) for item in task["data"]["annotations"]]
    by_id = {item["id"]: item for item in told}
    assert len(told) == len(by_id) == len(PLACED)
    for record in PLACED:
        annotation, item = record.annotation, by_id[record.annotation.id]
        assert item["tags"] == [tag.name for tag in record.tags]
        assert item["comment"] == annotation.comment
        assert item["reply_to"] == annotation.reply_to
        assert item["resolved"] == annotation.resolved
        assert (item["entry"] or {}).get("value") == (annotation.entry.value if annotation.entry else None)
        assert item["ranges"] == [list(span) for span in annotation.target.ranges]
        assert (item["creator"], item["created"]) == (annotation.creator, annotation.created)


# -- Label Studio


def tasks(folder: Path) -> list[dict[str, Any]]:
    save("labelstudio", fresh(), folder / "out")
    found: list[dict[str, Any]] = json.loads((folder / "out" / "tasks.json").read_text("utf-8"))
    return found


def test_label_studio_has_every_region_and_choice(tmp_path: Path) -> None:
    spans: dict[str, tuple[str, list[str], list[str]]] = {}
    choices: Counter[tuple[str, str]] = Counter()
    comments: Counter[str] = Counter()
    for task in tasks(tmp_path):
        units = task["data"]["text"].encode("utf-16-le")
        for result in (result for each in task["annotations"] for result in each["result"]):
            value = result["value"]
            assert result["to_name"] == "text"
            if result["type"] == "choices":
                choices.update((task["data"]["article"], choice) for choice in value["choices"])
            elif result["type"] == "textarea":
                comments.update(value["text"])
            else:
                cut = units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le")
                assert cut == value["text"]
                spans.setdefault(result["id"], ("", [], []))
                spans[result["id"]] = cut, value["labels"], result["meta"].get("text", [])
    shown = [r for r in SHOWN if r.tags or r.annotation.reply_to is None]
    whole = [record for record in shown if record.annotation.target.level == "article"]
    assert choices == Counter((r.annotation.target.article, tag.name) for r in whole for tag in r.tags)
    assert comments == Counter(r.annotation.comment for r in whole if r.annotation.comment)
    others = {record.annotation.id: record for record in shown if record not in whole}
    assert {key[:36] for key in spans} == set(others)
    for key, record in others.items():
        _words, labels, note = spans[key]
        assert labels == ([tag.name for tag in record.tags] or ["Comment"])
        assert note == ([record.annotation.comment] if record.annotation.comment else [])


def test_label_studio_units_differ_from_code_points(tmp_path: Path) -> None:
    task = tasks(tmp_path)[0]
    values = [r["value"] for each in task["annotations"] for r in each["result"] if r["type"] == "labels"]
    text = task["data"]["text"]
    assert any(text[value["start"] : value["end"]] != value["text"] for value in values)


def test_label_studio_has_an_annotation_a_person(tmp_path: Path) -> None:
    for task in tasks(tmp_path):
        people = [
            {result["meta"]["creator"] for result in each["result"] if result["type"] == "labels"}
            for each in task["annotations"]
        ]
        assert all(len(names) <= 1 for names in people)
        named = [name for names in people for name in names]
        assert len(set(named)) == len(named)
        ids = [result["id"] for each in task["annotations"] for result in each["result"]]
        assert len(set(ids)) == len(ids)


@pytest.mark.verify
def test_label_studio_takes_it(tmp_path: Path) -> None:
    module = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="label-studio-sdk is not installed (the extra verify)"
    )
    found = tasks(tmp_path)
    interface = module.LabelInterface((tmp_path / "out" / "label_config.xml").read_text("utf-8"))
    interface.validate()
    for task in found:
        assert interface.validate_task({"data": task["data"]})
        assert all(interface.validate_annotation(annotation) for annotation in task["annotations"])
    wrong = found[0]["annotations"][0]
    wrong["result"][0]["from_name"] = "nobody"
    assert not interface.validate_annotation(wrong)


@given(st.text(max_size=20))
@settings(deadline=None)
def test_any_tag_is_the_same_in_both_files(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    tag: Tag = replace(tags()[0], name=name)
    record = next(r for r in PLACED if r.annotation.target.level == "span")
    folder = tmp_path_factory.mktemp("label")
    save("labelstudio", Export([replace(record, tags=(tag,))]), folder / "out")
    (task,) = json.loads((folder / "out" / "tasks.json").read_text("utf-8"))
    (result,) = task["annotations"][0]["result"]
    config = ElementTree.parse(folder / "out" / "label_config.xml")
    values = [label.get("value") for label in config.iter("Label")]
    assert result["value"]["labels"] == [label_of(tag)]
    assert label_of(tag) in values


# -- all


@pytest.mark.parametrize("name", ["brat", "doccano", "labelstudio"])
@given(records=any_records())
@settings(deadline=None, max_examples=20)
def test_any_records_can_be_written(
    name: str, records: tuple[Record, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """None has an article here: an empty export is a valid one."""
    losses = _written(name, Export(records), tmp_path_factory.mktemp("any"))
    assert losses.get("homeless", 0) == len(records)
    assert losses.get("pages", 0) == sum(r.annotation.target.level == "page" for r in records)


@pytest.mark.parametrize("name", ["brat", "doccano", "labelstudio", "csv", "xlsx"])
def test_what_is_lost_is_named(name: str, tmp_path: Path) -> None:
    losses = _written(name, fresh(), tmp_path)
    assert set(losses) <= set(known()[name].losses)
    assert set(known()[name].losses) <= set(LOSSES)
    assert all(count > 0 for count in losses.values())
    if known()[name].module.rpartition(".")[2] in ("brat", "doccano", "labelstudio"):
        assert losses["pages"] == 2
        assert losses["homeless"] == sum(record.article is None for record in rich().records)
    if name == "brat":
        heads = [r.annotation.comment for r in PLACED if r.annotation.reply_to is None]
        assert losses["line_breaks"] == sum("\n" in plain(comment).strip() for comment in heads)
        assert losses["characters"] == sum(plain(comment) != comment for comment in heads)


def _written(name: str, export: Export, folder: Path) -> dict[str, int]:
    if known()[name].kind == "folder":
        return dict(save(name, export, folder / "out"))
    return dict(write(name, export, io.BytesIO()))
