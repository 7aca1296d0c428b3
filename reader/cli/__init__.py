"""The command `xiance`: from arguments to an exit status.

0 fine; 1 a stated failure (one line on standard error); 2 wrong usage; 128 and the signal's number when a signal
ended it (130, 143, 129; 141 when whoever read our output stopped). Verbs are modules of this package with
`run(arguments) -> int`, imported when asked for.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import FrameType

from reader.cli.arguments import early_language, parse_arguments, speak
from reader.config.clock import ClockError, today
from reader.config.language import choose, named
from reader.config.settings import ConfigError, Settings, config_file, read

MODULES = {
    None: "reader.cli.reading",
    "parse": "reader.cli.parsing",
    "articles": "reader.cli.articles",
    "list": "reader.cli.listing",
    "search": "reader.cli.searching",
    "proposals": "reader.cli.proposals",
    "stats": "reader.cli.stats",
    "due": "reader.cli.due",
    "export": "reader.cli.exporting",
    "import": "reader.cli.importing",
    "check": "reader.cli.checking",
    "purge": "reader.cli.purging",
    "words": "reader.cli.wordlist",
    "config": "reader.cli.configuring",
    "completion": "reader.cli.completion",
}


class Stopped(BaseException):
    """A signal asked us to end; unwinds like KeyboardInterrupt, so that everything is closed on the way."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv[1:]` unless given) and return its exit status; never raises."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    settings, mistaken = _settings()
    choose(early_language(arguments) or named() or settings.language)
    speak()
    try:
        namespace = parse_arguments(arguments)
    except SystemExit as stop:  # argparse: 0 after help or version, 2 after wrong usage
        return int(stop.code or 0)
    if mistaken is not None:
        return _failed(mistaken)
    namespace.settings = settings
    try:
        today()
    except ClockError as error:
        return _failed(error)
    if namespace.verb is None:
        gc.disable()  # imports make nothing but what stays; `reader.tui` collects again when the screen stands
    previous = {number: signal.signal(number, _stop) for number in _signals()}
    try:
        status: int = import_module(MODULES[namespace.verb]).run(namespace)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Stopped as stopped:
        return 128 + stopped.number
    except BrokenPipeError:
        # Whoever read our output has gone; give the interpreter's last flush somewhere to go.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        return _failed(error)
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _settings() -> tuple[Settings, ConfigError | None]:
    """Return what the configuration file says, or nothing and why: help is given all the same."""
    path = config_file()
    try:
        return read(path), None
    except ConfigError as error:
        return Settings(path=path), error


def _signals() -> list[signal.Signals]:
    """SIGTERM and SIGHUP where they exist; none outside the main thread, where Python allows no handlers."""
    import threading

    if threading.current_thread() is not threading.main_thread():
        return []
    return [signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)


def _failed(error: Exception) -> int:
    from reader.config.wording import sentence, sentence_of

    words = sentence_of(error)
    if words is None:
        if os.environ.get("XIANCE_TRACEBACK"):
            raise error
        words = sentence("internal", {"detail": f"{type(error).__name__}: {error}"})
    complain(words)
    return 1


def complain(words: str) -> None:
    """Write one line to standard error, whatever the state of that stream."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"xiance: {words}\n")
        sys.stderr.flush()
