"""Web annotations: ours by the W3C's own schemas, other people's as far as they say something."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.exchange import Draft, ExchangeError, Export, read, write
from scripts.bench.scoring import shared
from tests.exchange.rich import COLUMN, pages, rich

Json = dict[str, Any]


def document() -> Json:
    out = io.BytesIO()
    write("w3c", rich(), out)
    value: Json = json.loads(out.getvalue())
    return value


def drafts(value: object) -> list[Draft]:
    found = read("w3c", io.BytesIO(json.dumps(value).encode()), path="x.jsonld")
    return [item for item in found if isinstance(item, Draft)]


def only(value: object) -> Draft:
    (draft,) = drafts(value)
    return draft


# -- the W3C's schemas


@pytest.fixture(scope="module")
def schemas() -> Path:
    folder = shared()
    place = folder / "bench" / "w3c-annotation-schemas" if folder else None
    if place is None or not place.is_dir():
        pytest.skip("the W3C's schemas are not here (XIANCE_SHARED)")
    return place


def is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", value))


def is_moment(value: object) -> bool:
    try:
        return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


class Assertions:
    """The assertions of the W3C's tests, each a schema with what is expected of it."""

    def __init__(self, folder: Path) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        referencing = pytest.importorskip("referencing")
        from referencing.jsonschema import DRAFT4

        self._folder = folder
        self._draft, self._formats = jsonschema.Draft4Validator, jsonschema.FormatChecker(formats=())
        self._formats.checks("uri")(is_uri)
        self._formats.checks("date-time")(is_moment)
        self._registry = referencing.Registry().with_resources(
            (path.name, DRAFT4.create_resource(json.loads(path.read_text("utf-8"))))
            for path in (folder / "definitions").glob("*.json")
        )

    def broken(self, value: object, names: list[str]) -> Iterator[str]:
        for name in names:
            schema = json.loads((self._folder / name).read_text("utf-8"))
            validator = self._draft(schema, registry=self._registry, format_checker=self._formats)
            if validator.is_valid(value) != (schema.get("expectedResult", "valid") == "valid"):
                yield name

    def musts(self) -> list[str]:
        plan = json.loads((self._folder / "annotations" / "annotationMusts.test").read_text("utf-8"))
        names: list[str] = plan["assertions"]
        return names

    def definition(self, name: str, value: object) -> bool:
        schema = {"$ref": f"collections.json#/definitions/{name}"}
        validator = self._draft(schema, registry=self._registry, format_checker=self._formats)
        return bool(validator.is_valid(value))


def test_every_annotation_meets_what_the_model_demands(schemas: Path) -> None:
    assertions = Assertions(schemas)
    whole = document()
    musts = assertions.musts()
    assert len(musts) > 50
    for item in whole["first"]["items"]:
        assert not list(assertions.broken({"@context": whole["@context"], **item}, musts))


def test_the_assertions_notice_what_is_wrong(schemas: Path) -> None:
    assertions = Assertions(schemas)
    whole = document()
    item = {"@context": whole["@context"], **whole["first"]["items"][0]}
    for change in ({"created": "yesterday"}, {"id": "no address"}, {"target": 3}, {"type": "Note"}):
        assert list(assertions.broken(item | change, assertions.musts()))


def test_collection_and_page_are_what_the_model_says(schemas: Path) -> None:
    assertions = Assertions(schemas)
    whole = document()
    for name in ("labelFound", "totalFound", "firstValidIfPresent", "firstFound"):
        assert assertions.definition(name, whole), name
    assert assertions.definition("annotationCollectionTypeValueFound", whole)
    assert assertions.definition("annotationPageTypeValueFound", whole["first"])
    for name in ("partOfValidIfPresent", "startIndexFound", "itemsFound"):
        assert assertions.definition(name, whole["first"]), name
    assert whole["total"] == len(whole["first"]["items"]) == 200


# -- ours


def test_positions_are_code_points_of_the_page_and_quotes_stand_there() -> None:
    page = pages()[COLUMN]
    seen = 0
    for item in document()["first"]["items"]:
        for target in item.get("xiance:about", item["target"]):
            if target["source"]["id"] != f"urn:xiance:page:{page.fingerprint}":
                continue
            quoted, position = target["selector"]
            stretch = page.text[position["start"] : position["end"]]
            assert "".join(stretch.split()) == "".join(quoted["exact"].split())
            seen += 1
    assert seen > 100


def test_bodies_have_purposes_and_replies_are_about_what_they_answer() -> None:
    items = {item["id"]: item for item in document()["first"]["items"]}
    purposes = {body["purpose"] for item in items.values() for body in item.get("body", [])}
    assert purposes == {"tagging", "commenting", "replying", "assessing"}
    replies = [item for item in items.values() if isinstance(item["target"], str)]
    assert len(replies) == 4
    for reply in replies:
        assert reply["motivation"] == "replying"
        assert reply["target"] in items


# -- other people's

QUOTE = {"type": "TextQuoteSelector", "exact": "延长开馆时间", "prefix": "一是", "suffix": "。"}
TARGET = {"source": "http://example.org/a", "selector": QUOTE}
PLAIN = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "http://example.org/anno1",
    "type": "Annotation",
    "created": "2026-01-05T10:00:00+08:00",
    "creator": {"id": "http://example.org/me", "name": "白一川"},
    "body": [{"type": "TextualBody", "purpose": "tagging", "value": "公共文化"}],
    "target": TARGET,
}


def test_a_single_annotation_is_read() -> None:
    draft = only(PLAIN)
    assert [tag.name for tag in draft.tags] == ["公共文化"]
    assert draft.annotation.creator == "白一川"
    assert draft.annotation.created == "2026-01-05T02:00:00.000000Z"
    target = draft.annotation.target
    assert (target.prefix, target.exact, target.suffix, target.ranges) == ("一是", "延长开馆时间", "。", ())


@pytest.mark.parametrize(
    "wrap",
    [
        lambda item: [item],
        lambda item: {"type": "AnnotationPage", "id": "urn:x:1", "items": [item]},
        lambda item: {"type": "AnnotationCollection", "total": 1, "first": {"items": [item]}},
        lambda item: {"type": ["AnnotationCollection"], "first": {"items": [], "next": {"items": [item]}}},
        lambda item: {"@graph": [item]},
        lambda item: [[item]],
    ],
)
def test_it_is_the_same_in_every_wrapping(wrap: Any) -> None:
    assert only(wrap(PLAIN)) == only(PLAIN)


@pytest.mark.parametrize(
    ("body", "comment", "names"),
    [
        ({"body": "说得好"}, "说得好", []),
        ({"body": [], "bodyValue": "说得好"}, "说得好", []),
        ({"body": {"type": "TextualBody", "value": "说得好"}}, "说得好", []),
        (
            {"body": {"value": "<p>说<b>得</b>好</p><p>&lt;真的&gt;</p>", "format": "text/html"}},
            "说得好\n<真的>",
            [],
        ),
        ({"body": {"type": "Choice", "items": [{"value": "一"}, {"value": "二"}]}}, "一", []),
        ({"body": {"purpose": "tagging", "source": "http://example.org/t"}}, "", ["http://example.org/t"]),
        ({"body": {"type": "TextualBody", "purpose": ["tagging"], "value": "甲"}}, "", ["甲"]),
        ({"body": None}, "", []),
    ],
)
def test_bodies_of_many_kinds_are_understood(body: Json, comment: str, names: list[str]) -> None:
    draft = only(PLAIN | body)
    assert draft.annotation.comment == comment
    assert [tag.name for tag in draft.tags] == names


def test_an_export_of_hypothesis_is_read() -> None:
    row = {
        "id": "aBcDeFgHiJ",
        "created": "2026-01-05T02:00:00.123456+00:00",
        "updated": "2026-01-06T02:00:00.123456+00:00",
        "user": "acct:baiyichuan@hypothes.is",
        "uri": "https://example.org/%E6%A1%90.txt",
        "text": "钱从哪里来？",
        "tags": ["公共文化", "  "],
        "target": [
            {
                "source": "https://example.org/%E6%A1%90.txt",
                "selector": [
                    {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
                    {"type": "TextPositionSelector", "start": 3, "end": 9},
                    QUOTE,
                ],
            }
        ],
        "references": [],
    }
    reply = {
        "id": "kLmNoP", "user": "acct:sumai@hypothes.is", "text": "财政出", "references": ["aBcDeFgHiJ"],
        "target": [{"source": "https://example.org/%E6%A1%90.txt"}], "created": row["created"],
    }  # fmt: skip
    head, answer = drafts({"total": 2, "rows": [row, reply]})
    assert head.annotation.creator == "baiyichuan"
    assert head.annotation.modified == "2026-01-06T02:00:00.123456Z"
    assert (head.annotation.comment, head.path) == ("钱从哪里来？", "桐.txt")
    assert [tag.name for tag in head.tags] == ["公共文化"]
    assert answer.annotation.reply_to == head.annotation.id
    assert answer.annotation.target == head.annotation.target


def test_ids_stay_the_same_and_apart() -> None:
    first, again = only(PLAIN), only(PLAIN)
    other = only(PLAIN | {"id": "http://example.org/anno2"})
    assert first.annotation.id == again.annotation.id != other.annotation.id
    nameless = {key: value for key, value in PLAIN.items() if key != "id"}
    assert only(nameless).annotation.id == only(nameless).annotation.id
    assert only(nameless).annotation.id != only(nameless | {"body": "别的"}).annotation.id
    canonical = "019b8f00-0002-7000-8000-000000000001"
    assert only(PLAIN | {"id": f"urn:uuid:{canonical}"}).annotation.id == canonical
    assert only(PLAIN | {"id": canonical.upper()}).annotation.id == canonical


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import_foreign"),
        (b"\xff\xfe\x00", "import_foreign"),
        (b"PK\x03\x04", "import_foreign"),
        (b"{}", "import_foreign"),
        (b"[1]", "import_foreign"),
        (b"[" * 100_000, "import_broken"),
        (b'{"items": 3}', "import_foreign"),
        (b'{"type": "Annotation", "target": ', "import_broken"),
        (b'[{"target": 3}]', "import_broken"),
        (b'[{"target": "a:b", "body": 3}]', "import_broken"),
        (b'[{"target": {"selector": {"type": "TextQuoteSelector"}}}]', "import_broken"),
        (b'[{"target": {"selector": {"type": "TextPositionSelector", "start": "1"}}}]', "import_broken"),
        (b'[{"id": "a:b", "target": "a:b"}, {"id": "a:b", "target": "a:b"}]', "import_broken"),
        (b'{"xiance:format": "xiance.annotations/2", "items": []}', "import_newer"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(ExchangeError) as raised:
        list(read("w3c", io.BytesIO(data), path="x.jsonld"))
    assert raised.value.code == code
    assert raised.value.params["path"] == "x.jsonld"


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    "id", "type", "body", "target", "selector", "source", "items", "first", "next", "creator", "created", "tags",
    "references", "motivation", "xiance:about", "xiance:tags", "xiance:entry", "xiance:level", "xiance:extra",
    "refinedBy", "value", "purpose", "exact", "start", "end", "xiance:format", "xiance:page", "uri", "text",
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A document of ours, or another's, with some of its parts put out of shape."""
    small = Export(tuple(rich().records)[: draw(st.integers(1, 9))])
    out = io.BytesIO()
    write("w3c", small, out)
    value = draw(st.sampled_from([json.loads(out.getvalue()), json.loads(json.dumps(PLAIN))]))
    for _ in range(draw(st.integers(1, 4))):
        at: Any = value
        for _ in range(draw(st.integers(0, 7))):
            inner = [
                item
                for item in (at.values() if isinstance(at, Mapping) else at)
                if isinstance(item, dict | list)
            ]
            if not inner:
                break
            at = draw(st.sampled_from(inner))
        if isinstance(at, dict):
            at[draw(st.sampled_from([*KEYS, *at]))] = draw(ANYTHING)
        elif at:
            at[draw(st.integers(0, len(at) - 1))] = draw(ANYTHING)
    return value


@given(spoiled())
@settings(deadline=None)
def test_a_spoiled_file_is_read_or_refused_in_words(value: Any) -> None:
    try:
        drafts(value)
    except ExchangeError as error:
        assert error.code.startswith("import_")


@given(st.data())
@settings(deadline=None)
def test_a_torn_file_is_refused_in_words(data: st.DataObject) -> None:
    for name in ("w3c", "jsonl"):
        out = io.BytesIO()
        write(name, Export(tuple(rich().records)[:5]), out)
        whole = out.getvalue()
        cut = whole[: data.draw(st.integers(0, len(whole) - 3))]
        flip = data.draw(st.integers(0, max(0, len(cut) - 1)))
        broken = cut[:flip] + bytes([data.draw(st.integers(0, 255))]) + cut[flip + 1 :]
        try:
            list(read(name, io.BytesIO(broken)))
        except ExchangeError as error:
            assert error.code.startswith("import_")
