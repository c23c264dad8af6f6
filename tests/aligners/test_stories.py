"""Articles into stories: similarity, siblings and time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parallax.aligners.stories import neighbours
from parallax.aligners.stories.article import Article
from parallax.aligners.stories.clusters import cluster_articles
from parallax.aligners.stories.ids import Change, name
from parallax.aligners.stories.linkage import groups as linked
from parallax.aligners.stories.near_duplicates import copies
from parallax.aligners.stories.rarity import Rarity
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder

ENCODER = SentenceEncoder()
THRESHOLD = Settings().cluster.threshold


def candidate(name: str, title: str, hour: int, siblings: tuple[str, ...] = ()) -> Article:
    when = datetime(2024, 4, 3, tzinfo=UTC) + timedelta(hours=hour)
    return Article(name, f"https://x.example/{name}", name, when, title, (), siblings)


STORM = "Storm in the Novolyman region leaves 380 settlements without power"
CANDIDATES = [
    candidate("a", STORM, 0),
    candidate("b", "Через негоду на Новолиманщині без світла залишилися 380 населених пунктів", 3),
    candidate("c", "Parliament passes the budget for next year", 4),
    candidate("d", "Something else entirely", 5, ("https://x.example/c",)),
    candidate("e", STORM, 100),
]


def groups(candidates: list[Article]) -> set[frozenset[str]]:
    members = cluster_articles(candidates, ENCODER, THRESHOLD, 36)
    return {
        frozenset(m.article_id for m in members if m.group == g) for g in {m.group for m in members}
    }


def test_similarity_siblings_and_time_make_stories_whatever_the_order() -> None:
    expected = {frozenset("ab"), frozenset("cd"), frozenset("e")}
    assert groups(CANDIDATES) == expected
    assert groups(CANDIDATES[::-1]) == expected
    reasons = {m.article_id: m.reason for m in cluster_articles(CANDIDATES, ENCODER, THRESHOLD, 36)}
    assert reasons == {"a": "first", "b": "similar", "c": "first", "d": "sibling", "e": "first"}


def test_a_story_keeps_its_name_when_an_earlier_article_arrives_late() -> None:
    (first,), changes = name([["b", "c"]], {})
    assert changes == []
    assert name([["a", "b", "c"]], {"b": first, "c": first}) == ([first], [])


def test_merges_and_splits_are_reported() -> None:
    known = {"a": "one", "b": "one", "c": "two"}
    ids, changes = name([["a", "b", "c"]], known)
    assert (ids, changes) == (["one"], [Change("merged", "one", "two", ("c",))])
    ids, changes = name([["a", "b"], ["x", "c"]], {"a": "one", "b": "one", "c": "one"})
    assert ids[0] == "one"
    assert changes == [Change("split", "one", ids[1], ("c",))]


def test_a_story_that_goes_on_without_its_first_article_does_not_share_its_name_with_it() -> None:
    (story,), _ = name([["a", "b", "c", "d"]], {})
    ids, changes = name([["a"], ["b", "c", "d"]], dict.fromkeys("abcd", story))
    assert ids[1] == story
    assert ids[0] != story
    assert changes == [Change("split", story, ids[0], ("a",))]
    again, _ = name([["a"], ["b", "c", "d"]], {"a": ids[0], "b": story, "c": story, "d": story})
    assert again == ids


@given(
    st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=5, unique=True), max_size=8),
    st.dictionaries(st.integers(0, 30), st.sampled_from("pqrs")),
)
def test_every_cluster_has_a_name_of_its_own(drawn: list[list[int]], known: dict[int, str]) -> None:
    seen: set[int] = set()
    clusters = [[str(n) for n in cluster if not (n in seen or seen.add(n))] for cluster in drawn]
    clusters = [cluster for cluster in clusters if cluster]
    ids, _ = name(clusters, {str(article): story for article, story in known.items()})
    assert len(set(ids)) == len(clusters)


def test_a_wire_copy_is_known_by_its_text_whoever_prints_it_and_a_translation_is_not_one() -> None:
    text = (
        "Storm leaves 380 settlements without power in three regions, the "
        "energy ministry said on Wednesday morning. " * 3,
    )
    wire, copy, other = (
        replace(candidate(n, STORM, h), paragraphs=text)
        for n, h in (("wire", 0), ("copy", 1), ("other", 2))
    )
    own = replace(
        candidate("own", STORM, 3),
        paragraphs=(
            "A storm cut power to hundreds of villages, and crews are at work to restore it today.",
        ),
    )
    found = copies([(wire, "en"), (copy, "en"), (other, "uk"), (own, "en")])
    assert found == {"copy": "wire"}


def test_names_tell_two_alike_events_apart() -> None:
    quakes = [
        replace(candidate(n, title, h), paragraphs=(body,))
        for n, h, title, body in (
            (
                "a",
                0,
                "Earthquake hits the town of Novolyman, 12 dead",
                "Rescuers in Novolyman search for survivors, governor Sirko said.",
            ),
            (
                "b",
                1,
                "Землетрус у місті Новолиман: 12 загиблих",
                "Рятувальники в Новолимані шукають тих, хто вижив, сказав губернатор Сірко.",
            ),
            (
                "c",
                2,
                "Earthquake hits the town of Ostrohrad, 40 dead",
                "Rescuers in Ostrohrad search for survivors, mayor Hrytsenko said.",
            ),
        )
    ]
    assert groups(quakes) == {frozenset("ab"), frozenset("c")}


def test_thousands_of_articles_are_linked_without_a_table_of_all_pairs() -> None:
    many = [
        candidate(f"x{n:04}", f"Council of Town{n:04} repairs bridge number {n}", n % 24)
        for n in range(1200)
    ]
    assert sum(len(group) for group in groups(many)) == 1200


@given(st.permutations(CANDIDATES))
@settings(max_examples=5, deadline=None)
def test_the_order_of_arrival_does_not_matter(arrived: list[Article]) -> None:
    assert cluster_articles(arrived, ENCODER, THRESHOLD, 36) == cluster_articles(
        CANDIDATES, ENCODER, THRESHOLD, 36
    )


def test_groups_grow_by_their_two_most_probable_pairs_and_what_a_person_decided_counts_more() -> (
    None
):
    table = np.full((4, 4), 0.1)
    for one, other, p in ((0, 1, 0.95), (1, 2, 0.9), (0, 2, 0.8), (2, 3, 0.85)):
        table[one, other] = table[other, one] = p
    assert linked(table, 0.82) == [[0, 1, 2], [3]]
    assert linked(table, 0.82, joined=[(0, 3)]) == [[0, 1, 2, 3]]
    assert linked(table, 0.82, apart=[(0, 1)]) == [[0], [1, 2], [3]]


def test_a_rare_name_tells_an_event_and_one_of_all_articles_a_topic() -> None:
    rarity = Rarity({"": 1000, "rare": 3, "common": 400}, {"": 400, "older": 200})
    assert rarity.of_name("rare") > 5
    assert rarity.of_name("common") < 1.5
    assert rarity.of_name("older") < rarity.of_name("unheard of")


def test_an_index_finds_the_neighbours_that_all_pairs_give() -> None:
    rng = np.random.default_rng(1)
    vectors = np.repeat(rng.normal(size=(300, 32)), 5, axis=0) + rng.normal(size=(1500, 32)) / 4
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    hours = np.sort(rng.uniform(0, 30, 1500))
    exact, _ = neighbours.nearest(unit, hours, 36, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "LIMITS", replace(neighbours.LIMITS, exact=100))
        found, cosines = neighbours.nearest(unit, hours, 36, 4)
        again, _ = neighbours.nearest(unit, hours, 36, 4)
    assert (found == again).all()
    assert np.mean([set(a) == set(b) for a, b in zip(exact, found, strict=True)]) > 0.95
    assert (cosines[:, 0] >= cosines[:, 3]).all()


def test_articles_a_window_apart_are_no_neighbours_and_one_without_a_time_is_of_all() -> None:
    vectors = np.ones((4, 4), dtype=np.float16) / 2
    found, _ = neighbours.nearest(vectors, np.array([0.0, 30.0, 60.0, np.nan]), 36, 3)
    assert [sorted({*row.tolist()} - {neighbours.NOBODY}) for row in found] == [
        [1, 3],
        [0, 2, 3],
        [1, 3],
        [0, 1, 2],
    ]
