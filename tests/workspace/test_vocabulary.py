"""What is done to tags as a whole equals a plain model, and is one step each."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from reader.annotations import Tag
from reader.repository import RepositoryError
from reader.workspace import WorkspaceError
from tests.workspace.conftest import Opener, first
from tests.workspace.steps import Steps

Look = tuple[int, str]
"""Colour and description."""
Said = tuple[tuple[str, ...], str]
"""Names of tags, and comment, of an annotation."""
Model = tuple[dict[str, Look], dict[int, Said]]

NAMES = ["甲", "乙", "甲/子", "甲/丑", "丙/子", "丙/子/丑"]
names = st.sampled_from(NAMES)
groups = st.sampled_from(["", "甲", "乙", "丙", "丙/子", "甲/子"])
numbers = st.integers(0, 2)


class Keeping(Steps):
    """A person with three targets and a vocabulary; the model is dictionaries of names and stacks of them."""

    model: Model

    def __init__(self) -> None:
        super().__init__(({}, {}))

    def find(self, name: str) -> Tag | None:
        live = [tag for tag in self.workspace.snapshot.tags.values() if not tag.deleted]
        return next((tag for tag in live if tag.name == name), None)

    def change(self, tags: dict[str, Look], said: dict[int, Said]) -> None:
        new = tags, {number: one for number, one in said.items() if one != ((), "")}
        if new != self.model:
            self.done.append(self.model)
            self.undone.clear()
            self.model = new

    def replaced(self, wanted: dict[str, str]) -> dict[int, Said]:
        """Return what is said with other names of tags; an empty one takes the tag off."""
        return {
            number: (tuple(dict.fromkeys(new for tag in tags if (new := wanted.get(tag, tag)))), comment)
            for number, (tags, comment) in self.model[1].items()
        }

    @rule(number=numbers, name=names)
    def tag(self, number: int, name: str) -> None:
        self.workspace.tag(self.targets[number], [name]).result()
        tags, said = self.model
        before, comment = said.get(number, ((), ""))
        new = {**tags, name: tags.get(name, (len(tags) % 9, ""))}
        self.change(new, {**said, number: (tuple(dict.fromkeys((*before, name))), comment)})

    @rule(number=numbers)
    def comment(self, number: int) -> None:
        self.workspace.comment(self.targets[number], "说").result()
        tags, said = self.model
        before, comment = said.get(number, ((), ""))
        self.change(tags, {**said, number: (before, f"{comment}\n\n说" if comment else "说")})

    @rule(name=names, to=names)
    def rename(self, name: str, to: str) -> None:
        self.put(name, to, lambda: self.workspace.vocabulary.rename(name, f" {to} ").result())

    @rule(name=names, group=groups)
    def move(self, name: str, group: str) -> None:
        leaf = name.rpartition("/")[2]
        to = f"{group}/{leaf}" if group else leaf
        self.put(name, to, lambda: self.workspace.vocabulary.move(name, group).result())

    def put(self, name: str, to: str, act: object) -> None:
        assert callable(act)
        tags, _said = self.model
        wanted = {tag: to + tag[len(name) :] for tag in tags if tag == name or tag.startswith(f"{name}/")}
        code = "" if wanted else "tag_gone"
        if {new for new in wanted.values() if new in tags and new not in wanted}:
            code = "tag_exists"
        try:
            act()
        except WorkspaceError as error:
            assert error.code == code
            return
        assert not code
        self.change({wanted.get(tag, tag): look for tag, look in tags.items()}, self.replaced(wanted))

    @rule(name=names, color=st.integers(0, 8))
    def recolor(self, name: str, color: int) -> None:
        tag = self.find(name)
        if tag is not None:
            self.workspace.vocabulary.recolor(tag.id, color).result()
            tags, said = self.model
            self.change({**tags, name: (color, tags[name][1])}, said)

    @rule(name=names, text=st.sampled_from(["指 引\n二", ""]))
    def describe(self, name: str, text: str) -> None:
        tag = self.find(name)
        if tag is not None:
            self.workspace.vocabulary.describe(tag.id, text).result()
            tags, said = self.model
            self.change({**tags, name: (tags[name][0], " ".join(text.split()))}, said)

    @rule(name=names, into=names)
    def merge(self, name: str, into: str) -> None:
        tag, other = self.find(name), self.find(into)
        if tag is None or other is None:
            return
        if tag is other:
            with pytest.raises(WorkspaceError, match="tag_itself"):
                self.workspace.vocabulary.merge(tag.id, other.id)
            return
        self.workspace.vocabulary.merge(tag.id, other.id).result()
        tags = {key: look for key, look in self.model[0].items() if key != name}
        self.change(tags, self.replaced({name: into}))

    @rule(name=names)
    def delete(self, name: str) -> None:
        tag = self.find(name)
        if tag is None:
            return
        self.workspace.vocabulary.delete(tag.id).result()
        tags = {key: look for key, look in self.model[0].items() if key != name}
        self.change(tags, self.replaced({name: ""}))

    @invariant()
    def shows_what_the_model_says(self) -> None:
        tags = {tag.id: tag for tag in self.workspace.snapshot.tags.values() if not tag.deleted}
        ranges = [target.ranges for target in self.targets]
        shown = {
            ranges.index(item.annotation.target.ranges): (
                tuple(tags[tag].name for tag in item.annotation.tags),
                item.annotation.comment,
            )
            for item in self.workspace.placed(self.page)
        }
        assert ({tag.name: (tag.color, tag.description) for tag in tags.values()}, shown) == self.model
        uses = {use.tag.name: use.uses for use in self.workspace.vocabulary.by_use()}
        assert uses == {name: sum(name in tags for tags, _ in shown.values()) for name in self.model[0]}


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_what_a_tag_alone_said_is_put_back_with_it(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["民生"]).result()
    (tag,) = workspace.snapshot.tags.values()
    workspace.vocabulary.delete(tag.id).result()
    assert workspace.placed(page) == () and workspace.tag_names() == []
    (listed,) = workspace.deleted()
    assert [one.name for one in listed.tags] == ["民生"]
    workspace.restore(listed.annotation.id).result()
    assert workspace.tag_names() == ["民生"]
    workspace.vocabulary.delete(tag.id).result()
    workspace.tag(workspace.target_measure(page, article, article.measures[0]), ["民生"]).result()
    workspace.restore(listed.annotation.id).result()
    assert [(use.tag.name, use.uses) for use in workspace.vocabulary.by_use()] == [("民生", 2)]


def test_a_deleted_annotation_comes_back_with_the_tag_its_own_was_merged_into(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["民生"]).result()
    workspace.tag(workspace.target_measure(page, article, article.measures[0]), ["生活"]).result()
    old, new = workspace.snapshot.tags.values()
    (annotation,) = [one for one in workspace.snapshot.annotations.values() if one.tags == (old.id,)]
    workspace.delete(annotation.id).result()
    workspace.vocabulary.merge(old.id, new.id).result()
    workspace.restore(annotation.id).result()
    assert workspace.snapshot.annotations[annotation.id].tags == (new.id,)
    assert workspace.tag_names() == ["生活"]


def test_others_annotations_lose_a_deleted_tag_too_and_undo_says_what_they_did_since(opening: Opener) -> None:
    mine = opening()
    page, article = first(mine)
    mine.tag(mine.target_article(page, article), ["民生"]).result()
    theirs = opening(creator="李")
    theirs.tag(theirs.target_measure(page, article, article.measures[0]), ["民生"]).result()
    mine.check_external()
    (tag,) = theirs.snapshot.tags.values()
    theirs.vocabulary.delete(tag.id).result()
    assert theirs.placed(page) == ()
    with pytest.raises(RepositoryError) as raised:
        mine.undo().result()
    assert raised.value.code == "undo_blocked"
    params = raised.value.params
    assert (params["by"], params["label"], params["label_tag"]) == ("李", "tag_deleted", "民生")


def test_tags_are_offered_most_used_first(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    for measure in article.measures[:2]:
        workspace.tag(workspace.target_measure(page, article, measure), ["多"]).result()
    workspace.tag(workspace.target_article(page, article), ["近"]).result()
    assert workspace.tag_names() == ["多", "近"]
    workspace.tag(workspace.target_article(page, article), ["更近"]).result()
    assert workspace.tag_names() == ["多", "更近", "近"]


def test_names_that_would_be_too_long_below_a_group_are_refused(opening: Opener) -> None:
    workspace = opening()
    target = workspace.target_article(*first(workspace))
    workspace.tag(target, ["甲/" + "字" * 50]).result()
    with pytest.raises(WorkspaceError, match="tag_name"):
        workspace.vocabulary.rename("甲", "长" * 20)
    with pytest.raises(ValueError, match="no colour"):
        workspace.vocabulary.recolor(next(iter(workspace.snapshot.tags)), 9)
