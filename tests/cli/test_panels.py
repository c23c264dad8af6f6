"""`parallax --help`: every command in one of five groups."""

from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.cli.panels import PANELS


def test_every_command_is_in_one_of_five_groups() -> None:
    named = [name for names in PANELS.values() for name in names]
    assert len(named) == len(set(named))
    shown = CliRunner().invoke(app, ["--help"]).stdout
    places = [shown.index(panel) for panel in PANELS]
    assert places == sorted(places)
    for command in (*app.registered_commands, *app.registered_groups):
        assert command.rich_help_panel in PANELS


def test_the_first_line_of_every_help_is_one_sentence_on_one_line() -> None:
    for command in app.registered_commands:
        first = (command.callback.__doc__ or "").split("\n\n", maxsplit=1)[0]
        assert first.strip().endswith("."), command.name
        assert "\n" not in first.strip(), command.name
