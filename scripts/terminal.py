"""A terminal that a program believes in: a pty, an emulated screen, and the answers a modern xterm gives.

Bytes are stamped when they arrive and replayed through pyte only when somebody looks, so the emulator's own time
is never counted as the program's.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

# What pyte would print as junk: strings (DCS, OSC, APC …) and CSI with private marks or intermediates.
_SEQUENCE = re.compile(
    rb"\x1b(?:[PX^_][^\x1b\x07]*(?:\x1b\\|\x07)|\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\[(?P<private>[<=>?]?)(?P<parameters>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|(?P<short>[ #%()*+./-][0-~]|[0-OQ-WYZ\\`-~]))",
    re.S,
)
_QUERIES: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[>0?q"), b"\x1bP>|xiance-test(1)\x1b\\"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
)
_MODES = {
    "1049": "alternate screen",
    "1000": "mouse",
    "1003": "mouse",
    "1006": "mouse",
    "2004": "bracketed paste",
    "1004": "focus events",
}

KEYS: Mapping[str, str] = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "s-tab": "\x1b[Z", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "delete": "\x1b[3~", "insert": "\x1b[2~",
    "s-up": "\x1b[1;2A", "s-down": "\x1b[1;2B", "s-right": "\x1b[1;2C", "s-left": "\x1b[1;2D",
    "c-up": "\x1b[1;5A", "c-down": "\x1b[1;5B", "c-right": "\x1b[1;5C", "c-left": "\x1b[1;5D",
    "c-home": "\x1b[1;5H", "c-end": "\x1b[1;5F", "c-pgup": "\x1b[5;5~", "c-pgdn": "\x1b[6;5~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "s-f7": "\x1b[18;2~",
}  # fmt: skip


def keys(text: str) -> bytes:
    """Return the bytes of a key sequence: literal text with names such as `<enter>`, `<c-s>`, `<lt>` for `<`."""
    out: list[str] = []
    for token in re.findall(r"<[a-z0-9-]+>|.", text, re.S):
        name = token[1:-1]
        if len(token) < 3:
            out.append(token)
        elif name == "lt":
            out.append("<")
        elif name in KEYS:
            out.append(KEYS[name])
        elif re.fullmatch(r"c-[a-z]", name):
            out.append(chr(ord(name[2]) & 31))
        else:
            raise ValueError(f"no such key: {token}")
    return "".join(out).encode()


class _Screen(pyte.Screen):
    """pyte's screen, made to bear what Textual sends. It notes which rows change; only those are read anew."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self._texts: list[str] = []

    def report_device_attributes(self, *args: object, **kwargs: object) -> None:
        """The terminal answers by itself."""

    def report_device_status(self, *args: object, **kwargs: object) -> None:
        """The terminal answers by itself."""

    def select_graphic_rendition(self, *attributes: int, **kwargs: bool) -> None:
        """Set attributes; `CSI > … m` asks for key reporting and is no attribute."""
        if not kwargs:
            super().select_graphic_rendition(*attributes)

    def rows(self) -> list[str]:
        """Return the screen's text, a string a row; a wide character is one character."""
        if len(self._texts) != self.lines:
            self._texts = [""] * self.lines
            self.dirty.update(range(self.lines))
        for y in self.dirty:
            if y < self.lines:
                self._texts[y] = self._text(y)
        self.dirty.clear()
        return list(self._texts)

    def _text(self, y: int) -> str:
        row, line, skip = self.buffer[y], [], False
        for x in range(self.columns):
            data = row[x].data
            if not skip:
                line.append(data or " ")
            skip = not skip and bool(data) and pyte.screens.wcwidth(data[0]) == 2
        return "".join(line).rstrip()


@dataclass(frozen=True, slots=True)
class Exit:
    """How a program ended: exit code (negative for a signal) and the terminal modes it left switched on."""

    code: int
    left_on: tuple[str, ...]


class Terminal:
    """Runs one program under a pty. Use as a context manager; leaving it kills what still runs."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Start `command` in a terminal of `size` (columns, rows) with exactly `environment` set beside TERM."""
        self.size = size
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._pending = b""
        self._replayed = 0
        self.chunks: list[tuple[float, bytes]] = []
        self.status: int | None = None
        settings = dict(os.environ if environment is None else environment)
        settings.update(TERM="xterm-256color", COLORTERM="truecolor")
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if folder is not None:
                os.chdir(folder)
            arguments = [str(word) for word in command]
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                os.execvpe(arguments[0], arguments, settings)  # noqa: S606 - the program under test
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    # -- reading

    def pump(self, seconds: float) -> bool:
        """Take in what the program writes for at most `seconds`; return at the first bytes. False: none came."""
        ready, _, _ = select.select([self.fd], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the program closed its side
            data = b""
        if not data:
            return False
        self.chunks.append((time.perf_counter(), data))
        for query, answer in _QUERIES:
            if query.search(data):
                os.write(self.fd, answer)
        return True

    def _replay(self) -> None:
        while self._replayed < len(self.chunks):
            self._feed(self.chunks[self._replayed][1])
            self._replayed += 1

    def _feed(self, data: bytes) -> None:
        data, self._pending = self._pending + data, b""
        out, position = bytearray(), 0
        while (escape := data.find(b"\x1b", position)) >= 0:
            out += data[position:escape]
            match = _SEQUENCE.match(data, escape)
            if match is None:
                self._pending = data[escape:]
                position = len(data)
                break
            position = match.end()
            final, short = match["final"], match["short"]
            if final is not None and not match["between"] and match["private"] not in (b"<", b"=", b">"):
                out += b"\x1b[" + match["private"] + match["parameters"].replace(b":", b";") + final
            elif short in (b"7", b"8", b"c", b"D", b"E", b"H", b"M"):
                out += match[0]
        out += data[position:]
        self._stream.feed(bytes(out))

    @property
    def rows(self) -> list[str]:
        """The screen as it stands after all bytes taken in."""
        self._replay()
        return self._screen.rows()

    @property
    def text(self) -> str:
        """The screen as one string, rows joined by line feeds."""
        return "\n".join(self.rows)

    @property
    def cursor(self) -> tuple[int, int]:
        """The terminal cursor's (column, row), from 0."""
        self._replay()
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def output(self) -> bytes:
        """All bytes the program has written."""
        return b"".join(data for _, data in self.chunks)

    # -- waiting

    def wait_for(self, pattern: str | Callable[[str], bool], *, timeout: float = 20) -> float:
        """Wait until the screen matches a regex (or satisfies a test); return when it did (perf_counter seconds).

        Raises TimeoutError, with the screen, when `timeout` seconds pass.
        """
        test = pattern if callable(pattern) else lambda text: re.search(pattern, text, re.M) is not None
        end = time.perf_counter() + timeout
        if test(self.text):
            return time.perf_counter()
        while True:
            while self._replayed < len(self.chunks):
                stamp, data = self.chunks[self._replayed]
                self._feed(data)
                self._replayed += 1
                if test("\n".join(self._screen.rows())):
                    return stamp
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"never came: {pattern!r}\n{self.text}")
            if not self.pump(min(left, 0.5)) and self._ended():
                raise TimeoutError(f"the program ended ({self.status}) before {pattern!r}\n{self.text}")

    def settle(self, quiet: float = 0.15, timeout: float = 10) -> None:
        """Take in bytes until none came for `quiet` seconds (or `timeout` passed)."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self.pump(quiet):
            pass

    # -- acting

    def send(self, sequence: str) -> None:
        """Type a key sequence (see `keys`)."""
        os.write(self.fd, keys(sequence))

    def type(self, sequence: str, *, quiet: float = 0.12) -> None:
        """Type a key sequence one key at a time, letting the program settle after each."""
        for token in re.findall(r"<[a-z0-9-]+>|.", sequence, re.S):
            os.write(self.fd, keys(token))
            self.settle(quiet)

    def resize(self, columns: int, rows: int) -> None:
        """Change the terminal's size."""
        self._replay()
        self.size = (columns, rows)
        self._screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def _ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait_exit(self, timeout: float = 20) -> Exit:
        """Wait for the program's end. Raises TimeoutError, with the screen."""
        end = time.perf_counter() + timeout
        while not self._ended():
            if time.perf_counter() > end:
                raise TimeoutError(f"still running\n{self.text}")
            self.pump(0.05)
        while self.pump(0.05):
            pass
        assert self.status is not None
        return Exit(self.status, self.left_on())

    def left_on(self) -> tuple[str, ...]:
        """Return the terminal modes that are switched on in the output so far."""
        modes: dict[str, bool] = {}
        for numbers, switch in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.output):
            for number in numbers.decode().split(";"):
                if number in _MODES:
                    modes[_MODES[number]] = switch == b"h"
        return tuple(sorted(name for name, on in modes.items() if on))

    # -- measuring

    def memory(self, field: str = "VmRSS") -> int:
        """Return a memory figure of the program's process in KiB, from /proc."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        match = re.search(rf"{field}:\s+(\d+)", status)
        return int(match[1]) if match else 0

    def cpu(self) -> float:
        """Return the CPU seconds the program's process has used, from /proc."""
        tasks = Path(f"/proc/{self.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9
