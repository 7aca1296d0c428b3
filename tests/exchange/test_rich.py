"""The export that formats are tested with has what they are to be tested with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations import quote
from reader.workspace import Workspace
from tests.exchange.rich import COUNT, GONE, pages, rich, rich_folder, shown, tags


def test_it_has_everything() -> None:
    records = list(rich().records)
    assert len({record.annotation.id for record in records}) == len(records) == COUNT
    assert {tag.id for record in records for tag in record.tags} == {tag.id for tag in tags()}
    assert {record.annotation.target.level for record in records} == {"page", "article", "measure", "span"}
    assert any("\n" in record.annotation.target.exact for record in records)
    assert any(len(record.spans) > 1 for record in records if record.annotation.target.level == "span")
    assert any("😀" in record.annotation.target.exact for record in records)
    assert {record.path for record in records[-2:]} == {GONE}
    for page in pages().values():
        assert not page.notes
    kinds = [[article.kind for article in page.articles] for page in pages().values()]
    assert kinds == [["proposal"] * 3, ["news"] * 2]
    assert all(article.title for page in pages().values() for article in page.articles)


def test_its_quotes_stand_in_the_pages() -> None:
    for record in rich().records:
        page = pages().get(record.path)
        if page is None:
            continue
        target = record.annotation.target
        assert quote(page, target.ranges) == target.exact
        if target.level == "span" and record.article is not None and len(record.spans) == 1:
            assert shown(record) == target.exact


def test_a_folder_gives_the_same_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "pages"
    folder.mkdir()
    rich_folder(folder)
    from reader.workspace.exporting import export_of

    workspace = Workspace.open([folder])
    try:
        export = export_of(workspace)
        given = {record.annotation.id: record for record in rich().records}
        for record in export.records:
            expected = given.pop(record.annotation.id)
            assert replace(record, entry=("", "")) == expected
            assert all(record.entry) is (expected.annotation.entry is not None)
        assert not given
        assert list(export.articles) == list(rich().articles)
    finally:
        workspace.close()
