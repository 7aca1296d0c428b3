"""From a document's comments to drafts: which are ours, what was changed in them, which are new."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from reader.annotations.model import Annotation, Level, Tag, Target
from reader.exchange.model import Draft
from reader.exchange.word.marks import Note, what, who
from reader.exchange.word.package import Package
from reader.exchange.word.tagged import part as tags_in
from reader.exchange.word.walking import (
    HEADLINE,
    PAGE,
    QUOTE,
    SOURCE,
    Answer,
    Comment,
    CommentsPart,
    ExtendedPart,
    OurPart,
    Passage,
    PropertiesPart,
    StylesPart,
    TextPart,
    TimesPart,
)

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:xiance:annotations:docx")
_NOWHERE = Passage("", "", "", "", "", False, 0, "", "")
_NO_ANSWER = Answer("", False)
_LONG_AGO = "1970-01-01T00:00:00.000000Z"


@dataclass(slots=True)
class _Document:
    """A document taken apart; `clock` are comments' times in UTC by their paragraph ids, where Word says them."""

    comments: list[Comment]
    passages: dict[str, Passage]
    answers: dict[str, Answer]
    clock: dict[str, str]
    whole: list[Note]
    bookmarks: list[Note]
    saved: str

    def passage(self, comment: Comment) -> Passage:
        """Return what a comment is about."""
        return self.passages.get(comment.number, _NOWHERE)

    def answer(self, comment: Comment) -> Answer:
        """Return what it answers, and whether it is done."""
        return self.answers.get(comment.para, _NO_ANSWER)

    def head(self, comment: Comment) -> str:
        """Return the paragraph id of the comment that a thread starts with; empty for that one, and in a circle."""
        seen = {comment.para}
        above = self.answer(comment).above
        while above and above not in seen:
            seen.add(above)
            further = self.answers.get(above, _NO_ANSWER).above
            if not further:
                return above
            above = further
        return ""

    def moment(self, comment: Comment) -> str:
        """Return when it was written."""
        told = _utc(self.clock.get(comment.para, "")) or _utc(comment.date, here=True)
        return told or self.saved or _LONG_AGO


def read_document(file: BinaryIO, path: str) -> Iterator[Draft]:
    """Yield drafts, heads before their replies; see `reader.exchange.docx`."""
    document = _take_apart(Package(file, path))
    notes = _known(document)
    ids = _ids(document, notes)
    by_para = {comment.para: ids[index] for index, comment in enumerate(document.comments) if comment.para}
    places = _places(document, notes)
    drafts: dict[str, Draft] = {}
    for index, (comment, note) in enumerate(zip(document.comments, notes, strict=True)):
        above = by_para.get(document.head(comment), "")
        if note is None:
            draft = _new(document, comment, ids[index], above, places)
        else:
            draft = _ours(document, comment, note, above)
        if draft is None:
            continue
        there = drafts.get(ids[index])
        if there is None or there.annotation.modified < draft.annotation.modified:
            drafts[ids[index]] = draft
    yield from _heads_first(drafts, {note.id: note for note in notes if note is not None})


def _take_apart(package: Package) -> _Document:
    main = package.main()
    comments, styles, extended = CommentsPart(), StylesPart(), ExtendedPart()
    times, ours = TimesPart(), OurPart()
    for kind, handler in (
        ("/comments", comments),
        ("/styles", styles),
        ("/commentsExtended", extended),
        ("/commentsIds", times),
        ("/commentsExtensible", times),
        ("/customXml", ours),
    ):
        for name in package.related(main, kind):
            package.parse(name, handler)
    properties = PropertiesPart()
    for name in package.related("", "/core-properties"):
        package.parse(name, properties)
    text = TextPart(styles.names)
    package.parse(main, text)
    clock = {para: times.times.get(durable, "") for para, durable in times.durable.items()}
    return _Document(
        comments.comments,
        text.passages(),
        extended.answers,
        clock,
        ours.notes,
        text.notes,
        _utc(properties.modified),
    )


def _known(document: _Document) -> list[Note | None]:
    """Return for each comment the annotation of ours that it is, or None.

    By the paragraph's id and the author, which Word keeps; else by the check characters of author, date, text and
    passage; else by author and date alone, if that leaves one: then its text was changed.
    """
    notes = document.whole or document.bookmarks
    found: list[Note | None] = [None] * len(document.comments)
    checks = [(who(comment.author, comment.date), _what(document, comment)) for comment in document.comments]
    free: dict[int, Note] = dict(enumerate(notes))
    by_para = {note.para: number for number, note in free.items() if note.para}
    for index, comment in enumerate(document.comments):
        number = by_para.get(comment.para) if comment.para else None
        if number in free and free[number].who == checks[index][0]:
            found[index] = free.pop(number)
    by_checks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in reversed(free):
        by_checks[notes[number].who, notes[number].what].append(number)
    for index in range(len(found)):
        if found[index] is None and (numbers := by_checks.get(checks[index])):
            # under several tags an annotation stands more than once, but has one bookmark
            number = numbers[0] if len(numbers) == 1 else numbers.pop()
            found[index] = notes[number]
            free.pop(number, None)
    taken = {note.id for note in found if note}
    by_who: dict[str, list[Note]] = defaultdict(list)
    for note in free.values():
        if note.id not in taken:
            by_who[note.who].append(note)
    left = Counter(checks[index][0] for index, note in enumerate(found) if note is None)
    for index, (author, _text) in enumerate(checks):
        if found[index] is None and left[author] == 1 and len(by_who.get(author, ())) == 1:
            found[index] = by_who[author][0]
    return found


def _ids(document: _Document, notes: list[Note | None]) -> list[str]:
    """Return each comment's annotation's id; a new one's is made of what it is, the second of two alike counted."""
    seen: Counter[str] = Counter()
    found = []
    for comment, note in zip(document.comments, notes, strict=True):
        if note is not None:
            found.append(note.id)
            continue
        texts = document.passage(comment).between, comment.text
        said = "\0".join((comment.author, comment.date[:19], *("".join(text.split()) for text in texts)))
        seen[said] += 1
        found.append(str(uuid.uuid5(_SPACE, said if seen[said] == 1 else f"{said}\0{seen[said]}")))
    return found


def _places(document: _Document, notes: list[Note | None]) -> dict[tuple[int, str], Note]:
    """Return for each headline a note of ours below it, if all there are of one page: that is where new ones are, too."""
    found: dict[tuple[int, str], Note | None] = {}
    for comment, note in zip(document.comments, notes, strict=True):
        if note is not None and note.whole:
            passage = document.passage(comment)
            for place in ((passage.section, passage.heading), (passage.section, "")):
                there = found.setdefault(place, note)
                if there is not None and there.fingerprint != note.fingerprint:
                    found[place] = None
    return {place: note for place, note in found.items() if note is not None}


def _ours(document: _Document, comment: Comment, note: Note, above: str) -> Draft | None:
    """Return an annotation of ours as the document has it; None where it cannot give all of it back."""
    if note.partial:
        return None
    passage, done = document.passage(comment), document.answer(comment).done
    moment = document.moment(comment)
    names, text = tags_in(comment.text)
    tags = tuple(_tag(name, comment.author, moment) for name in names)
    changed = note.what != _what(document, comment) or (note.whole and note.resolved != done)
    modified = note.modified or moment
    annotation = Annotation(
        note.id,
        _old_target(note, passage),
        comment.author,
        note.created or moment,
        max(modified, document.saved) if changed else modified,
        tuple(tag.id for tag in tags),
        text,
        note.to or above or None,
        done,
    )
    return Draft(annotation, tags, note.path, note.page)


def _new(
    document: _Document, comment: Comment, identifier: str, above: str, places: dict[tuple[int, str], Note]
) -> Draft | None:
    """Return what somebody has added; None if it says nothing."""
    names, text = tags_in(comment.text.strip())
    if not names and not text.strip():
        return None
    passage, moment = document.passage(comment), document.moment(comment)
    place = places.get((passage.section, passage.heading))
    tags = tuple(_tag(name, comment.author, moment) for name in names)
    annotation = Annotation(
        identifier,
        _target(passage, place.fingerprint if place else ""),
        comment.author or "?",
        moment,
        moment,
        tuple(tag.id for tag in tags),
        text.strip(),
        above or None,
        document.answer(comment).done,
    )
    return Draft(annotation, tags, place.path if place else "", place.page if place else 0)


def _target(passage: Passage, fingerprint: str) -> Target:
    """Return what a new comment is about: a whole headline stands for its article, a page's heading for the page."""
    level: Level = "span"
    quote = passage.text
    if passage.style == PAGE:
        if fingerprint:
            return Target(fingerprint, (), "", "", "", "page")
        level = "page"
    elif passage.style == SOURCE and passage.heading:
        level, quote = "article", passage.heading
    elif passage.style == HEADLINE and passage.whole:
        level = "article"
    return Target("", (), quote.strip(), passage.prefix, passage.suffix, level, "", passage.heading)


def _old_target(note: Note, passage: Passage) -> Target:
    quote = passage.article if note.level == "article" and passage.style != QUOTE else passage.between
    return Target(
        note.fingerprint, note.ranges, quote, passage.prefix, passage.suffix, note.level, note.article, note.title,
        note.measure,
    )  # fmt: skip


def _tag(name: str, creator: str, moment: str) -> Tag:
    return Tag(str(uuid.uuid5(_SPACE, f"tag\0{name}")), name, 0, creator, moment, moment)


def _what(document: _Document, comment: Comment) -> str:
    return what(comment.text, document.passage(comment).between)


def _utc(date: str, *, here: bool = False) -> str:
    """Return a date as records have them, or nothing; `here` for one that tells the time of this computer's clock."""
    try:
        moment = datetime.fromisoformat(date)
        if here or moment.tzinfo is None:
            moment = moment.replace(tzinfo=None).astimezone() if here else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")
    except (ValueError, OverflowError, OSError):
        return ""


def _heads_first(drafts: dict[str, Draft], notes: dict[str, Note]) -> Iterator[Draft]:
    """Yield drafts, replies last and with their heads' targets.

    A reply to what the document cannot say the whole place of has none: who imports it has the head's.
    """
    for draft in drafts.values():
        if draft.annotation.reply_to is None:
            yield draft
    for draft in drafts.values():
        head = draft.annotation.reply_to
        if head is None:
            continue
        note, above = notes.get(head), drafts.get(head)
        target = above.annotation.target if above else draft.annotation.target
        if note is not None and (note.partial or not (note.whole or note.level in ("measure", "span"))):
            target = Target("", (), "", "", "", note.level)
        yield replace(draft, annotation=replace(draft.annotation, target=target))
