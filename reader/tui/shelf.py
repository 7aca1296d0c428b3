"""What the desk knows of the pages: which are parsed, their articles in reading order, annotations on each.

No widgets here. `load` is called from the background thread, everything else from the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from reader.config.language import _
from reader.config.wording import sentence
from reader.pages.model import Page
from reader.tui import days as calendar
from reader.tui.outline import Marks, Ref, outline, refs_of
from reader.tui.widgets.entries import Entry
from reader.workspace import Placed, SourceFile, Spot, Workspace, WorkspaceError

Sort = Literal["any", "doubt", "untagged", "unread", "annotated"]


class Shelf:
    """The articles of a workspace, as far as its files are parsed."""

    def __init__(self, workspace: Workspace) -> None:
        """Start with nothing parsed."""
        self.workspace = workspace
        self.pages: dict[str, tuple[Page, ...]] = {}
        self.problems: dict[str, str] = {}
        self.wanted: Callable[[Ref], bool] | None = None
        """What the contents and every way to another article are filtered by."""
        self.matching = ""
        """How many articles of how many that let through, when the contents were made last; empty without it."""
        self._refs: list[Ref] = []
        self._numbers: dict[str, int] = {}
        self._placed: dict[str, tuple[Placed, ...]] = {}

    @property
    def refs(self) -> Sequence[Ref]:
        """All articles in reading order."""
        return self._refs

    def number(self, ref: Ref) -> int:
        """Return an article's number among all that are known, from 1; 0 for what is no article."""
        return self._numbers.get(ref.key, -1) + 1

    def known(self, file: SourceFile) -> bool:
        """Say whether a file was taken in, or given up."""
        return file.key in self.pages or file.key in self.problems

    def load(self, file: SourceFile) -> tuple[Page, ...]:
        """Parse a file; the result goes to `take`. Raises WorkspaceError."""
        return self.workspace.pages(file)

    def announcing(self, files: Sequence[SourceFile]) -> SourceFile | None:
        """Return the first of some files that seems to hold a column of proposals, without parsing any."""
        return next((file for file in files if self.workspace.announces_column(file)), None)

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
        self._numbers = {ref.key: number for number, ref in enumerate(self._refs)}

    @property
    def _files(self) -> dict[str, int]:
        """The files' numbers by their keys; the ledger's proposals come once the records are open."""
        return {file.key: number for number, file in enumerate(self.workspace.files)}

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
        if key in self._numbers:
            return self._refs[self._numbers[key]]
        file_key, _, rest = key.partition("\n")
        number, _, article_id = rest.partition("\n")
        return None if article_id else self.page(f"{file_key}\n{number}")

    def page(self, key: str) -> Ref | None:
        """Return what is in no article on the page of a file's key and a number."""
        file_key, _, number = key.partition("\n")
        if not number.isdecimal() or file_key not in self.pages:
            return None
        pages = self.pages[file_key]
        file = self.workspace.files[self._files[file_key]]
        return Ref(file, pages[int(number) - 1], "") if 0 < int(number) <= len(pages) else None

    def first(self) -> Ref | None:
        """Return the first proposal, else the first article."""
        proposals = (ref for ref in self._refs if ref.article and ref.article.kind == "proposal")
        return next(proposals, self._refs[0] if self._refs else None)

    def seek(self, here: Ref | None, sort: Sort, step: int) -> Ref | SourceFile | None:
        """Return the article `step` of a sort away, or the file that must be read before that can be said.

        None: there is no such article in this direction.
        """
        direction = 1 if step > 0 else -1
        at = self._numbers.get(here.key, -1) if here else -1
        wanted, left = self._test(sort), abs(step)
        found: Ref | None = None
        while left and 0 <= at + direction < len(self._refs):
            at += direction
            if wanted(self._refs[at]) and (self.wanted is None or self.wanted(self._refs[at])):
                found, left = self._refs[at], left - 1
        unread = self._unread_file(here, direction, None if left else found)
        return unread or found

    def _unread_file(self, here: Ref | None, direction: int, until: Ref | None) -> SourceFile | None:
        """Return the first file in a direction that is not parsed, before the one of `until`."""
        files = self.workspace.files
        at = self._files[here.file.key] if here else -1
        end = self._files[until.file.key] if until else (len(files) if direction > 0 else -1)
        between = range(at + direction, end, direction)
        return next((files[number] for number in between if not self.known(files[number])), None)

    def marks(self, ref: Ref) -> Marks:
        """Return what the contents show about an article."""
        count = len(self.on(ref)) if self.workspace.records_open else 0
        if not ref.article_id:
            return Marks(count, lost=self._lost(ref.page))
        read = self.workspace.state.is_read(ref.article_id)
        return Marks(count, read, *self._joined(ref), due=self._due(ref) if count else None)

    def _due(self, ref: Ref) -> int | None:
        """Return the days left until the next deadline of an article's handling; None if none runs."""
        noted = [item.annotation for item in self.on(ref)]
        if not any(each.entry for each in noted):
            return None
        for page in self.workspace.catalogue.pages(ref.file)[ref.page.number - 1 : ref.page.number]:
            article = page.article(ref.article_id)
            if article is not None:
                handled = self.workspace.handling.of(Spot(ref.file, page, article), noted)
                left: int | None = handled.days_left(calendar.today())
                return left
        return None

    def _lost(self, page: Page) -> int:
        """Return how many corrections of a page are without their rows."""
        if not self.workspace.records_open:
            return 0
        return sum(item.status == "lost" for item in self.workspace.corrections(page))

    def _joined(self, ref: Ref) -> tuple[str, str]:
        """Return where an article goes on, or comes from, as the contents show it, and its story's title."""
        article = ref.article
        halves = self.workspace.halves.of(ref.page, article) if article is not None else ()
        if len(halves) < 2:
            return "", ""
        number = next(i for i, half in enumerate(halves) if half.article is article)
        before, after = (_("⇠p.{}"), halves[:number][-1:]), (_("⇢p.{}"), halves[number + 1 :][:1])
        words = [
            words.format(half.page.source.page_no or half.page.number)
            for words, others in (before, after)
            for half in others
        ]
        return "".join(words), next(filter(None, (half.article.title for half in halves)), "")

    def entries(self, current: str) -> list[Entry]:
        """Return the contents."""
        wanted = self.wanted
        self.matching = f"{sum(map(wanted, self._refs))}/{len(self._refs)}" if wanted is not None else ""
        return outline(self.workspace.files, self.pages, self.problems, self.marks, current, self.wanted)

    def _test(self, sort: Sort) -> Callable[[Ref], bool]:
        if sort == "doubt":
            return lambda ref: bool(ref.article and ref.article.doubts)
        if sort == "unread":
            return lambda ref: not self.workspace.state.is_read(ref.article_id)
        if sort == "untagged":
            return self._is_untagged
        if sort == "annotated":
            return self._is_annotated
        return lambda ref: True

    def _is_annotated(self, ref: Ref) -> bool:
        """Say whether a story has annotations; it is gone to by its first half alone."""
        article = ref.article
        halves = self.workspace.halves.of(ref.page, article) if article is not None else ()
        if not halves or halves[0].article is not article:
            return not halves and any(item.location.spans for item in self.on(ref))
        refs = (Ref(half.file, half.page, half.article.id) for half in halves)
        return any(item.location.spans for each in refs for item in self.on(each))

    def _is_untagged(self, ref: Ref) -> bool:
        if ref.article is None or ref.article.kind != "proposal":
            return False
        return not any(item.annotation.tags and self.workspace.mine(item.annotation) for item in self.on(ref))
