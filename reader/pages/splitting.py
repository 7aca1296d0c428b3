"""Bodies that were printed one under another without a dateline between them, taken apart.

A story without a dateline begins like any paragraph. What gives it away is a headline that speaks of that paragraph
and of nothing before it, words that do not go on, and an opening as stories open. Each is weak; together they are
log-odds, and a body is split where they are for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, replace

from reader.pages import cues
from reader.pages.drafts import Body, Boundary, Drafts, Run, is_enumerated
from reader.pages.headlines import Group, atoms_of, fit, place_headlines, tells_figure
from reader.pages.leads import lead_odds, names_another_day
from reader.pages.matching import bigrams
from reader.pages.rows import Line

_TRIES = 30
_LEAD, _HEAD = 70, 100
_MOST_PARAGRAPHS = 60
_LIKELY = 0.0
"""Log-odds from which a body is split."""
_CHANCE, _DOUBTED = -1.0, -4.0
"""Log-odds, were a headline found, from which a split is tried, and from which it may be a doubt."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a paragraph that may begin a story of its own."""

    told: float
    """How much more the headline row that fits best shares with its opening than with what is before (0 to 1)."""
    tied: float
    """Share of its rare pairs that the paragraph right before has too."""
    shared: float
    """Share of the rare pairs it opens with that are anywhere before."""
    opening: float
    """How much it reads like a lead, in nats."""
    other_day: float
    """1 if it begins with a day that is not named before."""
    length: float
    """The logarithm of the characters of the shorter half."""
    unsigned: float
    """The logarithm of the share of the page's stories that have no dateline."""
    headed: float = 1.0
    """1 if the page's headlines, placed anew, give it one."""
    gain: float = 0.7
    """How much better they fit then."""
    taken: float = 0.0
    """How well that headline fitted where it was."""
    torn: float = 0.0
    """1 if that headline's rows were set tightly with another's."""
    quoted: float = 0.0
    """1 if that headline, cut from rows above it, begins as subtitles do: with a figure told below word for word."""
    lost: float = 0.0
    """1 if what is before had a headline and has none then."""


# By logistic regression on the bench's dev pages, whose bodies were merged at random besides
# (`python -m scripts.bench.evidence`).
_WEIGHTS = Signs(5.16, -15.69, -6.77, 0.59, 1.85, 0.54, 0.59, 2.29, 2.08, -0.53, -5.42, -6.94, -1.21)
_CONSTANT = -6.90
_NAMES = tuple(field.name for field in fields(Signs))


def odds(signs: Signs) -> float:
    """Return the log-odds that a paragraph begins a story."""
    total: float = sum(getattr(_WEIGHTS, name) * getattr(signs, name) for name in _NAMES)
    return _CONSTANT + total


def split_bodies(drafts: Drafts, groups: list[Group], *, tight: bool) -> tuple[Drafts, list[Group]]:
    """Return the drafts and groups with hidden stories split off."""
    found, refused = dict[int, float](), dict[int, float]()
    places = candidates(drafts, tight)
    for _ in range(_TRIES):
        place = next((place for place in places if place.line.index not in refused), None)
        if place is None or odds(place.signs) < _CHANCE:
            break
        attempt, placed, signs = attempted(drafts, groups, place, tight=tight)
        likely = odds(signs)
        if likely >= _LIKELY:
            drafts, groups = attempt, placed
            found[place.line.index] = likely
            refused = {}
            places = candidates(drafts, tight)
        else:
            refused[place.line.index] = likely
    untried = {place.line.index: odds(replace(place.signs, headed=0.0, gain=0.0)) for place in places}
    refused = untried | refused
    for number, body in enumerate(drafts.bodies):
        _doubt(body, drafts.bodies[number - 1] if number else None, found, refused)
    return drafts, groups


def _doubt(body: Body, before: Body | None, found: Mapping[int, float], refused: Mapping[int, float]) -> None:
    """Note the starts that were made or refused in a body, and how sure each is."""
    for number, (first, *_) in enumerate(body.paragraphs):
        if number == 0 and before is not None and first.index in found:
            last = before.paragraphs[-1][-1].text
            body.boundaries.append(Boundary(_margin(found[first.index]), last, first, made=True))
        elif number and first.index in refused:
            body.boundaries.append(Boundary(_margin(refused[first.index]), first.text, first, made=False))


def _margin(likely: float) -> float:
    """Return log-odds as what is above even chances, 0 to 1."""
    return abs(math.tanh(likely / 2))


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph within a body, its first line, and what is known of it before a split is tried."""

    body: int
    paragraph: int
    line: Line
    signs: Signs


def candidates(drafts: Drafts, tight: bool, least: float = _DOUBTED) -> list[Place]:
    """Return where a story may begin, the likeliest first."""
    rows = _headline_pairs(drafts, tight)
    texts = [[_text(lines) for lines in body.paragraphs] for body in drafts.bodies]
    pairs = [[bigrams(text) for text in body] for body in texts]
    frequency = Counter(pair for body in pairs for pair in {pair for paragraph in body for pair in paragraph})
    unsigned = _unsigned(drafts)
    found: list[Place] = []
    for b, body in enumerate(drafts.bodies):
        if body.column is not None:
            continue
        before = set[str]()
        for p in range(1, min(len(texts[b]), _MOST_PARAGRAPHS)):
            before.update(pairs[b][p - 1])
            if is_enumerated(texts[b][p]) or body.paragraphs[p][0].index in drafts.said.starts:
                continue
            signs = _signs(texts[b], pairs[b], p, before, frequency, rows, unsigned)
            if odds(signs) >= least:
                found.append(Place(b, p, body.paragraphs[p][0], signs))
    return sorted(found, key=lambda place: -odds(place.signs))


def attempted(
    drafts: Drafts, groups: Sequence[Group], place: Place, *, tight: bool
) -> tuple[Drafts, list[Group], Signs]:
    """Return drafts and groups with a body split, and what is known of the place then."""
    attempt = _split(drafts, place.body, place.paragraph)
    placed = place_headlines(attempt, tight=tight)
    own = {id(line) for group in placed if group.body == place.body + 1 for line in group.lines}
    were = (group.gain for group in groups if any(id(line) in own for line in group.lines))
    others = {line.index for group in placed if group.body != place.body + 1 for line in group.lines}
    beside = (
        line.index + step
        for group in placed
        if group.body == place.body + 1
        for line in group.lines
        for step in (-1, 1)
    )
    headed = {group.body for group in placed}
    signs = replace(
        place.signs,
        headed=float(bool(own)),
        gain=fit(placed, attempt) - fit(groups, drafts),
        taken=max(were, default=0.0),
        torn=float(tight and any(index in others for index in beside)),
        quoted=float(
            any(_begins_as_subtitle(group, attempt) for group in placed if group.body == place.body + 1)
        ),
        lost=float(place.body not in headed and any(group.body == place.body for group in groups)),
    )
    return attempt, placed, signs


def _headline_pairs(drafts: Drafts, tight: bool) -> list[frozenset[str]]:
    """Return the pairs of each headline row, and of rows set tightly together."""
    texts = dict.fromkeys(
        text
        for run in drafts.runs
        for atom in atoms_of(run.lines, tight)
        for text in (_text(atom), *(line.text for line in atom))
    )
    return [frozenset(pairs) for text in texts if len(pairs := bigrams(text)) >= 3]


def _signs(
    texts: Sequence[str],
    pairs: Sequence[Sequence[str]],
    p: int,
    before: set[str],
    frequency: Counter[str],
    rows: Sequence[frozenset[str]],
    unsigned: float,
) -> Signs:
    front, rest = "".join(texts[:p]), "".join(texts[p:])
    opening = frozenset(bigrams(texts[p][:_LEAD]))
    told = 0.0
    for row in rows:
        share = len(row & opening) / len(row)
        if share > told:
            told = max(told, share - len(row & before) / len(row))
    rare = [pair for pair in pairs[p] if frequency[pair] == 1]
    last = frozenset(pairs[p - 1])
    first = [pair for pair in bigrams(rest[:_HEAD]) if frequency[pair] <= 1]
    return Signs(
        told,
        sum(pair in last for pair in rare) / max(1, len(rare)),
        sum(pair in before for pair in first) / max(1, len(first)),
        lead_odds(texts[p]),
        float(names_another_day(texts[p], front)),
        math.log(max(1, min(len(front), len(rest)))),
        unsigned,
    )


def _begins_as_subtitle(group: Group, drafts: Drafts) -> bool:
    first = group.lines[0]
    above = drafts.runs[group.run].lines[0].index < first.index
    return above and group.body is not None and tells_figure(first, drafts.bodies[group.body].text)


def _unsigned(drafts: Drafts) -> float:
    news = [
        body.paragraphs[0][0].text
        for body in drafts.bodies
        if body.column is None and body.byline is None and not body.continued
    ]
    return math.log((sum(not cues.is_dateline(text) for text in news) + 0.5) / (len(news) + 1))


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
