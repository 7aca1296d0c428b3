"""Annotations that lie over one another: which of those under the cursor is in hand, and going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotations import Annotation
from reader.config.language import _
from reader.tui.cards import LEVEL_WORDS
from reader.tui.guidance import by_keys
from reader.tui.hand import short
from reader.tui.widgets.lines import Line

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Overlaps:
    """Keeps which annotation was chosen while the cursor stays where it is."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self._desk = desk
        self.held = ""
        self._told = ""

    def under(self) -> list[Annotation]:
        """Return the annotations under the cursor, the uppermost first."""
        annotations = self._desk.workspace.snapshot.annotations
        found = dict.fromkeys(highlight.id for highlight in self._desk.view.highlights_at())
        return [annotation for key in found if (annotation := annotations.get(key)) is not None]

    def in_hand(self) -> Annotation | None:
        """Return the one that was chosen, else the uppermost."""
        under = self.under()
        return next((one for one in under if one.id == self.held), under[0] if under else None)

    def cycle(self, step: int) -> None:
        """Take the next one in hand, bring it to the top and say which it is."""
        under = self.under()
        if not under:
            self._desk.say(
                by_keys(_("no annotation here; {} tags, {} comments"), "tag.add", "comment.add"), "warning"
            )
            return
        at = next((number for number, one in enumerate(under) if one.id == self.held), -1 if step > 0 else 0)
        at = (at + step) % len(under)
        self.hold(under[at].id)
        self._desk.cards.put_cursor(self.held)
        self._desk.say(f"{at + 1}/{len(under)}  {self._words(under[at])}")

    def hold(self, annotation_id: str) -> None:
        """Take one in hand and bring it to the top."""
        self.held = annotation_id
        self._desk.refresh_annotations()

    def drop(self) -> None:
        """The cursor went elsewhere."""
        if self.held:
            self.held = ""
            self._desk.refresh_annotations()

    def tell(self) -> None:
        """Say what is under the cursor where no cards show it, unless there is something else to read."""
        line = self._desk.query_one("#message", Line)
        if line.left not in ("", self._told):
            return
        under = [] if self._desk.query_one("#cards-pane").display else self.under()
        count = f"1/{len(under)}  " if len(under) > 1 else ""
        self._told = count + self._words(under[0]) if under else ""
        if self._told != line.left:
            self._desk.say(self._told)

    def _words(self, annotation: Annotation) -> str:
        tags = self._desk.workspace.snapshot.tags
        names = "、".join(tags[key].name for key in annotation.tags if key in tags)
        entry = self._desk.registering.words(annotation) if annotation.entry else ""
        said = entry or short(annotation.comment) or short(annotation.target.exact)
        return " · ".join(filter(None, (_(LEVEL_WORDS[annotation.target.level]), names, said)))
