"""For every command: what it needs before, and what of the screen or the records it changes.

`python -m scripts.faults commands` runs each case with the command's body gone, and each must fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key

from reader.tui.commands import commands
from reader.tui.screens.correcting import CorrectionScreen
from reader.tui.screens.tabled import Tabled
from tests.tui.staging import Stage, staged

DOUBTFUL = (
    "“我为松江献一策”金点子摘登\n\n给老城菜市场装上遮雨棚\n\n老城七个菜市场有四个是露天的，一下雨摊\n\n"
    "贩和居民都遭罪。建议由市场管理方统一设计。\n"
)
FIRST_HALF = "渡口新船\n今天下水\n\n松江时报4月9日讯（记者 沈麦）渡口的新船今天下水了，市里\n为它定了规矩，（下转2版）\n"
SECOND_HALF = "（上接1版）一共三条，条条都写在船头的牌子上，人人看得见。\n"


@dataclass(frozen=True, slots=True)
class Case:
    """Keys before the command (texts in quotes), and the name of what it changes (`seen`)."""

    before: str
    changes: str
    files: tuple[tuple[str, str], ...] = ()


TAGGED = "t 民生 enter"
NOTED = "c 可行 ctrl+s"
ROWS = "C"
WITH_DOUBT = (("a.txt", DOUBTFUL),)
DOUBT_LAST = (("高.txt", DOUBTFUL),)
DOUBT_BELOW = (("a.txt", "今天有雨\n\n松江时报4月9日讯（记者 沈麦）今天有雨，出门请带伞。\n\n" + DOUBTFUL),)
TURNED = (("松江时报2026-04-09_01版.txt", FIRST_HALF), ("松江时报2026-04-09_02版.txt", SECOND_HALF))
CASES: dict[str, Case] = {
    "move.down": Case("", "caret"),
    "move.up": Case("j j", "caret"),
    "move.left": Case("l l", "caret"),
    "move.right": Case("", "caret"),
    "move.word_next": Case("", "caret"),
    "move.word_previous": Case("$", "caret"),
    "move.row_start": Case("l l", "caret"),
    "move.row_end": Case("", "caret"),
    "move.sentence_next": Case("} }", "caret"),
    "move.sentence_previous": Case("G", "caret"),
    "move.paragraph_next": Case("", "caret"),
    "move.paragraph_previous": Case("G", "caret"),
    "move.half_down": Case("", "caret"),
    "move.half_up": Case("G", "caret"),
    "move.page_down": Case("", "caret"),
    "move.page_up": Case("G", "caret"),
    "move.top": Case("G", "caret"),
    "move.bottom": Case("", "caret"),
    "view.centre": Case("G k k k k k k", "scroll"),
    "measure.next": Case("", "caret"),
    "measure.previous": Case("G", "caret"),
    "annotation.next": Case(f"] m {NOTED} g g", "caret"),
    "annotation.previous": Case(f"] m {NOTED} G", "caret"),
    "article.follow": Case("9 J", "caret", TURNED),
    "doubt.next": Case("9 K", "title", DOUBT_LAST),
    "doubt.previous": Case("J J", "title", WITH_DOUBT),
    "untagged.next": Case("", "title"),
    "untagged.previous": Case("J", "title"),
    "unread.next": Case("", "title"),
    "unread.previous": Case("", "title"),
    "article.next": Case("", "title"),
    "article.previous": Case("", "title"),
    "select.start": Case("", "selection"),
    "select.grow": Case("", "selection"),
    "select.shrink": Case("+ + +", "selection"),
    "select.swap": Case("v l l", "caret"),
    "select.right": Case("", "selection"),
    "select.left": Case("l", "selection"),
    "select.down": Case("} }", "selection"),
    "select.up": Case("G", "selection"),
    "text.copy": Case("", "clipboard"),
    "text.file": Case("", "over"),
    "search.open": Case("", "over"),
    "search.everywhere": Case("", "over"),
    "search.next": Case("/ 站 enter", "caret"),
    "search.previous": Case("/ 站 enter", "caret"),
    "tag.add": Case("", "over"),
    "tag.favourite": Case(f"{TAGGED} J", "tags"),
    "tag.again": Case(f"{TAGGED} J", "tags"),
    "tag.favourite_next": Case(f"{TAGGED} J", "tags"),
    "annotation.cycle": Case("v l l t 甲 enter v h h t 乙 enter", "held"),
    "annotation.reselect": Case("v l l t 甲 enter h", "selection"),
    "select.save": Case("v l l t 甲 enter g v l l", "ranges"),
    "words.add": Case("v l l", "message"),
    "words.discover": Case("", "over"),
    "tags.open": Case("", "over"),
    "tags.suggest": Case("", "over"),
    "tags.rename": Case(f"{TAGGED} g t", "over"),
    "tags.color": Case(f"{TAGGED} g t", "records"),
    "tags.describe": Case(f"{TAGGED} g t", "over"),
    "tags.merge": Case(f"{TAGGED} J t 医疗 enter g t", "over"),
    "tags.move": Case(f"{TAGGED} J t 医疗 enter g t", "over"),
    "tags.delete": Case(f"{TAGGED} g t", "over"),
    "tags.leave": Case("g t", "over"),
    "comment.add": Case("", "over"),
    "handling.register": Case("", "over"),
    "comment.reply": Case(f"{NOTED} a", "over"),
    "link.add": Case("", "over"),
    "link.list": Case("", "over"),
    "article.back": Case("9 J g d", "caret", TURNED),
    "card.focus": Case(NOTED, "pane"),
    "card.edit": Case(f"{NOTED} a", "over"),
    "card.unfold": Case(f"] m {NOTED} a", "cards"),
    "card.fold": Case(f"] m {NOTED} a", "cards"),
    "card.delete": Case(f"{NOTED} a", "comments"),
    "card.resolve": Case(f"{NOTED} a", "resolved"),
    "trash.open": Case("", "over"),
    "change.undo": Case(NOTED, "comments"),
    "change.redo": Case(f"{NOTED} u", "comments"),
    "source.toggle": Case("", "beside"),
    "source.open": Case("\\ tab G k k", "title"),
    "facts.open": Case("", "over"),
    "contents.filter": Case("", "over"),
    "contents.all": Case("f 2 enter", "listed"),
    "overview.open": Case("", "over"),
    "overview.beside": Case("shift+tab", "over"),
    "overview.enter": Case("o j", "title"),
    "overview.sort": Case("o l", "order"),
    "overview.sort_also": Case("o s l", "order"),
    "overview.unsort": Case("o s", "order"),
    "overview.column_next": Case("o", "column"),
    "overview.column_previous": Case("o l l", "column"),
    "overview.mark": Case("o", "marks"),
    "overview.mark_all": Case("o", "marks"),
    "overview.tag": Case("o", "over"),
    "overview.register": Case("o", "over"),
    "overview.read": Case("o", "read_there"),
    "overview.filter": Case("o", "over"),
    "overview.all": Case("o f t enter", "let_through"),
    "overview.columns": Case("o", "over"),
    "overview.leave": Case("o", "over"),
    "statistics.open": Case("", "over"),
    "statistics.by": Case("g S", "counted_by"),
    "statistics.by_previous": Case("g S", "counted_by"),
    "statistics.across": Case("g S", "counted_by"),
    "statistics.across_previous": Case("g S", "counted_by"),
    "statistics.enter": Case("g S", "over"),
    "statistics.leave": Case("g S", "over"),
    "correct.open": Case("", "over"),
    "doubt.keep": Case("9 K", "doubts", WITH_DOUBT),
    "doubt.take": Case("9 K", "doubts", WITH_DOUBT),
    "rows.split": Case(f"{ROWS} G k", "articles"),
    "rows.join": Case(ROWS, "articles"),
    "rows.headline": Case(f"{ROWS} G k", "fixes"),
    "rows.byline": Case(f"{ROWS} G k", "fixes"),
    "rows.body": Case(ROWS, "fixes"),
    "rows.furniture": Case(f"{ROWS} G", "fixes"),
    "rows.move": Case(ROWS, "over"),
    "rows.part": Case(f"9 K {ROWS}", "fixes"),
    "rows.kind": Case(ROWS, "kinds"),
    "rows.select": Case(ROWS, "selecting"),
    "source.edit": Case(ROWS, "over"),
    "corrections.list": Case(ROWS, "over"),
    "rows.doubt_next": Case(f"9 K {ROWS} g g", "row", DOUBT_BELOW),
    "rows.doubt_previous": Case(f"9 K {ROWS} G", "row", WITH_DOUBT),
    "rows.article_next": Case(f"{ROWS} g g", "row"),
    "rows.article_previous": Case(f"{ROWS} G", "row"),
    "rows.leave": Case(ROWS, "over"),
    "contents.fold": Case("tab tab h", "listed"),
    "contents.unfold": Case("tab tab h h", "listed"),
    "survey.toggle": Case("", "message"),
    "problems.open": Case("", "over"),
    "moved.open": Case("", "over"),
    "contents.open": Case("tab tab G", "title"),
    "pane.next": Case("", "pane"),
    "pane.previous": Case("", "pane"),
    "pane.zoom": Case("", "zoomed"),
    "view.wider": Case("", "width"),
    "view.narrower": Case("", "width"),
    "view.spacing": Case("", "spacing"),
    "view.keywords": Case("", "keywords"),
    "read.toggle": Case("", "read"),
    "read.page": Case("", "read"),
    "view.theme": Case("", "theme"),
    "config.reload": Case("", "message"),
    "file.export": Case(NOTED, "over"),
    "help.open": Case("", "over"),
    "palette.open": Case("", "over"),
    "desk.back": Case("v", "selection"),
    "desk.escape": Case("v", "selection"),
    "desk.quit": Case("", "ended"),
}


async def changes(folder: Path, identifier: str) -> bool:
    """Run a command as a reader would, by its first key, and say whether what its case names has changed."""
    case = CASES[identifier]
    for name, text in case.files:
        (folder / name).write_text(text, "utf-8")
    async with staged(folder, (80, 14) if case.changes == "scroll" else (120, 40)) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        for word in case.before.split():
            await _press(stage, word)
        command = commands()[identifier]
        before = seen(stage)[case.changes]
        chords = (*command.keys, *command.free)
        if chords:
            for part in chords[0].split(" "):
                await _press(stage, "1" if part == "1-9" else part)
        else:
            stage.desk.run_command(identifier)
        for _ in range(50):  # what opens in its own time
            await stage.pilot.pause(0.01)
            if seen(stage)[case.changes] != before and not stage.workspace.saving:
                return True
        return False


async def _press(stage: Stage, word: str) -> None:
    """Press a key by its name, or type a text."""
    if len(word) > 1 and word.isascii():
        await stage.press(word)
        await stage.saved()
        return
    for character in word:
        stage.app.post_message(events.Key(_character_to_key(character), character))
    await stage.until(stage.app._message_queue.empty)
    await stage.app._keyboard.idle()
    await stage.saved()


def seen(stage: Stage) -> dict[str, Any]:
    """Return what of the screen and the records a command may change."""
    desk = stage.desk
    page = desk.ref.page if desk.ref else None
    screen = next((each for each in stage.app.screen_stack if isinstance(each, CorrectionScreen)), None)
    shown = screen.page if screen else page
    records = stage.workspace.snapshot.annotations.values()
    return {
        "caret": desk.view.caret,
        "scroll": round(desk.view.scroll_offset.y),
        "title": (stage.title, desk.ref.key if desk.ref else ""),
        "pane": desk.pane,
        "over": stage.over,
        "message": stage.message,
        "selection": desk.view.selection,
        "clipboard": stage.app.clipboard,
        "tags": stage.tags(),
        "comments": stage.comments(),
        "resolved": [one.resolved for one in records],
        "ranges": [one.target.ranges for one in records],
        "cards": desk.cards.virtual_size.height,
        "articles": [article.id for article in shown.articles] if shown else [],
        "kinds": [article.kind for article in shown.articles] if shown else [],
        "doubts": [doubt for article in shown.articles for doubt in article.doubts] if shown else [],
        "fixes": shown.fixes if shown else (),
        "row": screen.row if screen else 0,
        "selecting": screen.selecting if screen else False,
        "zoomed": desk.zoomed,
        "width": desk.view.width_limit,
        "spacing": desk.view.spacing,
        "keywords": len(desk.query("#keywords")),
        "read": [stage.workspace.state.is_read(article.id) for article in shown.articles] if shown else [],
        "theme": stage.app.theme,
        "ended": stage.app._exit,
        "records": repr((list(stage.workspace.snapshot.tags.values()), list(records))),
        "beside": desk.beside.shown,
        "listed": desk.contents.keys,
        "held": desk.overlaps.held,
        "order": desk.overview.order,
        "marks": set(desk.overview.marks),
        "let_through": desk.overview.filter,
        "read_there": [stage.workspace.state.is_read(row.id) for row in desk.overview.shown.rows],
        "column": desk.front.table.held if isinstance(desk.front, Tabled) else 0,
        "counted_by": (desk.statistics.numbers.by, desk.statistics.numbers.across),
    }
