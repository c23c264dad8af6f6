"""The door for text: what no file can hold becomes U+FFFD, and every offset stays."""

import json

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parallax.core.clean_text import clean, clean_markup, clean_values

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Hypothesis leaves lone surrogates out unless it is asked for them."""

FORBIDDEN = [
    "\ud83d",  # the first half of an emoji, as JSON cut by length has it
    "\udfff",
    "\x00",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x1f",
    "\ufffe",
    "\uffff",
    "\udc80",  # a byte that was no UTF-8 on the command line
]


@pytest.mark.parametrize("character", FORBIDDEN)
def test_what_no_file_can_hold_is_replaced(character: str) -> None:
    assert clean(f"Іван{character}Франко") == "Іван\ufffdФранко"


@pytest.mark.parametrize(
    "text", ["", "Їжак", "a\tb\r\nc", "\x7f\x85", "\u202e", "\ufffd", "😀", "\U0001fffe", "\ue000"]
)
def test_all_other_text_is_unchanged(text: str) -> None:
    assert clean(text) == text


@given(ANY_TEXT)
def test_clean_text_goes_into_xml_json_and_utf_8_and_is_as_long(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert json.loads(json.dumps(cleaned, ensure_ascii=False).encode("utf-8")) == cleaned
    element = etree.Element("seg")
    element.text = cleaned
    # XML reads each end of a line as "\n"
    assert etree.fromstring(etree.tostring(element)).text in (cleaned or None, cleaned)


@pytest.mark.parametrize(
    "reference",
    [
        "&#xD83D;",
        "&#xd83d",
        "&#55357;",
        "&#x1B;",
        "&#27;",
        "&#0;",
        "&#x0;",
        "&#00000000027;",
        "&#xFFFE;",
        "&#65535;",
        "&#x110000;",
        f"&#{'9' * 5000};",
        f"&#x{'f' * 5000};",
    ],
)
def test_a_reference_does_not_bring_such_a_character_back(reference: str) -> None:
    page = lxml.html.document_fromstring(clean_markup(f"<p>Іван{reference} Франко</p>"))
    assert page.text_content() == "Іван\ufffd Франко"


@pytest.mark.parametrize(
    "reference", ["&amp;", "&#1111;", "&#x457;", "&#128512;", "&#x2014;", "&#10;"]
)
def test_references_to_characters_are_unchanged(reference: str) -> None:
    assert clean_markup(f"<p>{reference}</p>") == f"<p>{reference}</p>"


@given(st.lists(ANY_TEXT | st.integers(0, 0x120000).map(lambda n: f"&#{n};")).map("".join))
def test_no_page_has_such_a_character_once_it_is_parsed(markup: str) -> None:
    page = lxml.html.document_fromstring(f"<p>.{clean_markup(markup)}</p>")
    text = page.text_content()
    assert clean(text) == text


def test_every_text_in_a_value_of_json_is_cleaned() -> None:
    given = json.loads('{"a\\ud83d": ["\\ud83d", {"b": "\\u0000"}], "n": 1.5, "no": null}')
    assert clean_values(given) == {"a\ufffd": ["\ufffd", {"b": "\ufffd"}], "n": 1.5, "no": None}
