"""Suggestions learned from the reader's own tags, and where accepted ones are from."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reader.workspace import Workspace
from reader.workspace.suggesting import LEAST, Suggesting, Untagged
from tests.workspace.proposals import tag_some, write_proposals


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    folder = tmp_path / "proposals"
    folder.mkdir()
    write_proposals(folder)
    opened = Workspace.open([folder], creator="me")
    yield opened
    opened.close()


def offered(workspace: Workspace) -> dict[str, Untagged]:
    return {item.title: item for item in workspace.suggesting.untagged(workspace.files[0])}


def learned(workspace: Workspace) -> object:
    """What was learned by following every change."""
    suggesting = workspace.suggesting
    suggesting.suggest(any_target(workspace))
    return suggesting._suggester.state()


def anew(workspace: Workspace) -> object:
    """What is learned from the records as they are."""
    fresh = Suggesting(workspace)
    fresh.suggest(any_target(workspace))
    assert fresh._suggester is not None
    return fresh._suggester.state()


def any_target(workspace: Workspace) -> Any:
    page = workspace.pages(workspace.files[0])[0]
    return workspace.target_article(page, page.articles[0])


def test_untagged_proposals_get_the_tag_their_likes_have(workspace: Workspace) -> None:
    assert offered(workspace) == {}
    tag_some(workspace)
    found = offered(workspace)
    assert {title: item.suggestion.tag.name for title, item in found.items()} == {
        "修好小区的楼道灯": "居住",
        "学校门口错峰放学": "教育",
        "让村医能开慢性病药": "医疗",
    }
    for item in found.values():
        assert 0 < item.suggestion.confidence < 1
        assert item.suggestion.words and all(word in item.target.exact for word in item.suggestion.words)


def test_a_target_is_suggested_tags_but_not_those_left_out(workspace: Workspace) -> None:
    tag_some(workspace)
    page = workspace.pages(workspace.files[0])[0]
    article = next(article for article in page.articles if article.title == "学校门口错峰放学")
    target = workspace.target_article(page, article)
    found = workspace.suggesting.suggest(target)
    assert found[0].tag.name == "教育"
    assert all(item.confidence >= 0.05 for item in found)
    left = workspace.suggesting.suggest(target, without=[found[0].tag.id])
    assert found[0].tag.id not in [item.tag.id for item in left]
    workspace.tag(target, ["教育"]).result()  # now it is on it
    assert found[0].tag.id not in [item.tag.id for item in workspace.suggesting.suggest(target)]


def test_too_few_examples_suggest_nothing(workspace: Workspace) -> None:
    tag_some(workspace, each=1)
    assert workspace.suggesting.examples == 3 < LEAST
    assert not workspace.suggesting.enough
    assert workspace.suggesting.suggest(any_target(workspace)) == []


def test_others_tags_teach_nothing(workspace: Workspace) -> None:
    tag_some(workspace)
    workspace.call_creator("someone else")
    assert workspace.suggesting.examples == 0


def test_following_changes_comes_to_the_same_as_learning_anew(workspace: Workspace) -> None:
    tag_some(workspace, each=3)
    before = learned(workspace)
    assert before == anew(workspace)
    first, second, *_rest = workspace.snapshot.annotations.values()
    workspace.set_tags(first.id, ["医疗", "教育"]).result()
    assert learned(workspace) == anew(workspace) != before
    workspace.delete(second.id).result()
    assert learned(workspace) == anew(workspace)
    workspace.comment(first.target, "可行").result()
    workspace.vocabulary.rename("医疗", "健康").result()
    workspace.vocabulary.delete(workspace.snapshot.annotations[first.id].tags[1]).result()
    assert learned(workspace) == anew(workspace)
    for _ in range(5):
        workspace.undo().result()
    assert learned(workspace) == before


def test_words_of_ones_own_are_learned_with(workspace: Workspace) -> None:
    from reader.words import segmenter

    tag_some(workspace)
    learned(workspace)
    segmenter().learn({"慢性病药": None})
    try:
        assert learned(workspace) == anew(workspace)
    finally:
        segmenter().learn({})
    assert learned(workspace) == anew(workspace)


def test_what_was_refused_is_not_offered_again(workspace: Workspace) -> None:
    tag_some(workspace)
    item = offered(workspace)["学校门口错峰放学"]
    workspace.state.refuse(item.article, item.suggestion.tag.id)
    workspace.state.save()
    again = offered(workspace)["学校门口错峰放学"]
    assert again.suggestion.tag.id != item.suggestion.tag.id
    reopened = Workspace.open([workspace.files[0].path or ""], creator="me")
    assert reopened.state.refused(item.article) == [item.suggestion.tag.id]
    reopened.close()


def accept(workspace: Workspace, title: str = "学校门口错峰放学") -> tuple[str, str]:
    """Accept a suggestion; return the annotation's and the tag's ids."""
    tag_some(workspace)
    item = offered(workspace)[title]
    known = set(workspace.snapshot.annotations)
    workspace.tag(item.target, [item.suggestion.tag.name], item.suggestion.provenance).result()
    (new,) = set(workspace.snapshot.annotations) - known
    return new, item.suggestion.tag.id


def provenance(workspace: Workspace, annotation_id: str) -> Any:
    return workspace.snapshot.annotations[annotation_id].extra.get("provenance")


def test_an_accepted_tag_keeps_where_it_is_from_until_it_is_taken_off(workspace: Workspace) -> None:
    annotation, tag = accept(workspace)
    known = provenance(workspace, annotation)
    assert set(known) == {tag}
    assert known[tag]["by"] == "suggestion" and known[tag]["model"] == "centroid/1"
    assert 0 < known[tag]["confidence"] < 1
    workspace.set_tags(annotation, ["教育", "交通"]).result()
    assert provenance(workspace, annotation) == known
    workspace.set_tags(annotation, ["交通"]).result()
    assert provenance(workspace, annotation) is None
    workspace.set_tags(annotation, ["交通", "教育"]).result()
    assert provenance(workspace, annotation) is None
    for _ in range(3):
        workspace.undo().result()
    assert provenance(workspace, annotation) == known
    workspace.undo().result()
    assert (
        workspace.snapshot.annotations.get(annotation) is None
        or workspace.snapshot.annotations[annotation].deleted
    )


def test_a_tag_put_on_by_hand_before_stays_the_readers(workspace: Workspace) -> None:
    tag_some(workspace)
    item = offered(workspace)["学校门口错峰放学"]
    workspace.tag(item.target, [item.suggestion.tag.name]).result()
    workspace.tag(item.target, [item.suggestion.tag.name, "交通"], item.suggestion.provenance).result()
    annotation = list(workspace.snapshot.annotations.values())[-1]
    names = [workspace.snapshot.tags[tag].name for tag in annotation.extra["provenance"]]
    assert names == ["交通"]


def test_untagging_deleting_and_merging_tags_drop_it(workspace: Workspace) -> None:
    annotation, tag = accept(workspace)
    workspace.comment(workspace.snapshot.annotations[annotation].target, "可行").result()
    assert tag in provenance(workspace, annotation)
    other = next(each for each in workspace.snapshot.tags if each != tag)
    for step in (
        partial(workspace.untag, annotation, tag),
        partial(workspace.vocabulary.delete, tag),
        partial(workspace.vocabulary.merge, tag, other),
    ):
        step().result()
        assert provenance(workspace, annotation) is None
        workspace.undo().result()
        assert tag in provenance(workspace, annotation)


def test_jsonl_keeps_it_there_and_back_also_where_the_tag_has_another_id(
    workspace: Workspace, tmp_path: Path
) -> None:
    from reader.cli import main

    annotation, tag = accept(workspace)
    known = provenance(workspace, annotation)
    workspace.close()
    folder, out = str(workspace.files[0].path), str(tmp_path / "out.jsonl")
    assert main(["export", "jsonl", folder, "-o", out]) == 0
    lines = [json.loads(line) for line in Path(out).read_text("utf-8").splitlines()]
    stored = [line["annotation"] for line in lines if "annotation" in line]
    assert next(one for one in stored if one["id"] == annotation)["provenance"] == known
    other = str(tmp_path / "other.json")
    assert main(["import", "jsonl", out, folder, "--db", other]) == 0
    copy = Workspace.open([folder], database=Path(other), creator="me")
    assert provenance(copy, annotation) == known
    copy.close()
    third = Workspace.open([folder], database=tmp_path / "third.json", creator="me")
    third.tag(any_target(third), ["教育"]).result()
    (ours,) = third.snapshot.tags
    third.close()
    assert main(["import", "jsonl", out, folder, "--db", str(tmp_path / "third.json")]) == 0
    third = Workspace.open([folder], database=tmp_path / "third.json", creator="me")
    assert provenance(third, annotation) == {ours: known[tag]}
    third.close()


def test_nothing_is_loaded_for_too_few_examples(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    write_proposals(tmp_path / "pages")
    code = (
        "import sys\nfrom reader.workspace import Workspace\n"
        "w = Workspace.open([sys.argv[1]], creator='me')\n"
        "page = w.pages(w.files[0])[0]\n"
        "target = w.target_article(page, page.articles[0])\n"
        "assert w.suggesting.suggest(target) == [] and list(w.suggesting.untagged(w.files[0])) == []\n"
        "print(sorted({'jieba', 'rjieba', 'reader.words.suggesting'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "pages")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
