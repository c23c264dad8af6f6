"""Aligning the sentences of two texts, or of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parallax import notebook
from parallax.core.clean_text import clean
from parallax.core.errors import InputError
from parallax.models import encoder_for, settings_with, warn_of_scorer
from parallax.results import Result, counted, plain, shortened
from parallax.sentences import Text, TextLike, Texts, each, texts_of

if TYPE_CHECKING:
    from parallax.aligners.beads.bead import Bead
    from parallax.aligners.links import Link
    from parallax.aligners.texts import Aligned
    from parallax.core.settings import Settings
    from parallax.encoders.encoder import Encoder

SHOWN = 40
"""Beads or links in a `repr`; the result holds all."""


@dataclass(frozen=True, repr=False)
class Alignment(Result):
    """Two texts aligned.

    ``beads`` hold the indices of sentences on both sides (``left``, ``right``), the cosine of
    their vectors (``score``) and the probability that the bead is right (``p``). Beads with two
    sides come first, in the order of the left text; then a bead with one empty side for every
    sentence without a partner, whose ``rejected`` is the best candidate it had. ``regime`` is
    `translation` where the texts translate each other and run in one order, else `comparable`.
    """

    left: Text
    right: Text
    beads: tuple[Bead, ...]
    regime: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The words of every bead with two sides."""
        return [self.words(bead) for bead in self.beads if bead.left and bead.right]

    def words(self, bead: Bead) -> tuple[str, str]:
        """Return the words of a bead on both sides."""
        return self.left.words(bead.left), self.right.words(bead.right)

    def __repr__(self) -> str:
        """Show the beads with their words."""
        matched = [bead for bead in self.beads if bead.left and bead.right]
        alone = counted(len(self.beads) - len(matched), "sentence")
        lines = [
            f"  {_indices(bead.left)}:{_indices(bead.right)}  {bead.p:.2f}  "
            + "  |  ".join(shortened(words, 40) for words in self.words(bead))
            for bead in matched[:SHOWN]
        ]
        head = (
            f"Alignment {self.left.language}-{self.right.language}, {self.regime}: "
            f"{counted(len(matched), 'bead')}, {alone} without a partner"
        )
        return "\n".join([head, *lines, *_rest(len(matched))])

    def _repr_html_(self) -> str:
        rows = []
        for bead in self.beads:
            both = bool(bead.left and bead.right)
            show = notebook.text if both else notebook.faint
            rows.append((*map(show, self.words(bead)), show(f"{bead.p:.2f}" if both else "")))
        heads = [f"{text.name} ({text.language})" for text in (self.left, self.right)]
        return notebook.table((*heads, "p"), rows, self.regime)


@dataclass(frozen=True, repr=False)
class Links(Result):
    """Many texts aligned: ``links`` are sentences of N texts that say the same.

    ``members`` of a link gives the indices of its sentences by the name of their text; ``kind`` is
    `shared` (three texts or more), `pair`, or `only` for a sentence without a partner; ``score``
    is the mean cosine and ``p`` the least probability of the beads that made it (None for
    `only`). Every sentence is in exactly one link.
    """

    texts: tuple[Text, ...]
    links: tuple[Link, ...]

    def words(self, link: Link) -> dict[str, str]:
        """Return the words of a link, by the name of the text."""
        return words_of(link, self.texts)

    def to_dict(self) -> dict[str, Any]:
        """Return texts and links as plain data."""
        return {"texts": plain(self.texts), "links": [link_as_json(link) for link in self.links]}

    def __repr__(self) -> str:
        """Show the links that join texts, with their words."""
        joined = [link for link in self.links if len(link.members) > 1]
        lines = [
            "  " + "  |  ".join(f"{n}: {shortened(w, 40)}" for n, w in self.words(link).items())
            for link in joined[:SHOWN]
        ]
        head = (
            f"Links of {counted(len(self.texts), 'text')}: {counted(len(joined), 'link')}, "
            f"{counted(len(self.links) - len(joined), 'sentence')} in one text only"
        )
        return "\n".join([head, *lines, *_rest(len(joined))])

    def _repr_html_(self) -> str:
        rows = []
        for link in self.links:
            words = self.words(link)
            show = notebook.text if len(words) > 1 else notebook.faint
            p = "" if link.p is None else f"{link.p:.2f}"
            rows.append((*(show(words.get(text.name)) for text in self.texts), show(p)))
        heads = [f"{text.name} ({text.language})" for text in self.texts]
        return notebook.table((*heads, "p"), rows)


def align(
    a: TextLike,
    b: TextLike,
    *,
    languages: Mapping[str, str] | Sequence[str] | str | None = None,
    threshold: float | None = None,
    encoder: str | Encoder | None = None,
    translations: Sequence[Iterable[str] | None] | None = None,
) -> Alignment:
    """Align the sentences of two texts, in any order and with any part unmatched.

    :param a: a string, which is split, or a list of sentences; :param b: the other text.
    :param languages: of both (`("en", "uk")`, or one for both); detected when not given. They
        choose how probabilities are calibrated.
    :param threshold: least probability of a bead, 0 to 1; the setting (0.4) when not given.
    :param encoder: name of a model, or an object with `name` and `encode(texts)`; the setting when
        not given.
    :param translations: of each text its sentences in one common language, or None; they help
        where they are known.
    :raises InputError: when a text is empty, a sentence has more than 10,000 characters, a
        language is not one of uk, ru and en, or the translations are not as many as the sentences.
    :raises TypeError: when a text is neither a string nor a list of strings.
    """
    settings = settings_with(threshold)
    left, right = texts_of({"a": a, "b": b}, languages)
    made = aligned_texts([left, right], settings, encoder, translations)
    found = made.pairs["a", "b"]
    return Alignment(left, right, tuple(found.beads), str(found.regime))


def align_many(
    texts: Texts,
    *,
    languages: Mapping[str, str] | Sequence[str] | str | None = None,
    threshold: float | None = None,
    encoder: str | Encoder | None = None,
    translations: Sequence[Iterable[str] | None] | None = None,
) -> Links:
    """Align every pair of N texts and join the beads into links.

    A pair of texts with too little in common (the same-story gate) is not joined.

    :param texts: a list of texts, named "0", "1" …, or a mapping from names to texts; each a
        string or a list of sentences.
    :param languages: one for all, a list, or a mapping by name; detected when not given.
    :param threshold: see `align`; :param encoder: see `align`; :param translations: see `align`.
    :raises InputError: as `align`, and when there are fewer than two texts.
    :raises TypeError: as `align`.
    """
    settings = settings_with(threshold)
    given = texts_of(texts, languages)
    made = aligned_texts(given, settings, encoder, translations)
    return Links(tuple(given), tuple(made.links))


def aligned_texts(
    texts: Sequence[Text],
    settings: Settings,
    encoder: str | Encoder | None = None,
    translations: Sequence[Iterable[str] | None] | None = None,
    headlines: bool = False,
    one_story: bool = False,
) -> Aligned:
    """Align all pairs of some texts and link all.

    :param headlines: each text begins with its headline.
    :param one_story: the caller says that all report one story; otherwise pairs with too little in
        common are not joined.
    """
    from parallax.aligners import texts as aligning

    chosen = encoder_for(encoder, settings)
    warn_of_scorer(settings.align.bead_table, chosen.name)
    known = each(translations, [text.name for text in texts], "translations")
    sides = [
        aligning.Text(
            text.name,
            text.language,
            tuple(range(len(text.sentences))),
            tuple(s.surface for s in text.sentences),
            _translated(text, translation),
            headline=headlines,
            member=one_story,
            starts=tuple(s.start for s in text.sentences),
        )
        for text, translation in zip(texts, known, strict=True)
    ]
    return aligning.align_texts(sides, chosen, settings)


def words_of(link: Link, texts: Iterable[Text]) -> dict[str, str]:
    """Return the words of a link, by the name of the text."""
    known = {text.name: text for text in texts}
    return {name: known[name].words(indices) for name, indices in link.members.items()}


def link_as_json(link: Link) -> dict[str, Any]:
    """Return a link in the form of the JSON-lines contract."""
    return {
        "members": {name: list(indices) for name, indices in link.members.items()},
        "kind": link.kind,
        "score": None if link.score is None else round(link.score, 4),
        "p": link.p,
    }


def _translated(text: Text, translation: Iterable[str] | None) -> tuple[str, ...] | None:
    if translation is None:
        return None
    if isinstance(translation, str):
        raise TypeError(f"the translation of text {text.name!r} must be a list of sentences")
    sentences = tuple(translation)
    if not all(isinstance(sentence, str) for sentence in sentences):
        raise TypeError(f"the translation of text {text.name!r} must be a list of strings")
    if len(sentences) != len(text.sentences):
        raise InputError(
            f"text {text.name!r}: {len(text.sentences)} sentences but {len(sentences)} translated"
        )
    return tuple(map(clean, sentences))


def _indices(sentences: tuple[int, ...]) -> str:
    return ",".join(map(str, sentences))


def _rest(count: int) -> list[str]:
    return [f"  … and {count - SHOWN:,} more"] if count > SHOWN else []
