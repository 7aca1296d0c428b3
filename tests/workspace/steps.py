"""What state machines of a workspace share: a page with three targets, undo, redo and opening again."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, rule

from reader.annotations import Target
from reader.repository import RepositoryError
from reader.workspace import Workspace
from tests.annotations.pages import ROWS


class Steps(RuleBasedStateMachine):
    """A person with an article and two measures; `model` is what should be, `done` and `undone` what was."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        (self.folder / "页.txt").write_text(ROWS, "utf-8")
        self.model = model
        self.done: list[Any] = []
        self.undone: list[Any] = []
        self.open()

    def open(self) -> None:
        self.workspace = Workspace.open([self.folder], creator="me")
        self.page = self.workspace.pages(self.workspace.files[0])[0]
        article = self.page.articles[0]
        self.targets: list[Target] = [
            self.workspace.target_article(self.page, article),
            *(self.workspace.target_measure(self.page, article, measure) for measure in article.measures),
        ]

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

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder)
