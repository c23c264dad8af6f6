"""The role set: its files hold what they say, and roles are scored by head words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.role_scores import Found, score
from benchmarks.role_set import HERE, ROLES, main, read
from parallax.core.errors import InputError

TEXT = "Two miners died, the mayor told reporters."
FILES = sorted(HERE.glob("*.jsonl"))
SECOND = sorted((HERE / "second").glob("*.jsonl"))


def place(words: str, head: str) -> dict[str, Any]:
    start, first = TEXT.index(words), TEXT.index(head)
    return {
        "words": words,
        "span": [start, start + len(words)],
        "head": [first, first + len(head)],
    }


def statement(kind: str, predicate: str, **roles: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "concept": predicate,
        "predicate": place(predicate, predicate),
        **(dict.fromkeys(ROLES) | roles),
        "side": None,
        "negated": False,
        "modality": "fact",
        "passive_without_doer": False,
        "doer_kind": None,
    }


LINE: dict[str, Any] = {
    "id": "en-001",
    "lang": "en",
    "part": "dev",
    "parallel": None,
    "genre": "accident",
    "text": TEXT,
    "statements": [
        statement("casualty", "died", whom=place("Two miners", "miners")),
        statement(
            "report",
            "told",
            speaker=place("the mayor", "mayor"),
            addressee=place("reporters", "reporters"),
        ),
    ],
}


def written(folder: Path, *lines: dict[str, Any]) -> Path:
    file = folder / "en.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_has_200_sentences_of_its_language_half_of_them_for_the_end(file: Path) -> None:
    sentences = read(file)
    assert len({sentence.text for sentence in sentences}) == 200
    assert {sentence.language for sentence in sentences} == {file.stem}
    assert sum(sentence.part == "test" for sentence in sentences) == 100


@pytest.mark.parametrize("file", SECOND, ids=lambda file: file.stem)
def test_the_second_set_has_100_sentences_a_language_that_the_first_has_not(file: Path) -> None:
    sentences = read(file)
    texts = {sentence.text for sentence in sentences}
    assert len(texts) == 100
    assert texts.isdisjoint(sentence.text for sentence in read(HERE / file.name))
    assert {(one.language, one.part) for one in sentences} == {(file.stem, "test2")}


@pytest.mark.parametrize(("files", "translated"), [(FILES, 60), (SECOND, 30)])
def test_translations_are_in_one_part_and_say_the_same(files: list[Path], translated: int) -> None:
    first, *others = (
        {
            one.parallel: (
                one.part,
                sorted((s.kind, s.negated, s.modality) for s in one.statements),
            )
            for one in read(file)
            if one.parallel
        }
        for file in files
    )
    assert len(first) == translated
    assert len(others) == 2
    for other in others:
        assert other.keys() == first.keys()
        assert {key: part for key, (part, _) in other.items()} == {
            key: part for key, (part, _) in first.items()
        }
        assert other == first


def test_what_a_file_holds_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(written(tmp_path, LINE))])
    printed = dict(line.split()[:2] for line in capsys.readouterr().out.splitlines()[2:-1])
    assert printed["statements"] == "2"
    assert (printed["casualty"], printed["speaker"], printed["owner"]) == ("1", "1", "0")


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        ({"text": "Three miners died, the mayor told reporters."}, "is not at"),
        ({"part": "train"}, "part train"),
        ({"note": "x"}, "note"),
        ({"statements": [{**LINE["statements"][0], "kind": "rumour"}]}, "kind rumour"),
        ({"statements": [statement("loss", "died", who=place("mayor", "mayor"))]}, "a doer has"),
        ({"statements": [statement("loss", "died", whom=place("Two miners", "Two m"))]}, "part of"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number(
    tmp_path: Path, spoiled: dict[str, Any], reason: str
) -> None:
    file = written(tmp_path, LINE, {**LINE, "id": "en-002", **spoiled})
    with pytest.raises(InputError, match=rf"en\.jsonl, line 2: .*{reason}"):
        read(file)


def found(predicate: str, role: str, head: str, kind: str = "report") -> Found:
    return Found(TEXT.index(predicate), role, TEXT.index(head), kind)


def test_a_role_is_right_when_predicate_and_head_are(tmp_path: Path) -> None:
    sentences = read(written(tmp_path, LINE))
    scores = score(
        sentences,
        {
            "en-001": [
                found("died", "predicate", "died", "casualty"),
                found("died", "whom", "miners", "casualty"),
                found("told", "speaker", "reporters"),
            ]
        },
    )["en"]
    assert (scores.strict["whom"].precision, scores.strict["whom"].recall) == (1, 1)
    assert (scores.strict["speaker"].precision, scores.strict["speaker"].recall) == (0, 0)
    assert scores.strict["addressee"].recall == 0
    assert (scores.strict["predicate"].right, scores.strict["predicate"].labelled) == (1, 2)
    assert (scores.strict["all"].right, scores.strict["all"].found) == (1, 2)
    assert scores.strict["all"].labelled == 3


def test_a_role_at_another_predicate_is_right_only_leniently(tmp_path: Path) -> None:
    sentences = read(written(tmp_path, LINE))
    scores = score(sentences, {"en-001": [found("died", "speaker", "mayor")]})["en"]
    assert scores.strict["speaker"].right == 0
    assert scores.lenient["speaker"].right == scores.lenient["speaker"].met == 1


def test_negation_is_scored_at_its_predicate(tmp_path: Path) -> None:
    (sentence,) = read(written(tmp_path, LINE))
    died, told = sentence.statements
    sentence = replace(sentence, statements=(replace(died, negated=True), told))
    denied = Found(TEXT.index("died"), "negated", TEXT.index("died"), "casualty", "yes")
    assert score([sentence], {"en-001": [denied]})["en"].strict["negated"].recall == 1
    assert score([sentence], {})["en"].strict["negated"].recall == 0


def test_an_action_without_a_label_is_not_held_against_the_finder(tmp_path: Path) -> None:
    sentences = read(written(tmp_path, LINE))
    action = found("reporters", "who", "mayor", "action")
    assert score(sentences, {"en-001": [action]})["en"].strict["who"].found == 0
    assert score(sentences, {"en-001": [replace(action, kind="loss")]})["en"].strict["who"].found
