"""How it all looks: paper at night, paper by day."""

from __future__ import annotations

from textual.theme import Theme

# Under Textual's own names: choosing a theme by another name styles everything a second time before the first frame.
DARK = Theme(
    name="textual-dark",
    primary="#4f8fba",
    secondary="#6f8a6b",
    accent="#d08c3a",
    warning="#d9a400",
    error="#e5484d",
    success="#30a46c",
    foreground="#d8d4c8",
    background="#16181b",
    surface="#1b1e22",
    panel="#262a30",
    dark=True,
)
LIGHT = Theme(
    name="textual-light",
    primary="#2f6f9f",
    secondary="#55704f",
    accent="#9a5b12",
    warning="#7a5e00",
    error="#c0282d",
    success="#1f7a4d",
    foreground="#23211c",
    background="#faf7ef",
    surface="#f3efe4",
    panel="#e6e0d0",
    dark=False,
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
