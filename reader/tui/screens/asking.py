"""What opens over the desk and asks something; keys typed while it is still opening are not lost.

No key of a dialog is a priority binding: Textual runs those at once, before the field has what was typed before them.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Asking(ModalScreen[Answer]):
    """A question with a field to type in. Textual hands keys to the screen below until the field has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.leave", show=False)]

    _early: tuple[events.Key, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the field has the focus, and what was typed before."""
        return self.focused is not None and not self._early

    def hand(self, event: events.Key) -> None:
        """Take a key that was meant for this screen; it waits until the field can have it."""
        copy = events.Key(event.key, event.character)
        if self.focused is not None and not self._early:
            self.focused.post_message(copy)
        else:
            self._early = (*self._early, copy)

    def on_key(self, event: events.Key) -> None:
        """Keep what was typed before the field had the focus."""
        if self.focused is None:
            event.stop()
            self.hand(event)

    def on_screen_resume(self) -> None:
        """Let the field have what waited, once it has the focus."""
        self.call_next(self._pass_on)

    def _pass_on(self) -> None:
        early, self._early = self._early, ()
        for key in early:
            self.hand(key)
