"""Favourite tags: each has a number from its first use on, as long as there are any left; numbers never shift."""

from __future__ import annotations

from collections.abc import Iterable

from reader.config.language import _
from reader.workspace import Workspace


class Favourites:
    """The numbers 1 to 9 and the names of their tags, as the reading state keeps them."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the open folder."""
        self._workspace = workspace
        self._tags: object = None
        self._names: dict[str, str] = {}

    def name(self, number: int) -> str:
        """Return the tag of a number; empty if there is none."""
        return self._workspace.state.favourite(number)

    def numbers(self) -> dict[str, int]:
        """Return the numbers by name."""
        return {name: number for number in range(1, 10) if (name := self.name(number))}

    def add(self, names: Iterable[str]) -> None:
        """Give tags that were put on numbers of their own."""
        from reader.workspace.changes import clean_name

        known = self.numbers()
        free = [number for number in range(1, 10) if number not in known.values()]
        fresh = [name for name in map(clean_name, names) if name not in known]
        for number, name in zip(free, fresh, strict=False):
            self._workspace.state.set_favourite(number, name)

    def words(self) -> str:
        """Return the numbers with their tags, in words."""
        named = sorted((number, name) for name, number in self.numbers().items())
        return "  ".join(f"{number} {name}" for number, name in named) or _("no favourite tags yet")

    def follow(self) -> dict[str, str]:
        """Have numbers follow tags that were renamed since the last call, by whomever; return the names, old to new.

        A tag that is gone keeps its number until it comes back or its name is used again, but maps to an empty name.
        """
        tags = self._workspace.snapshot.tags
        if tags is self._tags:
            return {}
        before, self._tags = self._names, tags
        self._names = {tag.id: tag.name for tag in tags.values() if not tag.deleted}
        changed = {
            name: self._names.get(key, "") for key, name in before.items() if self._names.get(key, "") != name
        }
        for name, number in self.numbers().items():
            if changed.get(name):
                self._workspace.state.set_favourite(number, changed[name])
        return changed
