"""What an export could not hold: codes with counts, so that nobody finds out later.

`reader.config.wording.LOSSES` has the words. A format names the codes it always loses in `Format.losses`; those that
`OCCURS` knows are counted while it takes its records, others it counts itself in `Export.losses`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from reader.exchange.model import Export, Record

OCCURS: Mapping[str, Callable[[Record], bool]] = {
    "ranges": lambda record: bool(record.annotation.target.ranges),
    "ids": lambda record: True,
    "entries": lambda record: record.annotation.entry is not None,
    "replies": lambda record: record.annotation.reply_to is not None,
    "resolved": lambda record: record.annotation.resolved,
    "comments": lambda record: bool(record.annotation.comment),
    "tag_details": lambda record: any(tag.description for tag in record.tags),
    "creators": lambda record: bool(record.annotation.creator),
    "times": lambda record: True,
    "context": lambda record: bool(record.annotation.target.prefix or record.annotation.target.suffix),
    "whole": lambda record: record.annotation.target.level in ("page", "article"),
    "untagged": lambda record: not record.tags,
    "homeless": lambda record: record.article is None,
}
"""For a code, whether a record has what it stands for."""


def count_links(export: Export, codes: Iterable[str]) -> None:
    """Count the links of an export that was written as a format that holds none, or as a table of something else."""
    count = sum(1 for _note in export.links) if "links" in codes and export.options.sheet != "links" else 0
    if count:
        export.losses["links"] = count


def watched(export: Export, codes: Iterable[str]) -> Export:
    """Return an export that counts, each time its records are gone through, those that have what is lost."""
    counted = {code: OCCURS[code] for code in codes if code in OCCURS}
    losses: Counter[str] = Counter()
    return replace(export, records=_Watched(export.records, counted, losses), losses=losses)


class _Watched(Iterable[Record]):
    def __init__(
        self, records: Iterable[Record], counted: Mapping[str, Callable[[Record], bool]], losses: Counter[str]
    ) -> None:
        self._records, self._counted, self._losses = records, counted, losses

    def __iter__(self) -> Iterator[Record]:
        if not self._counted:
            return iter(self._records)
        return self._counting()

    def _counting(self) -> Iterator[Record]:
        found = dict.fromkeys(self._counted, 0)
        for record in self._records:
            for code, occurs in self._counted.items():
                found[code] += occurs(record)
            yield record
        self._losses.update({code: count - self._losses[code] for code, count in found.items()})
        for code in found:
            if not self._losses[code]:
                del self._losses[code]
