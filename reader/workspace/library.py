"""The pages of the open files: read, decoded and parsed when asked for, and let go when they were not used for long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, TypeVar
from weakref import ref

from reader.pages.digest import PageDigest
from reader.pages.model import Fix, Note, Page
from reader.workspace.fetching import Fetched, fetch, fetched, stamp
from reader.workspace.keeping import Keeping
from reader.workspace.model import SourceFile, WorkspaceError
from reader.workspace.recent import Recent

if TYPE_CHECKING:
    from reader.index.kept import KeptFile, KeptPage, Stamp

PAGES = 600_000
"""Characters of the pages that are kept parsed: a hundred broadsheets, which take 25 MB."""
TEXTS = 4_000_000
"""Characters of the files that are kept decoded."""

_T = TypeVar("_T")


class Library:
    """Pages by file. Safe to share between threads.

    Whoever holds a page goes on with it when it is let go here; as long as anybody does, the same one is handed out.
    """

    def __init__(self, encoding: str | None, stdin: bytes | None) -> None:
        """Take the encoding that was asked for and what standard input held."""
        self._encoding, self._stdin = encoding, stdin
        self._locks: dict[str, Lock] = {}
        self._guard = Lock()
        self._fetched: Recent[str, Fetched] = Recent(TEXTS, lambda found: sum(map(len, found.texts)))
        self._pages: Recent[str, tuple[Page, ...]] = Recent(PAGES, _characters)
        self._corrected: Recent[tuple[str, int], tuple[Page, ...]] = Recent(PAGES, _characters)
        self._held: dict[tuple[str, int, bool], ref[Page]] = {}
        self._encodings: dict[str, str] = {}
        self._fingerprints: dict[str, tuple[str, ...]] = {}
        self._stamps: dict[str, Stamp | None] = {}
        self._rows: set[str] = set()
        self._gone: set[str] = set()
        self._keeping = Keeping()
        self.problems: dict[SourceFile, WorkspaceError] = {}

    def loaded(self, file: SourceFile) -> bool:
        """Say whether a file's pages are at hand."""
        return file.key in self._pages

    def pages(self, file: SourceFile, *, keep: bool = True) -> tuple[Page, ...]:
        """Return a file's pages, which are at hand from then on unless they are not to `keep`.

        Raises WorkspaceError; the same one each time.
        """
        pages = self._pages.get(file.key)
        if pages is None:
            with self._lock(file):
                pages = self._pages.get(file.key)
                if pages is None:
                    keep = keep or file.key in self._fetched
                    pages = self._noting(file, self._parse)
                    if keep:
                        self._pages.put(file.key, pages)
                    else:
                        self._fetched.pop(file.key)
        return pages

    def corrected(self, file: SourceFile, page: Page, fixes: tuple[Fix, ...]) -> Page:
        """Return a page of a file as the reader corrected it; the same one while the fixes are the same."""
        with self._lock(file):
            found = self._corrected.get((file.key, page.number))
            if found is None or not _is(found[0], page.text, page.first_row, fixes):
                notes = self._noting(file, self._fetch).notes
                fixed, _key, new = self._page(file, page.text, page.number, page.first_row, notes, fixes)
                if new:
                    self._keep(file, None, (), new)
                found = (fixed,)
                self._corrected.put((file.key, page.number), found)
        return found[0]

    def fingerprints(self, file: SourceFile) -> tuple[str, ...]:
        """Return the fingerprints of a file's pages without parsing them. Raises WorkspaceError."""
        known = self._fingerprints.get(file.key)
        if known is None:
            with self._lock(file):
                self._noting(file, self._fetch)
                known = self._fingerprints[file.key]
        return known

    def texts(self, file: SourceFile) -> tuple[str, ...]:
        """Return the texts of a file's pages without parsing them. Raises WorkspaceError."""
        with self._lock(file):
            return tuple(self._noting(file, self._fetch).texts)

    def announces_column(self, file: SourceFile) -> bool:
        """Say whether a file seems to hold a column of proposals, without parsing it; no, if it cannot be read."""
        from reader.pages.cues import announces_column

        try:
            texts = self.texts(file)
        except WorkspaceError:
            return False
        return any(map(announces_column, texts))

    @property
    def asked(self) -> str | None:
        """The encoding that was asked for."""
        return self._encoding

    def encoding(self, file: SourceFile) -> str:
        """Return the encoding a file was read in; empty before it was."""
        return self._encodings.get(file.key, "")

    # -- what is known without reading here

    def recall(self, files: Sequence[SourceFile]) -> Mapping[SourceFile, tuple[PageDigest, ...]]:
        """Return the digests of those files that are as they were when they were read, today or years ago."""
        stamps = {file.key: now for file in files if file.place and (now := stamp(file.place))}
        kept = self._keeping.recall(self._encoding or "", stamps)
        found = {file: kept[file.key] for file in files if file.key in kept}
        for file, digests in found.items():
            self._rows.add(file.key)
            self.note(file, stamps[file.key], tuple(each.fingerprint for each in digests))
        return found

    def note(self, file: SourceFile, when: Stamp | None, found: tuple[str, ...] | WorkspaceError) -> None:
        """Take in what was found out about a file elsewhere: its pages' fingerprints, or why it cannot be read."""
        with self._lock(file):
            self._stamps[file.key] = when
            if isinstance(found, WorkspaceError):
                self._blame(file, found)
            else:
                self._fingerprints[file.key] = found

    def keep(self, files: Sequence[KeptFile] = ()) -> None:
        """Write what was read elsewhere, and what was read here since, to the cache."""
        for file in files:
            self._keeping.wait(file)
            self._rows.add(file.path)
        self._keeping.write()

    def has_changed(self, file: SourceFile) -> bool:
        """Say whether a file that was read, or could not be, is not as it was."""
        if file.place is None or file.key not in self._stamps:
            return False
        return self._stamps[file.key] != stamp(file.place)

    def forget(self, file: SourceFile, *, gone: bool = False) -> None:
        """Know nothing more of a file: it is another one now, or `gone`, so that it is no problem either."""
        with self._lock(file):
            self._fetched.pop(file.key)
            self._pages.pop(file.key)
            for known in (self._encodings, self._fingerprints, self._stamps):
                known.pop(file.key, None)
            self._rows.discard(file.key)
            self.problems.pop(file, None)
            if gone:
                self._gone.add(file.key)

    def expect(self, file: SourceFile) -> None:
        """Take a file that may have been gone."""
        self._gone.discard(file.key)

    # -- within

    def _lock(self, file: SourceFile) -> Lock:
        with self._guard:
            return self._locks.setdefault(file.key, Lock())

    def _noting(self, file: SourceFile, work: Callable[[SourceFile], _T]) -> _T:
        known = self.problems.get(file)
        if known is not None:
            raise known
        try:
            return work(file)
        except WorkspaceError as error:
            self._blame(file, error)
            raise

    def _blame(self, file: SourceFile, error: WorkspaceError) -> None:
        if file.key not in self._gone:
            self.problems[file] = error

    def _parse(self, file: SourceFile) -> tuple[Page, ...]:
        found = self._fetch(file)
        pages: list[Page] = []
        keys: list[bytes] = []
        new: list[KeptPage] = []
        for number, (text, first_row) in enumerate(zip(found.texts, found.first_rows, strict=True), 1):
            page, key, fresh = self._page(file, text, number, first_row, found.notes, ())
            pages.append(page)
            keys.append(key)
            new += fresh
        if new or file.key not in self._rows:
            self._keep(file, found.settled, keys, new)
            self._rows.add(file.key)
        return tuple(pages)

    def _page(
        self,
        file: SourceFile,
        text: str,
        number: int,
        first_row: int,
        notes: Sequence[Note],
        fixes: tuple[Fix, ...],
    ) -> tuple[Page, bytes, tuple[KeptPage, ...]]:
        """Return a page, the same one if anybody holds it, its key, and what is to be kept of it."""
        from reader.index.versions import page_key
        from reader.pages import fingerprint

        place, name = (file.key, number, bool(fixes)), file.name
        key = page_key(
            fingerprint(text), name=name, number=number, first_row=first_row, notes=notes, fixes=fixes
        )
        held = self._held[place]() if place in self._held else None
        if held is not None and _is(held, text, first_row, fixes):
            return held, key, ()
        page, new = self._keeping.page(
            key, text, name=name, number=number, first_row=first_row, notes=notes, fixes=fixes
        )
        self._held[place] = ref(page)
        return page, key, new

    def _keep(
        self, file: SourceFile, settled: Stamp | None, keys: Sequence[bytes], new: Sequence[KeptPage]
    ) -> None:
        from reader.index.kept import KeptFile

        if file.place is not None:
            self._keeping.wait(KeptFile(file.key, self._encoding or "", settled, tuple(keys), tuple(new)))

    def _fetch(self, file: SourceFile) -> Fetched:
        found = self._fetched.get(file.key)
        if found is None:
            from reader.pages import fingerprint

            if file.place is None:
                self._stamps[file.key] = None
                found = fetched(self._stdin or b"", file.label, self._encoding)
            else:
                when = self._stamps[file.key] = stamp(file.place)
                found = fetch(file.place, self._encoding, when)
            self._fetched.put(file.key, found)
            self._encodings[file.key] = found.encoding
            self._fingerprints[file.key] = tuple(map(fingerprint, found.texts))
        return found


def _is(page: Page, text: str, first_row: int, fixes: tuple[Fix, ...]) -> bool:
    return page.text == text and page.first_row == first_row and page.fixes == fixes


def _characters(pages: tuple[Page, ...]) -> int:
    return sum(len(page.text) for page in pages)
