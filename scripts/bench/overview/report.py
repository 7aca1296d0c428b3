"""What a run says, a line a figure: what was measured, the ratio that counts, and the bar it must not pass."""

from __future__ import annotations

from scripts.bench.overview.watching import Watch

LONGEST_GAP = 0.05
"""Seconds that no key may wait for the event loop."""


class Report:
    """Prints lines, and knows which bars were missed."""

    def __init__(self) -> None:
        """Start with none missed."""
        self.missed: list[str] = []
        self._gaps: dict[str, tuple[float, float]] = {}

    def say(self, name: str, words: str, ratio: float, bar: float) -> None:
        """Print a figure."""
        missed = ratio > bar
        self.missed.extend([name] * missed)
        print(f"{name:<34} {words:<44} {ratio:5.2f}  (≤ {bar:g}){'  MISSED' if missed else ''}", flush=True)

    def note(self, name: str, watch: Watch) -> None:
        """Keep the longest time the loop was held up during something."""
        self._gaps[name] = max(self._gaps.get(name, (0.0, 0.0)), (watch.longest, watch.own))

    def say_gaps(self, idle: float) -> None:
        """Print the longest times the loop was held up; what it is held up while nothing happens is the machine's.

        What is kept of them is forgotten.
        """
        print(f"longest gap: nothing happens         {1e3 * idle:.0f} ms")
        gaps, self._gaps = self._gaps, {}
        for name, (longest, own) in gaps.items():
            words = f"{1e3 * longest:.0f} ms, computing {1e3 * own:.0f} ms of it"
            self.say(f"longest gap: {name}", words, max(own, longest - idle) / LONGEST_GAP, 1.0)
