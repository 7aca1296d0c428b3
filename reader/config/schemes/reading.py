"""A scheme from TOML: every mistake names its file and line, and nothing is guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

from reader.annotations.schemes import (
    Counts,
    Deadline,
    Field,
    FieldType,
    Match,
    Scheme,
    Subject,
    Value,
    Words,
)
from reader.config.settings import ConfigError, nearest

_ID = re.compile(r"[A-Za-z0-9_\-\u3400-\u9fff]{1,40}")
_HEADER = re.compile(r"\s*\[\[\s*([\w.\s]+?)\s*\]\]")
_NAME = re.compile(r"\s*([\w-]+)\s*=")
_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")

Place = tuple[str, ...]
"""Where something stands in a file: `field`, `2`, `value`, `0`, `id`."""
_T = TypeVar("_T")


def read_scheme(path: Path) -> Scheme:
    """Return the scheme in a file. Raises ConfigError with path and line.

    `scheme_unreadable`, `scheme_syntax`, `scheme_missing`, `scheme_unknown`, `scheme_value`, `scheme_twice`,
    `scheme_reference`.
    """
    import tomllib

    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError("scheme_unreadable", path, detail=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "scheme_syntax", path, error.object[: error.start].count(b"\n") + 1, detail="UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1] or text.rstrip("\n").count("\n") + 1) if found else 0
        detail = str(error)[: found.start()] if found else str(error)
        raise ConfigError("scheme_syntax", path, line, detail=detail) from error
    return _Reader(path, _lines(text)).scheme(table)


class _Reader:
    """Reads tables; knows which line a place is on."""

    def __init__(self, path: Path, lines: Mapping[Place, int]) -> None:
        self._path, self._lines = path, lines

    def scheme(self, table: Mapping[str, Any]) -> Scheme:
        self._only(table, (), ("id", "label", "field", "deadline"))
        fields = tuple(self._field(each, ("field", str(i))) for i, each in self._tables(table, (), "field"))
        if not fields:
            self._fail("scheme_missing", (), name="[[field]]")
        self._once(((each.id, ("field", str(i), "id")) for i, each in enumerate(fields)), "field")
        known = {each.id: each for each in fields}
        deadlines = tuple(
            self._deadline(each, ("deadline", str(i)), known)
            for i, each in self._tables(table, (), "deadline")
        )
        self._once(((each.id, ("deadline", str(i), "id")) for i, each in enumerate(deadlines)), "deadline")
        return Scheme(self._id(table, ()), self._words(table, (), "label"), fields, deadlines)

    def _field(self, table: Mapping[str, Any], place: Place) -> Field:
        names = ("id", "label", "type", "on", "value", "least", "most", "unit", "many")
        self._only(table, place, names)
        kind: FieldType = self._one_of(table, place, "type", get_args(FieldType))
        values = tuple(
            self._value(each, (*place, "value", str(i))) for i, each in self._tables(table, place, "value")
        )
        if (kind == "choice") != bool(values):
            self._fail(
                "scheme_missing" if kind == "choice" else "scheme_value", place, name="[[field.value]]"
            )
        self._once(((each.id, (*place, "value", str(i), "id")) for i, each in enumerate(values)), "value")
        for i, value in enumerate(values):
            for other in value.after:
                if all(other != each.id for each in values):
                    self._astray((*place, "value", str(i), "after"), other, [each.id for each in values])
        on = self._texts(table, place, "on", ["article"])
        for each in on:
            if each not in get_args(Subject):
                self._fail("scheme_value", (*place, "on"), name="on", wanted='"article", "measure"')
        least, most = (
            self._number(table, place, "least", -math.inf),
            self._number(table, place, "most", math.inf),
        )
        if least > most:
            self._fail("scheme_value", (*place, "most"), name="most", wanted=f"≥ {least:g}")
        return Field(
            id=self._id(table, place),
            label=self._words(table, place, "label"),
            type=kind,
            on=frozenset(on),  # type: ignore[arg-type]  # checked above
            values=values,
            least=least,
            most=most,
            unit=self._words(table, place, "unit", needed=False),
            many=self._switch(table, place, "many"),
        )

    def _value(self, table: Mapping[str, Any], place: Place) -> Value:
        self._only(table, place, ("id", "label", "letter", "note", "reason", "after", "counts", "retired"))
        counts = self._texts(table, place, "counts", [])
        for each in counts:
            if each not in get_args(Counts):
                self._astray((*place, "counts"), each, get_args(Counts))
        return Value(
            id=self._id(table, place),
            label=self._words(table, place, "label"),
            letter=self._text(table, place, "letter", ""),
            note=self._words(table, place, "note", needed=False),
            reason=self._switch(table, place, "reason"),
            after=tuple(self._texts(table, place, "after", [])),
            counts=frozenset(counts),  # type: ignore[arg-type]  # checked above
            retired=self._switch(table, place, "retired"),
        )

    def _deadline(self, table: Mapping[str, Any], place: Place, fields: Mapping[str, Field]) -> Deadline:
        names = (
            "id", "label", "starts", "ends", "months", "days", "extends", "extended_months", "needs", "explicit",
        )  # fmt: skip
        self._only(table, place, names)
        for name in ("needs", "explicit"):
            other = self._text(table, place, name, "")
            if other and other not in fields:
                self._astray((*place, name), other, fields)
        explicit = self._text(table, place, "explicit", "")
        if explicit and fields[explicit].type != "date":
            self._fail("scheme_value", (*place, "explicit"), name="explicit", wanted='type = "date"')
        found = Deadline(
            id=self._id(table, place),
            label=self._words(table, place, "label"),
            starts=self._matches(table, place, "starts", fields),
            ends=self._matches(table, place, "ends", fields),
            months=self._count(table, place, "months"),
            days=self._count(table, place, "days"),
            extends=self._matches(table, place, "extends", fields, needed=False),
            extended_months=self._count(table, place, "extended_months"),
            needs=self._text(table, place, "needs", ""),
            explicit=explicit,
        )
        if not found.months and not found.days:
            self._fail("scheme_missing", place, name="months")
        if bool(found.extends) != bool(found.extended_months):
            self._fail("scheme_missing", place, name="extended_months" if found.extends else "extends")
        return found

    def _matches(
        self,
        table: Mapping[str, Any],
        place: Place,
        name: str,
        fields: Mapping[str, Field],
        needed: bool = True,
    ) -> tuple[Match, ...]:
        found = []
        for text in self._texts(table, place, name, None if needed else []):
            field_id, _sep, value = text.partition("=")
            known = fields.get(field_id)
            if known is None:
                self._astray((*place, name), field_id, fields)
            elif value and known.type == "choice" and known.value(value) is None:
                self._astray((*place, name), value, [each.id for each in known.values])
            found.append((field_id, value))
        return tuple(found)

    # -- single values

    def _get(
        self,
        table: Mapping[str, Any],
        place: Place,
        name: str,
        default: _T,
        good: Callable[[Any], bool],
        wanted: str,
    ) -> Any:
        if name not in table:
            if default is None:
                self._fail("scheme_missing", place, name=name)
            return default
        if not good(table[name]):
            self._fail("scheme_value", (*place, name), name=name, wanted=wanted)
        return table[name]

    def _id(self, table: Mapping[str, Any], place: Place) -> str:
        found: str = self._get(
            table,
            place,
            "id",
            None,
            lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)),
            '"npc"',
        )
        return found

    def _text(self, table: Mapping[str, Any], place: Place, name: str, default: str) -> str:
        found: str = self._get(
            table, place, name, default,
            lambda value: isinstance(value, str) and bool(value.strip()) and "\n" not in value, '"…"',
        )  # fmt: skip
        return found

    def _texts(
        self, table: Mapping[str, Any], place: Place, name: str, default: list[str] | None
    ) -> list[str]:
        found: list[str] = self._get(
            table, place, name, default,
            lambda value: isinstance(value, list) and all(isinstance(each, str) and each for each in value),
            '["…", "…"]',
        )  # fmt: skip
        return found

    def _one_of(self, table: Mapping[str, Any], place: Place, name: str, allowed: tuple[str, ...]) -> Any:
        wanted = " | ".join(f'"{each}"' for each in allowed)
        return self._get(table, place, name, None, lambda value: value in allowed, wanted)

    def _switch(self, table: Mapping[str, Any], place: Place, name: str) -> bool:
        found: bool = self._get(
            table, place, name, False, lambda value: isinstance(value, bool), "true | false"
        )
        return found

    def _number(self, table: Mapping[str, Any], place: Place, name: str, default: float) -> float:
        return float(
            self._get(
                table, place, name, default,
                lambda value: type(value) in (int, float) and math.isfinite(value), "0, 1.5 …",
            )
        )  # fmt: skip

    def _count(self, table: Mapping[str, Any], place: Place, name: str) -> int:
        found: int = self._get(
            table, place, name, 0, lambda value: type(value) is int and 0 <= value <= 1200, "0–1200"
        )
        return found

    def _words(self, table: Mapping[str, Any], place: Place, name: str, *, needed: bool = True) -> Words:
        def good(value: object) -> bool:
            parts = value if isinstance(value, dict) else {"zh": value}
            return bool(parts) and all(
                key in ("zh", "en") and isinstance(part, str) and part.strip() and "\n" not in part
                for key, part in parts.items()
            )

        found = self._get(table, place, name, None if needed else {}, good, '{ zh = "…", en = "…" }')
        return Words(zh=found) if isinstance(found, str) else Words(**found)

    def _tables(
        self, table: Mapping[str, Any], place: Place, name: str
    ) -> Iterable[tuple[int, Mapping[str, Any]]]:
        found = self._get(
            table, place, name, [],
            lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
            f"[[{name}]]",
        )  # fmt: skip
        return enumerate(found)

    # -- mistakes

    def _only(self, table: Mapping[str, Any], place: Place, known: tuple[str, ...]) -> None:
        for name in table:
            if name not in known:
                self._astray((*place, name), name, known, code="scheme_unknown")

    def _once(self, named: Iterable[tuple[str, Place]], what: str) -> None:
        seen = set()
        for name, place in named:
            if name in seen:
                self._fail("scheme_twice", place, name=name, what=what)
            seen.add(name)

    def _astray(
        self, place: Place, name: str, known: Iterable[str], code: str = "scheme_reference"
    ) -> NoReturn:
        like = nearest(name, known)
        self._fail(f"{code}_near" if like else code, place, name=name, near=like)

    def _fail(self, code: str, place: Place, **params: str) -> NoReturn:
        while place and place not in self._lines:
            place = place[:-1]
        raise ConfigError(code, self._path, self._lines.get(place, 0), **params)


def _lines(text: str) -> dict[Place, int]:
    """Return the first line of each place; tomllib tells none."""
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    here: Place = ()
    for number, line in enumerate(text.split("\n"), 1):
        header, name = _HEADER.match(line), _NAME.match(line)
        if header:
            parts = [part.strip() for part in header[1].split(".")]
            here = ()
            for part in parts[:-1]:
                here = (*here, part, str(counts.get((*here, part), 0) - 1))
            count = counts.get((*here, parts[-1]), 0)
            counts[*here, parts[-1]] = count + 1
            here = (*here, parts[-1], str(count))
            found.setdefault(here, number)
        elif name:
            found.setdefault((*here, name[1]), number)
    return found
