"""What schemes, fields and values are called in the language in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.annotations.schemes import Field, Scheme, Value, Words
from reader.config.language import current
from reader.text import fold


def said(words: Words) -> str:
    """Return words in the language in use, else in the other one."""
    return (words.zh or words.en) if current() == "zh_CN" else (words.en or words.zh)


def value_label(value: Value) -> str:
    """Return what a value of a choice is called, its letter first."""
    return f"{value.letter} {said(value.label)}" if value.letter else said(value.label)


def field_label(scheme: Scheme, field_id: str) -> str:
    """Return what a field is called; one that the scheme does not have (any more) by its id."""
    known = scheme.by_id.get(field_id)
    return said(known.label) if known is not None else field_id


def value_words(field: Field | None, text: str) -> str:
    """Return a stored value as people read it; what the scheme does not know (any more) as it is."""
    value = field.value(text) if field is not None and field.type == "choice" else None
    if value is not None:
        return value_label(value)
    unit = said(field.unit) if field is not None else ""
    return f"{text} {unit}" if unit else text


def value_names(field: Field | None, text: str) -> tuple[str, ...]:
    """Return what a stored value may be called, in either language: as people read it first, its id last."""
    value = field.value(text) if field is not None and field.type == "choice" else None
    labels = (
        (value_label(value), said(value.label), value.label.zh, value.label.en) if value is not None else ()
    )
    return tuple(dict.fromkeys(filter(None, (*labels, text))))


def fields_named(name: str, value: str, schemes: Iterable[Scheme]) -> Iterator[tuple[str, str]]:
    """Yield what a person may mean by a field and one of its values (empty: any): ids of fields with values' ids.

    Either may be given by its label in either language, however it is written; what is given counts as ids, too.
    """
    yield name, value
    for field in (field for scheme in schemes for field in scheme.fields):
        if fold(name) not in map(fold, (field.id, field.label.zh, field.label.en)):
            continue
        yield field.id, value
        for each in field.values if value else ():
            if fold(value) in map(fold, value_names(field, each.id)):
                yield field.id, each.id


def field_words(field_id: str, schemes: Iterable[Scheme]) -> str:
    """Return what a field is called by those of some schemes that have it (承办单位/主办单位); its id if none has."""
    labels = (said(each.by_id[field_id].label) for each in schemes if field_id in each.by_id)
    return "/".join(dict.fromkeys(filter(None, labels))) or field_id


def field_value_words(field_id: str, text: str, schemes: Iterable[Scheme]) -> str:
    """Return a stored value of a field as people read it by those of some schemes that know it; else as it is."""
    fields = (each.by_id[field_id] for each in schemes if field_id in each.by_id)
    known = (each for each in fields if each.type != "choice" or each.value(text) is not None)
    return "/".join(dict.fromkeys(value_words(each, text) for each in known)) or text


def words_by(schemes: Iterable[Scheme], field_id: str, text: str) -> str:
    """Return a stored value of a field as people read it, by the first of some schemes that knows it; else as it is."""
    for scheme in schemes:
        known = scheme.by_id.get(field_id)
        if known is not None and (known.type != "choice" or known.value(text) is not None):
            return value_words(known, text)
    return text
