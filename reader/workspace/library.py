"""The pages of the open files: read, decoded and parsed when asked for, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from reader.pages.model import Fix, Page
from reader.workspace.model import SourceFile, WorkspaceError
from reader.workspace.opening import reading

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is read: some four hundred newspaper pages."""


if TYPE_CHECKING:
    from reader.pages import Decoded

_T = TypeVar("_T")


class Library:
    """Pages by file. Safe to share between threads; each file is read and parsed at most once."""

    def __init__(self, encoding: str | None, stdin: bytes | None) -> None:
        """Take the encoding that was asked for and what standard input held."""
        self._encoding, self._stdin = encoding, stdin
        self._locks: dict[str, Lock] = {}
        self._guard = Lock()
        self._decoded: dict[str, Decoded] = {}
        self._pages: dict[str, tuple[Page, ...]] = {}
        self._corrected: dict[tuple[str, int], Page] = {}
        self.problems: dict[SourceFile, WorkspaceError] = {}

    def loaded(self, file: SourceFile) -> bool:
        """Say whether a file's pages are parsed."""
        return file.key in self._pages

    def pages(self, file: SourceFile) -> tuple[Page, ...]:
        """Return a file's pages. Raises WorkspaceError; the same one each time."""
        if file.key not in self._pages:
            with self._lock(file):
                if file.key not in self._pages:
                    self._pages[file.key] = self._noting(file, self._parse)
        return self._pages[file.key]

    def corrected(self, file: SourceFile, number: int, fixes: tuple[Fix, ...]) -> Page:
        """Return a page of a file as the reader corrected it; the same one while the fixes are the same."""
        page = self._corrected.get((file.key, number))
        if page is None or page.fixes != fixes:
            with self._lock(file):
                page = self._corrected.get((file.key, number))
                if page is None or page.fixes != fixes:
                    page = self._corrected[file.key, number] = self._page(file, number, fixes)
        return page

    def fingerprints(self, file: SourceFile) -> tuple[str, ...]:
        """Return the fingerprints of a file's pages without parsing them. Raises WorkspaceError."""
        if file.key in self._pages:
            return tuple(page.fingerprint for page in self._pages[file.key])
        from reader.pages import fingerprint

        with self._lock(file):
            decoded = self._noting(file, self._decode)
        return tuple(fingerprint(text) for text in decoded.texts)

    def texts(self, file: SourceFile) -> tuple[str, ...]:
        """Return the texts of a file's pages without parsing them. Raises WorkspaceError."""
        with self._lock(file):
            return tuple(self._noting(file, self._decode).texts)

    def announces_column(self, file: SourceFile) -> bool:
        """Say whether a file seems to hold a column of proposals, without parsing it; no, if it cannot be read."""
        from reader.pages.cues import announces_column

        try:
            with self._lock(file):
                decoded = self._noting(file, self._decode)
        except WorkspaceError:
            return False
        return any(announces_column(text) for text in decoded.texts)

    def encoding(self, file: SourceFile) -> str:
        """Return the encoding a file was read in; empty before it was."""
        decoded = self._decoded.get(file.key)
        return decoded.encoding if decoded else ""

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
            self.problems[file] = error
            raise

    def _parse(self, file: SourceFile) -> tuple[Page, ...]:
        count = len(self._decode(file).texts)
        return tuple(self._page(file, number, ()) for number in range(1, count + 1))

    def _page(self, file: SourceFile, number: int, fixes: tuple[Fix, ...]) -> Page:
        from reader.pages import parse

        decoded = self._decode(file)
        return parse(
            decoded.texts[number - 1],
            name=file.path.name if file.path else "",
            number=number,
            first_row=decoded.first_rows[number - 1],
            notes=decoded.notes,
            fixes=fixes,
        )

    def _decode(self, file: SourceFile) -> Decoded:
        from reader.pages import DecodeError, decode

        if file.key not in self._decoded:
            label = str(file.path) if file.path else file.label
            try:
                self._decoded[file.key] = decode(self._read(file), self._encoding)
            except DecodeError as error:
                raise WorkspaceError(error.code, **{"path": label, **error.params}) from error
        return self._decoded[file.key]

    def _read(self, file: SourceFile) -> bytes:
        if file.path is None:
            data = self._stdin or b""
            if len(data) > LARGEST:
                raise WorkspaceError("too_large", path=file.label, limit=_size(LARGEST))
            return data
        return _read(file.path)


def _read(path: Path) -> bytes:
    with reading(path):
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)  # not what the system says its size is: a device says 0
        if len(data) > LARGEST:
            raise WorkspaceError("too_large", path=str(path), limit=_size(LARGEST))
        return data


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.0f} MB"
