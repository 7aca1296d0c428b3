"""Moving: within the focused pane, and from article to article."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.config.language import N_
from reader.tui.commands.base import EVERYWHERE, Command
from reader.tui.motions import Motion
from reader.tui.shelf import Sort

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Move")


class Move(Command):
    """A motion of the focused pane."""

    motion: ClassVar[Motion]
    group = GROUP
    panes = EVERYWHERE

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.move(self.motion, count or 1)


class Extend(Command):
    """A motion that selects."""

    motion: ClassVar[Motion]
    group = N_("Select")
    panes = ("article",)

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.view.move(self.motion, count or 1, select=True)


class Down(Move):
    id, keys, free, motion = "move.down", ("j",), ("down",), "row_down"
    title, help = N_("down"), N_("Go to the next row, or the next entry of a list")


class Up(Move):
    id, keys, free, motion = "move.up", ("k",), ("up",), "row_up"
    title, help = N_("up"), N_("Go to the row before")


class Left(Move):
    id, keys, free, motion = "move.left", ("h",), ("left",), "char_prev"
    title, help, panes = N_("left"), N_("Go to the character before"), ("article",)


class Right(Move):
    id, keys, free, motion = "move.right", ("l",), ("right",), "char_next"
    title, help, panes = N_("right"), N_("Go to the next character"), ("article",)


class WordNext(Move):
    id, keys, free, motion = "move.word_next", ("w",), ("ctrl+right",), "word_next"
    title, help, panes = N_("next word"), N_("Go to the next word"), ("article",)


class WordPrevious(Move):
    id, keys, free, motion = "move.word_previous", ("b",), ("ctrl+left",), "word_prev"
    title, help, panes = N_("word before"), N_("Go back a word"), ("article",)


class RowStart(Move):
    id, keys, free, motion = "move.row_start", ("0",), ("home",), "row_start"
    title, help, panes = N_("row start"), N_("Go to the start of the row"), ("article",)


class RowEnd(Move):
    id, keys, free, motion = "move.row_end", ("$",), ("end",), "row_end"
    title, help, panes = N_("row end"), N_("Go to the end of the row"), ("article",)


class SentenceNext(Move):
    id, keys, motion = "move.sentence_next", (")",), "sentence_next"
    title, help, panes = N_("next sentence"), N_("Go to the next sentence"), ("article",)


class SentencePrevious(Move):
    id, keys, motion = "move.sentence_previous", ("(",), "sentence_prev"
    title, help, panes = N_("sentence before"), N_("Go back a sentence"), ("article",)


class ParagraphNext(Move):
    id, keys, free, motion = "move.paragraph_next", ("}",), ("ctrl+down",), "paragraph_next"
    title, help, panes = N_("next paragraph"), N_("Go to the next paragraph"), ("article",)


class ParagraphPrevious(Move):
    id, keys, free, motion = "move.paragraph_previous", ("{",), ("ctrl+up",), "paragraph_prev"
    title, help, panes = N_("paragraph before"), N_("Go back a paragraph"), ("article",)


class HalfDown(Move):
    id, keys, motion = "move.half_down", ("ctrl+d",), "half_page_down"
    title, help = N_("half a page down"), N_("Go down half a page")


class HalfUp(Move):
    id, keys, motion = "move.half_up", ("ctrl+u",), "half_page_up"
    title, help = N_("half a page up"), N_("Go up half a page")


class PageDown(Move):
    id, keys, free, motion = "move.page_down", ("space",), ("pagedown",), "page_down"
    title, help, footer = N_("page down"), N_("Go down a page"), 60


class PageUp(Move):
    id, keys, free, motion = "move.page_up", ("ctrl+b",), ("pageup",), "page_up"
    title, help = N_("page up"), N_("Go up a page")


class Top(Move):
    id, keys, free, motion = "move.top", ("g g",), ("ctrl+home",), "top"
    title, help = N_("top"), N_("Go to the top")


class Bottom(Move):
    id, keys, free, motion = "move.bottom", ("G",), ("ctrl+end",), "bottom"
    title, help = N_("bottom"), N_("Go to the end")


class Centre(Command):
    id, keys, group = "view.centre", ("z z",), GROUP
    title, help, panes = N_("centre"), N_("Bring the row to the middle of the pane"), ("article",)

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.view.center_row()


class MeasureNext(Command):
    id, keys, free, group = "measure.next", ("] m",), ("f7",), GROUP
    title, help, panes, footer = N_("next measure"), N_("Go to the next measure (一是 …)"), ("article",), 35

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_measure(count or 1)


class MeasurePrevious(Command):
    id, keys, free, group = "measure.previous", ("[ m",), ("shift+f7",), GROUP
    title, help, panes = N_("measure before"), N_("Go back a measure"), ("article",)

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_measure(-(count or 1))


class AnnotationNext(Command):
    id, keys, group = "annotation.next", ("] a",), GROUP
    title, help = N_("next annotation"), N_("Go to the next annotation, in later articles too")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_annotation(count or 1)


class AnnotationPrevious(Command):
    id, keys, group = "annotation.previous", ("[ a",), GROUP
    title, help = N_("annotation before"), N_("Go back to the annotation before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_annotation(-(count or 1))


class Follow(Command):
    id, keys, group = "article.follow", ("g d",), GROUP
    title, help = (
        N_("follow"),
        N_("Go to the other half of an article that is continued on another page, else where its link leads"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.travel.following.follow()


class Seek(Command):
    """To another article of a sort."""

    what: ClassVar[Sort]
    step: ClassVar[int] = 1
    group = GROUP

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_article(self.what, self.step * (count or 1))


class DoubtNext(Command):
    id, keys, group = "doubt.next", ("] d",), GROUP
    title, help = N_("next doubt"), N_("Go to the next doubt about the parse, in later articles too")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_doubt(count or 1)


class DoubtPrevious(Command):
    id, keys, group = "doubt.previous", ("[ d",), GROUP
    title, help = N_("doubt before"), N_("Go back to the doubt before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.stepping.to_doubt(-(count or 1))


class UntaggedNext(Seek):
    id, keys, what = "untagged.next", ("] t",), "untagged"
    title, help = N_("next untagged"), N_("Go to the next proposal without a tag of yours")


class UntaggedPrevious(Seek):
    id, keys, what, step = "untagged.previous", ("[ t",), "untagged", -1
    title, help = N_("untagged before"), N_("Go back to a proposal without a tag of yours")


class UnreadNext(Seek):
    id, keys, what = "unread.next", ("] n",), "unread"
    title, help = N_("next unread"), N_("Go to the next article you have not read")


class UnreadPrevious(Seek):
    id, keys, what, step = "unread.previous", ("[ n",), "unread", -1
    title, help = N_("unread before"), N_("Go back to an article you have not read")


class ArticleNext(Seek):
    id, keys, free, what = "article.next", ("J",), ("ctrl+pagedown",), "any"
    title, help, footer = N_("next article"), N_("Open the next article"), 40


class ArticlePrevious(Seek):
    id, keys, free, what, step = "article.previous", ("K",), ("ctrl+pageup",), "any", -1
    title, help = N_("article before"), N_("Open the article before")
