"""Beads of N texts into links."""

from itertools import combinations, pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from parallax.aligners.beads.bead import Bead
from parallax.aligners.links import Link, Node, link, of_beads
from parallax.aligners.texts import Text, align_texts, boilerplate
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder


def bead(left: tuple[int, ...], right: tuple[int, ...], p: float) -> Bead:
    return Bead(left, right, 0.5, p)


def linked(
    found: list[tuple[str, str, Bead]],
    sentences: dict[str, list[int]],
    more: dict[tuple[Node, Node], float] | None = None,
) -> list[Link]:
    """Return the links of beads, with what is known of other sentences than theirs."""
    known = of_beads(found)
    others = {frozenset(pair): p for pair, p in (more or {}).items()}
    return link(
        found,
        sentences,
        lambda one, other: max(known(one, other), others.get(frozenset((one, other)), 0.0)),
    )


def shown(links: list[Link]) -> set[tuple[tuple[tuple[str, tuple[int, ...]], ...], str]]:
    return {(tuple(sorted(one.members.items())), one.kind) for one in links}


def test_beads_of_three_texts_become_one_link_and_a_sentence_without_one_is_alone() -> None:
    found = [
        ("a", "b", bead((0,), (0,), 0.9)),
        ("b", "c", bead((0,), (0,), 0.8)),
        ("a", "c", bead((0,), (0,), 0.7)),
        ("a", "c", bead((1,), (), 0.1)),
    ]
    links = linked(found, {"a": [0, 1], "b": [0], "c": [0]})
    assert shown(links) == {
        ((("a", (0,)), ("b", (0,)), ("c", (0,))), "shared"),
        ((("a", (1,)),), "only"),
    }
    assert [one.p for one in links] == [0.7, None]


def test_a_sentence_that_merges_two_joins_their_links() -> None:
    found = [("a", "b", bead((0,), (0,), 0.9)), ("a", "b", bead((1,), (1,), 0.9))]
    found += [("a", "c", bead((0, 1), (0,), 0.7)), ("b", "c", bead((0, 1), (0,), 0.7))]
    assert [x.members for x in linked(found, {"a": [0, 1], "b": [0, 1], "c": [0]})] == [
        {"a": (0, 1), "b": (0, 1), "c": (0,)}
    ]


def test_a_missing_third_edge_is_accepted_if_it_is_not_unlikely() -> None:
    found = [("a", "b", bead((0,), (0,), 0.95)), ("b", "c", bead((0,), (0,), 0.9))]
    sentences = {"a": [0], "b": [0], "c": [0]}
    third = (("a", 0), ("c", 0))
    assert [x.kind for x in linked(found, sentences, {third: 0.1})] == ["shared"]
    for unlikely in (0.0, 0.005):
        assert shown(linked(found, sentences, {third: unlikely})) == {
            ((("a", (0,)), ("b", (0,))), "pair"),
            ((("b", (0,)), ("c", (0,))), "pair"),
        }


def test_each_sentence_must_fit_the_centre_and_not_only_a_neighbour() -> None:
    """A chain of texts drifts: the last one has little in common with the first."""
    names = "abcdef"
    found = [(one, other, bead((0,), (0,), 0.9)) for one, other in pairwise(names)]
    others = {((one, 0), (other, 0)): 0.15 for one, other in combinations(names, 2)}
    links = linked(found, {name: [0] for name in names}, others)
    assert max(len(one.members) for one in links) < len(names)
    like = dict.fromkeys(others, 0.6)
    assert [len(one.members) for one in linked(found, {name: [0] for name in names}, like)] == [6]


def test_a_bead_that_fits_no_link_is_a_link_of_its_own() -> None:
    """Sentence 0 of b says what a says, and beside it what c says."""
    found = [("a", "b", bead((0,), (0,), 0.9)), ("b", "c", bead((0, 1), (0,), 0.83))]
    assert shown(linked(found, {"a": [0], "b": [0, 1], "c": [0]})) == {
        ((("a", (0,)), ("b", (0,))), "pair"),
        ((("b", (0, 1)), ("c", (0,))), "pair"),
    }


def test_a_bead_that_links_hold_sentence_by_sentence_adds_none() -> None:
    found = [
        *(("a", "b", bead((i,), (i,), 0.98)) for i in (0, 1)),
        *(("b", "c", bead((i,), (i,), 0.98)) for i in (0, 1)),
        ("a", "c", bead((0, 1), (0, 1), 0.65)),
    ]
    names = ("a", "b", "c")
    assert shown(linked(found, {name: [0, 1] for name in names})) == {
        (tuple((name, (i,)) for name in names), "shared") for i in (0, 1)
    }


@given(st.data())
def test_no_bead_is_lost_and_no_sentence(data: st.DataObject) -> None:
    names, places = ("a", "b", "c", "d"), st.integers(0, 3)
    sides = st.lists(places, min_size=1, max_size=3, unique=True).map(lambda s: tuple(sorted(s)))
    pairs = st.sampled_from(list(combinations(names, 2)))
    beads = st.builds(bead, sides, sides, st.floats(0.4, 1))
    found = [(*data.draw(pairs), data.draw(beads)) for _ in range(data.draw(st.integers(0, 12)))]
    links = linked(found, {name: [0, 1, 2, 3] for name in names})
    for left, right, one in found:
        of_both = [made.members for made in links if {left, right} <= made.members.keys()]
        for name, side in ((left, one.left), (right, one.right)):
            assert {i for members in of_both for i in members[name]} >= set(side)
    told = {(name, i) for made in links for name, part in made.members.items() for i in part}
    assert told == {(name, i) for name in names for i in range(4)}
    alone = {next(iter(made.members.items())) for made in links if made.kind == "only"}
    linked_too = {
        (name, (i,))
        for made in links
        if made.kind != "only"
        for name, part in made.members.items()
        for i in part
    }
    assert not alone & linked_too


def test_three_languages_at_once() -> None:
    texts = [
        Text(
            "en",
            "en",
            (0, 2),
            (
                "Schools will stay closed until Monday.",
                "The mayor thanked the doctors of the city hospital.",
            ),
        ),
        Text(
            "uk",
            "uk",
            (0, 1),
            (
                "Міський голова подякував лікарям міської лікарні.",
                "Школи будуть зачинені до понеділка.",
            ),
        ),
        Text(
            "ru",
            "ru",
            (4, 5),
            ("Школы будут закрыты до понедельника.", "На следующей неделе ожидают морозы."),
        ),
    ]
    made = align_texts(texts, SentenceEncoder(), Settings())
    assert {tuple(sorted(x.members.items())) for x in made.links} == {
        (("en", (0,)), ("ru", (4,)), ("uk", (1,))),
        (("en", (2,)), ("uk", (0,))),
        (("ru", (5,)),),
    }


def test_sentences_an_edition_repeats_are_boilerplate() -> None:
    articles = pl.DataFrame({"article_id": ["1", "2", "3", "4"], "edition": ["a", "a", "a", "b"]})
    revisions = pl.DataFrame(
        {"revision_id": ["r1", "r1b", "r2", "r3", "r4"], "article_id": ["1", "1", "2", "3", "4"]}
    )
    sentences = pl.DataFrame(
        {
            "revision_id": ["r1", "r1b", "r2", "r3", "r4", "r1", "r1b", "r2"],
            "surface": ["Read also"] * 5 + ["Said twice in one article and once in another."] * 3,
        }
    )
    assert boilerplate(sentences, revisions, articles, 3) == {"a": ["Read also"]}
    assert boilerplate(sentences, revisions, articles, 4) == {}
