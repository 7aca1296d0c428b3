"""The whole job at a real terminal: read, tag, comment, undo, quit, and find it all again."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest

from scripts.terminal import Terminal
from tests.pty.conftest import Person
from tests.pty.stored import fingerprints, stored_annotations, wait_until

pytestmark = pytest.mark.pty

Annotations = list[dict[str, Any]]


def with_tag(found: Annotations, name: str) -> dict[str, Any] | None:
    return next((one for one in found if name in one["tags"]), None)


def with_comment(found: Annotations, text: str) -> dict[str, Any] | None:
    return next((one for one in found if one["comment"] == text), None)


def opened(terminal: Terminal) -> Terminal:
    """Wait until the desk shows an article and has come to rest."""
    terminal.wait_for("目录")
    terminal.wait_for("金点子")
    terminal.settle(0.4)
    return terminal


def burst(terminal: Terminal, keys: str) -> None:
    """Type keys faster than anybody can, and take in what comes of them."""
    terminal.send(keys)
    terminal.settle(0.2)


def check_found(terminal: Terminal, found: Annotations) -> None:
    """The cards show what the file holds, and the file holds what was typed."""
    tagged, comment, span = (
        with_tag(found, "值得采纳"),
        with_comment(found, "这一条可行"),
        with_tag(found, "原文"),
    )
    assert tagged and tagged["target"]["level"] == "article"
    assert comment and comment["target"]["level"] == "measure"
    assert span and span["target"]["level"] == "span"
    assert len(span["target"]["exact"]) == 4
    assert {one["creator"] for one in found} == {"analyst"}
    terminal.wait_for("值得采纳")
    terminal.wait_for("这一条可行")
    terminal.wait_for("原文")


JOBS = {
    "letters": {
        "move": "jjkJK",
        "tag": "t",
        "measure": "]m",
        "comment": "c",
        "down": "jj",
        "select": "vlll",
        "undo": "u",
        "redo": "<c-r>",
        "quit": "Q",
    },
    "letter-free": {
        "move": "<down><down><up><c-pgdn><c-pgup>",
        "tag": "<f2>",
        "measure": "<f7>",
        "comment": "<f3>",
        "down": "<down><down>",
        "select": "<s-right><s-right><s-right>",
        "undo": "<c-z>",
        "redo": "<c-y>",
        "quit": "<c-q>",
    },
}


@pytest.mark.parametrize("job", JOBS)
def test_the_whole_job(person: Person, job: str) -> None:
    key = JOBS[job]
    terminal = opened(person.start())
    burst(terminal, key["move"])
    assert not person.database.exists()

    burst(terminal, key["tag"])
    burst(terminal, "值得采纳")
    burst(terminal, "<enter>")
    terminal.wait_for("值得采纳")
    wait_until(terminal, person.database, lambda found: with_tag(found, "值得采纳"))

    burst(terminal, key["measure"])
    burst(terminal, key["comment"])
    burst(terminal, "这一条可行")
    burst(terminal, "<c-s>")
    terminal.wait_for(lambda text: "这一条可行" in text and "^s" not in text)

    burst(terminal, key["down"])
    burst(terminal, key["select"])
    burst(terminal, key["tag"])
    burst(terminal, "原文")
    burst(terminal, "<enter>")
    terminal.wait_for(r"原文\s*$")

    burst(terminal, key["undo"])
    terminal.wait_for(lambda text: not re.search(r"原文\s*$", text, re.M))
    burst(terminal, key["redo"])
    found = wait_until(terminal, person.database, lambda found: with_tag(found, "原文"))
    check_found(terminal, found)

    burst(terminal, key["quit"])
    end = terminal.wait_exit()
    assert (end.code, end.left_on) == (0, ())
    check_found(opened(person.start()), stored_annotations(person.database))


def test_reading_writes_nothing_in_the_folder(person: Person) -> None:
    before = fingerprints(person.pages)
    terminal = opened(person.start())
    terminal.type("jjj J]m G q")
    terminal.type("Q")
    assert terminal.wait_exit().code == 0
    assert fingerprints(person.pages) == before


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=str
)
@pytest.mark.parametrize("editing", [False, True], ids=["reading", "editing"])
def test_signals_leave_the_terminal_as_it_was_and_lose_nothing(
    person: Person, number: signal.Signals, code: int, editing: bool
) -> None:
    terminal = opened(person.start())
    terminal.type("t")
    terminal.type("先存")
    terminal.type("<enter>")
    terminal.wait_for(lambda text: "先存" in text and "Tab" in text.splitlines()[-1])
    if editing:
        terminal.type("c")
        terminal.type("写到一半")
    terminal.signal(number)
    end = terminal.wait_exit()
    assert (end.code, end.left_on) == (code, ())
    assert b"Traceback" not in terminal.output
    assert with_tag(stored_annotations(person.database), "先存")
    if editing:
        assert not with_comment(stored_annotations(person.database), "写到一半")
        again = opened(person.start())
        again.type("c")
        again.wait_for("写到一半")
        again.type("<c-s>")
        wait_until(again, person.database, lambda found: with_comment(found, "写到一半"))
