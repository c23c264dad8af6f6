"""A framing mention."""

from __future__ import annotations

from dataclasses import dataclass

DIRECT, INDIRECT = "direct", "indirect"
PRESENT, ABSENT = "present", "absent"
MODAL = "modal"
"""A modal verb on the axis of certainty: an ability or a possibility, so that it differs from
nothing.
"""


@dataclass(frozen=True)
class Marker:
    """A framing mention: ``text[start:end]`` carries `value` on `axis`.

    `speech` is `direct` or `indirect` where it stands in somebody's words, `speaker` who that is,
    as the sentence names him.
    """

    axis: str
    start: int
    end: int
    surface: str
    value: str
    ref: str | None
    rule: str
    speech: str | None = None
    speaker: str | None = None

    @property
    def quoted(self) -> bool:
        """Tell whether it stands in direct speech: the speaker's words, not the outlet's."""
        return self.speech == DIRECT
