"""The contents filtered: which articles match, and the chips above them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config.language import _
from reader.pages.model import Article
from reader.tui.filtering import ArticleFacts, Filter
from reader.tui.guidance import by_keys
from reader.tui.outline import Ref
from reader.tui.widgets.chips import Chips

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Filtered:
    """The filter of the contents; it lasts as long as the program."""

    def __init__(self, desk: Desk) -> None:
        """Start with everything shown."""
        self.desk, self.workspace = desk, desk.workspace
        self.filter = Filter()
        self._known: dict[str, tuple[Article, ArticleFacts]] = {}

    # -- which articles

    def facts(self, ref: Ref) -> ArticleFacts:
        """Return what a filter asks of an article, as it is now."""
        article = ref.article
        if article is None:
            return ArticleFacts()
        known = self._known.get(ref.key)
        title = self.desk.shelf.marks(ref).title
        if known is None or known[0] is not article or not known[1].text.startswith(title):
            known = self._known[ref.key] = (article, _printed(article, title))
        placed = self.desk.shelf.on(ref) if self.workspace.records_open else ()
        tags = self.workspace.snapshot.tags if self.workspace.records_open else {}
        mine = any(item.annotation.tags and self.workspace.mine(item.annotation) for item in placed)
        return replace(
            known[1],
            tags=tuple(
                {tags[tag].name: None for item in placed for tag in item.annotation.tags if tag in tags}
            ),
            unread=not self.workspace.state.is_read(article.id),
            untagged=not mine,
        )

    def wants(self, ref: Ref) -> bool:
        """Say whether an article matches."""
        return ref.article is not None and self.filter.matches(self.facts(ref))

    # -- changing it

    def ask(self) -> None:
        """Ask what to show; it shows at once, and goes on showing when that is left with Enter."""
        from reader.tui.screens.filtering import FilterPrompt

        articles = [self.facts(ref) for ref in self.desk.shelf.refs]
        self.desk.app.push_screen(FilterPrompt(self.filter, articles, self.use))

    def clear(self) -> None:
        """Show all articles again."""
        if not self.filter:
            self.desk.say(
                by_keys(_("nothing is filtered; {} filters the contents"), "contents.filter"), "warning"
            )
            return
        self.use(Filter())

    def use(self, wanted: Filter) -> None:
        """Show the articles that match a filter."""
        if wanted == self.filter:
            return
        self.filter = wanted
        self.desk.shelf.wanted = self.wants if wanted else None
        self.desk.contents.empty_text = (
            by_keys(
                _("No article matches.\n\n{}  change the filter\n{}  show all"),
                "contents.filter",
                "contents.all",
            )
            if wanted
            else ""
        )
        self.desk.refresh_contents()
        self.desk.show_place()
        if self.desk.ref is not None:
            self.desk.contents.put_cursor(self.desk.ref.key)
        self.desk.call_later(self._show_chips)

    async def _show_chips(self) -> None:
        found = self.desk.query(Chips)
        chips = found.first() if found else Chips(self.drop)
        if not found:
            await self.desk.query_one("#contents-pane").mount(chips, before="#contents")
        chips.put([term.words for term in self.filter.terms])

    def drop(self, number: int) -> None:
        """Take out the term of a chip."""
        self.use(self.filter.toggled(self.filter.terms[number]))


def _printed(article: Article, title: str) -> ArticleFacts:
    """Return what is printed of an article; `title` is its whole story's."""
    byline = article.byline
    texts = [title, *(block.flow.text for block in article.blocks)]
    headline = "".join(row.flow.text for row in article.headline)
    return ArticleFacts(
        text="\n".join([*texts, headline]),
        kind=article.kind,
        authors=tuple(
            filter(None, (byline.author if byline else "", *article.reporters, *article.correspondents))
        ),
        affiliation=byline.affiliation if byline else "",
        doubt=bool(article.doubts),
    )
