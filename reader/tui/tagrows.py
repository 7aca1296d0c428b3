"""Tags as rows: groups once, what is in them indented below. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

INDENT = "  "


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, or a group that is none itself; `name` is the whole name, `leaf` what is shown of it."""

    name: str
    leaf: str
    depth: int
    is_tag: bool


@dataclass(slots=True)
class _Node:
    is_tag: bool = False
    below: dict[str, _Node] = field(default_factory=dict)


def tag_rows(names: Iterable[str]) -> list[TagRow]:
    """Return names as rows; a group stands where the first of its names does, with all of them."""
    top = _Node()
    for name in names:
        node = top
        for part in name.split("/"):
            node = node.below.setdefault(part, _Node())
        node.is_tag = True
    return list(_rows(top, "", 0))


def _rows(node: _Node, group: str, depth: int) -> Iterator[TagRow]:
    for leaf, below in node.below.items():
        name = f"{group}/{leaf}" if depth else leaf
        yield TagRow(name, leaf, depth, below.is_tag)
        yield from _rows(below, name, depth + 1)
