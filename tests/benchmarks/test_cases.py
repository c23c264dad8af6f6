"""Small cases with the right answer: every line is read and scored, and floors only rise."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks.cases import floors as pinned
from benchmarks.cases.floors import Floor, Floors
from benchmarks.cases.reading import read_files, read_line, shipped_files
from benchmarks.cases.scoring import Count, by_kind, score, wording_totals
from parallax.cli.app import app
from parallax.core.errors import InputError

RUNNER = CliRunner()
KINDS = st.sampled_from(["numbers: clock", "memory: tmx-space", "story: story"])
COUNTS = st.integers(0, 9).flatmap(
    lambda cases: st.integers(0, cases).map(lambda passed: Count(passed, cases))
)
TABLES = st.dictionaries(KINDS, COUNTS)
DEAD_RISE = {
    "kind": "number_pair",
    "texts": [
        {"lang": "en", "text": "The fire killed 12 people."},
        {"lang": "uk", "text": "У пожежі загинули 15 людей."},
    ],
}


def lines(path: Path, *rows: dict) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def passes(row: dict) -> bool:
    (one,) = score([read_line(json.dumps(row))])
    assert one.outcome, one.why_not
    return one.outcome.passed


@pytest.mark.slow(20)
def test_no_kind_of_the_shipped_cases_is_below_its_floor() -> None:
    result = RUNNER.invoke(app, ["bench", "cases"])
    assert result.exit_code == 0, result.output
    _, judged, aside = re.search(
        r"(\d+) of (\d+) pass .*; (\d+) not scored", result.stdout
    ).groups()
    written = sum(len(file.read_text("utf-8").splitlines()) for file in shipped_files())
    assert int(judged) + int(aside) == written, "a case was dropped"


def test_every_shipped_line_is_a_case_of_its_own_and_the_floors_are_of_these_cases() -> None:
    read = read_files(shipped_files())
    assert read.faults == ()
    written = [
        json.loads(line)
        for file in shipped_files()
        for line in file.read_text("utf-8").split("\n")[:-1]
    ]
    assert sorted(case.id for case in read.cases) == sorted(row["id"] for row in written)
    held = pinned.read(pinned.SHIPPED)
    assert held.digest == read.digest
    assert set(held.kinds) == {case.label for case in read.cases if not case.unanswerable}


@given(TABLES, TABLES)
def test_raising_never_lowers_and_leaves_nothing_to_raise(before: dict, now: dict) -> None:
    held = Floors("a", {}).raised("a", before)
    raised = held.raised("b", now)
    for kind, floor in held.kinds.items():
        assert raised.kinds[kind].passed >= floor.passed
        assert raised.kinds[kind].cases >= floor.cases
    assert raised.above(now) == []
    assert set(raised.below(now)) == set(held.below(now))
    assert raised.raised("b", now) == raised


@given(TABLES, TABLES, st.text(min_size=1))
def test_lowering_writes_the_reason_beside_what_it_lowers_and_nowhere_else(
    before: dict, now: dict, reason: str
) -> None:
    held = Floors("a", {}).raised("a", before)
    if not reason.split() or not held.below(now):
        with pytest.raises(InputError):
            held.lowered("b", now, reason)
        return
    lowered = held.lowered("b", now, reason)
    assert lowered.below(now) == {}
    for kind, floor in held.kinds.items():
        if kind in held.below(now):
            assert lowered.kinds[kind].reason == " ".join(reason.split())
            assert lowered.kinds[kind].lowered_from == floor.passed
        else:
            assert lowered.kinds[kind] == floor


def test_the_reason_goes_when_the_floor_is_back() -> None:
    held = Floors("a", {"numbers: clock": Floor(passed=5, cases=8)})
    fell = held.lowered("a", {"numbers: clock": Count(2, 8)}, "clocks are read as times of day")
    again = fell.lowered("a", {"numbers: clock": Count(1, 8)}, "and now as dates")
    assert again.kinds["numbers: clock"].lowered_from == 5
    rising = again.raised("a", {"numbers: clock": Count(4, 8)})
    assert rising.kinds["numbers: clock"].reason == "and now as dates"
    back = rising.raised("a", {"numbers: clock": Count(5, 8)})
    assert back.kinds["numbers: clock"] == Floor(passed=5, cases=8)


def test_a_case_that_is_taken_away_is_below_the_floor_even_if_as_many_pass() -> None:
    held = Floors("a", {"numbers: clock": Floor(passed=3, cases=8)})
    assert held.below({"numbers: clock": Count(3, 8)}) == {}
    assert set(held.below({"numbers: clock": Count(3, 7)})) == {"numbers: clock"}
    assert set(held.below({})) == {"numbers: clock"}


@given(
    st.dictionaries(
        st.text(min_size=1),
        st.builds(
            Floor,
            passed=st.integers(0, 99),
            cases=st.integers(0, 99),
            reason=st.none() | st.text(),
        ),
    )
)
def test_floors_are_read_as_they_were_written(tmp_path_factory, kinds: dict) -> None:
    path = tmp_path_factory.mktemp("floors") / "floors.toml"
    Floors("0123", kinds).write(path)
    assert pinned.read(path) == Floors("0123", kinds)


def test_the_command_raises_refuses_and_lowers_with_a_reason(tmp_path: Path) -> None:
    row = {"id": "X-1", "kind": "fire", "a": DEAD_RISE["texts"][0], "b": DEAD_RISE["texts"][1]}
    right = lines(tmp_path / "right.jsonl", {**row, "verdict": "conflict"})
    wrong = lines(tmp_path / "wrong.jsonl", {**row, "verdict": "equal"})
    floors = tmp_path / "floors.toml"

    def bench(file: Path, *options: str) -> tuple[int, str]:
        command = ["bench", "cases", str(file), "--floors", str(floors), *options]
        result = RUNNER.invoke(app, command)
        return result.exit_code, str(result.exception) + result.output

    assert bench(right, "--raise-floors")[0] == 0
    first = floors.read_bytes()
    status, said = bench(wrong)
    assert (status, "below the floor: numbers --compare: fire: 0 pass" in said) == (1, True)
    assert bench(wrong, "--raise-floors")[0] == 1
    assert floors.read_bytes() == first
    status, said = bench(wrong, "--lower-floors", " ")
    assert (status, "a floor is lowered for a reason" in said) == (1, True)
    assert floors.read_bytes() == first
    assert bench(wrong, "--lower-floors", "fires are left out")[0] == 0
    assert 'passed = 0, cases = 1, lowered_from = 1, reason = "fires are left out"' in (
        floors.read_text("utf-8")
    )
    assert "are of other cases" in bench(right)[1]


def test_what_cannot_be_read_is_named_and_the_rest_is_scored(tmp_path: Path) -> None:
    number = {"text": "Seven people came.", "lang": "en"}
    seven = {"quantities": [{"value": 7}], "no_others": True}
    file = lines(
        tmp_path / "others.jsonl",
        {"id": "A", "kind": "count", "command": "numbers", "input": number, "expected": seven},
        {"id": "B", "kind": "song", "command": "sing", "input": number, "expected": seven},
        {"id": "C", "kind": "count", "command": "numbers", "input": number, "expected": {"sum": 7}},
        {"id": "D", "kind": "poem", "texts": []},
        {"id": "A", "kind": "count", "command": "numbers", "input": number, "expected": seven},
    )
    with file.open("a", encoding="utf-8") as more:
        more.write("not JSON\n")
    result = RUNNER.invoke(app, ["bench", "cases", str(file), "--jsonl"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["passed"] is True
    for line, why in [(2, "sing"), (3, "sum"), (4, "poem"), (5, "second case"), (6, "not JSON")]:
        assert any(
            said.startswith(f"{file}, line {line}: ") and why in said
            for said in result.stderr.splitlines()
        ), result.stderr
    assert len(result.stderr.splitlines()) == 5


def test_a_case_told_in_words_is_read_where_the_words_say_one_thing() -> None:
    row = {"id": "S", **DEAD_RISE}
    assert passes({**row, "expected": "conflict: 12 dead / 15 dead"})
    assert not passes({**row, "expected": "not a conflict: two fires"})
    assert not passes({**row, "expected": "equal: 12 / 15"})
    said = {**row, "expected": "conflict or, on a good day, something else"}
    (one,) = score([read_line(json.dumps(said))])
    assert (one.outcome, "say more" in one.why_not) == (None, True)
    assert by_kind([one]) == {}


@pytest.mark.parametrize(
    ("check", "right"),
    [
        ({"verdict": "conflict"}, True),
        ({"verdict_not": "conflict"}, False),
        ({"all_pairs": "conflict"}, True),
        ({"pairs": [{"a": "12", "b": "15", "verdict": ["conflict"]}]}, True),
        ({"pairs": [{"a": "12", "b": "15", "verdict": ["equal"]}]}, False),
        ({"pairs_not": [{"a": "12", "b": "15"}]}, False),
        ({"pairs_not": [{"a": "12", "b": "15", "rule": ["number.interval"]}]}, True),
        ({"no_quantity": {"a": "killed 12"}}, False),
        ({"no_quantity": {"a": "The fire"}}, True),
        ({"rule_not": ["number.conflict"]}, False),
    ],
)
def test_checks_of_figures(check: dict, right: bool) -> None:
    assert passes({"id": "S", **DEAD_RISE, "expected": "", "check": check}) is right


@pytest.mark.parametrize(
    ("check", "right"),
    [
        ({"difference_on": ["attribution"]}, True),
        ({"difference_on": ["attribution", "territory"]}, False),
        ({"difference_on_one_of": ["territory", "attribution"]}, True),
        ({"no_difference_on": ["attribution"]}, False),
        ({"differences": [{"axis": "attribution", "values": ["distance", "bare"]}]}, True),
        ({"differences": [{"axis": "attribution", "values": ["bare", "distance"]}]}, False),
        ({"no_value": {"attribution": "distance"}}, False),
        ({"both_say": ["attribution"]}, False),
    ],
)
def test_checks_of_wording(check: dict, right: bool) -> None:
    texts = [
        {"lang": "en", "text": "The army claims that the bridge is destroyed."},
        {"lang": "uk", "text": "Міст зруйновано."},
    ]
    row = {"id": "S", "kind": "framing_pair", "texts": texts, "expected": ""}
    assert passes({**row, "check": check}) is right


STORY = {
    "id": "S",
    "kind": "story",
    "expected": "",
    "texts": [
        {
            "outlet": "a.com",
            "lang": "en",
            "title": "Warehouse fire in the port",
            "paragraphs": [
                "The fire in the port killed 12 people on Monday, doctors said.",
                "The army claims that the bridge to the island is destroyed.",
                "Five ships were moved to another town.",
            ],
        },
        {
            "outlet": "b.ua",
            "lang": "uk",
            "title": "Пожежа на складі в порту",
            "paragraphs": [
                "Унаслідок пожежі в порту в понеділок загинули 15 людей, заявили лікарі.",
                "Міст на острів зруйновано.",
            ],
        },
    ],
}

CLAIMS = {"pair": ["a.com", "b.ua"], "one_of": ["attribution"]}


@pytest.mark.parametrize(
    ("check", "right"),
    [
        ({"linked": [["a.com", "b.ua"]]}, True),
        ({"rows": [{"a.com": "killed 12", "b.ua": "15 людей"}]}, True),
        ({"rows": [{"a.com": "Warehouse fire", "b.ua": "15 людей"}]}, False),
        ({"apart": [{"a.com": "killed 12", "b.ua": "15 людей"}]}, False),
        ({"whole": {"a.com": "killed 12 people on Monday"}}, True),
        ({"no_conflict": True}, False),
        (
            {"figures": [{"pair": ["b.ua", "a.com"], "left": "15", "right": "12"}]},
            True,
        ),
        ({"no_figures": [{"pair": ["b.ua", "a.com"], "left": "15", "right": "12"}]}, False),
        ({"left_out": [{"words": {"a.com": "killed 12"}, "by": ["b.ua"]}]}, False),
        ({"left_out": [{"words": {"a.com": "Five ships"}, "by": ["b.ua"]}]}, True),
        ({"differences": [{"pair": ["a.com", "b.ua"], "one_of": ["territory"]}]}, False),
        ({"differences": [CLAIMS]}, True),
        ({"differences": [{**CLAIMS, "values": [None, "bare"]}]}, True),
        ({"differences": [{**CLAIMS, "values": ["bare", None]}]}, False),
        ({"differences": [{**CLAIMS, "words": {"a.com": "Five ships"}}]}, False),
        ({"differences": [{**CLAIMS, "marks": {"a.com": "claims"}}]}, True),
        ({"differences": [{**CLAIMS, "marks": {"a.com": "bridge"}}]}, False),
        ({"no_differences": [CLAIMS]}, False),
    ],
)
def test_checks_of_stories(check: dict, right: bool) -> None:
    assert passes({**STORY, "check": check}) is right


def test_stories_share_their_texts_with_the_first_of_them(tmp_path: Path) -> None:
    first = {**STORY, "check": {"linked": [["a.com", "b.ua"]]}}
    second = {"id": "T", "kind": "story", "expected": "", "check": {"no_conflict": True}}
    file = lines(
        tmp_path / "stories.jsonl",
        first,
        {**second, "texts_from": "S"},
        {**second, "id": "U", "texts_from": "Z"},
    )
    read = read_files([file])
    assert [one.outcome.passed for one in score(read.cases)] == [True, False]
    assert [fault.split(": ")[1] for fault in read.faults] == [
        "no story before it has the id Z (texts_from)"
    ]


@pytest.mark.parametrize(
    "check", [{}, {"linked": [["a.com", "c.ru"]]}, {"rows": [{"a.com": "killed 13"}]}, {"row": []}]
)
def test_a_check_that_says_nothing_or_names_what_is_not_there_is_refused(check: dict) -> None:
    with pytest.raises(InputError, match=r"check|c\.ru|killed 13|row"):
        read_line(json.dumps({**STORY, "check": check}))


def test_precision_recall_and_silence_are_of_the_cases_that_list_all_differences() -> None:
    def version(seg: str, text: str) -> dict:
        return {"seg": seg, "lang": "en", "position": "body", "text": text}

    claim, plain = "The army claims that the bridge is open.", "The bridge is open."
    rows = [
        {"id": "T1", "segments": [version("a", claim), version("b", plain)]},
        {"id": "T2", "segments": [version("a", plain), version("b", plain)]},
        {"id": "T3", "segments": [version("a", claim), version("b", plain)]},
    ]
    gold = [
        [{"axis": "attribution", "pair": ["b", "a"]}, {"axis": "tone", "pair": ["a", "b"]}],
        [],
        [],
    ]
    cases = [
        read_line(json.dumps({"kind": "triple", "new_axes": ["tone"], "diffs": diffs, **row}))
        for row, diffs in zip(rows, gold, strict=True)
    ]
    totals = wording_totals(list(score(cases)))
    assert totals.differences.right == 1
    assert totals.differences.missed == 0
    assert (totals.faithful, totals.silent) == (2, 1)
    assert totals.unscored_axes == {"tone": 1}


def test_files_are_aligned_as_the_command_reads_them() -> None:
    row = {
        "id": "F",
        "kind": "line-marks",
        "command": "align a.txt b.txt ",
        "input": {
            "a.txt (bytes as utf-8 unless said)": "The bridge is open.\nTwelve people came.\n",
            "b.txt": "\\xcc\\xb3\\xf1\\xf2\n",
        },
    }
    hint = "[0]:[0], [1]:[1]; windows-1251 is read, or the message says how to convert"
    assert passes({**row, "expected": {"pairs": hint}})
    assert not passes({**row, "expected": {"pairs": "[0]:[0], [1]:[1]"}})
