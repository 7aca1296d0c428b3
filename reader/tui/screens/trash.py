"""What was deleted, the last first: Enter puts one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from reader.annotations import Annotation
from reader.config.language import _, ngettext
from reader.tui.cards import moment
from reader.tui.document import safe
from reader.tui.guidance import by_keys
from reader.tui.outline import source_words
from reader.tui.screens.picking import Picking
from reader.tui.widgets.entries import clip
from reader.workspace import Listed

_INDENT = "  "


class Trash(Picking[str | None]):
    """Shows deleted annotations and gives the id of the one to put back."""

    def __init__(self, deleted: Sequence[Listed], me: str, entry: Callable[[Annotation], str]) -> None:
        """Take what was deleted, who asks (others' names are shown), and what says an entry in words."""
        self._deleted, self._me, self._entry = deleted, me, entry
        count = len(deleted)
        words = ngettext(
            "{} annotation, the one deleted last first", "{} annotations, the one deleted last first", count
        )
        super().__init__(
            _("Deleted"),
            [item.annotation.id for item in deleted],
            _("Enter put back   Esc leave"),
            head=words.format(count),
            nothing=by_keys(
                _("Nothing has been deleted. What {} deletes on a card is kept here."), "card.delete"
            ),
        )

    def drawn(self, index: int, width: int) -> Content:
        """Return what an annotation was, in two rows."""
        item = self._deleted[index]
        annotation, target = item.annotation, item.annotation.target
        who = "" if annotation.creator == self._me else annotation.creator
        tags = " ".join(f"#{tag.name}" for tag in item.tags)
        where = " ".join(
            filter(
                None,
                (f"《{target.title}》" if target.title else "", source_words(item.source, item.path_label)),
            )
        )
        head = "  ".join(filter(None, (moment(annotation.deleted or ""), who, tags, where)))
        own = annotation.comment or (self._entry(annotation) if annotation.entry else "")
        said = " ".join((own or target.exact).split())
        sign = "{}" if own else "“{}”"
        row = _INDENT + sign.format(clip(safe(said), max(2, width - len(_INDENT) - 2)))
        return Content.assemble((clip(safe(head), width), "bold"), "\n", row)

    def give(self, index: int) -> None:
        """End with the annotation's id."""
        self.dismiss(self._deleted[index].annotation.id)
