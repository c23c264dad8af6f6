"""A backup comes back whole or not at all, and what is wrong with it is named."""

import hashlib
import io
import json
import logging
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from parallax.core.errors import InputError, NewerLakeError
from parallax.lake import lake_version
from parallax.lake.backup import MANIFEST, backup
from parallax.lake.lake import Lake
from parallax.lake.lake_version import LakeVersion
from parallax.lake.restore import ASIDE, restore
from parallax.lake.schema import STORIES

ROOT = Path(__file__).parents[2]
DAYS = [f"2024-04-0{n}" for n in range(1, 8)]
Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture
def kept(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "kept")
    rows = [
        dict.fromkeys(STORIES.columns) | {"story_id": "s", "article_id": day, "day": day}
        for day in DAYS
    ]
    lake.replace(STORIES, STORIES.frame(rows), DAYS)
    for part, name in (("raw/ab", "ab01.warc.gz"), ("reports/stories", "2024-04-01-s.html")):
        (lake.root / part).mkdir(parents=True)
        (lake.root / part / name).write_bytes(random.Random(7).randbytes(3000))
    (lake.root / "reports" / ".index.html.1.tmp").write_bytes(b"half")
    return lake


@pytest.fixture
def tar(kept: Lake, tmp_path: Path) -> Path:
    assert backup(kept, tmp_path / "lake.tar", 1) == 10
    return tmp_path / "lake.tar"


@pytest.fixture
def new(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "new")


def content(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), int(path.stat().st_mtime))
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def refused(file: Path, lake: Lake) -> str:
    """Return what a restore that is refused says; it leaves nothing."""
    before = sorted(lake.root.parent.iterdir())
    with pytest.raises(InputError) as caught:
        restore(file, Lake(lake.root), 1)
    assert sorted(lake.root.parent.iterdir()) == before
    said = str(caught.value)
    assert str(file) in said
    assert len(said.splitlines()) == 1
    assert not any(word in said for word in ("Error", "None", "header", "expected"))
    return said


def members(tar: Path) -> Members:
    with tarfile.open(tar) as opened:
        return [(m, opened.extractfile(m).read()) for m in opened if m.isreg()]


def written(file: Path, members: Members, *, marked: bool = True) -> Path:
    headers = {"PARALLAX.backup": "1"} if marked else {}
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT, pax_headers=headers) as opened:
        for member, data in members:
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
    return file


def test_a_backup_lists_its_files_and_comes_back_with_their_times(
    kept: Lake, tar: Path, new: Lake
) -> None:
    *files, (last, manifest) = members(tar)
    assert last.name == MANIFEST
    said = json.loads(manifest)
    assert said["lake_version"] == lake_version.VERSION
    assert said["parallax"] == lake_version.this_parallax()
    assert said["files"] == {
        member.name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for member, data in files
    }
    assert files[0][0].name == "lake.json"
    assert restore(tar, new, 1) == 10
    assert content(new.root) == content(kept.root)
    assert new.read(STORIES).equals(kept.read(STORIES))
    assert sorted(p.name for p in new.root.iterdir() if not p.name.endswith(".lock")) == [
        "lake.json",
        "raw",
        "reports",
        "tables",
    ]


def test_a_backup_that_is_cut_anywhere_is_one_line_and_leaves_nothing(
    tar: Path, new: Lake, tmp_path: Path
) -> None:
    whole = tar.read_bytes()
    end = whole.rindex(b"}\n}") if b"}\n}" in whole else len(whole.rstrip(b"\0"))
    blocks = random.Random(1).sample(range(1, end // 512), 25)
    places = [*(block * 512 for block in blocks), *(block * 512 + 77 for block in blocks), 0, 1]
    cut = tmp_path / "cut.tar"
    for place in places:
        cut.write_bytes(whole[:place])
        assert "after" in refused(cut, new) or place < 3000
    cut.write_bytes(whole[: -(-end // 512) * 512])  # only the padding is missing
    assert restore(cut, new, 1) == 10


def test_a_byte_that_changed_is_noticed_and_its_file_named(
    tar: Path, new: Lake, tmp_path: Path
) -> None:
    whole = tar.read_bytes()
    with tarfile.open(tar) as opened:
        places = {m.name: m.offset_data + m.size // 2 for m in opened if m.name != MANIFEST}
    damaged = tmp_path / "damaged.tar"
    for name, place in places.items():
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert f"{name} is damaged" in refused(damaged, new)


def test_no_flipped_byte_ends_in_a_traceback(tar: Path, new: Lake, tmp_path: Path) -> None:
    whole, chance = bytearray(tar.read_bytes()), random.Random(3)
    damaged = tmp_path / "damaged.tar"
    kept = 0
    for _ in range(150):
        copy = whole[:]
        copy[chance.randrange(len(copy.rstrip(b"\0")))] = chance.randrange(256)
        damaged.write_bytes(copy)
        try:
            restore(damaged, Lake(new.root), 1)
        except InputError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017
            assert not new.root.exists()
        else:  # in a time of change, say
            kept += 1
            shutil.rmtree(new.root)
    assert kept < 75


def renamed(name: str) -> Callable[[Members], Members]:
    def change(found: Members) -> Members:
        found[2][0].name = name
        return found

    return change


def special(kind: bytes) -> Callable[[Members], Members]:
    def change(found: Members) -> Members:
        member = tarfile.TarInfo("tables/link")
        member.type, member.linkname = kind, "/etc/passwd"
        return [(member, b""), *found]

    return change


STRANGE: dict[str, tuple[Callable[[Members], Members], str]] = {
    "one missing": (
        lambda found: [*found[:3], *found[4:]],
        "day=2024-04-03/part.parquet is missing",
    ),
    "one more": (
        lambda found: [(tarfile.TarInfo("raw/ab/more"), b"x"), *found],
        "raw/ab/more is not in the list",
    ),
    "one twice": (lambda found: [found[1], *found], "it holds tables/stories/day=2024-04-01"),
    "the list twice": (lambda found: [*found, found[-1]], "it holds backup.json"),
    "the list first": (lambda found: [found[-1], *found[:-1]], "it holds lake.json"),
    "a damaged list": (lambda found: [*found[:-1], (found[-1][0], b"[")], "list of its files is"),
    "a list of lists": (lambda found: [*found[:-1], (found[-1][0], b"[[]]")], "list of its files"),
    "a deep list": (lambda found: [*found[:-1], (found[-1][0], b"[" * 10**5)], "list of its files"),
    "no list": (lambda found: found[:-1], "is cut or damaged"),
    "nothing but the list": (lambda found: found[-1:], "lake.json is missing"),
    "up": (renamed("tables/../../outside"), "it holds tables/../../outside"),
    "absolute": (renamed("/tmp/outside"), "it holds /tmp/outside"),
    "elsewhere": (renamed("vectors/x.parquet"), "it holds vectors/x.parquet"),
    "hidden": (renamed("tables/.part.parquet"), "it holds tables/.part.parquet"),
    "of Windows": (renamed("tables\\x"), "it holds tables\\x"),
    "an escape sequence": (renamed("tables/\x1b[31m"), "it holds tables/⟨U+001B⟩[31m"),
    "a long name": (renamed("tables/" + "x" * 300), "it holds tables/xxx"),
    "a folder for a file": (renamed("tables"), "it holds tables"),
    "a link": (special(tarfile.SYMTYPE), "it holds tables/link"),
    "a hard link": (special(tarfile.LNKTYPE), "it holds tables/link"),
    "a device": (special(tarfile.CHRTYPE), "it holds tables/link"),
    "a pipe": (special(tarfile.FIFOTYPE), "it holds tables/link"),
}


@pytest.mark.parametrize(("change", "why"), STRANGE.values(), ids=STRANGE.keys())
def test_a_backup_that_is_not_as_we_write_them_is_refused(
    change: Callable[[Members], Members], why: str, tar: Path, new: Lake, tmp_path: Path
) -> None:
    assert why in refused(written(tmp_path / "strange.tar", change(members(tar))), new)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 10240, b"text", b"PK\3\4zip", b"\x1f\x8b\x08torn", b"BZh9x", b"\xfd7zXZ\0x"],
)
def test_what_is_no_tar_file_is_one_line(data: bytes, new: Lake, tmp_path: Path) -> None:
    file = tmp_path / "no.tar"
    file.write_bytes(data)
    refused(file, new)
    refused(tmp_path / "missing.tar", new)


def test_a_backup_of_an_older_release_is_restored_with_a_remark(
    kept: Lake, tar: Path, new: Lake, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = [(member, data) for member, data in members(tar) if "/" in member.name]
    old = written(tmp_path / "old.tar", found, marked=False)
    whole = old.read_bytes()
    with caplog.at_level(logging.WARNING):
        assert restore(old, new, 1) == 9
    assert "has no list of its files" in caplog.text
    assert new.read(STORIES).equals(kept.read(STORIES))
    shutil.rmtree(new.root)
    with tarfile.open(old) as opened:
        places = [member.offset for member in opened]
    for place in places:  # between two members, where a tar file looks whole
        old.write_bytes(whole[:place])
        refused(old, new)
    old.write_bytes(written(tmp_path / "raw.tar", found[:2], marked=False).read_bytes())
    assert "it holds no tables" in refused(written(old, found[-2:-1], marked=False), new)


def test_a_newer_lake_is_not_restored(kept: Lake, new: Lake, tmp_path: Path) -> None:
    tar = tmp_path / "newer.tar"
    backup(kept, tar, 1)
    lake_version.write(kept.root, LakeVersion(99, None, None))
    found = members(tar)
    newer = (kept.root / "lake.json").read_bytes()
    said = json.loads(found[-1][1])
    said["files"]["lake.json"] = {
        "size": len(newer),
        "sha256": hashlib.sha256(newer).hexdigest(),
    }
    changed = [(found[0][0], newer), *found[1:-1], (found[-1][0], json.dumps(said).encode())]
    with pytest.raises(NewerLakeError, match="version 99"):
        restore(written(tar, changed), new, 1)
    assert not new.root.exists()


def test_a_folder_that_was_there_keeps_what_it_has(tar: Path, new: Lake) -> None:
    (new.root / "raw" / "cd").mkdir(parents=True)
    (new.root / "raw" / "cd" / "cd02.warc.gz").write_bytes(b"own")
    (new.root / "notes.txt").write_bytes(b"own")
    assert restore(tar, new, 1) == 10
    assert (new.root / "raw" / "cd" / "cd02.warc.gz").read_bytes() == b"own"
    assert (new.root / "raw" / "ab" / "ab01.warc.gz").is_file()
    assert (new.root / "notes.txt").read_bytes() == b"own"
    with pytest.raises(InputError, match="is a lake already"):
        restore(tar, new, 1)


def test_a_disk_that_is_full_leaves_neither_half_a_backup_nor_half_a_lake(
    kept: Lake, tar: Path, new: Lake, tmp_path: Path
) -> None:
    before = tar.read_bytes()
    (kept.root / "raw" / "ab" / "large.warc.gz").write_bytes(bytes(200_000))
    for command in (
        f"backup(Lake({str(kept.root)!r}), Path({str(tar)!r}), 1)",
        f"restore(Path({str(tmp_path / 'large.tar')!r}), Lake({str(new.root)!r}), 1)",
    ):
        if "restore" in command:
            backup(kept, tmp_path / "large.tar", 1)
        done = run(command, limit=100_000)
        assert done.returncode != 0
        assert "File too large" in done.stderr
    assert tar.read_bytes() == before
    assert not new.root.exists()
    assert not list(tmp_path.glob(".*"))


def run(command: str, *, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM + command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limit and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))),
    )


PROGRAM = """
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from parallax.lake.backup import backup
from parallax.lake.lake import Lake
from parallax.lake.restore import restore
print("ready", flush=True)
"""


@pytest.mark.slow(30)
def test_a_killed_restore_leaves_nothing_that_looks_like_a_lake(
    kept: Lake, new: Lake, tmp_path: Path
) -> None:
    chance, tar = random.Random(5), tmp_path / "lake.tar"
    for n in range(120):
        (kept.root / "raw" / "ab" / f"{n}.warc.gz").write_bytes(chance.randbytes(60_000))
    backup(kept, tar, 1)
    half = 0
    for _ in range(int(os.environ.get("PARALLAX_KILLS", "8"))):
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"{PROGRAM}restore(Path({str(tar)!r}), Lake({str(new.root)!r}), 5)",
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if new.exists():
            assert content(new.root) == content(kept.root)
            shutil.rmtree(new.root)
        half += (new.root / ASIDE).exists()
    assert half
    restore(tar, new, 5)
    assert content(new.root) == content(kept.root)
    assert not (new.root / ASIDE).exists()


def test_what_a_killed_backup_left_is_overwritten_by_the_next(
    kept: Lake, tar: Path, tmp_path: Path
) -> None:
    (tmp_path / ".lake.tar.part").write_bytes(b"half")
    backup(kept, tar, 1)
    assert not (tmp_path / ".lake.tar.part").exists()
    assert [member.name for member, _ in members(tar)][-1] == MANIFEST
