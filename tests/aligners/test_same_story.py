"""Texts that surely report one story are aligned whatever they have in common."""

from typing import Any

from parallax.aligners.same_story import Belonging, belongings
from parallax.aligners.texts import Text, align_texts
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder

COUNCIL = (
    "The council will close two schools in March.",
    "Parents learnt of it from a notice on the door.",
    "A new bus line is planned for the northern district.",
    "The library has bought nine hundred books.",
    "Snow is expected on Friday.",
    "The museum shows maps of the old harbour.",
    "A baker won the city's chess tournament.",
)
TEACHERS = (
    "У березні міська рада закриє дві школи.",
    "Учителі шукають роботу в сусідніх селищах.",
    "Профспілка готує звернення до міністра.",
    "Останній ремонт там був сорок років тому.",
    "На подвір'ї ростуть старі каштани.",
    "Директорка відмовилася говорити з пресою.",
    "Спортивну залу орендує танцювальний гурток.",
)


def member(article: str, reason: str, score: float = 1.0, names: str = "") -> dict[str, Any]:
    return {
        "story_id": "s",
        "article_id": article,
        "url": f"https://x.example/{article}",
        "siblings": [f"https://x.example/{name}" for name in names],
        "reason": reason,
        "score": score,
    }


def shared(member: bool, kin: tuple[str, str] = ("", "")) -> list[tuple[int, ...]]:
    """Return the sentences of the first text that have a partner."""
    texts = [
        Text("en", "en", tuple(range(7)), COUNCIL, member=member, kin=kin[0]),
        Text("uk", "uk", tuple(range(7)), TEACHERS, member=member, kin=kin[1]),
    ]
    beads = align_texts(texts, SentenceEncoder(), Settings()).pairs["en", "uk"].beads
    return [bead.left for bead in beads if bead.left and bead.right]


def test_one_common_sentence_is_too_little_for_any_two_texts_and_enough_for_one_story() -> None:
    assert shared(member=False) == []
    assert shared(member=True) == [(0,)]
    assert shared(member=False, kin=("a", "b")) == []
    assert shared(member=False, kin=("a", "a")) == [(0,)]


def test_a_story_that_a_person_put_together_has_only_sure_members() -> None:
    found = belongings([member("a", "declared"), member("b", "declared")])
    assert found == {("s", "a"): Belonging(True, ""), ("s", "b"): Belonging(True, "")}


def test_an_article_that_only_resembles_a_story_must_be_like_enough() -> None:
    rows = [member("a", "first"), member("b", "similar", 0.9), member("c", "similar", 0.43)]
    found = {article: sure for (_, article), (sure, _) in belongings(rows).items()}
    assert found == {"a": True, "b": True, "c": False}


def test_editions_of_one_article_belong_to_a_story_as_surely_as_the_surest_of_them() -> None:
    """One page need only name the other."""
    rows = [
        member("a", "first"),
        member("b", "similar", 0.43),
        member("c", "sibling", names="b"),
        member("d", "sibling", names="a"),
    ]
    assert belongings(rows) == {
        ("s", "a"): Belonging(True, "a"),
        ("s", "b"): Belonging(False, "b"),
        ("s", "c"): Belonging(False, "b"),
        ("s", "d"): Belonging(True, "a"),
    }
