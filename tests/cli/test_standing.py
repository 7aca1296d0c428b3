"""How proposals stand, in the list of them and in rates, against what a person reads off the ledger."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import Shell, pages, shell

__all__ = ["pages", "shell"]

LEDGER = """编号,标题,代表,主办单位,交办日期,答复日期,办理结果,满意度
1,关于渡口夜航的建议,周渡,市交通局,2026-03-09,,,
2,关于老桥加灯的建议,沈麦,市住建局,2026-01-05,,,
3,关于书市避雨的建议,江渔,市住建局、市交通局,2026-02-02,2026-04-20,A,满意
4,关于菜农早班车的建议,罗舟,市交通局,2026-03-02,2026-05-06,D,不满意
"""
TODAY = "2026-06-01"


@pytest.fixture
def handled(shell: Shell, pages: Path) -> Shell:
    """A shell by pages whose database has four proposals of the ledger."""
    path = shell.folder / "清单.csv"
    path.write_text(LEDGER, "utf-8")
    done = shell.run("import", "csv", path, pages, "--scheme", "npc")
    assert done.returncode == 0, done.stderr
    return shell


def listed(shell: Shell, *arguments: str) -> list[dict[str, Any]]:
    done = shell.run("proposals", "pages", "--json", "--lang", "zh", *arguments, XIANCE_TODAY=TODAY)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def rates(shell: Shell, *arguments: str) -> str:
    done = shell.run("stats", "pages", "--lang", "zh", *arguments, XIANCE_TODAY=TODAY)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_proposals_are_listed_with_stage_outcome_and_days_left(handled: Shell) -> None:
    found = {each["title"]: each for each in listed(handled) if each["kind"] == "record"}
    names = ("stage", "outcome", "due", "left")
    stands = {title: tuple(each[name] for name in names) for title, each in found.items()}
    assert stands["关于渡口夜航的建议"] == ("交办", "", "2026-06-09", 8)
    assert stands["关于老桥加灯的建议"] == ("交办", "", "2026-04-05", -57)
    assert stands["关于书市避雨的建议"] == ("答复", "A 已解决", "", None)
    assert stands["关于菜农早班车的建议"][1][:1] == "D"
    plain = [each for each in listed(handled) if each["kind"] == "proposal"]
    assert plain and all((each["stage"], each["left"]) == ("", None) for each in plain)


def test_by_days_left_the_overdue_come_first_and_those_without_last_either_way(handled: Shell) -> None:
    for order, backwards in (("left", False), ("-left", True)):
        found = [each["left"] for each in listed(handled, "--sort=" + order)]
        there = [each for each in found if each is not None]
        assert there == sorted(there, reverse=backwards) and {-57, 8} <= set(there)
        assert found[len(there) :] == [None] * (len(found) - len(there)) != []


def test_rates_have_the_counts_they_are_made_of(handled: Shell) -> None:
    head, *rows = csv.reader(io.StringIO(rates(handled, "--rates", "unit", "--csv")))
    assert head == [
        "承办单位", "交办", "已答复", "办复率", "已评价", "满意", "满意率", "有结果", "采纳", "采纳率",
    ]  # fmt: skip
    assert rows == [
        ["市交通局", "3", "2", "0.6667", "2", "1", "0.5000", "2", "1", "0.5000"],
        ["市住建局", "2", "1", "0.5000", "1", "1", "1.0000", "1", "1", "1.0000"],
    ]
    people = rates(handled, "--rates", "all").splitlines()
    assert people[1].split() == ["全部", "4", "2", "50.0%", "2", "1", "50.0%", "2", "1", "50.0%"]


def test_rates_are_told_as_of_a_day_and_of_what_passes(handled: Shell) -> None:
    found = json.loads(rates(handled, "--rates", "all", "--date", "2026-02-10", "--json"))
    assert (found["by"], found["date"]) == ("all", "2026-02-10")
    (rate,) = found["rates"]
    assert (rate["assigned"], rate["answered"], rate["answer_rate"]) == (2, 0, 0.0)
    assert rate["satisfaction_rate"] is None
    (one,) = json.loads(rates(handled, "--rates", "month", "--json", "--article", "关于老桥加灯"))["rates"]
    assert (one["value"], one["assigned"]) == ("2026-01", 1)
    done = handled.run("stats", "pages", "--rates", "weather")
    assert done.returncode == 1 and "weather" in done.stderr and "unit" in done.stderr


def test_fields_and_their_values_are_told_in_the_words_of_the_scheme(handled: Shell) -> None:
    head, *rows = csv.reader(io.StringIO(rates(handled, "--by", "field:stage", "--csv")))
    assert head == ["环节", "篇数"]
    assert sorted(rows[:2]) == [["交办", "2"], ["答复", "2"]] and rows[2][0] == "（无）"
    corner, *heads = next(
        csv.reader(io.StringIO(rates(handled, "--by", "field:number,field:stage", "--csv")))
    )
    assert (corner, sorted(heads)) == ("编号 × 环节", sorted(["交办", "答复", "（无）", "篇数"]))
    assert "主办单位" in rates(handled, "--by", "field:lead_units").splitlines()
    found = json.loads(rates(handled, "--by", "field:stage", "--json"))["counts"]["field:stage"]
    assert {each["value"] for each in found} == {"assigned", "answered", ""}


def test_columns_of_fields_have_words_for_people_and_ids_for_programs(handled: Shell) -> None:
    asked = ("--columns", "field:number,field:stage", "--sort=-field:number")
    done = handled.run("proposals", "pages", "--csv", "--lang", "zh", *asked)
    head, first, *_rest = csv.reader(io.StringIO(done.stdout))
    assert (head, first) == (["编号", "环节"], ["4", "答复"])
    assert listed(handled, *asked)[0] == {"field:number": "4", "field:stage": "answered"}
    assert "环节：答复" in handled.run("proposals", "pages", "--columns", "entries", "--lang", "zh").stdout


def test_rates_are_exported_as_a_table_that_says_its_day(handled: Shell) -> None:
    def exported(*arguments: str) -> subprocess.CompletedProcess[str]:
        asked = ("export", "csv", "pages", "--sheet", "rates", "--lang", "zh", *arguments)
        return handled.run(*asked, XIANCE_TODAY=TODAY)

    done = exported()
    assert done.returncode == 0 and "已写出办理指标" in done.stderr
    head, whole, first, *_rest = csv.reader(io.StringIO(done.stdout.removeprefix("\N{BYTE ORDER MARK}")))
    assert (head[0], whole[:5], whole[-1]) == ("统计项", ["合计", "全部", "4", "2", "0.5000"], TODAY)
    assert first[:5] == ["承办单位", "市交通局", "3", "2", "0.6667"]
    earlier = exported("--date", "2026-02-10").stdout.splitlines()[1]
    assert earlier == "合计,全部,2,0,0.0000,0,0,,0,0,,2026-02-10"
    none = exported("--article", "没有这一篇")
    assert (none.returncode, none.stdout) == (1, "") and "没有办理中的建议" in none.stderr


@pytest.mark.parametrize("asked", ["stage=answered", "环节=答复", "Stage=ANSWERED", "stage=答复"])
def test_a_filter_takes_fields_and_values_as_they_are_called(handled: Shell, asked: str) -> None:
    found = {each["title"] for each in listed(handled, "--field", asked)}
    assert found == {"关于书市避雨的建议", "关于菜农早班车的建议"}
    assert len(listed(handled, "--field", "编号")) == 4 and listed(handled, "--field", "环节=没有") == []
