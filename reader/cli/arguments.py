"""The command line's grammar: one table of verbs, parsers built from it, in the chosen language.

`xiance [PATH…]` and `xiance VERB …` share a first word: a first positional that is a verb's name is the verb (a path
of that name is written `./parse`). Only the parser that is needed is built, except for completion.
"""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reader import __version__
from reader.config.language import DOMAIN, LOCALE_FOLDER, N_, _, current

KINDS = ("proposal", "news", "continuation", "notice", "record")
LEVELS = ("page", "article", "measure", "span")
WORD_ACTIONS = ("add", "remove", "import", "discover")
LEDGERS = ("xlsx", "csv")
"""Formats that are imported as an office's ledger."""
SHELLS = ("bash", "zsh", "fish")
ARTICLE_FORMATS = ("jsonl", "markdown", "csv")

# Options before the verb that take a value, so that the scan for the verb steps over it.
VALUED = ("--db", "--lang", "--encoding")

# argparse's own words, which it looks up in the process's text domain (see `speak`).
ARGPARSE_WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its name, its one line of help (English, marked), and what it adds to a parser."""

    name: str
    help: str
    fill: Callable[[argparse.ArgumentParser], None]


def speak() -> None:
    """Give argparse our catalogue: it asks `gettext.gettext`, which knows a domain and the environment only."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE_FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = current()


def split_verb(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the verb, if the first positional is one, and the arguments without it."""
    rest = list(arguments)
    index = 0
    while index < len(rest):
        word = rest[index]
        if word == "--":
            break
        if word in VALUED:
            index += 2
            continue
        if not word.startswith("-") or word == "-":
            if word in VERBS:
                return rest.pop(index), rest
            break
        index += 1
    return None, rest


def early_language(arguments: Sequence[str]) -> str | None:
    """Return the value of `--lang`, wherever it stands: help and usage errors need it before parsing."""
    found = None
    for word, following in pairwise((*arguments, "")):
        if word == "--":
            break
        if word == "--lang":
            found = following
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    return found or None


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the namespace, with `verb` (None: read in the terminal); raise SystemExit on help and wrong usage."""
    verb, rest = split_verb(arguments)
    parser = verb_parser(VERBS[verb]) if verb else reading_parser()
    # Left to itself, parse_intermixed_args cuts off seven characters for “usage: ”, whatever the language says instead.
    usage = parser.format_usage().removeprefix(gettext.gettext("usage: ")).rstrip("\n")
    parser.usage = usage.replace("%", "%%")
    namespace = parser.parse_intermixed_args(rest)
    namespace.verb = verb
    return namespace


def reading_parser() -> argparse.ArgumentParser:
    """Return the parser of `xiance [PATH…]`, whose help also names the verbs."""
    width = max(len(name) for name in VERBS)
    verbs = "\n".join(f"  {verb.name.ljust(width)}  {_(verb.help)}" for verb in VERBS.values())
    parser = _parser(
        "xiance",
        _("Read newspaper pages in the terminal, tag and comment on the articles and proposals in them."),
        "{}\n{}\n\n{}".format(
            _("verbs (each has --help):"),
            verbs,
            _("A path that is also a verb's name is written with its folder: xiance ./parse"),
        ),
    )
    _paths(parser, _("text file, folder (read recursively) or - for standard input; without it, this folder"))
    _encoding(parser)
    return parser


def verb_parser(verb: Verb) -> argparse.ArgumentParser:
    """Return the parser of one verb."""
    parser = _parser(f"xiance {verb.name}", _(verb.help), None)
    verb.fill(parser)
    return parser


def whole_parser() -> argparse.ArgumentParser:
    """Return one parser with every verb as a subcommand, for completion scripts only."""
    parser = _parser("xiance", "", None)
    _encoding(parser)
    subparsers = parser.add_subparsers(dest="verb")
    for verb in VERBS.values():
        child = subparsers.add_parser(verb.name, help=_(verb.help), add_help=False)
        _common(child)
        verb.fill(child)
    return parser


def _parser(prog: str, description: str, epilog: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    _common(parser)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help=_("show this help and exit"))
    parser.add_argument(
        "--version", action="version", version=f"xiance {__version__}", help=_("show the version and exit")
    )
    parser.add_argument("--lang", metavar="LANG", help=_("language of the interface: zh or en"))
    parser.add_argument(
        "--db",
        metavar="FILE",
        help=_("database of annotations (else the nearest annotations.json, or XIANCE_DB)"),
    )


def _paths(parser: argparse.ArgumentParser, words: str, *, required: bool = False) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+" if required else "*", help=words)


def _encoding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help=_("encoding of the text files (else found out): utf-8, gb18030, big5 …"),
    )


def _filters(parser: argparse.ArgumentParser, by: str = "--by") -> None:
    group = parser.add_argument_group(_("filters (all must hold)"))
    group.add_argument(
        "--tag", metavar="TAG", action="append", default=[], help=_("with this tag; may be repeated")
    )
    group.add_argument("--kind", choices=KINDS, help=_("in articles of this kind"))
    group.add_argument("--level", choices=LEVELS, help=_("on this level"))
    group.add_argument(by, metavar="NAME", dest="by", help=_("by this person"))
    group.add_argument(
        "--article", metavar="ID", help=_("in the article of this id, or with this in its title")
    )
    group.add_argument(
        "--since", metavar="DATE", type=_day, help=_("made or changed on this day (2024-02-29) or later")
    )
    group.add_argument("--until", metavar="DATE", type=_day, help=_("not changed after this day"))
    group.add_argument(
        "--field",
        metavar="FIELD=VALUE",
        type=_field,
        action="append",
        default=[],
        help=_("entries of this field with this value (any without =); repeated, one of them"),
    )


def _fill_parse(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("text file, folder (read recursively) or - for standard input"), required=True)
    parser.add_argument("--json", action="store_true", help=_("one JSON object a page, one page a line"))
    _encoding(parser)


def _fill_list(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("file or folder whose annotations are listed; without it, this folder"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object an annotation"))
    _filters(parser)
    _encoding(parser)


def _fill_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        metavar="QUERY",
        help=_(
            'words that must all be there, "…", -word, title: author: affiliation: tag: comment: kind: date: …'
        ),
    )
    _paths(parser, _("file or folder that is searched; without it, this folder"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object an article"))
    parser.add_argument(
        "--limit", metavar="N", type=_count, default=0, help=_("at most so many, the best first")
    )
    _encoding(parser)


def _fill_proposals(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("file or folder whose proposals are listed; without it, this folder"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help=_("one JSON object a proposal"))
    how.add_argument("--csv", action="store_true", help=_("a table for spreadsheets and programs"))
    parser.add_argument(
        "--sort",
        metavar="A,-B…",
        default="",
        help=_("by these columns; one with - before it the other way round (--sort=-date)"),
    )
    parser.add_argument(
        "--columns",
        metavar="A,B…",
        default="",
        help=_("these columns, in this order; a wrong one lists them"),
    )
    _states(parser)
    _filters(parser)
    _encoding(parser)


def _states(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unread", action="store_true", help=_("only what was not read yet"))
    parser.add_argument("--untagged", action="store_true", help=_("only what has no tag"))


def _fill_stats(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("file or folder whose proposals are counted; without it, this folder"))
    parser.add_argument(
        "--by",
        metavar="A[,B]",
        dest="sides",
        action="append",
        default=[],
        help=_(
            "count by tag, group, affiliation, author, paper, year, month, kind or field:NAME; two make a table"
        ),
    )
    parser.add_argument(
        "--rates",
        metavar="BY",
        default="",
        help=_("rates of handling instead, by all, unit, scheme, tag, group, month or field:ID"),
    )
    parser.add_argument("--date", metavar="DATE", type=_day, help=_("rates as of the end of this day"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help=_("one JSON object"))
    how.add_argument("--csv", action="store_true", help=_("a table for spreadsheets and programs"))
    _states(parser)
    _filters(parser, by="--creator")
    _encoding(parser)


def _fill_export(parser: argparse.ArgumentParser) -> None:
    from reader.exchange.registry import known

    about = "; ".join(f"{form.name}: {_(form.about)}" for form in known().values())
    parser.add_argument("format", choices=tuple(known()), metavar="FORMAT", help=about.replace("%", "%%"))
    _paths(parser, _("file or folder whose annotations are exported; without it, this folder"))
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=_("write here; in a folder, under a name made of what is exported; -: standard output"),
    )
    parser.add_argument("--force", action="store_true", help=_("replace what is there"))
    tables = parser.add_argument_group(_("tables and reports"))
    tables.add_argument(
        "--sheet", metavar="NAME", default="", help=_("only this table: proposals, annotations …")
    )
    tables.add_argument(
        "--columns",
        metavar="A,B…",
        default="",
        help=_("these columns, in this order; a wrong one lists them"),
    )
    tables.add_argument("--date", metavar="DATE", type=_day, help=_("rates as of the end of this day"))
    tables.add_argument("--by-tag", action="store_true", help=_("a report set by tag, not by article"))
    _filters(parser)
    _encoding(parser)


def _fill_articles(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("text file, folder (read recursively) or - for standard input; without it, this folder"))
    parser.add_argument("--kind", choices=KINDS, help=_("articles of this kind"))
    parser.add_argument(
        "--format", choices=ARTICLE_FORMATS, default="markdown", help=_("how they are written (markdown)")
    )
    parser.add_argument("-o", "--output", metavar="FILE", help=_("write here, not to standard output"))
    parser.add_argument("--force", action="store_true", help=_("replace what is there"))
    _encoding(parser)


def _fill_import(parser: argparse.ArgumentParser) -> None:
    from reader.exchange.registry import known

    reading = tuple(name for name, form in known().items() if form.reads)
    parser.add_argument(
        "format",
        choices=(*reading, *LEDGERS),
        help=_("format of the file; xlsx and csv are an office's ledger of proposals"),
    )
    parser.add_argument("file", metavar="FILE", help=_("file to read, or - for standard input"))
    _paths(parser, _("the pages the annotations are on; without it, this folder"))
    ledgers = parser.add_argument_group(_("ledgers (xlsx, csv)"))
    ledgers.add_argument(
        "--scheme", metavar="ID", default="", help=_("the handling scheme: column, npc, cppcc or your own")
    )
    ledgers.add_argument(
        "--map",
        metavar="COLUMN=MEANING",
        type=_pair,
        action="append",
        default=[],
        help=_(
            "what a column holds, by its header; remembered for ledgers with the same header; may be repeated"
        ),
    )
    ledgers.add_argument(
        "--match",
        metavar="ROW=ID",
        type=_match,
        action="append",
        default=[],
        help=_("the article that a row is about; ROW=new: none of those here; may be repeated"),
    )
    ledgers.add_argument(
        "--date", metavar="DATE", type=_day, help=_("the day of what the ledger gives none for (today)")
    )
    ledgers.add_argument(
        "--skip", action="store_true", help=_("leave out rows with mistakes, and import the others")
    )
    ledgers.add_argument("-n", "--dry-run", action="store_true", help=_("only say what would be done"))
    _encoding(parser)


def _fill_due(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("file or folder whose deadlines are listed; without it, this folder"))
    parser.add_argument(
        "--days", metavar="N", type=_days, default=30, help=_("due within so many days, or overdue (30)")
    )
    parser.add_argument("--all", action="store_true", help=_("every deadline that runs"))
    parser.add_argument("--date", metavar="DATE", type=_day, help=_("as of this day (today)"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a deadline"))
    _encoding(parser)


def _fill_check(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("the pages the annotations are on; without it, this folder"))
    parser.add_argument("--repair", action="store_true", help=_("set right what can be"))
    _encoding(parser)


def _fill_purge(parser: argparse.ArgumentParser) -> None:
    _paths(parser, _("file or folder whose database is purged; without it, this folder"))
    parser.add_argument(
        "--before",
        metavar="DATE",
        type=_day,
        required=True,
        help=_("what was deleted before this day (2024-02-29)"),
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help=_("only say what would be removed"))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(_("a number is written like 20"))
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a day is written like 2024-02-29")) from None


def _field(text: str) -> tuple[str, str]:
    name, _equals, value = text.partition("=")
    return name.strip(), value.strip()


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(_("a number is needed here"))
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise argparse.ArgumentTypeError(_("this is written like COLUMN=MEANING"))
    return name.strip(), value.strip()


def _match(text: str) -> tuple[int, str]:
    row, equals, article = text.partition("=")
    if not (row.strip().isdecimal() and equals and article.strip()):
        raise argparse.ArgumentTypeError(_("this is written like 12=ID, or 12=new"))
    return int(row), article.strip()


def _fill_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        metavar="ACTION",
        nargs="?",
        choices=("list", *WORD_ACTIONS),
        default="list",
        help=_(
            "add, remove, import (a file, or - for standard input), discover (terms in pages that the dictionary "
            "does not know); without it, the words are listed"
        ),
    )
    parser.add_argument(
        "words", metavar="WORD", nargs="*", help=_("the words, the file to import, or the pages to search")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a word"))


def _fill_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON object a setting"))
    parser.add_argument(
        "--width-test",
        action="store_true",
        help=_("draw a picture that shows how wide the terminal draws “ ” … —"),
    )


def _fill_completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help=_("the shell the script is for"))


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("parse", N_("print the articles found in pages"), _fill_parse),
        Verb("articles", N_("print clean articles, or write them to a file"), _fill_articles),
        Verb("list", N_("list annotations"), _fill_list),
        Verb("search", N_("find articles by what they say, and what is said of them"), _fill_search),
        Verb("proposals", N_("list proposals with what is said of them"), _fill_proposals),
        Verb("stats", N_("count proposals by tag, affiliation, month and so on"), _fill_stats),
        Verb("due", N_("list what is due: deadlines of handled proposals"), _fill_due),
        Verb("export", N_("write annotations to a file"), _fill_export),
        Verb("import", N_("read annotations from a file into the database"), _fill_import),
        Verb("check", N_("see whether the database is sound"), _fill_check),
        Verb("purge", N_("remove for good what was deleted"), _fill_purge),
        Verb("words", N_("list your own words, add some or take some out, discover some"), _fill_words),
        Verb("config", N_("show the settings in force and where they come from"), _fill_config),
        Verb("completion", N_("print a completion script for a shell"), _fill_completion),
    )
}
