"""Going about: reading files in the background, opening articles, seeking the next of a sort."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations import Caret
from reader.config.language import _
from reader.config.wording import sentence
from reader.pages.model import Page
from reader.text import cell_width
from reader.tui.doubtful import settling
from reader.tui.following import Following
from reader.tui.guidance import by_keys, empty_article, no_article
from reader.tui.halves import caret_of, doubts_of
from reader.tui.outline import LOST, Ref
from reader.tui.shelf import Shelf, Sort
from reader.workspace import Placed, SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

EAGER = 60
"""Files that are read unasked."""
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
        self._opening = ""
        self._errand = 0
        self._corrections: Collection[object] = ()

    # -- reading files

    def start(self) -> None:
        """Read the file of the last place first, else one that has a column of proposals; then the others in order."""
        last = self.workspace.state.last(self._place_key)
        self._opening = last[0] if last else ""
        wanted = self._opening.partition("\n")[0]
        first = next((file for file in self.workspace.files if file.key == wanted), None)
        if first is not None:
            self._read(first)
            return
        files = self.workspace.files[:EAGER]
        self.desk.background.submit(lambda: self.shelf.announcing(files), self._start_with)

    def _start_with(self, file: SourceFile | Exception | None) -> None:
        if isinstance(file, SourceFile):
            self._read(file)
        else:
            self._read_next()

    def _read_next(self) -> None:
        files = self.workspace.files if self.ref is None else self.workspace.files[:EAGER]
        file = next((each for each in files if not self.shelf.known(each)), None)
        if file is not None:
            self._read(file)
        elif self.ref is None:
            self._open_first()
        else:
            self.desk.all_read()

    def _read(self, file: SourceFile) -> None:
        self.desk.background.submit(lambda: self.shelf.load(file), lambda result: self._took(file, result))

    def _took(self, file: SourceFile, result: tuple[Page, ...] | Exception) -> None:
        self.take(file, result)
        if self.ref is None:
            ref = self.shelf.find(self._opening) if self._opening else self.shelf.first()
            if ref is not None and (self._opening or (ref.article and ref.article.kind == "proposal")):
                self._opening = ""
                self.open(ref)
                self.desk.arrived()
                self.desk.call_after_refresh(self._read_next)
                return
        self._read_next()

    def take(self, file: SourceFile, result: tuple[Page, ...] | Exception) -> None:
        """Take in what was parsed, or why it was not, and show it."""
        if isinstance(result, Exception) and not isinstance(result, WorkspaceError):
            raise result
        self.shelf.take(file, result)
        self.following.rejoin()
        self.desk.refresh_contents()
        self.desk.show_place()
        if isinstance(result, WorkspaceError):
            self.desk.complain(result)

    def _open_first(self) -> None:
        ref = self.shelf.first()
        if ref is not None:
            self.open(ref)
        else:
            self.desk.view.empty_text = no_article()
        self.desk.arrived()

    # -- opening

    def open(self, ref: Ref, caret: Caret | tuple[int, int] | None = None) -> None:
        """Show an article with its other halves, where reading stopped unless a place of its own is given."""
        self.keep_place()
        self.ref = ref
        self._errand += 1
        article = ref.article
        if caret is None and article is not None:
            caret = self.workspace.state.position(article.id)
        self.desk.view.empty_text = empty_article()
        self.following.take(ref, caret)
        self.desk.refresh_contents()
        self.desk.contents.put_cursor(ref.key)
        self.desk.refresh_annotations()
        self.desk.show_place()
        self.desk.beside.follow()

    def open_entry(self) -> None:
        """Open the entry under the cursor of the contents: an article, a page's first one, or a file."""
        contents = self.desk.contents
        key = contents.cursor_key
        ref = self.shelf.find(key)
        kind, _sep, rest = key.partition("\n")
        if ref is None and kind == "page":
            following = contents.keys[contents.keys.index(key) + 1 :]
            ref = next((found for found in map(self.shelf.find, following) if found), None)
        if ref is not None:
            self.open(ref)
            self.desk.focus_pane("article")
            return
        if kind == LOST:
            self.desk.correcting.open_said(self.shelf.page(rest))
            return
        file = next((each for each in self.workspace.files if each.key == rest), None)
        if kind != "file" or file is None:
            return
        if file.key in self.shelf.problems:
            self.desk.say(self.shelf.problems[file.key], "error")
        elif not self.shelf.known(file):
            self.desk.say(_("reading {}…").format(file.label))
            self.desk.background.submit(
                lambda: self.shelf.load(file), lambda result: self._opened(file, result)
            )

    def _opened(self, file: SourceFile, result: tuple[Page, ...] | Exception) -> None:
        self.take(file, result)
        if not isinstance(result, Exception):
            self.desk.say("")
            self.desk.contents.put_cursor(f"page\n{file.key}\n{result[0].number}")

    # -- pages corrected

    def retake(self) -> None:
        """Show pages as they are corrected now: those of the open file at once, others as the background comes to them."""
        if not self.workspace.records_open:
            return
        corrections = self.workspace.snapshot.corrections
        if corrections is self._corrections or not (corrections or self._corrections):
            return
        self._corrections = corrections
        here = self.ref.file.key if self.ref else ""
        for file in self.workspace.files:
            if file.key == here:
                self._replace(file, self.workspace.pages(file))
            elif file.key in self.shelf.pages:
                self.desk.background.submit(partial(self.workspace.pages, file), partial(self._replace, file))

    def _replace(self, file: SourceFile, result: tuple[Page, ...] | Exception) -> None:
        if isinstance(result, Exception):
            raise result
        before = self.shelf.pages[file.key]
        if all(new is old for new, old in zip(result, before, strict=True)):
            return
        self.shelf.take(file, result)
        self.shelf.forget_annotations()
        if self.ref is not None and self.ref.file.key == file.key:
            self._reopen(result[self.ref.page.number - 1])
        self.following.rejoin()
        self.desk.refresh_contents()
        self.desk.show_place()
        if self.desk.front is not self.desk:
            self.desk.front.renew()

    def _reopen(self, page: Page) -> None:
        """Show the article that has the characters under the cursor now."""
        assert self.ref is not None
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

    # -- seeking

    def seek_article(self, sort: Sort, step: int) -> None:
        """Open another article of a sort; files on the way are read."""
        if self.ref is not None and sort == "any" and step > 0:
            self.workspace.state.mark_read(self.ref.article_id)
        found = self.shelf.seek(self.ref, sort, step)
        if sort in ("annotated", "doubt"):
            found = self._beyond(found, sort, 1 if step > 0 else -1)
        if isinstance(found, SourceFile):
            self._fetch(found, sort, step)
        elif found is None:
            self.desk.say(
                _("no more of these in this direction")
                if self.shelf.wanted is None
                else by_keys(
                    _("no more of these match the filter in this direction; {} shows all"), "contents.all"
                ),
                "warning",
            )
        elif sort == "annotated":
            self.open(found)
            starts = _starts(self.following.placed())
            if starts:  # an answer may have outlived what it answers
                self.desk.view.jump(starts[0] if step > 0 else starts[-1])
        elif sort == "doubt":
            caret, doubt = doubts_of(found)[0 if step > 0 else -1]
            self.open(found, caret)
            self.desk.say(settling(doubt), "warning")
        else:
            self.open(found)

    def _beyond(self, found: Ref | SourceFile | None, sort: Sort, step: int) -> Ref | SourceFile | None:
        """Return the first article of a sort in a direction that is not part of the open one."""
        whole = self.following.whole
        while isinstance(found, Ref) and whole is not None and whole.index(found) is not None:
            found = self.shelf.seek(found, sort, step)
        return found

    def _fetch(self, file: SourceFile, sort: Sort, step: int) -> None:
        """Read a file, then seek on, unless something else was opened meanwhile."""
        self._errand += 1
        errand = self._errand
        self.desk.say(_("reading {}…").format(file.label))

        def read(result: tuple[Page, ...] | Exception) -> None:
            self.take(file, result)
            if errand == self._errand:
                self.desk.say("")
                self.seek_article(sort, step)

        self.desk.background.submit(lambda: self.shelf.load(file), read)

    def seek_doubt(self, step: int) -> None:
        """Go to another doubt, over articles too, and say what it is."""
        if self.ref is None:
            return
        caret, places = self.desk.view.caret, self.following.doubts()
        ahead = [place for place in places if (place[0] > caret if step > 0 else place[0] < caret)]
        if abs(step) <= len(ahead):
            place = ahead[step - 1] if step > 0 else ahead[step]
            self.desk.view.jump(place[0])
            self.desk.say(settling(place[1]), "warning")
        else:
            self.seek_article("doubt", 1 if step > 0 else -1)

    def seek_measure(self, step: int) -> None:
        """Go to another measure of the article."""
        if not self.desk.view.move("measure_next" if step > 0 else "measure_prev", abs(step)):
            self.desk.say(_("no more measures in this article"), "warning")

    def seek_annotation(self, step: int) -> None:
        """Go to another annotation, over articles too."""
        if self.ref is None:
            return
        caret = self.desk.view.caret
        starts = _starts(self.following.placed())
        ahead = [start for start in starts if (start > caret if step > 0 else start < caret)]
        if abs(step) <= len(ahead):
            self.desk.view.jump(ahead[step - 1] if step > 0 else ahead[step])
        else:
            self.seek_article("annotated", 1 if step > 0 else -1)

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


def _starts(placed: Iterable[Placed]) -> list[Caret]:
    """Return where annotations begin, in order."""
    heads = [item for item in placed if item.location.spans and not item.annotation.reply_to]
    return sorted({Caret(*item.location.spans[0][:2]) for item in heads})
