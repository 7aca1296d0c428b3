"""What was deleted, the last first: Enter puts one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.config.language import _, ngettext
from reader.tui.cards import moment
from reader.tui.document import safe
from reader.tui.outline import source_words
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, Box, Words
from reader.tui.widgets.entries import clip
from reader.workspace import Listed

_INDENT = "  "


class Trash(Asking[str | None]):
    """Shows deleted annotations and gives the id of the one to put back."""

    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = (
        "Trash { align: center middle; background: $background 30%; }"
        "Trash .box { height: 90%; max-width: 92; width: 92%; }"
        "Trash OptionList { border: none; height: 1fr; background: $surface; padding: 0; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
        Binding("g", "move('first')", show=False),
        Binding("G", "move('last')", show=False),
        Binding("ctrl+d", "move('page_down')", show=False),
        Binding("ctrl+u", "move('page_up')", show=False),
    ]

    def __init__(self, deleted: Sequence[Listed], me: str) -> None:
        """Take what was deleted, and who asks: others' names are shown."""
        super().__init__()
        self._deleted, self._me = deleted, me

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Box(_("Deleted")):
            if self._deleted:
                count = len(self._deleted)
                words = ngettext(
                    "{} annotation, the one deleted last first",
                    "{} annotations, the one deleted last first",
                    count,
                )
                yield Words(words.format(count), classes="title")
            else:
                yield Words(_("Nothing has been deleted. What d deletes on a card is kept here."))
            yield OptionList(markup=False)
            ends = _("Enter put back   Esc leave") if self._deleted else _("Esc leave")
            yield Words(ends, classes="hint")

    def on_resize(self) -> None:
        """Cut the rows anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width
        if not width:
            return
        held = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(self._rows(item, width), id=item.annotation.id) for item in self._deleted)
        options.highlighted = held if self._deleted else None

    def _rows(self, item: Listed, width: int) -> Content:
        annotation, target = item.annotation, item.annotation.target
        who = "" if annotation.creator == self._me else annotation.creator
        tags = " ".join(f"#{tag.name}" for tag in item.tags)
        where = " ".join(
            filter(
                None,
                (f"《{target.title}》" if target.title else "", source_words(item.source, item.path_label)),
            )
        )
        head = "  ".join(filter(None, (moment(annotation.deleted or ""), who, tags, where)))
        said = " ".join((annotation.comment or target.exact).split())
        sign = "“{}”" if not annotation.comment else "{}"
        row = _INDENT + sign.format(clip(safe(said), max(2, width - len(_INDENT) - 2)))
        return Content.assemble((clip(safe(head), width), "bold"), "\n", row)

    def action_move(self, how: str) -> None:
        """Move the bar."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the one under the bar."""
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
