"""Roles of rows on short pages written by hand."""

from __future__ import annotations

from reader.pages.drafts import MOST_BODIES, chunks, gather
from reader.pages.rows import read_rows
from reader.pages.segments import Label, Labelled, column_widths, is_tight, label_lines
from tests.pages.press import WORDS, column, loose

STORY = ["清河日报3月1日讯（记者 周小禾）" + "，".join(WORDS[:3]) + "。", "，".join(WORDS[3:6]) + "。"]
OTHER = ["清河日报3月1日讯（记者 王大川）" + "，".join(WORDS[5:8]) + "。", "，".join(WORDS[1:4]) + "。"]


def roles(text: str) -> list[tuple[str, Label]]:
    """Return every row's text and role."""
    _, lines, _ = read_rows(text)
    return [(item.line.text, item.label) for item in label_lines(lines)]


def labels(text: str) -> list[Label]:
    return [label for _, label in roles(text)]


def body(paragraphs: list[str]) -> list[Label]:
    """Return the roles the rows of a body should have."""
    found: list[Label] = []
    for number, paragraph in enumerate(paragraphs):
        rows = len(column([paragraph]))
        found += ["lead" if number == 0 else "paragraph", *(["more"] * (rows - 1))]  # type: ignore[list-item]
    return found


def test_widths_are_the_modes_of_the_rows() -> None:
    text = loose(column([WORDS[0] * 9], 16), column([WORDS[1] * 9], 20))
    _, lines, _ = read_rows(text)
    assert sorted(column_widths(lines)) == [16, 20]
    assert column_widths([]) == [20.0]


def test_a_story_and_its_paragraphs() -> None:
    text = loose("清河修路十二条", column(STORY), "山里的医生", column(OTHER))
    assert labels(text) == ["headline", *body(STORY), "headline", *body(OTHER)]


def test_a_full_row_that_ends_a_sentence_ends_no_paragraph() -> None:
    paragraph = STORY[0][:-1] + "。" + WORDS[6] + "。"
    full = column([paragraph])
    at = next(i for i, row in enumerate(full) if "。" in row)
    padded = column([paragraph.replace("。", "啊" * (30 - len(full[at])) + "。", 1)])
    assert labels(loose(padded, column(OTHER)))[: len(padded)] == ["lead", *["more"] * (len(padded) - 1)]


def test_blank_rows_lost() -> None:
    text = "\n".join(["清河修路十二条", *column(STORY), "山里的医生", *column(OTHER)])
    assert labels(text) == ["headline", *body(STORY), "headline", *body(OTHER)]


def test_a_proposal_column() -> None:
    text = loose(
        "“我为清河献一策”金点子摘登",
        "修好山里的路\n点亮村里的灯",
        "清河县林业局 周小禾",
        column(["，".join(WORDS[:3]) + "。", "一是修路。" + WORDS[3] + "。"]),
        "（本报记者 王大川 整理）",
    )
    assert [label for label in labels(text) if label not in ("lead", "more", "paragraph")] == [
        "header",
        "headline",
        "headline",
        "byline",
        "credit",
    ]


def test_marks_tails_captions_and_furniture() -> None:
    found = roles(
        loose(
            "清河日报 2026年3月1日 星期日 第2版",
            "▲（紧接1版②）",
            column(["，".join(WORDS[:4]) + "。"]),
            "（记者 周小禾）",
            "清河的孩子们在图书室里看书。 周小禾 摄",
            "山里的医生",
            column(OTHER),
        )
    )
    by_text = dict(found)
    assert found[0][1] == "furniture"
    assert by_text["▲（紧接1版②）"] == "mark"
    assert by_text["（记者 周小禾）"] == "tail"
    assert by_text["清河的孩子们在图书室里看书。周小禾 摄"] == "caption"
    assert by_text["山里的医生"] == "headline"


def test_a_notice_keeps_its_signature() -> None:
    text = loose(
        "停 水 公 告",
        column(["因供水主管更换阀门，定于三月五日二十二时至次日五时停水，请用户提前储水。"], 14),
        "咨询电话：0000—0000000",
        "清河供水有限公司",
        "2026年3月1日",
        "山里的医生",
        column(OTHER),
    )
    found = labels(text)
    assert found[0] == "headline"
    assert found.count("signature") == 3
    assert found[found.index("signature") + 3] == "headline"


def test_no_rows() -> None:
    assert label_lines([]) == []
    assert gather([], True).bodies == []


def labelled(text: str) -> list[Labelled]:
    _, lines, _ = read_rows(text)
    return label_lines(lines)


def test_pages_of_too_many_stories_are_cut_before_headlines() -> None:
    story: list[str | list[str]] = ["山里的医生", column(OTHER)]
    few = labelled(loose(*story * 3))
    assert [list(chunk) for chunk in chunks(few)] == [few]
    many = labelled(loose(*story * (MOST_BODIES + 1)))
    pieces = list(chunks(many))
    assert len(pieces) > 1
    assert [item for piece in pieces for item in piece] == many
    assert all(piece[0].label == "headline" for piece in pieces)


def given(*rows: tuple[str, Label]) -> list[Labelled]:
    """Label rows by hand, for orders that the programme seldom chooses."""
    _, lines, _ = read_rows("\n\n".join(text for text, _ in rows))
    return [Labelled(line, label, 16.0) for line, (_, label) in zip(lines, rows, strict=True)]


def test_no_row_is_lost_whatever_the_order_of_roles() -> None:
    drafts = gather(given(("（紧接1版②）", "mark"), ("要闻", "furniture"), ("（紧接2版①）", "mark")), True)
    assert [line.text for noise in drafts.noise for line in noise.lines] == [
        "要闻",
        "（紧接1版②）",
        "（紧接2版①）",
    ]
    drafts = gather(given(("要闻", "furniture"), (WORDS[0], "paragraph"), (WORDS[1], "more")), True)
    assert [body.text for body in drafts.bodies] == [WORDS[0] + WORDS[1]]
    drafts = gather(given(("修路", "headline"), ("清河县林业局 周小禾", "byline")), True)
    assert [line.text for noise in drafts.noise for line in noise.lines] == ["清河县林业局 周小禾"]
    assert [line.text for run in drafts.runs for line in run.lines] == ["修路"]


def test_proposals_after_a_column_header_share_its_column() -> None:
    drafts = gather(
        given(
            ("“我为清河献一策”金点子摘登", "header"),
            ("修路", "headline"),
            ("清河县林业局 周小禾", "byline"),
            (WORDS[0], "lead"),
            ("点灯", "headline"),
            ("清河大学 王大川", "byline"),
            (WORDS[1], "lead"),
            ("（本报记者 王大川 整理）", "credit"),
            ("清河日报3月1日讯（记者 周小禾）", "lead"),
        ),
        True,
    )
    assert [body.column for body in drafts.bodies] == [0, 0, None]
    assert [run.bound for run in drafts.runs] == [0, 1]
    (only,) = drafts.columns
    assert only.header is not None
    assert only.credit is not None
    assert only.credit.text == "（本报记者 王大川 整理）"


def test_adjacent_rows_say_something_where_body_rows_are_not_adjacent() -> None:
    rows = [column([paragraph]) for paragraph in STORY + OTHER]

    def tight(text: str) -> bool:
        _, lines, _ = read_rows(text)
        return is_tight(lines)

    assert tight("一座城\n一条路\n\n" + "\n\n".join(row for part in rows for row in part))
    assert not tight("\n".join(row for part in rows for row in part))
    short = "\n\n".join("\n".join(part[:3]) for part in rows)
    assert not tight(f"{short}\n\n清河供水站\n\n2026年3月9日\n\n停水公告\n\n{short}\n\n供水站\n\n3月9日")


def test_a_sub_head_is_told_by_the_words_below_it() -> None:
    below = "放学以后去看书，" + "，".join(WORDS[3:6]) + "。"
    text = loose(
        "清河修路十二条", column(STORY), "放学以后去看书", column([below]), "山里的医生", column(OTHER)
    )
    found = roles(text)
    at = found.index(("放学以后去看书", "paragraph"))
    assert found[at + 1][1] == "paragraph"
    assert [label for _, label in found].count("lead") == 2


def test_a_running_title_is_no_half_of_a_dateline() -> None:
    page = loose("清河日报 02", "清河修路十二条", column(STORY))
    assert labels(page) == ["furniture", "headline", *body(STORY)]
    halves = ["清河日报3", "月1日讯（记者 周小禾）" + WORDS[0], WORDS[1], WORDS[2] + "。"]
    assert labels(loose("清河修路十二条", halves))[:2] == ["headline", "lead"]


def test_a_couplet_is_no_byline() -> None:
    text = loose(column(STORY), "开好局 起好步\n把路修到家门口", column(OTHER))
    assert "byline" not in labels(text)
