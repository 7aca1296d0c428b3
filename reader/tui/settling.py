"""Annotations whose text has changed: those that moved are confirmed where they were found, those that are lost put anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.tui.guidance import by_keys, key_of
from reader.tui.hand import Hand

if TYPE_CHECKING:
    from reader.tui.screens.unsettled import Wish
    from reader.workspace.unsettled import Unsettled


class Settling(Hand):
    """The desk's verbs about moved and lost annotations."""

    def show(self, at: int = 0) -> None:
        """List them, those of the whole library; what is done to one leads back to the list."""
        from reader.workspace.unsettled import unsettled

        if not self.workspace.records_open:
            self.desk.say(_("the annotations are still being read"), "warning")
            return
        self.desk.background.submit(partial(unsettled, self.workspace), partial(self._show, at))

    def _show(self, at: int, found: list[Unsettled] | Exception) -> None:
        if isinstance(found, Exception):
            raise found
        from reader.tui.screens.unsettled import UnsettledList

        def chosen(wish: Wish | None) -> None:
            if wish is not None:
                self._carry_out(found, wish)

        self.desk.app.push_screen(UnsettledList(found, self.workspace.creator, at), chosen)

    def _carry_out(self, found: Sequence[Unsettled], wish: Wish) -> None:
        item = found[wish.index]
        if wish.what == "go":
            self._go(item)
        elif wish.what == "all":
            self._confirm(found, 0)
        elif wish.what == "delete":
            if self._own(item) and self.do(partial(self.workspace.delete, item.annotation.id)):
                self.show(wish.index)
        elif item.status == "moved":
            self._confirm([item], wish.index)
        else:
            self._put(item, wish.index)

    def _confirm(self, items: Sequence[Unsettled], at: int) -> None:
        from reader.workspace.unsettled import settle

        if self.may_write() and self.do(partial(settle, self.workspace, items)):
            self.show(at)

    def _put(self, item: Unsettled, at: int) -> None:
        """Put a lost annotation on what is selected."""
        whole, selected = self.desk.whole, self.desk.view.selection_span()
        if whole is None or selected is None:
            words = _(
                "nothing is selected: Enter in the list leads to the text, where its words are selected"
            )
            self.desk.say(words, "warning")
            return
        target = self.workspace.target_span(*whole.span(*selected))
        if self._own(item) and self.do(partial(self.workspace.retarget, item.annotation.id, target)):
            self.desk.view.select_clear()
            self.show(at)

    def _own(self, item: Unsettled) -> bool:
        """Return whether an annotation may be changed, else say why not."""
        if self.workspace.mine(item.annotation):
            return self.may_write()
        words = _("this is {}'s; {} replies")
        self.desk.say(words.format(item.annotation.creator, key_of("comment.reply")), "warning")
        return False

    def _go(self, item: Unsettled) -> None:
        """Go to where an annotation is now; with a lost one in hand to the page it was on."""
        if item.file is None:
            self.desk.say(_("{} is not among the open files").format(item.where), "warning")
            return
        leaf = self.desk.shelf.tree.leaf(item.file.key, item.number)
        articles = leaf.page.articles if leaf is not None and leaf.page is not None else ()
        wanted = item.article_id or next((each.id for each in articles if each.title == item.article), "")
        wanted = wanted or next((each.id for each in articles), "")
        key = f"{item.file.key}\n{item.number}\n{wanted}"
        self.desk.focus_pane("article")
        self.desk.travel.go_to(key, then=partial(self._there, item))

    def _there(self, item: Unsettled) -> None:
        placed = self.desk.travel.following.placed()
        spans = next((one.location.spans for one in placed if one.annotation.id == item.annotation.id), ())
        if spans:
            self.desk.view.jump(spans[0][:2])
        if item.status == "moved":
            self.desk.say(by_keys(_("it was found here; {} lists it, to be confirmed"), "moved.open"))
        elif self.workspace.mine(item.annotation):
            self.desk.bounds.take(item.annotation)

    # -- pages that changed while they are open

    def tell(self, label: str, moved: int, lost: int) -> None:
        """Say that an open file has changed, and what that did to its annotations."""
        words = [_("{} has changed").format(label)]
        if moved:
            words.append(ngettext("{} annotation moved", "{} annotations moved", moved).format(moved))
        if lost:
            words.append(ngettext("{} annotation not found", "{} annotations not found", lost).format(lost))
        if moved or lost:
            words.append(by_keys(_("{} lists them"), "moved.open"))
        self.desk.announce(_("; ").join(words))
