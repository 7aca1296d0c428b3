"""Whether records agree with each other, and what can be done where they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from reader.annotations import Annotation, same_place
from reader.repository.model import PageRecord, Snapshot, Write


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a database.

    `code` is one of check_record (a document is no valid record; params table, id, detail), check_tag (an annotation
    has a tag that is not there; id, tag), check_reply (it answers one that is not there; id, parent), check_page
    (nothing is known of the page it is on; id, fingerprint), check_link (a link leads from a place to itself; id).
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def faults(snapshot: Snapshot) -> list[Fault]:
    """Return what is wrong with the records."""
    found = [
        Fault("check_record", {"table": problem.table, "id": problem.id, "detail": problem.detail})
        for problem in snapshot.problems
    ]
    for identifier, annotation in snapshot.annotations.items():
        found += [
            Fault("check_tag", {"id": identifier, "tag": tag})
            for tag in annotation.tags
            if tag not in snapshot.tags
        ]
        parent = annotation.reply_to
        if parent is not None and parent not in snapshot.annotations:
            found.append(Fault("check_reply", {"id": identifier, "parent": parent}))
    on = [(key, annotation.target.fingerprint) for key, annotation in snapshot.annotations.items()]
    on += [(key, correction.fingerprint) for key, correction in snapshot.corrections.items()]
    on += [(key, end.fingerprint) for key, link in snapshot.links.items() for end in link.ends]
    found += [
        Fault("check_link", {"id": identifier})
        for identifier, link in snapshot.links.items()
        if not link.deleted and same_place(link.source, link.target)
    ]
    found += [
        Fault("check_page", {"id": identifier, "fingerprint": fingerprint})
        for identifier, fingerprint in on
        if fingerprint not in snapshot.pages
    ]
    return found


def repairs(snapshot: Snapshot, page: Callable[[str], PageRecord | None], moment: str) -> list[Write]:
    """Return the writes that set right what can be.

    Tags that are not there are taken off; a reply to what is not there becomes an annotation of its own; a link from a
    place to itself becomes a tombstone; pages are noted again where `page` knows them by their fingerprint. `moment`
    becomes the time of modification.
    """
    writes: list[Write] = []
    for identifier, annotation in snapshot.annotations.items():
        after = _repaired(snapshot, annotation)
        if after != annotation:
            writes.append(Write("annotations", identifier, annotation, replace(after, modified=moment)))
    for identifier, link in snapshot.links.items():
        if not link.deleted and same_place(link.source, link.target):
            gone = replace(link, deleted=moment, modified=moment)
            writes.append(Write("links", identifier, link, gone))
    on = [annotation.target.fingerprint for annotation in snapshot.annotations.values()]
    on += [end.fingerprint for link in snapshot.links.values() for end in link.ends]
    on += [correction.fingerprint for correction in snapshot.corrections.values()]
    for fingerprint in dict.fromkeys(on):
        record = None if fingerprint in snapshot.pages else page(fingerprint)
        if record is not None:
            writes.append(Write("pages", fingerprint, None, record))
    return writes


def _repaired(snapshot: Snapshot, annotation: Annotation) -> Annotation:
    parent = annotation.reply_to
    return replace(
        annotation,
        tags=tuple(tag for tag in annotation.tags if tag in snapshot.tags),
        reply_to=parent if parent in snapshot.annotations else None,
    )
