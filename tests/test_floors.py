"""The floors of the house: pyproject.toml declares which package may import which, and
import-linter looks.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TREE = ROOT / ".ci" / "tree"
"""Links that look like what is installed, for tools that do not know setuptools' package-dir."""
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


def test_no_package_imports_a_package_above_it_and_only_flows_import_prefect() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LINT, str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=TREE,
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Contracts: 2 kept, 0 broken." in answer.stdout


def test_the_tree_of_links_shows_every_folder_and_module() -> None:
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    modules = {file.name for file in (ROOT / "parallax").iterdir() if file.suffix}
    shown = {link.name for link in (TREE / "parallax").iterdir()}
    assert shown == modules | packages - {"benchmarks", "parallax", "tests"}
    assert all(link.is_symlink() and link.exists() for link in (TREE / "parallax").iterdir())
