"""The desk: contents, article and annotations side by side, and the verbs that commands call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from reader.annotations import Annotation, Caret
from reader.config.language import _, ngettext
from reader.config.wording import sentence, sentence_of
from reader.pages.model import Page
from reader.tui.cards import cards
from reader.tui.commands import Pane, commands, dispatcher, footer, key_labels
from reader.tui.highlights import Highlight
from reader.tui.keys import Composed, Run, Unknown, Wait
from reader.tui.marking import Marking
from reader.tui.motions import Motion
from reader.tui.outline import Ref, source_words, title_of
from reader.tui.phrases import SEAMS
from reader.tui.screens.arranging import Arranging
from reader.tui.shelf import Shelf
from reader.tui.widgets.article import ArticleView
from reader.tui.widgets.entries import Entries
from reader.tui.widgets.lines import KeyLine, Line
from reader.workspace import Event, Placed, SourceFile, Workspace, WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.exporting import Wanted

_EAGER = 60
"""Files that are parsed unasked, in the background."""
LOOK_SECONDS = 2.0
KEEP_SECONDS = 20.0


class Desk(Arranging, Screen[int], inherit_bindings=False):
    """The one screen that stays; everything else opens over it."""

    AUTO_FOCUS = None
    DEFAULT_CSS = """
Desk { layers: base over; background: $background; }
Desk #panes { height: 1fr; }
Desk .pane { height: 100%; }
Desk .pane .name { height: 1; width: 100%; color: $text-muted; background: $panel; padding: 0 1; }
Desk .pane:focus-within .name { color: $text; text-style: bold; background: $primary 40%; }
Desk #contents-pane { width: 34; }
Desk #article-pane { width: 1fr; }
Desk #cards-pane { width: 36; }
Desk #small { display: none; width: 100%; height: 100%; }
"""

    def __init__(self, workspace: Workspace) -> None:
        """Take an open workspace."""
        super().__init__()
        self.workspace = workspace
        self.shelf = Shelf(workspace)
        self.marking = Marking(self)
        self.ref: Ref | None = None
        self.last_tags: tuple[str, ...] = ()
        self._dispatcher = dispatcher()
        self._opening: str | None = None

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
                yield Entries(id="cards", empty_text=_("None yet.\n\nt  tag\nc  comment\nv  select first"))
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
    def pane(self) -> Pane:
        """The pane that has the focus."""
        focused = self.focused
        return (
            cast("Pane", focused.id)
            if focused is not None and focused.id in ("contents", "cards")
            else "article"
        )

    # -- start

    def on_mount(self) -> None:
        """Show what can be shown without reading a file, then read."""
        self.contents.set_entries(self.shelf.entries(""))
        self.query_one("#header", Line).put(self._place_words())
        self.show_keys()
        self.view.focus()
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self.workspace.subscribe(self._from_writer)
        last = self.workspace.state.last(self._place_key)
        self._opening = last[0] if last else None
        self.run_worker(self._read_all, thread=True, exit_on_error=True, group="reading")
        self.set_interval(LOOK_SECONDS, self.workspace.check_external)
        self.set_interval(KEEP_SECONDS, self.keep_place)

    def _read_all(self) -> None:
        """Parse files (in a thread): the one read last first, then in order until one is open, then some more."""
        files = list(self.workspace.files)
        wanted = (self._opening or "").partition("\n")[0]
        first = [file for file in files if file.key == wanted]
        for count, file in enumerate([*first, *(file for file in files if file not in first)]):
            if count >= _EAGER and self.ref is not None:
                break
            result = self.shelf.load(file)
            last = count + 1 == len(files)
            if not self.from_thread(partial(self._took, file, result, last)):
                return
        from reader.words import segmenter

        words = segmenter()
        words.load()
        self.from_thread(lambda: self.view.set_segmenter(words.cut))

    def _took(self, file: SourceFile, result: tuple[Page, ...] | WorkspaceError, last: bool) -> None:
        self.shelf.take(file, result)
        self.refresh_contents()
        if isinstance(result, WorkspaceError):
            self.complain(result)
        if self.ref is None:
            ref = self.shelf.find(self._opening) if self._opening else None
            first = self.shelf.first()
            proposal = first is not None and first.article is not None and first.article.kind == "proposal"
            if ref is None and first is not None and (last or (proposal and not self._opening)):
                ref = first
            if ref is not None:
                self.open(ref)
                self._say_notices()
        if last and self.ref is None:
            self.view.empty_text = _("No article was found here.\nq quits")
            self._say_notices()

    def _say_notices(self) -> None:
        for notice in self.workspace.notices:
            self.say(sentence(notice.code, notice.params), "warning")

    # -- opening articles

    def open(self, ref: Ref, caret: Caret | tuple[int, int] | None = None) -> None:
        """Show an article, where reading stopped unless a place is given."""
        self.keep_place()
        self.ref = ref
        article = ref.article
        if caret is None and article is not None:
            caret = self.workspace.state.position(article.id)
        self.view.empty_text = _("These annotations are in no article.")
        self.view.show(article, caret)
        self.refresh_contents()
        self.contents.put_cursor(ref.key)
        self.refresh_annotations()
        self._show_place()

    def open_entry(self) -> None:
        """Open the entry under the cursor of the contents."""
        key = self.contents.cursor_key
        ref = self.shelf.find(key)
        if ref is not None:
            self.open(ref)
            self.focus_pane("article")
            return
        kind, _sep, rest = key.partition("\n")
        if kind == "file":
            self._read_file(rest)
        elif kind == "page":
            following = self.contents.keys[self.contents.keys.index(key) + 1 :]
            ref = next((found for found in map(self.shelf.find, following) if found), None)
            if ref is not None:
                self.open(ref)
                self.focus_pane("article")

    def _read_file(self, key: str) -> None:
        for file in self.workspace.files:
            if file.key == key and not self.shelf.known(file):
                self.say(_("reading {}…").format(file.label))
                self.run_worker(partial(self._read_one, file), thread=True, group="reading")

    def _read_one(self, file: SourceFile) -> None:
        result = self.shelf.load(file)
        self.from_thread(partial(self._took, file, result, False))

    def seek_article(self, what: str, step: int) -> None:
        """Open another article of a sort."""
        if self.ref is not None and what == "any" and step > 0:
            self.workspace.state.mark_read(self.ref.article_id)
        ref = self.shelf.seek(self.ref, what, step)
        if ref is None:
            self.say(_("no more of these in this direction"), "warning")
        else:
            self.open(ref)

    def seek_measure(self, step: int) -> None:
        """Go to another measure of the article."""
        if not self.view.move("measure_next" if step > 0 else "measure_prev", abs(step)):
            self.say(_("no more measures in this article"), "warning")

    def seek_annotation(self, step: int) -> None:
        """Go to another annotation, over articles too."""
        if self.ref is None:
            return
        direction = 1 if step > 0 else -1
        here = [
            item for item in self.shelf.on(self.ref) if item.location.spans and not item.annotation.reply_to
        ]
        starts = sorted({Caret(*item.location.spans[0][:2]) for item in here})
        ahead = [
            start for start in starts if (start > self.view.caret if step > 0 else start < self.view.caret)
        ]
        if ahead:
            self.view.jump(ahead[0] if step > 0 else ahead[-1])
            return
        at = next((i for i, ref in enumerate(self.shelf.refs) if ref.key == self.ref.key), 0) + direction
        while 0 <= at < len(self.shelf.refs):
            placed = [item for item in self.shelf.on(self.shelf.refs[at]) if item.location.spans]
            if placed:
                places = sorted(Caret(*item.location.spans[0][:2]) for item in placed)
                self.open(self.shelf.refs[at], places[0] if step > 0 else places[-1])
                return
            at += direction
        self.say(_("no more annotations in this direction"), "warning")

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands."""
        outcome = self._dispatcher.feed(event.key, event.character, self.pane)
        event.stop()
        event.prevent_default()
        message = self.query_one("#message", Line)
        if isinstance(outcome, Run):
            message.put("", "")
            self.run_command(outcome.command, outcome.count, outcome.argument)
        elif isinstance(outcome, Wait):
            message.put(right=outcome.shown)
        elif isinstance(outcome, Composed):
            message.put(right="")
            self.say(
                _("the input method is on: switch to English, or use arrows and function keys"), "warning"
            )
        elif isinstance(outcome, Unknown):
            message.put("", "")
            if outcome.shown:
                self.say(_("{} does nothing here; ? shows the keys").format(outcome.shown), "warning")

    def on_paste(self, event: events.Paste) -> None:
        """Swallow text that an input method or a clipboard pushes in."""
        event.stop()
        self.say(_("the input method is on: switch to English, or use arrows and function keys"), "warning")

    def run_command(self, identifier: str, count: int | None = None, argument: str = "") -> None:
        """Carry out a command."""
        commands()[identifier].run(self, count, argument)

    def show_keys(self) -> None:
        """Show the footer of the focused pane."""
        hints = []
        for command in footer(self.pane):
            labels = key_labels(command)
            if labels:
                hints.append((labels[0], _(command.title)))
        self.query_one("#keys", KeyLine).put(hints)

    def move(self, name: Motion, count: int) -> None:
        """Carry out a motion in the focused pane."""
        if self.pane == "article":
            self.view.move(name, count)
        else:
            (self.contents if self.pane == "contents" else self.cards).move(name, count)

    # -- searching, copying, exporting

    def ask_search(self) -> None:
        """Ask for a text and search it."""
        from reader.tui.screens.prompts import LinePrompt

        def asked(query: str | None) -> None:
            if query:
                hits = self.view.search(query)
                words = ngettext("{} hit; n next, N before", "{} hits; n next, N before", hits).format(hits)
                self.say(
                    words if hits else _("not in this article: {}").format(query), "" if hits else "warning"
                )

        self.app.push_screen(LinePrompt(_("Search in this article"), _("Enter search   Esc leave")), asked)

    def search_step(self, step: int) -> None:
        """Go to another hit."""
        found = self.view.search_step(step)
        if found is None:
            self.say(_("nothing was searched yet; / searches"), "warning")
            return
        words = f"{found.index + 1}/{found.total}"
        self.say(f"{words}  {_('past the end, from the other side')}" if found.wrapped else words)

    def copy(self) -> None:
        """Copy the nearest thing in hand with its source."""
        aims = self.marking.aims()
        if not aims or self.ref is None:
            return
        target = aims[0].target
        text = target.title if target.level == "article" and target.title else target.exact
        source = source_words(self.ref.page.source, self.ref.file.label)
        title = f"《{target.title}》" if target.title and target.level != "article" else ""
        self.app.copy_to_clipboard(f"{text}\n——{title}{source}\n")
        self.view.select_clear()
        self.say(_("copied with its source"))

    def ask_export(self) -> None:
        """Ask for a format and a file, and write."""
        from reader.tui.screens.exporting import ExportDialog

        count = sum(1 for _item in self.workspace.select())
        if not count:
            self.say(_("nothing to export yet; t tags, c comments"), "warning")
            return
        last = self.workspace.state.last("export")
        dialog = ExportDialog(self.workspace.database.parent, last[0] if last else "", count)
        self.app.push_screen(dialog, self._export)

    def _export(self, wanted: Wanted | None, *, force: bool = False) -> None:
        from reader.exchange import ExchangeError
        from reader.tui.exporting import export
        from reader.tui.screens.prompts import Confirm

        if wanted is None:
            return
        self.workspace.state.set_last("export", [wanted.format])
        try:
            count = export(self.workspace, wanted.format, wanted.path, force=force)
        except ExchangeError as error:
            if error.code != "export_exists":
                self.complain(error)
                return
            question = _("{} is there already. Replace it?").format(wanted.path)
            self.app.push_screen(
                Confirm(question, _("replace"), _("leave it")),
                lambda sure: self._export(wanted, force=True) if sure else None,
            )
            return
        self.say(
            ngettext("{} annotation written: {}", "{} annotations written: {}", count).format(
                count, wanted.path
            )
        )

    def show_commands(self, *, choose: bool) -> None:
        """Show help or palette."""
        from reader.tui.screens.listing import CommandList

        def chosen(identifier: str | None) -> None:
            if identifier:
                self.run_command(identifier)

        self.app.push_screen(CommandList(choose=choose), chosen)

    # -- annotations shown

    def records_changed(self) -> None:
        """Show the records as they are now."""
        self.shelf.forget_annotations()
        self.refresh_contents()
        self.refresh_annotations()
        self._show_saving()

    def refresh_contents(self) -> None:
        """Draw the contents anew."""
        self.contents.set_entries(self.shelf.entries(self.ref.key if self.ref else ""))

    def refresh_annotations(self) -> None:
        """Draw cards and highlights anew."""
        placed = self.shelf.on(self.ref) if self.ref else ()
        tags = {tag.id: tag for tag in self.workspace.snapshot.tags.values() if not tag.deleted}
        width = self.cards.scrollable_content_region.width or 34
        self.cards.set_entries(cards(placed, tags, width, self.workspace.creator))
        held = self.cards.cursor_key if self.pane == "cards" else ""
        shown: list[Highlight] = []
        for item in placed:
            shown.extend(
                _highlights(item, [tags[tag].color for tag in item.annotation.tags if tag in tags], held)
            )
        self.view.set_highlights(shown)

    def annotation_in_hand(self) -> Annotation | None:
        """Return the annotation of the focused card, else the topmost under the cursor."""
        annotations: Mapping[str, Annotation] = self.workspace.snapshot.annotations
        if self.pane == "cards":
            return annotations.get(self.cards.cursor_key)
        over = self.view.highlights_at()
        return annotations.get(over[0].id) if over else None

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
        """Follow the caret."""
        self._show_place()
        if self.ref is not None and self.view.progress >= 0.98:
            self.workspace.state.mark_read(self.ref.article_id)

    def on_article_view_seam_reached(self, event: ArticleView.SeamReached) -> None:
        """Say why a selection stopped."""
        self.say(_(SEAMS[event.code]), "warning")

    def on_entries_moved(self, event: Entries.Moved) -> None:
        """Show in the text what a card is about."""
        if event.entries is self.cards and self.ref is not None:
            for item in self.shelf.on(self.ref):
                if item.annotation.id == event.key and item.location.spans:
                    self.view.jump(item.location.spans[0][:2])
            self.refresh_annotations()

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """Open what was clicked on."""
        if event.entries is self.contents:
            self.open_entry()

    def _from_writer(self, event: Event) -> None:
        self.from_thread(partial(self._told, event))

    def _told(self, event: Event) -> None:
        if event.kind == "external":
            self.say(_("someone else changed the annotations; this is how they are now"))
        if event.kind in ("external", "failed"):
            self.records_changed()
        self._show_saving()

    # -- words

    def say(self, words: str, kind: str = "") -> None:
        """Show a message (`""`, `warning`, `error`) until the next key."""
        line = self.query_one("#message", Line)
        line.set_class(kind == "warning", "-warning")
        line.set_class(kind == "error", "-error")
        line.put(words)

    def complain(self, error: BaseException) -> None:
        """Show why something could not be done."""
        self.say(sentence_of(error) or str(error), "error")

    def _show_saving(self) -> None:
        self.query_one("#message", Line).put(right=_("saving…") if self.workspace.saving else "")

    def _place_words(self) -> str:
        count = len(self.workspace.files)
        files = ngettext("{} file", "{} files", count).format(count)
        return f"xiance 献策  {files}  {self.workspace.database}"

    def _show_place(self) -> None:
        if self.ref is None or self.ref.article is None:
            return
        keys = [ref.key for ref in self.shelf.refs]
        number = keys.index(self.ref.key) + 1 if self.ref.key in keys else 0
        source = source_words(self.ref.page.source, self.ref.file.label)
        left = f"{source}  ›  {title_of(self.ref.article)}"
        self.query_one("#header", Line).put(left, f"{number}/{len(keys)}  {round(100 * self.view.progress)}%")

    # -- leaving

    @property
    def _place_key(self) -> str:
        return f"place:{self.workspace.database}"

    def keep_place(self) -> None:
        """Remember where reading stopped."""
        if self.ref is None:
            return
        state = self.workspace.state
        if self.ref.article is not None:
            state.set_position(self.ref.article_id, *self.view.caret)
        state.set_last(self._place_key, [self.ref.key])
        state.save()

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

    def from_thread(self, call: Callable[[], object]) -> bool:
        """Have something done in the event loop; return False when it has ended."""
        try:
            self.app.call_later(call)
        except RuntimeError:
            return False
        return self.app.is_running


def _highlights(item: Placed, colors: list[int], held: str) -> list[Highlight]:
    """Return the highlights of an annotation: colour on a passage, a bar beside what is larger, marks for comments."""
    annotation = item.annotation
    if annotation.reply_to:
        return []
    spans = tuple((span.block, span.start, span.end) for span in item.location.spans)
    level = annotation.target.level
    if level == "article":
        spans = spans[:1]
    current = annotation.id == held
    extent = "text" if level == "span" else "margin"
    found = [
        Highlight(annotation.id, spans, color, "tag", extent, current)  # type: ignore[arg-type]
        for color in colors[:1]
    ]
    if annotation.comment or not colors:
        found.append(Highlight(annotation.id, spans, 0, "comment", extent, current))  # type: ignore[arg-type]
    return found
