"""What was done, in words: labels of changes, for messages after a change, an undo or a redo."""

from __future__ import annotations

from collections.abc import Mapping

from reader.config.language import N_, _
from reader.tui.cards import moment
from reader.tui.document import safe
from reader.tui.selection import Unit

DONE: dict[str, str] = {
    "tag_added": N_("tag {tag} · {about}"),
    "tags_added": N_("tag {tag} · {count} articles"),
    "comment_added": N_("comment · {about}"),
    "comment_edited": N_("changed comment · {about}"),
    "reply_added": N_("reply · {about}"),
    "tags_changed": N_("changed tags · {about}"),
    "retargeted": N_("bounds · {about}"),
    "deleted": N_("deleted annotation · {about}"),
    "restored": N_("annotation put back · {about}"),
    "tag_renamed": N_("renamed tag {tag} · {to}"),
    "tag_moved": N_("moved tag {tag} · {to}"),
    "tag_recolored": N_("colour of tag {tag}"),
    "tag_described": N_("description of tag {tag}"),
    "tag_merged": N_("merged tag {tag} into {into}, on {count} annotations"),
    "tag_deleted": N_("deleted tag {tag}, on {count} annotations"),
    "repaired": N_("set right what was wrong in the database"),
    "resolved": N_("resolved · {about}"),
    "reopened": N_("reopened · {about}"),
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
    "settled": N_("confirmed {count} annotations where they are now"),
    "fix_dropped": N_("dropped the correction of “{title}”"),
    "linked_same": N_("linked as the same text · {title} · {to}"),
    "linked_answer": N_("linked · {title} · answered by {to}"),
    "unlinked": N_("took the link away · {title} · {to}"),
    "link_noted": N_("note on the link · {title} · {to}"),
    "link_confirmed": N_("confirmed the link where it is now · {title} · {to}"),
    "imported": N_("imported {count} annotations"),
    "registered": N_("registered · {title}"),
    "registered_many": N_("registered · {count} proposals"),
    "entry_corrected": N_("corrected an entry · {title}"),
    "scheme_chosen": N_("scheme for the library: {scheme}"),
    "scheme_chosen_column": N_("scheme {scheme} · {title}"),
    "ledger_imported": N_("imported the ledger {title}: {count} proposals"),
}
UNITS: dict[Unit, str] = {
    "word": N_("a word"),
    "clause": N_("a clause"),
    "sentence": N_("a sentence"),
    "paragraph": N_("a paragraph"),
    "measure": N_("a measure"),
    "headline": N_("the headline"),
    "byline": N_("the byline"),
    "body": N_("the body"),
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
    given = {name: safe(value) for name, value in params.items()}
    given.setdefault("about", f"《{given.get('title', '')}》")  # as it was logged before labels said more
    return words.format_map(_Given(given))


def blocked(params: Mapping[str, str]) -> str:
    """Return whose later change stands in the way of an undo or redo, and what it was (of `undo_blocked`)."""
    label = {name.removeprefix("label_"): text for name, text in params.items() if name.startswith("label_")}
    words = _("not undone: {by} has changed the same thing since ({what}, {when})")
    what = done(params.get("label", ""), label)
    return words.format(by=safe(params.get("by", "")), what=what, when=moment(params.get("created", "")))
