"""Damage to any file: never an exception, never a checkpointed document lost without a word.

Every byte cut and every bit flipped, of one file and of two, are tried by `python -m scripts.faults damage`.
"""

from __future__ import annotations

import itertools
import os
import random
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.store import StoreError, history, open_database
from tests.store.damage import (
    FILES,
    HISTORY,
    JOURNAL,
    MAIN,
    Damage,
    Specimen,
    applied,
    damages,
    judged,
    runs,
    specimen,
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Specimen:
    return specimen(tmp_path_factory.mktemp("sound"))


def some(sample: Specimen, name: str, seed: int, count: int) -> list[Damage]:
    """Return some of the damages of a file."""
    chance = random.Random(f"{seed} {name}")
    found = [*damages(sample.state, name), *runs(sample.state, name, chance, 20)]
    return chance.sample(found, count)


@pytest.mark.parametrize("name", FILES)
def test_one_damaged_file(sample: Specimen, name: str) -> None:
    for damage in some(sample, name, 20240229, 600):
        try:
            judged(sample, damage)
        except BaseException as error:
            error.add_note(f"{damage.name}: {damage.how}")
            raise


@pytest.mark.parametrize("names", list(itertools.combinations(FILES, 2)))
def test_two_damaged_files(sample: Specimen, names: tuple[str, str]) -> None:
    pairs = zip(*(some(sample, name, 20240301, 400) for name in names), strict=True)
    for one, other in pairs:
        try:
            judged(sample, one, other)
        except BaseException as error:
            error.add_note(f"{one.name}: {one.how}; {other.name}: {other.how}")
            raise


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_are_mended_and_what_was_found_is_kept(
    sample: Specimen, tmp_path: Path, name: str
) -> None:
    for number, damage in enumerate(some(sample, name, 20240302, 12)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file, data in applied(sample.state, damage).items():
            (folder / file).write_bytes(data)
            os.utime(folder / file, (1, 1))
        with open_database(folder / MAIN, keep={"events": 5}) as database:
            found = database.store.read()
            told = database.findings
            database.table("notes").insert({"n": "later"})
        for finding in told:
            if "aside" in finding.params and damage.data is not None:
                kept = Path(finding.params["aside"]).read_bytes()
                assert kept == damage.data or (finding.code == "journal_torn" and damage.data.endswith(kept))
        with open_database(folder / MAIN, keep={"events": 5}) as again:
            assert again.findings == (), "it is told once"
            assert again.check() == []
            notes = {document.doc_id: dict(document) for document in again.table("notes")}
        assert found is not None
        assert {int(key): value for key, value in found["notes"].items()}.items() <= notes.items()
        assert len(notes) == len(found["notes"]) + 1


def test_a_damaged_history_is_told_by_a_check_and_added_to(sample: Specimen, tmp_path: Path) -> None:
    for number, damage in enumerate(some(sample, HISTORY, 20240303, 30)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file, data in applied(sample.state, damage).items():
            (folder / file).write_bytes(data)
        before = [item for item in history.read(folder / MAIN) if item is not None]
        with open_database(folder / MAIN, keep={"events": 5}) as database:
            assert database.findings == ()
            database.checkpoint()
            after = [item for item in history.read(folder / MAIN) if item is not None]
            assert len(after) > len(before)
            assert after[: len(before)] == before
            if damage.data is not None and damage.how.startswith("bit"):
                assert [finding.code for finding in database.check()] == ["history_damaged"], damage.how


def test_nothing_but_rubbish_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / MAIN
    for content in (b"{", b"[]", b"\0" * 5000, b"{}", b'{"_default": {"1": {"n": 1}}}'):
        path.write_bytes(content)
        with pytest.raises(StoreError) as caught:
            open_database(path, timeout=0)
        assert caught.value.code in ("database_broken", "database_foreign")
        assert path.read_bytes() == content
        assert [entry.name for entry in tmp_path.iterdir()] == [MAIN]


def test_the_main_file_alone_is_salvaged(sample: Specimen, tmp_path: Path) -> None:
    path = tmp_path / MAIN
    whole = sample.state[MAIN]
    at = whole.index(b'"n": 7')
    path.write_bytes(whole[:at] + b"\0\0\0" + whole[at + 3 :])
    os.utime(path, (1, 1))
    with open_database(path) as database:
        assert [finding.code for finding in database.findings] == ["main_salvaged"]
        assert database.findings[0].params["count"] == "1"
        assert sorted(document["n"] for document in database.table("notes")) == [*range(1, 7), *range(8, 13)]
        assert Path(database.findings[0].params["aside"]).exists()
    with TinyDB(path, access_mode="r") as plain:
        assert len(plain.table("notes")) == 11
    with open_database(path) as again:
        assert again.findings == ()


def test_a_journal_alone_gives_what_it_has(sample: Specimen, tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_bytes(sample.state[JOURNAL])
    with open_database(tmp_path / MAIN) as database:
        assert {finding.code for finding in database.findings} == {"main_missing", "journal_damaged"}
        assert {document["n"] for document in database.table("notes")} >= {13, 14, 15}


def test_what_cannot_be_rebuilt_for_certain_is_salvaged(sample: Specimen, tmp_path: Path) -> None:
    main, journal = sample.state[MAIN], sample.state[JOURNAL]
    at, line = (
        main.index(b'"n": 7'),
        journal.index(b'"n": 12'),
    )  # that line led from the backup to the main file
    state = {
        **sample.state,
        MAIN: main[:at] + b"\0\0\0" + main[at + 3 :],
        JOURNAL: journal[:line] + b"\0" + journal[line + 1 :],
    }
    for file, data in state.items():
        (tmp_path / file).write_bytes(data)
        os.utime(tmp_path / file, (1, 1))
    with open_database(tmp_path / MAIN) as database:
        assert {finding.code for finding in database.findings} == {"main_salvaged", "journal_damaged"}
        assert database.table("notes").get(doc_id=12) == sample.now["notes"]["12"], "its row can be read"
