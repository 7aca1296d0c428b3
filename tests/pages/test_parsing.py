"""The whole parse on two invented pages, and the JSON object of a small one."""

from __future__ import annotations

from reader.pages import decode, fingerprint, page_object, parse
from reader.pages.model import Continuation, Note
from tests.pages.press import column, loose

ROAD = [
    "清河日报3月1日讯（记者 周小禾 通讯员 李三）青枫县把盘山路拓宽成双车道，三百一十公里山路年底前全部通车。",
    "竹笋下山快了两个钟头，合作社今年多卖了六百吨鲜笋，村民盼着路灯也早点亮起来。",
]
CLINIC = [
    "（紧接1版②）巡回村医背着药箱进山，给高龄老人量血压、换药，二十八名村医走遍六十一个寨子。",
    "遇到重病号，村医就用平板电脑连线县里的医生，一个月连线三百多次。（下转3版①）",
]
LAMPS = [
    "村里的路灯坏了没人修，孩子们放学走夜路不安全，建议分三步把灯点亮，费用由县里和镇里分担。",
    "一是查清楚。把坏灯的位置画在图上，每盏灯编一个号，三月底前查完。",
    "二是修到位。请供电所按图换灯，换一盏销一盏，六月底前换完。",
]
BENCH = [
    "公园里的长椅太少，老人走累了没处坐，建议在步道旁每隔两百米添一把有靠背的长椅。",
    "第一，选材要结实。用回收木料制作，造价低也耐晒。",
    "第二，位置要合适。请常来散步的老人投票选点。",
]
NOTICE = [
    "因更换供水主管阀门，定于三月五日夜间停水，请沿街各小区用户提前储水，停水期间关闭水龙头。",
    "恢复供水初期水色发黄属正常现象，稍加排放即可，不便之处敬请谅解。",
]
NEWS_PAGE = loose(
    "清河日报 2026年3月2日 星期一 第2版",
    "盘山路拓宽成双车道\n竹笋下山快了两个钟头",
    column(ROAD, 17),
    column(CLINIC, 19),
    "青枫县的孩子们在新修的路上学骑车。 王大川 摄",
    "停 水 公 告",
    column(NOTICE, 14),
    "清河供水有限公司",
    "2026年3月1日",
)
PROPOSAL_PAGE = loose(
    "“我为清河献一策”金点子摘登",
    "点亮村里的路灯\n让孩子走好夜路",
    "青枫县供电所 周小禾",
    column(LAMPS, 20),
    "给公园添几把长椅",
    "清河大学园林系 欧阳小川",
    column(BENCH, 20),
    "（本报记者 王大川 整理）",
)


def joined(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs as they read after extraction lost the spaces beside marks."""
    return [paragraph.replace("） ", "）") for paragraph in paragraphs]


def test_a_page_of_news() -> None:
    page = parse(NEWS_PAGE)
    road, clinic, notice = page.articles
    assert [article.kind for article in page.articles] == ["news", "continuation", "notice"]
    assert road.part("title") == ("盘山路拓宽成双车道", "竹笋下山快了两个钟头")
    assert [paragraph.flow.text for paragraph in road.paragraphs] == ROAD
    assert road.dateline == "清河日报3月1日讯（记者 周小禾 通讯员 李三）"
    assert (road.reporters, road.correspondents) == (("周小禾",), ("李三",))
    assert clinic.continuation == Continuation("紧接", 1, "②")
    assert clinic.mark is not None
    assert clinic.mark.text + clinic.paragraphs[0].flow.text == CLINIC[0]
    assert clinic.headline == ()
    assert notice.title == "停水公告"
    assert [p.flow.text for p in notice.paragraphs] == [*NOTICE, "清河供水有限公司", "2026年3月1日"]
    assert [(item.role, item.flow.text) for item in page.unplaced] == [
        ("furniture", "清河日报2026年3月2日 星期一 第2版"),
        ("caption", "青枫县的孩子们在新修的路上学骑车。王大川 摄"),
    ]
    source = page.source
    assert (source.paper, source.date, source.page_no, source.evidence) == (
        "清河日报",
        "2026-03-02",
        "2",
        "header",
    )


def test_a_column_of_proposals() -> None:
    page = parse(PROPOSAL_PAGE, name="清河日报2026-03-02_03版.txt")
    lamps, bench = page.articles
    assert [article.kind for article in page.articles] == ["proposal", "proposal"]
    assert lamps.title == "点亮村里的路灯让孩子走好夜路"
    assert lamps.byline is not None
    assert (lamps.byline.affiliation, lamps.byline.author) == ("青枫县供电所", "周小禾")
    assert bench.byline is not None
    assert (bench.byline.affiliation, bench.byline.author) == ("清河大学园林系", "欧阳小川")
    assert [measure.label for measure in lamps.measures] == ["一是", "二是"]
    assert [measure.text for measure in bench.measures] == [BENCH[1][3:], BENCH[2][3:]]
    assert [paragraph.flow.text for paragraph in bench.paragraphs] == BENCH
    (only,) = page.columns
    assert only.header == "“我为清河献一策”金点子摘登"
    assert only.credit == "（本报记者 王大川 整理）"
    assert only.articles == (lamps.id, bench.id)
    assert [item.role for item in page.unplaced] == ["header", "credit"]


def test_article_ids_are_the_fingerprint_and_the_first_body_row() -> None:
    page = parse(PROPOSAL_PAGE)
    rows = PROPOSAL_PAGE.split("\n")
    for article in page.articles:
        mark, row = article.id.split("/")
        assert mark == fingerprint(PROPOSAL_PAGE)[:12]
        assert rows[int(row) - 1] == page.rows[article.paragraphs[0].rows[0] - 1].flow.text


def test_line_ends_and_encodings_change_nothing() -> None:
    ways = [NEWS_PAGE.encode(), NEWS_PAGE.replace("\n", "\r\n").encode("gb18030"), NEWS_PAGE.encode("utf-16")]
    pages = [parse(decode(data).texts[0]) for data in ways]
    assert pages[0] == pages[1] == pages[2]


def test_a_text_with_a_paragraph_a_row_is_read_too() -> None:
    rows = [
        "盘山路拓宽成双车道",
        *(p + "全县干部群众都说这条路修得好，走得稳，盼了二十年的心愿终于实现了。" * 4 for p in ROAD),
    ]
    (article,) = parse("\n".join(rows)).articles
    assert article.title == rows[0]
    assert [paragraph.flow.text for paragraph in article.paragraphs] == rows[1:]


def test_a_paper_that_one_dateline_names_is_doubted() -> None:
    once = parse(loose("盘山路拓宽成双车道", column(ROAD)))
    assert (once.source.paper, once.source.evidence) == ("清河日报", "dateline")
    assert "date" in [doubt.about for doubt in once.articles[0].doubts]
    assert "date" not in [doubt.about for doubt in parse(NEWS_PAGE).articles[0].doubts]


def test_a_proposal_without_a_byline_is_doubted() -> None:
    page = parse(PROPOSAL_PAGE.replace("\n\n清河大学园林系 欧阳小川", ""), name="清河日报2026-03-02_03版.txt")
    bare = [article for article in page.articles if article.byline is None]
    assert [[d.about for d in article.doubts if d.about == "kind"] for article in bare] == [["kind"]] * len(
        bare
    )


def test_empty_and_blank_pages() -> None:
    for text in ("", "\n\n", " \u3000\n\x00"):
        page = parse(text)
        assert (page.articles, page.unplaced, page.columns) == ((), (), ())


def test_the_object_of_a_small_page() -> None:
    text = loose("停 水 公 告\x07", column(NOTICE, 14))
    page = parse(
        text,
        name="清河日报2026-03-02_04版.txt",
        number=2,
        first_row=51,
        notes=[Note("encoding_guessed", detail="gb18030")],
    )
    rows = [number for number, row in enumerate(text.split("\n"), 1) if row]
    assert page_object(page, "卷/四版.txt") == {
        "format": "xiance.page/1",
        "path": "卷/四版.txt",
        "page": 2,
        "first_row": 51,
        "fingerprint": fingerprint(text),
        "source": {"paper": "清河日报", "date": "2026-03-02", "page_no": "4", "evidence": "filename"},
        "columns": [],
        "articles": [
            {
                "id": f"{fingerprint(text)[:12]}/3",
                "kind": "notice",
                "column": None,
                "kicker": [],
                "title": "停水公告",
                "subtitle": [],
                "title_lines": ["停水公告"],
                "byline": "",
                "affiliation": "",
                "author": "",
                "dateline": "",
                "reporters": [],
                "correspondents": [],
                "continuation": None,
                "turn": None,
                "paragraphs": NOTICE,
                "measures": [],
                "rows": {"headline": [1], "byline": [], "body": rows[1:]},
                "doubts": [],
            }
        ],
        "unplaced": [],
        "corrections": [],
        "notes": ["encoding_guessed:gb18030", "control_removed:1"],
    }


def test_continuations_bylines_and_measures_in_the_object() -> None:
    news = page_object(parse(NEWS_PAGE), "")
    assert news["articles"][1]["continuation"] == {"verb": "紧接", "newspaper_page": 1, "item": "②"}
    proposals = page_object(parse(PROPOSAL_PAGE), "")
    lamps = proposals["articles"][0]
    assert (lamps["byline"], lamps["affiliation"], lamps["author"]) == (
        "青枫县供电所 周小禾",
        "青枫县供电所",
        "周小禾",
    )
    assert [(m["label"], m["paragraph"]) for m in lamps["measures"]] == [("一是", 1), ("二是", 2)]
    assert proposals["columns"][0]["articles"] == [article["id"] for article in proposals["articles"]]
    assert lamps["column"] == 0


def test_a_page_without_a_story_can_be_read_all_the_same() -> None:
    page = parse("只有一行字\n\n还有一行字\n")
    (article,) = page.articles
    assert [paragraph.flow.text for paragraph in article.paragraphs] == ["只有一行字", "还有一行字"]
    assert page.unplaced == ()
