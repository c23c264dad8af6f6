"""Terms in quotation marks or after "so-called", and the same terms without them.

After the highlight rule of HN Newsroom 2022: one to three words, not the name of a ship, firm, film
or regiment, not speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Axis, Label
from parallax.comparers.framing.marker import ABSENT, PRESENT, Marker
from parallax.comparers.framing.quotes import Quoted
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match, Word, words


@thresholds("compare", chosen="by hand on framing_pairs.tsv, which is ours and scored")
@dataclass(frozen=True)
class MarkedTermWindow:
    """Where the term is that "so-called" marks."""

    after: Annotated[int, 'words after "so-called"'] = 3


_WINDOW = MarkedTermWindow()


def read(
    text: str,
    axis: Axis,
    sentence: Sequence[Word],
    matches: Sequence[Match[Label]],
    quoted: Sequence[Quoted],
    language: str,
) -> Iterator[Marker]:
    """Yield a marker `present` for each marked term, and `absent` for each known term (concept of
    the codebook) without a mark.

    The referent is the concept, or the lemma of the term's last word.
    """
    concepts = axis.concepts[language].find(sentence)
    marked: set[int] = set()
    for match in matches:
        known = next(
            (
                c
                for c in concepts
                if match.first <= c.first <= match.last + _WINDOW.after and c.last >= match.last
            ),
            None,
        )
        inside = None if known else _after_prefix(axis, sentence[match.first], language)
        last = (
            known.last
            if known
            else match.last
            if inside
            else min(match.last + 1, len(sentence) - 1)
        )
        marked.update(range(match.first, last + 1))
        ref = known.label if known else inside or _lemma(sentence[last])
        start, end = sentence[match.first].start, sentence[last].end
        yield Marker(axis.name, start, end, text[start:end], PRESENT, ref, match.label.rule)
    for quote in quoted:
        inner = [
            i
            for i, word in enumerate(sentence)
            if quote.start <= word.start and word.end <= quote.end
        ]
        if quote.is_speech or not inner or marked & set(inner):
            continue
        concept = next((c for c in concepts if c.first in inner), None)
        if _is_name(text, quote, sentence, inner, concept):
            continue
        marked.update(inner)
        ref = concept.label if concept else _lemma(sentence[inner[-1]])
        yield Marker(
            axis.name,
            quote.start,
            quote.end,
            text[quote.start : quote.end],
            PRESENT,
            ref,
            f"{axis.name}.marks.{language}",
        )
    for concept in concepts:
        if concept.first not in marked:
            start, end = sentence[concept.first].start, sentence[concept.last].end
            yield Marker(
                axis.name,
                start,
                end,
                text[start:end],
                ABSENT,
                concept.label,
                f"{axis.name}.plain.{language}",
            )


def _after_prefix(axis: Axis, word: Word, language: str) -> str | None:
    """Return the concept in one word with its mark: "псевдовибори", "pseudo-referendum"."""
    for prefix in axis.lists["prefix"]:
        if word.surface.startswith(prefix):
            found = axis.concepts[language].find(words(word.surface.removeprefix(prefix), language))
            return found[0].label if found else None
    return None


def _is_name(
    text: str,
    quote: Quoted,
    sentence: Sequence[Word],
    inner: Sequence[int],
    concept: Match[str] | None,
) -> bool:
    """Tell a name from a term: a capital after the mark, but for known names such as «ДНР» and a
    term that opens the sentence.
    """
    if not text[quote.start].isupper():
        return False
    if concept is None:
        return True
    whole = concept.first == inner[0] and concept.last == inner[-1]
    written = text[sentence[inner[0]].start : sentence[inner[-1]].end]
    return not (whole and (len(inner) > 1 or written.isupper() or inner[0] == 0))


def _lemma(word: Word) -> str:
    return min(word.lemmas - {word.surface}, default=word.surface)
