"""How well doubts tell what is wrong: the whole trade-off, for headlines and for where articles begin.

    python -m scripts.bench.doubts [FOLDER] [--rounds N] [--fit]

A headline is right if its article has just the rows the truth gives it; an article that should have one and has none
is wrong. A boundary is wrong where an article begins and none should, or where a true start was missed inside a body;
right are all other articles' starts. Pages are tried as printed and, as those have few errors, with datelines taken
off some stories (`scripts/bench/evidence.py`). `--fit` prints the weights of `reader/pages/sureness.py`, and how well
weights of one half of the pages do on the other.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reader.pages.doubting import MADE, REFUSED, THIN
from reader.pages.drafts import Drafts, gather
from reader.pages.headlines import Group, place_headlines
from reader.pages.matching import Bodies
from reader.pages.rows import read_rows
from reader.pages.segments import label_lines
from reader.pages.splitting import split_bodies
from reader.pages.sureness import Hints, doubt_headlines, hinted
from scripts.bench.evidence import SHARES, parity, regression, unsigned
from scripts.bench.scoring import folder_or_dev, pages

STEPS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 1.01)
NAMES = tuple(field.name for field in fields(Hints))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision of the parse: what it is about, how sure it was, and whether it was right."""

    about: str
    page: str
    changed: bool
    """True on a page some of whose datelines were taken off."""
    margin: float
    right: bool
    hints: Hints | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the trade-offs; return 1 where there are no pages."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.doubts", description="Try how well doubts tell what is wrong."
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--fit", action="store_true", help="print the weights of a headline's hints")
    options = parser.parse_args(arguments)
    folder = folder_or_dev(options.folder)
    if folder is None:
        return 1
    found = [
        verdict
        for name, text, truth in pages(folder)
        for number in range(options.rounds + 1)
        for verdict in judged(name, text, truth, number)
    ]
    for changed in (False, True):
        title = "datelines taken off" if changed else "as printed"
        for about, chosen in (("headline", THIN), ("start made", MADE), ("start refused", REFUSED)):
            own = [v for v in found if v.about == about and v.changed == changed]
            right = sum(v.right for v in found if v.changed == changed and v.about == about)
            if about == "start refused":
                right = sum(v.right for v in found if v.changed == changed and v.about == "start made")
            print_curve(f"{title}, {about}", own, right, chosen)
        for parity_name, half in (("even", 0), ("odd", 1), ("all", None)):
            print_chosen(
                f"{title}, {parity_name} pages",
                [v for v in found if v.changed == changed and (half is None or parity(v.page) == half)],
            )
    if options.fit:
        print_fit(found)
    return 0


def print_curve(title: str, verdicts: Sequence[Verdict], right: int, chosen: float) -> None:
    """Print how many wrong and how many right decisions are below each margin."""
    wrong = [v.margin for v in verdicts if not v.right]
    others = [v.margin for v in verdicts if v.right]
    print(f"\n{title}: {len(wrong)} wrong, {right} right; chosen {chosen}")
    print(f"{'margin below':>14}{'wrong marked':>14}{'right marked':>14}")
    for step in sorted({*STEPS, chosen}):
        caught, disturbed = sum(m < step for m in wrong), sum(m < step for m in others)
        print(
            f"{step:14.2f}{caught / max(1, len(wrong)):14.3f}{disturbed / max(1, right):14.3f}"
            + ("  <" if step == chosen else "")
        )


def print_chosen(title: str, verdicts: Sequence[Verdict]) -> None:
    """Print the shares marked at the thresholds chosen."""
    limits = {"headline": THIN, "start made": MADE, "start refused": REFUSED}
    for name, about in (("headlines", ("headline",)), ("boundaries", ("start made", "start refused"))):
        own = [v for v in verdicts if v.about in about]
        marked = Counter((v.right, v.margin < limits[v.about]) for v in own)
        wrong = marked[False, True] + marked[False, False]
        right = sum(v.right for v in own if v.about != "start refused")
        print(
            f"{title}, {name}: {marked[False, True]} of {wrong} wrong marked ({marked[False, True] / max(1, wrong):.3f}),"
            f" {marked[True, True]} of {right} right ({marked[True, True] / max(1, right):.3f})"
        )


def print_fit(found: Sequence[Verdict]) -> None:
    """Print weights, and how well those of one half of the pages rank the other half's."""
    own = [(v, v.hints) for v in found if v.hints is not None]
    rows = [(*(getattr(hints, name) for name in NAMES), 1.0) for _, hints in own]
    right = [float(v.right) for v, _ in own]
    weight = [0.5 if v.changed else 1.0 for v, _ in own]
    scores = [0.0] * len(own)
    for half in (0, 1):
        others = [i for i, (v, _) in enumerate(own) if parity(v.page) != half]
        fitted = regression(
            [rows[i] for i in others], [right[i] for i in others], [weight[i] for i in others]
        )
        for i, (v, _) in enumerate(own):
            if parity(v.page) == half:
                scores[i] = sum(a * b for a, b in zip(fitted, rows[i], strict=True))
    for changed in (False, True):
        verdicts = [
            Verdict(v.about, v.page, v.changed, max(0.0, math.tanh(score / 2)), v.right)
            for (v, _), score in zip(own, scores, strict=True)
            if v.changed == changed
        ]
        total = sum(v.right for v in verdicts)
        print_curve(f"headlines by the other half's weights, changed {changed}", verdicts, total, THIN)
    fitted = regression(rows, right, weight)
    print()
    for name, value in zip((*NAMES, "constant"), fitted, strict=True):
        print(f"{name:12}{value:8.2f}")


def judged(name: str, text: str, truth: Mapping[str, Any], number: int) -> Iterator[Verdict]:
    """Yield the decisions on a page; numbers above 0 take datelines off first."""
    _, lines, _ = read_rows(text)
    tight = sum(line.below for line in lines) < 0.5 * len(lines)
    labelled = label_lines(lines)
    if number:
        chance = random.Random(f"{name} {number}")
        labelled = unsigned(labelled, chance, chance.choice(SHARES))
    drafts = gather(labelled, tight)
    drafts, groups = split_bodies(drafts, place_headlines(drafts, tight=tight), tight=tight)
    doubt_headlines(drafts, groups, tight=tight)
    article = {row["row"]: row["article"] for row in truth["line_truth"]}
    yield from _starts(name, drafts, article, number > 0)
    yield from _headlines(name, drafts, groups, truth, article, tight, number > 0)


def _starts(name: str, drafts: Drafts, article: Mapping[int, Any], changed: bool) -> Iterator[Verdict]:
    before: Any = None
    for body in drafts.bodies:
        made = {edge.line.index: edge.margin for edge in body.boundaries if edge.made}
        refused = {edge.line.index: edge.margin for edge in body.boundaries if not edge.made}
        for number, paragraph in enumerate(body.paragraphs):
            for place, line in enumerate(paragraph):
                own = article.get(line.index + 1)
                if number == place == 0:
                    yield Verdict("start made", name, changed, made.get(line.index, 1.0), own != before)
                elif changed and body.column is not None:
                    pass  # only a dateline ends a column of proposals: a page without it is none that is printed
                elif own != before or place == 0:
                    yield Verdict("start refused", name, changed, refused.get(line.index, 1.0), own == before)
                before = own


def _headlines(
    name: str,
    drafts: Drafts,
    groups: Sequence[Group],
    truth: Mapping[str, Any],
    article: Mapping[int, Any],
    tight: bool,
    changed: bool,
) -> Iterator[Verdict]:
    wanted = {item["id"]: set(item["headline_rows"]) for item in truth["articles"]}
    bodies = Bodies([body.text for body in drafts.bodies])
    hints = {group.body: (group, each) for group, each in hinted(drafts, groups, bodies, tight=tight)}
    for number, body in enumerate(drafts.bodies):
        owners = Counter(article.get(line.index + 1) for lines in body.paragraphs for line in lines)
        want = wanted.get(owners.most_common(1)[0][0], set())
        if number in hints:
            group, each = hints[number]
            right = {line.index + 1 for line in group.lines} == want
            yield Verdict("headline", name, changed, group.margin, right, each)
        elif want or body.lack is not None:
            yield Verdict("headline", name, changed, body.lack.margin if body.lack else 1.0, not want)


if __name__ == "__main__":
    sys.exit(main())
