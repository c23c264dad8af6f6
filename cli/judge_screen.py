"""A finding on a terminal: what each side says, then the sentences that there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from parallax.cli.console import out, seen
from parallax.core.times import minute_of

if TYPE_CHECKING:
    from parallax.judging.finding import Finding, Passage, Side
    from parallax.judging.session import Progress

PROMPT_LINES = 4
"""Kept free at the bottom: what was said of the finding before, and the keys."""
HEAD_LINES = 2
"""Of a headline, which may be a whole paragraph, and of the reasons that a rule gives, one for each
pair of editions.
"""
NARROWEST = 40


class Screen:
    """Lays findings out for a width and a height."""

    def __init__(self, width: int, height: int, *, styled: bool) -> None:
        """Take the size of the terminal.

        :param styled: whether it shows styles; otherwise the words that a finding rests on are
            ``*marked*``.
        """
        self._width, self._height, self._styled = max(width, NARROWEST), height, styled

    def lines(self, finding: Finding, progress: Progress, *, whole: bool = False) -> list[Text]:
        """Return the lines of a finding: every value with the words of each edition, and of each
        value as many editions' sentences as fit, at least one.

        :param whole: all sentences, with their translations.
        """
        head = [*self._head(finding, progress, whole=whole)]
        said = finding.statements
        most = max(map(len, said), default=1)
        room = self._height - PROMPT_LINES
        for shown in range(most, 0, -1):
            made = [*head, *self._statements(said, shown)]
            if whole or len(made) <= room:
                return made
        return made if finding.sides else head

    def _head(self, finding: Finding, progress: Progress, *, whole: bool) -> Iterator[Text]:
        number = f"── {progress} "
        yield Text(number + "─" * (self._width - len(number)), "dim")
        yield from self._begun(Text(finding.title, "bold"), whole=whole)
        subject = finding.subject if finding.ref is None else f"{finding.subject} of {finding.ref}"
        p = "" if finding.p is None else f" · P {finding.p:.2f}"
        yield from self._wrapped(
            Text.assemble(
                (finding.kind.value, "bold"),
                f" · {subject} · ",
                (f"{finding.confidence} confidence{p} · {finding.rule}", "dim"),
            )
        )
        if finding.why:
            yield from self._begun(Text(finding.why), whole=whole)

    def _begun(self, text: Text, *, whole: bool) -> Iterator[Text]:
        """Yield the first lines of a text, or all."""
        lines = [*self._wrapped(text)]
        yield from lines if whole else lines[:HEAD_LINES]
        if len(lines) > HEAD_LINES and not whole:
            yield Text("…", "dim")

    def _statements(self, said: Sequence[Sequence[Side]], shown: int) -> Iterator[Text]:
        for sides in said:
            yield from self._wrapped(Text(sides[0].value or "nothing of it", "bold"))
            for number, side in enumerate(sides):
                yield from self._side(side, sentences=number < shown)

    def _side(self, side: Side, *, sentences: bool) -> Iterator[Text]:
        when = side.edition.published
        words = f"  “{side.words}”" if side.words else ""
        who = Text.assemble(
            side.edition.edition,
            (f" · {side.edition.language}{f' · {minute_of(when)}' if when else ''}", "dim"),
            words,
        )
        yield from self._wrapped(who, 2)
        for passage in side.passages if sentences else ():
            yield from self._wrapped(self._marked(passage), 4)
            if passage.translation:
                yield from self._wrapped(Text(passage.translation, "dim"), 6)

    def _marked(self, passage: Passage) -> Text:
        text = Text()
        for piece, marked in passage.pieces:
            if marked and not self._styled:
                text.append(f"*{piece}*")
            else:
                text.append(piece, "reverse" if marked else None)
        return text

    def _wrapped(self, text: Text, indent: int = 0) -> Iterator[Text]:
        for line in seen(text).wrap(out, self._width - indent):
            line.rstrip()
            line.pad_left(indent)
            yield line


def screen() -> Screen:
    """Return the screen of the terminal as large as it is now."""
    return Screen(*out.size, styled=out.color_system is not None)


def show(lines: Iterable[Text]) -> None:
    """Print lines."""
    for line in lines:
        out.print(line)
