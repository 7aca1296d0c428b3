"""All proposals in a table: read, sorted and filtered in the background, marked and exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.annotations import Tag
from reader.config.language import _
from reader.pages.model import Page
from reader.tui.background import Background
from reader.tui.filtering import ArticleFacts, Filter
from reader.tui.guidance import by_keys
from reader.tui.hand import Hand
from reader.tui.outline import Ref
from reader.tui.sieve import Behind, facts_of, sifted
from reader.tui.together import Together
from reader.workspace.catalogue import Spot
from reader.workspace.lasting import Lasting
from reader.workspace.ordering import Column, Order, arranged, columns, fields_of
from reader.workspace.proposals import Register, Row
from reader.workspace.sides import FIELD

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.filtering import Counted
    from reader.tui.screens.overview import OverviewScreen

SHOWN = ("date", "title", "author", "tags", "affiliation", "page", "measures", "comments")
"""The columns that show until others are chosen."""
HANDLED = ("date", "title", "stage", "left", *SHOWN[2:])
"""Those that show then where anything is registered."""
FIRST = 200
"""Rows after which the table is shown for the first time; each time after that has four times as many."""
_LARGEST_FIRST = ("date", "comments", "doubts", "measures", "characters", "copies")
COUNTED_AT_ONCE = 500
"""Rows that a filter is tried on at once; more of them are counted in the background."""
_COLUMNS, _ORDER = "overview.columns", "overview.order"


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows, and what is found by going through all of them: the reader did not tag `untagged`, of which others tagged
    `others_tagged`; `ids` are the articles'.

    `ids` is never changed: it is a set because a frozen one could only be made in one go, with all others waiting.
    """

    rows: Sequence[Row] = ()
    untagged: int = 0
    others_tagged: int = 0
    ids: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table shows: of all rows (`every`) those that pass, in order.

    `passed` sums up these; `fields` are the fields of entries there are; `place` is the row that the cursor's was moved to, -1 if it is not shown; with `done` nothing is left to be read from
    what is known.
    """

    rows: Sequence[Row] = ()
    every: Sums = field(default_factory=Sums)
    passed: Sums = field(default_factory=Sums)
    fields: Sequence[str] = ()
    place: int = -1
    done: bool = False


@dataclass(slots=True)
class Wish:
    """What is to be shown; `held` is the id of the article under the cursor."""

    filter: Filter = field(default_factory=Filter)
    behind: Behind | None = None
    order: Order = ()
    held: str = ""


def shown(register: Register, wish: Wish, is_read: Any, most: int, before: Shown) -> Shown:
    """Return what a wish shows of a register, after it was brought up to date as far as `most` new rows.

    What was summed up `before` is taken over if it is of the same rows.
    """
    done = _brought_up_to_date(register, most)
    every, fields = before.every, before.fields
    if every.rows is not register.rows:
        every, fields = summed(register.rows), fields_of(register.rows)
    rows = sifted(every.rows, wish.filter, wish.behind, is_read)
    passed = every if rows is every.rows else summed(rows)
    found = arranged(rows, wish.order, columns(is_read, fields)) if wish.order else rows
    return Shown(found, every, passed, fields, place_of(found, wish.held) if wish.held else -1, done)


def summed(rows: Sequence[Row]) -> Sums:
    """Go through rows."""
    others = sum(bool(row.tags) and not row.mine for row in rows)
    return Sums(rows, sum(not row.mine for row in rows), others, {row.spot.article.id for row in rows})


def _brought_up_to_date(register: Register, most: int) -> bool:
    """Refresh a register; where many rows are made, they are not gone through for garbage now or later: they stay."""
    before = len(register.rows)
    with Lasting() as made:
        done = register.refresh(most)
        made.count = len(register.rows) - before
    return done


def place_of(rows: Sequence[Row], article: str) -> int:
    """Return the row of an article's id; -1 if it is not among them."""
    return next((place for place, row in enumerate(rows) if row.spot.article.id == article), -1)


class Overview(Hand):
    """The verbs of the overview, and what it remembers while it is not on the screen."""

    def __init__(self, desk: Desk) -> None:
        """Show everything at first, in the columns and the order of last time."""
        super().__init__(desk)
        self.background = Background(desk.from_thread)
        self.register = Register(self.workspace)
        self.shown = Shown()
        self.marks: set[str] = set()
        self.waits = False
        """Whether leaving the desk leads back here."""
        self.cursor, self.top = 0, 0
        self.touched = False
        last = self.workspace.state.last
        self.columns = tuple(last(_COLUMNS))
        """Those that were chosen; empty until any were."""
        self._wish = Wish(order=tuple((name.removeprefix("-"), name[:1] == "-") for name in last(_ORDER)))
        self._busy = self._again = False
        self._most = FIRST
        self._revision = -1
        self.together = Together(self)

    @property
    def screen(self) -> OverviewScreen | None:
        """The screen, if it is open."""
        from reader.tui.screens.overview import OverviewScreen

        return next((item for item in self.desk.app.screen_stack if isinstance(item, OverviewScreen)), None)

    @property
    def filter(self) -> Filter:
        """What must hold of rows."""
        return self._wish.filter

    @property
    def behind(self) -> Behind | None:
        """The number of the statistics whose articles alone show."""
        return self._wish.behind

    @property
    def order(self) -> Order:
        """What the rows are sorted by."""
        return self._wish.order

    @property
    def known(self) -> Mapping[str, Column]:
        """All columns there are now."""
        return columns(self.workspace.state.is_read, self.shown.fields, self.workspace.handling.naming())

    @property
    def held(self) -> Row | None:
        """The row under the cursor."""
        return self.shown.rows[self.cursor] if 0 <= self.cursor < len(self.shown.rows) else None

    def tags(self) -> Mapping[str, Tag]:
        """Return the tags there are by their names."""
        if not self.workspace.records_open:
            return {}
        return {tag.name: tag for tag in self.workspace.snapshot.tags.values() if not tag.deleted}

    # -- coming and going

    def open(self) -> None:
        """Show the table as it was left."""
        from reader.tui.screens.overview import OverviewScreen

        self.waits = False
        if self.screen is None:
            self.desk.app.push_screen(OverviewScreen(self.desk))
        self.refresh()

    def leave(self) -> None:
        """Go back to the desk."""
        if self.screen is not None:
            self.screen.dismiss(None)

    def enter(self) -> None:
        """Open the proposal under the cursor; leaving the desk comes back here."""
        row = self.held
        if row is None:
            self.say_nothing()
            return
        self.desk.travel.fetch(row.spot.file, partial(self._opened, row.spot))

    def _opened(self, spot: Spot, pages: tuple[Page, ...]) -> None:
        page = next((page for page in pages if page.number == spot.page.number), None)
        if page is None or page.article(spot.article.id) is None:
            self.desk.front.say(_("this proposal is not there any more"), "warning")
            self.refresh()
            return
        self.leave()
        self.waits = True
        self.desk.travel.open(Ref(spot.file, page, spot.article.id))
        self.desk.focus_pane("article")

    # -- what is shown

    def look(self) -> None:
        """Have the rows brought up to date if other files are known, or known otherwise."""
        if self.workspace.catalogue.revision != self._revision:
            self.refresh()

    def refresh(self) -> None:
        """Have the rows brought up to date, in the background; once more if something changes meanwhile."""
        if self._busy:
            self._again = True
            return
        self._busy, self._again = True, False
        self._revision = self.workspace.catalogue.revision
        row = self.held if self.touched else None
        wish = Wish(self.filter, self.behind, self.order, row.id if row else "")
        work = partial(shown, self.register, wish, self.workspace.state.is_read, self._most, self.shown)
        self.background.submit(work, partial(self._took, wish))

    def _took(self, wish: Wish, result: Shown | Exception) -> None:
        if isinstance(result, Exception):
            raise result
        self._busy = False
        row, place = self.held, result.place
        if self.touched and row is not None and row.id != wish.held:  # the cursor went on meanwhile
            place = place_of(result.rows, row.id)
        if not self.touched:
            place = self.cursor = self.top = 0
        elif place >= 0:
            self.top = max(0, self.top + place - self.cursor)
        self.cursor = max(0, min(self.cursor if place < 0 else place, len(result.rows) - 1))
        self.shown = result
        self._most = self._most * 4 if not result.done else FIRST
        again = self._again or not result.done
        if self.screen is not None:
            self.screen.renew_rows()
            if again:  # once these are drawn: the next ones would hold that up
                self.screen.call_after_refresh(self.refresh)
        elif again:
            self.refresh()

    def changed(self, wish: Wish) -> None:
        """Show what another wish shows; at the top the cursor stays there."""
        self.touched = self.touched and self.cursor > 0
        self._wish = wish
        if self.screen is not None:
            self.screen.renew_chips()
        self.refresh()

    # -- order and columns

    def hold(self, step: int) -> None:
        """Hold another column of the table in front."""
        from reader.tui.screens.tabled import Tabled

        front = self.desk.front
        if isinstance(front, Tabled):
            front.table.hold(front.table.held + step)

    def sort(self, *, also: bool = False) -> None:
        """Sort by the column that is held; by that already, the other way round. `also`: where the others are equal."""
        name = self._column_held()
        if not name:
            return
        before = dict(self.order)
        backwards = not before[name] if name in before else name in _LARGEST_FIRST
        self._sort(tuple({**before, name: backwards}.items()) if also else ((name, backwards),))

    def unsort(self) -> None:
        """Put the rows in the order of the pages again."""
        self._sort(())

    def _sort(self, order: Order) -> None:
        self.workspace.state.set_last(_ORDER, ["-" * backwards + name for name, backwards in order])
        self.changed(Wish(self.filter, self.behind, order))

    def _column_held(self) -> str:
        screen = self.screen
        names = self.columns_shown()
        return names[screen.table.held] if screen is not None and screen.table.held < len(names) else ""

    def columns_shown(self) -> list[str]:
        """Return the columns that show; fields that nothing is entered in do not."""
        usual = HANDLED if self.shown.fields else SHOWN
        return [name for name in self.columns if name in self.known] or list(usual)

    def ask_columns(self) -> None:
        """Ask which columns show; each change shows at once."""
        from reader.tui.screens.columns import ColumnPrompt

        names = {name: _(column.header) for name, column in self.known.items()}
        self.desk.app.push_screen(ColumnPrompt(names, self.columns_shown(), self.show_columns))

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these columns, and remember them."""
        gone = [name for name in self.columns if name.startswith(FIELD) and name not in self.known]
        self.columns = (*names, *gone)
        self.workspace.state.set_last(_COLUMNS, list(self.columns))
        if self.screen is not None:
            self.screen.renew_rows()

    # -- filter

    def ask_filter(self) -> None:
        """Ask what to show."""
        from reader.tui.screens.filtering import FilterPrompt

        is_read = self.workspace.state.is_read
        known: list[ArticleFacts] = []

        def articles() -> list[ArticleFacts]:
            if not known:
                rows = sifted(self.register.rows, Filter(), self.behind, is_read)
                known.extend(facts_of(row, is_read) for row in rows)
            return known

        title = _("Filter the overview")
        self.desk.app.push_screen(FilterPrompt(self.filter, articles, self.use, self._count, title))

    def _count(self, work: Callable[[], Counted], then: Callable[[Counted], object]) -> None:
        """Have something counted: of many rows elsewhere."""
        if len(self.register.rows) <= COUNTED_AT_ONCE:
            then(work())
            return

        def done(result: Counted | Exception) -> None:
            if isinstance(result, Exception):
                raise result
            then(result)

        self.background.submit(work, done)

    def use(self, wanted: Filter) -> None:
        """Show the proposals that match a filter."""
        if wanted != self.filter:
            self.changed(Wish(wanted, self.behind, self.order))

    def look_behind(self, behind: Behind) -> None:
        """Show what is behind a number, and nothing else."""
        self.touched = False
        self.changed(Wish(Filter(), behind, self.order))
        self.open()

    def clear(self) -> None:
        """Show all proposals again."""
        if not self.filter and self.behind is None:
            words = by_keys(_("nothing is filtered; {} filters"), "overview.filter")
            self.desk.front.say(words, "warning")
            return
        self.changed(Wish(order=self.order))

    def chips(self) -> list[str]:
        """Return what the rows are filtered by, in words."""
        behind = [self.behind.words] if self.behind is not None else []
        return behind + [term.words for term in self.filter.terms]

    def drop(self, number: int) -> None:
        """Take out a chip."""
        if self.behind is not None and number == 0:
            self.changed(Wish(self.filter, None, self.order))
            return
        term = self.filter.terms[number - (self.behind is not None)]
        self.use(self.filter.toggled(term))

    # -- marking

    def mark(self, count: int) -> None:
        """Mark rows from the cursor on as the first one is not, and go on below them."""
        rows = self.shown.rows[self.cursor : self.cursor + count]
        if not rows:
            self.say_nothing()
            return
        ids = {row.id for row in rows}
        if rows[0].id in self.marks:
            self.marks -= ids
        else:
            self.marks |= ids
        if self.screen is not None:
            self.screen.table.put_cursor(self.cursor + len(rows))
            self.screen.marks_changed()

    def mark_all(self) -> None:
        """Mark all rows that show; if they are, drop all marks."""
        ids = self.shown.passed.ids
        self.marks = set() if ids <= self.marks else self.marks | ids
        if self.screen is not None:
            self.screen.marks_changed()

    def meant(self) -> list[Row]:
        """Return the rows that are marked, among all there are; without marks the one under the cursor."""
        if self.marks:
            return [row for row in self.register.rows if row.spot.article.id in self.marks]
        return [self.held] if self.held is not None else []

    def drop_marks(self) -> None:
        """Have nothing marked."""
        self.marks = set()
        if self.screen is not None:
            self.screen.marks_changed()

    def say_nothing(self) -> None:
        """Say that there is nothing to do anything with."""
        self.desk.front.say(_("there is no proposal here"), "warning")

    # -- for the export

    def wanted(self) -> frozenset[str]:
        """Return the ids of the articles that are marked, else of those that show."""
        return frozenset(self.marks or (row.spot.article.id for row in self.shown.rows))
