"""The colours of tags in files, by `Tag.color`: behind dark text on a light page, as the light theme has them."""

from __future__ import annotations

from reader.config.colours import TAG_COLORS

_ON_LIGHT = TAG_COLORS[1]
PLAIN = "#e0e0e0"
"""For what has no tag."""


def color_of(slot: int) -> str:
    """Return a slot's colour."""
    return _ON_LIGHT[slot % len(_ON_LIGHT)]
