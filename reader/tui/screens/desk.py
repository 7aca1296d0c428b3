"""The desk: contents, article and annotations side by side, and the verbs that commands call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from reader.annotations import Annotation
from reader.config.language import _, ngettext
from reader.config.wording import sentence
from reader.tui.background import Background
from reader.tui.cards import cards
from reader.tui.commands import Pane, dispatcher
from reader.tui.correcting import Correcting
from reader.tui.delivering import Delivering
from reader.tui.halves import Whole
from reader.tui.highlights import Highlight
from reader.tui.marking import Marking
from reader.tui.marks import highlights
from reader.tui.motions import Motion
from reader.tui.outline import Ref
from reader.tui.overlaps import Overlaps
from reader.tui.phrases import SEAMS
from reader.tui.screens.arranging import Arranging
from reader.tui.screens.keyed import Keyed
from reader.tui.screens.telling import Telling
from reader.tui.shelf import Shelf
from reader.tui.theme import THEMES
from reader.tui.travel import Travel
from reader.tui.widgets.article import ArticleView
from reader.tui.widgets.entries import Entries
from reader.tui.widgets.lines import KeyLine, Line
from reader.workspace import Event, Workspace

LOOK_SECONDS = 2.0
KEEP_SECONDS = 20.0


class Desk(Arranging, Telling, Keyed, inherit_bindings=False):
    """The one screen that stays; everything else opens over it."""

    AUTO_FOCUS = "#article"
    DEFAULT_CSS = """
Desk { layers: base over; background: $background; }
Desk #panes { height: 1fr; }
Desk .pane { height: 100%; }
Desk .pane .name { height: 1; width: 100%; color: $text-muted; background: $panel; padding: 0 1; }
Desk .pane.-held .name { color: $text; text-style: bold; background: $primary 40%; }
Desk #contents-pane { width: 34; }
Desk #article-pane { width: 1fr; }
Desk #cards-pane { width: 36; }
Desk #small { display: none; width: 100%; height: 100%; }
"""

    def __init__(self, workspace: Workspace) -> None:
        """Take an open workspace."""
        super().__init__()
        self.workspace = workspace
        self.background = Background(self.from_thread)
        self.travel = Travel(self)
        self.marking = Marking(self)
        self.overlaps = Overlaps(self)
        self.correcting = Correcting(self)
        self.delivering = Delivering(self)
        self.last_tags: tuple[str, ...] = ()
        self.keys = dispatcher()
        self._query = ""
        self._to_say: list[str] = []
        self._cards_width = 0

    def compose(self) -> ComposeResult:
        """Lay out header, panes, message line and footer."""
        yield Line(id="header")
        with Horizontal(id="panes"):
            with Vertical(id="contents-pane", classes="pane"):
                yield Static(_("Contents"), classes="name", markup=False)
                yield Entries(id="contents")
            with Vertical(id="article-pane", classes="pane"):
                yield Static(_("Article"), classes="name", markup=False)
                yield ArticleView(id="article", empty_text=_("opening…"))
            with Vertical(id="cards-pane", classes="pane"):
                yield Static(_("Annotations"), classes="name", markup=False)
                yield Entries(id="cards", empty_text=_("opening…"))
        yield Line(id="message")
        yield KeyLine(id="keys")
        yield Static(id="small", markup=False)

    # -- widgets

    @property
    def view(self) -> ArticleView:
        """The article."""
        return self.query_one("#article", ArticleView)

    @property
    def contents(self) -> Entries:
        """The contents."""
        return self.query_one("#contents", Entries)

    @property
    def cards(self) -> Entries:
        """The annotation cards."""
        return self.query_one("#cards", Entries)

    @property
    def desk(self) -> Desk:
        """This desk."""
        return self

    @property
    def front(self) -> Keyed:
        """The screen that says things: the one over the desk if keys drive it too."""
        return next((screen for screen in reversed(self.app.screen_stack) if isinstance(screen, Keyed)), self)

    @property
    def pane(self) -> Pane:
        """The pane that has the focus."""
        focused = self.focused
        return (
            cast("Pane", focused.id)
            if focused is not None and focused.id in ("contents", "cards")
            else "article"
        )

    @property
    def shelf(self) -> Shelf:
        """The articles."""
        return self.travel.shelf

    @property
    def ref(self) -> Ref | None:
        """The open article."""
        return self.travel.ref

    @property
    def whole(self) -> Whole | None:
        """The open article with its other halves."""
        return self.travel.following.whole

    # -- start

    def on_mount(self) -> None:
        """Show what can be shown without reading a file, then read."""
        self.share()
        self.contents.set_entries(self.shelf.entries(""))
        self.show_start()
        self.call_later(self._start)

    def _start(self) -> None:
        theme = self.workspace.state.last("theme")
        if theme and theme[0] in THEMES:
            self.app.theme = theme[0]
        self._unsubscribe = self.workspace.subscribe(self._from_writer)
        self.travel.start()
        self.set_interval(LOOK_SECONDS, self.workspace.check_external)
        self.set_interval(KEEP_SECONDS, self.keep_place)

    def arrived(self) -> None:
        """Open the records, now that something can be read: that may take longer than reading did."""
        self.call_after_refresh(self.background.submit, self.workspace.open_records, self._opened_records)

    def _opened_records(self, failure: Exception | None) -> None:
        """Show the records, say what there is to say, and get the dictionary."""
        if failure is not None:
            raise failure
        self.cards.empty_text = _("None yet.\n\nt  tag\nc  comment\nv  select first")
        self.records_changed()
        self._to_say = self.travel.notices()
        self.say_next()
        self.marking.offer_unfinished()
        self.background.submit(_load_words, self._loaded_words)

    def say_next(self) -> None:
        """Show the next thing there is to say; a key was pressed, and the one before was read."""
        if self._to_say:
            self.say(self._to_say.pop(0), "warning")
        else:
            self.say("")

    def _loaded_words(self, cut: Callable[[str], list[tuple[int, int]]] | Exception) -> None:
        if not isinstance(cut, Exception):  # without the dictionary a word is a character
            self.view.set_segmenter(cut)

    def on_unmount(self) -> None:
        """Listen to the writer no more."""
        with suppress(AttributeError, ValueError):  # never started
            self._unsubscribe()

    # -- keys

    def waiting(self) -> None:
        """Show the favourites while one of them is being chosen."""
        if self.keys.waiting in ((";",), (",",)):
            self.say(self.marking.favourites.words())

    def change_theme(self) -> None:
        """Take the next theme, and remember it."""
        names = list(THEMES)
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]
        self.workspace.state.set_last("theme", [self.app.theme])

    def move(self, name: Motion, count: int) -> None:
        """Carry out a motion in the focused pane, or on the screen that is over this one."""
        if self.front is not self:
            self.front.move(name, count)
        elif self.pane == "article":
            self.view.move(name, count)
        else:
            (self.contents if self.pane == "contents" else self.cards).move(name, count)

    # -- searching

    def ask_search(self) -> None:
        """Ask for a text and search it."""
        from reader.tui.screens.prompts import LinePrompt

        def asked(query: str | None) -> None:
            self._query = query or self._query
            if query:
                self._search(query)

        prompt = LinePrompt(_("Search in this article"), _("Enter search   Esc leave"), self._query)
        self.app.push_screen(prompt, asked)

    def _search(self, query: str) -> None:
        hits = self.view.search(query)
        if hits:
            self.say(ngettext("{} hit; n next, N before", "{} hits; n next, N before", hits).format(hits))
        else:
            self.say(_("not in this article: {}").format(query), "warning")

    def search_step(self, step: int) -> None:
        """Go to another hit; in another article search the same there."""
        found = self.view.search_step(step)
        if found is not None:
            words = f"{found.index + 1}/{found.total}"
            self.say(f"{words}  {_('past the end, from the other side')}" if found.wrapped else words)
        elif self._query:
            self._search(self._query)
        else:
            self.say(_("nothing was searched yet; / searches"), "warning")

    def show_commands(self, *, choose: bool) -> None:
        """Show help or palette."""
        from reader.tui.screens.listing import CommandList

        def chosen(identifier: str | None) -> None:
            if identifier:
                self.run_command(identifier)

        self.app.push_screen(CommandList(choose=choose), chosen)

    # -- annotations shown

    def records_changed(self) -> None:
        """Show the records as they are now, and pages as they are corrected."""
        self.shelf.forget_annotations()
        self.marking.follow_names()
        self.travel.retake()
        self.refresh_contents()
        self.refresh_annotations()
        self.show_state()
        if self.front is not self:
            self.front.renew()

    def refresh_contents(self) -> None:
        """Draw the contents anew."""
        self.contents.set_entries(self.shelf.entries(self.ref.key if self.ref else ""))

    def refresh_annotations(self) -> None:
        """Draw cards and highlights anew."""
        shown: list[Highlight] = []
        if self.workspace.records_open:
            placed = self.travel.following.placed()
            tags = {tag.id: tag for tag in self.workspace.snapshot.tags.values() if not tag.deleted}
            width = self._cards_width = self.cards.scrollable_content_region.width or 34
            self.cards.set_entries(cards(placed, tags, width, self.workspace.creator))
            held = self.cards.cursor_key if self.pane == "cards" else self.overlaps.held
            shown += highlights(placed, tags, held)
        if self.whole is not None:
            shown = [*self.whole.doubts(), *shown]
        self.view.set_highlights(shown)

    def fit_cards(self) -> None:
        """Draw the cards anew if their pane got another width."""
        if self.cards.scrollable_content_region.width not in (0, self._cards_width):
            self.refresh_annotations()

    def annotation_in_hand(self) -> Annotation | None:
        """Return the annotation of the focused card, else the one under the cursor."""
        annotations: Mapping[str, Annotation] = self.workspace.snapshot.annotations
        if self.pane == "cards":
            return annotations.get(self.cards.cursor_key)
        return self.overlaps.in_hand()

    def to_card(self) -> None:
        """Go to the card of the annotation under the cursor, else to the first card."""
        annotation = self.annotation_in_hand()
        keys = self.cards.keys
        if not keys:
            self.say(_("no annotations on this article; t tags, c comments"), "warning")
            return
        self.focus_pane("cards")
        self.cards.put_cursor(annotation.id if annotation else keys[0])

    # -- events

    def on_article_view_caret_moved(self) -> None:
        """Follow the caret: header, reading state, the card of what is under it."""
        self.overlaps.drop()
        self.show_place()
        self.travel.mark_read()
        if self.pane == "article" and self.cards.keys:
            annotation = self.annotation_in_hand()
            if annotation is not None:
                self.cards.put_cursor(annotation.id)

    def on_article_view_seam_reached(self, event: ArticleView.SeamReached) -> None:
        """Say why a selection stopped."""
        self.say(_(SEAMS[event.code]), "warning")

    def on_entries_moved(self, event: Entries.Moved) -> None:
        """Show in the text what a card is about."""
        if event.entries is self.cards and self.pane == "cards" and self.ref is not None:
            for item in self.travel.following.placed():
                if item.annotation.id == event.key and item.location.spans:
                    self.view.jump(item.location.spans[0][:2])
            self.refresh_annotations()

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """Open what was clicked on."""
        if event.entries is self.contents:
            self.travel.open_entry()

    def _from_writer(self, event: Event) -> None:
        self.from_thread(partial(self._told, event))

    def _told(self, event: Event) -> None:
        if event.kind == "external":
            self.front.say(_("someone else changed the annotations; this is how they are now"))
        if event.notice is not None:
            self.say(sentence(event.notice.code, event.notice.params), "warning")
        if event.kind in ("external", "failed"):
            self.records_changed()
        self.show_state()

    # -- leaving

    def keep_place(self) -> None:
        """Remember where reading stopped."""
        self.travel.keep_place()

    def back(self) -> bool:
        """Leave what is innermost: selection, search, zoom, pane; return whether there was something to leave."""
        if self.pane == "article" and self.view.selection is not None:
            self.view.select_clear()
        elif self.pane == "article" and self.view.searching:
            self.view.search_clear()
        elif self.zoomed:
            self.zoom()
        elif self.pane != "article":
            self.focus_pane("article")
        else:
            return False
        return True

    def quit(self) -> None:
        """End the program."""
        self.keep_place()
        self.app.exit(0)

    def from_thread(self, call: Callable[[], object]) -> None:
        """Have something done in the event loop, from any thread; nothing happens when it has ended."""
        with suppress(RuntimeError):
            self.call_later(call)


def _load_words() -> Callable[[str], list[tuple[int, int]]]:
    from reader.words import segmenter

    words = segmenter()
    words.load()
    return words.cut
