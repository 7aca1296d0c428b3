"""Keeping the tags in order, on the screen that lists them: each thing done is one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.records import COLORS
from reader.config.language import _, ngettext
from reader.tui.guidance import by_keys
from reader.tui.hand import Hand

if TYPE_CHECKING:
    from reader.tui.screens.tags import TagScreen
    from reader.workspace.vocabulary import TagUse


class Keeping(Hand):
    """The verbs of the screen of tags; they work while it is open."""

    @property
    def screen(self) -> TagScreen | None:
        """The screen, if it is open."""
        from reader.tui.screens.tags import TagScreen

        return next((item for item in self.desk.app.screen_stack if isinstance(item, TagScreen)), None)

    def open(self) -> None:
        """Show all tags."""
        from reader.tui.screens.tags import TagScreen

        self.desk.app.push_screen(TagScreen(self.desk))

    def leave(self) -> None:
        """Go back to the desk."""
        if self.screen is not None:
            self.screen.dismiss(None)

    def rename(self) -> None:
        """Ask for another name for the tag or group under the cursor."""
        name = self._named()
        if name:
            words = _("Another name; what is in the group moves along")
            self._ask(words, name, lambda to: self._rename(name, to))

    def _rename(self, name: str, to: str) -> None:
        if to.strip() and self.do(partial(self.workspace.vocabulary.rename, name, to)):
            self._go_to(to)

    def move(self) -> None:
        """Ask for the group the tag or group under the cursor is to be in."""
        name = self._named()
        if name:
            group = name.rpartition("/")[0]
            self._ask(_("The group it is to be in; empty: none"), group, lambda to: self._move(name, to))

    def _move(self, name: str, group: str) -> None:
        if self.do(partial(self.workspace.vocabulary.move, name, group)):
            self._go_to("/".join(filter(None, (group, name.rpartition("/")[2]))))

    def describe(self) -> None:
        """Ask when the tag under the cursor is to be put on."""
        use = self._held()
        if use is not None:
            tag = use.tag
            done = partial(self.workspace.vocabulary.describe, tag.id)
            self._ask(_("When to put it on"), tag.description, lambda text: self.do(partial(done, text)))

    def recolor(self, step: int) -> None:
        """Give the tag under the cursor another colour."""
        use = self._held()
        if use is not None:
            color = (use.tag.color + step) % COLORS
            self.do(partial(self.workspace.vocabulary.recolor, use.tag.id, color))

    def merge(self) -> None:
        """Ask which tag is to be where the one under the cursor is."""
        from reader.tui.screens.tagging import Question, Tagged, TagPrompt

        use = self._held()
        if use is None:
            return
        others = [each.tag for each in self.workspace.vocabulary.by_use() if each.tag.id != use.tag.id]

        def chosen(answer: Tagged | None) -> None:
            into = next((tag for tag in others if answer and answer.names[:1] == (tag.name,)), None)
            if answer is not None and answer.names and into is None:
                self.desk.front.say(by_keys(_("there is no such tag; {} renames"), "tags.rename"), "warning")
            if into is not None and self.do(partial(self.workspace.vocabulary.merge, use.tag.id, into.id)):
                self._go_to(into.name)

        words = _("Put where “{}” is:").format(use.tag.name)
        self.desk.app.push_screen(TagPrompt(Question([words], others)), chosen)

    def delete(self) -> None:
        """Delete the tag under the cursor, asking first if it is on anything."""
        use = self._held()
        if use is None:
            return
        if not use.uses:
            self._delete(use, True)
            return
        from reader.tui.screens.prompts import Confirm

        words = ngettext(
            "Delete “{}”? It is on {} annotation; without anything else to say that goes too.",
            "Delete “{}”? It is on {} annotations; those without anything else to say go too.",
            use.uses,
        )
        question = Confirm(words.format(use.tag.name, use.uses), _("delete it"), _("keep it"))
        self.desk.app.push_screen(question, lambda yes: self._delete(use, bool(yes)))

    def _delete(self, use: TagUse, yes: bool) -> None:
        if yes:
            self.do(partial(self.workspace.vocabulary.delete, use.tag.id))

    # -- within

    def _named(self) -> str:
        """Return the name of the tag or group under the cursor, if it may be changed."""
        screen = self.screen
        return screen.name_held if screen is not None and screen.name_held and self.may_write() else ""

    def _held(self) -> TagUse | None:
        """Return the tag under the cursor if it may be changed, else say why not."""
        name = self._named()
        uses: Sequence[TagUse] = self.workspace.vocabulary.by_use()
        use = next((each for each in uses if each.tag.name == name), None)
        if name and use is None:
            self.desk.front.say(
                by_keys(
                    _("this is a group only, no tag; {} renames it, {} moves it"), "tags.rename", "tags.move"
                ),
                "warning",
            )
        return use

    def _go_to(self, name: str) -> None:
        if self.screen is not None:
            self.screen.go_to(name)

    def _ask(self, title: str, value: str, answered: Callable[[str], object]) -> None:
        from reader.tui.screens.prompts import LinePrompt

        def asked(text: str | None) -> None:
            if text is not None:
                answered(text)

        self.desk.app.push_screen(LinePrompt(title, _("Enter save   Esc leave"), value), asked)
