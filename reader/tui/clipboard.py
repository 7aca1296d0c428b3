"""The system's clipboard: the program that fills it, if there is one here, and running it without waiting."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

SECONDS = 3.0
"""How long a program may take; those that keep the text go on in the background by themselves."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that puts its standard input on the clipboard."""

    name: str
    command: tuple[str, ...]
    encoding: str = "utf-8"


_PBCOPY = Tool("pbcopy", ("pbcopy",))
_WAYLAND = Tool("wl-copy", ("wl-copy",))
_XCLIP = Tool("xclip", ("xclip", "-selection", "clipboard"))
_XSEL = Tool("xsel", ("xsel", "--clipboard", "--input"))
_WINDOWS = Tool("clip.exe", ("clip.exe",), "utf-16-le")


def tool(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Tool | None:
    """Return the program whose clipboard is the reader's own; over ssh that is only a display that was forwarded."""
    far = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    wanted: list[Tool] = []
    if platform == "darwin" and not far:
        wanted.append(_PBCOPY)
    if environment.get("WAYLAND_DISPLAY") and not far:
        wanted.append(_WAYLAND)
    if environment.get("DISPLAY"):
        wanted += [_XCLIP, _XSEL]
    if environment.get("WSL_DISTRO_NAME") and not far:
        wanted.append(_WINDOWS)
    return next(
        (each for each in wanted if shutil.which(each.command[0], path=environment.get("PATH"))), None
    )


async def run(command: tuple[str, ...], given: bytes = b"", seconds: float = SECONDS) -> bool:
    """Run a program without a shell, its standard input `given`; return whether it ended well in time."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # a signal to end the reader is none to end this
        )
    except (OSError, ValueError):
        return False
    try:
        async with asyncio.timeout(seconds):
            await process.communicate(given)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        return False
    except OSError:  # it does not read what it is given
        return False
    return process.returncode == 0
