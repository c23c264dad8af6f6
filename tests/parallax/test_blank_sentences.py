"""A sentence without a letter or a digit says nothing, and has no partner."""

import numpy as np
import pytest

import parallax


class Same:
    """An encoder to which all sentences are alike."""

    name = "same"

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 4), dtype=np.float32) / 2


def test_blank_sentences_have_null_beads_only() -> None:
    a, b = ["", "one", "\u200b"], ["  ", "* * *", "two"]
    made = parallax.align(a, b, encoder=Same(), languages="en", threshold=0.0)
    found = [(bead.left, bead.right) for bead in made.beads]
    assert found == [((1,), (2,)), ((0,), ()), ((2,), ()), ((), (0,)), ((), (1,))]


def test_blank_sentences_are_in_links_of_their_own() -> None:
    made = parallax.align_many({"a": ["", "one"], "b": ["two", ""]}, encoder=Same(), threshold=0.0)
    members = [link.members for link in made.links]
    assert {"a": (0,)} in members
    assert {"b": (1,)} in members


@pytest.mark.parametrize("text", ["\u200b", " \ufeff ", "* * *"])
def test_a_text_without_a_letter_or_digit_is_empty(text: str) -> None:
    with pytest.raises(parallax.InputError, match="the text is empty"):
        parallax.numbers(text)
    with pytest.raises(parallax.InputError, match="text 'b' is empty"):
        parallax.align(["one"], [text])
