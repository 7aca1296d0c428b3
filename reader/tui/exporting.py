"""Exporting from the desk: what can be exported and how much it is, the file, how far it is, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.config.wording import losses
from reader.exchange.model import Options
from reader.pages.model import PROPOSALS
from reader.tui.guidance import by_keys
from reader.workspace import Workspace

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.exporting import Offer, Scope, Wanted
    from reader.tui.screens.working import Working

PATIENCE = 0.5
"""Seconds after which it is shown how far an export is."""
_STEP = 0.2
_IN_TABLES = {"page": "page_no", "measures": "measure_count"}
"""What exported tables call columns of the overview, where it is something else."""


class StoppedError(Exception):
    """The reader stopped it."""


class EmptyError(Exception):
    """What was asked for holds nothing that the format could write."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did: how many annotations, and what the format could not hold."""

    count: int
    lost: Mapping[str, int]


class Exporting:
    """The desk's verb that writes annotations to a file."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk = desk
        self.workspace = desk.workspace
        self._articles: dict[Scope, frozenset[str] | None] = {}
        self._columns: tuple[str, ...] = ()
        self._rates = False
        self._stop = Event()
        self._working: Working | None = None
        self._told = 0.0

    def ask(self) -> None:
        """Count what there is to export, then ask how and where."""
        if self.desk.shelf.finding:
            self.desk.say(_("the contents are still being filtered"), "warning")
            return
        self._articles = dict(self._scopes())
        if "overview" in self._articles:
            self._columns = tuple(self.desk.overview.columns_shown())
        self._rates = "counted" in self._articles and bool(self.desk.statistics.numbers.rates)
        stems = {scope: self._stem(scope) for scope in self._articles}
        work = partial(offers, self.workspace, self._articles, stems)
        self.desk.background.submit(work, self._ask)

    def _scopes(self) -> Iterator[tuple[Scope, frozenset[str] | None]]:
        """Yield what can be exported, each with the ids of its articles; None: no matter which."""
        desk = self.desk
        if desk.front.pane == "overview":
            yield "overview", desk.overview.wanted()
        elif desk.front.pane == "statistics":
            yield "counted", frozenset(row.id for row in desk.statistics.numbers.rows)
        elif desk.whole is not None and desk.whole.articles:
            yield "article", frozenset(article.id for article in desk.whole.articles)
        if "filtered" in desk.__dict__ and desk.filtered.filter:
            yield "filtered", desk.shelf.sifted.ids() if desk.shelf.sifted is not None else frozenset()
        yield "all", None

    def _stem(self, scope: Scope) -> str:
        from reader.exchange.names import safe_name
        from reader.workspace.exporting import default_stem

        title = self.desk.whole.title if self.desk.whole and scope == "article" else ""
        if title:
            return safe_name("-".join((title[:40], _("annotations"))))
        return default_stem(self.workspace, _("Rates") if self._rates and scope == "counted" else "")

    def _ask(self, found: list[Offer] | Exception) -> None:
        from reader.tui.screens.exporting import ExportDialog

        if isinstance(found, Exception):
            self.desk.front.complain(found)
            return
        if not (found[-1].annotations or found[-1].untagged):
            self._say_nothing()
            return
        last = [*self.workspace.state.last("export"), "", "", ""]
        paths = [file.path for file in self.workspace.files if file.path]
        folder = self.workspace.database.parent if paths else Path.cwd()
        if last[2] and Path(last[2]).is_dir():
            folder = Path(last[2])
        here = found[0].scope
        scope = here if here in ("overview", "counted") else last[1]
        dialog = ExportDialog(folder, found, last[0], scope, self._preview)
        self.desk.app.push_screen(dialog, self._wanted)

    def _say_nothing(self) -> None:
        words = by_keys(_("nothing to export yet; {} tags, {} comments"), "tag.add", "comment.add")
        self.desk.front.say(words, "warning")

    def _preview(self, name: str, scope: Scope, tell: Callable[[list[str]], object]) -> None:
        """Have the first lines of an export told; none where they cannot be had, which writing will say."""
        work = partial(beginning, self.workspace, name, self._articles[scope], self._options(name, scope))
        self.desk.background.submit(work, lambda lines: tell([] if isinstance(lines, Exception) else lines))

    def _wanted(self, wanted: Wanted | None) -> None:
        if wanted is not None:
            self._export(wanted, force=False)

    def _export(self, wanted: Wanted, *, force: bool) -> None:
        self._stop.clear()
        articles = self._articles[wanted.scope]
        options = self._options(wanted.format, wanted.scope)
        work = partial(write, self.workspace, wanted, articles, self._tell, options, force=force)
        showing = self.desk.set_timer(PATIENCE, self._show)

        def done(result: Written | Exception) -> None:
            showing.stop()
            if self._working is not None:
                self._working.dismiss()
                self._working = None
            self._exported(wanted, result)

        self.desk.background.submit(work, done)

    def _options(self, name: str, scope: Scope) -> Options:
        """Return how a table shows what the screen does: proposals in the columns of the overview, as far as there are
        such, or rates.
        """
        if scope not in ("overview", "counted") or name not in ("csv", "xlsx"):
            return Options()
        from reader.exchange.sheets import SHEETS
        from reader.exchange.tables import RATES

        if scope == "counted":
            return Options(RATES if self._rates else "")

        known = {column.id for column in SHEETS["proposals"].columns}
        named = (_IN_TABLES.get(column, column) for column in self._columns)
        return Options("proposals", tuple(column for column in named if column in known))

    def _show(self) -> None:
        from reader.tui.screens.working import Working

        self._working = Working(_("Export"), self._stop.set)
        self.desk.app.push_screen(self._working)

    def _tell(self, count: int) -> None:
        """Hear from the background how many are written. Raises StoppedError."""
        if self._stop.is_set():
            raise StoppedError
        if monotonic() - self._told >= _STEP:
            self._told = monotonic()
            words = ngettext("{} annotation", "{} annotations", count).format(f"{count:,}")
            self.desk.from_thread(partial(self._put, words))

    def _put(self, words: str) -> None:
        if self._working is not None:
            self._working.put(words)

    def _exported(self, wanted: Wanted, result: Written | Exception) -> None:
        from reader.tui.screens.prompts import Confirm

        if isinstance(result, Written):
            place = str(wanted.path.absolute().parent)
            self.workspace.state.set_last("export", [wanted.format, wanted.scope, place])
            words = ngettext("{} annotation written: {}", "{} annotations written: {}", result.count)
            said = words.format(result.count, wanted.path)
            if wanted.scope == "counted" and self._options(wanted.format, "counted").sheet:
                what = _("rates written")
                said = f"{what}: {wanted.path}"
            if result.lost:
                said += _("; left out: {}").format(losses(result.lost))
            self.desk.front.say(said)
        elif isinstance(result, EmptyError):
            self._say_nothing()
        elif isinstance(result, StoppedError):
            self.desk.front.say(_("stopped; nothing was written"), "warning")
        elif getattr(result, "code", "") == "export_exists":
            question = _("{} is there already. Replace it?").format(wanted.path)
            self.desk.app.push_screen(
                Confirm(question, _("replace"), _("leave it")),
                lambda sure: self._export(wanted, force=True) if sure else None,
            )
        else:
            self.desk.front.complain(result)


def write(
    workspace: Workspace,
    wanted: Wanted,
    articles: frozenset[str] | None,
    tell: Callable[[int], object],
    options: Options,
    *,
    force: bool,
) -> Written:
    """Write an export. Raises reader.exchange.ExchangeError, EmptyError, and what `tell` raises."""
    from reader.exchange import known, save
    from reader.workspace.exporting import check_place, export_of, nothing

    taken = 0

    def counted(count: int) -> None:
        nonlocal taken
        taken = count
        tell(count)

    check_place(workspace, wanted.path)
    export = export_of(workspace, options=options, tell=counted, articles=articles)
    if nothing(export, known()[wanted.format]):
        raise EmptyError
    lost = save(wanted.format, export, wanted.path, force=force)
    return Written(taken, lost)


def beginning(
    workspace: Workspace, name: str, articles: frozenset[str] | None, options: Options
) -> list[str]:
    """Return the first lines of an export. Raises what writing it would."""
    from reader.exchange.previewing import preview
    from reader.tui.screens.exporting import PREVIEW
    from reader.workspace.exporting import export_of

    return preview(name, export_of(workspace, options=options, articles=articles), PREVIEW)


def offers(
    workspace: Workspace, scopes: Mapping[Scope, frozenset[str] | None], stems: Mapping[Scope, str]
) -> list[Offer]:
    """Return how much each of some scopes is."""
    from reader.tui.screens.exporting import Offer
    from reader.workspace.exporting import export_of

    export = export_of(workspace)
    said: list[tuple[str, bool]] = [
        (record.article.id if record.article else "", bool(record.tags)) for record in export.records
    ]
    tagged = {article for article, with_tag in said if with_tag}
    known, problems = workspace.catalogue.knows, workspace.problems
    if not all(known(file) or file in problems for file in workspace.files):
        workspace.survey()
    spots = workspace.catalogue.spots(workspace.files)
    proposals = [spot.article.id for spot in spots if spot.article.kind in PROPOSALS]
    found = []
    for scope, ids in scopes.items():
        held = [article for article, _tag in said if ids is None or article in ids]
        found.append(
            Offer(
                scope,
                stems[scope],
                annotations=len(held),
                articles=len(set(held) - {""}),
                untagged=sum(1 for each in proposals if (ids is None or each in ids) and each not in tagged),
            )
        )
    return found
