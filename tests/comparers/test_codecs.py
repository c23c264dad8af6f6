"""A row goes in and out through one codec: nothing is lost, and a pairing can be redone from the
lake.
"""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from parallax.aligners.beads.bead import Bead
from parallax.aligners.links import Link
from parallax.comparers.annotate import Found
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.house_style import Share
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.source_attribution import Origin
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers import Comparison, Quantity
from parallax.comparers.numbers.comparison.context_similarity import Surroundings
from parallax.comparers.numbers.comparison.timeline import Edit, Point
from parallax.comparers.story import compare_story, compared_quantities
from parallax.core.settings import Settings
from parallax.encoders.encoder import encoder_of
from parallax.lake.lake import Lake
from parallax.lake.rows import (
    BeadRow,
    ContrastRow,
    FigureChangeRow,
    FigureRow,
    FramingDifferenceRow,
    HouseStyleRow,
    LinkRow,
    MarkerRow,
    NumberDifferenceRow,
    OriginRow,
    PairRow,
    QuantityRow,
    SentenceRow,
    TextsRow,
    rows_of,
)
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    FIGURE_CHANGES,
    FIGURES,
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    HOUSE_STYLE,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    ORIGINS,
    QUANTITIES,
    REVISIONS,
    SENTENCES,
    STORIES,
)
from parallax.languages.split import Sentence

WORDS = st.text(max_size=20)
MAYBE = st.none() | WORDS
NUMBER = st.none() | st.floats(allow_nan=False)
quantities = st.builds(
    Quantity,
    start=st.integers(0, 10_000),
    end=st.integers(0, 10_000),
    surface=WORDS,
    kind=WORDS,
    value=NUMBER,
    low=NUMBER,
    high=NUMBER,
    date=MAYBE,
    modifier=MAYBE,
    unit=MAYBE,
    counted=MAYBE,
    concept=MAYBE,
    role=MAYBE,
    period=MAYBE,
    part=st.booleans(),
    places=st.frozensets(WORDS, max_size=3),
    as_of=st.booleans(),
    window=st.booleans(),
    step=st.floats(allow_nan=False),
    written=st.booleans(),
    around=WORDS,
    direction=MAYBE,
    change=MAYBE,
    negated=st.booleans(),
    scope=MAYBE,
    per=MAYBE,
)


@given(quantities)
def test_a_quantity_comes_back_from_the_table(quantity: Quantity) -> None:
    frame = QUANTITIES.frame([quantity.to_row("r", 3, "2024-04-03")])
    assert [Quantity.from_row(row) for row in rows_of(frame, QuantityRow)] == [quantity]


def test_a_quantity_of_version_1_has_default_values_where_its_row_is_null() -> None:
    kept = Quantity(0, 1, "5", "count", 5.0, 5.0, 5.0, counted="people", role="killed")
    row = kept.to_row("r", 0, "2024-04-03")
    lost = QUANTITIES.upgrades[0].added
    old = pl.DataFrame([{name: value for name, value in row.items() if name not in lost}])
    upgraded = QUANTITIES.upgraded(old, version=1)
    assert Quantity.from_row(rows_of(upgraded, QuantityRow)[0]) == kept


def test_what_a_quantity_says_in_a_few_characters() -> None:
    sum_ = Quantity(0, 1, "", "money", 1.7e6, 1.7e6, None, modifier="more_than", unit="UAH")
    range_ = Quantity(0, 1, "", "count", None, 5.0, 7.0, modifier="range")
    day = Quantity(0, 1, "", "date", date="2024-04-03")
    assert [sum_.text(), range_.text(), day.text()] == [
        "more_than 1.7e+06 UAH",
        "5–7",
        "2024-04-03",
    ]


def test_every_row_of_the_sample_lake_goes_out_and_in_again(sample_lake: Lake) -> None:
    found = rows_of(sample_lake.read(QUANTITIES), QuantityRow)
    assert [
        Quantity.from_row(r).to_row(r["revision_id"], r["sentence"], r["day"]) for r in found
    ] == found
    marked = rows_of(sample_lake.read(MARKERS), MarkerRow)
    assert [
        Marker.from_row(r).to_row(r["revision_id"], r["sentence"], r["day"], r["codebook"])
        for r in marked
    ] == marked
    split = rows_of(sample_lake.read(SENTENCES), SentenceRow)
    assert [
        Sentence.from_row(r).to_row(r["revision_id"], r["language"], r["day"]) for r in split
    ] == split
    beads = rows_of(sample_lake.read(BEADS), BeadRow)
    assert [
        Bead.from_row(r).to_row(
            (r["left"], r["right"]), r["regime"], r["story_id"], r["made_of"], r["day"]
        )
        for r in beads
    ] == beads
    for link in rows_of(sample_lake.read(LINKS), LinkRow):
        editions = {member["revision_id"]: member["edition"] for member in link["members"]}
        again = Link.from_row(link).to_row(editions, link["story_id"], link["made_of"], link["day"])
        assert again == link
    shares = rows_of(sample_lake.read(HOUSE_STYLE), HouseStyleRow)
    assert [Share.from_row(r).to_row(r["day"]) for r in shares] == shares
    origins = rows_of(sample_lake.read(ORIGINS), OriginRow)
    assert [
        Origin.from_row(r).to_row(r["story_id"], r["link_id"], r["day"]) for r in origins
    ] == origins


def test_every_difference_of_the_sample_lake_goes_out_and_in_again(sample_lake: Lake) -> None:
    found = {
        row["quantity_id"]: Quantity.from_row(row)
        for row in rows_of(sample_lake.read(QUANTITIES), QuantityRow)
    }
    marked = {
        row["marker_id"]: Marker.from_row(row)
        for row in rows_of(sample_lake.read(MARKERS), MarkerRow)
    }
    for row in rows_of(sample_lake.read(NUMBER_DIFFERENCES), NumberDifferenceRow):
        assert Comparison.from_row(row, found).to_row(row, row["link_id"]) == row
    for point in rows_of(sample_lake.read(FIGURES), FigureRow):
        names = point["figure_id"], point["story_id"], point["edition"], point["day"]
        assert Point.from_row(point, found).to_row(*names) == point
    for edit in rows_of(sample_lake.read(FIGURE_CHANGES), FigureChangeRow):
        texts = edit["old_revision"], edit["new_revision"]
        again = Edit.from_row(edit, found).to_row(edit["article_id"], texts, edit["day"])
        assert again == edit
    style = {"left_style": None, "right_style": None}  # the stage adds it
    for worded in rows_of(sample_lake.read(FRAMING_DIFFERENCES), FramingDifferenceRow):
        made = Difference.from_row(worded, marked).to_row(pair_of(worded), worded["codebook"])
        assert made == {**worded, **style}
    for contrast in rows_of(sample_lake.read(FRAMING_CONTRASTS), ContrastRow):
        difference = Difference.from_row(contrast, marked)
        made_too = difference.to_contrast_row(texts_of(contrast), contrast["codebook"])
        assert made_too == {**contrast, **style}


def pair_of(row: FramingDifferenceRow) -> PairRow:
    return {
        "story_id": row["story_id"],
        "link_id": row["link_id"],
        "left": row["left"],
        "right": row["right"],
        "day": row["day"],
    }


def texts_of(row: ContrastRow) -> TextsRow:
    return {
        "story_id": row["story_id"],
        "left": row["left"],
        "right": row["right"],
        "day": row["day"],
    }


def test_the_pairings_redone_from_the_rows_of_the_lake_are_those_stored(sample_lake: Lake) -> None:
    settings = Settings(lake=sample_lake.root)
    likeness = Surroundings(encoder_of(settings))
    members = sample_lake.read(STORIES)
    revisions = sample_lake.read(REVISIONS).join(
        sample_lake.columns(ARTICLES, ["article_id", "edition", "published"]), on="article_id"
    )
    links = rows_of(sample_lake.read(LINKS), LinkRow)
    stories = sorted({link["story_id"] for link in links})
    assert stories
    redone: list[NumberDifferenceRow] = []
    for story in stories:
        own = pl.col("story_id") == story
        texts = revisions.filter(
            pl.col("article_id").is_in(members.filter(own)["article_id"].implode())
        )
        within = pl.col("revision_id").is_in(texts["revision_id"].implode())
        found = Found.from_rows(
            rows_of(sample_lake.read(QUANTITIES).filter(within), QuantityRow),
            rows_of(sample_lake.read(MARKERS).filter(within), MarkerRow),
        )
        linked = [link for link in links if link["story_id"] == story]
        likeness.prepare(compared_quantities(linked, found))
        compared = compare_story(
            linked,
            rows_of(sample_lake.read(BEADS).filter(own), BeadRow),
            members.filter(own)["revision_id"].sort().to_list(),
            found,
            Timeline(texts.to_dicts(), found.quantities, settings),
            settings,
            likeness,
        )
        redone += compared.numbers
    assert NUMBER_DIFFERENCES.frame(redone).equals(sample_lake.read(NUMBER_DIFFERENCES))
