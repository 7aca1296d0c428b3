"""An export that has everything a format may stumble over: 200 annotations on two pages, and on one that is not here.

`rich()` builds it in memory; `rich_folder()` writes the pages and the database a reader would have. Both give the
same bytes each time. All text is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from reader.annotations import (
    Annotation,
    Caret,
    Entry,
    Level,
    Tag,
    Target,
    article_ranges,
    locate,
    make_target,
    measure_ranges,
    span_ranges,
)
from reader.annotations.quoting import BREAK
from reader.exchange import ArticleRecord, Export, Options, Record
from reader.pages import parse
from reader.pages.model import Article, BlockRole, Page, Source
from reader.repository import Change, Label, PageRecord, Write
from reader.workspace import Workspace

COUNT = 200
COLUMN = "桐湾日报2026-01-05_02版.txt"
NEWS = "桐湾日报2026-01-05_03版.txt"
GONE = "桐湾日报2026-01-04_05版.txt"
CREATORS = ("沈麦", "analyst", "苏禾 <suhe@example.org>")

COLUMN_TEXT = """“我为桐城献一策”金点子摘登

让图书馆开到夜里

桐湾区读书会 顾晚晴

一是延长开馆时间。把𠮷祥巷主馆的闭馆时间

从 18 点延到 22 点，先在周末试行，读者有了去

处，也带旺周边小店😀。

二是把座位放到网上预约。空出来的座位当场

放给没有预约的人，避免占座。

三是夜间开一间不许说话的屋子，再开一间可以

说话的屋子。

给老街装上会说话的路牌

枫林里居民 白一川

老街巷子多，外地人常常走错。建议在路口立一块

能扫码听讲的路牌，由居民自己来讲。

（一）先从𠮷祥巷、枫林里做起。每条巷子挑两位

老人录音，讲巷子的来历。

（二）路牌下面留一格，写上最近的公厕和井口。

（三）每年请学生重录一遍，把旧的留着。

办好社区里的修补铺

桐湾区手艺人协会 陆小满

第一，腾出临街的门面，租金减半，专给补鞋、磨

刀、修伞的师傅。

第二，把师傅的手艺和时间印在一张纸上，贴到

每个楼道，电话不许是空号。

（桐湾日报记者 苏禾 整理）
"""

NEWS_TEXT = """桐湾日报1月5日讯（记者 沈麦）城东新区今

年新开三条公交专线，把地铁口、学校和菜市

场串在一起，全程 12.5 公里。

家住枫林里的居民说，以前买菜要走二十分

钟，如今出门就能上车。“车来得准，人也不挤，”

她说，“就是末班车早了点。”

城东新区新开三条公交专线

买菜上学一趟车

桐湾日报1月5日讯（记者 白一川）昨夜一场小

雪，𠮷祥巷的石板路白了。环卫工人凌晨三点出

门，到天亮扫净了十七条巷子。

扫雪用的是去年编的竹扫帚，一把能用两个冬

天。

雪落吉祥巷

十七条巷子天亮前扫净
"""

GONE_TEXT = """桐湾日报1月4日讯（记者 苏禾）城西的旧粮仓今

年改成了书店，仓门留着，门上的字也留着。

旧粮仓里开书店
"""

TAG_NAMES = (
    ("公共文化", 0, ""),
    ("民生/夜间 服务", 1, "晚上八点以后才有的服务；不含交通。\n第二行：见《细则》<b>"),
    ("民生/老人", 2, "给老人办的事"),
    ("城建", 3, ""),
    ("𠮷祥巷😀", 4, "凡说到这条巷子的"),
    ("=SUM(A1)", 5, "a name that a spreadsheet could run"),
    ("Transport & <Roads>", 6, '"quoted", with, commas'),
    ("交通", 7, ""),
    ("*待查*_#1", 8, "| a | b |"),
)

COMMENTS = (
    "和去年的提案一起看",
    "=1+1",
    "+86 10 1234",
    "-cmd|' /C calc'!A0",
    "@SUM(1,2)",
    '＝HYPERLINK("http://example.org")',
    "𠮷祥巷的𠮷不是吉😀👩‍👩‍👧",
    "第一行\n第二行\n\n第四行，前面空一行",
    "带\t制表符，和\x07响铃、\x1b[31m颜色\x1b[0m、\x0b与\x0c、\x85与\u2028",
    "<script>alert('x')</script> & &amp; <b>粗</b> ]]>",
    "# 不是标题\n- 不是列表\n1. 不是编号\n> 不是引文\n| a | b |\n```\n代码\n```",
    "**粗** _斜_ [链接](https://example.org) ![图](x.png) `码` \\反斜线\\",
    '逗号,引号"与\'、分号;再来""两个',
    "  前后有空格  ",
    "从左到右\u202e反过来\u202c再回来",
    "ｆｕｌｌ　ｗｉｄｔｈ，还有 non\u00a0breaking",
    "#1\tT1 看着像 brat 的一行",
    "很长：" + "字" * 1000,
)


@cache
def rich() -> Export:
    """Return the export, as `export_of` gives it: records in their order, all articles of the two pages."""
    return Export(_records(), _articles(), Options())


@cache
def tags() -> tuple[Tag, ...]:
    """The tags: with groups, a space, descriptions, every colour, an astral character, a formula, markup."""
    return tuple(
        Tag(_id(1, number), name, color, CREATORS[number % 3], _time(number), _time(number + 1), description)
        for number, (name, color, description) in enumerate(TAG_NAMES)
    )


@cache
def pages() -> dict[str, Page]:
    """The pages that can be read, by the name of their file."""
    return {name: parse(text, name=name) for name, text in ((COLUMN, COLUMN_TEXT), (NEWS, NEWS_TEXT))}


def rich_folder(folder: Path, creator: str = "analyst") -> None:
    """Write the two pages into a folder, and beside them the database with all annotations and tags."""
    for name, text in ((COLUMN, COLUMN_TEXT), (NEWS, NEWS_TEXT)):
        (folder / name).write_text(text, "utf-8", newline="\n")
    gone = parse(GONE_TEXT, name=GONE)
    noted = {page.fingerprint: (name, page) for name, page in (*pages().items(), (GONE, gone))}
    writes = [
        *(Write("tags", tag.id, None, tag) for tag in tags()),
        *(
            Write("pages", key, None, PageRecord(key, name, 1, page.source, _time(0)))
            for key, (name, page) in noted.items()
        ),
        *(Write("annotations", record.annotation.id, None, record.annotation) for record in rich().records),
    ]
    change = Change(Label("imported", {"count": str(COUNT)}), tuple(writes), creator)
    workspace = Workspace.open([folder], creator=creator)
    try:
        workspace.change(lambda _snapshot: change).result()
    finally:
        workspace.close()


def shown(record: Record) -> str:
    """Return the text of the characters a record is about, as its article displays them; ranges apart by BREAK."""
    assert record.article is not None
    return BREAK.join(
        record.article.blocks[span.block].flow.text[span.start : span.end] for span in record.spans
    )


def _articles() -> tuple[ArticleRecord, ...]:
    return tuple(
        ArticleRecord(article, page, name) for name, page in pages().items() for article in page.articles
    )


def _records() -> tuple[Record, ...]:
    known = {tag.id: tag for tag in tags()}
    found = []
    for name, annotation in _annotations():
        page = pages().get(name)
        location = locate(page, annotation.target) if page else None
        found.append(
            Record(
                annotation=annotation,
                tags=tuple(known[tag] for tag in annotation.tags),
                path=name,
                number=1,
                source=page.source if page else Source("桐湾日报", "2026-01-04", "5", "filename"),
                article=location.article if location else None,
                spans=location.spans if location else (),
            )
        )
    return tuple(sorted(found, key=lambda record: (record.path == GONE, record.place)))


def _annotations() -> Iterator[tuple[str, Annotation]]:
    """Yield COUNT annotations with the file each is on: first those made by hand, then passages in rotation."""
    column, news = pages()[COLUMN], pages()[NEWS]
    library, _signs, repairs = column.articles
    buses = news.articles[0]
    number = 0

    def make(target: Target, marks: tuple[int, ...] = (), comment: str = "", **fields: object) -> Annotation:
        nonlocal number
        number += 1
        base = Annotation(
            _id(2, number),
            target,
            CREATORS[number % 3],
            _time(number),
            _time(number + 60 * (number % 2)),
            tuple(tags()[mark].id for mark in marks),
            comment,
        )
        return replace(base, **fields)  # type: ignore[arg-type]

    # whole pages and articles
    yield COLUMN, make(_page_target(column), (0,), "整版都好")
    yield NEWS, make(_page_target(news), (), "=1+1")
    for article in column.articles:
        yield COLUMN, make(_article_target(column, article), (0, 1, 4), "这一篇可以办😀")
    yield NEWS, make(_article_target(news, buses), (7,))
    # a thread two deep, resolved
    head = make(_measure_target(column, library, 0), (1,), "钱从哪里来？")
    yield COLUMN, head
    answer = make(head.target, (), "财政出一半", reply_to=head.id, creator="苏禾 <suhe@example.org>")
    yield COLUMN, answer
    yield COLUMN, make(head.target, (), "那就办\n=2+2", reply_to=answer.id, resolved=True)
    yield COLUMN, make(head.target, (), "<再议>", reply_to=head.id)
    closed = make(_span(news, buses, "paragraph", 0, 4, 12), (7, 6), "已经办了", resolved=True)
    yield NEWS, closed
    yield NEWS, make(closed.target, (), "好", reply_to=closed.id, resolved=True)
    # what became of proposals
    for field, value, reason in (("stage", "handling", ""), ("outcome", "partly", "钱不够，=1+1")):
        entry = Entry("column", field, value, "2026-01-06", "桐湾日报2026-01-06_02版", reason)
        yield COLUMN, make(_article_target(column, library), entry=entry)
    # every measure
    for article in column.articles:
        for index in range(len(article.measures)):
            yield COLUMN, make(_measure_target(column, article, index), (2, 3), COMMENTS[index])
    # over one another, and exactly alike
    for first, last, marks in ((2, 12, (0,)), (6, 18, (1,)), (4, 9, (2, 3)), (6, 18, (4,)), (2, 30, (8,))):
        yield COLUMN, make(_span(column, repairs, "paragraph", 0, first, last), marks)
    # across paragraphs, across headline, byline and body, in headlines
    yield COLUMN, make(_across(column, library, -2, 3, 8), (5,), "跨两段")
    yield NEWS, make(_across(news, buses, -2, 5, 6), (6,), COMMENTS[9])
    whole = article_ranges(column, repairs)
    yield COLUMN, make(make_target(column, repairs, whole, "span"), (3,), "从标题到正文")
    for page, name in ((column, COLUMN), (news, NEWS)):
        for article in page.articles:
            yield name, make(_span(page, article, "title", 0, 1, 5), (4,), "标题里的")
            title = article.blocks[0].flow.text
            yield name, make(_span(page, article, article.blocks[0].role, 0, 0, len(title)), (8,))
    yield COLUMN, make(_span(column, library, "byline", 0, 0, 6), (), "署名")
    # the page's own rows, in no article
    header = column.text.index("金点子")
    yield (
        COLUMN,
        make(make_target(column, None, ((header, header + 5),), "span"), (0,), "栏头，不在任何稿件里"),
    )
    # 𠮷 and emoji in the quote
    for article, word in (
        (library, "𠮷祥巷主馆"),
        (library, "小店😀"),
        (column.articles[1], "𠮷祥巷、枫林里"),
    ):
        yield COLUMN, make(_word(column, article, word), (4,), COMMENTS[6])
    # a page that is not at hand
    gone = parse(GONE_TEXT, name=GONE)
    yield GONE, make(_article_target(gone, gone.articles[0]), (0,), "那一版找不到了")
    yield GONE, make(_span(gone, gone.articles[0], "paragraph", 0, 20, 26), (3,), "=1+1")
    # every comment, then passages in rotation
    places = [
        (name, page, article, block)
        for name, page in pages().items()
        for article in page.articles
        for block, item in enumerate(article.blocks)
        if item.role == "paragraph"
    ]
    turn = 0
    while number < COUNT:
        name, page, article, block = places[turn % len(places)]
        length = len(article.blocks[block].flow.text)
        start = turn * 7 % max(1, length - 3)
        end = min(length, start + 2 + turn % 11)
        ranges = span_ranges(page, article, Caret(block, start), Caret(block, end))
        comment = COMMENTS[turn % len(COMMENTS)] if turn < 2 * len(COMMENTS) or turn % 3 == 0 else ""
        two = turn % len(TAG_NAMES), (turn * 2 + 1) % len(TAG_NAMES)
        given: tuple[int, ...] = () if comment and turn % 5 == 0 else tuple(dict.fromkeys(two))
        target = make_target(page, article, ranges, "span")
        yield name, make(target, given, comment)
        turn += 1


def _page_target(page: Page) -> Target:
    return make_target(page, None, ((0, len(page.text.rstrip("\n"))),), "page")


def _article_target(page: Page, article: Article) -> Target:
    return make_target(page, article, article_ranges(page, article), "article")


def _measure_target(page: Page, article: Article, index: int) -> Target:
    measure = article.measures[index]
    return make_target(
        page, article, measure_ranges(page, article, measure), "measure", measure=measure.label
    )


def _span(page: Page, article: Article, role: BlockRole, nth: int, start: int, end: int) -> Target:
    blocks = [index for index, item in enumerate(article.blocks) if item.role == role]
    carets = Caret(blocks[nth], start), Caret(blocks[nth], end)
    return make_target(page, article, span_ranges(page, article, *carets), "span")


def _across(page: Page, article: Article, block: int, start: int, end: int) -> Target:
    """A passage from the block counted from the end to the next one."""
    first = len(article.blocks) + block
    carets = Caret(first, start), Caret(first + 1, end)
    return make_target(page, article, span_ranges(page, article, *carets), "span")


def _word(page: Page, article: Article, word: str) -> Target:
    for block, item in enumerate(article.blocks):
        start = item.flow.text.find(word)
        if start >= 0:
            carets = Caret(block, start), Caret(block, start + len(word))
            return make_target(page, article, span_ranges(page, article, *carets), "span")
    raise AssertionError(f"{word} is nowhere in {article.title}")


def _id(kind: int, number: int) -> str:
    return f"019b8f00-000{kind}-7000-8000-{number:012x}"


def _time(minutes: int) -> str:
    return f"2026-01-{5 + minutes // 1440:02d}T{minutes // 60 % 24:02d}:{minutes % 60:02d}:00.000{minutes % 1000:03d}Z"


# -- records by Hypothesis

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
LEVELS: tuple[Level, ...] = ("page", "article", "measure", "span")
IDS = st.uuids(allow_nil=False).map(str)
TIMES = st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0"))


@st.composite
def any_records(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records of any content, whose pages are not at hand: what a lossless format must hold."""
    names = draw(st.lists(TEXTS.filter(str.strip), max_size=4, unique=True))
    keys = draw(st.lists(IDS, min_size=len(names), max_size=len(names), unique=True))
    known = [
        Tag(key, name, draw(st.integers(0, 8)), draw(TEXTS), draw(TIMES), draw(TIMES), draw(TEXTS))
        for key, name in zip(keys, names, strict=True)
    ]
    found: list[Record] = []
    for identifier in draw(st.lists(IDS, max_size=5, unique=True)):
        ends = sorted(draw(st.sets(st.integers(0, 10**6), max_size=6)))
        ranges = tuple(zip(ends[::2], ends[1::2], strict=False))
        pieces = [draw(TEXTS) for _ in ranges]
        target = Target(
            fingerprint=draw(st.sampled_from(["", "0" * 64])) or draw(IDS),
            ranges=ranges,
            exact=BREAK.join(pieces),
            prefix=draw(TEXTS),
            suffix=draw(TEXTS),
            level=draw(st.sampled_from(LEVELS)),
            article=draw(TEXTS),
            title=draw(TEXTS),
            measure=draw(TEXTS),
        )
        marks = draw(st.lists(st.sampled_from(known), unique_by=lambda tag: tag.id)) if known else []
        entry = draw(st.none() | st.builds(Entry, *[TEXTS] * 6))
        annotation = Annotation(
            identifier,
            target,
            draw(TEXTS),
            draw(TIMES),
            draw(TIMES),
            tuple(tag.id for tag in marks),
            draw(TEXTS),
            draw(st.none() | IDS),
            draw(st.booleans()),
            entry,
            extra=draw(st.dictionaries(st.sampled_from(["later", "x-1"]), TEXTS | st.integers(), max_size=2)),
        )
        source = Source(draw(TEXTS), draw(TEXTS), draw(TEXTS))
        found.append(Record(annotation, tuple(marks), draw(TEXTS), draw(st.integers(0, 9)), source, None))
    return tuple(sorted(found, key=lambda record: record.place))
