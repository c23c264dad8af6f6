"""Precision from judgements and recall from labels, on findings and labels made up here."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from benchmarks import story_labels
from benchmarks.finding_sets import name_of, together
from benchmarks.findings import (
    Scored,
    agreements,
    lost,
    range_of,
    row,
    rows,
    scored,
    weighted,
    wilson,
)
from benchmarks.label_scores import reports, score
from benchmarks.story_files import read_texts
from benchmarks.story_labels import Label, Said, StoryLabels, packed
from parallax.core.errors import InputError
from parallax.judging.claims import Claim, Judged, Place, text_name
from parallax.judging.finding import Finding, Kind
from parallax.lake.judgements import Verdict

DATA = Path(story_labels.HERE).parent


def finding(number: int, kind: Kind = Kind.WORDING, subject: str = "certainty") -> Finding:
    return Finding(
        (f"d{number}",), "s", "2024-01-01", "t", kind, subject, None, "r", "high", 0.8, "", "",
        (), "",
    )  # fmt: skip


def claim(number: int, kind: str = "wording", subject: str = "certainty") -> Claim:
    """A claim about words of a text of its own, against a text that says nothing of it."""
    one = Place(f"text {number}", "a-en", "en", 0, "hedged", ((0, 5),))
    return Claim(kind, subject, (one, Place("other", "b-uk", "uk", 1, "plain", ())))


def judged(number: int, verdict: Verdict, who: str = "ann", when: str = "2026-01-01") -> Judged:
    return Judged(claim(number), "s", "r", "high", 0.8, verdict.value, None, who, when)


def test_findings_get_the_verdict_on_their_claim_and_the_first_counts() -> None:
    verdicts = [judged(1, Verdict.FALSE), judged(1, Verdict.TRUE, "bob")]
    some = scored([(finding(1), claim(1)), (finding(2), claim(2))], verdicts)
    assert [one.verdict for one in some] == [Verdict.FALSE, None]


def test_what_was_right_and_is_not_found_any_more_is_named() -> None:
    right, wrong = judged(1, Verdict.TRUE), judged(2, Verdict.FALSE)
    assert lost([claim(3)], [right, wrong]) == [right]
    assert lost([claim(1)], [right, wrong]) == []


def test_trivial_ones_are_right_but_not_useful_and_near_ones_are_neither() -> None:
    verdicts = (Verdict.TRUE, Verdict.NOT_INTERESTING, Verdict.NEAR, Verdict.FALSE)
    some = [Scored(finding(n), claim(n), verdict, None) for n, verdict in enumerate(verdicts)]
    made = row("all", [*some, Scored(finding(9), claim(9), None, None)])
    assert (made.shown, made.judged) == (5, 4)
    assert made.right is not None
    assert made.useful is not None
    assert (made.right.value, made.useful.value) == (0.5, 0.25)


def test_a_share_over_strata_weighs_each_by_what_it_shows() -> None:
    # 2 of 2 right of an axis shown twice, 0 of 2 of one shown 18 times: .1, not .5
    rare = [Scored(finding(n), claim(n), Verdict.TRUE, None) for n in range(2)]
    often = [
        Scored(finding(n, subject="sourcing"), claim(n), Verdict.FALSE if n < 12 else None, None)
        for n in range(10, 28)
    ]
    share = weighted([*rare, *often], lambda one: one.verdict is Verdict.TRUE)
    assert share is not None
    assert share.value == pytest.approx(0.1)
    assert share.low <= 0.1 <= share.high


def test_nothing_judged_gives_no_share() -> None:
    assert weighted([Scored(finding(1), claim(1), None, None)], lambda _: True) is None


@given(st.integers(0, 40), st.integers(1, 40))
def test_wilson_s_interval_holds_the_share(count: int, more: int) -> None:
    share = wilson(count / (count + more), count + more)
    assert 0 <= share.low <= share.value <= share.high <= 1
    theirs = binomtest(count, count + more).proportion_ci(0.95, method="wilson")
    assert (share.low, share.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_s_interval_of_newcombe_s_example() -> None:
    share = wilson(81 / 263, 263)  # Newcombe (1998), table I
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("p", "named"),
    [(None, "whole texts"), (0.2, "0.00 to 0.50"), (0.5, "0.00 to 0.50"), (0.51, "0.50 to 0.75"),
     (1.0, "0.90 to 1.00")],
)  # fmt: skip
def test_ranges_of_p(p: float | None, named: str) -> None:
    assert range_of(p) == named


def test_a_finding_of_two_languages_pairs_counts_in_both() -> None:
    some = [Scored(finding(1), claim(1), Verdict.TRUE, None)]
    made = dict(rows(some, lambda _: ["en-uk", "en-ru"]))
    assert {key: one.judged for key, one in made.items()} == {"en-uk": 1, "en-ru": 1}


def test_kappa_of_two_people() -> None:
    # both right 20, only one 5 and 10, both wrong 15: kappa .4 (Cohen 1960; Wikipedia's example)
    pairs = [("true", "true")] * 20 + [("true", "false")] * 5
    pairs += [("false", "true")] * 10 + [("false", "false")] * 15
    said = [
        judged(number, Verdict(verdict), who)
        for number, both in enumerate(pairs)
        for who, verdict in zip(("ann", "bob"), both, strict=True)
    ]
    (agreed,) = agreements(said)
    assert (agreed.people, agreed.both, agreed.alike) == (("ann", "bob"), 50, 35)
    assert agreed.kappa == pytest.approx(0.4)
    assert agreed.kappa_right == pytest.approx(0.4)


def test_people_who_say_one_thing_only_have_no_kappa() -> None:
    said = [judged(n, Verdict.FALSE, who) for n in range(3) for who in ("ann", "bob")]
    assert agreements(said)[0].kappa is None


def test_judgements_of_lake_and_files_count_once() -> None:
    one = judged(1, Verdict.TRUE)
    later = judged(1, Verdict.FALSE, "bob", "2026-01-02")
    figures = replace(judged(2, Verdict.TRUE), claim=claim(2, "conflict", "number"))
    written = Judged.from_object(json.loads(json.dumps(figures.to_object())))
    assert written != figures
    assert together([one, figures], [later, replace(one, set="other"), written]) == [
        one,
        figures,
        later,
    ]


FIGURE = Label("numbers", "conflict", "dead", (Said("x", 10, 12), Said("y", 3, 8)), (), report=True)
CONFLICT = Claim(
    "conflict",
    "number",
    (Place("x", "a", "en", 0, "12", ((10, 12),)), Place("y", "b", "uk", 1, "13", ((5, 7),))),
)


def test_a_conflict_reports_a_labelled_one_between_its_texts_at_its_words() -> None:
    assert reports(CONFLICT, FIGURE, ())
    assert not reports(replace(CONFLICT, kind="compatible"), FIGURE, ())
    assert reports(replace(CONFLICT, kind="compatible"), replace(FIGURE, what="update"), ())
    moved = (CONFLICT.places[0], replace(CONFLICT.places[1], spans=((8, 9),)))
    assert not reports(replace(CONFLICT, places=moved), FIGURE, ())


def test_wording_is_found_on_its_axis_or_on_any_where_we_have_none() -> None:
    label = Label(
        "wording", "certainty", "hedged", (Said("text 1", 0, 5),), ("other",), report=True
    )
    axes = {"certainty", "sourcing"}
    assert reports(claim(1), label, axes)
    assert not reports(claim(1, subject="sourcing"), label, axes)
    assert reports(claim(1, subject="sourcing"), replace(label, what="blame"), axes)
    assert not reports(claim(1), replace(label, silent=()), axes)


def test_left_out_is_found_where_a_listed_text_is_silent() -> None:
    label = Label(
        "left_out", "left out", "a toll", (Said("text 1", 0, 5),), ("other",), report=True
    )
    assert reports(claim(1, "omitted", "number"), label, ())
    assert not reports(claim(1), label, ())


def test_look_alikes_that_are_told_as_a_conflict_are_counted() -> None:
    alike = replace(FIGURE, what="not_comparable", report=False)
    story = StoryLabels("s", "ann", {"x": ("a", "en"), "y": ("b", "uk")}, (), (FIGURE, alike))
    made = score([story], [CONFLICT])
    assert made.listed == made.found == Counter({("numbers", "conflict"): 1})
    assert made.alike == made.accused == Counter({"not_comparable": 1})


def label_of(**changed: Any) -> dict[str, Any]:
    """Labels of the flood: a bead, and a figure that both give."""
    return {
        "story_id": "flood",
        "by": "ann",
        "beads": [[["flood:a", [1]], ["flood:b", [0, 1]]]],
        "numbers": [
            {
                "fact": "height of the river",
                "verdict": "equal",
                "spans": [
                    {"doc": "flood:a", "words": "3 metres"},
                    {"doc": "flood:b", "words": "3"},
                ],
                "report": False,
            }
        ],
        "wording": [],
        "left_out": [
            {"fact": "the mayor", "said_by": [{"doc": "flood:b", "words": "mayor"}],
             "missing_in": ["flood:a"], "report": True}
        ],
        **changed,
    }  # fmt: skip


@pytest.fixture
def flood(tmp_path: Path) -> dict[str, Any]:
    texts = {"a": "High water\nIt rose 3 metres.", "b": "Flood: 3\nThe mayor spoke."}
    lines = [
        {"story_id": "flood", "doc_id": f"flood:{name}", "outlet": name, "lang": "en", "text": text}
        for name, text in texts.items()
    ]
    file = tmp_path / "flood.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return {text.document: text for text in read_texts([file])[0]}


def test_labels_become_offsets_without_words(flood: dict[str, Any], tmp_path: Path) -> None:
    made = packed(label_of(), flood)
    written = json.dumps(made)
    assert "metres" not in written
    assert "High water" not in written
    file = tmp_path / "labels.jsonl"
    file.write_text(written + "\n", "utf-8")
    (story,) = story_labels.read(file)
    (one, other) = story.labels[0].said
    a, b = (text_name(flood[name].text) for name in ("flood:a", "flood:b"))
    assert flood["flood:a"].text[one.start : one.end] == "3 metres"
    assert (one.text, other.text) == (a, b)
    assert story.labels[1].silent == (a,)
    assert [(said.text, said.start) for said in story.beads[0]] == [(a, 11), (b, 0), (b, 9)]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"beads": [[["flood:a", [7]]]]}, "names a sentence|name a sentence"),
        ({"beads": [[["flood:z", [0]]]]}, "flood:z, which is no text"),
        (
            {"left_out": [{"fact": "x", "said_by": [{"doc": "flood:a", "words": "4 metres"}],
                           "missing_in": [], "report": True}]},
            "quote words that flood:a does not have",
        ),
    ],
)  # fmt: skip
def test_labels_that_point_at_nothing_are_named(
    flood: dict[str, Any], changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(InputError, match=why):
        packed(label_of(**changed), flood)


def test_a_line_that_is_no_label_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text("{}\n", "utf-8")
    with pytest.raises(InputError, match=r"labels\.jsonl, line 1"):
        story_labels.read(file)


@pytest.mark.parametrize("file", sorted((DATA / "labels").glob("*.jsonl")), ids=lambda f: f.name)
def test_shipped_labels_are_facts_and_offsets(file: Path) -> None:
    for story in story_labels.read(file):
        assert all(re.fullmatch("[0-9a-f]{16}", name) for name in story.texts)
        for label in story.labels:
            assert not re.search("[\u0400-\u04ff]", label.fact), "words of a text"
            assert len(label.fact) < 160


def test_sets_are_named_after_their_file() -> None:
    assert name_of(Path("real/war_events.jsonl.xz")) == "war_events"
