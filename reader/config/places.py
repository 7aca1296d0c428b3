"""The folders that are ours outside the reader's own: state, data, cache, configuration.

The XDG Base Directory Specification 0.8 on every system, macOS too; on Windows `%LOCALAPPDATA%` stands in for the
defaults. Paths are only named here: whoever writes makes the folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APPLICATION = "xiance"


def state_folder() -> Path:
    """Return where reading positions and comment drafts live."""
    return _folder("XDG_STATE_HOME", ".local/state", "state")


def data_folder() -> Path:
    """Return where databases live that have no folder of their own (text read from standard input)."""
    return _folder("XDG_DATA_HOME", ".local/share", "data")


def cache_folder() -> Path:
    """Return where rebuildable files live."""
    return _folder("XDG_CACHE_HOME", ".cache", "cache")


def config_folder() -> Path:
    """Return where the reader's own settings live."""
    return _folder("XDG_CONFIG_HOME", ".config", "config")


def _folder(variable: str, default: str, windows: str) -> Path:
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():  # the specification: relative values are invalid and must be ignored
        return named / APPLICATION
    local = os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "win32" and local:
        return Path(local) / APPLICATION / windows
    return _home() / default / APPLICATION


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # no HOME and no entry in the password database
        return Path("/")
