"""Taking text out: copying with its source, exporting annotations to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.tui.outline import source_words
from reader.workspace import Workspace

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.exporting import Wanted


def export(workspace: Workspace, format_name: str, path: Path, *, force: bool) -> int:
    """Write all annotations as a format; return how many. Raises reader.exchange.ExchangeError."""
    from reader.exchange import Record, write
    from reader.exchange.saving import save

    records = [
        Record(item.annotation, item.tags, item.path_label, item.page_number, item.source, item.article)
        for item in workspace.select()
    ]
    save(path, lambda out: write(format_name, records, out), force=force)
    return len(records)


class Delivering:
    """The desk's verbs that take something out of it."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk = desk
        self.workspace = desk.workspace

    def copy(self) -> None:
        """Copy what is meant, with its source."""
        aims, whole = self.desk.marking.aims(), self.desk.whole
        if not aims or whole is None:
            return
        target = aims[0].target
        ref = next(ref for ref in whole.refs if ref.page.fingerprint == target.fingerprint)
        all_of_it = target.level == "article"
        text = target.title if all_of_it and target.title else target.exact
        source = source_words(ref.page.source, ref.file.label)
        title = f"《{target.title}》" if target.title and not all_of_it else ""
        self.desk.app.copy_to_clipboard(f"{text}\n——{title}{source}\n")
        self.desk.view.select_clear()
        self.desk.say(_("copied with its source"))

    def ask_export(self) -> None:
        """Ask for a format and a file, and write."""
        self.desk.background.submit(lambda: sum(1 for _item in self.workspace.select()), self._ask)

    def _ask(self, count: int | Exception) -> None:
        from reader.tui.screens.exporting import ExportDialog

        if isinstance(count, Exception):
            raise count
        if not count:
            self.desk.say(_("nothing to export yet; t tags, c comments"), "warning")
            return
        last = self.workspace.state.last("export")
        paths = [file.path for file in self.workspace.files if file.path]
        folder = self.workspace.database.parent if paths else Path.cwd()
        self.desk.app.push_screen(ExportDialog(folder, last[0] if last else "", count), self._wanted)

    def _wanted(self, wanted: Wanted | None) -> None:
        if wanted is not None:
            self.workspace.state.set_last("export", [wanted.format])
            self._export(wanted, force=False)

    def _export(self, wanted: Wanted, *, force: bool) -> None:
        work = partial(export, self.workspace, wanted.format, wanted.path, force=force)
        self.desk.background.submit(work, lambda result: self._exported(wanted, result))

    def _exported(self, wanted: Wanted, result: int | Exception) -> None:
        from reader.tui.screens.prompts import Confirm

        if not isinstance(result, Exception):
            words = ngettext("{} annotation written: {}", "{} annotations written: {}", result)
            self.desk.say(words.format(result, wanted.path))
        elif getattr(result, "code", "") == "export_exists":
            question = _("{} is there already. Replace it?").format(wanted.path)
            self.desk.app.push_screen(
                Confirm(question, _("replace"), _("leave it")),
                lambda sure: self._export(wanted, force=True) if sure else None,
            )
        else:
            self.desk.complain(result)
