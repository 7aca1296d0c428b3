"""Any sequence of changes, undos, redos and reopenings, by two people in two processes' handles, equals a plain model."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reader.annotations import Annotation, Link
from reader.repository import Receipt, Repository, RepositoryError, Snapshot, TableName
from tests.repository.records import annotation, change, link, write

people = st.sampled_from(["王", "李"])
BLANKS: list[Annotation | Link] = [annotation(""), annotation(""), link(), link()]
TABLES: list[TableName] = ["annotations", "annotations", "links", "links"]
# For each of some slots: whether its record goes; else it comes, or changes.
edits = st.dictionaries(st.integers(0, len(BLANKS) - 1), st.booleans(), min_size=1, max_size=3)


@dataclass
class Step:
    """A change in the plain model: values of slots before and after; a value is never used twice."""

    creator: str
    before: dict[int, str | None]
    after: dict[int, str | None]


class Machine(RuleBasedStateMachine):
    """A repository of annotations and links opened twice, and a dictionary with two stacks a person."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "annotations.json"
        self.handles = [Repository(self.path), Repository(self.path)]
        self.values: dict[int, str | None] = dict.fromkeys(range(len(BLANKS)))
        self.done: dict[str, list[Step]] = {"王": [], "李": []}
        self.undone: dict[str, list[Step]] = {"王": [], "李": []}
        self.count = 0

    def teardown(self) -> None:
        for handle in self.handles:
            handle.close()
        shutil.rmtree(self.folder)

    def record(self, slot: int) -> Annotation | Link | None:
        value = self.values[slot]
        return None if value is None else replace(BLANKS[slot], comment=value)

    def check(self, snapshot: Snapshot) -> None:
        expected = {
            BLANKS[slot].id: self.record(slot) for slot in self.values if self.values[slot] is not None
        }
        assert {**snapshot.annotations, **snapshot.links} == expected

    @rule(handle=st.integers(0, 1), creator=people, slots=edits)
    def commit(self, handle: int, creator: str, slots: dict[int, bool]) -> None:
        self.count += 1
        before = {slot: self.values[slot] for slot in slots}
        after = {
            slot: None if gone and self.values[slot] is not None else f"{self.count}"
            for slot, gone in slots.items()
        }
        old = {slot: self.record(slot) for slot in slots}
        self.values.update(after)
        writes = [write(TABLES[slot], old[slot], self.record(slot)) for slot in slots]
        self.check(self.handles[handle].commit(change(*writes, creator=creator)).snapshot)
        self.done[creator].append(Step(creator, before, after))
        self.undone[creator] = []

    @rule(handle=st.integers(0, 1), creator=people, slot=st.integers(0, len(BLANKS) - 1))
    def commit_from_the_wrong_state(self, handle: int, creator: str, slot: int) -> None:
        wrong = replace(BLANKS[slot], comment="never there")
        try:
            self.handles[handle].commit(
                change(write(TABLES[slot], wrong, replace(wrong, comment="x")), creator=creator)
            )
        except RepositoryError as error:
            assert error.code == "conflict"
        else:
            raise AssertionError("a conflict passed")

    @rule(handle=st.integers(0, 1), creator=people)
    def undo(self, handle: int, creator: str) -> None:
        step = self.done[creator][-1] if self.done[creator] else None
        receipt = self.attempt("undo", handle, creator, step.after if step else None)
        if receipt and step:
            self.values.update(step.before)
            self.undone[creator].append(self.done[creator].pop())
            self.check(receipt.snapshot)

    @rule(handle=st.integers(0, 1), creator=people)
    def redo(self, handle: int, creator: str) -> None:
        step = self.undone[creator][-1] if self.undone[creator] else None
        receipt = self.attempt("redo", handle, creator, step.before if step else None)
        if receipt and step:
            self.values.update(step.after)
            self.done[creator].append(self.undone[creator].pop())
            self.check(receipt.snapshot)

    def attempt(
        self, verb: str, handle: int, creator: str, needed: dict[int, str | None] | None
    ) -> Receipt | None:
        """Undo or redo, and check that it is refused just when the model says so."""
        repository = self.handles[handle]
        try:
            receipt = repository.undo(creator) if verb == "undo" else repository.redo(creator)
        except RepositoryError as error:
            if needed is None:
                assert error.code == f"nothing_to_{verb}"
            else:
                assert error.code == "undo_blocked"
                assert error.params["by"] != creator
                assert any(self.values[slot] != value for slot, value in needed.items())
            return None
        assert needed is not None
        assert all(self.values[slot] == value for slot, value in needed.items())
        assert receipt.kind == verb
        return receipt

    @rule(handle=st.integers(0, 1))
    def reopen(self, handle: int) -> None:
        self.handles[handle].close()
        self.handles[handle] = Repository(self.path)

    @invariant()
    def both_see_the_same(self) -> None:
        for handle in self.handles:
            handle.refresh()
            self.check(handle.load())


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=100, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
