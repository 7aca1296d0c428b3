from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.annotations import Caret
from reader.exchange import Draft
from reader.repository import Repository, RepositoryError
from reader.store import StoreError
from reader.workspace import Event, Filters, Workspace, WorkspaceError
from tests.annotations.pages import ROWS
from tests.workspace.conftest import Opener, first


def state(workspace: Workspace) -> list[tuple[str, tuple[str, ...], str, bool]]:
    """Level, tag names, comment and whether resolved, of what the first page shows."""
    page, _ = first(workspace)
    names = {tag.id: tag.name for tag in workspace.snapshot.tags.values()}
    return [
        (
            item.annotation.target.level,
            tuple(names[tag] for tag in item.annotation.tags),
            item.annotation.comment,
            item.annotation.resolved,
        )
        for item in workspace.placed(page)
    ]


def test_a_change_shows_at_once_and_is_saved(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    future = workspace.tag(workspace.target_article(page, article), ["民生"])
    assert state(workspace) == [("article", ("民生",), "", False)]
    future.result()
    assert workspace.saving == 0
    assert state(opening()) == [("article", ("民生",), "", False)]


def test_the_same_target_is_extended(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    target = workspace.target_article(page, article)
    workspace.tag(target, ["民生"]).result()
    workspace.tag(target, ["夜间", "民生"]).result()
    workspace.comment(target, "可行").result()
    workspace.comment(target, "再看").result()
    assert state(workspace) == [("article", ("民生", "夜间"), "可行\n\n再看", False)]
    assert workspace.tag(target, ["民生"]).result() is None  # nothing to do, nothing written
    other = opening(creator="other")
    other.comment(target, "不同意").result()
    assert len(state(other)) == 2


def test_levels_are_different_targets(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    block = next(i for i, item in enumerate(article.blocks) if item.role == "paragraph")
    workspace.tag(workspace.target_span(page, article, Caret(block, 2), Caret(block, 6)), ["词"]).result()
    workspace.comment(workspace.target_measure(page, article, article.measures[1]), "好").result()
    workspace.tag(workspace.target_article(page, article), ["篇"]).result()
    assert [level for level, *_ in state(workspace)] == ["article", "span", "measure"]


def test_editing_deleting_and_taking_back(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.comment(workspace.target_article(page, article), "初稿").result()
    (placed,) = workspace.placed(page)
    identifier = placed.annotation.id
    workspace.edit_comment(identifier, "定稿").result()
    workspace.set_tags(identifier, ["甲", "乙"]).result()
    workspace.resolve(identifier, True).result()
    assert state(workspace) == [("article", ("甲", "乙"), "定稿", True)]
    workspace.delete(identifier).result()
    assert state(workspace) == []
    for expected in (
        [("article", ("甲", "乙"), "定稿", True)],
        [("article", ("甲", "乙"), "定稿", False)],
        [("article", (), "定稿", False)],
        [("article", (), "初稿", False)],
        [],
    ):
        workspace.undo().result()
        assert state(workspace) == expected
    with pytest.raises(RepositoryError, match="nothing_to_undo"):
        workspace.undo().result()
    workspace.redo().result()
    assert state(workspace) == [("article", (), "初稿", False)]


def test_an_annotation_left_empty_goes(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.comment(workspace.target_article(page, article), "话").result()
    workspace.edit_comment(workspace.placed(page)[0].annotation.id, "  ").result()
    assert state(workspace) == []
    workspace.tag(workspace.target_article(page, article), ["签"]).result()
    (placed,) = workspace.placed(page)
    workspace.untag(placed.annotation.id, placed.annotation.tags[0]).result()
    assert state(workspace) == []


def test_others_annotations_are_answered_not_changed(opening: Opener) -> None:
    mine = opening(creator="me")
    page, article = first(mine)
    mine.comment(mine.target_article(page, article), "我的").result()
    other = opening(creator="other")
    page, _ = first(other)
    (placed,) = other.placed(page)
    identifier = placed.annotation.id
    with pytest.raises(WorkspaceError) as raised:
        other.edit_comment(identifier, "改")
    assert raised.value.code == "not_yours"
    with pytest.raises(WorkspaceError):
        other.delete(identifier)
    with pytest.raises(WorkspaceError):
        other.set_tags(identifier, ["改"])
    other.reply(placed.annotation.id, "有道理").result()
    head, reply = other.placed(page)
    assert (reply.annotation.reply_to, reply.annotation.comment) == (head.annotation.id, "有道理")
    other.reply(reply.annotation.id, "再说").result()
    assert other.placed(page)[2].annotation.reply_to == head.annotation.id


@pytest.mark.parametrize("name", ["", "  ", "/", "字" * 61, "a\x1bb"])
def test_tags_have_names_people_can_read(opening: Opener, name: str) -> None:
    workspace = opening()
    with pytest.raises(WorkspaceError) as raised:
        workspace.tag(workspace.target_article(*first(workspace)), [name])
    assert raised.value.code == "tag_name"
    assert not workspace.database.exists()


def test_tag_names_are_tidied_and_offered_by_use(opening: Opener) -> None:
    workspace = opening()
    target = workspace.target_article(*first(workspace))
    workspace.tag(target, [" 民生 / 出行 "]).result()
    workspace.tag(target, ["夜间"]).result()
    assert workspace.tag_names()[0] == "夜间"
    assert sorted(workspace.tag_names()) == ["夜间", "民生/出行"]


def test_a_comment_says_something(opening: Opener) -> None:
    workspace = opening()
    with pytest.raises(WorkspaceError) as raised:
        workspace.comment(workspace.target_article(*first(workspace)), " \n")
    assert raised.value.code == "nothing_said"


def test_what_cannot_be_saved_is_taken_back_with_its_text(
    opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opening()
    page, article = first(workspace)
    target = workspace.target_article(page, article)
    workspace.tag(target, ["在"]).result()
    told: list[Event] = []
    workspace.subscribe(told.append)

    def full(_self: Repository, _change: object) -> None:
        raise StoreError("disk_full", Path("x"))

    with monkeypatch.context() as broken:
        broken.setattr(Repository, "commit", full)
        future = workspace.comment(target, "写了很久的话")
        with pytest.raises(StoreError):
            future.result()
    assert state(workspace) == [("article", ("在",), "", False)]
    (failed,) = [event for event in told if event.kind == "failed"]
    assert failed.text == "写了很久的话"
    assert isinstance(failed.error, StoreError)
    workspace.comment(target, "再来").result()
    assert state(workspace) == [("article", ("在",), "再来", False)]


def test_nobody_waits_for_a_change_that_is_being_made(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    target = workspace.target_article(page, article)
    begun, go_on = threading.Event(), threading.Event()
    build = workspace._changes.tag_many

    def slow(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(10)
        return build(*given)

    made = threading.Thread(
        target=lambda: workspace.change(lambda snapshot: slow(snapshot, [target], ["民生"])), daemon=True
    )
    made.start()
    assert begun.wait(10)

    def look() -> None:
        workspace.check_external()
        workspace.placed(page)

    waited = threading.Thread(target=look, daemon=True)
    waited.start()
    waited.join(5)
    assert not waited.is_alive()
    go_on.set()
    made.join(10)
    assert state(workspace) == [("article", ("民生",), "", False)]


def test_others_changes_show(opening: Opener) -> None:
    mine, other = opening(creator="me"), opening(creator="other")
    page, article = first(mine)
    assert state(mine) == []
    seen = threading.Event()
    mine.subscribe(lambda event: seen.set() if event.kind == "external" else None)
    other.comment(other.target_article(*first(other)), "看见吗").result()
    mine.check_external()
    assert seen.wait(10)
    assert state(mine) == [("article", (), "看见吗", False)]
    mine.comment(mine.target_article(page, article), "看见了").result()
    assert len(state(mine)) == 2


def test_two_people_at_once_lose_nothing(opening: Opener) -> None:
    one, two = opening(creator="one"), opening(creator="two")
    futures: list[Future[Any]] = []
    for number in range(10):
        for workspace in (one, two):
            page, article = first(workspace)
            measure = article.measures[number % 2]
            futures.append(workspace.tag(workspace.target_measure(page, article, measure), [f"{number}"]))
    for future in futures:
        future.result()
    fresh = opening(creator="three")
    assert len(state(fresh)) == 4
    assert sorted({name for _, names, *_ in state(fresh) for name in names}) == sorted(map(str, range(10)))


@pytest.mark.parametrize("content", ['{"a": 1}', '{"_meta": {"1": {"format": 99}}}', "{{{"])
def test_a_database_that_is_not_ours_is_left_alone(folder: Path, opening: Opener, content: str) -> None:
    (folder / "annotations.json").write_text(content)
    workspace = opening()
    page, article = first(workspace)
    assert not workspace.writable
    assert len(workspace.notices) == 1
    assert workspace.placed(page) == ()
    with pytest.raises(WorkspaceError) as raised:
        workspace.tag(workspace.target_article(page, article), ["签"])
    assert raised.value.code == "not_writable"
    workspace.check_external()
    workspace.close()
    assert (folder / "annotations.json").read_text() == content


def test_annotations_follow_a_text_that_changed(folder: Path, opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.comment(workspace.target_measure(page, article, article.measures[1]), "好").result()
    workspace.close()
    (folder / "桐湾日报2026-01-05_02版.txt").write_text("新添的一行\n\n" + ROWS, "utf-8")
    again = opening()
    page, _ = first(again)
    (placed,) = again.placed(page)
    assert placed.status == "moved"
    holder = placed.location.article
    assert holder is not None
    block, start, _ = placed.location.spans[0]
    assert holder.blocks[block].flow.text[start:].startswith("二是把座位")
    (folder / "桐湾日报2026-01-05_02版.txt").write_text("完全换了的内容。\n", "utf-8")
    (listed,) = opening().select()
    assert listed.status == "lost"


def test_select_filters(folder: Path, opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["民生/出行"]).result()
    workspace.comment(workspace.target_measure(page, article, article.measures[0]), "好").result()
    news = workspace.pages(workspace.files[1])[0]
    workspace.comment(workspace.target_article(news, news.articles[0]), "雨").result()

    def count(**wanted: Any) -> int:
        return len(list(workspace.select(Filters(**wanted))))

    assert count() == 3
    assert count(tags=("民生",)) == count(tags=("民生/出行",)) == 1
    assert count(kind="news") == 1
    assert count(level="measure") == 1
    assert count(by="me") == 3
    assert count(by="you") == 0
    assert count(article="图书馆") == count(article=article.id) == 2
    one = opening(folder / "桐湾日报2026-01-05_10版.txt")
    assert [listed.annotation.comment for listed in one.select()] == ["雨"]


def test_importing_is_done_once(folder: Path, opening: Opener, tmp_path: Path) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["民生"]).result()
    drafts = [
        Draft(item.annotation, item.tags, item.path_label, item.page_number) for item in workspace.select()
    ]
    other = opening(database=tmp_path / "other.json", creator="you")
    assert other.import_drafts(drafts).added == 1
    assert other.import_drafts(drafts).same == 1
    assert [(item.tags[0].name, item.annotation.creator) for item in other.select()] == [("民生", "me")]


def test_new_bounds_keep_all_but_the_target(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    measure = workspace.target_measure(page, article, article.measures[0])
    workspace.tag(measure, ["夜间"]).result()
    workspace.comment(measure, "可行").result()
    (before,) = workspace.snapshot.annotations.values()
    other = opening(creator="other")
    other.reply(before.id, "不行").result()
    (answer,) = (one for one in other.snapshot.annotations.values() if one.reply_to)
    other.delete(answer.id).result()
    other.reply(before.id, "再议").result()
    with pytest.raises(WorkspaceError, match="not_yours"):
        other.retarget(before.id, measure)

    workspace = opening()
    start = Caret(2, 2)
    span = workspace.target_span(page, article, start, Caret(3, 4))
    receipt = workspace.retarget(before.id, span).result()
    assert (receipt.label.code, receipt.label.params["title"]) == ("retargeted", "让图书馆开到夜里")
    after = workspace.snapshot.annotations[before.id]
    assert after.target == span and after.target.level == "span" and after.modified > before.modified
    assert replace(after, target=before.target, modified=before.modified) == before
    answers = [one for one in workspace.snapshot.annotations.values() if one.reply_to]
    assert len(answers) == 2 and {one.target for one in answers} == {span}  # the deleted one, too
    with pytest.raises(WorkspaceError, match="target_reply"):
        opening(creator="other").retarget(next(one.id for one in answers if not one.deleted), measure)

    workspace.undo().result()
    assert {one.target for one in workspace.snapshot.annotations.values()} == {measure}
    workspace.redo().result()
    assert {one.target for one in opening().snapshot.annotations.values()} == {span}


def test_bounds_that_are_anothers_already_are_refused(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    whole, part = (
        workspace.target_article(page, article),
        workspace.target_span(page, article, Caret(2, 0), Caret(2, 3)),
    )
    workspace.tag(whole, ["甲"]).result()
    workspace.tag(part, ["乙"]).result()
    (mine,) = (one for one in workspace.snapshot.annotations.values() if one.target == whole)
    with pytest.raises(WorkspaceError, match="target_taken"):
        workspace.retarget(mine.id, part)
    assert workspace.retarget(mine.id, whole).result() is None  # as it is: nothing written
    workspace.delete(mine.id).result()
    with pytest.raises(WorkspaceError, match="gone"):
        workspace.retarget(mine.id, part)


def test_bounds_given_after_the_text_changed_are_those_of_the_text_now(folder: Path, opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    target = workspace.target_span(page, article, Caret(2, 3), Caret(2, 9))
    workspace.tag(target, ["甲"]).result()
    path = folder / "桐湾日报2026-01-05_02版.txt"
    path.write_text("早报\n\n" + ROWS, "utf-8")
    changed = opening()
    page, article = first(changed)
    (placed,) = changed.placed(page)
    assert placed.status == "moved"
    longer = changed.target_span(page, article, Caret(2, 3), Caret(2, 12))
    changed.retarget(placed.annotation.id, longer).result()
    (placed,) = opening().placed(page)
    assert placed.status == "stable" and placed.annotation.target == longer
