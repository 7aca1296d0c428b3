"""Registering handling from the desk: the form for what is meant, or for several proposals; corrections; cards of entries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Tag, Target
from reader.annotations.handling import Registered
from reader.annotations.schemes import Scheme
from reader.config.language import _, ngettext
from reader.config.schemes.wording import field_label, said, value_words
from reader.config.wording import sentence
from reader.tui import days
from reader.tui.cards import Folding
from reader.tui.form import About, Form, Option
from reader.tui.hand import Hand, short
from reader.tui.offices import units_of
from reader.tui.outline import source_words
from reader.tui.widgets.entries import Entry
from reader.workspace import Placed, Spot
from reader.workspace.handling import Handled, header_of, subject_of

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.registering import Question, RegisterForm


AT_ONCE = 100
"""Targets, and entries, up to which the screen waits for them; more are seen to in the background."""
_NAMED = 8
"""Titles that the form names of several proposals."""


class Registering(Hand):
    """The desk's verbs for handling."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__(desk)
        self._asked: RegisterForm | None = None
        self._used: Scheme | None = None

    @property
    def handling(self) -> Any:
        """The handling of the library (`reader.workspace.handling.Handling`)."""
        return self.workspace.handling

    # -- the form

    def ask(self, targets: Sequence[Target] = (), then: Callable[[], None] | None = None) -> None:
        """Ask what is to be registered for targets; without any for what is meant here, or correct the card's entry.

        What many have in common is found in the background. `then` is called once something is registered.
        """
        if not targets and self.desk.pane == "cards":
            annotation = self.in_hand()
            if annotation is not None and annotation.entry is not None:
                self.correct(annotation)
                return
        if len(targets) > AT_ONCE and self.may_write():
            self.handling.look()

            def made(result: Form | Exception) -> None:
                if isinstance(result, Exception):
                    raise result
                self._ask(result, then)

            self.desk.background.submit(lambda: self._made((self._about(targets),)), made)
            return
        abouts = (self._about(targets),) if targets else self._abouts()
        if not abouts or not self.may_write():
            return
        self.handling.look()
        self._ask(self._made(abouts), then)

    def _made(self, abouts: tuple[About, ...]) -> Form:
        return Form(abouts, days.today(), self._units(abouts), self._links(abouts[0].targets))

    def _ask(self, form: Form, then: Callable[[], None] | None) -> None:
        key = "form:" + _digest(form.abouts[-1].targets)

        def done() -> None:
            self._register(form, key)
            if then is not None:
                then()

        self._open(form, _("Register handling"), key, done)

    def correct(self, annotation: Annotation) -> None:
        """Ask for what is to stand in the place of an entry."""
        entry = annotation.entry
        if entry is None or not self.may_write():
            return
        if annotation.id in self._corrected():
            self.desk.say(sentence("entry_corrected"), "warning")
            return
        self.handling.look()
        scheme = self.handling.schemes.get(entry.scheme)
        old = Registered(annotation.id, subject_of(annotation), annotation.created, entry)
        about = About(self.aim(annotation.target).words, (annotation.target,), (scheme,), ("",))
        form = Form((about,), days.today(), self._units((about,)), self._links(about.targets), old)
        if not form.fields():
            self.desk.say(sentence("field_unknown"), "warning")
            return
        key = f"form:{annotation.id}"
        title = _("Correct an entry")
        self._open(form, title, key, partial(self._correct, form, annotation.id, key), fixed=True)

    def _open(
        self, form: Form, title: str, key: str, done: Callable[[], None], *, fixed: bool = False
    ) -> None:
        from reader.tui.screens.registering import Question, RegisterForm

        def ended(saved: bool | None) -> None:
            if saved:
                done()

        mistakes = [
            sentence(each.code, {**each.params, "path": Path(each.params.get("path", "")).name})
            for each in self.handling.schemes.mistakes
        ]
        question = Question(
            form,
            title,
            self.workspace.state,
            key,
            lambda: "、".join(dict.fromkeys(said(each.label) for each in form.about.schemes)),
            mistakes[0] if mistakes else "",
            None if fixed else partial(self._change_scheme, form),
        )
        self.desk.app.push_screen(self._form(question, RegisterForm), ended)

    def _form(self, question: Question, kind: type[RegisterForm]) -> RegisterForm:
        if self._asked is None:
            self._asked = kind(question)
            self.desk.app.install_screen(self._asked, "register-form")
        else:
            self._asked.ask_again(question)
        return self._asked

    def _register(self, form: Form, key: str) -> None:
        wishes = form.entries()
        if len(wishes) <= AT_ONCE or self.workspace.nameless:
            self._save(lambda: self.handling.register(wishes), key)
            return

        def registered(result: Future[Any] | Exception) -> None:
            def given() -> Future[Any]:
                if isinstance(result, Exception):
                    raise result
                return result

            self._save(given, key)

        self.desk.background.submit(partial(self.handling.register, wishes), registered)

    def _correct(self, form: Form, annotation_id: str, key: str) -> None:
        ((_target, entry),) = form.entries()
        self._save(lambda: self.handling.correct(annotation_id, entry), key)

    def _save(self, wish: Callable[[], Future[Any]], key: str) -> None:
        """Carry a wish out; what was filled in is kept as a draft until it is saved."""

        def drop(settled: Future[Any]) -> None:
            if settled.exception() is None:
                self.workspace.state.set_draft(key, "")
                self.workspace.state.save()

        def carried_out() -> Future[Any]:
            future = wish()
            future.add_done_callback(drop)
            return future

        self.do(carried_out)

    def _change_scheme(self, form: Form, changed: Callable[[], None]) -> None:
        """Ask for another scheme, and where it is to count."""
        from reader.tui.screens.schemes import Chosen, SchemeChoice

        spot = self._spots(form.targets).get(_place(form.targets[0]))
        header = header_of(spot) if spot is not None else ""

        def chosen(answer: Chosen | None) -> None:
            if answer is None:
                return
            form.use(answer.scheme)
            changed()
            if answer.scope != "article":
                wanted = header if answer.scope == "column" else ""
                self.do(lambda: self.handling.choose(answer.scheme.id, wanted))

        known = tuple(self.handling.schemes.known.values())
        self.desk.app.push_screen(SchemeChoice(known, form.about.schemes[0].id, header), chosen)

    # -- what it is about

    def _abouts(self) -> tuple[About, ...]:
        """Return what could be meant here, the nearest first: the measure under the cursor, the article."""
        handled = self.handled()
        if handled is None:
            return ()
        source = source_words(handled.spot.page.source, handled.spot.file.label)
        return tuple(
            About(aim.words, (aim.target,), (handled.scheme,), (source,), handled.log, handled.schemes)
            for aim in self.aims()
            if aim.target.level in ("measure", "article")
        )

    def _about(self, targets: Sequence[Target]) -> About:
        """Return what some targets have in common."""
        spots = self._spots(targets)
        handled = self._handled(spots.values())
        found = [handled.get(_place(target)) for target in targets]
        default = self.handling.schemes.get(self.handling.settled())
        schemes = tuple(each.scheme if each is not None else default for each in found)
        sources = tuple(
            source_words(each.spot.page.source, each.spot.file.label) if each is not None else ""
            for each in found
        )
        count, only = len(targets), found[0] if len(targets) == 1 else None
        titles = "、".join(short(target.title or target.exact) for target in targets[:_NAMED])
        words = ngettext("{} proposal: {}", "{} proposals: {}", count).format(count, titles)
        return About(
            self.aim(targets[0]).words if only is not None else words,
            tuple(targets),
            schemes,
            sources,
            only.log if only is not None else (),
            only.schemes if only is not None else (),
        )

    def handled(self) -> Handled | None:
        """Return the handling of the open story, its measures those of all its halves; None without an article."""
        whole = self.desk.whole
        if whole is None or whole.document is None:
            return None
        spots = []
        for ref in whole.refs:
            for page in self.workspace.catalogue.pages(ref.file)[ref.page.number - 1 : ref.page.number]:
                article = page.article(ref.article_id)
                spots += [Spot(ref.file, page, article)] if article is not None else []
        if not spots:
            return None
        measures = tuple(label for spot in spots for label in spot.article.measures)
        first = replace(spots[0], article=replace(spots[0].article, measures=measures))
        noted = [item.annotation for item in self.desk.travel.following.placed()]
        found: Handled = self.handling.of(first, noted)
        return found

    def _handled(self, spots: Iterable[Spot]) -> dict[tuple[str, str], Handled]:
        """Return the handling of articles; what is noted of a page is looked up once."""
        noted: dict[str, Mapping[str, Sequence[Annotation]]] = {}
        found: dict[tuple[str, str], Handled] = {}
        for spot in spots:
            text = spot.page.fingerprint
            if text not in noted:
                noted[text] = self.workspace.noted(spot.file, spot.page)
            found[text, spot.article.id] = self.handling.of(spot, noted[text].get(spot.article.id, ()))
        return found

    def _spots(self, targets: Sequence[Target]) -> dict[tuple[str, str], Spot]:
        """Return the articles that targets are in, as far as they are known."""
        wanted: dict[str, set[str]] = {}
        for target in targets:
            wanted.setdefault(target.fingerprint, set()).add(target.article)
        found = {}
        for file in self.workspace.files:
            for page in self.workspace.catalogue.pages(file):
                for article in page.articles if page.fingerprint in wanted else ():
                    if article.id in wanted[page.fingerprint]:
                        found[page.fingerprint, article.id] = Spot(file, page, article)
        return found

    def _units(self, abouts: Sequence[About]) -> dict[str, list[str]]:
        wanted = [each.id for about in abouts for each in about.fields if each.type == "unit"]
        if not wanted:
            return {}
        schemes = self.handling.schemes.known.values()
        known = [each.id for scheme in schemes for each in scheme.fields if each.type == "unit"]
        annotations = self.workspace.snapshot.annotations.values()
        return units_of(
            (each.entry for each in annotations if each.entry and not each.deleted), wanted, known
        )

    def _links(self, targets: Sequence[Target]) -> tuple[Option, ...]:
        """Return the links that lead from the article of a target, by what they lead to."""
        place = _place(targets[0])
        if len(targets) > 1:
            return ()
        found = []
        for link in self.workspace.snapshot.links.values():
            here = [end for end in link.ends if _place(end) == place]
            if here and not link.deleted:
                other = link.target if here[0] is link.source else link.source
                words = "" if other.level == "article" else other.exact
                found.append(Option(link.id, short(f"《{other.title}》{words}")))
        return tuple(found)

    def _corrected(self) -> set[str]:
        annotations = self.workspace.snapshot.annotations.values()
        return {each.entry.corrects for each in annotations if each.entry and not each.deleted} - {""}

    # -- how it is shown

    def words(self, annotation: Annotation) -> str:
        """Return what an entry says, in a row."""
        entry = annotation.entry
        if entry is None:
            return ""
        scheme = self.handling.schemes.get(entry.scheme)
        value = value_words(scheme.by_id.get(entry.field), entry.value)
        return f"{entry.date} {field_label(scheme, entry.field)} {value}"

    def cards(
        self, placed: Sequence[Placed], tags: Mapping[str, Tag], width: int, me: str, folding: Folding
    ) -> list[Entry]:
        """Return the cards of an article with entries: how it stands, its entries by date, then what else is said."""
        from reader.tui.timeline import Drawing, timeline

        handled = self.handled()
        links = self.workspace.snapshot.links
        drawing = Drawing(self.handling.schemes.get, links, tags, max(8, width), me, folding)
        return timeline(handled, placed, days.today(), drawing)


def _place(target: Target) -> tuple[str, str]:
    return target.fingerprint, target.article


def _digest(targets: Sequence[Target]) -> str:
    """Return what tells sets of targets apart, short."""
    if len(targets) == 1:
        return ":".join((*_place(targets[0]), targets[0].measure))
    named = "\n".join(sorted(f"{each.fingerprint}:{each.article}:{each.measure}" for each in targets))
    return hashlib.sha256(named.encode()).hexdigest()[:16]
