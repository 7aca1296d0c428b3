"""Suggested tags: in the prompt, and for all proposals without one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from textual.widgets import OptionList

from reader.tui.screens.prompts import Words
from reader.tui.screens.reviewing import SuggestionReview
from reader.tui.screens.tagging import Offer, Question, TagPrompt
from reader.workspace import Workspace
from tests.tui.dialogs import on_stage, seen
from tests.tui.staging import Stage, staged
from tests.tui.test_tagging import tags
from tests.workspace.proposals import tag_some, write_proposals

UNTAGGED = ["修好小区的楼道灯", "学校门口错峰放学", "让村医能开慢性病药"]
LIKELY = ["居住", "教育", "医疗"]


@pytest.fixture
def proposals(tmp_path: Path) -> Path:
    """A page of nine proposals, six of them tagged."""
    folder = tmp_path / "proposals"
    folder.mkdir()
    write_proposals(folder)
    workspace = Workspace.open([folder], creator="程")
    tag_some(workspace)
    workspace.close()
    return folder


@asynccontextmanager
async def reviewing(folder: Path) -> AsyncIterator[tuple[Stage, SuggestionReview]]:
    """Open the list and wait until all is in it."""
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("g", "s")
        await stage.until(lambda: isinstance(stage.app.screen, SuggestionReview))
        review = cast("SuggestionReview", stage.app.screen)
        await stage.until(lambda: len(review.rows) == 3)
        await stage.pilot.pause()
        yield stage, review


def provenance(stage: Stage) -> list[Any]:
    records = stage.workspace.snapshot.annotations.values()
    return [one.extra["provenance"] for one in records if not one.deleted and "provenance" in one.extra]


# -- the prompt


async def offered(prompt: TagPrompt, keys: list[str], offers: list[list[Offer]], more: list[str]) -> Any:
    async with on_stage(prompt) as (stage, pilot):
        await pilot.press(*keys)
        prompt.offer(prompt.question, offers)
        await pilot.pause()
        await pilot.press(*more)
        await pilot.pause()
        return stage.answers or seen(stage)


def asking() -> TagPrompt:
    return TagPrompt(Question(["the passage", "the article"], tags("甲", "乙", "丙")))


OFFERS: list[list[Offer]] = [[("丙", 0.71), ("乙", 0.2)], [("甲", 0.5)]]


async def test_suggestions_stand_first_with_how_sure_they_are() -> None:
    rows = str(await offered(asking(), [], OFFERS, [])).split("\n")
    at = next(number for number, row in enumerate(rows) if "71%" in row)
    assert "丙" in rows[at] and "20%" in rows[at + 1] and "乙" in rows[at + 1]
    assert all("%" not in row and tag in row for row, tag in zip(rows[at + 2 :], "甲乙丙", strict=False))


async def test_a_suggestion_is_taken_like_any_tag() -> None:
    (answer,) = await offered(asking(), [], OFFERS, ["down", "enter"])
    assert answer.names == ("丙",)
    (answer,) = await offered(asking(), [], OFFERS, ["down", "tab", "down", "enter"])
    assert answer.names == ("丙", "乙")


async def test_enter_on_nothing_still_tags_nothing() -> None:
    assert await offered(asking(), [], OFFERS, ["enter"]) == [None]


async def test_each_target_has_its_own() -> None:
    (answer,) = await offered(asking(), [], OFFERS, ["+", "down", "enter"])
    assert (answer.names, answer.target) == (("甲",), 1)


async def test_what_comes_late_moves_nothing_that_was_chosen_or_typed() -> None:
    (answer,) = await offered(asking(), ["down", "down"], OFFERS, ["enter"])
    assert answer.names == ("乙",)
    (answer,) = await offered(asking(), ["乙"], OFFERS, ["enter"])
    assert answer.names == ("乙",)
    assert "%" not in str(await offered(asking(), ["乙"], OFFERS, []))
    assert "71%" in str(await offered(asking(), ["乙"], OFFERS, ["backspace"]))


async def test_answers_to_another_question_are_passed_over() -> None:
    prompt = asking()
    async with on_stage(prompt) as (stage, pilot):
        before = prompt.question
        prompt.ask_again(Question(["another"], tags("甲")))
        prompt.offer(before, OFFERS)
        await pilot.pause()
        assert "%" not in seen(stage)


async def test_the_prompt_suggests_from_the_readers_own_tags(proposals: Path) -> None:
    async with staged(proposals) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        while stage.title != UNTAGGED[1]:
            await stage.press("J")
        await stage.press("t")
        await stage.until(lambda: "%" in seen(stage.app))
        await stage.press("down", "enter")
        await stage.saved()
        assert stage.tags().count("教育") == 3
        assert provenance(stage) == []  # chosen by hand
        await stage.press("t")  # what is on already is not suggested
        await stage.pilot.pause(0.2)
        rows = [row for row in seen(stage.app).split("\n") if "%" in row]
        assert not any("教育" in row for row in rows)


# -- the list


async def test_the_list_shows_proposals_tags_and_why(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, review):
        assert [row.name for row in review.rows] == UNTAGGED
        assert [row.tag[0] for row in review.rows if row.tag] == LIKELY
        shown = seen(stage.app)
        assert "3 proposals without a tag" in shown
        assert all(title in shown for title in UNTAGGED)
        assert review.rows[1].measure.endswith("%") and "学校" in review.rows[1].below


async def test_accepting_is_one_step_with_provenance_and_undo_takes_it_back(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, review):
        await stage.press("y")
        await stage.saved()
        assert [row.name for row in review.rows] == UNTAGGED[1:]
        assert stage.tags().count("居住") == 3
        (known,) = provenance(stage)
        ((tag, how),) = known.items()
        assert stage.workspace.snapshot.tags[tag].name == "居住"
        assert how["by"] == "suggestion" and 0 < how["confidence"] <= 1 and how["model"] == "centroid/1"
        assert "2 proposals without a tag" in seen(stage.app)
        await stage.press("y")
        await stage.saved()
        await stage.press("escape", "u")
        await stage.saved()
        assert (stage.tags().count("居住"), stage.tags().count("教育")) == (3, 2)
        await stage.press("ctrl+r")
        await stage.saved()
        assert len(provenance(stage)) == 2


async def test_taking_back_in_the_list_undoes_and_offers_again(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, review):
        await stage.press("j", "y")
        await stage.saved()
        await stage.press("k", "n", "u", "u")
        await stage.saved()
        assert [row.name for row in review.rows] == UNTAGGED
        assert provenance(stage) == []
        assert stage.tags().count("教育") == 2
        assert not any(stage.workspace.state.refused(row.key) for row in review.rows)
        await stage.press("u")  # nothing is left to take back: what was tagged before stays
        await stage.saved()
        assert len(stage.tags()) == 6


async def test_what_is_refused_is_not_offered_again_even_after_a_restart(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, review):
        await stage.press("n")
        assert [row.name for row in review.rows] == UNTAGGED[1:]
        assert len(stage.tags()) == 6
    async with staged(proposals) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("g", "s")
        review = cast("SuggestionReview", stage.app.screen)
        await stage.until(lambda: UNTAGGED[2] in [row.name for row in review.rows])
        again = {row.name: row.tag and row.tag[0] for row in review.rows}
        assert again.get(UNTAGGED[0]) != "居住"


async def test_enter_opens_the_article_and_the_command_comes_back(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, _review):
        await stage.press("n", "j", "enter")
        assert stage.over == ""
        assert stage.title == UNTAGGED[2]
        assert "gs goes back to the suggestions" in stage.message
        await stage.press("t", "民", "生", "enter")
        await stage.saved()
        await stage.press("K", "g", "s")
        await stage.until(lambda: isinstance(stage.app.screen, SuggestionReview))
        back = cast("SuggestionReview", stage.app.screen)
        assert [row.name for row in back.rows] == [UNTAGGED[1]]


async def test_coming_back_the_bar_is_where_it_was(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, review):
        await stage.press("j", "enter")
        await stage.press("g", "s")
        await stage.until(lambda: isinstance(stage.app.screen, SuggestionReview))
        await stage.pilot.pause()
        back = cast("SuggestionReview", stage.app.screen)
        assert [row.name for row in back.rows] == UNTAGGED
        assert back.query_one(OptionList).highlighted == 1
        assert back is not review


async def test_too_few_examples_say_what_to_do(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("t", "民", "生", "enter")
        await stage.saved()
        await stage.press("g", "s")
        await stage.until(lambda: isinstance(stage.app.screen, SuggestionReview))
        said = stage.app.screen.query_one("#said", Words).text
        assert "learned from your own tags, and there are 1 yet" in said and "at least 5" in said
        await stage.press("y", "n", "u", "enter", "j", "q")
        assert stage.over == ""
        assert stage.tags() == ["民生"]


async def test_files_that_cannot_be_read_stop_nothing(proposals: Path) -> None:
    (proposals / "坏.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    async with reviewing(proposals) as (_stage, review):
        assert [row.name for row in review.rows] == UNTAGGED


async def test_the_list_follows_the_windows_size(proposals: Path) -> None:
    async with reviewing(proposals) as (stage, _review):
        for size in ((40, 12), (20, 6), (120, 40)):
            await stage.pilot.resize_terminal(*size)
            await stage.pilot.pause()
        assert all(title in seen(stage.app) for title in UNTAGGED)


LAZY = """
import asyncio, json, sys
from pathlib import Path
from tests.tui.staging import staged

NAMES = ["reader.tui.suggestions", "reader.tui.keywording", "reader.tui.discovering", "reader.tui.screens.reviewing",
         "reader.workspace.suggesting", "reader.workspace.discovering", "reader.words.suggesting",
         "reader.words.keywords", "reader.words.discovering", "rjieba"]

def there():
    return [name for name in NAMES if name in sys.modules]

async def main():
    async with staged(Path(sys.argv[1])) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        started = there()
        await stage.press("t")
        await stage.until(lambda: "reader.workspace.suggesting" in sys.modules)
        await stage.pilot.pause(0.1)
        print(json.dumps([started, there()]))

asyncio.run(main())
"""


def test_starting_imports_none_of_it_and_the_prompt_no_model_without_examples(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LAZY, str(folder)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    started, prompted = json.loads(done.stdout)
    assert started == []
    assert prompted == ["reader.workspace.suggesting"]
