"""What schemes, fields and values are called in the language in use."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.schemes import Field, Scheme, Value, Words
from reader.config.language import current


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


def words_by(schemes: Iterable[Scheme], field_id: str, text: str) -> str:
    """Return a stored value of a field as people read it, by the first of some schemes that knows it; else as it is."""
    for scheme in schemes:
        known = scheme.by_id.get(field_id)
        if known is not None and (known.type != "choice" or known.value(text) is not None):
            return value_words(known, text)
    return text
