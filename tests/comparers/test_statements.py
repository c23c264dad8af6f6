"""What of two linked sentences is compared: the aligned part of one that says more."""

from parallax.comparers.annotate import Found, PlacedRow, read
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers import extract
from parallax.comparers.story import OF_WHOLE_SENTENCES, Statement, compare_story
from parallax.core.settings import Settings
from parallax.lake.rows import BeadRow, LinkRow

LONG = "The flood closed 12 schools; in the war 640 tanks were lost."
SHORT = "The flood closed 15 schools."


def verdicts(*, cut: bool) -> list[str]:
    """Return what is said of the figures, the first sentence aligned in part or as a whole."""
    end = LONG.index(";") + 1
    found = Found({("a", 0): extract(LONG, "en"), ("b", 0): extract(SHORT, "en")})
    link: LinkRow = {
        "link_id": "l",
        "story_id": "s",
        "kind": "pair",
        "score": 0.5,
        "p": 0.9,
        "members": [
            {"revision_id": name, "edition": name, "sentences": [0]} for name in ("a", "b")
        ],
        "made_of": "",
        "day": "2024-04-03",
    }
    bead: BeadRow = {
        "bead_id": "",
        "story_id": "s",
        "left": "a",
        "right": "b",
        "left_sentences": [0],
        "right_sentences": [0],
        "score": 0.5,
        "p": 0.9,
        "rejected": [],
        "left_parts": [{"sentence": 0, "start": 0, "end": end}] if cut else None,
        "right_parts": [],
        "regime": "comparable",
        "made_of": "",
        "day": "2024-04-03",
    }
    revisions = [
        {"revision_id": n, "article_id": n, "edition": n, "published": None, "modified": None}
        for n in ("a", "b")
    ]
    settings = Settings()
    timeline = Timeline(revisions, found.quantities, settings)
    made = compare_story([link], [bead], ["a", "b"], found, timeline, settings, None)
    return sorted(row["verdict"] for row in made.numbers)


def test_a_figure_outside_the_aligned_part_is_not_left_out_by_the_other_text() -> None:
    assert verdicts(cut=False) == ["conflict", "omitted"]
    assert verdicts(cut=True) == ["conflict"]


def test_a_statement_without_parts_is_all_of_its_sentences() -> None:
    found = {("a", 0): extract(LONG, "en"), ("a", 1): extract(SHORT, "en")}
    every = Statement([0, 1]).of(found, "a")
    assert [q.value for q in every] == [12, 640, 15]
    end = LONG.index(";")
    one = Statement([0], [{"sentence": 0, "start": 0, "end": end}])
    assert [q.value for q in one.of(found, "a")] == [12]


def test_who_says_it_counts_for_the_whole_sentence() -> None:
    surface = "The occupied town is calm; officials say they expect no shelling."
    row: PlacedRow = {
        "sentence_id": "",
        "revision_id": "a",
        "index": 0,
        "paragraph": 2,
        "role": "body",
        "language": "en",
        "start": 0,
        "end": len(surface),
        "surface": surface,
        "day": "2024-04-03",
        "position": "body",
    }
    markers = read([row]).markers
    part = Statement([0], [{"sentence": 0, "start": 0, "end": surface.index(";")}])
    axes = {marker.axis for marker in part.of(markers, "a", OF_WHOLE_SENTENCES)}
    assert "sourcing" in axes
    assert "sourcing" not in {marker.axis for marker in part.of(markers, "a")}
