"""Ledgers and deadlines from the shell: what is said, what is written, and the status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import Shell, pages, shell

__all__ = ["pages", "shell"]

HEADER = "编号,标题,代表,主办单位,交办日期\n"
MEALS = "1,关于办好“邻里餐桌”助餐点的建议,沈禾,市民政局,2026-03-02\n"
FERRY = "2,关于渡口夜航的建议,周渡,市交通局,2026-03-09\n"


def ledger(shell: Shell, *rows: str, header: str = HEADER) -> Path:
    path = shell.folder / "清单.csv"
    path.write_text(header + "".join(rows), "utf-8")
    return path


def database(pages: Path) -> Path:
    return pages / "annotations.json"


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(shell: Shell, pages: Path) -> None:
    done = shell.run("import", "csv", ledger(shell, MEALS, FERRY), pages, "--scheme", "npc", "-n")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "xiance: would be imported: 1 found, 1 without a text; 6 entries registered, 0 corrected\n"
    )
    assert not database(pages).exists()


def test_mistakes_are_told_by_row_and_nothing_is_imported(shell: Shell, pages: Path) -> None:
    rows = [f"{number + 3},关于第{number}个渡口的建议,周渡,市交通局,三月\n" for number in range(25)]
    done = shell.run("import", "csv", ledger(shell, MEALS, *rows), pages, "--scheme", "npc", "--lang", "zh")
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert lines[0] == "xiance: 第 3 行“交办日期”：“三月”不是日期"
    assert len(lines) == 22
    assert lines[-2:] == ["xiance: 另有 5 处", "xiance: 什么都没有导入：有 25 行不对"]
    assert not database(pages).exists()


def test_rows_with_mistakes_are_left_out_when_that_is_wished(shell: Shell, pages: Path) -> None:
    bad = "3,关于码头的建议,周渡,市交通局,三月\n"
    done = shell.run("import", "csv", ledger(shell, MEALS, bad, FERRY), pages, "--scheme", "npc", "--skip")
    assert done.returncode == 0
    assert done.stderr.splitlines()[1:] == [
        "xiance: 1 found, 1 without a text; 6 entries registered, 0 corrected",
        "xiance: 1 row left out",
    ]
    done = shell.run("import", "csv", ledger(shell, bad), pages, "--scheme", "npc", "--skip")
    assert done.returncode == 1


def test_what_nothing_decides_is_for_a_person_to_say(shell: Shell, pages: Path) -> None:
    stranger = MEALS.replace("沈禾", "别人")
    path = ledger(shell, stranger)
    done = shell.run("import", "csv", path, pages, "--scheme", "npc")
    assert done.returncode == 1
    first = done.stderr.splitlines()[0]
    assert "--match 2=ID" in first
    article = first.partition("may be ")[2].split()[0]
    done = shell.run("import", "csv", path, pages, "--scheme", "npc", "--match", f"2={article}")
    assert done.stderr == "xiance: 1 found, 0 without a text; 3 entries registered, 0 corrected\n"


def test_columns_are_named_once(shell: Shell, pages: Path) -> None:
    header, row = "件号,题名,谁办\n", "7,关于渡口夜航的建议,市交通局\n"
    path = ledger(shell, row, header=header)
    assert shell.run("import", "csv", path, pages).returncode == 1
    named = ["--map", "件号=编号", "--map", "题名=title", "--map", "谁办=主办单位"]
    done = shell.run("import", "csv", path, pages, "--scheme", "npc", *named)
    assert done.stderr == "xiance: 0 found, 1 without a text; 2 entries registered, 0 corrected\n"
    done = shell.run("import", "csv", path, pages)
    assert (done.returncode, done.stderr) == (0, "xiance: nothing new: 1 proposal is as the ledger says\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["csv", "清单.csv", "pages", "--scheme", "none"], 1, "column, npc, cppcc"),
        (["csv", "清单.csv", "pages", "--map", "编号=weather"], 1, "title, author"),
        (["csv", "清单.csv", "pages", "--map", "weather"], 2, "COLUMN=MEANING"),
        (["csv", "清单.csv", "pages", "--match", "x=new"], 2, "12=new"),
        (["csv", "清单.csv", "pages", "--date", "today"], 2, "2024-02-29"),
        (["csv", "none.csv", "pages"], 1, "none.csv"),
        (["xlsx", "清单.csv", "none"], 1, "none"),
        (["jsonl", "清单.csv", "pages", "--skip"], 2, "--skip: only for ledgers"),
        (["jsonl", "清单.csv", "pages", "-n", "--map", "a=b"], 2, "--map, --dry-run: only for ledgers"),
    ],
)
def test_what_is_refused(shell: Shell, pages: Path, arguments: list[str], status: int, words: str) -> None:
    ledger(shell, MEALS)
    done = shell.run("import", *arguments)
    assert done.returncode == status
    assert words in done.stderr
    assert not database(pages).exists()


def test_an_empty_ledger_imports_nothing(shell: Shell, pages: Path) -> None:
    done = shell.run("import", "csv", ledger(shell), pages, "--scheme", "npc")
    assert done.returncode == 1
    assert "no proposals in it" in done.stderr


def test_what_is_due_is_a_line_each(shell: Shell, pages: Path) -> None:
    shell.run("import", "csv", ledger(shell, MEALS, FERRY), pages, "--scheme", "npc")
    done = shell.run("due", pages, XIANCE_TODAY="2026-06-05", XIANCE_LANG="zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "-3\t2026-06-02\t答复\t1\t办好“邻里餐桌”助餐点\t市民政局\t澜州日报2026-03-02_02版.txt\n"
        "4\t2026-06-09\t答复\t2\t关于渡口夜航的建议\t市交通局\t台账\n"
    )
    done = shell.run("due", pages, "--date", "2026-06-05", "--days", "0", "--json")
    (only,) = map(json.loads, done.stdout.splitlines())
    assert (only["days_left"], only["number"], only["scheme"], only["extended"]) == (-3, "1", "npc", False)


@pytest.mark.parametrize(
    ("more", "words"), [(["--days", "1"], "nothing is due within 1 day\n"), (["--all"], "nothing is due\n")]
)
def test_nothing_due_is_no_failure(shell: Shell, pages: Path, more: list[str], words: str) -> None:
    done = shell.run("due", pages, *more)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"xiance: {words}")
    assert not database(pages).exists()


def test_a_day_that_is_none_and_a_database_that_is_none(shell: Shell, pages: Path) -> None:
    shell.run("import", "csv", ledger(shell, MEALS), pages, "--scheme", "npc")
    done = shell.run("due", pages, XIANCE_TODAY="tomorrow")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "xiance: XIANCE_TODAY=tomorrow: a day is written like 2026-03-02\n"
    database(pages).write_text("{}", "utf-8")
    assert shell.run("due", pages).returncode == 1
