"""The terminal interface; the only package that knows Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.workspace import Workspace


def run(workspace: Workspace, settings: Settings, *, lang: str) -> int:
    """Show the desk until it is left; return the exit status (128 and the number, when a signal ended it).

    `lang` is the language chosen, for `reader.config.language`. Everything written is handed to the workspace;
    closing it saves it. Raises ConfigError, before the screen is touched, if the settings' keys cannot be given.
    """
    from reader.config.language import choose

    choose(lang)
    from reader.tui.app import XianceApp
    from reader.tui.commands import bindings

    bindings(settings)
    app = XianceApp(workspace, settings)
    status = app.run()
    workspace.state.save()
    return int(app.return_code or 0) if status is None else status
