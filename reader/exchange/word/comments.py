"""The comments of a document that is being written, and the parts that say which answers which."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from reader.config.language import _
from reader.exchange.model import Record
from reader.exchange.report import entry_of
from reader.exchange.word.marks import Note, paragraph_id, what, who, word_date
from reader.exchange.word.styles import COMMENT, REFERENCE
from reader.exchange.word.tagged import join
from reader.exchange.word.xml import DECLARATION, OURS, ROOT, W15, attribute, clean, paragraph, run

_IN_MEMORY = 1 << 22


class Comments:
    """Takes comments in the order of the text; keeps their XML in temporary files, not in memory."""

    def __init__(self) -> None:
        """Start without any."""
        self._count = 0
        self.latest = ""
        self._parts: dict[str, IO[bytes]] = {
            name: SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - `close` closes it
            for name in ("comments", "extended", "ours")
        }
        self._paras: set[str] = set()
        self._marked: set[str] = set()

    def add(self, record: Record, passage: str, above: str = "") -> tuple[int, str, str]:
        """Add a comment on a passage; return its number, paragraph id and bookmark.

        `passage` is the text its range covers, `above` the paragraph id of the comment it answers. The bookmark is
        empty for an annotation that has one already (it stands under several tags).
        """
        annotation = record.annotation
        number, self._count = self._count, self._count + 1
        self.latest = max(self.latest, annotation.modified)
        line, comment = join((tag.name for tag in record.tags), annotation.comment)
        tail = list(_tail(record, passage))
        lines = [*([line] if line else []), *(clean(comment).split("\n") if comment else []), *tail]
        author, date = clean(annotation.creator), word_date(annotation.created)
        para = self._paragraph_id(annotation.id, number)
        note = Note(
            id=annotation.id,
            level=annotation.target.level,
            who=who(author, date),
            what=what("\n".join(map(clean, lines)), passage),
            para=para,
            to=annotation.reply_to or "",
            resolved=annotation.resolved,
            partial=bool(tail or annotation.extra or annotation.target.level == "page"),
            created=annotation.created,
            modified=annotation.modified,
            fingerprint=annotation.target.fingerprint,
            ranges=annotation.target.ranges,
            article=annotation.target.article,
            title=annotation.target.title,
            measure=annotation.target.measure,
            path=record.path,
            page=record.number,
        )
        head = f'<w:comment w:id="{number}" w:author="{attribute(author)}"'
        head += f' w:date="{date}"' if date else ""
        initials = attribute(_initials(author))
        self._write(
            "comments",
            f'{head} w:initials="{initials}">{_content(lines, para, tagged=bool(line))}</w:comment>',
        )
        parent = f' w15:paraIdParent="{above}"' if above else ""
        done = int(annotation.resolved)
        self._write("extended", f'<w15:commentEx w15:paraId="{para}"{parent} w15:done="{done}"/>')
        self._write("ours", note.xml())
        bookmark = "" if annotation.id in self._marked else note.bookmark
        self._marked.add(annotation.id)
        return number, para, bookmark

    @property
    def annotations(self) -> int:
        """How many annotations have a comment; under several tags they have several."""
        return len(self._marked)

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield each part's name with its bytes, piece by piece."""
        yield "word/comments.xml", self._part("comments", f"<w:comments {ROOT}>", "</w:comments>")
        yield (
            "word/commentsExtended.xml",
            self._part("extended", f'<w15:commentsEx xmlns:w15="{W15}">', "</w15:commentsEx>"),
        )
        yield "customXml/item1.xml", self._part("ours", f'<notes xmlns="{OURS}">', "</notes>")

    def close(self) -> None:
        """Let the temporary files go."""
        for part in self._parts.values():
            part.close()

    def _write(self, part: str, xml: str) -> None:
        self._parts[part].write(xml.encode("utf-8"))

    def _part(self, name: str, start: str, end: str) -> Iterator[bytes]:
        part = self._parts[name]
        yield (DECLARATION + start).encode()
        part.seek(0)
        while piece := part.read(1 << 16):
            yield piece
        yield end.encode()

    def _paragraph_id(self, identifier: str, number: int) -> str:
        para = paragraph_id(identifier)
        while para in self._paras:
            para = paragraph_id(identifier, para, str(number))
        self._paras.add(para)
        return para


def _content(lines: list[str], para: str, *, tagged: bool) -> str:
    """Return a comment's paragraphs; the last one bears the id that the other parts know the comment by."""
    found = []
    for index, line in enumerate(lines or [""]):
        content = run(line, "<w:b/>" if tagged and index == 0 else "")
        if index == 0:
            content = f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr><w:annotationRef/></w:r>{content}'
        found.append(paragraph(content, COMMENT))
    found[-1] = found[-1].replace("<w:p>", f'<w:p w14:paraId="{para}" w14:textId="77777777">', 1)
    return "".join(found)


def _tail(record: Record, passage: str) -> Iterator[str]:
    """Yield what a comment shows besides itself: an entry, and the quote where the range cannot be on all of it."""
    annotation = record.annotation
    if annotation.entry is not None:
        yield entry_of(record, annotation.entry).replace("\n", " ")
    quote = annotation.target.exact
    whole = annotation.target.level in ("page", "article") or annotation.reply_to
    if not whole and "".join(clean(quote).split()) != "".join(passage.split()):
        yield _("Quote: “{}”").format(" ".join(quote.split("\n")))


def _initials(author: str) -> str:
    """Return a Chinese name's first two characters or the first letters of a Latin one's words."""
    words = author.split()
    if words and words[0][0].isascii():
        return "".join(word[0] for word in words if word[0].isalnum())[:3].upper()
    return author.strip()[:2]
