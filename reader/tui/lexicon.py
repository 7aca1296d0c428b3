"""Words as the reader cuts them: jieba's dictionary, got when there is time, and words of the reader's own over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.config.language import _
from reader.config.settings import Stamp, stamp
from reader.config.wording import sentence
from reader.tui.guidance import key_of

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.words.own import WordList, WordsError

Cut = Callable[[str], list[tuple[int, int]]]
_AROUND = "。，、；：？！ \u3000"
"""Not taken along at a selection's ends."""
_OPENING, _CLOSING = "“‘（《〈「『【(", "”’）》〉」』】)"
"""The one not taken along at its end, the other not at its beginning."""


class Lexicon:
    """The desk's words; the file of one's own is read again whenever it is another."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self._desk = desk
        self._seen: Stamp = None
        self._opened = False
        self._before: tuple[str, Stamp, WordList] | None = None
        """The word changed last, and the words before that, while the file is what was written then."""

    def open(self) -> None:
        """Get the dictionary and one's own words, in the background."""
        self._desk.background.submit(_load, self._loaded)
        self._desk.background.submit(self._read, self._learn)

    def look(self) -> None:
        """Read one's own words again if the file is not the one read last."""
        from reader.words.own import words_file

        if self._opened and stamp(words_file()) != self._seen:
            self._desk.background.submit(self._read, self._learn)

    def toggle(self) -> None:
        """Make the selection a word of one's own, or none any more; without one, forget the word under the cursor."""
        from reader.words import segmenter
        from reader.words.own import OwnWord, WordsError, read_words, words_file, write_words

        desk, path = self._desk, words_file()
        try:
            words = read_words(path)
            word = self._meant(words)
            if not word:
                return
            if self._before is not None and self._before[:2] == (word, stamp(path)):
                new = self._before[2]
            else:
                new = words.removed([word]) if word in words.words else words.added([OwnWord(word)])
            write_words(path, new)
        except WordsError as error:
            desk.front.complain(error)
            return
        segmenter().learn(new.frequencies)
        self._seen = stamp(path)
        self._before = word, self._seen, words
        if word in new.words:
            said = _("“{}” is one of your words now; {} again takes it out")
        else:
            said = _("“{}” is none of your words any more; {} again puts it back")
        desk.say(said.format(word, key_of("words.add")))

    def put(self, word: str) -> bool:
        """Make a word one of one's own; return whether it is, else say why not."""
        from reader.words.own import OwnWord

        return self._change(lambda words: words.added([OwnWord(word)]))

    def drop(self, word: str) -> bool:
        """Make a word none of one's own; return whether it is none, else say why not."""
        return self._change(lambda words: words.removed([word] if word in words.words else []))

    def _change(self, build: Callable[[WordList], WordList]) -> bool:
        from reader.words import segmenter
        from reader.words.own import WordsError, read_words, words_file, write_words

        try:
            words = build(read_words(words_file()))
            write_words(words_file(), words)
        except WordsError as error:
            self._desk.front.complain(error)
            return False
        segmenter().learn(words.frequencies)
        self._seen, self._before = stamp(words_file()), None
        return True

    def _meant(self, words: WordList) -> str:
        """Return the word that is selected, else the own one under the cursor; say why there is none."""
        view, span = self._desk.view, self._desk.view.selection_span()
        if span is None:
            word = view.word()
            if word not in words.words:
                said = _("select a word first ({}): {} makes it one of yours")
                self._desk.say(said.format(key_of("select.start"), key_of("words.add")), "warning")
                return ""
            return word
        (block, start), (last, end) = span
        word = view.blocks[block].flow.text[start : end if block == last else None]
        word = word.lstrip(_AROUND + _CLOSING).rstrip(_AROUND + _OPENING)
        if block != last or len(word) < 2:
            self._desk.say(_("a word has at least two characters, of one paragraph"), "warning")
            return ""
        return word

    def _loaded(self, cut: Cut | Exception) -> None:
        if not isinstance(cut, Exception):  # without the dictionary a word is a character
            self._desk.view.set_segmenter(cut)

    def _read(self) -> tuple[Stamp, WordList | WordsError]:
        from reader.words.own import WordsError, read_words, words_file

        seen = stamp(words_file())
        try:
            return seen, read_words(words_file())
        except WordsError as error:
            return seen, error

    def _learn(self, outcome: tuple[Stamp, WordList | WordsError] | Exception) -> None:
        """Put words in force, and say what in the file is none; read again if it was changed while it was read."""
        from reader.words import segmenter
        from reader.words.own import WordList, words_file

        if isinstance(outcome, Exception):
            raise outcome
        self._seen, words = outcome
        self._opened = True
        if stamp(words_file()) != self._seen:
            self._desk.background.submit(self._read, self._learn)
        elif isinstance(words, WordList):
            segmenter().learn(words.frequencies)
            for mistake in words.mistakes[:1]:
                params = {"path": str(words_file()), "line": str(mistake.line), "text": mistake.text}
                self._desk.announce(sentence("words_line", params))
        else:
            self._desk.announce(sentence(words.code, words.params))


def _load() -> Cut:
    from reader.words import segmenter

    words = segmenter()
    words.load()
    return words.cut
