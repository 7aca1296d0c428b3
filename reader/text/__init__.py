"""Text as such, without newspapers: folding, cell widths, Chinese units and line breaking."""

from reader.text.bars import bar
from reader.text.breaking import break_lines
from reader.text.folding import fold
from reader.text.units import clauses, sentences
from reader.text.widths import ambiguous_wide, cell_width, char_width, count_ambiguous

__all__ = [
    "ambiguous_wide",
    "bar",
    "break_lines",
    "cell_width",
    "char_width",
    "clauses",
    "count_ambiguous",
    "fold",
    "sentences",
]
