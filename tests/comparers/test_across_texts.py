"""Figures of two whole texts of which no linked sentences hold both. All sentences are ours."""

from datetime import UTC, datetime

import pytest

from parallax.comparers.annotate import Found
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers import Quantity, extract
from parallax.comparers.numbers.comparison.across_texts import across, by_frame
from parallax.comparers.story import compare_story
from parallax.core.settings import Settings
from parallax.lake.rows import LinkRow

NOON = datetime(2024, 4, 5, 12, tzinfo=UTC)
Text = tuple[str, list[str]]


def sentences(text: Text) -> list[list[Quantity]]:
    return [extract(sentence, text[0]) for sentence in text[1]]


def compared(one: Text, other: Text) -> list[str]:
    found = across(by_frame(sentences(one)), by_frame(sentences(other)))
    return [
        f"{c.verdict} {c.confidence}: {c.left.surface} / {c.right.surface}"
        for c in found
        if c.left and c.right
    ]


def test_what_words_tell_to_be_one_figure_is_compared_without_a_link() -> None:
    turnout = (
        ("en", ["Polls closed at eight.", "Turnout was 44 %."]),
        ("uk", ["Явка становила 55 %."]),
    )
    assert compared(*turnout) == ["conflict medium: 44 % / 55 %"]
    schools = ("ru", ["Повреждены 12 школ."]), ("en", ["The storm damaged 12 schools."])
    assert compared(*schools) == ["equal high: 12 / 12"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", ["12 people were killed."]), ("uk", ["Поранено 15 людей."])),
        (("en", ["12 people were killed."]), ("ru", ["Погибли 15 детей."])),
        (("en", ["In Odesa 12 people died."]), ("uk", ["У Харкові загинули 15 людей."])),
        (("en", ["There are 12 people on the list."]), ("ru", ["В списке 15 человек."])),
        (
            ("en", ["The storm damaged 12 schools."]),
            ("uk", ["Пошкоджено 11 шкіл.", "Усього пошкоджено 12 шкіл."]),
        ),
    ],
    ids=["other act", "other people", "other town", "no act", "one text gives both"],
)
def test_nothing_is_said_where_words_differ_or_are_not_read(one: Text, other: Text) -> None:
    assert compared(one, other) == []


def test_a_text_stands_at_what_it_says_first_or_what_it_has_risen_to() -> None:
    recalled = ("en", ["The strike killed 12 people.", "A strike in spring killed 90 people."])
    assert compared(recalled, ("ru", ["Погибли 14 человек."])) == ["conflict medium: 12 / 14"]
    risen = ("uk", ["Загинули 12 людей.", "Згодом кількість загиблих зросла до 16."])
    assert compared(risen, ("ru", ["Погибли 14 человек."])) == ["conflict medium: 16 / 14"]


def test_adults_and_children_are_the_people() -> None:
    parts = ("ru", ["Погибли 12 взрослых и 2 ребенка."])
    assert not [c for c in compared(parts, ("en", ["It killed 14 people."])) if "conflict" in c]


def link(revision: str) -> LinkRow:
    return {
        "link_id": revision,
        "story_id": "s",
        "kind": "only",
        "score": None,
        "p": None,
        "members": [{"revision_id": revision, "edition": revision, "sentences": [0]}],
        "made_of": "",
        "day": "2024-04-05",
    }


def test_a_row_of_whole_texts_has_no_link_and_says_so() -> None:
    texts = {
        "a": "Three schools are shut. The storm damaged 12 schools.",
        "b": "It damaged 19 schools.",
    }
    found = Found({(name, 0): extract(text, "en") for name, text in texts.items()})
    revisions = [
        {"revision_id": n, "article_id": n, "edition": n, "published": NOON, "modified": None}
        for n in texts
    ]
    timeline = Timeline(revisions, found.quantities, Settings())
    (row,) = compare_story(
        [link("a"), link("b")], [], ["a", "b"], found, timeline, Settings(), None
    ).numbers
    assert (row["verdict"], row["confidence"], row["link_id"]) == ("conflict", "medium", None)
    assert row["why"].endswith("in sentences that no link joins")
