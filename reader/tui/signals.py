"""Signals that end the program in order."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def listen(stop: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    """Have the running event loop call `stop` with the number of a signal that asks the program to end."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    def caught(number: int) -> None:
        if terminal_is_gone():
            let_go()
        if not tasks:  # one is enough
            tasks.add(loop.create_task(stop(number)))

    _resume_only_after_a_stop()
    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None:
            try:
                loop.add_signal_handler(number, caught, number)
            except (NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
                continue


def terminal_is_gone() -> bool:
    """Return whether the terminal of the standard streams was closed."""
    try:
        import termios
    except ImportError:  # Windows
        return False
    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    return False


def let_go() -> None:
    """Point the standard streams at nothing.

    A write to a terminal that is gone would end Textual's output thread, and the program wait for it for ever.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def _resume_only_after_a_stop() -> None:
    """Keep Textual from starting the screen a second time on a SIGCONT that no stop came before.

    The kernel sends one with the SIGHUP of a terminal that is gone.
    """
    if not hasattr(signal, "SIGTSTP"):
        return
    stop, resume = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not callable(stop) or not callable(resume):  # no terminal: a test
        return
    stopped: list[bool] = []

    def stopping(number: int, frame: FrameType | None) -> None:
        stopped.append(True)
        stop(number, frame)

    def resuming(number: int, frame: FrameType | None) -> None:
        if stopped:
            stopped.clear()
            resume(number, frame)

    signal.signal(signal.SIGTSTP, stopping)
    signal.signal(signal.SIGCONT, resuming)
