"""Following a story from page to page: its other half is fetched, joined to what is shown, and jumped to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations import Caret
from reader.config.language import _
from reader.pages.model import Continuation, Doubt, Page
from reader.tui.halves import Whole, caret_of, doubts_of, whole_of
from reader.tui.outline import Ref, source_words
from reader.workspace import Placed

if TYPE_CHECKING:
    from reader.tui.travel import Travel


class Following:
    """The open story with all its halves."""

    def __init__(self, travel: Travel) -> None:
        """Start with none open."""
        self.travel, self.desk, self.workspace = travel, travel.desk, travel.workspace
        self.whole: Whole | None = None
        self._half = 0

    # -- what is open

    def take(self, ref: Ref, caret: tuple[int, int] | None) -> None:
        """Show the story of an article, the caret at a place of the article's own, else at its start."""
        before, self.whole = self.whole, whole_of(self.workspace, ref)
        self._half = self.whole.index(ref) or 0
        start = self.whole.place(ref, caret or (0, 0))
        if self.whole.same(before):
            self.desk.view.jump(start)
        else:
            self.desk.view.show(self.whole.document, start)
        self._fetch(ref)

    def _fetch(self, ref: Ref) -> None:
        """Read the files that may hold what is missing of the story; what they hold is joined when it is there."""
        if ref.article is None:
            return
        for file in self.workspace.halves.unread(ref.page, ref.article):
            if file not in self.workspace.problems:
                self.travel.read(file)

    def rejoin(self) -> None:
        """Show the open story anew if another half has come, or one was parsed anew; the caret stays."""
        ref, before = self.travel.ref, self.whole
        if ref is None or before is None:
            return
        whole = whole_of(self.workspace, ref)
        if whole.same(before):
            return
        here, offset = self.here[0], self.offset
        number, old = whole.index(here), before.index(here) or 0
        self.whole = whole
        if number is not None and whole.document is not None and whole.refs[number].page is here.page:
            self._half = number
            self.desk.view.exchange(whole.document, whole.base(number) - before.base(old))
        else:
            place = whole.place(ref, (0, 0))
            for each in whole.refs:
                found = caret_of(each.page, offset) if offset is not None and each.on_page_of(here) else None
                if found is not None and found[0].id == each.article_id:
                    place = whole.place(each, found[1])
            self._half = whole.number(place.block)
            self.desk.view.show(whole.document, place)
        self.desk.refresh_annotations()
        self._fetch(ref)

    @property
    def here(self) -> tuple[Ref, Caret]:
        """The half the caret is in and its own place there; an article must be open."""
        assert self.whole is not None
        return self.whole.own(self.desk.view.caret)

    @property
    def offset(self) -> int | None:
        """The code point of its page that the cursor is on."""
        blocks, caret = self.desk.view.blocks, self.desk.view.caret
        flow = blocks[caret.block].flow if caret.block < len(blocks) else None
        return flow.offsets[caret.offset] if flow and caret.offset < len(flow.text) else None

    def doubts(self) -> list[tuple[Caret, Doubt]]:
        """Return the doubts of all halves with where they show, in order."""
        whole = self.whole
        refs = whole.refs if whole is not None else ()
        return [(whole.place(ref, caret), doubt) for ref in refs for caret, doubt in doubts_of(ref)]  # type: ignore[union-attr]  # whole has refs

    def key_at(self, caret: Caret) -> str:
        """Return the key of the half that a place is in."""
        assert self.whole is not None
        return self.whole.own(caret)[0].key

    def placed(self) -> tuple[Placed, ...]:
        """Return the annotations on all halves in text order, their spans as the story's."""
        if self.whole is None:
            return ()
        on = self.travel.shelf.on
        return tuple(
            item for number, ref in enumerate(self.whole.refs) for item in self.whole.shifted(number, on(ref))
        )

    def mark_read(self, end: bool) -> None:
        """Count the halves the caret has left behind as read, and at the end of the text the one it is in."""
        if self.whole is None:
            return
        now = self.whole.number(self.desk.view.caret.block)
        for ref in self.whole.refs[self._half : now + end]:
            if ref.article is not None:
                self.workspace.state.mark_read(ref.article_id)
        self._half = now

    # -- going there

    def follow(self) -> None:
        """Go to the start of the next half; from the last one back to the first, where reading left it."""
        if self.whole is None:
            return
        ref = self.here[0]
        refs = self.whole.refs
        if len(refs) == 1 and self.desk.linking.follow():
            return
        if len(refs) == 1:
            self.desk.say(_("this article is not continued on another page"), "warning")
            self._say_why()
            return
        number = self.whole.index(ref) or 0
        self.desk.returning.leave()
        if number + 1 < len(refs):
            self.workspace.state.mark_read(ref.article_id)
            self.travel.open(refs[number + 1], (0, 0))
            return
        self.travel.open(refs[0])
        self._say_why()

    def _say_why(self) -> None:
        """Say where the other half is that cannot be gone to."""
        ref = self.travel.ref
        if ref is None or ref.article is None:
            return
        missing = self.workspace.halves.missing(ref.page, ref.article)
        if not missing:
            return
        unread = self.workspace.halves.unread(ref.page, ref.article)
        problem = next(filter(None, map(self.travel.shelf.problem, unread)), "")
        if problem:
            self.desk.say(problem, "error")
        elif unread:
            self.desk.say(_("reading {}…").format(unread[0].label))
        else:
            self.desk.say("; ".join(self._why(*each) for each in missing), "warning")

    def _why(self, page: Page, mark: Continuation) -> str:
        number = f"{mark.section}{mark.newspaper_page or '?'}"
        if self.workspace.halves.is_read(page, mark):
            return _("the other half was not found on page {}").format(number)
        words = source_words(replace(page.source, page_no=number), _("page {}").format(number))
        return _("{} is not in the opened folder").format(words)
