"""`xiance stats`: how many proposals there are of what, and how far their review is."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict

from reader.annotations.schemes import Scheme
from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.proposals import kind_wanted, survey
from reader.cli.records import report
from reader.cli.tabling import Value, lines, write_csv
from reader.config.language import _
from reader.exchange.rates import HEADS
from reader.text import bar, count_ambiguous
from reader.workspace.proposals import Row, any_article
from reader.workspace.sides import side_words, value_words
from reader.workspace.statistics import Count, Cross, Review, checked, count, cross, review

BAR = 30
"""Cells of the longest bar."""
MOST = 20
"""Values of a side that people are shown unless they ask for that side."""
USUAL = ("tag", "affiliation", "month", "paper")

Table = Sequence[Sequence[Value]]
Schemes = Sequence[Scheme]
"""Those by which fields and values are called."""


def run(arguments: Namespace) -> int:
    """Print the counts that were asked for; 1 if the database cannot be read."""
    out = data_out()
    if arguments.settings.ambiguous == "wide":
        count_ambiguous(wide=True)
    if arguments.rates:
        return run_rates(arguments)
    asked = [tuple(map(checked, by.split(",", 1))) for by in arguments.sides]
    with closing(open_workspace(arguments)) as workspace:
        everything = any("kind" in by for by in asked) and not arguments.kind
        rows = survey(workspace, arguments, any_article if everything else kind_wanted(arguments))
        how_far = review(rows, workspace.state.is_read)
        schemes = workspace.handling.naming()
        if arguments.json:
            out.write(json.dumps(_object(rows, asked, how_far), ensure_ascii=False) + "\n")
        elif arguments.csv:
            write_csv(_csv(rows, asked, schemes), out)
        else:
            out.writelines(f"{line}\n" for line in _people(rows, asked, how_far, schemes))
        out.flush()
        return report(workspace)


def run_rates(arguments: Namespace) -> int:
    """Print the rates of handling; 1 if the database cannot be read."""
    from reader.workspace import rates as rating

    out, by = data_out(), rating.checked(arguments.rates)
    with closing(open_workspace(arguments)) as workspace:
        rows = survey(workspace, arguments, kind_wanted(arguments))
        found = rating.rates(rating.cases_in(rows), by, arguments.date)
        schemes = workspace.handling.naming()
        if arguments.json:
            date = arguments.date.isoformat() if arguments.date is not None else None
            told = {"by": by, "date": date, "rates": [rating.as_object(rate) for rate in found]}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
        else:
            heads = [rating.by_words(by, schemes), *map(_, HEADS.values())]
            names = [rating.value_words(by, rate.value, schemes) for rate in found]
            if arguments.csv:
                numbers = [[_plain(each) for each in rating.numbers(rate)] for rate in found]
                write_csv([heads, *([name, *row] for name, row in zip(names, numbers, strict=True))], out)
            else:
                words = [list(map(rating.told, rating.numbers(rate))) for rate in found]
                table = [heads, *([name, *row] for name, row in zip(names, words, strict=True))]
                out.writelines(f"{line}\n" for line in lines(table, [False, *[True] * len(HEADS)]))
        out.flush()
        return report(workspace)


def _plain(number: float | None) -> Value:
    """Return a number for programs: a rate as a fraction with four places."""
    return "" if number is None else f"{number:.4f}" if isinstance(number, float) else number


def _sides(asked: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    return asked or [(side,) for side in USUAL]


def _object(rows: Sequence[Row], asked: Sequence[tuple[str, ...]], how_far: Review) -> dict[str, object]:
    counts, tables = {}, []
    for by in _sides(asked):
        if len(by) == 1:
            counts[by[0]] = [asdict(each) for each in count(rows, by[0])]
        else:
            tables.append({"by": list(by), **asdict(cross(rows, *by))})
    return {"review": asdict(how_far), "counts": counts, "cross": tables}


def _csv(
    rows: Sequence[Row], asked: Sequence[tuple[str, ...]], schemes: Schemes
) -> Iterator[Sequence[Value]]:
    """Yield the table of the one thing asked for; of several, a row for each value with what it is a value of."""
    if len(asked) == 1 and len(asked[0]) == 1:
        side = asked[0][0]
        yield side_words(side, schemes), _("Count")
        yield from ((value_words(side, each.value, schemes), each.count) for each in count(rows, side))
    elif len(asked) == 1:
        side, across = asked[0]
        yield from _matrix(cross(rows, side, across), side, across, schemes)
    else:
        yield _("Counted by"), _("Value"), _("Count")
        for by in _sides(asked):
            for words, number in _pairs(rows, by, schemes):
                yield " × ".join(side_words(side, schemes) for side in by), words, number


def _pairs(rows: Sequence[Row], by: Sequence[str], schemes: Schemes) -> Iterator[tuple[str, int]]:
    if len(by) == 1:
        yield from ((value_words(by[0], each.value, schemes), each.count) for each in count(rows, by[0]))
        return
    table = cross(rows, *by)
    for one, cells in zip(table.rows, table.cells, strict=True):
        for other, number in zip(table.columns, cells, strict=True):
            if number:
                values = zip(by, (one.value, other.value), strict=True)
                yield " × ".join(value_words(side, value, schemes) for side, value in values), number


def _matrix(table: Cross, side: str, across: str, schemes: Schemes) -> Iterator[Sequence[Value]]:
    corner = f"{side_words(side, schemes)} × {side_words(across, schemes)}"
    yield corner, *(value_words(across, each.value, schemes) for each in table.columns), _("Count")
    for each, cells in zip(table.rows, table.cells, strict=True):
        yield value_words(side, each.value, schemes), *cells, each.count


def _people(
    rows: Sequence[Row], asked: Sequence[tuple[str, ...]], how_far: Review, schemes: Schemes
) -> Iterator[str]:
    yield from _review(how_far)
    for by in _sides(asked):
        yield ""
        if len(by) == 2:
            side, across = by
            told = list(_matrix(cross(rows, side, across), side, across, schemes))
            yield from lines(told, [False, *[True] * (len(told[0]) - 1)])
            continue
        yield side_words(by[0], schemes)
        yield from _bars(by[0], count(rows, by[0]), 0 if asked else MOST, schemes)


def _review(how_far: Review) -> Iterator[str]:
    named = (
        (_("in all"), how_far.total),
        (_("read"), how_far.read),
        (_("tagged"), how_far.tagged),
        (_("commented on"), how_far.commented),
        (_("resolved"), how_far.resolved),
    )
    told = [(words, number, bar(number, how_far.total, BAR)) for words, number in named]
    yield from lines(told, (False, True, False))


def _bars(side: str, counts: Sequence[Count], most: int, schemes: Schemes) -> Iterator[str]:
    shown = counts[:most] if most else counts
    largest = max((each.count for each in counts), default=0)
    told = [
        ("  " + value_words(side, each.value, schemes), each.count, bar(each.count, largest, BAR))
        for each in shown
    ]
    yield from lines(told, (False, True, False))
    if len(shown) < len(counts):
        yield "  " + _("… and {} more; --by {} shows all").format(len(counts) - len(shown), side)
