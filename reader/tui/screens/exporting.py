"""The export dialog: a format, what of the folder, a file; and what would be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.config.language import N_, _, ngettext
from reader.exchange.registry import Format, known
from reader.text import ambiguous_wide, cell_width
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import BOX_CSS, Box, Words, fitted
from reader.tui.widgets.entries import clip

Scope = Literal["article", "overview", "counted", "filtered", "all"]
SCOPES: dict[Scope, str] = {
    "article": N_("this article"),
    "overview": N_("the proposals marked in the overview, else those it shows"),
    "counted": N_("the proposals that are counted here"),
    "filtered": N_("the articles the contents show"),
    "all": N_("everything"),
}
_NAME_WIDTH = 12
_TALL = 20
_FRAME = 2
PREVIEW = 3
"""Lines of what would be written that are shown."""
Preview = Callable[[str, Scope, Callable[[list[str]], object]], object]
"""Asked for the first lines of a format and scope, and whom to tell them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be exported: how much it is, and what a file of it is called without its suffix.

    `untagged` counts its proposals without a tag.
    """

    scope: Scope
    stem: str
    annotations: int = 0
    articles: int = 0
    untagged: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """The answer: a format's name, what of the folder, and a file."""

    format: str
    scope: Scope
    path: Path


class ExportDialog(Asking[Wanted | None]):
    """Asks for format (up, down), what of the folder (Tab) and file."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "ExportDialog { align: center middle; background: transparent; }"
        "ExportDialog OptionList { height: auto; scrollbar-size-vertical: 1; }"
        + BOX_CSS
        + "ExportDialog .box { width: 92%; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
    ]

    def __init__(
        self,
        folder: Path,
        offers: Sequence[Offer],
        last_format: str = "",
        last_scope: str = "",
        preview: Preview | None = None,
    ) -> None:
        """Take where files go by default, what can be exported, what was chosen last, and what gives previews."""
        super().__init__()
        self._preview = preview
        self._seen: dict[tuple[str, Scope], list[str]] = {}
        self._folder, self._offers = folder, tuple(offers)
        self._format = last_format if last_format in known() else next(iter(known()))
        scopes = [offer.scope for offer in self._offers]
        self._at = next((at for at, scope in enumerate(scopes) if scope == last_scope), len(scopes) - 1)

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Box(_("Export")):
            yield OptionList(*(Option(Content(name), id=name) for name in known()), markup=False)
            yield Words(id="about", classes="hint")
            yield Words(id="scope", classes="title")
            yield Words(id="counts")
            yield Words(id="preview", classes="hint")
            yield Field(str(self._default()), compact=True)
            yield Words(id="keys", classes="hint")

    def on_mount(self) -> None:
        """Put the bar on the format used last."""
        options = self.query_one(OptionList)
        options.can_focus = False
        options.highlighted = list(known()).index(self._format)

    def on_resize(self) -> None:
        """Cut the rows to the width, and the list to the height."""
        self.call_after_refresh(self._show)

    # -- what is shown

    def _show(self) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width
        for form in known().values():
            name = form.name.ljust(_NAME_WIDTH)
            words = name + clip(_(form.about), max(8, width - _NAME_WIDTH))
            options.replace_option_prompt(form.name, Content(clip(words, width)))
        self._say()
        below = 1 + sum(
            len(fitted(words.text, max(2, width))) for words in self.query(Words) if words.display
        )
        room = self.size.height * 9 // 10 - _FRAME - below
        options.styles.max_height = max(1, room)
        options.scroll_to_highlight()

    def _say(self) -> None:
        """Say what the format is for, what is taken, and how much that is; a row each where there are few."""
        tall, width = self.size.height >= _TALL, self.query_one(Input).size.width
        about = self.query_one("#about", Words)
        options = self.query_one(OptionList)
        cut = cell_width(_(self._form.about)) > options.scrollable_content_region.width - _NAME_WIDTH
        about.display = tall and cut
        about.put(_(self._form.about))
        self._say_beginning(tall, width)
        long = _("↑↓ format   Tab what   Enter write   Esc leave")
        self.query_one("#keys", Words).put(long if tall else _("↑↓ Tab   Esc leave"))
        offer = self._offer
        self.query_one("#scope", Words).put(_("Tab: {}").format(_(SCOPES[offer.scope])))
        parts = [
            ngettext("{} annotation", "{} annotations", offer.annotations).format(offer.annotations),
            ngettext("{} article", "{} articles", offer.articles).format(offer.articles),
        ]
        if offer.untagged:
            words = ngettext("{} proposal without a tag", "{} proposals without a tag", offer.untagged)
            parts.append(words.format(offer.untagged))
        counts = _(", ").join(parts)
        self.query_one("#counts", Words).put(counts if tall else clip(counts, width))

    def _say_beginning(self, tall: bool, width: int) -> None:
        """Show the first lines, asked for once for each choice."""
        choice = self._format, self._offer.scope
        words = self.query_one("#preview", Words)
        words.display = tall and self._preview is not None
        if self._preview is None:
            return
        if choice not in self._seen:
            self._seen[choice] = []
            self._preview(*choice, partial(self._told, choice))
        lines, bar = self._seen[choice], "|" if ambiguous_wide() else "│"
        words.put("\n".join(f"{bar} {clip(safe(line), width - 2)}" for line in lines) or " ")

    def _told(self, choice: tuple[str, Scope], lines: list[str]) -> None:
        self._seen[choice] = lines
        if self.is_attached and choice == (self._format, self._offer.scope):
            self._show()

    @property
    def _form(self) -> Format:
        return known()[self._format]

    @property
    def _offer(self) -> Offer:
        return self._offers[self._at]

    def _default(self) -> Path:
        suffix = f"-{self._format}" if self._form.kind == "folder" else self._form.suffix
        return self._folder / f"{self._offer.stem}{suffix}"

    # -- choosing

    def action_choose(self, step: int) -> None:
        """Choose another format."""
        names = list(known())
        self._change(names[(names.index(self._format) + step) % len(names)], self._at)

    def action_turn(self, step: int) -> None:
        """Choose what is exported."""
        self._change(self._format, (self._at + step) % len(self._offers))

    def _change(self, name: str, at: int) -> None:
        """Take another choice; a file name that was not touched follows."""
        field = self.query_one(Input)
        untouched = field.value == str(self._default())
        self._format, self._at = name, at
        self.query_one(OptionList).highlighted = list(known()).index(name)
        if untouched:
            field.value = str(self._default())
            field.cursor_position = len(field.value)
        self._show()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the format clicked on."""
        name = event.option_id or ""
        if name in known():
            self._change(name, self._at)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give format, scope and file; a folder that is there gets the file that is offered."""
        name = event.value.strip()
        if not name:
            self.dismiss(None)
            return
        path = Path(safe(name)).expanduser()
        if path.is_dir() and path != self._default():
            path = path / self._default().name
        self.dismiss(Wanted(self._format, self._offer.scope, path))

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
