"""`parallax init`: files to start from that can be read, and are never overwritten by accident."""

import os
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.cli.checks import server_check
from parallax.core.errors import InputError
from parallax.core.settings import Group, Settings
from parallax.core.settings_file import template
from parallax.corpora.outlets.registry import load
from parallax.flows.server_check import is_open, settings_now

RUNNER = CliRunner()
ROOT = Path(__file__).parents[2]


def without_marks(text: str) -> str:
    """Remove the `#` before every setting that has a default."""
    lines = [line for line in text.splitlines() if not line.endswith("# not set")]
    return "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ").split(" = ")[0].isidentifier() else line
        for line in lines
    )


def test_the_settings_file_holds_every_setting_with_its_default() -> None:
    assert tomllib.loads(template()) == {group: {} for group in tomllib.loads(template())}
    given = tomllib.loads(without_marks(template()))
    assert Settings(**given) == Settings()
    for name, value in Settings():
        for setting in type(value).model_fields if isinstance(value, Group) else [name]:
            assert f"# {setting} = " in template()


def test_init_writes_files_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = Settings()
    made = RUNNER.invoke(app, ["init", str(tmp_path / "newsroom")])
    assert made.exit_code == 0
    assert made.stdout.count("written") == 4
    assert "parallax run --since 6h" in made.stdout
    monkeypatch.chdir(tmp_path / "newsroom")
    assert Settings() == defaults
    with pytest.raises(InputError, match="registers no outlet"):
        load(Path("outlets.toml"))
    for name in ("prefect.yaml", "prefect.toml"):  # those of the checkout
        assert Path(name).read_text("utf-8") == (ROOT / name).read_text("utf-8")


def test_prefect_takes_its_protection_from_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    assert is_open(settings_now())
    assert server_check()[0][1:] == (
        False,
        "no prefect.toml here: a server started in this folder answers every web page",
        "parallax init",
    )
    assert RUNNER.invoke(app, ["init"]).exit_code == 0
    assert not is_open(settings_now())
    assert server_check() == [("prefect server", True, "settings protect it", "")]


def test_the_example_of_an_outlet_is_a_registry(tmp_path: Path) -> None:
    RUNNER.invoke(app, ["init", str(tmp_path)])
    lines = (tmp_path / "outlets.toml").read_text("utf-8").splitlines()
    keys = ("[[", "name", "country", "ownership", "id", "language", "home", "feeds", "sitemaps")
    keys += ("channels", "body", "drop", "timezone")
    example = [line[2:] for line in lines if line.startswith(tuple(f"# {key}" for key in keys))]
    example = [line for line in example if line.startswith("[[") or " = " in line]
    (tmp_path / "example.toml").write_text("\n".join(example), "utf-8")
    registry = load(tmp_path / "example.toml")
    assert [edition.id for edition in registry.editions] == ["example-uk", "example-en"]
    assert registry.pages["Example News"][0].body == "div.article-text"


def test_init_keeps_what_is_there_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "parallax.toml").write_text('target_language = "uk"\n')
    made = RUNNER.invoke(app, ["init", str(tmp_path)])
    assert (made.stdout.count("written"), made.stdout.count("kept")) == (3, 1)
    assert (tmp_path / "parallax.toml").read_text() == 'target_language = "uk"\n'
    assert RUNNER.invoke(app, ["init", str(tmp_path), "--force"]).stdout.count("written") == 4
    assert (tmp_path / "parallax.toml").read_text("utf-8") == template()


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    failed = RUNNER.invoke(app, ["init", str(tmp_path / "file")])
    assert "is not a folder" in str(failed.exception)
