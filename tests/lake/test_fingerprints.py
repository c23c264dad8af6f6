"""A stage is computed again when what decides its rows has changed, and only then."""

import ast
import time
from pathlib import Path

import pytest

from parallax.core.settings import Group, Settings
from parallax.lake.fingerprints import (
    code_version,
    module_file,
    modules_reached,
    stage_version,
    version_of,
)
from parallax.lake.stage_protocol import Stage
from parallax.pipeline import GATHER, STAGES

ALIGN = "parallax.aligners.stage"
PLUMBING = {"lake", "cache", "runner", "pass_wait_seconds"}
"""Where things are and who does them: no row depends on these."""
PARAMETRIZED = pytest.mark.parametrize("stage", [GATHER, *STAGES], ids=lambda stage: stage.NAME)


def name_of(stage: Stage) -> str:
    return stage.__name__  # type: ignore[attr-defined]  # a stage is a module


def version_with(module: str, source: str, folder: Path) -> str:
    """The version of the align stage if one module had another source."""
    folder.mkdir()
    other = folder / "other.py"
    other.write_text(source, "utf-8")
    return version_of(ALIGN, lambda name: other if name == module else module_file(name))


def test_a_comment_and_a_docstring_keep_the_version_and_a_constant_changes_it(
    tmp_path: Path,
) -> None:
    """`languages.detect` is imported by modules that the align stage imports."""
    module = "parallax.languages.detect"
    source = module_file(module).read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(source), clean=False)
    commented = "# a comment\n" + source.replace(docstring, "Another docstring.") + "\n\n# the end"
    assert version_with(module, commented, tmp_path / "a") == code_version(ALIGN)
    assert version_with(module, source + "\nNEW = 1\n", tmp_path / "b") != code_version(ALIGN)


def test_what_a_function_imports_counts_and_what_the_program_imports_does_not() -> None:
    reached = modules_reached("parallax.encoders.encoder", module_file)
    assert "parallax.encoders.muse.module" in reached  # imported where it is used
    assert not [name for name in reached if name.startswith(("parallax.cli", "parallax.flows"))]


def test_a_data_file_changes_the_version(tmp_path: Path) -> None:
    package = tmp_path / "made"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "stage.py").write_text("RUN = 1\n")
    words = package / "data" / "words.toml"

    def find(name: str) -> Path | None:
        parts = name.split(".")[2:]
        return package / (f"{parts[0]}.py" if parts else "__init__.py")

    versions = []
    for content in ("a = 1", "a = 2", "a = 1"):
        words.write_text(content)
        versions.append(version_of("parallax.made.stage", find))
    assert versions[0] == versions[2] != versions[1]


def test_a_setting_of_the_group_or_a_declared_one_changes_the_version_and_no_other() -> None:
    settings = Settings()
    given = ("align", ("encoder", "target_language"))
    before = stage_version(ALIGN, settings, *given)
    stricter = settings.changed(align={"bead_probability": 0.8})
    assert stage_version(ALIGN, stricter, *given) != before
    assert stage_version(ALIGN, settings.changed(target_language="uk"), *given) != before
    elsewhere = settings.changed(lake=Path("/elsewhere"), compare={"rates": {"USD/UAH": 41.0}})
    assert stage_version(ALIGN, elsewhere, *given) == before


@PARAMETRIZED
def test_a_version_is_computed_in_an_instant(stage: Stage) -> None:
    began = time.process_time()
    code_version.__wrapped__(name_of(stage))
    assert time.process_time() - began < 1  # 0.3 s at most on a machine that does nothing else


def settings_read(tree: ast.AST) -> set[str]:
    """The names read of an object called `settings`."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "settings"
    } & {*Settings.model_fields}


def names_used(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def owner(module: str) -> str | None:
    """The stage that a module belongs to: the nearest package around it that has a `stage.py`."""
    while "." in module:
        module = module.rpartition(".")[0]
        if module_file(f"{module}.stage"):
            return f"{module}.stage"
    return None


@PARAMETRIZED
def test_a_stage_reads_no_setting_outside_its_group_and_those_it_declares(stage: Stage) -> None:
    """Neither itself nor by calling a function of another room with the settings (`encoder_of`)."""
    trees = {
        module: ast.parse(file.read_text("utf-8"))
        for module, file in modules_reached(name_of(stage), module_file).items()
    }
    own = {module for module in trees if owner(module) == name_of(stage)}
    elsewhere: dict[str, set[str]] = {}
    for module in set(trees) - own:
        for node in ast.walk(trees[module]):
            if isinstance(node, ast.FunctionDef):
                elsewhere.setdefault(node.name, set()).update(settings_read(node))
    read: set[str] = set()
    for module in own:
        called = names_used(trees[module]) & set(elsewhere)
        read |= settings_read(trees[module]).union(*(elsewhere[name] for name in called))
    assert read <= {stage.NAME, *stage.SETTINGS, *PLUMBING}
    assert set(stage.SETTINGS) <= read, "a setting is declared and not read"


def test_every_group_of_settings_is_of_a_stage_or_of_the_runner() -> None:
    groups = {
        name for name in Settings.model_fields if isinstance(getattr(Settings(), name), Group)
    }
    assert groups <= {"runner", "time_limits", *(stage.NAME for stage in (GATHER, *STAGES))}
