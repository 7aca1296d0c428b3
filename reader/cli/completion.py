"""`xiance completion`: a script for the shell, made from the grammar itself by shtab."""

from __future__ import annotations

import argparse

import shtab

from reader.cli.arguments import whole_parser
from reader.cli.output import data_out

# shtab thinks that the first word is always a verb; here it may be a path. Bash falls back to file names by itself.
ZSH_VERBS = "_describe 'xiance commands' _commands"
FISH_PATHS = "complete -c xiance -n _shtab_xiance_using -F\n"


def run(arguments: argparse.Namespace) -> int:
    """Print the completion script of `arguments.shell` (bash, zsh or fish)."""
    data_out().write(script(arguments.shell))
    return 0


def script(shell: str) -> str:
    """Return the script for one shell."""
    parser = whole_parser()
    _name_files(parser)
    text: str = shtab.complete(parser, shell=shell).rstrip("\n") + "\n"
    if shell == "zsh":
        return text.replace(ZSH_VERBS, f"{ZSH_VERBS}\n  _files")
    if shell == "fish":
        return text + FISH_PATHS
    return text


def _name_files(parser: argparse.ArgumentParser) -> None:
    """Tell shtab which arguments of the parser and its subcommands are file names."""
    for action in parser._actions:
        if action.metavar in ("PATH", "FILE"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab's own way to be told
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                _name_files(child)
