"""Comparing a whole story in memory: align its texts, link them, compare every link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, cast

from parallax.alignments import aligned_texts
from parallax.models import encoder_for, settings_with
from parallax.quantities import Day, all_rates, day_of
from parallax.sentences import Text, Texts, each, texts_of
from parallax.story import LinkedWording, NumberDifference, Story
from parallax.wording import Mark, mark_of

if TYPE_CHECKING:
    from parallax.aligners.texts import Aligned
    from parallax.comparers.annotate import Found, PlacedRow
    from parallax.comparers.numbers import Quantity
    from parallax.encoders.encoder import Encoder
    from parallax.lake.rows import (
        BeadRow,
        ContrastRow,
        FramingDifferenceRow,
        LinkRow,
        NumberDifferenceRow,
    )


def compare(
    texts: Texts,
    *,
    languages: Mapping[str, str] | Sequence[str] | str | None = None,
    published: Mapping[str, Day] | Sequence[Day] | Day = None,
    threshold: float | None = None,
    encoder: str | Encoder | None = None,
    rates: Mapping[str, float] | None = None,
    headlines: bool = False,
) -> Story:
    """Compare the versions of one story: align them, link their sentences, and compare the numbers
    and the wording of every link. All in memory; nothing is written.

    :param texts: a list of texts, named "0", "1" …, or a mapping from names to texts; each a
        string or a list of sentences.
    :param languages: one for all, a list, or a mapping by name; detected when not given.
    :param published: days or moments of publication, in the same forms: they complete dates
        without a year, and tell an update from a contradiction.
    :param threshold: see `parallax.align`; :param encoder: see `parallax.align`.
    :param rates: see `parallax.compare_numbers`.
    :param headlines: each text is a whole article, its first line the headline; then it also
        counts where in the article a statement is (the axis `salience`).
    :raises InputError: when there are fewer than two texts, one is empty, a sentence has more than
        10,000 characters, or a language, a day or a rate is wrong.
    :raises TypeError: when a text is neither a string nor a list of strings.
    """
    from parallax.comparers.number_timelines import Timeline
    from parallax.comparers.numbers.comparison.context_similarity import Surroundings
    from parallax.comparers.story import compare_story, compared_quantities

    settings = settings_with(threshold).changed(compare={"rates": all_rates(rates)})
    chosen = encoder_for(encoder, settings)
    given = texts_of(texts, languages)
    names = [text.name for text in given]
    moments = [_moment(day) for day in each(published, names, "published")]
    aligned = aligned_texts(given, settings, chosen, headlines=headlines, one_story=True)
    found = _read(given, moments, headlines=headlines)
    revisions = [
        {
            "revision_id": name,
            "article_id": name,
            "edition": name,
            "published": moment,
            "modified": None,
        }
        for name, moment in zip(names, moments, strict=True)
    ]
    links, beads = _rows(aligned)
    places = {link["link_id"]: place for place, link in enumerate(links)}
    likeness = Surroundings(chosen)
    likeness.prepare(compared_quantities(links, found))
    timeline = Timeline(revisions, found.quantities, settings)
    made = compare_story(links, beads, names, found, timeline, settings, likeness, chosen.encode)
    return Story(
        tuple(given),
        tuple(aligned.links),
        _number_differences(made.numbers, places, found),
        _wording([*made.framing, *made.contrasts], places, found),
    )


def _moment(published: Day) -> datetime | None:
    day = published if isinstance(published, datetime) else day_of(published)
    if day is None:
        return None
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(0), UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(texts: Sequence[Text], moments: Sequence[date | None], *, headlines: bool) -> Found:
    """Read numbers and markers of all sentences, as the stage does. Where in its article a sentence
    is counts only for whole articles, which have headlines.
    """
    import polars as pl

    from parallax.comparers import annotate
    from parallax.languages.detect import of_sentence

    rows = [
        {
            "revision_id": text.name,
            "index": index,
            "paragraph": sentence.paragraph,
            "role": _role(sentence.paragraph) if headlines else "body",
            "position": "body",
            "start": sentence.start,
            "surface": sentence.surface,
            "language": of_sentence(sentence.surface, text.language),
            "day": "" if moment is None else moment.isoformat()[:10],
        }
        for text, moment in zip(texts, moments, strict=True)
        for index, sentence in enumerate(text.sentences)
    ]
    if headlines:
        rows = annotate.with_positions(pl.DataFrame(rows)).to_dicts()
    return annotate.read(cast("list[PlacedRow]", rows))


def _role(paragraph: int) -> str:
    return ("headline", "lead")[paragraph] if paragraph < 2 else "body"


def _rows(aligned: Aligned) -> tuple[list[LinkRow], list[BeadRow]]:
    """Return links, in their order, and beads as rows of the lake's tables."""
    names = {name: name for pair in aligned.pairs for name in pair}
    links = [link.to_row(names, "", "", "") for link in aligned.links]
    beads = [
        bead.to_row(pair, alignment.regime, "", "", "")
        for pair, alignment in aligned.pairs.items()
        for bead in alignment.beads
    ]
    return links, beads


def _number_differences(
    rows: Sequence[NumberDifferenceRow], places: Mapping[str, int], found: Found
) -> tuple[NumberDifference, ...]:
    from parallax.comparers.numbers.quantity import quantity_id

    known = {
        quantity_id(name, quantity): quantity
        for (name, _), quantities in found.quantities.items()
        for quantity in quantities
    }

    def side(names: Sequence[str]) -> Quantity | None:
        return known[names[0]] if names else None

    return tuple(
        NumberDifference(
            None if row["link_id"] is None else places[row["link_id"]],
            (row["left"], row["right"]),
            side(row["left_quantities"]),
            side(row["right_quantities"]),
            row["verdict"],
            row["why"],
            row["rule"],
            row["confidence"],
        )
        for row in rows
    )


def _wording(
    rows: Sequence[FramingDifferenceRow | ContrastRow], places: Mapping[str, int], found: Found
) -> tuple[LinkedWording, ...]:
    from parallax.comparers.framing.marker import marker_id
    from parallax.comparers.framing.trust import Method

    known: dict[str, Mark] = {
        marker_id(name, marker): mark_of(name, marker)
        for (name, _), markers in found.markers.items()
        for marker in markers
    }
    return tuple(
        LinkedWording(
            row["axis"],
            row["ref"],
            (row["left"], row["right"]),
            (row["left_value"], row["right_value"]),
            tuple(known[name] for name in row["left_markers"]),
            tuple(known[name] for name in row["right_markers"]),
            row["rule"],
            row["confidence"],
            row["p"],
            row["method"] == Method.EXPERIMENTAL,
            places.get(str(row.get("link_id"))),
        )
        for row in rows
    )
