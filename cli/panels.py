"""The five groups of commands that `parallax --help` shows, in this order."""

from __future__ import annotations

import inspect

import typer

PANELS = {
    "Read a story": ("demo", "story", "report", "open"),
    "Single stages": ("gather", "translate", "align", "numbers", "framing", "encode"),
    "Run it": ("init", "run", "serve", "web", "notify", "outlets", "models"),
    "Keep it": ("prune", "backup", "restore", "migrate", "reextract", "memory"),
    "Quality": ("judge", "doctor", "codebook", "bench"),
}


def arrange(app: typer.Typer) -> None:
    """Put every command into its group, and the commands in the order of the groups."""
    panel_of = {name: panel for panel, names in PANELS.items() for name in names}
    order = {name: place for place, name in enumerate(panel_of)}
    for command in app.registered_commands:
        command.name = _name(command)
        command.rich_help_panel = panel_of[command.name]
        _join_lines(command)
    for group in app.registered_groups:
        group.rich_help_panel = panel_of[str(group.name)]
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            _join_lines(command)
    app.registered_commands.sort(key=lambda command: order[_name(command)])
    app.registered_groups.sort(key=lambda group: order[str(group.name)])


def _join_lines(command: typer.models.CommandInfo) -> None:
    """Let the paragraphs of a docstring be wrapped by the terminal, not where the source is."""
    text = command.help or inspect.getdoc(command.callback) or ""
    command.help = "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _name(command: typer.models.CommandInfo) -> str:
    callback = command.callback
    return command.name or (callback.__name__.replace("_", "-") if callback else "")
