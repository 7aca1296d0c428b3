"""Characters that are not text, and characters that are other characters in disguise.

Controls, lone surrogates, bidi controls and invisible marks are dropped from displayed text; CJK radicals and
compatibility ideographs are read as the ideographs they stand for (Unicode's EquivalentUnifiedIdeograph and NFKC),
one for one.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE = (0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10))
_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
_SPACES = (0x09, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)

# CJK Radicals Supplement (simplified forms used in PDF fonts) to ideographs: Unicode, EquivalentUnifiedIdeograph.txt.
_RADICALS = {
    0x2E8E: "兀", 0x2E8F: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E9B: "旡", 0x2E9D: "月", 0x2E9F: "母", 0x2EA0: "民",
    0x2EA9: "王", 0x2EAB: "目", 0x2EB2: "网", 0x2EC1: "虎", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC9: "贝",
    0x2ECB: "车", 0x2ED1: "長", 0x2ED3: "长", 0x2ED4: "门", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风",
    0x2EDC: "飞", 0x2EDD: "食", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE8: "麦",
    0x2EE9: "黄", 0x2EEA: "黾", 0x2EEC: "齐", 0x2EEE: "齿", 0x2EF0: "龙", 0x2EF3: "龟",
}  # fmt: skip

DROPPED = frozenset((*_BIDI, *_INVISIBLE, *_CONTROLS))
"""Code points that are not displayed."""
CONTROLS = frozenset((*_BIDI, *_CONTROLS))
"""Code points whose presence is worth a note: they could steer a terminal."""
SPACES = frozenset(map(chr, (*_SPACES, 0x20)))


@cache
def folding() -> dict[int, str]:
    """Return the one-to-one table of radicals and compatibility ideographs."""
    table: dict[int, str] = {}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF), *range(0x2F800, 0x2FA1E)):
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1 and form != chr(code):
            table[code] = form
    table.update(_RADICALS)
    return table
