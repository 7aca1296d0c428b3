"""What a clerk does at the keyboard: finds proposals, fills in the form, corrects, links, takes back; and what she reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from scripts.terminal import Terminal
from tests.office import MEASURES, Step
from tests.pty.conftest import ROOT

LETTERS = {"search": "g/", "top": "gg", "measure": "]m", "register": "s", "save": "<c-s>", "quit": "Q"}
LETTER_FREE = {
    "search": "<f6>", "top": "<c-home>", "measure": "<f7>", "register": "<f4>", "save": "<f4>", "quit": "<c-q>",
}  # fmt: skip
DATE, SOURCE, REASON, EVIDENCE = "日期", "出处", "理由", "依据"
"""The rows of the form above those of the scheme's fields."""
_FORM, _CORRECTION, _SEARCH = "─ 办理登记 · ", "─ 更正登记 · ", "在全部稿件中查找"
_CARD = re.compile(r"(\d{4}-\d\d-\d\d  \S.*?)\s*$")


@cache
def _fields(scheme: str) -> Sequence[dict[str, Any]]:
    """Return the fields that the file of a scheme has."""
    text = (ROOT / "reader/config/schemes" / f"{scheme}.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["field"]
    return found


def _field(scheme: str, name: str) -> dict[str, Any]:
    return next(each for each in _fields(scheme) if each["id"] == name)


class Clerk:
    """A person who registers, at one terminal, on one day."""

    def __init__(self, terminal: Terminal, today: str, keys: Mapping[str, str] = LETTERS) -> None:
        """Sit down at a terminal where the program was started, and wait until there is something to read."""
        self.terminal, self.today, self.keys = terminal, date.fromisoformat(today), keys
        self.see(r"\A .*›  .*本版")

    def see(self, pattern: str) -> None:
        """Wait until the screen shows something, a regular expression."""
        self.terminal.wait_for(pattern)

    def press(self, keys: str) -> None:
        """Type keys one after the other, faster than anybody can."""
        self.terminal.send(keys)

    def leave(self) -> None:
        """Quit; there is nothing to save."""
        self.press(self.keys["quit"])
        end = self.terminal.wait_exit()
        assert (end.code, end.left_on) == (0, ())
        assert b"Traceback" not in self.terminal.output

    # -- going about

    def find(self, title: str) -> None:
        """Open a proposal by the search of everything."""
        self.press(self.keys["search"])
        self.see(_SEARCH)
        some = max(re.split(r"[“” ]", title), key=len)
        self.press(some)
        self.see(rf"^ 策 .*{some}")
        self.press("<enter>")
        self.see(rf"\A .*›  {title[:10]}")

    def link(self, some: str) -> None:
        """Link what is open with an article whose title has some words."""
        self.press("L")
        self.see("─ 关联 ─")
        self.press(some)
        self.see(rf"│ +《[^》]*{some}[^》]*》")
        self.press("<enter>")
        self.see("^ 关联 · ")

    # -- the form

    def register(self, step: Step, *, source: str = "") -> None:
        """Register a step of the open proposal or of one of its measures, and its reason if it has one."""
        self.begin(step)
        if source:
            self.fill(step, SOURCE, "<c-u>" + source)
        if step.reason:
            self.fill(step, REASON, step.reason)
        self.save(len(step.said))

    def begin(self, step: Step) -> None:
        """Open the form for a step, and fill in its day and values."""
        measures = MEASURES.index(step.measure) + 1 if step.measure else 0
        self.press(self.keys["top"] + self.keys["measure"] * measures + self.keys["register"])
        self.see(_FORM)
        self.see(rf"│ (?:措施|全篇)：{(step.measure or step.title)[:6]}")
        if step.day != self.today.isoformat():
            self.fill(step, DATE, "<c-u>" + _day(step.day))
        for name, value in step.said.items():
            self.fill(step, name, _typed(step.scheme, name, value))

    def fill(self, step: Step, row: str, keys: str) -> None:
        """Go to a row of the form, from the first one, and type."""
        self.press("<pgup>" + "<down>" * self._rows(step).index(row) + keys)

    def save(self, count: int) -> None:
        """Save by the last row of the form, once that says how many fields are filled in."""
        self.press("<pgdn>")
        self.see(rf"│  保存 +{count} 项")
        self.press("<enter>")
        self.terminal.wait_for(lambda text: not re.search(rf"{_FORM}|{_CORRECTION}|╰─+╯", text))

    def correct(self, card: str, step: Step) -> None:
        """Correct the entry of the open proposal whose card begins with some words, by the day and value of a step."""
        self.see(re.escape(card))
        cards = [found[1] for row in self.terminal.rows if (found := _CARD.search(row))]
        self.press(
            "<tab>gg" + "j" * next(at for at, each in enumerate(cards) if each.startswith(card)) + "<enter>"
        )
        self.see(_CORRECTION)
        ((name, value),) = step.said.items()
        self.press("<pgup><c-u>" + _day(step.day) + "<pgdn><up>" + _typed(step.scheme, name, value))
        self.save(1)
        self.see("已更正")

    def _rows(self, step: Step) -> list[str]:
        """Return the rows of the form that is open: their labels, the fields by their ids."""
        head = [DATE, SOURCE, REASON, *([EVIDENCE] if f"│  {EVIDENCE} " in self.terminal.text else [])]
        here = "measure" if step.measure else "article"
        return head + [each["id"] for each in _fields(step.scheme) if here in each.get("on", ["article"])]

    # -- reading

    def see_days_left(self, expected: Mapping[str, str]) -> None:
        """Wait until the contents show the days left beside titles, and none beside those of which none are expected."""
        self.terminal.wait_for(
            lambda text: {title: _days_left(text, title) for title in expected} == expected
        )

    def see_counts(self, words: str, expected: Sequence[int]) -> None:
        """Wait until the row that begins with some words has these whole numbers, and no others."""

        def counts(text: str) -> list[int]:
            row = next((row for row in text.splitlines() if row.strip().startswith(words)), "")
            return [int(each) for each in row.split() if each.isdigit()]

        self.terminal.wait_for(lambda text: counts(text) == list(expected))


def _days_left(text: str, title: str) -> str | None:
    found = re.search(rf"[ ›][策台] (?:\d+ )?(?:(-?\d+)天 )?{title[:4]}", text)
    return (found[1] or "") if found else None


def _typed(scheme: str, name: str, value: str) -> str:
    """Return what is typed for a value: a stage's number, the letter of what has one, words for all else."""
    field = _field(scheme, name)
    if field["type"] != "choice":
        return value
    place = next(place for place, each in enumerate(field["value"]) if each["id"] == value)
    found = field["value"][place]
    return str(place + 1) if name == "stage" else str(found.get("letter") or found["label"]["zh"])


def _day(day: str) -> str:
    """Return a day as it is typed: 3-15, or 4月20日."""
    _year, month, number = map(int, day.split("-"))
    return f"{month}-{number}" if number % 2 else f"{month}月{number}日"
