"""A document's package as a stranger's file: only what is asked for is unpacked, so much and no more, and no DTD."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable
from typing import BinaryIO, NoReturn
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from reader.exchange.model import ExchangeError

LARGEST = 256 << 20
"""Bytes that one part may have unpacked: a hundred thousand annotations have a fifth of that."""
DEEPEST = 200
_PIECE = 1 << 16

Attributes = dict[str, str]


class Handler:
    """Takes what is in a part, in its order; names are `namespace local`."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""

    def end(self, name: str) -> None:
        """Take an element's end."""

    def text(self, text: str) -> None:
        """Take some of an element's text."""


class Package:
    """An open package. Its failures are ExchangeErrors that name `path`."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        """Open it. Raises ExchangeError `import_foreign` if it is no zip file, `import_broken` if a cut off one."""
        self._path = path
        try:
            start = file.read(4)
            file.seek(0)
            if start[:2] != b"PK":
                self.foreign()
            self._zip = ZipFile(file)
            self._names = {name.lower(): name for name in self._zip.namelist()}
        except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            self.broken("zip", str(error))

    def main(self) -> str:
        """Return the name of the part with the text. Raises ExchangeError `import_foreign` if there is none."""
        found = self.related("", "/officeDocument")
        if not found or not self.has(found[0]):
            self.foreign()
        return found[0]

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts that a part (empty: the package) names as of a kind, by its type's end."""
        folder, name = posixpath.split(part)
        handler = _Relations(kind)
        self.parse(posixpath.join(folder, "_rels", f"{name}.rels"), handler)
        return [
            posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for target in handler.targets
        ]

    def has(self, part: str) -> bool:
        """Say whether there is a part of that name."""
        return part.lower() in self._names

    def parse(self, part: str, handler: Handler) -> bool:
        """Give a part's elements to a handler; say whether there is such a part.

        Raises ExchangeError `import_broken`.
        """
        if not self.has(part):
            return False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_dtd(part)
        depth = 0

        def start(name: str, attributes: Attributes) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                self.broken(part, "nested too deeply")
            handler.start(name, attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            handler.end(name)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = handler.text
        try:
            self._feed(part, parser)
        except expat.ExpatError as error:
            self.broken(part, str(error))
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            self.broken(part, str(error) or type(error).__name__)
        return True

    def _feed(self, part: str, parser: expat.XMLParserType) -> None:
        size = 0
        with self._zip.open(self._names[part.lower()]) as opened:
            while piece := opened.read(_PIECE):
                size += len(piece)
                if size > LARGEST:
                    self.broken(part, f"larger than {LARGEST >> 20} MB")
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _refuse_dtd(self, part: str) -> Callable[..., None]:
        def refuse(*_declared: object) -> None:
            self.broken(part, "DTD")

        return refuse

    def foreign(self) -> NoReturn:
        """Say that it is no file for us."""
        raise ExchangeError("import_foreign", path=self._path, format="docx") from None

    def broken(self, part: str, detail: str) -> NoReturn:
        """Say where it is broken."""
        raise ExchangeError("import_broken", path=self._path, detail=f"{part}: {detail}") from None


class _Relations(Handler):
    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.targets: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if (
            name.endswith(" Relationship")
            and attributes.get("Type", "").endswith(self._kind)
            and attributes.get("TargetMode") != "External"
        ):
            self.targets.append(attributes.get("Target", ""))
