"""`xiance check`: whether the database is sound, and with `--repair`, what can be set right."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing

from reader.annotations import now
from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.config.language import _, ngettext
from reader.config.wording import printable, sentence
from reader.repository import Repository, faults, repairs
from reader.workspace import Workspace, WorkspaceError


def run(arguments: Namespace) -> int:
    """List what is wrong, a line each, and return 1; 0 if all is sound, or has been set right."""
    with (
        closing(open_workspace(arguments)) as workspace,
        closing(Repository(workspace.database, read_only=not arguments.repair)) as repository,
    ):
        if not repository.exists:
            complain(_("{}: there is no database yet").format(printable(str(workspace.database))))
            return 0
        found = list(wrong(workspace, repository))
        if found and arguments.repair:
            writes = repairs(repository.load(), workspace.page_record, now())
            repository.repair(writes, workspace.creator)
            left = list(wrong(workspace, repository, told=False))
            count = len(found) - len(left)
            complain(ngettext("{} thing set right", "{} things set right", count).format(count))
            found = left
    out = data_out()
    out.writelines(f"{printable(str(workspace.database))}: {line}\n" for line in found)
    out.flush()
    if not found:
        complain(_("{}: sound").format(printable(str(workspace.database))))
    return 1 if found else 0


def wrong(workspace: Workspace, repository: Repository, *, told: bool = True) -> Iterator[str]:
    """Yield what is wrong; of the files, unless it was `told` already, only what still is."""
    findings = (*repository.check(), *(repository.findings if told else ()))
    for finding in {(item.code, item.params.get("path")): item for item in findings}.values():
        yield sentence(finding.code, finding.params)
    for fault in faults(repository.load()):
        yield sentence(fault.code, fault.params)
    for code, identifier, path in misquoted(workspace, repository):
        yield sentence(code, {"id": identifier, "path": path})


def misquoted(workspace: Workspace, repository: Repository) -> Iterator[tuple[str, str, str]]:
    """Yield what is not about the text at its place: what to say of it, its id, and the file.

    Pages that are not here are passed over.
    """
    from reader.annotations import Target, bare, quote

    by_page: dict[str, list[tuple[str, str, Target]]] = {}
    snapshot = repository.load()
    targets = [("check_quote", key, annotation.target) for key, annotation in snapshot.annotations.items()]
    targets += [("check_link_quote", key, end) for key, link in snapshot.links.items() for end in link.ends]
    for each in targets:
        by_page.setdefault(each[2].fingerprint, []).append(each)
    for file in workspace.files:
        try:
            pages = workspace.pages(file)
        except WorkspaceError:
            continue
        for page in pages:
            for code, identifier, target in by_page.get(page.fingerprint, ()):
                within = all(0 <= start <= end <= len(page.text) for start, end in target.ranges)
                if not within or bare(quote(page, target.ranges)) != bare(target.exact):
                    yield code, identifier, file.label
