"""What searching costs and whether it finds what a plain scan finds, on invented articles in natural words.

    python -m scripts.bench.search [--articles N] [--kept]

Each query's articles are compared with `fold(query) in fold(text)` over all texts, headline and paragraphs on lines of
their own. The scan has its texts in memory, folded once and for all (`scan`), which is more than a program without an
index has; folding them for each query is timed, too (`scan, folding`). The table that building is compared with is FTS5
with its own tokenizer (unicode61), which finds no substrings.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

from reader.index.documents import Document
from reader.index.query import parse
from reader.index.search import SearchIndex
from reader.text import fold
from scripts.bench.library.corpus import FIRST_DAY, PAPERS, SEED, Words, article

A_PAGE = 10
"""Articles of a page."""
A_STEP = 50
"""Pages that are put in at once."""
SHOWN = 50
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Times:
    """The processor's seconds that queries took: other programs do not count."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        """The middle."""
        return median(self.seconds)

    @property
    def p95(self) -> float:
        """What one in twenty takes longer than."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]


def documents(count: int) -> Iterator[Document]:
    """Yield invented articles, page by page, day by day."""
    rng = random.Random(SEED)
    words = Words(rng)
    for number in range(count):
        title, paragraphs = article(rng, words)
        page = number // A_PAGE
        day = FIRST_DAY + timedelta(days=page // (4 * len(PAPERS)))
        body = "\n".join(paragraphs)
        yield Document(
            page=1, article=f"{page:012x}/{number % A_PAGE}", fingerprint=f"{page:x}", kind="news", name=title,
            paper=PAPERS[page // 4 % len(PAPERS)], date=day.isoformat(), page_no=str(page % 4 + 1), authors="",
            affiliation="", head=title, body=body, places=array("I", (0, 0, len(title) + 1 + len(body), 0)),
        )  # fmt: skip


def queries(texts: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return terms of queries by sort: 500 substrings, 100 absent strings, 20 characters, 200 of several terms."""
    rng = random.Random(SEED + 1)

    def substring(text: str) -> str:
        while True:
            size = rng.randint(1, 8)
            start = rng.randrange(len(text) - size)
            found = text[start : start + size]
            if "\n" not in found and '"' not in found:
                return found

    counts: Counter[str] = Counter()
    for text in texts[:2000]:
        counts.update(text)
    counts.pop("\n", None)
    characters = list(counts)
    absent: list[tuple[str, ...]] = []
    while len(absent) < 100:
        made = "".join(rng.choices(characters, k=rng.randint(3, 8)))
        if not any(made in text for text in texts):
            absent.append((made,))
    several = []
    for _ in range(200):
        text = rng.choice(texts)
        several.append(tuple(substring(text)[:4] for _term in range(rng.randint(2, 4))))
    return {
        "substrings": [(substring(rng.choice(texts)),) for _ in range(500)],
        "absent": absent,
        "commonest": [(char,) for char, _count in counts.most_common(20)],
        "several": several,
    }


def timed(work: Callable[[], _T]) -> tuple[float, _T]:
    """Return the processor's seconds that something took, and what it gave."""
    began = process_time()
    result = work()
    return process_time() - began, result


@dataclass(frozen=True, slots=True)
class Cost:
    """What building took: the processor's seconds of all threads, and seconds that passed, other programs' too."""

    processor: float
    passed: float


def cost(work: Callable[[], object]) -> Cost:
    """Return what something took."""
    began = perf_counter()
    seconds, _nothing = timed(work)
    return Cost(seconds, perf_counter() - began)


def plain(folder: Path, texts: Sequence[Document]) -> Cost:
    """Return what it takes to put texts into a plain FTS5 table, in steps as large as the index's."""
    base = sqlite3.connect(folder / "plain.sqlite", isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("CREATE VIRTUAL TABLE plain USING fts5 (head, body, tokenize='unicode61')")

    def insert() -> None:
        for start in range(0, len(texts), A_PAGE * A_STEP):
            base.execute("BEGIN")
            base.executemany(
                "INSERT INTO plain VALUES (?, ?)",
                ((it.head, it.body) for it in texts[start : start + A_PAGE * A_STEP]),
            )
            base.execute("COMMIT")

    taken = cost(insert)
    base.close()
    return taken


def build(index: SearchIndex, texts: Sequence[Document]) -> Cost:
    """Return what it takes to put texts into the index."""
    pages = [texts[start : start + A_PAGE] for start in range(0, len(texts), A_PAGE)]

    def insert() -> None:
        for start in range(0, len(pages), A_STEP):
            index.put([(str(start + i), "1", page) for i, page in enumerate(pages[start : start + A_STEP])])

    return cost(insert)


def main() -> int:
    """Print what was measured; return 1 if something was not found, or found where it is not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--scans", type=int, default=60, help="queries of each sort that are timed by scanning"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), options.articles, options.scans)


def measure(folder: Path, count: int, scans: int) -> int:
    """Build, ask, compare."""
    seconds, made = timed(lambda: list(documents(count)))
    characters = sum(len(it.text) for it in made)
    distinct = len(set().union(*(it.text for it in made)))
    print(f"{count:,} articles, {characters:,} characters, {distinct:,} distinct ({seconds:.0f} s to invent)")
    path = folder / "search.sqlite"
    base, index = plain(folder, made), SearchIndex(path)
    built = build(index, made)
    index.close()
    size = path.stat().st_size
    for name, mine, plainly in (
        ("processor", built.processor, base.processor),
        ("passed", built.passed, base.passed),
    ):
        print(
            f"build      {mine:8.1f} s = {mine / plainly:.2f} × a plain FTS5 table ({plainly:.1f} s), {name}   (≤ 3)"
        )
    print(
        f"           {count / built.processor:8.0f} articles/s, {size / 1e6:.0f} MB, {size / characters:.1f} bytes a character"
    )
    update, _none = timed(lambda: index.put([("7", "2", made[70:80])]))
    print(f"update     {update * 1000:8.1f} ms for a page of {A_PAGE} articles")

    folding, folded = timed(lambda: [fold(it.text) for it in made])
    wrong = 0
    asked = queries(folded)
    index.find(parse("的"), limit=SHOWN)
    everything: list[float] = []
    scanning: list[float] = []
    ids = {}
    for entry_id in range(1, count + A_PAGE + 1):
        ids[entry_id] = entry_id - 1 if entry_id <= count else 70 + entry_id - count - 1
    for sort, terms in asked.items():
        took: list[float] = []
        scanned: list[float] = []
        for number, words in enumerate(terms):
            query = parse(" ".join(f'"{word}"' for word in words))

            def ask(query: object = query) -> tuple[int, ...]:
                found = index.find(query, limit=SHOWN)  # type: ignore[arg-type]  # a query
                index.entries(found.ids)
                return found.ids

            took.append(min(timed(ask)[0] for _again in range(2)))
            seconds, wanted = timed(
                lambda words=words: {
                    i for i, text in enumerate(folded) if all(word in text for word in words)
                }  # type: ignore[misc]
            )
            if number < scans:
                scanned.append(seconds)
            found = index.find(query, limit=10**9)
            if {ids[each] for each in found.ids} != wanted or found.total != len(wanted):
                wrong += 1
                print(f"WRONG      {words}: {found.total} found, {len(wanted)} there", file=sys.stderr)
        everything += took
        scanning += scanned
        ours, theirs = Times(took), Times(scanned)
        print(
            f"{sort:10} {len(terms):4} asked, {ours.p50 * 1000:8.2f} ms p50 {ours.p95 * 1000:8.2f} p95;"
            f" scan {theirs.p50 * 1000:8.1f} p50 {theirs.p95 * 1000:8.1f} p95"
        )
    ours, theirs = Times(everything), Times(scanning)
    for name, more in (("scan", 0.0), ("scan, folding", folding)):
        print(
            f"{name:14} {(theirs.p50 + more) / ours.p50:8.0f} × slower at the median (≥ 100), "
            f"{(theirs.p95 + more) / ours.p95:6.0f} × at p95 (≥ 15)"
        )
    print(f"recall and precision {'1.0' if not wrong else f'wrong in {wrong} queries'}")
    index.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
