"""Finding framing markers in a sentence, in its own language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parallax.comparers.framing import agency, quotes, scare_quotes, sourcing, speech, victims
from parallax.comparers.framing.codebook import Axis, Codebook, Label
from parallax.comparers.framing.marker import Marker
from parallax.languages.phrases import Match, Word, words

_SIDED = frozenset({"military", "government", "leader"})
_SIDE_BEFORE, _SIDE_AFTER = 2, 2
_NEGATIONS = frozenset({"не", "not", "never", "без", "ні"})


def find(
    text: str,
    language: str,
    codebook: Codebook,
    position: str | None = None,
    *,
    inside: bool = False,
) -> list[Marker]:
    """Return the markers of a sentence on all axes, in order of position; each knows whether it
    stands in somebody's speech.

    :param position: where in its article the sentence stands: `headline`, `lead`, `body` or `tail`.
    :param inside: the sentence begins inside direct speech that an earlier one opened.
    """
    sentence = words(text, language)
    quoted = quotes.find(text, inside=inside)
    matches = {axis.name: axis.markers[language].find(sentence) for axis in codebook.axes.values()}
    matches["attribution"] = [
        m
        for m in matches["attribution"]
        if m.label.value != "endorse" or not _negated(sentence, m.first)
    ]
    found = [
        marker
        for axis in codebook.axes.values()
        for marker in _on(axis, text, sentence, matches, codebook, quoted, language)
    ]
    found += [
        Marker(axis.name, 0, len(text), text, position, None, f"{axis.name}.{position}")
        for axis in codebook.axes.values()
        if axis.rule == "position" and position in axis.groups and text
    ]
    scopes = speech.find(text, sentence, quoted, matches["attribution"], matches["sourcing"])
    if scopes:
        found = [
            spoken
            for marker in found
            if (spoken := _spoken(marker, scopes)).axis != "sourcing" or not spoken.speech
        ]
    return sorted(found, key=lambda m: (m.start, m.axis))


def _on(
    axis: Axis,
    text: str,
    sentence: Sequence[Word],
    matches: Mapping[str, Sequence[Match[Label]]],
    codebook: Codebook,
    quoted: Sequence[quotes.Quoted],
    language: str,
) -> Iterator[Marker]:
    """Yield the markers on one axis."""
    if axis.rule == "concept":
        yield from scare_quotes.read(text, axis, sentence, matches[axis.name], quoted, language)
        return
    for match in _read(axis, text, sentence, matches, codebook, language):
        ref = match.label.ref
        if axis.rule == "referent":
            ref = _referent(axis, sentence, match, language)
            if ref in _SIDED and match.label.value == "neutral" and not _is_named(sentence, match):
                continue  # "the army" without a side says nothing about anybody in particular
        if axis.rule == "sources":
            ref = sourcing.name(sentence, match, language)
        yield _marker(text, axis.name, sentence, match, ref)


def _read(
    axis: Axis,
    text: str,
    sentence: Sequence[Word],
    matches: Mapping[str, Sequence[Match[Label]]],
    codebook: Codebook,
    language: str,
) -> Sequence[Match[Label]]:
    """Return the matches that count on an axis whose words need the words around them."""
    own = matches[axis.name]
    if not own:
        return own
    if axis.rule == "agency":
        return agency.read(
            sentence, own, codebook.axes["actor_label"].sides[language].find(sentence), language
        )
    if axis.rule == "sources":
        return sourcing.read(sentence, text, own, matches["attribution"], language)
    if axis.rule == "victims":
        return victims.read(
            own,
            matches["attribution"],
            [m for m in matches["agency"] if m.label.value == agency.AGENT],
        )
    return own


def _marker(
    text: str, axis: str, sentence: Sequence[Word], match: Match[Label], ref: str | None
) -> Marker:
    start, end = sentence[match.first].start, sentence[match.last].end
    return Marker(axis, start, end, text[start:end], match.label.value, ref, match.label.rule)


def _spoken(marker: Marker, scopes: Sequence[speech.Speech]) -> Marker:
    """Return a marker with the speech it stands in; where it stands does not (salience) stands in
    none.
    """
    for scope in scopes:
        if scope.start <= marker.start and marker.end <= scope.end and marker.axis != "salience":
            return replace(marker, speech=scope.kind, speaker=scope.speaker)
    return marker


def _negated(sentence: Sequence[Word], at: int) -> bool:
    return at > 0 and sentence[at - 1].surface in _NEGATIONS


def _referent(
    axis: Axis, sentence: Sequence[Word], match: Match[Label], language: str
) -> str | None:
    """Return who is meant: a side named beside the label gives ``ru_military`` and the like; else
    the open kind.
    """
    ref = match.label.ref
    if ref not in _SIDED:
        return ref
    low, high = max(0, match.first - _SIDE_BEFORE), match.last + _SIDE_AFTER + 1
    beside = axis.sides[language].find(sentence[low:high])
    before = [s for s in beside if low + s.last < match.first]
    after = [s for s in beside if low + s.first > match.last]
    inside = [s for s in beside if match.first <= low + s.first <= match.last]
    for side in (*inside, *reversed(before), *after):
        return f"{side.label}_{ref}"
    return ref


def _is_named(sentence: Sequence[Word], match: Match[Label]) -> bool:
    """Tell whether a name stands beside a label: "fighters of Al-Shabaab", "Mali's government"; a
    first word in capitals may be none.
    """
    after = match.last + 1
    if after < len(sentence) and sentence[after].capital:
        return True
    before = sentence[match.first - 1] if match.first else None
    return before is not None and before.capital and (match.first > 1 or "'" in before.surface)
