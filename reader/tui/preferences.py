"""What the reader has chosen in the configuration, put in force at the start and whenever the file changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from reader.config.language import _
from reader.config.settings import ConfigError, Settings, read, stamp
from reader.tui.commands import bindings, dispatcher, rebind
from reader.tui.guidance import nothing_yet
from reader.tui.inputmethod import InputMethod
from reader.tui.keys import Dispatcher
from reader.tui.screens.asking import Asking
from reader.tui.theme import THEMES

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Preferences:
    """The desk's settings. Language, database and name are taken at the start alone."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        """Take the desk and what the file says."""
        self.desk, self.settings = desk, settings
        self._seen = settings.stamp
        self._input_method = InputMethod(
            lambda: (self.settings.ime_enter, self.settings.ime_leave), self._no_input_method
        )

    def keys(self) -> Dispatcher:
        """Return what turns keys into commands, by the settings' keys. Raises ConfigError."""
        rebind(bindings(self.settings))
        return dispatcher()

    def apply(self) -> None:
        """Put theme, width, spacing and favourites in force, as far as the file speaks of them."""
        settings, view = self.settings, self.desk.view
        theme = f"textual-{settings.theme}"
        if theme in THEMES:
            self.desk.app.theme = theme
        if settings.width:
            view.set_width_limit(2 * settings.width)
        if settings.spacing is not None:
            view.set_spacing(int(settings.spacing))
        self.desk.workspace.state.pinned = settings.favourites

    def follow_screen(self, screen: Screen[Any]) -> None:
        """Have the input method on where one writes, and off where letters are keys."""
        self._input_method.turn(writing=isinstance(screen, Asking))

    def _no_input_method(self, program: str) -> None:
        self.desk.front.say(_("[ime]: {} could not be run").format(program), "warning")

    def ask_creator(self, then: Callable[[], object]) -> None:
        """Ask for the name that stands on annotations, once and for all, and go on; Esc takes the login name."""
        from reader.tui.screens.prompts import LinePrompt

        workspace = self.desk.workspace
        offered = workspace.creator

        def asked(name: str | None) -> None:
            workspace.call_creator(" ".join((name or "").split()) or offered)
            then()

        hint = _("Enter this name   Esc {}").format(offered)
        self.desk.app.push_screen(LinePrompt(_("Your name on annotations"), hint, offered), asked)

    def look(self) -> None:
        """Read the file again if it is not the one read last."""
        if self.settings.path.is_absolute() and stamp(self.settings.path) != self._seen:
            self.reload()

    def reload(self) -> None:
        """Read the file and put it in force; if it cannot be followed, say why and leave all as it is."""
        path, before = self.settings.path, self.settings
        self._seen = stamp(path)
        try:
            self.settings = read(path)
            keys = self.keys()
        except ConfigError as error:
            self.settings = before
            rebind(bindings(before))
            self.desk.front.complain(error)
            return
        for screen in self.desk.keyed():
            screen.keys = keys
            screen.show_keys()
        if self.desk.workspace.records_open:
            self.desk.cards.empty_text = nothing_yet()
        self.apply()
        self.desk.front.say(_("the settings were read: {}").format(path))
