"""A desk to test: the application over a copy of our small folder, with a home of its own, driven by Pilot."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import cast

from textual.pilot import Pilot

from reader.tui.app import XianceApp
from reader.tui.outline import Ref
from reader.tui.screens.desk import Desk
from reader.tui.widgets.lines import Line
from reader.workspace import Workspace

PAGES = Path(__file__).parent / "pages"
PATIENCE = 90
"""Seconds to wait for something before a test says that it never came true."""


class Stage:
    """The running application and shorthands to look at it."""

    def __init__(self, pilot: Pilot[int], workspace: Workspace) -> None:
        """Take the pilot."""
        self.pilot, self.workspace = pilot, workspace

    @property
    def app(self) -> XianceApp:
        """The application."""
        return cast("XianceApp", self.pilot.app)

    @property
    def desk(self) -> Desk:
        """The desk."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Desk))

    @property
    def title(self) -> str:
        """The title of the open article."""
        ref = self.desk.ref
        return ref.article.title if ref and ref.article else ""

    @property
    def pane(self) -> str:
        """The pane that has the focus."""
        return self.desk.pane

    @property
    def message(self) -> str:
        """What the message line says."""
        return self.desk.query_one("#message", Line).left

    @property
    def header(self) -> str:
        """What the header says."""
        line = self.desk.query_one("#header", Line)
        return f"{line.left}  {line.right}"

    @property
    def over(self) -> str:
        """The name of the screen over the desk; empty if there is none."""
        return "" if self.app.screen is self.desk else type(self.app.screen).__name__

    def ref(self, number: int) -> Ref:
        """Return an article by its number in the library, from 0."""
        spot = list(self.desk.shelf.spots())[number]
        return Ref.of(spot, self.workspace.pages(spot.file))

    async def arrive(self, *, eager: bool = True) -> None:
        """Wait until an article shows, or that there is none, and (if `eager`) all files are read."""
        await self.until(lambda: isinstance(self.app.screen_stack[0], Desk))
        if not eager:
            await self.until(lambda: self.desk.ref is not None)
            return
        await self.until(lambda: all(self.desk.shelf.known(file) for file in self.workspace.files))
        await self.until(lambda: self.desk.ref is not None or not self.desk.shelf.count)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys and let everything settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Type a text into what has the focus."""
        for character in text:
            await self.pilot.press(character)
        await self.pilot.pause()

    async def until(self, test: Callable[[], object]) -> None:
        """Wait until something holds. Raises AssertionError if it does not come to.

        By the clock, and long: the processes that read pages are niced, so on a busy machine they wait for all else.
        """
        end = monotonic() + PATIENCE
        while not test():
            if monotonic() > end:
                raise AssertionError("never came true")
            await self.pilot.pause(0.01)

    async def saved(self) -> None:
        """Wait until nothing is being saved."""
        await self.until(lambda: not self.workspace.saving)
        await self.pilot.pause()

    def tags(self) -> list[str]:
        """Return the names of the tags on live annotations, oldest annotation first."""
        snapshot = self.workspace.snapshot
        live = (one for one in snapshot.annotations.values() if not one.deleted)
        return [snapshot.tags[tag].name for one in live for tag in one.tags]

    def comments(self) -> list[str]:
        """Return the live comments, oldest first."""
        return [
            one.comment
            for one in self.workspace.snapshot.annotations.values()
            if not one.deleted and one.comment
        ]


@asynccontextmanager
async def staged(
    folder: Path, size: tuple[int, int] = (120, 40), *, eager: bool = True
) -> AsyncIterator[Stage]:
    """Run the application on a folder until its first article shows."""
    workspace = Workspace.open([folder], creator="程")
    app = XianceApp(workspace)
    try:
        async with app.run_test(size=size) as pilot:
            stage = Stage(pilot, workspace)
            await stage.arrive(eager=eager)
            yield stage
    finally:
        workspace.close()


def copy_pages(folder: Path) -> Path:
    """Copy the small folder of pages; return where it is."""
    target = folder / "pages"
    shutil.copytree(PAGES, target)
    return target
