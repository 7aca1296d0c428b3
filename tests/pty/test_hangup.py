"""A terminal that is closed, and a program that is stopped for a while."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.pty.conftest import Person

pytestmark = pytest.mark.pty


def stopped(pid: int) -> bool:
    """Whether a process is stopped, from /proc."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_closing_the_terminal_ends_the_program_and_keeps_the_draft(person: Person) -> None:
    terminal = person.start()
    terminal.wait_for("金点子")
    terminal.settle(0.4)
    terminal.type("c")
    terminal.type("写到一半")
    os.close(terminal.fd)
    terminal.fd = os.open(os.devnull, os.O_RDWR)
    assert terminal.wait_exit(10).code == 129

    again = person.start()
    again.wait_for("金点子")
    again.wait_for("没有写完")
    again.type("c")
    again.wait_for("写到一半")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_stop_gives_the_terminal_back_and_going_on_draws_again(person: Person) -> None:
    terminal = person.start()
    terminal.wait_for("金点子")
    terminal.settle(0.4)
    terminal.signal(signal.SIGTSTP)
    until = time.monotonic() + 10
    while not stopped(terminal.pid) and time.monotonic() < until:
        terminal.pump(0.05)
    assert stopped(terminal.pid)
    assert "alternate screen" not in terminal.left_on()
    terminal.signal(signal.SIGCONT)
    terminal.settle(0.5)
    assert "alternate screen" in terminal.left_on()
    terminal.type("Q")
    end = terminal.wait_exit()
    assert (end.code, end.left_on) == (0, ())


def test_a_stray_continue_changes_nothing(person: Person) -> None:
    terminal = person.start()
    terminal.wait_for("金点子")
    terminal.settle(0.4)
    terminal.signal(signal.SIGCONT)
    terminal.settle(0.3)
    terminal.type("Q")
    end = terminal.wait_exit()
    assert (end.code, end.left_on) == (0, ())
