"""The doors out: text of strangers stays text wherever it is written."""

import csv
import io
import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from parallax.core.escapes import csv_cell, markdown, terminal, visible, visible_spans

ANY_TEXT = st.text(st.characters(exclude_categories=()))
MARKUP = st.text(st.sampled_from("[]()<>!\\`*_#|~&;:/@.-+=$ \n\r\tawht1{}\"'"))
"""Texts of the characters that Markdown is made of."""

OURS = "https://parallax.example/stories/1.html"
HEADLINES = [
    r"Закон \](https://evil.example/login) [x",
    r"Закон \\](https://evil.example) [x",
    "](https://evil.example) [x",
    "![t](https://evil.example/beacon.png) [Sign in again](https://evil.example/login)",
    "[Sign in][1]\n\n[1]: https://evil.example",
    "<img src=https://evil.example/beacon.png>",
    '<a href="https://evil.example">Sign in</a>',
    "<https://evil.example/login>",
    "&lt;img src=https://evil.example&gt; &#60;a href=x&#62;",
    "a <!-- b --> <a href=https://evil.example>",
    "--> <a href=https://evil.example>",
    "a | b | ![c](https://evil.example)",
    "a\r\n\r\n# b\r\n![c](https://evil.example)",
    "a\u2028[b](https://evil.example)",
    "see https://evil.example/login",
    "see HTTPS://EVIL.EXAMPLE",
    "see www.evil.example now",
    "//evil.example/x",
    "mail me@evil.example",
    "xmpp:me@evil.example",
    "`<b>` ``` **b** _i_ ~~s~~ [^1]",
    "1. list",
    "- [ ] list",
    "# heading",
    "=====",
    "\\",
]


def rendered(source: str) -> lxml.html.HtmlElement:
    """Return Markdown as a renderer of tables and raw HTML, as that of Prefect's UI, shows it."""
    return lxml.html.fragment_fromstring(
        MarkdownIt("commonmark").enable("table").render(source), create_parent="div"
    )


def around(text: str) -> str:
    """Return Markdown that holds a text at every place where our artifacts hold one."""
    cell = markdown(text)
    return f"| a | b |\n|---|---|\n| {cell} | {cell} |\n\n- [{cell}](<{OURS}>)\n\nModels: {cell}\n"


def said(text: str) -> str:
    """Return a text as a page shows it: on one line, with the codes of what cannot be seen."""
    return " ".join(terminal(text).split())


@pytest.mark.parametrize("headline", HEADLINES)
def test_markdown_shows_a_headline_and_links_to_our_page_alone(headline: str) -> None:
    page = rendered(around(headline))
    assert page.xpath("//@href") == [OURS]
    assert not page.xpath("//img | //h1 | //h2 | //code | //em | //strong | //hr")
    assert [" ".join(cell.text_content().split()) for cell in page.xpath("//td")] == [
        said(headline)
    ] * 2


@pytest.mark.parametrize("headline", HEADLINES)
def test_no_renderer_finds_an_address_to_make_a_link_of(headline: str) -> None:
    # those of GitHub make links of bare addresses and mail, some after they have read references
    assert not re.search(r"://|//|www\.|\w@|\w&#64;", markdown(headline), re.IGNORECASE)


@given(ANY_TEXT | MARKUP)
def test_any_text_stays_text_in_markdown(text: str) -> None:
    page = rendered(around(text))
    assert page.xpath("//@href") == [OURS]
    assert not page.xpath("//img | //script | //h1 | //h2 | //code | //em | //hr | //pre")
    cells = page.xpath("//td")
    assert len(cells) == 2
    assert " ".join(cells[0].text_content().split()) == said(text)


@given(ANY_TEXT)
def test_what_a_terminal_obeys_is_shown_as_its_code(text: str) -> None:
    shown = terminal(text)
    assert not re.search(
        "[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown
    )
    assert shown.encode("utf-8").decode("utf-8") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "⟨U+001B⟩[31mred⟨U+001B⟩[0m"),
        ("\x1b]8;;https://evil.example\x07click\x1b]8;;\x07", None),
        ("\x9b2J", "⟨U+009B⟩2J"),
        ("a\rb", "a b"),
        ("a\x08b", "a⟨U+0008⟩b"),
        ("\u202edlog\u202c", "⟨U+202E⟩dlog⟨U+202C⟩"),
        ("a\u2066b", "a⟨U+2066⟩b"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
        ("\ufffe", "⟨U+FFFE⟩"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("❤\ufe0f 👨\u200d👩\u200d👧 #\ufe0f", "❤\ufe0f 👨\u200d👩\u200d👧 #\ufe0f"),
        ("а\ufe0f", "а⟨U+FE0F⟩"),
        ("Їжак — «так»", "Їжак — «так»"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, shown: str | None) -> None:
    assert "\x1b" not in terminal(text)
    assert shown is None or terminal(text) == shown


@given(ANY_TEXT)
def test_the_places_of_what_cannot_be_seen(text: str) -> None:
    made, at = "", 0
    for start, end, code in visible_spans(text):
        made, at = made + text[at:start] + code, end
    assert made + text[at:] == visible(text)


@given(ANY_TEXT)
def test_visible_text_goes_into_xml(text: str) -> None:
    element = etree.Element("title")
    element.text = visible(text)
    etree.fromstring(etree.tostring(element))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u200b=1", "\x00=1"],
)
def test_a_spreadsheet_finds_no_formula(text: str) -> None:
    assert csv_cell(text)[0] in "'⟨"


@given(ANY_TEXT)
def test_a_cell_of_csv_is_read_as_one_cell(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow([csv_cell(text), "next"])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)
    assert row == [csv_cell(text), "next"]
    assert file.getvalue().encode("utf-8")
