"""Any sequence of what people do equals a plain model, also after closing and opening again."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reader.annotations import Target
from reader.repository import RepositoryError
from reader.workspace import Workspace
from tests.annotations.pages import ROWS

Said = tuple[tuple[str, ...], str]
"""Tags and comment of an annotation."""
Model = dict[int, Said]

numbers = st.integers(0, 2)
names = st.sampled_from(["甲", "乙", "丙"])


class Reading(RuleBasedStateMachine):
    """A person with three targets; the model is a dictionary and two stacks of dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        (self.folder / "页.txt").write_text(ROWS, "utf-8")
        self.model: Model = {}
        self.undone: list[Model] = []
        self.done: list[Model] = []
        self.open()

    def open(self) -> None:
        self.workspace = Workspace.open([self.folder], creator="me")
        self.page = self.workspace.pages(self.workspace.files[0])[0]
        article = self.page.articles[0]
        self.targets: list[Target] = [
            self.workspace.target_article(self.page, article),
            *(self.workspace.target_measure(self.page, article, measure) for measure in article.measures),
        ]

    def change(self, number: int, said: Said) -> None:
        if self.model.get(number) == said:
            return
        self.done.append(dict(self.model))
        self.undone.clear()
        self.model[number] = said
        if said == ((), ""):
            del self.model[number]

    def identifier(self, number: int) -> str | None:
        for item in self.workspace.placed(self.page):
            if item.annotation.target.ranges == self.targets[number].ranges:
                return item.annotation.id
        return None

    @rule(number=numbers, name=names)
    def tag(self, number: int, name: str) -> None:
        self.workspace.tag(self.targets[number], [name]).result()
        tags, comment = self.model.get(number, ((), ""))
        self.change(number, (tuple(dict.fromkeys((*tags, name))), comment))

    @rule(number=numbers, text=names)
    def comment(self, number: int, text: str) -> None:
        self.workspace.comment(self.targets[number], text).result()
        tags, comment = self.model.get(number, ((), ""))
        self.change(number, (tags, f"{comment}\n\n{text}" if comment else text))

    @rule(number=numbers, text=st.sampled_from(["改", ""]))
    def edit(self, number: int, text: str) -> None:
        identifier = self.identifier(number)
        if identifier is not None:
            self.workspace.edit_comment(identifier, text).result()
            self.change(number, (self.model[number][0], text))

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        identifier = self.identifier(number)
        if identifier is not None:
            self.workspace.delete(identifier).result()
            self.change(number, ((), ""))

    @rule()
    def undo(self) -> None:
        try:
            self.workspace.undo().result()
        except RepositoryError as error:
            assert (error.code, self.done) == ("nothing_to_undo", [])
            return
        self.undone.append(self.model)
        self.model = self.done.pop()

    @rule()
    def redo(self) -> None:
        try:
            self.workspace.redo().result()
        except RepositoryError as error:
            assert (error.code, self.undone) == ("nothing_to_redo", [])
            return
        self.done.append(self.model)
        self.model = self.undone.pop()

    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.open()

    @invariant()
    def shows_what_the_model_says(self) -> None:
        tags = {tag.id: tag.name for tag in self.workspace.snapshot.tags.values()}
        ranges = [target.ranges for target in self.targets]
        shown = {
            ranges.index(item.annotation.target.ranges): (
                tuple(tags[tag] for tag in item.annotation.tags),
                item.annotation.comment,
            )
            for item in self.workspace.placed(self.page)
        }
        assert shown == self.model

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder)


TestReading = Reading.TestCase
TestReading.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
