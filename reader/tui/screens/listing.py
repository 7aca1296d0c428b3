"""All commands in a list that filters as you type: the help, and the palette to choose from."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.config.language import _
from reader.text import cell_width, fold
from reader.tui.commands import Command, commands, key_labels
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, Box

_KEYS_WIDTH = 16


class CommandList(Asking[str | None]):
    """Shows the commands; with `choose` Enter gives the id of the one under the bar."""

    DEFAULT_CSS = (
        "CommandList { align: center middle; background: $background 30%; }"
        "CommandList .box { height: 90%; max-width: 92; width: 92%; }"
        "CommandList OptionList { border: none; height: 1fr; background: $surface; padding: 0; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("pagedown", "choose(10)", show=False, priority=True),
        Binding("pageup", "choose(-10)", show=False, priority=True),
    ]

    def __init__(self, *, choose: bool) -> None:
        """Make a palette (`choose`) or a help."""
        super().__init__()
        self._choose = choose

    def compose(self) -> ComposeResult:
        """Lay out filter and list."""
        with Box(_("Commands") if self._choose else _("Help")):
            yield Input(placeholder=_("type to filter"), compact=True)
            yield OptionList(markup=False)
            ends = _("Enter run   Esc leave") if self._choose else _("↑↓ scroll   Esc leave")
            yield Static(Content(ends), classes="hint")

    def on_mount(self) -> None:
        """Show all."""
        self.query_one(OptionList).can_focus = False
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._show(event.value)

    def _show(self, typed: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        wanted, group = fold(typed.strip()), ""
        for command in commands().values():
            text = f"{_(command.title)} {_(command.help)} {' '.join(key_labels(command))} {_(command.group)}"
            if wanted not in fold(text):
                continue
            if command.group != group and not self._choose:
                group = command.group
                options.add_option(Option(Content.assemble((_(group), "bold $text-accent")), disabled=True))
            options.add_option(Option(_row(command), id=command.id))
        first = next(
            (i for i in range(options.option_count) if not options.get_option_at_index(i).disabled), None
        )
        options.highlighted = first

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
        if self._choose and options.highlighted is not None and options.option_count:
            chosen = options.get_option_at_index(options.highlighted).id
        self.dismiss(chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the command clicked on."""
        self.dismiss(event.option_id if self._choose else None)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


def _row(command: Command) -> Content:
    keys = " ".join(key_labels(command))
    gap = " " * max(1, _KEYS_WIDTH - cell_width(keys))
    return Content.assemble((keys, "bold"), gap, _(command.help))
