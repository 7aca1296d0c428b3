"""Documents of texts, as the index takes them, without pages."""

from __future__ import annotations

from array import array

from reader.index.documents import Document


def document(text: str, head: str = "", *, article: str = "a/1", **values: str) -> Document:
    """Return a document of a body and a headline, its places as if the page were its text."""
    given = {
        "fingerprint": "f", "kind": "news", "name": head, "paper": "", "date": "", "page_no": "", "authors": "",
        "affiliation": "",
    }  # fmt: skip
    return Document(
        page=1, article=article, head=head, body=text, places=array("I", (0, 0)), **{**given, **values}
    )
