"""All commands in a list that filters as you type: the help, and the palette to choose from."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.config.language import _
from reader.text import cell_width, fold
from reader.tui.commands import WHERE, Command, Pane, commands, key_labels, works
from reader.tui.legend import TITLE, legend
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import BOX_CSS, Box, Words, fitted
from reader.words import rank

_KEYS_WIDTH = 16
_LEAST_HELP = 24


class CommandList(Asking[str | None]):
    """Shows the commands, by place and group, or with `choose` the best match first; gives the id of the one chosen."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "CommandList { align: center middle; background: transparent; }"
        "CommandList .box { height: 90%; max-width: 92; width: 92%; }"
        "CommandList OptionList { height: 1fr; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("pagedown", "choose(10)", show=False),
        Binding("pageup", "choose(-10)", show=False),
    ]

    def __init__(self, *, choose: bool, pane: Pane = "article") -> None:
        """Make a palette (`choose`) or a help; the keys of the `pane` where the reader is come first."""
        super().__init__()
        self._choose, self._pane = choose, pane
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Lay out filter and list."""
        with Box(_("Commands") if self._choose else _("Help")):
            yield Field(placeholder=_("type to filter"), compact=True)
            yield OptionList(markup=False)
            yield Words(_("↑↓ choose   Enter run   Esc leave"), classes="hint")

    def on_mount(self) -> None:
        """Keep the keys with the field."""
        self.query_one(OptionList).can_focus = False

    def on_input_changed(self) -> None:
        """Show what matches."""
        self._show()

    def on_resize(self) -> None:
        """Break the rows anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        options, field = self.query_one(OptionList), self.query_one(Input)
        typed, width = fold(field.value.strip()), options.scrollable_content_region.width
        if not width:
            return
        held = (
            options.get_option_at_index(options.highlighted).id if options.highlighted is not None else None
        )
        same = typed == self._typed
        self._typed = typed
        options.clear_options()
        found, heading = [command for command in commands().values() if _meant(command, typed)], ""
        found.sort(key=lambda command: (_rank(command, typed) if self._choose else 0, self._far(command)))
        for command in found:
            if not self._choose and heading != (heading := self._heading(command)):
                options.add_option(Option(Content.assemble((heading, "bold $text-accent")), disabled=True))
            options.add_option(Option(_row(command, width), id=command.id))
        marks = [] if self._choose else [mark for mark in legend() if typed in fold(mark[1])]
        if marks:
            options.add_option(Option(Content.assemble((_(TITLE), "bold $text-accent")), disabled=True))
        for sign, words in marks:
            options.add_option(Option(_signed(sign, words, width)))
        if not found and not marks:
            options.add_option(Option(Content(_("Nothing is called that")), disabled=True))
        ids = [option.id for option in options.options]
        first = next((number for number, option in enumerate(options.options) if not option.disabled), None)
        options.highlighted = ids.index(held) if same and held and held in ids else first

    def _far(self, command: Command) -> int:
        """Return whether a command works here (0), elsewhere on this screen (1), or on another one (2)."""
        if self._pane in command.panes:
            return 0
        return 1 if works(command, self._pane) else 2

    def _heading(self, command: Command) -> str:
        if self._far(command) == 0:
            return f"{_(WHERE[self._pane])} · {_(command.group)}"
        return " ".join(_(WHERE[pane]) for pane in command.panes)

    def action_choose(self, step: int) -> None:
        """Move the bar."""
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        target = max(0, min(options.option_count - 1, at + step))
        while 0 <= target < options.option_count and options.get_option_at_index(target).disabled:
            target += 1 if step > 0 else -1
        if 0 <= target < options.option_count:
            options.highlighted = target

    def on_input_submitted(self) -> None:
        """Give the command under the bar."""
        options = self.query_one(OptionList)
        chosen = None
        if options.highlighted is not None and options.option_count:
            chosen = options.get_option_at_index(options.highlighted).id
        self.dismiss(chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the command clicked on."""
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


def _words(command: Command) -> str:
    """Return all that a command is found by, folded."""
    words = (command.title, command.help, command.group)
    return fold(" ".join([*map(_, words), *key_labels(command), command.id]))


def _meant(command: Command, typed: str) -> bool:
    """Say whether a command is called so, or its name is read so."""
    return typed in _words(command) or rank(_(command.title), typed) is not None


def _rank(command: Command, typed: str) -> int:
    """Return how well a command's name or keys match, best first."""
    title = fold(_(command.title))
    if title == typed or typed in map(fold, key_labels(command)):
        return 0
    found = rank(title, typed)
    return 1 + found[0] if found else 4


def _row(command: Command, width: int) -> Content:
    return _signed(" ".join(key_labels(command)), _(command.help), width)


def _signed(keys: str, words: str, width: int) -> Content:
    """Return keys and words, in as many rows as they need; beside one another where there is room."""
    beside = width - _KEYS_WIDTH >= _LEAST_HELP
    indent = _KEYS_WIDTH if beside else 2
    rows = fitted(words, max(2, width - indent))
    gap = (
        " " * max(1, indent - cell_width(keys))
        if beside and cell_width(keys) < indent
        else "\n" + " " * indent
    )
    return Content.assemble((keys, "bold"), gap, ("\n" + " " * indent).join(rows))
