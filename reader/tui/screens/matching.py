"""Which headline belongs to which article: a list of either, and what the page would be with the one under the bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from reader.config.language import _
from reader.pages import parse
from reader.pages.model import Article, Fix, Page
from reader.tui.guidance import by_keys
from reader.tui.outline import GLYPHS
from reader.tui.rowlist import first_row
from reader.tui.screens.picking import Picking


class HeadlineMatch(Picking[Fix | None]):
    """Gives the fix that puts headline rows to an article, or to none."""

    def __init__(self, page: Page, fixes: Sequence[Fix], rows: tuple[int, ...], body: int | None) -> None:
        """Take the page, what was said of it so far, and the headline's rows or else the article by its first body row."""
        self._page, self._fixes = page, tuple(fixes)
        self._choices = _articles(page, rows) if rows else _headlines(page, body or 1)
        owner = next(
            (article for article in page.articles if {row.row for row in article.headline} & set(rows)), None
        )
        at = page.articles.index(owner) if rows and owner is not None else 0
        super().__init__(
            _("Whose headline is it?") if rows else _("Which headline is this article's?"),
            [words for words, _fix in self._choices],
            _("Enter choose   Esc leave"),
            nothing=by_keys(_("There is no headline on this page; {} makes a row one."), "rows.headline"),
            at=at,
        )

    def below(self, index: int) -> str:
        """Return the article as it would be, and where its headline of now would go."""
        fix = self._choices[index][1]
        page = parse(self._page.text, fixes=(*self._fixes, fix))
        now = _with_body(page, fix.body)
        lines = [_("then no article has it")] if now is None else [_called(now)]
        before = _with_body(self._page, fix.body)
        lost = {row.row for row in before.headline} - set(fix.rows) if before is not None else set[int]()
        if lost:
            title = "".join(row.flow.text for row in cast("Article", before).headline if row.row in lost)
            heir = next(
                (article for article in page.articles if {row.row for row in article.headline} & lost), None
            )
            if heir is None:
                lines.append(_("“{}” would be no article's").format(title))
            elif heir is not now:
                lines.append(_("“{}” would go to: {}").format(title, _first_words(heir)))
        owner = next(
            (a for a in self._page.articles if {row.row for row in a.headline} & set(fix.rows)), None
        )
        bereft = _with_body(page, first_row(owner)) if owner is not None else None
        if owner is not None and bereft is not None and bereft is not now and first_row(owner) != fix.body:
            left = (
                _("then this one has no headline: {}")
                if not bereft.headline
                else _("then this one has another: {}")
            )
            lines.append(left.format(_called(bereft)))
        return "\n".join(lines)

    def give(self, index: int) -> None:
        """End with the fix."""
        self.dismiss(self._choices[index][1])


def _articles(page: Page, rows: tuple[int, ...]) -> list[tuple[str, Fix]]:
    choices = [
        (
            f"{number:>3} {GLYPHS[article.kind]} {_called(article)}",
            Fix("headline", rows, body=first_row(article)),
        )
        for number, article in enumerate(page.articles, 1)
    ]
    return [*choices, (_("    none of them"), Fix("headline", rows))]


def _headlines(page: Page, body: int) -> list[tuple[str, Fix]]:
    blocks = [(item.rows, item.flow.text) for item in page.unplaced if item.role == "headline"]
    blocks += [
        (tuple(row.row for row in article.headline), "".join(row.flow.text for row in article.headline))
        for article in page.articles
        if article.headline
    ]
    return [(f"{rows[0]:>4} {text}", Fix("headline", rows, body=body)) for rows, text in blocks]


def _with_body(page: Page, row: int | None) -> Article | None:
    bodies = (
        article for article in page.articles if any(row in paragraph.rows for paragraph in article.paragraphs)
    )
    return next(bodies, None)


def _called(article: Article) -> str:
    return f"《{article.title}》 {_first_words(article)}" if article.title else _first_words(article)


def _first_words(article: Article) -> str:
    if not article.paragraphs:
        return ""
    text = article.paragraphs[0].flow.text
    return text.removeprefix(article.dateline)[:24] + "…"
