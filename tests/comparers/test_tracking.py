"""Figures over time: what times explain, what they do not, and what an edit changed. All sentences
are ours.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from parallax.comparers.numbers import extract
from parallax.comparers.numbers.comparison.timeline import Mention, edits, follow, timelines
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, FIGURE_CHANGES, FIGURES, QUANTITIES, REVISIONS

NOON = datetime(2024, 4, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def mention(name: str, text: str, language: str, hours: float | None) -> Mention:
    quantity = extract(text, language)[0]
    return Mention(name, name, None if hours is None else NOON + hours * HOUR, quantity)


def changes(*mentions: Mention) -> list[str]:
    return [point.change for point in follow(mentions, HOUR)]


def test_a_toll_that_rises_is_an_update_and_one_that_falls_a_conflict() -> None:
    first = mention("a", "Загинули 12 людей.", "uk", 0)
    assert changes(first, mention("b", "Twelve people were killed.", "en", 1)) == ["first", "same"]
    assert changes(first, mention("b", "Fifteen people were killed.", "en", 3)) == [
        "first",
        "update",
    ]
    assert changes(first, mention("b", "Погибли 9 человек.", "ru", 3)) == ["first", "conflict"]


def test_times_explain_nothing_when_they_are_close_or_unknown_or_the_figure_need_not_grow() -> None:
    first = mention("a", "Загинули 12 людей.", "uk", 0)
    assert changes(first, mention("b", "Погибли 15 человек.", "ru", 0.5)) == ["first", "conflict"]
    assert changes(first, mention("b", "Погибли 15 человек.", "ru", None)) == ["first", "conflict"]
    price = mention("a", "Ціна 52 гривні.", "uk", 0)
    assert changes(price, mention("b", "The price is 57 hryvnias.", "en", 5)) == [
        "first",
        "conflict",
    ]


def test_mentions_that_pairs_join_are_one_figure_in_order_of_time() -> None:
    known = {
        m.quantity_id: m
        for m in (
            mention("late", "Погибли 5 человек.", "ru", 4),
            mention("early", "Загинули троє людей.", "uk", 0),
            mention("middle", "Five people died.", "en", 2),
            mention("other", "12 ранены.", "ru", 1),
            mention("too", "12 wounded.", "en", 2),
        )
    }
    found = timelines(known, [("late", "middle"), ("early", "middle"), ("other", "too")])
    assert [[m.quantity_id for m in group] for group in found] == [
        ["early", "middle", "late"],
        ["other", "too"],
    ]


def test_an_edit_changes_adds_and_removes_figures() -> None:
    old = extract("Загинули троє людей, 12 поранені. Збитки — 3 млн гривень.", "uk")
    new = extract("Загинули п’ятеро людей, 12 поранені. Пошкоджено 14 будинків.", "uk")
    found = {
        (
            edit.change,
            edit.old.surface if edit.old else None,
            edit.new.surface if edit.new else None,
        )
        for edit in edits(old, new)
    }
    assert found == {
        ("changed", "троє", "п’ятеро"),
        ("removed", "3 млн гривень", None),
        ("added", None, "14"),
    }


def test_the_sample_world_has_a_toll_that_was_edited_and_an_update(sample_lake: Lake) -> None:
    surfaces = {
        row["quantity_id"]: row["surface"]
        for row in sample_lake.read(QUANTITIES).iter_rows(named=True)
    }
    (edit,) = sample_lake.read(FIGURE_CHANGES).to_dicts()
    assert (edit["change"], surfaces[edit["old_quantity"]], surfaces[edit["new_quantity"]]) == (
        "changed",
        "троє",
        "п’ятеро",
    )
    assert {edit["old_revision"], edit["new_revision"]} <= set(
        sample_lake.read(REVISIONS)["revision_id"]
    )
    updates = sample_lake.read(FIGURES).filter(pl.col("change") == "update").to_dicts()
    assert {(row["edition"], surfaces[row["quantity_id"]]) for row in updates} == {
        ("harbour-en", "15")
    }
    assert set(sample_lake.read(FIGURES)["edition"]) <= set(sample_lake.read(ARTICLES)["edition"])
