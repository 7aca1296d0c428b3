"""What people do, as changes of records. Pure: a snapshot and a wish in, a change out.

A second tag or comment on the same target by the same person extends the annotation that is there; an annotation
left without tags and text becomes a tombstone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.annotations import Annotation, Correction, Tag, Target, make_correction, new_id, now
from reader.annotations.records import COLORS
from reader.pages.digest import Paged
from reader.pages.model import Fix, Page
from reader.repository import Change, Label, PageRecord, Snapshot, Versioned, Write
from reader.workspace.model import Replayed, WorkspaceError
from reader.workspace.provenance import kept, noted

LONGEST_TAG = 60
Build = Callable[[Snapshot], Change]


def clean_name(name: str) -> str:
    """Return a tag's name as it is kept: trimmed, single spaces, groups without empty parts. Raises WorkspaceError."""
    parts = [" ".join(part.split()) for part in name.replace("／", "/").split("/")]
    cleaned = "/".join(part for part in parts if part)
    if not cleaned or len(cleaned) > LONGEST_TAG or not cleaned.isprintable():
        raise WorkspaceError("tag_name", name=name[:LONGEST_TAG])
    return cleaned


class Changes:
    """Builds changes for one person; `page` gives the record of the page a target is on, if it is to be noted."""

    def __init__(self, creator: str, page: Callable[[str], PageRecord | None]) -> None:
        """Take who acts."""
        self._creator, self._page = creator, page

    def tag(
        self,
        snapshot: Snapshot,
        target: Target,
        names: Sequence[str],
        provenance: Mapping[str, Any] | None = None,
    ) -> Change:
        """Add tags to a target; `provenance` says how they got there, if not by hand."""
        tags, writes = self._tags(snapshot, names)
        there = self._there(snapshot, target)
        ids = tuple(dict.fromkeys((*(there.tags if there else ()), *(tag.id for tag in tags))))
        label = Label("tag_added", {"tag": "、".join(tag.name for tag in tags), **_named(target)})
        extra = noted(there, (tag.id for tag in tags), provenance)
        return self._put(snapshot, target, there, label, writes, tags=ids, extra=extra)

    def tag_many(self, snapshot: Snapshot, targets: Sequence[Target], names: Sequence[str]) -> Change:
        """Add tags to many targets, in one change."""
        tags, writes = self._tags(snapshot, names)
        added, moment = tuple(tag.id for tag in tags), now()
        own = {
            _place(annotation.target): annotation
            for annotation in snapshot.annotations.values()
            if annotation.creator == self._creator and _is_head(annotation)
        }
        noted: dict[str, Write] = {}
        for place, target in {_place(target): target for target in targets}.items():
            there = own.get(place)
            base = there or Annotation(new_id(), target, self._creator, moment, moment)
            after = replace(base, tags=tuple(dict.fromkeys((*base.tags, *added))))
            writes.append(_write(there, after if after == there else replace(after, modified=moment)))
            if target.fingerprint not in noted:
                noted.update((write.id, write) for write in self._noted(snapshot, target))
        label = Label("tags_added", {"tag": "、".join(tag.name for tag in tags), "count": str(len(targets))})
        return Change(label, (*writes, *noted.values()), self._creator)

    def comment(self, snapshot: Snapshot, target: Target, text: str) -> Change:
        """Add a comment to a target; below the one there is, if any."""
        said = _said(text)
        there = self._there(snapshot, target)
        whole = f"{there.comment}\n\n{said}" if there and there.comment else said
        label = Label("comment_added", {**_named(target), "text": _short(said)})
        return self._put(snapshot, target, there, label, [], comment=whole)

    def reply(self, snapshot: Snapshot, annotation_id: str, text: str) -> Change:
        """Answer an annotation; an answer to an answer goes to the same head."""
        head = _existing(snapshot, annotation_id)
        moment = now()
        new = Annotation(
            new_id(),
            head.target,
            self._creator,
            moment,
            moment,
            comment=_said(text),
            reply_to=head.reply_to or head.id,
        )
        label = Label("reply_added", {**_named(head.target), "text": _short(text)})
        return Change(label, (_write(None, new),), self._creator)

    def edit_comment(self, snapshot: Snapshot, annotation_id: str, text: str) -> Change:
        """Replace a comment's text; without text and tags the annotation goes."""
        return self._edit(snapshot, annotation_id, "comment_edited", comment=text.strip())

    def set_tags(self, snapshot: Snapshot, annotation_id: str, names: Sequence[str]) -> Change:
        """Replace an annotation's tags."""
        tags, writes = self._tags(snapshot, names) if names else ([], [])
        ids = tuple(tag.id for tag in tags)
        return self._edit(snapshot, annotation_id, "tags_changed", writes, tags=ids)

    def untag(self, snapshot: Snapshot, annotation_id: str, tag_id: str) -> Change:
        """Take one tag off an annotation."""
        annotation = _existing(snapshot, annotation_id)
        left = tuple(tag for tag in annotation.tags if tag != tag_id)
        return self._edit(snapshot, annotation_id, "tags_changed", tags=left)

    def delete(self, snapshot: Snapshot, annotation_id: str) -> Change:
        """Make an annotation a tombstone."""
        annotation = self._own(snapshot, annotation_id)
        return self._change(annotation, replace(annotation, deleted=now()), "deleted", [])

    def restore(self, snapshot: Snapshot, annotation_id: str) -> Change:
        """Put a deleted annotation back, with what it answers and its tags where they were deleted too.

        Where there is a tag of the same name by now, it gets that one.
        """
        annotation = snapshot.annotations.get(annotation_id)
        if annotation is None or not annotation.deleted:
            raise WorkspaceError("gone")
        if annotation.creator != self._creator:
            raise WorkspaceError("not_yours", by=annotation.creator)
        moment = now()
        back = [annotation]
        parent = snapshot.annotations.get(annotation.reply_to or "")
        if parent is not None and parent.deleted and parent.creator == self._creator and said(parent):
            back.append(parent)
        gone = {
            key: tag for item in back for key in item.tags if (tag := snapshot.tags.get(key)) and tag.deleted
        }
        named = {tag.name: tag.id for tag in snapshot.tags.values() if not tag.deleted}
        now_called = {key: named.get(tag.name, key) for key, tag in gone.items()}
        text = _short(annotation.comment or annotation.target.exact)
        writes = [
            Write("tags", key, tag, replace(tag, deleted=None, modified=moment))
            for key, tag in gone.items()
            if now_called[key] == key
        ]
        for item in reversed(back):
            tags = tuple(dict.fromkeys(now_called.get(key, key) for key in item.tags))
            writes.append(_write(item, replace(item, deleted=None, modified=moment, tags=tags)))
        label = Label("restored", {**_named(annotation.target), "text": text})
        return Change(label, tuple(writes), self._creator)

    def retarget(self, snapshot: Snapshot, annotation_id: str, target: Target) -> Change:
        """Put an annotation on another target; its answers go with it, whoever's they are, deleted ones too.

        Where another of the person's own annotations is on that target, nothing is done: which of the two comments and
        ids would stay is for people to say. Raises WorkspaceError `gone`, `not_yours`, `target_reply`, `target_taken`.
        """
        annotation = self._own(snapshot, annotation_id)
        if annotation.reply_to is not None:
            raise WorkspaceError("target_reply")
        there = None if annotation.entry else self._there(snapshot, target, but=annotation.id)
        if there is not None:
            raise WorkspaceError("target_taken", text=_short(there.comment or target.exact))
        answers = [item for item in snapshot.annotations.values() if item.reply_to == annotation.id]
        writes = list(self._noted(snapshot, target))
        for before in (annotation, *answers):
            after = replace(before, target=target)
            writes.append(_write(before, after if after == before else replace(after, modified=now())))
        return Change(Label("retargeted", _named(target)), tuple(writes), self._creator)

    def settle(self, snapshot: Snapshot, moved: Mapping[str, Target]) -> Change:
        """Store where annotations were found in a text that has changed, with their answers; anyone may, as `confirm`.

        Raises WorkspaceError `gone` if none of them is there any more.
        """
        pages: dict[str, Write] = {}
        writes = []
        heads = 0
        for before in snapshot.annotations.values():
            target = moved.get(before.reply_to or before.id)
            if target is None or before.target == target:
                continue
            heads += before.reply_to is None
            pages |= {write.id: write for write in self._noted(snapshot, target)}
            writes.append(_write(before, replace(before, target=target, modified=now())))
        if not writes:
            raise WorkspaceError("gone")
        label = Label("settled", {"count": str(heads)})
        return Change(label, (*pages.values(), *writes), self._creator)

    def resolve(self, snapshot: Snapshot, annotation_id: str, resolved: bool) -> Change:
        """Mark an annotation as dealt with, or not; anyone may."""
        annotation = _existing(snapshot, annotation_id)
        code = "resolved" if resolved else "reopened"
        return self._change(annotation, replace(annotation, resolved=resolved), code, [])

    def correct(
        self, snapshot: Snapshot, wishes: Sequence[tuple[Paged, Fix]], code: str, about: str
    ) -> Change:
        """Say things about pages' rows, at once; a thing said before by the same person about the same rows is replaced.

        `code` is the label's, `about` what it names.
        """
        writes: dict[tuple[str, str], Write] = {}
        moment = now()
        for page, fix in wishes:
            new = make_correction(page, fix, self._creator)
            before = next((item for item in self._said(snapshot, new)), None)
            after = replace(before, value=new.value, body=new.body, modified=moment) if before else new
            writes["corrections", after.id] = Write("corrections", after.id, before, after)
            record = None if page.fingerprint in snapshot.pages else self._page(page.fingerprint)
            if record is not None:
                writes["pages", record.fingerprint] = Write("pages", record.fingerprint, None, record)
        return Change(Label(code, {"title": _short(about)}), tuple(writes.values()), self._creator)

    def confirm(self, snapshot: Snapshot, page: Page, found: Sequence[Replayed]) -> Change:
        """Give corrections that were found again the rows they are about now, in the order in which they were made."""
        writes = []
        for item in found:
            before = snapshot.corrections.get(item.correction.id)
            if item.status != "moved" or item.fix is None or before is None or before.deleted:
                continue
            new = make_correction(page, item.fix, before.creator)
            after = replace(
                before, fingerprint=page.fingerprint, rows=new.rows, body=new.body, modified=now()
            )
            writes.append(Write("corrections", before.id, before, after))
        if not writes:
            raise WorkspaceError("gone")
        record = None if page.fingerprint in snapshot.pages else self._page(page.fingerprint)
        if record is not None:
            writes.append(Write("pages", record.fingerprint, None, record))
        label = Label("fix_confirmed", {"count": str(len(writes) - (record is not None))})
        return Change(label, tuple(writes), self._creator)

    def take_back(self, snapshot: Snapshot, correction_id: str) -> Change:
        """Make a correction a tombstone; anyone may, the parse is everybody's."""
        correction = snapshot.corrections.get(correction_id)
        if correction is None or correction.deleted:
            raise WorkspaceError("gone")
        text = correction.rows[0].exact if correction.rows else correction.value
        after = replace(correction, deleted=now(), modified=now())
        write = Write("corrections", correction.id, correction, after)
        return Change(Label("fix_dropped", {"title": _short(text)}), (write,), self._creator)

    def _said(self, snapshot: Snapshot, new: Correction) -> Iterator[Correction]:
        for correction in snapshot.corrections.values():
            if (
                correction.fingerprint == new.fingerprint
                and correction.about == new.about
                and [(row.start, row.end) for row in correction.rows]
                == [(row.start, row.end) for row in new.rows]
                and (new.rows or correction.body == new.body)
                and correction.creator == self._creator
                and not correction.deleted
            ):
                yield correction

    def _edit(
        self,
        snapshot: Snapshot,
        annotation_id: str,
        code: str,
        writes: Iterable[Write] = (),
        **fields: object,
    ) -> Change:
        annotation = self._own(snapshot, annotation_id)
        return self._change(annotation, replace(annotation, **fields), code, writes)  # type: ignore[arg-type]

    def _change(self, before: Annotation, after: Annotation, code: str, writes: Iterable[Write]) -> Change:
        after = kept(after)
        if not after.deleted and not said(after):
            after, code = replace(after, deleted=now()), "deleted"
        if after != before:
            after = replace(after, modified=now())
        text = _short(before.comment or before.target.exact)
        label = Label(code, {**_named(before.target), "text": text})
        return Change(label, (*writes, _write(before, after)), self._creator)

    def _put(
        self,
        snapshot: Snapshot,
        target: Target,
        there: Annotation | None,
        label: Label,
        writes: list[Write],
        **fields: object,
    ) -> Change:
        moment = now()
        base = there or Annotation(new_id(), target, self._creator, moment, moment)
        after = replace(base, **fields)  # type: ignore[arg-type]
        if after != there:
            after = replace(after, modified=moment)
        noted = self._noted(snapshot, target)
        return Change(label, (*writes, *noted, _write(there, after)), self._creator)

    def _noted(self, snapshot: Snapshot, target: Target) -> tuple[Write, ...]:
        """Return what notes the page a target is on, if it is not noted yet."""
        page = None if target.fingerprint in snapshot.pages else self._page(target.fingerprint)
        return (Write("pages", page.fingerprint, None, page),) if page else ()

    def _there(self, snapshot: Snapshot, target: Target, but: str = "") -> Annotation | None:
        """Return the person's own annotation on exactly this target, other than the one of an id."""
        for annotation in snapshot.annotations.values():
            other = annotation.target
            if (
                annotation.id != but
                and annotation.creator == self._creator
                and _is_head(annotation)
                and other.fingerprint == target.fingerprint
                and other.ranges == target.ranges
                and other.level == target.level
            ):
                return annotation
        return None

    def _tags(self, snapshot: Snapshot, names: Sequence[str]) -> tuple[list[Tag], list[Write]]:
        """Return the tags of names, and what creates those that are new."""
        live = {tag.name: tag for tag in snapshot.tags.values() if not tag.deleted}
        tags: list[Tag] = []
        writes: list[Write] = []
        for name in dict.fromkeys(clean_name(name) for name in names):
            tag = live.get(name)
            if tag is None:
                moment = now()
                tag = Tag(new_id(), name, (len(live) + len(writes)) % COLORS, self._creator, moment, moment)
                writes.append(Write("tags", tag.id, None, tag))
            tags.append(tag)
        return tags, writes

    def _own(self, snapshot: Snapshot, annotation_id: str) -> Annotation:
        annotation = _existing(snapshot, annotation_id)
        if annotation.creator != self._creator:
            raise WorkspaceError("not_yours", by=annotation.creator)
        return annotation


def apply(snapshot: Snapshot, change: Change) -> Snapshot | None:
    """Return a snapshot with a change made; None if a record is not what the change was made from."""
    tables: dict[str, Versioned[str, Any]] = {
        "annotations": snapshot.annotations,
        "tags": snapshot.tags,
        "pages": snapshot.pages,
        "corrections": snapshot.corrections,
        "links": snapshot.links,
        "settings": snapshot.settings,
    }
    changes: dict[str, dict[str, Any]] = {}
    for write in change.writes:
        changed = changes.setdefault(write.table, {})
        if changed.get(write.id, tables[write.table].get(write.id)) != write.before:
            return None
        changed[write.id] = write.after
    new: dict[str, Any] = {name: tables[name].changed(changed) for name, changed in changes.items()}
    return replace(snapshot, **new)


def said(annotation: Annotation) -> bool:
    """Say whether an annotation says anything: who takes its last tag off, deletes it."""
    return bool(annotation.tags or annotation.comment or annotation.entry)


def _is_head(annotation: Annotation) -> bool:
    """Say whether more tags, or a comment, may go to an annotation: it is there, no answer and no entry."""
    return not annotation.deleted and annotation.reply_to is None and annotation.entry is None


def _place(target: Target) -> tuple[object, ...]:
    return target.fingerprint, target.ranges, target.level


def _existing(snapshot: Snapshot, annotation_id: str) -> Annotation:
    annotation = snapshot.annotations.get(annotation_id)
    if annotation is None or annotation.deleted:
        raise WorkspaceError("gone")
    return annotation


def _write(before: Annotation | None, after: Annotation) -> Write:
    return Write("annotations", after.id, before, after)


def _said(text: str) -> str:
    if not text.strip():
        raise WorkspaceError("nothing_said")
    return text.strip()


def _named(target: Target) -> dict[str, str]:
    """Return a label's parameters for what a change is about: the article's title, and what in it is meant."""
    title = target.title or _short(target.exact)
    whole = target.level in ("article", "page")
    return {"title": title, "about": f"《{_short(title)}》" if whole else _short(target.exact)}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"
