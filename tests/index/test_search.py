"""The index finds what a plain scan finds, whatever is put in, taken out, damaged or held by others."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.query import QueryError, parse
from reader.index.search import DiscardedError, GivenUpError, SearchIndex, UnusableError
from reader.text import fold
from tests.index.texts import document

LETTERS = "的建议市民车站车站，“”。 12aA𠀀𠀁　·-ｱé"
texts = st.text(st.sampled_from(LETTERS + "\n") | st.characters(exclude_categories=["Cs", "Cn"]), max_size=30)
words = st.text(
    st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=4
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    index = SearchIndex(tmp_path / "cache" / "search.sqlite")
    yield index
    index.close()


def filled(index: SearchIndex, *pairs: tuple[str, str]) -> None:
    index.put([(str(number), "s", [document(body, head)]) for number, (head, body) in enumerate(pairs)])


def files(index: SearchIndex, typed: str, **options: object) -> list[str]:
    found = index.find(parse(typed), limit=1000, **options)  # type: ignore[arg-type]
    entries = index.entries(found.ids)
    assert found.total == len(entries)
    return [entry.file for entry in entries]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts, texts), min_size=1, max_size=6),
    st.lists(words, min_size=1, max_size=3),
    st.data(),
)
def test_any_characters_are_found_where_a_scan_finds_them(
    pairs: list[tuple[str, str]], terms: list[str], data: st.DataObject
) -> None:
    whole = "".join(head + body for head, body in pairs)
    if whole:
        start = data.draw(st.integers(0, len(whole) - 1))
        terms[0] = whole[start : start + data.draw(st.integers(1, 8))]
    typed = " ".join(
        f'{data.draw(st.sampled_from(["", "-", "title:", "-title:"]))}"{term}"'
        for term in terms
        if '"' not in term
    )
    try:
        query = parse(typed)
    except QueryError:
        return
    index = SearchIndex(None)
    filled(index, *pairs)
    facts = {entry.file: entry.facts for entry in index.entries(range(1, len(pairs) + 1))}
    assert sorted(files(index, typed)) == sorted(file for file in facts if query.holds(facts[file]))
    index.close()


def test_a_word_does_not_run_over_two_paragraphs_or_from_headline_to_text(index: SearchIndex) -> None:
    filled(index, ("给车站", "装灯。\n建议"), ("给车站装灯", "。建议"))
    assert files(index, "车站装灯") == ["1"]
    assert files(index, "。建议") == ["1"]
    for last in "建议站":
        assert sorted(files(index, last)) == ["0", "1"]


def test_what_is_put_in_again_or_taken_out_is_found_no_more(index: SearchIndex) -> None:
    rng = random.Random(3)
    kept: dict[str, str] = {}
    for _ in range(60):
        key = str(rng.randrange(8))
        if rng.random() < 0.3:
            index.remove([key])
            kept.pop(key, None)
        else:
            kept[key] = "".join(rng.choices(LETTERS, k=rng.randint(0, 20)))
            index.put([(key, kept[key], [document(kept[key])])])
        for word in "的建车𠀀1":
            assert sorted(files(index, word)) == sorted(
                key for key, text in kept.items() if word in fold(text)
            )
    assert index.stamps() == kept


def test_fields_ask_what_is_known_of_an_article(index: SearchIndex) -> None:
    index.put(
        [
            ("a", "", [document("路灯", "路灯", kind="proposal", date="2024-02-29", paper="桐湾日報", authors="程以宁\n沈麦")]),
            ("b", "", [document("路灯", "站台", kind="news", date="2023-12-31", paper="松江时报", affiliation="住建局")]),
            ("c", "", [document("没有")]),
        ]
    )  # fmt: skip
    for typed, wanted in {
        "路灯": "ab", "title:路灯": "a", "路灯 -title:路灯": "b", "kind:建议": "a", "-kind:建议": "bc", "date:2024": "a",
        "-date:2024": "bc", "路灯 date:..2023": "b", "paper:日报": "a", "author:沈": "a", "author:宁沈": "",
        "单位:住建": "b", "-单位:住建 -路灯": "c", "-路灯": "c",
    }.items():  # fmt: skip
        assert sorted(files(index, typed)) == list(wanted), typed


def test_counts_are_by_year_and_paper(index: SearchIndex) -> None:
    for number, (date, paper) in enumerate([("2024-01-01", "甲报"), ("2024-05-01", "乙报"), ("", "甲报")]):
        index.put([(str(number), "", [document("路灯", date=date, paper=paper)])])
    found = index.find(parse("路灯"), limit=1)
    assert (found.total, len(found.ids)) == (3, 1)
    assert found.years == {"": 1, "2024": 2} and found.papers == {"甲报": 2, "乙报": 1}


def test_headlines_come_first_and_without_words_the_newest(index: SearchIndex) -> None:
    index.put(
        [
            ("old", "", [document("路灯路灯路灯", "别的", date="2020-01-01")]),
            ("new", "", [document("只说一次路灯，其余都是别的话", "别的", date="2024-01-01")]),
            ("head", "", [document("不说" * 40, "装路灯", date="2022-01-01")]),
        ]
    )
    assert files(index, "路灯")[0] == "head"
    assert files(index, "date:2000..") == ["new", "head", "old"]


def test_of_very_many_hits_the_newest_come_first(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.index.finding.RANKED", 1)
    monkeypatch.setattr("reader.index.finding._FEW", 0)
    days = ("2020-01-01", "2022-01-01", "2021-01-01")
    index.put([(day, "", [document("路灯", "路灯" if day < "2021" else "", date=day)]) for day in days])
    assert files(index, "路灯") == ["2022-01-01", "2021-01-01", "2020-01-01"]
    assert files(index, "灯") == ["2020-01-01", "2022-01-01", "2021-01-01"], (
        "the one in a headline before them"
    )


def test_only_open_files_count_and_annotations_add_and_take(index: SearchIndex) -> None:
    filled(index, ("", "灯一"), ("", "灯二"), ("", "其他"))
    assert files(index, "灯", files={"1", "2"}) == ["1"]
    assert files(index, "灯", besides={3}) == ["0", "1", "2"]
    assert files(index, "灯", within={2, 3}) == ["1"]
    assert files(index, "灯", without={2}) == ["0"]


@pytest.mark.parametrize(
    "damage", [b"no database at all" * 100, b"SQLite format 3\0" + b"\1" * 5000], ids=["text", "header"]
)
def test_what_is_no_database_is_thrown_away(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "search.sqlite"
    path.write_bytes(damage)
    index = SearchIndex(path)
    with pytest.raises(DiscardedError):
        index.stamps()
    filled(index, ("", "灯"))
    assert files(index, "灯") == ["0"]
    index.close()


def test_damage_in_the_middle_is_noticed_or_harmless(tmp_path: Path) -> None:
    rng = random.Random(5)
    for _ in range(12):
        path = tmp_path / "search.sqlite"
        index = SearchIndex(path)
        filled(index, *(("站", "".join(rng.choices(LETTERS, k=300))) for _ in range(60)))
        index.close()
        data = bytearray(path.read_bytes())
        for _ in range(200):
            data[rng.randrange(100, len(data))] ^= 255
        path.write_bytes(data)
        for work in (
            index.stamps,
            lambda index=index: files(index, "的建"),
            lambda index=index: index.remove(["1"]),
        ):
            try:
                work()
            except (DiscardedError, UnusableError, AssertionError):
                break
        index.discard()
        filled(index, ("", "灯"))
        assert files(index, "灯") == ["0"]
        index.discard()


def test_another_versions_tables_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    index = SearchIndex(path)
    filled(index, ("", "灯"))
    index.close()
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA user_version = 12345")
    base.close()
    assert index.stamps() == {}
    index.close()


def test_what_another_process_holds_is_unusable_for_writing_and_readable(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.index.search._PATIENCE", 0.05)
    filled(index, ("", "灯"))
    index.close()
    assert index.path is not None
    other = sqlite3.connect(index.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert files(index, "灯") == ["0"]
    with pytest.raises(UnusableError):
        index.remove(["0"])
    other.execute("ROLLBACK")
    other.close()
    index.remove(["0"])
    assert files(index, "灯") == []


def test_where_nothing_can_be_written_it_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnusableError):
        SearchIndex(tmp_path / "file" / "search.sqlite").stamps()


def test_two_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"

    def write(name: str) -> None:
        index = SearchIndex(path)
        for number in range(15):
            index.put([(f"{name}{number}", "", [document("灯" + name)])])
        index.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "甲乙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index = SearchIndex(path)
    assert len(files(index, "灯甲")) == len(files(index, "灯乙")) == 15
    index.close()


def test_a_search_is_given_up(index: SearchIndex) -> None:
    filled(index, *(("", "的建" * 2000) for _ in range(200)))
    stop = threading.Event()

    def interrupt() -> None:
        while not stop.is_set():
            index.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(GivenUpError):
            for _ in range(200):
                index.find(parse("的建的"), limit=10)
    finally:
        stop.set()
        thread.join()
    assert index.find(parse("的建的"), limit=10).total == 200
