"""The sample files and their truth, as the tests here read them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_docs"
TRUTH = ROOT / "tests" / "sample_truth"


@dataclass(frozen=True)
class SamplePage:
    """One page: its file's name, its number within the file, its text and its truth."""

    file: str
    number: int
    text: str
    truth: dict[str, Any]

    @property
    def rows(self) -> list[str]:
        """The physical rows."""
        return self.text.split("\n")

    def article(self, number: int) -> dict[str, Any]:
        """Return the article of that id."""
        found: dict[str, Any] = next(a for a in self.truth["articles"] if a["id"] == number)
        return found


def encoding(file: str) -> str:
    """Return a sample file's encoding: strict UTF-8 where it holds, else GB18030."""
    try:
        (SAMPLES / file).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def pages() -> list[SamplePage]:
    """Read every page that has a truth, decoded here so that nothing depends on the parser."""
    found: list[SamplePage] = []
    for path in sorted(TRUTH.glob("*.json")):
        stem, _, number = path.stem.partition("#")
        file = f"{stem}.txt"
        text = (SAMPLES / file).read_bytes().decode(encoding(file)).replace("\r\n", "\n")
        part = int(number or 1)
        found.append(SamplePage(file, part, text.split("\f")[part - 1], json.loads(path.read_text("utf-8"))))
    return found


def bare(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s", "", text)
