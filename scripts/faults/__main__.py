"""`python -m scripts.faults commands|crash|kills|damage|pages …`."""

from __future__ import annotations

import sys

from scripts.faults import commands, crash, damage, kills, pages

KINDS = {
    "commands": commands.run,
    "crash": crash.run,
    "kills": kills.run,
    "damage": damage.run,
    "pages": pages.run,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(f"usage: python -m scripts.faults {'|'.join(KINDS)} [--help]")
    sys.exit(KINDS[sys.argv[1]](sys.argv[2:]))
