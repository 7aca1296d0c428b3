"""The language of the interface: chosen once at start, asked at each call.

Source strings are English; `locale/zh_CN` holds the Chinese. Nothing here imports anything heavy, and a missing or
damaged catalogue means English, never a failure.
"""

from __future__ import annotations

import gettext
import os
import struct
from pathlib import Path
from typing import Literal

Language = Literal["zh_CN", "en"]

DOMAIN = "xiance"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language: Language = "en"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def detect() -> Language:
    """Return the language the environment asks for: `XIANCE_LANG`, else `LC_ALL`, `LC_MESSAGES`, `LANG`.

    The first of them that is set and not empty decides, as POSIX has it; names starting with `zh` mean Chinese.
    """
    for variable in ("XIANCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return language_of(value)
    return "en"


def named() -> str:
    """Return the language that XIANCE_LANG names; empty if it is not set."""
    return os.environ.get("XIANCE_LANG", "")


def language_of(name: str) -> Language:
    """Return the language a locale's or a person's name for it means (`zh`, `zh_CN.UTF-8`, `中文`; else English)."""
    return "zh_CN" if name.strip().lower().startswith(("zh", "中")) else "en"


def choose(lang: str | None = None) -> Language:
    """Set the language from `lang` (any name `language_of` reads), else from the environment; return it."""
    global _language, _catalogue
    _language = language_of(lang) if lang else detect()
    _catalogue = _load(_language)
    return _language


def current() -> Language:
    """Return the language in use."""
    return _language


def _load(language: Language) -> gettext.NullTranslations:
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if language == "en":
        return gettext.NullTranslations()
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error):
        return gettext.NullTranslations()


def _(message: str) -> str:
    """Return the message in the chosen language. Call it when the words are needed, never at import."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form for `number` in the chosen language."""
    return _catalogue.ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name, which the extractor knows
    """Mark a message for the catalogue without translating it yet."""
    return message
