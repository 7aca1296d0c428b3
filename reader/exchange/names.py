"""Names of files that every system takes: Linux, macOS, Windows, and what is copied between them."""

from __future__ import annotations

import re

LONGEST = 120
"""Bytes of UTF-8: file systems take 255, archives and sync programs less."""
_REFUSED = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


def safe_name(text: str, default: str = "xiance") -> str:
    """Return a text as the name of a file without its suffix; `default` where nothing is left of it."""
    name = _REFUSED.sub("_", " ".join(text.split())).strip(" ._")
    name = name.encode()[:LONGEST].decode(errors="ignore").rstrip(" .")
    if _DEVICES.match(name):
        name = f"_{name}"
    return name or default
