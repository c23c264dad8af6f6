"""What no file can hold does not end the library either, and its offsets stay valid."""

import pytest

import parallax

HALF = "12 людей загинули \ud83d, повідомили\x00 5 березня."


@pytest.mark.parametrize(
    "character", [chr(0xD83D), chr(0xDC80), "\x00", "\x1b", "\ufffe", "\uffff"]
)
def test_sentences_and_numbers_are_read(character: str) -> None:
    text = f"12 людей{character} загинули. 5 березня."
    sentences = parallax.split(text)
    assert sentences[0].surface == "12 людей\ufffd загинули."
    found = parallax.numbers(text, "uk")
    assert text[found[0].start : found[0].end] == found[0].surface
    found._repr_html_().encode("utf-8")


def test_wording_is_compared() -> None:
    made = parallax.compare_framing(HALF, "12 people died \udc00 on 5 March.")
    made._repr_html_().encode("utf-8")


@pytest.mark.model
def test_texts_are_aligned() -> None:
    made = parallax.align([HALF, "Усе."], ["12 people died \udc00 on 5 March.", "All."])
    assert made.left.text.startswith("12 людей загинули \ufffd")
    made._repr_html_().encode("utf-8")
