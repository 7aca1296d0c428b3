"""Searching all open files: what is typed is searched at once; Enter opens a result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from reader.config.language import _
from reader.config.wording import sentence_of
from reader.index.query import QueryError, parse
from reader.tui.motions import Motion
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import GAP, Words
from reader.tui.searchwords import completed, counted, entry, kind_names, offers
from reader.tui.seeking import Found
from reader.tui.widgets.entries import Entries, Entry
from reader.tui.widgets.lines import Line
from reader.workspace.searching import Hit

if TYPE_CHECKING:
    from reader.tui.everywhere import Everywhere

DEBOUNCE = 0.1
"""Seconds without a key before a search begins."""


class ResultList(Entries):
    """The results; the field has the keys, the cursor shows all the same."""

    def cursor_style(self) -> Style:
        """Return how it looks under the cursor, as with the focus."""
        style = self.style_of("cursor")
        return Style(bgcolor=style.bgcolor, underline=style.underline or None, reverse=style.reverse or None)


class SearchScreen(Asking[Hit | None]):
    """A field, counts, and the results below."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
SearchScreen { background: $background; }
SearchScreen Input { border: none; height: 1; padding: 0 1; background: $panel; }
SearchScreen #counts { color: $text-muted; padding: 0 1; }
SearchScreen #counts.-mistake { color: $text-warning; }
SearchScreen ResultList { height: 1fr; background: $background; }
SearchScreen .hint { color: $text-muted; padding: 0 1; }
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "complete", show=False),
        Binding("down", "move('row_down')", show=False),
        Binding("up", "up", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("ctrl+home", "move('top')", show=False),
        Binding("ctrl+end", "move('bottom')", show=False),
    ]

    def __init__(self, everywhere: Everywhere) -> None:
        """Take what searches and knows what was searched before."""
        super().__init__()
        self._everywhere = everywhere
        self._typed = ""
        self._offers: list[str] = []
        self._awaited = False

    # -- what is shown

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Line(id="header")
        yield Field(
            self._everywhere.typed,
            placeholder=_('words, "…", -word, title:… author:… tag:… kind:… date:2024-02..2024-03'),
            compact=True,
        )
        yield Words(id="counts", most=2)
        yield ResultList(id="results")
        yield Words(id="offers", most=1, classes="hint")
        yield Words(id="keys", most=2, classes="hint")

    def on_mount(self) -> None:
        """Show what was found last, as it is now."""
        super().on_mount()
        self.query_one(ResultList).can_focus = False
        self._typed = self._everywhere.typed
        self.show_searched()
        self.call_after_refresh(self._first)

    def _first(self) -> None:
        self.show()
        if self._everywhere.hit is not None:
            self.query_one(ResultList).put_cursor(self._everywhere.hit.key)
        self._everywhere.indexing.wake()

    def on_resize(self) -> None:
        """Draw the rows anew."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Show results and counts as they are known."""
        if not self.query(ResultList):  # being taken down
            return
        self._show_offers()
        results = self.query_one(ResultList)
        width = results.scrollable_content_region.width
        if not width:
            return
        it = self._everywhere
        if not self._typed.strip():
            history = it.history()
            results.empty_text = _("What is typed is searched in all open files.")
            rows = [Entry(f"?{typed}", (((" ↑ ", "muted"), (typed, "")),)) for typed in history]
            results.set_entries(rows)
            self._say(_("searched before:") if rows else "")
            return
        try:
            query = parse(self._typed)
        except QueryError as error:
            self._say(sentence_of(error) or error.code, mistake=True)
            return
        if it.results is None:
            self._say(_("searching…") if it.busy else "")
            return
        results.empty_text = _("Nothing was found.")
        results.set_entries([entry(hit, query.marked, width - 1) for hit in it.hits])
        self._say("\n".join(counted(it.results.total, len(it.hits), it.results.years, it.results.papers)))

    def _say(self, words: str, *, mistake: bool = False) -> None:
        counts = self.query_one("#counts", Words)
        counts.set_class(mistake, "-mistake")
        first, *others = words.split("\n")
        counts.put("\n".join(filter(None, (first + (GAP + others[0] if others else ""), *others[1:]))) or " ")

    def show_searched(self) -> None:
        """Show how much of the files the index holds."""
        if not self.query(ResultList):  # being taken down
            return
        done, total = self._everywhere.searched
        words = _("indexed {} of {} files").format(done, total) if done < total else ""
        self.query_one("#header", Line).put(_("Search all open files"), words)

    def _show_offers(self) -> None:
        values = {
            "tag": self._everywhere.tag_names(),
            "kind": kind_names(),
            "stage": self._everywhere.stage_names(),
            "paper": list(self._everywhere.papers()),
        }
        self._offers = offers(self._typed, values)
        self.query_one("#offers", Words).put(GAP.join(self._offers) or " ")
        keys = [_("Enter open"), _("↑↓ choose"), _("Esc leave")]
        if self._offers:
            keys.insert(0, _("Tab take {}").format(self._offers[0]))
        elif not self._typed:
            keys[1:2] = [_("↑ the last search"), _("↓ choose")]
        self.query_one("#keys", Words).put(GAP.join(keys))

    # -- typing

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when nothing is typed for a moment."""
        if event.value == self._typed:
            return
        self._typed = event.value
        self._awaited = False
        self._everywhere.typing(event.value)
        self.query_one("#counts").remove_class("-mistake")
        self._show_offers()
        typed = event.value
        self.set_timer(DEBOUNCE, lambda: self._search(typed))

    def _search(self, typed: str) -> None:
        if typed != self._typed:
            return
        try:
            query = parse(typed)
        except QueryError:
            self.show()
            return
        self._everywhere.search(query, self._found)

    def _found(self, found: Found | Exception) -> None:
        if not self.is_attached or self.app.screen is not self:  # left meanwhile
            return
        self.show()
        if isinstance(found, tuple):
            self.query_one(ResultList).move("top")
            if self._awaited and found[1]:
                self._awaited = False
                self.dismiss(found[1][0])

    def action_complete(self) -> None:
        """Take the first thing offered."""
        if self._offers:
            field = self.query_one(Input)
            offer = self._offers[0]
            field.value = completed(field.value, offer if offer.endswith(":") else f"{offer} ")
            field.cursor_position = len(field.value)

    def action_up(self) -> None:
        """Go up; in an empty field take what was searched last."""
        history = self._everywhere.history()
        results = self.query_one(ResultList)
        if not self._typed and history and results.cursor_key in ("", f"?{history[0]}"):
            self._put(history[0])
        else:
            results.move("row_up")

    def _put(self, typed: str) -> None:
        field = self.query_one(Input)
        field.value = typed
        field.cursor_position = len(typed)

    def action_move(self, how: Motion) -> None:
        """Move the bar."""
        self.query_one(ResultList).move(how)

    # -- leaving

    def on_input_submitted(self) -> None:
        """Open the result under the bar, or take what was searched before."""
        self._choose(self.query_one(ResultList).cursor_key)

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """Open what was clicked on."""
        self._choose(event.key)

    def _choose(self, key: str) -> None:
        if key.startswith("?"):
            self._put(key[1:])
            return
        hit = _of(self._everywhere.hits, key)
        if hit is not None and self._typed.strip() and self._everywhere.answers(self._typed):
            self.dismiss(hit)
        elif self._typed.strip():  # Enter was quicker than the search
            self._awaited = True
            self._search(self._typed)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


def _of(hits: Sequence[Hit], key: str) -> Hit | None:
    return next((hit for hit in hits if hit.key == key), None)
