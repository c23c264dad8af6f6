"""Write the lock files: every package at one version with the hashes of its files.

Run by `make lock`; needs uv on the PATH.

requirements.lock       what a user needs, for Python 3.11 to 3.13 on Linux, macOS and Windows
requirements-dev.lock   what tests, linters and audits need on top (the extra `dev`)
requirements-cuda.lock  PyPI's build of torch for Linux with the CUDA libraries it loads

Only tests and training need torch. It has two builds with the same version number: PyPI's build for
Linux needs gigabytes of CUDA libraries, PyTorch's own index has one that does not.
requirements-dev.lock allows only the second on Linux, so that pip never installs CUDA by accident.
The Makefile uses requirements-cuda.lock only where PyTorch's index cannot be reached.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from email.parser import HeaderParser
from pathlib import Path

LOCK = Path("requirements.lock")
DEV_LOCK = Path("requirements-dev.lock")
CUDA_LOCK = Path("requirements-cuda.lock")
CPU_HASHES = Path(".ci/torch-cpu.sha256")
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PYTHONS = ("cp311", "cp312", "cp313")
CPU_PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "win_amd64")
TORCH = re.compile(r"^torch==[^\n]*\\\n(?:    --hash=sha256:\w+(?: \\)?\n)+", re.MULTILINE)


def compiled(*arguments: str, inputs: str = "") -> str:
    """Return the requirements that uv resolves for all Pythons and platforms, with hashes.

    `inputs` are requirements in addition to the files among the arguments.
    """
    command = [
        *("uv", "pip", "compile", "-", *arguments),
        *(
            "--universal",
            "--python-version",
            "3.11",
            "--fork-strategy",
            "fewest",
            "--generate-hashes",
        ),
        *("--no-header", "--no-annotate", "--quiet", "--upgrade"),
    ]
    return subprocess.run(  # noqa: S603 - no input from outside
        command, check=True, input=inputs, text=True, stdout=subprocess.PIPE
    ).stdout


def cpu_torch(requirement: str) -> tuple[str, list[str]]:
    """Return version and requirements of torch without CUDA, as pip finds it for this Python."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0"]
        command = [*pip, "--index-url", CPU_INDEX, "--dest", folder, requirement]
        subprocess.run(command, check=True)  # noqa: S603 - no input from outside
        (wheel,) = Path(folder).iterdir()
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            metadata = HeaderParser().parsestr(archive.read(name).decode())
    requirements = [
        line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line
    ]
    return metadata["Version"].partition("+")[0], requirements


def cpu_hashes(version: str) -> dict[str, str]:
    """Return the hash of each build without CUDA, by file name.

    They come from PyTorch's index, else from the last time it answered.

    Raises SystemExit when neither knows this version.
    """
    wanted = {
        f"torch-{version}+cpu-{python}-{python}-{platform}.whl"
        for python in PYTHONS
        for platform in CPU_PLATFORMS
    }
    try:
        page = f"{CPU_INDEX}/torch/"
        with urllib.request.urlopen(page, timeout=30) as answer:  # noqa: S310 - a constant address
            text = answer.read().decode()
        found = {
            name.replace("%2B", "+"): digest
            for name, digest in re.findall(r"/(torch-[^/#\"]+)#sha256=(\w{64})", text)
        }
        comment = [
            line for line in CPU_HASHES.read_text("utf-8").splitlines() if line.startswith("#")
        ]
        listed = [f"{found[name]}  {name}" for name in sorted(wanted & found.keys())]
        CPU_HASHES.write_text("\n".join([*comment, *listed]) + "\n", "utf-8")
    except urllib.error.URLError as error:
        sys.stderr.write(f"{CPU_INDEX} cannot be reached ({error.reason}): using {CPU_HASHES}\n")
        lines = [
            line.split()
            for line in CPU_HASHES.read_text("utf-8").splitlines()
            if not line.startswith("#")
        ]
        found = {name: digest for digest, name in lines}
    if missing := sorted(wanted - found.keys()):
        raise SystemExit(
            f"No hash is known for {', '.join(missing)}: run `make "
            f"lock` where {CPU_INDEX} can be reached"
        )
    return {name: found[name] for name in wanted}


def pypi_hashes(version: str) -> dict[str, str]:
    """Return the hash of each file of a torch release on PyPI for our Pythons, by file name."""
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    with urllib.request.urlopen(
        urllib.request.Request("https://pypi.org/simple/torch/", headers=accept), timeout=60
    ) as answer:
        files = json.load(answer)["files"]
    prefixes = tuple(f"torch-{version}-{python}-{python}-" for python in PYTHONS)
    return {
        file["filename"]: file["hashes"]["sha256"]
        for file in files
        if file["filename"].startswith(prefixes)
    }


def pinned(version: str, hashes: list[str]) -> str:
    """Return the entry of torch in a lock file."""
    return (
        f"torch=={version}"
        + "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(hashes))
        + "\n"
    )


def entries(lock: str) -> list[str]:
    """Return the entries of a lock file: a requirement with its hashes each."""
    return [entry + "\n" for entry in re.split(r"\n(?=[a-z0-9])", lock.strip())]


def without(lock: str, other: str) -> str:
    """Return the entries of a lock file that another one lacks."""
    known = set(entries(other))
    return "".join(entry for entry in entries(lock) if entry not in known)


def main() -> None:
    """Write the three lock files."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    # Editable installs run without build isolation, so the build system is locked with the rest.
    build = "\n".join(project["build-system"]["requires"])
    development = project["project"]["optional-dependencies"]["dev"]
    (requirement,) = (line for line in development if re.match(r"torch\b", line))
    version, requirements = cpu_torch(requirement)
    cpu, pypi = cpu_hashes(version), pypi_hashes(version)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "uv.toml")
        # uv resolves torch as the build without CUDA: nothing else in the lock depends on CUDA.
        settings.write_text(
            '[[dependency-metadata]]\nname = "torch"\nversion = '
            f'"{version}"\nrequires-dist = {json.dumps(requirements)}\n',
            "utf-8",
        )
        torch = f"torch=={version}"
        no_cuda = ("--config-file", str(settings))
        user = compiled("pyproject.toml", inputs=f"{build}\n")
        kept = [digest for name, digest in pypi.items() if "manylinux" not in name] + list(
            cpu.values()
        )
        LOCK.write_text(user, "utf-8")
        versions = Path(folder, "versions.txt")
        versions.write_text(
            "".join(entry.partition(" \\")[0] + "\n" for entry in entries(user)), "utf-8"
        )
        same = ("--constraint", str(versions))
        dev = compiled(
            "pyproject.toml", "--extra", "dev", *no_cuda, *same, inputs=f"{build}\n{torch}\n"
        )
        dev = TORCH.sub(pinned(version, kept), dev)
        DEV_LOCK.write_text(without(dev, user), "utf-8")
        versions.write_text(
            "".join(entry.partition(" \\")[0] + "\n" for entry in entries(dev)), "utf-8"
        )
        cuda = compiled(*same, inputs=f"{torch}\n")
        cuda = TORCH.sub(pinned(version, list(pypi.values())), cuda)
        CUDA_LOCK.write_text(without(cuda, dev), "utf-8")


if __name__ == "__main__":
    main()
