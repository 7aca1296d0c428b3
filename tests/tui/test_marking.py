"""What the annotating keys do, on a real workspace and a desk made of cardboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from reader.annotations import Annotation, Caret, measure_carets
from reader.tui.halves import Whole
from reader.tui.marking import Marking
from reader.tui.outline import Ref
from reader.tui.screens.desk import Desk
from reader.tui.screens.editing import CommentEditor
from reader.tui.screens.tagging import Tagged, TagPrompt
from reader.workspace import Workspace


class View:
    """Stands for the article view."""

    def __init__(self) -> None:
        self.selection: tuple[Caret, Caret] | None = None
        self.caret = Caret(0, 0)

    def selection_span(self) -> tuple[Caret, Caret] | None:
        return self.selection

    def select_clear(self) -> None:
        self.selection = None


class Cardboard:
    """Stands for the desk: notes what it is told, and opens screens by noting them."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        file = workspace.files[1]
        page = workspace.pages(file)[0]
        proposal = next(article for article in page.articles if article.measures)
        self.ref: Ref | None = Ref(file, page, proposal.id)
        self.article = proposal
        self.whole: Whole | None = Whole([self.ref])
        self.view, self.pane, self.last_tags = View(), "article", ()
        self.said: list[str] = []
        self.complaints: list[str] = []
        self.front = self
        self.screens: list[tuple[Any, Callable[[Any], None]]] = []
        self.held: Annotation | None = None
        self.background = SimpleNamespace(submit=None)
        self.app = SimpleNamespace(
            push_screen=lambda screen, answered: self.screens.append((screen, answered)),
            install_screen=lambda screen, name: None,
        )

    def say(self, words: str, kind: str = "") -> None:
        self.said.append(words)

    def complain(self, error: BaseException) -> None:
        self.complaints.append(getattr(error, "code", str(error)))

    def records_changed(self) -> None:
        pass

    def from_thread(self, call: Callable[[], object]) -> None:
        call()

    def call_after_refresh(self, call: Callable[..., object], *arguments: object) -> None:
        pass

    def annotation_in_hand(self) -> Annotation | None:
        return self.held

    def live(self) -> list[Annotation]:
        return [one for one in self.workspace.snapshot.annotations.values() if not one.deleted]


def start(folder: Path) -> tuple[Cardboard, Marking]:
    desk = Cardboard(Workspace.open([folder], creator="me"))
    return desk, Marking(cast(Desk, desk))


@pytest.fixture
def desk(folder: Path) -> Iterator[Cardboard]:
    made, _marking = start(folder)
    yield made
    made.workspace.close()


@pytest.fixture
def marking(desk: Cardboard) -> Marking:
    return Marking(cast(Desk, desk))


def names(desk: Cardboard, annotation: Annotation) -> list[str]:
    return [desk.workspace.snapshot.tags[tag].name for tag in annotation.tags]


def settled(desk: Cardboard) -> None:
    desk.workspace.close()


def test_a_tag_goes_on_the_selection_else_the_measure_else_the_article(
    desk: Cardboard, marking: Marking
) -> None:
    assert [aim.target.level for aim in marking.aims()] == ["article"]
    desk.view.caret = measure_carets(desk.article, desk.article.measures[0])[0]
    assert [aim.target.level for aim in marking.aims()] == ["measure", "article"]
    body = next(i for i, block in enumerate(desk.article.blocks) if block.role == "paragraph")
    desk.view.selection = (Caret(body, 0), Caret(body, 4))
    aims = marking.aims()
    assert [aim.target.level for aim in aims] == ["span", "measure", "article"]
    assert aims[0].target.exact in aims[0].words
    assert desk.article.title in aims[2].words


def test_nothing_can_be_meant_without_an_article(desk: Cardboard, marking: Marking) -> None:
    desk.whole = None
    assert marking.aims() == []
    marking.ask_tags()
    marking.ask_comment()
    assert desk.screens == []


def test_the_prompts_answer_tags_the_target_it_names(desk: Cardboard, marking: Marking) -> None:
    desk.view.caret = measure_carets(desk.article, desk.article.measures[0])[0]
    marking.ask_tags()
    prompt, answered = desk.screens.pop()
    assert isinstance(prompt, TagPrompt)
    answered(Tagged(("医疗", "夜间"), 1))
    (annotation,) = desk.live()
    assert annotation.target.level == "article"
    assert names(desk, annotation) == ["医疗", "夜间"]


def test_leaving_the_prompt_tags_nothing(desk: Cardboard, marking: Marking) -> None:
    marking.ask_tags()
    desk.screens.pop()[1](None)
    assert desk.live() == []


def test_again_puts_on_the_same_tags(desk: Cardboard, marking: Marking) -> None:
    marking.again()
    assert desk.live() == [] and desk.said
    marking.ask_tags()
    desk.screens.pop()[1](Tagged(("医疗", "夜间"), 0))
    desk.view.caret = measure_carets(desk.article, desk.article.measures[0])[0]
    marking.again()
    found = {one.target.level: names(desk, one) for one in desk.live()}
    assert found == {"article": ["医疗", "夜间"], "measure": ["医疗", "夜间"]}


def test_favourites_are_numbered_once_and_stay(desk: Cardboard, marking: Marking) -> None:
    marking.favourite(1)
    assert desk.live() == [] and desk.said
    marking.ask_tags()
    desk.screens.pop()[1](Tagged((" 医疗 ", "夜间"), 0))
    assert marking.favourites.words() == "1 医疗  2 夜间"
    desk.view.caret = measure_carets(desk.article, desk.article.measures[0])[0]
    marking.favourite(2)
    marking.favourite(2)
    assert marking.favourites.words() == "1 医疗  2 夜间"
    measure = next(one for one in desk.live() if one.target.level == "measure")
    assert names(desk, measure) == ["夜间"]


def test_a_name_that_cannot_be_a_tag_is_refused(desk: Cardboard, marking: Marking) -> None:
    marking.ask_tags()
    desk.screens.pop()[1](Tagged(("/",), 0))
    assert desk.complaints == ["tag_name"]
    assert desk.live() == []
    assert marking.favourites.words() == "no favourite tags yet"


def test_a_comment_goes_on_what_is_meant_and_is_edited_the_next_time(
    desk: Cardboard, marking: Marking
) -> None:
    desk.view.caret = measure_carets(desk.article, desk.article.measures[0])[0]
    marking.ask_comment()
    editor, answered = desk.screens.pop()
    assert isinstance(editor, CommentEditor)
    answered("可行")
    (annotation,) = desk.live()
    assert (annotation.comment, annotation.target.level) == ("可行", "measure")
    marking.ask_comment()
    desk.screens.pop()[1]("可行，待核")
    (annotation,) = desk.live()
    assert annotation.comment == "可行，待核"


def test_an_empty_comment_is_none(desk: Cardboard, marking: Marking) -> None:
    marking.ask_comment()
    desk.screens.pop()[1]("  \n")
    assert desk.live() == [] and desk.complaints == []


def test_the_draft_goes_when_the_comment_is_saved(desk: Cardboard, marking: Marking) -> None:
    marking.ask_comment()
    editor, answered = desk.screens.pop()
    desk.workspace.state.set_draft(editor._key, "可行")
    answered("可行")
    settled(desk)
    assert desk.workspace.state.draft(editor._key) == ""


def unfinished(desk: Cardboard, editor: CommentEditor, text: str) -> None:
    """The program ends while the editor is open."""
    desk.workspace.state.set_draft(editor._key, text)
    desk.workspace.close()


def test_a_comment_left_unfinished_on_a_selection_is_offered_again(folder: Path) -> None:
    desk, marking = start(folder)
    body = next(i for i, block in enumerate(desk.article.blocks) if block.role == "paragraph")
    desk.view.selection = (Caret(body, 0), Caret(body, 4))
    exact = marking.aims()[0].target.exact
    marking.ask_comment()
    unfinished(desk, desk.screens.pop()[0], "写到一半")

    desk, marking = start(folder)
    assert marking.offer_unfinished()
    assert desk.said
    marking.ask_comment()
    editor, answered = desk.screens.pop()
    assert editor._draft == "写到一半"
    answered("写完了")
    (annotation,) = desk.live()
    assert (annotation.comment, annotation.target.exact, annotation.target.level) == ("写完了", exact, "span")
    desk.workspace.close()

    desk, marking = start(folder)
    assert not marking.offer_unfinished()
    desk.workspace.close()


def test_a_reply_left_unfinished_is_offered_again(folder: Path) -> None:
    desk, marking = start(folder)
    marking.ask_comment()
    desk.screens.pop()[1]("可行")
    desk.held = desk.live()[0]
    marking.ask_reply()
    unfinished(desk, desk.screens.pop()[0], "同")

    desk, marking = start(folder)
    assert marking.offer_unfinished()
    marking.ask_comment()
    desk.screens.pop()[1]("同意")
    reply = next(one for one in desk.live() if one.reply_to)
    assert reply.comment == "同意"
    desk.workspace.close()


def test_an_unfinished_comment_does_not_stand_in_the_way_of_a_selection(folder: Path) -> None:
    desk, marking = start(folder)
    marking.ask_comment()
    unfinished(desk, desk.screens.pop()[0], "写到一半")
    desk, marking = start(folder)
    body = next(i for i, block in enumerate(desk.article.blocks) if block.role == "paragraph")
    desk.view.selection = (Caret(body, 0), Caret(body, 4))
    marking.ask_comment()
    assert desk.screens.pop()[0]._draft == ""
    desk.workspace.close()


def test_a_noted_place_that_makes_no_sense_is_passed_over(folder: Path) -> None:
    desk, marking = start(folder)
    assert desk.ref is not None
    for noted in (
        ["k"],
        ["k", "edit", "no-such-id"],
        ["k", "new", desk.ref.page.fingerprint],
        ["k", "new", desk.ref.page.fingerprint, "verse", "1-2", "", ""],
        ["k", "new", desk.ref.page.fingerprint, "span", "x-2", "", ""],
    ):
        desk.workspace.state.set_draft("k", "text")
        desk.workspace.state.set_last("unfinished", noted)
        marking.ask_comment()
        editor, answered = desk.screens.pop()
        assert editor._draft == "", noted
        answered(None)
    desk.workspace.close()


def test_deleting_resolving_and_taking_it_back(desk: Cardboard, marking: Marking) -> None:
    marking.ask_comment()
    desk.screens.pop()[1]("可行")
    desk.held = desk.live()[0]
    marking.resolve()
    assert desk.live()[0].resolved
    desk.held = desk.live()[0]
    marking.resolve()
    assert not desk.live()[0].resolved
    marking.delete()
    assert desk.live() == []
    marking.undo()
    marking.redo()
    marking.undo()
    settled(desk)
    assert [one.comment for one in desk.live()] == ["可行"]
    took_back = [words for words in desk.said if words.startswith("took back")]
    assert len(took_back) == 2 and "deleted" in took_back[0]


def test_undo_with_nothing_done_says_so(desk: Cardboard, marking: Marking) -> None:
    marking.undo()
    settled(desk)
    assert desk.complaints == ["nothing_to_undo"]


def test_the_tags_of_a_card_are_changed(desk: Cardboard, marking: Marking) -> None:
    marking.ask_tags()
    desk.screens.pop()[1](Tagged(("医疗", "夜间"), 0))
    desk.pane, desk.held = "cards", desk.live()[0]
    marking.edit()
    prompt, answered = desk.screens.pop()
    assert isinstance(prompt, TagPrompt)
    answered(Tagged(("夜间", "门诊"), 0))
    assert names(desk, desk.live()[0]) == ["夜间", "门诊"]
    desk.held = desk.live()[0]
    marking.ask_tags()
    desk.screens.pop()[1](Tagged((), 0))
    assert desk.live() == []


def test_others_annotations_are_answered_not_edited(folder: Path) -> None:
    theirs, marking = start(folder)
    marking.ask_comment()
    theirs.screens.pop()[1]("可行")
    theirs.workspace.close()
    desk = Cardboard(Workspace.open([folder], creator="colleague"))
    marking = Marking(cast(Desk, desk))
    desk.pane, desk.held = "cards", desk.live()[0]
    for act in (marking.edit, marking.delete, marking.edit_tags, marking.ask_comment):
        act()
    assert desk.screens == [] and len(desk.said) == 4
    assert all("me" in words for words in desk.said)
    marking.ask_reply()
    desk.screens.pop()[1]("同意")
    assert {one.comment: bool(one.reply_to) for one in desk.live()} == {"可行": False, "同意": True}
    desk.workspace.close()


def test_a_database_of_another_kind_is_left_alone(folder: Path) -> None:
    database = folder / "annotations.json"
    database.write_text(json.dumps({"mine": 1}))
    desk, marking = start(folder)
    marking.ask_tags()
    marking.ask_comment()
    assert desk.screens == [] and desk.complaints == ["not_writable", "not_writable"]
    desk.workspace.close()
    assert json.loads(database.read_text()) == {"mine": 1}


def test_a_comment_that_cannot_be_saved_keeps_its_text(
    desk: Cardboard, marking: Marking, monkeypatch: pytest.MonkeyPatch
) -> None:
    marking.ask_comment()
    editor, answered = desk.screens.pop()
    desk.workspace.state.set_draft(editor._key, "可行")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.repository.Repository.commit", full)
    answered("可行")
    settled(desk)
    assert desk.live() == []
    assert desk.workspace.state.draft(editor._key) == "可行"
    assert "kept" in desk.said[-1]
