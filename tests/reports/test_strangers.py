"""Pages that do not look like one story, and addresses on pages that are shared."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parallax.reports.addresses import shareable
from parallax.reports.compared import strangers
from parallax.reports.views import EditionView


def edition(name: str) -> EditionView:
    return EditionView(
        ord(name), name, name, name, "en", "T", None, "u", None, None, datetime.now(UTC), ""
    )


def beads(left: str, right: str, *probabilities: float) -> list[Any]:
    return [
        {"left": left, "right": right, "left_sentences": [n], "right_sentences": [n], "score": 0.5}
        | {"p": p}
        for n, p in enumerate(probabilities)
    ]


@pytest.mark.parametrize(
    ("joined", "groups"),
    [
        (beads("a", "b", 0.9, 0.8) + beads("c", "b", 0.7, 0.9), []),
        (beads("a", "b", 0.9, 0.8) + beads("b", "c", 0.76), ["ab", "c"]),
        (beads("a", "b", 0.9, 0.8) + beads("b", "c", 0.4, 0.3, 0.2), ["ab", "c"]),
        ([], ["a", "b", "c"]),
    ],
)
def test_texts_that_share_less_than_the_gate_asks_are_strangers(
    joined: list[Any], groups: list[str]
) -> None:
    found = strangers([edition(name) for name in "abc"], joined, dict.fromkeys("abc", 20))
    assert ["".join(e.edition for e in group) for group in found] == groups


def test_two_short_texts_need_one_sentence_alike() -> None:
    pair = [edition("a"), edition("b")]
    assert strangers(pair, beads("a", "b", 0.9), {"a": 4, "b": 30}) == []


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://paper.example/1", "https://paper.example/1"),
        ("file:///home/me/secret%20plan/law%20passed.html", "law passed.html"),
        ("file:///C:/Users/me/law.html", "law.html"),
        ("file:///C:%5CUsers%5Cme%5Claw.html", "law.html"),
    ],
)
def test_a_page_that_is_shared_shows_no_local_path(url: str, shown: str) -> None:
    assert shareable(url) == shown
