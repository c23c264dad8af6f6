"""Wording of one story: differences in links and between whole texts, and the origins behind a
statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from parallax.comparers.annotate import Found, Place
from parallax.comparers.framing import (
    differences,
    experimental,
    referents,
    said_anywhere,
    source_attribution,
    whole_texts,
)
from parallax.comparers.framing.codebook import load
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.fidelity import Encode
from parallax.comparers.framing.marker import Marker, marker_id
from parallax.comparers.framing.verdicts import Sentence
from parallax.comparers.framing_probability import judged
from parallax.lake.rows import (
    ContrastRow,
    FramingDifferenceRow,
    LinkRow,
    OriginRow,
    PairRow,
    TextsRow,
)

NAMING = frozenset({"named", "referent", "facet", "concept"})
"""Rules of the axes on which a text has to choose a name, so that silence says nothing."""


class Wording:
    """Compares markers; its rows are without house style, which the stage adds
    (`parallax.comparers.house_styles`).
    """

    def __init__(
        self,
        editions: Mapping[str, str],
        markers: Mapping[Place, Sequence[Marker]],
        languages: Mapping[str, str],
    ) -> None:
        """Take the edition and the language of each revision, and the markers of every sentence of
        the story.
        """
        self._languages = languages
        self._codebook = load()
        self._editions = editions
        self._texts: dict[str, list[Marker]] = {}
        for (revision, _), found in sorted(markers.items(), key=lambda item: item[0]):
            self._texts.setdefault(revision, []).extend(found)

    def compare(
        self, pair: PairRow, left: Sequence[Marker], right: Sequence[Marker], p: float = 1.0
    ) -> list[FramingDifferenceRow]:
        """Compare the markers of two linked texts; rows of `framing_differences`.

        What the whole of the other text tells is not left out.

        :param p: P that the two say the same.
        """
        whole = [self._texts.get(pair[side], []) for side in ("left", "right")]
        return [
            self._judged(one, pair, p).to_row(pair, self._codebook.version)
            for one in (
                *differences.compare(left, right, self._codebook),
                *(
                    found
                    for found in experimental.compare(left, right, self._codebook)
                    if found.axis not in whole_texts.BETTER_WHOLE
                ),
            )
            if not said_anywhere.is_told(one, *whole)
        ]

    def quoted(self, link: LinkRow, markers: Iterable[tuple[str, Marker]]) -> list[OriginRow]:
        """Count the origins of a link; rows of `origins`.

        :param markers: (revision, marker) of all its sentences.
        """
        found = source_attribution.independent(
            (self._editions[revision], m, marker_id(revision, m)) for revision, m in markers
        )
        return [one.to_row(link["story_id"], link["link_id"], link["day"]) for one in found]

    def contrasts(
        self,
        story: str,
        day: str,
        revisions: Sequence[str],
        found: Found,
        encode: Encode | None = None,
    ) -> list[ContrastRow]:
        """Compare how whole texts name things, and what the experimental axes of whole texts find;
        rows of `framing_contrasts`.

        :param encode: texts to vectors, by which quotations are aligned across languages.
        """
        texts = {
            revision: referents.of_families(
                m for m in markers if self._codebook.axes[m.axis].rule in NAMING
            )
            for revision, markers in self._texts.items()
        }
        rows: list[ContrastRow] = []
        for left, right in combinations(sorted(revisions), 2):
            pair: TextsRow = {"story_id": story, "left": left, "right": right, "day": day}
            rows += [
                self._judged(one, pair).to_contrast_row(pair, self._codebook.version)
                for one in differences.compare(
                    texts.get(left, []), texts.get(right, []), self._codebook
                )
            ]
        read = _sentences(found, revisions)
        for left, right, one in whole_texts.compare(read, self._codebook, encode):
            of_pair: TextsRow = {"story_id": story, "left": left, "right": right, "day": day}
            rows.append(self._judged(one, of_pair).to_contrast_row(of_pair, self._codebook.version))
        return rows

    def _judged(self, one: Difference, texts: TextsRow, p: float = 1.0) -> Difference:
        left, right = (self._languages.get(texts[side], "") for side in ("left", "right"))
        return judged(one, left, right, p)


def _sentences(found: Found, revisions: Sequence[str]) -> dict[str, list[Sentence]]:
    """Return the sentences of each text with their markers, in order."""
    texts: dict[str, list[Sentence]] = {revision: [] for revision in revisions}
    for place, row in sorted(found.sentences.items(), key=lambda item: item[0]):
        if place[0] in texts:
            texts[place[0]].append(
                Sentence(
                    row["start"], row["surface"], row["language"], found.markers.get(place, [])
                )
            )
    return texts
