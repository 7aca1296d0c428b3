"""What goes through the pipes between the program and its workers: lists of byte strings, each with its length."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO, Any

_LONGEST = 1 << 30


class FrameError(Exception):
    """The other end is gone, or speaks otherwise."""


def write_frame(pipe: IO[bytes], head: Any, parts: Sequence[bytes] = ()) -> None:
    """Write what JSON can say, and byte strings. Raises OSError."""
    said = [json.dumps(head).encode("ascii"), *parts]
    sizes = b"".join(len(part).to_bytes(4, "big") for part in said)
    pipe.write(len(said).to_bytes(4, "big") + sizes + b"".join(said))
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> tuple[Any, list[bytes]]:
    """Return what was written. Raises FrameError at the end."""
    count = _number(pipe)
    sizes = [_number(pipe) for _ in range(count)]
    if sum(sizes) > _LONGEST:
        raise FrameError("too long")
    head, *parts = [_exactly(pipe, size) for size in sizes]
    try:
        return json.loads(head), parts
    except ValueError as error:
        raise FrameError(str(error)) from error


def _number(pipe: IO[bytes]) -> int:
    return int.from_bytes(_exactly(pipe, 4), "big")


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise FrameError("cut off")
    return data
