"""What a selection is for: to be annotated, or to be the new bounds of an annotation that is there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.annotations import Annotation, Range, Target
from reader.config.language import _, ngettext
from reader.tui.cards import LEVEL_WORDS
from reader.tui.commands import commands
from reader.tui.guidance import key_of
from reader.tui.phrases import UNITS
from reader.tui.selection import Selection, longest_part
from reader.tui.widgets.entries import clip
from reader.tui.widgets.lines import Line, whole_items
from reader.workspace import WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

_NAME_CELLS = 16
_OFFERED = ("tag.add", "comment.add", "select.grow", "select.swap", "text.copy")


class Bounds:
    """Says how much is selected; keeps which annotation's bounds are being moved, if any: they are the selection."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self._desk = desk
        self._annotation: Annotation | None = None
        self._began: tuple[Range, ...] = ()
        self._told = ""

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

    def take(self, annotation: Annotation) -> None:
        """Have an annotation in hand whose words are lost: what is selected next is for it."""
        self._annotation, self._began = annotation, ()
        self.tell()

    @property
    def waiting(self) -> bool:
        """Whether an annotation in hand waits for something to be selected."""
        return self._annotation is not None and self._desk.view.selection is None

    def leave(self) -> bool:
        """Leave the annotation as it is that waits for something to be selected; return whether one did."""
        annotation = self._annotation if self.waiting else None
        if annotation is not None:
            self._end()
            self._desk.say(_("{} left as it was").format(self._name(annotation)))
        return annotation is not None

    def save(self) -> None:
        """Give the annotation the bounds that are selected; where they are as they were, nothing is changed."""
        desk, annotation = self._desk, self._annotation
        if annotation is None:
            words = _("no bounds are being moved; {} moves those of the annotation under the cursor")
            desk.say(words.format(key_of("annotation.reselect")), "warning")
            return
        if self.waiting:
            self.tell()
            return
        target = self._target()
        if target.ranges == self._began:
            desk.view.select_clear()
        elif desk.marking.do(partial(desk.workspace.retarget, annotation.id, target)):
            self._end()
            desk.view.select_clear()

    def follow(self, selection: Selection | None) -> None:
        """The selection is another, or was dropped: then an annotation whose bounds it was stays as it was."""
        if selection is not None:
            self.tell()
        elif self._annotation is not None:
            words = _("bounds of {} left as they were").format(self._name(self._annotation))
            self._end()
            self._desk.say(words)
        elif self._told and self._desk.query_one("#message", Line).left == self._told:
            self._desk.say("")

    def tell(self) -> None:
        """Say how much is selected and what can be done with it: save it as bounds or let it go, else annotate it."""
        size = self._size()
        if not size:
            if self.waiting and self._annotation is not None:
                words = _("{}: select where it belongs ({}), {} puts it there, {} leaves it")
                keys = ("select.start", "select.save", "desk.escape")
                self._desk.say(words.format(self._name(self._annotation), *map(key_of, keys)))
            return
        line = self._desk.query_one("#message", Line)
        if self._annotation is not None:
            hints = [
                _("bounds of {}").format(self._name(self._annotation)),
                _("{} saves").format(key_of("select.save")),
                _("{} leaves them").format(key_of("desk.escape")),
                size,
                _("{} other end").format(key_of("select.swap")),
            ]
        else:
            hints = [_("selected: {}").format(size)]
            hints += [f"{key_of(each)} {_(commands()[each].title)}" for each in _OFFERED]
        self._desk.say(whole_items(hints, line.room))
        self._told = line.left

    def _size(self) -> str:
        view = self._desk.view
        span = view.selection_span()
        if span is None:
            return ""
        (first, start), (last, end) = span
        count = sum(len(block.flow.text) for block in view.blocks[first:last]) + end - start
        size = ngettext("{} character", "{} characters", count).format(count)
        unit = view.unit
        return f"{_(UNITS[unit])} · {size}" if unit in UNITS else size

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
