"""Which side a sentence names as the doer of harm, and in whose voice (axis `blame`).

After Greene and Resnik 2009 on syntactic frames: a subject before an active verb, the owner of a
strike or a weapon ("Russian shelling", «удар ВСУ»), the one after "by" or in the instrumental, the
one who is accused. Rules over words, no parser; sides come from `languages/actors.toml`, so that no
rule knows a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.accusations import ACCUSE, BEHIND, accused, behind
from parallax.comparers.framing.codebook import Axis, Label
from parallax.comparers.framing.harm_doers import doers
from parallax.comparers.framing.harm_frames import (
    ASSERTS,
    DEED,
    DENIES,
    EVENT,
    REPORTS,
    STOPPED,
    Reader,
    named,
)
from parallax.comparers.framing.marker import Marker
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match, Word

UNNAMED = "unnamed"
"""Harm without a doer in the sentence."""
DOER = "doer"
_ACCOUNT = "account"
ABOUT_THIS = "about_this"
"""Words that give the sentence before them to somebody: "Об этом сообщил мэр"."""


@thresholds("compare", chosen="by hand on stories of our own wording, then read on collected ones")
@dataclass(frozen=True)
class BlameVoice:
    """Where a sentence says whose account it is."""

    about_this: Annotated[int, 'words before "this was said by" at the beginning of a sentence'] = 3
    colon: Annotated[int, "words before a colon that name who says it in a headline"] = 6
    dash: Annotated[int, "words after a dash that name who says it in a headline"] = 5


_VOICE = BlameVoice()


def read(
    text: str,
    language: str,
    words: Sequence[Word],
    matches: Mapping[str, Sequence[Match[Label]]],
    axis: Axis,
) -> Iterator[Marker]:
    """Yield who is named as a doer of harm in a sentence, each side once; where nobody is, the
    first harm, `unnamed`.

    :param matches: the phrases of the sentence on every axis.
    """
    by_role: dict[str, list[Match[Label]]] = {}
    for match in matches[axis.name]:
        by_role.setdefault(match.label.value, []).append(match)
    for match in by_role.get(ABOUT_THIS, []):
        if match.first <= _VOICE.about_this:
            rule = f"{axis.name}.{ABOUT_THIS}.{language}"
            span = match.first, match.last
            yield Marker.over(text, words, span, axis.name, ABOUT_THIS, None, rule)
    harm = [*by_role.get(EVENT, []), *by_role.get(DEED, [])]
    if not harm and not (by_role.keys() & {ACCUSE, BEHIND}):
        return
    reader = Reader(
        text, language, words, by_role, doers(words, language, matches, by_role, axis), axis
    )
    found: dict[str, tuple[int, int, str]] = {}
    for doer, first, last, stance in (*named(reader), *accused(reader), *behind(reader)):
        known = found.get(doer.side)
        if known is None or (known[2] == REPORTS and stance == ASSERTS):
            found[doer.side] = first, last, stance
    told = _is_told(reader, matches)
    denied = [m for m in matches["attribution"] if m.label.value == "deny"]
    for side, (at, last, stance) in found.items():
        value = REPORTS if stance == ASSERTS and told else stance
        if value == REPORTS and any(at <= m.first < last for m in denied):
            value = DENIES  # "Russia denied that it had struck"
        ref, rule = f"{side}_{DOER}", f"{axis.name}.{value}.{language}"
        yield Marker.over(text, words, (at, last), axis.name, value, ref, rule)
    if not found and harm and not by_role.get(STOPPED):
        one = min(harm, key=lambda m: m.first)
        rule = f"{axis.name}.{UNNAMED}.{language}"
        yield Marker.over(text, words, (one.first, one.last), axis.name, UNNAMED, None, rule)


def _is_told(reader: Reader, matches: Mapping[str, Sequence[Match[Label]]]) -> bool:
    """Tell whether the sentence says whose account it is, or hedges."""
    if reader.by_role.get(_ACCOUNT):
        return True
    if any(m.label.speech or m.label.value == "distance" for m in matches["attribution"]):
        return True
    if any(m.label.value == "hedged" for m in matches["certainty"]):
        return True
    colon = reader.text.find(": ")
    if colon > 0 and len(reader.text[:colon].split()) <= _VOICE.colon:
        return True
    return any(sign in reader.axis.lists["dash"] for sign in reader.text.split()[-_VOICE.dash :])


def said(marker: Marker) -> str:
    """Return what a marker says of its side in words: "ru asserts"; in quotation marks it is the
    speaker's account.
    """
    side = str(marker.ref).removesuffix(f"_{DOER}")
    return f"{side} {REPORTS if marker.quoted and marker.value == ASSERTS else marker.value}"
