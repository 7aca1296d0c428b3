"""A document for Word, WPS and LibreOffice: the articles that have annotations set as text, and real comments on them.

By article: a heading for each page, below it each article whole. By tag: a heading for each tag, below it the headline
and the paragraphs that have something. A comment has the annotation's author and time, a line of `#tag`s and the
comment as it was written; replies are threads, resolved ones are done. What is about a whole article is on its title,
what is about a page on the page's heading; what is in no article stands under its own heading with its quote.
The same records give the same bytes (in the same time zone: Word's times have none).

Reading gives all comments back: ours as they were (found again as `word.marks` says; with what was changed in them,
if the document was saved later than they), those of others as new annotations and replies. The id of a new one comes
from its author, time, passage and text, so that reading twice gives it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from reader.exchange.model import Draft, Export


def write(export: Export, out: BinaryIO) -> None:
    """Write the document, in the language chosen."""
    from reader.exchange.word.writing import write_document

    write_document(export, out)


def read(file: BinaryIO, *, path: str = "") -> Iterator[Draft]:
    """Yield the comments of a document, heads before their replies.

    Raises ExchangeError `import_foreign` if it is no document of Word's, `import_broken`.
    """
    from reader.exchange.word.reading import read_document

    yield from read_document(file, path)
