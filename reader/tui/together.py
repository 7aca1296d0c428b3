"""What is done with many proposals in one step: marked as read, tagged, registered; what takes a while can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from reader.annotations import Target
from reader.config.language import _, ngettext
from reader.tui.hand import Hand, short
from reader.workspace.proposals import Row

if TYPE_CHECKING:
    from reader.tui.overview import Overview
    from reader.tui.screens.tagging import Tagged
    from reader.tui.screens.working import Working

_PATIENCE = 0.5
"""Seconds after which it is shown that something takes a while."""
T = TypeVar("T")


class StoppedError(Exception):
    """The reader stopped it."""


class Together(Hand):
    """Does it with what is marked in the overview, else with the row under its cursor."""

    def __init__(self, overview: Overview) -> None:
        """Take the overview."""
        super().__init__(overview.desk)
        self.overview = overview
        self._stop = Event()
        self._working: Working | None = None

    def toggle_read(self) -> None:
        """Mark what is meant as read; if all of it is, as unread."""
        rows, state = self.overview.meant(), self.workspace.state
        if not rows:
            self.overview.say_nothing()
            return
        read = not all(state.is_read(row.id) for row in rows)
        for row in rows:
            state.mark_read(row.id, read)
        words = (
            ngettext("{} article marked as read", "{} articles marked as read", len(rows))
            if read
            else ngettext("{} article marked as unread", "{} articles marked as unread", len(rows))
        )
        self.desk.front.say(words.format(len(rows)))
        self.desk.shelf.recount(
            {(row.spot.file.key, row.spot.page.number): row.spot.key for row in rows}.values()
        )
        self.desk.refresh_contents()
        self.overview.refresh()

    # -- tagging

    def ask_tags(self) -> None:
        """Ask for tags for all that is meant."""
        rows = self._to_change()
        if not rows:
            return
        words = ngettext("{} marked article", "{} marked articles", len(rows)).format(f"{len(rows):,}")
        if len(rows) == 1:
            words = _("The article: {}").format(short(rows[0].spot.article.name))

        def tagged(answer: Tagged | None) -> None:
            if answer is not None and answer.names:
                self.tag(rows, answer.names)

        self.desk.marking.ask_about(words, tagged)

    def tag(self, rows: Sequence[Row], names: Sequence[str]) -> None:
        """Put tags on articles, in one step; their pages are read for that in the background."""
        from reader.workspace.tagging import tag_many

        if self.workspace.nameless:
            self.desk.preferences.ask_creator(partial(self.tag, rows, names))
            return
        self.desk.last_tags = tuple(names)

        def tagged(future: Future[Any]) -> None:
            if self.do(lambda: future, signed=False):
                self.desk.marking.favourites.add(names)
                self.overview.drop_marks()

        work = partial(tag_many, self.workspace, rows, names, self._tell)
        self._work(_("Tag"), _("stopped; nothing was tagged"), work, tagged)

    # -- registering

    def ask_handling(self) -> None:
        """Ask what is to be registered for all that is meant, in one form; their pages are read in the background."""
        from reader.workspace.tagging import targets_of

        rows = self._to_change()
        if not rows:
            return

        def known(targets: Sequence[Target]) -> None:
            self.desk.registering.ask(targets, self.overview.drop_marks)

        work = partial(targets_of, self.workspace, rows, self._tell)
        self._work(_("Register handling"), _("stopped; nothing was registered"), work, known)

    def _to_change(self) -> list[Row]:
        """Return what is meant; none, and why is said, where there is none or nothing may be written."""
        rows = self.overview.meant()
        if not rows:
            self.overview.say_nothing()
        return rows if rows and self.may_write() else []

    # -- what takes a while

    def _work(self, title: str, stopped: str, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Have something done in the background that can be stopped; it is shown if it takes a while."""
        self._stop.clear()
        showing = self.desk.set_timer(_PATIENCE, partial(self._show_working, title))

        def done(result: T | Exception) -> None:
            showing.stop()
            if self._working is not None:
                self._working.dismiss()
                self._working = None
            if isinstance(result, StoppedError):
                self.desk.front.say(stopped, "warning")
            elif isinstance(result, Exception):
                self.desk.front.complain(result)
            else:
                then(result)

        self.overview.background.submit(work, done)

    def _show_working(self, title: str) -> None:
        from reader.tui.screens.working import Working

        self._working = Working(title, self._stop.set)
        self.desk.app.push_screen(self._working)

    def _tell(self, count: int) -> None:
        """Hear from the background how many are at hand. Raises StoppedError."""
        if self._stop.is_set():
            raise StoppedError
        if count % 50 == 0:
            words = ngettext("{} article", "{} articles", count).format(f"{count:,}")
            self.desk.from_thread(partial(self._put, words))

    def _put(self, words: str) -> None:
        if self._working is not None:
            self._working.put(words)
