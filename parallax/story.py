"""A story compared: links of its sentences, differences of numbers and wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parallax import notebook
from parallax.alignments import link_as_json, words_of
from parallax.results import Result, counted, plain, shortened
from parallax.sentences import Text
from parallax.wording import WordingDifference

if TYPE_CHECKING:
    from parallax.aligners.links import Link
    from parallax.comparers.numbers import Quantity


@dataclass(frozen=True)
class NumberDifference(Result):
    """A number of one text and what another text has in its place, or a number that it leaves out.

    ``link`` is the index of the link they are in, None where no link joins their sentences and the
    figures of whole texts were matched; ``pair`` names the texts; offsets of ``left``
    and ``right`` point into these; ``verdict`` is equal, compatible, conflict or omitted, and
    ``why`` the arithmetic in words. ``confidence`` is high, medium, or low where it is not certain
    that both numbers are about one thing.
    """

    link: int | None
    pair: tuple[str, str]
    left: Quantity | None
    right: Quantity | None
    verdict: str
    why: str
    rule: str
    confidence: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, the numbers as in the JSON-lines contract."""
        sides = {
            name: None if side is None else side.contract()
            for name, side in (("left", self.left), ("right", self.right))
        }
        return {**super().to_dict(), **sides}


@dataclass(frozen=True)
class LinkedWording(WordingDifference):
    """A difference of wording between two texts in a link, by its index; None where the whole texts
    are compared (how they name a thing throughout).
    """

    link: int | None = None


@dataclass(frozen=True, repr=False)
class Story(Result):
    """A story compared: which sentences say the same, and where numbers and wording differ.

    ``numbers`` holds every pair of numbers that was compared, those that agree as well: `conflicts`
    and `omissions` choose. ``framing`` holds differences within links, then of whole texts.
    """

    texts: tuple[Text, ...]
    links: tuple[Link, ...]
    numbers: tuple[NumberDifference, ...]
    framing: tuple[LinkedWording, ...]

    @property
    def conflicts(self) -> list[NumberDifference]:
        """The numbers that contradict each other."""
        return [one for one in self.numbers if one.verdict == "conflict"]

    @property
    def omissions(self) -> list[NumberDifference]:
        """The numbers that a linked sentence of another text leaves out."""
        return [one for one in self.numbers if one.verdict == "omitted"]

    def words(self, link: Link) -> dict[str, str]:
        """Return the words of a link, by the name of the text."""
        return words_of(link, self.texts)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole story as plain data."""
        return {
            "texts": plain(self.texts),
            "links": [link_as_json(link) for link in self.links],
            "numbers": plain(self.numbers),
            "framing": plain(self.framing),
        }

    def __repr__(self) -> str:
        """Show the counts, then each conflict and each difference of wording."""
        wording = [one for one in self.framing if not one.experimental]
        joined = [link for link in self.links if len(link.members) > 1]
        conflicts, omissions = self.conflicts, self.omissions
        head = (
            f"Story of {counted(len(self.texts), 'text')}: {counted(len(joined), 'link')}, "
            f"{counted(len(conflicts), 'conflict')} and {counted(len(omissions), 'omission')} of "
            f"numbers, {counted(len(wording), 'difference')} of wording"
        )
        lines = [f"  {' and '.join(c.pair)}  conflict  {c.why}" for c in conflicts]
        lines += [f"  {' and '.join(d.pair)}  {shortened(str(d), 100)}" for d in wording]
        return "\n".join([head, *lines])

    def _repr_html_(self) -> str:
        spans = self._spans()
        rows = []
        for place, link in enumerate(self.links):
            cells = []
            for text in self.texts:
                pieces = [
                    notebook.highlighted(
                        sentence.surface,
                        [
                            (start - sentence.start, end - sentence.start, why)
                            for start, end, why in spans.get((place, text.name), ())
                            if sentence.start <= start and end <= sentence.end
                        ],
                    )
                    for index in link.members.get(text.name, ())
                    for sentence in (text.sentences[index],)
                ]
                cells.append(" ".join(pieces))
            rows.append(cells)
        heads = [f"{text.name} ({text.language})" for text in self.texts]
        return notebook.table(heads, rows, "highlighted: numbers and words that differ")

    def _spans(self) -> dict[tuple[int, str], list[notebook.Highlight]]:
        """Return what to highlight, by link and text."""
        spans: dict[tuple[int, str], list[notebook.Highlight]] = {}
        for number in self.numbers:
            if number.link is not None and number.verdict in ("conflict", "omitted"):
                for name, side in zip(number.pair, (number.left, number.right), strict=True):
                    if side is not None:
                        found = (side.start, side.end, f"{number.verdict}: {number.why}")
                        spans.setdefault((number.link, name), []).append(found)
        for one in self.framing:
            for mark in (*one.left, *one.right):
                if one.link is not None:
                    found = (mark.start, mark.end, str(one))
                    spans.setdefault((one.link, mark.segment), []).append(found)
        return spans
