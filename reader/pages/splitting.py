"""Bodies that were printed one under another without a dateline between them, taken apart by their headlines.

A story without a dateline begins like any paragraph; what gives it away is a headline that speaks of that paragraph
and of nothing before it. A split is tried where one does, and kept if the page's headlines fit better as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from reader.pages import cues
from reader.pages.drafts import Body, Boundary, Drafts, Run, is_enumerated
from reader.pages.headlines import Group, atoms_of, fit, place_headlines
from reader.pages.matching import Bodies, bigrams
from reader.pages.rows import Line

_TRIES = 12
_LEAD = 70
_SPEAKS = 0.42
_MORE_THAN_BEFORE = 0.12
_GAIN = 0.33
_COHESION, _CROSS, _FITTED = 3.0, 0.8, 0.5
_FITS_WELL = 0.6
_MOST_PARAGRAPHS = 60
_THIN = 0.12


def split_bodies(drafts: Drafts, groups: list[Group], *, tight: bool) -> tuple[Drafts, list[Group]]:
    """Return the drafts and groups with hidden stories split off."""
    before = fit(groups, drafts)
    tried: set[int] = set()
    for _ in range(_TRIES):
        place = _candidate(drafts, tight, tried)
        if place is None:
            break
        body, paragraph = place
        tried.add(drafts.bodies[body].paragraphs[paragraph][0].index)
        attempt = _split(drafts, body, paragraph)
        placed = place_headlines(attempt, tight=tight)
        after = fit(placed, attempt)
        surplus = after - before - _GAIN - _objections(attempt, body, groups, placed)
        front, rest = attempt.bodies[body], attempt.bodies[body + 1]
        if surplus >= 0:
            drafts, groups, before = attempt, placed, after
            if surplus < _THIN:
                rest.boundary = Boundary(surplus, front.paragraphs[-1][-1].text, rest.paragraphs[0][0])
        elif surplus > -_THIN:
            first = rest.paragraphs[0][0]
            drafts.bodies[body].boundary = Boundary(-surplus, first.text, first)
    return drafts, groups


def _objections(attempt: Drafts, body: int, groups: list[Group], placed: list[Group]) -> float:
    """Return what speaks against a split: one story's words go on after it, and its headline speaks of both halves."""
    front, rest = attempt.bodies[body].text, attempt.bodies[body + 1].text
    elsewhere = {
        pair
        for b, other in enumerate(attempt.bodies)
        if b not in (body, body + 1)
        for pair in bigrams(other.text)
    }
    before, after = set(bigrams(front)), set(bigrams(rest))
    own = [pair for pair in bigrams(rest[:100]) if pair not in elsewhere]
    cohesion = sum(pair in before for pair in own) / max(1, len(own))
    left = [pair for group in placed if group.body == body for pair in bigrams(group.text)]
    cross = sum(pair in after for pair in left) / max(1, len(left))
    taken = {id(line) for group in placed if group.body == body + 1 for line in group.lines}
    fitted = max(
        (group.gain for group in groups if any(id(line) in taken for line in group.lines)), default=0.0
    )
    return _COHESION * cohesion + _CROSS * cross + _FITTED * max(0.0, fitted - _FITS_WELL)


def _candidate(drafts: Drafts, tight: bool, tried: set[int]) -> tuple[int, int] | None:
    """Return the body and paragraph of which some headline rows speak most clearly, if any do."""
    places = [
        (b, p)
        for b, body in enumerate(drafts.bodies)
        if body.column is None
        for p in range(1, min(len(body.paragraphs), _MOST_PARAGRAPHS))
        if body.paragraphs[p][0].index not in tried
        and not is_enumerated(body.paragraphs[p][0].text)
        and body.paragraphs[p][0].index not in drafts.said.starts
    ]
    if not places:
        return None
    leads = Bodies([_text(drafts.bodies[b].paragraphs[p])[:_LEAD] for b, p in places])
    fronts = Bodies([_front(drafts.bodies[b], p) for b, p in places])
    best, found = 0.0, None
    for run in drafts.runs:
        for atom in atoms_of(run.lines, tight):
            pairs = bigrams("".join(line.text for line in atom))
            if len(pairs) < 3:
                continue
            for number, place in enumerate(places):
                share = _plain(leads, pairs, number)
                if share < _SPEAKS or share <= best:
                    continue
                if share >= _plain(fronts, pairs, number) + _MORE_THAN_BEFORE:
                    best, found = share, place
    return found


def _plain(bodies: Bodies, pairs: Sequence[str], number: int) -> float:
    bag = bodies.bags[number]
    return sum(pair in bag for pair in pairs) / len(pairs)


def _front(body: Body, paragraph: int) -> str:
    return "".join(_text(lines) for lines in body.paragraphs[:paragraph])


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _split(drafts: Drafts, index: int, paragraph: int) -> Drafts:
    """Return drafts in which a body ends before a paragraph and a new one begins with it."""
    body = drafts.bodies[index]
    first, second = copy(body), Body(body.paragraphs[paragraph:])
    first.paragraphs = body.paragraphs[:paragraph]
    second.continued = cues.MARK.match(second.paragraphs[0][0].text) is not None
    bodies = [*drafts.bodies[:index], first, second, *drafts.bodies[index + 1 :]]

    def shift(number: int | None, *, own: int) -> int | None:
        if number is None or number < index:
            return number
        return own if number == index else number + 1

    runs = [
        Run(
            run.lines,
            shift(run.before, own=index + 1),
            shift(run.after, own=index),
            shift(run.bound, own=index),
        )
        for run in drafts.runs
    ]
    return replace(drafts, bodies=bodies, runs=runs)
