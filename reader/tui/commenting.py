"""Commenting from the desk: comments, replies, and drafts that were left unfinished."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast, get_args

from reader.annotations import Annotation, Level, Target, make_target
from reader.config.language import _
from reader.pages.model import Page
from reader.tui.guidance import by_keys
from reader.tui.hand import Hand, short

_NOTED = "unfinished"
"""Where the reading state keeps what an open editor is about."""


class Commenting(Hand):
    """The desk's verbs for comments."""

    def ask_comment(self) -> None:
        """Ask for a comment on what is meant; go on with what was left unfinished, or an own comment that is there."""
        if self.desk.pane == "cards":
            self.edit_comment()
            return
        aims = self.aims()
        if not aims or not self.may_write():
            return
        if self.desk.view.selection is None and self._go_on():
            return
        self._comment_on(aims[0].target)

    def _comment_on(self, target: Target) -> None:
        for annotation in self.workspace.snapshot.annotations.values():
            if (
                _same(annotation.target, target)
                and annotation.comment
                and not annotation.deleted
                and not annotation.reply_to
                and self.workspace.mine(annotation)
            ):
                self._edit_comment(annotation)
                return
        ranges = ",".join(f"{start}-{end}" for start, end in target.ranges)
        key = f"new:{target.fingerprint}:{target.level}:{ranges}"

        def said(text: str) -> None:
            if self.do(partial(self.workspace.comment, target, text), key):
                self.desk.view.select_clear()

        place = ["new", target.fingerprint, target.level, ranges, target.article, target.measure]
        self._edit(_("Comment"), self.aim(target).words, "", [key, *place], said)

    # -- what was left unfinished

    def offer_unfinished(self) -> bool:
        """Say that a comment was left unfinished last time, if one was and it is on this page."""
        if self._unfinished() is None:
            return False
        self.desk.say(
            by_keys(_("a comment was left unfinished; {} goes on with it"), "comment.add"), "warning"
        )
        return True

    def _unfinished(self) -> list[str] | None:
        """Return the place of the comment that was being written when the program ended, if it is here."""
        noted = self.workspace.state.last(_NOTED)
        if len(noted) < 3 or not self.workspace.state.draft(noted[0]):
            return None
        if noted[1] == "new":
            return noted if len(noted) == 7 and self._page(noted[2]) is not None else None
        annotation = self.workspace.snapshot.annotations.get(noted[2])
        return noted if annotation is not None and not annotation.deleted else None

    def _go_on(self) -> bool:
        noted = self._unfinished()
        if noted is None:
            return False
        kind, subject = noted[1], noted[2]
        if kind == "reply":
            self._reply_to(self.workspace.snapshot.annotations[subject])
        elif kind == "edit":
            self._edit_comment(self.workspace.snapshot.annotations[subject])
        else:
            page = self._page(subject)
            target = _target(page, noted) if page is not None else None
            if target is None:
                return False
            self._comment_on(target)
        return True

    def _page(self, fingerprint: str) -> Page | None:
        """Return the page of a text, if it is one the open article is on."""
        whole = self.desk.whole
        pages = (ref.page for ref in whole.refs) if whole is not None else ()
        return next((page for page in pages if page.fingerprint == fingerprint), None)

    def ask_reply(self) -> None:
        """Ask for an answer to the annotation in hand."""
        annotation = self.in_hand()
        if annotation is None:
            self.desk.say(
                by_keys(_("no annotation here to reply to; {} goes to the next"), "annotation.next"),
                "warning",
            )
            return
        if not self.may_write():
            return
        self._reply_to(annotation)

    def _reply_to(self, annotation: Annotation) -> None:
        quote = f"{annotation.creator}: {annotation.comment or self.aim(annotation.target).words}"
        key = f"reply:{annotation.id}"
        self._edit(
            _("Reply"),
            short(quote),
            "",
            [key, "reply", annotation.id],
            lambda text: self.do(partial(self.workspace.reply, annotation.id, text), key),
        )

    def edit_comment(self) -> None:
        """Edit the comment of the annotation in hand."""
        annotation = self.mine()
        if annotation is not None:
            self._edit_comment(annotation)

    def _edit_comment(self, annotation: Annotation) -> None:
        key = f"edit:{annotation.id}"
        self._edit(
            _("Comment"),
            self.aim(annotation.target).words,
            annotation.comment,
            [key, "edit", annotation.id],
            lambda text: self.do(partial(self.workspace.edit_comment, annotation.id, text), key),
        )

    def _edit(self, title: str, quote: str, text: str, place: list[str], said: Callable[[str], Any]) -> None:
        """Open the editor; `place` is its draft's key and what the comment is about, noted until it is left."""
        from reader.tui.screens.editing import CommentEditor

        state = self.workspace.state

        def left(answer: str | None) -> None:
            state.set_last(_NOTED, [])
            if answer is not None and (answer.strip() or text):
                said(answer)

        editor = CommentEditor(title, quote, text, state, place[0])
        state.set_last(_NOTED, place)
        self.desk.app.push_screen(editor, left)


def _same(one: Target, other: Target) -> bool:
    return (one.fingerprint, one.level, one.ranges) == (other.fingerprint, other.level, other.ranges)


def _target(page: Page, noted: list[str]) -> Target | None:
    """Return the target that was noted, or None if it no longer fits the page."""
    level, ranges, article_id, measure = noted[3:7]
    spans = [span.partition("-") for span in ranges.split(",")]
    if level not in get_args(Level) or not all(
        start.isdecimal() and end.isdecimal() for start, _sep, end in spans
    ):
        return None
    whole = tuple((int(start), int(end)) for start, _sep, end in spans)
    article = page.article(article_id)
    return make_target(page, article, whole, cast("Level", level), measure=measure)
