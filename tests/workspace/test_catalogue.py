"""What is known of pages that are not held: filled by reading, and annotations found by it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.pages.digest import digest
from reader.workspace.surveying import Progress, Survey
from tests.workspace.conftest import Opener, first


def test_reading_a_file_makes_it_known(opening: Opener) -> None:
    workspace = opening()
    one, two = workspace.files
    assert not workspace.catalogue.knows(one)
    pages = workspace.pages(one)
    assert workspace.catalogue.pages(one) == tuple(map(digest, pages))
    assert not workspace.catalogue.knows(two)
    keys = [spot.key for spot in workspace.catalogue.spots(workspace.files)]
    assert keys == [f"{one.key}\n1\n{article.id}" for article in pages[0].articles]


def test_a_survey_knows_all_that_can_be_read(opening: Opener, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    workspace, told = opening(), list[int]()
    workspace.survey(told.append)
    assert told == [1, 2, 3]
    assert [workspace.catalogue.knows(file) for file in workspace.files] == [
        file.label != "空.txt" for file in workspace.files
    ]
    assert [file.label for file in workspace.problems] == ["空.txt"]


def test_what_is_read_again_the_same_changes_nothing(opening: Opener) -> None:
    workspace = opening()
    workspace.survey()
    revision = workspace.catalogue.revision
    workspace.pages(workspace.files[0])
    assert workspace.catalogue.revision == revision
    workspace.catalogue.forget(workspace.files[0])
    assert workspace.catalogue.revision > revision
    assert not workspace.catalogue.pages(workspace.files[0])


def test_annotations_are_told_apart_by_article_without_their_page(
    opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opening()
    page, article = first(workspace)
    story = page.articles[1]
    workspace.tag(workspace.target_article(page, article), ["图书馆"]).result()
    workspace.comment(workspace.target_article(page, story), "何时开通？").result()
    monkeypatch.setattr(type(workspace), "pages", None)
    found = workspace.noted(workspace.files[0], digest(page))
    assert {key: [item.comment for item in items] for key, items in found.items()} == {
        article.id: [""],
        story.id: ["何时开通？"],
    }


def test_annotations_of_an_earlier_text_are_found_again(opening: Opener, folder: Path) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["图书馆"]).result()
    workspace.close()
    file = folder / "桐湾日报2026-01-05_02版.txt"
    file.write_text("桐湾日报\n\n" + file.read_text("utf-8"), "utf-8")
    again = opening()
    again.survey()
    changed = next(each for each in again.files if each.path == file)
    (kept,) = again.catalogue.pages(changed)
    found = again.noted(changed, kept)
    assert [kept.article(key).title for key in found] == ["让图书馆开到夜里"]  # type: ignore[union-attr]


def test_a_survey_goes_on_in_the_background_and_tells_how_far_it_is(opening: Opener, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    workspace = opening()
    told: list[Progress] = []
    survey = Survey(workspace, told.append)
    survey.start()
    survey.wait()
    assert (told[-1].done, told[-1].total, told[-1].failed) == (3, 3, 1)
    assert sum(map(workspace.catalogue.knows, workspace.files)) == 2
