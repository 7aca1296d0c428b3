"""How much a paragraph within a body reads like the first one of another story, by its words alone.

A story's lead says when and who told; later paragraphs go on with what somebody said, or with a pronoun.
"""

from __future__ import annotations

import re

from reader.pages.people import read_dateline

_DAY = re.compile(r"([0-9]{1,2})日")
_WHEN, _TOLD_BY = 22, 40
# Log-odds in nats: how much oftener leads (dateline taken off) have a habit than later paragraphs do, counted on the
# bench's dev pages (471 leads, 1,050 later paragraphs of news); by hand where the count is small.
_HABITS: tuple[tuple[int, re.Pattern[str], float], ...] = (
    (_WHEN, _DAY, 2.1),
    (_WHEN, re.compile(r"(?:今天|昨天|今晚|昨晚|今日|昨日)（"), 2.4),
    (_WHEN, re.compile(r"近日|日前|(?:今天|昨天|今日|昨日)(?!（)"), 0.7),
    (_TOLD_BY, re.compile(r"获悉|了解到|据.{2,14}(?:报道|消息|通报|介绍)|发布|公布|统计"), 2.0),
)
_GOES_ON = re.compile(
    r"[他她它这该其“]|此[外次]|同时|另外|对此|但|而|因此|会[议上]|与此同时|在此|随后|之后|近年|如今|不[仅过]|活动|双方|根据|通过"
    r"|为[此了]|除|本次|目前|接下来|未来|[今去]年|同日|当天"
)
_SAYS = re.compile(r"[^，。：]{1,14}?(?:说|表示|指出|强调|认为|介绍|称|希望|要求|评价|赞赏)")
_ON, _SAYING = -0.5, -3.0


def lead_odds(text: str) -> float:
    """Return the log-odds that a paragraph is a lead, in nats, against one of unknown words."""
    odds = sum(nats for length, habit, nats in _HABITS if habit.search(text[:length]))
    if _GOES_ON.match(text):
        odds += _ON
    if _SAYS.match(text) and not _DAY.search(text[:_WHEN]):
        odds += _SAYING
    return odds


def names_another_day(text: str, before: str) -> bool:
    """Say whether a paragraph begins with a day of the month while what is before it names only others."""
    day = _DAY.search(text[:_WHEN])
    days = set(_DAY.findall(before[len(read_dateline(before).text) :])) if day else set[str]()
    return bool(day and days) and day is not None and day[1] not in days
