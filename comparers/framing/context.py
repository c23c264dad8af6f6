"""The context without which a word means something else: an entry of the codebook that `needs` one
is read only where its sentence gives it.

A sense is licensed by what stands beside the word, not by a list of the other senses: "claim"
counts as a verb with a clause, "deny" with a statement as its object, "may" without the capital of
a name. What a language does otherwise is in the lists of the axis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Label
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match, Word

_OPENING, _CLOSING = "«“„\"'‘", "»”“\"'’"
_BETWEEN = " ,.!?…—–-"

Lists = Mapping[str, frozenset[str]]


@thresholds("compare", chosen="by hand on sentences of our own")
@dataclass(frozen=True)
class ContextWindow:
    """How far from a word its context is looked for."""

    object: Annotated[int, "words from a verb of denial to what is denied"] = 5
    clause: Annotated[int, 'words from a verb of claiming to "that"'] = 3
    dated: Annotated[int, 'the same where a date stands between ("claimed on 3 April that")'] = 5
    capitals: Annotated[float, "share of capitals that makes a sentence a headline"] = 0.6


_WINDOW = ContextWindow()


@dataclass(frozen=True)
class _Place:
    """A match with its sentence and the words that the rules of its axis look at."""

    text: str
    language: str
    sentence: Sequence[Word]
    match: Match[Label]
    lists: Lists

    @property
    def word(self) -> Word:
        return self.sentence[self.match.first]

    @property
    def before(self) -> str:
        """The word before, as it is folded; empty at the beginning."""
        return self.sentence[self.match.first - 1].surface if self.match.first else ""

    def after(self, length: int) -> Sequence[Word]:
        return self.sentence[self.match.last + 1 : self.match.last + 1 + length]


def licensed(
    text: str, language: str, sentence: Sequence[Word], match: Match[Label], lists: Lists
) -> bool:
    """Tell whether a match stands in the context its entry needs."""
    needs = match.label.needs
    return needs is None or _NEEDS[needs](_Place(text, language, sentence, match, lists))


def is_tag(text: str, sentence: Sequence[Word], match: Match[Label]) -> bool:
    """Tell whether a reporting word is the tag of direct speech: "…", he claims; it adds no doubt
    to words that are given as they were said.
    """
    before = text[: sentence[match.first].start].rstrip(_BETWEEN)
    after = text[sentence[match.last].end :]
    speech = after.find(":")
    return before.endswith(tuple(_CLOSING)) or (
        speech >= 0 and after[speech + 1 :].lstrip().startswith(tuple(_OPENING))
    )


def _clause(at: _Place) -> bool:
    """Tell a verb with a clause ("claims there is", "claims to have", ", he claimed") from a noun
    ("the claim", "claims of") and from a verb with a thing as its object ("recognised a state").
    """
    following = [word.surface for word in at.after(_WINDOW.clause)]
    own = {word.surface for word in at.sentence[at.match.first : at.match.last + 1]}
    if not own.union(following).isdisjoint(at.lists["that"]) or _is_after_comma(at):
        return True
    dated = [word.surface for word in at.after(_WINDOW.dated)]
    if any(word[0].isdigit() for word in dated) and not at.lists["that"].isdisjoint(dated):
        return True
    if at.language != "en":
        return _finite(at) and not any(word.capital for word in at.after(1))
    if at.before in at.lists["noun_before"] or at.before.endswith("'s"):
        return at.before == "to" and following[:1] != [] and not _is_noun(at, following)
    if following[:1] == ["to"]:
        return following[1:2] != [] and following[1] in at.lists["infinitive"]
    return not _is_noun(at, following)


def _is_noun(at: _Place, following: Sequence[str]) -> bool:
    return bool(following) and following[0] in at.lists["noun_after"]


def _finite(at: _Place) -> bool:
    """Tell who did something from who wants or is asked to do it: "proved" from "to prove"."""
    if at.language == "en":
        return at.before != "to"
    return not at.word.surface.endswith(tuple(at.lists["infinitive_end"]))


def _is_after_comma(at: _Place) -> bool:
    """Tell whether a verb ends a sentence whose clause stands before it: "…, he claimed."."""
    rest = at.text[at.sentence[at.match.last].end :].strip(_BETWEEN + _CLOSING)
    return not rest and "," in at.text[: at.word.start]


def _statement(at: _Place) -> bool:
    """Tell whether what is denied is a statement, no person and nothing one asks for ("denied the
    family asylum").
    """
    if at.language != "en":
        return True  # other verbs are used of what is asked for: «відмовити», «отказать»
    rest = at.after(_WINDOW.object)
    if not rest or not at.text[at.sentence[at.match.last].end : rest[0].start].isspace():
        return True
    said = [word.surface for word in rest]
    if said[0] in at.lists["person"] or not at.lists["refused"].isdisjoint(said):
        return False
    if said[0].endswith("ing") or not at.lists["statement"].isdisjoint(said):
        return True
    named = said[0] in at.lists["determiner"] or rest[0].capital
    return not named or not at.lists["verb"].isdisjoint(said)


def _lower(at: _Place) -> bool:
    """Tell whether a word is no name: it begins small, or the sentence, or stands in a headline
    that writes all words large.
    """
    if at.match.first == 0 or not at.word.capital:
        return True
    return sum(word.capital for word in at.sentence) >= _WINDOW.capitals * len(at.sentence)


_NEEDS: dict[str, Callable[[_Place], bool]] = {
    "clause": _clause,
    "finite": _finite,
    "statement": _statement,
    "lower": _lower,
}
