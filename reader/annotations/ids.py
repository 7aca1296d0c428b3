"""Ids and times: UUIDv7 (RFC 9562), rising within a process, and UTC to the microsecond."""

from __future__ import annotations

import os
import time
import uuid
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock

_lock = Lock()
_last = 0
_RANDOM_BITS = 74


def new_id() -> str:
    """Return a new UUIDv7 in canonical form, greater than any this process made before."""
    global _last
    moment = time.time_ns() // 1_000_000
    with _lock:
        random = int.from_bytes(os.urandom(10)) & ((1 << _RANDOM_BITS) - 1)
        value = moment << _RANDOM_BITS | random
        if value <= _last:  # the clock stands or went back: count on
            value = _last + 1 + (random & 0xFFFF)
        _last = value
    high, low = value >> 62, value & ((1 << 62) - 1)
    stamp, extra = high >> 12, high & 0xFFF
    return str(uuid.UUID(int=stamp << 80 | 7 << 76 | extra << 64 | 2 << 62 | low))


@lru_cache(maxsize=256)  # a commit asks several times for each of its few ids
def id_to_int(identifier: str) -> int:
    """Return an id as the number TinyDB keeps it under. Raises ValueError unless it is a canonical UUID."""
    number = uuid.UUID(identifier)
    if str(number) != identifier:
        raise ValueError(f"not a canonical UUID: {identifier!r}")
    return number.int


def int_to_id(number: int) -> str:
    """Return the id a number stands for. Raises ValueError if it has more than 128 bits."""
    return str(uuid.UUID(int=number))


def now() -> str:
    """Return this moment in UTC, ISO 8601 with microseconds and Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
