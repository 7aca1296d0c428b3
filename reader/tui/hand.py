"""What a key means for the selection, measure, article or card in hand, and how wishes are carried out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Level, Target
from reader.config.language import _
from reader.config.wording import sentence_of
from reader.tui.guidance import by_keys, key_of
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


def short(text: str) -> str:
    """Return a text as one row, cut to what a prompt has room for."""
    return clip(" ".join(text.split()), _QUOTE_CELLS)


class Hand:
    """What the desk's annotating verbs share."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk = desk
        self.workspace = desk.workspace

    # -- what is meant

    def aims(self) -> list[Aim]:
        """Return what could be meant, the nearest first: selection, measure, article."""
        whole, view = self.desk.whole, self.desk.view
        if whole is None or whole.document is None:
            return []
        found: list[Target] = []
        selected = view.selection_span()
        if selected is not None:
            found.append(self.workspace.target_span(*whole.span(*selected)))
        held = whole.measure(view.caret)
        if held is not None:
            found.append(self.workspace.target_measure(*held))
        found.append(self.workspace.target_article(whole.refs[0].page, whole.articles[0]))
        aims = [self.aim(target if target.title else replace(target, title=whole.title)) for target in found]
        if len(whole.refs) > 1:
            words = _("The whole article, on its first half: {}").format(short(whole.name))
            aims[-1] = replace(aims[-1], words=words)
        return aims

    def aim(self, target: Target) -> Aim:
        """Return a target with what the prompt calls it."""
        words: dict[Level, str] = {
            "span": _("The selection: {}").format(short(target.exact)),
            "measure": _("The measure: {}").format(short(target.exact)),
            "article": _("The article: {}").format(short(target.title or target.exact)),
        }
        return Aim(target, words.get(target.level, target.exact))

    def in_hand(self) -> Annotation | None:
        """Return the annotation of the focused card, else the one under the cursor."""
        return self.desk.annotation_in_hand()

    # -- within

    def mine(self) -> Annotation | None:
        """Return the annotation in hand if it may be changed, else say why not."""
        annotation = self.in_hand()
        if annotation is None:
            self.desk.say(
                by_keys(_("no annotation here; {} tags, {} comments"), "tag.add", "comment.add"), "warning"
            )
            return None
        if not self.workspace.mine(annotation):
            self.desk.say(
                _("this is {}'s; {} replies").format(annotation.creator, key_of("comment.reply")), "warning"
            )
            return None
        return annotation if self.may_write() else None

    def may_write(self) -> bool:
        """Return whether anything can be saved, else say why not."""
        if self.workspace.writable:
            return True
        self.desk.front.complain(WorkspaceError("not_writable", path=str(self.workspace.database)))
        return False

    def do(
        self, wish: Callable[[], Future[Any]], draft: str = "", words: str = "{}", *, signed: bool = True
    ) -> bool:
        """Have a wish carried out; show it at once, say when it is saved, drop its draft then.

        What is `signed` waits until the reader's name is known: it is asked for before the first time.
        """
        if signed and self.workspace.nameless:
            self.desk.preferences.ask_creator(partial(self.do, wish, draft, words))
            return True
        try:
            future = wish()
        except Exception as error:
            if sentence_of(error) is None:
                raise
            self.desk.front.complain(error)
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
            self.desk.front.complain(error)
            if draft:
                why = sentence_of(error) or str(error)
                self.desk.say(
                    _("{}; your text is kept: {} brings it back").format(why, key_of("comment.add")), "error"
                )
            return
        receipt = future.result()
        if draft:
            self.workspace.state.set_draft(draft, "")
            self.workspace.state.save()
        if receipt is not None:
            self.desk.front.say(words.format(done(receipt.label.code, receipt.label.params)))
