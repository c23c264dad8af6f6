"""Finding framing markers in a sentence, in its own language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parallax.comparers.framing import (
    agency,
    context,
    deeds,
    experimental,
    label_sides,
    quotes,
    reports,
    scare_quotes,
    sourcing,
    speech,
    victims,
)
from parallax.comparers.framing.codebook import Axis, Codebook, Label
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.referents import SIDED
from parallax.languages import actors
from parallax.languages.phrases import Match, Word, words
from parallax.languages.roles.readers import is_parsed
from parallax.languages.syntax.parsed import Parse

_FACTUAL = frozenset({"endorse", "deny"})
_DISTANCE, _NEUTRAL = "distance", "neutral"


@dataclass(frozen=True)
class Scan:
    """A sentence with its words, and the phrases of each axis in it."""

    text: str
    language: str
    words: Sequence[Word]
    matches: Mapping[str, Sequence[Match[Label]]]

    @property
    def needs_parse(self) -> bool:
        """Tell whether a parse is asked who speaks or does harm here: there is a word of that, and
        the parse reads it better in this language than the rules.
        """
        return self.reports or self.harms

    @property
    def reports(self) -> bool:
        """Tell whether a parse is asked who speaks."""
        return is_parsed("speaker", self.language) and any(
            word.label.speech for word in self.matches["attribution"]
        )

    @property
    def harms(self) -> bool:
        """Tell whether a parse is asked who does harm."""
        return is_parsed("doer", self.language) and any(
            word.label.value not in agency.HELPERS for word in self.matches["agency"]
        )


def find(
    text: str,
    language: str,
    codebook: Codebook,
    position: str | None = None,
    *,
    inside: str = "",
) -> list[Marker]:
    """Return the markers of a sentence that words alone show, as `read` does without a parse."""
    return read(scan(text, language, codebook), codebook, position, inside=inside)


def scan(text: str, language: str, codebook: Codebook) -> Scan:
    """Return a sentence with the phrases of all axes in it."""
    sentence = words(text, language)
    places: dict[str, list[int]] = {name: [] for name in codebook.axes}
    for at, word in enumerate(sentence):
        for name in codebook.starting(word, language):
            places[name].append(at)
    matches = {
        axis.name: [
            m
            for m in axis.markers[language].find(sentence, places[axis.name])
            if context.licensed(text, language, sentence, m, axis.lists)
        ]
        if places[axis.name]
        else []
        for axis in codebook.axes.values()
    }
    negations = codebook.axes["attribution"].lists["negation"]
    matches["attribution"] = [
        _said_of(text, sentence, m)
        for m in matches["attribution"]
        if m.label.value not in _FACTUAL or not _negated(sentence, m.first, negations)
    ]
    return Scan(text, language, sentence, matches)


def read(
    scanned: Scan,
    codebook: Codebook,
    position: str | None = None,
    *,
    inside: str = "",
    parse: Parse | None = None,
) -> list[Marker]:
    """Return the markers of a sentence on all axes, in order of position; each knows whether it
    is in somebody's speech.

    :param position: where in its article the sentence is: `headline`, `lead`, `body` or `tail`.
    :param inside: the quotation marks that earlier sentences opened (`quotes.open_after`).
    :param parse: says who speaks and who does harm; the rules over words do where there is none,
        or none is asked.
    """
    text, sentence, matches = scanned.text, scanned.words, scanned.matches
    quoted = quotes.find(text, inside=inside)
    parsed = parse if parse and parse.tokens else None
    told = reports.read(parsed) if parsed and scanned.reports else None
    done = deeds.read(parsed) if parsed and scanned.harms else None
    found = [
        marker
        for axis in codebook.axes.values()
        for marker in _on(axis, scanned, quoted, told, done)
    ]
    found += [
        Marker(axis.name, 0, len(text), text, position, None, f"{axis.name}.{position}")
        for axis in codebook.axes.values()
        if axis.rule == "position" and position in axis.groups and text
    ]
    scopes = speech.find(
        text,
        sentence,
        quoted,
        matches["attribution"],
        matches["sourcing"],
        codebook.axes["attribution"].lists,
        told,
    )
    if scopes:
        found = [
            spoken
            for marker in found
            if (spoken := _spoken(marker, scopes)).axis != "sourcing" or not spoken.speech
        ]
    return sorted(found, key=lambda m: (m.start, m.axis))


def _on(
    axis: Axis,
    scanned: Scan,
    quoted: Sequence[quotes.Quoted],
    told: Sequence[reports.Report] | None,
    done: deeds.Deeds | None,
) -> Iterator[Marker]:
    """Yield the markers on one axis."""
    text, language, sentence = scanned.text, scanned.language, scanned.words
    if axis.experimental:
        yield from experimental.read(axis, text, language, sentence, scanned.matches, quoted)
        return
    own = scanned.matches[axis.name]
    if axis.rule == "concept":
        yield from scare_quotes.read(text, axis, sentence, own, quoted, language)
        return
    for match in _read(axis, scanned, told, done):
        ref = match.label.ref
        if axis.rule == "referent":
            if match.label.place and not _opens_clause(sentence, match, axis):
                continue
            ref = _referent(text, sentence, match, axis, language)
            if (
                ref in SIDED
                and match.label.value == label_sides.NEUTRAL
                and not _is_named(sentence, match)
            ):
                continue  # "the army" without a side says nothing about anybody in particular
        if axis.rule == "sources":
            ref = sourcing.name(sentence, match, language)
        yield _marker(text, axis.name, sentence, match, ref)


def _read(
    axis: Axis,
    scanned: Scan,
    told: Sequence[reports.Report] | None,
    done: deeds.Deeds | None,
) -> Sequence[Match[Label]]:
    """Return the matches that count on an axis whose words need the words around them."""
    language, sentence, matches = scanned.language, scanned.words, scanned.matches
    own = matches[axis.name]
    if not own:
        return own
    if axis.rule == "agency":
        named = actors.load().phrases(sentence, language)
        return agency.read(sentence, own, named, axis, language, done)
    if axis.rule == "sources":
        return sourcing.read(
            sentence, scanned.text, own, matches["attribution"], axis, language, told
        )
    if axis.rule == "victims":
        return victims.read(
            sentence,
            own,
            matches["attribution"],
            [
                m
                for m in matches["agency"]
                if m.label.value == agency.AGENT and not (done and done.subjectless)
            ],
        )
    return own


def _marker(
    text: str, axis: str, sentence: Sequence[Word], match: Match[Label], ref: str | None
) -> Marker:
    label, span = match.label, (match.first, match.last)
    return Marker.over(text, sentence, span, axis, label.value, ref, label.rule)


def _spoken(marker: Marker, scopes: Sequence[speech.Speech]) -> Marker:
    """Return a marker with the speech it is in; a marker of position (salience) belongs to no
    speech.
    """
    for scope in scopes:
        if scope.start <= marker.start and marker.end <= scope.end and marker.axis != "salience":
            return replace(marker, speech=scope.kind, speaker=scope.speaker)
    return marker


def _said_of(text: str, sentence: Sequence[Word], match: Match[Label]) -> Match[Label]:
    """Return a reporting word with the value it has here: beside direct speech it only reports."""
    if match.label.value != _DISTANCE or not match.label.speech:
        return match
    if not context.is_tag(text, sentence, match):
        return match
    rule = match.label.rule.replace(_DISTANCE, _NEUTRAL)
    return replace(match, label=replace(match.label, value=_NEUTRAL, rule=rule))


def _negated(sentence: Sequence[Word], at: int, negations: frozenset[str]) -> bool:
    return at > 0 and sentence[at - 1].surface in negations


def _opens_clause(sentence: Sequence[Word], match: Match[Label], axis: Axis) -> bool:
    """Tell whether a name is the subject at the beginning of a clause: "Київ заявив", "…, but the
    United States said"; elsewhere it may be a place, and a form may stand for any case.
    """
    first = match.first
    if first > 0 and sentence[first - 1].surface in axis.lists["article"]:
        first -= 1
    if first == 0:
        return True
    before = sentence[first - 1]
    return (
        sentence[first].start - before.end > 1  # a sign between them
        or before.surface in axis.lists["before_subject"]
    )


def _referent(
    text: str, sentence: Sequence[Word], match: Match[Label], axis: Axis, language: str
) -> str | None:
    """Return who is meant: ``ru_military`` where a label's own words tell its side; else the open
    kind, or nobody for a loaded word beside other actors: it is not one of them for that.
    """
    ref = match.label.ref
    if ref not in SIDED:
        return ref
    side = label_sides.side_of(text, sentence, match, language, axis.lists)
    if side:
        return f"{side}_{ref}"
    if match.label.value == label_sides.NEUTRAL:
        return ref
    return None if label_sides.names_another(sentence, match, language, axis.lists) else ref


def _is_named(sentence: Sequence[Word], match: Match[Label]) -> bool:
    """Tell whether a name is next to a label: "fighters of Al-Shabaab", "Mali's government"; a
    capital in the first word may not show a name.
    """
    after = match.last + 1
    if after < len(sentence) and sentence[after].capital:
        return True
    before = sentence[match.first - 1] if match.first else None
    return before is not None and before.capital and (match.first > 1 or "'" in before.surface)
