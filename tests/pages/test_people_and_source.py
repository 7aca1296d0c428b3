"""Datelines with their people; where a page was printed."""

from __future__ import annotations

import pytest

from reader.pages import source_of_name
from reader.pages.model import Source
from reader.pages.people import Dateline, read_dateline
from reader.pages.source import find_source


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        (
            "清河日报3月1日讯（记者 周小禾 王大川 通讯员 李三）今天",
            Dateline("清河日报3月1日讯（记者 周小禾 王大川 通讯员 李三）", ("周小禾", "王大川"), ("李三",)),
        ),
        (
            "本报讯（全媒体记者 周小禾、王大川）今天",
            Dateline("本报讯（全媒体记者 周小禾、王大川）", ("周小禾", "王大川"), ()),
        ),
        ("新闻社清河3月1日电 今天", Dateline("新闻社清河3月1日电", (), ())),
        ("今天没有电头。", Dateline()),
        ("", Dateline()),
    ],
)
def test_datelines_name_their_writers(paragraph: str, dateline: Dateline) -> None:
    assert read_dateline(paragraph) == dateline


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("清河日报2026-03-01_02版.txt", Source("清河日报", "2026-03-01", "2", "filename")),
        ("清河晚报20260301_A02版.txt", Source("清河晚报", "2026-03-01", "A02", "filename")),
        ("清河日报 2026年3月1日 第3版.txt", Source("清河日报", "2026-03-01", "3", "filename")),
        ("20260301-p2.txt", Source("", "2026-03-01", "2", "filename")),
        ("2026-13-45.txt", Source()),
        ("notes.txt", Source()),
        ("", Source()),
    ],
)
def test_a_name_tells_paper_date_and_page(name: str, source: Source) -> None:
    assert source_of_name(name) == source


def test_the_head_tells_what_the_name_does_not() -> None:
    head = ["清河日报 2026年3月3日 星期二 第1版"]
    assert find_source("页.txt", head, []) == Source("清河日报", "2026-03-03", "1", "header")
    assert find_source("清河晚报2026-03-04_02版.txt", head, []) == Source(
        "清河晚报", "2026-03-04", "2", "filename"
    )
    assert find_source("", ["2026年3月5日 星期四A02城事"], []) == Source("", "2026-03-05", "A02", "header")
    assert find_source("", ["要闻 03版"], []) == Source("", "", "3", "header")


def test_datelines_are_asked_last() -> None:
    leads = [
        "新闻社清河3月1日电 今天",
        "清河日报3月1日讯（记者",
        "山城晚报3月1日讯（记者",
        "清河日报3月1日讯（记者",
    ]
    assert find_source("", [], leads) == Source("清河日报", "", "", "dateline")
    assert find_source("", [], ["今天"]) == Source()
