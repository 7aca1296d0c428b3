"""Doubts in words: what was decided, and what it could be instead."""

from __future__ import annotations

from reader.config.language import _
from reader.pages.model import Doubt
from reader.tui.document import safe
from reader.tui.guidance import by_keys
from reader.tui.widgets.entries import clip

_CELLS = 40


def doubt_words(doubt: Doubt) -> str:
    """Return what is in doubt and the runner-up."""
    instead = clip(safe(doubt.instead), _CELLS)
    if doubt.about == "headline":
        if doubt.take is not None and doubt.take.body is None:
            return _("in doubt: the headline may belong to no article here")
        return _("in doubt: the headline may belong to “{}”").format(instead)
    if doubt.about == "lack":
        return _("in doubt: it has no headline; “{}” may be its own").format(instead)
    if doubt.about == "boundary":
        if doubt.take is not None and doubt.take.value == "join":
            return _("in doubt: this may go on “{}”").format(instead)
        return _("in doubt: another article may begin at “{}”").format(instead)
    if doubt.about == "kind":
        return _("in doubt: without a byline, this may not belong to “{}”").format(instead)
    if instead:
        return _("in doubt: the paper may be {}").format(instead)
    return _("in doubt: the paper is known from a dateline only")


def settling(doubt: Doubt) -> str:
    """Return a doubt with the keys that settle it."""
    settle = by_keys(_("{} keep   {} take the other"), "doubt.keep", "doubt.take")
    return f"{doubt_words(doubt)}   {settle}"
