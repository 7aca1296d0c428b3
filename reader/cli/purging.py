"""`xiance purge`: what was deleted before a day leaves the database for good."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from reader.cli import complain
from reader.cli.opening import chosen_database
from reader.cli.records import midnight
from reader.config.language import _, ngettext
from reader.config.wording import sentence
from reader.repository import Purge, Repository
from reader.workspace import WorkspaceError
from reader.workspace.opening import place_database


def run(arguments: Namespace) -> int:
    """Remove it, or say what would be removed; 1 if nothing can be written."""
    paths = arguments.paths or ["."]
    for path in paths:
        if not Path(path).exists():
            raise WorkspaceError("missing", path=path)
    database = place_database(paths, chosen_database(arguments))
    with closing(Repository(database, read_only=arguments.dry_run)) as repository:
        if repository.exists and not arguments.dry_run and not repository.writable:
            complain(sentence("read_only", {"path": str(database)}))
            return 1
        purge = repository.purge(midnight(arguments.before), dry_run=arguments.dry_run)
        kept = sorted(database.parent.glob(f"{database.name}.aside-*")) if not arguments.dry_run else []
    told = _("would be removed: {}") if arguments.dry_run else _("removed for good: {}")
    complain(told.format(summary(purge)) if purge.keys() else _("nothing was deleted before that day"))
    if kept and purge.keys():
        names = ", ".join(place.name for place in kept)
        complain(_("copies kept aside may still hold it: {}").format(names))
    return 0


def summary(purge: Purge) -> str:
    """Return the counts in words."""
    corrected = len(purge.corrections)
    corrections = ngettext("{} correction", "{} corrections", corrected).format(corrected)
    linked = len(purge.links)
    links = ngettext("{} link", "{} links", linked).format(linked)
    return _(", ").join(
        (
            ngettext("{} annotation", "{} annotations", len(purge.annotations)).format(
                len(purge.annotations)
            ),
            ngettext("{} tag", "{} tags", len(purge.tags)).format(len(purge.tags)),
            ngettext("{} page", "{} pages", len(purge.pages)).format(len(purge.pages)),
            *((corrections,) if corrected else ()),
            *((links,) if linked else ()),
            ngettext("{} change in the log", "{} changes in the log", purge.events).format(purge.events),
        )
    )
