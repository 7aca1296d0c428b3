"""Rows of proposals that are nowhere: for sorting, filtering and counting."""

from __future__ import annotations

from array import array

from hypothesis import strategies as st

from reader.annotations import Annotation, Entry, Target
from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import Kind, Source
from reader.workspace.catalogue import Spot
from reader.workspace.model import SourceFile
from reader.workspace.proposals import Row, row_of

NAMES = {"a": "民生", "b": "民生/居住", "c": "医疗", "d": "营商环境"}
ME = "程"
TARGET = Target("0" * 64, ((0, 1),), "字", "", "", "article")
MOMENT = "2026-01-05T00:00:00.000000Z"

KINDS: tuple[Kind, ...] = ("proposal", "news")
words = st.text("社区灯棚桥商abＡ１ ", max_size=4)
days = st.sampled_from(("", "2026-01-05", "2026-01-20", "2025-12-31"))
entries = st.one_of(
    st.none(),
    st.builds(
        Entry,
        st.just("column"),
        st.sampled_from(("环节", "办理结果")),
        st.sampled_from(("采纳", "交办")),
        days,
    ),
)
notes = st.builds(
    Annotation,
    st.uuids().map(str),
    st.just(TARGET),
    st.sampled_from((ME, "同事")),
    st.sampled_from((MOMENT, MOMENT.replace("05", "06"))),
    st.just(MOMENT),
    st.lists(st.sampled_from([*NAMES, "gone"]), max_size=2, unique=True).map(tuple),
    st.sampled_from(("", "可行")),
    st.none(),
    st.booleans(),
    entries,
)


def row(
    number: int,
    title: str = "",
    author: str = "",
    affiliation: str = "",
    date: str = "",
    page_no: str = "",
    measures: int = 0,
    doubts: int = 0,
    said: tuple[Annotation, ...] = (),
    kind: Kind = "proposal",
) -> Row:
    """Return a row of an article of this number; rows of one number are of one article."""
    article = ArticleDigest(
        f"{number:012x}/1", kind, None, title, title or "…", array("I", (0, 1)), affiliation, author,
        measures=("一是",) * measures, doubts=doubts,
    )  # fmt: skip
    source = Source("桐湾日报" if number % 3 else "", date, page_no)
    page = PageDigest(f"{number:064x}", 1, source, (article,))
    return row_of(Spot(SourceFile(f"{number}.txt", None, f"{number}.txt"), page, article), said, NAMES, ME)


rows = st.lists(
    st.builds(
        row,
        st.integers(0, 30),
        words,
        words,
        words,
        days,
        st.sampled_from(("", "2", "10", "A02", "A10")),
        st.integers(0, 3),
        st.integers(0, 1),
        st.lists(notes, max_size=2).map(tuple),
        st.sampled_from(KINDS),
    ),
    max_size=12,
)
