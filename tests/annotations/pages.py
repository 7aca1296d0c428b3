"""A page of our own to annotate: a proposal, and a story whose headline comes after it."""

from __future__ import annotations

from reader.pages import parse
from reader.pages.model import Page

ROWS = """“我为桐城献一策”金点子摘登

让图书馆开到夜里

桐湾区读书会 顾晚晴

一是延长开馆时间。把主馆闭馆时间从 18 点

延到22点，先在周末试行，读者有了去处，也

带旺周边小店。

二是把座位放到网上预约。空出来的座位当场

放给没有预约的人，避免占座。

（桐湾日报记者 苏禾 整理）

桐湾日报1月5日讯（记者 沈麦）城东新区今

年新开三条公交专线，把地铁口、学校和菜市

场串在一起。

家住枫林里的居民说，以前买菜要走二十分

钟，如今出门就能上车。

城东新区新开三条公交专线

买菜上学一趟车
"""


def page(text: str = ROWS) -> Page:
    return parse(text, name="桐湾日报2026-01-05_02版.txt")
