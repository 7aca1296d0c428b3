"""Registering handling, as changes of records: entries, corrections of entries, which scheme counts. Pure.

Every entry is an annotation of its own; one that corrects another leaves it in place, so that the trace is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.annotations import Annotation, Entry, Target, new_id, now
from reader.annotations.schemes import Scheme
from reader.repository import Change, Label, PageRecord, Setting, Snapshot, Write
from reader.workspace.handling import scheme_key
from reader.workspace.model import WorkspaceError

Wish = tuple[Target, Entry]
Noting = Callable[[str], PageRecord | None]
"""Gives the record of the page of a fingerprint."""


def register(snapshot: Snapshot, wishes: Sequence[Wish], creator: str, page: Noting) -> Change:
    """Put entries on targets, in one change. Raises WorkspaceError `nothing_said` without any."""
    if not wishes:
        raise WorkspaceError("nothing_said")
    moment = now()
    writes: dict[tuple[str, str], Write] = {}
    for target, entry in wishes:
        new = Annotation(new_id(), target, creator, moment, moment, entry=entry)
        writes["annotations", new.id] = Write("annotations", new.id, None, new)
        note(snapshot, target, page, writes)
    titles = list(dict.fromkeys(target.title for target, _entry in wishes))
    fields = {(entry.scheme, entry.field) for _target, entry in wishes}
    params = {"title": titles[0], "count": str(len(titles)), "fields": str(len(fields))}
    return Change(
        Label("registered" if len(titles) == 1 else "registered_many", params),
        tuple(writes.values()),
        creator,
    )


def correct(snapshot: Snapshot, annotation_id: str, entry: Entry, creator: str) -> Change:
    """Put another entry in the place of one; the old one stays, and counts no more. Anyone may: it says who did.

    Raises WorkspaceError `gone`; `entry_corrected` if another one corrects it already.
    """
    before = snapshot.annotations.get(annotation_id)
    if before is None or before.deleted or before.entry is None:
        raise WorkspaceError("gone")
    if any(_corrects(each, annotation_id) for each in snapshot.annotations.values()):
        raise WorkspaceError("entry_corrected")
    moment = now()
    new = Annotation(
        new_id(), before.target, creator, moment, moment, entry=replace(entry, corrects=annotation_id)
    )
    label = Label("entry_corrected", {"title": before.target.title})
    return Change(label, (Write("annotations", new.id, None, new),), creator)


def choose_scheme(snapshot: Snapshot, scheme: Scheme, header: str, creator: str) -> Change:
    """Have a scheme count in the whole library, or in the columns of a header."""
    key = scheme_key(header)
    before = snapshot.settings.get(key)
    after = Setting(key, scheme.id, creator, now(), before.extra if before else {})
    if before is not None and before.value == scheme.id:
        after = before
    code = "scheme_chosen_column" if header else "scheme_chosen"
    label = Label(code, {"scheme": str(scheme.label), "title": header})
    return Change(label, (Write("settings", key, before, after),), creator)


def note(snapshot: Snapshot, target: Target, page: Noting, writes: dict[tuple[str, str], Write]) -> None:
    """Add what notes the page a target is on, if it is not noted yet."""
    if target.fingerprint in snapshot.pages or ("pages", target.fingerprint) in writes:
        return
    record = page(target.fingerprint)
    if record is not None:
        writes["pages", record.fingerprint] = Write("pages", record.fingerprint, None, record)


def _corrects(annotation: Annotation, annotation_id: str) -> bool:
    entry = annotation.entry
    return entry is not None and entry.corrects == annotation_id and not annotation.deleted
