"""What a workspace says of links: ends where they are now, links as one of their articles sees them, and offers of more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reader.annotations import Status, Target
from reader.config.language import _
from reader.pages.digest import digest
from reader.pages.model import Page, Source
from reader.workspace.catalogue import Spot
from reader.workspace.model import SourceFile

if TYPE_CHECKING:
    from reader.annotations import Link
    from reader.workspace.workspace import Workspace

Role = Literal["same", "answers", "answered"]
"""What an article is to the other end: the same text, what answers it, or what it answers."""


@dataclass(frozen=True, slots=True)
class End:
    """An end of a link. `target` is as it was found now, or as it is stored where it was not.

    `file` and `number` say on which page of which open file it is or was, None and 0 if on none; `spot` is the article
    that shows it, None while that is not known. `source` and `path` are its page's, as far as anybody knows.
    """

    target: Target
    status: Status
    file: SourceFile | None = None
    number: int = 0
    spot: Spot | None = None
    source: Source = field(default_factory=Source)
    path: str = ""

    @property
    def name(self) -> str:
        """What its article is called."""
        return self.spot.article.name if self.spot else self.target.title or self.target.exact


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as one of its ends sees it: `here` and `other` are the ends, `role` is what `here` is to `other`.

    `which` is 0 where `here` is the link's source, 1 where it is its target.
    """

    link: Link
    which: int
    role: Role
    here: End
    other: End
    saving: bool = False

    @property
    def moved(self) -> bool:
        """Whether an end was found elsewhere than it is stored."""
        return "moved" in (self.here.status, self.other.status)


@dataclass(frozen=True, slots=True)
class Offer:
    """An article that may be the same text; `share` of the shorter of the two (0 to 1) stands in both."""

    spot: Spot
    share: float


def as_source(end: End) -> str:
    """Return a link's other end as evidence to be stored: paper, date, page, title and the article's id."""
    page_no = _("page {}").format(end.source.page_no) if end.source.page_no else ""
    printed = " ".join(filter(None, (end.source.paper, end.source.date, page_no))) or end.path
    identifier = end.spot.article.id if end.spot else end.target.article
    return " ".join(filter(None, (printed, f"《{end.name}》", f"[{identifier}]" if identifier else "")))


def order(one: Source, other: Source) -> int:
    """Return -1 if one was printed on an earlier day, 1 if on a later one, 0 if that is not known."""
    if not one.date or not other.date or one.date == other.date:
        return 0
    return -1 if one.date < other.date else 1


def spot_of(workspace: Workspace, file: SourceFile, page: Page, article_id: str) -> Spot | None:
    """Return an article's place by its page as it was parsed."""
    digests = workspace.catalogue.pages(file)
    known = digests[page.number - 1] if page.number <= len(digests) else digest(page)
    article = known.article(article_id)
    return Spot(file, known, article) if article is not None else None
