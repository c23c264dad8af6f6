"""Who says it is read from the parse: who is spoken to or of is no source."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from parallax.comparers import annotate, stage
from parallax.comparers.framing import codebook
from parallax.comparers.framing.passages import Passage, find
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.rows import rows_of
from parallax.lake.schema import (
    FRAMING_DIFFERENCES,
    MARKERS,
    NUMBER_DIFFERENCES,
    QUANTITIES,
    SENTENCES,
)
from parallax.languages.syntax.parser import missing
from parallax.languages.syntax.stored import StoredParser

pytestmark = pytest.mark.slow(6)


def sources(text, language):
    if reason := missing(language):
        pytest.skip(reason)
    [markers] = find([Passage(text, language)], codebook.load())
    return [(m.value, m.surface.lower()) for m in markers if m.axis == "sourcing"]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("uk", "Мешканці повідомили поліції, що чули вибух.", "мешканці"),
        ("ru", "Жители сообщили полиции, что слышали взрыв.", "жители"),
        ("en", "Residents told police that they had heard a blast.", "residents"),
    ],
)
def test_who_is_spoken_to_is_no_source(language, text, speaker):
    assert [surface for _, surface in sources(text, language)] == [speaker]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Міністр заявив, що поліція затримала водія."),
        ("ru", "Министр заявил, что полиция задержала водителя."),
        ("en", "The minister said police had detained the driver."),
    ],
)
def test_what_is_spoken_of_is_no_source(language, text):
    [(value, surface)] = sources(text, language)
    assert value == "official"
    assert surface in {"міністр", "министр", "minister"}


def test_a_lake_keeps_the_parses_of_sentences_that_report_something(sample_lake):
    sentences = annotate.with_positions(sample_lake.read(SENTENCES))
    scanned = annotate.scan(rows_of(sentences, annotate.PlacedRow))
    wanted = set(annotate.to_parse(scanned))
    parser = StoredParser(sample_lake.root / "parses")
    made, _ = parser.parses(wanted)
    assert parser.parsed == 0
    assert (
        0
        < len(made)
        == len(wanted)
        < len({(row["language"], row["surface"]) for row, _ in scanned})
    )


def test_rows_are_the_same_in_another_batch_and_without_stored_parses(sample_lake, tmp_path):
    lake = Lake(Path(shutil.copytree(sample_lake.root, tmp_path / "lake")))
    for folder in ("parses", "tables/compared", "tables/markers", "tables/quantities"):
        shutil.rmtree(lake.root / folder)
    stage.run(lake, Settings(lake=lake.root, runner={"batch_stories": 1}), None)
    for table in (MARKERS, QUANTITIES, FRAMING_DIFFERENCES, NUMBER_DIFFERENCES):
        assert lake.read(table).equals(sample_lake.read(table)), table.name


WITHOUT = """
import sys
sys.modules["natasha"] = None
from parallax.comparers import annotate
from parallax.comparers.framing import codebook, match
from parallax.languages.syntax.stored import StoredParser
text = "Министр заявил о победе."
scanned = match.scan(text, "ru", codebook.load())
parses, notices = StoredParser().parses([("ru", text), ("ru", text + " ")])
row = {"revision_id": "a", "index": 0, "paragraph": 0, "role": "body", "position": "body"}
found = annotate.read([row | {"start": 0, "surface": text, "language": "ru", "day": ""}])
print(scanned.needs_parse, len(parses), len(notices), notices[0].subject, notices[0].severity)
print(notices[0].detail)
print(*(m.surface for m in found.markers["a", 0] if m.axis == "sourcing"))
"""


def test_without_a_parser_the_rules_read_and_one_notice_says_why():
    answer = subprocess.run([sys.executable, "-c", WITHOUT], check=True, stdout=subprocess.PIPE)
    assert answer.stdout.decode().splitlines() == [
        "True 0 1 syntax:ru warning",
        "Russian sentences cannot be parsed: the package natasha is not installed "
        "(pip install --no-deps natasha: the wheel holds the weights)",
        "Министр",
    ]
