"""Reading all files in the background: how far it is, stopping it and going on, and what could not be read."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.text import ambiguous_wide
from reader.tui.guidance import by_keys

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.workspace.surveying import Progress, Survey

SHOW = 0.25
"""Seconds from one time that what was read shows to the next."""
LONG = 1.0
"""Seconds a survey takes before it is worth a word."""
_BAR = 10
_WIDE = 80
"""Cells from which there is room for the bar beside a message."""


class Surveying:
    """The desk's survey of the library: one at a time, begun again by what changes."""

    def __init__(self, desk: Desk) -> None:
        """Start with none."""
        self.desk, self.workspace = desk, desk.workspace
        self._survey: Survey | None = None
        self._progress: Progress | None = None
        self._began = self._next = 0.0
        self._waiting = self._stopped = False
        self._failed = 0

    def start(self) -> None:
        """Read what is not known yet, unless the reader stopped that."""
        from reader.workspace.surveying import Survey

        if self._survey is not None or self._stopped:
            return
        self._began = monotonic()
        self._progress = None
        survey = self._survey = Survey(self.workspace, lambda progress: self._tell(survey, progress))
        survey.start()

    def begin_again(self) -> None:
        """Read what is not known now: files came, or are others."""
        self._give_up()
        self.start()

    def stop(self) -> None:
        """Read nothing more that is not asked for; the program ends, for one."""
        self._stopped = True
        self._give_up()

    def turn(self) -> None:
        """Stop reading, or go on."""
        if self._survey is not None:
            self.stop()
            self.desk.show_state()
            self.desk.say(_("the other files are read only when you go there"))
        elif not self._stopped:
            self.desk.say(_("all files are read"))
        else:
            self._stopped = False
            self.desk.say(_("reading the other files in the background"))
            self.start()

    def _give_up(self) -> None:
        if self._survey is not None:
            self._survey.stop()
            self._survey = None

    # -- progress

    @property
    def running(self) -> bool:
        """Whether files are being read."""
        return self._survey is not None

    @property
    def words(self) -> str:
        """How far it is, for the message row; empty if it is done, or will be in a moment."""
        progress = self._progress
        if self._survey is None or progress is None or monotonic() - self._began < LONG:
            return ""
        wide = self.desk.app.size.width >= _WIDE
        return progress_words(progress.done, progress.total, progress.seconds_left, bar=wide)

    def _tell(self, survey: Survey, progress: Progress) -> None:
        """Hear how far it is; in the survey's thread."""
        if survey is not self._survey:
            return
        self._progress = progress
        if not self._waiting:
            self._waiting = True
            self.desk.from_thread(self._look)

    def _look(self) -> None:
        wait = self._next - monotonic()
        if wait > 0 and not self._done:
            self.desk.set_timer(wait, self._show)
        else:
            self._show()

    @property
    def _done(self) -> bool:
        return self._progress is not None and self._progress.done >= self._progress.total

    def _show(self) -> None:
        """Show what was read since the last time."""
        self._waiting = False
        self._next = monotonic() + SHOW
        self.desk.travel.refresh()
        if self._survey is not None and self._done:
            self._survey = None
            self._end()
        self.desk.show_state()

    def _end(self) -> None:
        self.desk.all_read()
        failed = len(self.workspace.problems)
        if failed == 1 > self._failed:
            self.desk.announce(self.desk.shelf.problem(next(iter(self.workspace.problems))))
        elif failed > self._failed:
            words = ngettext("{} file could not be read", "{} files could not be read", failed).format(failed)
            self.desk.announce(words + by_keys(_("; {} lists them"), "problems.open"))
        self._failed = failed

    # -- what could not be read

    def show_problems(self) -> None:
        """List the files that cannot be read, and why; Enter shows one in the contents."""
        from reader.tui.screens.problems import Problems

        found = sorted(self.workspace.problems, key=lambda file: file.label)
        problems = [(file, self.desk.shelf.problem(file)) for file in found]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.desk.grouping.go_to(f"file\n{key}")

        self.desk.app.push_screen(Problems(problems), chosen)


def progress_words(done: int, total: int, seconds: float | None, *, bar: bool = True) -> str:
    """Return a `bar` of whole cells, how many of how many are done, and what time is left."""
    full = _BAR * done // max(1, total)
    on, off = ("#", "-") if ambiguous_wide() else ("█", "░")
    words = f"{on * full}{off * (_BAR - full)} {done}/{total}" if bar else f"{done}/{total}"
    if seconds is None or done >= total:
        return words
    left = round(seconds)
    time = _("{} s left").format(left) if left < 90 else _("{} min left").format(round(left / 60))
    return f"{words} {time}"
