"""The line of a form that is written in, whose arrows and digits mean values and days where there are any."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets.input import Selection

from reader.tui.screens.fields import Field

_STEPS = {"+": 1, "＋": 1, "=": 1, "-": -1, "－": -1, "—": -1}


class ValueField(Field):
    """The line to write in; while values are chosen the arrows and digits mean those, at a day that is whole the arrows."""

    choosing = dating = False

    @dataclass
    class Stepped(Message):
        """The next (1) or last (-1) value or day is meant."""

        step: int

    @dataclass
    class Numbered(Message):
        """The value of a number is meant."""

        number: int

    @dataclass
    class Shifted(Message):
        """The next larger (1) or smaller (-1) target is meant."""

        step: int

    @dataclass
    class Cleared(Message):
        """No value is meant."""

    def on_key(self, event: events.Key) -> None:
        """Keep those keys from being typed."""
        message = self._meant(event) if self.choosing else self._day_meant(event) if self.dating else None
        if message is not None:
            self.post_message(message)
            event.stop()
            event.prevent_default()

    @property
    def whole(self) -> bool:
        """Whether what is typed next takes the place of all there is."""
        return len(self.selected_text) == len(self.value)

    def select_whole(self) -> None:
        """Have what is typed next take the place of all there is."""
        self.selection = Selection(0, len(self.value))

    def _day_meant(self, event: events.Key) -> Message | None:
        if event.key in ("left", "right") and self.whole:
            return self.Stepped(1 if event.key == "right" else -1)
        return None

    def _meant(self, event: events.Key) -> Message | None:
        if event.key in ("left", "right"):
            return self.Stepped(1 if event.key == "right" else -1)
        digit = unicodedata.digit(event.character, None) if event.character else None
        if digit is not None:
            return self.Numbered((digit - 1) % 10)
        if not self.value and (event.character or "") in _STEPS:
            return self.Shifted(_STEPS[event.character or ""])
        if not self.value and event.key in ("backspace", "delete"):
            return self.Cleared()
        return None
