"""The keys that judge, in the terminal and on the page."""

from __future__ import annotations

from enum import StrEnum

from parallax.lake.judgements import Cause, Verdict
from parallax.languages.keyboards import latin

VERDICTS = {
    "t": Verdict.TRUE,
    "n": Verdict.NEAR,
    "f": Verdict.FALSE,
    "x": Verdict.NOT_INTERESTING,
}
CAUSES = dict(zip("1234567890z", Cause, strict=True))
"""Asked after `near` and `false`."""


class Command(StrEnum):
    """Keys that do something else."""

    SKIP = "s"
    UNDO = "u"
    NOTE = "m"
    OTHERS = "w"
    OPEN = "o"
    HELP = "?"


WORDS = {
    Command.SKIP: "skip",
    Command.UNDO: "undo",
    Command.NOTE: "note",
    Command.OTHERS: "what others said",
    Command.OPEN: "open the page",
    Command.HELP: "help",
}


def meant(character: str) -> str:
    """Return the key that a character is, whatever layout the keyboard is set to and whether Shift
    is held.

    >>> meant("T"), meant("?")
    ('t', '?')
    """
    return latin(character.lower())
