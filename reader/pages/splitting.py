"""Bodies that were printed one under another without a dateline between them, taken apart by their headlines."""

from __future__ import annotations

from reader.pages.drafts import Drafts
from reader.pages.headlines import Group


def split_bodies(drafts: Drafts, groups: list[Group], *, tight: bool) -> tuple[Drafts, list[Group]]:
    """Return drafts and groups."""
    return drafts, groups
