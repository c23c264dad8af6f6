"""The version that a deployment carries: a build step of ``prefect.yaml``."""

import subprocess
from importlib import metadata


def checkout_version() -> dict[str, str]:
    """Return as ``stdout`` what git calls the checkout in the current folder.

    The version of the installed package stands for it where git is not installed, does not answer,
    knows no checkout here, or refuses one that belongs to another user.
    """
    try:
        asked = subprocess.run(
            ["git", "describe", "--tags", "--always", "--dirty"],  # noqa: S607 - the git of the user
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return {"stdout": metadata.version("parallax-news")}
    return {"stdout": asked.stdout.strip()}
