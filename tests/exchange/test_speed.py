"""Writing 20,000 annotations takes each text format no longer than the standard library's JSON, four times."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations import to_record
from reader.exchange import Export, Record, known, save
from tests.exchange.rich import rich

COUNT, MOST = 20_000, 4.0
TEXTUAL = [name for name, form in known().items() if form.kind != "binary"]


class Many:
    """The annotations of the rich export on page after page."""

    def __iter__(self) -> Iterator[Record]:
        records = list(rich().records)
        for number in range(COUNT):
            yield replace(records[number % len(records)], number=1 + number // len(records))


def seconds(task: Callable[[], object]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTUAL)
def test_it_is_as_fast_as_json(name: str, tmp_path: Path) -> None:
    given = [
        {
            "annotation": to_record(record.annotation),
            "tags": [tag.name for tag in record.tags],
            "path": record.path,
            "page": record.number,
        }
        for record in Many()
    ]

    def dump() -> None:
        with (tmp_path / "plain.json").open("w", encoding="utf-8") as file:
            json.dump(given, file, ensure_ascii=False)

    def export() -> None:
        save(name, Export(Many(), rich().articles), tmp_path / "out", force=True)

    ratios = [seconds(export) / seconds(dump) for _ in range(3)]
    assert min(ratios) <= MOST, ratios
