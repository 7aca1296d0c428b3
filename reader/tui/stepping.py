"""Stepping to the next of a sort: article, doubt, measure, annotation; from article to article where that goes on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations import Caret
from reader.config.language import _
from reader.tui.doubtful import settling
from reader.tui.guidance import by_keys
from reader.tui.shelf import Sort
from reader.workspace import Placed, SourceFile
from reader.workspace.catalogue import Spot

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Stepping:
    """Steps by a count, backwards if it is below 0; says so where there is nothing more."""

    def __init__(self, desk: Desk) -> None:
        """Step on a desk."""
        self.desk = desk
        self.travel = desk.travel

    def to_article(self, sort: Sort, step: int) -> None:
        """Open another article of a sort; files on the way are read."""
        if self.travel.ref is not None and sort == "any" and step > 0:
            self.desk.workspace.state.mark_read(self.travel.ref.article_id)
        found = self.travel.shelf.seek(self.travel.bound, sort, step)
        if sort in ("annotated", "doubt"):
            found = self._beyond(found, sort, 1 if step > 0 else -1)
        if isinstance(found, SourceFile):
            self.desk.say(_("reading {}…").format(found.label))
            self.travel.fetch(found, lambda pages: self.to_article(sort, step))
        elif found is None and not self.travel.shelf.planned:
            self.desk.say(_("the files are still being listed"), "warning")
        elif found is None:
            self.desk.say(
                _("no more of these in this direction")
                if self.travel.shelf.sifted is None
                else by_keys(
                    _("no more of these match the filter in this direction; {} shows all"), "contents.all"
                ),
                "warning",
            )
        else:
            self.travel.visit(found, then=partial(self._sought, sort, step))

    def _sought(self, sort: Sort, step: int) -> None:
        """Go to what was sought in the article that is open now."""
        if sort == "annotated":
            starts = _starts(self.travel.following.placed())
            if starts:  # an answer may have outlived what it answers
                self.desk.view.jump(starts[0] if step > 0 else starts[-1])
        elif sort == "doubt" and self.travel.ref is not None:
            places = self.travel.following.doubts()
            own = [place for place in places if self.travel.following.key_at(place[0]) == self.travel.ref.key]
            if own:
                caret, doubt = own[0 if step > 0 else -1]
                self.desk.view.jump(caret)
                self.desk.say(settling(doubt), "warning")

    def _beyond(self, found: Spot | SourceFile | None, sort: Sort, step: int) -> Spot | SourceFile | None:
        """Return the first article of a sort in a direction that is not part of the open one."""
        whole = self.travel.following.whole
        while isinstance(found, Spot) and whole is not None and found.key in {ref.key for ref in whole.refs}:
            found = self.travel.shelf.seek(found.key, sort, step)
        return found

    def to_doubt(self, step: int) -> None:
        """Go to another doubt, over articles too, and say what it is."""
        if self.travel.ref is None:
            return
        caret, places = self.desk.view.caret, self.travel.following.doubts()
        ahead = [place for place in places if (place[0] > caret if step > 0 else place[0] < caret)]
        if abs(step) <= len(ahead):
            place = ahead[step - 1] if step > 0 else ahead[step]
            self.desk.view.jump(place[0])
            self.desk.say(settling(place[1]), "warning")
        else:
            self.to_article("doubt", 1 if step > 0 else -1)

    def to_measure(self, step: int) -> None:
        """Go to another measure of the article."""
        if not self.desk.view.move("measure_next" if step > 0 else "measure_prev", abs(step)):
            self.desk.say(_("no more measures in this article"), "warning")

    def to_annotation(self, step: int) -> None:
        """Go to another annotation, over articles too."""
        if self.travel.ref is None:
            return
        caret = self.desk.view.caret
        starts = _starts(self.travel.following.placed())
        ahead = [start for start in starts if (start > caret if step > 0 else start < caret)]
        if abs(step) <= len(ahead):
            self.desk.view.jump(ahead[step - 1] if step > 0 else ahead[step])
        else:
            self.to_article("annotated", 1 if step > 0 else -1)


def _starts(placed: Iterable[Placed]) -> list[Caret]:
    """Return where annotations begin, in order."""
    heads = [item for item in placed if item.location.spans and not item.annotation.reply_to]
    return sorted({Caret(*item.location.spans[0][:2]) for item in heads})
