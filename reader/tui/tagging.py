"""Tagging from the desk: the prompt, favourites, the same tags again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from reader.annotations import Target
from reader.config.language import _
from reader.tui.hand import Hand


class Tagging(Hand):
    """The desk's verbs for tags."""

    def ask_tags(self) -> None:
        """Ask for tags: for the annotation on a focused card, else for what is meant in the text."""
        from reader.tui.screens.tagging import Tagged, TagPrompt

        if self.desk.pane == "cards":
            self.edit_tags()
            return
        aims = self.aims()
        if not aims or not self.may_write():
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

        annotation = self.mine()
        if annotation is None:
            return
        names = [
            self.workspace.snapshot.tags[tag].name
            for tag in annotation.tags
            if tag in self.workspace.snapshot.tags
        ]

        def tagged(answer: Tagged | None) -> None:
            if answer is not None:
                self.do(partial(self.workspace.set_tags, annotation.id, answer.names))

        words = [self.aim(annotation.target).words]
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

    def favourites(self) -> str:
        """Return the favourite tags with their numbers, in words."""
        named = sorted((number, name) for name, number in self._numbers().items())
        return "  ".join(f"{number} {name}" for number, name in named) or _("no favourite tags yet")

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
        if aims and self.may_write():
            self._tag(aims[0].target, names)

    def _tag(self, target: Target, names: tuple[str, ...]) -> None:
        self.desk.last_tags = names
        if self.do(partial(self.workspace.tag, target, names)):
            self._number(names)
            self.desk.view.select_clear()
