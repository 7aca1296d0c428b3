"""The desk: contents, article and annotations side by side, and the verbs that commands call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from reader.annotations import Annotation
from reader.config.language import _
from reader.config.settings import Settings
from reader.config.wording import sentence
from reader.tui.background import Background
from reader.tui.beside import Beside
from reader.tui.cards import Folding, cards
from reader.tui.commands import Pane
from reader.tui.guidance import by_keys, nothing_yet
from reader.tui.halves import Whole
from reader.tui.highlights import Highlight
from reader.tui.marks import highlights
from reader.tui.motions import Motion
from reader.tui.outline import Ref
from reader.tui.overlaps import Overlaps
from reader.tui.phrases import SEAMS
from reader.tui.preferences import Preferences
from reader.tui.reading import Reading
from reader.tui.screens.arranging import Arranging
from reader.tui.screens.keyed import Keyed
from reader.tui.screens.rooms import Rooms
from reader.tui.screens.telling import Telling
from reader.tui.searching import Searching
from reader.tui.shelf import Shelf
from reader.tui.travel import Travel
from reader.tui.widgets.article import ArticleView
from reader.tui.widgets.entries import Entries
from reader.tui.widgets.kept import Name
from reader.tui.widgets.lines import KeyLine, Line
from reader.workspace import Event, Workspace

if TYPE_CHECKING:
    from reader.tui.welcome import Welcome

LOOK_SECONDS = 2.0
_WELCOMED = "welcomed"
KEEP_SECONDS = 20.0


class Desk(Rooms, Arranging, Telling, Keyed, inherit_bindings=False):
    """The one screen that stays; everything else opens over it."""

    AUTO_FOCUS = "#article"
    DEFAULT_CSS = """
Desk { layers: base over; background: $background; }
Desk #panes { height: 1fr; visibility: hidden; }
Desk .pane { height: 100%; visibility: hidden; }
Desk .pane > * { visibility: visible; }
Desk .pane .name { height: 1; width: 100%; color: $text-muted; background: $surface; padding: 0 1; }
Desk #article-pane .name { background: $background; }
Desk .pane.-held .name { color: $text-primary; text-style: bold reverse; }
Desk #contents-pane { width: 34; }
Desk #article-pane { width: 1fr; }
Desk #cards-pane { width: 36; }
Desk #small { display: none; width: 100%; height: 100%; }
"""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        """Take an open workspace, and what the reader has chosen for good."""
        super().__init__()
        self.workspace = workspace
        self.preferences = Preferences(self, settings)
        self.background = Background(self.from_thread)
        self.travel = Travel(self)
        self.overlaps = Overlaps(self)
        self.reading = Reading(self)
        self.last_tags: tuple[str, ...] = ()
        self.keywords_shown = False
        self.pressed = monotonic()
        """When the last key came, or this was made."""
        self.keys = self.preferences.keys()
        self.beside = Beside(self)
        self.searching = Searching(self)
        self._to_say: list[str] = []
        self._news_told = False
        self._cards_width = 0
        self._folding = Folding()
        self._welcoming: Welcome | None = None

    def compose(self) -> ComposeResult:
        """Lay out header, panes, message line and footer."""
        yield Line(id="header")
        with Horizontal(id="panes"):
            with Vertical(id="contents-pane", classes="pane"):
                yield Name(_("Contents"), classes="name", markup=False)
                yield Entries(id="contents")
            with Vertical(id="article-pane", classes="pane -held"):
                yield Name(_("Article"), classes="name", markup=False)
                yield ArticleView(id="article", empty_text=_("opening…"))
            with Vertical(id="cards-pane", classes="pane"):
                yield Name(_("Annotations"), classes="name", markup=False)
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
        return self.keyed()[-1]

    def keyed(self) -> list[Keyed]:
        """Return the screens that keys drive, this one first."""
        return [
            self,
            *(each for each in self.app.screen_stack if isinstance(each, Keyed) and each is not self),
        ]

    @property
    def pane(self) -> Pane:
        """The pane that has the focus."""
        focused = self.focused
        return (
            cast("Pane", focused.id)
            if focused is not None and focused.id in ("contents", "cards", "source")
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
        self.reading.start()
        self.preferences.apply()
        self.app.screen_change_signal.subscribe(self, self.preferences.follow_screen)
        self._unsubscribe = self.workspace.subscribe(self._from_writer)
        self.travel.start()
        self.set_interval(LOOK_SECONDS, self.workspace.check_external)
        self.set_interval(LOOK_SECONDS, self.preferences.look)
        self.set_interval(KEEP_SECONDS, self.keep_place)

    def arrived(self) -> None:
        """Open the records, now that something can be read: that may take longer than reading did."""
        self.call_after_refresh(self.background.submit, self.workspace.open_records, self._opened_records)

    def _opened_records(self, failure: Exception | None) -> None:
        """Show the records, say what there is to say, and get the dictionary."""
        if failure is not None:
            raise failure
        self.cards.empty_text = nothing_yet()
        self.records_changed()
        self._to_say += self.travel.notices()
        self.say_next()
        self.preferences.follow_screen(self.app.screen)
        if not self.workspace.state.last(_WELCOMED):
            self._welcome()
        self.marking.offer_unfinished()
        self.lexicon.open()
        if self.workspace.state.last("keywords"):
            self.keywording.toggle()
        self.set_interval(LOOK_SECONDS, self.lexicon.look)

    def _welcome(self) -> None:
        from reader.tui.welcome import Welcome

        self.workspace.state.set_last(_WELCOMED, ["1"])
        self._welcoming = Welcome()
        self.mount(self._welcoming, before="#message")

    def all_read(self) -> None:
        """Say what is new, now that the files are read."""
        self.travel.all_read()
        if not self._news_told:
            self._news_told = True
            self.background.submit(self.reading.news, lambda news: self.announce(str(news)) if news else None)
        self.linking.catch_up()
        self.searching.catch_up()

    def announce(self, words: str) -> None:
        """Say something when what is being said has been read."""
        self._to_say.append(words)
        if not self.query_one("#message", Line).left:
            self.say_next()

    def say_next(self) -> None:
        """Show the next thing there is to say; a key was pressed, and the one before was read."""
        if self._welcoming is not None:
            self._welcoming.remove()
            self._welcoming = None
        if self._to_say:
            self.say(self._to_say.pop(0), "warning")
        else:
            self.say("")
            if self.view.selection is not None or "bounds" in self.__dict__:
                self.bounds.tell()

    def on_unmount(self) -> None:
        """Listen to the writer no more, and read nothing more."""
        self.surveying.stop()
        with suppress(AttributeError, ValueError):  # never started
            self._unsubscribe()

    # -- keys

    def waiting(self) -> None:
        """Show the favourites while one of them is being chosen."""
        super().waiting()
        if {"tag.favourite", "tag.favourite_next"} & set(dict(self.keys.continuations(self.pane)).values()):
            self.say(self.marking.favourites.words())

    def move(self, name: Motion, count: int) -> None:
        """Carry out a motion in the focused pane, or on the screen that is over this one."""
        if self.front is not self:
            self.front.move(name, count)
        elif self.pane == "article":
            self.view.move(name, count)
        else:
            self.query_one(f"#{self.pane}", Entries).move(name, count)

    # -- annotations shown

    def records_changed(self) -> None:
        """Show the records as they are now, and pages as they are corrected."""
        self.shelf.forget_annotations()
        if self.shelf.sifted is not None:
            self.filtered.again()
        self.marking.follow_names()
        self.travel.retake()
        self.refresh_contents()
        self.refresh_annotations()
        self.show_state()
        if self.front is not self:
            self.front.renew()

    def refresh_contents(self) -> None:
        """Draw the contents anew; what is open may have been read meanwhile."""
        open_pages = [ref.key for ref in self.whole.refs] if self.whole is not None else []
        self.shelf.recount(open_pages)
        if self.shelf.sifted is not None:
            self.filtered.look_at(open_pages)
        self.draw_contents()

    def draw_contents(self) -> None:
        """Draw the contents anew as they were counted."""
        self.contents.set_entries(self.shelf.entries(self.ref.key if self.ref else ""))
        name = _("Contents") + (f"  {self.shelf.matching}" if self.shelf.matching else "")
        self.query_one("#contents-pane .name", Static).update(name)

    def refresh_annotations(self) -> None:
        """Draw cards and highlights anew."""
        shown: list[Highlight] = []
        if self.workspace.records_open:
            placed = self.travel.following.placed()
            tags = {tag.id: tag for tag in self.workspace.snapshot.tags.values() if not tag.deleted}
            width = self._cards_width = self.cards.scrollable_content_region.width or 34
            draw = self.registering.cards if any(item.annotation.entry for item in placed) else cards
            about = draw(placed, tags, width, self.workspace.creator, self._folding)
            self.cards.set_entries([*self.linking.cards(width), *about])
            held = self.cards.cursor_key if self.pane == "cards" else self.overlaps.held
            shown += highlights(placed, tags, held)
        if self.whole is not None:
            shown = [*self.whole.doubts(), *shown]
        self.view.set_highlights(shown)

    def fit_cards(self) -> None:
        """Draw the cards anew if their pane got another width."""
        if self.cards.scrollable_content_region.width not in (0, self._cards_width):
            self.refresh_annotations()

    def unfold_card(self) -> None:
        """Show all the words the card is about, or their beginning."""
        if self.cards.cursor_key:
            self._folding = self._folding.turned(self.cards.cursor_key)
            self.refresh_annotations()

    def fold_cards(self) -> None:
        """Fold all cards, or unfold them."""
        self._folding = Folding(folded=not self._folding.folded)
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
            self.say(
                by_keys(_("no annotations on this article; {} tags, {} comments"), "tag.add", "comment.add"),
                "warning",
            )
            return
        self.focus_pane("cards")
        self.cards.put_cursor(annotation.id if annotation else keys[0])

    # -- events

    def on_article_view_caret_moved(self) -> None:
        """Follow the caret: header, reading state, the card of what is under it."""
        if not self.view.gripped:
            self.overlaps.drop()
        self.show_place()
        self.travel.mark_read()
        self.beside.follow()
        if self.keywords_shown:
            self.keywording.follow()
        if self.workspace.records_open:
            self.overlaps.tell()
        if self.pane == "article" and self.cards.cursor_key:
            annotation = self.annotation_in_hand()
            if annotation is not None:
                self.cards.put_cursor(annotation.id)

    def on_article_view_selection_changed(self, event: ArticleView.SelectionChanged) -> None:
        """Say what the selection is for, where it is some annotation's bounds."""
        self.bounds.follow(event.selection)

    def on_article_view_seam_reached(self, event: ArticleView.SeamReached) -> None:
        """Say why a selection stopped."""
        self.say(_(SEAMS[event.code]), "warning")

    def on_entries_moved(self, event: Entries.Moved) -> None:
        """Show in the text what a card is about."""
        if event.entries.id == "source":
            self.beside.moved()
        elif event.entries is self.cards and self.pane == "cards" and self.ref is not None:
            for item in self.travel.following.placed():
                if item.annotation.id == event.key and item.location.spans:
                    self.view.jump(item.location.spans[0][:2])
            self.linking.show_held()
            self.refresh_annotations()

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """Open what was clicked on."""
        if event.entries is self.contents:
            self.travel.open_entry()
        elif event.entries.id == "source":
            self.beside.open()

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
        elif ("bounds" in self.__dict__ and self.bounds.leave()) or (
            self.pane == "article" and self.searching.back()
        ):
            pass
        elif self.zoomed:
            self.zoom()
        elif self.pane != "article":
            self.focus_pane("article")
        elif "overview" in self.__dict__ and self.overview.waits:
            self.overview.open()
        else:
            return False
        return True

    def quit(self) -> None:
        """End the program."""
        self.keep_place()
        self.reading.leave()
        self.app.exit(0)

    def from_thread(self, call: Callable[[], object]) -> None:
        """Have something done in the event loop, from any thread; nothing happens when it has ended."""
        with suppress(RuntimeError):
            self.call_later(call)
