"""A text a caller gives, as sentences with offsets: a string that is split, or a list of
sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parallax.core.clean_text import clean
from parallax.core.errors import InputError
from parallax.languages.detect import LANGUAGES, detect
from parallax.languages.letters import WRITTEN
from parallax.languages.split import split as sentence_spans
from parallax.results import Result, counted, shortened

TextLike = str | Iterable[str]
"""A string, which is split into sentences, or sentences."""
Texts = Sequence[TextLike] | Mapping[str, TextLike]
"""Several texts; those of a mapping are named by its keys, others by their place: "0", "1" …"""

MOST_CHARACTERS = 10_000
"""Of one sentence of a list: five times what the splitter lets pass as one. What is longer is a
whole text that was taken for a sentence.
"""
SAMPLE_SENTENCES = 50
"""The language of a text is that of its first sentences."""


@dataclass(frozen=True)
class Sentence(Result):
    """A sentence: ``text[start:end]``, verbatim; ``paragraph`` is the line of the text, from 0."""

    start: int
    end: int
    surface: str
    paragraph: int = 0


@dataclass(frozen=True, repr=False)
class Text(Result):
    """A text as it was compared: its name, its language (uk, ru or en), and its sentences.

    Offsets count characters (code points) of ``text``: the string that was given, or the sentences
    of a list joined by line breaks.
    """

    name: str
    language: str
    text: str
    sentences: tuple[Sentence, ...]

    def __repr__(self) -> str:
        """Show language, size and beginning."""
        size = counted(len(self.sentences), "sentence")
        return f"Text({self.name!r}, {self.language}, {size}, {shortened(self.text, 40)!r})"

    def words(self, indices: Iterable[int]) -> str:
        """Return some sentences, by index, as one string."""
        return " ".join(self.sentences[index].surface for index in indices)


def split(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences. A line break ends a sentence and begins a paragraph.

    :param text: a text in Ukrainian, Russian or English.
    :returns: the sentences in order, with offsets into ``text``; blanks between them belong to
        none.
    :raises InputError: when the text is empty.
    :raises TypeError: when it is not a string.
    """
    return sentences_of(checked(text, "the text"))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, which may be empty. A line is a paragraph."""
    sentences, offset = [], 0
    for paragraph, line in enumerate(text.split("\n")):
        sentences += [
            Sentence(offset + start, offset + end, line[start:end], paragraph)
            for start, end in sentence_spans(line)
        ]
        offset += len(line) + 1
    return tuple(sentences)


def sample_of(sentences: Sequence[Sentence]) -> str:
    """Return the first sentences of a text, which tell its language."""
    return " ".join(sentence.surface for sentence in sentences[:SAMPLE_SENTENCES])


def checked(text: object, what: str) -> str:
    """Return a text that was given, clean (`parallax.core.clean_text`): as long as it was.

    :param what: what an error calls it.
    :raises InputError: when it is empty, or has no letter or digit (zero-width characters alone).
    :raises TypeError: when it is not a string.
    """
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a string, not {_kind(text)}")
    if not WRITTEN.search(text):
        raise InputError(f"{what} is empty" + (": no letter or digit" if text.strip() else ""))
    return clean(text)


def language_of(given: str | None, sample: str) -> str:
    """Return the language that was given, or else the one a sample is in.

    :raises InputError: when it is not uk, ru or en.
    """
    if given is None:
        return detect(sample)
    if given not in LANGUAGES:
        raise InputError(f"language {given!r} is not one of {', '.join(LANGUAGES)}")
    return given


def text_of(given: TextLike, name: str, language: str | None = None) -> Text:
    """Return what was given as a text with sentences.

    :raises InputError: when it has no sentence, a sentence is far too long, or the language is
        unknown.
    :raises TypeError: when it is neither a string nor sentences.
    """
    what = f"text {name!r}"
    if isinstance(given, str):
        text = checked(given, what)
        sentences = sentences_of(text)
    else:
        surfaces = _surfaces(given, what)
        text, sentences = "\n".join(surfaces), _placed(surfaces)
    return Text(name, language_of(language, sample_of(sentences)), text, sentences)


def texts_of(given: Texts, languages: Mapping[str, str] | Sequence[str] | str | None) -> list[Text]:
    """Return several texts with their names and languages.

    :raises InputError: when there are fewer than two, or one cannot be used.
    :raises TypeError: when something given is no text.
    """
    given = _as_list(given)
    if isinstance(given, (str, bytes)) or not isinstance(given, (Mapping, Sequence)):
        raise TypeError(f"texts must be a list or a mapping of texts, not {_kind(given)}")
    named = _by_string(given if isinstance(given, Mapping) else dict(enumerate(given)), "texts")
    if len(named) < 2:
        raise InputError(f"at least two texts are needed; {len(named)} given")
    spoken = each(languages, [str(name) for name in named], "languages")
    return [
        text_of(text, str(name), language)
        for (name, text), language in zip(named.items(), spoken, strict=True)
    ]


def each(given: Any, names: Sequence[str], what: str) -> list[Any]:
    """Return a value for each text: from a mapping by name, a list in the order of the texts, or
    one value for all.

    :raises InputError: when a list has another length, or a mapping a name that no text has.
    """
    given = _as_list(given)
    if isinstance(given, Mapping):
        given = _by_string(given, what)
        if unknown := sorted(set(given) - set(names)):
            raise InputError(f"{what}: no text is named {unknown[0]!r}")
        return [given.get(name) for name in names]
    if isinstance(given, Sequence) and not isinstance(given, str):
        if len(given) != len(names):
            raise InputError(f"{what}: {len(given)} given for {len(names)} texts")
        return list(given)
    return [given] * len(names)


def _as_list(given: Any) -> Any:
    """Return an array of numpy, which is not a Sequence, as a list; anything else unchanged."""
    return given.tolist() if hasattr(given, "tolist") else given


def _by_string(given: Mapping[Any, Any], what: str) -> dict[str, Any]:
    """Return a mapping with its keys as strings.

    :raises InputError: when two keys are the same string.
    """
    named = {str(key): value for key, value in given.items()}
    if len(named) < len(given):
        raise InputError(f"{what}: two keys are the same name")
    return named


def _surfaces(given: object, what: str) -> list[str]:
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        raise TypeError(f"{what} must be a string or a list of sentences, not {_kind(given)}")
    surfaces = list(given)
    for place, surface in enumerate(surfaces):
        if not isinstance(surface, str):
            raise TypeError(f"sentence {place} of {what} must be a string, not {_kind(surface)}")
        if len(surface) > MOST_CHARACTERS:
            raise InputError(
                f"sentence {place} of {what} has {len(surface):,} characters; a sentence has at "
                f"most {MOST_CHARACTERS:,}",
                "give the text as one string, which is split",
            )
    checked(" ".join(surfaces), what)
    return [clean(surface) for surface in surfaces]


def _placed(surfaces: Sequence[str]) -> tuple[Sentence, ...]:
    sentences, offset = [], 0
    for place, surface in enumerate(surfaces):
        sentences.append(Sentence(offset, offset + len(surface), surface, place))
        offset += len(surface) + 1
    return tuple(sentences)


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
