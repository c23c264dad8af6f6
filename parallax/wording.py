"""Finding framing markers in texts, and where the wording of two texts differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from parallax import notebook
from parallax.core.errors import InputError
from parallax.results import Result, counted, shortened
from parallax.sentences import checked, each, language_of

if TYPE_CHECKING:
    from parallax.comparers.framing.difference import Difference
    from parallax.comparers.framing.marker import Marker

POSITIONS = ("headline", "lead", "body", "tail")
SIDES = ("a", "b")


@dataclass(frozen=True)
class Segment(Result):
    """A passage: its name, its language, and where in its article it is (headline, lead, body or
    tail; None where that is not known).
    """

    name: str
    text: str
    language: str
    position: str | None = None


@dataclass(frozen=True)
class Mark(Result):
    """A framing mention: ``text[start:end]`` of its segment is ``surface``, verbatim, and has
    ``value`` on ``axis``.

    ``ref`` is what or whom it is about where the axis has referents; ``speech`` is `direct` or
    `indirect` where the words are somebody's, whose is ``speaker``; ``rule`` is what found it.
    """

    segment: str
    axis: str
    start: int
    end: int
    surface: str
    value: str
    ref: str | None
    speech: str | None
    speaker: str | None
    rule: str


@dataclass(frozen=True)
class WordingDifference(Result):
    """An axis on which the wording of two segments differs: their names, the value of each, and the
    words that show it (empty where a side says nothing on the axis). ``p`` is the probability that
    it is right, ``confidence`` high, medium or low by that. ``experimental`` is true of axes whose
    precision is not measured yet.
    """

    axis: str
    ref: str | None
    pair: tuple[str, str]
    values: tuple[str, str]
    left: tuple[Mark, ...]
    right: tuple[Mark, ...]
    rule: str
    confidence: str
    p: float | None
    experimental: bool = False

    def __str__(self) -> str:
        """Say it in one line."""
        sides = zip(self.pair, self.values, (self.left, self.right), strict=True)
        return f"{self.axis}: " + ", ".join(
            f"{name} {value}" + (f" ({'; '.join(mark.surface for mark in marks)})" if marks else "")
            for name, value, marks in sides
        )


@dataclass(frozen=True, repr=False)
class Framing(Result):
    """The framing markers of one passage or several, and of several where their wording differs.

    ``axes`` are those that were looked at: on an axis without a marker the rules found nothing,
    which is not to say that there is nothing. ``codebook`` is name and version of the rules.
    ``experimental`` holds differences on further axes whose precision is not measured yet.
    """

    segments: tuple[Segment, ...]
    markers: tuple[Mark, ...]
    differences: tuple[WordingDifference, ...]
    axes: tuple[str, ...]
    codebook: str
    experimental: tuple[WordingDifference, ...] = ()

    def __repr__(self) -> str:
        """Show the marked words and the differences."""
        marks = [
            f"  {mark.segment}: {shortened(mark.surface, 50)}  =  {mark.axis}: {mark.value}"
            + (f" of {mark.ref}" if mark.ref else "")
            for mark in self.markers
        ]
        differences = [f"  difference on {difference}" for difference in self.differences]
        if len(self.segments) > 1 and not differences:
            differences = [f"  no difference found on {len(self.axes)} axes"]
        head = f"Framing: {counted(len(self.markers), 'marker')}"
        return "\n".join([head, *marks, *differences])

    def _repr_html_(self) -> str:
        shown = [
            notebook.paragraph(
                notebook.faint(segment.name + " ")
                + notebook.highlighted(
                    segment.text,
                    [
                        (m.start, m.end, f"{m.axis}: {m.value}")
                        for m in self.markers
                        if m.segment == segment.name
                    ],
                )
            )
            for segment in self.segments
        ]
        rows = [
            (
                notebook.text(d.axis),
                *(
                    notebook.text(f"{name}: {value}")
                    for name, value in zip(d.pair, d.values, strict=True)
                ),
            )
            for d in self.differences
        ]
        return "".join(shown) + (
            notebook.table(("axis", "", ""), rows, "where the wording differs") if rows else ""
        )


Segments = str | Mapping[str, str] | Sequence[str | Segment | Mapping[str, Any]]
"""A text; texts by name; or a list of texts, of `Segment`, or of dictionaries as in the JSON-lines
contract: `{"seg", "lang", "position", "text"}`.
"""


def framing(
    text: Segments, language: str | None = None, *, languages: Sequence[str] | None = None
) -> Framing:
    """Find framing markers: words of the codebook's axes, such as who is named as the source, how
    certain it sounds, and what a place is called.

    The rules are the same for every side and language. Nothing here says which wording is right.

    :param text: one text; or several, which are compared too: see `Segments`.
    :param language: of all, uk, ru or en; detected when not given. :param languages: of each.
    :raises InputError: when a text is empty, a language or a position is unknown, or two segments
        have one name.
    :raises TypeError: when a text is not a string.
    """
    segments = segments_of(text, languages or language)
    for segment in segments:
        checked(segment.text, "the text" if len(segments) == 1 else f"text {segment.name!r}")
        if segment.position not in (None, *POSITIONS):
            raise InputError(f"position {segment.position!r} is not one of {', '.join(POSITIONS)}")
    return read(segments)


def compare_framing(a: str, b: str, *, languages: Sequence[str] | str | None = None) -> Framing:
    """Compare the wording of two texts that say the same: `differences` holds the axes on which
    they differ, named "a" and "b".

    Swapping the texts swaps the sides of each difference and changes nothing else.

    :param languages: of both, or one for both; detected when not given.
    :raises InputError: when a text is empty or a language is unknown.
    :raises TypeError: when a text is not a string.
    """
    spoken = each(languages, SIDES, "languages")
    given = zip(SIDES, (a, b), spoken, strict=True)
    return read(
        [
            Segment(name, words, language_of(language, words))
            for name, text, language in given
            for words in [checked(text, f"text {name!r}")]
        ]
    )


def read(segments: Sequence[Segment]) -> Framing:
    """Find the markers of passages, which may be empty, and compare each pair."""
    from parallax.comparers.framing import (
        codebook,
        differences,
        experimental,
        passages,
        whole_texts,
    )
    from parallax.comparers.framing.verdicts import Sentence
    from parallax.comparers.framing_probability import judged

    book = codebook.load()
    given = [passages.Passage(s.text, s.language, s.position) for s in segments]
    found = dict(zip((s.name for s in segments), passages.find(given, book), strict=True))
    given_as = {s.name: Sentence(0, s.text, s.language, found[s.name]) for s in segments}
    spoken = {segment.name: segment.language for segment in segments}

    def said(a: str, b: str, difference: Difference) -> WordingDifference:
        return difference_of(a, b, judged(difference, spoken[a], spoken[b]))

    measured = {
        name: [m for m in markers if not book.axes[m.axis].experimental]
        for name, markers in found.items()
    }
    return Framing(
        tuple(segments),
        tuple(
            mark_of(name, m)
            for name, markers in measured.items()
            for m in _shown(measured, markers)
        ),
        tuple(
            said(a, b, difference)
            for a, b in combinations(found, 2)
            for difference in differences.compare(found[a], found[b], book)
        ),
        tuple(name for name, axis in book.axes.items() if not axis.experimental),
        book.version,
        tuple(
            said(a, b, difference)
            for a, b in combinations(found, 2)
            for difference in (
                *experimental.compare(found[a], found[b], book),
                *whole_texts.headline_of(given_as[a], given_as[b]),
            )
        ),
    )


def segments_of(given: Segments, languages: Sequence[str] | str | None = None) -> list[Segment]:
    """Return what was given as segments with names and languages.

    :raises InputError: when a language or position is unknown, or two segments have one name.
    :raises TypeError: when something given is no text.
    """
    if isinstance(given, str):
        items: list[Any] = [given]
    elif isinstance(given, Mapping):
        items = [{"seg": name, "text": text} for name, text in given.items()]
    elif isinstance(given, Iterable) and not isinstance(given, bytes):
        items = list(given)
    else:
        raise TypeError(f"segments must be a text or a list of texts, not {type(given).__name__}")
    spoken = each(languages, [str(k) for k in range(len(items))], "languages")
    segments = [
        _segment(item, _letter(place), language)
        for place, (item, language) in enumerate(zip(items, spoken, strict=True))
    ]
    names = [segment.name for segment in segments]
    if not names:
        raise InputError("no text is given")
    if len(set(names)) < len(names):
        raise InputError(f"two segments have one name: {', '.join(names)}")
    return segments


def mark_of(segment: str, marker: Marker) -> Mark:
    """Return a marker of a segment."""
    return Mark(
        segment,
        marker.axis,
        marker.start,
        marker.end,
        marker.surface,
        marker.value,
        marker.ref,
        marker.speech,
        marker.speaker,
        marker.rule,
    )


def difference_of(left: str, right: str, difference: Difference) -> WordingDifference:
    """Return a difference between two segments."""
    return WordingDifference(
        difference.axis,
        difference.ref,
        (left, right),
        (difference.left_value, difference.right_value),
        tuple(mark_of(left, marker) for marker in difference.left),
        tuple(mark_of(right, marker) for marker in difference.right),
        difference.rule,
        difference.confidence.value,
        difference.p,
        difference.experimental,
    )


def _shown(found: Mapping[str, Sequence[Marker]], markers: Sequence[Marker]) -> list[Marker]:
    """Leave out what is no mention by itself: positions, plain words of an axis of degree, and
    plain names unless some segment has the same thing in scare quotes.
    """
    from parallax.comparers.framing import codebook
    from parallax.comparers.framing.marker import ABSENT, PRESENT

    axes = codebook.load().axes
    marked = {
        m.ref for ms in found.values() for m in ms if (m.axis, m.value) == ("scare_quotes", PRESENT)
    }
    return [
        m
        for m in markers
        if m.axis != "salience"
        and not axes[m.axis].is_plain(m.value, m.rule)
        and (m.value != ABSENT or m.ref in marked)
    ]


def _segment(item: object, name: str, language: str | None) -> Segment:
    if isinstance(item, Segment):
        language_of(item.language, item.text)
        return item
    if isinstance(item, str):
        return Segment(name, item, language_of(language, item))
    if not isinstance(item, Mapping):
        raise TypeError(
            f"segment {name!r} must be a text or a dictionary, not {type(item).__name__}"
        )
    if "text" not in item:
        raise InputError("the key 'text' is missing")
    text, position = item["text"], item.get("position")
    if not isinstance(text, str):
        raise TypeError("'text' must be a string")
    return Segment(
        str(item.get("seg", name)), text, language_of(item.get("lang") or language, text), position
    )


def _letter(place: int) -> str:
    """Return the name of a segment without one: a to z, then s26 and so on."""
    return chr(ord("a") + place) if place < 26 else f"s{place}"
