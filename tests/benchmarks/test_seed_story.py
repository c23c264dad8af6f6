"""The seed case through the whole pipeline: one story of our own wording, told by four outlets.

Beside it stands a story whose two texts have nothing in common, and that its page says so.
"""

import json
import re
from pathlib import Path

import pytest

from benchmarks.text_lakes import StoryText, TextLake, build
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    FRAMING_DIFFERENCES,
    LINKS,
    NUMBER_DIFFERENCES,
    REVISIONS,
    SENTENCES,
    STORIES,
)
from parallax.reports.render import story_page
from parallax.reports.story_reader import StoryReader
from parallax.reports.views import StoryView

CASES = Path(__file__).parents[2] / "benchmarks" / "data" / "cases" / "seed_cases.jsonl"
OUTLETS = ("en", "en-wire", "ru", "uk")
UNLIKE = {
    "bakers": ("Bakers meet in Odesa", "The price of rye flour was the only subject.", "en"),
    "chess": ("Шаховий турнір завершено", "Перемогла школярка з Луцька.", "uk"),
}


def seed_texts() -> list[StoryText]:
    case = json.loads(CASES.read_text("utf-8").splitlines()[0])
    return [
        StoryText(
            "seed",
            text["outlet"],
            text["outlet"],
            text["lang"],
            None,
            f"https://{text['outlet']}.example/1",
            (text["title"], *text["paragraphs"]),
        )
        for text in case["texts"]
    ]


def unlike_texts() -> list[StoryText]:
    return [
        StoryText("unlike", name, name, language, None, f"https://{name}.example/1", (title, body))
        for name, (title, body, language) in UNLIKE.items()
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TextLake:
    return build(tmp_path_factory.mktemp("seed") / "lake", [*seed_texts(), *unlike_texts()])


@pytest.fixture(scope="module")
def views(made: TextLake) -> dict[str, StoryView]:
    day = made.members[0].day
    name_of = {member.story_id: member.story for member in made.members}
    return {name_of[v.story_id]: v for v in StoryReader(made.lake, [day], "en").stories()}


def rows_of(made: TextLake) -> list[dict[str, list[int]]]:
    """Return the linked sentences of each row, by outlet."""
    outlet = {member.revision_id: member.outlet for member in made.members}
    return [
        {outlet[member["revision_id"]]: member["sentences"] for member in row["members"]}
        for row in made.lake.read(LINKS).iter_rows(named=True)
    ]


def test_headline_and_lead_of_all_editions_stand_in_one_row_each(made: TextLake) -> None:
    """The lead is two sentences in Ukrainian and in Russian."""
    rows = [row for row in rows_of(made) if set(row) == set(OUTLETS)]
    assert {name: [0] for name in OUTLETS} in rows
    assert {"en": [1], "en-wire": [1], "ru": [1, 2], "uk": [1, 2]} in rows


def test_every_bead_is_inside_a_row(made: TextLake) -> None:
    outlet = {member.revision_id: member.outlet for member in made.members}
    rows = rows_of(made)
    beads = [
        row
        for row in made.lake.read(BEADS).iter_rows(named=True)
        if row["left_sentences"] and row["right_sentences"]
    ]
    assert len(beads) > 30
    for bead in beads:
        left, right = outlet[bead["left"]], outlet[bead["right"]]
        assert any(
            set(bead["left_sentences"]) <= set(row.get(left, ()))
            and set(bead["right_sentences"]) <= set(row.get(right, ()))
            for row in rows
        )


def test_what_two_texts_say_is_compared_once(made: TextLake) -> None:
    """A figure or a marker meets another text in one row, though its sentence is in several."""
    for table, kinds, spans in (
        (NUMBER_DIFFERENCES, (), "quantities"),
        (FRAMING_DIFFERENCES, ("axis", "ref"), "markers"),
    ):
        met: dict[tuple[str, ...], str] = {}
        rows = made.lake.read(table).to_dicts()
        assert len(rows) == len({row["difference_id"] for row in rows}) > 10
        for row in rows:
            for one, other in (("left", "right"), ("right", "left")):
                for name in row[f"{one}_{spans}"]:
                    key = (name, row[other], *(str(row[kind]) for kind in kinds))
                    assert met.setdefault(key, row["link_id"]) == row["link_id"]


def test_headlines_and_leads_are_laid_side_by_side_linked_or_not(
    views: dict[str, StoryView],
) -> None:
    headlines, leads = views["seed"].side_by_side
    assert (headlines.role, leads.role) == ("headline", "lead")
    for side in (headlines, leads):
        assert all(side.cells[edition.revision_id] for edition in views["seed"].editions)
        assert all(0 < p <= 1 for _, _, p in side.linked)
    unlike = views["unlike"].side_by_side[0]
    assert [cell[0].pieces[0].text for cell in unlike.cells.values()] == [
        title for title, *_ in UNLIKE.values()
    ]
    assert unlike.linked == []


def test_a_story_without_a_link_is_not_compared_and_its_page_says_so(
    views: dict[str, StoryView],
) -> None:
    view = views["unlike"]
    assert [(c.shared, c.only, c.apart) for c in view.coverage] == [(0, 0, 2), (0, 0, 2)]
    html = story_page(view)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<body") :]))
    assert "1 of 1 pairs of editions not compared" in page
    assert "Not compared, because no sentence of one could be linked" in page
    assert page.count("Not compared: no sentence of one edition could be linked") == 4
    for claim in ("No conflict found", "No difference found", "No figure stands", "No figure is"):
        assert claim not in page
    assert 'aria-label="not found"' not in html


def test_pairs_of_editions_that_are_not_compared_are_named(made: TextLake, tmp_path: Path) -> None:
    """One edition whose rows are taken away: the other three are still compared."""
    day = made.members[0].day
    lost = next(m for m in made.members if m.outlet == "ru").revision_id
    lake = Lake(tmp_path / "lake")
    for table in (ARTICLES, REVISIONS, SENTENCES, STORIES, BEADS):
        lake.replace(table, made.lake.read(table), {day})
    kept = [
        row
        for row in made.lake.read(LINKS).iter_rows(named=True)
        if lost not in [member["revision_id"] for member in row["members"]]
    ]
    lake.replace(LINKS, LINKS.frame(kept), {day})
    (view,) = (v for v in StoryReader(lake, [day], "en").stories() if len(v.editions) == 4)
    assert {frozenset((a.outlet, b.outlet)) for a, b in view.not_compared} == {
        frozenset(("ru", other)) for other in OUTLETS if other != "ru"
    }
    (russian,) = (c for c in view.coverage if c.edition.outlet == "ru")
    assert (russian.shared, russian.only) == (0, 0)
    assert russian.apart == len(lake.read(SENTENCES).filter(revision_id=lost))
    assert 'aria-label="not compared"' in story_page(view)
