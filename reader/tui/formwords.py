"""What the form of handling says of a row before anything is filled in. Pure."""

from __future__ import annotations

from math import isinf

from reader.annotations.schemes import Field
from reader.config.language import _
from reader.config.schemes.wording import said
from reader.tui.form import Row


def asked_for(row: Row, field: Field | None = None) -> str:
    """Return what a row takes, in words, of numbers with the field's bounds and unit; empty for free text."""
    words = {
        "choice": _("number, arrows, or type"),
        "date": _("2026-3-2, 3-2, +3, yesterday"),
        "unit": _("a unit; Tab completes"),
        "save": _("Enter"),
    }
    return _number(field) if row.kind in ("number", "score") else words.get(row.kind, "")


def _number(field: Field | None) -> str:
    if field is None:
        return _("a number")
    least, most, unit = field.least, field.most, said(field.unit)
    words = _("a number")
    if not isinf(least) and not isinf(most):
        words = _("a number from {} to {}").format(f"{least:g}", f"{most:g}")
    elif not isinf(least):
        words = _("a number, {} or more").format(f"{least:g}")
    elif not isinf(most):
        words = _("a number, {} or less").format(f"{most:g}")
    return _("{} ({})").format(words, unit) if unit else words
