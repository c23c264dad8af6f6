"""JSON-lines filters as programs in a pipe: bad lines, slow lines, many lines, broken pipes."""

import json
import os
import re
import signal
import subprocess
import sys
from itertools import chain, cycle
from pathlib import Path

import pytest

from parallax.cli.jsonl import object_of
from parallax.cli.line_keys import Keys
from parallax.cli.line_reader import LIMITS, LineReader, lines_of
from parallax.core.clean_text import clean_values
from parallax.core.errors import InputError

PYTHON_WORDS = re.compile(
    r"NoneType|'\w+' object|'(str|int|float|list|dict|bool)'|index out of range|unhashable"
    r"|subscriptable|attribute|KeyError|\w+Error|Traceback|invalid literal|argument|codec"
    r"|set_int_max|iterable|fault of the program"
)
GOOD = {
    "numbers": b'{"text": "Five men, 12 houses", "id": 1}',
    "numbers --compare": b'{"a": {"text": "12 people"}, "b": {"text": "15 people"}}',
    "framing": b'{"segments": [{"seg": "a", "text": "Russia claims it."}]}',
    "gather": b'{"url": "https://a.example/x", "html": "<p>no article"}',
    "translate": b'{"text": "law", "source": "en", "target": "en"}',
    "encode": b'{"text": "Hello"}',
    "align": b'{"a": {"sentences": ["One."]}, "b": {"sentences": ["Two."]}}',
}
BAD_FOR_ALL = [
    b"no json",
    b"null",
    b"5",
    b'"text"',
    b"[1, 2]",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"{",
    b'{"text": "x"',
    b'{"text": "x"} {}',
    b'{"text": "x", }',
    b"{'text': 'x'}",
    b"{}",
    b'{"text": NaN}',
    b'{"text": "x", "n": Infinity}',
    b'{"text": "x", "n": -Infinity}',
    b'{"text": "x", "n": 1e999}',
    b'{"text": "x", "n": ' + b"9" * 5000 + b"}",
    b'{"text": "x", "n": -' + b"9" * 5000 + b"}",
    b'{"text": "a\x00b"}',
    b'{"text": "\xff"}',
    b'{"text": "\xed\xa0\x80"}',
    b"\xff\xfe{\x00}\x00",
    '{"text": "x"}'.encode("utf-16-be"),
    b"\xef\xbb\xbf",
    b"\x1b[31m",
]
BAD_TEXTS = [
    b'{"text": null}',
    b'{"text": 5}',
    b'{"text": 1.5}',
    b'{"text": true}',
    b'{"text": ["x"]}',
    b'{"text": {"text": "x"}}',
    b'{"txt": "x"}',
    b'{"lang": 5}',
]
BAD_LANGUAGES = [
    b'{"text": "x", "lang": 5}',
    b'{"text": "x", "lang": true}',
    b'{"text": "x", "lang": "xx"}',
    b'{"text": "x", "lang": "UK"}',
    b'{"text": "x", "lang": ["uk"]}',
    b'{"text": "x", "lang": {"uk": 1}}',
]
BAD = {
    "numbers": [
        *BAD_TEXTS,
        *BAD_LANGUAGES,
        b'{"text": "x", "published": 5}',
        b'{"text": "x", "published": []}',
        b'{"text": "x", "published": "yesterday"}',
        b'{"text": "x", "published": "2024-02-31"}',
    ],
    "numbers --compare": [
        b'{"a": {"text": "x"}}',
        b'{"a": null, "b": null}',
        b'{"a": "x", "b": "y"}',
        b'{"a": [], "b": []}',
        b'{"a": 1, "b": {"text": "x"}}',
        b'{"a": {"text": "x"}, "b": {}}',
        b'{"a": {"text": "x"}, "b": {"text": 7}}',
        b'{"a": {"text": "x", "lang": "xx"}, "b": {"text": "x"}}',
        b'{"a": {"text": "x"}, "b": {"text": "x", "published": {}}}',
    ],
    "framing": [
        *BAD_TEXTS,
        *BAD_LANGUAGES,
        b'{"text": "x", "position": 5}',
        b'{"segments": null}',
        b'{"segments": []}',
        b'{"segments": 5}',
        b'{"segments": "x"}',
        b'{"segments": [1]}',
        b'{"segments": [null]}',
        b'{"segments": [[]]}',
        b'{"segments": {"a": "x"}}',
        b'{"segments": [{}]}',
        b'{"segments": [{"text": 5}]}',
        b'{"segments": [{"seg": [], "text": "x"}]}',
        b'{"segments": [{"text": "x", "lang": "de"}]}',
        b'{"segments": [{"text": "x", "position": []}]}',
        b'{"segments": [{"seg": "a", "text": "x"}, {"seg": "a", "text": "y"}]}',
    ],
    "gather": [
        b'{"url": null}',
        b'{"url": 5}',
        b'{"url": []}',
        b'{"html": "<p>x"}',
        b'{"url": "https://a.example/", "html": null}',
        b'{"url": "https://a.example/", "html": 5}',
        b'{"url": "https://a.example/", "html": ""}',
        b'{"url": ""}',
        b'{"url": "no such file"}',
        b'{"url": "http://[bad"}',
        b'{"url": "http://"}',
        b'{"url": "http://[bad", "html": "<p>x"}',
        b'{"url": "a\\u0000b"}',
        b'{"url": "\\ud83d"}',
        b'{"url": "file:///no/such/file"}',
    ],
    "translate": [
        *BAD_TEXTS,
        b'{"text": "x", "source": 5, "target": "en"}',
        b'{"text": "x", "source": "en", "target": []}',
        b'{"text": "x", "source": "../..", "target": "en"}',
        b'{"text": "x", "source": "a/b", "target": "en"}',
        b'{"text": "x", "source": "uk", "target": "e\\u0000n"}',
        b'{"text": "x", "source": "uk", "target": {}}',
        '{"text": "Рада", "source": "uk", "target": "qq"}'.encode(),
    ],
    "encode": [*BAD_TEXTS, b'{"text": "' + b"a " * 40_000 + b'"}'],
    "align": [
        b'{"a": {"sentences": ["x"]}}',
        b'{"b": {"sentences": ["x"]}}',
        b'{"a": null, "b": null}',
        b'{"a": "x", "b": "y"}',
        b'{"a": ["x"], "b": ["y"]}',
        b'{"a": {"sentences": "x"}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": null}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": [1]}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": [null]}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": [["x"]]}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": {}}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": ["x"], "lang": 5}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": ["x"], "lang": "xx"}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": ["x"], "translated": 5}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": ["x"], "translated": ["y", "z"]}, "b": {"sentences": ["x"]}}',
        b'{"a": {"sentences": ["' + b"x " * 6000 + b'"]}, "b": {"sentences": ["x"]}}',
        b'{"articles": {}}',
        b'{"articles": null}',
        b'{"articles": "x"}',
        b'{"articles": [1, 2]}',
        b'{"articles": [{}, {}]}',
        b'{"articles": [null, {"sentences": ["x"]}]}',
        b'{"articles": [{"sentences": 5}, {"sentences": ["x"]}]}',
    ],
}


def program(command: str) -> list[str]:
    return [sys.executable, "-m", "parallax", *command.split(), "--jsonl"]


def started(command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        program(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def answered_once() -> subprocess.Popen[bytes]:
    """A filter that has answered one line and waits for the next."""
    process = started("numbers")
    assert process.stdin
    assert process.stdout
    process.stdin.write(b'{"text": "5 men"}\n')
    process.stdin.flush()
    process.stdout.readline()
    return process


def piped(command: str, given: bytes) -> tuple[int, list[bytes], str]:
    """Return the exit status, the lines of output, and what went to standard error."""
    process = started(command)
    # The slowest takes 8 s of a processor, 18 s where it has to compile first; the limit is that of
    # pytest for a test, nearly, for machines that give it a tenth of a processor.
    written, said = process.communicate(given, timeout=280)
    return process.returncode, written.split(b"\n")[:-1], said.decode()


@pytest.mark.parametrize(
    "command",
    [
        *(["numbers", "numbers --compare", "framing", "gather", "translate"]),
        *(pytest.param(name, marks=pytest.mark.model) for name in ("encode", "align")),
    ],
)
@pytest.mark.slow(8)
def test_a_bad_line_has_one_clear_answer_and_the_good_ones_theirs(command: str) -> None:
    bad = BAD_FOR_ALL + BAD[command]
    assert len(bad) >= 30
    alternating = chain.from_iterable(zip(bad, cycle([GOOD[command]])))
    status, lines, said = piped(command, b"\n".join(alternating))
    answers = [json.loads(line) for line in lines]
    assert (status, len(answers), said) == (1, 2 * len(bad), "")
    for line, answer in zip(bad, answers[::2], strict=True):
        assert isinstance(answer["error"], str), line[:200]
        assert not PYTHON_WORDS.search(answer["error"]), (line[:200], answer["error"])
    if command != "gather":  # its page has no article
        assert all("error" not in answer for answer in answers[1::2])
    assert all(answer == answers[1] for answer in answers[3::2])


def asked(line: bytes) -> tuple[str, str | None]:
    keys = Keys(object_of(line))
    return keys.text("text"), keys.language()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"lang": 5}', "'text' is missing: it must be a string"),
        (b'{"text": null}', "'text' is null: it must be a string"),
        (b'{"text": ["x"]}', "'text' must be a string, not a list"),
        (b'{"text": "x", "lang": "xx"}', "'lang' must be one of uk, ru, en, not “xx”"),
        (b'{"text": "x", "lang": 5}', "'lang' must be one of uk, ru, en, not a number"),
        (b"[1, 2]", "a line must be a JSON object, not a list"),
        (b'{"n": ' + b"9" * 5000 + b"}", "a number of 5,000 digits is too long"),
        (b'{"text": "\xff"}', "the line is not UTF-8, at byte 11"),
    ],
)
def test_an_error_names_the_key_and_what_it_must_be(line: bytes, said: str) -> None:
    with pytest.raises(InputError) as fault:
        asked(line)
    assert str(fault.value) == said


ODD = [
    ('{"text": "12 \\ud83d people", "key": "\\udc00"}', "12 \ufffd people"),
    ('{"text": "12 men", "a\\ud83d": [{"\\udfff": "\\ud83d\\ud83d"}, 5, null]}', "12 men"),
    ('{"text": "12 men \\ud83d\\ude00"}', "12 men \U0001f600"),
    ('\ufeff{"text": "12 men"}', "12 men"),
    ('{"text": "12 men"}\r', "12 men"),
    ('  {"text": "12 men"}\t', "12 men"),
    ('{"text": "12 men\u2028and\u2029more\x85"}', "12 men\u2028and\u2029more\x85"),
    ('{"text": "12\\u0000men"}', "12\ufffdmen"),
    ('{"text": "x", "text": "12 men"}', "12 men"),
    ('{"text": "12 men", "error": "of an earlier filter"}', "12 men"),
    ('{"text": "12 men", "deep": ' + "[" * 200 + "]" * 200 + "}", "12 men"),
    ('{"text": "12 men", "n": ' + "9" * 4000 + "}", "12 men"),
    ('{"text": "12 men", "lang": null, "published": ""}', "12 men"),
    ('{"text": ""}', ""),
]


@pytest.mark.slow(4)
def test_odd_lines_are_answered_and_their_other_keys_passed_on() -> None:
    """Blank lines are no lines; the last one needs no line break. A strict reader takes every
    answer: it has no lone surrogate, as an escape either.
    """
    given = "\n\n \r\n".join(line for line, _ in ODD)
    status, lines, said = piped("numbers", given.encode())
    answers = [json.loads(line) for line in lines]
    assert (status, len(answers), said) == (0, len(ODD), "")
    for (line, text), answer in zip(ODD, answers, strict=True):
        known = clean_values(json.loads(line.removeprefix("\ufeff")))
        assert {key: answer[key] for key in known} == known
        assert answer["text"] == text
        assert [q["surface"] for q in answer["quantities"]] == (["12"] if text else [])
        json.dumps(answer, ensure_ascii=False).encode()
    assert all(len(line.decode().splitlines()) == 1 for line in lines)


@pytest.mark.slow(4)
def test_a_slow_line_is_answered_before_the_next_is_written() -> None:
    process = started("numbers")
    assert process.stdin
    assert process.stdout
    for number in range(1, 6):
        process.stdin.write(json.dumps({"text": f"{number} men"}).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert answer["quantities"][0]["value"] == number
    process.stdin.close()
    assert process.wait(60) == 0


@pytest.mark.slow(8)
def test_ten_thousand_lines_keep_their_order() -> None:
    given = b"".join(b'{"text": "men", "lang": "en", "n": %d}\n' % n for n in range(10_000))
    status, lines, _ = piped("numbers", given)
    assert status == 0
    assert [json.loads(line)["n"] for line in lines] == [*range(10_000)]


@pytest.mark.slow(6)
def test_a_line_of_a_hundred_megabytes_is_refused_and_the_next_one_answered() -> None:
    given = b'{"text": "' + b"a" * 100_000_000 + b'"}\n{"text": "5 men"}'
    status, lines, _ = piped("numbers", given)
    assert status == 1
    assert json.loads(lines[0]) == {"error": "the line is longer than 32,000,000 bytes"}
    assert json.loads(lines[1])["quantities"][0]["value"] == 5


@pytest.mark.slow(4)
def test_a_reader_that_leaves_ends_the_filter_quietly() -> None:
    process = answered_once()
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stdin.write(b'{"text": "6 men"}\n')
    process.stdin.close()
    assert (process.wait(60), process.stderr.read()) == (141, b"")


@pytest.mark.slow(4)
def test_control_c_ends_the_filter_quietly() -> None:
    process = answered_once()
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.send_signal(signal.SIGINT)
    assert (process.wait(60), process.stderr.read()) == (130, b"")


@pytest.mark.model
@pytest.mark.slow(30)
@pytest.mark.parametrize("command", ["encode", "align"])
def test_lines_together_have_the_answers_of_lines_alone(command: str) -> None:
    texts = ["Hello.", "Two people were injured.", "Двоє людей дістали поранення.", "", "12"]
    given = [{"text": text} for text in texts]
    if command == "align":
        sides = [{"sentences": [*texts[n:], *texts[:n]]} for n in range(4)]
        given = [{"a": sides[0], "b": side} for side in sides] + [{"articles": sides}]
    lines = [json.dumps(one).encode() + b"\n" for one in given]
    together = piped(command, b"".join(lines))[1]
    process = started(command)
    assert process.stdin
    assert process.stdout
    alone = []
    for line in lines:
        process.stdin.write(line)
        process.stdin.flush()
        alone.append(process.stdout.readline().removesuffix(b"\n"))
    process.stdin.close()
    assert process.wait(60) == 0
    assert together == alone


@pytest.mark.slow(4)
def test_framing_takes_one_text() -> None:
    given = {"text": "Kyiv claims «victory».", "lang": "en", "id": 3}
    status, (line,), _ = piped("framing", json.dumps(given).encode())
    answer = json.loads(line)
    assert status == 0
    assert {key: answer[key] for key in given} == given
    assert ("scare_quotes", "present") in {(m["axis"], m["value"]) for m in answer["markers"]}
    assert all(0 <= m["start"] < m["end"] <= len(given["text"]) for m in answer["markers"])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_lines_are_the_same_in_chunks_of_any_size(size: int) -> None:
    text = "one\n\ntwo\u2028still two\r\n\nthree".encode()
    chunks = [text[at : at + size] for at in range(0, len(text), size)] + [b""]
    found = [*lines_of(lambda _: chunks.pop(0))]
    assert found == text.split(b"\n")


def test_endless_input_is_read_ahead_to_a_limit() -> None:
    asked = 0

    def read(size: int) -> bytes:
        nonlocal asked
        asked += size
        return b"x" * (size - 1) + b"\n"

    reader = LineReader(read)
    for _ in range(200):
        assert len(reader.take(1)) == 1
    assert asked <= LIMITS.ahead + 210 * LIMITS.read


def test_a_fault_of_the_stream_comes_after_the_lines_before_it() -> None:
    chunks = [b"one\ntwo\n"]

    def read(_: int) -> bytes:
        if chunks:
            return chunks.pop()
        raise OSError("the disk is gone")

    reader = LineReader(read)
    assert [reader.take(1), reader.take(1)] == [[b"one"], [b"two"]]
    with pytest.raises(OSError, match="the disk is gone"):
        reader.take(1)
