"""Where pages were printed: paper, date and page number, of one page or of many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from reader.config.language import _, ngettext
from reader.pages.digest import Paged
from reader.pages.model import Fix, FixAbout
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.screens.prompts import BOX_CSS, Box, Words

_FIELDS: tuple[FixAbout, ...] = ("paper", "date", "page_no")
Wishes = list[tuple[Paged, Fix]]


def scopes(files: Sequence[Sequence[Paged]], page: Paged) -> list[tuple[Paged, ...]]:
    """Return the sets of pages that may be meant, the smallest first: this page, its file, its paper and day, all.

    `files` are the pages of each file.
    """
    own = next((tuple(group) for group in files if any(each is page for each in group)), (page,))
    every = tuple(each for group in files for each in group)
    like = tuple(
        each
        for each in every
        if (each.source.paper, each.source.date) == (page.source.paper, page.source.date)
    )
    found: list[tuple[Paged, ...]] = [(page,)]
    for group in (own, like, every):
        if len(group) > len(found[-1]):
            found.append(group)
    return found


def source_wishes(pages: Sequence[Paged], first: Paged, values: Mapping[FixAbout, str]) -> Wishes:
    """Return what makes pages have the values; only what differs from the `first` page's source was meant.

    A page number given for several pages is that of the first; the others count on from it, back before it.
    """
    at = next(place for place, page in enumerate(pages) if page is first)
    changed = {name: value for name, value in values.items() if value != getattr(first.source, name)}
    wishes: Wishes = []
    for place, page in enumerate(pages):
        for name, given in changed.items():
            value = _counted(given, place - at) if name == "page_no" else given
            if value != getattr(page.source, name):
                wishes.append((page, Fix(name, value=value)))
    return wishes


def _counted(number: str, step: int) -> str:
    """Return a page number some pages on (A09 and 2 give A11); where there is none, as it is."""
    head = number.rstrip("0123456789")
    digits = number[len(head) :]
    if not digits or int(digits) + step < 1:
        return number
    return f"{head}{int(digits) + step:0{len(digits)}}"


def day_of(text: str) -> str | None:
    """Return a date as ISO 8601 (2026-3-2, 20260302, 2026年3月2日); empty stays empty, None for what is no date."""
    plain = text.strip()
    if not plain:
        return ""
    for mark in "年月./":
        plain = plain.replace(mark, "-")
    parts = plain.rstrip("日- ").split("-")
    if len(parts) == 1 and len(plain) == 8:
        parts = [plain[:4], plain[4:6], plain[6:]]
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except (ValueError, TypeError):
        return None


class SourceForm(Asking[Wishes | None]):
    """Asks for paper, date and page number, and for which pages they are."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = (
        "SourceForm { align: center middle; background: transparent; }"
        "SourceForm .line { height: 1; }"
        "SourceForm .line Words { width: 13; }"
        "SourceForm .line Field { width: 1fr; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down,tab", "field(1)", show=False),
        Binding("up,shift+tab", "field(-1)", show=False),
        Binding("f2", "scope", show=False),
    ]

    def __init__(self, page: Paged, around: Sequence[tuple[Paged, ...]]) -> None:
        """Take the page and the sets of pages that may be meant (`scopes`)."""
        super().__init__()
        self._page, self._scopes, self._scope = page, around, 0

    def compose(self) -> ComposeResult:
        """Lay out the three fields."""
        source = self._page.source
        with Box(_("Source")):
            for name, words in zip(_FIELDS, (_("Paper"), _("Date"), _("Page number")), strict=True):
                with Horizontal(classes="line"):
                    yield Words(words, classes="title")
                    yield Field(getattr(source, name), id=name, compact=True)
            yield Words(id="scope")
            yield Words(_("Enter save   ↑↓ field   F2 for which pages   Esc leave"), classes="hint")

    def on_mount(self) -> None:
        """Say for which pages it is."""
        self._tell()

    def _tell(self, wrong: str = "") -> None:
        pages = self._scopes[self._scope]
        words = _("for this page only")
        if len(pages) > 1:
            words = ngettext("for {} page", "for {} pages", len(pages)).format(len(pages))
            names = dict.fromkeys(" ".join(filter(None, (p.source.paper, p.source.date))) for p in pages)
            words += f" ({'、'.join(list(names)[:4])}{'…' if len(names) > 4 else ''})"
            words += "\n" + _("only what you change here is changed; page numbers count on from this one")
        self.query_one("#scope", Words).put("\n".join(filter(None, (words, wrong))))

    def action_scope(self) -> None:
        """Mean the next larger set of pages."""
        self._scope = (self._scope + 1) % len(self._scopes)
        self._tell()

    def action_field(self, step: int) -> None:
        """Go to another field."""
        self.query_one(f"#{_FIELDS[(self._field() + step) % len(_FIELDS)]}").focus()

    def _field(self) -> int:
        return next((i for i, name in enumerate(_FIELDS) if self.query_one(f"#{name}").has_focus), 0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what is to be changed."""
        event.stop()
        values = {name: self.query_one(f"#{name}", Input).value.strip() for name in _FIELDS}
        day = day_of(values["date"])
        if day is None:
            self._tell(_("“{}” is no date; write it like 2026-03-02").format(values["date"]))
            self.query_one("#date").focus()
            return
        self.dismiss(source_wishes(self._scopes[self._scope], self._page, {**values, "date": day}))

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
