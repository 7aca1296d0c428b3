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

    def on_mount(self) -> None:
        """Keep the terminal's cursor at the caret, wherever the field is put."""
        self.screen_layout_refresh_signal.subscribe(self, self._point)

    def on_screen_resume(self) -> None:
        """Let the field have what waited, once it has the focus."""
        self._point(self)
        self.call_next(self._pass_on)

    def _point(self, _screen: object) -> None:
        """Put the terminal's cursor at the caret: an input method opens its window there.

        Fields do so when they are typed in, not when they have been laid out.
        """
        from textual.widgets import Input, TextArea

        if self.app.screen is self and isinstance(self.focused, Input | TextArea):
            self.app.cursor_position = self.focused.cursor_screen_offset

    def _pass_on(self) -> None:
        early, self._early = self._early, ()
        for key in early:
            self.hand(key)
