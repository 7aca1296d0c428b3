"""Terms of the open pages that no dictionary knows: offered as words of the reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.workspace.model import SourceFile

if TYPE_CHECKING:
    from reader.words.discovering import Found
    from reader.workspace.workspace import Workspace

REFUSED = "words"
"""Where the reading state keeps those that were refused."""


class Discovering:
    """Takes files one after the other; `found` then says what is in all of them. Slow: not for the event loop."""

    def __init__(self, workspace: Workspace) -> None:
        """Load the dictionary."""
        from reader.words import segmenter
        from reader.words.discovering import Discoverer

        words = segmenter()
        words.load()
        words.quicken()
        self._workspace = workspace
        self._discoverer = Discoverer(words.cut, words.rarity, words.known)

    def take(self, file: SourceFile) -> None:
        """Count what is in a file's articles. Raises WorkspaceError."""
        for page in self._workspace.pages(file, keep=False):
            for article in page.articles:
                texts = [article.title, *(paragraph.flow.text for paragraph in article.paragraphs)]
                self._discoverer.take("\n".join(texts))

    def found(self, most: int = 50) -> list[Found]:
        """Return the terms, those that are there most often first, without those that were refused."""
        return self._discoverer.found(self._workspace.state.refused(REFUSED), most)
