"""Going about: which article is open first, and opening others, whose pages are read first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations import Caret, Correction
from reader.config.language import _
from reader.config.wording import sentence
from reader.pages.model import Page
from reader.text import cell_width
from reader.tui.background import Background
from reader.tui.following import Following
from reader.tui.guidance import empty_article, no_article
from reader.tui.halves import caret_of, same_place
from reader.tui.outline import GROUPS, LOST, Ref
from reader.tui.shelf import Shelf
from reader.tui.tree import FEW, Leaf, Tree
from reader.tui.widgets.lines import Line
from reader.workspace import SourceFile, WorkspaceError
from reader.workspace.catalogue import Spot

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

SOON = 0.1
"""Seconds after which one is told what is waited for."""
_READ = 0.98
"""How far the caret has been when an article counts as read."""


class Travel:
    """Which article is open, and the ways to another one."""

    def __init__(self, desk: Desk) -> None:
        """Start with none open."""
        self.desk = desk
        self.workspace = desk.workspace
        self.shelf = Shelf(desk.workspace)
        self.ref: Ref | None = None
        self.following = Following(self)
        self._fetcher = Background(desk.from_thread)
        self._opening = ""
        self._first: tuple[int, Ref] | None = None
        self._aim = ""
        self._errand = 0
        self._arrived = False
        self._corrections: Mapping[str, Correction] = {}

    # -- the start

    def start(self) -> None:
        """Read the file of the last place first, else one that has a column of proposals; the others come later."""
        last = self.workspace.state.last(self._place_key)
        self._opening = last[0] if last else ""
        wanted = self._opening.partition("\n")[0]
        first = next((file for file in self.workspace.files if file.key == wanted), None)
        if first is not None:
            self._begin_with(first, iter(self.workspace.files[:FEW]))
            return
        files = self.workspace.files[:FEW]

        def found(file: SourceFile | Exception | None) -> None:
            self._begin_with(file if isinstance(file, SourceFile) else None, iter(files))

        self._fetcher.submit(lambda: next(filter(self.workspace.announces_column, files), None), found)

    def _begin_with(self, file: SourceFile | None, others: Iterator[SourceFile]) -> None:
        """Read a file, then others until a proposal is found, of many files any article; without one the first one shows."""
        file = file or next((each for each in others if not self.shelf.known(each)), None)
        if file is not None:
            self._fetcher.submit(partial(self.workspace.pages, file), partial(self._began, file, others))
        else:
            self._arrive(self._first[1] if self._first else None)

    def _began(
        self, file: SourceFile, others: Iterator[SourceFile], result: tuple[Page, ...] | Exception
    ) -> None:
        self.took(result)
        ref = None if isinstance(result, Exception) else self._start_of(file, result)
        if ref is None and self._first is not None and len(self.workspace.files) > FEW:
            ref = self._first[1]  # of many files not all are read before anything shows
        if ref is not None:
            self._arrive(ref)
        else:
            self._begin_with(None, others)

    def _start_of(self, file: SourceFile, pages: Sequence[Page]) -> Ref | None:
        """Return where reading stopped last, else a file's first proposal; its first article is kept for later."""
        if self._opening:
            _key, number, article_id = self._opening.split("\n")
            self._opening = ""
            page = pages[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(pages) else None
            if page is not None and (not article_id or page.article(article_id)):
                return Ref(file, page, article_id)
        refs = [Ref(file, page, article.id) for page in pages for article in page.articles]
        order = self.workspace.files.index(file)
        if refs and (self._first is None or order < self._first[0]):
            self._first = (order, refs[0])
        return next((ref for ref in refs if ref.article and ref.article.kind == "proposal"), None)

    def _arrive(self, ref: Ref | None) -> None:
        """Show the first article, if there is one yet, and get what the first frame did not need."""
        if ref is not None:
            self.open(ref)
        self._arrived = True
        self.desk.arrived()
        if not self.shelf.planned:
            self.plan()
        self.desk.call_after_refresh(self.desk.surveying.start)
        self.desk.call_after_refresh(self.desk.looking.start)

    def plan(self) -> None:
        """Group the files as they are now; many are grouped behind the screen."""
        if len(self.workspace.files) <= FEW:
            self._planned(self.shelf.plan())
        else:
            self.desk.background.submit(self.shelf.plan, self._planned)

    def _planned(self, tree: Tree | Exception) -> None:
        if isinstance(tree, Exception):
            raise tree
        self.shelf.put(tree)
        self.shelf.forget_annotations()
        if self.ref is not None:
            self.shelf.reveal(self.ref.key)
        self.show_known()
        if self.ref is not None:
            self.desk.contents.put_cursor(self.ref.key)

    # -- what is known

    def refresh(self) -> None:
        """Show what became known since the last time."""
        changed = self.shelf.sync()
        if changed:
            if self.shelf.sifted is not None:
                self.desk.filtered.changed(changed)
            self.show_known()

    def show_known(self) -> None:
        """Show what is known now; a file that is open is followed where it was renamed."""
        ref, tree = self.ref, self.shelf.tree
        if ref is not None and self.shelf.planned and not tree.holds(ref.file.key):
            for leaf in tree.of_fingerprint(ref.page.fingerprint)[:1]:
                self._on_page(
                    leaf, lambda page: self.open(Ref(page.file, page.page, ref.article_id), self._caret())
                )
        self.following.rejoin()
        self.desk.refresh_contents()
        self.desk.show_place()
        if self.ref is None and self._arrived and not self._aim:
            first = self.shelf.first()
            if first is not None:
                self.visit(first)

    def all_read(self) -> None:
        """Say that there is nothing, if there is not."""
        if self.ref is None and not self.shelf.count:
            self.desk.view.empty_text = no_article()

    def took(self, result: tuple[Page, ...] | Exception) -> None:
        """Show what was read; a failure that is no file's is one of the program."""
        if isinstance(result, Exception) and not isinstance(result, WorkspaceError):
            raise result
        self.refresh()

    # -- opening

    @property
    def bound(self) -> str:
        """The key of the article that is being gone to, else of the open one; empty without one."""
        return self._aim or (self.ref.key if self.ref else "")

    def open(self, ref: Ref, caret: Caret | tuple[int, int] | None = None) -> None:
        """Show an article with its other halves, where reading stopped unless a place of its own is given."""
        self.keep_place()
        left = self.following.whole.refs if self.following.whole else ()
        self.ref = ref
        self._errand += 1
        self._aim = ""
        article = ref.article
        if caret is None and article is not None:
            caret = self.workspace.state.position(article.id)
        self.desk.view.empty_text = empty_article()
        self.shelf.sync()
        self.following.take(ref, caret)
        self.shelf.recount(each.key for each in left)
        self.shelf.reveal(ref.key)
        self.desk.refresh_contents()
        self.desk.contents.put_cursor(ref.key)
        self.desk.refresh_annotations()
        self.desk.show_place()
        self.desk.beside.follow()

    def visit(
        self,
        spot: Spot,
        caret: Caret | tuple[int, int] | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Open an article of the library, then do something; its page is read first, if it is not at hand."""

        def there(pages: Sequence[Page]) -> None:
            if spot.page.number > len(pages):  # the file is another one by now
                self.desk.say(_("this article is not there any more"), "warning")
                return
            ref = Ref.of(spot, pages)
            self.open(ref if ref.article else Ref(ref.file, ref.page, ""), caret)
            if then is not None:
                then()

        self._aim = spot.key
        self.fetch(spot.file, there)

    def fetch(self, file: SourceFile, then: Callable[[tuple[Page, ...]], object]) -> None:
        """Have a file's pages, then do something with them, unless something else was opened meanwhile.

        What takes longer says so; why a file cannot be read is said.
        """
        self._errand += 1
        errand = self._errand
        try:
            pages = self.shelf.at_hand(file)
        except WorkspaceError as error:
            self.desk.front.complain(error)
            return
        if pages:
            then(pages)
            return
        words = _("reading {}…").format(file.label)
        timer = self.desk.set_timer(
            SOON, lambda: self.desk.front.say(words) if errand == self._errand else None
        )

        def read(result: tuple[Page, ...] | Exception) -> None:
            timer.stop()
            if self.desk.query_one("#message", Line).left == words:
                self.desk.say("")
            self.took(result)
            if errand != self._errand:
                return
            self._aim = ""
            if isinstance(result, WorkspaceError):
                self.desk.front.say(self.shelf.problem(file), "error")
            elif not isinstance(result, Exception):
                then(result)

        self._fetcher.submit(partial(self.workspace.pages, file), read)

    def _caret(self) -> Caret | None:
        return self.following.here[1] if self.following.whole is not None else None

    def fetch_again(
        self, file: SourceFile, then: Callable[[tuple[Page, ...] | WorkspaceError], object]
    ) -> None:
        """Read a file that has changed and shows, show it as it is where the cursor was, then do something."""

        def read(result: tuple[Page, ...] | Exception) -> None:
            self.took(result)
            if isinstance(result, tuple):
                self._show_again(file, result)
            if isinstance(result, tuple | WorkspaceError):
                then(result)

        self._fetcher.submit(partial(self.workspace.pages, file), read)

    def _show_again(self, file: SourceFile, pages: Sequence[Page]) -> None:
        """Show the story of a file whose text is another one, the cursor on the words where it was."""
        if self.ref is None or self.following.whole is None:
            return
        here, caret = self.following.here
        self.shelf.forget_annotations()
        if here.file.key == file.key:
            page = pages[min(here.page.number, len(pages)) - 1]
            if page is not here.page:
                found = same_place(here, caret, page)
                article = found[0] if found else next(iter(page.articles), None)
                self.open(Ref(file, page, article.id if article else ""), found[1] if found else None)
        else:
            if self.ref.file.key == file.key:
                self.reopen(pages)
            self.show_known()
        if self.desk.front is not self.desk:
            self.desk.front.renew()

    def read(self, file: SourceFile) -> None:
        """Have a file read, and what it holds shown."""
        self._fetcher.submit(partial(self.workspace.pages, file), self.took)

    def go_to(self, key: str, then: Callable[[], object] | None = None) -> bool:
        """Open what a key names: an article, or what is in none on a page; return whether that is known."""
        spot, leaf = self.shelf.find(key), self.shelf.leaf(key)
        if spot is not None:
            self.visit(spot, then=then)
        elif leaf is not None and key == f"{leaf.key}\n":
            self._on_page(leaf, self.open if then is None else lambda ref: self._open_then(ref, then))
        else:
            return False
        return True

    def _open_then(self, ref: Ref, then: Callable[[], object]) -> None:
        self.open(ref)
        then()

    def _on_page(self, leaf: Leaf, then: Callable[[Ref], object]) -> None:
        """Have a page, as what is in none of its articles, then do something with it."""
        number = leaf.place[1]
        self.fetch(
            leaf.file,
            lambda pages: then(Ref(leaf.file, pages[number - 1], "")) if number <= len(pages) else None,
        )

    def open_entry(self) -> None:
        """Open the entry under the cursor of the contents: an article, a page's first one, a file, or a group."""
        contents = self.desk.contents
        key = contents.cursor_key
        kind, _sep, rest = key.partition("\n")
        if self.go_to(key):
            self.desk.focus_pane("article")
        elif kind in GROUPS or (kind == "page" and not self.shelf.unfolds(key)):
            self.desk.grouping.turn(key)
        elif kind == "page":
            following = contents.keys[contents.keys.index(key) + 1 :]
            first = next((each for each in following if self.shelf.find(each)), "")
            if first and self.go_to(first):
                self.desk.focus_pane("article")
        elif kind == LOST:
            leaf = self.shelf.leaf(rest)
            if leaf is not None:
                self._on_page(leaf, self.desk.correcting.open_said)
        elif kind == "file":
            file = self.shelf.file(rest)
            if file is not None and self.shelf.problem(file):
                self.desk.say(self.shelf.problem(file), "error")
            elif file is not None:
                self.fetch(file, lambda pages: contents.put_cursor(f"page\n{file.key}\n{pages[0].number}"))

    # -- pages corrected

    def retake(self) -> None:
        """Show pages as they are corrected now: those of the open file at once, others as the background comes to them."""
        if not self.workspace.records_open:
            return
        if self.shelf.outdated:
            self.plan()
        now, before = self.workspace.snapshot.corrections, self._corrections
        if now is before:
            return
        self._corrections = now
        changed = {
            (now.get(key) or before[key]).fingerprint
            for key in {*now, *before}
            if now.get(key) is not before.get(key)
        }
        if not changed:
            return
        here = self.ref.file if self.ref else None
        files = {
            leaf.file.key: leaf.file for text in changed for leaf in self.shelf.tree.of_fingerprint(text)
        }
        for file in self._noted_at(changed):
            files[file.key] = file
        if here is not None and (here.key in files or not self.shelf.planned):
            files.pop(here.key, None)
            self._replace(here, self.workspace.pages(here))
        for file in files.values():
            self._fetcher.submit(partial(self.workspace.pages, file), partial(self._replace, file))

    def _noted_at(self, texts: Iterable[str]) -> Iterator[SourceFile]:
        """Yield the files whose pages were noted with one of some texts."""
        from reader.workspace.unsettled import key_of

        records = (self.workspace.snapshot.pages.get(text) for text in texts)
        for record in records:
            file = self.shelf.file(key_of(self.workspace, record)) if record is not None else None
            if file is not None:
                yield file

    def _replace(self, file: SourceFile, result: tuple[Page, ...] | Exception) -> None:
        if isinstance(result, WorkspaceError):
            self.refresh()
            return
        if isinstance(result, Exception):
            raise result
        self.shelf.forget_annotations()
        if self.ref is not None and self.ref.file.key == file.key:
            self.reopen(result)
        self.shelf.sync()
        if self.shelf.sifted is not None:
            self.desk.filtered.changed({file.key})
        self.show_known()
        if self.desk.front is not self.desk:
            self.desk.front.renew()

    def reopen(self, pages: Sequence[Page]) -> None:
        """Show the article that has the characters under the cursor now, on the pages of the open file as they are."""
        assert self.ref is not None
        page = pages[min(self.ref.page.number, len(pages)) - 1]
        if page is self.ref.page:
            return
        here, offset = self.following.here[0], self.following.offset
        if (
            here.key != self.ref.key
        ):  # the cursor is in another half: the article is the one that begins as it did
            offset = self.ref.article.blocks[0].flow.offsets[0] if self.ref.article else None
        caret = None if offset is None else caret_of(page, offset)
        article = caret[0] if caret else page.article(self.ref.article_id)
        if article is None and page.articles:
            article = page.articles[0]
        self.ref = Ref(self.ref.file, page, article.id if article else "")

    def row_at_caret(self) -> int | None:
        """Return the number of the row the cursor is in, within its page."""
        offset = self.following.offset
        if self.ref is None or offset is None:
            return None
        return bisect_right(self.following.here[0].page.rows, offset, key=lambda row: row.start)

    # -- where reading stopped

    @property
    def _place_key(self) -> str:
        return f"place:{self.workspace.database}"

    def keep_place(self) -> None:
        """Remember where reading stopped."""
        if self.ref is None:
            return
        state, (ref, caret) = self.workspace.state, self.following.here
        if ref.article is not None and state.position(ref.article_id) != tuple(caret):
            state.set_position(ref.article_id, *caret)
        state.set_last(self._place_key, [ref.key])
        state.save()

    def mark_read(self) -> None:
        """Count the article as read once its end was reached."""
        self.following.mark_read(self.desk.view.progress >= _READ)

    def notices(self) -> list[str]:
        """Return what there is to say about the database, with its name alone where the row has room for no more."""
        room = self.desk.size.width - 2
        found = []
        for notice in self.workspace.notices:
            words = sentence(notice.code, notice.params)
            if cell_width(words) > room and "path" in notice.params:
                words = sentence(notice.code, {**notice.params, "path": Path(notice.params["path"]).name})
            found.append(words)
        return found
