"""The day it is, asked for in one place, so that it can be said otherwise: `XIANCE_TODAY`."""

from __future__ import annotations

import os
from datetime import date

VARIABLE = "XIANCE_TODAY"


class ClockError(Exception):
    """The environment names a day that is none; `code` and `params` are for `reader.config.wording`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.code = "today_wrong"
        self.params = {"variable": VARIABLE, "text": text}


def today() -> date:
    """Return the day it is here, or the one XIANCE_TODAY names. Raises ClockError if that is none."""
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return date.today()
    try:
        return date.fromisoformat(named)
    except ValueError:
        raise ClockError(named) from None
