"""Changes on top of tables that stay as they are, until they are known to be on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from reader.store.format import Document, MutableTables, quoted

# What a transaction changes, a table at a time, in this order: `clear`, `remove` ids, `put` documents by id in the place
# of others, `insert` documents by id at the end; None for a table that is dropped.
Change = dict[str, dict[str, Any] | None]

_UNCHANGED: Any = object()


class Layer(Mapping[str, Document]):
    """A table with changes on top of one, which may be a layer itself."""

    def __init__(self, below: Mapping[str, Document], *, exists: bool = True, cleared: bool = False) -> None:
        self._below = below
        self._changed: dict[str, Document | None] = {}
        self._texts: dict[str, str] = {}
        self._moved: set[str] = set()
        self._cleared = cleared
        self._created = not exists
        self._length = 0 if cleared else len(below)

    def __getitem__(self, key: str) -> Document:
        document = self._changed.get(key, _UNCHANGED)
        if document is _UNCHANGED:
            if self._cleared:
                raise KeyError(key)
            return self._below[key]
        if document is None:
            raise KeyError(key)
        return document  # type: ignore[no-any-return]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a document, or the default."""
        document = self._changed.get(key, _UNCHANGED)
        if document is _UNCHANGED:
            return default if self._cleared else self._below.get(key, default)
        return default if document is None else document

    def __contains__(self, key: object) -> bool:
        document = self._changed.get(key, _UNCHANGED)  # type: ignore[call-overload]
        if document is _UNCHANGED:
            return not self._cleared and key in self._below
        return document is not None

    def __iter__(self) -> Iterator[str]:
        if not self._cleared:
            for key in self._below:
                if self._changed.get(key, _UNCHANGED) is not None and key not in self._moved:
                    yield key
        for key, document in self._changed.items():
            if document is not None and (self._cleared or key in self._moved or key not in self._below):
                yield key

    def __len__(self) -> int:
        return self._length

    def put(self, key: str, document: Document, text: str) -> None:
        """Set a document, `text` its JSON; the layer keeps it."""
        before = self._changed.get(key, _UNCHANGED)
        if before is None:
            self._moved.add(key)
            del self._changed[key]
        if before is None or (before is _UNCHANGED and (self._cleared or key not in self._below)):
            self._length += 1
        self._changed[key] = document
        self._texts[key] = text

    def remove(self, key: str) -> None:
        """Remove a document that is there."""
        self._length -= 1
        self._texts.pop(key, None)
        self._changed.pop(key, None)
        if not self._cleared and key in self._below:
            self._changed[key] = None
            self._moved.discard(key)

    def clear(self) -> None:
        """Remove all documents."""
        self._changed, self._texts, self._moved = {}, {}, set()
        self._cleared, self._length = True, 0

    def fold_into(self, other: Layer) -> None:
        """Make the same changes in the layer below."""
        if self._cleared:
            other.clear()
        for key in self._removed():
            other.remove(key)
        for key, document in self._changed.items():
            if document is not None:
                other.put(key, document, self._texts[key])

    def settled(self) -> tuple[str | None, dict[str, Any]]:
        """Return the changes as JSON, None if there are none, and as a value; the documents are the layer's own."""
        texts: dict[str, list[str]] = {"put": [], "insert": []}
        documents: dict[str, dict[str, Document]] = {"put": {}, "insert": {}}
        removed = self._removed()
        for key, document in self._changed.items():
            if document is not None:
                replaces = not self._cleared and key not in self._moved and key in self._below
                how = "put" if replaces else "insert"
                texts[how].append(f'"{key}": {self._texts[key]}')
                documents[how][key] = document
        parts = []
        if self._cleared and len(self._below):
            parts.append('"clear": true')
        if removed:
            parts.append(f'"remove": [{", ".join(map(quoted, removed))}]')
        parts += [f'"{how}": {{{", ".join(found)}}}' for how, found in texts.items() if found]
        emptied = self._created and self._cleared  # how TinyDB makes a table that has nothing in it
        text = f"{{{', '.join(parts)}}}" if parts or emptied else None
        return text, {"clear": self._cleared, "remove": removed, **documents}

    def greatest(self, below: int | None) -> int | None:
        """Return the greatest id; `below` is that of the table below."""
        own = [int(key) for key, document in self._changed.items() if document is not None]
        if not self._cleared and below is not None:
            if str(below) not in self:
                return max(map(int, self), default=None)
            own.append(below)
        return max(own, default=None)

    def _removed(self) -> list[str]:
        return [key for key, document in self._changed.items() if document is None or key in self._moved]


class Draft:
    """Tables with a transaction's changes on top; a transaction within another is a draft on a draft."""

    def __init__(self, below: Mapping[str, Mapping[str, Document]] | Draft) -> None:
        self._below = below
        self._layers: dict[str, Layer | None] = {}

    def get(self, name: str) -> Mapping[str, Document] | None:
        """Return a table as it stands; None if there is none."""
        return self._layers[name] if name in self._layers else self._below.get(name)

    def __iter__(self) -> Iterator[str]:
        for name in self._below:
            if self._layers.get(name, _UNCHANGED) is not None:
                yield name
        for name, layer in self._layers.items():
            if layer is not None and self._below.get(name) is None:
                yield name

    def layer(self, name: str) -> Layer:
        """Return a table to change, a new one if there is none."""
        layer = self._layers.get(name)
        if layer is None:
            below = self._below.get(name)
            layer = Layer(below or {}, exists=below is not None, cleared=name in self._layers)
            self._layers[name] = layer
        return layer

    def drop(self, name: str) -> None:
        """Remove a table."""
        self._layers[name] = None

    def fold_into(self, other: Draft) -> None:
        """Make the same changes in the draft below."""
        for name, layer in self._layers.items():
            if layer is None:
                other.drop(name)
            else:
                layer.fold_into(other.layer(name))

    def settled(self) -> tuple[str, Change] | None:
        """Return the changes as JSON and as a value, whose documents are the draft's own; None if there are none."""
        parts: list[str] = []
        change: Change = {}
        for name, layer in self._layers.items():
            if layer is not None:
                text, change[name] = layer.settled()
            else:
                text, change[name] = "null" if self._below.get(name) is not None else None, None
            if text is not None:
                parts.append(f"{quoted(name)}: {text}")
        return (f"{{{', '.join(parts)}}}", change) if parts else None

    def greatest(self, name: str, below: Callable[[str], int | None]) -> int | None:
        """Return the greatest id in a table; `below` tells that of a table as it was before any change."""
        if name in self._layers:
            layer = self._layers[name]
            return layer.greatest(self._greatest_below(name, below)) if layer is not None else None
        return self._greatest_below(name, below)

    def _greatest_below(self, name: str, below: Callable[[str], int | None]) -> int | None:
        return self._below.greatest(name, below) if isinstance(self._below, Draft) else below(name)


def apply(tables: MutableTables, change: Change) -> None:
    """Make a change; documents are replaced, never changed."""
    for name, part in change.items():
        if part is None:
            tables.pop(name, None)
            continue
        table = tables.setdefault(name, {})
        if part.get("clear"):
            table.clear()
        for key in part.get("remove", ()):
            table.pop(key, None)
        table.update(part.get("put", ()))
        table.update(part.get("insert", ()))


def touched(change: Change) -> set[tuple[str, str]] | None:
    """Return which documents a change may have changed; None if whole tables."""
    keys: set[tuple[str, str]] = set()
    for name, part in change.items():
        if part is None or part.get("clear"):
            return None
        for how in ("remove", "put", "insert"):
            keys.update((name, key) for key in part.get(how, ()))
    return keys


def inserted(changes: Iterable[Change]) -> set[tuple[str, str]]:
    """Return which documents were not there before these changes, told by the first of them that names each."""
    new: set[tuple[str, str]] = set()
    seen: set[tuple[str, str]] = set()
    for change in changes:
        for name, part in change.items():
            if part is None:
                continue
            seen.update((name, key) for how in ("remove", "put") for key in part.get(how, ()))
            new.update({(name, key) for key in part.get("insert", ())} - seen)
    return new
