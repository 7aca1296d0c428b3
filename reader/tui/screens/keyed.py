"""A screen that keys drive: one row where the reader is, one for messages and pending keys, one for the keys there are."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

from reader.config.language import _
from reader.config.wording import sentence_of
from reader.tui.commands import WHERE, Pane, commands, footer, key_labels, works
from reader.tui.guidance import key_of
from reader.tui.keys import Composed, Dispatcher, Run, Unknown, Wait
from reader.tui.motions import Motion
from reader.tui.phrases import blocked
from reader.tui.screens.asking import Asking
from reader.tui.widgets.lines import KeyLine, Line, whole_items
from reader.workspace import Workspace

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Keyed(Screen[int], inherit_bindings=False):
    """Has lines `#header`, `#message`, `#keys`, and turns keys into commands of its pane. Subclasses compose it."""

    BLANK = True  # its widgets cover it
    workspace: Workspace
    keys: Dispatcher

    @property
    def pane(self) -> Pane:
        """The pane whose keys count now."""
        raise NotImplementedError

    @property
    def desk(self) -> Desk:
        """What commands are run on."""
        raise NotImplementedError

    def _compositor_refresh(self) -> None:
        """Draw what has changed; under a dialog all, once.

        Textual 8 draws the changed regions there, forgets what the dialog had to draw of itself meanwhile, and draws all
        anew at each message from then on.
        """
        under = self in self.app._background_screens and bool(self._compositor._dirty_regions)
        super()._compositor_refresh()
        if under:
            self._repaint_required = False
            self.app.screen.refresh()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands; what was typed ahead goes to the question that is opening."""
        if isinstance(self.app.screen, Asking):
            self.app.screen.hand(event)
            event.stop()
            return
        self.desk.pressed = monotonic()
        outcome = self.keys.feed(event.key, event.character, self.pane)
        event.stop()
        event.prevent_default()
        message = self.query_one("#message", Line)
        if isinstance(outcome, Run):
            self.say_next()
            self.show_state()
            self.run_command(outcome.command, outcome.count, outcome.argument)
        elif isinstance(outcome, Wait):
            message.put(right=outcome.shown)
            self.waiting()
        elif isinstance(outcome, Composed):
            message.put(right="")
            self.say(
                _("the input method is on: switch to English, or use arrows and function keys"), "warning"
            )
        elif isinstance(outcome, Unknown):
            self.say("")
            self.show_state()
            if outcome.shown:
                self.say(
                    _("{} does nothing here; {} shows the keys").format(outcome.shown, key_of("help.open")),
                    "warning",
                )

    def on_paste(self, event: events.Paste) -> None:
        """Swallow text that an input method or a clipboard pushes in."""
        event.stop()
        self.say(_("the input method is on: switch to English, or use arrows and function keys"), "warning")

    def run_command(self, identifier: str, count: int | None = None, argument: str = "") -> None:
        """Carry out a command."""
        commands()[identifier].run(self.desk, count, argument)

    def show_commands(self, *, choose: bool) -> None:
        """Show help or palette."""
        from reader.tui.screens.listing import CommandList

        front = self.desk.front

        def chosen(identifier: str | None) -> None:
            if identifier:
                front.run_chosen(identifier)

        self.app.push_screen(CommandList(choose=choose, pane=front.pane), chosen)

    def run_chosen(self, identifier: str) -> None:
        """Carry out a command chosen from a list, or say where it works."""
        command = commands()[identifier]
        if works(command, self.pane):
            self.run_command(identifier)
        else:
            places = _(", ").join(_(WHERE[pane]) for pane in command.panes)
            self.say(_("{} works in: {}").format(_(command.title), places), "warning")

    def renew(self) -> None:
        """The records changed."""

    def move(self, name: Motion, count: int) -> None:
        """Carry out a motion in what has the focus."""
        raise NotImplementedError

    def waiting(self) -> None:
        """Show what may follow the keys typed so far, as much as fits in whole."""
        line = self.query_one("#message", Line)
        known = commands()
        hints = [f"{keys} {_(known[each].title)}" for keys, each in self.keys.continuations(self.pane)]
        self.say(whole_items(hints, line.room))

    # -- lines

    def say(self, words: str, kind: str = "") -> None:
        """Show a message (`""`, `warning`, `error`) until the next key."""
        line = self.query_one("#message", Line)
        line.set_class(kind == "warning", "-warning")
        line.set_class(kind == "error", "-error")
        line.put(words)

    def say_next(self) -> None:
        """A key was pressed: what the message line says was read."""
        self.say("")

    def complain(self, error: BaseException) -> None:
        """Show why something could not be done."""
        if getattr(error, "code", "") == "undo_blocked":
            self.say(blocked(getattr(error, "params", {})), "error")
            return
        self.say(sentence_of(error) or str(error), "error")

    def show_state(self) -> None:
        """Show pending keys, else whether something is being saved, or cannot be."""
        state = _("saving…") if self.workspace.saving else self.desk.surveying.words
        if self.workspace.records_open and not self.workspace.writable:
            state = _("read-only")
        self.query_one("#message", Line).put(right=self.keys.pending or state)

    def show_keys(self) -> None:
        """Show the footer of the pane."""
        offered = ((key_labels(command), _(command.title)) for command in footer(self.pane))
        self.query_one("#keys", KeyLine).put([(labels[0], title) for labels, title in offered if labels])
