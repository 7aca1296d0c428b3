"""Terminals one cannot read in, and ones that are merely small."""

from __future__ import annotations

import shutil

import pytest

from tests.pty.conftest import Person

pytestmark = pytest.mark.pty


@pytest.mark.parametrize("everything", ["", "zh_CN.GB18030"])
def test_a_locale_that_is_not_utf8_is_named_with_the_way_out(person: Person, everything: str) -> None:
    terminal = person.start(LANG="zh_CN.GB18030", LC_ALL=everything)
    assert terminal.wait_exit().code == 1
    assert "GB18030" in terminal.text
    assert "UTF-8" in terminal.text
    assert b"Traceback" not in terminal.output


def test_a_tiny_terminal_says_so_and_grows(person: Person) -> None:
    terminal = person.start(size=(20, 5))
    terminal.wait_for("窗口太小")
    terminal.resize(100, 30)
    terminal.wait_for("目录")
    terminal.resize(30, 8)
    terminal.settle(0.3)
    terminal.type("Q")
    assert terminal.wait_exit().code == 0


def test_no_file_that_can_be_read(person: Person) -> None:
    shutil.rmtree(person.pages)
    person.pages.mkdir()
    (person.pages / "a.txt").write_bytes(b"%PDF-1.4")
    terminal = person.start()
    terminal.wait_for("PDF")
    terminal.wait_for("这里没有找到稿件")
    terminal.type("j]mtcGn")
    terminal.type("Q")
    end = terminal.wait_exit()
    assert (end.code, end.left_on) == (0, ())
    assert b"Traceback" not in terminal.output


def test_escapes_in_a_page_never_reach_the_terminal(person: Person) -> None:
    shutil.rmtree(person.pages)
    person.pages.mkdir()
    title = "让\x1b[31m图书馆\u202e开到[b]夜里[/b]"
    (person.pages / "a.txt").write_text(
        f"“我为桐城献一策”金点子摘登\n\n{title}\n\n桐湾区读书会 顾晚晴\n\n一是延长\x07开馆时间\x9b31m。先试行。\n",
        "utf-8",
    )
    terminal = person.start()
    terminal.wait_for("夜里")
    terminal.settle(0.5)
    assert "[b]夜里[/b]" in terminal.text.replace("\n", "")
    assert "\u202e".encode() not in terminal.output
    assert "延长\x07".encode() not in terminal.output
    assert "\x9b".encode() not in terminal.output
