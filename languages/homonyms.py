"""Names of actors that are other words as well: "Чад від багаття", "Jordan Peterson".

One criterion for every side: what a name must not be followed by, or begin, depends on what it is
(a place, a ruler), not on whose it is. The words are data (`homonym` in `actors.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from parallax.languages.fold import fold
from parallax.languages.phrases import Match, Word

if TYPE_CHECKING:
    from parallax.languages.actors import Actor

_BLANK = 1
_BLANK_AND_SIGN = 2
_LONG = 4
"""Letters of a word that a headline in title case writes with a capital."""
_LEADER = "leader"


class Homonyms:
    """Which found names are other words."""

    def __init__(self, data: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """Take the lists `ordinary`, `not_surname` and `province`, each by language."""
        self._lists = {
            name: {language: frozenset(map(fold, words)) for language, words in lists.items()}
            for name, lists in data.items()
        }

    def is_other(
        self, match: Match[Actor], sentence: Sequence[Word], language: str, *, before_actor: bool
    ) -> bool:
        """Tell whether a found name is another word here.

        :param before_actor: the next word begins an actor: "Israel Defence Forces", "Trump, Putin".
        """
        if match.first == match.last and self._has("ordinary", language, sentence[match.first]):
            return _begins(sentence, match.first)
        after = match.last + 1
        if (
            before_actor
            or not _may_have_surname(match.label, language)
            or after == len(sentence)
            or sentence[after].start - sentence[match.last].end > _BLANK
        ):
            return False
        following = sentence[after]
        if self._has("province", language, following):
            return match.label.is_place
        return (
            following.capitals == 1
            and len(following.surface) > 1
            and not self._has("not_surname", language, following)
            and not _is_title_case(sentence, match.last + 2)
        )

    def _has(self, name: str, language: str, word: Word) -> bool:
        return word.surface in self._lists.get(name, {}).get(language, ())


def _may_have_surname(actor: Actor, language: str) -> bool:
    """Tell whether a name may be a first name here: a ruler in the nominative; in English, where
    "Jordan" is one as well, each state and capital.
    """
    if actor.side is None or actor.is_a("adjective", "possessive"):
        return False
    if language == "en":
        return actor.is_place or all(r.kind.name == _LEADER for r in actor.readings)
    return all(r.kind.name == _LEADER and "nominative" in r.cases for r in actor.readings)


def _begins(sentence: Sequence[Word], at: int) -> bool:
    """Tell whether a word begins a sentence, or speech in it."""
    if at == 0:
        return sentence[0].start <= _BLANK
    return sentence[at].start - sentence[at - 1].end > _BLANK_AND_SIGN


def _is_title_case(sentence: Sequence[Word], after: int) -> bool:
    """Tell whether all long words after a name have capitals, as in a headline."""
    return all(word.capital for word in sentence[after:] if len(word.surface) >= _LONG)
