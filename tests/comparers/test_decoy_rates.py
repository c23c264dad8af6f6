"""The shipped table of decoy rates: its shape, what is looked up in it, and when it is outdated."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.comparers.confidence import Confidence
from parallax.comparers.decoy_rates import (
    ANY,
    COLUMNS,
    TENTATIVE,
    WORDING,
    DecoyRate,
    DecoyRates,
    kind_of_number,
    load,
    read,
    shipped,
    written,
)
from parallax.comparers.framing import codebook
from parallax.comparers.numbers import Verdict
from parallax.core.errors import InputError
from parallax.languages.detect import LANGUAGES

ROWS = list(load().rows.values())
SAYS = DecoyRate(WORDING, "attribution", "attribution.neutral.en:say", ANY, 100, 2, 10, 1,
                 0.02, 0.01, 0.05, 0.2, 0.1, 0.9)  # fmt: skip
TABLE = DecoyRates.made(
    load().signature,
    [
        SAYS,
        replace(SAYS, rule=ANY, rate=0.05),
        replace(SAYS, rule=ANY, languages="en-uk", rate=0.06),
        replace(SAYS, axis=ANY, rule=ANY, rate=0.15),
    ],
)


@pytest.mark.parametrize(
    ("axis", "rule", "one", "other", "rate"),
    [
        ("attribution", SAYS.rule, "en", "ru", 0.02),
        ("attribution", SAYS.rule, "uk", "en", 0.02),
        ("attribution", "attribution.neutral.en:murmur", "uk", "en", 0.06),
        ("attribution", "attribution.neutral.en:murmur", "ru", "en", 0.05),
        ("new_axis", "new_axis.rule", "ru", "en", 0.15),
    ],
)
def test_a_finding_has_the_rate_of_its_rule_else_of_its_axis_else_of_its_kind(
    axis: str, rule: str, one: str, other: str, rate: float
) -> None:
    found = TABLE.of(WORDING, axis, rule, one, other)
    assert found is not None
    assert found.rate == rate


def test_a_kind_that_is_not_in_the_table_has_no_rate() -> None:
    assert TABLE.of("conflict", "count", "number.conflict", "uk", "en") is None


@given(row=st.sampled_from(ROWS), pair=st.tuples(*[st.sampled_from(LANGUAGES)] * 2))
def test_the_order_of_the_languages_is_of_no_account(row: DecoyRate, pair: tuple[str, str]) -> None:
    one, other = pair
    asked = row.kind, row.axis, row.rule
    assert load().of(*asked, one, other) == load().of(*asked, other, one)
    assert load().of(*asked, one, other) is not None


def test_a_conflict_of_low_confidence_is_tentative() -> None:
    assert kind_of_number(Verdict.CONFLICT, Confidence.LOW) == TENTATIVE
    assert kind_of_number(Verdict.CONFLICT, Confidence.MEDIUM) == "conflict"
    assert kind_of_number(Verdict.OMITTED, Confidence.LOW) == "omitted"


def test_every_row_is_a_count_with_a_rate_inside_its_interval() -> None:
    for row in ROWS:
        assert 0 <= row.decoy_fired <= row.decoy_chances, row
        assert 0 <= row.target_fired <= row.target_chances, row
        assert 0 <= row.rate_low <= row.rate <= row.rate_high <= 1, row
        assert row.rate > 0, row
        shares = row.false_low, row.false_share, row.false_high
        assert None not in shares, row
        assert 0 <= (row.false_low or 0) <= (row.false_share or 0) <= (row.false_high or 0) <= 1, (
            row
        )


def test_the_shipped_table_is_written_the_way_it_is_read(tmp_path: Path) -> None:
    text = shipped().read_text("utf-8")
    assert written(read(shipped())) == text
    assert [name in text for name in COLUMNS] == [True] * len(COLUMNS)


def test_the_signature_says_what_the_table_was_counted_on() -> None:
    signature = load().signature
    assert {"date", "codebook", "words", "encoder", "decoys", "targets"} == set(signature)
    for file in (*signature["decoys"], *signature["targets"]):
        assert set(file) == {"name", "clusters", "pairs", "sha256"}
        assert len(file["sha256"]) == 64
        assert sum(file["pairs"].values()) >= file["clusters"] > 0


def test_a_table_of_another_codebook_or_other_word_lists_says_that_it_is_outdated() -> None:
    now = codebook.load().version
    older = replace(TABLE, signature={**TABLE.signature, "codebook": "framing-codebook 0.0.1"})
    assert "framing-codebook 0.0.1; the codebook is now" in str(older.outdated())
    reworded = replace(TABLE, signature={**TABLE.signature, "codebook": now, "words": "0" * 16})
    assert "other word lists" in str(reworded.outdated())


def test_a_table_that_is_not_outdated_has_the_axes_of_the_codebook() -> None:
    """An older table goes on answering and says that it is older: a rule that was changed has
    another name since, and gets the rate of its axis.
    """
    axes = {row.axis for row in ROWS if row.kind == WORDING and row.axis}
    known = codebook.load().axes
    measured = {n for n, axis in known.items() if axis.rule != "position" and not axis.experimental}
    assert measured <= axes <= known.keys() or load().outdated()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"signature": {}}', '{"signature": {}, "rates": [[1]]}']
)
def test_a_file_that_is_no_table_is_named(content: str, tmp_path: Path) -> None:
    file = tmp_path / "rates.json"
    file.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"rates.json is not a table of decoy rates"):
        read(file)
