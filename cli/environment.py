"""Environment of dependencies, set before they are imported: telemetry off, quiet, and for Prefect
the protection that the ``prefect.toml`` of a checkout gives its server.
"""

import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "http://127.0.0.1:4200,http://localhost:4200",
    "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "P30D",
    "PREFECT_SERVER_UI_API_URL": "/api",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "parallax",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}


_set: set[str] = set()
"""Names that the user has not set."""


def prepare() -> None:
    """Set what the user has not set."""
    for name, value in _DEFAULTS.items():
        if name not in os.environ:
            _set.add(name)
            os.environ[name] = value
    for name in ("stdout", "stderr"):  # closed, as by some schedulers
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)
    warnings.filterwarnings("ignore", category=DeprecationWarning)


def prepare_streams() -> None:
    """Let no character end the program: a terminal in ASCII or Windows-1251 gets codes for what it
    cannot show, and bytes that are no text are read as U+FFFD.
    """
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):  # it is not where a program captures it
            stream.reconfigure(errors=errors)


@contextmanager
def without_defaults() -> Iterator[None]:
    """Leave, for a `with` block, only what the user has set: so that it can be judged."""
    ours = {name: os.environ.pop(name) for name in _set if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(ours)
