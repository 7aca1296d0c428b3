"""Documents for Word: read again by python-docx, changed by other programs, and read back."""

from __future__ import annotations

import copy
import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reader.annotations import locate
from reader.exchange import Draft, ExchangeError, Export, Options, Record, read, write
from reader.exchange.word import tagged
from reader.exchange.word.xml import clean
from reader.workspace import Workspace
from reader.workspace.exporting import export_of
from tests.exchange.records import TEXT, page
from tests.exchange.records import records as bare_records
from tests.exchange.rich import COMMENTS, COUNT, any_records, rich, rich_folder

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
NAMESPACES = {"w": W, "w14": W14, "w15": W15}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def records(comment: str = "和去年的提案一起看") -> list[Record]:
    """Return the four records with the characters they are on."""
    return [
        replace(record, spans=locate(page(), record.annotation.target).spans)
        for record in bare_records(comment)
    ]


def document(export: Export | list[Record], **options: Any) -> bytes:
    given_export = export if isinstance(export, Export) else Export(export)
    out = io.BytesIO()
    write("docx", replace(given_export, options=Options(**options)), out)
    return out.getvalue()


def drafts(data: bytes) -> list[Draft]:
    return [found for found in read("docx", io.BytesIO(data), path="x.docx") if isinstance(found, Draft)]


def passages(opened: Any) -> dict[int, str]:
    """Return the text between each comment's range marks, as python-docx' tree has it."""
    found: dict[int, str] = {}
    running: set[int] = set()
    for element in opened.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            number = int(element.get(qn("w:id")))
            assert number not in found
            running.add(number)
            found[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            running.remove(int(element.get(qn("w:id"))))
        elif element.tag == qn("w:t"):
            for number in running:
                found[number] += element.text
    assert not running
    return found


def bare(text: str) -> str:
    return "".join(clean(text).split())


def by_id(data: bytes) -> dict[str, Draft]:
    return {draft.annotation.id: draft for draft in drafts(data)}


# -- writing


@pytest.mark.parametrize("by", ["article", "tag"])
def test_the_text_between_marks_is_the_quote(by: str) -> None:
    opened = docx.Document(io.BytesIO(document(rich(), by=by)))
    comments = list(opened.comments)
    between = passages(opened)
    assert set(between) == {comment.comment_id for comment in comments}
    left = {record.annotation.id: record for record in rich().records}
    if by == "article":
        assert len(comments) == COUNT
    for comment in comments:
        fitting = [
            record
            for record in rich().records
            if record.annotation.creator == comment.author
            and clock(record.annotation.created) == f"{comment.timestamp:%Y-%m-%dT%H:%M:%S}"
            and said(record) == comment.text.partition("\n引文")[0].partition("\nQuote: ")[0].strip("\n")
        ]
        assert fitting, comment.text
        target = fitting[0].annotation.target
        left.pop(fitting[0].annotation.id, None)
        if fitting[0].annotation.reply_to is None and target.level in ("measure", "span"):
            assert bare(between[comment.comment_id]) == bare(target.exact)
        else:
            assert between[comment.comment_id].strip()
    assert not left


def clock(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%dT%H:%M:%S}"


def said(record: Record) -> str:
    line, comment = tagged.join((tag.name for tag in record.tags), record.annotation.comment)
    entry = record.annotation.entry
    shown = [line, clean(comment)]
    if entry is not None:
        about = " · ".join(part for part in (entry.date, entry.source, entry.reason) if part)
        shown.append(f"{entry.field}: {entry.value} ({about})")
    return "\n".join(part for part in shown if part).strip("\n")


def test_whole_articles_are_on_the_title_and_pages_on_their_heading() -> None:
    opened = docx.Document(io.BytesIO(document(rich())))
    between = passages(opened)
    texts = {comment.text: between[comment.comment_id] for comment in opened.comments}
    assert texts["#公共文化\n整版都好"].startswith("桐湾日报 2026-01-05")
    assert texts["#公共文化\n栏头，不在任何稿件里"] == "金点子摘登"
    titles = {between[comment.comment_id] for comment in opened.comments if "这一篇可以办" in comment.text}
    assert titles == {"让图书馆开到夜里", "给老街装上会说话的路牌", "办好社区里的修补铺"}
    headings = [item.text for item in opened.paragraphs if item.style and item.style.name == "Heading 2"]
    assert headings[:2] == ["让图书馆开到夜里", "给老街装上会说话的路牌"]


def test_authors_times_and_initials() -> None:
    opened = docx.Document(io.BytesIO(document(rich())))
    assert {(comment.author, comment.initials) for comment in opened.comments} == {
        ("沈麦", "沈麦"),
        ("analyst", "A"),
        ("苏禾 <suhe@example.org>", "苏禾"),
    }
    first = next(comment for comment in opened.comments if "整版都好" in comment.text)
    assert first.timestamp is not None
    assert first.timestamp.strftime("%H:%M") == "08:01"  # Word's times are the clock's


def test_replies_are_threads_and_resolved_ones_are_done() -> None:
    with zipfile.ZipFile(io.BytesIO(document(rich()))) as package:
        extended = etree.fromstring(package.read("word/commentsExtended.xml"))
        comments = etree.fromstring(package.read("word/comments.xml"))
    paras = {
        comment.findall(f"{{{W}}}p")[-1].get(f"{{{W14}}}paraId"): "".join(comment.itertext())
        for comment in comments
    }
    assert len(paras) == COUNT
    rows = [{name.split("}")[1]: value for name, value in row.attrib.items()} for row in extended]
    answers = {paras[row["paraId"]]: paras[row["paraIdParent"]] for row in rows if "paraIdParent" in row}
    assert answers["财政出一半"].endswith("钱从哪里来？")
    assert answers["那就办=2+2"].endswith("钱从哪里来？")
    assert {paras[row["paraId"]] for row in rows if row["done"] == "1"} >= {"那就办=2+2", "好"}
    assert all(re.fullmatch("[0-7][0-9A-F]{7}", para) for para in paras)


def test_fonts_and_language_are_set_for_chinese() -> None:
    opened = docx.Document(io.BytesIO(document(rich())))
    defaults = opened.styles.element.find(f".//{{{W}}}rPrDefault")
    assert defaults is not None
    assert defaults.find(f".//{{{W}}}rFonts").get(qn("w:eastAsia")) == "宋体"
    assert defaults.find(f".//{{{W}}}lang").get(qn("w:eastAsia")) == "zh-CN"


def test_the_same_records_give_the_same_bytes() -> None:
    assert document(rich()) == document(rich())


ORDERS = {
    "pPr": "pStyle keepNext keepLines pBdr spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i color sz szCs lang",
    "style": "name basedOn uiPriority semiHidden qFormat pPr rPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
    "compat": "useFELayout compatSetting",
    "font": "altName charset family pitch",
    "sectPr": "footerReference pgSz pgMar",
    "p": "pPr",
    "r": "rPr",
}
"""By element what may be in it, in the order of the schema (ECMA-376-1, A.1), which Word insists on; then anything."""


def test_elements_come_in_the_order_of_the_schema() -> None:
    with zipfile.ZipFile(io.BytesIO(document(rich()))) as package:
        parts = [
            etree.fromstring(package.read(name)) for name in package.namelist() if name.startswith("word/")
        ]
    met = set()
    for element in (element for part in parts for element in part.iter(f"{{{W}}}*")):
        name = etree.QName(element).localname
        order = ORDERS.get(name, "").split()
        children = [etree.QName(child).localname for child in element]
        if name in ("p", "r"):
            assert children.count(order[0]) <= 1
            assert order[0] not in children[1:]
        elif order:
            met.add(name)
            places = [order.index(child) for child in children]
            assert places == sorted(places)
    assert met == ORDERS.keys() - {"p", "r"}


def test_parts_are_declared_and_related() -> None:
    with zipfile.ZipFile(io.BytesIO(document(rich()))) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        declared = {each.get("PartName", "").lstrip("/") for each in types if each.get("PartName")}
        assert declared <= names
        for name in names:
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for relation in etree.fromstring(package.read(name)):
                    target = posixpath.normpath(posixpath.join(folder, relation.get("Target", "")))
                    assert target in names
        assert names - declared == {
            *("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"),
            *("customXml/item1.xml", "customXml/_rels/item1.xml.rels"),
        }


def test_bookmarks_are_single_and_not_too_long_for_word() -> None:
    for by in ("article", "tag"):
        with zipfile.ZipFile(io.BytesIO(document(rich(), by=by))) as package:
            names = re.findall(
                r'<w:bookmarkStart [^>]*w:name="([^"]*)"', package.read("word/document.xml").decode()
            )
        assert len(set(names)) == len(names) == COUNT
        assert max(map(len, names)) <= 40


def test_a_deleted_comment_leaves_no_word_in_the_file() -> None:
    secret = "只有批注里才有的话"
    data = document(records(comment=secret))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        holding = [name for name in package.namelist() if secret in package.read(name).decode()]
    assert holding == ["word/comments.xml"]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_comment_is_a_document(comment: str) -> None:
    data = document(records(comment=comment or "-"))
    texts = [found.text for found in docx.Document(io.BytesIO(data)).comments]
    assert any(bare(text).removeprefix("\\") == bare(comment or "-").removeprefix("\\") for text in texts)


@settings(deadline=None, max_examples=50)
@given(any_records())
def test_any_records_are_a_document(given_records: tuple[Record, ...]) -> None:
    for by in ("article", "tag"):
        data = document(list(given_records), by=by)
        docx.Document(io.BytesIO(data))
        known = {record.annotation.id for record in given_records}
        assert {draft.annotation.id for draft in drafts(data)} <= known


# -- reading back what nobody changed


@pytest.mark.parametrize("by", ["article", "tag"])
def test_what_nobody_changed_comes_back_as_it_was(by: str) -> None:
    found = by_id(document(rich(), by=by))
    for record in rich().records:
        annotation = record.annotation
        draft = found.pop(annotation.id, None)
        if draft is None:
            partial = annotation.entry is not None or annotation.target.level == "page"
            assert partial
            continue
        assert [tag.name for tag in draft.tags] == [tag.name for tag in record.tags]
        target = draft.annotation.target
        again = replace(draft.annotation, target=annotation.target, tags=annotation.tags)
        assert again == replace(annotation, comment=clean(annotation.comment))
        if annotation.reply_to is None:
            assert target.fingerprint == annotation.target.fingerprint
            assert target.ranges == annotation.target.ranges
            assert bare(target.exact) == bare(annotation.target.exact)
    assert not found


@given(
    st.lists(
        st.text(
            st.characters(categories=["L", "N", "P", "S"], exclude_characters="”"), min_size=1, max_size=9
        ),
        max_size=4,
        unique=True,
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r")),
)
def test_tags_and_comment_come_apart_again(names: list[str], comment: str) -> None:
    line, below = tagged.join(names, comment)
    text = "\n".join(part for part in (line, below) if part)
    assert tagged.part(text) == (tuple(names), comment)


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("#城建 要修", ("城建",), "要修"),
        ("＃城建　#民生/老人\n要修\n#不是", ("城建", "民生/老人"), "要修\n#不是"),
        ("#“夜间 服务”要修", (), "#“夜间 服务”要修"),
        ("#“夜间 服务” 要修", ("夜间 服务",), "要修"),
        ("#1 方案", (), "#1 方案"),
        ("# 标题", (), "# 标题"),
        ("见 #城建", (), "见 #城建"),
        ("\\#城建", (), "#城建"),
    ],
)
def test_tags_are_what_a_comment_starts_with(text: str, names: tuple[str, ...], rest: str) -> None:
    assert tagged.part(text) == (names, rest)


# -- what others did


def changed(data: bytes, **edits: Callable[[bytes], bytes]) -> bytes:
    """Return a document with some of its parts edited; a part is named by its file's name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            edit = edits.get(name.rpartition("/")[2].removesuffix(".xml"))
            content = old.read(name)
            new.writestr(name, edit(content) if edit else content)
    return out.getvalue()


def without(data: bytes, *parts: str) -> bytes:
    """Return a document without some parts, as a program leaves it that does not know them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.startswith(parts):
                new.writestr(name, old.read(name))
    return out.getvalue()


def made(xml: str) -> Any:
    return etree.fromstring(xml.replace(" ", f' xmlns:w="{W}" ', 1) if " " in xml else xml)


def mark_words(root: Any, words: str, number: str) -> None:
    """Put a comment's marks around words of the first paragraph that has them, whatever its runs."""
    home = next(each for each in root.iter(f"{{{W}}}p") if words in "".join(each.itertext()))
    begin = "".join(home.itertext()).index(words)
    for offset, xml in (
        (begin + len(words), f'<w:r w:rsidR="0"><w:commentReference w:id="{number}"/></w:r>'),
        (begin + len(words), f'<w:commentRangeEnd w:id="{number}"/>'),
        (begin, f'<w:commentRangeStart w:id="{number}"/>'),
    ):
        at = 0
        for text in list(home.iter(f"{{{W}}}t")):
            if at <= offset < at + len(text.text) or offset == at + len(text.text) == len(
                "".join(home.itertext())
            ):
                run, whole = text.getparent(), text.text
                rest = copy.deepcopy(run)
                text.text, rest.find(f"{{{W}}}t").text = whole[: offset - at], whole[offset - at :]
                run.addnext(rest)
                run.addnext(made(xml))
                break
            at += len(text.text)


def commented(data: bytes, *, answered: str, on: str) -> bytes:
    """Do what Word does when somebody answers the comment with a text and comments on a word of the text."""
    para: list[str] = []
    number: list[str] = []

    def comments(content: bytes) -> bytes:
        root = etree.fromstring(content)
        head = next(comment for comment in root if answered in "".join(comment.itertext()))
        para.append(head.findall(f"{{{W}}}p")[-1].get(f"{{{W14}}}paraId", ""))
        number.append(head.get(f"{{{W}}}id", ""))
        for key, text in (("9001", "回 Word 里的回复"), ("9002", "#城建 #新标签\nWord 里的新批注\n第二行")):
            lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
            comment = etree.fromstring(
                f'<w:comment xmlns:w="{W}" w:id="{key}" w:author="老板" w:date="2026-02-03T09:30:00Z">{lines}</w:comment>'
            )
            comment[-1].set(f"{{{W14}}}paraId", f"0000{key}")
            root.append(comment)
        return bytes(etree.tostring(root))

    def text(content: bytes) -> bytes:
        root = etree.fromstring(content)
        start, end = (
            root.find(f".//w:{kind}[@w:id='{number[0]}']", NAMESPACES)
            for kind in ("commentRangeStart", "commentRangeEnd")
        )
        assert start is not None
        assert end is not None
        start.addnext(made('<w:commentRangeStart w:id="9001"/>'))
        end.addnext(made('<w:r w:rsidR="0"><w:commentReference w:id="9001"/></w:r>'))
        end.addnext(made('<w:commentRangeEnd w:id="9001"/>'))
        mark_words(root, on, "9002")
        return bytes(etree.tostring(root))

    def extended(content: bytes) -> bytes:
        rows = f'<w15:commentEx w15:paraId="00009001" w15:paraIdParent="{para[0]}" w15:done="0"/>'
        rows += '<w15:commentEx w15:paraId="00009002" w15:done="0"/>'
        return content.replace(b"</w15:commentsEx>", f"{rows}</w15:commentsEx>".encode())

    first = changed(data, comments=comments)
    return changed(first, document=text, commentsExtended=extended)


def news(data: bytes) -> list[Draft]:
    known = {record.annotation.id for record in rich().records}
    return [draft for draft in drafts(data) if draft.annotation.id not in known]


@pytest.mark.parametrize("lost", [(), ("customXml",)], ids=["word", "without our part"])
@pytest.mark.parametrize("by", ["article", "tag"])
def test_a_reply_and_a_comment_of_others_come_back(by: str, lost: tuple[str, ...]) -> None:
    data = commented(
        document(rich(), by=by), answered="钱从哪里来", on="先在周末试行" if by == "tag" else "扫净了"
    )
    if lost:
        data = without(data, *lost)
    reply, comment = sorted(news(data), key=lambda draft: draft.annotation.comment, reverse=True)
    head = next(record.annotation for record in rich().records if "钱从哪里来" in record.annotation.comment)
    assert reply.annotation.reply_to == head.id
    assert reply.annotation.comment == "回 Word 里的回复"
    assert bare(reply.annotation.target.exact) == bare(head.target.exact)
    assert comment.annotation.comment == "Word 里的新批注\n第二行"
    assert [tag.name for tag in comment.tags] == ["城建", "新标签"]
    assert comment.annotation.creator == "老板"
    assert comment.annotation.created == "2026-02-03T01:30:00.000000Z"
    assert comment.annotation.target.exact in ("扫净了", "先在周末试行")
    assert [draft.annotation.id for draft in news(data)] == [draft.annotation.id for draft in news(data)]


def test_an_import_brings_exactly_those(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "pages"
    folder.mkdir()
    rich_folder(folder)
    workspace = Workspace.open([folder], creator="analyst")
    try:
        before = dict(workspace.snapshot.annotations)
        data = commented(document(export_of(workspace)), answered="钱从哪里来", on="扫净了")
        done = workspace.import_drafts(read("docx", io.BytesIO(data), path="x.docx"))
        after = workspace.snapshot.annotations
        assert done.added == 2
        assert not done.lost
        assert {key: after[key] for key in before} == before
        reply, comment = sorted(
            (after[key] for key in after.keys() - before.keys()), key=lambda each: each.comment, reverse=True
        )
        head = next(each for each in before.values() if "钱从哪里来" in each.comment)
        assert (reply.reply_to, reply.target.ranges) == (head.id, head.target.ranges)
        assert (comment.target.exact, comment.creator) == ("扫净了", "老板")
        assert comment.target.title.endswith("十七条巷子天亮前扫净")
        again = workspace.import_drafts(read("docx", io.BytesIO(data), path="x.docx"))
        assert again.added == 0
        assert workspace.snapshot.annotations == after
    finally:
        workspace.close()


def test_an_import_elsewhere_brings_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    data = document(records())
    (tmp_path / "桐湾日报2026-01-05_02版.txt").write_text(TEXT, "utf-8")
    workspace = Workspace.open([tmp_path], creator="other")
    try:
        done = workspace.import_drafts(read("docx", io.BytesIO(data), path="x.docx"))
        assert (done.added, done.lost) == (4, 0)
        given = {record.annotation.comment for record in records()}
        assert {each.comment for each in workspace.snapshot.annotations.values()} == given
        assert {tag.name for tag in workspace.snapshot.tags.values()} == {"公共文化", "夜经济"}
    finally:
        workspace.close()


def edited(data: bytes, old: str, new: str, saved: str) -> bytes:
    return changed(
        data,
        comments=lambda content: content.replace(old.encode(), new.encode()),
        core=lambda content: re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + saved.encode(), content),
    )


def test_what_was_changed_in_word_is_a_later_version() -> None:
    given_records = records(comment="原来的话")
    old = next(record.annotation for record in given_records if record.annotation.comment == "原来的话")
    data = edited(document(given_records), "原来的话", "改过的话", "2099-01-01T00:00:00Z")
    new = by_id(data)[old.id].annotation
    assert (new.comment, new.modified) == ("改过的话", "2099-01-01T00:00:00.000000Z")
    others = [draft for draft in drafts(data) if draft.annotation.id != old.id]
    assert {draft.annotation.modified for draft in others} == {
        record.annotation.modified for record in given_records if record.annotation.id != old.id
    }


def test_done_in_word_is_resolved_here() -> None:
    given_records = records()
    head = next(
        record.annotation for record in given_records if record.annotation.comment == "和去年的提案一起看"
    )
    data = changed(
        document(given_records),
        commentsExtended=lambda content: content.replace(b'w15:done="0"', b'w15:done="1"'),
        core=lambda content: re.sub(
            rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2099-01-01T00:00:00Z", content
        ),
    )
    new = by_id(data)[head.id].annotation
    assert new.resolved
    assert new.modified > head.modified


def test_a_comment_deleted_in_word_is_not_there() -> None:
    data = document(records())
    gone = changed(data, comments=lambda content: re.sub(rb"<w:comment .*?</w:comment>", b"", content))
    assert drafts(gone) == []


@pytest.mark.parametrize(
    ("on", "level", "quote"),
    [("雪落吉祥巷", "span", "雪落吉祥巷"), ("十七条巷子天亮前扫净", "article", "十七条巷子天亮前扫净")],
)
def test_a_comment_on_a_whole_title_is_about_the_article(on: str, level: str, quote: str) -> None:
    plain = [
        record
        for record in rich().records
        if record.path.endswith("03版.txt") and record.annotation.target.level == "page"
    ]
    other = next(record for record in rich().records if record.article and "扫净" in record.article.title)
    note = replace(other.annotation, comment="钱从哪里来", reply_to=None)
    data = commented(document([*plain, replace(other, annotation=note)]), answered="钱从哪里来", on=on)
    target = next(draft for draft in news(data) if draft.tags).annotation.target
    assert (target.level, target.exact) == (level, quote)


def test_documents_that_xiance_did_not_write_can_be_read() -> None:
    opened = docx.Document()
    start = opened.add_paragraph("别人写的文件，")
    run = start.add_run("这一句有批注")
    start.add_run("。后面没有。")
    opened.add_comment(run, text="别人的批注", author="甲", initials="甲")
    opened.add_comment(start.runs[0], text="", author="乙")
    out = io.BytesIO()
    opened.save(out)
    (draft,) = drafts(out.getvalue())
    target = draft.annotation.target
    assert (target.exact, target.prefix, target.suffix) == ("这一句有批注", "别人写的文件，", "。后面没有。")
    assert (draft.annotation.comment, draft.annotation.creator) == ("别人的批注", "甲")


def test_a_document_without_comments_has_nothing() -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    assert drafts(out.getvalue()) == []


def test_a_circle_of_answers_is_no_thread() -> None:
    circle = changed(
        document(records()),
        commentsExtended=lambda content: re.sub(
            rb'w15:paraId="(\w+)"(?: w15:paraIdParent="\w+")?',
            rb'w15:paraId="\1" w15:paraIdParent="\1"',
            content,
        ),
    )
    assert len(drafts(circle)) == 4


# -- what is no document


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        with zipfile.ZipFile(io.BytesIO(document(records()))) as old:
            for name in old.namelist():
                if name != "word/comments.xml":
                    package.writestr(name, old.read(name))
        with package.open("word/comments.xml", "w") as part:
            part.write(f'<w:comments xmlns:w="{W}">'.encode())
            for _piece in range(260):
                part.write(b" " * (1 << 20))
            part.write(b"</w:comments>")
    return out.getvalue()


def entities(content: bytes) -> bytes:
    return content.replace(
        b"<w:comments", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:comments', 1
    )


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: b"", "import_foreign"),
        (lambda: b"# no document", "import_foreign"),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "import_foreign",
        ),  # an old .doc, or a locked one
        (lambda: zipped(a="text"), "import_foreign"),
        (lambda: document(records())[:3000], "import_broken"),
        (lambda: document(records())[:-30], "import_broken"),
        (lambda: changed(document(records()), comments=lambda content: content[:-50]), "import_broken"),
        (lambda: changed(document(records()), document=lambda content: b""), "import_broken"),
        (lambda: changed(document(records()), comments=entities), "import_broken"),
        (
            lambda: changed(
                document(records()),
                document=lambda content: content.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 5000),
            ),
            "import_broken",
        ),
        (bomb, "import_broken"),
    ],
    ids=["empty", "text", "ole", "zip", "cut", "tail", "xml", "void", "entities", "deep", "bomb"],
)
def test_what_is_no_document_is_refused(data: Callable[[], bytes], code: str) -> None:
    with pytest.raises(ExchangeError) as raised:
        drafts(data())
    assert raised.value.code == code
    assert raised.value.params["path"] == "x.docx"


DAMAGED = document(rich())


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(DAMAGED) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_documents_end_in_an_error_or_in_drafts(hits: list[tuple[int, int]]) -> None:
    data = bytearray(DAMAGED)
    for at, value in hits:
        data[at] = value
    try:
        drafts(bytes(data))
    except ExchangeError as error:
        assert error.code in ("import_foreign", "import_broken")


# -- LibreOffice


def office() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    return found


def converted(data: bytes, to: str, folder: Path) -> bytes:
    source = folder / "in" / "x.docx"
    source.parent.mkdir()
    source.write_bytes(data)
    command = [
        office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", to,
        "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (made,) = (folder / "out").iterdir()
    return made.read_bytes()


@pytest.mark.verify
@pytest.mark.parametrize("by", ["article", "tag"])
def test_libreoffice_saves_it_and_all_is_known_again(by: str, tmp_path: Path) -> None:
    given_data = commented(document(rich(), by=by), answered="钱从哪里来", on="先在周末试行")
    data = converted(given_data, "docx:MS Word 2007 XML", tmp_path)
    assert sorted(draft.annotation.comment for draft in news(data)) == sorted(
        ["回 Word 里的回复", "Word 里的新批注\n第二行"]
    )
    known = by_id(data)
    for key, draft in by_id(given_data).items():
        if draft in news(given_data):
            continue
        assert known[key].annotation.modified == draft.annotation.modified
        assert bare(known[key].annotation.comment) == bare(draft.annotation.comment)


@pytest.mark.verify
def test_libreoffice_shows_every_passage(tmp_path: Path) -> None:
    text = converted(document(rich()), "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig")
    for record in rich().records:
        assert bare(record.annotation.target.exact) in bare(text) or record.annotation.target.level in (
            "page",
            "article",
        )
    assert all(comment not in text for comment in COMMENTS if len(comment) > 9)
