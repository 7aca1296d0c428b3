"""What is filled in when handling is registered, and the entries that come of it. Pure: no screen knows of its rules."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from reader.annotations import Entry, Target
from reader.annotations.handling import WHOLE, Registered, faulty, unusual
from reader.annotations.schemes import Field, Scheme, Subject, Value
from reader.config.language import _
from reader.config.schemes.wording import said, value_label, value_words, words_by
from reader.config.wording import sentence
from reader.tui.days import day_in
from reader.tui.offices import units_in

DATE, SOURCE, REASON, EVIDENCE, SAVE = "@date", "@source", "@reason", "@evidence", "@save"
"""Keys of rows that are no fields of a scheme."""
_HEAD = (DATE, SOURCE, REASON, EVIDENCE)

Kind = Literal["choice", "text", "date", "unit", "number", "score", "save"]
Wish = tuple[Target, Entry]


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things to choose from: its id, its words, and what it says in full."""

    id: str
    words: str
    letter: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form; `now` is what is registered, with its date, `options` what a choice offers."""

    key: str
    kind: Kind
    label: str
    now: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class About:
    """What is registered for: targets (several proposals, or one, or a measure of one) and what they have in common.

    `schemes` and `sources` are a target's each; `fields` are those that all of them have. `log` are the entries there
    are, if it is about one article, `before` the schemes they were made by.
    """

    words: str
    targets: tuple[Target, ...]
    schemes: tuple[Scheme, ...]
    sources: tuple[str, ...]
    log: tuple[Registered, ...] = ()
    before: tuple[Scheme, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that may stand on it, by every scheme it has."""
        subjects = {_subject(target) for target in self.targets}
        return tuple(each for each in common(self.schemes) if subjects <= each.on)

    @property
    def subject(self) -> Subject:
        """What its fields stand on."""
        return _subject(self.targets[0])

    @property
    def of(self) -> str:
        """What entries on it are about: a measure's label, or the whole."""
        return self.targets[0].measure if self.subject == "measure" else WHOLE

    def now(self, field_id: str) -> Registered | None:
        """Return the entry of a field that counts now."""
        found = [each for each in self.log if each.subject == self.of and each.entry.field == field_id]
        return found[-1] if found else None

    def said(self, entry: Entry) -> str:
        """Return an entry's value in the words of the scheme that counts, else of one before."""
        return words_by((*self.schemes, *self.before), entry.field, entry.value)


def common(schemes: Sequence[Scheme]) -> tuple[Field, ...]:
    """Return the fields that all of some schemes have, with the values that all of them offer."""
    first, others = schemes[0], {each.id for each in schemes} - {schemes[0].id}
    by_id = {each.id: each for each in schemes}
    if not others:
        return first.fields
    found = []
    for each in first.fields:
        like = [by_id[name].by_id.get(each.id) for name in others]
        if any(other is None or other.type != each.type for other in like):
            continue
        on, values = each.on, each.values
        for other in like:
            assert other is not None
            on &= other.on
            values = tuple(
                _stricter(value, other.value(value.id)) for value in values if other.value(value.id)
            )
        if on and (values or each.type != "choice"):
            found.append(replace(each, on=on, values=values))
    return tuple(found)


def _stricter(one: Value, other: Value | None) -> Value:
    assert other is not None
    return replace(one, reason=one.reason or other.reason, retired=one.retired or other.retired)


@dataclass
class Form:
    """What is being filled in, for one of `abouts` at a time; `day` is the day it is.

    With `corrects` it is about the one field of that entry, and its entry takes the place of the old one.
    `links` may be named as evidence. Fields filled in for one of the abouts stay when another one is shown.
    """

    abouts: tuple[About, ...]
    day: date
    units: Mapping[str, Sequence[str]] = field(default_factory=dict)
    links: tuple[Option, ...] = ()
    corrects: Registered | None = None
    at: int = 0

    def __post_init__(self) -> None:
        """Start with what is given."""
        self.wishes: dict[tuple[int, str], str] = {}
        old = self.corrects.entry if self.corrects is not None else None
        self.head = {
            DATE: old.date if old else self.day.isoformat(),
            SOURCE: old.source if old else self.abouts[0].sources[0] if len(self.targets) == 1 else "",
            REASON: old.reason if old else "",
            EVIDENCE: old.evidence if old else "",
        }
        if old is not None:
            self.wishes[0, old.field] = old.value
        self._first = dict(self.head), dict(self.wishes)

    # -- what is shown

    @property
    def about(self) -> About:
        """What it is about now."""
        return self.abouts[self.at]

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets it is about now."""
        return self.about.targets

    def shift(self, step: int) -> bool:
        """Be about the next larger or smaller thing; return whether there is one."""
        before, self.at = self.at, max(0, min(len(self.abouts) - 1, self.at + step))
        return self.at != before

    def use(self, scheme: Scheme) -> None:
        """Have another scheme count for all it is about; what was filled in counts as far as that has the fields."""
        self.abouts = tuple(replace(each, schemes=(scheme,) * len(each.targets)) for each in self.abouts)

    def rows(self) -> list[Row]:
        """Return the rows, from the top."""
        rows = [
            Row(DATE, "date", _("Date")),
            Row(SOURCE, "text", _("Source")),
            Row(REASON, "text", _("Reason")),
        ]
        if self.links:
            rows.append(Row(EVIDENCE, "choice", _("Evidence"), options=self.links))
        for each in self.fields():
            now = self.about.now(each.id) if self.corrects is None else None
            words = f"{self.about.said(now.entry)} · {now.entry.date}" if now is not None else ""
            options = tuple(_option(value) for value in each.values if not value.retired)
            if each.type == "unit":
                options = tuple(Option(name, name) for name in self.units.get(each.id, ()))
            rows.append(Row(each.id, each.type, said(each.label), words, options))
        return [*rows, Row(SAVE, "save", _("Save"))]

    def fields(self) -> tuple[Field, ...]:
        """Return the fields that can be filled in now."""
        if self.corrects is None:
            return self.about.fields
        return tuple(each for each in self.about.fields if each.id == self.corrects.entry.field)

    def field(self, key: str) -> Field | None:
        """Return the field of a row; None for what is none."""
        return next((each for each in self.fields() if each.id == key), None)

    def given(self, key: str) -> bool:
        """Say whether a source is what was given at first: what is typed there takes its place."""
        return key == SOURCE and self.head[key] == self._first[0][key]

    def day_beside(self, key: str, step: int) -> str:
        """Return the day `step` days from the one that is filled in; the day it is if none is."""
        found = day_in(self.text(key), self.day, ahead=key != DATE)
        try:
            return (found + timedelta(days=step) if found is not None else self.day).isoformat()
        except OverflowError:
            return self.text(key)

    def text(self, key: str) -> str:
        """Return what is filled in."""
        return self.head[key] if key in self.head else self.wishes.get((self.at, key), "")

    def put(self, key: str, text: str) -> None:
        """Fill something in; an empty text takes it out."""
        if key in self.head:
            self.head[key] = text
        elif text.strip():
            self.wishes[self.at, key] = text
        else:
            self.wishes.pop((self.at, key), None)

    @property
    def filled(self) -> dict[tuple[int, str], str]:
        """What is filled in that the schemes have fields for, by about and field."""
        known = {(at, each.id) for at, about in enumerate(self.abouts) for each in about.fields}
        return {wish: text for wish, text in self.wishes.items() if wish in known}

    @property
    def changed(self) -> bool:
        """Whether anything would be lost."""
        return (self.head, self.wishes) != self._first

    def shown(self, key: str) -> str:
        """Return what is filled in, as people read it: days in full, values by their words."""
        text = self.text(key)
        if key == EVIDENCE:
            return next((each.words for each in self.links if each.id == text), text)
        if key == SOURCE and not text and len(self.targets) > 1:
            return _("each page's own")
        if key in self.head:
            return (self._day(text) or text) if key == DATE else text
        known = self.field(key)
        return value_words(known, self._value(known, text)) if known is not None and text else text

    # -- what is wrong

    def wrong(self, key: str) -> str:
        """Return what is wrong with a row, in words; empty if nothing is."""
        if key == DATE:
            return "" if self._day(self.head[DATE]) else sentence("date_wrong")
        if key == REASON:
            return sentence("reason_needed") if self.reason_wanted and not self.head[REASON].strip() else ""
        known = self.field(key)
        text = self.text(key)
        if known is None or not text:
            return ""
        code = known.wrong(self._value(known, text))
        if code == "value_unknown" and self._same_as_before(key, text):
            return ""
        params = {"least": f"{known.least:g}", "most": f"{known.most:g}"}
        return sentence(code, params) if code else ""

    @property
    def reason_wanted(self) -> bool:
        """Whether a value that is filled in has to be given a reason."""
        return any(self._needs_reason(at, name, text) for (at, name), text in self.filled.items())

    def needs_reason(self, key: str) -> bool:
        """Say whether the value of a field that is filled in has to be given a reason."""
        return self._needs_reason(self.at, key, self.text(key))

    def unusual(self, key: str) -> str:
        """Return a hint if a value seldom comes where it would come now; empty if there is none."""
        about, text = self.about, self.text(key)
        if len(about.targets) > 1 or self.corrects is not None or not text:
            return ""
        entry = Entry(about.schemes[0].id, key, text, self._day(self.head[DATE]))
        if not unusual(about.schemes[0], about.log, entry, about.of):
            return ""
        known = about.schemes[0].by_id[key]
        value = known.value(text)
        after = [known.value(each) for each in value.after] if value is not None else []
        names = "、".join(said(each.label) for each in after if each is not None)
        return _("unusual here: it mostly comes after {}").format(names)

    def _needs_reason(self, at: int, name: str, text: str) -> bool:
        known = next((each for each in self.abouts[at].fields if each.id == name), None)
        value = known.value(text) if known is not None else None
        return value is not None and value.reason

    def _same_as_before(self, key: str, text: str) -> bool:
        return (
            self.corrects is not None
            and self.corrects.entry.field == key
            and self.corrects.entry.value == text
        )

    def first_wrong(self) -> tuple[int, str] | None:
        """Return the first about and row that something is wrong with, from what is shown on."""
        before, filled = self.at, self.filled
        others = [at for at in range(len(self.abouts)) if at != before]
        try:
            for at in (before, *others):
                self.at = at
                keys = (row.key for row in self.rows() if row.key in self.head or (at, row.key) in filled)
                wrong = next((key for key in keys if self.wrong(key)), None)
                if wrong is not None:
                    return at, wrong
        finally:
            self.at = before
        return None

    # -- what comes of it

    def entries(self) -> list[Wish]:
        """Return the entries to be made; nothing may be wrong. A reason goes with the values that need one, if any does."""
        day, evidence = self._day(self.head[DATE]), self.head[EVIDENCE]
        source, reason = self.head[SOURCE].strip(), self.head[REASON].strip()
        some = self.corrects is None and self.reason_wanted
        found = []
        for (at, name), text in sorted(self.filled.items(), key=lambda wish: self._order(*wish[0])):
            about = self.abouts[at]
            known = next(each for each in about.fields if each.id == name)
            why = reason if not some or self._needs_reason(at, name, text) else ""
            for target, scheme, own in zip(about.targets, about.schemes, about.sources, strict=True):
                where = source or (own if len(about.targets) > 1 else "")
                entry = Entry(scheme.id, name, self._value(known, text), day, where, why, evidence=evidence)
                found.append((target, entry))
        return found

    def refused(self) -> str:
        """Return what a scheme says against the entries, in words, beyond what rows show; empty if it says nothing."""
        schemes = {scheme.id: scheme for about in self.abouts for scheme in about.schemes}
        for _target, entry in self.entries():
            code = faulty(schemes[entry.scheme], entry)
            if code and not self._same_as_before(entry.field, entry.value):
                return sentence(code)
        return ""

    def _order(self, at: int, name: str) -> tuple[int, int]:
        names = [each.id for each in self.abouts[at].fields]
        return at, names.index(name) if name in names else len(names)

    def _value(self, known: Field, text: str) -> str:
        """Return the value that a text means for a field."""
        plain = text.strip()
        if known.type == "date":
            found = day_in(plain, self.day, ahead=True)
            return found.isoformat() if found is not None else plain
        if known.type in ("number", "score"):
            return _number(plain)
        if known.type == "unit" and known.many:
            return "、".join(units_in(plain))
        return " ".join(plain.split())

    def _day(self, text: str) -> str:
        found = day_in(text, self.day)
        return found.isoformat() if found is not None else ""

    # -- drafts

    def draft(self) -> str:
        """Return what is filled in as a text to be put by; empty if nothing is."""
        if not self.changed:
            return ""
        wishes = [[self.abouts[at].subject, name, text] for (at, name), text in self.wishes.items()]
        return json.dumps({"head": self.head, "wishes": wishes}, ensure_ascii=False)

    def take_draft(self, text: str) -> bool:
        """Fill in what was put by, as far as there are such fields; return whether there was anything."""
        try:
            found = json.loads(text)
            head, wishes = found["head"], [(str(a), str(b), str(c)) for a, b, c in found["wishes"]]
            given = {key: str(head[key]) for key in _HEAD if key in head}
        except (ValueError, KeyError, TypeError):
            return False
        self.head.update(given)
        for at, about in enumerate(self.abouts):
            names = {each.id for each in about.fields}
            self.wishes.update(
                ((at, name), value)
                for subject, name, value in wishes
                if subject == about.subject and name in names
            )
        return self.changed


def _subject(target: Target) -> Subject:
    return "measure" if target.level == "measure" else "article"


def _option(value: Value) -> Option:
    return Option(value.id, value_label(value), value.letter, said(value.note))


def _number(text: str) -> str:
    """Return a number in ASCII digits, however it was typed."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()
