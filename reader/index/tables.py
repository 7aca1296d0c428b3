"""The tables of the search index, and how documents are put into them and taken out."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.index.documents import Document
from reader.index.grams import grams, spelled
from reader.text import fold
from reader.text.folding import TABLE

if TYPE_CHECKING:
    import sqlite3

_FORMAT = 1
_STEP = 500
"""Texts put into FTS5's table in one statement."""

_SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL, page INTEGER NOT NULL, article TEXT NOT NULL,
    fingerprint TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, paper TEXT NOT NULL, date TEXT NOT NULL,
    page_no TEXT NOT NULL, authors TEXT NOT NULL, affiliation TEXT NOT NULL,
    folded_authors TEXT NOT NULL, folded_affiliation TEXT NOT NULL, folded_paper TEXT NOT NULL
);
CREATE INDEX articles_file ON articles (file);
CREATE INDEX articles_fingerprint ON articles (fingerprint);
CREATE TABLE texts (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, places BLOB NOT NULL);
CREATE TABLE steps (first INTEGER PRIMARY KEY);
CREATE TABLE characters (
    first INTEGER NOT NULL, character INTEGER NOT NULL, head INTEGER NOT NULL, ids BLOB NOT NULL,
    PRIMARY KEY (first, character, head)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE grams USING fts5 (head, body, content='', tokenize='ascii');
INSERT INTO grams (grams, rank) VALUES ('automerge', 0);
INSERT INTO grams (grams, rank) VALUES ('crisismerge', 64);
INSERT INTO grams (grams, rank) VALUES ('hashsize', 300000);
INSERT INTO grams (grams, rank) VALUES ('pgsz', 16000);
"""
# `characters` has, for each step of putting, known by its first article's number, the articles with a character in their headline (`head` is 1) or anywhere (0): to ask FTS5
# for all pairs that begin with a common one takes long. Articles that went are left in it; their numbers do not come again.
# Many small segments that are merged 64 at a time are written a third quicker than FTS5's own way; its hash table then
# stays in the processor's cache.

_Text = tuple[int, "array[int]", "array[int]"]
"""An article's number, headline and body, spelled."""


def version() -> int:
    """Return a number that changes with the tables and with how text is folded."""
    return zlib.crc32(TABLE.read_bytes() + _SCHEMA.encode(), _FORMAT) & 0x7FFFFFFF


def make(base: sqlite3.Connection) -> None:
    """Make the tables, in a transaction of the caller's; those of another version go first."""
    names = base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN"
        " ('grams', 'files', 'articles', 'texts', 'characters', 'steps')"
    ).fetchall()
    for (name,) in names:
        base.execute(f"DROP TABLE {name}")
    for statement in filter(str.strip, _SCHEMA.split(";")):
        base.execute(statement)
    base.execute(f"PRAGMA user_version = {version()}")


def last_number(base: sqlite3.Connection) -> int:
    """Return the greatest number an article ever had; no number is given twice."""
    row = base.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
    return int(row[0]) if row else 0


def put(base: sqlite3.Connection, files: Sequence[tuple[str, str, Sequence[Document]]]) -> None:
    """Put files in, each by its key, its stamp and all its documents, in the place of what there was of them."""
    remove(base, [key for key, _stamp, _documents in files])
    (greatest,) = base.execute("SELECT coalesce(max(id), 0) FROM files").fetchone()
    numbered = list(enumerate(files, greatest + 1))
    base.executemany("INSERT INTO files VALUES (?, ?, ?)", ((number, *file[:2]) for number, file in numbered))
    _add(base, [(number, it) for number, file in numbered for it in file[2]])


def remove(base: sqlite3.Connection, keys: Sequence[str]) -> None:
    """Take files out, FTS5's part in one statement: it writes all it has when another statement of a step begins."""
    rows = [base.execute("SELECT id FROM files WHERE key = ?", (key,)).fetchone() for key in keys]
    files = [row for row in rows if row is not None]
    select = "SELECT a.id, head, body FROM articles a JOIN texts t ON t.id = a.id WHERE file = ?"
    old = [each for row in files for each in base.execute(select, row)]
    base.executemany("DELETE FROM texts WHERE id = ?", [(number,) for number, _head, _body in old])
    base.executemany("DELETE FROM articles WHERE file = ?", files)
    base.executemany("DELETE FROM files WHERE id = ?", files)
    base.executemany(
        "INSERT INTO grams (grams, rowid, head, body) VALUES ('delete', ?, ?, ?)",
        ((number, grams(spelled(head)), grams(spelled(body))) for number, head, body in old),
    )


def _add(base: sqlite3.Connection, documents: Sequence[tuple[int, Document]]) -> None:
    """Put in documents, each with its file's number."""
    numbered = list(enumerate(documents, last_number(base) + 1))
    base.executemany(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, file, it.page, it.article, it.fingerprint, it.kind, it.name, it.paper, it.date, it.page_no,
             it.authors, it.affiliation, fold(it.authors), fold(it.affiliation), fold(it.paper))
            for number, (file, it) in numbered
        ),
    )  # fmt: skip
    base.executemany(
        "INSERT INTO texts VALUES (?, ?, ?, ?)",
        ((number, it.head, it.body, it.places.tobytes()) for number, (_file, it) in numbered),
    )
    from concurrent.futures import ThreadPoolExecutor

    texts = [(number, spelled(it.head), spelled(it.body)) for number, (_file, it) in numbered]
    with ThreadPoolExecutor(1) as beside:  # SQLite lets Python go on during a statement
        putting = [
            beside.submit(_add_grams, base, texts[at : at + _STEP]) for at in range(0, len(texts), _STEP)
        ]
        characters = _characters(texts)
        for each in putting:
            each.result()
    base.executemany("INSERT INTO steps VALUES (?)", [(number,) for number, _text in numbered[:1]])
    base.executemany("INSERT INTO characters VALUES (?, ?, ?, ?)", characters)


def _add_grams(base: sqlite3.Connection, texts: Sequence[_Text]) -> None:
    """Put texts into FTS5's table in one statement."""
    values = ",".join(["(?,?,?)"] * len(texts))
    base.execute(
        f"INSERT INTO grams (rowid, head, body) VALUES {values}",  # noqa: S608 - question marks
        [each for number, head, body in texts for each in (number, grams(head), grams(body))],
    )


def _characters(texts: Sequence[_Text]) -> list[tuple[int, int, int, bytes]]:
    """Return the rows that note which characters texts have."""
    heads: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    anywhere: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    for number, head, body in texts:
        said = set(head)
        for character in said:
            heads[character].append(number)
        for character in said.union(body):
            anywhere[character].append(number)
    return sorted(
        (texts[0][0], character, head, numbers.tobytes())
        for head, found in ((1, heads), (0, anywhere))
        for character, numbers in found.items()
    )
