"""Annotating from the desk: what a key means for the selection, measure, article or card in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Level, Target
from reader.config.language import _
from reader.config.wording import sentence_of
from reader.tui.phrases import done
from reader.tui.widgets.entries import clip
from reader.workspace import WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

_QUOTE_CELLS = 60


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that can be annotated, and what the prompt calls it."""

    target: Target
    words: str


class Marking:
    """The desk's annotating verbs."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk = desk
        self.workspace = desk.workspace

    # -- what is meant

    def aims(self) -> list[Aim]:
        """Return what could be meant, the nearest first: selection, measure, article."""
        ref, view = self.desk.ref, self.desk.view
        if ref is None or ref.article is None:
            return []
        found: list[Aim] = []
        span = view.selection_span()
        if span is not None:
            found.append(self._aim(self.workspace.target_span(ref.page, ref.article, *span)))
        measure = view.measure_at()
        if measure is not None:
            found.append(self._aim(self.workspace.target_measure(ref.page, ref.article, measure)))
        found.append(self._aim(self.workspace.target_article(ref.page, ref.article)))
        return found

    def _aim(self, target: Target) -> Aim:
        words: dict[Level, str] = {
            "span": _("The selection: {}").format(clip(" ".join(target.exact.split()), _QUOTE_CELLS)),
            "measure": _("The measure: {}").format(clip(" ".join(target.exact.split()), _QUOTE_CELLS)),
            "article": _("The article: {}").format(
                clip(target.title or " ".join(target.exact.split()), _QUOTE_CELLS)
            ),
        }
        return Aim(target, words.get(target.level, target.exact))

    def in_hand(self) -> Annotation | None:
        """Return the annotation of the focused card, else the one under the cursor."""
        return self.desk.annotation_in_hand()

    # -- tags

    def ask_tags(self) -> None:
        """Ask for tags: for the annotation on a focused card, else for what is meant in the text."""
        from reader.tui.screens.tagging import Tagged, TagPrompt

        if self.desk.pane == "cards":
            self.edit_tags()
            return
        aims = self.aims()
        if not aims or not self._may_write():
            return

        def tagged(answer: Tagged | None) -> None:
            if answer is not None and answer.names:
                self._tag(aims[answer.target].target, answer.names)

        words = [aim.words for aim in aims]
        prompt = TagPrompt(words, self.workspace.tag_names(), numbers=self._numbers())
        self.desk.app.push_screen(prompt, tagged)

    def edit_tags(self) -> None:
        """Change the tags of the annotation in hand."""
        from reader.tui.screens.tagging import Tagged, TagPrompt

        annotation = self._mine()
        if annotation is None:
            return
        names = [
            self.workspace.snapshot.tags[tag].name
            for tag in annotation.tags
            if tag in self.workspace.snapshot.tags
        ]

        def tagged(answer: Tagged | None) -> None:
            if answer is not None:
                self._do(partial(self.workspace.set_tags, annotation.id, answer.names))

        words = [self._aim(annotation.target).words]
        prompt = TagPrompt(words, self.workspace.tag_names(), taken=names, numbers=self._numbers())
        self.desk.app.push_screen(prompt, tagged)

    def _numbers(self) -> dict[str, int]:
        """Return the numbers of favourite tags, by name."""
        named = ((self.workspace.state.favourite(number), number) for number in range(1, 10))
        return {name: number for name, number in named if name}

    def _number(self, names: Iterable[str]) -> None:
        """Give tags their numbers when they are first used, as long as there are any left: they never shift."""
        from reader.workspace.changes import clean_name

        known = self._numbers()
        free = [number for number in range(1, 10) if number not in known.values()]
        for name, number in zip(
            [name for name in map(clean_name, names) if name not in known], free, strict=False
        ):
            self.workspace.state.set_favourite(number, name)

    def favourite(self, number: int) -> None:
        """Put on the tag of a number."""
        name = self.workspace.state.favourite(number)
        if not name:
            self.desk.say(_("there is no tag number {} yet; t makes tags").format(number), "warning")
            return
        self._tag_nearest((name,))

    def again(self) -> None:
        """Put on the tags that were put on last."""
        names = self.desk.last_tags or tuple(self.workspace.state.last("tags")[:1])
        if not names:
            self.desk.say(_("nothing was tagged yet; t tags"), "warning")
            return
        self._tag_nearest(names)

    def _tag_nearest(self, names: tuple[str, ...]) -> None:
        if self.desk.pane == "cards":
            self.desk.say(_("go to the text to tag"), "warning")
            return
        aims = self.aims()
        if aims and self._may_write():
            self._tag(aims[0].target, names)

    def _tag(self, target: Target, names: tuple[str, ...]) -> None:
        self.desk.last_tags = names
        if self._do(partial(self.workspace.tag, target, names)):
            self._number(names)
            self.desk.view.select_clear()

    # -- comments

    def ask_comment(self) -> None:
        """Ask for a comment on what is meant; an own comment that is there is edited."""
        if self.desk.pane == "cards":
            self.edit_comment()
            return
        aims = self.aims()
        if not aims or not self._may_write():
            return
        aim = aims[0]
        for annotation in self.workspace.snapshot.annotations.values():
            same = (
                annotation.target.ranges == aim.target.ranges and annotation.target.level == aim.target.level
            )
            same = same and annotation.target.fingerprint == aim.target.fingerprint
            same = same and not annotation.deleted and not annotation.reply_to
            if same and annotation.comment and self.workspace.mine(annotation):
                self._edit_comment(annotation)
                return
        ranges = ",".join(f"{start}-{end}" for start, end in aim.target.ranges)
        key = f"new:{aim.target.fingerprint[:12]}:{ranges}"

        def said(text: str) -> None:
            if self._do(partial(self.workspace.comment, aim.target, text), key):
                self.desk.view.select_clear()

        self._edit(_("Comment"), aim.words, "", key, said)

    def ask_reply(self) -> None:
        """Ask for an answer to the annotation in hand."""
        annotation = self.in_hand()
        if annotation is None:
            self.desk.say(_("no annotation here to reply to; ]a goes to the next"), "warning")
            return
        if not self._may_write():
            return
        quote = f"{annotation.creator}: {annotation.comment or self._aim(annotation.target).words}"
        key = f"reply:{annotation.id}"
        self._edit(
            _("Reply"),
            clip(" ".join(quote.split()), _QUOTE_CELLS),
            "",
            key,
            lambda text: self._do(partial(self.workspace.reply, annotation.id, text), key),
        )

    def edit(self) -> None:
        """Edit the annotation in hand: its comment, or its tags where it has no comment."""
        annotation = self.in_hand()
        if annotation is not None and annotation.tags and not annotation.comment:
            self.edit_tags()
        else:
            self.edit_comment()

    def edit_comment(self) -> None:
        """Edit the comment of the annotation in hand."""
        annotation = self._mine()
        if annotation is not None:
            self._edit_comment(annotation)

    def _edit_comment(self, annotation: Annotation) -> None:
        key = f"edit:{annotation.id}"
        self._edit(
            _("Comment"),
            self._aim(annotation.target).words,
            annotation.comment,
            key,
            lambda text: self._do(partial(self.workspace.edit_comment, annotation.id, text), key),
        )

    def _edit(self, title: str, quote: str, text: str, key: str, said: Callable[[str], Any]) -> None:
        from reader.tui.screens.editing import CommentEditor

        def left(answer: str | None) -> None:
            if answer is None:
                return
            if answer.strip() or text:
                said(answer)

        self.desk.app.push_screen(CommentEditor(title, quote, text, self.workspace.state, key), left)

    # -- cards, undo

    def delete(self) -> None:
        """Delete the annotation in hand."""
        annotation = self._mine()
        if annotation is not None:
            self._do(partial(self.workspace.delete, annotation.id))

    def resolve(self) -> None:
        """Mark the annotation in hand as dealt with, or not."""
        annotation = self.in_hand()
        if annotation is not None and self._may_write():
            self._do(partial(self.workspace.resolve, annotation.id, not annotation.resolved))

    def undo(self) -> None:
        """Take the last change back."""
        self._do(self.workspace.undo, words=_("took back: {}"))

    def redo(self) -> None:
        """Make it again."""
        self._do(self.workspace.redo, words=_("made again: {}"))

    # -- within

    def _mine(self) -> Annotation | None:
        annotation = self.in_hand()
        if annotation is None:
            self.desk.say(_("no annotation here; t tags, c comments"), "warning")
            return None
        if not self.workspace.mine(annotation):
            self.desk.say(_("this is {}'s; r replies").format(annotation.creator), "warning")
            return None
        return annotation if self._may_write() else None

    def _may_write(self) -> bool:
        if self.workspace.writable:
            return True
        self.desk.complain(WorkspaceError("not_writable", path=str(self.workspace.database)))
        return False

    def _do(self, wish: Callable[[], Future[Any]], draft: str = "", words: str = "{}") -> bool:
        """Have a wish carried out; show it at once, say when it is saved, drop its draft then."""
        try:
            future = wish()
        except Exception as error:
            if sentence_of(error) is None:
                raise
            self.desk.complain(error)
            return False
        self.desk.records_changed()
        future.add_done_callback(
            lambda settled: self.desk.from_thread(partial(self._settled, settled, draft, words))
        )
        return True

    def _settled(self, future: Future[Any], draft: str, words: str) -> None:
        self.desk.records_changed()
        error = future.exception()
        if error is not None:
            self.desk.complain(error)
            return
        receipt = future.result()
        if draft:
            self.workspace.state.set_draft(draft, "")
            self.workspace.state.save()
        if receipt is not None:
            self.desk.say(words.format(done(receipt.label.code, receipt.label.params)))
