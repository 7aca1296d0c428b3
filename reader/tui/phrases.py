"""What was done, in words: labels of changes, for messages after a change, an undo or a redo."""

from __future__ import annotations

from collections.abc import Mapping

from reader.config.language import N_, _
from reader.tui.document import safe

DONE: dict[str, str] = {
    "tag_added": N_("tagged {title}: {tag}"),
    "comment_added": N_("commented on {title}"),
    "comment_edited": N_("changed the comment on {title}"),
    "reply_added": N_("replied on {title}"),
    "tags_changed": N_("changed the tags of {title}"),
    "deleted": N_("deleted the annotation on {title}"),
    "restored": N_("put back the annotation on {title}"),
    "repaired": N_("set right what was wrong in the database"),
    "resolved": N_("resolved: {title}"),
    "reopened": N_("reopened: {title}"),
    "fix_headline": N_("corrected: headline “{title}”"),
    "fix_byline": N_("corrected: byline “{title}”"),
    "fix_body": N_("corrected: “{title}” is text"),
    "fix_furniture": N_("corrected: “{title}” is left out"),
    "fix_split": N_("corrected: an article begins at “{title}”"),
    "fix_join": N_("corrected: joined at “{title}”"),
    "fix_part": N_("corrected: {title}"),
    "fix_kind": N_("corrected: {title}"),
    "fix_source": N_("corrected the source: {title}"),
    "fix_kept": N_("settled as it was: “{title}”"),
    "fix_taken": N_("settled the other way: “{title}”"),
    "fix_confirmed": N_("confirmed {count} corrections where they are now"),
    "fix_dropped": N_("dropped the correction of “{title}”"),
    "imported": N_("imported {count} annotations"),
}
SEAMS: dict[str, str] = {
    "seam_headline": N_("a selection stays within the headline"),
    "seam_byline": N_("a selection stays within the byline"),
    "seam_body": N_("a selection stays within the body"),
    "seam_page": N_("a selection stays on one page; the other half is selected by itself"),
}


class _Given(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def done(code: str, params: Mapping[str, str]) -> str:
    """Return what a change did."""
    words = _(DONE.get(code, code))
    return words.format_map(_Given({name: safe(value) for name, value in params.items()}))
