"""The ledger of concepts: one value in three languages, degree between two words of one scale,
senses licensed by their context. All sentences are ours.
"""

from pathlib import Path

import pytest

from benchmarks.framing import HERE
from parallax.comparers.framing import codebook, differences, gaps, ledger, match
from parallax.comparers.framing.marker import Marker
from parallax.core.errors import InputError

BOOK = codebook.load()
EQUIVALENTS = [
    line.split("\t")
    for line in (HERE / "equivalents.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def on(axis: str, language: str, text: str) -> list[Marker]:
    return [m for m in match.find(text, language, BOOK) if m.axis == axis]


def test_a_concept_has_members_in_every_language_and_its_scale_is_there() -> None:
    for data in codebook.axis_files(codebook.shipped()):
        assert list(ledger.faults(data)) == []
    spoilt = {
        "axis": "intensity",
        "concept": [{"name": "awful", "value": "loaded", "of": "bad", "uk": ["жах"], "en": []}],
    }
    assert list(ledger.faults(spoilt)) == [
        "intensity awful: has no member in ru",
        "intensity awful: has no member in en",
        "intensity awful: is a stronger word of bad, which is not there",
    ]


@pytest.mark.parametrize(("axis", "uk", "ru", "en"), EQUIVALENTS)
def test_members_that_translate_each_other_have_one_value(
    axis: str, uk: str, ru: str, en: str
) -> None:
    said = {}
    for language, text in (("uk", uk), ("ru", ru), ("en", en)):
        found = on(axis, language, text)
        members = BOOK.axes[axis].members
        said[language] = {(m.value, members[m.rule].strength) for m in found if m.rule in members}
    assert said["uk"], f"{uk} is not read"
    assert said["uk"] == said["ru"] == said["en"]


DEGREES = [
    ("uk", "Село зрівняли із землею.", "en", "The village was destroyed.", {"destroy"}),
    ("uk", "Силовики ліквідували двох.", "ru", "Силовики убили двоих.", {"kill"}),
    ("en", "Petrol prices soared.", "ru", "Цены на бензин выросли.", {"rise"}),
    ("en", "The village was razed.", "ru", "В деревне никто не живёт.", set()),
    ("en", "It was a horrible day.", "uk", "То був день.", set()),
    ("en", "They barbarically shelled the town.", "uk", "Місто обстріляли.", {None}),
    ("en", "They barbarically shelled the town.", "uk", "Місто жорстоко обстріляли.", set()),
    ("ru", "Вероятно, мост взорвали.", "uk", "Міст підірвали.", {None}),
    ("ru", "Вероятно, мост взорвали.", "uk", "Міст могли підірвати.", set()),
]


@pytest.mark.parametrize(("one", "left", "other", "right", "scales"), DEGREES)
def test_degree_is_compared_between_two_words_of_one_scale(
    one: str, left: str, other: str, right: str, scales: set[str | None]
) -> None:
    for a, b in (
        ((one, left), (other, right)),
        ((other, right), (one, left)),
    ):
        found = differences.compare(
            match.find(a[1], a[0], BOOK), match.find(b[1], b[0], BOOK), BOOK
        )
        degrees = {d.ref for d in found if d.axis in ("intensity", "certainty")}
        assert degrees == scales


LICENSED = [
    ("en", "Kyiv denied it.", "attribution", "deny"),
    ("en", "The firm denies wrongdoing.", "attribution", "deny"),
    ("en", "The ministry claims there were no losses.", "attribution", "distance"),
    ("en", "There were no losses, the ministry claimed.", "attribution", "distance"),
    ("uk", "Мер визнав, що міст старий.", "attribution", "endorse"),
    ("en", "The bridge may close.", "certainty", "hedged"),
]
OTHER_SENSES = [
    ("en", "Officials denied the family asylum.", "attribution", "deny"),
    ("en", "Guards denied him entry.", "attribution", "deny"),
    ("en", "The court heard the town's claim to the land.", "attribution", "distance"),
    ("uk", "Сенат закликав визнати країну спонсором.", "attribution", "endorse"),
    ("ru", "Спортсмен хотел доказать, что он лучший.", "attribution", "endorse"),
    ("en", "Voters came to meet Mrs May.", "certainty", "hedged"),
    ("ru", "«Это был долгий и трудный год», — утверждает он.", "attribution", "distance"),
    ("ru", "Анализ дал отрицательный результат.", "attribution", "deny"),
]


@pytest.mark.parametrize(("language", "text", "axis", "value"), LICENSED)
def test_a_sense_is_read_in_its_context(language: str, text: str, axis: str, value: str) -> None:
    assert value in {m.value for m in on(axis, language, text)}


@pytest.mark.parametrize(("language", "text", "axis", "value"), OTHER_SENSES)
def test_another_sense_is_not(language: str, text: str, axis: str, value: str) -> None:
    assert value not in {m.value for m in on(axis, language, text)}


def test_gaps_names_the_word_that_stands_beside_a_marker_without_equivalent(tmp_path: Path) -> None:
    lines = ["Напад був варварський.\tThe raid was zorbic."] * 3
    lines += ["Міст закрили вчора.\tThe bridge closed yesterday."] * 9
    file = tmp_path / "bitext.tsv"
    file.write_text("\n".join(lines), "utf-8")
    found = gaps.find(gaps.read(file, ["uk", "en"]), BOOK)
    assert [(g.rule, g.fired, g.seen) for g in found] == [("intensity.loaded.uk:варварськ*", 3, 3)]
    assert {word for word, _ in found[0].words} >= {"zorbic", "raid"}
    assert "yesterday" not in {word for word, _ in found[0].words}


def test_gaps_reads_a_memory_and_refuses_what_is_none(tmp_path: Path) -> None:
    memory = tmp_path / "memory.tmx"
    memory.write_text(
        '<tmx version="1.4"><header/><body><tu><tuv xml:lang="uk"><seg>Так.</seg></tuv>'
        '<tuv xml:lang="en-GB"><seg>Yes.</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    assert list(gaps.read(memory, [])) == [("uk", "Так.", "en", "Yes.")]
    memory.write_text("<tmx><body><tu>", "utf-8")
    with pytest.raises(InputError):
        list(gaps.read(memory, []))
