"""Which articles the contents show: terms that must all hold, how they are typed and what they are called. Pure.

What is compared is folded: width, case and traditional forms do not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from reader.config.language import N_, _
from reader.pages.model import PARSED, Kind
from reader.text import fold
from reader.tui.outline import KIND_WORDS

TermSort = Literal["word", "kind", "tag", "unread", "untagged", "doubt", "author", "affiliation", "stage"]
STATES: dict[TermSort, str] = {"unread": N_("unread"), "untagged": N_("untagged"), "doubt": N_("doubtful")}
KINDS: tuple[Kind, ...] = get_args(Kind)
_PREFIXES: dict[str, TermSort] = {
    "kind": "kind",
    "体裁": "kind",
    "author": "author",
    "作者": "author",
    "affiliation": "affiliation",
    "单位": "affiliation",
    "tag": "tag",
    "标签": "tag",
    "stage": "stage",
    "环节": "stage",
}
_SHOWN: dict[TermSort, str] = {
    "author": N_("author:"),
    "affiliation": N_("affiliation:"),
    "stage": N_("stage:"),
}
# Said in either language, whatever the screen speaks.
_KINDS_SAID: dict[str, Kind] = {
    "建议": "proposal",
    "消息": "news",
    "转版稿": "continuation",
    "启事": "notice",
    "台账": "record",
}
_STATES_SAID: dict[str, TermSort] = {"未读": "unread", "未标": "untagged", "待核": "doubt"}


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a filter asks of an article; `text` is its title and text, `tags` the names of its tags.

    `stages` are what the stage of its handling is called, as it is shown first; empty where none was registered.
    """

    text: str = ""
    kind: Kind = "news"
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    affiliation: str = ""
    unread: bool = False
    untagged: bool = False
    doubt: bool = False
    stages: tuple[str, ...] = ()
    _folded: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def folded(self, name: Literal["text", "affiliation"]) -> str:
        """Return a text folded; that is done once."""
        if name not in self._folded:
            self._folded[name] = fold(self.text if name == "text" else self.affiliation)
        return self._folded[name]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing an article must have; states (`unread` …) have no value, a kind's is its code."""

    sort: TermSort
    value: str = ""

    def holds(self, facts: ArticleFacts) -> bool:
        """Say whether an article has it."""
        wanted = fold(self.value)
        if self.sort == "word":
            return wanted in facts.folded("text")
        if self.sort == "kind":
            return self.value == facts.kind
        if self.sort == "tag":
            tags = map(fold, facts.tags)
            return any(tag == wanted or tag.startswith(wanted + "/") for tag in tags)
        if self.sort == "author":
            return any(wanted in fold(author) for author in facts.authors)
        if self.sort == "affiliation":
            return wanted in facts.folded("affiliation")
        if self.sort == "stage":
            return any(wanted in fold(name) for name in facts.stages)
        return bool(getattr(facts, self.sort))

    @property
    def words(self) -> str:
        """What it is called on screen, and typed."""
        if self.sort in STATES:
            return _(STATES[self.sort])
        if self.sort == "kind":
            return _(KIND_WORDS[self.value])  # type: ignore[index]  # a kind's code
        if self.sort == "tag":
            return "#" + self.value
        return (_(_SHOWN[self.sort]) if self.sort in _SHOWN else "") + self.value


@dataclass(frozen=True, slots=True)
class Filter:
    """Terms that must all hold; without any every article matches."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Say whether it asks for anything."""
        return bool(self.terms)

    def matches(self, facts: ArticleFacts) -> bool:
        """Say whether an article has all of them."""
        return all(term.holds(facts) for term in self.terms)

    def toggled(self, term: Term) -> Filter:
        """Return it with a term more, or without it if it has it; an article has one kind, so another one replaces it."""
        if term in self.terms:
            return Filter(tuple(each for each in self.terms if each != term))
        others = (each for each in self.terms if term.sort != "kind" or each.sort != "kind")
        return Filter((*others, term))

    def also(self, terms: Iterable[Term]) -> Filter:
        """Return it with terms more; those it has already stay."""
        result = self
        for term in terms:
            result = result if term in result.terms else result.toggled(term)
        return result

    def shortened(self) -> Filter:
        """Return it without its last term."""
        return Filter(self.terms[:-1])


def parse(typed: str) -> tuple[Term, ...]:
    """Return the terms of a typed line, set apart by white space; what is no other term is a word to look for."""
    return tuple(term for piece in typed.split() if (term := _term(piece)) is not None)


def _term(piece: str) -> Term | None:
    if piece[0] in "#＃":
        return Term("tag", piece[1:]) if piece[1:] else None
    state = next((sort for sort, words in STATES.items() if piece in (sort, words, _(words))), None)
    state = state or _STATES_SAID.get(piece)
    if state is not None:
        return Term(state)
    name, colon, value = piece.replace("：", ":").partition(":")
    sort = _PREFIXES.get(fold(name)) if colon else None
    if sort is None:
        return Term("word", piece)
    if not value:
        return None
    if sort == "kind":
        kind = _KINDS_SAID.get(fold(value)) or next(
            (kind for kind in KINDS if fold(value) in (kind, fold(_(KIND_WORDS[kind])))), None
        )
        return Term("kind", kind) if kind else Term("word", piece)
    return Term(sort, value)


@dataclass(frozen=True, slots=True)
class Offer:
    """A term that could be asked for, and how many articles would then match; None: they are not counted yet."""

    term: Term
    count: int | None


def toggles(filter_: Filter, articles: Sequence[ArticleFacts]) -> list[Offer]:
    """Return the states and the kinds, each with how many articles match with it."""
    terms = [Term(sort) for sort in STATES] + [Term("kind", kind) for kind in PARSED]
    return [Offer(term, _count(filter_, term, articles)) for term in terms]


def completions(typed: str, filter_: Filter, articles: Sequence[ArticleFacts]) -> list[Offer]:
    """Return what the last piece of a typed line may become: as it stands, then what is called so.

    The commonest come first. Counts are of articles that match with the filter and the pieces before too; what none
    has is not offered.
    """
    pieces = typed.split()
    if not pieces or typed[-1:].isspace():
        return []
    base = filter_.also(parse(" ".join(pieces[:-1])))
    last = pieces[-1]
    head, colon, rest = last.replace("：", ":").partition(":")
    sort = "tag" if last[0] in "#＃" else _PREFIXES.get(fold(head)) if colon else None
    wanted = fold(last[1:] if last[0] in "#＃" else rest if sort else last)
    known: Counter[Term] = Counter()
    for facts in articles:
        known.update(Term("tag", tag) for tag in facts.tags)
        known.update(Term("author", author) for author in facts.authors)
        known[Term("affiliation", facts.affiliation)] += bool(facts.affiliation)
        known.update(Term("stage", name) for name in facts.stages[:1])
    named = [Term(each) for each in STATES] + [Term("kind", kind) for kind in KINDS]
    fitting = [
        term
        for term in (*(term for term, count in known.most_common() if count), *named)
        if (sort is None or term.sort == sort)
        and wanted in fold(term.words if term.sort in STATES or term.sort == "kind" else term.value)
    ]
    own = [term for term in parse(last) if sort != "tag" or term in fitting or not fitting]
    offers = [Offer(term, _count(base, term, articles)) for term in dict.fromkeys((*own, *fitting))]
    return [
        *offers[: len(own)],
        *sorted((each for each in offers[len(own) :] if each.count), key=lambda each: -(each.count or 0)),
    ]


def _count(filter_: Filter, term: Term, articles: Sequence[ArticleFacts]) -> int:
    wanted = filter_.also((term,))
    return sum(map(wanted.matches, articles))
