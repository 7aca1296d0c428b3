"""`xiance words`: the reader's own words listed, added, taken out, imported; the dictionary is not loaded for it."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from reader.cli import complain
from reader.cli.output import data_in, data_out
from reader.config.language import _, ngettext
from reader.config.wording import sentence
from reader.words.own import OwnWord, WordList, read_words, words_file, write_words

_TOLD = 10
"""How many lines that are no words are told one by one."""


def run(arguments: Namespace) -> int:
    """List the words, or change them all at once and say what became of them; 2 if there are too many or too few."""
    action, given = arguments.action, arguments.words
    if action == "discover":
        from reader.cli.discovering import run as discover

        return discover(arguments)
    if (action == "list" and given) or (action in ("add", "remove") and not given):
        complain(_("words: “list” takes no words, “add” and “remove” take some"))
        return 2
    if action == "import" and len(given) != 1:
        complain(_("words: “import” takes one file"))
        return 2
    path = words_file()
    words = read_words(path)
    tell_mistakes(path, words)
    if action == "list":
        _list(words, arguments.json)
        return 0
    if action == "remove":
        wanted = [OwnWord(word) for word in dict.fromkeys(given)]
        new = words.removed(given)
    else:
        wanted = _given(given[0]) if action == "import" else [OwnWord(word) for word in given]
        new = words.added(wanted)
    if new.lines != words.lines:
        write_words(path, new)
    done = {item.word: _done(item.word, words, new) for item in wanted}
    if arguments.json:
        _print(json.dumps({"word": word, "done": what}, ensure_ascii=False) for word, what in done.items())
    complain(_summary(list(done.values())))
    return 0


def tell_mistakes(path: Path | str, words: WordList) -> None:
    """Say on standard error which lines of a file are no words."""
    mistakes = words.mistakes
    for mistake in mistakes[:_TOLD]:
        complain(sentence("words_line", {"path": str(path), "line": str(mistake.line), "text": mistake.text}))
    more = len(mistakes) - _TOLD
    if more > 0:
        complain(ngettext("{} more line is not a word", "{} more lines are not words", more).format(more))


def _given(file: str) -> list[OwnWord]:
    """Return the words of a file or standard input, in whatever encoding it is."""
    from reader.pages.decoding import DecodeError, decode

    shown = _("standard input") if file == "-" else file
    try:
        texts = decode(data_in() if file == "-" else Path(file).read_bytes()).texts
    except DecodeError as error:
        error.params.setdefault("path", shown)
        raise
    words = WordList.of("\n".join(texts))
    tell_mistakes(shown, words)
    return [replace(item, line=0) for item in words.words.values()]


def _list(words: WordList, as_json: bool) -> None:
    items = list(words.words.values())
    if as_json:
        records = (
            {"word": item.word, "frequency": item.frequency, "tag": item.tag, "line": item.line}
            for item in items
        )
        _print(json.dumps(record, ensure_ascii=False) for record in records)
    elif items:
        _print(map(str, items))
    else:
        complain(_("no words of your own yet; xiance words add WORD makes one"))


def _print(lines: Iterable[str]) -> None:
    data_out().writelines(f"{line}\n" for line in lines)


def _done(word: str, before: WordList, after: WordList) -> str:
    if word not in after.words:
        return "removed"
    return "there" if word in before.words else "added"


def _summary(done: list[str]) -> str:
    counts = (
        (done.count("added"), _("{} added")),
        (done.count("there"), _("{} there already")),
        (done.count("removed"), _("{} taken out")),
    )
    return _(", ").join(words.format(count) for count, words in counts if count) or _("nothing to do")
