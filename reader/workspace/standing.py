"""How a handled article stands, in the words of its scheme, as tables show it."""

from __future__ import annotations

from reader.annotations.schemes import OUTCOME, STAGE
from reader.config.schemes.wording import value_names, words_by
from reader.workspace.handling import Handled


def stage_words(handled: Handled) -> str:
    """Return where it is now; empty where no stage was registered."""
    return _words(handled, STAGE, handled.stage)


def stage_names(handled: Handled) -> tuple[str, ...]:
    """Return what the stage it is at now may be called, in either language, as people read it first."""
    stage = handled.stage
    fields = (each.by_id.get(STAGE) for each in handled.schemes)
    known = next((field for field in fields if field is not None and field.value(stage)), None)
    return value_names(known, stage) if stage else ()


def outcome_words(handled: Handled) -> str:
    """Return what came of the whole; where nothing is said of that, how many measures have which outcome: 采纳×2、列入计划×1."""
    if handled.outcome:
        return _words(handled, OUTCOME, handled.outcome)
    field = handled.scheme.by_id.get(OUTCOME)
    order = [each.id for each in field.values] if field is not None else []
    counts = {name: count for name, count in handled.outcomes.items() if name}
    known = sorted(counts, key=lambda name: order.index(name) if name in order else len(order))
    return "、".join(f"{_words(handled, OUTCOME, name)}×{counts[name]}" for name in known)


def _words(handled: Handled, field: str, value: str) -> str:
    return words_by(handled.schemes, field, value) if value else ""
