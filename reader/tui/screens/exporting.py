"""The export dialog: a format, a file, and a question before another file is replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.config.language import _, ngettext
from reader.exchange.registry import known
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import BOX_CSS, Box, Words, fitted
from reader.tui.widgets.entries import clip

_NAME_WIDTH = 10
_TALL = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """The answer: a format's name and a file."""

    format: str
    path: Path


class ExportDialog(Asking[Wanted | None]):
    """Asks for format (up, down) and file."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "ExportDialog { align: center middle; background: transparent; }"
        "ExportDialog OptionList { height: auto; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, folder: Path, last: str, count: int) -> None:
        """Take where files go by default, the format used last and how many annotations there are."""
        super().__init__()
        self._folder, self._count = folder, count
        self._format = last if last in known() else next(iter(known()))

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Box(_("Export")):
            yield Words(
                ngettext("{} annotation, written as", "{} annotations, written as", self._count).format(
                    self._count
                ),
                classes="title",
            )
            yield OptionList(*(Option(Content(name), id=name) for name in known()), markup=False)
            yield Words(_("File"), classes="title")
            yield Field(str(self._default(self._format)), compact=True)
            yield Words(_("↑↓ format   Enter write   Esc leave"), classes="hint")

    def on_mount(self) -> None:
        """Put the bar on the format used last."""
        options = self.query_one(OptionList)
        options.can_focus = False
        options.highlighted = list(known()).index(self._format)

    def on_resize(self) -> None:
        """Say what the formats are for; each in a row where there are few."""
        self.call_after_refresh(self._describe)

    def _describe(self) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width
        for form in known().values():
            words = fitted(_(form.about), max(8, width - _NAME_WIDTH))
            if self.size.height < _TALL:
                words = [clip(_(form.about), width - _NAME_WIDTH)]
            name = form.name.ljust(_NAME_WIDTH)
            options.replace_option_prompt(form.name, Content(name + ("\n" + " " * _NAME_WIDTH).join(words)))

    def _default(self, name: str) -> Path:
        return self._folder / f"annotations{known()[name].suffix}"

    def action_choose(self, step: int) -> None:
        """Choose another format; a file name that was not touched follows."""
        options = self.query_one(OptionList)
        names = list(known())
        field = self.query_one(Input)
        untouched = field.value == str(self._default(self._format))
        self._format = names[(names.index(self._format) + step) % len(names)]
        options.highlighted = names.index(self._format)
        if untouched:
            field.value = str(self._default(self._format))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the format clicked on."""
        names = list(known())
        if event.option_id in names:
            self.action_choose(names.index(event.option_id) - names.index(self._format))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give format and file."""
        name = event.value.strip()
        self.dismiss(Wanted(self._format, Path(safe(name)).expanduser()) if name else None)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
