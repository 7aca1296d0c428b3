"""Headline rows into groups, groups to bodies, and a group's rows into kicker, title and subtitle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.pages.drafts import Body, Drafts, Run
from reader.pages.matching import Bodies, assign, best_path, bigrams
from reader.pages.model import Part
from reader.pages.rows import Line

_SWITCH = 0.9
_TEAR = 3.6
_TOO_LONG = 0.1
# Rows a headline has without being odd: kicker, title and subtitle, or a title of two rows and one of these; and the
# fine for each row more, in the weight of rare bigrams.
_ROWS, _OVERLONG = 3, 1.2
_STAY_APART = 0.16
_NEAR_AFTER, _NEAR_BEFORE = 0.30, 0.17
_CONTINUED = -0.45
_LEAST = 0.26
_SPEAKS_OF = 0.25
_KICKER_END = re.compile(
    r"(?:强调|要求|指出|表示|召开|举行|闭幕|开幕|透露|座谈|时说|致辞|主持|出席|讲话|——|之[一二三四五六七八九十])$"
)
_SAYS = re.compile(r"(?:强调|要求|指出|表示|时说)$")
_GOES_ON = re.compile(r"预计|扫码|可|将|已|累计|今起|明起|首批|共")
_FIGURE = re.compile(r"[0-9０-９]")
_LONG = 15
# A series goes by a slogan of four parts or more (学思想 强党性 重实践 建新功).
_SERIES = re.compile(r"(?:[\u4e00-\u9fff]{2,4} ){3,}[\u4e00-\u9fff]{2,4}$")
# What ends in a measured figure is a whole statement.
_MEASURED = re.compile(r"[0-9０-９](?:[%％]|[\u4e00-\u9fff]{1,2})$")
_CLAUSE = 6
_UNMARKED = re.compile(r"[\s“”]")
_BREAKS = "，。、；：？！（）"


@dataclass(slots=True)
class Group:
    """The rows of one headline; `body` is whose, `gap` by how much more that gains than the next one.

    `margin` is how sure its place is, 0 (a toss-up) to 1.
    """

    lines: list[Line]
    run: int
    body: int | None = None
    gain: float = 0.0
    gap: float = 1.0
    margin: float = 1.0
    rival: int | None = None
    """The body it would be most likely to belong to otherwise; None: to none."""
    instead: str = ""
    """What that body goes by: its own headline, else its first row."""

    @property
    def text(self) -> str:
        """All its rows in one string."""
        return "".join(line.text for line in self.lines)


def place_headlines(drafts: Drafts, *, tight: bool) -> list[Group]:
    """Return the headline groups of a page with the bodies they were assigned to (None: to no body)."""
    if not drafts.runs or not drafts.bodies:
        return [Group(list(run.lines), number) for number, run in enumerate(drafts.runs)]
    bodies = Bodies([body.text for body in drafts.bodies])
    claimed = drafts.claimed()
    if claimed:
        runs = [replace(run, bound=None) if run.bound in claimed else run for run in drafts.runs]
        drafts = replace(drafts, runs=runs)
    bound = claimed | {run.bound for run in drafts.runs if run.bound is not None}
    groups: list[Group] = []
    for number, run in enumerate(drafts.runs):
        groups.extend(_group_run(number, run, atoms_of(run.lines, tight), bodies, drafts.bodies, bound))
    _assign(groups, drafts, bodies, bound)
    return _adopt(groups, drafts, bodies)


def pinned(lines: Sequence[Line], drafts: Drafts) -> list[Group]:
    """Return the headlines that the reader made: one for each body that was named, and those of no body."""
    owner = {
        line.index: number
        for number, body in enumerate(drafts.bodies)
        for paragraph in body.paragraphs
        for line in paragraph
    }
    groups: list[Group] = []
    for line in lines:
        if line.index not in drafts.said.pins:
            continue
        named = drafts.said.pins[line.index]
        body = None if named is None else owner.get(named)
        if body is not None:
            same = next((group for group in groups if group.body == body), None)
        else:
            last = groups[-1] if groups else None
            same = last if last and last.body is None and last.lines[-1].index + 1 == line.index else None
        if same is not None:
            same.lines.append(line)
        else:
            groups.append(Group([line], -1, body))
    return groups


def fit(groups: Sequence[Group], drafts: Drafts) -> float:
    """Return how well a page's headlines are placed: what each gains, less fines for odd ones.

    Odd is a headline without a body, and one of many rows: with kicker, title and subtitle hardly any has over three.
    """
    fine = 0.15 * sum(group.body is None for group in groups)
    fine += _TOO_LONG * sum(max(0, len(group.lines) - _ROWS) for group in groups if group.body is not None)
    bare = 0.05 * sum(body.column is None and not body.continued for body in drafts.bodies)
    return sum(group.gain for group in groups) - fine - bare


def atoms_of(lines: Sequence[Line], tight: bool) -> list[list[Line]]:
    """Rows set tightly belong together; on pages where all rows are adjacent each row stands for itself."""
    atoms: list[list[Line]] = []
    for line in lines:
        if atoms and tight and atoms[-1][-1].index + 1 == line.index:
            atoms[-1].append(line)
        else:
            atoms.append([line])
    return atoms


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _group_run(
    number: int, run: Run, atoms: list[list[Line]], bodies: Bodies, drafts: Sequence[Body], bound: set[int]
) -> list[Group]:
    """Cut a run into groups: each row takes a body (or none) so that the sum of scores less switches is greatest.

    A switch costs more within an atom, and so does a group of more rows than headlines have.
    """
    if len(run.lines) == 1:
        return [Group(list(run.lines), number, run.bound)]
    labels: list[int | None] = [None, *(b for b in range(len(drafts)) if b not in bound or b == run.bound)]
    values, switches = list[list[float]](), list[float]()
    for position, atom in enumerate(atoms):
        for place, line in enumerate(atom):
            pairs = bigrams((atom[place - 1].text[-1:] if place else "") + line.text)
            weight = bodies.weight(pairs)
            switches.append(_TEAR if place else _SWITCH)
            values.append([])
            for label in labels:
                if label is None:
                    value = _STAY_APART * weight
                else:
                    value = bodies.score(pairs, label)
                    if not place:
                        value += 0.4 * (label == run.after) + 0.2 * (label == run.before)
                        value += 1.5 * (label == run.bound)
                    if drafts[label].continued:
                        value -= 0.5 * weight
                if position == len(atoms) - 1 and run.bound is not None and label != run.bound:
                    value -= 99
                values[-1].append(value)
    path = iter(best_path(values, switches, longest=_ROWS, fine=_OVERLONG))
    torn, chosen = list[list[Line]](), list[int | None]()
    for atom in atoms:
        for place, line in enumerate(atom):
            label = labels[next(path)]
            if place and chosen[-1] == label:
                torn[-1].append(line)
            else:
                torn.append([line])
                chosen.append(label)
    atoms = torn
    _keep_said(atoms, chosen, bodies)
    groups: list[Group] = []
    for position, (atom, label) in enumerate(zip(atoms, chosen, strict=True)):
        if position and label == chosen[position - 1]:
            groups[-1].lines.extend(atom)
        else:
            groups.append(Group(list(atom), number))
    if run.bound is not None:
        groups[-1].body = run.bound
    return groups


def _keep_said(atoms: Sequence[Sequence[Line]], chosen: list[int | None], bodies: Bodies) -> None:
    """What follows a kicker of what somebody stressed is its title, unless it clearly speaks of another body."""
    for position in range(1, len(atoms)):
        kicker, body, label = atoms[position - 1], chosen[position - 1], chosen[position]
        if len(kicker) > 1 or body is None or body == label or not _SAYS.search(kicker[0].text):
            continue
        if position > 1 and chosen[position - 2] == body:
            continue
        if label is None or bodies.share(bigrams(_text(atoms[position])), label) < _SPEAKS_OF:
            chosen[position] = body


def _assign(groups: list[Group], drafts: Drafts, bodies: Bodies, bound: set[int]) -> None:
    """Assign the groups that are not bound by a byline to the bodies that are not, one to one."""
    free = [group for group in groups if group.body is None]
    targets = [b for b in range(len(drafts.bodies)) if b not in bound]
    if not free or not targets:
        return
    gains = [_gains(group, targets, drafts, bodies) for group in free]
    for group, gain, column in zip(free, gains, assign(gains), strict=True):
        if column is None:
            continue
        group.body = targets[column]
        group.gain = gain[column]
        rival, most = None, 0.0
        for j, value in enumerate(gain):
            if j != column and value > most:
                rival, most = targets[j], value
        group.rival, group.gap = rival, gain[column] - most


def _gains(group: Group, targets: Sequence[int], drafts: Drafts, bodies: Bodies) -> list[float]:
    """Return what each body would gain from a headline: how much it speaks of it, and how near it stands."""
    run = drafts.runs[group.run]
    pairs = bigrams(group.text)
    weight = bodies.weight(pairs)
    first = min(line.index for line in group.lines)
    last_of_run = first + len(group.lines) >= run.lines[-1].index
    gains = []
    for body in targets:
        gain = (bodies.score(pairs, body) / weight if weight else 0.0) - _LEAST
        if run.after == body:
            gain += _NEAR_AFTER if last_of_run else 0.6 * _NEAR_AFTER
        elif run.before == body:
            gain += _NEAR_BEFORE
        elif run.before is not None:
            gain += 0.08 / (1 + 0.3 * abs(run.before - body))
        if drafts.bodies[body].continued:
            gain += _CONTINUED
        gains.append(gain)
    return gains


def _adopt(groups: list[Group], drafts: Drafts, bodies: Bodies) -> list[Group]:
    """Give groups that got no body to the headline beside them whose body they speak of: they are its other parts."""
    kept: list[Group] = []
    for position, group in enumerate(groups):
        if group.body is not None:
            kept.append(group)
            continue
        beside = [
            other
            for other in groups[max(0, position - 1) : position + 2]
            if other is not group and other.run == group.run and other.body is not None
        ]
        shares = [(bodies.share(bigrams(group.text), other.body or 0), other) for other in beside]
        share, other = max(shares, key=lambda item: item[0], default=(0.0, group))
        kicker = _KICKER_END.search(group.text) is not None
        alone = len(group.lines) == 1 and drafts.runs[group.run].after == other.body and len(beside) == 1
        said = other is not group and len(other.lines) == 1 and _SAYS.search(other.text) is not None
        if said and other.lines[0].index < group.lines[0].index:
            share = 1.0
        if (
            other is not group
            and len(group.lines) <= 2
            and (share >= 0.3 or alone or (kicker and share >= 0.12))
        ):
            other.lines = sorted([*other.lines, *group.lines], key=lambda line: line.index)
        else:
            kept.append(group)
    return kept


def parts(lines: Sequence[Line], body: str, *, proposal: bool, tight: bool) -> list[Part]:
    """Return the part of each row of a headline.

    Kickers name an occasion (…会议召开, …强调); subtitles give figures or repeat a sentence of the story; what is
    set tightly is one part unless a row says otherwise.
    """
    if proposal or len(lines) == 1:
        return ["title"] * len(lines)
    if tells_figure(lines[-1], body):
        return [*parts(lines[:-1], body, proposal=False, tight=tight), "subtitle"]
    series = [_SERIES.match(line.text) is not None for line in lines]
    if any(series) and not all(series):
        others = [line for line, named in zip(lines, series, strict=True) if not named]
        rest = iter(parts(others, body, proposal=False, tight=tight))
        return ["kicker" if named else next(rest) for named in series]
    plain = re.sub(r"[\s，。、“”]", "", body)
    clusters = _clusters(lines, plain, tight)
    if len(clusters) == 1:
        return _tight_parts(clusters[0], plain)
    found: list[list[Part]] = [_tight_parts(cluster, plain) for cluster in clusters]
    main = _main_cluster(clusters, plain)
    for position, cluster in enumerate(clusters):
        if position != main:
            found[position] = [_other_part(cluster, position < main, plain)] * len(cluster)
    return [part for cluster in found for part in cluster]


def _clusters(lines: Sequence[Line], body: str, tight: bool) -> list[list[Line]]:
    """Return the rows that make one part: those set tightly, or, where all are, those a phrase of the body runs across."""
    clusters = atoms_of(lines, tight)
    if tight:
        return clusters
    merged = clusters[:1]
    for cluster in clusters[1:]:
        last = merged[-1][-1]
        if last.index + 1 == cluster[0].index and _joint(last.text, cluster[0].text) in body:
            merged[-1].extend(cluster)
        else:
            merged.append(cluster)
    return merged


def _joint(before: str, after: str) -> str:
    return before[-2:] + after[:2]


def _is_couplet(text: str) -> bool:
    """Say whether a row has two halves of about one length, as only titles have (养好一尾鱼 护好一江水)."""
    left, space, right = text.partition(" ")
    return bool(space) and 3 <= len(left) <= 10 and 3 <= len(right) <= 10 and abs(len(left) - len(right)) <= 1


def _said(line: Line, body: str) -> bool:
    """Say whether a row repeats what the body says, word for word."""
    text = re.sub(r"[\s，。、“”]", "", line.text)
    return len(text) >= 10 and text in body


def tells_figure(line: Line, body: str) -> bool:
    """Say whether a row with a figure is a whole clause of the body, word for word: of 104 such last rows of the bench's
    dev pages 103 are subtitles."""
    text = _UNMARKED.sub("", line.text)
    if len(text) < _CLAUSE or not _FIGURE.search(text):
        return False
    return (
        re.search(f"(?:^|[{_BREAKS}]){re.escape(text)}(?:$|[{_BREAKS}])", _UNMARKED.sub("", body)) is not None
    )


def _is_subtitle(line: Line, body: str) -> bool:
    text = line.text
    return (
        (_FIGURE.search(text) is not None and len(text) >= 10) or _said(line, body) or len(text) >= _LONG + 4
    )


def _tight_parts(lines: Sequence[Line], body: str) -> list[Part]:
    """Parts of rows set tightly: titles, at most with a subtitle as the last row.

    A row that goes on what the row before began is no subtitle.
    """
    found: list[Part] = ["title"] * len(lines)
    if len(lines) < 2:
        return found
    last, before = lines[-1].text, "".join(line.text for line in lines[:-1])
    joint = before[-2:] + last[:2]
    open_quote = any(before.count(a) > before.count(b) for a, b in ("“”", "《》", "（）"))
    if joint in body or open_quote or len(last) < 10:
        return found
    longer = len(last) - max(len(line.text) for line in lines[:-1])
    figures = _FIGURE.search(last) is not None and not _FIGURE.search(before)
    if (
        (figures and longer >= -4)
        or (_MEASURED.search(before) and _FIGURE.search(last))
        or (_said(lines[-1], body) and longer >= 2 and len(last) >= _LONG)
        or longer >= 8
    ):
        found[-1] = "subtitle"
    return found


def _main_cluster(clusters: Sequence[Sequence[Line]], body: str) -> int:
    """Return which cluster is the title: the one of several rows, else the first that is no kicker or subtitle."""
    several = [i for i, cluster in enumerate(clusters) if len(cluster) > 1]
    if len(several) == 1:
        return several[0]
    candidates = several or list(range(len(clusters)))
    plain = [
        i
        for i in candidates
        if not _KICKER_END.search(clusters[i][-1].text) and not _is_subtitle(clusters[i][0], body)
    ]
    if not plain:
        return next((i for i in candidates if not _KICKER_END.search(clusters[i][-1].text)), candidates[0])
    couplets = [i for i in plain if len(clusters[i]) == 1 and _is_couplet(clusters[i][0].text)]
    if len(couplets) == 1 and not several:
        return couplets[0]
    if len(plain) > 1 and not several and len(clusters) == 2:
        first, second = clusters[0][0].text, clusters[1][0].text
        if _GOES_ON.match(second):
            return 0
        return 1 if len(first) < len(second) or len(first) <= 8 else 0
    return plain[0]


def _other_part(cluster: Sequence[Line], before: bool, body: str) -> Part:
    if _KICKER_END.search(cluster[-1].text) and not _FIGURE.search(cluster[-1].text[-6:]):
        return "kicker"
    if before:
        return "kicker"
    return "subtitle" if any(_is_subtitle(line, body) for line in cluster) else "kicker"
