"""The tag prompt: completion over the tags there are, creation in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.annotations import Tag
from reader.config.language import _
from reader.text import fold
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import BOX_CSS, Box, Words
from reader.tui.tagrows import INDENT, tag_rows
from reader.tui.widgets.article_style import by_marks, tag_color
from reader.words import find

_SHOWN = 40
_LIST_ROWS = 8
_LEAST_ROWS = 10
"""Rows beside the target from which on the prompt stands there, and not in the middle."""
_WIDEST = 64
_NEW = "\0new"
_OFFERED = "\0offered "
_STEPS = {"+": 1, "＋": 1, "=": 1, "-": -1, "－": -1, "—": -1}


@dataclass(frozen=True, slots=True)
class Tagged:
    """The answer: names of tags, and which of the targets they are for (by index)."""

    names: tuple[str, ...]
    target: int


Offer = tuple[str, float]
"""A tag's name that is suggested, and how sure that is (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the targets' names (smallest first) and the tags there are, the likeliest first.

    `taken` are names of tags already on, `numbers` those of favourites, `fresh` is the colour of the next new tag,
    `near` gives the row of the screen that is not to be covered.
    """

    targets: Sequence[str]
    tags: Sequence[Tag]
    taken: Sequence[str] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    fresh: int = 0
    near: Callable[[], Region] | None = None


class NameField(Field):
    """The field for a name; while it is empty + and - mean the target, and backspace the tag taken last."""

    @dataclass
    class Shifted(Message):
        """The next larger (1) or smaller (-1) target is meant."""

        step: int

    @dataclass
    class TakenBack(Message):
        """The tag taken last is not wanted."""

    def on_key(self, event: events.Key) -> None:
        """Keep those keys from being typed."""
        if self.value:
            return
        step = _STEPS.get(event.character or "", 0)
        if step:
            self.post_message(self.Shifted(step))
        elif event.key == "backspace":
            self.post_message(self.TakenBack())
        else:
            return
        event.stop()
        event.prevent_default()


class TagPrompt(Asking[Tagged | None]):
    """Asks for tags. Enter applies and closes, Tab takes one and stays, + and - change what they are for."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "TagPrompt { align: center middle; background: transparent; }"
        "TagPrompt OptionList { height: auto; max-height: 8; }"
        "TagPrompt #guide { color: $text-accent; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "take", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, question: Question) -> None:
        """Take what is asked."""
        super().__init__()
        self._take(question)

    def _take(self, question: Question) -> None:
        self._targets, self._target = tuple(question.targets), 0
        self._tags = {tag.name: tag for tag in reversed(question.tags)}
        self._names = list(dict.fromkeys(tag.name for tag in question.tags))
        self._taken = list(question.taken)
        self._numbers, self._fresh, self._near = question.numbers, question.fresh, question.near
        self._editing = bool(question.taken)
        self._question = question
        self._offers: Sequence[Sequence[Offer]] = ()
        self._room = _LEAST_ROWS + _LIST_ROWS

    def ask_again(self, question: Question) -> None:
        """Take another question before being shown again, which costs a third of what a new prompt does."""
        self._take(question)
        if not self.is_mounted:
            return
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self._place()
        self._show()

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self._question

    def offer(self, question: Question, offers: Sequence[Sequence[Offer]]) -> None:
        """Show suggestions for each target of a question, if it is still asked; the bar stays where it is."""
        if question is not self._question:
            return
        self._offers = offers
        if self.is_current and not self.query_one(Input).value.strip():
            options = self.query_one(OptionList)
            at = options.highlighted
            held = options.get_option_at_index(at).id if at is not None else None
            self._show()
            ids = [option.id for option in options.options]
            options.highlighted = ids.index(held) if held in ids else None

    def compose(self) -> ComposeResult:
        """Lay out the prompt."""
        with Box(_("Tag")):
            yield Words(self._targets[self._target], most=1, id="target", classes="title")
            yield Words(id="taken", classes="hint")
            yield NameField(placeholder=_("name of a tag; group/name makes groups"), compact=True)
            yield OptionList(id="names", markup=False)
            yield Words(id="guide")
            yield Words(id="hint", classes="hint")

    def _hint(self) -> str:
        parts = [_("Enter apply"), _("Tab take and go on")]
        if len(self._targets) > 1:
            parts.append(_("+ - what it is for"))
        if self._taken:
            parts.append(_("Bksp give back"))
        parts.append(_("Esc leave"))
        return "   ".join(parts)

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(OptionList).can_focus = False
        self._place()
        self._show()

    def on_resize(self) -> None:
        """Stand beside the target, which is elsewhere now."""
        self.call_after_refresh(self._place)

    def _place(self) -> None:
        """Stand below the target, or above it where there is more room; never on the last row, where methods of input
        have no room for their candidates. Without room stand in the middle."""
        near = self._near() if self._near is not None else Region()
        width, height = self.app.size
        box = self.query_one(Box)
        above, below = near.y, height - near.bottom - 1
        if not near.area or max(above, below) < _LEAST_ROWS:
            box.styles.margin, box.styles.width, box.styles.max_height = 0, "80%", "90%"
            self.styles.align, self._room = ("center", "middle"), height * 9 // 10
            self._fit()
            return
        under = below >= above or below >= _LEAST_ROWS + _LIST_ROWS
        room, wide = below if under else above, min(_WIDEST, width - 2)
        left = max(0, min(width - wide, near.x + (near.width - wide) // 2))
        box.styles.width, box.styles.max_height = wide, room
        box.styles.margin = (near.bottom, 0, 0, left) if under else (0, 0, height - near.y, left)
        self.styles.align = ("left", "top" if under else "bottom")
        self._room = room
        self._fit()

    def _fit(self) -> None:
        """Give the list the rows that nothing else in the box needs."""
        others = self.query_one(Box).words_rows
        self.query_one(OptionList).styles.max_height = max(2, min(_LIST_ROWS, self._room - others - 3))

    def _show(self) -> None:
        self.query_one("#target", Words).put(self._targets[self._target])
        taken = self.query_one("#taken", Words)
        taken.put("✓ " + " · ".join(self._taken))
        taken.display = bool(self._taken)
        self.query_one("#hint", Words).put(self._hint())
        options = self.query_one(OptionList)
        options.clear_options()
        typed = self.query_one(Input).value.strip()
        found = [name for name in find(self._names, typed) if name not in self._taken][:_SHOWN]
        for name, confidence in self._offered() if not typed else ():
            drawn = Content.assemble(
                (f"{confidence:>4.0%}  ", "$text-accent"), self._row(name, self._tags[name])
            )
            options.add_option(Option(drawn, id=_OFFERED + name))
        rows = tag_rows(found)
        for row in rows:
            words = (
                self._row(row.leaf, self._tags[row.name]) if row.is_tag else (safe(row.leaf), "$text-muted")
            )
            number = f"  ;{self._numbers[row.name]}" if row.is_tag and row.name in self._numbers else ""
            drawn = Content.assemble(INDENT * row.depth, words, (number, "$text-muted"))
            options.add_option(Option(drawn, id=row.name if row.is_tag else None, disabled=not row.is_tag))
        if typed and fold(typed) not in map(fold, self._names):
            options.add_option(Option(self._new_row(typed), id=_NEW))
        ids = [option.id for option in options.options]
        best = found[0] if found else _NEW
        options.highlighted = ids.index(best) if typed and best in ids else None
        options.display = bool(options.option_count)
        options.refresh(layout=True)  # it is as high as its rows
        self._guide()

    def _offered(self) -> list[Offer]:
        """Return the suggestions for what is meant that are not taken."""
        offers = self._offers[self._target] if self._target < len(self._offers) else ()
        return [offer for offer in offers if offer[0] in self._tags and offer[0] not in self._taken]

    def _row(self, leaf: str, tag: Tag) -> tuple[str, str]:
        return f" {safe(leaf)} ", self._ground(tag.color)

    def _new_row(self, typed: str) -> Content:
        """Draw the tag that would be made, in the colour it would have."""
        before, _sep, after = _("new tag: {}").partition("{}")
        color = self._fresh + sum(name not in self._tags for name in self._taken)
        return Content.assemble(before, (f" {safe(typed)} ", self._ground(color)), after)

    def _ground(self, slot: int) -> str:
        if by_marks(self.app):
            return "underline"
        background, _color = self.query_one(OptionList).background_colors
        return f"on {tag_color(slot, background, self.app).hex6}"

    def _guide(self) -> None:
        """Show when the tag under the bar is to be put on."""
        options, guide = self.query_one(OptionList), self.query_one("#guide", Words)
        at = options.highlighted
        name = (options.get_option_at_index(at).id or "") if at is not None else ""
        tag = self._tags.get(name.removeprefix(_OFFERED))
        guide.put(tag.description if tag else "")
        guide.display = bool(tag and tag.description)
        self._fit()

    def on_option_list_option_highlighted(self) -> None:
        """Show its guideline."""
        self._guide()

    def on_input_changed(self) -> None:
        """Complete anew."""
        self._show()

    def on_name_field_shifted(self, event: NameField.Shifted) -> None:
        """Change the target."""
        self._target = max(0, min(len(self._targets) - 1, self._target + event.step))
        if self._offers:
            self._show()
        self.query_one("#target", Words).put(self._targets[self._target])

    def on_name_field_taken_back(self) -> None:
        """Give back the tag taken last."""
        if self._taken:
            self._taken.pop()
            self._show()

    def _chosen(self) -> str:
        """Return the name under the bar, or what was typed."""
        options = self.query_one(OptionList)
        typed = self.query_one(Input).value.strip()
        if options.highlighted is None:
            return typed
        name = options.get_option_at_index(options.highlighted).id or ""
        return typed if name == _NEW else name.removeprefix(_OFFERED)

    def on_input_submitted(self) -> None:
        """Apply."""
        name = self._chosen()
        names = [*self._taken, *([name] if name and name not in self._taken else [])]
        if names or self._editing:
            self.dismiss(Tagged(tuple(names), self._target))
        else:
            self.dismiss(None)

    def action_take(self) -> None:
        """Take the tag under the bar and stay."""
        name = self._chosen()
        if name and name not in self._taken:
            self._taken.append(name)
        self.query_one(Input).value = ""
        self._show()

    def action_choose(self, step: int) -> None:
        """Move the bar, over groups that are no tags."""
        options = self.query_one(OptionList)
        free = [number for number, option in enumerate(options.options) if not option.disabled]
        if free and options.highlighted is None:
            options.highlighted = free[0 if step > 0 else -1]
        elif free:
            options.highlighted = free[(free.index(options.highlighted or 0) + step) % len(free)]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the tag clicked on."""
        self.action_take()

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
