"""Articles into stories: similarity, siblings and time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parallax.aligners.stories.article import Article
from parallax.aligners.stories.clusters import cluster_articles
from parallax.aligners.stories.ids import Change, name
from parallax.aligners.stories.near_duplicates import copies
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
