"""Which articles are the same one, printed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace


def copies(workspace: Workspace) -> Mapping[str, str]:
    """Return the id of the article that each copy counts as, by its own id."""
    return {}
