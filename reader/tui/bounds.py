"""Moving the bounds of an annotation that is there: its range becomes the selection, which is saved or let go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.annotations import Annotation, Range, Target
from reader.config.language import _, ngettext
from reader.tui.cards import LEVEL_WORDS
from reader.tui.guidance import key_of
from reader.tui.selection import Selection, longest_part
from reader.tui.widgets.entries import clip
from reader.workspace import WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

_NAME_CELLS = 16


class Bounds:
    """Keeps which annotation's bounds are being moved; what they are now is the selection in the text."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self._desk = desk
        self._annotation: Annotation | None = None
        self._began: tuple[Range, ...] = ()

    @property
    def moving(self) -> bool:
        """Whether bounds are being moved."""
        return self._annotation is not None

    def begin(self) -> None:
        """Select what the annotation in hand is about; of what lies in several parts the part meant, or the longest."""
        desk = self._desk
        annotation = desk.marking.mine()
        if annotation is None or desk.whole is None or desk.whole.document is None:
            return
        if annotation.reply_to is not None:
            desk.front.complain(WorkspaceError("target_reply"))
            return
        placed = (one for one in desk.travel.following.placed() if one.annotation.id == annotation.id)
        spans = next((one.location.spans for one in placed), ())
        if not spans:
            desk.say(_("its words are not in this text, so it has no bounds to move"), "warning")
            return
        block = desk.view.caret.block if desk.pane == "article" else None
        start, end = longest_part(desk.whole.document, spans, block)
        if desk.pane != "article":
            desk.focus_pane("article")
        self._annotation = annotation
        desk.view.gripped = True
        desk.overlaps.hold(annotation.id)
        desk.view.select_range(start, end)
        self._began = self._target().ranges
        self.tell()

    def save(self) -> None:
        """Give the annotation the bounds that are selected; where they are as they were, nothing is changed."""
        desk, annotation = self._desk, self._annotation
        if annotation is None:
            words = _("no bounds are being moved; {} moves those of the annotation under the cursor")
            desk.say(words.format(key_of("annotation.reselect")), "warning")
            return
        target = self._target()
        if target.ranges == self._began:
            desk.view.select_clear()
        elif desk.marking.do(partial(desk.workspace.retarget, annotation.id, target)):
            self._end()
            desk.view.select_clear()

    def follow(self, selection: Selection | None) -> None:
        """The selection is another, or was dropped: then the annotation stays as it was."""
        if self._annotation is None:
            return
        if selection is not None:
            self.tell()
            return
        words = _("bounds of {} left as they were").format(self._name(self._annotation))
        self._end()
        self._desk.say(words)

    def tell(self) -> None:
        """Say whose bounds are being moved, how much they hold, and the keys that save them and let them go."""
        annotation = self._annotation
        span = self._desk.view.selection_span()
        if annotation is None or span is None:
            return
        (first, start), (last, end) = span
        texts = self._desk.view.blocks[first : last + 1]
        count = sum(len(block.flow.text) for block in texts[:-1]) + end - start
        size = ngettext("{} character", "{} characters", count).format(count)
        words = _("bounds of {}: {} · {} other end · {} saves · {} leaves them")
        keys = (key_of(each) for each in ("select.swap", "select.save", "desk.escape"))
        self._desk.say(words.format(self._name(annotation), size, *keys))

    def _target(self) -> Target:
        whole, span = self._desk.whole, self._desk.view.selection_span()
        assert whole is not None and span is not None
        return self._desk.workspace.target_span(*whole.span(*span))

    def _end(self) -> None:
        self._annotation = None
        self._desk.view.gripped = False

    def _name(self, annotation: Annotation) -> str:
        tags = self._desk.workspace.snapshot.tags
        names = "、".join(tags[key].name for key in annotation.tags if key in tags)
        name = names or " ".join(annotation.comment.split()) or _(LEVEL_WORDS[annotation.target.level])
        return clip(name, _NAME_CELLS)
