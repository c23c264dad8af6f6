"""The wheel: one package with all its data, and nothing that needs a checkout."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from parallax.cli.bench import require_checkout
from parallax.core.errors import InputError

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAPPED = PROJECT["tool"]["setuptools"]["package-dir"]
FOLDERS = sorted(MAPPED.values())


def tracked(*folders: str) -> list[str]:
    """Return the files of the checkout that git does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def packages() -> set[str]:
    """Return the packages that the folders of the checkout hold: those with an `__init__.py`."""
    found = set()
    for package, folder in MAPPED.items():
        for file in (ROOT / folder).rglob("__init__.py"):
            inner = file.parent.relative_to(ROOT / folder).parts
            found.add(".".join((package, *inner)))
    return found


def data_files() -> set[str]:
    """Return every file of these folders that git knows and that is not Python, as the wheel names
    it.
    """
    names = {folder: package.replace(".", "/") for package, folder in MAPPED.items()}
    return {
        f"{names[folder]}/{rest}"
        for folder, _, rest in (name.partition("/") for name in tracked(*FOLDERS))
        if not rest.endswith((".py", "README.md"))
    }


def test_the_listed_packages_are_the_folders_with_an_init() -> None:
    listed = PROJECT["tool"]["setuptools"]["packages"]
    assert len(listed) == len(set(listed))
    assert set(listed) == packages()


def test_the_folder_of_links_for_the_type_checker_is_complete() -> None:
    tree = ROOT / ".ci" / "tree" / "parallax"
    own = {file.name for file in (ROOT / "parallax").iterdir() if file.suffix in (".py", ".typed")}
    assert {link.name for link in tree.iterdir()} == own | set(FOLDERS) - {"parallax"}
    assert all(link.is_symlink() and link.exists() for link in tree.iterdir())


def test_a_benchmark_without_a_checkout_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs a checkout of the repository"):
        require_checkout(tmp_path)


@pytest.mark.slow(20)
def test_the_wheel_holds_one_package_with_all_its_data(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in tracked():
        if not name.startswith(".ci/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(source)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"parallax"}
    assert {f"{name.replace('.', '/')}/__init__.py" for name in packages()} <= names
    assert data_files() - names == set()
    assert not {name for name in names if "/tests/" in name or "benchmarks" in name}
