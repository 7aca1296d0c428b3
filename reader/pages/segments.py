"""Rows to segments: one dynamic programme chooses every row's role jointly.

The strongest cue is how newspapers are set: within a column all rows of a paragraph but the last are full, and the
first is two em narrower for the indent that extraction lost. Column widths are read off the page and carried in the
programme's states. Costs are in nats, by hand, from how often newspapers break each habit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.pages import cues
from reader.pages.constraints import Constraints
from reader.pages.rows import Line

Label = Literal[
    "lead", "paragraph", "more", "headline", "byline", "mark", "tail", "credit", "header", "furniture", "caption", "caption+", "signature"
]  # fmt: skip
INDENT_EM = 2.0
NEVER = 1e9
_FORBIDDEN = 1e4
"""What a role costs that the reader excluded: more than any page's worth of habits, less than the impossible."""
_MAX_WIDTHS = 6
_FEW = 60
_ENDLESS = 100.0
"""Em from which a row was not printed as one: a text with a paragraph a row."""
_NOTICE_TITLE = 14
"""Characters of the longest row that is a headline for being a notice's title: a longer one may be a body's."""
_LOOK = 150
"""Characters at either end of a row that are looked at: printed rows are shorter; a whole text in one row must not cost."""
_SENTENCE_END = frozenset("。！？…")
_CLOSERS = frozenset("”’」』）)》】")
_NO_START = frozenset("，。、；：？！”’）》】」』…％%")
_WRITERS = re.compile(r"记者|通讯员")
_BODY: tuple[Label, ...] = ("lead", "paragraph", "more")
_NOISE: tuple[Label, ...] = ("tail", "credit", "header", "furniture", "caption", "caption+", "signature")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its role; `margin` is what the best reading without an article's start here (or with one) costs."""

    line: Line
    label: Label
    width: float


@dataclass(frozen=True, slots=True)
class _Words:
    """What a line's words say, looked up once."""

    dateline: bool
    mark: bool
    mark_only: bool
    byline: bool
    tail: bool
    credit: bool
    header: bool
    furniture: bool
    caption_end: bool
    unclosed: bool
    signature: bool
    subhead: bool
    sentence_end: float
    headline: float


def column_widths(lines: Sequence[Line]) -> list[float]:
    """Return the widths of the page's columns in em, widest habit first: the modes of its rows' widths."""
    counts = Counter(round(line.em * 2) / 2 for line in lines if not line.spaced and line.em >= 6)
    smooth = {w: counts[w] + 0.6 * (counts[w - 0.5] + counts[w + 0.5]) for w in counts}
    # A paragraph's first rows make an echo two em below their column's width; take it off.
    for width in sorted(smooth, reverse=True):
        echo = width - INDENT_EM
        if echo in smooth:
            smooth[echo] -= min(smooth[echo], 0.35 * smooth[width])
    found: list[float] = []
    for width, count in sorted(smooth.items(), key=lambda item: (-item[1], -item[0])):
        if count < max(2.5, 0.015 * len(lines)) or len(found) == _MAX_WIDTHS:
            break
        if all(abs(width - other) > 0.9 for other in found):
            found.append(width)
    if len(lines) < _FEW:  # too few rows for modes: first rows may outnumber the full ones
        for width in list(found):
            full = width + INDENT_EM
            if sum(counts[full + step] for step in (-0.5, 0.0, 0.5)) >= 2:
                found += [full] if all(abs(full - other) > 0.9 for other in found) else []
    return found or [max((line.em for line in lines), default=20.0)]


def is_tight(lines: Sequence[Line]) -> bool:
    """Say whether adjacency means something on a page: body rows have blank rows between them, a headline's have not.

    Most rows of the wider half are body rows that another follows; where those stand right above it, all rows do, or
    a paragraph's.
    """
    wide = sorted(lines, key=lambda line: line.em)[len(lines) // 2 :]
    return all(sum(line.below for line in some) < 0.5 * len(some) for some in (lines, wide) if some)


def label_lines(lines: Sequence[Line], said: Constraints | None = None) -> list[Labelled]:
    """Return every line with its role; what the reader `said` of a line holds."""
    if not lines:
        return []
    programme = _Programme(lines, column_widths(lines), said or Constraints())
    return programme.run()


def _look(line: Line, following: str, tight: bool, signature: bool) -> _Words:
    """Return what a line's words say; `following` is the text of the line after it."""
    text = line.text[:_LOOK] + line.text[-_LOOK:] if len(line.text) > 2 * _LOOK else line.text
    mark = cues.MARK.match(text)
    marked = mark is not None and mark["verb"] != "下转"
    furniture = cues.FURNITURE.match(text) is not None and not (tight and _is_title_like(line))
    subhead = len(text) >= 4 and len(following) > len(text) and following.startswith(text)
    return _Words(
        dateline=cues.is_dateline(text) and not (furniture and not cues.goes_on_with_a_date(text, following)),
        mark=marked,
        mark_only=marked and mark is not None and mark.end() == len(text),
        byline=not furniture and (cues.byline_parts(text) is not None or cues.is_staff(text)),
        tail=cues.TAIL.match(text) is not None or (mark is not None and mark["verb"] == "下转" and mark.end() == len(text)),
        credit=cues.CREDIT.match(text) is not None,
        header=cues.is_header(text),
        furniture=furniture,
        caption_end=cues.CAPTION_END.search(text) is not None,
        unclosed=text.rfind("（") > text.rfind("）") and _WRITERS.search(text) is not None,
        signature=signature,
        subhead=subhead,
        sentence_end=0.0 if subhead else _end_cost(text),
        headline=_headline_cost(line, tight),
    )  # fmt: skip


def _is_title_like(line: Line) -> bool:
    """A section's name is printed alone; set tightly with another row it is part of a headline."""
    return (
        (line.above or line.below) and not any(char.isdigit() for char in line.text) and "责" not in line.text
    )


def _end_cost(text: str) -> float:
    """What it costs to end a paragraph with this row."""
    bare = text.rstrip("”’」』）)》】")
    if cues.TURN.search(text):
        return 0.0
    if bare and bare[-1] in _SENTENCE_END:
        return 0.0
    last = text[-1]
    return {"：": 2.0, "；": 1.0, "，": 9.0, "、": 9.0}.get(last, 2.5 if last in _CLOSERS else 5.0)


def _headline_cost(line: Line, tight: bool) -> float:
    """What it costs to read this row as a headline's; `tight` says that adjacency means something on this page."""
    text = line.text
    cost = 1.2
    if "。" in text[:-1]:
        cost += 6
    if text[-1] in "。；，、":
        cost += 6
    if text[0] in _NO_START:
        cost += 6
    cost += 1.2 * min(2, text.count("，"))
    if line.em > 26:
        cost += 3 if line.em <= 60 else 15
    if len(text) < 4:
        cost += 2
    if len(text) <= _NOTICE_TITLE and cues.is_notice_title(text) and not cues.FURNITURE.match(text):
        cost -= 3
    if "（记者" in text or "全媒体记者" in text:
        cost += 5
    if tight:
        cost += -2.2 if line.above or line.below else 0.5
    return cost


class _Programme:
    """Forward costs and back pointers over states `(label, column width)`; noise has no width."""

    def __init__(self, lines: Sequence[Line], widths: list[float], said: Constraints) -> None:
        self.tight = is_tight(lines)
        self.lines = lines
        self.widths = widths
        signed = cues.signatures([line.text for line in lines], [line.below and self.tight for line in lines])
        texts = [*(line.text for line in lines[1:]), ""]
        self.words = [
            _look(line, following, self.tight, i in signed)
            for i, (line, following) in enumerate(zip(lines, texts, strict=True))
        ]
        self.states: list[tuple[Label, int]] = [(role, k) for role in _BODY for k in range(len(widths))]
        self.states += [("headline", 0), ("byline", 0), ("mark", 0), *((role, 0) for role in _NOISE)]
        self.noise = [i for i, (label, _) in enumerate(self.states) if label in _NOISE]
        self.number = {state: i for i, state in enumerate(self.states)}
        self.said = [said.labels(line.index) for line in lines]
        if "more" in self.said[0]:  # what nothing comes before begins
            self.said[0] = ("lead",)

    def run(self) -> list[Labelled]:
        costs = self._start()
        backs: list[bytes] = []
        for i in range(1, len(self.lines)):
            costs, back = self._step(i, costs)
            backs.append(back)
        ends = self._endings(len(self.lines) - 1, costs)
        state = min(range(len(ends)), key=ends.__getitem__)
        path = [state]
        for back in reversed(backs):
            state = back[state]
            path.append(state)
        path.reverse()
        return [
            Labelled(line, self.states[state][0], self.widths[self.states[state][1]])
            for line, state in zip(self.lines, path, strict=True)
        ]

    def _start(self) -> list[float]:
        costs = [NEVER] * len(self.states)
        evident = self.words[0].dateline or self.words[0].mark
        indented, _ = self._fit(0)
        for k, cost in enumerate(indented):
            costs[k] = cost + self._word_costs(0)[0] + (0.0 if evident else 4.0)
        for state, (label, _) in enumerate(self.states):
            if label not in _BODY and label not in ("byline", "tail", "caption+", "signature"):
                costs[state] = self._own(0, label)
        if self.said[0] == ("byline",):
            costs[self.number["byline", 0]] = 0.0
        self._forbid(0, costs)
        return costs

    def _forbid(self, i: int, costs: list[float]) -> None:
        """Price the roles that the reader said a line has not."""
        if self.said[i]:
            for state, (label, _) in enumerate(self.states):
                if label not in self.said[i]:
                    costs[state] += _FORBIDDEN

    def _fit(self, i: int) -> tuple[list[float], list[float]]:
        """What it costs a body row to be wider than each column, as a paragraph's first row and as a later one."""
        em = self.lines[i].em
        over = [em - width for width in self.widths]
        return (
            [min(3.5, 1.5 * (x + INDENT_EM)) if x + INDENT_EM > 0.8 else 0.0 for x in over],
            [min(6.0, 1.5 * x) if x > 0.8 else 0.0 for x in over],
        )

    def _word_costs(self, i: int) -> tuple[float, float, float]:
        """What a row's words cost it as an article's first row, a paragraph's first row and a later row."""
        words = self.words[i]
        late = 7.0 if words.dateline else 6.0 if words.mark else 0.0
        early = -7.0 if words.dateline else -6.0 if words.mark else 0.0
        start = 8.0 if self.lines[i].text[0] in _NO_START else 0.0
        credit = 6.0 if words.credit else 0.0
        numbered = (
            -1.5
            if cues.NUMBERED.match(self.lines[i].text) and i and self.words[i - 1].sentence_end <= 0
            else 0.0
        )
        return early + start + credit, late + start + credit + numbered, late + credit

    def _own(self, i: int, label: Label) -> float:
        """What a line costs in a role that is no body's, whatever its neighbours are."""
        if label in self.said[i]:
            return 0.0
        words = self.words[i]
        endless = 12.0 if self.lines[i].em > _ENDLESS else 0.0
        if label == "headline":
            return (
                words.headline
                + (8 if words.dateline or words.mark or words.subhead else 0)
                + (4 if words.furniture or words.credit or words.tail or words.header or words.byline else 0)
            )
        return {
            "byline": -4.0 if words.byline else NEVER,
            "mark": -6.0 if words.mark_only else NEVER,
            "tail": -2.5 if words.tail else NEVER,
            "credit": -4.0 if words.credit else NEVER,
            "header": -3.0 if words.header else NEVER,
            "furniture": -1.0 if words.furniture else NEVER,
            "signature": -4.0 if words.signature else NEVER,
            "caption": 3.0 + endless,
            "caption+": 1.0 + endless,
        }[label]

    def _full(self, i: int) -> tuple[list[float], list[float]]:
        """What it costs, by column, that a body row (a first one, a later one) is followed by another of its paragraph.

        It should be full; rows in a list of names fall short, for names are not broken.
        """
        line, unclosed = self.lines[i], self.words[i].unclosed

        ended = line.em > _ENDLESS and self.words[i].sentence_end <= 0

        def cost(gap: float) -> float:
            if ended:
                return 6.0
            if line.spaced:
                return 0.3 if gap >= -4.5 else 3.0
            if gap >= -0.8:
                return 0.0
            return 0.5 if unclosed else min(8.0, 1.2 - 1.6 * (gap + 0.8))

        gaps = [line.em - width for width in self.widths]
        return [cost(gap + INDENT_EM) for gap in gaps], [cost(gap) for gap in gaps]

    def _endings(self, i: int, costs: list[float]) -> list[float]:
        """Return the costs with each state closed: paragraphs ended, captions that say they are one."""
        line, words, n = self.lines[i], self.words[i], len(self.widths)
        ended = list(costs)
        last = (
            words.sentence_end
            + (2.0 if line.spaced and line.em > 4 else 0.0)
            + (5.0 if words.unclosed else 0.0)
        )
        for k, width in enumerate(self.widths):
            gap = width - line.em
            first = last + (0.9 if gap - INDENT_EM < 0.8 else 0.0)
            ended[k] += first
            ended[n + k] += first
            ended[2 * n + k] += last + (0.9 if gap < 0.8 else 0.0)
        for label in ("caption", "caption+"):
            ended[self.number[label, 0]] += -8.0 if words.caption_end else 8.0
        return ended

    def _step(self, i: int, costs: list[float]) -> tuple[list[float], bytes]:
        ended = self._endings(i - 1, costs)
        n = len(self.widths)
        any_body = min(range(3 * n), key=ended.__getitem__)
        any_noise = min(self.noise, key=ended.__getitem__)
        new, back = [NEVER] * len(self.states), bytearray(len(self.states))
        self._step_body(i, costs, ended, (any_body, any_noise), new, back)
        words, number = self.words[i], self.number
        head = number["headline", 0]
        after_body, after_noise = (any_body, ended[any_body]), (any_noise, ended[any_noise])
        signed, caption, more = (number[label, 0] for label in ("signature", "caption", "caption+"))
        options: dict[Label, list[tuple[int, float]]] = {
            "headline": [(head, costs[head] - 0.4), (any_body, ended[any_body] + 0.6), after_noise],
            "caption+": [(caption, costs[caption]), (more, costs[more])],
        }
        if words.byline:
            options["byline"] = [(head, costs[head])]
        if words.tail:
            options["tail"] = [after_body]
        if words.signature:
            options["signature"] = [after_body, (signed, ended[signed])]
        mark = number["mark", 0]
        if self.said[i] in (("headline",), ("byline",)):
            byline = number["byline", 0]
            after_sign = [(byline, costs[byline] + 2.0), (mark, costs[mark] + 2.0)]
            options["headline"] += after_sign
            options["byline"] = [(head, costs[head]), after_body, after_noise, *after_sign]
        free = [after_body, after_noise, (head, costs[head] + 1.0), (mark, costs[mark] + 8)]
        options["caption"] = free
        signs: tuple[tuple[Label, bool], ...] = (
            ("mark", words.mark_only),
            ("credit", words.credit),
            ("header", words.header),
            ("furniture", words.furniture),
        )
        for label, there in signs:
            if there or label in self.said[i]:
                options[label] = free
        for label, choices in options.items():
            source, cost = min(choices, key=_second)
            state = number[label, 0]
            new[state] = min(cost + self._own(i, label), NEVER)
            back[state] = source
        self._forbid(i, new)
        return new, bytes(back)

    def _step_body(
        self,
        i: int,
        costs: list[float],
        ended: list[float],
        best: tuple[int, int],
        new: list[float],
        back: bytearray,
    ) -> None:
        n, number, words = len(self.widths), self.number, self.words[i]
        any_body, any_noise = best
        glued = 1.5 if self.tight and self.lines[i].above else 0.0
        evident = words.dateline or words.mark
        head, byline, mark = (number[label, 0] for label in ("headline", "byline", "mark"))
        closed = any_noise in (number["tail", 0], number["signature", 0])
        caption = number["caption+", 0]
        lead_own, paragraph_own, more_own = self._word_costs(i)
        lead = min(
            (
                (head, costs[head] + (0.5 if evident else 2.5)),
                (byline, costs[byline] - 1),
                (mark, costs[mark] - 2),
                (any_noise, ended[any_noise] + 2),
                (any_body, ended[any_body] + (1.0 if evident else 8.5)),
            ),
            key=_second,
        )
        elsewhere = min(
            (any_body, ended[any_body] + 4 + glued),
            (any_noise, ended[any_noise] + (9 if closed else 4)),
            key=_second,
        )
        if self.said[i] == ("paragraph", "more"):
            elsewhere = min(
                elsewhere, *((state, costs[state] + 4) for state in (head, byline, mark)), key=_second
            )
        indented, later = self._fit(i)
        full_first, full_later = self._full(i - 1)
        for k in range(n):
            new[k], back[k] = min(lead[1] + lead_own + indented[k], NEVER), lead[0]
            rows = (k, n + k, 2 * n + k)
            end = min(rows, key=ended.__getitem__)
            source, cost = end, ended[end] + glued
            if elsewhere[1] < cost:
                source, cost = elsewhere
            new[n + k], back[n + k] = min(cost + paragraph_own + indented[k], NEVER), source
            first = k if costs[k] <= costs[n + k] else n + k
            source, cost = first, costs[first] + full_first[k]
            if costs[2 * n + k] + full_later[k] < cost:
                source, cost = 2 * n + k, costs[2 * n + k] + full_later[k]
            cost += glued
            if ended[caption] + 6 < cost:
                source, cost = caption, ended[caption] + 6
            new[2 * n + k], back[2 * n + k] = min(cost + more_own + later[k], NEVER), source


def _second(option: tuple[int, float]) -> float:
    return option[1]
