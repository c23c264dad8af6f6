"""Which language a text is read as, whole and by its first words (``parallax bench languages``).

Our own short texts are in `data/languages.tsv`, two pairs of them the same in Ukrainian and Russian
but for a word or two; a file with one sentence a line adds real news.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from importlib import resources

from parallax.languages.detect import LANGUAGES, detect, detect_statistically

FIRST_WORDS = (2, 3, 4, 5, 8, None)
"""How many words of a text are read; None reads all."""
Detector = Callable[[str], str]


def own_texts() -> dict[str, list[str]]:
    """Return our own texts by language."""
    text = resources.files("benchmarks").joinpath("data", "languages.tsv").read_text("utf-8")
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        found[row["language"]].append(row["text"])
    return found


def detectors() -> dict[str, Detector]:
    """Return what is compared: ours, and the statistical identifier alone."""
    return {"Parallax": detect, "py3langid alone": detect_statistically}


def accuracy(
    texts: Mapping[str, Sequence[str]], detector: Detector, words: int | None
) -> list[float]:
    """Return the share of texts whose language is found, by language.

    :param words: how many words of each text are read, None for all.
    """
    return [
        sum(detector(" ".join(text.split()[:words])) == language for text in texts[language])
        / max(1, len(texts[language]))
        for language in texts
    ]


def table(texts: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the rows (detector, words read, accuracy by language)."""
    return [
        (
            name,
            "all" if words is None else f"first {words}",
            *(f"{share:.3f}" for share in accuracy(texts, detector, words)),
        )
        for name, detector in detectors().items()
        for words in FIRST_WORDS
    ]
