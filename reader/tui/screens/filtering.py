"""What the contents show: states and kinds are switched with one key, words and names are typed; it shows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.config.language import _, ngettext
from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.filtering import ArticleFacts, Filter, Offer, completions, parse, toggles
from reader.tui.keys import token, twins
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import BOX_CSS, GAP, Box, Words
from reader.tui.widgets.entries import clip

SWITCHES = ("n", "t", "d", "1", "2", "3", "4")
"""The keys of the states and kinds, in their order; the letters are those of ]n, ]t and ]d."""
_SHOWN = 40
_LIST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of how many articles match (None: not counted yet), and what is offered."""

    matching: int | None
    articles: int
    offers: list[Offer]


def _counted(articles: Callable[[], Sequence[ArticleFacts]], wanted: Filter, typed: str) -> Counted:
    every = articles()
    offers = completions(typed, wanted, every) if typed.strip() else toggles(wanted, every)
    return Counted(sum(map(wanted.matches, every)), len(every), offers)


class Terms(OptionList):
    """The list of terms; its letters are the prompt's."""

    def on_key(self, event: events.Key) -> None:
        """Give a key to the prompt, unless it moves the bar."""
        if cast("FilterPrompt", self.screen).press(token(event.key, event.character)):
            event.stop()
            event.prevent_default()


class FilterPrompt(Asking[None]):
    """Changes a filter. Enter keeps it, Esc puts back what was there before."""

    AUTO_FOCUS = "Terms"
    DEFAULT_CSS = (
        "FilterPrompt { align: center middle; background: transparent; }"
        "FilterPrompt Terms, FilterPrompt Terms:focus {"
        " height: auto; max-height: 10; }"
        "FilterPrompt .box Input { margin: 0; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "turn", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(
        self,
        before: Filter,
        articles: Callable[[], Sequence[ArticleFacts]],
        show: Callable[[Filter], None],
        count: Callable[[Callable[[], Counted], Callable[[Counted], object]], object],
        title: str,
    ) -> None:
        """Take the filter there is, what gives all articles, what shows another filter's, what runs the counting; a title."""
        super().__init__()
        self._title = title
        self._before = self._filter = before
        self._articles, self._tell, self._count = articles, show, count
        self._offers: list[Offer] = []
        self._asked = 0

    # -- what is shown

    def compose(self) -> ComposeResult:
        """Lay out the prompt."""
        with Box(self._title):
            yield Words(id="taken", classes="title")
            yield Field(
                placeholder=_("words, #tag, author:…, affiliation:…, stage:…, unread …"),
                select_on_focus=False,
                compact=True,
            )
            yield Terms(markup=False)
            yield Words(id="hint", classes="hint")

    def on_mount(self) -> None:
        """Show what can be switched."""
        self._show()

    def on_resize(self) -> None:
        """Draw the rows anew."""
        self.call_after_refresh(self._show)

    @property
    def typing(self) -> bool:
        """Whether the field has the keys."""
        return isinstance(self.focused, Input)

    def _show(self) -> None:
        self._asked += 1
        typed, wanted, asked = self.query_one(Input).value, self._filter, self._asked
        offers = parse(typed) if typed.strip() else [offer.term for offer in toggles(wanted, ())]
        self._draw(Counted(None, 0, [Offer(term, None) for term in offers]))
        self._count(partial(_counted, self._articles, wanted, typed), partial(self._counted, asked))

    def _counted(self, asked: int, counted: Counted) -> None:
        if asked == self._asked and self.is_mounted:
            self._draw(counted)

    def _draw(self, counted: Counted) -> None:
        chips = [f"{term.words} ×" for term in self._filter.terms]
        if counted.matching is not None:
            words = ngettext("{} of {} article", "{} of {} articles", counted.articles)
            chips.insert(0, words.format(counted.matching, counted.articles))
        self.query_one("#taken", Words).put(GAP.join(chips or [_("counting…")]))
        hints = (
            (_("Enter add and show"), _("Tab add and go on"), _("↑↓ choose"), _("Esc to the list"))
            if self.typing
            else (
                _("space switch"), _("/ words"), _("# tag"), _("a author"), _("o affiliation"), _("s stage"),
                _("x drop the last"), _("F drop all"), _("Enter show"), _("Esc as before"),
            )
        )  # fmt: skip
        self.query_one("#hint", Words).put(GAP.join(hints))
        typed = self.query_one(Input).value
        options = self.query_one(Terms)
        held = options.highlighted or 0
        switching = not typed.strip()
        self._offers = counted.offers[:_SHOWN]
        width = options.scrollable_content_region.width or 40
        room = self.app.size.height * 9 // 10 - 3 - self.query_one(Box).words_rows
        options.styles.max_height = max(2, min(_LIST_ROWS, room))
        options.clear_options()
        options.add_options(
            Option(self._row(offer, SWITCHES[number] if switching else "", width))
            for number, offer in enumerate(self._offers)
        )
        options.highlighted = min(held, len(self._offers) - 1) if self._offers else None

    def _row(self, offer: Offer, key: str, width: int) -> Content:
        taken = "✓" if offer.term in self._filter.terms else " "
        count = "…" if offer.count is None else str(offer.count)
        words = offer.term.words if offer.term.sort != "word" else _("with “{}”").format(offer.term.value)
        words = clip(safe(words), max(1, width - 6 - len(count)))
        gap = " " * max(1, width - 5 - cell_width(words) - len(count))
        return Content.assemble(
            (f"{key:>1} ", "bold $text-accent"), f"{taken} ", words, gap, (count, "$text-muted")
        )

    # -- changing it

    def _use(self, wanted: Filter) -> None:
        self._filter = wanted
        self._tell(wanted)
        self._show()

    def press(self, key: str) -> bool:
        """Take a key of the list; return whether it meant anything."""
        if len(key) == 1 and not key.isascii():
            meant = twins(key)
            if not meant:  # an input method is on: that is a word to look for
                self._type(key)
                return True
            key = meant[-1]
        if key in SWITCHES:
            self._use(self._filter.toggled(toggles(self._filter, ())[SWITCHES.index(key)].term))
        elif key == "space" and self._offers:
            self._use(self._filter.toggled(self._offers[self.query_one(Terms).highlighted or 0].term))
        elif key in ("x", "backspace", "delete"):
            self._use(self._filter.shortened())
        elif key == "F":
            self._use(Filter())
        elif key in ("/", "#", "a", "o", "s"):
            self._type({"/": "", "#": "#", "a": _("author:"), "o": _("affiliation:"), "s": _("stage:")}[key])
        elif key in ("j", "k"):
            self.action_choose(1 if key == "j" else -1)
        elif key == "enter":
            self.dismiss(None)
        elif key == "q":
            self.action_leave()
        else:
            return False
        return True

    def _type(self, text: str) -> None:
        field = self.query_one(Input)
        field.focus()
        field.value = text
        field.cursor_position = len(text)
        self._show()

    def on_input_changed(self) -> None:
        """Complete anew, from the first."""
        self.query_one(Terms).highlighted = 0
        self._show()

    def _take(self) -> bool:
        """Add what was typed, its last piece as the bar completes it; return whether there was any."""
        field, options = self.query_one(Input), self.query_one(Terms)
        typed = field.value
        if not typed.strip():
            return False
        terms = parse(typed)
        if not typed[-1:].isspace() and self._offers:
            before = parse(" ".join(typed.split()[:-1]))
            terms = (*before, self._offers[options.highlighted or 0].term)
        field.value = ""
        self._use(self._filter.also(terms))
        return True

    def on_input_submitted(self) -> None:
        """Add what was typed, and show."""
        self._take()
        self.dismiss(None)

    def action_turn(self) -> None:
        """Add what was typed and stay; with nothing typed go from the field to the list, or back."""
        if self.typing and not self._take():
            self.query_one(Terms).focus()
        elif not self.typing:
            self.query_one(Input).focus()
        self._show()

    def action_choose(self, step: int) -> None:
        """Move the bar."""
        options = self.query_one(Terms)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + step) % options.option_count

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Switch the term clicked on."""
        term = self._offers[event.option_index].term
        self.query_one(Input).value = ""
        self._use(self._filter.toggled(term))

    def action_leave(self) -> None:
        """Go from the field to the list; from there leave everything as it was before."""
        if self.typing:
            self.query_one(Input).value = ""
            self.query_one(Terms).focus()
            self._show()
            return
        self._tell(self._before)
        self.dismiss(None)
