"""Tags that are suggested for all proposals without any, file after file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.tui.guidance import by_keys, key_of
from reader.tui.hand import Hand
from reader.tui.outline import Ref
from reader.workspace import WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.reviewing import Offered, SuggestionReview
    from reader.workspace.suggesting import Untagged


class Suggestions(Hand):
    """The desk's suggestions."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__(desk)
        self._review: SuggestionReview | None = None
        self._found: dict[str, Untagged] = {}
        self._read = 0
        """How many files were gone through."""
        self._held: tuple[str, list[str]] = ("", [])
        """What was opened from the list, and all that was still offered then."""

    def review(self) -> None:
        """Show what is suggested for all of them; where an article was opened from the list, as it was then."""
        from reader.tui.screens.reviewing import SuggestionReview

        if not self.may_write():
            return
        review = SuggestionReview(
            _("Suggested tags"),
            _("y accept   n refuse   u take back   Enter open   Esc leave"),
            self._decide,
            self._take_back,
            self._tell,
        )
        self._review = review
        (opened, held), self._held = self._held, ("", [])
        if opened:
            items = (self._found[key] for key in held)
            review.add(
                [self._offered(item) for item in items if self.workspace.suggesting.still_untagged(item)]
            )
            review.begin_at(opened)
        else:
            self._found, self._read = {}, 0
        self.desk.app.push_screen(review, self._closed)
        if self.workspace.suggesting.enough:
            self._next()
        else:
            self._tell()

    def _next(self) -> None:
        """Go through the next file, in the background."""
        review, files = self._review, self.workspace.files
        self._tell()
        if self._read >= len(files):
            return
        file = files[self._read]
        self.desk.background.submit(
            lambda: list(self.workspace.suggesting.untagged(file)), partial(self._took, review)
        )

    def _took(self, review: SuggestionReview | None, found: list[Untagged] | Exception) -> None:
        if isinstance(found, Exception) and not isinstance(found, WorkspaceError):
            raise found
        if review is None or review is not self._review:  # it was closed meanwhile
            return
        self._read += 1
        if not isinstance(found, Exception):
            new = [item for item in found if item.article not in self._found]
            self._found |= {item.article: item for item in new}
            review.add([self._offered(item) for item in new])
        self._next()

    def _offered(self, item: Untagged) -> Offered:
        from reader.tui.outline import source_words
        from reader.tui.screens.reviewing import Offered

        suggestion = item.suggestion
        because = _(", ").join(suggestion.words)
        where = source_words(item.source, item.file.label)
        return Offered(
            item.article,
            f"{suggestion.confidence:.0%}",
            item.title or item.target.exact,
            " · ".join(filter(None, (because, where))),
            (suggestion.tag.name, suggestion.tag.color),
        )

    def _tell(self) -> None:
        """Say above the list how far it is, or what is to be done where nothing is in it."""
        review, suggesting = self._review, self.workspace.suggesting
        if review is None:
            return
        count = len(review.rows)
        words = ngettext("{} proposal without a tag", "{} proposals without a tag", count).format(count)
        total = len(self.workspace.files)
        if not suggesting.enough:
            from reader.workspace.suggesting import LEAST

            words = _(
                "Suggestions are learned from your own tags, and there are {} yet. "
                "Put some on at least {} things first: {} in the text does."
            ).format(suggesting.examples, LEAST, key_of("tag.add"))
        elif self._read < total:
            words += "   " + _("reading {}/{}…").format(self._read + 1, total)
        elif not count:
            words = by_keys(_("Nothing is left to decide. {} shows the tags there are."), "tags.open")
        review.say(words, growing=suggesting.enough and self._read < total)

    def _decide(self, key: str, yes: bool) -> bool:
        item = self._found[key]
        suggestion = item.suggestion
        if not yes:
            self.workspace.state.refuse(key, suggestion.tag.id)
            self.workspace.state.save()
            return True
        done = partial(self.workspace.tag, item.target, [suggestion.tag.name], suggestion.provenance)
        return self.do(done)

    def _take_back(self, key: str, yes: bool) -> None:
        if yes:
            self.desk.marking.undo()
        else:
            self.workspace.state.offer_again(key, self._found[key].suggestion.tag.id)
            self.workspace.state.save()

    def _closed(self, key: str | None) -> None:
        review, self._review = self._review, None
        if key is None or review is None:
            return
        self._held = key, [row.key for row in review.rows]
        item = self._found[key]
        self.desk.travel.fetch(
            item.file, lambda pages: self._open(Ref(item.file, pages[item.page_number - 1], key))
        )

    def _open(self, ref: Ref) -> None:
        self.desk.travel.open(ref)
        self.desk.focus_pane("article")
        self.desk.say(by_keys(_("{} goes back to the suggestions"), "tags.suggest"))
