"""Known vulnerabilities of what the lock files name: `python .ci/audit.py` (`make audit`).

Exit status 0: none. 1: some, each with its fix. 2: the advisory services could not be asked, or not
about every package; that is no clean result, and pip-audit alone takes it for one. Asks PyPI, then
OSV about what PyPI did not answer. Where GitHub runs it, the result is the summary of the run.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

SERVICES = ("pypi", "osv")
TRIES = 3
PAUSE_SECONDS = float(os.environ.get("AUDIT_PAUSE_SECONDS", "30"))
REPORT = Path("audit.json")


def main(locks: list[str]) -> int:
    """Ask about every package of the lock files; write `audit.json` and what it means."""
    answers: dict[str, dict] = {}
    unanswered: dict[str, str] = {}
    fault = ""
    for service in SERVICES:
        for attempt in range(TRIES):
            if attempt:
                time.sleep(PAUSE_SECONDS)
            listed, fault = ask(service, locks)
            for package in listed:
                if "vulns" in package:
                    answers[package["name"]] = package
                else:
                    unanswered[package["name"]] = package.get("skip_reason", "")
            if listed and unanswered.keys() <= answers.keys():
                break
        else:
            continue
        break
    unanswered = {name: why for name, why in unanswered.items() if name not in answers}
    REPORT.write_text(json.dumps({"answers": list(answers.values()), "unanswered": unanswered}))
    vulnerable = [package for package in answers.values() if package["vulns"]]
    say(report(len(answers), vulnerable, unanswered, fault))
    return 1 if vulnerable else 2 if unanswered or not answers else 0


def ask(service: str, locks: list[str]) -> tuple[list[dict], str]:
    """Return what a service answers about each package, and why it does not."""
    files = [part for lock in locks for part in ("--requirement", lock)]
    command = [sys.executable, "-m", "pip_audit", *files, "--no-deps", "--disable-pip"]
    done = subprocess.run(  # noqa: S603 - names of files of this repository
        [
            *command,
            "--vulnerability-service",
            service,
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return json.loads(done.stdout)["dependencies"], ""
    except (ValueError, KeyError):
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        return [], f"{service}: {lines[-1][:300]}"


def report(asked: int, vulnerable: list[dict], unanswered: dict[str, str], fault: str) -> str:
    """Return the result in Markdown."""
    lines = []
    if vulnerable:
        lines += [f"## Vulnerable: {len(vulnerable)} of {asked} packages", ""]
        lines += ["| package | version | advisory | fixed in |", "|---|---|---|---|"]
        for package in vulnerable:
            for found in package["vulns"]:
                fixed = ", ".join(found["fix_versions"]) or "not yet"
                row = (package["name"], package["version"], found["id"], fixed)
                lines.append(f"| {' | '.join(row)} |")
        lines.append("")
    if unanswered or not asked:
        lines += ["## Could not be asked: the advisory services gave no answer", ""]
        lines += [f"About {asked} packages there is an answer, about {len(unanswered)} none."]
        lines += [f"- {name}: {why}" for name, why in list(unanswered.items())[:10]]
        lines += [f"- {fault}"] if fault else []
        lines += ["", "This is no clean result: run the job again when the services answer."]
    elif not vulnerable:
        lines.append(f"## No known vulnerabilities in {asked} packages")
    return "\n".join(lines) + "\n"


def say(text: str) -> None:
    """Print the result, and put it on the page of the run where GitHub runs this."""
    sys.stdout.write(text)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as page:
            page.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["requirements.lock", "requirements-dev.lock"]))
