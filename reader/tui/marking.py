"""Annotating from the desk: tags, comments, and what is done to the annotation in hand."""

from __future__ import annotations

from functools import cached_property, partial

from reader.annotations import Annotation
from reader.config.language import _
from reader.tui.commenting import Commenting
from reader.tui.keeping import Keeping
from reader.tui.tagging import Tagging


class Marking(Tagging, Commenting):
    """The desk's annotating verbs."""

    @cached_property
    def keeping(self) -> Keeping:
        """What is done to tags as a whole."""
        return Keeping(self.desk)

    def show_tags(self) -> None:
        """Show all tags."""
        self.keeping.open()

    def edit(self) -> None:
        """Edit the annotation in hand: its comment, or its tags where it has no comment."""
        annotation = self.in_hand()
        if annotation is not None and annotation.entry is not None:
            self.desk.registering.correct(annotation)
        elif annotation is not None and annotation.tags and not annotation.comment:
            self.edit_tags()
        else:
            self.edit_comment()

    def delete(self) -> None:
        """Delete the annotation in hand."""
        annotation = self.mine()
        if annotation is not None:
            self.do(partial(self.workspace.delete, annotation.id))

    def show_deleted(self) -> None:
        """Show what was deleted, and put back what is chosen."""
        from reader.tui.screens.trash import Trash

        def chosen(annotation_id: str | None) -> None:
            if annotation_id is not None and self.may_write():
                self.do(partial(self.workspace.restore, annotation_id))

        self.desk.app.push_screen(Trash(self.workspace.deleted(), self.workspace.creator, self._said), chosen)

    def _said(self, annotation: Annotation) -> str:
        return self.desk.registering.words(annotation)

    def resolve(self) -> None:
        """Mark the annotation in hand as dealt with, or not."""
        annotation = self.in_hand()
        if annotation is not None and self.may_write():
            self.do(partial(self.workspace.resolve, annotation.id, not annotation.resolved))

    def undo(self) -> None:
        """Take the last change back."""
        self.do(self.workspace.undo, words=_("took back: {}"), signed=False)

    def redo(self) -> None:
        """Make it again."""
        self.do(self.workspace.redo, words=_("made again: {}"), signed=False)
