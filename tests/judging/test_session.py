"""Findings one after the other: what is written, undone, skipped and shown of others."""

import time
from collections.abc import Iterator
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.cli.judge_screen import Screen
from parallax.judging.finding import Finding, Kind, sampled
from parallax.judging.judgements import Judgements, Opinion
from parallax.judging.session import Session
from parallax.lake.judgements import Cause, Verdict, said
from parallax.lake.lake import Lake
from parallax.lake.schema import JUDGEMENTS
from tests.judging.findings import finding, findings


def verdicts(lake: Lake, who: str, of: list[Finding]) -> list[str | None]:
    """What the lake says now, read afresh."""
    judgements = Judgements(lake, who)
    return [row["verdict"] if (row := judgements.mine(one)) else None for one in of]


def test_each_verdict_is_in_the_lake_when_it_is_given(lake: Lake) -> None:
    three = findings(3)
    session = Session(three, Judgements(lake, "anna"))
    session.judge(Verdict.FALSE, Cause.LINK, "the other bridge")
    assert verdicts(lake, "anna", three) == ["false", None, None]
    row = Judgements(lake, "anna").mine(three[0])
    assert row is not None
    assert (row["cause"], row["note"], row["rule"]) == (
        "wrong link",
        "the other bridge",
        "number.conflict",
    )


def test_who_comes_again_goes_on_where_nothing_is_judged_yet(lake: Lake) -> None:
    three = findings(3)
    first = Session(three, Judgements(lake, "anna"))
    first.skip()
    first.judge(Verdict.TRUE)
    second = Session(three, Judgements(lake, "anna"))
    assert second.current is three[0]
    assert str(second.progress) == "2 of 3"
    second.judge(Verdict.TRUE)
    assert second.current is three[2]
    assert Session(three, Judgements(lake, "ivan")).current is three[0]


def test_undo_takes_the_verdict_back_and_skips_nothing(lake: Lake) -> None:
    three = findings(3)
    session = Session(three, Judgements(lake, "anna"))
    assert not session.undo()
    session.judge(Verdict.TRUE)
    session.skip()
    session.judge(Verdict.NEAR)
    assert session.current is None
    assert session.undo()
    assert session.current is three[2]
    assert session.undo()
    assert session.undo()
    assert session.current is three[0]
    assert verdicts(lake, "anna", three) == [None, None, None]
    assert session.judged == []


def test_undo_of_a_second_thought_brings_the_first_one_back(lake: Lake) -> None:
    (one,) = findings(1)
    Judgements(lake, "anna").add(one, Verdict.FALSE, Cause.SENSE, "slang")
    session = Session([one], Judgements(lake, "anna"), again=True)
    session.judge(Verdict.TRUE)
    assert verdicts(lake, "anna", [one]) == ["true"]
    session.undo()
    row = Judgements(lake, "anna").mine(one)
    assert row is not None
    assert (row["verdict"], row["cause"], row["note"]) == ("false", "other sense", "slang")


def test_what_others_said_comes_after_ones_own_verdict(lake: Lake) -> None:
    two = findings(2)
    Judgements(lake, "ivan").add(two[0], Verdict.FALSE, Cause.LINK)
    session = Session(two, Judgements(lake, "anna"))
    assert session.last is None
    session.judge(Verdict.TRUE)
    assert session.last is not None
    mine, others = session.last
    assert said([mine, *others]) == "anna: true · ivan: false (wrong link)"
    session.skip()
    assert session.last is None


def test_the_time_each_takes_is_the_median_and_no_break_moves_it(lake: Lake) -> None:
    moments: Iterator[float] = iter([0, 10, 10, 24, 24, 3624, 3624, 3630, 3630])
    session = Session(findings(5), Judgements(lake, "anna"), clock=lambda: next(moments))
    assert str(session.progress) == "1 of 5"
    for _ in range(4):
        session.judge(Verdict.TRUE)
    assert str(session.progress) == "5 of 5, about 12 s each"


def test_at_the_end_nothing_is_written(lake: Lake) -> None:
    session = Session([], Judgements(lake, "anna"))
    session.judge(Verdict.TRUE)
    session.skip()
    assert (session.current, session.judged, session.can_undo) == (None, [], False)
    assert lake.read(JUDGEMENTS).is_empty()


def test_a_finding_that_has_grown_is_judged_again(lake: Lake) -> None:
    Judgements(lake, "anna").add(finding("a"), Verdict.TRUE)
    grown = finding("a", differences=("difference-a", "difference-b"))
    assert Session([grown], Judgements(lake, "anna")).current is grown
    Judgements(lake, "anna").add(grown, Verdict.FALSE)
    assert verdicts(lake, "anna", [finding("a"), grown]) == ["false", "false"]


def test_of_two_verdicts_written_together_the_later_counts(lake: Lake) -> None:
    (one,) = findings(1)
    judgements = Judgements(lake, "anna")
    judgements.add_all([Opinion(one, Verdict.TRUE), Opinion(one, Verdict.FALSE, Cause.OTHER)])
    assert verdicts(lake, "anna", [one]) == ["false"]
    assert judgements.mine(one) == Judgements(lake, "anna").mine(one)


@pytest.mark.slow(5)
def test_on_a_lake_of_a_thousand_judgements_the_next_finding_is_there_at_once(lake: Lake) -> None:
    many = [finding(f"n{number}", editions=2 + number % 7) for number in range(2000)]
    Judgements(lake, "ivan").add_all([Opinion(one, Verdict.TRUE) for one in many[:1000]])
    session, screen = Session(many, Judgements(lake, "anna")), Screen(80, 24, styled=True)
    took = []
    for _ in range(20):
        begun = time.perf_counter()
        session.judge(Verdict.TRUE)
        assert session.current is not None
        assert screen.lines(session.current, session.progress)
        took.append(time.perf_counter() - begun)
    assert median(took) < 0.3


ACTS = st.lists(
    st.tuples(st.sampled_from(["judge", "withdraw"]), st.integers(0, 2), st.sampled_from(Verdict)),
    max_size=8,
)


@given(ACTS)
def test_what_is_known_of_the_lake_is_what_the_lake_says(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, Verdict]]
) -> None:
    lake = Lake(tmp_path_factory.mktemp("judged") / "lake")
    known = [
        finding("a"),
        finding("b", differences=("difference-a", "difference-b")),
        finding("c", differences=("difference-b",)),
    ]
    Judgements(lake, "ivan").add(known[1], Verdict.NEAR)
    judgements = Judgements(lake, "anna")
    for act, place, verdict in acts:
        if act == "judge":
            judgements.add(known[place], verdict)
        else:
            judgements.withdraw(known[place])
    read = Judgements(lake, "anna")
    assert [judgements.of(one) for one in known] == [read.of(one) for one in known]


DRAWN = st.lists(
    st.tuples(st.integers(0, 999), st.sampled_from(Kind), st.sampled_from(["number", "territory"])),
    max_size=20,
    unique_by=lambda drawn: drawn[0],
).map(lambda drawn: [finding(f"d{n}", kind=kind, subject=axis) for n, kind, axis in drawn])


@given(DRAWN, st.integers(0, 25), st.integers(0, 5), st.integers(0, 3))
def test_a_larger_sample_is_the_smaller_one_and_more(
    given_: list[Finding], count: int, more: int, seed: int
) -> None:
    small = sampled(given_, count, seed)
    assert len(small) == min(count, len(given_))
    assert sampled(given_, count + more, seed)[: len(small)] == small


@given(DRAWN.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_order_of_the_findings_does_not_change_a_sample(
    both: tuple[list[Finding], list[Finding]],
) -> None:
    given_, mixed = both
    assert sampled(given_, 5, 0) == sampled(mixed, 5, 0)


def test_a_sample_takes_evenly_of_every_kind_and_axis() -> None:
    many = [finding(f"m{n}") for n in range(30)]
    few = [finding(f"f{n}", kind=Kind.WORDING, subject="territory") for n in range(3)]
    drawn = sampled([*many, *few], 6, 0)
    assert [one.subject for one in drawn].count("territory") == 3
