from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.workspace import Workspace, WorkspaceError
from reader.workspace.fetching import LARGEST
from reader.workspace.opening import find_files, place_database
from tests.workspace.conftest import Opener

ROOT = Path(__file__).resolve().parents[2]


def labels(*paths: str | Path) -> list[str]:
    return [file.label for file in find_files(paths)]


def test_folders_are_read_in_the_order_people_count(folder: Path) -> None:
    assert labels(folder) == ["桐湾日报2026-01-05_02版.txt", "桐湾日报2026-01-05_10版.txt"]
    for name in ("9.TXT", "10.txt", "notes.md", ".hidden.txt"):
        (folder / name).write_text("甲")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text("甲")
    (folder / "sub").mkdir()
    (folder / "sub" / "1.txt").write_text("甲")
    assert labels(folder)[:2] == ["9.TXT", "10.txt"]
    assert "sub/1.txt" in labels(folder)
    assert not [label for label in labels(folder) if "hidden" in label or ".git" in label or ".md" in label]


def test_links_that_go_round_are_followed_once(folder: Path) -> None:
    (folder / "round").symlink_to(folder)
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to(folder)
    assert labels(folder) == ["桐湾日报2026-01-05_02版.txt", "桐湾日报2026-01-05_10版.txt"]


def test_a_link_that_leads_nowhere_is_named_and_a_pipe_is_passed_over(folder: Path, opening: Opener) -> None:
    (folder / "0.txt").symlink_to(folder / "gone.txt")
    (folder / "sub.txt").symlink_to(folder)  # a folder, whatever its name
    os.mkfifo(folder / "1.txt")
    workspace = opening()
    assert workspace.files[0].label == "0.txt"
    assert len(workspace.files) == 3
    with pytest.raises(WorkspaceError):
        workspace.pages(workspace.files[0])
    assert list(workspace.problems) == [workspace.files[0]]


def test_a_name_no_file_can_have_is_an_error_with_its_path() -> None:
    with pytest.raises(WorkspaceError) as raised:
        find_files(["甲" * 5000])
    assert raised.value.code == "unreadable"


def test_a_device_without_end_is_too_large(opening: Opener, tmp_path: Path) -> None:
    workspace = opening("/dev/zero", database=tmp_path / "db.json")
    with pytest.raises(WorkspaceError) as raised:
        workspace.pages(workspace.files[0])
    assert raised.value.code == "too_large"


def test_the_same_file_is_opened_once(folder: Path) -> None:
    file = next(folder.iterdir())
    assert len(find_files([file, file, folder])) == 2


def test_a_file_of_any_name_can_be_opened(folder: Path) -> None:
    (folder / "page.dat").write_text("甲")
    assert labels(folder / "page.dat") == ["page.dat"]


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_what_cannot_be_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkspaceError) as raised:
        find_files([tmp_path / name])
    assert raised.value.code == {"missing": "missing", "empty": "no_pages"}[name]
    assert raised.value.params["path"] == str(tmp_path / name)


def test_the_database_is_the_nearest_upward(tmp_path: Path, folder: Path) -> None:
    assert place_database([folder], None) == folder / "annotations.json"
    (tmp_path / "annotations.json").write_text("{}")
    assert place_database([folder], None) == tmp_path / "annotations.json"
    (folder / "annotations.json").write_text("{}")
    assert place_database([folder], None) == folder / "annotations.json"


def test_the_database_of_files_is_in_their_common_folder(tmp_path: Path, folder: Path) -> None:
    file = folder / "桐湾日报2026-01-05_02版.txt"
    assert place_database([file], None) == folder / "annotations.json"
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("甲")
    assert place_database([file, other / "a.txt"], None) == tmp_path / "annotations.json"


def test_the_database_can_be_chosen(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANCE_DB", str(tmp_path / "env.json"))
    assert place_database([folder], None) == tmp_path / "env.json"
    assert place_database([folder], tmp_path / "chosen.json") == tmp_path / "chosen.json"


def test_standard_input_has_a_database_of_its_own(tmp_path: Path, opening: Opener) -> None:
    workspace = opening("-", stdin="甲\n\n乙。\n".encode())
    assert workspace.database == tmp_path / "data" / "xiance" / "stdin.json"
    assert workspace.pages(workspace.files[0])[0].text.startswith("甲")


def test_a_page_number_is_from_the_name(opening: Opener) -> None:
    workspace = opening()
    assert [file.source.page_no for file in workspace.files] == ["2", "10"]


@pytest.mark.parametrize(
    ("data", "code"), [(b"%PDF-1.4", "pdf"), (b"", "empty"), (bytes(range(256)) * 9, "binary")]
)
def test_a_file_that_is_no_page_is_a_problem_once(
    folder: Path, opening: Opener, data: bytes, code: str
) -> None:
    (folder / "0.txt").write_bytes(data)
    workspace = opening()
    for _ in range(2):
        with pytest.raises(WorkspaceError) as raised:
            workspace.pages(workspace.files[0])
        assert raised.value.code == code
    assert [error.code for error in workspace.problems.values()] == [code]
    assert workspace.pages(workspace.files[1])


def test_a_huge_file_is_not_read(folder: Path, opening: Opener) -> None:
    with (folder / "0.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    workspace = opening()
    with pytest.raises(WorkspaceError) as raised:
        workspace.pages(workspace.files[0])
    assert raised.value.code == "too_large"


def test_reading_writes_nothing(folder: Path, opening: Opener) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    workspace = opening()
    for file in workspace.files:
        for page in workspace.pages(file):
            assert workspace.placed(page) == ()
    assert list(workspace.select()) == []
    workspace.close()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_reading_needs_no_database_code(folder: Path) -> None:
    code = (
        "import sys; from reader.workspace import Workspace\n"
        "workspace = Workspace.open([sys.argv[1]]); workspace.pages(workspace.files[0]); workspace.close()\n"
        "print([name for name in ('tinydb', 'reader.repository', 'jieba', 'textual') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ,
    )
    assert done.stdout.strip() == "[]"


def test_a_column_is_announced(opening: Opener) -> None:
    workspace = opening()
    assert [workspace.announces_column(file) for file in workspace.files] == [True, False]


def test_closing_twice_is_nothing(folder: Path) -> None:
    workspace = Workspace.open([folder], creator="me")
    workspace.close()
    workspace.close()
