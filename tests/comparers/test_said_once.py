"""A sentence that stands in two links is compared once with each other text."""

from parallax.comparers.said_once import numbers_once, wording_once
from parallax.lake.rows import FramingDifferenceRow, LinkRow, NumberDifferenceRow


def link(name: str, p: float) -> LinkRow:
    return {
        "link_id": name,
        "story_id": "s",
        "kind": "pair",
        "score": p,
        "p": p,
        "members": [],
        "made_of": "",
        "day": "2024-04-03",
    }


LINKS = [link("likely", 0.9), link("less", 0.6)]


def figures(of: str, verdict: str, left: list[str], right: list[str]) -> NumberDifferenceRow:
    return {
        "story_id": "s",
        "link_id": of,
        "left": "a",
        "right": "b",
        "day": "2024-04-03",
        "difference_id": f"{verdict}{left}{right}",
        "left_quantities": left,
        "right_quantities": right,
        "kind": "count",
        "verdict": verdict,
        "why": "",
        "rule": "",
        "confidence": "high",
    }


def wording(of: str, axis: str, left: list[str], right: list[str]) -> FramingDifferenceRow:
    return {
        "story_id": "s",
        "link_id": of,
        "left": "a",
        "right": "b",
        "day": "2024-04-03",
        "difference_id": f"{axis}{left}{right}",
        "axis": axis,
        "ref": None,
        "left_value": "claim",
        "right_value": "report",
        "left_markers": left,
        "right_markers": right,
        "rule": "",
        "method": "rule",
        "confidence": "high",
        "left_style": None,
        "right_style": None,
        "codebook": "",
    }


def test_a_pair_of_figures_in_two_links_is_one_finding_of_the_likelier() -> None:
    twice = [figures("less", "conflict", ["q"], ["r"]), figures("likely", "conflict", ["q"], ["r"])]
    assert numbers_once(twice, LINKS) == [twice[1]]


def test_a_figure_that_agrees_in_one_link_contradicts_and_misses_nothing_in_another() -> None:
    agreed = figures("less", "equal", ["q"], ["r"])
    others = [figures("likely", "conflict", ["q"], ["x"]), figures("likely", "omitted", ["q"], [])]
    assert numbers_once([*others, agreed], LINKS) == [agreed]
    assert numbers_once(others, LINKS) == others  # one link may say several things of a figure


def test_another_text_is_another_finding() -> None:
    one = figures("likely", "omitted", ["q"], [])
    other = {**figures("less", "omitted", ["q"], []), "right": "c"}
    assert numbers_once([one, other], LINKS) == [one, other]


def test_wording_is_told_once_for_each_axis_and_words_before_silence() -> None:
    silent = wording("likely", "attribution", ["m"], [])
    worded = wording("less", "attribution", ["m"], ["n"])
    elsewhere = wording("likely", "certainty", ["m"], [])
    assert wording_once([silent, worded, elsewhere], LINKS) == [worded, elsewhere]
