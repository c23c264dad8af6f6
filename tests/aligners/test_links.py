"""Beads of N texts into links."""

import polars as pl

from parallax.aligners.beads.bead import Bead
from parallax.aligners.links import Node, link
from parallax.aligners.texts import Text, align_texts, boilerplate
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder


def bead(left: tuple[int, ...], right: tuple[int, ...], p: float) -> Bead:
    return Bead(left, right, 0.5, p)


def test_beads_of_three_texts_become_one_link_and_the_weakest_contradiction_is_left_out() -> None:
    found = [
        ("a", "b", bead((0,), (0,), 0.9)),
        ("b", "c", bead((0,), (0,), 0.8)),
        ("a", "c", bead((1,), (0,), 0.5)),
        ("a", "c", bead((2,), (), 0.1)),
    ]
    links = link(found, {"a": [0, 1, 2], "b": [0], "c": [0]})
    assert {(tuple(sorted(x.members.items())), x.kind, x.p) for x in links} == {
        ((("a", (0,)), ("b", (0,)), ("c", (0,))), "shared", 0.8),
        ((("a", (1,)),), "only", None),
        ((("a", (2,)),), "only", None),
    }


def test_a_sentence_that_merges_two_joins_their_links() -> None:
    found = [("a", "b", bead((0,), (0,), 0.9)), ("a", "b", bead((1,), (1,), 0.9))]
    found += [("a", "c", bead((0, 1), (0,), 0.7)), ("b", "c", bead((0, 1), (0,), 0.7))]
    assert [x.members for x in link(found, {"a": [0, 1], "b": [0, 1], "c": [0]})] == [
        {"a": (0, 1), "b": (0, 1), "c": (0,)}
    ]


def test_a_missing_third_edge_is_accepted_unless_its_sentences_are_unlike() -> None:
    found = [("a", "b", bead((0,), (0,), 0.9)), ("b", "c", bead((0,), (0,), 0.6))]
    sentences = {"a": [0], "b": [0], "c": [0]}

    def similarity(one: Node, other: Node) -> float:
        return 0.05 if {one[0], other[0]} == {"a", "c"} else 0.7

    assert [x.kind for x in link(found, sentences, similarity, 0.01)] == ["shared"]
    assert [sorted(x.members) for x in link(found, sentences, similarity, 0.1)] == [
        ["a", "b"],
        ["c"],
    ]


def test_three_languages_at_once() -> None:
    texts = [
        Text(
            "en",
            "en",
            (0, 2),
            ("Schools will stay closed until Monday.", "The mayor thanked the doctors."),
        ),
        Text(
            "uk",
            "uk",
            (0, 1),
            ("Міський голова подякував лікарям.", "Школи будуть зачинені до понеділка."),
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
