"""The facts of an article: people, organisations, amounts, dates and documents, each with how often it is named."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from reader.config.language import N_, _, ngettext
from reader.pages.facts import Fact, FactSort
from reader.text import cell_width
from reader.tui.document import Document, safe
from reader.tui.guidance import by_keys
from reader.tui.screens.picking import Picking
from reader.tui.widgets.entries import clip

SORT_WORDS: dict[FactSort, str] = {
    "person": N_("people"),
    "organisation": N_("organisations"),
    "amount": N_("amounts"),
    "date": N_("dates"),
    "document": N_("documents"),
}


class Facts(Picking[Fact | None]):
    """Shows facts sort by sort and gives the one chosen."""

    def __init__(self, title: str, facts: Sequence[Fact], document: Document) -> None:
        """Take the article's title, its facts, sort by sort, and its text."""
        self._facts, self._document = facts, document
        names = {sort: _(words) for sort, words in SORT_WORDS.items()}
        self._column = max(map(cell_width, names.values())) + 6
        counts = {sort: sum(fact.sort == sort for fact in facts) for sort in names}
        self._heads = [
            f"{names[fact.sort]} {counts[fact.sort]}"
            if not number or facts[number - 1].sort != fact.sort
            else ""
            for number, fact in enumerate(facts)
        ]
        super().__init__(
            _("Facts"),
            [fact.text for fact in facts],
            by_keys(
                _("Enter go there, {} {} to its other places   Esc leave"), "search.next", "search.previous"
            ),
            head=safe(title),
            nothing=_("The rules found no names, amounts, dates or documents here."),
        )

    def drawn(self, index: int, width: int) -> Content:
        """Return the sort where it begins, the fact, and how often and where it stands."""
        fact, head = self._facts[index], self._heads[index]
        paragraphs = dict.fromkeys(self._where(place[0]) for place in fact.places)
        times = f"×{len(fact.places)}  " if len(fact.places) > 1 else ""
        where = clip(times + " ".join(paragraphs), max(8, width // 4))
        room = max(2, width - self._column - cell_width(where) - 2)
        words = clip(safe(fact.text), room)
        return Content.assemble(
            (head + " " * (self._column - cell_width(head)), "$text-accent"),
            words,
            " " * (room - cell_width(words) + 2),
            (where, "$text-muted"),
        )

    def _where(self, number: int) -> str:
        block = self._document.blocks[number]
        return f"¶{block.paragraph + 1}" if block.paragraph is not None else _("head")

    def below(self, index: int) -> str:
        """Return the sentence it stands in first."""
        number, start, _end = self._facts[index].places[0]
        sentence = next(
            (span for span in reversed(self._document.sentences(number)) if span[0] <= start), (0, start)
        )
        fact = self._facts[index]
        places = ngettext("{} place", "{} places", len(fact.places)).format(len(fact.places))
        return f"{places}   {clip(self._document.texts[number][slice(*sentence)].strip(), 140)}"

    def give(self, index: int) -> None:
        """End with the fact."""
        self.dismiss(self._facts[index])
