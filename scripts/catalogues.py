"""Build the Chinese catalogue: `python -m scripts.catalogues [--check]`.

Messages are collected from `reader/`; their Chinese comes from `xiance.po` and from the fragments beside it (plain
msgid and msgstr pairs, which win, being newer). Both `xiance.po` and `xiance.mo` are written the same byte for byte
wherever and whenever this runs, and are committed. `--check` writes nothing and fails if they are not what would be
written, if a message has no Chinese, or if a placeholder was lost in translation.
"""

from __future__ import annotations

import argparse
import io
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).resolve().parents[1]
CHINESE = ROOT / "reader" / "config" / "locale" / "zh_CN"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: zh_CN\nPlural-Forms: nplurals=1; plural=0;\n"
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%(?:\([a-z_]+\))?[a-z]")
MAGIC = 0x950412DE


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the program: its plural, if it has one, and the files that say it."""

    text: str
    plural: str | None
    files: tuple[str, ...]


def messages(folder: Path) -> dict[str, Message]:
    """Return the messages said in a folder's Python files, by their text."""
    found: dict[str, Message] = {}
    for file, _line, said, _comments, _context in extract_from_dir(folder, keywords=KEYWORDS):
        text, plural = (said[0], said[1]) if isinstance(said, tuple) else (said, None)
        if not text:
            continue
        before = found.get(text)
        files = {Path(folder.name, file).as_posix(), *(before.files if before else ())}
        found[text] = Message(text, plural or (before.plural if before else None), tuple(sorted(files)))
    return found


def translations(file: Path) -> dict[str, str]:
    """Return what a .po file translates, by message; plurals have one form in Chinese."""
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale="zh_CN", abort_invalid=True)
    found: dict[str, str] = {}
    for entry in catalogue:
        text = entry.id[0] if isinstance(entry.id, list | tuple) else entry.id
        string = entry.string[0] if isinstance(entry.string, list | tuple) else entry.string
        if text and string:
            found[text] = string
    return found


def po_bytes(said: Iterable[Message], chinese: Mapping[str, str]) -> bytes:
    """Return the .po file: messages in the order of their text, with the files they come from."""
    out = io.StringIO()
    out.write(f'msgid ""\nmsgstr {normalize(HEADER)}\n')
    for message in sorted(said, key=lambda message: message.text):
        out.write(f"\n#: {' '.join(message.files)}\nmsgid {normalize(message.text)}\n")
        string = normalize(chinese.get(message.text, ""))
        if message.plural is None:
            out.write(f"msgstr {string}\n")
        else:
            out.write(f"msgid_plural {normalize(message.plural)}\nmsgstr[0] {string}\n")
    return out.getvalue().encode()


def mo_bytes(said: Iterable[Message], chinese: Mapping[str, str]) -> bytes:
    """Return the compiled catalogue (GNU gettext manual, "The Format of GNU MO Files"), without a hash table."""
    pairs = [(b"", HEADER.encode())]
    for message in said:
        if message.text in chinese:
            key = message.text if message.plural is None else f"{message.text}\0{message.plural}"
            pairs.append((key.encode(), chinese[message.text].encode()))
    pairs.sort()
    count, start = len(pairs), 7 * 4
    offset = start + count * 16
    tables, pool = [], b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[column]), offset + len(pool)))
            pool += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, count, start, start + count * 8, 0, offset)
    return head + b"".join(tables) + pool


def complaints(said: Mapping[str, Message], chinese: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the Chinese: messages without any, placeholders that are not the message's."""
    for text, message in sorted(said.items()):
        if text not in chinese:
            yield f"no Chinese: {text!r} ({', '.join(message.files)})"
            continue
        wanted, given = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(chinese[text]))
        if message.plural is None and wanted != given:
            yield f"placeholders differ: {text!r} → {chinese[text]!r}"
        if message.plural is not None and not given <= wanted | set(PLACEHOLDER.findall(message.plural)):
            yield f"placeholders differ: {text!r} → {chinese[text]!r}"


def gather(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the Chinese of a language's folder, and the messages that two fragments translate differently."""
    main = folder / "LC_MESSAGES" / "xiance.po"
    chinese = translations(main) if main.exists() else {}
    fresh: dict[str, str] = {}
    torn: list[str] = []
    for fragment in sorted((folder / "fragments").glob("*.po")):
        for text, string in translations(fragment).items():
            if fresh.setdefault(text, string) != string:
                torn.append(f"{fragment.name}: {text!r} is {fresh[text]!r} elsewhere, {string!r} here")
    return chinese | fresh, torn


def main() -> int:
    """Write the catalogue, or check it; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Build the Chinese catalogue.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if anything is out of date")
    arguments = parser.parse_args()
    said = messages(ROOT / "reader")
    chinese, wrong = gather(CHINESE)
    wrong.extend(complaints(said, chinese))
    for name, data in (("po", po_bytes(said.values(), chinese)), ("mo", mo_bytes(said.values(), chinese))):
        file = CHINESE / "LC_MESSAGES" / f"xiance.{name}"
        if arguments.check:
            if not file.exists() or file.read_bytes() != data:
                wrong.append(f"{file.relative_to(ROOT)} is out of date: run python -m scripts.catalogues")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(said)} messages, {sum(text in chinese for text in said)} in Chinese", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
