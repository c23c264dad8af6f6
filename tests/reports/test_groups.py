"""Rows of differences that are one finding of a page."""

from typing import Any

from parallax.reports.groups import anchor_of, told_together


def row(link: str, axis: str, *words: str) -> dict[str, Any]:
    return {"link_id": link, "axis": axis, "words": list(words)}


def grouped(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return told_together(rows, lambda one: str(one["axis"]), lambda one: list(one["words"]))


def test_rows_of_one_link_on_one_axis_are_one_finding() -> None:
    rows = [row("1", "certainty", "a"), row("1", "agency", "a"), row("1", "certainty", "b")]
    assert grouped(rows) == [[rows[0], rows[2]], [rows[1]]]


def test_rows_of_several_links_that_share_words_are_one_finding() -> None:
    """The third names no word of the first, but one of the second."""
    rows = [row("1", "certainty", "a", "b"), row("2", "certainty", "b", "c")]
    rows += [row("3", "certainty", "c"), row("4", "certainty", "d")]
    assert grouped(rows) == [rows[:3], rows[3:]]


def test_a_finding_points_at_the_row_that_most_of_it_is_of() -> None:
    anchors = {"1": "row-1", "2": "row-2", "3": "row-3"}
    rows = [row("3", "x"), row("2", "x"), row("3", "x")]
    assert anchor_of(rows, anchors) == "row-3"
    assert anchor_of(rows[:2], anchors) == "row-2"
