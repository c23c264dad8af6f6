"""Models live once a process: loading them is the edge's job."""

from functools import lru_cache
from pathlib import Path

from core.settings import Settings
from translators.argos import Argos


@lru_cache(maxsize=2)
def _argos(folder: Path | None, beam: int, batch_tokens: int, threads: int) -> Argos:
    return Argos(folder, beam=beam, batch_tokens=batch_tokens, threads=threads)


def argos(settings: Settings) -> Argos:
    """Return the process' translator."""
    return _argos(settings.argos_packages, settings.argos_beam, settings.argos_batch_tokens, settings.argos_threads)
