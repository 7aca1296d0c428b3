"""The rooms of the desk that are furnished when they are first entered: what a start does not need is not imported by it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.tui.bounds import Bounds
    from reader.tui.correcting import Correcting
    from reader.tui.delivering import Delivering
    from reader.tui.discovering import Discovery
    from reader.tui.exporting import Exporting
    from reader.tui.filtered import Filtered
    from reader.tui.grouping import Grouping
    from reader.tui.keywording import Keywording
    from reader.tui.lexicon import Lexicon
    from reader.tui.linking import Linking
    from reader.tui.looking import Looking
    from reader.tui.marking import Marking
    from reader.tui.overview import Overview
    from reader.tui.registering import Registering
    from reader.tui.returning import Returning
    from reader.tui.screens.desk import Desk
    from reader.tui.settling import Settling
    from reader.tui.statistics import Statistics
    from reader.tui.stepping import Stepping
    from reader.tui.suggestions import Suggestions
    from reader.tui.surveying import Surveying


class Rooms:
    """Has each room by its name; a desk is made of it."""

    @property
    def desk(self) -> Desk:
        """The desk that has them."""
        raise NotImplementedError

    @cached_property
    def bounds(self) -> Bounds:
        """What a selection is for."""
        from reader.tui.bounds import Bounds

        return Bounds(self.desk)

    @cached_property
    def correcting(self) -> Correcting:
        """Correcting the parse."""
        from reader.tui.correcting import Correcting

        return Correcting(self.desk)

    @cached_property
    def delivering(self) -> Delivering:
        """Taking text out."""
        from reader.tui.delivering import Delivering

        return Delivering(self.desk)

    @cached_property
    def discovery(self) -> Discovery:
        """Words that the dictionary does not know."""
        from reader.tui.discovering import Discovery

        return Discovery(self.desk)

    @cached_property
    def exporting(self) -> Exporting:
        """Writing annotations to files."""
        from reader.tui.exporting import Exporting

        return Exporting(self.desk)

    @cached_property
    def filtered(self) -> Filtered:
        """The filter of the contents."""
        from reader.tui.filtered import Filtered

        return Filtered(self.desk)

    @cached_property
    def grouping(self) -> Grouping:
        """Folding the contents."""
        from reader.tui.grouping import Grouping

        return Grouping(self.desk)

    @cached_property
    def keywording(self) -> Keywording:
        """The line of an article's keywords."""
        from reader.tui.keywording import Keywording

        return Keywording(self.desk)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words as they are cut."""
        from reader.tui.lexicon import Lexicon

        return Lexicon(self.desk)

    @cached_property
    def linking(self) -> Linking:
        """Links between articles."""
        from reader.tui.linking import Linking

        return Linking(self.desk)

    @cached_property
    def looking(self) -> Looking:
        """Noticing files that come, go and change."""
        from reader.tui.looking import Looking

        return Looking(self.desk)

    @cached_property
    def marking(self) -> Marking:
        """Annotating."""
        from reader.tui.marking import Marking

        return Marking(self.desk)

    @cached_property
    def overview(self) -> Overview:
        """All proposals in a table."""
        from reader.tui.overview import Overview

        return Overview(self.desk)

    @cached_property
    def registering(self) -> Registering:
        """Registering handling."""
        from reader.tui.registering import Registering

        return Registering(self.desk)

    @cached_property
    def returning(self) -> Returning:
        """The way back from what was followed."""
        from reader.tui.returning import Returning

        return Returning(self.desk)

    @cached_property
    def settling(self) -> Settling:
        """Annotations whose text has changed."""
        from reader.tui.settling import Settling

        return Settling(self.desk)

    @cached_property
    def statistics(self) -> Statistics:
        """Proposals counted."""
        from reader.tui.statistics import Statistics

        return Statistics(self.desk)

    @cached_property
    def stepping(self) -> Stepping:
        """Going to the next of a sort."""
        from reader.tui.stepping import Stepping

        return Stepping(self.desk)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Tags that are suggested."""
        from reader.tui.suggestions import Suggestions

        return Suggestions(self.desk)

    @cached_property
    def surveying(self) -> Surveying:
        """Reading all files in the background."""
        from reader.tui.surveying import Surveying

        return Surveying(self.desk)
