"""Files of settings and outlets that are not what they should be: one line in plain words each."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.corpora.outlets.registry import load

EDITION = '[[outlet.edition]]\nid = "a-uk"\nlanguage = "uk"\nhome = "https://a.example/"\n'
OUTLET = '[[outlet]]\nname = "a"\n'
NOT_TOML: dict[str, bytes] = {
    "windows-1251": '[[outlet]]\nname = "Привіт"\n'.encode("cp1251"),
    "UTF-16": "[[outlet]]\n".encode("utf-16"),
    "NULs": bytes(10),
    "binary": bytes(range(256)),
    "deep": b"a = " + b"[" * 100_000,
    "a number of 5,000 digits": b"a = " + b"9" * 5000,
    "a date that is none": b"a = 2024-02-31",
    "an open text": b'a = "',
    "JSON": b'{"outlet": []}',
    "a lone surrogate": b'a = "\\ud800"',
}
NOT_OUTLETS = {
    "outlets that are numbers": "outlet = [1, 2]",
    "outlets that are a text": 'outlet = "x"',
    "no name": f"[[outlet]]\n{EDITION}",
    "a name that is a list": f'[[outlet]]\nname = ["a"]\n{EDITION}',
    "editions that are numbers": f"{OUTLET}edition = [1]\n",
    "an id that is a list": f"{OUTLET}{EDITION}".replace('"a-uk"', '["a-uk"]'),
    "no home": f"{OUTLET}{EDITION}".replace("home", "# home"),
    "a field nobody knows": f"{OUTLET}{EDITION}color = 1\n",
    "feeds that are a number": f"{OUTLET}{EDITION}feeds = 1\n",
    "feeds that are a text": f'{OUTLET}{EDITION}feeds = "https://a.example/feed"\n',
    "a feed that is a number": f"{OUTLET}{EDITION}feeds = [1]\n",
    "a day that is a text": f'{OUTLET}{EDITION}since = "soon"\n',
    "twins that are a number": f"{OUTLET}twins = 3\n{EDITION}",
    "pages that are numbers": f"{OUTLET}pages = [1]\n{EDITION}",
    "a language that is a list": f"{OUTLET}{EDITION}".replace('"uk"', '["uk"]'),
    "another language": f"{OUTLET}{EDITION}".replace('"uk"', '"de"'),
}
PYTHON = ("codec", "NoneType", "object", "__init__", "argument", "unhashable", "int()", "Error")


def one_line(error: InputError, file: str) -> None:
    said = str(error)
    assert file in said
    assert len(said.splitlines()) == 1
    assert not any(word in said for word in PYTHON)


@pytest.mark.parametrize("content", NOT_TOML.values(), ids=NOT_TOML.keys())
def test_a_file_that_is_not_toml_is_one_line(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load(file)
    one_line(caught.value, "my.toml")
    (Path.cwd() / "parallax.toml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        Settings()
    one_line(caught.value, "parallax.toml")


@pytest.mark.parametrize("content", NOT_OUTLETS.values(), ids=NOT_OUTLETS.keys())
def test_a_file_that_is_no_registry_is_one_line(content: str, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(content, "utf-8")
    answer = CliRunner().invoke(app, ["outlets", "list", "--outlets", str(file)])
    assert isinstance(answer.exception, InputError)
    one_line(answer.exception, "my.toml")


def test_a_registry_is_read_also_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(f"{OUTLET}{EDITION}since = 2024-01-01\n", "utf-8-sig")
    assert [edition.id for edition in load(file).editions] == ["a-uk"]
    assert load(None).editions


def test_a_text_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes("Привіт".encode("cp1251"))
    answer = CliRunner().invoke(app, ["numbers", str(file)])
    assert isinstance(answer.exception, InputError)
    one_line(answer.exception, "text.txt")
