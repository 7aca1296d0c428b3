"""The tag prompt: completion over the tags there are, creation in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.config.language import _
from reader.text import fold
from reader.tui.document import safe
from reader.tui.screens.asking import Asking, Field
from reader.tui.screens.prompts import BOX_CSS, Box, Words

_SHOWN = 8
_STEPS = {"+": 1, "＋": 1, "=": 1, "-": -1, "－": -1, "—": -1}


@dataclass(frozen=True, slots=True)
class Tagged:
    """The answer: names of tags, and which of the targets they are for (by index)."""

    names: tuple[str, ...]
    target: int


def matches(names: Sequence[str], typed: str) -> list[str]:
    """Return the names that a text completes to: equal, then beginning with it, then containing it."""
    wanted = fold(typed.strip())
    if not wanted:
        return list(names)
    ranks = [
        (0 if fold(name) == wanted else 1 if fold(name).startswith(wanted) else 2, name) for name in names
    ]
    found = [(rank, number, name) for number, (rank, name) in enumerate(ranks) if wanted in fold(name)]
    return [name for _rank, _number, name in sorted(found)]


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
        "TagPrompt { align: center middle; background: $background 30%; }"
        "TagPrompt OptionList { border: none; height: auto; max-height: 8; background: $surface; padding: 0; }"
        + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "take", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(
        self,
        targets: Sequence[str],
        names: Sequence[str],
        *,
        taken: Sequence[str] = (),
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        """Take the targets' names (smallest first), the tags there are, those already on, and favourites' numbers."""
        super().__init__()
        self._targets, self._target = tuple(targets), 0
        self._names = list(names)
        self._taken = list(taken)
        self._numbers = numbers or {}
        self._editing = bool(taken)

    def compose(self) -> ComposeResult:
        """Lay out the prompt."""
        with Box(_("Tag")):
            yield Words(self._targets[self._target], id="target", classes="title")
            yield Words(id="taken", classes="hint")
            yield NameField(placeholder=_("name of a tag; group/name makes groups"), compact=True)
            yield OptionList(id="names", markup=False)
            yield Words(self._hint(), classes="hint")

    def _hint(self) -> str:
        parts = [_("Enter apply"), _("Tab take and go on"), _("Bksp give back"), _("Esc leave")]
        if len(self._targets) > 1:
            parts.insert(2, _("+ - what it is for"))
        return "   ".join(parts)

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(OptionList).can_focus = False
        self._show()

    def _show(self) -> None:
        self.query_one("#target", Words).put(self._targets[self._target])
        taken = self.query_one("#taken", Words)
        taken.put("✓ " + " · ".join(self._taken))
        taken.display = bool(self._taken)
        options = self.query_one(OptionList)
        options.clear_options()
        typed = self.query_one(Input).value
        found = [name for name in matches(self._names, typed) if name not in self._taken][:_SHOWN]
        if typed.strip() and fold(typed.strip()) not in map(fold, self._names):
            found.append("")
        for name in found:
            words = safe(name) if name else _("new tag: {}").format(safe(typed.strip()))
            number = f"  ;{self._numbers[name]}" if name in self._numbers else ""
            options.add_option(Option(Content.assemble(words, (number, "$text-muted")), id=name or "\0new"))
        complete = typed.strip() and found and found[0]
        options.highlighted = 0 if complete else (len(found) - 1 if typed.strip() and found else None)
        options.display = bool(found)

    def on_input_changed(self) -> None:
        """Complete anew."""
        self._show()

    def on_name_field_shifted(self, event: NameField.Shifted) -> None:
        """Change the target."""
        self._target = max(0, min(len(self._targets) - 1, self._target + event.step))
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
        return typed if name == "\0new" else name

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
        """Move the bar."""
        options = self.query_one(OptionList)
        if options.option_count:
            at = options.highlighted
            options.highlighted = (
                (0 if step > 0 else options.option_count - 1)
                if at is None
                else (at + step) % options.option_count
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the tag clicked on."""
        self.action_take()

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
