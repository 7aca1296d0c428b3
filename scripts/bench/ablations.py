"""What each kind of evidence is worth: the parse's figures with one kind switched off at a time.

    python -m scripts.bench.ablations [FOLDER] [--only TEXT]

Constants and functions of `reader/pages` are replaced while the pages are parsed; nothing in the product is a switch.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from reader.pages import headlines, matching, parsing, segments, splitting
from reader.pages.drafts import Drafts
from reader.pages.headlines import Group
from reader.pages.splitting import Signs
from scripts.bench.scoring import score, shared

FIGURES = {
    "article F1": "art_f1",
    "headline": "head_assign",
    "main": "main_exact",
    "B³": "b3_body_f",
    "CER": "cer",
    "paragraph": "para_f1",
}
Change = tuple[object, str, object]


TYPICAL = Signs(0.6, 0.03, 0.05, 1.5, 0.4, 5.0, -2.0, 0.9, 0.6, 0.6, 0.1, 0.1, 0.1)
"""About what places worth a try have; it stands in for a sign that is switched off."""


def without(*names: str) -> list[Change]:
    """Return what makes some signs of splitting say the same everywhere."""
    weights = splitting._WEIGHTS
    lost = sum(getattr(weights, name) * getattr(TYPICAL, name) for name in names)
    return [
        (splitting, "_WEIGHTS", replace(weights, **dict.fromkeys(names, 0.0))),
        (splitting, "_CONSTANT", splitting._CONSTANT + lost),
    ]


def _unsplit(drafts: Drafts, groups: list[Group], *, tight: bool) -> tuple[Drafts, list[Group]]:
    return drafts, groups


def _never(*_: object) -> bool:
    return False


def _kept(groups: list[Group], *_: object) -> list[Group]:
    return groups


def _unfilled(self: Any, i: int) -> tuple[list[float], list[float]]:
    zeros = [0.0] * len(self.widths)
    return zeros, list(zeros)


def _alike(self: Any, texts: Sequence[str]) -> None:
    _BODIES(self, texts)
    self.rarity = dict.fromkeys(self.rarity, 1.0)


_BODIES: Callable[..., None] = matching.Bodies.__init__
_LOOK = segments._look


def _loose(line: Any, following: str, tight: bool, signature: bool) -> Any:
    return _LOOK(replace(line, above=False, below=False), following, tight, signature)


def _undated(*arguments: Any) -> Any:
    return replace(_LOOK(*arguments), dateline=False)


def _unfinished(*arguments: Any) -> Any:
    return replace(_LOOK(*arguments), sentence_end=0.0)


def _no_subhead(line: Any, *arguments: Any) -> Any:
    return replace(_LOOK(line, *arguments), subhead=False, sentence_end=segments._end_cost(line.text))


def _one_width(lines: Sequence[Any]) -> list[float]:
    return [max((line.em for line in lines), default=20.0)]


CHANGES: Mapping[str, Sequence[Change]] = {
    "rows: that full rows go on": [(segments._Programme, "_full", _unfilled)],
    "rows: that no row is wider than its column": [(segments._Programme, "_fit", _unfilled)],
    "rows: columns' widths (one for all)": [(segments, "column_widths", _one_width)],
    "rows: lost indents": [(segments, "INDENT_EM", 0.0)],
    "rows: adjacency": [(segments, "_look", _loose)],
    "rows: datelines": [(segments, "_look", _undated)],
    "rows: ends of sentences": [(segments, "_look", _unfinished)],
    "rows: sub-heads": [(segments, "_look", _no_subhead)],
    "headlines: more weight for leads": [(matching, "_LEAD_BONUS", 0.0)],
    "headlines: rarity": [(matching.Bodies, "__init__", _alike)],
    "headlines: nearness": [(headlines, "_NEAR_AFTER", 0.0), (headlines, "_NEAR_BEFORE", 0.0)],
    "headlines: price of a cut": [(headlines, "_SWITCH", 0.0), (headlines, "_TEAR", 0.0)],
    "headlines: higher price between tight rows": [(headlines, "_TEAR", headlines._SWITCH)],
    "headlines: fine for many rows": [(headlines, "_OVERLONG", 0.0), (headlines, "_TOO_LONG", 0.0)],
    "headlines: rows left over join a neighbour": [(headlines, "_adopt", _kept)],
    "headlines: figures told below are subtitles": [(headlines, "tells_figure", _never)],
    "headlines: series' slogans are kickers": [(headlines, "_SERIES", re.compile(r"(?!)"))],
    "splitting: all of it": [(parsing, "split_bodies", _unsplit)],
    "splitting: a headline that tells of the place": without("told"),
    "splitting: words that go on": without("tied", "shared"),
    "splitting: openings as leads have": without("opening", "other_day"),
    "splitting: another day": without("other_day"),
    "splitting: length of what is split": without("length"),
    "splitting: how many have no dateline": without("unsigned"),
    "splitting: headlines placed anew": without("headed", "gain", "taken", "lost"),
    "splitting: headlines torn, subtitles alone": without("torn", "quoted"),
}


@contextlib.contextmanager
def changed(changes: Sequence[Change]) -> Iterator[None]:
    """Replace attributes for a while."""
    with contextlib.ExitStack() as stack:
        for target, name, value in changes:
            stack.enter_context(mock.patch.object(target, name, value))
        yield


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a Markdown table; return 1 where there are no pages."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.ablations", description="Switch off evidence, one kind at a time."
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="TEXT", help="only kinds whose name holds TEXT")
    options = parser.parse_args(arguments)
    bench = shared()
    if bench is None:
        print("no shared bench: set XIANCE_SHARED, or put `shared` beside the repo", file=sys.stderr)
        return 1
    folder = options.folder or bench / "bench" / "pages" / "dev"
    whole = score(folder, bench)[""]
    print(f"| without | {' | '.join(FIGURES)} |")
    print("|---" * (len(FIGURES) + 1) + "|")
    print(f"| (nothing) | {' | '.join(f'{whole[key]:.4f}' for key in FIGURES.values())} |")
    for title, changes in CHANGES.items():
        if options.only in title:
            with changed(changes):
                found = score(folder, bench)[""]
            row = " | ".join(f"{found[key] - whole[key]:+.4f}" for key in FIGURES.values())
            print(f"| {title} | {row} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
