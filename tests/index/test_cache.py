"""What is kept of parses: found again, dropped by age, forgotten without a word when anything is wrong with it."""

from __future__ import annotations

import itertools
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from reader.index import cache as module
from reader.index.cache import NAME, Cache
from reader.index.kept import KeptFile, KeptPage, Stamp
from reader.index.packing import pack_digest, pack_page
from reader.index.versions import page_key, parser_version
from reader.pages import parse
from reader.pages.digest import digest
from reader.pages.model import Fix, Note, Page

ROOT = Path(__file__).parents[2]
OLD: Stamp = (40, 1_000, 2_000)
TEXT = "修好一条路\n清河县林业局 周小禾\n\n路灯水井和车站都交给各村管。\n"


def page_of(number: int = 1) -> Page:
    """Return a small page."""
    return parse(f"{TEXT}第{number}号\n", name="a.txt")


def kept(path: str = "/a.txt", *numbers: int, stamp: Stamp | None = OLD, encoding: str = "") -> KeptFile:
    """Return a file with pages, as it is kept."""
    pages = tuple(
        KeptPage(key(page_of(number)), pack_digest(digest(page_of(number))), pack_page(page_of(number)))
        for number in numbers or (1,)
    )
    return KeptFile(path, encoding, stamp, tuple(page.key for page in pages), pages)


def key(page: Page) -> bytes:
    """Return the key of a small page."""
    return page_key(page.fingerprint, name="a.txt", number=1, first_row=1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place for the file, in a folder that is not there yet."""
    return tmp_path / "cache" / NAME


def knows(cache: Cache, path: str = "/a.txt") -> bool:
    """Say whether the first page of a file is kept, both ways."""
    digests = cache.digests("", {path: OLD})
    page = cache.page(key(page_of()), page_of().text)
    assert bool(digests) == bool(page)
    return bool(page)


def test_what_was_kept_is_found_in_another_process_and_by_another_cache(place: Path) -> None:
    cache = Cache(place)
    cache.keep([kept("/a.txt", 1, 2), kept("/b.txt", 3)])
    cache.close()
    again = Cache(place)
    assert again.digests("", {"/a.txt": OLD, "/b.txt": OLD, "/c.txt": OLD}) == {
        "/a.txt": (digest(page_of(1)), digest(page_of(2))),
        "/b.txt": (digest(page_of(3)),),
    }
    assert again.page(key(page_of(2)), page_of(2).text) == page_of(2)
    assert again.page(key(page_of(9)), page_of(9).text) is None


def test_nobody_else_may_look_at_it(place: Path) -> None:
    cache = Cache(place)
    cache.keep([kept()])
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in place.parent.iterdir()} == {0o600}


def test_asking_makes_no_file(place: Path) -> None:
    assert not knows(Cache(place))
    assert not place.parent.exists()


@pytest.mark.parametrize("stamp", [(41, 1_000, 2_000), (40, 1_001, 2_000), (40, 1_000, 2_001)])
def test_a_file_that_changed_is_not_known(stamp: Stamp, place: Path) -> None:
    cache = Cache(place)
    cache.keep([kept()])
    assert not cache.digests("", {"/a.txt": stamp})
    assert not cache.digests("gb18030", {"/a.txt": OLD})
    cache.keep([kept(stamp=stamp)])
    assert cache.digests("", {"/a.txt": stamp})
    assert not cache.digests("", {"/a.txt": OLD})


def test_a_file_without_a_stamp_is_known_by_its_pages_alone(place: Path) -> None:
    cache = Cache(place)
    cache.keep([kept(stamp=None)])
    assert not cache.digests("", {"/a.txt": OLD})
    assert cache.page(key(page_of()), page_of().text)


def test_another_version_of_the_parser_knows_none_of_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(place)
    cache.keep([kept()])
    for version in (b"another", b""):
        monkeypatch.setattr("reader.index.cache.parser_version", lambda version=version: version)
        monkeypatch.setattr("reader.index.versions.parser_version", lambda version=version: version)
        assert not knows(cache)
        cache.keep([kept()])
        assert knows(cache) == bool(version)


def test_names_that_are_no_text_are_names(place: Path) -> None:
    path = os.fsdecode(b"/\xff\xfe.txt")
    cache = Cache(place)
    cache.keep([kept(path)])
    assert [*cache.digests("", {path: OLD})] == [path]


def test_many_files_are_looked_up_at_once(place: Path) -> None:
    cache = Cache(place)
    cache.keep(kept(f"/{number}.txt") for number in range(1_000))
    assert len(cache.digests("", {f"/{number}.txt": OLD for number in range(1_100)})) == 1_000


def test_the_key_is_made_of_all_a_parse_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {"name": "a.txt", "number": 1, "first_row": 1}
    fix = Fix("role", (3,), "body")
    others = [
        page_key("f", **given),
        page_key("g", **given),
        *(
            page_key("f", **{**given, name: other})
            for name, other in [("name", "b"), ("number", 2), ("first_row", 2)]
        ),
        page_key("f", **given, notes=[Note("encoding_guessed")]),
        page_key("f", **given, fixes=[fix]),
        page_key("f", **given, fixes=[fix, fix]),
    ]
    assert len({*others}) == len(others)
    monkeypatch.setattr("reader.index.versions.parser_version", lambda: b"another")
    assert page_key("f", **given) not in others


def test_the_version_is_another_when_any_source_of_the_parse_is(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "reader", tmp_path / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from reader.index.versions import parser_version; print(parser_version().hex())"

    def version() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.strip()

    assert version() == parser_version().hex()
    seen = {version()}
    for name in ("pages/cues.py", "pages/model.py", "index/packing.py"):
        with (tmp_path / "reader" / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        seen.add(version())
    assert len(seen) == 4


def test_what_was_used_longest_ago_makes_room(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(place, room=200_000)
    days = itertools.count(100)
    monkeypatch.setattr(module, "_today", lambda: next(days))
    for number in range(400):
        cache.keep([kept(f"/{number}.txt", number)])
        assert cache.page(key(page_of(0)), page_of(0).text), "it is used every day"
    found = {number for number in range(400) if cache.page(key(page_of(number)), page_of(number).text)}
    assert {0, 399} <= found
    assert 20 < len(found) < 390
    assert min(found - {0}) > 400 - len(found) - 5
    assert place.stat().st_size < 300_000
    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM files").fetchone()[0] < 395


def damaged(place: Path) -> None:
    """Keep something in a file."""
    cache = Cache(place)
    cache.keep([kept(f"/{number}.txt", number) for number in range(200)])
    cache.close()


@pytest.mark.parametrize("where", [0, 20, 60, 68, 100, 4096, 8192, 40_000])
def test_a_damaged_file_is_made_again(where: int, place: Path) -> None:
    damaged(place)
    data = bytearray(place.read_bytes())
    data[where : where + 600] = b"\xa5" * 600
    place.write_bytes(data)
    cache = Cache(place)
    for number in range(200):  # what is wrong shows when it is come across
        cache.page(key(page_of(number)), page_of(number).text)
    cache.digests("", {f"/{number}.txt": OLD for number in range(200)})
    cache.keep([kept()])
    cache.keep([kept()])  # made again at the first or at the second
    assert knows(cache)


@pytest.mark.parametrize("length", [1, 50, 100, 4096, 20_000])
def test_a_file_cut_off_is_made_again(length: int, place: Path) -> None:
    damaged(place)
    os.truncate(place, length)
    cache = Cache(place)
    cache.page(key(page_of(7)), page_of(7).text)
    cache.keep([kept()])
    cache.keep([kept()])
    assert knows(cache)


def test_a_file_of_somebody_else_is_set_aside(place: Path) -> None:
    place.parent.mkdir()
    place.write_text("my notes")
    cache = Cache(place)
    cache.keep([kept()])
    assert knows(cache)
    assert place.with_name(f"{NAME}.aside").read_text() == "my notes"


def test_a_newer_format_and_missing_tables_are_made_again(place: Path) -> None:
    for change in ("PRAGMA user_version = 99", "DROP TABLE pages", "DROP TABLE uses; DROP TABLE files"):
        damaged(place)
        connection = sqlite3.connect(place)
        connection.executescript(change)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        cache = Cache(place)
        cache.digests("", {"/a.txt": OLD})
        cache.keep([kept()])
        cache.keep([kept()])
        assert knows(cache), change
        cache.close()


def test_rows_that_are_no_pages_are_none(place: Path) -> None:
    damaged(place)
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE pages SET page = x'00', digest = 'text'")
    cache = Cache(place)
    assert not cache.digests("", {"/1.txt": OLD})
    assert cache.page(key(page_of(1)), page_of(1).text) is None
    cache.keep([kept()])
    assert knows(cache)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "xiance" / NAME)
    cache.keep([kept()])
    assert not knows(cache)
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "x").write_text("")
    cache = Cache(folder)
    cache.keep([kept()])
    cache.keep([kept()])
    assert (folder / "x").exists() or (tmp_path / f"{NAME}.aside" / "x").exists()


def test_a_file_that_somebody_keeps_locked_is_done_without(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.05)
    damaged(place)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache = Cache(place)
    cache.keep([kept("/new.txt", 500)])
    assert not cache.digests("", {"/new.txt": OLD})
    assert place.stat().st_size, "it was left alone"
    other.execute("COMMIT")
    other.close()
    cache.keep([kept("/new.txt", 500)])
    assert cache.digests("", {"/new.txt": OLD, "/3.txt": OLD}).keys() == {"/new.txt", "/3.txt"}


def test_threads_and_processes_write_at_once(place: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.index.cache import Cache; from tests.index.test_cache import kept\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for number in range(30): cache.keep([kept(f'/{sys.argv[2]}{number}.txt', number)])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(place), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in "ab"
    ]
    cache = Cache(place)

    def write(name: int) -> None:
        for number in range(20):
            cache.keep([kept(f"/t{name}{number}.txt", number)])

    threads = [Thread(target=write, args=(name,)) for name in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for process in running:
        assert process.communicate(timeout=60)[1] == b""
    names = [f"/t{n}{i}.txt" for n in range(2) for i in range(20)]
    names += [f"/{name}{i}.txt" for name in "ab" for i in range(30)]
    assert Cache(place).digests("", dict.fromkeys(names, OLD)).keys() == {*names}
