"""Rows in order: as Python sorts them, in slices, by several columns, those without a value last."""

from __future__ import annotations

import sys
from random import Random
from threading import Event, Thread
from time import perf_counter, sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.workspace import WorkspaceError, ordering
from reader.workspace.ordering import (
    arranged,
    columns,
    fields_of,
    keys_of,
    parse_columns,
    parse_order,
    sorted_in_slices,
)
from reader.workspace.proposals import Row
from tests.workspace.rows import row, rows

KNOWN = columns(lambda article: article.endswith("2/1"), ("环节",))
orders = st.lists(st.tuples(st.sampled_from([*KNOWN]), st.booleans()), max_size=3, unique_by=lambda o: o[0])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "SLICE", 4)
    monkeypatch.setattr(ordering, "_MERGED", 6)
    monkeypatch.setattr(ordering, "_EVERY", 3)


@pytest.mark.usefixtures("small")
def test_slices_sort_as_python_does() -> None:
    random = Random(7)
    for size in (0, 1, 3, 4, 5, 30, 101):
        for values in (2, 10, 1000):
            items = [(random.randrange(values), number) for number in range(size)]
            for backwards in (False, True):
                wanted = sorted(items, key=lambda item: item[0], reverse=backwards)
                assert sorted_in_slices(items, lambda item: item[0], backwards=backwards) == wanted


@pytest.mark.usefixtures("small")
def test_texts_are_put_in_bytes_many_at_once_as_one_by_one() -> None:
    texts = ["桐湾", "", "a\0b", "\ud800", "𠮷", "甲", "乙", "丙\0", "\0", "丁"]
    assert ordering._encoded(texts) == [text.encode("gb18030", "replace") for text in texts]


def reference(found: list[Row], order: tuple[tuple[str, bool], ...]) -> list[Row]:
    """Sort with Python's sort alone: from the last column to the first, those without a value put after the others."""
    for name, backwards in reversed(order):
        pairs = list(zip(keys_of(KNOWN[name], found), found, strict=True))
        full = sorted((pair for pair in pairs if pair[0] is not None), key=lambda p: p[0], reverse=backwards)
        found = [each for _key, each in full] + [each for key, each in pairs if key is None]
    return found


@given(rows, orders.map(tuple))
def test_rows_are_arranged_by_several_columns(found: list[Row], order: tuple[tuple[str, bool], ...]) -> None:
    result = arranged(found, order, KNOWN)
    assert [*map(id, result)] == [*map(id, reference(found, order))]


@pytest.mark.parametrize("titles", ["乙甲丙", ["", "甲", "乙"], ["\ud800", "甲", "\ud801"]])
@pytest.mark.parametrize("backwards", [False, True])
def test_rows_with_few_values_stay_as_they_were_where_those_are_equal(
    titles: list[str], backwards: bool
) -> None:
    found = [row(n, titles[n * n % 3 * n % 3], date=str(n % 2)) for n in range(60)]
    for order in ((("title", backwards),), (("title", backwards), ("date", True))):
        assert [*map(id, arranged(found, order, KNOWN))] == [*map(id, reference(found, order))]


def ordered(column: str, *given: Row) -> list[Any]:
    return [KNOWN[column].value(each) for each in arranged(given, ((column, False),), KNOWN)]


def test_chinese_comes_by_pinyin_and_pages_by_number() -> None:
    titles = ["桥", "安", "中", "", "灯"]
    assert ordered("title", *(row(n, title) for n, title in enumerate(titles))) == [
        "…",
        "安",
        "灯",
        "桥",
        "中",
    ]
    authors = ["桥", "安", "", "灯"]
    assert ordered("author", *(row(n, author=a) for n, a in enumerate(authors))) == ["安", "灯", "桥", ""]
    pages = ["A10", "A02", "", "2", "10"]
    assert ordered("page", *(row(n, page_no=page) for n, page in enumerate(pages))) == [
        "2",
        "10",
        "A02",
        "A10",
        "",
    ]


def test_typed_orders_and_columns() -> None:
    assert parse_order("date, -measures,", KNOWN) == (("date", False), ("measures", True))
    assert parse_columns("title,date,title", KNOWN) == ("title", "date")
    assert parse_columns("field:没有的", KNOWN) == ("field:没有的",)
    for wrong in ("nix", "-", "--date"):
        with pytest.raises(WorkspaceError) as caught:
            parse_order(wrong, KNOWN)
        assert caught.value.code == "column_unknown"


@given(rows)
def test_every_column_has_a_value_of_every_row(found: list[Row]) -> None:
    known = columns(lambda _article: False, fields_of(found))
    for column in known.values():
        for each in found:
            value = column.value(each)
            assert isinstance(value, int if column.number and value != "" else str)
    for name in fields_of(found):
        assert any(known[f"field:{name}"].value(each) for each in found)


def test_sorting_lets_others_run() -> None:
    """While 200,000 values are sorted, another thread is never kept waiting as long as one sort of all would take."""
    random = Random(3)
    values = [random.random().hex().encode() for _ in range(200_000)]
    begun = perf_counter()
    wanted = sorted(values)
    whole = perf_counter() - begun
    stop, gaps = Event(), [0.0]

    def watch() -> None:
        last = perf_counter()
        while not stop.is_set():
            sleep(0)
            now = perf_counter()
            gaps.append(now - last)
            last = now

    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    try:
        watcher = Thread(target=watch)
        watcher.start()
        assert sorted_in_slices(values, lambda value: value) == wanted
    finally:
        stop.set()
        watcher.join()
        sys.setswitchinterval(before)
    assert max(gaps) < whole
