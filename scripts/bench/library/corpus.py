"""Invented newspaper pages in any number, in natural words: the same ones for the same seed.

    python -m scripts.bench.library.corpus FOLDER [--pages N] [--seed N]

Words are drawn from jieba's dictionary as often as it counted them, so that characters and pairs of them are as frequent
as in real text (some 4,000 distinct ones on 100 pages); sentences mean nothing. Pages are set as an extractor gives real
ones (`scripts.samples.layout`): news with datelines, proposals in a column, halves that go on from page to page.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate, islice
from pathlib import Path

from scripts.samples.layout import rows

SEED = 7
PAPERS = ("清河日报", "澜江晚报", "望川商报", "青枫农民报", "石渡时报")
PAGES_A_DAY = 4
FIRST_DAY = date(2021, 1, 4)
COLUMN = "“我为{}献一策”金点子摘登"
UNITS = (
    "清河县林业局", "清河大学乡村建设研究所", "望川区民政局", "石渡县第三小学", "青枫县农业农村局", "澜江市公交公司",
    "市政协社会法制委", "澜江恒谷新材料有限公司", "望川区卫生健康局", "清河县供销合作社", "澜江市图书馆", "石渡镇人民政府",
)  # fmt: skip
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
)
LABELS = (
    ("一是", "二是", "三是", "四是"), ("（一）", "（二）", "（三）", "（四）"), ("第一，", "第二，", "第三，", "第四，"), ("1.", "2.", "3.", "4."),
)  # fmt: skip
WIDTHS = (17.5, 18.5, 20.5)

_WORD = re.compile(r"[\u4e00-\u9fff]+")
_CUE = re.compile(
    r"[一二三四五六七八九十]是|第[一二三四五六七八九十]|[讯电版摄]|记者|日报|通讯|公告|启事|声明|专栏|整理"
)
"""Words that a page would be cut at; they stand only where the page's setter means them."""
_BUFFER = 4096


@dataclass(frozen=True, slots=True)
class Text:
    """What one article says; a proposal has an affiliation and an author, news a reporter instead."""

    title: str
    paragraphs: tuple[str, ...]
    affiliation: str = ""
    author: str = ""


class Words:
    """A stream of words as frequent as in real text."""

    def __init__(self, rng: random.Random) -> None:
        """Take where chance comes from."""
        self._rng = rng
        self._left: list[str] = []

    def take(self, count: int) -> list[str]:
        """Return the next words."""
        if len(self._left) < count:
            words, weights = _dictionary()
            self._left = self._rng.choices(words, cum_weights=weights, k=_BUFFER)
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def sentence(self) -> str:
        """Return a sentence of one to five clauses, with its full stop."""
        clauses = ["".join(self.take(self._rng.randint(4, 8))) for _ in range(self._rng.randint(1, 5))]
        return "，".join(clauses) + "。"


def sentences(seed: int = SEED) -> Iterator[str]:
    """Yield sentences without end, the same ones for the same seed."""
    words = Words(random.Random(seed))
    while True:
        yield words.sentence()


def article(rng: random.Random, words: Words | None = None) -> tuple[str, tuple[str, ...]]:
    """Return an article's title and paragraphs: some 400 characters; `words` is drawn from, if given."""
    words = words or Words(rng)
    paragraphs = tuple(
        "".join(words.sentence() for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(3, 7))
    )
    return _title(rng, paragraphs), paragraphs


def news(rng: random.Random, words: Words, paper: str, day: date) -> Text:
    """Return a piece of news with its dateline."""
    title, paragraphs = article(rng, words)
    dateline = f"{paper}{day.month}月{day.day}日讯（记者 {name(rng)} 通讯员 {name(rng)}）"
    return Text(title, (dateline + paragraphs[0], *paragraphs[1:]))


def proposal(rng: random.Random, words: Words) -> Text:
    """Return a proposal: a paragraph on what is wrong, then two to four measures."""
    title, paragraphs = article(rng, words)
    labels = rng.choice(LABELS)
    measures = (label + text for label, text in zip(labels, paragraphs[1:], strict=False))
    return Text(title, (paragraphs[0], *measures), rng.choice(UNITS), name(rng))


def name(rng: random.Random) -> str:
    """Return a person's name."""
    return rng.choice(SURNAMES) + "".join(
        rng.choices("小禾可澄承岳晓棠庭筠暮云北辰一苇川远舟庆余", k=rng.randint(1, 2))
    )


def write_corpus(folder: Path, pages: int, seed: int = SEED) -> list[Path]:
    """Write one page a file into `folder`/paper/year/month; return the files. What is there already is written over.

    Names say paper, date and page, as in 清河日报2021-01-04_02版.txt; more pages add to fewer, whose text stays the same.
    """
    written = []
    for number, (paper, day, page) in enumerate(islice(places(), pages)):
        place = folder / paper / str(day.year) / f"{day.month:02}"
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"{paper}{day.isoformat()}_{page:02}版.txt"
        file.write_text(page_text(random.Random(f"{seed} {number}"), paper, day, page), "utf-8")
        written.append(file)
    return written


def kept_corpus(pages: int) -> Path:
    """Return a folder with that many pages in the folder for temporary files, written if it is not there yet."""
    folder = Path(tempfile.gettempdir(), f"xiance-corpus-{SEED}-{pages}")
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        write_corpus(unfinished, pages)
        unfinished.replace(folder)
    return folder


def places() -> Iterator[tuple[str, date, int]]:
    """Yield paper, date and page without end, day by day."""
    day = FIRST_DAY
    while True:
        for paper in PAPERS:
            for page in range(1, PAGES_A_DAY + 1):
                yield paper, day, page
        day += timedelta(days=1)


def page_text(rng: random.Random, paper: str, day: date, page: int) -> str:
    """Return a page's text. Page 1 sends a story on to page 2, page 3 has the proposals, the others news."""
    words = Words(rng)
    printed: list[str] = []
    if page == 3:
        printed.append(COLUMN.format(paper[:2]))
        for _ in range(rng.randint(7, 9)):
            printed += _set(rng, proposal(rng, words))
        printed.append(f"（本报记者 {name(rng)} 整理）")
    if page == 2:
        _title_of_half, (first, *rest) = article(rng, words)
        printed += _rows(rng, (f"▲（紧接1版①）{first}", *rest))
    stories = [
        news(rng, words, paper, day) for _ in range(rng.randint(2, 3) if page == 3 else rng.randint(8, 11))
    ]
    for number, text in enumerate(stories):
        turn = page == 1 and number == 0
        printed += _set(rng, text, "（下转2版①）" if turn else "")
    return "\n\n".join(printed) + "\n"


def _set(rng: random.Random, text: Text, turn: str = "") -> list[str]:
    """Return an article's rows; rows of one headline are one string, with a line feed between them."""
    *before, last = text.paragraphs
    head = [_headline(text.title)]
    if text.author:
        head.append(f"{text.affiliation} {text.author}")
    return [*head, *_rows(rng, (*before, last + turn))]


def _rows(rng: random.Random, paragraphs: Sequence[str]) -> list[str]:
    width = rng.choice(WIDTHS)
    return [row for paragraph in paragraphs for row in rows(paragraph, width)]


def _headline(title: str) -> str:
    half = len(title) // 2
    return title if len(title) < 14 else f"{title[:half]}\n{title[half:]}"


def _title(rng: random.Random, paragraphs: Sequence[str]) -> str:
    """Return a title of rare words of the article: that is how headlines and their texts are alike."""
    rank = _ranks()
    pieces = re.split("[，。]", paragraphs[0] + paragraphs[1])
    clauses = sorted(
        filter(None, pieces), key=lambda clause: min(map(rank.__getitem__, clause)), reverse=True
    )
    chosen: str = max(clauses[:2], key=len)
    return chosen[: rng.randint(9, 18)]


@cache
def _dictionary() -> tuple[list[str], list[int]]:
    """Return words and their cumulated frequencies."""
    words, counts = [], []
    for line in (files("jieba") / "dict.txt").read_text("utf-8").splitlines():
        word, count, _kind = line.split(" ")
        if _WORD.fullmatch(word) and not _CUE.search(word):
            words.append(word)
            counts.append(int(count))
    return words, list(accumulate(counts))


@cache
def _ranks() -> dict[str, int]:
    """Return how rare each character is: 0 is the commonest."""
    words, cumulated = _dictionary()
    counts: dict[str, int] = {}
    before = 0
    for word, after in zip(words, cumulated, strict=True):
        for char in word:
            counts[char] = counts.get(char, 0) + after - before
        before = after
    return {char: rank for rank, char in enumerate(sorted(counts, key=counts.__getitem__, reverse=True))}


def main() -> int:
    """Write a corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    print(len(write_corpus(options.folder, options.pages, options.seed)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
