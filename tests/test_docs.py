"""The documents are true: commands exist, the data dictionary is generated, dependencies are
explained.
"""

import re
import tomllib
from pathlib import Path

import pytest
from cogapp import Cog
from typer.main import get_command

from parallax.cli.app import app
from parallax.lake.data_dictionary import document

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]
EXECUTED = [file for file in DOCUMENTS if "[[[cog" in file.read_text("utf-8")]
GROUP = get_command(app)


def commands(text: str) -> list[str]:
    return [
        line.split("#")[0].strip()
        for line in re.findall(r"^(?: {4})?((?:parallax|make) .+)$", text, flags=re.MULTILINE)
    ]


@pytest.mark.parametrize(
    "line",
    sorted(
        {c for d in DOCUMENTS for c in commands(d.read_text("utf-8")) if c.startswith("parallax ")}
    ),
)
def test_every_command_shown_exists_with_its_options(line: str) -> None:
    words = line.replace("'", " ").split()
    command = GROUP.commands[words[1]]
    if hasattr(command, "commands") and len(words) > 2:
        command = command.commands[words[2]]
    known = {
        option
        for parameter in command.params
        for option in [*parameter.opts, *parameter.secondary_opts]
    }
    assert {w for w in words if w.startswith("--")} <= known


@pytest.mark.parametrize(
    "line",
    sorted({c for d in DOCUMENTS for c in commands(d.read_text("utf-8")) if c.startswith("make ")}),
)
def test_every_make_target_shown_exists(line: str) -> None:
    assert re.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("document", EXECUTED, ids=lambda file: file.name)
def test_every_block_shows_what_its_command_prints_today(document: Path) -> None:
    cog = Cog()
    assert cog.main(["cog", "--check", "-P", "-I", str(ROOT / "docs"), str(document)]) == 0


def test_every_command_is_in_the_readme() -> None:
    assert {name for name in GROUP.commands if f"parallax {name}" not in README} == set()


def test_the_data_dictionary_is_what_the_schemas_say() -> None:
    assert (ROOT / "docs" / "data.md").read_text("utf-8") == document()


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for requirement in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        assert f"`{re.match(r'[a-z0-9-]+', requirement)[0]}`" in text


def test_the_lock_holds_every_dependency_at_one_version() -> None:
    locked = re.findall(
        r"^([a-z0-9-]+)(?:\[[a-z-]+\])?==(\S+)",
        (ROOT / "requirements.lock").read_text("utf-8"),
        re.MULTILINE,
    )
    names = [name for name, _ in locked]
    assert len(names) == len(set(names))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {
        re.match(r"[a-z0-9-]+", requirement)[0] for requirement in project["dependencies"]
    } <= set(names)


def test_links_between_documents_lead_somewhere() -> None:
    for file in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", file.read_text("utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
