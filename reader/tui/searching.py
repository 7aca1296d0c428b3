"""Searching the open article or all files, and what it speaks of: places to go to that are found, not marked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.tui.guidance import by_keys, key_of

if TYPE_CHECKING:
    from reader.tui.everywhere import Everywhere
    from reader.tui.screens.desk import Desk


class Searching:
    """What was searched last, and the ways to where it stands."""

    def __init__(self, desk: Desk) -> None:
        """Start with nothing searched."""
        self.desk = desk
        self._words: tuple[str, ...] = ()

    @cached_property
    def everywhere(self) -> Everywhere:
        """Searching all open files."""
        from reader.tui.everywhere import Everywhere

        return Everywhere(self.desk)

    @property
    def _among_results(self) -> bool:
        return "everywhere" in self.__dict__ and self.everywhere.active

    def ask(self) -> None:
        """Ask for a text and search it."""
        from reader.tui.screens.prompts import LinePrompt

        def asked(query: str | None) -> None:
            if query:
                if self._among_results:
                    self.everywhere.leave()
                self._search(query)

        prompt = LinePrompt(_("Search in this article"), _("Enter search   Esc leave"), " ".join(self._words))
        self.desk.app.push_screen(prompt, asked)

    def mark(self, words: tuple[str, ...]) -> None:
        """Show where words stand in the article; the first one after the cursor is in hand."""
        self._words = words
        self.desk.view.search(*words)

    def _search(self, *words: str) -> None:
        self._words, query = words, " ".join(words)
        hits = self.desk.view.search(*words)
        at = self.desk.view.search_place
        if at is not None:
            said = ngettext("{}/{} hit; {} next, {} before", "{}/{} hits; {} next, {} before", hits)
            self.desk.say(said.format(at + 1, hits, key_of("search.next"), key_of("search.previous")))
        else:
            self.desk.say(_("not in this article: {}").format(query), "warning")

    def step(self, step: int) -> None:
        """Go to another hit; in another article search the same there, or go on to the next result of a search of all."""
        if self._among_results and self.everywhere.step(step):
            return
        found = self.desk.view.search_step(step)
        if found is not None:
            words = f"{found.index + 1}/{found.total}"
            wrapped = "  " + _("past the end, from the other side") if found.wrapped else ""
            self.desk.say(words + wrapped)
        elif self._words:
            self._search(*self._words)
        else:
            self.desk.say(by_keys(_("nothing was searched yet; {} searches"), "search.open"), "warning")

    def catch_up(self) -> None:
        """Have the index hold what was read meanwhile; where nothing was searched yet, that waits until something is."""
        if "everywhere" in self.__dict__:
            self.everywhere.indexing.wake()

    def back(self) -> bool:
        """Leave the hits: to all results, if they are of all files; return whether there was something to leave."""
        if self._among_results:
            self.everywhere.ask()
        elif self.desk.view.searching:
            self.desk.view.search_clear()
        else:
            return False
        return True

    def ask_facts(self) -> None:
        """Show what the article speaks of, and go to what was chosen; its other places are hits."""
        from reader.pages.facts import Fact, find_facts
        from reader.tui.screens.facts import Facts

        whole = self.desk.whole
        if whole is None or whole.document is None:
            self.desk.say(_("no article is open"), "warning")
            return

        def chosen(fact: Fact | None) -> None:
            if fact is not None:
                self.desk.focus_pane("article")
                self.desk.view.jump(fact.places[0][:2])
                self._search(fact.text)

        facts = find_facts(whole.document.blocks)
        self.desk.app.push_screen(Facts(whole.name, facts, whole.document), chosen)
