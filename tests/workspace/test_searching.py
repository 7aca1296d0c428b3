"""Searching the open files: hits with their places, kept up to date, with what annotations say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.annotations import Entry
from reader.config.language import choose
from reader.index.query import parse
from reader.index.search import GivenUpError, UnusableError
from reader.pages.model import Fix
from reader.text import fold
from reader.workspace import Workspace
from reader.workspace.passages import passage
from reader.workspace.searching import Hit, Results
from tests.workspace.conftest import Opener, first


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "xiance"


def search(workspace: Workspace, typed: str) -> list[Hit]:
    workspace.searching.refresh()
    results: Results = workspace.searching.search(parse(typed))
    hits: list[Hit] = workspace.searching.hits(results)
    assert len(hits) == results.total == sum(results.years.values()) == sum(results.papers.values())
    return hits


def names(workspace: Workspace, typed: str) -> set[str]:
    return {hit.name for hit in search(workspace, typed)}


def test_a_hit_says_where_the_words_stand(opening: Opener) -> None:
    workspace = opening()
    (hit,) = search(workspace, "带伞")
    page = workspace.pages(hit.file)[hit.page - 1]
    assert page.text[hit.start : hit.end] == "带伞"
    assert hit.article == page.articles[0].id
    assert hit.snippet[slice(*hit.marks[0])] == "带伞"
    assert (hit.paper, hit.date, hit.page_no, hit.count) == ("桐湾日报", "2026-01-05", "10", 1)


def test_everything_on_the_pages_is_found_where_it_stands(opening: Opener) -> None:
    workspace = opening()
    workspace.survey()
    rng = random.Random(2)
    for file in workspace.files:
        for page in workspace.pages(file):
            for article in page.articles:
                for block in article.blocks:
                    text = block.flow.text
                    start = rng.randrange(len(text))
                    word = text[start : start + rng.randint(1, 6)].strip()
                    if not word or '"' in word:
                        continue
                    hit = next(hit for hit in search(workspace, f'"{word}"') if hit.article == article.id)
                    source = page.text[hit.start : hit.end]
                    assert fold("".join(source.split())) == fold("".join(word.split()))


def test_what_changed_on_disk_or_went_is_found_as_it_is(opening: Opener, folder: Path) -> None:
    assert search(opening(), "带伞")
    (folder / "桐湾日报2026-01-05_10版.txt").write_text("桐湾日报1月5日讯（记者 沈麦）明天放晴。\n", "utf-8")
    again = opening()
    assert not search(again, "带伞") and search(again, "放晴")
    (folder / "桐湾日报2026-01-05_10版.txt").unlink()
    assert not search(opening(), "放晴")


def test_what_was_indexed_is_not_parsed_again(opening: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opening()
    search(workspace, "带伞")
    put: list[object] = []
    monkeypatch.setattr(type(workspace.searching.index), "put", lambda self, files: put.append(files))
    assert search(workspace, "带伞") and search(opening(), "带伞")
    assert not put


def test_only_the_opened_paths_count(opening: Opener, folder: Path) -> None:
    assert search(opening(), "带伞") and names(opening(), "图书馆")
    one = opening(folder / "桐湾日报2026-01-05_02版.txt")
    assert not search(one, "带伞") and search(one, "图书馆")
    assert search(opening(), "带伞")


def test_standard_input_is_searched_and_leaves_nothing(opening: Opener, cache: Path) -> None:
    workspace = opening("-", stdin="河边有风\n\n树上有鸟。\n".encode())
    assert len(names(workspace, "有鸟")) == 1
    assert not list(cache.glob("search-*"))


def test_a_correction_changes_what_is_found(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    assert article.title in names(workspace, "kind:建议")
    row = article.paragraphs[0].rows[0]
    workspace.correct([(page, Fix("kind", (row,), "news"))], "kind_set", article.title).result()
    workspace.pages(workspace.files[0])
    assert article.title not in names(workspace, "kind:建议")
    workspace.undo().result()
    workspace.pages(workspace.files[0])
    assert article.title in names(workspace, "kind:建议")


def test_annotations_are_searched_with_their_articles(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    story = page.articles[1]
    workspace.tag(workspace.target_article(page, article), ["民生/夜间"]).result()
    workspace.comment(workspace.target_article(page, story), "请查預算来源").result()
    assert names(workspace, "tag:夜间") == {article.title}
    assert names(workspace, "tag:夜间 图书馆") == {article.title} and not names(workspace, "tag:夜间 带伞")
    assert names(workspace, "comment:预算") == {story.title} == names(workspace, "预算来源")
    assert not names(workspace, "预算来源 -comment:请查") and not names(workspace, "title:预算来源")
    assert article.title in names(workspace, "-comment:预算") and story.title not in names(workspace, "-预算")
    word = story.paragraphs[0].flow.text[:2]
    (hit,) = search(workspace, f"预算来源 {word}")
    assert hit.about == "text"
    (hit,) = search(workspace, "预算来源")
    assert hit.about == "comment" and hit.snippet[slice(*hit.marks[0])] == "預算来源"
    assert page.text[hit.start : hit.end]


def test_annotations_of_an_earlier_text_are_found_where_they_show(opening: Opener, folder: Path) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.comment(workspace.target_article(page, article), "再议").result()
    workspace.close()
    file = folder / "桐湾日报2026-01-05_02版.txt"
    file.write_text("桐湾日报\n\n" + file.read_text("utf-8"), "utf-8")
    assert names(opening(), "comment:再议") == {article.title}


def test_a_change_of_tags_is_searched_at_once(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["甲"]).result()
    assert names(workspace, "tag:甲")
    workspace.undo().result()
    assert not names(workspace, "tag:甲")


@pytest.mark.parametrize(
    "typed", ["图书馆", "图书馆 -夜", "tag:夜间", "预算", "kind:建议", "author:程", "-图书馆"]
)
def test_without_an_index_a_scan_finds_the_same(
    opening: Opener, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["民生/夜间"]).result()
    workspace.comment(workspace.target_article(page, page.articles[1]), "预算").result()
    indexed = {(hit.key, hit.start, hit.end, hit.snippet) for hit in search(workspace, typed)}

    def broken(*_args: object, **_options: object) -> None:
        raise UnusableError

    for name in ("find", "stamps", "put", "revision", "entries", "showing"):
        monkeypatch.setattr(workspace.searching.index, name, broken)
    scanned = {(hit.key, hit.start, hit.end, hit.snippet) for hit in search(workspace, typed)}
    assert {hit[0] for hit in scanned} == {hit[0] for hit in indexed}
    if not typed.startswith(("tag", "预算")):
        assert scanned == indexed


def test_a_damaged_index_is_made_again(opening: Opener, cache: Path) -> None:
    workspace = opening()
    search(workspace, "带伞")
    workspace.close()
    (file,) = cache.glob("search-*.sqlite")
    file.write_bytes(b"damaged" * 1000)
    assert search(opening(), "带伞")
    assert file.read_bytes()[:6] == b"SQLite"


def test_how_much_is_searched_is_told(opening: Opener, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    workspace, told = opening(), list[int]()
    assert workspace.searching.searched() == (0, 3)
    workspace.searching.refresh(told.append)
    assert workspace.searching.searched() == (3, 3) and told == sorted(told)


def test_files_that_are_not_known_can_be_left(opening: Opener) -> None:
    workspace = opening()
    workspace.pages(workspace.files[0])
    workspace.searching.refresh(known_only=True)
    assert workspace.searching.searched() == (1, 2)
    assert [file for file in workspace.files if workspace.catalogue.knows(file)] == [workspace.files[0]]


def test_a_scan_is_given_up(opening: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opening()

    def broken(*_args: object, **_options: object) -> None:
        workspace.searching.interrupt()
        raise UnusableError

    search(workspace, "带伞")
    monkeypatch.setattr(workspace.searching.index, "find", broken)
    pages = workspace.pages

    def slow(file: object) -> object:
        workspace.searching.interrupt()
        return pages(file)  # type: ignore[arg-type]

    monkeypatch.setattr(workspace, "pages", slow)
    with pytest.raises(GivenUpError):
        workspace.searching.search(parse("带伞"))


@pytest.mark.parametrize(
    ("text", "words", "shown", "marked"),
    [
        ("标题\n第一段。\n第二段有灯。", ("灯",), "第二段有灯。", ["灯"]),
        ("灯\n没有", ("灯",), "灯", ["灯"]),
        ("标题\n没有", (), "没有", []),
        ("标题\n", (), "标题", []),
        ("\n一灯" + "字" * 100 + "灯与路", ("灯", "路"), None, ["灯", "路"]),
        ("\naAaA", ("aa",), "aAaA", ["aAaA"]),
    ],
)
def test_a_passage_shows_where_most_words_stand(
    text: str, words: tuple[str, ...], shown: str | None, marked: list[str]
) -> None:
    found = passage(text, words, text.find("\n") + 1)
    assert [found.text[a:b] for a, b in found.marks] == marked
    assert shown is None or found.text == shown
    assert len(found.text) <= 74


OWN = """
id = "visits"
label = { zh = "走访", en = "Visits" }
[[field]]
id = "stage"
label = { zh = "环节", en = "Stage" }
type = "choice"
[[field.value]]
id = "step2"
label = { zh = "已答复", en = "Replied to" }
letter = "乙"
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    ("scheme", "value", "found", "not_found"),
    [
        (
            "npc",
            "handling",
            ("stage:办理", "环节:办理", 'stage:"in hand"', "stage:HANDLING"),
            ("stage:答复",),
        ),
        (
            "column",
            "answered",
            ("stage:反馈", "stage:Answered", "stage:answer"),
            ("stage:答复", "-stage:反馈"),
        ),
        ("visits", "step2", ("stage:已答复", "stage:REPLIED", "stage:step2", 'stage:"乙 "'), ("stage:办理",)),
        ("visits", "早年的说法", ("stage:早年",), ("stage:已答复",)),
        ("gone", "handling", ("stage:handling",), ("stage:办理",)),
    ],
)
def test_a_stage_is_found_by_what_its_scheme_calls_it_in_either_language(
    opening: Opener,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    indexed: bool,
    scheme: str,
    value: str,
    found: tuple[str, ...],
    not_found: tuple[str, ...],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "xiance" / "schemes").mkdir(parents=True)
    (tmp_path / "config" / "xiance" / "schemes" / "visits.toml").write_text(OWN, "utf-8")
    choose(lang)
    workspace = opening()
    page, article = first(workspace)
    entry = Entry(scheme, "stage", value, "2026-02-01")
    workspace.handling.register([(workspace.target_article(page, article), entry)]).result()
    if not indexed:
        monkeypatch.setattr(workspace.searching.index, "find", unusable)
    for typed in found:
        assert names(workspace, typed) == {article.title}, typed
    for typed in not_found:
        assert article.title not in names(workspace, typed), typed
    choose("en")


def unusable(*_given: object, **_named: object) -> None:
    raise UnusableError


def test_stages_are_offered_in_the_language_of_the_screen(opening: Opener) -> None:
    workspace = opening()
    assert workspace.handling.stage_labels() == []
    target = workspace.target_article(*first(workspace))
    workspace.handling.register([(target, Entry("column", "stage", "assigned", "2026-02-01"))]).result()
    assert workspace.handling.stage_labels()[:3] == ["Collected", "Assigned", "In hand"]
    choose("zh")
    assert workspace.handling.stage_labels()[:3] == ["征集", "交办", "办理"]
    choose("en")
