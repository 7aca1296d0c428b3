"""Which groups and pages of the contents the reader folded or unfolded by hand; remembered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from reader.workspace import Workspace


class Folds:
    """Keys of entries, the one touched last first. What was not touched folds by itself."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the workspace; what is remembered is taken up when it is first asked for."""
        self._workspace = workspace
        self._names = (f"folded:{workspace.database}", f"unfolded:{workspace.database}")

    @cached_property
    def _touched(self) -> tuple[list[str], list[str]]:
        folded, unfolded = map(self._workspace.state.last, self._names)
        return folded, unfolded

    def opens(self, key: str, otherwise: bool) -> bool:
        """Say whether an entry is unfolded; `otherwise` where the reader did not say."""
        folded, unfolded = self._touched
        return key in unfolded or (otherwise and key not in folded)

    def turn(self, key: str, *, unfolded: bool) -> None:
        """Fold an entry, or unfold it."""
        for number, touched in enumerate(self._touched):
            kept = [key] if number == unfolded else []
            touched[:] = [*kept, *(each for each in touched if each != key)]
        self._keep()

    def reveal(self, keys: Iterable[str]) -> None:
        """Have entries fold by themselves again that were folded by hand: something in them was opened."""
        folded = self._touched[0]
        shown = set(keys).intersection(folded)
        if shown:
            folded[:] = [key for key in folded if key not in shown]
            self._keep()

    def _keep(self) -> None:
        for name, touched in zip(self._names, self._touched, strict=True):
            self._workspace.state.set_last(name, touched)
