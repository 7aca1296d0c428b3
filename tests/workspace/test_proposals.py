"""The rows of proposals: made of digests and annotations, anew only where something changed, copies counted once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Annotation, Entry, Target
from reader.workspace import Filters, Workspace, WorkspaceError
from reader.workspace.proposals import Register, Row, any_article, once, passes
from reader.workspace.tagging import tag_many
from tests.workspace.conftest import Opener, first
from tests.workspace.rows import ME, NAMES, notes, row, rows


def refreshed(workspace: Workspace) -> Register:
    workspace.survey()
    workspace.open_records()
    register = Register(workspace)
    assert register.refresh()
    return register


def test_a_row_says_what_is_known_of_a_proposal(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["图书馆", "民生"]).result()
    head = workspace.comment(workspace.target_measure(page, article, article.measures[0]), "可行").result()
    noted = next(each for each in workspace.snapshot.annotations.values() if each.comment)
    workspace.reply(noted.id, "同意").result()
    assert head is not None
    rows = refreshed(workspace).rows
    assert [each.id for each in rows] == [
        spot.article.id
        for spot in workspace.catalogue.spots(workspace.files)
        if spot.article.kind == "proposal"
    ]
    found = next(each for each in rows if each.id == article.id)
    assert (found.tags, found.comments, found.mine, found.resolved) == (("图书馆", "民生"), 2, True, False)
    assert found.spot.article.author in found.words or not found.spot.article.author
    for note in [note for note in found.notes if note.reply_to is None]:
        workspace.resolve(note.id, True).result()
    assert next(each for each in refreshed(workspace).rows if each.id == article.id).resolved


def test_only_rows_of_what_changed_are_made_anew(opening: Opener, folder: Path) -> None:
    other = (folder / "桐湾日报2026-01-05_02版.txt").read_text("utf-8")
    (folder / "桐湾日报2026-01-06_02版.txt").write_text("桐湾日报\n\n" + other, "utf-8")
    workspace = opening()
    register = refreshed(workspace)
    before = {each.id: each for each in register.rows}
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["图书馆"]).result()
    assert register.refresh()
    changed = {each.id for each in register.rows if each is not before[each.id]}
    own = {each.id for each in before.values() if each.spot.page.fingerprint == page.fingerprint}
    assert changed == own < before.keys()
    (tag,) = workspace.snapshot.tags.values()
    workspace.vocabulary.rename("图书馆", "夜读").result()
    assert register.refresh()
    assert next(each for each in register.rows if each.id == article.id).tags == ("夜读",)
    assert tag.name == "图书馆"
    workspace.undo().result()
    workspace.undo().result()
    assert register.refresh()
    assert next(each for each in register.rows if each.id == article.id).tags == ()
    untouched = [each for each in register.rows if each.id not in own]
    assert all(each is before[each.id] for each in untouched)


def test_rows_come_in_pieces_and_go_with_their_file(opening: Opener) -> None:
    workspace = opening()
    workspace.survey()
    register = Register(workspace, any_article)
    counts = []
    while not register.refresh(1):
        counts.append(len(register.rows))
    counts.append(len(register.rows))
    assert len(counts) > 1 and counts == sorted(set(counts))
    workspace.renew(workspace.files[1:], workspace.files[:1], ())
    assert register.refresh()
    assert {each.spot.file for each in register.rows} == set(workspace.files)


def test_files_that_become_known_get_rows(opening: Opener) -> None:
    workspace = opening()
    register = Register(workspace, any_article)
    assert register.refresh() and not register.rows
    workspace.pages(workspace.files[1])
    assert register.refresh() and len(register.rows) == 1


def reference(found: list[Row], copies: dict[str, str]) -> dict[str, set[str]]:
    """The ids of rows by the id of what they count as."""
    groups: dict[str, set[str]] = {}
    for each in found:
        groups.setdefault(copies.get(each.id, each.id), set()).add(each.id)
    return groups


@given(rows, st.dictionaries(st.integers(0, 30), st.integers(0, 30), max_size=10))
def test_copies_count_once_with_what_is_said_of_all(found: list[Row], pairs: dict[int, int]) -> None:
    roots = {number for number in pairs.values() if number not in pairs}
    copies = {f"{a:012x}/1": f"{b:012x}/1" for a, b in pairs.items() if b in roots}
    result = once(found, copies, NAMES, ME)
    groups = reference(found, copies)
    assert len(result) == len(groups)
    assert sum(each.copies for each in result) == len(found) - len(result)
    for each in result:
        name = copies.get(each.id, each.id)
        assert each.id == name or name not in groups[name]
        said = [note for one in found if copies.get(one.id, one.id) == name for note in one.notes]
        assert {note.id for note in each.notes} == {note.id for note in said}
        assert each.comments == sum(bool(note.comment) for note in each.notes)
        assert each.mine == any(note.tags and note.creator == ME for note in said)
    untouched = [each for each in result if not each.copies]
    assert all(any(each is one for one in found) for each in untouched)


@given(st.lists(notes, max_size=3).map(tuple))
def test_filters_ask_of_rows_what_they_ask_of_annotations(said: tuple[Annotation, ...]) -> None:
    found = row(1, title="夜灯", said=said)
    names = {NAMES[tag] for note in said for tag in note.tags if tag in NAMES}
    assert passes(found, Filters(tags=("民生",))) == bool(names & {"民生", "民生/居住"})
    assert passes(found, Filters(by="同事")) == any(note.creator == "同事" for note in said)
    fields = (("环节", "交办"),)
    entered = [note.entry for note in said if note.entry is not None]
    assert passes(found, Filters(fields=fields)) == any((e.field, e.value) in fields for e in entered)
    both = Filters(by="同事", fields=fields)
    assert passes(found, both) == any(
        note.creator == "同事" and note.entry is not None and (note.entry.field, note.entry.value) in fields
        for note in said
    )
    assert passes(found, Filters(article="灯")) and not passes(found, Filters(article="桥"))
    assert not passes(found, Filters(kind="news"))


def test_many_are_tagged_in_one_step(opening: Opener) -> None:
    workspace = opening()
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["旧"]).result()
    register = Register(workspace, any_article)
    workspace.survey()
    assert register.refresh()
    told: list[int] = []
    before = workspace.snapshot.annotations
    receipt = tag_many(workspace, register.rows, ["新", "旧"], told.append).result()
    assert (receipt.label.code, receipt.label.params["count"]) == ("tags_added", str(len(register.rows)))
    assert told == list(range(len(register.rows)))
    assert register.refresh()
    assert {frozenset(each.tags) for each in register.rows} == {frozenset({"新", "旧"})}
    assert len(workspace.snapshot.annotations) == len(register.rows)
    assert {record.fingerprint for record in workspace.snapshot.pages.values()} == {
        each.spot.page.fingerprint for each in register.rows
    }
    workspace.undo().result()
    assert dict(workspace.snapshot.annotations) == dict(before)
    assert "新" not in {tag.name for tag in workspace.snapshot.tags.values()}
    workspace.close()
    assert {note.target.article for note in opening().snapshot.annotations.values()} == {article.id}


def test_what_cannot_be_tagged_in_one_step(opening: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opening()
    with pytest.raises(WorkspaceError) as caught:
        tag_many(workspace, [], ["新"])
    assert caught.value.code == "gone"
    monkeypatch.setattr("reader.workspace.tagging.MOST", 2)
    with pytest.raises(WorkspaceError) as caught:
        tag_many(workspace, [row(1), row(2), row(3)], ["新"])
    assert caught.value.code == "too_many"


def test_what_was_registered_on_a_proposal_stands_in_its_row(opening: Opener) -> None:
    """Corrected entries do not count, what is said of a measure does not hide what is said of the whole."""
    workspace = opening()
    page, article = first(workspace)
    whole = workspace.target_article(page, article)
    part = workspace.target_measure(page, article, article.measures[0])

    def register(target: Target, field: str, value: str, day: str) -> None:
        entry = Entry("column", field, value, day)
        workspace.handling.register([(target, entry)]).result()

    register(whole, "stage", "assigned", "2026-03-02")
    register(whole, "outcome", "adopted", "2026-04-02")
    register(part, "outcome", "noted", "2026-05-02")
    rows = refreshed(workspace)
    found = next(each for each in rows.rows if each.id == article.id)
    assert found.handled is not None and dict(found.entries)["outcome"] == "adopted"
    assert (found.handled.stage, found.handled.outcome) == ("assigned", "adopted")
    noted = next(n for n in found.notes if n.entry is not None and n.entry.value == "adopted")
    workspace.handling.correct(noted.id, Entry("column", "outcome", "planned", "2026-03-20")).result()
    assert rows.refresh()
    again = next(each for each in rows.rows if each.id == article.id)
    assert again.handled is not None and again.handled.outcome == "planned"
    assert dict(again.entries)["outcome"] == "planned"
    assert all(each.handled is None for each in rows.rows if each.id != article.id)
