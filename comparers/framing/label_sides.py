"""Whose side a label has: what its own adjective or genitive says, never a neighbour.

«російські окупанти», "Ukrainian troops", «війська РФ» tell it. The subject of the verb, a word
behind a sign, the next sentence do not: in "Ukraine resists the invader" nobody is named invader.
The genitive of an invader, an enemy or a liberator is whom they come upon: "the enemies of Ukraine"
are not Ukrainians.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Label
from parallax.core.thresholds import thresholds
from parallax.languages import actors
from parallax.languages.actors import ADJECTIVE, HEAD, NOUN, POSSESSIVE, Actor
from parallax.languages.phrases import Match, Word

NEUTRAL = "neutral"
_LEADER = "leader"
_BLANK = re.compile('[ \u00a0][«„“"]?')


@thresholds("compare", chosen="by hand on framing_dev.jsonl and framing_pairs.tsv, both ours")
@dataclass(frozen=True)
class LabelWindow:
    """Where the words are that tell whose a label is."""

    attributes: Annotated[int, 'further attributes between: "Russian *armed* forces"'] = 2
    name: Annotated[int, "words of a name that may begin before or end after it"] = 5


_WINDOW = LabelWindow()


@dataclass(frozen=True)
class _Labelled:
    """A label in its sentence, and what the rules look at."""

    text: str
    sentence: Sequence[Word]
    match: Match[Label]
    language: str
    lists: Mapping[str, frozenset[str]]

    @property
    def inflected(self) -> bool:
        return self.language != "en"

    @property
    def takes_object(self) -> bool:
        """Tell whether a genitive beside the label is whom it comes upon, not whose it is."""
        head = self.sentence[self.match.last].surface
        return head.startswith(tuple(self.lists["upon"]))

    def joined(self, first: int, last: int) -> bool:
        """Tell whether nothing but blanks, and a mark that opens a name, stands between words."""
        between = zip(self.sentence[first:last], self.sentence[first + 1 : last + 1], strict=True)
        return all(_BLANK.fullmatch(self.text, _end(self.text, a, b), b.start) for a, b in between)


def _end(text: str, word: Word, following: Word) -> int:
    """Return where a word ends, the last full stop of an acronym included: "U.S. troops"; before a
    capital it may end the sentence.
    """
    dotted = "." in word.surface and not following.capital
    return word.end + (dotted and text[word.end : word.end + 1] == ".")


def side_of(
    text: str,
    sentence: Sequence[Word],
    match: Match[Label],
    language: str,
    lists: Mapping[str, frozenset[str]],
) -> str | None:
    """Return the side that a label's own words tell, None where they tell none.

    :param lists: the words of the rules, of the axis `actor_label`.
    """
    label = _Labelled(text, sentence, match, language, lists)
    low = max(0, match.first - _WINDOW.attributes - _WINDOW.name)
    high = min(len(sentence), match.last + 1 + _WINDOW.name)
    single, phrases = (
        [Match(low + m.first, low + m.last, m.label) for m in find(sentence[low:high], language)]
        for find in (actors.load().find, actors.load().phrases)
    )
    for of_label, named in ((_inside, single), (_before, single), (_after, phrases)):
        for one in named:
            if one.label.side and of_label(label, one):
                return one.label.side
    return None


def names_another(
    sentence: Sequence[Word],
    match: Match[Label],
    language: str,
    lists: Mapping[str, frozenset[str]],
) -> bool:
    """Tell whether a sentence names an actor outside a label, or a body such as "the army"; a
    place where something happens is none.
    """
    return any(
        (one.last < match.first or one.first > match.last)
        and not (one.label.side is None and one.first - 1 == match.last)  # "separatist *fighters*"
        and not (one.first and sentence[one.first - 1].surface in lists["where"])
        for one in actors.load().find(sentence, language)
    )


def _inside(label: _Labelled, actor: Match[Actor]) -> bool:
    """Tell whether a name is a part of the label: "armed forces of Ukraine"."""
    return label.match.first <= actor.first and actor.last <= label.match.last


def _before(label: _Labelled, actor: Match[Actor]) -> bool:
    """Tell whether a name before a label is its attribute: "Russian armed troops"."""
    first = label.match.first
    between = label.sentence[actor.last + 1 : first]
    if actor.last >= first or len(between) > _WINDOW.attributes:
        return False
    if not label.joined(actor.last, first):
        return False
    attributive = actor.label.is_a(ADJECTIVE) or (
        not label.inflected and _stands_before_noun(label, actor) and not label.takes_object
    )
    return (
        attributive
        and all(_is_attribute(label, word) for word in between)
        and _agrees(label, label.sentence[first - 1])
    )


def _stands_before_noun(label: _Labelled, actor: Match[Actor]) -> bool:
    """Tell "Kyiv troops" and "Israel's troops" from "in Kyiv troops marched"."""
    if actor.label.is_a(POSSESSIVE):
        return True
    words = [word.surface for word in label.sentence[max(0, actor.first - 2) : actor.first]]
    if words[-1:] and words[-1] in label.lists["article"]:
        words.pop()
    if label.sentence[actor.first].surface in label.lists["article"]:  # "the Chinese"
        words = []
    placed = bool(words) and words[-1] in label.lists["before_place"]
    return actor.last + 1 == label.match.first and not placed


def _is_attribute(label: _Labelled, word: Word) -> bool:
    if label.inflected:
        return any(lemma.endswith(tuple(label.lists["adjective"])) for lemma in word.lemmas)
    return word.surface in label.lists["between"]


def _agrees(label: _Labelled, attribute: Word) -> bool:
    """Tell whether an attribute right before an inflected label may be in its case: not
    «українські | окупантів».
    """
    if not label.inflected:
        return True
    head = label.sentence[label.match.first].surface
    pairs = [pair.split("|") for pair in label.lists["agree"] if head.endswith(pair.split("|")[0])]
    longest = max((len(ending) for ending, _ in pairs), default=0)
    return not pairs or any(
        attribute.surface.endswith(own) for ending, own in pairs if len(ending) == longest
    )


def _after(label: _Labelled, actor: Match[Actor]) -> bool:
    """Tell whether a name right after a label is its genitive: «війська РФ», "troops of Russia"; or
    the name of a leader: "dictator Lukashenko".
    """
    last, first = label.match.last, actor.first
    if first <= last:  # a head word that is the label, with its genitive: «армія РФ»
        return first >= label.match.first and actor.last > last and not label.takes_object
    if not label.joined(last, first):
        return False
    between = label.sentence[last + 1 : first]
    is_leader = any(reading.kind.name == _LEADER for reading in actor.label.readings)
    if is_leader and label.match.label.ref == _LEADER and all(word.capital for word in between):
        return len(between) <= 1
    if label.takes_object:
        return False
    if not label.inflected:
        words = [word.surface for word in between]
        return words[:1] == ["of"] and words[1:] in ([], ["the"]) and actor.label.is_a(NOUN, HEAD)
    return not between and _is_genitive(label, actor)


def _is_genitive(label: _Labelled, actor: Match[Actor]) -> bool:
    """Tell whether a name after a label is in the genitive. One form for all cases may be the
    subject where the label is in a case that no subject has: «по військах ЗСУ вдарили».
    """
    if not actor.label.is_a(NOUN, HEAD, case="genitive"):
        return False
    if not actor.label.is_a(NOUN, HEAD, case="nominative"):
        return True
    return not label.sentence[label.match.last].surface.endswith(tuple(label.lists["oblique"]))
