"""A run that did its work and has something to say: `CompletedWithWarnings` instead of a green
`Completed`, with the reason on its page and in Prefect's lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from prefect.states import Completed

from parallax.core.notices import Notice
from parallax.corpora import extraction_alarm, silence
from parallax.lake.stage_protocol import StageResult

NAME = "CompletedWithWarnings"
_ALARMS = (silence.REASON, extraction_alarm.REASON)
"""Warnings about an edition, not a page: somebody has to look."""
_T = TypeVar("_T")


def completed(result: _T, stages: Sequence[StageResult]) -> _T:
    """Return what a flow returns: its result, in a state with a warning name where there are
    alarms. Who calls the flow receives the result either way.
    """
    found = list(alarms(stages))
    if not found:
        return result
    message = "; ".join(f"{one.subject}: {one.reason}, {one.detail}" for one in found)
    return cast("_T", Completed(name=NAME, message=message, data=result))


def alarms(stages: Iterable[StageResult]) -> Iterable[Notice]:
    """Yield the warnings of some stages that are about a whole edition."""
    for stage in stages:
        yield from (notice for notice in stage.notices if notice.reason in _ALARMS)
