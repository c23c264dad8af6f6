"""A finding on a terminal: what each side says, and the words that stand around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from parallax.cli.console import out, seen
from parallax.core.times import minute_of

if TYPE_CHECKING:
    from parallax.judging.finding import Finding, Passage, Side
    from parallax.judging.session import Progress

EDITIONS = 3
"""Editions of one value that are named, unless all are asked for."""
AROUND = 10
"""Words of a sentence before and after those that a finding rests on."""
HEAD_LINES = 1
"""Of a headline, which may be a whole paragraph, and of the reasons that a rule gives, one for each
pair of editions.
"""
NARROWEST = 40


class Screen:
    """Lays findings out for a width."""

    def __init__(self, width: int, *, styled: bool) -> None:
        """Take the width of the terminal in characters.

        :param styled: whether it shows styles; otherwise the words that a finding rests on are
            ``*marked*``.
        """
        self._width, self._styled = max(width, NARROWEST), styled

    def lines(self, finding: Finding, progress: Progress, *, whole: bool = False) -> list[Text]:
        """Return the lines of a finding: every value with the words of some editions, and what
        stands around them in one: a person who judges a hundred reads no more than that.

        :param whole: all editions and sentences, with their translations.
        """
        made = [*self._head(finding, progress, whole=whole)]
        for sides in finding.statements:
            made += self._wrapped(Text(sides[0].value or "nothing of it", "bold"))
            shown = sides if whole else sides[:EDITIONS]
            for number, side in enumerate(shown):
                made += self._side(side, sentences=whole or not number, whole=whole)
            if rest := ", ".join(side.edition.edition for side in sides[len(shown) :]):
                made += self._wrapped(Text(f"and {rest} (v shows all)", "dim"), 2)
        return made

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

    def _side(self, side: Side, *, sentences: bool, whole: bool) -> Iterator[Text]:
        when = side.edition.published
        words = f"  “{side.words}”" if side.words else ""
        who = Text.assemble(
            side.edition.edition,
            (f" · {side.edition.language}{f' · {minute_of(when)}' if when else ''}", "dim"),
            words,
        )
        yield from self._wrapped(who, 2)
        for passage in side.passages if sentences else ():
            shown = passage if whole else passage.around(AROUND)
            yield from self._wrapped(self._marked(shown), 4)
            if passage.translation and (whole or not passage.marks):
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
    """Return the screen of the terminal as wide as it is now."""
    return Screen(out.width, styled=out.color_system is not None)


def show(lines: Iterable[Text]) -> None:
    """Print lines."""
    for line in lines:
        out.print(line)
