"""Findings one after the other: the same for the terminal and for the page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from parallax.judging.finding import Finding
from parallax.judging.judgements import Judgements
from parallax.lake.judgements import Cause, Verdict
from parallax.lake.rows import JudgementRow


@dataclass(frozen=True)
class Progress:
    """How far a session is: the finding shown is the ``number``-th of ``total``.

    ``seconds`` is the median that one took so far, None before the first; a break between two does
    not move it.
    """

    number: int
    total: int
    seconds: float | None

    def __str__(self) -> str:
        """Return it in words: ``12 of 100, about 15 s each``."""
        each = "" if self.seconds is None else f", about {max(round(self.seconds), 1)} s each"
        return f"{self.number} of {self.total}{each}"


@dataclass(frozen=True)
class _Step:
    """What brought the session on: ``wrote`` a verdict in place of the ``earlier`` one, or none."""

    wrote: bool
    earlier: JudgementRow | None


class Session:
    """One person's way through some findings; every verdict is written when it is given."""

    def __init__(
        self,
        findings: Sequence[Finding],
        judgements: Judgements,
        *,
        again: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with the first finding that this person has not judged.

        :param again: take also those that were judged. :param clock: seconds.
        """
        self._judgements, self._clock = judgements, clock
        self._queue = [one for one in findings if again or judgements.mine(one) is None]
        self._before = len(findings) - len(self._queue)
        self._steps: list[_Step] = []
        self._seconds: list[float] = []
        self._shown = clock()

    @property
    def who(self) -> str:
        """Whose verdicts they are."""
        return self._judgements.who

    @property
    def current(self) -> Finding | None:
        """The finding to judge; None at the end."""
        place = len(self._steps)
        return self._queue[place] if place < len(self._queue) else None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        total = self._before + len(self._queue)
        number = min(self._before + len(self._steps) + 1, total)
        return Progress(number, total, median(self._seconds) if self._seconds else None)

    @property
    def judged(self) -> list[Finding]:
        """What was judged and not undone, in order."""
        passed = zip(self._queue, self._steps, strict=False)
        return [finding for finding, step in passed if step.wrote]

    @property
    def skipped(self) -> int:
        """How many were passed over."""
        return len(self._steps) - len(self.judged)

    @property
    def can_undo(self) -> bool:
        """Whether there is a finding to go back to."""
        return bool(self._steps)

    @property
    def last(self) -> tuple[JudgementRow, Sequence[JudgementRow]] | None:
        """What this person said of the finding before, and what others say of it: they are shown
        afterwards, so that a second opinion is one. None where it was skipped.
        """
        if not self._steps or not self._steps[-1].wrote:
            return None
        finding = self._queue[len(self._steps) - 1]
        mine = self._judgements.mine(finding)
        return None if mine is None else (mine, self.others(finding))

    def others(self, finding: Finding) -> list[JudgementRow]:
        """Return what others said of a finding."""
        return self._judgements.others(finding)

    def judge(self, verdict: Verdict, cause: Cause | None = None, note: str = "") -> None:
        """Write a verdict on the finding and go on to the next; at the end nothing happens.

        :raises LakeBusyError: when another process writes for longer than a minute; the finding is
            still the current one.
        """
        finding = self.current
        if finding is None:
            return
        took, earlier = self._clock() - self._shown, self._judgements.mine(finding)
        self._judgements.add(finding, verdict, cause, note)
        self._seconds.append(took)
        self._go(_Step(True, earlier))

    def skip(self) -> None:
        """Go on without a verdict; at the end nothing happens."""
        if self.current is not None:
            self._go(_Step(False, None))

    def undo(self) -> bool:
        """Go back to the finding before: what was written of it is taken back, and what this person
        had said earlier holds again. Tell whether there was one.

        :raises LakeBusyError: when another process writes for longer than a minute.
        """
        if not self._steps:
            return False
        step, finding = self._steps[-1], self._queue[len(self._steps) - 1]
        if step.wrote and step.earlier is None:
            self._judgements.withdraw(finding)
        elif step.wrote and step.earlier is not None:
            cause = step.earlier["cause"]
            self._judgements.add(
                finding,
                Verdict(step.earlier["verdict"]),
                Cause(cause) if cause else None,
                step.earlier["note"] or "",
            )
        self._steps.pop()
        self.restart()
        return True

    def restart(self) -> None:
        """Count the time of the finding from now."""
        self._shown = self._clock()

    def _go(self, step: _Step) -> None:
        self._steps.append(step)
        self.restart()
