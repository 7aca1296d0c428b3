"""How it all looks: paper by day, and soft ink on slate at night.

Neither theme has pure black or white: text keeps 10 to 13 times the page's luminance, for hours of reading. All
colours of text are given here and none is computed, so that their contrast is what the tests measured.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(
    name: str,
    *,
    dark: bool,
    page: str,
    pane: str,
    bar: str,
    ink: str,
    faint: str,
    blue: str,
    amber: str,
    yellow: str,
    red: str,
    green: str,
    held: str,
    rule: str,
) -> Theme:
    """Make a theme of what the page, the panes beside it, the bars around it and the inks on them look like.

    `held` lies behind the entry under the cursor, `rule` is the colour of frames.
    """
    return Theme(
        name=name,
        primary=blue,
        secondary=green,
        accent=amber,
        warning=yellow,
        error=red,
        success=green,
        foreground=ink,
        background=page,
        surface=pane,
        panel=bar,
        boost=bar,
        dark=dark,
        variables={
            "text": ink,
            "text-muted": faint,
            "text-disabled": faint,
            "text-primary": blue,
            "text-secondary": green,
            "text-accent": amber,
            "text-warning": yellow,
            "text-error": red,
            "text-success": green,
            "border": rule,
            "block-cursor-background": held,
            "block-cursor-foreground": ink,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": held,
            "block-cursor-blurred-foreground": ink,
            "block-hover-background": bar,
            "scrollbar": rule,
            "scrollbar-hover": rule,
            "scrollbar-active": faint,
            "scrollbar-background": pane,
            "scrollbar-background-hover": pane,
            "scrollbar-background-active": pane,
            "input-selection-background": held,
            "input-selection-foreground": ink,
        },
    )


# Under Textual's own names: choosing a theme by another name styles everything a second time before the first frame.
DARK = _theme(
    "textual-dark",
    dark=True,
    page="#1c1e21",
    pane="#22252a",
    bar="#2b2f35",
    ink="#dcd6c8",
    faint="#b0aa9d",
    blue="#8db8dc",
    amber="#dfae72",
    yellow="#e3bd57",
    red="#f0938a",
    green="#97c592",
    held="#303d48",
    rule="#4d565f",
)
LIGHT = _theme(
    "textual-light",
    dark=False,
    page="#f6f1e5",
    pane="#efe9da",
    bar="#e5dece",
    ink="#2e2b26",
    faint="#635d52",
    blue="#235a84",
    amber="#80480a",
    yellow="#6b4d00",
    red="#a02a25",
    green="#2c6140",
    held="#d3dbd9",
    rule="#b3aa96",
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
