"""Every screen and dialog in a state worth looking at: for pictures, snapshots and resizing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from reader.tui.app import XianceApp
from reader.tui.screens.desk import Desk
from reader.tui.screens.reviewing import Review


@dataclass(frozen=True, slots=True)
class Scene:
    """Keys and texts between spaces that lead to a screen, by the name of its class, from a start.

    Keys are Textual's names; what is longer than a character and not ASCII is typed as a text, `_` in it a space and `¶` the key that ends a line.
    With `annotated` there are a tagged article, a comment with an answer, and passages over one another before; with
    `first` nobody was welcomed yet.
    """

    name: str
    screen: str
    keys: str = ""
    annotated: bool = True
    first: bool = False


ANNOTATED = (
    "g g t 民生/居住 tab 值得采纳 enter f7 c 先摸底再动工，这一条能直接交办。 ctrl+s "
    "f7 v l l l l l t 有先例 enter g g f7 f7 l l l v l l l l t 需要资金 enter escape "
    "f7 c 和去年的提案一起看。 ctrl+s a r 去年那件已经答复，可以并案。 ctrl+s escape g g"
)
HANDLED = (
    "s pageup end ctrl+u 3月2日 pagedown up up up up up up 2 f4 f7 s 1 f4 f7 s 5 enter 已有同类站点 f4 "
    "s f2 up 4 up 市卫健委 pageup end ctrl+u 昨天 f4 a g g enter pageup end ctrl+u 3月3日 f4 "
    "escape J s 2 pageup end ctrl+u 2025年12月1日 f4 K a g g"
)
_WRITTEN = "这一条说得清楚：¶¶-_先摸底，再动工；¶-_谁受益谁出力。"
_TAGGED = "f7 t 民生 enter f7 t 医疗 enter f7 t 民生 enter K t 城建 enter K t 城建/河道 enter"
SCENES = (
    Scene("desk", "Desk", "f7 f7 l l"),
    Scene("desk-welcome", "Desk", annotated=False, first=True),
    Scene("desk-selecting", "Desk", "f7 f7 v + + +"),
    Scene("desk-chord", "Desk", "; "),
    Scene("desk-search", "Desk", "/ 建议 enter"),
    Scene("desk-contents", "Desk", "shift+tab j j"),
    Scene("desk-cards", "Desk", "a"),
    Scene("desk-cards-folded", "Desk", "a O"),
    Scene("desk-overlaps", "Desk", "f7 f7 l l l l g a"),
    Scene("desk-zoomed", "Desk", "Z", annotated=False),
    Scene("desk-source", "Desk", "backslash f7"),
    Scene("desk-filtered", "Desk", "f 1 t enter"),
    Scene("filter", "FilterPrompt", "f 1 n"),
    Scene("filter-typing", "FilterPrompt", "f # 值"),
    Scene("tag", "TagPrompt", "f7 t"),
    Scene("tag-typing", "TagPrompt", "f7 t 医保 tab m s"),
    Scene("search", "LinePrompt", "/ 老旧小区", annotated=False),
    Scene("search-all", "SearchScreen", "g / 建议"),
    Scene("search-all-field", "SearchScreen", "g / 标签:民 tab"),
    Scene("search-all-mistake", "SearchScreen", "g / colour:red", annotated=False),
    Scene("comment", "CommentEditor", f"f7 f7 c {_WRITTEN}", annotated=False),
    Scene("leave-comment", "Confirm", "f7 f7 c 还没有想好 escape", annotated=False),
    Scene("facts", "Facts", "K K i", annotated=False),
    Scene("help", "CommandList", "?", annotated=False),
    Scene("help-typing", "CommandList", "? 标签", annotated=False),
    Scene("palette", "CommandList", ":", annotated=False),
    Scene("palette-typing", "CommandList", ": b q", annotated=False),
    Scene("tags", "TagScreen", "g t"),
    Scene("tags-rename", "LinePrompt", "g t j r"),
    Scene("tags-merge", "TagPrompt", "g t j m"),
    Scene("tags-delete", "Confirm", "g t j d"),
    Scene("desk-linked", "Desk", "L 通车 enter"),
    Scene("link", "LinkPrompt", "L"),
    Scene("link-typing", "LinkPrompt", "L 通车 tab"),
    Scene("links", "LinkList", "L 通车 enter g l"),
    Scene("suggest", "SuggestionReview", f"{_TAGGED} g s", annotated=False),
    Scene("suggest-too-early", "SuggestionReview", "g s", annotated=False),
    Scene("words", "WordReview", "g W", annotated=False),
    Scene("trash", "Trash", "a d j d escape g x"),
    Scene("trash-empty", "Trash", "g x", annotated=False),
    Scene("overview", "OverviewScreen", "o l s v"),
    Scene("overview-filtered", "OverviewScreen", "o f 1 / 社区 enter"),
    Scene("overview-empty", "OverviewScreen", "o f 2 enter", annotated=False),
    Scene("columns", "ColumnPrompt", "o c j space"),
    Scene("statistics", "StatisticsScreen", "g S"),
    Scene("statistics-cross", "StatisticsScreen", "g S x x"),
    Scene("correct", "CorrectionScreen", "C", annotated=False),
    Scene("correct-selecting", "CorrectionScreen", "C j v j j", annotated=False),
    Scene("headline", "HeadlineMatch", "C m j", annotated=False),
    Scene("source-form", "SourceForm", "C e f2", annotated=False),
    Scene("said", "Said", "C j j j j j s c", annotated=False),
    Scene("said-empty", "Said", "C c"),
    Scene("problems", "Problems", "g p", annotated=False),
    Scene("moved", "UnsettledList", "g m"),
    Scene("export", "ExportDialog", "E ~/标注.jsonl"),
    Scene("register", "RegisterForm", "s 2 down 5 enter 经费要到明年才有", annotated=False),
    Scene("register-measure", "RegisterForm", "f7 s l r", annotated=False),
    Scene("schemes", "SchemeChoice", "s f5 down", annotated=False),
    Scene("desk-handled", "Desk", HANDLED, annotated=False),
    Scene("quote-file", "LinePrompt", "f7 g y", annotated=False),
)


async def until(pilot: Pilot[int], test: Callable[[], object]) -> None:
    """Wait until something holds. Raises TimeoutError if it does not come to."""
    for _ in range(1000):
        if test():
            return
        await pilot.pause(0.01)
    raise TimeoutError(f"never came true on {pilot.app.screen}")


async def play(pilot: Pilot[int], keys: str) -> None:
    """Press keys one after the other, each when the one before was carried out and saved."""
    app = cast("XianceApp", pilot.app)
    desk = next(each for each in app.screen_stack if isinstance(each, Desk))
    for word in keys.split():
        if len(word) > 1 and word.isascii():
            await pilot.press(word)
        else:
            for character in word.replace("_", " "):
                key = "enter" if character == "¶" else _character_to_key(character)
                app.post_message(events.Key(key, "\r" if key == "enter" else character))
            await until(pilot, app._message_queue.empty)
            await app._keyboard.idle()
        await until(pilot, lambda: not app.workspace.saving)
        await until(pilot, lambda: desk.linking.idle)
        await pilot.pause()


def searched(desk: Desk) -> bool:
    """Say whether the search of all files has come to an end."""
    it = desk.searching.everywhere
    done, total = it.searched
    mistaken = desk.app.screen.query_one("#counts").has_class("-mistake")
    return done == total and not it.busy and (mistaken or not it.typed or it.answers(it.typed))


async def stage(pilot: Pilot[int], scene: Scene) -> None:
    """Lead a started application to a scene. Raises AssertionError if another screen is in front then."""
    app = cast("XianceApp", pilot.app)
    await until(pilot, lambda: isinstance(app.screen, Desk))
    desk = cast("Desk", app.screen)
    await until(pilot, lambda: all(desk.shelf.known(file) for file in app.workspace.files))
    await until(pilot, lambda: desk.ref is not None and app.workspace.records_open)
    await pilot.pause()
    if not scene.first:
        await play(pilot, "escape")
    if scene.annotated:
        await play(pilot, ANNOTATED)
    await play(pilot, scene.keys)
    if scene.screen == "SearchScreen":
        await until(pilot, lambda: searched(desk))
    if isinstance(review := app.screen, Review):
        await until(pilot, lambda: not review.growing)
        await pilot.pause()
    assert type(app.screen).__name__ == scene.screen, (scene.name, app.screen)
