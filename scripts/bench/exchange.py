"""How fast exports are written, and whether memory stays flat.

    python -m scripts.bench.exchange [--count N] [--rounds N] [FORMAT …]

The invented pages of the tests' rich export, again and again under other names, give N annotations (100,000). For each
format the time to write them is set over that of `json.dump` of the same records (`to_record`'s dictionaries) into a
file, by turns in the same run so that a noisy machine hits both alike; the median of the rounds counts, and the bar is
4. Memory is tracemalloc's peak while records come one after the other and nobody keeps them: for a fiftieth of N, and
for a fifth.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from reader.annotations import to_record
from reader.exchange import ArticleRecord, Export, Format, Record, known, save
from reader.pages.model import Article, Page
from tests.exchange.rich import rich

BAR = 4.0
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row a format; return 1 if one that is text misses the bar."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.exchange", description="Time exports against json.dump."
    )
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    names = options.formats or [name for name, form in known().items() if form.kind != "binary"]
    forms = [known()[name] for name in names]
    with tempfile.TemporaryDirectory() as folder:
        return measured(forms, options.count, options.rounds, Path(folder))


def measured(forms: Sequence[Format], count: int, rounds: int, folder: Path) -> int:
    """Time and weigh the formats."""
    kept, articles = list(records(count)), list(all_articles(count))
    plain = [to_record(record.annotation) for record in kept]
    times: dict[str, list[float]] = {form.name: [] for form in forms}
    dumps: list[float] = []
    for number in range(rounds):
        dumps.append(timed(partial(dump, plain, folder / "dump.json")))
        for form in forms:
            work = partial(save, form.name, Export(kept, articles), folder / f"{form.name}-{number}")
            times[form.name].append(timed(work))
    base = statistics.median(dumps)
    print(f"{count:,} annotations; json.dump {base:.2f} s, {weight(folder / 'dump.json') / 1e6:.1f} MB")
    missed = False
    for form in forms:
        ratio = statistics.median(times[form.name]) / base
        few, many = weighed(form, count // 50, folder), weighed(form, count // 5, folder)
        over = ratio > BAR
        missed = missed or over
        size = weight(folder / f"{form.name}-0") / 1e6
        print(
            f"{form.name:12} {ratio:5.2f} ×   {size:7.1f} MB   "
            f"memory {few / 1e6:6.1f} → {many / 1e6:6.1f} MB{'   over the bar' if over else ''}"
        )
    return 1 if missed else 0


def timed(work: Callable[[], object]) -> float:
    """Return the seconds something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def dump(plain: list[dict[str, Any]], path: Path) -> None:
    """Write dictionaries as one JSON array, as anybody would."""
    with path.open("w", encoding="utf-8") as out:
        json.dump(plain, out, ensure_ascii=False)


def weighed(form: Format, count: int, folder: Path) -> int:
    """Return the bytes that writing takes at its peak, with records nobody keeps."""
    place = folder / f"{form.name}-weighed-{count}"
    export = Export(_Made(lambda: records(count)), _Made(lambda: all_articles(count)))
    tracemalloc.start()
    try:
        save(form.name, export, place)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def weight(path: Path) -> int:
    """Return the bytes of a file, or of a folder's files."""
    return sum(
        each.stat().st_size for each in (path.rglob("*") if path.is_dir() else [path]) if each.is_file()
    )


class _Made(Iterable[T]):
    """An iterable that is made anew each time."""

    def __init__(self, make: Callable[[], Iterator[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return self._make()


def _here() -> list[Record]:
    return [record for record in rich().records if record.article is not None]


def records(count: int) -> Iterator[Record]:
    """Yield records on ever new pages, each with its article."""
    here = _here()
    pages: dict[str, list[Record]] = {}
    for record in here:
        pages.setdefault(record.path, []).append(record)
    number = 0
    for turn in range(count // len(here) + 1):
        for path, group in pages.items():
            articles: dict[str, Article] = {}
            for record in group:
                if number >= count:
                    return
                number += 1
                assert record.article is not None
                article = articles.setdefault(record.article.id, _renamed(record.article, turn))
                old = record.annotation
                annotation = replace(
                    old,
                    id=_id(old.id, turn),
                    reply_to=old.reply_to and _id(old.reply_to, turn),
                    target=replace(old.target, fingerprint=_fingerprint(turn, old.target.fingerprint)),
                )
                yield replace(record, annotation=annotation, article=article, path=f"{turn:05}/{path}")


def all_articles(count: int) -> Iterator[ArticleRecord]:
    """Yield the articles of those pages."""
    for turn in range(count // len(_here()) + 1):
        pages: dict[str, Page] = {}
        for item in rich().articles:
            page = pages.setdefault(
                item.path, replace(item.page, fingerprint=_fingerprint(turn, item.page.fingerprint))
            )
            yield ArticleRecord(_renamed(item.article, turn), page, f"{turn:05}/{item.path}")


def _fingerprint(turn: int, fingerprint: str) -> str:
    return f"{turn:06x}{fingerprint[6:]}"


def _renamed(article: Article, turn: int) -> Article:
    return replace(article, id=f"{turn:06x}{article.id[6:]}")


def _id(identifier: str, turn: int) -> str:
    return f"{turn:08x}{identifier[8:]}"


if __name__ == "__main__":
    sys.exit(main())
