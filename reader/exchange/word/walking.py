"""What is in the parts of a document, whoever wrote it: comments, who answers whom, and what text they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.annotations.quoting import CONTEXT
from reader.exchange.word import styles
from reader.exchange.word.marks import Note, from_bookmark, from_xml
from reader.exchange.word.package import Attributes, Handler
from reader.exchange.word.xml import OURS, W14, W15, W_STRICT, W

_CEX = "http://schemas.microsoft.com/office/word/2018/wordml/cex"
_CID = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
_UNSEEN = frozenset({"moveFrom", "del", "txbxContent", "Fallback", "rt"})
"""What is no part of the running text: taken away by tracked changes, in boxes, said twice, said in small."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a comment is about: `between` its marks, and `text`, the longest stretch of that in one part of an article.

    `prefix` and `suffix` are around the text. `style` is the name of the paragraph's that it begins in; `whole` says
    that it is all of that paragraph. `section` counts the pages' headings above; `heading` is the headline of the
    article it is in, `article` all of that article's text.
    """

    between: str
    text: str
    prefix: str
    suffix: str
    style: str
    whole: bool
    section: int
    heading: str
    article: str


@dataclass(slots=True)
class Comment:
    """A comment as it stands in its part."""

    number: str
    author: str
    date: str
    lines: list[str] = field(default_factory=list)
    para: str = ""

    @property
    def text(self) -> str:
        """Its paragraphs, line by line."""
        return "\n".join(self.lines)


class CommentsPart(Handler):
    """Takes the part with the comments; `comments` are they, in its order."""

    def __init__(self) -> None:
        """Start without any."""
        self.comments: list[Comment] = []
        self._line: list[str] | None = None
        self._unseen = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        local = _local(name)
        if self._unseen or local in _UNSEEN:
            self._unseen += 1
        elif local == "comment":
            self.comments.append(
                Comment(
                    _get(attributes, "id"),
                    _get(attributes, "author").strip(),
                    _get(attributes, "date").strip(),
                )
            )
        elif local == "p" and self.comments:
            self.comments[-1].lines.append("")
            self.comments[-1].para = attributes.get(f"{W14} paraId", "").upper()
        elif local == "t":
            self._line = []
        elif local in ("tab", "br", "cr") and self.comments and self.comments[-1].lines:
            self.comments[-1].lines[-1] += "\t" if local == "tab" else "\n"

    def end(self, name: str) -> None:
        """Take an element's end."""
        if self._unseen:
            self._unseen -= 1
        elif _local(name) == "t" and self._line is not None:
            if self.comments and self.comments[-1].lines:
                self.comments[-1].lines[-1] += "".join(self._line)
            self._line = None

    def text(self, text: str) -> None:
        """Take text."""
        if self._line is not None and not self._unseen:
            self._line.append(text)


class TextPart(Handler):
    """Takes the part with the text; `passages` are what comments are about, by their numbers.

    `notes` are what bookmarks say of annotations of ours.
    """

    def __init__(self, names: dict[str, str]) -> None:
        """Take the names of styles by their ids."""
        self.notes: list[Note] = []
        self._names = names
        self._paragraphs: list[tuple[str, str]] = []  # style, text
        self._pieces: list[str] = []  # of the paragraph that is open
        self._length = 0
        self._open = False
        self._style = ""
        self._starts: dict[str, tuple[int, int]] = {}
        self._ranges: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        self._points: dict[str, tuple[int, int]] = {}
        self._reading = False
        self._unseen = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        local = _local(name)
        if self._unseen or local in _UNSEEN:
            self._unseen += 1
        elif local == "p":
            self._pieces, self._length, self._open = [], 0, True
            self._style = ""
        elif local == "pStyle":
            self._style = self._names.get(_get(attributes, "val"), _get(attributes, "val"))
        elif local == "t":
            self._reading = True
        elif local in ("tab", "br", "cr", "noBreakHyphen"):
            self._add("-" if local == "noBreakHyphen" else " ")
        elif local == "commentRangeStart":
            self._starts.setdefault(_get(attributes, "id"), self._here())
        elif local == "commentRangeEnd":
            start = self._starts.pop(_get(attributes, "id"), None)
            if start is not None:
                self._ranges.setdefault(_get(attributes, "id"), (start, self._here()))
        elif local == "commentReference":
            self._points.setdefault(_get(attributes, "id"), self._here())
        elif local == "bookmarkStart":
            note = from_bookmark(_get(attributes, "name"))
            if note is not None:
                self.notes.append(note)

    def end(self, name: str) -> None:
        """Take an element's end."""
        if self._unseen:
            self._unseen -= 1
            return
        local = _local(name)
        if local == "t":
            self._reading = False
        elif local == "p" and self._open:
            self._paragraphs.append((self._style, "".join(self._pieces)))
            self._open = False

    def text(self, text: str) -> None:
        """Take text."""
        if self._reading and not self._unseen:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._open:
            self._pieces.append(text)
            self._length += len(text)

    def passages(self) -> dict[str, Passage]:
        """Return what each comment is about; one without a range is about its paragraph."""
        articles = list(self._articles())
        found = {number: self._passage(articles, *span) for number, span in self._ranges.items()}
        for number, (row, _offset) in self._points.items():
            if number not in found or not found[number].between.strip():
                found[number] = self._passage(articles, (row, 0), (row, len(self._text(row))))
        return found

    def _articles(self) -> Iterator[tuple[int, str, str]]:
        """Yield for each paragraph its section, and the headline and the text of its article.

        An article begins with its kicker, else with its headline.
        """
        section, last, firsts = 0, "", []
        for row, (style, _text) in enumerate(self._paragraphs):
            if style in (PAGE, KICKER, HEADLINE) and not (last == KICKER and style != PAGE):
                firsts.append(row)
            last = style
        for first, end in pairwise([0, *firsts, len(self._paragraphs)]):
            parts = self._paragraphs[first:end]
            section += any(style == PAGE for style, _text in parts)
            heading = "".join(text for style, text in parts if style == HEADLINE).strip()
            text = "".join(text for style, text in parts if _part_of(style) != "around")
            yield from ((section, heading, text) for _part in parts)

    def _here(self) -> tuple[int, int]:
        return len(self._paragraphs), self._length if self._open else 0

    def _text(self, row: int) -> str:
        return self._paragraphs[row][1] if row < len(self._paragraphs) else ""

    def _passage(
        self, articles: Sequence[tuple[int, str, str]], start: tuple[int, int], end: tuple[int, int]
    ) -> Passage:
        (first, begin), (last, stop) = start, end
        while first < last and begin >= len(self._text(first)):
            first, begin = first + 1, 0
        while first < last and stop == 0:
            last -= 1
            stop = len(self._text(last))
        between = self._quote(first, begin, last, stop)
        if first < last:
            first, begin, last, stop = self._longest(first, begin, last, stop)
        section, heading, article = articles[first] if first < len(articles) else (0, "", "")
        return Passage(
            between=between,
            text=self._quote(first, begin, last, stop),
            prefix=self._before(first, begin),
            suffix=self._after(last, stop),
            style=self._style_of(first),
            whole=begin == 0 and stop == len(self._text(last)),
            section=section,
            heading=heading,
            article=article,
        )

    def _style_of(self, row: int) -> str:
        return self._paragraphs[row][0] if row < len(self._paragraphs) else ""

    def _quote(self, first: int, begin: int, last: int, stop: int) -> str:
        if first == last:
            return self._text(first)[begin:stop]
        middle = (self._text(row) for row in range(first + 1, last))
        return "".join((self._text(first)[begin:], *middle, self._text(last)[:stop]))

    def _longest(self, first: int, begin: int, last: int, stop: int) -> tuple[int, int, int, int]:
        """Return the longest stretch within one part of an article: a page prints headlines elsewhere than texts."""
        stretches: list[tuple[int, int, int, int]] = []
        for row in range(first, min(last + 1, len(self._paragraphs))):
            low = begin if row == first else 0
            high = stop if row == last else len(self._text(row))
            if stretches and _part_of(self._style_of(row)) == _part_of(self._style_of(row - 1)):
                stretches[-1] = (*stretches[-1][:2], row, high)
            else:
                stretches.append((row, low, row, high))
        return max(stretches, key=lambda stretch: len(self._quote(*stretch)))

    def _before(self, row: int, offset: int) -> str:
        part, text = _part_of(self._style_of(row)), self._text(row)[:offset]
        while len(text) < CONTEXT and row > 0 and _part_of(self._style_of(row - 1)) == part:
            row -= 1
            text = self._text(row) + text
        return text[-CONTEXT:]

    def _after(self, row: int, offset: int) -> str:
        part, text = _part_of(self._style_of(row)), self._text(row)[offset:]
        while (
            len(text) < CONTEXT
            and row + 1 < len(self._paragraphs)
            and _part_of(self._style_of(row + 1)) == part
        ):
            row += 1
            text += self._text(row)
        return text[:CONTEXT]


class StylesPart(Handler):
    """Takes the styles: `names` are theirs by their ids, which other programs make anew."""

    def __init__(self) -> None:
        """Start without any."""
        self.names: dict[str, str] = {}
        self._id = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        local = _local(name)
        if local == "style":
            self._id = _get(attributes, "styleId")
        elif local == "name" and self._id:
            self.names.setdefault(self._id, _get(attributes, "val"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a comment's paragraph id is said to answer, and whether it is done."""

    above: str
    done: bool


class ExtendedPart(Handler):
    """Takes the part that says which comment answers which, by the ids of their last paragraphs."""

    def __init__(self) -> None:
        """Start without any."""
        self.answers: dict[str, Answer] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        if name == f"{W15} commentEx":
            self.answers[attributes.get(f"{W15} paraId", "").upper()] = Answer(
                attributes.get(f"{W15} paraIdParent", "").upper(),
                attributes.get(f"{W15} done", "") in ("1", "true", "on"),
            )


class TimesPart(Handler):
    """Takes the two parts of later Words that give comments' times in UTC: `durable` ids and `times` by them."""

    def __init__(self) -> None:
        """Start without any."""
        self.durable: dict[str, str] = {}
        self.times: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        if name == f"{_CID} commentId":
            self.durable[attributes.get(f"{_CID} paraId", "").upper()] = attributes.get(
                f"{_CID} durableId", ""
            )
        elif name == f"{_CEX} commentExtensible":
            self.times[attributes.get(f"{_CEX} durableId", "")] = attributes.get(f"{_CEX} dateUtc", "")


class OurPart(Handler):
    """Takes our own part, or any other that a document has for programs."""

    def __init__(self) -> None:
        """Start without any."""
        self.notes: list[Note] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        if name == f"{OURS} note":
            note = from_xml(attributes)
            if note is not None:
                self.notes.append(replace(note, para=note.para.upper()))


class PropertiesPart(Handler):
    """Takes the document's properties: when it was saved last."""

    def __init__(self) -> None:
        """Start without any."""
        self.modified = ""
        self._here = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's start."""
        self._here = name.endswith(" modified")

    def end(self, name: str) -> None:
        """Take an element's end."""
        self._here = False

    def text(self, text: str) -> None:
        """Take text."""
        if self._here:
            self.modified += text.strip()


PAGE, HEADLINE = styles.NAMES[styles.PAGE], styles.NAMES[styles.HEADLINE]
KICKER, GAP = styles.NAMES[styles.KICKER], styles.NAMES[styles.GAP]
QUOTE = styles.NAMES[styles.QUOTE]
SOURCE, TITLE = styles.NAMES[styles.SOURCE], styles.NAMES[styles.TITLE]
_PARTS = {
    **dict.fromkeys((PAGE, SOURCE, TITLE, GAP, styles.NAMES[styles.COUNT]), "around"),
    **{styles.NAMES[style]: "headline" for style in (styles.KICKER, styles.HEADLINE, styles.SUBTITLE)},
    styles.NAMES[styles.BYLINE]: "byline",
    QUOTE: "quote",
}


def _part_of(style: str) -> str:
    """Return the part of an article that paragraphs of a style belong to, as targets know them."""
    return _PARTS.get(style, "text")


def _local(name: str) -> str:
    """Return a name without WordprocessingML's namespace, the old or the strict one; others' names whole.

    What `mc:AlternateContent` falls back on counts as unseen.
    """
    space, _space, local = name.rpartition(" ")
    return local if space in (W, W_STRICT) or local == "Fallback" else name


def _get(attributes: Attributes, name: str) -> str:
    return attributes.get(f"{W} {name}", attributes.get(f"{W_STRICT} {name}", ""))
