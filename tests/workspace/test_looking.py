"""Files that come, go, change and become unreadable while they are open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.workspace import SourceFile, Workspace
from reader.workspace.looking import FEW, Changes
from tests.workspace.conftest import Opener, first
from tests.workspace.test_halves import HEAD, TAIL, write

NEWS = "桐湾日报1月{}日讯（记者 沈麦）雨停了，渡口又开船。\n"


@pytest.fixture
def workspace(opening: Opener) -> Workspace:
    """The folder, all of it read."""
    workspace = opening()
    workspace.survey()
    return workspace


def names(files: tuple[SourceFile, ...]) -> list[str]:
    return [file.label for file in files]


def said(changes: Changes) -> tuple[list[str], list[str], list[str]]:
    return names(changes.added), names(changes.removed), names(changes.changed)


ONE, TWO = "桐湾日报2026-01-05_02版.txt", "桐湾日报2026-01-05_10版.txt"


def test_nothing_changes_by_itself(workspace: Workspace) -> None:
    files, revision = workspace.files, workspace.catalogue.revision
    assert not workspace.look_again()
    assert workspace.files is files and workspace.catalogue.revision == revision


def test_a_file_that_came_is_read_in_its_order(workspace: Workspace, folder: Path) -> None:
    (folder / "桐湾日报2026-01-05_03版.txt").write_text(NEWS.format(5), "utf-8")
    assert said(workspace.look_again()) == (["桐湾日报2026-01-05_03版.txt"], [], [])
    assert names(workspace.files) == [ONE, "桐湾日报2026-01-05_03版.txt", TWO]
    assert workspace.catalogue.knows(workspace.files[1])
    assert not workspace.look_again()


def test_a_file_that_went_is_forgotten(workspace: Workspace, folder: Path) -> None:
    gone = workspace.files[0]
    (page,) = workspace.pages(gone)
    (folder / ONE).unlink()
    assert said(workspace.look_again()) == ([], [ONE], [])
    assert names(workspace.files) == [TWO]
    assert not workspace.catalogue.knows(gone) and not workspace.loaded(gone)
    assert workspace.placed(page) == (), "who reads it still may go on"
    with pytest.raises(Exception, match="missing"):
        workspace.pages(gone)
    assert not workspace.problems, "what is gone is no problem"


def test_all_files_may_go_and_come_again(workspace: Workspace, folder: Path) -> None:
    moved = folder.with_name("elsewhere")
    folder.rename(moved)
    assert names(workspace.look_again().removed) == [ONE, TWO]
    assert workspace.files == ()
    moved.rename(folder)
    assert names(workspace.look_again().added) == [ONE, TWO]
    assert all(map(workspace.catalogue.knows, workspace.files))


def test_an_edited_file_is_read_again_and_its_annotations_are_found(
    workspace: Workspace, folder: Path
) -> None:
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["图书馆"]).result()
    text = (folder / ONE).read_text("utf-8")
    (folder / ONE).write_text("桐湾日报\n\n" + text, "utf-8")
    assert said(workspace.look_again()) == ([], [], [ONE])
    (again,) = workspace.pages(workspace.files[0])
    assert again.text != page.text
    assert [item.status for item in workspace.placed(again)] == ["moved"]
    (digest,) = workspace.catalogue.pages(workspace.files[0])
    assert digest.fingerprint == again.fingerprint


def test_an_edit_of_the_same_length_is_noticed(workspace: Workspace, folder: Path) -> None:
    file = folder / TWO
    times = file.stat()
    file.write_text(file.read_text("utf-8").replace("明天", "后天"), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert said(workspace.look_again()) == ([], [], [TWO])
    assert "后天" in workspace.pages(workspace.files[1])[0].text


def test_a_renamed_file_takes_its_annotations_along(workspace: Workspace, folder: Path) -> None:
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["图书馆"]).result()
    (folder / ONE).rename(folder / "桐湾日报2026-01-07_01版.txt")
    assert said(workspace.look_again()) == (["桐湾日报2026-01-07_01版.txt"], [ONE], [])
    renamed = workspace.files[1]
    (again,) = workspace.pages(renamed)
    assert [item.status for item in workspace.placed(again)] == ["stable"]
    assert again.source.date == "2026-01-07"
    (listed,) = workspace.select()
    assert (listed.path_label, listed.status) == (renamed.label, "stable")
    workspace.comment(workspace.target_article(again, again.articles[0]), "改了名").result()
    noted = workspace.page_record(again.fingerprint)
    assert noted is not None and noted.path.endswith("2026-01-07_01版.txt")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_any_more_is_a_problem(workspace: Workspace, folder: Path) -> None:
    (folder / ONE).chmod(0)
    assert said(workspace.look_again()) == ([], [], [ONE])
    assert [error.code for error in workspace.problems.values()] == ["permission"]
    (folder / ONE).chmod(0o644)
    assert said(workspace.look_again()) == ([], [], [ONE])
    assert not workspace.problems and workspace.catalogue.knows(workspace.files[0])


@pytest.mark.parametrize(
    ("garbage", "code"), [(b"", "empty"), (b"%PDF-1.7\n", "pdf"), (bytes(range(256)) * 9, "binary")]
)
def test_a_file_that_becomes_garbage_is_a_problem_until_it_is_none(
    garbage: bytes, code: str, workspace: Workspace, folder: Path
) -> None:
    text = (folder / ONE).read_bytes()
    (folder / ONE).write_bytes(garbage)
    assert said(workspace.look_again()) == ([], [], [ONE])
    assert {file.label: error.code for file, error in workspace.problems.items()} == {ONE: code}
    assert not workspace.catalogue.knows(workspace.files[0])
    assert not workspace.look_again()
    (folder / ONE).write_bytes(text)
    assert said(workspace.look_again()) == ([], [], [ONE])
    assert not workspace.problems and workspace.catalogue.knows(workspace.files[0])


def test_a_folder_in_its_place_is_no_file_and_a_broken_link_is_one_that_cannot_be_read(
    workspace: Workspace, folder: Path
) -> None:
    (folder / ONE).unlink()
    (folder / ONE).mkdir()
    (folder / TWO).unlink()
    (folder / TWO).symlink_to(folder / "nowhere.txt")
    seen = workspace.look_again()
    assert (names(seen.removed), names(seen.changed)) == ([ONE], [TWO])
    assert names(tuple(workspace.problems)) == [TWO]
    (folder / "nowhere.txt").write_text(NEWS.format(5), "utf-8")
    seen = workspace.look_again()
    assert (names(seen.added), names(seen.changed)) == (["nowhere.txt"], [TWO])
    assert not workspace.problems


def test_a_file_read_through_a_link_changes_with_what_it_leads_to(opening: Opener, tmp_path: Path) -> None:
    (tmp_path / "real").write_text(NEWS.format(5), "utf-8")
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "real")
    workspace = opening(folder)
    workspace.survey()
    (tmp_path / "real").write_text(NEWS.format(15), "utf-8")
    assert names(workspace.look_again().changed) == ["a.txt"]


def test_what_was_never_read_has_not_changed(opening: Opener, folder: Path) -> None:
    workspace = opening()
    (folder / ONE).write_text(NEWS.format(5), "utf-8")
    assert not workspace.look_again()
    assert workspace.pages(workspace.files[0])[0].text == NEWS.format(5)


def test_many_changes_are_left_to_a_survey(opening: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3 * FEW):
        (folder / f"{number}.txt").write_text(NEWS.format(number), "utf-8")
    workspace = opening(folder)
    workspace.survey()
    for file in folder.iterdir():
        file.write_text(file.read_text("utf-8") + "村民很高兴。\n", "utf-8")
    assert len(workspace.look_again().changed) == 3 * FEW
    assert sum(map(workspace.catalogue.knows, workspace.files)) == FEW
    workspace.survey()
    assert all(map(workspace.catalogue.knows, workspace.files))
    assert not workspace.look_again()


def test_the_other_half_of_a_story_comes_and_goes(opening: Opener, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", _05_01=HEAD.format(2))
    workspace = opening(folder)
    (head,) = workspace.pages(workspace.files[0])
    assert not workspace.halves.unread(head, head.articles[0])
    (folder / "桐湾日报2026-01-05_02版.txt").write_text(TAIL.format(1), "utf-8")
    workspace.look_again()
    (tail,) = workspace.pages(workspace.files[1])
    assert [half.page for half in workspace.halves.of(head, head.articles[0])] == [head, tail]
    (folder / "桐湾日报2026-01-05_02版.txt").unlink()
    workspace.look_again()
    assert len(workspace.halves.of(head, head.articles[0])) == 1


def test_standard_input_stays(opening: Opener, tmp_path: Path) -> None:
    workspace = opening("-", stdin=NEWS.format(5).encode())
    workspace.survey()
    assert not workspace.look_again()


def test_one_looks_the_less_often_the_longer_it_takes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace.look_pause == 2.0
    times = iter([0.0, 0.5])
    monkeypatch.setattr("reader.workspace.looking.monotonic", lambda: next(times))
    workspace.look_again()
    assert workspace.look_pause == 10.0


def test_folders_that_did_not_change_are_not_looked_into(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    monkeypatch.setattr("reader.workspace.looking.SETTLED", 0)
    workspace.look_again()
    monkeypatch.setattr("reader.workspace.opening._listed", None)
    assert not workspace.look_again()
    (folder / TWO).write_text(NEWS.format(5), "utf-8")
    assert names(workspace.look_again().changed) == [TWO]
    monkeypatch.undo()
    (folder / "sub" / "1.txt").write_text(NEWS.format(5), "utf-8")
    assert names(workspace.look_again().added) == ["sub/1.txt"]


def test_a_file_that_was_named_itself_goes_and_comes(opening: Opener, folder: Path) -> None:
    workspace = opening(folder / ONE, folder / TWO)
    workspace.survey()
    text = (folder / ONE).read_bytes()
    (folder / ONE).unlink()
    assert said(workspace.look_again()) == ([], [ONE], [])
    assert not workspace.look_again()
    (folder / ONE).write_bytes(text)
    assert said(workspace.look_again()) == ([ONE], [], [])
