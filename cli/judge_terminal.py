"""Judging in the terminal: one key a finding, a second one for the cause."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.text import Text

from parallax.cli import judge_screen
from parallax.cli.console import out, table
from parallax.cli.terminal_keys import ENTER, ERASE, ESCAPE, TerminalKeys, listening
from parallax.core.errors import InputError, LakeBusyError
from parallax.judging.keys import CAUSES, COMMANDS, VERDICTS, Command, meant
from parallax.lake.judgements import Cause, said

if TYPE_CHECKING:
    from parallax.judging.finding import Finding
    from parallax.judging.session import Session
    from parallax.lake.judgements import Verdict

_JOINED = "\xa0"
"""A blank at which no line is broken."""
_ASKED = {*VERDICTS, *Command}
_END_KEYS = (
    "That was the last:",
    *(f"{key} {COMMANDS[key][0]}" for key in (Command.UNDO, Command.QUIT)),
)
_AT_END = {Command.UNDO, Command.QUIT, ENTER}


def explain(*, commands: bool = False) -> None:
    """Print what verdicts and causes mean, with their keys.

    :param commands: also what the other keys do.
    """
    words = {**VERDICTS, **CAUSES}
    rows = [(key, one.value, one.meaning) for key, one in words.items()]
    if commands:
        rows += [(key.value, *said_of) for key, said_of in COMMANDS.items()]
    table(("key", "word", "meaning"), rows)


class TerminalJudging:
    """Shows the findings of a session and obeys the keys."""

    def __init__(self, session: Session, opened: Callable[[Finding], str]) -> None:
        """Take the session.

        :param opened: opens the page of a finding, and returns what is to be said of it.
        """
        self._session, self._opened = session, opened
        self._note = ""

    def run(self) -> None:
        """Ask until all is judged, or until q, Ctrl-D or Ctrl-C.

        :raises InputError: when standard input is no terminal.
        :raises KeyboardInterrupt: on Ctrl-C; what was judged is stored.
        """
        if not sys.stdin.isatty():
            raise InputError(
                "judging needs a terminal",
                "--page judges in the browser; --list --jsonl and --from are for other programs",
            )
        with listening() as keys:
            self._session.restart()
            shown: object = self
            going = True
            while going:
                finding = self._session.current
                if shown is not finding:
                    self._show_last()
                    if finding is not None:
                        self._show(finding)
                shown = finding
                try:
                    going = self._end(keys) if finding is None else self._obey(finding, keys)
                except EOFError:
                    return
                except LakeBusyError as error:
                    out.print(Text(f"not stored: {error}", "red"))

    def _show_last(self) -> None:
        if last := self._session.last:
            mine, others = last
            out.print(Text(said([{**mine, "who": "you"}, *others]), "dim"))

    def _show(self, finding: Finding, *, whole: bool = False) -> None:
        out.print()
        progress = self._session.progress
        judge_screen.show(judge_screen.screen().lines(finding, progress, whole=whole))

    def _end(self, keys: TerminalKeys) -> bool:
        """Ask whether the last one is to be undone; tell whether to go on."""
        key = self._asked(keys, _END_KEYS, _AT_END)
        return key == Command.UNDO and self._session.undo()

    def _obey(self, finding: Finding, keys: TerminalKeys) -> bool:
        """Do what the next key says; tell whether to go on."""
        others = self._session.others(finding)
        key = self._asked(keys, _verdict_keys(len(others)), _ASKED)
        if key in VERDICTS:
            self._judge(VERDICTS[key], keys)
        elif key == Command.SKIP:
            self._session.skip()
            self._note = ""
        elif key == Command.UNDO:
            if not self._session.undo():
                out.print("There is nothing to undo.")
            self._note = ""
        elif key == Command.NOTE:
            self._note = keys.line("note: ")
        elif key == Command.OTHERS:
            out.print(said(others) if others else "Nobody else has judged it.")
        elif key == Command.OPEN:
            out.print(self._opened(finding))
        elif key == Command.WHOLE:
            self._show(finding, whole=True)
        elif key == Command.QUIT:
            return False
        else:
            explain(commands=True)
        return True

    def _judge(self, verdict: Verdict, keys: TerminalKeys) -> None:
        cause: Cause | None = None
        if verdict.has_cause:
            try:
                key = self._asked(keys, _cause_keys(verdict), {*CAUSES, ENTER, ESCAPE, ERASE})
            except (KeyboardInterrupt, EOFError):
                self._session.judge(verdict, None, self._note)
                raise
            if key in (ESCAPE, ERASE):
                return
            cause = CAUSES.get(key)
        self._session.judge(verdict, cause, self._note)
        self._note = ""

    @staticmethod
    def _asked(keys: TerminalKeys, asked: Sequence[str], allowed: Collection[str]) -> str:
        """Show keys with their words, and wait for one of those that are allowed."""
        whole = (one.replace(" ", _JOINED) for one in asked)
        for line in wrap(" · ".join(whole), out.width, break_on_hyphens=False):
            out.print(Text(line.replace(_JOINED, " "), "dim"))
        while (key := meant(keys.take())) not in allowed:
            pass
        return key


def _verdict_keys(others: int) -> list[str]:
    """Return what can be pressed; what others said is offered where they said something."""
    return [
        *(f"{key} {verdict.value}" for key, verdict in VERDICTS.items()),
        *(
            f"{key} {word}{f' ({others})' if key == Command.OTHERS else ''}"
            for key, (word, _) in COMMANDS.items()
            if key != Command.OTHERS or others
        ),
    ]


def _cause_keys(verdict: Verdict) -> list[str]:
    causes = (f"{key} {cause.value}" for key, cause in CAUSES.items())
    return [f"{verdict.value}: what made it?", *causes, "Enter none", "Esc back"]
