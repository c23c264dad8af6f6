"""The program as a user meets it: help, exit codes, what it prints."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.corpora.sample.story_file import HERE

RUNNER = CliRunner()
GROUP = typer.main.get_command(app)
COMMANDS = sorted(
    [(name,) for name, c in GROUP.commands.items() if not hasattr(c, "commands")]
    + [
        (name, sub)
        for name, c in GROUP.commands.items()
        if hasattr(c, "commands")
        for sub in c.commands
    ]
)


def program(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "parallax", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_commands_of_the_design_are_there() -> None:
    expected = [
        "demo",
        "run",
        "gather",
        "story",
        "translate",
        "align",
        "numbers",
        "framing",
        "encode",
        "report",
        "doctor",
        "serve",
    ]
    assert {(name,) for name in expected} <= set(COMMANDS)
    assert {
        ("models", "list"),
        ("models", "install"),
        ("models", "remove"),
        ("outlets", "list"),
        ("outlets", "check"),
    } <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    result = RUNNER.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert re.search(rf"Examples?: (parallax {' '.join(command)}|echo)", result.stdout)


@pytest.mark.model
def test_align_reads_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Schools will stay closed until Monday.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Школи будуть зачинені до понеділка.\n", "utf-8")
    result = RUNNER.invoke(app, ["align", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert result.stdout.startswith("[0]:[0]:")


@pytest.mark.model
def test_precise_gives_sure_beads_everything_also_others_and_one_option_is_enough(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("Schools are closed until Monday.\nIt may rain.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Школи зачинені до понеділка.\nБуде холодно.\n", "utf-8")
    files = ["align", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    found = []
    for option in ("--precise", "--everything"):
        lines = RUNNER.invoke(app, [*files, option]).stdout.splitlines()
        beads = [line.split("\t")[0].split(":") for line in lines if "[]" not in line]
        found.append({(left, right): float(p) for left, right, p in beads})
    sure, everything = found
    assert sure.keys() <= everything.keys()
    assert min(sure.values()) >= 0.8
    assert min(everything.values()) >= 0.1
    both = RUNNER.invoke(app, [*files, "--precise", "--least", "0.5"])
    assert both.exit_code != 0
    assert "only one of --least, --precise and --everything" in str(both.exception or both.output)


@pytest.mark.model
def test_align_writes_other_formats_and_score_reads_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The fire in the warehouse was put out by noon.\nSchools are closed.\n", "utf-8"
    )
    (tmp_path / "b.txt").write_text(
        "Школи зачинені.\nПожежу на складі загасили до полудня.\n", "utf-8"
    )
    for name in ("found.jsonl", "gold.vecalign", "x.tmx"):
        result = RUNNER.invoke(
            app,
            [
                "align",
                str(tmp_path / "a.txt"),
                str(tmp_path / "b.txt"),
                "--to",
                str(tmp_path / name),
            ],
        )
        assert (result.exit_code, "2 beads (comparable) written" in result.stdout) == (0, True)
    assert "<seg>Школи зачинені.</seg>" in (tmp_path / "x.tmx").read_text("utf-8")
    scored = RUNNER.invoke(
        app, ["align", "--score", str(tmp_path / "gold.vecalign"), str(tmp_path / "found.jsonl")]
    )
    assert "strict  1.000      1.000   1.000" in scored.stdout


def test_a_fault_is_one_line_and_exit_status_one(tmp_path: Path) -> None:
    failed = program(
        "models", "remove", "uk-en", cwd=tmp_path, PARALLAX_TRANSLATE__ARGOS_PACKAGES=str(tmp_path)
    )
    assert failed.returncode == 1
    assert (
        failed.stderr.strip()
        == "parallax: no package uk-en is installed (see: parallax models list)"
    )
    assert (
        "Traceback"
        in program(
            "--debug",
            "models",
            "remove",
            "uk-en",
            cwd=tmp_path,
            PARALLAX_TRANSLATE__ARGOS_PACKAGES=str(tmp_path),
        ).stderr
    )


@pytest.mark.slow
def test_a_hub_model_without_a_hub_is_one_line_and_no_other_model_is_used(tmp_path: Path) -> None:
    failed = program(
        "encode",
        "слово",
        cwd=tmp_path,
        PARALLAX_ENCODER="example/none",
        HF_ENDPOINT="http://127.0.0.1:9",
    )
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert failed.stderr.strip().startswith(
        "parallax: the encoder 'example/none' is not on this machine and the hub does not answer"
    )
    assert len(failed.stderr.strip().splitlines()) == 1


@pytest.mark.model
@pytest.mark.slow
def test_story_compares_saved_pages_and_reads_windows_1251(tmp_path: Path) -> None:
    site = HERE / "site"
    pages = [
        "khronika.example/news/2024-04-07/shtorm.html",
        "visnyk.example/uk/2024/04/07/buria.html",
        "northernwire.example/ukraine/storm-power-cuts.html",
    ]
    done = program(
        "story",
        *(str(site / page) for page in pages),
        "--lake",
        str(tmp_path / "lake"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.strip().splitlines()[-1].strip())
    html = page.read_text("utf-8")
    assert "На западе Украины из-за шторма обесточены" in html
    assert "308" in html
    assert "not translated" in done.stderr


@pytest.mark.model
@pytest.mark.slow
def test_a_declared_story_leaves_the_other_stories_of_the_lake_alone(tmp_path: Path) -> None:
    from parallax.lake.lake import Lake
    from parallax.lake.schema import STORIES

    site = HERE / "site"
    storm = [
        str(site / p)
        for p in (
            "visnyk.example/uk/2024/04/07/buria.html",
            "northernwire.example/ukraine/storm-power-cuts.html",
        )
    ]
    vote = [
        str(site / p)
        for p in (
            "visnyk.example/uk/2024/04/09/ust-lymanske.html",
            "kurier.example/politika/2024/04/09/ust-limanskoe.html",
        )
    ]
    for pages in (storm, vote, storm):
        done = RUNNER.invoke(app, ["story", *pages, "--lake", str(tmp_path / "lake")])
        assert done.exit_code == 0, done.output
    stories = Lake(tmp_path / "lake").read(STORIES)
    assert sorted(stories["day"].to_list()) == [
        "2024-04-07",
        "2024-04-07",
        "2024-04-09",
        "2024-04-09",
    ]
    assert "2024-04-07" in done.stdout.strip().splitlines()[-1]


@pytest.mark.slow
def test_a_story_of_one_page_is_refused(tmp_path: Path) -> None:
    page = HERE / "site/visnyk.example/uk/2024/04/07/buria.html"
    failed = program("story", str(page), str(tmp_path / "missing.html"), cwd=tmp_path)
    assert failed.returncode == 1
    assert "at least two pages; 1 could be read" in failed.stderr


def test_doctor_prints_the_constants_and_how_they_were_chosen(tmp_path: Path) -> None:
    done = program("doctor", "--thresholds", "--json", cwd=tmp_path)
    constants = json.loads(done.stdout)
    assert {"align", "cluster", "compare"} <= {constant["stage"] for constant in constants}
    assert all(constant["meaning"] and constant["chosen"] for constant in constants)


def test_doctor_names_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    done = program("doctor", "--json", cwd=tmp_path)
    checks = {check["what"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 0
    assert checks["sentence encoder"]["ok"]
    assert checks["translation uk-en"]["get_it_with"].startswith("parallax models install uk-en")


def test_settings_come_from_flags_then_environment_then_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parallax.core.settings import Settings

    monkeypatch.chdir(tmp_path)
    (tmp_path / "parallax.toml").write_text(
        'target_language = "uk"\n[translate]\nargos_threads = 3\n[gather]\nretries = 1\n'
    )
    monkeypatch.setenv("PARALLAX_TRANSLATE__ARGOS_THREADS", "4")
    found = Settings(gather={"retries": 0})
    assert (found.target_language, found.translate.argos_threads, found.gather.retries) == (
        "uk",
        4,
        0,
    )


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parallax.toml").write_text('targetlanguage = "uk"\n')
    failed = program("doctor", cwd=tmp_path)
    assert failed.returncode == 1
    assert "targetlanguage" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_guessed_language_is_said_on_standard_error_and_a_given_one_is_not() -> None:
    guessed = RUNNER.invoke(app, ["numbers", "Понад 1,7 млн гривень"])
    assert guessed.stderr == "read as: uk\n"
    assert "more_than" in guessed.stdout
    assert RUNNER.invoke(app, ["numbers", "-l", "uk", "Понад 1,7 млн гривень"]).stderr == ""


@pytest.mark.parametrize(
    "command",
    [
        ["report"],
        ["prune", "30d", "--dry-run"],
        ["reextract"],
        ["memory", "export", "out.tmx"],
        ["framing", "--annotations"],
    ],
    ids=lambda command: command[0],
)
def test_a_mistyped_lake_is_refused_and_not_made(tmp_path: Path, command: list[str]) -> None:
    answer = CliRunner().invoke(app, [*command, "--lake", str(tmp_path / "nolake")])
    assert isinstance(answer.exception, InputError)
    assert "is not a lake" in str(answer.exception)
    assert not (tmp_path / "nolake").exists()
