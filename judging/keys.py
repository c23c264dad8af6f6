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
    WHOLE = "v"
    HELP = "?"
    QUIT = "q"


COMMANDS = {
    Command.SKIP: ("skip", "go on without a verdict; it comes again next time"),
    Command.UNDO: ("undo", "go back and take the last verdict back"),
    Command.NOTE: ("note", "a remark that is stored with the verdict"),
    Command.OTHERS: ("others", "what others said of it; shown anyway once you have judged"),
    Command.OPEN: ("page", "open its row on the page of the story"),
    Command.WHOLE: ("all", "every sentence of every edition"),
    Command.HELP: ("help", "verdicts, causes and keys"),
    Command.QUIT: ("finish", "end; the pages are rebuilt"),
}
"""Word and meaning of each."""


def meant(character: str) -> str:
    """Return the key that a character is, whatever layout the keyboard is set to and whether Shift
    is held.

    >>> meant("T"), meant("?")
    ('t', '?')
    """
    return latin(character.lower())
