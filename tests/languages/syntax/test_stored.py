"""Parses are made once, stored by sentence and parser, and depend on their sentence alone."""

import polars as pl
import pytest

from parallax.core.notices import Notice
from parallax.languages.syntax.packed import packed, unpacked
from parallax.languages.syntax.parsed import ROOT, Parse, SyntaxToken
from parallax.languages.syntax.parser import missing
from parallax.languages.syntax.stored import StoredParser, fingerprint

pytestmark = pytest.mark.slow(6)
SENTENCES = {
    "uk": [
        "Міністр заявив, що склад згорів уночі.",
        "Рятувальники повідомили про двох поранених.",
        "За словами мера, школу відновлять до осені, а міст – наступного року.",
        "Хто?",
    ],
    "ru": [
        "Министр заявил, что склад сгорел ночью.",
        "Спасатели сообщили о двух раненых.",
        "По словам мэра, школу восстановят к осени, а мост – в следующем году.",
        "Кто?",
    ],
    "en": [
        "The minister said the warehouse burned down at night.",
        "Rescuers reported two wounded.",
        "According to the mayor, the school will be rebuilt by autumn, and the bridge next year.",
        "Who?",
    ],
}


@pytest.fixture(params=["uk", "ru", "en"])
def language(request):
    if reason := missing(request.param):
        pytest.skip(reason)
    return request.param


def test_what_is_stored_is_not_parsed_again(language, tmp_path):
    sentences = [(language, text) for text in [*SENTENCES[language], "", SENTENCES[language][0]]]
    first = StoredParser(tmp_path)
    made, notices = first.parses(sentences)
    assert (first.parsed, notices) == (5, [])
    second = StoredParser(tmp_path)
    assert second.parses(sentences[::-1])[0] == made
    assert second.parsed == 0


def test_a_parse_is_the_same_whatever_else_is_parsed(language):
    together, _ = StoredParser().parses((language, text + " ") for text in SENTENCES[language])
    for (_, text), parsed in together.items():
        alone, _ = StoredParser().parses([(language, text.strip())])
        assert alone[language, text.strip()].tokens == parsed.tokens


def test_another_parser_has_parses_of_its_own(language, tmp_path):
    sentences = [(language, SENTENCES[language][0])]
    StoredParser(tmp_path).parses(sentences)
    (tmp_path / fingerprint(language)).rename(tmp_path / "of an earlier parser")
    again = StoredParser(tmp_path)
    again.parses(sentences)
    assert again.parsed == 1


@pytest.mark.parametrize("keep", [0, 40, -30])
def test_a_torn_file_is_written_again(language, keep, tmp_path):
    sentences = [(language, text) for text in SENTENCES[language]]
    made, _ = StoredParser(tmp_path).parses(sentences)
    (file,) = tmp_path.rglob("*.parquet")
    whole = file.read_bytes()
    file.write_bytes(whole[:keep])
    again = StoredParser(tmp_path)
    assert again.parses(sentences)[0] == made
    assert again.parsed == len(sentences)
    assert file.read_bytes() == whole


def test_a_language_without_a_parser_is_one_notice():
    made, notices = StoredParser().parses([("de", "Ja."), ("de", "Nein.")])
    assert made == {}
    assert notices == [
        Notice.warning("syntax:de", "not parsed", "there is no parser of the language 'de'")
    ]


def token(start, surface, head, relation="dep", confidence=0.123):
    return SyntaxToken(
        start, start + len(surface), surface, "en", "", head, relation, confidence,
        (("Case", "Nom"), ("Number", "Sing")) if head == ROOT else (),
    )  # fmt: skip


def test_a_parse_comes_back_from_its_row():
    whole = Parse("We  go.", "en", (token(0, "We", 1, "nsubj:pass"), token(4, "go", ROOT, "root")))
    empty = Parse("", "en")
    rows = pl.DataFrame(packed([whole, empty]))
    assert list(unpacked(rows, [whole.text, ""], "en")) == [whole, empty]


@pytest.mark.parametrize("heads", [[1, 0], [ROOT, ROOT], [1, 5], [ROOT], [1, 1]])
def test_a_row_that_is_no_tree_of_the_sentence_is_left_out(heads):
    whole = Parse("We go", "en", (token(0, "We", 1), token(3, "go", ROOT)))
    rows = pl.DataFrame(packed([whole])).with_columns(
        pl.Series("heads", [heads], dtype=pl.List(pl.Int32))
    )
    assert list(unpacked(rows, ["We go"], "en")) == []
