"""`parallax judge` as a person and as another program meet it."""

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from parallax.cli.app import app
from parallax.judging.finding import Finding
from parallax.judging.finding_reader import FindingReader
from parallax.judging.judgements import Judgements
from parallax.lake.judgements import Cause, Verdict
from parallax.lake.lake import Lake
from parallax.lake.schema import JUDGEMENTS
from tests.pseudo_terminal import PseudoTerminal

pytestmark = pytest.mark.slow(40)
STORY = "e20c0b67"


@pytest.fixture
def judged(sample_lake: Lake, tmp_path: Path) -> Lake:
    """A copy of the sample lake, to be judged."""
    shutil.copytree(sample_lake.root / "tables", tmp_path / "lake" / "tables")
    return Lake(tmp_path / "lake")


@pytest.fixture(scope="module")
def found(sample_lake: Lake) -> list[Finding]:
    return list(FindingReader(sample_lake, None, "en").findings())


def run(lake: Lake, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["judge", "--lake", str(lake.root), *arguments])


def said(lake: Lake, who: str, found: list[Finding]) -> dict[str, str]:
    judgements = Judgements(lake, who)
    mine = ((one.id, judgements.mine(one)) for one in found)
    return {name: row["verdict"] for name, row in mine if row}


Started = Callable[..., PseudoTerminal]


@pytest.fixture
def terminal(judged: Lake) -> Iterator[Started]:
    """Starts `parallax judge` on a terminal of 24 lines and 80 columns."""
    begun: list[PseudoTerminal] = []

    def start(*arguments: str, **more: str) -> PseudoTerminal:
        command = [sys.executable, "-m", "parallax", "judge", "--lake", str(judged.root)]
        environment = {"PYTHONPATH": str(Path(__file__).parents[2]), **more}
        begun.append(PseudoTerminal([*command, "--who", "anna", *arguments], **environment))
        return begun[-1]

    yield start
    for one in begun:
        one.process.kill()


def test_three_findings_are_judged_with_a_note_an_undo_and_a_skip(
    judged: Lake, terminal: Started, found: list[Finding]
) -> None:
    screen = terminal()
    assert f"1 of {len(found)}" in screen.wait_for("q finish")
    screen.type("t")
    assert "you: true" in screen.wait_for("q finish")
    screen.type("f")
    screen.wait_for("Esc back")
    screen.type("1")
    assert "you: false (wrong link)" in screen.wait_for("q finish")
    screen.type("u")
    assert f"2 of {len(found)}" in screen.wait_for("q finish")
    screen.type("m")
    screen.wait_for("note: ")
    screen.type("the same after all\n")
    screen.wait_for("q finish")
    screen.type("n\r")
    assert "you: near" in screen.wait_for("q finish")
    screen.type("sxq")
    assert screen.end() == 0
    assert "3 judged and stored, 1 skipped" in screen.text
    assert "4 pages rebuilt" in screen.text
    wanted = {found[0].id: "true", found[1].id: "near", found[3].id: "not interesting"}
    assert said(judged, "anna", found) == wanted
    row = Judgements(judged, "anna").mine(found[1])
    assert row is not None
    assert (row["cause"], row["note"]) == (None, "the same after all")


@pytest.mark.parametrize("end", ["\x03", "\x04"])
def test_what_was_judged_is_stored_whatever_ends_the_program(
    judged: Lake, terminal: Started, found: list[Finding], end: str
) -> None:
    Judgements(judged, "ivan").add(found[5], Verdict.TRUE)  # a partition that is read: polars
    screen = terminal()
    screen.wait_for("q finish")
    screen.type("x")
    screen.wait_for("q finish")
    screen.type("f")
    screen.wait_for("Esc back")
    screen.type(end)
    assert screen.end() == (130 if end == "\x03" else 0)
    assert "2 judged and stored" in screen.text
    assert "Traceback" not in screen.text
    assert list(said(judged, "anna", found).values()) == ["not interesting", "false"]


def test_keys_typed_ahead_and_those_of_a_ukrainian_keyboard_count_arrows_do_not(
    judged: Lake, terminal: Started, found: list[Finding]
) -> None:
    screen = terminal(LC_ALL="C.UTF-8")
    screen.wait_for("q finish")
    screen.type("\x1b[A\x1bOPет\rчй")  # on the keys of t, n, x and q
    assert screen.end() == 0
    assert list(said(judged, "anna", found).values()) == ["true", "near", "not interesting"]


def test_at_the_end_the_last_one_can_still_be_undone(
    judged: Lake, terminal: Started, found: list[Finding]
) -> None:
    screen = terminal("--kind", "conflict", "--sample", "1")
    screen.wait_for("q finish")
    screen.type("t")
    assert "That was the last" in screen.wait_for("q finish")
    screen.type("u")
    assert "1 of 1" in screen.wait_for("q finish")
    screen.type("xq")
    assert screen.end() == 0
    assert list(said(judged, "anna", found).values()) == ["not interesting"]


def test_a_finding_of_seven_editions_fits_a_small_terminal_without_colours(
    terminal: Started,
) -> None:
    screen = terminal(STORY, "--kind", "omitted", TERM="dumb")
    shown = screen.wait_for("q finish")
    lines = shown[shown.index("──") :].splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "*более 100 тысяч*" in shown or "*более чем 100 тысячах*" in shown
    for edition in ("kurier-ru", "visnyk-uk", "visnyk-ru", "khronika-ru", "visnyk-en"):
        assert edition in shown
    screen.type("v")
    assert len(screen.wait_for("q finish").splitlines()) > len(lines)
    assert "\x1b[" not in screen.raw.partition("──")[2]


def test_a_second_opinion_is_asked_for_before_the_first_is_shown(
    judged: Lake, terminal: Started, found: list[Finding]
) -> None:
    Judgements(judged, "ivan").add(found[4], Verdict.FALSE, Cause.ELSEWHERE)
    screen = terminal("--second")
    shown = screen.wait_for("w others (1)")
    assert "1 of 1" in shown
    assert "ivan" not in shown
    screen.type("w")
    assert "ivan: false (said elsewhere)" in screen.wait_for("w others")
    screen.type("t")
    assert "you: true · ivan: false (said elsewhere)" in screen.wait_for("That was the last")
    screen.type("\r")
    assert screen.end() == 0


def test_while_another_process_writes_the_finding_stays(
    judged: Lake, terminal: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fcntl import LOCK_EX, flock

    screen = terminal("--sample", "2")
    screen.wait_for("q finish")
    with (Path(judged.root) / ".write.lock").open("w") as held:
        flock(held, LOCK_EX)
        screen.type("t")
        time.sleep(1)
        assert judged.read(JUDGEMENTS).is_empty()
    assert "you: true" in screen.wait_for("q finish")
    screen.type("q")
    assert screen.end() == 0


def test_the_page_ends_with_ctrl_c_and_rebuilds_the_pages(
    judged: Lake, terminal: Started, found: list[Finding], tmp_path: Path
) -> None:
    import httpx

    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.new; cat "${{1#file://}}" > {opened}\n')
    browser.chmod(0o755)
    screen = terminal("--page", "--open", BROWSER=f"{browser} %s")
    address = re.search(r"http://127\.0\.0\.1:\d+/#\S+", screen.wait_for("Ctrl-C ends it."))
    assert address
    place, _, token = address[0].partition("#")
    with httpx.Client(base_url=place, headers={"X-Parallax-Token": token}) as client:
        shown = client.get("/state").json()
        answer = client.post(
            "/act", json={"act": "judge", "finding": shown["finding"], "verdict": "near"}
        )
        assert answer.json()["progress"].startswith(f"2 of {len(found)}")
    for _ in range(100):
        if opened.exists() and opened.read_text():
            break
        time.sleep(0.05)
    assert address[0] in opened.read_text()
    assert token not in Path(f"{opened}.new").read_text()
    screen.type("\x03")
    assert screen.end() == 0
    assert "1 judged and stored" in screen.text
    assert "pages rebuilt" in screen.text
    assert said(judged, "anna", found) == {found[0].id: "near"}


def test_findings_are_listed_for_people_and_programs(judged: Lake, found: list[Finding]) -> None:
    Judgements(judged, "ivan").add(found[0], Verdict.FALSE, Cause.TIME)
    assert "false (ivan)" in run(judged, "--list").stdout
    lines = run(judged, "--list", "--jsonl").stdout.splitlines()
    listed = [json.loads(line) for line in lines]
    assert [one["finding_id"] for one in listed] == [one.id for one in found]
    assert listed[0]["judged"] == [{"who": "ivan", "verdict": "false", "cause": "other time"}]
    sampled = run(judged, "--sample", "5", "--jsonl").stdout.splitlines()
    assert len(sampled) == 5
    assert sampled == run(judged, "--sample", "9", "--jsonl").stdout.splitlines()[:5]
    assert sampled != run(judged, "--sample", "5", "--seed", "1", "--jsonl").stdout.splitlines()


def test_a_sample_is_the_same_for_the_second_person_and_after_a_break(
    judged: Lake, found: list[Finding]
) -> None:
    ids = [
        json.loads(line)["finding_id"]
        for line in run(judged, "--sample", "4", "--jsonl").stdout.splitlines()
    ]
    by_id = {one.id: one for one in found}
    judgements = Judgements(judged, "anna")
    for name in ids:
        judgements.add(by_id[name], Verdict.TRUE)
    again = run(judged, "--sample", "4", "--who", "anna")
    assert again.stdout == "You have judged all 4 findings here; --again shows them again.\n"


def test_verdicts_are_read_from_a_file_and_bad_lines_named(
    judged: Lake, found: list[Finding], tmp_path: Path
) -> None:
    good = [
        {"finding_id": found[0].id, "verdict": "true"},
        {"finding_id": found[1].id, "verdict": "false", "cause": "speech", "note": "quoted"},
    ]
    bad = [
        ("{", "not a JSON object"),
        ("[]", "a line must be a JSON object, not"),
        ('{"verdict": "true"}', "'finding_id' is missing"),
        ('{"finding_id": "nobody", "verdict": "true"}', "no finding nobody here"),
        (f'{{"finding_id": "{found[2].id}", "verdict": "maybe"}}', "no verdict “maybe”"),
        (f'{{"finding_id": "{found[2].id}", "verdict": "near", "cause": "x"}}', "no cause “x”"),
        (f'{{"finding_id": "{found[2].id}", "verdict": 5}}', "'verdict' must be a string"),
    ]
    file = tmp_path / "verdicts.jsonl"
    lines = [*(json.dumps(one) for one in good), "", *(line for line, _ in bad)]
    file.write_text("\n".join(lines), "utf-8")
    result = run(judged, "--from", str(file), "--who", "ivan")
    assert result.exit_code == 1
    for number, (_, why) in enumerate(bad, 4):
        assert f"line {number}: {why}" in result.stdout
    assert "2 verdicts taken, 7 lines not" in result.stdout
    assert "4 pages rebuilt" in result.stdout
    assert said(judged, "ivan", found) == {found[0].id: "true", found[1].id: "false"}
    file.write_text("\n".join(lines[:2]), "utf-8")
    assert run(judged, "--from", str(file), "--who", "ivan").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nosuchstory"], "no story nosuchstory in"),
        (["--kind", "confict"], "no kind confict (there are: conflict, compatible"),
        (["--axis", "colour"], "no axis colour (there are: number, "),
        (["--rule", "number.magic"], "no finding of the rule number.magic (there are: "),
        (["--confidence", "sure"], "no confidence sure (there are: high, medium, low)"),
        (["--from", "/nonexistent/file"], "/nonexistent/file is not a file"),
        ([], "judging needs a terminal (--page judges in the browser"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    judged: Lake, arguments: list[str], why: str
) -> None:
    result = run(judged, *arguments)
    assert result.exit_code == 1
    assert why in str(result.exception)


def test_nothing_to_judge_is_said(judged: Lake, tmp_path: Path) -> None:
    assert run(judged, "--second").stdout == "Nobody else has judged a finding here.\n"
    (tmp_path / "empty" / "tables").mkdir(parents=True)
    empty = Lake(tmp_path / "empty")
    assert run(empty).stdout == "There is no finding here.\n"
    assert run(empty, "--list", "--jsonl").stdout == ""
    assert "is not a lake" in str(run(Lake(tmp_path / "none")).exception)


def test_verdicts_and_causes_are_explained(tmp_path: Path) -> None:
    shown = run(Lake(tmp_path), "--causes").stdout
    for word in (*Verdict, *Cause):
        assert re.search(rf"^\S +{word} +{word.meaning[:30]}", shown, re.MULTILINE)
