"""Codes and their parameters into sentences for people; the only place where a failure gets its words.

Packages below the command line and the terminal raise an exception with `.code` and `.params`, or hand out notices
and notes with a code. Each code has one sentence here that names the thing and, where there is one, the way out.
A code's sentence may use any of its parameters in braces; a parameter that is not given shows as `?`.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping

from reader.config.language import N_, _

# Failures: exceptions raised in reader/, notices about a workspace.
SENTENCES: dict[str, str] = {
    # decoding and files
    "pdf": N_("{path}: this is a PDF; turn it into text first: pdftotext -raw {shell_path} {shell_text}"),
    "binary": N_("{path}: this is not text"),
    "empty": N_("{path}: the file is empty"),
    "encoding": N_("{path}: cannot be read as {encoding}; try another --encoding, or none"),
    "encoding_unknown": N_("there is no encoding called {encoding}; try utf-8, gb18030, big5 or utf-16"),
    "missing": N_("{path}: no such file or folder"),
    "permission": N_("{path}: no permission to read it"),
    "too_large": N_("{path}: larger than {limit}; split it first"),
    "no_pages": N_("{path}: no text files (*.txt) in it"),
    # the database
    "database_foreign": N_("{path}: this JSON file is not an annotation database; it was left as it is"),
    "database_newer": N_("{path}: written by a newer xiance; it was left as it is"),
    "database_broken": N_("{path}: the database is damaged ({detail}); it was left as it is"),
    "database_locked": N_(
        "{path}: another program has been holding the database too long; nothing was saved"
    ),
    "database_unreadable": N_("{path}: the database cannot be read ({detail})"),
    "read_only": N_("{path}: the database may only be read; nothing was saved"),
    "disk_full": N_("{path}: the disk is full; nothing was saved"),
    "write_failed": N_("{path}: saving failed ({detail})"),
    # what was found in the database's files; {aside} is told after it
    "main_restored": N_("{path}: was damaged; it has been rebuilt whole from its backup and journal"),
    "main_missing": N_("{path}: was missing; it has been rebuilt from its backup and journal"),
    "main_salvaged": N_("{path}: was damaged; {count} rows could not be read, the rest is here"),
    "journal_damaged": N_("{path}: was damaged; {count} changes in it could not be read"),
    "journal_torn": N_("{path}: the last change was cut short before it was saved"),
    "journal_missing": N_("{path}: its journal is missing, and with it perhaps the latest changes"),
    "merged": N_(
        "{path}: another program changed it; {count} of its changes were taken over, {conflicts} contradicted yours"
    ),
    "backup_damaged": N_("{path}: its backup is damaged; the next two checkpoints replace it"),
    "history_damaged": N_("{path}: {count} old changes in it cannot be read"),
    "locks_unreliable": N_(
        "{path}: files cannot be locked here (a network folder?), so nothing was saved; "
        "--db FILE keeps annotations elsewhere"
    ),
    "aside": N_("what was found is kept as {aside}"),
    # what a check finds in the records
    "check_record": N_("{table} {id}: not a valid record ({detail})"),
    "check_tag": N_("annotation {id}: its tag {tag} does not exist"),
    "check_reply": N_("annotation {id}: answers {parent}, which does not exist"),
    "check_page": N_("{id}: nothing is known of the page it is on ({fingerprint})"),
    "check_link": N_("link {id}: leads from a place to itself"),
    "check_link_quote": N_("link {id}: the text at one of its ends is not its quote ({path})"),
    "check_quote": N_("annotation {id}: the text at its place is not its quote ({path})"),
    "conflict": N_("this was changed elsewhere meanwhile; nothing was saved"),
    "nothing_to_undo": N_("nothing to undo"),
    "nothing_to_redo": N_("nothing to redo"),
    "undo_blocked": N_("{by} has changed the same thing since; it was left as it is"),
    "undo_outside": N_("another program has changed the same thing since; it was left as it is"),
    # annotating
    "not_yours": N_("this is {by}'s; only a reply is possible"),
    "gone": N_("this annotation was deleted meanwhile"),
    "target_reply": N_("an answer stands where what it answers does; change the bounds of that"),
    "target_taken": N_("another annotation of yours has just these bounds (“{text}”); nothing was changed"),
    "tag_name": N_("“{name}” cannot be a tag's name; a tag has 1 to 60 characters"),
    "tag_gone": N_("the tag “{tag}” is there no more"),
    "tag_exists": N_("there is a tag “{tag}” already; one can be merged into the other"),
    "tag_itself": N_("“{tag}” cannot be merged into itself"),
    "link_itself": N_("an article cannot be linked to itself; mark one place and go to another"),
    "link_there": N_("these two are linked so already"),
    "link_gone": N_("this link was taken away meanwhile"),
    "link_not_yours": N_("this link is {by}'s; it was left as it is"),
    "nothing_said": N_("a comment needs some text"),
    "not_writable": N_("read-only: nothing can be saved in {path}; --db FILE keeps annotations elsewhere"),
    "read_only_folder": N_(
        "for reading only: {path} cannot be written; --db FILE keeps annotations elsewhere"
    ),
    "records_damaged": N_(
        "{path}: {count} records are not valid; they are not shown and were left as they are"
    ),
    "unreadable": N_("{path}: cannot be read ({detail})"),
    "reader_died": N_("{path}: the process that read it died, twice"),
    # files of annotations
    "record_invalid": N_("a record is not valid: {field}"),
    "import_foreign": N_("{path}: not a {format} file of annotations"),
    "import_newer": N_("{path}: written by a newer xiance"),
    "import_broken": N_("{path}: cannot be read ({detail}); nothing was imported"),
    "import_broken_line": N_("{path}, line {line}: cannot be read ({detail}); nothing was imported"),
    "import_unreadable": N_("{format} can be written only; what can be imported: {known}"),
    "import_empty": N_("{path}: no annotations in it; nothing was imported"),
    "export_exists": N_("{path}: exists already; --force replaces it"),
    "export_unwritable": N_("{path}: cannot be written ({detail})"),
    "export_folder": N_("{format} is several files: name a new folder with -o"),
    "export_binary": N_("{format} is no text for a terminal: name a file with -o"),
    "export_database": N_("{path}: this is the database itself; choose another name"),
    "export_source": N_("{path}: this is a page that is open; choose another name"),
    "format_broken": N_("a format of another package was left out: {name} ({detail})"),
    "sheet_unknown": N_("there is no sheet called {sheet}; there are {known}"),
    "column_unknown": N_("there is no column called {column}; there are {known}"),
    "rows_too_many": N_("more annotations than the sheet {sheet} has rows; narrow the export, or write csv"),
    "format_unknown": N_("there is no format called {format}; there are {known}"),
    # what is searched for
    "query_empty": N_("type what to search for"),
    "query_field": N_("there is no field {field}: to search in; there are {known} (in quotes it is a word)"),
    "query_value": N_("after {field}: stands what to search for there"),
    "query_kind": N_("there is no kind {value}; there are {known}"),
    "query_date": N_("{value} is no date; write 2024, 2024-02, 2024-02-29 or 2024-02..2024-03"),
    "side_unknown": N_("nothing can be counted by {side}; there are {known}"),
    "too_many": N_("{count} articles are too many to tag in one step; mark {most} at most"),
    # the configuration
    "config_unreadable": N_("{path}: cannot be read ({detail})"),
    "config_syntax": N_("{path}, line {line}: not TOML ({detail})"),
    "config_unknown": N_("{path}, line {line}: there is no setting called {shown}"),
    "config_unknown_near": N_("{path}, line {line}: there is no setting called {shown}; {near} is meant?"),
    "config_value": N_("{path}, line {line}: {name} is written like {wanted}"),
    "config_command": N_("{path}, line {line}: there is no command called {shown}"),
    "config_command_near": N_("{path}, line {line}: there is no command called {shown}; {near} is meant?"),
    "config_key": N_("{path}, line {line}: {key} is no key; keys are written like j, G, g x, f2, ctrl+p"),
    "config_digit": N_("{path}, line {line}: the keys of {shown} end with the number: {near}"),
    "config_taken": N_("{path}, line {line}: {key} stands for {shown} already"),
    # handling schemes
    "scheme_unreadable": N_("{path}: cannot be read ({detail})"),
    "scheme_syntax": N_("{path}, line {line}: not TOML ({detail})"),
    "scheme_missing": N_("{path}, line {line}: {name} is missing"),
    "scheme_value": N_("{path}, line {line}: {name} is written like {wanted}"),
    "scheme_twice": N_("{path}, line {line}: {name} is there twice"),
    "scheme_unknown": N_("{path}, line {line}: a scheme has no {name}"),
    "scheme_unknown_near": N_("{path}, line {line}: a scheme has no {name}; {near} is meant?"),
    "scheme_reference": N_("{path}, line {line}: {name} is not in this scheme"),
    "scheme_reference_near": N_("{path}, line {line}: {name} is not in this scheme; {near} is meant?"),
    # registering handling
    "entry_corrected": N_("this entry was corrected already; correct the newer one"),
    "field_unknown": N_("the scheme does not have this field (any more)"),
    "reason_needed": N_("this needs a reason"),
    "date_wrong": N_("a date is written like 2026-03-02"),
    "value_empty": N_("nothing was chosen or typed"),
    "value_unknown": N_("this is none of the values there are"),
    "value_date": N_("a date is written like 2026-03-02"),
    "value_number": N_("a number is needed here"),
    "value_range": N_("the number is outside {least}–{most}"),
    # ledgers
    "ledger_broken": N_("{path}: cannot be read as a table ({detail}); nothing was imported"),
    "ledger_locked": N_("{path}: has a password; save it without one first"),
    "ledger_large": N_("{path}: more than {limit} rows; split it first"),
    "ledger_header": N_(
        "{path}: no row with a title or number and another known column; name the columns with --map"
    ),
    "ledger_twice": N_("row {row}: number {number} is in row {first} already"),
    "ledger_date": N_("row {row}, {column}: “{text}” is no date"),
    "ledger_value": N_("row {row}, {column}: “{text}” is none of the values there are"),
    "ledger_nameless": N_("row {row}: neither a title nor a number"),
    "ledger_scheme": N_("row {row}: there is no scheme called “{text}”"),
    "ledger_field": N_("row {row}, {column}: the scheme {scheme} does not have this"),
    "ledger_same": N_("row {row}: “{title}” is what row {first} is about already"),
    "ledger_ambiguous": N_(
        "row {row}: “{title}” may be {candidates}; say which: --match {row}=ID, or --match {row}=new"
    ),
    "ledger_match_row": N_("row {row}: there is no such row to match (--match)"),
    "ledger_match_article": N_("row {row}: there is no article {article} here (--match)"),
    "ledger_empty": N_("{path}: no proposals in it; nothing was imported"),
    "scheme_absent": N_("there is no scheme called {scheme}; there are {known}"),
    "map_absent": N_("there is no column called {column}; there are {known}"),
    "map_unknown": N_("{column}={meaning}: a column cannot mean that; there are {known}"),
    "today_wrong": N_("{variable}={text}: a day is written like 2026-03-02"),
    # the reader's own words
    "words_unreadable": N_("{path}: cannot be read ({detail})"),
    "words_unwritable": N_("{path}: cannot be written ({detail})"),
    "words_word": N_("“{word}” cannot be a word; a word has 1 to 30 characters and no spaces"),
    "words_absent": N_("“{word}” is none of your words; nothing was changed"),
    "words_line": N_("{path}, line {line}: “{text}” is not a word and is passed over"),
    # the terminal
    "terminal_none": N_(
        "reading needs a terminal; for files and pipes there are xiance parse, list and export"
    ),
    "terminal_dumb": N_(
        "this terminal (TERM={term}) cannot be drawn on; set TERM, for instance to xterm-256color"
    ),
    "terminal_charset": N_(
        "the terminal's characters are {charset} ({variable}={value}) and must be UTF-8; "
        "set for instance: export LC_ALL=C.UTF-8"
    ),
    # command line
    "internal": N_(
        "something went wrong that should not have: {detail}; "
        "please report it (XIANCE_TRACEBACK=1 shows where it happened)"
    ),
    "system": N_("{path}: {detail}"),
}

# What a format could not hold, as `reader.exchange.losses` counts it.
LOSSES: dict[str, str] = {
    "ranges": N_("the places of passages in the page"),
    "ids": N_("ids"),
    "entries": N_("entries on handling"),
    "replies": N_("what replies answer"),
    "resolved": N_("that it is resolved"),
    "comments": N_("comments"),
    "tag_details": N_("when tags are to be put on"),
    "creators": N_("who wrote it"),
    "times": N_("when it was written"),
    "context": N_("the text around a passage"),
    "whole": N_("annotations on whole pages and articles"),
    "untagged": N_("annotations without a tag"),
    "homeless": N_("annotations in no article here"),
    "corrections": N_("corrections of pages"),
    "links": N_("links between articles"),
    "characters": N_("characters that the format forbids"),
    "cut": N_("the ends of texts longer than a cell"),
    "pages": N_("annotations on whole pages"),
    "blank": N_("passages of white space"),
    "line_breaks": N_("line breaks in comments"),
}

# C0, DEL, C1; line and paragraph separators; bidi marks, embeddings, overrides and isolates (Unicode TR9).
STEERING = (
    *range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F,
    0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A),
)  # fmt: skip
PRINTABLE = dict.fromkeys(STEERING, "\N{REPLACEMENT CHARACTER}")


class _Parameters(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def printable(text: str) -> str:
    """Return text without what could steer a terminal: control and bidi characters become U+FFFD, one for one."""
    return text.translate(PRINTABLE)


def sentence(code: str, params: Mapping[str, str] | None = None) -> str:
    """Return the sentence of a code in the chosen language; an unknown code shows as itself with its parameters."""
    given = _Parameters({name: printable(str(value)) for name, value in (params or {}).items()})
    message = SENTENCES.get(code)
    if message is None:
        details = ", ".join(f"{name}={value}" for name, value in given.items())
        return f"{code} ({details})" if details else code
    if "aside" in given and code != "aside":
        kept = {"aside": os.path.basename(given["aside"])}  # noqa: PTH119 - a string
        return f"{_(message).format_map(given)}; {sentence('aside', kept)}"
    if "path" in given:
        given["shell_path"] = shlex.quote(given["path"])
        stem, suffix = os.path.splitext(given["path"])  # noqa: PTH122 - a string
        given["shell_text"] = shlex.quote(f"{stem}.pdf.txt" if suffix.lower() == ".txt" else f"{stem}.txt")
    return _(message).format_map(given)


def losses(counts: Mapping[str, int]) -> str:
    """Return what was lost in words, each with how often; codes of other packages show as themselves."""
    said = (_(LOSSES[code]) if code in LOSSES else printable(code) for code in counts)
    return _(", ").join(f"{words} ({count})" for words, count in zip(said, counts.values(), strict=True))


def sentence_of(error: BaseException) -> str | None:
    """Return the sentence of a failure that carries a code, or of a system error; None for anything else."""
    code, params = getattr(error, "code", None), getattr(error, "params", None)
    if isinstance(code, str) and isinstance(params, Mapping):
        return sentence(code, params)
    if isinstance(error, OSError):
        path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
        detail = error.strerror or type(error).__name__
        return sentence("system", {"path": path, "detail": detail}) if path else printable(detail)
    return None
