"""`xiance [PATH…]`: read in the terminal. The only place that starts Textual, after all that could stop it.

What is checked first, so that a failure is one line and the screen is untouched: the paths, that there are pages,
that the standard streams are a terminal that can be drawn on, and that its characters are UTF-8.
"""

from __future__ import annotations

import codecs
import os
import sys
from argparse import Namespace
from contextlib import closing, suppress

from reader.cli.opening import open_workspace
from reader.cli.output import data_in
from reader.config.language import current

DUMB = ("dumb", "unknown")
COERCED = "C.UTF-8"
"""What PEP 538 sets LC_CTYPE to when the system does not know the locale."""


class TerminalError(Exception):
    """This is no terminal to read in; `code` is `terminal_none`, `terminal_dumb` or `terminal_charset`."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def run(arguments: Namespace) -> int:
    """Open the paths and hand them to the screens; return the status they end with.

    Raises TerminalError and what opening a workspace raises.
    """
    stdin = data_in() if "-" in arguments.paths else None
    with closing(open_workspace(arguments, stdin=stdin)) as workspace:
        check_terminal(piped=stdin is not None)
        if stdin is not None:
            take_keyboard()
        from reader.tui import run as run_screens

        return run_screens(workspace, arguments.settings, lang=current())


def check_terminal(*, piped: bool) -> None:
    """Raise TerminalError unless keys can be read and screens drawn; `piped`: standard input held the text."""
    streams = (sys.__stdout__, sys.__stderr__) if piped else (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    for stream in streams:
        if stream is None or stream.closed or not stream.isatty():
            raise TerminalError("terminal_none")
    term = os.environ.get("TERM", "")
    if term in DUMB:
        raise TerminalError("terminal_dumb", term=term)
    variable, charset = declared_charset()
    drawn = getattr(sys.__stderr__, "encoding", "") or ""  # Textual draws on standard error
    if not (is_utf8(charset or drawn) and is_utf8(drawn)):
        raise TerminalError(
            "terminal_charset",
            variable=variable,
            value=os.environ.get(variable, ""),
            charset=charset or drawn,
        )


def declared_charset() -> tuple[str, str]:
    """Return the variable that decides the locale's characters, and the charset its value names (empty: none).

    Python takes a locale it does not know for C, and C for UTF-8 (PEP 538), so its own answer hides a terminal set
    to GB18030. A value without a charset, C and POSIX included, is left to Python. PYTHONUTF8 and PYTHONIOENCODING
    are somebody's word that they know better.
    """
    names = [name for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)]
    if names[:1] == ["LC_CTYPE"] and os.environ["LC_CTYPE"] == COERCED and len(names) > 1:
        names.pop(0)  # Python's own doing, most likely: it sets the variable so
    variable = names[0] if names else "LANG"
    if (sys.flags.utf8_mode and os.environ.get("PYTHONUTF8")) or os.environ.get("PYTHONIOENCODING"):
        return variable, ""
    _name, _dot, charset = os.environ.get(variable, "").partition(".")
    return variable, charset.partition("@")[0]


def is_utf8(name: str) -> bool:
    """Return whether a charset's name means UTF-8 to Python."""
    with suppress(LookupError, ValueError):
        return codecs.lookup(name).name == "utf-8"
    return False


def take_keyboard() -> None:
    """Put the terminal where standard input was: Textual reads its keys from file descriptor 0 alone."""
    try:
        keyboard = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise TerminalError("terminal_none") from None
    os.dup2(keyboard, 0)
    if keyboard != 0:
        os.close(keyboard)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
