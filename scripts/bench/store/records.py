"""Documents as the program stores them: an annotation on an invented text, and the event that tells of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from reader.annotations import Annotation, Target, id_to_int, new_id, now, to_record

Document = dict[str, Any]

WORDS = "建议市里在社区医院开设夜间门诊方便上班的人看病同时公布每周排班以免白跑一趟"


def endless(seed: int) -> Iterator[Document]:
    """Yield annotations without end, about 1,000 bytes of JSON each."""
    chance = random.Random(seed)
    tags = [new_id() for _ in range(20)]

    def text(length: int) -> str:
        return "".join(chance.choices(WORDS, k=length))

    while True:
        start = chance.randrange(8000)
        target = Target(
            fingerprint=f"{chance.getrandbits(256):064x}",
            ranges=((start, start + 30), (start + 34, start + 60)),
            exact=text(56),
            prefix=text(32),
            suffix=text(32),
            level="span",
            article=f"{chance.getrandbits(48):012x}/{start // 20}",
            title=text(14),
            measure="一是",
        )
        moment = now()
        yield to_record(
            Annotation(
                id=new_id(),
                target=target,
                creator="王",
                created=moment,
                modified=moment,
                tags=tuple(chance.sample(tags, 2)),
                comment=text(24),
            )
        )


def event(annotation: Document, before: Document | None = None) -> Document:
    """Return the event that tells of an annotation, as the repository logs it."""
    identifier = new_id()
    return {
        "id": identifier,
        "kind": "change",
        "of": identifier,
        "label": {"code": "commented", "params": {"title": annotation["target"]["title"]}},
        "creator": annotation["creator"],
        "created": annotation["created"],
        "writes": [
            {"table": "annotations", "id": annotation["id"], "before": before, "after": annotation},
        ],
    }


def number(document: Document) -> int:
    """Return the TinyDB id of a document with an id of ours."""
    return id_to_int(document["id"])
