"""What data says becomes one component of a path or is refused."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.core.errors import InputError
from parallax.core.ids import bytes_digest
from parallax.core.path_names import LIMITS, is_path_name, path_name
from parallax.corpora.fetch.archive import Archive
from parallax.lake.batches import Batch, work_folder
from parallax.lake.lake import Lake
from parallax.lake.schema import STORIES, TABLES, TRANSLATIONS
from parallax.reports.summary import Summary

CLIMBING = {
    "empty": "",
    "a dot": ".",
    "two dots": "..",
    "up": "../outside",
    "up in the middle": "x/../../outside",
    "up after a hyphen": "x/../../../../outside/a-en",
    "absolute": "/etc/cron.d/x",
    "of Windows": "..\\..\\outside",
    "drive": "C:\\outside",
    "hidden": ".part.parquet",
    "two dots inside": "uk..en",
    "NUL": "uk\0en",
    "a line end": "uk\nen",
    "an escape sequence": "uk\x1b[31men",
    "a surrogate": "uk\ud800",
    "a separator of lines": "uk\u2028en",
    "a folder more": "2024-04-03/x",
    "too long": "x" * 201,
    "too long in bytes": "ї" * 101,
}
"""Names that are more, or less, than one component."""


@pytest.mark.parametrize("name", CLIMBING.values(), ids=CLIMBING.keys())
def test_a_name_that_is_no_component_is_one_line_and_makes_nothing(
    name: str, tmp_path: Path
) -> None:
    lake, outside = Lake(tmp_path / "a" / "lake"), tmp_path / "outside"
    empty = TRANSLATIONS.empty()
    for use in (
        lambda: path_name(name, "the name"),
        lambda: lake.replace(TRANSLATIONS, empty, [name]),
        lambda: lake.version(TRANSLATIONS, name),
        lambda: lake.kept(TRANSLATIONS, [name]),
        lambda: lake.read(STORIES, [name]),
        lambda: Archive(lake.root).path(name),
        lambda: Batch("compare", name, 1).folder(lake),
        lambda: work_folder(lake, name),
    ):
        with pytest.raises(InputError, match="cannot be the name of a file") as caught:
            use()
        assert len(str(caught.value).splitlines()) == 1
        assert len(str(caught.value)) < 250
    assert not is_path_name(name)
    assert not outside.exists()
    assert not list(tmp_path.rglob("*.parquet"))


@given(st.text())
def test_a_name_that_passes_stays_in_its_folder(name: str) -> None:
    if not is_path_name(name):
        return
    for kind in (PurePosixPath, PureWindowsPath):
        whole = kind("lake") / f"pair={name}" / "part.parquet"
        assert whole.parent.parent == kind("lake")
    assert len((f"pair={name}").encode()) <= LIMITS.bytes + 5


@given(st.text(alphabet="./\\\0ab-\x1b\n", min_size=1))
def test_what_is_made_of_separators_and_dots_never_climbs(name: str) -> None:
    if is_path_name(name):
        assert PurePosixPath(name).parts == (name,)
        assert PureWindowsPath(name).parts == (name,)


@pytest.mark.parametrize(
    "name", ["2024-04-03", "uk-en", "0a1b2c3d", "Київ", "a b", "translate-uk_en-1_9", "x" * 200]
)
def test_names_of_today_pass(name: str) -> None:
    assert path_name(name, "the name") == name


def test_a_folder_with_a_name_that_is_none_is_no_partition(lake: Lake) -> None:
    for table in TABLES.values():
        for value in (".hidden", "a\\b", "c\nd"):
            file = lake.folder(table) / f"{table.partition}={value}" / "part.parquet"
            file.parent.mkdir(parents=True)
            file.write_bytes(b"")
        assert lake.partitions(table) == []
        assert lake.read(table).is_empty()


def test_a_payload_has_its_usual_place(tmp_path: Path) -> None:
    key = bytes_digest(b"page")
    assert Archive(tmp_path).path(key) == tmp_path / "raw" / key[:2] / f"{key}.warc.gz"


def test_the_summary_of_a_page_elsewhere_is_no_summary() -> None:
    summary = Summary("s", "2024-04-03", "T", "2024-04-03-s.html", (), (), (), 0, 0, 0, 0, (), ())
    assert Summary.from_json(summary.to_json()) == summary
    content = summary.to_json().replace(b"2024-04-03-s.html", b"../../s.html")
    with pytest.raises(ValueError, match="not a summary"):
        Summary.from_json(content)
