"""JSON lines: every line is answered, in order, a wrong one with its fault."""

import json

import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.corpora.sample.story_file import HERE

RUNNER = CliRunner()


def lines(command: list[str], *given: object) -> tuple[int, list[dict]]:
    result = RUNNER.invoke(
        app, command, input="\n".join(x if isinstance(x, str) else json.dumps(x) for x in given)
    )
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_numbers_as_json_lines_answer_every_line_in_order() -> None:
    code, answers = lines(
        ["numbers", "--jsonl"],
        {"text": "Понад 5 людей", "lang": "uk", "id": 7},
        "no json",
        {"text": "5 men"},
    )
    assert code == 1
    assert answers[0]["id"] == 7
    assert answers[0]["quantities"][0] == {
        "start": 0,
        "end": 7,
        "surface": "Понад 5",
        "kind": "count",
        "value": 5.0,
        "low": 5.0,
        "high": None,
        "modifier": "more_than",
        "unit": None,
        "counted": "люди",
        "period": None,
    }
    assert "error" in answers[1]
    assert answers[2]["quantities"][0]["value"] == 5.0


def test_numbers_compare_as_json_lines() -> None:
    pair = {
        "a": {"text": "Загинули 12 людей", "lang": "uk"},
        "b": {"text": "15 people were killed", "lang": "en"},
    }
    code, (answer,) = lines(["numbers", "--compare", "--jsonl"], pair)
    assert code == 0
    assert answer["verdict"] == "conflict"
    assert answer["pairs"][0]["a"]["surface"] == "12"


def test_framing_as_json_lines() -> None:
    segments = [
        {"seg": "a", "lang": "en", "position": "lead", "text": "Russia claims it."},
        {"seg": "b", "lang": "ru", "position": "lead", "text": "МИД сообщил это."},
    ]
    code, (answer,) = lines(["framing", "--jsonl"], {"id": "x", "segments": segments})
    assert code == 0
    assert [(d["axis"], d["pair"], d["values"]) for d in answer["diffs"]] == [
        ("attribution", ["a", "b"], {"a": "distance", "b": "neutral"})
    ]


@pytest.mark.model
def test_align_as_json_lines_for_two_and_for_many() -> None:
    a = {
        "lang": "en",
        "sentences": [
            "Schools will stay closed until Monday.",
            "Rescuers put out the fire in two hours.",
        ],
    }
    b = {
        "lang": "uk",
        "sentences": [
            "Рятувальники загасили пожежу за дві години.",
            "Школи будуть зачинені до понеділка.",
        ],
    }
    code, (two, many) = lines(["align", "--jsonl"], {"a": a, "b": b}, {"articles": [a, b, a]})
    assert code == 0
    assert two["regime"] == "comparable"
    assert {(tuple(x["a"]), tuple(x["b"])) for x in two["beads"]} == {((0,), (1,)), ((1,), (0,))}
    assert {json.dumps(x["members"]) for x in many["links"]} == {
        '{"0": [0], "1": [1], "2": [0]}',
        '{"0": [1], "1": [0], "2": [1]}',
    }


@pytest.mark.model
def test_encode_gives_unit_vectors() -> None:
    _, (answer,) = lines(["encode", "--jsonl"], {"text": "Привіт", "lang": "uk"})
    assert len(answer["vector"]) == 512


def test_gather_reads_html_from_json_lines() -> None:
    html = (
        (HERE / "site/khronika.example/news/2024-04-07/shtorm.html")
        .read_bytes()
        .decode("windows-1251")
    )
    code, (answer, bad) = lines(
        ["gather", "--jsonl"],
        {"url": "https://khronika.example/x", "html": html},
        {"url": "https://x.example", "html": ""},
    )
    assert answer["language"] == "ru"
    assert answer["title"].startswith("На западе Украины")
    assert bad["error"] == "empty page"
    assert code == 1


def test_translate_without_a_package_says_how_to_get_one() -> None:
    code, (answer, same) = lines(
        ["translate", "--jsonl"],
        {"text": "Рада", "source": "uk", "target": "en"},
        {"text": "law", "source": "en", "target": "en"},
    )
    assert code == 1
    assert "parallax models install uk-en" in answer["error"]
    assert same["translation"] == "law"
