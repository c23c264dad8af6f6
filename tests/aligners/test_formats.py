"""Beads in other aligners' formats: what is written is read, what a format lacks is reported."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.aligners import formats
from parallax.aligners.beads.bead import Bead
from parallax.aligners.formats import Texts
from parallax.core.errors import InputError
from parallax.translators import tmx

TEXTS = Texts(
    ["One.", "Two.", "Three.", "Four."], ["Один.", "Два.", "Четыре.", "Пять."], ("en", "ru")
)
BEADS = [
    Bead((0,), (0,), 0.7, 0.95),
    Bead((1, 2), (1,), 0.6, 0.8),
    Bead((3,), (2,), 0.7, 0.9),
    Bead((), (3,), 0.2, 0.01, (3,)),
]


@pytest.mark.parametrize("name", ["beads.jsonl", "beads.parquet"])
def test_our_own_formats_keep_everything(name: str, tmp_path: Path) -> None:
    formats.WRITERS[formats.format_of(tmp_path / name)](tmp_path / name, BEADS, TEXTS)
    assert formats.read(tmp_path / name) == BEADS


def test_vecalign_keeps_indices_and_a_score(tmp_path: Path) -> None:
    formats.WRITERS["vecalign"](tmp_path / "x", BEADS, TEXTS)
    assert (
        tmp_path / "x"
    ).read_text() == "[0]:[0]:0.9500\n[1, 2]:[1]:0.8000\n[3]:[2]:0.9000\n[]:[3]:0.0100\n"
    assert [(b.left, b.right, b.p) for b in formats.read(tmp_path / "x")] == [
        (b.left, b.right, b.p) for b in BEADS
    ]


def test_the_ladder_keeps_what_does_not_cross(tmp_path: Path) -> None:
    ladder = tmp_path / "x.ladder"
    formats.WRITERS["ladder"](ladder, BEADS, TEXTS)
    assert (
        ladder.read_text()
        == "0\t0\t0.9500\n1\t1\t0.8000\n3\t2\t0.9000\n4\t3\t0.0000\n4\t4\t0.0000\n"
    )
    crossing = [Bead((0,), (3,), 0.5, 0.5), *BEADS[:3]]
    formats.WRITERS["ladder"](ladder, crossing[1:], TEXTS)
    assert [(b.left, b.right) for b in formats.read(ladder)] == [(b.left, b.right) for b in BEADS]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=6))
def test_any_straight_ladder_is_read_as_it_was_written(shapes: list[tuple[int, int]]) -> None:
    import tempfile

    beads, at = [], (0, 0)
    for a, b in shapes:
        beads.append(Bead(tuple(range(at[0], at[0] + a)), tuple(range(at[1], at[1] + b)), 0.5, 0.5))
        at = (at[0] + a, at[1] + b)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.ladder"
        formats.WRITERS["ladder"](file, beads, Texts(["x"] * at[0], ["y"] * at[1]))
        assert formats.read(file) == beads


def test_tmx_and_moses_hold_the_texts_of_aligned_sentences(tmp_path: Path) -> None:
    formats.WRITERS["tmx"](tmp_path / "x.tmx", BEADS, TEXTS)
    units = list(tmx.read(tmp_path / "x.tmx"))
    assert [(u.source, u.text, u.translation, u.label) for u in units][1] == (
        "en",
        "Two. Three.",
        "Два.",
        "Parallax, P 0.80",
    )
    formats.WRITERS["moses"](tmp_path / "pair", BEADS, TEXTS)
    assert (tmp_path / "pair.en").read_text() == "One.\nTwo. Three.\nFour.\n"
    assert (tmp_path / "pair.ru").read_text() == "Один.\nДва.\nЧетыре.\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.jsonl", "{}\n", "cannot read"),
        ("x.vec", "[0:[1]\n", "cannot read"),
        ("x.tmx", "<tmx/>", "no indices"),
        ("x.parquet", "no", "cannot read"),
    ],
)
def test_a_bad_file_is_named(name: str, text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=says):
        formats.read(tmp_path / name)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="no format 'doc'"):
        formats.format_of(Path("x"), "doc")
