"""Words that the dictionary does not know: found in all files, then offered for the reader's own words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.workspace import WorkspaceError
from reader.workspace.discovering import REFUSED

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.reviewing import Offered, WordReview
    from reader.words.discovering import Found
    from reader.workspace.discovering import Discovering


class Discovery:
    """The desk's way to words that it cuts apart."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self._desk = desk
        self._review: WordReview | None = None
        self._read = 0

    def review(self) -> None:
        """Go through all files in the background, then offer what was found."""
        from reader.tui.screens.reviewing import WordReview

        review = self._review = WordReview(
            _("Words the dictionary does not know"),
            _("y make it one of yours   n refuse for good   u take back   Esc leave"),
            self._decide,
            self._take_back,
            self._tell,
        )
        self._read = 0
        self._desk.app.push_screen(review, self._closed)
        self._tell()
        self._desk.background.submit(self._begin, partial(self._next, review))

    def _begin(self) -> Discovering:
        from reader.workspace.discovering import Discovering

        return Discovering(self._desk.workspace)

    def _next(self, review: WordReview, discovering: Discovering | Exception) -> None:
        """Take the next file, or show what was found in all."""
        if isinstance(discovering, Exception):
            raise discovering
        if review is not self._review:  # it was closed meanwhile
            return
        desk = self._desk
        files = desk.workspace.files
        if self._read == len(files):
            desk.background.submit(discovering.found, partial(self._took, review))
            return
        self._tell()
        file = files[self._read]
        self._read += 1

        def taken(outcome: Exception | None) -> None:
            if isinstance(outcome, Exception) and not isinstance(outcome, WorkspaceError):
                raise outcome
            self._next(review, discovering)

        desk.background.submit(partial(discovering.take, file), taken)

    def _took(self, review: WordReview, found: list[Found] | Exception) -> None:
        if isinstance(found, Exception):
            raise found
        if review is self._review:
            self._read += 1
            review.add([_offered(item) for item in found])
            self._tell()

    def _tell(self) -> None:
        if self._review is None:
            return
        total, count = len(self._desk.workspace.files), len(self._review.rows)
        if self._read <= total:
            words = _("reading {}/{}…").format(min(self._read + 1, total), total)
        elif count:
            words = ngettext(
                "{} word, with how often it is there", "{} words, with how often they are there", count
            )
            words = words.format(count)
        else:
            words = _("Nothing is left to decide: the dictionary knows what is here more than once.")
        self._review.say(words, growing=self._read <= total)

    def _decide(self, word: str, yes: bool) -> bool:
        state = self._desk.workspace.state
        if yes:
            return self._desk.lexicon.put(word)
        state.refuse(REFUSED, word)
        state.save()
        return True

    def _take_back(self, word: str, yes: bool) -> None:
        state = self._desk.workspace.state
        if yes:
            self._desk.lexicon.drop(word)
        else:
            state.offer_again(REFUSED, word)
            state.save()

    def _closed(self, _key: str | None) -> None:
        self._review = None


def _offered(item: Found) -> Offered:
    from reader.tui.screens.reviewing import Offered

    name = f"“{item.word}”" if item.quoted else item.word
    return Offered(item.word, f"×{item.count}", name, f"…{item.before}[{item.word}]{item.after}…")
