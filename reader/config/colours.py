"""The colours of tags, by the numbers that records name them by: on the screen and in files."""

from __future__ import annotations

TAG_COLORS: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("#40170f", "#443c01", "#69580d", "#515d3e", "#274433", "#28616c", "#69469a", "#931f5a", "#3d0355"),
    ("#df7984", "#ab9647", "#c0bd7d", "#d1f4a6", "#90baaa", "#459de5", "#9e94aa", "#ebc5dc", "#cac0fc"),
)
"""The nine tag slots, which records name by number, as they lie behind text on a dark and on a light page.

The hues are those of Paul Tol's "muted" scheme (SRON/EPS/TN/09-002): rose, sand, olive, green, teal, cyan, purple, wine,
indigo. Lightness and chroma were searched for the greatest least distance between any two, as seen with normal sight and
by protanopes, deuteranopes and tritanopes, while text on them keeps a contrast of 4.5; a test measures both.
"""

TAG_COLORS_256: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("#87005f", "#444444", "#5f0000", "#005f00", "#0000af", "#005f87", "#8700d7", "#af0087", "#00005f"),
    ("#ff8787", "#5faf00", "#ffd700", "#d7ffaf", "#afffff", "#8787ff", "#af87af", "#d7afaf", "#d7afff"),
)
"""The same slots where a terminal has 256 colours, each one of those: several of the others would become the same."""
