"""The files that cannot be read, each with the reason: Enter shows one in the contents."""

from __future__ import annotations

from collections.abc import Sequence

from reader.config.language import _, ngettext
from reader.tui.screens.picking import Picking
from reader.workspace import SourceFile


class Problems(Picking[str | None]):
    """Shows files and gives the key of one."""

    def __init__(self, problems: Sequence[tuple[SourceFile, str]]) -> None:
        """Take the files with why each cannot be read."""
        self._problems = problems
        count = len(problems)
        words = ngettext("{} file could not be read", "{} files could not be read", count)
        super().__init__(
            _("Files that could not be read"),
            [file.label for file, _why in problems],
            _("Enter show in the contents   Esc leave"),
            head=words.format(count),
            nothing=_("All files that were opened so far could be read."),
        )

    def below(self, index: int) -> str:
        """Return why the file cannot be read."""
        return self._problems[index][1]

    def give(self, index: int) -> None:
        """End with the file's key."""
        self.dismiss(self._problems[index][0].key)
