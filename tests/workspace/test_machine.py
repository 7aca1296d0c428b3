"""Any sequence of what people do equals a plain model, also after closing and opening again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from reader.workspace import WorkspaceError
from tests.workspace.steps import Steps

Said = tuple[tuple[str, ...], str]
"""Tags and comment of an annotation."""
Model = dict[int, Said]

numbers = st.integers(0, 2)
names = st.sampled_from(["甲", "乙", "丙"])


class Reading(Steps):
    """A person with three targets; the model is a dictionary and two stacks of dictionaries."""

    model: Model

    def __init__(self) -> None:
        super().__init__({})

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

    @rule(number=numbers, to=numbers)
    def retarget(self, number: int, to: int) -> None:
        identifier = self.identifier(number)
        if identifier is None:
            return
        if to in self.model and to != number:
            with pytest.raises(WorkspaceError, match="target_taken"):
                self.workspace.retarget(identifier, self.targets[to])
            return
        self.workspace.retarget(identifier, self.targets[to]).result()
        if to != number:
            self.done.append(dict(self.model))
            self.undone.clear()
            self.model[to] = self.model.pop(number)
            assert self.identifier(to) == identifier

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


TestReading = Reading.TestCase
TestReading.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
