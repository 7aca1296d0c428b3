"""Files into databases: found by quote, merged, never twice, all or nothing, and one undo."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import Annotation, Tag, make_correction
from reader.exchange import CorrectionNote, Draft, ExchangeError, Export, Found, read, write
from reader.pages.model import Fix
from reader.repository import Snapshot
from reader.workspace import Workspace
from reader.workspace.changes import LONGEST_TAG
from reader.workspace.exporting import export_of
from reader.workspace.model import Imported, WorkspaceError
from tests.exchange.rich import COLUMN, NEWS, any_records, pages, rich, rich_folder, tags
from tests.workspace.conftest import Opener

LOSSLESS = ("jsonl", "w3c")
# A page on which nothing is found by chance.
EMPTY = "。\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The two pages of the rich export, with no database."""
    folder = tmp_path / "library"
    folder.mkdir()
    for name, page in pages().items():
        (folder / name).write_text(page.text, "utf-8")
    return folder


def written(name: str, export: Export) -> bytes:
    out = io.BytesIO()
    write(name, export, out)
    return out.getvalue()


def found(name: str, export: Export) -> list[Found]:
    return list(read(name, io.BytesIO(written(name, export))))


def live(snapshot: Snapshot) -> tuple[dict[str, Annotation], dict[str, Tag]]:
    return (
        {key: item for key, item in snapshot.annotations.items() if not item.deleted},
        {key: item for key, item in snapshot.tags.items() if not item.deleted},
    )


def annotation(quote: str, prefix: str = "", suffix: str = "", **more: Any) -> dict[str, Any]:
    selector = {"type": "TextQuoteSelector", "exact": quote, "prefix": prefix, "suffix": suffix}
    target = {"source": "http://elsewhere.example/x", "selector": selector}
    return {"id": f"urn:x:{quote}", "type": "Annotation", "target": target, **more}


def web(*items: dict[str, Any]) -> list[Found]:
    return list(read("w3c", io.BytesIO(json.dumps(list(items)).encode())))


# -- lossless


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_rich_export_comes_into_an_empty_database_equal(
    name: str, library: Path, opening: Opener
) -> None:
    workspace = opening(library)
    done = workspace.import_drafts(found(name, rich()))
    annotations, marks = live(workspace.snapshot)
    assert annotations == {record.annotation.id: record.annotation for record in rich().records}
    assert marks == {tag.id: tag for tag in tags()}
    assert (done.placed, done.moved, done.lost, done.tags) == (198, 0, 2, len(tags()))
    assert len(done.missing) == 2
    again = workspace.import_drafts(found(name, rich()))
    assert again == Imported(same=200)


def _clean(name: str) -> bool:
    return name.isprintable() and name == " ".join(name.split()) and "／" not in name and "/" not in name


@pytest.mark.parametrize("name", LOSSLESS)
@given(any_records())
@settings(deadline=None, max_examples=40)
def test_any_records_come_into_an_empty_database_equal(name: str, records: tuple[Any, ...]) -> None:
    from reader.text import fold

    names = {tag.id: tag.name for record in records for tag in record.tags}
    if not all(map(_clean, names.values())) or len({fold(name) for name in names.values()}) < len(names):
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.txt").write_text(EMPTY, "utf-8")
        with closing(Workspace.open([folder], creator="me")) as workspace:
            workspace.import_drafts(found(name, Export(records)))
            annotations, marks = live(workspace.snapshot)
    # Who imports what nobody signed, has signed it.
    used = {tag.id: tag for record in records for tag in record.tags}
    assert marks == {key: replace(tag, creator=tag.creator or "me") for key, tag in used.items()}
    for record in records:
        given_one = record.annotation
        kept = annotations.pop(given_one.id)
        assert kept == replace(given_one, creator=given_one.creator or "me")
    assert not annotations


def test_corrections_come_along(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    page = pages()[COLUMN]
    note = CorrectionNote(make_correction(page, Fix("kind", (7,), "news"), "analyst"), COLUMN, 1)
    export = Export((), corrections=(note,))
    assert workspace.import_drafts(found("jsonl", export)).corrections == 1
    assert workspace.import_drafts(found("jsonl", export)).corrections == 0
    column = next(file for file in workspace.files if file.label.endswith(COLUMN))
    assert workspace.pages(column)[0].articles[0].kind == "news"
    (kept,) = export_of(workspace).corrections
    assert kept.correction == note.correction


# -- found by quote


def test_a_quote_alone_is_found_wherever_it_stands(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    done = workspace.import_drafts(
        web(
            annotation("家住枫林里的居民说，以前买菜要走二十分钟", body="远"),
            annotation("把𠮷祥巷主馆的闭馆时间从 18 点"),
            annotation("這一句話哪裡都沒有出現過的"),
        )
    )
    assert (done.placed, done.moved, done.lost) == (2, 0, 1)
    assert done.missing == ("這一句話哪裡都沒有出現過的",)
    listed = {item.annotation.target.exact: item for item in workspace.select()}
    far = listed["家住枫林里的居民说，以前买菜要走二十分钟"]
    assert far.path_label.endswith(NEWS)
    assert far.annotation.target.title == "城东新区新开三条公交专线"
    assert far.annotation.creator == "me"
    assert far.page is not None
    ((start, end),) = far.annotation.target.ranges
    assert "".join(far.page.text[start:end].split()) == far.annotation.target.exact


def test_a_quote_with_slips_is_found(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    (item,) = web(annotation("城东新区今年新开了三条公交线，把地铁口、学校和菜市场串在了一起"))
    done = workspace.import_drafts([item])
    assert done.placed == 1
    (listed,) = workspace.select()
    assert listed.annotation.target.exact.startswith("城东新区今年新开三条公交专线")


def test_a_short_quote_is_not_put_anywhere_by_chance(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    done = workspace.import_drafts(
        web(annotation("巷子"), annotation("修伞"), annotation("路牌", "扫码听讲的", "，由居民"))
    )
    assert done.missing == ("巷子",)
    assert done.placed == 2
    where = {item.annotation.target.exact: item.annotation.target for item in workspace.select()}
    assert where["路牌"].prefix.endswith("扫码听讲的")


def test_wrong_offsets_are_put_right_by_the_quote(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    record = next(item for item in rich().records if item.annotation.target.exact == "𠮷祥巷主馆")
    target = record.annotation.target
    ranges = [((0, 3),), ((10**7, 10**7 + 5),), ((5, 9), (2, 4)), ()]
    wrong = [
        replace(
            record,
            annotation=replace(
                record.annotation,
                id=f"019b8f00-0007-7000-8000-{number:012x}",
                target=replace(target, ranges=spans),
            ),
        )
        for number, spans in enumerate(ranges)
    ]
    done = workspace.import_drafts(found("jsonl", Export(wrong)))
    assert done.lost == 0
    assert {item.target.ranges for item in live(workspace.snapshot)[0].values()} == {target.ranges}


def test_a_page_that_changed_is_found_by_its_path(library: Path, opening: Opener) -> None:
    path = library / COLUMN
    path.write_text("多出来的一行\n\n" + path.read_text("utf-8"), "utf-8")
    workspace = opening(library)
    records = [record for record in rich().records if record.path == COLUMN]
    done = workspace.import_drafts(found("jsonl", Export(records)))
    assert done.placed == 0
    # The page as a whole is not the same any more; all else is where it was.
    assert done.moved >= len(records) - 1
    shown = [item for item in workspace.select() if item.annotation.target.exact == "𠮷祥巷主馆"]
    assert shown[0].page is not None
    ((start, end),) = shown[0].annotation.target.ranges
    assert shown[0].page.text[start:end] == "𠮷祥巷主馆"


def test_what_was_not_found_is_placed_once_its_page_is_there(library: Path, opening: Opener) -> None:
    text = (library / NEWS).read_text("utf-8")
    (library / NEWS).unlink()
    workspace = opening(library)
    given_items = web(annotation("家住枫林里的居民说，以前买菜要走二十分钟"))
    assert workspace.import_drafts(given_items).lost == 1
    workspace.close()
    (library / NEWS).write_text(text, "utf-8")
    later = opening(library)
    assert later.import_drafts(given_items) == Imported(placed=1)
    assert later.import_drafts(given_items) == Imported(same=1)
    assert len(live(later.snapshot)[0]) == 1


def test_a_reply_is_where_its_head_is(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    workspace.import_drafts(web(annotation("家住枫林里的居民说，以前买菜要走二十分钟")))
    head = next(iter(live(workspace.snapshot)[0].values()))
    reply = {"id": "urn:x:reply", "type": "Annotation", "motivation": "replying", "body": "近了"}
    done = workspace.import_drafts(web(reply | {"target": f"urn:uuid:{head.id}"}))
    assert (done.placed, done.lost) == (1, 0)
    answer = next(item for item in live(workspace.snapshot)[0].values() if item.reply_to)
    assert (answer.reply_to, answer.target) == (head.id, head.target)


# -- merging


def drafted(workspace: Workspace, change: Callable[[Annotation], Annotation]) -> list[Found]:
    """The first of the rich annotations with a comment, changed."""
    record = next(item for item in rich().records if item.annotation.comment)
    return found("jsonl", Export([replace(record, annotation=change(record.annotation))]))


def test_the_newest_of_two_versions_stays(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    workspace.import_drafts(drafted(workspace, lambda item: item))
    newer = drafted(
        workspace, lambda item: replace(item, comment="新", modified="2027-01-01T00:00:00.000000Z")
    )
    older = drafted(
        workspace, lambda item: replace(item, comment="旧", modified="2020-01-01T00:00:00.000000Z")
    )
    assert workspace.import_drafts(older) == Imported(older=1)
    assert workspace.import_drafts(newer).added == 1
    assert workspace.import_drafts(older).older == 1
    (kept,) = live(workspace.snapshot)[0].values()
    assert kept.comment == "新"


def test_what_was_deleted_here_later_stays_deleted(library: Path, opening: Opener) -> None:
    workspace = opening(library, creator="沈麦")
    given_items = drafted(workspace, lambda item: replace(item, creator="沈麦"))
    workspace.import_drafts(given_items)
    (kept,) = live(workspace.snapshot)[0].values()
    workspace.delete(kept.id).result()
    assert workspace.import_drafts(given_items).older == 1
    assert not live(workspace.snapshot)[0]


def test_tags_are_matched_by_folded_name_and_group(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    page = workspace.pages(workspace.files[0])[0]
    workspace.tag(workspace.target_article(page, page.articles[0]), ["民生/营商环境", "Transport"]).result()
    done = workspace.import_drafts(
        web(
            annotation(
                "家住枫林里的居民说，以前买菜要走二十分钟",
                body=[
                    {"purpose": "tagging", "value": value}
                    for value in ("民生／營商環境", "ＴＲＡＮＳＰＯＲＴ", "营商环境", "  新 的\x07 ")
                ],
            )
        )
    )
    assert done.tags == 2
    names = sorted(tag.name for tag in live(workspace.snapshot)[1].values())
    assert names == sorted(["民生/营商环境", "Transport", "营商环境", "新 的"])
    (listed,) = [item for item in workspace.select() if "枫林里" in item.annotation.target.exact]
    assert {tag.name for tag in listed.tags} == set(names)


def test_a_tag_renamed_here_keeps_its_name(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    workspace.import_drafts(found("jsonl", rich()))
    workspace.vocabulary.rename("城建", "城市建设").result()
    workspace.import_drafts(found("jsonl", rich()))
    names = [tag.name for tag in live(workspace.snapshot)[1].values()]
    assert "城市建设" in names
    assert "城建" not in names


def test_a_name_no_tag_can_have_is_made_one(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    names = ["长" * 200, "//", "a//b", "\ud800x"]
    bodies = [{"purpose": "tagging", "value": name} for name in names]
    workspace.import_drafts(web(annotation("家住枫林里的居民说，以前买菜要走二十分钟", body=bodies)))
    made = sorted(tag.name for tag in live(workspace.snapshot)[1].values())
    assert made == sorted(["长" * LONGEST_TAG, "a/b", "\ufffdx"])


def test_one_undo_takes_all_back(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    workspace.import_drafts(found("jsonl", rich()))
    workspace.undo().result()
    assert live(workspace.snapshot) == ({}, {})
    workspace.redo().result()
    assert len(live(workspace.snapshot)[0]) == 200


def test_an_import_that_is_stopped_imports_nothing(library: Path, opening: Opener) -> None:
    workspace = opening(library)

    def stop(count: int) -> None:
        if count > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.import_drafts(found("jsonl", rich()), stop)
    assert live(workspace.snapshot) == ({}, {})
    assert not workspace.database.exists()


def test_nothing_is_parsed_where_the_quote_is_not(library: Path, opening: Opener) -> None:
    workspace = opening(library)
    workspace.import_drafts(web(annotation("家住枫林里的居民说，以前买菜要走二十分钟")))
    loaded = {file.label.rpartition("/")[2] for file in workspace.files if workspace.loaded(file)}
    assert loaded == {NEWS}


# -- broken files


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_mutated_file_does_harm(data: st.DataObject) -> None:
    """A file with bytes put out of shape is imported in part of its annotations or refused, never half of the way."""
    name = data.draw(st.sampled_from(LOSSLESS))
    whole = bytearray(written(name, Export(tuple(rich().records)[:6], tags=tags()[:2])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        piece = data.draw(
            st.sampled_from([b"", b'"', b"1", b"-", b"[]", b"{}", b"null", b"\\ud800", b"\x00", b"9" * 30])
        )
        whole[at : at + data.draw(st.integers(0, 12))] = piece
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.txt").write_text(EMPTY, "utf-8")
        with closing(Workspace.open([folder], creator="me")) as workspace:
            try:
                items = list(read(name, io.BytesIO(bytes(whole))))
            except ExchangeError as error:
                assert error.code.startswith("import_")
                return
            workspace.import_drafts(items)
            drafts = {item.annotation.id for item in items if isinstance(item, Draft)}
            assert set(live(workspace.snapshot)[0]) <= drafts
            assert not workspace.snapshot.problems
            written("jsonl", export_of(workspace))


def test_a_read_only_database_is_told(library: Path, opening: Opener) -> None:
    (library / "annotations.json").write_text("{}")
    workspace = opening(library)
    with pytest.raises(WorkspaceError):
        workspace.import_drafts(found("jsonl", rich()))


def test_a_folder_with_a_database_exports_what_it_imports(tmp_path: Path, opening: Opener) -> None:
    folder = tmp_path / "rich"
    folder.mkdir()
    rich_folder(folder)
    workspace = opening(folder)
    assert workspace.import_drafts(found("w3c", rich())) == Imported(same=200)
