"""Bytes to the texts of a file's pages, by rules that need no statistics library.

In turn: a byte order mark; strict UTF-8 without NUL; UTF-16 by where the high bytes of Chinese stand; GB18030
against Big5 by how common the characters are that each gives.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass

from reader.pages.model import Note

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
    "义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提"
    "直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指九区强放决西"
    "被干做必战先回则任取据处理们億國會來說時對開學發經過動與實現後這個為們無關進員產業長東車門問間見電話語讀書報導記者訊市府"
    "，。、：；？！“”（）「」《》"
)
_SAMPLE = 20_000


class DecodeError(Exception):
    """Bytes that are no text we can read; `code` is `pdf`, `binary`, `empty`, `encoding` or `encoding_unknown`."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Decoded:
    """The texts of a file's pages, the number of each one's first row in the file (from 1), and how it was read."""

    texts: tuple[str, ...]
    first_rows: tuple[int, ...]
    encoding: str
    notes: tuple[Note, ...] = ()


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the pages of a file: decoded, without byte order mark, line ends as LF, split at form feeds.

    An empty last page is dropped. Raises DecodeError.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise DecodeError("pdf")
    notes: tuple[Note, ...]
    if encoding:
        text, name, notes = _by_name(data, encoding), encoding, ()
    else:
        text, name, sure = _by_rules(data)
        notes = () if sure else (Note("encoding_guessed", detail=name),)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DecodeError("empty")
    return Decoded(*_split(text), name, notes)


def _split(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    texts = text.split("\f")
    while len(texts) > 1 and not texts[-1].strip():
        texts.pop()
    first_rows, row = [], 1
    for part in texts:
        first_rows.append(row)
        row += part.count("\n")
    return tuple(texts), tuple(first_rows)


def _by_name(data: bytes, encoding: str) -> str:
    asked = encoding.lower().replace("_", "-")
    name = "gb18030" if asked in ("gbk", "gb2312", "cp936") else asked
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding:
            raise LookupError(name)
    except (LookupError, ValueError):
        raise DecodeError("encoding_unknown", encoding=encoding) from None
    for mark, marked in _MARKS:
        if data.startswith(mark) and (marked == codec.name or codec.name in ("utf-16", "utf-32")):
            return data[len(mark) :].decode(marked, "replace")
    try:
        return data.decode(name)
    except UnicodeError:
        raise DecodeError("encoding", encoding=encoding) from None


def _by_rules(data: bytes) -> tuple[str, str, bool]:
    """Return the text, its encoding and whether there is no doubt about it."""
    if not data.strip():
        raise DecodeError("empty")
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name), name, True
            except UnicodeError:
                break
    if b"\0" not in data:
        try:
            return data.decode("utf-8"), "utf-8", True
        except UnicodeError:
            pass
    wide = _utf16(data)
    if wide:
        return data.decode(wide), wide, True
    return _legacy(data)


def _utf16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: the high bytes of ideographs (4E–9F) stand on one side."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(data) % 2 or len(sample) < 4:
        return None
    pairs = len(sample) // 2
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        likely = sum(0x4E <= byte <= 0x9F or byte in (0x00, 0x20, 0x30, 0xFF) for byte in high)
        chinese = sum(0x4E <= byte <= 0x9F for byte in high)
        if likely >= 0.95 * pairs and (chinese >= 0.3 * pairs or b"\0" in sample):
            try:
                data.decode(name)
            except UnicodeError:
                continue
            return name
    return None


def _legacy(data: bytes) -> tuple[str, str, bool]:
    if b"\0" in data:
        raise DecodeError("binary")
    found: list[tuple[float, str, str]] = []
    for name in ("gb18030", "big5"):
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        sample = [char for char in text[:_SAMPLE] if char > "\x7f"]
        controls = sum(char < " " and char not in "\t\n\r\f" for char in text[:_SAMPLE])
        score = sum(char in _COMMON for char in sample) / max(len(sample), 1)
        if controls <= 0.01 * len(text[:_SAMPLE]):
            found.append((score, name, text))
    if found:
        found.sort(reverse=True)
        score, name, text = found[0]
        if score >= 0.05:
            return text, name, len(found) == 1 or score - found[1][0] > 0.1
    return _damaged(data)


def _damaged(data: bytes) -> tuple[str, str, bool]:
    """Read text with a few bytes gone wrong, marking each; refuse what is not text at all."""
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, "replace")
        bad = text.count("\ufffd") + sum(char < " " and char not in "\t\n\r\f" for char in text)
        if bad <= 0.02 * len(text):
            return text, name, False
    raise DecodeError("binary")
