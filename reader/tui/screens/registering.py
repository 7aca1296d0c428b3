"""The form by which handling is registered: a row a field, one line to write in, the values there are below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from reader.config.language import _, ngettext
from reader.text import cell_width, fold
from reader.tui.document import safe
from reader.tui.form import DATE, EVIDENCE, REASON, SAVE, SOURCE, Form, Option, Row
from reader.tui.formwords import asked_for
from reader.tui.offices import being_typed, completed
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, GAP, Box, Confirm, Words
from reader.tui.screens.valuefield import ValueField
from reader.tui.widgets.choices import Choices, choice_rows
from reader.tui.widgets.entries import Entries, Entry, Piece, clip
from reader.words import find
from reader.workspace import ReadingState

KEEP_SECONDS = 3.0
_LABEL_CELLS = 14
_MOST_CHOICES = 3
_OF_HEIGHT = 94
"""Percent of the screen's height that the form takes at most: at 24 rows two of them stay free."""
_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a form, its title, where its draft is kept, what to say at first, and how schemes are changed."""

    form: Form
    title: str
    state: ReadingState
    draft: str
    scheme: Callable[[], str]
    notice: str = ""
    change_scheme: Callable[[Callable[[], None]], None] | None = None


class Rows(Entries, can_focus=False):
    """The rows of the form; what is written in is another widget, so the bar is as strong as with the focus."""

    _drawn_in = ""

    def notify_style_update(self) -> None:
        """Forget the old style, if it is another one: the form is styled anew whenever it opens."""
        kept = dict(self._styles) if self._drawn_in == self.app.theme else {}
        super().notify_style_update()
        self._styles, self._drawn_in = kept, self.app.theme

    def cursor_style(self) -> Style:
        style = self.style_of("cursor")
        return Style(bgcolor=style.bgcolor, underline=style.underline or None, reverse=style.reverse or None)


class RegisterForm(Asking[bool]):
    """Fills in a form. ^s or F4 ends with True, Esc with False (asking, if something would be lost)."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "RegisterForm { align: center middle; background: transparent; }"
        f"RegisterForm .box {{ max-width: 88; width: 92%; max-height: {_OF_HEIGHT}%; }}"
        "RegisterForm #guide { color: $text-accent; }"
        "RegisterForm #guide.-wrong { color: $text-warning; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f4", "save", show=False),
        Binding("escape", "leave", show=False),
        Binding("down", "row(1)", show=False),
        Binding("up,shift+tab", "row(-1)", show=False),
        Binding("tab", "complete", show=False),
        Binding("pageup", "end(0)", show=False),
        Binding("pagedown", "end(-1)", show=False),
        Binding("f2", "shift", show=False),
        Binding("f5", "scheme", show=False),
    ]

    def __init__(self, question: Question) -> None:
        """Take what is asked."""
        super().__init__()
        self._take(question)

    def _take(self, question: Question) -> None:
        self._question, self.form = question, question.form
        self.form.take_draft(question.state.draft(question.draft))
        self._drafted = self.form.draft()
        self._back = ""
        self._tried = False
        self._listed = 0
        self._rows = self.form.rows()
        self._key = self._first_key()

    def ask_again(self, question: Question) -> None:
        """Take another question before being shown again, which costs less than a new form does."""
        self._take(question)
        if self.is_mounted:
            self._renew()

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Box(self._question.title):
            yield Words(most=1, id="target", classes="title")
            yield Rows(id="rows")
            yield ValueField(compact=True)
            yield Choices(self._take_option)
            yield Words(most=2, id="guide")
            yield Words(most=2, id="hint", classes="hint")

    def on_mount(self) -> None:
        """Show everything; keep drafts now and then."""
        self.set_interval(KEEP_SECONDS, self.keep_draft)
        self._renew()

    def on_resize(self) -> None:
        """Fit the rows anew."""
        self.call_after_refresh(self._fit)

    # -- rows

    @property
    def row(self) -> Row:
        """The row in hand."""
        return next((row for row in self._rows if row.key == self._key), self._rows[-1])

    def _first_key(self) -> str:
        """Return the row to begin with: where a stage is said, else the first field there is."""
        keys = [each.id for each in self.form.fields()]
        return "stage" if "stage" in keys else keys[0] if keys else DATE

    def _renew(self) -> None:
        """Show everything anew: what it is about, or its scheme, has changed."""
        self._rows = self.form.rows()
        if self._key not in [row.key for row in self._rows]:
            self._key = self._first_key()
        self.query_one(Box).border_title = Content(
            safe(f"{self._question.title} · {self._question.scheme()}")
        )
        self.query_one("#target", Words).put(self.form.about.words)
        self.query_one("#hint", Words).put(self._hint())
        self._enter()
        self._fit()

    def _hint(self) -> str:
        parts = [_("Enter ↑↓ rows"), _("←→ digits values")]
        if len(self.form.abouts) > 1:
            parts.append(_("F2 for what"))
        if self._question.change_scheme is not None:
            parts.append(_("F5 scheme"))
        return GAP.join([*parts, _("F4 ^s save"), _("Esc leave")])

    def _enter(self) -> None:
        """Have the line say what is filled in in the row in hand."""
        row, field = self.row, self.query_one(ValueField)
        text = self.form.text(row.key)
        field.choosing, field.dating = row.kind == "choice", row.kind == "date"
        with self.prevent(Input.Changed):
            field.value = "" if field.choosing and self._option(row, text) >= 0 else text
        field.cursor_position = len(field.value)
        if self.form.given(row.key) or (row.kind == "date" and not self.form.wrong(row.key)):
            field.select_whole()
        asked = asked_for(row, self.form.field(row.key))
        field.placeholder = _("{}: {}").format(row.label, asked) if asked else row.label
        self._show()

    def _show(self) -> None:
        """Draw rows, values and what there is to say of the row in hand."""
        rows = self._rows
        self._count()
        wide = min(_LABEL_CELLS, max(cell_width(row.label) for row in rows))
        listed = self.query_one(Rows)
        listed.set_entries([Entry(row.key, (self._drawn(row, wide),)) for row in rows])
        listed.put_cursor(self._key)
        shown, at = self._options()
        numbered = [
            f"{(number + 1) % 10} {each.words}" if self.row.kind == "choice" and number < 10 else each.words
            for number, each in shown
        ]
        self.query_one(Choices).put(numbered, at)
        self._guide(shown[at][1] if at >= 0 else None)

    def _drawn(self, row: Row, wide: int) -> tuple[Piece, ...]:
        label = clip(row.label, wide)
        pad = " " * (wide - cell_width(label) + 2)
        if row.key == SAVE:
            count = len(self.form.filled)
            what = (
                ngettext("{} field", "{} fields", count).format(count)
                if count
                else _("nothing filled in yet")
            )
            return ((f" {label}{pad}", "accent" if count else "muted"), (what, "muted"))
        pieces: list[Piece] = [(f" {label}{pad}", "muted")]
        text, head = self.form.shown(row.key), row.key in (DATE, SOURCE, REASON, EVIDENCE)
        if text:
            pieces.append((" ".join(text.split()), "" if head else "strong"))
        wrong = self.form.wrong(row.key)
        if wrong and (text or self._tried or row.key == REASON):
            pieces.append((("  ! " if text else "! ") + wrong, "warning"))
        if row.now:
            pieces.append(("   " + row.now if text else row.now, "~muted" if text else "muted"))
        return tuple(pieces)

    def _guide(self, option: Option | None) -> None:
        """Say what is wrong with the row in hand, else what there is to know of its value."""
        row, guide = self.row, self.query_one("#guide", Words)
        wrong = self.form.wrong(row.key)
        parts = [_("(your draft of last time)")] if self._drafted == self.form.draft() != "" else []
        if wrong and (self.form.text(row.key) or self._tried):
            parts += [wrong, asked_for(row) if row.kind == "date" else ""]
        elif row.kind == "date":
            parts += [_("←→ a day back or on"), asked_for(row)]
        elif option is not None and row.kind == "choice":
            parts.append(option.note if option.note != option.words else "")
            if self.form.needs_reason(row.key):
                parts.append(_("needs a reason"))
            parts.append(self.form.unusual(row.key))
        elif self._key == self._first_key() and not self.form.changed:
            parts.append(self._question.notice)
        words = GAP.join(filter(None, parts))
        guide.set_class(bool(wrong), "-wrong")
        guide.put(words)

    def _fit(self) -> None:
        """Give the rows what nothing else in the box needs; values have the room that the longest list of them takes."""
        if not self.is_mounted:
            return
        height, width = self.app.size.height, max(2, self.query_one(Box).content_size.width)
        rows = self._rows
        lists = [row.options[:_SUGGESTED] if row.kind == "unit" else row.options for row in rows]
        most = max(
            (len(choice_rows([f"1 {each.words}" for each in some], width)) for some in lists), default=1
        )
        hint = self.query_one("#hint", Words)
        hint.display = height >= 16
        room = height * _OF_HEIGHT // 100 - 4  # the border, what it is about, the line
        room -= hint.get_content_height(self.size, self.size, width) if hint.display else 0
        spare = room - len(rows) - 1
        choices = max(1, min(most, max(min(spare, _MOST_CHOICES), 2 if hint.display else 1)))
        listed = max(1, min(len(rows), room - choices - 1))
        self.query_one(Choices).styles.height = choices
        self.query_one("#guide").styles.height = max(1, min(2, room - choices - listed))
        self.query_one(Rows).styles.height = listed
        self._listed = listed
        self._count()

    def _count(self) -> None:
        """Say which row of how many is in hand, where not all of them show."""
        at, many = [row.key for row in self._rows].index(self.row.key) + 1, len(self._rows)
        self.query_one(Box).border_subtitle = f"{at}/{many}" if many > self._listed else ""

    # -- values

    def _option(self, row: Row, text: str) -> int:
        """Return the place of an option; -1 for what is none."""
        return next((number for number, each in enumerate(row.options) if each.id == text), -1)

    def _options(self) -> tuple[list[tuple[int, Option]], int]:
        """Return the options that what is typed leaves, each with its number, and which of them is under the bar."""
        row, typed = self.row, self.query_one(ValueField).value
        every = list(enumerate(row.options))
        if row.kind == "unit":
            shown = _matching(every, being_typed(typed))[:_SUGGESTED]
            return shown, 0 if shown and being_typed(typed) else -1
        if row.kind != "choice":
            return [], -1
        shown = _matching(every, typed.strip()) or every  # what is none of them is put right by seeing them
        text = self.form.text(row.key)
        return shown, next((at for at, (_number, each) in enumerate(shown) if each.id == text), -1)

    def _choose(self, option: Option) -> None:
        self.form.put(self.row.key, option.id)
        self._show()

    def _take_option(self, at: int) -> None:
        """Take a value that was clicked on."""
        shown, _at = self._options()
        if self.row.kind == "choice":
            self._choose(shown[at][1])
        else:
            self._complete(shown[at][1].words)

    def on_value_field_stepped(self, event: ValueField.Stepped) -> None:
        """Take the next value or day, or the one before."""
        if self.row.kind == "date":
            self.form.put(self.row.key, self.form.day_beside(self.row.key, event.step))
            self._enter()
            return
        shown, at = self._options()
        if shown:
            last = len(shown) - 1
            self._choose(
                shown[max(0, min(last, at + event.step)) if at >= 0 else 0 if event.step > 0 else last][1]
            )

    def on_value_field_numbered(self, event: ValueField.Numbered) -> None:
        """Take the value of a number."""
        row, field = self.row, self.query_one(ValueField)
        if event.number < len(row.options):
            with self.prevent(Input.Changed):
                field.value = ""
            self._choose(row.options[event.number])

    def on_value_field_cleared(self) -> None:
        """Take the value out."""
        self.form.put(self.row.key, "")
        self._show()

    def on_value_field_shifted(self, event: ValueField.Shifted) -> None:
        """Be about something larger or smaller."""
        if self.form.shift(event.step):
            self._renew()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fill in what is typed: of a choice, the value it means."""
        row, typed = self.row, event.value
        if row.kind == "save":
            self._enter()  # nothing is written there
            return
        if row.kind == "choice" and typed.strip():
            found = _matching(list(enumerate(row.options)), typed.strip())
            typed = found[0][1].id if found else typed
        self.form.put(row.key, typed)
        self._show()

    def _complete(self, name: str) -> None:
        field = self.query_one(ValueField)
        field.value = completed(field.value, name)
        field.cursor_position = len(field.value)

    # -- going about

    def _go(self, key: str) -> None:
        self._key = key
        self._enter()

    def action_row(self, step: int) -> None:
        """Go to another row."""
        keys = [row.key for row in self._rows]
        self._go(keys[(keys.index(self.row.key) + step) % len(keys)])

    def action_end(self, at: int) -> None:
        """Go to the first or last row."""
        self._go(self._rows[at].key)

    def action_complete(self) -> None:
        """Complete the unit that is being typed, else go to the next row."""
        shown, at = self._options()
        typed = being_typed(self.query_one(ValueField).value)
        if self.row.kind == "unit" and at >= 0 and shown[at][1].words != typed:
            self._complete(shown[at][1].words)
        else:
            self.action_row(1)

    def on_entries_moved(self, event: Entries.Moved) -> None:
        """Go to the row that was clicked on."""
        if event.key != self._key:
            self._go(event.key)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on: to the reason where the value needs one, from there to the next field; at the end save."""
        event.stop()
        row = self.row
        keys = [each.key for each in self._rows]
        if row.key == SAVE:
            self.action_save()
        elif row.kind == "choice" and self.form.needs_reason(row.key) and not self.form.text(REASON).strip():
            self._back = keys[keys.index(row.key) + 1]
            self._go(REASON)
        elif row.key == REASON and self._back in keys:
            self._go(self._back)
            self._back = ""
        else:
            self.action_row(1)

    def action_shift(self) -> None:
        """Be about the next larger thing, after the largest about the smallest."""
        if len(self.form.abouts) > 1:
            self.form.at = (self.form.at + 1) % len(self.form.abouts)
            self._renew()

    def action_scheme(self) -> None:
        """Choose another scheme."""
        if self._question.change_scheme is not None:
            self._question.change_scheme(self._renew)

    # -- ending

    def keep_draft(self) -> None:
        """Put by what is filled in, so that it is offered again after whatever happens."""
        state, key, wanted = self._question.state, self._question.draft, self.form.draft()
        if self in self.app.screen_stack and state.draft(key) != wanted:
            state.set_draft(key, wanted)
            state.save()

    def action_save(self) -> None:
        """End, unless something is wrong: then go there."""
        self._tried = True
        wrong = self.form.first_wrong()
        if wrong is not None:
            moved, self.form.at = wrong[0] != self.form.at, wrong[0]
            self._key = wrong[1]
            self._renew() if moved else self._enter()
            return
        said = self.form.refused() if self.form.filled else _("nothing filled in yet")
        if said:
            self.query_one("#guide", Words).put(said)
            return
        if self.form.corrects is not None and not self.form.changed:
            self.action_leave()
            return
        self.keep_draft()
        self.dismiss(True)

    def action_leave(self) -> None:
        """Save nothing; ask first if something was filled in."""
        if not self.form.changed:
            self._left(True)
            return
        question = Confirm(_("Leave without saving?"), _("throw it away"), _("go on filling in"))
        self.app.push_screen(question, self._left)

    def _left(self, sure: bool | None) -> None:
        if sure:
            self._question.state.set_draft(self._question.draft, "")
            self._question.state.save()
            self.dismiss(False)


def _matching(options: list[tuple[int, Option]], typed: str) -> list[tuple[int, Option]]:
    """Return the options that what is typed means: by letter, by words, by how those are read."""
    if not typed:
        return options
    wanted = fold(typed)
    lettered = [each for each in options if fold(each[1].letter) == wanted]
    if lettered:
        return lettered
    by_words = {each.words: (number, each) for number, each in options}
    return [by_words[words] for words in find(list(by_words), typed)]
