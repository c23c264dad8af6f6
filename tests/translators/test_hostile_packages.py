"""Argos packages of strangers: one line for each that is none, nothing left of it, the others
installed.
"""

import io
import json
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.translators import package_archive, packages
from parallax.translators.installed_packages import installed

TOP = "translate-uk_en-1_9"
GOOD = {
    "package_version": "1.9",
    "argos_version": "1.5",
    "from_code": "uk",
    "to_code": "en",
    "from_name": "Ukrainian",
    "to_name": "English",
}


def package(
    metadata: object = GOOD,
    *more: tuple[str | zipfile.ZipInfo, bytes],
    top: str = TOP,
    method: int = zipfile.ZIP_DEFLATED,
    model: bool = True,
) -> bytes:
    """Return an archive with metadata, a tokenizer and other entries."""
    buffer = io.BytesIO()
    content = metadata if isinstance(metadata, bytes) else json.dumps(metadata).encode()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(f"{top}/metadata.json", content)
        if model:
            archive.writestr(f"{top}/sentencepiece.model", b"pieces" * 100)
        for name, data in more:
            archive.writestr(name, data)
    return buffer.getvalue()


def link(name: str, kind: int = stat.S_IFLNK) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (kind | 0o777) << 16
    return entry


def flagged(content: bytes, flags: int = 0x1) -> bytes:
    """Set the flags of the first entry, in its own header and in the directory."""
    changed = bytearray(content)
    changed[6] |= flags
    changed[changed.index(b"PK\1\2") + 8] |= flags
    return bytes(changed)


def of_method(content: bytes, method: int) -> bytes:
    changed = bytearray(content)
    changed[8:10] = struct.pack("<H", method)
    at = changed.index(b"PK\1\2") + 10
    changed[at : at + 2] = struct.pack("<H", method)
    return bytes(changed)


def damaged(content: bytes) -> bytes:
    changed = bytearray(content)
    start = 30 + len(f"{TOP}/metadata.json")
    changed[start : start + 20] = b"\xff" * 20
    return bytes(changed)


def without(*names: str, **more: object) -> dict[str, object]:
    return {name: value for name, value in GOOD.items() if name not in names} | more


METADATA: dict[str, object] = {
    "a list": [],
    "a list of packages": [GOOD],
    "null": None,
    "a number": 42,
    "a text": "uk-en",
    "empty": {},
    "deep": b"[" * 100_000,
    "not JSON": b"uk-en",
    "nothing": b"",
    "not UTF-8": b'{"from_name": "\xd3\xea\xf0"}',
    "UTF-16": json.dumps(GOOD).encode("utf-16"),
    "a number of 5,000 digits": b'{"package_version": ' + b"9" * 5000 + b"}",
    "a version that is null": without(package_version=None),
    "a version that is a number": without(package_version=1.9),
    "a version that is a list": without(package_version=[1, 9]),
    "a version that is a path": without(package_version="../../x"),
    "a version of 10,000 digits": without(package_version="9" * 10_000),
    "no version": without("package_version"),
    "no language": without("from_code"),
    "a language that is null": without(to_code=None),
    "a language that is a list": without(to_code=["en"]),
    "a language that is a path": without(to_code="../en"),
    "a name that is null": without(from_name=None),
    "languages that are null": without(source_languages=None),
    "languages that are names": without(languages={"code": "uk"}),
    "a prefix that is a number": without(target_prefix=1),
    "another type": without(type="sbd"),
    "a type that is a list": without(type=[]),
    "too large": b'{"a": "' + bytes(range(48, 58)) * 200_000 + b'"}',
}
ARCHIVES: dict[str, bytes] = {
    "not an archive": b"text",
    "empty": b"",
    "an empty archive": b"PK\5\6" + bytes(18),
    "cut": package()[:-40],
    "cut in the middle": package()[:300],
    "encrypted": flagged(package()),
    "an unknown method": of_method(package(), 97),
    "LZMA": package(method=zipfile.ZIP_LZMA),
    "damaged": damaged(package()),
    "no tokenizer": package(model=False),
    "no metadata": package().replace(b"metadata.json", b"metadata.txt2"),
    "up": package(GOOD, ("../outside.txt", b"x")),
    "up inside": package(GOOD, (f"{TOP}/../../outside.txt", b"x")),
    "absolute": package(GOOD, ("/tmp/outside.txt", b"x")),
    "of Windows": package(GOOD, (f"{TOP}\\..\\outside.txt", b"x")),
    "a link": package(GOOD, (link(f"{TOP}/model"), b"/etc")),
    "a device": package(GOOD, (link(f"{TOP}/model", stat.S_IFCHR), b"")),
    "a pipe": package(GOOD, (link(f"{TOP}/model", stat.S_IFIFO), b"")),
    "twice": package(GOOD, (f"{TOP}/model/", b""), (f"{TOP}/model", b"x")),
    "two folders": package(GOOD, ("another/x", b"x")),
    "no folder": package(GOOD, ("x", b"x")),
    "a hidden folder": package(top=".ssh"),
    "a name of 300 bytes": package(top="x" * 300),
    "an escape sequence": package(GOOD, (f"{TOP}/\x1b[31m", b"x")),
    "a bomb": package(GOOD, (f"{TOP}/model.bin", bytes(30_000_000))),
    "many files": package(GOOD, *((f"{TOP}/{n}", b"") for n in range(10_001))),
    "a file for a folder": package(GOOD, (f"{TOP}/a", b"x"), (f"{TOP}/a/b", b"x")),
}
BAD = {f"metadata: {name}": package(data) for name, data in METADATA.items()} | ARCHIVES


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_bad_package_is_one_line_and_leaves_nothing(content: bytes, tmp_path: Path) -> None:
    file, folder = tmp_path / "bad.argosmodel", tmp_path / "packages"
    file.write_bytes(content)
    folder.mkdir()
    with pytest.raises(InputError) as caught:
        packages.install_file(file, folder)
    said = str(caught.value)
    assert str(file) in said
    assert len(said.splitlines()) == 1
    assert not any(word in said for word in ("NoneType", "Errno", "object", "codec", "struct"))
    assert list(folder.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.argosmodel", "packages"]


def test_of_a_folder_the_good_ones_are_installed_and_the_bad_ones_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, folder = tmp_path / "source", tmp_path / "packages"
    source.mkdir()
    (source / "a.argosmodel").write_bytes(package([]))
    (source / "b.argosmodel").write_bytes(package())
    (source / "c.argosmodel").write_bytes(b"text")
    monkeypatch.setenv("PARALLAX_TRANSLATE__ARGOS_PACKAGES", str(folder))
    answer = CliRunner().invoke(app, ["models", "install", "--from", str(source)])
    assert answer.exit_code == 1
    assert [line.split()[1] for line in answer.stderr.splitlines()] == [
        f"{source}/a.argosmodel",
        f"{source}/c.argosmodel",
    ]
    assert answer.stdout == f"installed uk-en from {source}/b.argosmodel\n"
    assert [path.name for path in folder.iterdir()] == [TOP]


def test_a_bad_package_replaces_nothing_and_a_good_one_does(tmp_path: Path) -> None:
    folder, file = tmp_path / "packages", tmp_path / "p.argosmodel"
    folder.mkdir()
    file.write_bytes(package(GOOD, (f"{TOP}/old", b"")))
    packages.install_file(file, folder)
    file.write_bytes(package(without(from_code=None)))
    with pytest.raises(InputError):
        packages.install_file(file, folder)
    assert (folder / TOP / "old").exists()
    file.write_bytes(package(GOOD, (f"{TOP}/.gitattributes", b"")))
    assert packages.install_file(file, folder) == "uk-en"
    assert not (folder / TOP / "old").exists()
    assert [path.name for path in folder.iterdir()] == [TOP]


@pytest.mark.parametrize("data", METADATA.values(), ids=METADATA.keys())
def test_a_broken_folder_among_the_installed_is_passed_over(data: object, tmp_path: Path) -> None:
    for name, content in (("bad", data), ("good", GOOD)):
        (tmp_path / name).mkdir()
        written = content if isinstance(content, bytes) else json.dumps(content).encode()
        if name == "bad" and isinstance(content, bytes) and len(content) > 1_000_000:
            pytest.skip("its size matters in archives only")
        (tmp_path / name / "metadata.json").write_bytes(written)
        (tmp_path / name / "sentencepiece.model").write_bytes(b"pieces")
    assert "good" in [found.path.name for found in installed(tmp_path)]


def test_a_full_disk_is_no_fault_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "p.argosmodel"
    file.write_bytes(package())
    monkeypatch.setattr(package_archive.zipfile.ZipFile, "extractall", full)
    with pytest.raises(OSError, match="No space left"):
        packages.install_file(file, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["p.argosmodel"]


@settings(max_examples=150)
@given(st.data())
def test_damaged_archives_are_refused_in_one_line_or_installed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(package())
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1)
    ):
        content[place] = byte
    folder = tmp_path_factory.mktemp("packages")
    file = folder.parent / f"{folder.name}.argosmodel"
    file.write_bytes(content)
    try:
        packages.install_file(file, folder)
    except InputError:
        assert list(folder.iterdir()) == []
    else:
        assert len(list(folder.iterdir())) == 1
