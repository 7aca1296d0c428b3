"""What a workspace hands out: files, placed annotations, events, and how it fails."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader.annotations import Annotation, Level, Location, Status, Tag
from reader.pages.model import Article, Fix, Kind, Page, Source

if TYPE_CHECKING:
    from reader.annotations import Correction


class WorkspaceError(Exception):
    """Something asked of a workspace cannot be done; `code` and `params` are for `reader.config.wording`.

    Files: `missing`, `no_pages`, `permission`, `unreadable`, `too_large`, `pdf`, `binary`, `empty`, `encoding`,
    `encoding_unknown`, `reader_died` (param `path`). Changes: `not_yours`, `gone`, `tag_name`, `nothing_said`, `not_writable`.
    Tags (param `tag`): `tag_gone`, `tag_exists`, `tag_itself`. Links: `link_itself`, `link_there`, `link_gone`,
    `link_not_yours` (param `by`).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of pages: `place` is its path as it was come to, None for standard input; `label` is how people call it.

    `key` tells files apart and stays the same from one start to the next. There may be many thousands: what a name
    tells is found out when somebody asks.
    """

    key: str
    place: str | None
    label: str

    @property
    def path(self) -> Path | None:
        """Where it is; None for standard input."""
        return Path(self.place) if self.place is not None else None

    @property
    def name(self) -> str:
        """Its own name; empty for standard input."""
        return os.path.basename(self.place) if self.place is not None else ""  # noqa: PTH119 - thousands of them

    @property
    def source(self) -> Source:
        """What its name tells of paper, date and page."""
        from reader.pages import source_of_name

        return source_of_name(self.name)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say once about the workspace, as a code for `reader.config.wording`."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


EventKind = Literal["saved", "failed", "external", "found", "idle"]


@dataclass(frozen=True, slots=True)
class Event:
    """What subscribers are told, from the writer's thread.

    `saved`: a change is durable. `failed`: a change was taken back; `error` says why and `text` is what would be
    lost. `external`: someone else changed the database. `found`: its files turned out to be damaged, or changed by
    another program; `notice` says what was done. `idle`: nothing is waiting to be saved.
    """

    kind: EventKind
    error: BaseException | None = None
    text: str = ""
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation on a page: where it shows, how it was found, and whether it is still being saved."""

    annotation: Annotation
    location: Location
    status: Status
    saving: bool


@dataclass(frozen=True, slots=True)
class Replayed:
    """A correction with what it says of its page now; `fix` is None where its rows were not found (`lost`)."""

    correction: Correction
    fix: Fix | None
    status: Status


@dataclass(frozen=True, slots=True)
class Filters:
    """Which annotations are wanted; all conditions hold together, an empty one is none.

    `tags` are names (all of them; `group` also takes `group/…`); `article` is an article's id or part of its title;
    `since` and `until` are times as records have them, of the last change, `until` exclusive. `fields` are entries'
    fields with their values (empty: any); of several, one must hold.
    """

    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    level: Level | None = None
    by: str = ""
    article: str = ""
    since: str = ""
    until: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def apart(self) -> dict[str, Filters]:
        """Return its conditions, each as a filter of its own, by the name of what it asks about."""
        default = Filters()
        names = [name for name in self.__slots__ if getattr(self, name) != getattr(default, name)]
        return {name: replace(default, **{name: getattr(self, name)}) for name in names}

    def takes(self, article: Article) -> bool:
        """Say whether the conditions on articles hold for one."""
        return (self.kind is None or article.kind == self.kind) and (
            not self.article or self.article == article.id or self.article in article.title
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """An annotation with what stands around it; `page` is None when its page is in none of the open files."""

    annotation: Annotation
    tags: tuple[Tag, ...]
    path_label: str
    page_number: int
    source: Source
    page: Page | None
    location: Location
    status: Status

    @property
    def article(self) -> Article | None:
        """The article that shows it now."""
        return self.location.article


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with annotations, and how many tags, corrections and links are new.

    `placed` stand where their file said (or were found by their quote, where it did not say), `moved` elsewhere,
    `lost` on no page here – they are kept, and `missing` are their quotes; `same` were here already, `older` are not
    as new as ours.
    """

    placed: int = 0
    moved: int = 0
    lost: int = 0
    same: int = 0
    older: int = 0
    tags: int = 0
    corrections: int = 0
    links: int = 0
    missing: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        """How many annotations are new, or newer than ours were."""
        return self.placed + self.moved + self.lost
