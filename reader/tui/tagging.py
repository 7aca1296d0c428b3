"""Tagging from the desk: the prompt, favourites, the same tags again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.geometry import Region

from reader.annotations import Target
from reader.config.language import _
from reader.tui.favourites import Favourites
from reader.tui.guidance import by_keys, key_of
from reader.tui.hand import Hand

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.tagging import Tagged, TagPrompt


class Tagging(Hand):
    """The desk's verbs for tags."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__(desk)
        self.favourites = Favourites(desk.workspace)
        self._asked: TagPrompt | None = None

    def ask_tags(self) -> None:
        """Ask for tags: for the annotation on a focused card, else for what is meant in the text."""
        if self.desk.pane == "cards":
            self.edit_tags()
            return
        aims = self.aims()
        if not aims or not self.may_write():
            return

        def tagged(answer: Tagged | None) -> None:
            if answer is not None and answer.names:
                self._tag(aims[answer.target].target, answer.names)

        prompt = self._prompt([aim.words for aim in aims])
        self.desk.app.push_screen(prompt, tagged)
        self._suggest(prompt, [aim.target for aim in aims])

    def ask_about(self, words: str, answered: Callable[[Tagged | None], None]) -> None:
        """Ask for tags for something that is called so."""
        self.desk.app.push_screen(self._prompt([words]), answered)

    def edit_tags(self) -> None:
        """Change the tags of the annotation in hand."""
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

        prompt = self._prompt([self.aim(annotation.target).words], names)
        self.desk.app.push_screen(prompt, tagged)
        self._suggest(prompt, [annotation.target], annotation.tags)

    def _suggest(self, prompt: TagPrompt, targets: Sequence[Target], taken: Collection[str] = ()) -> None:
        """Have suggestions put into a prompt once it is drawn and they are found; `taken` are tags' ids."""
        question = prompt.question

        def work() -> list[list[tuple[str, float]]]:
            found = (self.workspace.suggesting.suggest(target, without=taken) for target in targets)
            return [[(item.tag.name, item.confidence) for item in each] for each in found]

        def then(offers: list[list[tuple[str, float]]] | Exception) -> None:
            if isinstance(offers, Exception):
                raise offers
            if any(offers):
                prompt.offer(question, offers)

        self.desk.call_after_refresh(self.desk.background.submit, work, then)

    def _prompt(self, targets: Sequence[str], taken: Sequence[str] = ()) -> TagPrompt:
        from reader.tui.screens.tagging import Question, TagPrompt

        vocabulary = self.workspace.vocabulary
        question = Question(
            targets,
            [use.tag for use in vocabulary.by_use()],
            taken=taken,
            numbers=self.favourites.numbers(),
            fresh=vocabulary.fresh_color(),
            near=lambda: self.desk.view.caret_row if self.desk.front is self.desk else Region(),
        )
        if self._asked is None:
            self._asked = TagPrompt(question)
            self.desk.app.install_screen(self._asked, "tag-prompt")
        else:
            self._asked.ask_again(question)
        return self._asked

    def follow_names(self) -> None:
        """Have favourites and the tags put on last follow tags that were renamed or deleted."""
        changed = self.favourites.follow()
        if changed:
            last = (changed.get(name, name) for name in self.desk.last_tags)
            self.desk.last_tags = tuple(name for name in last if name)
            known = self.workspace.state.last("tags")
            self.workspace.state.set_last("tags", [changed.get(name, name) or name for name in known])

    def favourite(self, number: int) -> None:
        """Put on the tag of a number."""
        name = self._favourite(number)
        if name:
            self._tag_nearest((name,))

    def favourite_next(self, number: int) -> None:
        """Put the tag of a number on the selection, else on the whole article, and open the next untagged proposal."""
        name, aims = self._favourite(number), self.aims()
        if not name or not aims or not self.may_write():
            return
        aim = aims[0] if aims[0].target.level == "span" else aims[-1]
        if self._tag(aim.target, (name,)):
            self.desk.stepping.to_article("untagged", 1)

    def _favourite(self, number: int) -> str:
        """Return the tag of a number, else say that there is none."""
        name = self.favourites.name(number)
        if not name:
            self.desk.say(
                _("there is no tag number {} yet; {} makes tags").format(number, key_of("tag.add")), "warning"
            )
        return name

    def again(self) -> None:
        """Put on the tags that were put on last."""
        names = self.desk.last_tags or tuple(self.workspace.state.last("tags")[:1])
        if not names:
            self.desk.say(by_keys(_("nothing was tagged yet; {} tags"), "tag.add"), "warning")
            return
        self._tag_nearest(names)

    def _tag_nearest(self, names: tuple[str, ...]) -> None:
        if self.desk.pane == "cards":
            self.desk.say(_("go to the text to tag"), "warning")
            return
        aims = self.aims()
        if aims and self.may_write():
            self._tag(aims[0].target, names)

    def _tag(self, target: Target, names: tuple[str, ...]) -> bool:
        self.desk.last_tags = names
        if not self.do(partial(self.workspace.tag, target, names)):
            return False
        self.favourites.add(names)
        self.desk.view.select_clear()
        return True
