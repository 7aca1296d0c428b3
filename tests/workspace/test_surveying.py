"""A whole library made known: by the cache, by workers, here; whatever is in the files and whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reader.pages.digest import digest
from reader.pages.model import Fix
from reader.workspace import SourceFile, Workspace, WorkspaceError, pool, surveying
from reader.workspace.library import Library
from reader.workspace.surveying import Progress, Survey
from tests.workspace.conftest import Opener

ROOT = Path(__file__).parents[2]
PAGE = "修好第{0}条路\n清河县林业局 周小禾\n\n路灯水井和车站都交给各村管。第{0}号。\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a cache of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "xiance" / "pages.sqlite"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of pages."""
    return write(tmp_path / "many", 60)


def write(folder: Path, count: int) -> Path:
    """Write pages."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(PAGE.format(number), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def old_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files that were just written for old ones (inodes' times cannot be set)."""
    monkeypatch.setattr("reader.workspace.fetching.SETTLED", -1)


@pytest.fixture
def no_parse(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note which files are read here, and have no workers."""
    read: list[str] = []
    monkeypatch.setattr(pool, "available", lambda: False)
    original = Library.pages

    def noting(self: Library, file: SourceFile, *, keep: bool = True) -> object:
        read.append(file.label)
        return original(self, file, keep=keep)

    monkeypatch.setattr(Library, "pages", noting)
    yield read


def known(workspace: Workspace) -> dict[str, object]:
    """Return what is known of each file."""
    return {file.label: workspace.catalogue.pages(file) for file in workspace.files}


def truth(folder: Path) -> dict[str, object]:
    """Return what parsing one file after the other makes known."""
    workspace = Workspace.open([folder])
    found: dict[str, object] = {}
    for file in workspace.files:
        try:
            found[file.label] = tuple(map(digest, workspace.pages(file)))
        except WorkspaceError:
            found[file.label] = ()
    workspace.close()
    return found


def test_workers_find_what_parsing_here_finds(many: Path, opening: Opener) -> None:
    workspace, told = opening(many), list[int]()
    workspace.survey(told.append)
    assert known(workspace) == truth(many)
    assert told[-1] == 60 and told == sorted(told)


def test_a_second_opening_reads_nothing(many: Path, opening: Opener, no_parse: list[str]) -> None:
    opening(many).survey()
    assert len(no_parse) == 60
    no_parse.clear()
    again = opening(many)
    again.survey()
    assert no_parse == []
    assert known(again) == truth(many)


def test_what_workers_found_is_known_the_next_time(many: Path, opening: Opener, cache: Path) -> None:
    opening(many).survey()
    assert cache.exists()
    again = opening(many)
    for file in again.files:
        assert file.path is not None
        file.path.chmod(0)
        file.path.chmod(0o644)  # another time of the inode: read again, and its page is kept all the same
    for file in again.files[30:]:
        assert file.path is not None
        file.path.write_text(file.path.read_text("utf-8") + "村民很高兴。\n", "utf-8")
    again.survey()
    assert known(again) == truth(many)


def test_of_few_files_halves_are_known_before_one_is_opened(tmp_path: Path, opening: Opener) -> None:
    folder = tmp_path / "continued"
    folder.mkdir()
    head, tail = (
        "渡口的新船下水了，\n船长何渡试航三趟。\n（下转2版）\n",
        "（上接1版）\n何渡说，末班推迟一个小时。\n",
    )
    (folder / "桐湾日报2026-01-05_01版.txt").write_text(head, "utf-8")
    (folder / "桐湾日报2026-01-05_02版.txt").write_text(tail, "utf-8")
    for _cached in range(2):
        workspace = opening(folder)
        survey = Survey(workspace, lambda _progress: None)
        survey.start()
        survey.wait()
        first = workspace.files[0]
        (page,) = workspace.catalogue.pages(first)
        assert len(workspace.halves.story(first.key, 1, page.articles[0].id)) == 2


def test_one_file_that_changed_is_read_again(many: Path, opening: Opener, no_parse: list[str]) -> None:
    opening(many).survey()
    no_parse.clear()
    (many / "7.txt").write_text(PAGE.format(70), "utf-8")  # as long as before
    again = opening(many)
    again.survey()
    assert no_parse == ["7.txt"]
    no_parse.clear()
    assert known(again) == truth(many)


def test_a_file_read_as_it_was_written_is_read_again(
    many: Path, opening: Opener, no_parse: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.workspace.fetching.SETTLED", 10**12)
    opening(many).survey()
    no_parse.clear()
    opening(many).survey()
    assert len(no_parse) == 60


def test_pages_come_from_the_cache_as_they_were(
    many: Path, opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opening(many)
    workspace.survey()
    parsed = [workspace.pages(file) for file in workspace.files]
    again = opening(many)
    monkeypatch.setattr("reader.workspace.keeping.parsed", None)
    assert [again.pages(file) for file in again.files] == parsed


@pytest.mark.parametrize("workers", [True, False])
def test_corrected_pages_are_known_as_corrected(
    workers: bool, many: Path, opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opening(many)
    page = workspace.pages(workspace.files[5])[0]
    row = page.articles[0].paragraphs[0].rows[0]
    workspace.correct([(page, Fix("kind", (row,), "notice"))], "correct_kind", "").result()
    workspace.close()
    monkeypatch.setattr(pool, "available", lambda: workers)
    for _cached in range(2):
        again = opening(many)
        again.survey()
        kinds = {file.label: again.catalogue.pages(file)[0].articles[0].kind for file in again.files}
        assert kinds.pop("5.txt") == "notice"
        assert {*kinds.values()} == {"proposal"}
        again.close()


def test_garbage_among_many_is_named_and_stops_nothing(tmp_path: Path, opening: Opener) -> None:
    folder = write(tmp_path / "many", 200)
    garbage = {
        "3.txt": (b"", "empty"),
        "77.txt": (os.urandom(512) + b"\0" * 99, "binary"),
        "150.txt": (b"%PDF-1.7", "pdf"),
    }
    for name, (data, _code) in garbage.items():
        (folder / name).write_bytes(data)
    for _cached in range(2):
        workspace = opening(folder)
        told: list[Progress] = []
        survey = Survey(workspace, told.append)
        survey.start()
        survey.wait()
        assert {file.label: error.code for file, error in workspace.problems.items()} == {
            name: code for name, (_data, code) in garbage.items()
        }
        assert all(error.params["path"].endswith(file.label) for file, error in workspace.problems.items())
        assert sum(map(workspace.catalogue.knows, workspace.files)) == 197
        assert (told[-1].done, told[-1].total, told[-1].failed) == (200, 200, 3)
        assert told[-1].seconds_left == 0
        told.clear()
        again = Survey(workspace, told.append)
        again.start()
        again.wait()
        assert told == [Progress(200, 200, 3, 0.0)], "what cannot be read is not read again"


def test_a_survey_that_is_stopped_ends_its_workers(tmp_path: Path, opening: Opener) -> None:
    workspace = opening(write(tmp_path / "many", 2_000))
    survey = Survey(workspace, lambda _progress: None)
    survey.start()
    deadline = time.monotonic() + 60
    while not any(map(workspace.catalogue.knows, workspace.files)) and time.monotonic() < deadline:
        time.sleep(0.01)
    began = time.monotonic()
    survey.stop()
    assert time.monotonic() - began < 0.1
    survey.wait()
    assert time.monotonic() - began < 5
    assert 0 < sum(map(workspace.catalogue.knows, workspace.files)) < 2_000
    time.sleep(0.3)
    assert not children()


def children() -> list[int]:
    """Return the workers of this process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"worker" in (status.parent / "cmdline").read_bytes():
            found.append(int(status.parent.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="workers are found in /proc")


@needs_proc
def test_workers_leave_the_cores_to_others(tmp_path: Path, opening: Opener) -> None:
    seen: set[int] = set()

    def tell(_done: int) -> None:
        for each in children():
            with suppress(ProcessLookupError):  # it has ended meanwhile
                seen.add(os.getpriority(os.PRIO_PROCESS, each))

    opening(write(tmp_path / "many", 100)).survey(tell)
    assert seen and all(nice > os.getpriority(os.PRIO_PROCESS, 0) or nice == 19 for nice in seen)


@needs_proc
def test_a_worker_that_is_killed_is_replaced(tmp_path: Path, opening: Opener) -> None:
    folder = write(tmp_path / "many", 400)
    workspace = opening(folder)
    killed = 0

    def tell(done: int) -> None:
        nonlocal killed
        if done in (20, 80, 200):
            for worker in children()[:1]:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
                    killed += 1

    workspace.survey(tell)
    assert killed
    assert not workspace.problems
    assert all(map(workspace.catalogue.knows, workspace.files))


def test_a_file_that_kills_every_worker_is_named(
    many: Path, opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = (
        "import sys; sys.path[:] = sys.argv[1:]; import os, reader.workspace.worker as w; answer = w.answer\n"
        "w.answer = lambda place, encoding: os._exit(9) if place.endswith('/8.txt') else answer(place, encoding)\n"
        "w.main()"
    )
    monkeypatch.setattr(pool, "_START", deadly)
    workspace = opening(many)
    workspace.survey()
    assert {file.label: error.code for file, error in workspace.problems.items()} == {"8.txt": "reader_died"}
    assert sum(map(workspace.catalogue.knows, workspace.files)) == 59


@pytest.mark.parametrize(
    "start", ["import sys; sys.exit(1)", "print('hello there, this is no frame at all')"]
)
def test_where_no_worker_starts_files_are_read_here(
    start: str, many: Path, opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_START", start)
    workspace = opening(many)
    workspace.survey()
    assert known(workspace) == truth(many)


def test_where_no_process_can_be_made_files_are_read_here(
    many: Path, opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    workspace = opening(many)
    workspace.survey()
    assert known(workspace) == truth(many)


def test_a_worker_imports_nothing_from_where_it_stands(
    many: Path, opening: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    for name in ("json", "zlib", "hashlib", "reader"):
        (trap / f"{name}.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n")
    monkeypatch.chdir(trap)
    monkeypatch.setattr(sys, "path", [each or str(ROOT) for each in sys.path])
    workspace = opening(many)
    workspace.survey()
    assert known(workspace) == truth(many)
    assert not (tmp_path / "sprung").exists()


@needs_proc
def test_no_worker_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    folder = write(tmp_path / "many", 3_000)
    code = (
        "import sys; from reader.workspace import Workspace\n"
        "Workspace.open([sys.argv[1]]).survey(lambda done: print(done, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline()
        listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
        rows = [line.split() for line in listed.stdout.splitlines()[1:]]
        workers = [int(pid) for pid, parent in rows if int(parent) == program.pid]
        assert workers
        program.kill()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and any(Path(f"/proc/{each}").exists() for each in workers):
        time.sleep(0.05)
    assert not [each for each in workers if Path(f"/proc/{each}").exists()]


def test_an_encoding_that_was_asked_for_is_kept_apart(tmp_path: Path, opening: Opener) -> None:
    folder = tmp_path / "big5"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_bytes(f"修好第{number}條路，村民說好。\n".encode("big5"))
    asked, rules = opening(folder, encoding="gb18030"), opening(folder)
    asked.survey()
    rules.survey()
    again = opening(folder, encoding="gb18030")
    again.survey()
    assert known(asked) == known(again) != known(rules)


def test_few_files_need_no_workers(tmp_path: Path, opening: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Pool", None)
    workspace = opening(write(tmp_path / "few", surveying.FEW))
    workspace.survey()
    assert all(map(workspace.catalogue.knows, workspace.files))


def test_sqlite_is_not_loaded_where_there_is_no_cache(many: Path) -> None:
    code = (
        "import sys; from reader.workspace import Workspace\n"
        "workspace = Workspace.open([sys.argv[1]]); workspace.pages(workspace.files[0]); workspace.close()\n"
        "print('sqlite3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(many)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    Workspace.open([many]).survey()
    done = subprocess.run(
        [sys.executable, "-c", code, str(many)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"
