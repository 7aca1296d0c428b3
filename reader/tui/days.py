"""Days as people type them: 2026-3-2, 3月2日, +3, yesterday. Pure but for `today`."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from reader.config import clock

_STEP = re.compile(r"([+-])\s*(\d{1,5})\s*(?:天|日|d|days?)?")
_WHOLE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_NAMED = {
    "今天": 0, "今日": 0, "today": 0, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2,
    "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2,
}  # fmt: skip
_LEAP = 8
"""Years between two 29ths of February, at most."""


def today() -> date:
    """Return the day it is."""
    return clock.today()


def day_in(text: str, now: date, *, ahead: bool = False) -> date | None:
    """Return the day a text means; None if it means none.

    +3 and -7 count from `now`. A day without its year is the last such one that has been; with `ahead` the nearest.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-").replace("—", "-")
    if plain in _NAMED:
        return now + timedelta(days=_NAMED[plain])
    if found := _STEP.fullmatch(plain):
        return _moved(now, int(found[2]) * (1 if found[1] == "+" else -1))
    if found := _WHOLE.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT.fullmatch(plain):
        years = range(now.year - _LEAP, now.year + _LEAP + 1)
        days = [each for year in years if (each := _day(year, int(found[1]), int(found[2])))]
        if ahead:
            return min(days, key=lambda each: (abs(each - now), each < now), default=None)
        return max((each for each in days if each <= now), default=None)
    return None


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _moved(start: date, days: int) -> date | None:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None
