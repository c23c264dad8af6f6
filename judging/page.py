"""The page on which a person judges: the frame, which is the same for all, and its findings."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from parallax.judging.keys import CAUSES, COMMANDS, VERDICTS
from parallax.judging.session import Session
from parallax.reports.render import environment, own, source

HERE = "parallax.judging"
LONGEST_NOTE = 2000
"""Characters."""
SHOWN = 2
"""Editions of one value whose sentences are shown at once, one where there are many; those of the
others unfold.
"""


@lru_cache
def _style() -> Markup:
    return Markup("\n").join((own("style.css"), own("judge.css", HERE)))


def policy() -> str:
    """Return what the page may do: run its script, ask its own server, nothing else (CSP 3)."""
    return (
        f"default-src 'none'; style-src {source(_style())}; img-src data:; connect-src 'self'; "
        f"script-src {source(own('judge.js', HERE))}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


@lru_cache
def frame() -> str:
    """Return the page without a finding: nothing in it is secret."""
    return (
        environment(HERE)
        .get_template("judge.html")
        .render(
            style=_style(),
            script=own("judge.js", HERE),
            verdicts=VERDICTS,
            causes=CAUSES,
            commands=COMMANDS,
            longest=LONGEST_NOTE,
        )
    )


def main_part(session: Session, target: str, *, finished: bool = False) -> str:
    """Return the finding to judge, or that there is none any more, as HTML.

    :param target: language of the reader.
    """
    finding = session.current
    if finding is None or finished:
        return (
            environment(HERE)
            .get_template("end.html")
            .render(judged=len(session.judged), skipped=session.skipped, finished=finished)
        )
    return (
        environment(HERE).get_template("finding.html").render(f=finding, target=target, shown=SHOWN)
    )
