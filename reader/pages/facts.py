"""What an article speaks of – people, organisations, amounts, dates, documents – found by rules.

The rules know how newspapers word these things and no list of names but the surnames: they leave out rather than guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.pages.cues import byline_parts, is_name
from reader.pages.model import Block

FactSort = Literal["person", "organisation", "amount", "date", "document"]
SORTS: tuple[FactSort, ...] = ("person", "organisation", "amount", "date", "document")
Place = tuple[int, int, int]
"""Characters `start:end` of a block's text."""

_DOCUMENT = re.compile(
    r"《[^《》\n]{1,60}》|(?:(?![和与及按据照发])[\u4e00-\u9fff](?:(?![和与及按据照])[\u4e00-\u9fff]){0,7}(?=[〔［\[]))?[〔［\[]\d{4}[〕］\]]\s?第?\d{1,5}\s?号"
)
_DAY = r"(?:\d{1,2}\s?[日号](?:[上下中]午|凌晨|傍晚|晚)?|[上中下]旬|月?底|月?初)"
_YEAR = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})\s?年"
_DATE = re.compile(
    rf"(?:{_YEAR}|今年|去年|明年|前年)\s?(?:\d{{1,2}}\s?月(?:份|\s?{_DAY})?|[上下]半年|第?[一二三四]季度|年?[底初])"
    rf"|\d{{4}}(?:\s?年)?\s?[—\-–~～至]\s?\d{{4}}\s?年|{_YEAR}(?!级)|(?<![\d个])\d{{1,2}}\s?月(?:份|\s?{_DAY})"
    r"|(?<=[，。；讯）])\d{1,2}日(?:[上下]午|晚)?"
)
_DIGITS = r"\d+(?:[,，]\d{3})*(?:[.．]\d+)?"
_CHINESE = r"[一二三四五六七八九十百千万亿两]"
_UNIT = (
    r"(?:平方公里|平方米|立方米|公里|千米|厘米|毫米|公顷|公斤|千克|千瓦时|千瓦|美元|欧元|港元|人民币|人次|户次|车次|班次|个百分点|个月|个工作日"
    r"|小时|分钟|周年|余家|多家|[元个人名位户家件项条起次处所座栋部台辆艘架套间幢张份篇期批类种岁年天日周吨米亩升度倍成届场站村支只头棵株款盏根块片级层排双]|%|％|‰)"
)
_AMOUNT = re.compile(
    rf"(?:{_DIGITS}\s?[%％万亿千百]*\s?(?:—|–|-|~|～|至|到)\s?)?{_DIGITS}\s?(?:[余多]?[万亿千百]+[余多]?|[余多])?\s?{_UNIT}"
    rf"|{_DIGITS}\s?[余多]?(?:万亿|[万亿])[余多]?|百分之{_CHINESE}+(?:点{_CHINESE}+)?"
    rf"|(?:{_CHINESE}{{1,8}}[余多]?[万亿]|[二三四五六七八九两]?[百千万亿]|[二三四五六七八九]?十){_CHINESE}{{0,6}}[余多]?\s?(?:元|公里|吨|亩|平方米|人次|户|公顷|平方公里)"
)
_SLOGAN = re.compile(r"[“「『\"][^“”「」『』\"]{1,12}[”」』\"]")

_RUN = re.compile(r"[\u4e00-\u9fff（）()·]+")
_BODY = re.compile(
    r"(?:有限(?:责任)?公司|股份公司|公司|集团|大学|学院|中学|(?<!中)小学|幼儿园|研究院|研究所|设计院|医院|法院|检察院|党校|出版社|日报社|银行|协会|学会|商会|基金会|联合会|委员会"
    r"|管委会|居委会|村委会|组委会|总工会|妇联|团委|工委|党委|纪委|监委|政府|人大常委会|政协|办公厅|办公室|指挥部|办事处|管理局|发改委|卫健委|民委|国资委|住建委|委办"
    r"|(?:[\u4e00-\u9fff]{2}|发展改革|人力资源和?社会保障|住房和?城乡建设|文化(?:和)?旅游|自然资源|生态环境|农业农村|交通运输|市场监督管理|市场监管|退役军人事务|应急管理|商务|工业和信息化)[局厅]"
    r"|[\u4e00-\u9fff]{2}(?:(?<![的个各全内外东西南北上下头局一二三四五几两])部(?![门分份位件落级队署])|总署|总站|总队|支队|大队)|中心(?!小学|校|医院|卫生|幼儿园|城区|广场|组|思想|任务|工作|环节))(?![\u4e00-\u9fff]{0,1}[长员])"
)
# A name begins after the last of these; 和 and 与 stay within the names of departments.
_BEFORE = re.compile(
    r"记者从|年来|以来|推行|实行|连线|联系|协调|督促|指导|牵头|聘请|邀请|面向|组建|组成|发挥|参照|引进|合作|位于|来自|成立|走进|联合|会同|委托|组织|推动|支持|建议|要求|通过|经过|根据|依托|设立|建立|打造|包括|以及|还有|加强|鼓励|引导|推进|针对|作为|成为|其中|全部|所有|各级|多家|一家|两家|这家|每家|部分"
    r"|由|经|据|向|及|在|对|让|使|为|从|到|请|找|去|给|是|有|以|各|该|本|其|某|把|将|被|跟|同|了|着|的|地|得|就|也|都|并|但|而|或|等|说|称|和(?!社会保障|城乡建设|改革|旅游|信息化|国)|与(?!社会保障|城乡建设|改革|旅游)|[（(·]"
)
_REGION = re.compile(r"[省市区县州旗镇乡]")
_VAGUE = re.compile(
    r"^(?:[省市区县乡镇]级|保安|有关|相关|主管|上级|下级|职能|业务|管理|行政|企业|高等|国有|民营|子|分|总|母|我[省市区县]?|全[省市区县国]?|中小学?|公立|民办|当地|地方|各地|社区|服务|基层)*$"
)
_TITLE = (
    r"(?:市委书记|县委书记|区委书记|党委书记|党支部书记|支部书记|总书记|书记|副?[省市县区镇乡州]长|副?局长|副?处长|副?厅长|副?院长|副?校长|副?会长|副?所长|副?站长|科长|队长|组长|社长|村长|园长"
    r"|董事长|总经理|副?总裁|经理|负责人|创始人|副?主任医师|副?主任|副?主席|副?秘书长|秘书长|副?教授|研究员|工程师|院士|医生|护士长|老师|教师|律师|专家|委员|代表|全媒体记者|记者|通讯员|实习生|村民|居民"
    r"|市民|网友|业主|司机|店主|摊主|老板|志愿者|社工|网格员|调解员|退休职工|职工|工人|农户|种植户|养殖户)"
)
_AFTER = re.compile(
    r"$|[，。、；：！？（）“”\s\u3000]|说|表示|介绍|告诉|认为|坦言|建议|提出|指出|强调|主持|出席|率|带|在|到|向|对|的|和|与|等|是|有|也|就|从|一行|摄|参加|负责|正|已|把|家|笑|感慨|坚持"
)
_TITLED = re.compile(_TITLE + r"[\s\u3000]?(?=[\u4e00-\u9fff])")
_NAMED = re.compile(
    r"(?:^|(?<=[，。、；：！？“”（）\s\u3000]))(?P<name>[\u4e00-\u9fff]{2,4}?)(?:"
    + _TITLE
    + r"|先生|女士|同志|说[，：。]|表示[，：]|介绍[，：说]|告诉记者|认为[，：]|坦言|感慨)"
)
_WRITERS = re.compile(
    r"(?:记者|通讯员|实习生|摄影|编辑|整理)[\s\u3000]*((?:[\u4e00-\u9fff·]{2,4}[\s\u3000、]*){1,8})(?=[（()）\s\u3000]|$|通讯员|摄|整理)"
)
_NO_NAME = re.compile(
    r"[的了是在有和与及们等个这那我你他她各全将为被让把说都也就还，。]|方面|代表|委员|记者|先生|同志|常委|通讯|全媒|介绍|表示|认为|建议"
)
# Words that begin as names do.
_VERBS = re.compile(
    r"查[看询找处]|管[理好住]|安[排装全静心置]|计[划算]|相[关信]|成[立为功了]|连[续接]|应[当该急对]|解[决释读]|关[注心于键]|支[持付]|常[年态]|曾经|干[部活]|全|和平"
    r"|平[均时台安]|时[间常候]|何时|高[兴度]|金额|施[工行]|习惯|步行|游[客览]|包[括装]|单[位独]|容?易[于]?|明[确白年]|顾客|路[过上]|车辆|于是|温馨|水[平电]|项目|方[便法案]"
    r"|万[元人]|农[村民业]|冷静|空间|来到|都|满意|党[员委]|边[走说]|江[边上]|家[庭里]|房[子屋]|云端|文[化明件]|武装|申[请报]|段时间|胡同|马上|白天|黄金|石头|田间|余[元名]"
)
_PIECE = re.compile(r"[\u4e00-\u9fff·]{2,4}")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something an article speaks of, as it is printed first, and all its places in order."""

    sort: FactSort
    text: str
    places: tuple[Place, ...]


def find_facts(blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """Return what an article's blocks speak of, sort by sort, each in the order of its first place.

    Places lie within their block's text; those of one sort do not overlap.
    """
    texts = [block.flow.text for block in blocks]
    people = sorted(_people(blocks), key=len, reverse=True)
    found: dict[FactSort, list[Place]] = {
        "person": [place for number, text in enumerate(texts) for place in _each(number, text, people)]
    }
    for sort, finder in (("document", _documents), ("date", _dates), ("organisation", _organisations)):
        found[sort] = [(i, a, b) for i, text in enumerate(texts) for a, b in finder(text)]  # type: ignore[index]
    taken = {
        (number, at) for sort in ("document", "date") for number, a, b in found[sort] for at in range(a, b)
    }
    found["amount"] = [
        (number, a, b)
        for number, text in enumerate(texts)
        for a, b in _amounts(text)
        if not any((number, at) in taken for at in range(a, b))
    ]
    return tuple(fact for sort in SORTS for fact in _gathered(sort, found[sort], texts))


def _gathered(sort: FactSort, places: Sequence[Place], texts: Sequence[str]) -> Iterator[Fact]:
    """Yield facts of places: what is printed alike, but for spaces, is one."""
    by_name: dict[str, list[Place]] = {}
    end = (-1, 0)
    for number, a, b in sorted(places, key=lambda place: (place[0], place[1], -place[2])):
        if (number, a) >= end:
            end = (number, b)
            by_name.setdefault("".join(texts[number][a:b].split()), []).append((number, a, b))
    for group in by_name.values():
        number, a, b = group[0]
        yield Fact(sort, texts[number][a:b], tuple(group))


def _documents(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _DOCUMENT.finditer(text))


def _dates(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _DATE.finditer(text))


def _amounts(text: str) -> Iterator[tuple[int, int]]:
    slogans = [match.span() for match in _SLOGAN.finditer(text)]
    for match in _AMOUNT.finditer(text):
        a, b = match.span()
        if not any(start <= a and b <= end for start, end in slogans):
            yield a, b


def _organisations(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        floor = run.start()
        for body in _BODY.finditer(text, run.start(), run.end()):
            start = _beginning(text, max(floor, body.end() - 20), body)
            name = text[start : body.end()]
            floor = body.end()
            stem = re.sub(
                r"(?:局|厅|部|署|中心|公司|集团|大学|学院|中学|小学|医院|委员会|协会|政府|银行|办公室|.)$",
                "",
                name,
            )
            if len(name) >= 4 and not _VAGUE.match(stem):
                yield start, body.end()


def _beginning(text: str, floor: int, body: re.Match[str]) -> int:
    """Return where an organisation's name begins: after the last word no name has, else at its region's name."""
    start = floor
    for before in _BEFORE.finditer(text, floor, body.start()):
        start = before.end()
    regions = [match.start() for match in _REGION.finditer(text, start, body.end())]
    if regions:
        new = text[regions[0] - 1] == "新"  # 白鹭洲新区
        if regions[0] - start > (4 if new else 3):
            start = regions[0] - (3 if new else 2)
    return start


def _people(blocks: Sequence[Block]) -> set[str]:
    """Return the names of people: of bylines and datelines, after and before titles, before what they said."""
    names: set[str] = set()
    for block in blocks:
        text = block.flow.text
        if block.role == "byline":
            parts = byline_parts(text)
            names.update(_PIECE.findall(parts[1]) if parts else ())
            if parts and " " not in parts[1] and "\u3000" not in parts[1]:
                names.add(parts[1])
        for match in _WRITERS.finditer(text):
            spaced = text[match.start(1) - 1] in " \u3000"  # so a name it is, of whatever surname
            names.update(
                name for name in _PIECE.findall(match[1]) if is_name(name) or (spaced and len(name) < 4)
            )
        for match in _TITLED.finditer(text):
            name = _name_at(text, match.end())
            names.update((name,) if name else ())
        for match in _NAMED.finditer(text):
            name = match["name"]
            if is_name(name) and not _NO_NAME.search(name):
                names.add(name)
    return {name for name in names if len(name) > 1 and not (_NO_NAME.search(name) or _VERBS.match(name))}


def _name_at(text: str, at: int) -> str:
    """Return the name that begins at a place, ended by what follows names; empty if none does."""
    for length in (4, 3, 2):
        name = text[at : at + length]
        said = _NO_NAME.search(name) or not _AFTER.match(text, at + length)
        if len(name) == length and is_name(name) and not said:
            return name
    return ""


def _each(number: int, text: str, names: Sequence[str]) -> Iterator[Place]:
    """Yield where names stand, the longer first; a name of two characters may be printed with a space within."""
    for name in names:
        spaced = r"[ \u3000]?".join(map(re.escape, name)) if len(name) == 2 else re.escape(name)
        for match in re.finditer(spaced, text):
            yield number, *match.span()
