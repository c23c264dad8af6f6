"""The table of readers is total: every role in every language has one, with its reason."""

from importlib import resources
from itertools import product

from parallax.languages.detect import LANGUAGES
from parallax.languages.roles.readers import ASKED, decisions, is_parsed


def test_every_role_has_a_reader_and_a_measured_reason_in_every_language() -> None:
    assert {(one.role, one.language) for one in decisions()} == set(product(ASKED, LANGUAGES))
    assert len(decisions()) == len(ASKED) * len(LANGUAGES)
    for one in decisions():
        assert one.reader in {"parse", "rules"}, one
        assert any(letter.isdigit() for letter in one.why), one
        assert one.what, one


def test_the_code_that_reads_a_role_is_there() -> None:
    for one in decisions():
        for place in filter(None, one.read_by.split(", ")):
            package, _, file = place.partition("/")
            assert (resources.files(f"parallax.{package}") / file).is_file(), one


def test_the_parse_reads_nothing_of_a_language_without_one() -> None:
    assert not any(is_parsed(role, "de") for role in ASKED)
