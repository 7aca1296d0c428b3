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
from reader.pages.rows import Line

Label = Literal[
    "lead", "paragraph", "more", "headline", "byline", "mark", "tail", "credit", "header", "furniture", "caption", "caption+", "signature"
]  # fmt: skip
INDENT_EM = 2.0
NEVER = 1e9
_MAX_WIDTHS = 6
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
    return found or [max((line.em for line in lines), default=20.0)]


def label_lines(lines: Sequence[Line]) -> list[Labelled]:
    """Return every line with its role."""
    if not lines:
        return []
    programme = _Programme(lines, column_widths(lines))
    return programme.run()


def _look(line: Line, tight: bool, signature: bool) -> _Words:
    text = line.text
    mark = cues.MARK.match(text)
    marked = mark is not None and mark["verb"] != "下转"
    return _Words(
        dateline=cues.is_dateline(text),
        mark=marked,
        mark_only=marked and mark is not None and mark.end() == len(text),
        byline=cues.byline_parts(text) is not None or cues.is_staff(text),
        tail=cues.TAIL.match(text) is not None or (mark is not None and mark["verb"] == "下转" and mark.end() == len(text)),
        credit=cues.CREDIT.match(text) is not None,
        header=cues.is_header(text),
        furniture=cues.FURNITURE.match(text) is not None and not (tight and _is_title_like(line)),
        caption_end=cues.CAPTION_END.search(text) is not None,
        unclosed=text.rfind("（") > text.rfind("）") and _WRITERS.search(text) is not None,
        signature=signature,
        sentence_end=_end_cost(text),
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
        cost += 3
    if len(text) < 4:
        cost += 2
    if "（记者" in text or "全媒体记者" in text:
        cost += 5
    if tight:
        cost += -2.2 if line.above or line.below else 0.5
    return cost


class _Programme:
    """Forward costs and back pointers over states `(label, column width)`; noise has no width."""

    def __init__(self, lines: Sequence[Line], widths: list[float]) -> None:
        adjacent = sum(line.below for line in lines)
        self.tight = adjacent < 0.5 * len(lines)
        self.lines = lines
        self.widths = widths
        signed = cues.signatures([line.text for line in lines])
        self.words = [_look(line, self.tight, i in signed) for i, line in enumerate(lines)]
        self.states: list[tuple[Label, int]] = [(role, k) for role in _BODY for k in range(len(widths))]
        self.states += [("headline", 0), ("byline", 0), ("mark", 0), *((role, 0) for role in _NOISE)]
        self.number = {state: i for i, state in enumerate(self.states)}

    def run(self) -> list[Labelled]:
        costs = self._start()
        backs: list[list[int]] = []
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
        for state, (label, k) in enumerate(self.states):
            if label in ("paragraph", "more", "byline", "tail", "caption+", "signature"):
                continue
            costs[state] = self._own(0, label, k) + (
                4.0 if label == "lead" and not (self.words[0].dateline or self.words[0].mark) else 0.0
            )
        return costs

    def _own(self, i: int, label: Label, k: int) -> float:
        """What a line costs in a role, whatever its neighbours are."""
        line, words = self.lines[i], self.words[i]
        if label in _BODY:
            cost = 0.0
            over = line.em - self.widths[k] - (0 if label == "more" else -INDENT_EM)
            if over > 0.8:
                cost += min(6.0, 1.5 * over) if label == "more" else min(3.5, 1.5 * over)
            if label != "more" and line.text[0] in _NO_START:
                cost += 8
            if label == "lead":
                cost += -7.0 if words.dateline else -6.0 if words.mark else 0.0
            elif words.dateline:
                cost += 7 if line.em > 0 else 0
            elif words.mark:
                cost += 6
            if words.credit:
                cost += 6
            return cost
        if label == "headline":
            return (
                words.headline
                + (8 if words.dateline or words.mark else 0)
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
            "caption": 3.0,
            "caption+": 1.0,
        }[label]

    def _full(self, i: int, label: Label, k: int) -> float:
        """What it costs that a body row is followed by another of its paragraph: it should be full."""
        line = self.lines[i]
        gap = line.em - self.widths[k] + (0 if label == "more" else INDENT_EM)
        if line.spaced:
            return 0.3 if gap >= -4.5 else 3.0
        if gap >= -0.8 or self.words[i].unclosed:  # names are not broken: rows in a list of them fall short
            return 0.0 if gap >= -0.8 else 0.5
        return min(8.0, 1.2 - 1.6 * (gap + 0.8))

    def _final(self, i: int, label: Label, k: int) -> float:
        """What it costs that a body row is its paragraph's last."""
        line = self.lines[i]
        gap = self.widths[k] - line.em - (0 if label == "more" else INDENT_EM)
        cost = (
            self.words[i].sentence_end
            + (2.0 if line.spaced and line.em > 4 else 0.0)
            + (5.0 if self.words[i].unclosed else 0.0)
        )
        return cost + (0.9 if gap < 0.8 else 0.0)

    def _endings(self, i: int, costs: list[float]) -> list[float]:
        """Return the costs with each state closed: paragraphs ended, captions that say they are one."""
        ended = list(costs)
        for state, (label, k) in enumerate(self.states):
            if label in _BODY:
                ended[state] += self._final(i, label, k)
            elif label in ("caption", "caption+"):
                ended[state] += -8.0 if self.words[i].caption_end else 8.0
        return ended

    def _step(self, i: int, costs: list[float]) -> tuple[list[float], list[int]]:
        ended = self._endings(i - 1, costs)
        n = len(self.widths)
        body = range(3 * n)
        best_of = {label: self.number[label, 0] for label in ("headline", "byline", "mark")}
        noise = [self.number[label, 0] for label in _NOISE]
        any_body = min(body, key=ended.__getitem__)
        any_noise = min(noise, key=ended.__getitem__)
        head, byline, mark = best_of["headline"], best_of["byline"], best_of["mark"]
        signed = self.number["signature", 0]
        column_end = [min((r * n + k for r in range(3)), key=ended.__getitem__) for k in range(n)]
        new, back = [NEVER] * len(self.states), [0] * len(self.states)
        glued = 1.5 if self.tight and self.lines[i].above else 0.0
        evident = self.words[i].dateline or self.words[i].mark
        for state, (label, k) in enumerate(self.states):
            if label == "more":
                options = [
                    (r * n + k, costs[r * n + k] + self._full(i - 1, _BODY[r], k) + glued) for r in range(3)
                ]
                caption = self.number["caption+", 0]
                options.append((caption, ended[caption] + 6))
            elif label == "paragraph":
                options = [
                    (column_end[k], ended[column_end[k]] + glued),
                    (any_body, ended[any_body] + 4 + glued),
                ]
                closed = any_noise in (self.number["tail", 0], signed)
                options.append((any_noise, ended[any_noise] + (9 if closed else 4)))
            elif label == "lead":
                options = [
                    (head, costs[head] + (0.5 if evident else 2.5)),
                    (byline, costs[byline] - 1),
                    (mark, costs[mark] - 2),
                    (any_noise, ended[any_noise] + 2),
                    (any_body, ended[any_body] + (1.0 if evident else 8.5)),
                ]
            elif label == "headline":
                options = [
                    (head, costs[head] - 0.4),
                    (any_body, ended[any_body] + 0.6),
                    (any_noise, ended[any_noise]),
                ]
            elif label == "byline":
                options = [(head, costs[head])]
            elif label == "tail":
                options = [(any_body, ended[any_body])]
            elif label == "signature":
                options = [(any_body, ended[any_body]), (signed, ended[signed])]
            elif label == "caption+":
                options = [(self.number[c, 0], costs[self.number[c, 0]]) for c in ("caption", "caption+")]
            else:
                options = [
                    (any_body, ended[any_body]),
                    (any_noise, ended[any_noise]),
                    (head, costs[head] + 1.0),
                ]
                options.append((mark, costs[mark] + 8))
            source, cost = min(options, key=lambda option: option[1])
            new[state] = min(cost + self._own(i, label, k), NEVER)
            back[state] = source
        return new, back
