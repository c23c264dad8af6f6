"""Compiles the loops of the aligner for this machine, so that the first story does not wait for it.

numba keeps the machine code beside the modules (`parallax.aligners.beads.compiled`); it takes half
a minute once, after installing and after a change of these modules. What is aligned here are made
sentences: a translation, two tellings with a third, and a text that is cut at sure places.
"""

from __future__ import annotations

from collections.abc import Sequence

from parallax.aligners.texts import Text, align_texts
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder

LONG = 600
"""Sentences of a text that is aligned part by part."""

STORY = (
    "The mayor of Ostrivka opened a new bridge over the river on Monday.",
    "It cost 12 million and took three years. Heavy rain had delayed the work twice.",
    "Fishermen say that the water is lower than ever before.",
    "A school bus was the first vehicle to cross it, Olena Rudenko told reporters.",
    "Two hospitals on the far bank can now be reached in ten minutes.",
    "The opposition asks why no other company was invited to build it.",
    "Tickets for the old ferry will be refunded until the end of May.",
    "Musicians from the conservatory played in the square in the evening.",
    "Police counted 4,500 guests; nobody was hurt.",
)


def sentences(count: int) -> list[str]:
    """Return different sentences with names and figures."""
    return [
        f"On day {n} the Harbour of Town{n} counted {n * 7} ships, said Captain Name{n % 5}."
        for n in range(count)
    ]


def text(name: str, given: Sequence[str], *, translated: bool = False) -> Text:
    """Return a text of a story."""
    return Text(
        name,
        "en",
        tuple(range(len(given))),
        tuple(given),
        translated=tuple(given) if translated else None,
        headline=True,
        member=True,
    )


def main() -> None:
    """Align texts of each kind."""
    settings = Settings()
    encoder = SentenceEncoder(settings.encoder)  # without a cache: these vectors serve nobody
    for story in (
        [text("a", STORY, translated=True), text("b", STORY, translated=True)],
        [text("a", STORY), text("b", STORY[::-1]), text("c", STORY[::2])],
        [text("a", sentences(LONG)), text("b", sentences(LONG))],
    ):
        align_texts(story, encoder, settings)
