"""Annotations whose text has changed, without a screen: found by the records alone, settled in one change."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.workspace import Workspace, WorkspaceError
from reader.workspace.unsettled import noted_counts, settle, standing, unsettled
from tests.workspace.conftest import Opener, first

NAME = "桐湾日报2026-01-05_02版.txt"


def annotate(workspace: Workspace) -> str:
    """Tag the first article and answer that; return the page's fingerprint."""
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["图书馆"]).result()
    (head,) = workspace.snapshot.annotations.values()
    workspace.reply(head.id, "同意").result()
    return page.fingerprint


def changed(opening: Opener, folder: Path) -> tuple[Workspace, str]:
    """Return our folder opened again after a row came before what was annotated; and the text's old fingerprint."""
    workspace = opening()
    fingerprint = annotate(workspace)
    workspace.close()
    file = folder / NAME
    file.write_text("桐湾日报\n\n" + file.read_text("utf-8"), "utf-8")
    return opening(), fingerprint


def test_nothing_is_unsettled_while_texts_are_as_they_were(opening: Opener) -> None:
    workspace = opening()
    fingerprint = annotate(workspace)
    assert unsettled(workspace) == []
    by_text, by_place = noted_counts(workspace)
    assert by_text == {fingerprint: 2}
    file = next(file for file in workspace.files if file.label == NAME)
    assert by_place == {(file.key, 1): {fingerprint: 2}}


def test_what_moved_is_settled_with_its_answers_in_one_step(opening: Opener, folder: Path) -> None:
    workspace, old = changed(opening, folder)
    (item,) = unsettled(workspace)
    assert (item.status, item.number, item.article) == ("moved", 1, "让图书馆开到夜里")
    assert item.file is not None and item.file.label == NAME
    page = workspace.pages(item.file)[0]
    assert standing(workspace.placed(page)) == (1, 0)
    settle(workspace, [item]).result()
    found = [one.target for one in workspace.snapshot.annotations.values()]
    assert [target.fingerprint for target in found] == [page.fingerprint] * 2
    assert found[0] == item.target and page.fingerprint in workspace.snapshot.pages
    assert unsettled(workspace) == [] and standing(workspace.placed(page)) == (0, 0)
    with pytest.raises(WorkspaceError):
        settle(workspace, [item])
    workspace.undo().result()
    assert {one.target.fingerprint for one in workspace.snapshot.annotations.values()} == {old}


def test_pages_that_are_nowhere_count_as_lost_when_all_files_are_known(opening: Opener, folder: Path) -> None:
    workspace, _old = changed(opening, folder)
    workspace.close()
    (folder / NAME).unlink()
    again = opening()
    assert unsettled(again) == []  # it may be in a file that is not read yet
    again.survey()
    (item,) = unsettled(again)
    assert (item.status, item.file, item.where) == ("lost", None, NAME)


def test_a_file_that_cannot_be_read_any_more_is_said_to_be_so_and_its_annotations_stay(
    opening: Opener, folder: Path
) -> None:
    workspace, _old = changed(opening, folder)
    workspace.close()
    (folder / NAME).write_bytes(b"\x00\x01\x02" * 60)
    again = opening()
    again.survey()
    (item,) = unsettled(again)
    assert item.status == "lost"
    with pytest.raises(WorkspaceError):
        settle(again, [item])


def test_an_answer_that_outlived_what_it_answers_is_found_by_itself(opening: Opener, folder: Path) -> None:
    workspace, _old = changed(opening, folder)
    head, answer = workspace.snapshot.annotations.values()
    workspace.delete(head.id).result()
    (item,) = unsettled(workspace)
    assert item.annotation.id == answer.id
