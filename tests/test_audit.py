"""The audit tells three outcomes apart, whatever the advisory services answer."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "audit.py"
CLEAN = {"name": "idna", "version": "3.7", "vulns": []}
BAD = {
    "name": "jinja2",
    "version": "3.1.2",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1.3"], "aliases": [], "description": ""}],
}
SKIPPED = {"name": "idna", "skip_reason": "Dependency not found on PyPI"}


def audited(folder: Path, pypi: list[dict] | None, osv: list[dict] | None) -> tuple[int, str]:
    """Run the script with a pip-audit that has these answers; return status and summary."""
    (folder / "pip_audit.py").write_text(
        "import sys, json\n"
        "service = sys.argv[sys.argv.index('--vulnerability-service') + 1]\n"
        f"known = {{'pypi': {pypi!r}, 'osv': {osv!r}}}[service]\n"
        "if known is None:\n    sys.exit('ConnectionError: no name resolution')\n"
        "print(json.dumps({'dependencies': known, 'fixes': []}))\n"
        "sys.exit(any(p.get('vulns') for p in known))\n"
    )
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "requirements.lock"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(folder),
            "AUDIT_PAUSE_SECONDS": "0",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert json.loads((folder / "audit.json").read_text())
    return done.returncode, (folder / "summary.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("pypi", "osv", "status", "words"),
    [
        ([CLEAN], None, 0, "No known vulnerabilities in 1 packages"),
        ([CLEAN, BAD], None, 1, "| jinja2 | 3.1.2 | PYSEC-1 | 3.1.3 |"),
        (None, [CLEAN], 0, "No known vulnerabilities"),
        (None, [BAD], 1, "Vulnerable: 1 of 1"),
        ([SKIPPED], [CLEAN], 0, "No known vulnerabilities"),
        ([SKIPPED], None, 2, "Could not be asked"),
        ([SKIPPED], [SKIPPED], 2, "- idna: Dependency not found on PyPI"),
        ([SKIPPED, BAD], None, 1, "Could not be asked"),
        (None, None, 2, "ConnectionError: no name resolution"),
        ([], [], 2, "Could not be asked"),
    ],
)
def test_clean_vulnerable_and_not_asked_are_told_apart(
    tmp_path: Path, pypi: list | None, osv: list | None, status: int, words: str
) -> None:
    assert audited(tmp_path, pypi, osv)[0] == status
    assert words in audited(tmp_path, pypi, osv)[1]
