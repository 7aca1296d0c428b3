"""Pages with things gone wrong: rows dropped, swapped, doubled and cut; spaces, marks and bytes put in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from reader.pages import DecodeError, decode
from tests.pages.invariants import check

SAMPLES = Path(__file__).resolve().parents[2] / "sample_docs"
_MARKS = (
    "▲",
    "►",
    "■",
    "（上接第1版）",
    "（下转第4版）",
    "本报讯",
    "一是",
    "（一）",
    "1.",
    "“",
    "》",
    "……",
    "——",
)
_SPACES = (" ", "\u3000", "\u00a0", "\t", "\u200b", "\u200d", "\u0301", "\u202e")

Rows = list[str]


def dropped(rows: Rows, chance: random.Random) -> None:
    """Drop a run of rows."""
    at = chance.randrange(len(rows))
    del rows[at : at + chance.choice((1, 1, 2, 10))]


def swapped(rows: Rows, chance: random.Random) -> None:
    """Let two rows change places."""
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]


def doubled(rows: Rows, chance: random.Random) -> None:
    """Print a run of rows again, there or elsewhere."""
    at = chance.randrange(len(rows))
    to = chance.choice((at, chance.randrange(len(rows))))
    rows[to:to] = rows[at : at + chance.choice((1, 1, 3, 20))]


def cut(rows: Rows, chance: random.Random) -> None:
    """Cut a row short, break it, or join it with the next."""
    at = chance.randrange(len(rows))
    place = chance.randint(0, len(rows[at]))
    rest = rows[at][place:]
    rows[at] = rows[at][:place]
    kind = chance.randrange(3)
    if kind == 1:
        rows.insert(at + 1, rest)
    elif kind == 2 and at + 1 < len(rows):
        rows[at] += rest + rows.pop(at + 1)


def put(pieces: tuple[str, ...]) -> Callable[[Rows, random.Random], None]:
    """Return what puts some of these pieces anywhere into a row."""

    def mutate(rows: Rows, chance: random.Random) -> None:
        at = chance.randrange(len(rows))
        for _ in range(chance.choice((1, 1, 2, 8))):
            place = chance.randint(0, len(rows[at]))
            rows[at] = rows[at][:place] + chance.choice(pieces) + rows[at][place:]

    return mutate


def blanked(rows: Rows, chance: random.Random) -> None:
    """Lose all blank rows of a stretch, or put one after each."""
    start = chance.randrange(len(rows))
    stretch = rows[start : start + 40]
    if chance.random() < 0.5:
        rows[start : start + 40] = [row for row in stretch if row.strip()]
    else:
        rows[start : start + 40] = [each for row in stretch for each in (row, "")]


MUTATIONS: tuple[Callable[[Rows, random.Random], None], ...] = (
    dropped, swapped, doubled, cut, put(_SPACES), put(_MARKS), blanked,
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a page's bytes with one to twenty things gone wrong, now and then in the bytes themselves."""
    texts = decode(data).texts
    rows = chance.choice(texts).split("\n")
    for _ in range(chance.choice((1, 2, 5, 20))):
        chance.choice(MUTATIONS)(rows, chance)
        rows = rows or [""]
    spoiled = bytearray("\n".join(rows).encode("utf-8", "surrogatepass"))
    if spoiled and chance.random() < 0.3:
        for _ in range(chance.choice((1, 3, 10))):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def judge(data: bytes) -> str:
    """Read bytes as a file's; return `pages` or the code of why it is refused. Raises AssertionError if all is not well."""
    try:
        texts = decode(data).texts
    except DecodeError as error:
        return error.code
    for text in texts:
        check(text)
    return "pages"


def cases(pages: list[bytes], seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield mutated pages, each with the words that make it again."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        yield f"seed {seed}, case {number}", mutated(chance.choice(pages), chance)


def sample_pages() -> list[bytes]:
    """Return the bytes of our sample pages."""
    return [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]
