"""What marks in the text mean, for the help."""

from __future__ import annotations

from reader.config.language import N_, _
from reader.tui.guidance import key_of

TITLE = N_("Marks in the text")
_MARKS: tuple[tuple[str, str], ...] = (
    ("批", N_("A comment begins in this row; a number: so many annotations do")),
    ("签", N_("Several tags begin in this row; without colours: one does")),
    ("？", N_("The parse was not sure here")),
    ("▌", N_("A bar in a tag's colour: the measure or article has the tag")),
    (
        N_("colours"),
        N_(
            "Of passages over one another the shorter one shows its colour, of equals the later; "
            "underlined: there is another below; {} brings each to the top"
        ),
    ),
)


def legend() -> list[tuple[str, str]]:
    """Return marks and what they mean, with the keys there are now."""
    key = key_of("annotation.cycle")
    return [(_(mark), _(words).replace("{}", key)) for mark, words in _MARKS]
