"""How far a stage is, as an artifact on its page in Prefect's UI."""

import time
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

PAUSE_SECONDS = 2.0
"""Between two updates: people look at it, not machines."""


class ArtifactProgress:
    """Counts what is done of a total (a `parallax.lake.stage_protocol.Progress`).

    The artifact is made with the first count and updated at a human pace.
    """

    def __init__(self, stage: str) -> None:
        """Take the name of the stage."""
        self._key, self._what, self._total = f"parallax-{stage}-progress", "", 0
        self._done = 0
        self._shown = float("-inf")
        self._artifact: UUID | None = None

    def begin(self, total: int, what: str) -> None:
        """Take what is counted, and how much of it there is."""
        self._total, self._what, self._done, self._artifact = total, what, 0, None

    def advance(self, count: int = 1) -> None:
        """Count some more."""
        self._done += count
        share = 100.0 * min(1.0, self._done / max(1, self._total))
        if self._artifact is None:
            made = create_progress_artifact(
                share, key=self._key, description=f"{self._what}, of {self._total:,}"
            )
            assert isinstance(made, UUID)
            self._artifact = made
        elif self._done >= self._total or time.monotonic() - self._shown >= PAUSE_SECONDS:
            update_progress_artifact(self._artifact, share)
        else:
            return
        self._shown = time.monotonic()
