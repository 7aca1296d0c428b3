"""What the columns of a ledger are, by their headers: the words offices use, and those of the scheme itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from reader.annotations.schemes import NUMBER, STAGE, Scheme
from reader.exchange.ledger.grid import Cell, Grid
from reader.text import fold

PLAIN = ("number", "title", "author", "affiliation", "scheme", "article")
"""Meanings that are no fields of a scheme, but for `number`."""
FIELD = "field:"
"""What stands before the id of a field that would be taken for one of these."""
SEARCHED = 20
"""Rows at the top of a sheet among which its header is looked for: above it stand titles."""
IGNORED = "-"
"""The meaning of a header that is known and not read: what is computed, or counts rows."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "number": ("编号", "建议编号", "提案编号", "提案号", "建议号", "案号", "文号编号"),
    "title": ("标题", "题目", "建议标题", "提案标题", "建议题目", "提案题目", "案由", "建议名称", "提案名称", "名称"),
    "author": (
        "作者", "姓名", "代表", "代表姓名", "领衔代表", "提案人", "第一提案人", "提出人", "建议人", "献策人", "提案者",
    ),
    "affiliation": ("单位", "作者单位", "所在单位", "代表团", "界别", "工作单位", "单位及职务"),
    "lead_units": ("主办单位", "承办单位", "主办", "承办", "牵头单位", "责任单位", "办理单位"),
    "support_units": ("会办单位", "协办单位", "会办", "协办", "配合单位"),
    "due": ("办理期限", "答复期限", "办结时限", "办理时限", "截止日期", "期限", "完成时限"),
    "supervisor": ("督办人", "督办领导", "领衔督办", "督办"),
    "answer_number": ("答复文号", "复函文号", "文号"),
    "public": ("是否公开", "公开", "公开情况"),
    "stage": ("环节", "办理状态", "办理进度", "状态", "进度", "办理环节"),
    "outcome": ("办理结果", "办理类别", "答复类别", "结果", "类别", "办理情况分类"),
    "satisfaction": ("满意度", "满意情况", "代表意见", "委员意见", "满意程度", "反馈意见"),
    "stage=collected": ("征集日期", "征集时间"),
    "stage=proposed": ("提出日期", "提出时间", "提交日期", "提交时间"),
    "stage=filed": ("立案日期", "立案时间"),
    "stage=assigned": ("交办日期", "交办时间", "交办日", "转办日期", "转办时间"),
    "stage=answered": ("答复日期", "答复时间", "反馈日期", "办复日期", "办复时间", "复函日期"),
    "stage=closed": ("办结日期", "办结时间"),
    "scheme": ("方案", "办理方案", "handling scheme"),
    "article": ("稿件标识", "article id"),
    IGNORED: ("序号", "到期日", "剩余天数", "next deadline", "days left", "no."),
}  # fmt: skip
_MEANINGS = {"".join(fold(word).split()): meaning for meaning, words in _WORDS.items() for word in words}


def meanings(scheme: Scheme) -> dict[str, str]:
    """Return the meanings of headers, by their folded words without spaces; the scheme's own labels count first."""
    found = {
        word: meaning
        for word, meaning in _MEANINGS.items()
        if meaning in (*PLAIN, IGNORED) or meaning.partition("=")[0] in scheme.by_id
    }
    found.update((meaning, meaning) for meaning in PLAIN)
    for field in scheme.fields:
        for word in (field.label.zh, field.label.en, field.id):
            if word and (word != field.id or word not in PLAIN):
                found[bare(word)] = of_field(field.id)
    stage = scheme.by_id.get(STAGE)
    for value in stage.values if stage is not None else ():
        for word, ends in ((value.label.zh, ("日期", "时间")), (value.label.en, ("date", "on"))):
            for end in ends if word else ():
                found[bare(word + end)] = f"{STAGE}={value.id}"
    return found


def of_field(field_id: str) -> str:
    """Return the meaning of a column that holds a field; one that is called like a plain meaning is told apart."""
    return f"{FIELD}{field_id}" if field_id in PLAIN and field_id != NUMBER else field_id


def meaning_of(scheme: Scheme, said: str) -> str:
    """Return the meaning that a person names, by its id or by a word for it; empty if there is none."""
    field_id, _sep, value = said.removeprefix(FIELD).partition("=")
    field = scheme.by_id.get(field_id)
    if said in (*PLAIN, IGNORED):
        return said
    if field is not None and not value:
        return of_field(field_id)
    if field is not None and field.value(value) is not None:
        return said
    return meanings(scheme).get(bare(said), "")


def signature(header: Sequence[Cell]) -> str:
    """Return what tells headers apart, whatever the width of their words and the spaces in them; empty for one word."""
    names = [bare(cell) for cell in header]
    if sum(map(bool, names)) < 2:
        return ""
    return sha256("\n".join(names).strip().encode(errors="replace")).hexdigest()[:16]


def bare(header: object) -> str:
    """Return a header folded, without white space and what is in brackets after it."""
    words = fold(str(header)) if isinstance(header, str) else ""
    return "".join(re.sub(r"[(\[].*?[)\]]$", "", words.strip()).split())


def find_header(grid: Grid, known: Mapping[str, str]) -> int | None:
    """Return the row that is the header: the first one at the top with a title's column and one more that is known."""
    for index, row in enumerate(grid.rows[:SEARCHED]):
        found = [known[bare(cell)] for cell in row if bare(cell) in known]
        if len(set(found) - {IGNORED}) >= 2 and ("title" in found or "number" in found):
            return index
    return None


def columns(header: Sequence[Cell], known: Mapping[str, str]) -> list[str]:
    """Return each column's meaning (empty: none). Of two columns of one meaning the first one has it."""
    found: list[str] = []
    for cell in header:
        meaning = known.get(bare(cell), "")
        found.append("" if meaning and meaning != IGNORED and meaning in found else meaning)
    return found
