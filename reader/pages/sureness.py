"""How sure each headline's place is: one probability out of several weak hints.

The gap to the next body alone says little: look-alike stories have small gaps and are mostly right, and a row that
belongs to the neighbour hides in a group that fits well. So a headline's rows, its neighbours and its body are asked too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from reader.pages import cues
from reader.pages.drafts import Drafts, Lack
from reader.pages.headlines import Group
from reader.pages.matching import Bodies, bigrams
from reader.pages.rows import Line


@dataclass(frozen=True, slots=True)
class Hints:
    """What speaks for and against a headline's place."""

    gap: float
    """By how much its body gains more than the next one (share of its rare pairs, at most 1)."""
    share: float
    """Share of its rare pairs that its body has."""
    weakest: float
    """The same of the row that has least of it."""
    stray: float
    """By how much some row of it says more of another body than of its own."""
    left: float
    """Share, in its body, of the likeliest row beside it that went elsewhere."""
    above: float
    """1 if its run stands right above its body."""
    below: float
    """1 if its run stands right below its body."""
    bound: float
    """1 if a byline stands between it and its body."""
    long: float
    """Rows above three."""
    torn: float
    """1 if it was set tightly with rows that went elsewhere."""
    alone: float
    """1 if no other headline is in its run."""
    unsigned: float
    """1 if its body has neither dateline nor byline."""
    split: float
    """How unsure it is where its body begins and ends: 1 less the least margin of its boundaries."""


# By logistic regression on the bench's dev pages, as printed and with datelines taken off
# (`python -m scripts.bench.doubts --fit`).
WEIGHTS = Hints(3.12, 0.38, 2.44, 0.9, -2.51, 1.67, -0.89, 0.26, -0.29, 2.86, 2.46, 0.04, -3.09)
CONSTANT = 0.66
_LACK = 0.2
"""The margin of a story's having no headline: nearly every story has one."""


def sure(hints: Hints) -> float:
    """Return the log-odds that a headline's rows are the right ones and its body the right one."""
    total: float = sum(getattr(WEIGHTS, each.name) * getattr(hints, each.name) for each in fields(Hints))
    return CONSTANT + total


def doubt_headlines(drafts: Drafts, groups: Sequence[Group], *, tight: bool) -> None:
    """Give every placed headline its margin, and stories without one what may be theirs."""
    bodies = Bodies([body.text for body in drafts.bodies])
    named = {group.body: group.text for group in groups if group.body is not None}
    for group, hints in hinted(drafts, groups, bodies, tight=tight):
        group.margin = max(0.0, math.tanh(sure(hints) / 2))
        if group.rival is not None:
            group.instead = named.get(group.rival) or drafts.bodies[group.rival].paragraphs[0][0].text
    unplaced = [group for group in groups if group.body is None]
    for number, body in enumerate(drafts.bodies):
        if number in named or body.continued or body.column is not None or not groups:
            continue
        best = max(unplaced or groups, key=lambda group: bodies.share(bigrams(group.text), number))
        body.lack = Lack(_LACK, best.text, tuple(best.lines))


def hinted(
    drafts: Drafts, groups: Sequence[Group], bodies: Bodies, *, tight: bool
) -> list[tuple[Group, Hints]]:
    """Return the placed headlines with what is known of each."""
    owner = {line.index: group for group in groups for line in group.lines}
    beside = {line.index: near for run in drafts.runs for line, near in _neighbours(run.lines)}
    runs = [{id(owner[line.index]) for line in run.lines if line.index in owner} for run in drafts.runs]
    found: list[tuple[Group, Hints]] = []
    for group in groups:
        if group.body is None:
            continue
        number, body, run = group.body, drafts.bodies[group.body], drafts.runs[group.run]
        shares = [_shares(line, bodies) for line in group.lines]
        near = [
            other
            for line in group.lines
            for other in beside.get(line.index, ())
            if owner.get(other.index) is not group
        ]
        tightly = (abs(line.index - other.index) == 1 for line in group.lines for other in near)
        hints = Hints(
            gap=min(1.0, max(-0.5, group.gap)),
            share=bodies.share(bigrams(group.text), number),
            weakest=min(row[number] for row in shares),
            stray=max(max(row) - row[number] for row in shares),
            left=max((bodies.share(bigrams(line.text), number) for line in near), default=0.0),
            above=float(run.after == number),
            below=float(run.before == number),
            bound=float(run.bound == number),
            long=float(max(0, len(group.lines) - 3)),
            torn=float(tight and any(tightly)),
            alone=float(len(runs[group.run]) == 1),
            unsigned=float(body.byline is None and not cues.is_dateline(body.paragraphs[0][0].text)),
            split=_unsure(drafts, number),
        )
        found.append((group, hints))
    return found


def _unsure(drafts: Drafts, number: int) -> float:
    edges = list(drafts.bodies[number].boundaries)
    if number + 1 < len(drafts.bodies):
        edges += [edge for edge in drafts.bodies[number + 1].boundaries if edge.made]
    return 1 - min((edge.margin for edge in edges), default=1.0)


def _neighbours(lines: Sequence[Line]) -> list[tuple[Line, list[Line]]]:
    return [
        (line, [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]])
        for place, line in enumerate(lines)
    ]


def _shares(line: Line, bodies: Bodies) -> list[float]:
    pairs = bigrams(line.text)
    return [bodies.share(pairs, number) for number in range(len(bodies.bags))]
