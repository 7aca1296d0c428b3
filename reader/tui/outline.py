"""The contents as entries: sources, columns and articles, with glyphs, counts and what was read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reader.config.language import N_, _, ngettext
from reader.pages.digest import name_of
from reader.pages.model import Article, Kind, Page, Source
from reader.tui.widgets.entries import Entry, Piece
from reader.workspace import SourceFile

GLYPHS: dict[Kind, str] = {
    "proposal": "策",
    "news": "讯",
    "continuation": "转",
    "notice": "启",
    "record": "台",
}
KIND_WORDS: dict[Kind, str] = {
    "proposal": N_("proposal"),
    "news": N_("news"),
    "continuation": N_("continuation"),
    "notice": N_("notice"),
    "record": N_("ledger"),
}
LOST = "corrections"
"""What the key of a page's entry of corrections begins with."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An article's place: its file, page and id; an empty id is what is in no article (未归篇)."""

    file: SourceFile
    page: Page
    article_id: str

    @property
    def article(self) -> Article | None:
        """The article, if it is one."""
        return self.page.article(self.article_id)

    def on_page_of(self, other: Ref) -> bool:
        """Say whether another article is on the same page of the same file."""
        return (self.file.key, self.page.number) == (other.file.key, other.page.number)

    @property
    def key(self) -> str:
        """What tells it apart."""
        return f"{self.file.key}\n{self.page.number}\n{self.article_id}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the contents show about an article: annotations on it, whether it was read.

    Of a story over several pages also `joined`, the page its other half is on, in words, and the whole's `title`.
    """

    annotations: int = 0
    read: bool = False
    joined: str = ""
    title: str = ""
    due: int | None = None
    """Days left until the next deadline of its handling; negative: so many too late."""
    lost: int = 0
    """Of what is in no article: corrections of the page whose rows were not found."""


def refs_of(file: SourceFile, pages: Sequence[Page]) -> list[Ref]:
    """Return a file's articles in reading order: the columns' together, as printed."""
    return [Ref(file, page, article.id) for page in pages for article in page.articles]


def outline(
    files: Sequence[SourceFile],
    pages: Mapping[str, Sequence[Page]],
    problems: Mapping[str, str],
    marks: Callable[[Ref], Marks],
    current: str,
    wanted: Callable[[Ref], bool] | None = None,
) -> list[Entry]:
    """Return the entries of the contents; `current` is the key of the open article.

    A file that is not parsed yet is one entry by its name; one that cannot be read says why. With `wanted` only the
    articles show that are, and pages that have any.
    """
    entries: list[Entry] = []
    for file in files:
        if file.key in problems:
            if wanted is not None:
                continue
            rows = ((("! ", "warning"), (file.label, "")), (("  " + problems[file.key], "muted"),))
            entries.append(Entry(f"file\n{file.key}", rows))
        elif file.key not in pages:
            entries.append(
                Entry(f"file\n{file.key}", ((("▸ " + source_words(file.source, file.label), ""),),))
            )
        else:
            for page in pages[file.key]:
                entries.extend(_page_entries(file, page, len(pages[file.key]), marks, current, wanted))
    return entries


def _page_entries(
    file: SourceFile,
    page: Page,
    pages: int,
    marks: Callable[[Ref], Marks],
    current: str,
    wanted: Callable[[Ref], bool] | None,
) -> list[Entry]:
    count = len(page.articles)
    amount = ngettext("{} article", "{} articles", count).format(count)
    articles = [article for article in page.articles if wanted is None or wanted(Ref(file, page, article.id))]
    if wanted is not None:
        if not articles:
            return []
        amount = f"{len(articles)}/{count}"
    words = page_words(file, page, pages)
    before, year, after = words.partition(page.source.date[:5] or words)
    head: tuple[Piece, ...] = (
        ("▾ " + before, "strong"),
        (year, "~strong" if after else "strong"),
        (after, "strong"),
        ("  " + amount, "~muted"),
    )
    entries = [Entry(f"page\n{file.key}\n{page.number}", (head,))]
    column: int | None = None
    headers = {item.id: item.header for item in page.columns}
    for article in articles:
        if article.column is not None and article.column != column and headers.get(article.column):
            header = headers[article.column]
            entries.append(
                Entry(
                    f"column\n{file.key}\n{page.number}\n{article.column}",
                    ((("  " + header, "accent"),),),
                    False,
                )
            )
        column = article.column
        ref = Ref(file, page, article.id)
        entries.append(Entry(ref.key, (_article_row(article, marks(ref), ref.key == current),)))
    if wanted is not None:
        return entries
    lost = Ref(file, page, "")
    if marks(lost).annotations:
        row = (("  ? ", "warning"), (_("In no article"), ""), (f"  {marks(lost).annotations}", "accent"))
        entries.append(Entry(lost.key, (row,)))
    if marks(lost).lost:
        count = marks(lost).lost
        words = ngettext("{} correction without its rows", "{} corrections without their rows", count)
        entries.append(
            Entry(f"{LOST}\n{file.key}\n{page.number}", ((("  ! ", "warning"), (words.format(count), "")),))
        )
    return entries


def _article_row(article: Article, marks: Marks, current: bool) -> tuple[Piece, ...]:
    glyph_style = "accent" if article.kind == "proposal" else "muted"
    title_style = "strong" if current else "muted" if marks.read else ""
    pieces: list[Piece] = [
        (" ›" if current else "  ", "accent"),
        (GLYPHS[article.kind] + " ", glyph_style),
    ]
    if marks.annotations:
        pieces.append((f"{marks.annotations} ", "accent"))
    if article.doubts:
        pieces.append(("? ", "warning"))
    pieces += due_mark(marks.due)
    if marks.joined:
        pieces.append((f"{marks.joined} ", "muted"))
    pieces.append((article.title or marks.title or name_of(article), title_style))
    return tuple(pieces)


def due_mark(days: int | None) -> tuple[Piece, ...]:
    """Return the small mark of an article that something is due of in so many days (negative: too late by as many)."""
    if days is None:
        return ()
    return ((_("{}d ").format(days), "warning" if days < 0 else "muted"),)


def page_words(file: SourceFile, page: Page, pages: int) -> str:
    """Return what a page is called: its source, and its number where its file has several pages."""
    words = source_words(page.source, file.label)
    return f"{words} ({page.number}/{pages})" if pages > 1 else words


def source_words(source: Source, label: str) -> str:
    """Return a source as people say it; what is unknown is left out; a file's name if nothing is known."""
    page_no = _("page {}").format(source.page_no) if source.page_no else ""
    words = " ".join(filter(None, (source.paper, source.date, page_no)))
    return words if source.paper or source.date else label
