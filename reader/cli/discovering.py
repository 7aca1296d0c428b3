"""`xiance words discover`: terms in pages that no dictionary knows, to be added to one's own words."""

from __future__ import annotations

import json
from argparse import Namespace
from contextlib import closing

from reader.cli import complain
from reader.cli.output import data_in, data_out
from reader.cli.progress import Progress
from reader.config.language import _
from reader.config.wording import printable, sentence
from reader.words import segmenter
from reader.words.own import read_words, words_file
from reader.workspace import Workspace, WorkspaceError


def run(arguments: Namespace) -> int:
    """Print the terms, those that are there most often first; 1 if a file could not be read."""
    from reader.workspace.discovering import Discovering

    paths = arguments.words or ["."]
    status = 0
    segmenter().learn(read_words(words_file()).frequencies)
    with closing(Workspace.open(paths, stdin=data_in() if "-" in paths else None)) as workspace:
        discovering = Discovering(workspace)
        with Progress(len(workspace.files)) as progress:
            for count, file in enumerate(workspace.files, 1):
                try:
                    discovering.take(file)
                except WorkspaceError as error:
                    complain(sentence(error.code, error.params))
                    status = 1
                progress.tell(count)
        found = discovering.found(most=200)
    out = data_out()
    for item in found:
        if arguments.json:
            record = {
                "word": item.word,
                "count": item.count,
                "quoted": item.quoted,
                "before": item.before,
                "after": item.after,
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            context = " ".join(f"{item.before}[{item.word}]{item.after}".split())
            out.write("\t".join((printable(item.word), str(item.count), printable(context))) + "\n")
    out.flush()
    if not found and not status:
        complain(_("nothing that the dictionary does not know is here more than once"))
    return status
