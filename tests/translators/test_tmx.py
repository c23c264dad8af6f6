"""Translation memories of strangers: what cannot be read is named, nothing is written elsewhere."""

import gzip
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.lake.lake import Lake
from parallax.lake.schema import TRANSLATIONS
from parallax.translators import tmx
from parallax.translators.memory import Memory

GOOD = '<tu><tuv xml:lang="uk"><seg>Привіт</seg></tuv><tuv xml:lang="en"><seg>Hi</seg></tuv></tu>'


def unit(text: str = "Рада", language: str = "uk") -> str:
    return GOOD.replace("Привіт", text).replace('"uk"', f'"{language}"')


def memory(*units: str, head: str = "", source: str = "*all*") -> str:
    body = "".join(units)
    return f'{head}<tmx version="1.4"><header srclang="{source}"/><body>{body}</body></tmx>'


PATHS = {
    "up": "x/../../../../outside/a",
    "up at once": "../../../outside",
    "absolute": "/outside",
    "of Windows": "..\\..\\outside",
    "a folder more": "uk/x",
    "a dot": ".",
    "two dots": "..",
    "a tab": "u&#9;k",
    "a blank": "u k",
    "long": "x" * 300,
    "a number": "42",
    "another language": "de",
    "three letters": "xyz",
    "none": "",
    "a letter that looks the same": "еn",
}


@pytest.mark.parametrize("language", PATHS.values(), ids=PATHS.keys())
def test_a_language_that_is_none_of_ours_makes_nothing(language: str, tmp_path: Path) -> None:
    file, lake = tmp_path / "memory.tmx", Lake(tmp_path / "a" / "lake")
    file.write_text(memory(unit(language=language)), "utf-8")
    answer = CliRunner().invoke(app, ["memory", "import", str(file), "--lake", str(lake.root)])
    assert answer.exit_code == 1
    assert isinstance(answer.exception, InputError)
    assert "1 units passed over (1 in " in str(answer.exception)
    assert str(answer.exception).startswith(str(file))
    assert not list(tmp_path.rglob("*.parquet"))


def test_units_beside_it_are_imported_and_the_others_counted(
    tmp_path: Path, lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text(memory(unit(language="../x"), GOOD, *[unit(language="de")] * 2), "utf-8")
    assert Memory(lake).import_tmx(file) == 2
    assert "3 units passed over (2 in de, not in two of uk, ru, en; 1 in ../x" in caplog.text
    assert lake.partitions(TRANSLATIONS) == ["en-uk", "uk-en"]


@pytest.mark.parametrize("language", ["uk", "UK", "uk-UA", "uk_UA", "Uk-Cyrl-UA", "ukr", "ua"])
def test_a_language_is_its_first_subtag_in_small_letters(language: str, tmp_path: Path) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text(memory(unit(language=language), source=language), "utf-8")
    assert [(u.source, u.target) for u in tmx.read(file)] == [("uk", "en")]


BAD_UNITS = {
    "a reference to a surrogate": (unit("&#xD83D;"), "a character that XML forbids"),
    "a reference to a surrogate in the language": (
        unit(language="u&#xD83D;k"),
        "a character that XML forbids",
    ),
    "a reference to a surrogate in the source language": (
        unit().replace("<tu>", '<tu srclang="&#xD83D;">'),
        "a character that XML forbids",
    ),
    "a reference to a surrogate in a property": (
        unit().replace("<tu>", '<tu><prop type="x-origin">&#xD83D;</prop>'),
        "a character that XML forbids",
    ),
    "a reference to a control character": (unit("a&#x1F;b"), "a character that XML forbids"),
    "a reference to a non-character": (unit("&#xFFFE;"), "a character that XML forbids"),
    "an entity": (unit("&a;"), "an entity"),
    "an external entity": (unit("&c;"), "an entity"),
    "too long": (unit("Рада ухвалила. " * 1000), "longer than 5,000 characters"),
    "one text": ('<tu><tuv xml:lang="uk"><seg>Рада</seg></tuv></tu>', "without two texts"),
    "an empty text": (unit(" "), "with an empty text"),
    "no segment": (unit().replace("seg>", "s>"), "without two texts"),
    "nothing": ("<tu/>", "without two texts"),
    "another source": (unit().replace("<tu>", '<tu srclang="ru">'), "in the source language"),
}


@pytest.mark.parametrize(("bad", "why"), BAD_UNITS.values(), ids=BAD_UNITS.keys())
def test_a_bad_unit_costs_itself_only(bad: str, why: str, tmp_path: Path) -> None:
    entities = '<!DOCTYPE tmx [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    file, passed_over = tmp_path / "memory.tmx", Counter[str]()
    file.write_text(memory(bad, GOOD, head=entities), "utf-8")
    assert [u.text for u in tmx.read(file, passed_over)] == ["Привіт", "Hi"]
    ((reason, count),) = passed_over.items()
    assert why in reason
    assert count == 1


WRITTEN_OTHERWISE = {
    "codes of layout": '<bpt i="1">&lt;b&gt;</bpt>Міст<ept i="1">&lt;/b&gt;</ept> <ph/>стоїть.',
    "marked words": "<hi>Міст</hi> стоїть.",
    "a line break between words": 'Міст<ph type="lb">&lt;br/&gt;</ph>стоїть.',
    "indented": "\n      Міст\n      стоїть.\n    ",
    "an entity of HTML": "Міст&nbsp;стоїть.",
}


@pytest.mark.parametrize("written", WRITTEN_OTHERWISE.values(), ids=WRITTEN_OTHERWISE.keys())
@pytest.mark.parametrize("head", ["", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'])
def test_a_text_is_found_whatever_its_layout(
    written: str, head: str, tmp_path: Path, lake: Lake
) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text(memory(unit(written), head=head, source="*"), "utf-8")
    assert Memory(lake).import_tmx(file) == 2
    assert Memory(lake).lookup("uk", "en", texts=["Міст стоїть."])["Міст стоїть."].text == "Hi"


def test_other_blanks_apostrophes_and_composed_letters_are_one_text(
    tmp_path: Path, lake: Lake
) -> None:
    file, asked = tmp_path / "memory.tmx", "П'ять хат:\u00a0\u0457х сад."
    file.write_text(memory(unit("П\u2019ять хат: \u0456\u0308х сад.")), "utf-8")
    Memory(lake).import_tmx(file)
    assert Memory(lake).lookup("uk", "en", texts=[asked])[asked].text == "Hi"


def test_two_translations_of_one_text_are_said_and_the_first_is_kept(
    tmp_path: Path, lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text(memory(GOOD, GOOD.replace("Hi", "Hello"), source="uk"), "utf-8")
    assert Memory(lake).import_tmx(file) == 1
    assert "1 texts have more than one translation; the first is kept" in caplog.text
    assert Memory(lake).lookup("uk", "en")["Привіт"].text == "Hi"


READABLE = {
    "UTF-8": memory(GOOD).encode(),
    "UTF-8 with a mark": memory(GOOD).encode("utf-8-sig"),
    "UTF-16": memory(GOOD).encode("utf-16"),
    "UTF-16 that says UTF-8": memory(GOOD, head='<?xml version="1.0" encoding="utf-8"?>').encode(
        "utf-16"
    ),
    "windows-1251": memory(GOOD, head='<?xml version="1.0" encoding="windows-1251"?>').encode(
        "cp1251"
    ),
    "a control character": memory(unit("При\x01віт")).encode(),
    "a reference to a surrogate in the header": memory(GOOD, source="&#xD83D;").encode(),
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE.keys())
def test_any_encoding_that_is_stated_is_read(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "memory.tmx"
    file.write_bytes(content)
    assert [u.text for u in tmx.read(file)] == ["Привіт", "Hi"]


NOT_READABLE = {
    "empty": b"",
    "blanks": b" \n",
    "NULs": bytes(100),
    "not XML": b"source\ttarget\n",
    "HTML": b"<html><body/></html>",
    "in a namespace": b'<tmx xmlns="http://www.lisa.org/tmx14"><body/></tmx>',
    "cut": memory(GOOD).encode()[:-20],
    "cut in a tag": memory(GOOD).encode()[:100],
    "two roots": memory(GOOD).encode() * 2,
    "windows-1251 unsaid": memory(GOOD).encode("cp1251"),
    "a surrogate in UTF-8": memory(unit("\ud83d")).encode("utf-8", "surrogatepass"),
    "UTF-16 without a mark": memory(GOOD).encode("utf-16-le"),
    "an encoding nobody knows": memory(
        GOOD, head='<?xml version="1.0" encoding="utf-99"?>'
    ).encode(),
    "a codec of Python": memory(GOOD, head='<?xml version="1.0" encoding="rot13"?>').encode(),
    "deep": memory("<tu>" * 100_000).encode(),
    "a segment of 11 MB": memory(unit("x" * 11_000_000)).encode(),
    "an attribute twice": memory(GOOD.replace("xml:lang", 'xml:lang="en" xml:lang')).encode(),
    "compressed": gzip.compress(memory(GOOD).encode()),
    "entities of entities": memory(
        unit("&i;"),
        head="<!DOCTYPE tmx ["
        + '<!ENTITY a "lol">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
        + "]>",
    ).encode(),
}


@pytest.mark.parametrize("content", NOT_READABLE.values(), ids=NOT_READABLE.keys())
def test_a_file_that_cannot_be_read_is_one_line_and_nothing_is_imported(
    content: bytes, tmp_path: Path, lake: Lake
) -> None:
    file = tmp_path / "memory.tmx"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"memory\.tmx") as caught:
        Memory(lake).import_tmx(file)
    assert len(str(caught.value).splitlines()) == 1
    assert not any(word in str(caught.value) for word in ("None", "codec", "Error"))
    assert not lake.exists()


def test_a_file_that_is_not_there_or_is_a_folder_is_one_line(tmp_path: Path, lake: Lake) -> None:
    for path in (tmp_path / "no.tmx", tmp_path):
        with pytest.raises(InputError, match="cannot read the translation memory"):
            Memory(lake).import_tmx(path)


@settings(max_examples=200)
@given(st.data())
def test_damaged_bytes_never_leave_the_door_as_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(memory(GOOD, unit(language="de"), GOOD).encode())
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1)
    ):
        content[place] = byte
    del content[data.draw(st.integers(0, len(content))) :]
    file = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    file.write_bytes(content)
    found = []
    with suppress(InputError):
        found = list(tmx.read(file))
    assert {language for u in found for language in (u.source, u.target)} <= {"uk", "ru", "en"}
