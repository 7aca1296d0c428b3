"""The colours of tags in files, by `Tag.color`: behind dark text on a light page, as the light theme has them."""

from __future__ import annotations

TAG_COLORS: tuple[str, ...] = (
    "#df7984",
    "#ab9647",
    "#c0bd7d",
    "#d1f4a6",
    "#90baaa",
    "#459de5",
    "#9e94aa",
    "#ebc5dc",
    "#cac0fc",
)
PLAIN = "#e0e0e0"
"""For what has no tag."""


def color_of(slot: int) -> str:
    """Return a slot's colour."""
    return TAG_COLORS[slot % len(TAG_COLORS)]
