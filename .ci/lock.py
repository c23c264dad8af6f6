"""Resolves requirements.lock: every package at one version, with the hashes of its files. Needs uv;
run by `make lock`.

torch comes in two builds under one number: PyPI's for Linux on x86-64 pulls gigabytes of CUDA,
PyTorch's own index has one without. The lock names the hash of the second for that platform, so
that pip takes no other: from wherever pip finds it (`PIP_FIND_LINKS`, or
https://download.pytorch.org/whl/cpu, which `make install` asks where PyPI alone does not have it).
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

LOCK = Path("requirements.lock")
CUDA_BUILD = re.compile(r"manylinux.*x86_64")
TORCH = re.compile(
    r"^torch==(?P<version>[\d.]+)(\+cpu)?(?P<hashes>( \\\n    --hash=sha256:\w+)+)", re.MULTILINE
)


def files_on_pypi(version: str) -> dict[str, str]:
    """Return the hash of every file of a torch release on PyPI, by name."""
    request = urllib.request.Request(
        "https://pypi.org/simple/torch/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - a constant address
        files = json.load(answer)["files"]
    return {
        file["filename"]: file["hashes"]["sha256"]
        for file in files
        if file["filename"].startswith(f"torch-{version}-")
    }


def cpu_build(version: str) -> str:
    """Return the hash of the build without CUDA, as pip finds it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            folder,
            f"torch=={version}+cpu",
        ]
        subprocess.run(command, check=True)  # noqa: S603
        (wheel,) = Path(folder).iterdir()
        return hashlib.sha256(wheel.read_bytes()).hexdigest()


def main() -> None:
    """Write the lock."""
    command = [
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        "--extra",
        "dev",
        "--python-version",
        "3.11",
        "--no-header",
        "--no-annotate",
        "--quiet",
        "--upgrade",
    ]
    subprocess.run([*command, "--generate-hashes", "--output-file", str(LOCK)], check=True)  # noqa: S603
    text = LOCK.read_text("utf-8")
    found = TORCH.search(text)
    if not found or "\nnvidia-" in text:
        raise SystemExit(
            "uv took torch with CUDA: name where the other build is, UV_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu"
        )
    version = found["version"]
    kept = {
        digest for name, digest in files_on_pypi(version).items() if not CUDA_BUILD.search(name)
    } | {cpu_build(version)}
    torch = f"torch=={version}" + "".join(
        f" \\\n    --hash=sha256:{digest}" for digest in sorted(kept)
    )
    LOCK.write_text(text[: found.start()] + torch + text[found.end() :], "utf-8")


if __name__ == "__main__":
    main()
