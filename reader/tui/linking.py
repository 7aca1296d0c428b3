"""Links from the desk: made, listed, shown as cards, followed; and what is offered as printed again.

What asks the whole library runs on a thread of its own, in small parts, so that no file waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from reader.annotations import Caret, LinkKind, Target, locate
from reader.config.language import _
from reader.pages.model import Page, Source
from reader.tui.background import Background
from reader.tui.guidance import by_keys
from reader.tui.hand import Aim, Hand
from reader.tui.linkcards import OFFERS, key_of_link, link_cards
from reader.tui.outline import Ref, source_words
from reader.workspace import SourceFile, Spot
from reader.workspace.links import End, Linked, Offer, order, spot_of

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.linking import Answer, Candidate, Relation
    from reader.tui.screens.links import Wish
    from reader.tui.widgets.entries import Entry

Result = TypeVar("Result")
_PART_SECONDS = 0.05
_QUIET_SECONDS = 4.0
MARK = "\0mark"
"""The candidate that marks this place for later."""
MARKED = "\0marked"
"""The candidate that is the place marked before."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked of an article: what was offered, and when links were as `links` and so many pages were taken."""

    links: object
    taken: int
    offers: tuple[Offer, ...]


class Linking(Hand):
    """The desk's verbs for links."""

    def __init__(self, desk: Desk) -> None:
        """Start with no place marked."""
        super().__init__(desk)
        self._mark: Aim | None = None
        self._asked: dict[str, _Asked] = {}
        self._asking: set[str] = set()
        self._steps: Iterator[None] | None = None
        self._catching = False
        self._taken = 0
        self._revision = -1
        self._waiting = 0

    @cached_property
    def _background(self) -> Background:
        return Background(self.desk.from_thread)

    @property
    def idle(self) -> bool:
        """Whether nothing is being looked for."""
        return not self._waiting

    def _submit(self, work: Callable[[], Result], then: Callable[[Result | Exception], object]) -> None:
        self._waiting += 1

        def done(result: Result | Exception) -> None:
            self._waiting -= 1
            then(result)

        self._background.submit(work, done)

    # -- what there is

    def here(self) -> list[Linked]:
        """Return the links of the open article, of all its halves."""
        if self.desk.whole is None or not self.workspace.records_open or not self.workspace.snapshot.links:
            return []
        found: dict[str, Linked] = {}
        for ref in self.desk.whole.refs:
            spot = _spot(self, ref)
            if spot is not None:
                for each in self.workspace.linking.of(spot.file, spot.page, spot.article.id):
                    found.setdefault(each.link.id, each)
        return list(found.values())

    def cards(self, width: int) -> list[Entry]:
        """Return the cards of the links of the open article, and one for what is offered."""
        if self._revision not in (-1, self.workspace.catalogue.revision):
            self.catch_up()
        return link_cards(self.here(), len(self._offers()), width, self.workspace.creator)

    def _offers(self) -> tuple[Offer, ...]:
        """Return what is offered for the open article as far as that is known; what is not is looked for."""
        spot = _spot(self, self.desk.ref) if self.desk.ref is not None else None
        if spot is None or not self.workspace.records_open:
            return ()
        key, links = spot.article.id, self.workspace.snapshot.links
        known = self._asked.get(key)
        fresh = known is not None and known.links is links and known.taken == self._taken
        if not fresh and self._taken and key not in self._asking:
            self._look(spot, self.desk.refresh_annotations)
        refused = self.workspace.state.differ
        offers = known.offers if known is not None else ()
        linked = self.workspace.linking.linked_same() if offers and links else frozenset[tuple[str, str]]()
        return tuple(
            offer
            for offer in offers
            if not refused(key, offer.spot.article.id) and _pair(key, offer.spot.article.id) not in linked
        )

    def _look(self, spot: Spot, then: Callable[[], object]) -> None:
        """Look for what may be the same text as an article, in the background."""
        key, links, taken = spot.article.id, self.workspace.snapshot.links, self._taken
        self._asking.add(key)

        def found(result: list[Offer] | Exception) -> None:
            self._asking.discard(key)
            if isinstance(result, Exception):
                raise result
            self._asked[key] = _Asked(links, taken, tuple(result))
            then()

        self._submit(lambda: self.workspace.offering.reprints(spot), found)

    def catch_up(self) -> None:
        """Take in what was read, a part at a time, so that what was printed again can be found."""
        if not self._catching:
            self._catching, self._revision = True, self.workspace.catalogue.revision
            self._go_on()

    def _go_on(self) -> None:
        """Take in the next part, once no key has come for a while: whoever reads is not to notice."""
        if monotonic() - self.desk.pressed < _QUIET_SECONDS:
            self.desk.set_timer(_QUIET_SECONDS, self._go_on)
        else:
            self._submit(self._step, self._stepped)

    def _step(self) -> bool:
        """Take in the next files, in the background; return whether there may be more.

        It rests after each as long as that took: nobody waits for it, and the event loop cannot run while it does.
        """
        if self._steps is None:
            self._steps = self.workspace.offering.steps()
        until = monotonic() + _PART_SECONDS
        while (begun := monotonic()) < until:
            if next(self._steps, self) is self:
                self._steps = None
                return False
            sleep(monotonic() - begun)
        return True

    def _stepped(self, more: bool | Exception) -> None:
        if isinstance(more, Exception):
            raise more
        if more:
            self._go_on()
            return
        self._catching = False
        self._taken += 1
        self.desk.refresh_annotations()

    # -- making one

    def add(self) -> None:
        """Ask what to link with what is meant: the selection, else the measure, else the article."""
        aims = self.aims()
        if not aims or not self.may_write():
            return
        from reader.tui.screens.linking import LinkPrompt

        spot = _spot(self, self.desk.ref) if self.desk.ref is not None else None
        spots: dict[str, Spot] = {}

        def seek(typed: str, then: Callable[[str, Sequence[Candidate]], object]) -> None:
            def found(result: list[Candidate] | Exception) -> None:
                if isinstance(result, Exception):
                    raise result
                then(typed, result)

            self._submit(lambda: self._candidates(typed, spot, spots), found)

        def chosen(answer: Answer | None) -> None:
            if answer is not None:
                self._chosen(aims[answer.aim], answer, spots)

        first = self._always(aims[-1].target)
        self.desk.app.push_screen(LinkPrompt([aim.words for aim in aims], first, seek), chosen)

    def _always(self, here: Target) -> list[Candidate]:
        """Return what can be chosen whatever is open: the marked place, or marking this one."""
        from reader.tui.screens.linking import Candidate

        mark = Candidate(MARK, _("mark this place, and choose the other end there"))
        if self._mark is None:
            return [mark]
        end = self.workspace.linking.end(self._mark.target)
        relations = _relations(self.workspace.linking.end(here).source, end.source, "answered")
        return [Candidate(MARKED, self._mark.words, where=_where(end), relations=relations), mark]

    def _candidates(self, typed: str, spot: Spot | None, spots: dict[str, Spot]) -> list[Candidate]:
        """Return the articles that may be meant; those found are put into `spots`. In the background."""
        from reader.tui.screens.linking import Candidate

        if spot is None:
            return []
        offering = self.workspace.offering
        shares: dict[str, float] = {}
        if typed.strip():
            found = offering.called(typed)
        else:
            shares = {offer.spot.key: offer.share for offer in offering.shared(spot)}
            offered = [offer.spot for offer in offering.shared(spot)]
            found = [*offered, *(each for each in offering.related(spot) if each.key not in shares)]
        candidates = []
        for each in found:
            if each.key == spot.key:
                continue
            spots[each.key] = each
            likely: Relation = "same" if each.key in shares else "answered"
            relations = _relations(spot.page.source, each.page.source, likely)
            figure = f"{shares[each.key]:.0%}" if each.key in shares else ""
            where = source_words(each.page.source, each.file.label)
            candidates.append(Candidate(each.key, each.article.name, where, figure, relations))
        return candidates

    def _chosen(self, aim: Aim, answer: Answer, spots: dict[str, Spot]) -> None:
        if answer.key == MARK:
            self._mark = aim
            self.desk.say(by_keys(_("marked; go to the other place and press {}"), "link.add"))
        elif answer.key == MARKED and self._mark is not None:
            mark, self._mark = self._mark, None
            self._link(aim.target, answer.relation, mark.target)
        elif answer.key in spots:
            spot = spots[answer.key]

            def read(pages: tuple[Page, ...]) -> None:
                page = pages[spot.page.number - 1]
                article = page.article(spot.article.id)
                if article is not None:
                    self._link(aim.target, answer.relation, self.workspace.target_article(page, article))

            self.desk.travel.fetch(spot.file, read)

    def _link(self, here: Target, relation: Relation, there: Target) -> None:
        kind: LinkKind = "same" if relation == "same" else "answer"
        linking = self.workspace.linking
        later = order(linking.end(there).source, linking.end(here).source) < 0
        source, target = (
            (there, here) if relation == "answers" or (kind == "same" and later) else (here, there)
        )
        if self.do(partial(linking.link, kind, source, target)):
            self.desk.view.select_clear()

    # -- the list

    def open(self) -> None:
        """List the links of the article, and what is offered."""
        spot = _spot(self, self.desk.ref) if self.desk.ref is not None else None
        if spot is None:
            self.desk.say(_("no article is open"), "warning")
        elif not self._offers() and not self.here():
            self.desk.say(_("looking for what was printed again…"))
            self._look(spot, self._list)
        else:
            self._list()

    def _list(self, at: int = 0) -> None:
        from reader.tui.screens.links import LinkList

        linked, offers = self.here(), self._offers()
        if self.desk.app.screen is not self.desk:  # something else was opened meanwhile
            return
        self.desk.say("")

        def wished(wish: Wish | None) -> None:
            if wish is not None:
                self._carry_out(wish, linked, offers)

        self.desk.app.push_screen(LinkList(linked, offers, self.workspace.creator, at), wished)

    def _carry_out(self, wish: Wish, linked: Sequence[Linked], offers: Sequence[Offer]) -> None:
        if wish.index < len(linked):
            held = linked[wish.index]
            if wish.verb == "go":
                self.go(held.other)
            elif wish.verb == "remove":
                self._unlink(held)
                self._list(wish.index)
            elif wish.verb == "note":
                self._note(held)
            elif wish.verb == "yes" and held.moved and self.may_write():
                self.do(partial(self.workspace.linking.confirm, held))
                self._list(wish.index)
            return
        offer = offers[wish.index - len(linked)]
        if wish.verb == "go":
            self._go_to(offer.spot.file, offer.spot.page.number, offer.spot.article.id)
        elif wish.verb == "yes" and self.may_write():
            self._accept(offer, wish.index)
        elif wish.verb == "no" and self.desk.ref is not None:
            self.workspace.linking.refuse(self.desk.ref.article_id, offer.spot.article.id)
            self.desk.refresh_annotations()
            self._list(wish.index)

    def _accept(self, offer: Offer, at: int) -> None:
        whole = self.desk.whole
        if whole is None or not whole.articles:
            return
        here = self.workspace.target_article(whole.refs[0].page, whole.articles[0])

        def read(pages: tuple[Page, ...]) -> None:
            page = pages[offer.spot.page.number - 1]
            article = page.article(offer.spot.article.id)
            if article is not None:
                self._link(here, "same", self.workspace.target_article(page, article))
                self._list(at)

        self.desk.travel.fetch(offer.spot.file, read)

    def _note(self, held: Linked) -> None:
        from reader.tui.screens.prompts import LinePrompt

        def asked(text: str | None) -> None:
            if text is not None and self.may_write():
                self.do(partial(self.workspace.linking.note, held.link.id, text))

        title = _("A note on the link")
        self.desk.app.push_screen(LinePrompt(title, _("Enter save   Esc leave"), held.link.comment), asked)

    def _unlink(self, held: Linked) -> None:
        if self.may_write():
            self.do(partial(self.workspace.linking.unlink, held.link.id))

    # -- cards

    def held(self) -> Linked | None:
        """Return the link of the focused card, if it is one."""
        if self.desk.pane != "cards":
            return None
        key = self.desk.cards.cursor_key
        return next((each for each in self.here() if key_of_link(each) == key), None)

    def go_held(self) -> bool:
        """Go where the focused card's link leads, or list what is offered; return whether the card is one of ours."""
        if self.desk.pane == "cards" and self.desk.cards.cursor_key == OFFERS:
            self._list(len(self.here()))
            return True
        held = self.held()
        if held is not None:
            self.go(held.other)
        return held is not None

    def unlink_held(self) -> bool:
        """Take the link of the focused card away; return whether it is one."""
        held = self.held()
        if held is not None:
            self._unlink(held)
        return held is not None

    def show_held(self) -> None:
        """Show in the text what the focused card's link is about."""
        held = self.held()
        if held is None or self.desk.whole is None or held.here.target.level not in ("measure", "span"):
            return
        for number, ref in enumerate(self.desk.whole.refs):
            spans = locate(ref.page, held.here.target).spans
            if ref.page.fingerprint == held.here.target.fingerprint and spans:
                self.desk.view.jump(Caret(spans[0].block + self.desk.whole.base(number), spans[0].start))

    # -- going there

    def follow(self) -> bool:
        """Go where the article's link leads; list several; return whether there is any."""
        linked = self.here()
        if len(linked) == 1:
            self.go(linked[0].other)
        elif linked:
            self._list()
        return bool(linked)

    def go(self, end: End) -> None:
        """Open the article that holds an end, at the end's first character."""
        if end.file is None or end.status == "lost":
            words = _("{} is not among the open files, or its text has changed")
            self.desk.say(words.format(f"《{end.name}》"), "warning")
            return

        def read(_pages: tuple[Page, ...]) -> None:
            now = self.workspace.linking.end(end.target)
            if now.spot is None:
                self.desk.say(_("{} was not found there").format(f"《{end.name}》"), "warning")
                return
            self._go_to(now.spot.file, now.number, now.spot.article.id, now.target)

        self.desk.travel.fetch(end.file, read)

    def _go_to(self, file: SourceFile, number: int, article_id: str, target: Target | None = None) -> None:
        """Open an article by its place, read if need be; the cursor goes to a measure or passage of it."""

        def read(pages: tuple[Page, ...]) -> None:
            page, caret = pages[number - 1], None
            if target is not None and target.level in ("measure", "span"):
                spans = locate(page, target).spans
                caret = Caret(spans[0].block, spans[0].start) if spans else None
            self.desk.returning.leave()
            self.desk.travel.open(Ref(file, page, article_id), caret)
            self.desk.focus_pane("article")

        self.desk.travel.fetch(file, read)


def _spot(linking: Linking, ref: Ref) -> Spot | None:
    return spot_of(linking.workspace, ref.file, ref.page, ref.article_id)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _where(end: End) -> str:
    return source_words(end.source, end.path)


def _relations(here: Source, there: Source, likely: Relation) -> tuple[Relation, ...]:
    """Return what an article here can be to one there, the likeliest first: the later one answers the earlier."""
    when = order(here, there)
    answers: tuple[Relation, ...] = (
        ("answered",) if when < 0 else ("answers",) if when > 0 else ("answered", "answers")
    )
    return ("same", *answers) if likely == "same" else (*answers, "same")
