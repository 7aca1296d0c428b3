"""The tags there are, and what is done to them as a whole. A wish and a snapshot in, one change out.

A name's groups are its parts before the last `/`; a group need not be a tag itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reader.annotations import Tag, now
from reader.annotations.records import COLORS
from reader.repository import Change, Label, Snapshot, Write
from reader.workspace.changes import clean_name, said
from reader.workspace.model import WorkspaceError
from reader.workspace.provenance import kept

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag and on how many annotations it is."""

    tag: Tag
    uses: int


class Vocabulary:
    """What is done to tags, each in one step. Returns futures and raises as `Workspace` does."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the open folder."""
        self._workspace = workspace

    def by_use(self) -> list[TagUse]:
        """Return the tags, those on most annotations first, of equals the one put on last."""
        uses = tag_uses(self._workspace.snapshot)
        last = {name: number for number, name in enumerate(self._workspace.state.last("tags"))}
        return sorted(uses, key=lambda use: (-use.uses, last.get(use.tag.name, len(last)), use.tag.name))

    def fresh_color(self) -> int:
        """Return the colour the next new tag gets."""
        return fresh_color(self._workspace.snapshot)

    def rename(self, name: str, to: str) -> Future[Any]:
        """Give a tag or a group another name; what is in it moves along."""
        return self._change(lambda snapshot: rename(snapshot, name, to, self._creator))

    def move(self, name: str, group: str) -> Future[Any]:
        """Put a tag or a group into another group; an empty one is none."""
        return self._change(lambda snapshot: move(snapshot, name, group, self._creator))

    def recolor(self, tag_id: str, color: int) -> Future[Any]:
        """Give a tag another colour."""
        return self._change(lambda snapshot: recolor(snapshot, tag_id, color, self._creator))

    def describe(self, tag_id: str, text: str) -> Future[Any]:
        """Say when a tag is to be put on."""
        return self._change(lambda snapshot: describe(snapshot, tag_id, text, self._creator))

    def merge(self, tag_id: str, into: str) -> Future[Any]:
        """Put another tag (its id) where one is; the one is deleted."""
        return self._change(lambda snapshot: merge(snapshot, tag_id, into, self._creator))

    def delete(self, tag_id: str) -> Future[Any]:
        """Delete a tag and take it off everything."""
        return self._change(lambda snapshot: delete(snapshot, tag_id, self._creator))

    @property
    def _creator(self) -> str:
        return self._workspace.creator

    def _change(self, build: Callable[[Snapshot], Change]) -> Future[Any]:
        return self._workspace.change(build)


def tag_uses(snapshot: Snapshot) -> list[TagUse]:
    """Return the tags that are not deleted, oldest first."""
    counts = Counter(
        tag
        for annotation in snapshot.annotations.values()
        if not annotation.deleted
        for tag in annotation.tags
    )
    return [TagUse(tag, counts[tag.id]) for tag in snapshot.tags.values() if not tag.deleted]


def fresh_color(snapshot: Snapshot) -> int:
    """Return the colour the next new tag gets."""
    return sum(not tag.deleted for tag in snapshot.tags.values()) % COLORS


def rename(snapshot: Snapshot, name: str, to: str, creator: str) -> Change:
    """Rename a tag or a group with all that is in it. Raises WorkspaceError `tag_gone`, `tag_name`, `tag_exists`."""
    wanted = clean_name(to)
    renamed = _renamed(snapshot, name, wanted)
    label = Label("tag_renamed", {"tag": name, "to": wanted})
    return Change(label, tuple(_tag_writes(renamed)), creator)


def move(snapshot: Snapshot, name: str, group: str, creator: str) -> Change:
    """Put a tag or a group with all that is in it into a group. Raises as `rename` does."""
    leaf = name.rpartition("/")[2]
    wanted = clean_name(f"{group}/{leaf}") if group.strip() else leaf
    renamed = _renamed(snapshot, name, wanted)
    label = Label("tag_moved", {"tag": name, "to": wanted})
    return Change(label, tuple(_tag_writes(renamed)), creator)


def _renamed(snapshot: Snapshot, name: str, to: str) -> list[tuple[Tag, Tag]]:
    live = [tag for tag in snapshot.tags.values() if not tag.deleted]
    held = [tag for tag in live if tag.name == name or tag.name.startswith(f"{name}/")]
    if not held:
        raise WorkspaceError("tag_gone", tag=name)
    moved = {tag.id for tag in held}
    others = {tag.name for tag in live if tag.id not in moved}
    pairs = [(tag, replace(tag, name=clean_name(to + tag.name[len(name) :]))) for tag in held]
    for _tag, after in pairs:
        if after.name in others:
            raise WorkspaceError("tag_exists", tag=after.name)
    return pairs


def recolor(snapshot: Snapshot, tag_id: str, color: int, creator: str) -> Change:
    """Give a tag another colour, 0 to 8. Raises WorkspaceError `tag_gone`; ValueError for a colour there is none of."""
    if not 0 <= color < COLORS:
        raise ValueError(f"there is no colour {color}")
    tag = _existing(snapshot, tag_id)
    label = Label("tag_recolored", {"tag": tag.name})
    return Change(label, tuple(_tag_writes([(tag, replace(tag, color=color))])), creator)


def describe(snapshot: Snapshot, tag_id: str, text: str, creator: str) -> Change:
    """Say when a tag is to be put on; white space becomes single spaces. Raises WorkspaceError `tag_gone`."""
    tag = _existing(snapshot, tag_id)
    after = replace(tag, description=" ".join(text.split()))
    return Change(Label("tag_described", {"tag": tag.name}), tuple(_tag_writes([(tag, after)])), creator)


def merge(snapshot: Snapshot, tag_id: str, into: str, creator: str) -> Change:
    """Put the tag of an id where another is, on deleted annotations too, and delete the other.

    Raises WorkspaceError `tag_gone`, `tag_itself`.
    """
    tag, other = _existing(snapshot, tag_id), _existing(snapshot, into)
    if tag.id == other.id:
        raise WorkspaceError("tag_itself", tag=tag.name)
    moment = now()
    writes = [Write("tags", tag.id, tag, replace(tag, deleted=moment, modified=moment))]
    uses = 0
    for annotation in snapshot.annotations.values():
        if tag.id in annotation.tags:
            uses += not annotation.deleted
            ids = (other.id if each == tag.id else each for each in annotation.tags)
            after = kept(replace(annotation, tags=tuple(dict.fromkeys(ids)), modified=moment))
            writes.append(Write("annotations", annotation.id, annotation, after))
    label = Label("tag_merged", {"tag": tag.name, "into": other.name, "count": str(uses)})
    return Change(label, tuple(writes), creator)


def delete(snapshot: Snapshot, tag_id: str, creator: str) -> Change:
    """Delete a tag and take it off all annotations; those left empty are deleted, and can be put back with it.

    Raises WorkspaceError `tag_gone`.
    """
    tag = _existing(snapshot, tag_id)
    moment = now()
    writes = [Write("tags", tag.id, tag, replace(tag, deleted=moment, modified=moment))]
    for annotation in snapshot.annotations.values():
        if annotation.deleted or tag.id not in annotation.tags:
            continue
        after = kept(replace(annotation, tags=tuple(each for each in annotation.tags if each != tag.id)))
        if not said(after):
            after = replace(annotation, deleted=moment)
        writes.append(Write("annotations", annotation.id, annotation, replace(after, modified=moment)))
    label = Label("tag_deleted", {"tag": tag.name, "count": str(len(writes) - 1)})
    return Change(label, tuple(writes), creator)


def _tag_writes(pairs: Sequence[tuple[Tag, Tag]]) -> Iterator[Write]:
    moment = now()
    for before, after in pairs:
        kept = after if after == before else replace(after, modified=moment)
        yield Write("tags", before.id, before, kept)


def _existing(snapshot: Snapshot, tag_id: str) -> Tag:
    tag = snapshot.tags.get(tag_id)
    if tag is None or tag.deleted:
        raise WorkspaceError("tag_gone", tag=tag.name if tag else "")
    return tag
