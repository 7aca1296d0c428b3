"""What to link with: likely articles first, any other by typing; Tab says what the two are to one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.config.language import N_, _
from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, GAP, Box, Words
from reader.tui.screens.tagging import NameField
from reader.tui.widgets.entries import clip

Relation = Literal["same", "answered", "answers"]
"""What is here to what is there: the same text, answered by it, or its answer."""
RELATIONS: dict[Relation, str] = {
    "same": N_("the same text, printed again"),
    "answered": N_("that one answers this one"),
    "answers": N_("this one answers that one"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be linked with: its name, where it was printed, how much is the same, and what the two can be."""

    key: str
    name: str
    where: str = ""
    figure: str = ""
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidate that was chosen, what the two are, and which of the aims is meant (by index)."""

    key: str
    relation: Relation
    aim: int


Seek = Callable[[str, Callable[[str, Sequence[Candidate]], object]], object]
"""Looks for what was typed, and gives it with what was found, later."""


class LinkPrompt(Asking[Answer | None]):
    """Asks what to link with. Enter links, Tab changes what the two are, + and - what is linked."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "LinkPrompt { align: center middle; background: transparent; }"
        "LinkPrompt .box { max-width: 92; width: 92%; }"
        "LinkPrompt OptionList { height: auto; max-height: 12; }"
        "LinkPrompt #relation { color: $text-accent; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "turn", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("pagedown", "choose(8)", show=False),
        Binding("pageup", "choose(-8)", show=False),
    ]

    def __init__(self, aims: Sequence[str], always: Sequence[Candidate], seek: Seek) -> None:
        """Take what may be linked (smallest first), what can be chosen without looking, and what looks."""
        super().__init__()
        self._aims, self._always, self._seek = tuple(aims), tuple(always), seek
        self._aim = 0
        self._found: tuple[Candidate, ...] = ()
        self._likely: tuple[Candidate, ...] = ()
        self._looking = True
        self._wanted: Relation | None = None

    def compose(self) -> ComposeResult:
        """Lay out the prompt."""
        with Box(_("Link")):
            yield Words(self._aims[0], most=1, id="aim", classes="title")
            yield NameField(placeholder=_("words of the title, author, date"), compact=True)
            yield OptionList(markup=False)
            yield Words(id="relation")
            yield Words(id="hint", classes="hint")

    def on_mount(self) -> None:
        """Look for what is likely."""
        self.query_one(OptionList).can_focus = False
        self._show()
        self._seek("", self._take)

    def on_resize(self) -> None:
        """Cut the rows anew."""
        self.call_after_refresh(self._show)

    def _take(self, typed: str, found: Sequence[Candidate]) -> None:
        """Show what was found, unless something else was typed meanwhile."""
        if not self.is_mounted:
            return
        if not typed:
            self._likely = tuple(found)
        if typed == self.query_one(Input).value.strip():
            self._looking = False
            self._found = tuple(found)
            self._show(anew=True)

    @property
    def _shown(self) -> tuple[Candidate, ...]:
        typed = self.query_one(Input).value.strip()
        if typed:
            return self._found
        marked = tuple(each for each in self._always if each.relations)
        return (*marked, *self._found, *(each for each in self._always if not each.relations))

    @property
    def _held(self) -> Candidate | None:
        at, shown = self.query_one(OptionList).highlighted, self._shown
        return shown[at] if at is not None and at < len(shown) else None

    def _show(self, *, anew: bool = False) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width or 40
        held = 0 if anew else options.highlighted or 0
        shown = self._shown
        room = self.app.size.height * 9 // 10 - 5 - self.query_one(Box).words_rows
        options.styles.max_height = max(2, min(12, room))
        options.clear_options()
        options.add_options(Option(_row(each, width)) for each in shown)
        options.highlighted = min(held, len(shown) - 1) if shown else None
        options.refresh(layout=True)
        self._say()

    def _say(self) -> None:
        """Say what the two would be, and the keys there are."""
        held = self._held
        relation = self.query_one("#relation", Words)
        typed = self.query_one(Input).value.strip()
        if held is not None and held.relations:
            relation.put(_("As: {}").format(_(RELATIONS[self._relation(held)])))
        elif self._looking:
            relation.put(_("looking…"))
        else:
            relation.put(_("Nothing is called that") if typed and not self._found else "")
        hints = [_("Enter link")]
        if held is not None and len(held.relations) > 1:
            hints.append(_("Tab what they are"))
        hints.append(_("↑↓ choose"))
        if len(self._aims) > 1 and not typed:
            hints.append(_("+ - what is linked"))
        self.query_one("#hint", Words).put(GAP.join([*hints, _("Esc leave")]))

    def _relation(self, held: Candidate) -> Relation:
        """Return what was wanted if it can be, else what is likeliest."""
        return self._wanted if self._wanted in held.relations else held.relations[0]

    def on_option_list_option_highlighted(self) -> None:
        """Say what the two would be."""
        self._say()

    def on_input_changed(self) -> None:
        """Look for it."""
        typed = self.query_one(Input).value.strip()
        self._looking = bool(typed)
        self._found = () if typed else self._likely
        self._show(anew=True)
        if typed:
            self._seek(typed, self._take)

    def on_name_field_shifted(self, event: NameField.Shifted) -> None:
        """Link something larger or smaller."""
        self._aim = max(0, min(len(self._aims) - 1, self._aim + event.step))
        self.query_one("#aim", Words).put(self._aims[self._aim])

    def action_turn(self) -> None:
        """Take the next of what the two can be."""
        held = self._held
        if held is not None and held.relations:
            now = held.relations.index(self._relation(held))
            self._wanted = held.relations[(now + 1) % len(held.relations)]
            self._say()

    def action_choose(self, step: int) -> None:
        """Move the bar."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = max(0, min(options.option_count - 1, (options.highlighted or 0) + step))

    def on_input_submitted(self) -> None:
        """Link with the one under the bar."""
        held = self._held
        if held is not None:
            relation: Relation = self._relation(held) if held.relations else "same"
            self.dismiss(Answer(held.key, relation, self._aim))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Link with the one clicked on."""
        self.query_one(OptionList).highlighted = event.option_index
        self.on_input_submitted()

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


def _row(candidate: Candidate, width: int) -> Content:
    """Draw a candidate: figure, title, where."""
    figure = f"{candidate.figure:>4} " if candidate.figure else "     " if candidate.relations else ""
    where = clip(safe(candidate.where), max(0, width // 2))
    name = f"《{candidate.name}》" if candidate.relations else candidate.name
    room = width - cell_width(figure) - cell_width(where) - 1
    title = clip(safe(name), max(2, room))
    gap = " " * max(1, width - cell_width(figure) - cell_width(title) - cell_width(where))
    return Content.assemble((figure, "bold $text-accent"), title, gap, (where, "$text-muted"))
