"""What the desk knows of the pages: which are parsed, their articles in reading order, annotations on each.

No widgets here. `load` is called from a worker thread, everything else from the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.config.wording import sentence
from reader.pages.model import Page
from reader.tui.outline import Marks, Ref, outline, refs_of
from reader.tui.widgets.entries import Entry
from reader.workspace import Placed, SourceFile, Workspace, WorkspaceError


class Shelf:
    """The articles of a workspace, as far as its files are parsed."""

    def __init__(self, workspace: Workspace) -> None:
        """Start with nothing parsed."""
        self.workspace = workspace
        self.pages: dict[str, tuple[Page, ...]] = {}
        self.problems: dict[str, str] = {}
        self._refs: list[Ref] = []
        self._by_key: dict[str, Ref] = {}
        self._placed: dict[str, tuple[Placed, ...]] = {}

    @property
    def refs(self) -> Sequence[Ref]:
        """All articles in reading order."""
        return self._refs

    def known(self, file: SourceFile) -> bool:
        """Say whether a file was taken in, or given up."""
        return file.key in self.pages or file.key in self.problems

    def load(self, file: SourceFile) -> tuple[Page, ...] | WorkspaceError:
        """Parse a file; the result goes to `take`."""
        try:
            return self.workspace.pages(file)
        except WorkspaceError as error:
            return error

    def take(self, file: SourceFile, result: tuple[Page, ...] | WorkspaceError) -> None:
        """Take in what was parsed, or why it was not."""
        if isinstance(result, WorkspaceError):
            self.problems[file.key] = sentence(result.code, {**result.params, "path": file.label})
            return
        self.pages[file.key] = result
        self._refs = [
            ref
            for each in self.workspace.files
            if each.key in self.pages
            for ref in refs_of(each, self.pages[each.key])
        ]
        self._by_key = {ref.key: ref for ref in self._refs}

    def forget_annotations(self) -> None:
        """Look up annotations anew: the records changed."""
        self._placed.clear()

    def placed(self, page: Page) -> tuple[Placed, ...]:
        """Return a page's annotations in text order."""
        if page.fingerprint not in self._placed:
            self._placed[page.fingerprint] = self.workspace.placed(page)
        return self._placed[page.fingerprint]

    def on(self, ref: Ref) -> tuple[Placed, ...]:
        """Return the annotations on an article (those in no article, for an empty id)."""
        return tuple(
            item
            for item in self.placed(ref.page)
            if (item.location.article.id if item.location.article else "") == ref.article_id
        )

    def find(self, key: str) -> Ref | None:
        """Return the article of a contents entry's key."""
        if key in self._by_key:
            return self._by_key[key]
        file_key, _, rest = key.partition("\n")
        number, _, article_id = rest.partition("\n")
        if article_id or not number.isdecimal():
            return None
        for file in self.workspace.files:
            if file.key == file_key and file.key in self.pages:
                return Ref(file, self.pages[file.key][int(number) - 1], "")
        return None

    def first(self) -> Ref | None:
        """Return the first proposal, else the first article."""
        proposals = (ref for ref in self._refs if ref.article and ref.article.kind == "proposal")
        return next(proposals, self._refs[0] if self._refs else None)

    def seek(self, here: Ref | None, what: str, step: int) -> Ref | None:
        """Return the article `step` of a sort away (`any`, `doubt`, `untagged`, `unread`); None: there is none."""
        if not self._refs or step == 0:
            return None
        keys = [ref.key for ref in self._refs]
        at = keys.index(here.key) if here and here.key in self._by_key else -1
        wanted = self._test(what)
        left, direction = abs(step), 1 if step > 0 else -1
        found = None
        while 0 <= at + direction < len(keys) and left:
            at += direction
            if wanted(self._refs[at]):
                found, left = self._refs[at], left - 1
        return found

    def marks(self, ref: Ref) -> Marks:
        """Return what the contents show about an article."""
        return Marks(len(self.on(ref)), self.workspace.state.is_read(ref.article_id))

    def entries(self, current: str) -> list[Entry]:
        """Return the contents."""
        return outline(self.workspace.files, self.pages, self.problems, self.marks, current)

    def _test(self, what: str) -> Callable[[Ref], bool]:
        if what == "doubt":
            return lambda ref: bool(ref.article and ref.article.doubts)
        if what == "unread":
            return lambda ref: not self.workspace.state.is_read(ref.article_id)
        if what == "untagged":
            return self._is_untagged
        return lambda ref: True

    def _is_untagged(self, ref: Ref) -> bool:
        if ref.article is None or ref.article.kind != "proposal":
            return False
        return not any(item.annotation.tags and self.workspace.mine(item.annotation) for item in self.on(ref))
