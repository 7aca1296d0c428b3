"""All tags as a hierarchy, each in its colour, with on how many annotations it is and when it is to be put on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from reader.config.language import _, ngettext
from reader.text import cell_width
from reader.tui.commands import Pane
from reader.tui.guidance import by_keys
from reader.tui.motions import Motion
from reader.tui.screens.keyed import Keyed
from reader.tui.tagrows import INDENT, TagRow, tag_rows
from reader.tui.widgets.entries import Entries, Entry, Piece, clip
from reader.tui.widgets.lines import KeyLine, Line

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.workspace.vocabulary import TagUse

_NAME_CELLS = 36


class TagScreen(Keyed, inherit_bindings=False):
    """Lists the tags; what is done to the one under the cursor is in `reader.tui.keeping`."""

    AUTO_FOCUS = "#tags"
    DEFAULT_CSS = "TagScreen #tags { height: 1fr; }"

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk, self.workspace, self.keys = desk, desk.workspace, desk.keys

    @property
    def desk(self) -> Desk:
        """The desk below."""
        return self._desk

    @property
    def pane(self) -> Pane:
        """Always the tags."""
        return "tags"

    @property
    def tags(self) -> Entries:
        """The list."""
        return self.query_one("#tags", Entries)

    @property
    def name_held(self) -> str:
        """The name under the cursor; empty if there are no tags."""
        return self.tags.cursor_key

    def compose(self) -> ComposeResult:
        """Lay out header, list, message line and footer."""
        yield Line(id="header")
        yield Entries(
            id="tags",
            empty_text=by_keys(
                _("No tags yet.\n\n{}  back to the desk, {}  makes tags there"), "tags.leave", "tag.add"
            ),
        )
        yield Line(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show them."""
        self.renew()
        self.show_keys()

    def on_resize(self) -> None:
        """Cut the rows anew."""
        self.call_after_refresh(self.renew)

    def renew(self) -> None:
        """Show the tags as they are now."""
        uses = {use.tag.name: use for use in self.workspace.vocabulary.by_use()}
        rows = tag_rows(sorted(uses, key=lambda name: name.split("/")))
        width = self.tags.scrollable_content_region.width or self.app.size.width
        numbers = self._desk.marking.favourites.numbers()
        entries = [
            Entry(row.name, (_pieces(row, uses.get(row.name), numbers.get(row.name, 0), width),))
            for row in rows
        ]
        if entries:
            entries.insert(0, Entry("\0head", (((_head(width), "muted"),),), False))
        self.tags.set_entries(entries)
        words = ngettext("{} tag", "{} tags", len(uses)).format(len(uses))
        self.query_one("#header", Line).put(" · ".join((_("Tags"), words)))

    def move(self, name: Motion, count: int) -> None:
        """Move the cursor."""
        self.tags.move(name, count)

    def go_to(self, name: str) -> None:
        """Put the cursor on a tag."""
        self.tags.put_cursor(name)


def _name_room(width: int) -> int:
    return max(4, min(_NAME_CELLS, width - 12) - 1)


def _head(width: int) -> str:
    """Return what the columns are called."""
    name, uses, key, guide = _("Name"), _("uses"), _("key"), _("when to put it on")
    gap = " " * max(1, _name_room(width) + 5 - cell_width(name) - cell_width(uses))
    return f"  {name}{gap}{uses}  {key}{' ' * max(1, 6 - cell_width(key))}{guide}"


def _pieces(row: TagRow, use: TagUse | None, number: int, width: int) -> tuple[Piece, ...]:
    indent = " " + INDENT * row.depth
    room = _name_room(width) + 1 - cell_width(indent)
    name = clip(row.leaf, room - 2)
    if use is None:
        return ((indent + " " + name, "muted"),)
    gap = " " * max(1, room - 2 - cell_width(name))
    favourite = f"  ;{number}  " if number else " " * 6
    return (
        (indent, ""),
        (f" {name} ", f"tag-{use.tag.color}"),
        (gap + f"{use.uses:>5}", "accent"),
        (favourite, "muted"),
        ("  " + use.tag.description, ""),
    )
