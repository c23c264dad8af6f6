"""A page knows no axis by heart: names, letters and orders are those of the codebook's files."""

import shutil
from dataclasses import replace
from pathlib import Path

from parallax.comparers.framing import codebook
from parallax.lake.lake import Lake
from parallax.lake.schema import STORIES
from parallax.reports.highlights import NUMBER, Sign, sign, signs
from parallax.reports.render import index_page, story_page
from parallax.reports.story_reader import StoryReader
from parallax.reports.summary import Summary

NEW_AXIS = """
axis = "passive_voice"
definition = "Verbs in the passive."
default = ""
rule = "concept"

[[marker]]
language = "en"
value = "present"
ref = "passive"
patterns = ["was built"]
"""


def test_every_axis_has_a_letter_of_its_own() -> None:
    shown = signs(codebook.load())
    assert list(shown)[:2] == [NUMBER, "attribution"]
    assert set(shown) == {NUMBER, *codebook.load().axes}
    assert len({one.letter for one in shown.values()}) == len(shown)


def test_a_new_axis_file_is_named_and_comes_last(tmp_path: Path) -> None:
    folder = tmp_path / "codebook"
    shutil.copytree(codebook.shipped(), folder)
    (folder / "passive_voice.toml").write_text(NEW_AXIS, "utf-8")
    book = codebook.read(folder)
    assert list(signs(book).items())[-1] == ("passive_voice", Sign("passive voice", "P"))
    named = NEW_AXIS.replace('"passive_voice"', '"passive_voice"\nlabel = "passives"\nletter = "Q"')
    (folder / "passive_voice.toml").write_text(f"shown = false\n{named}", "utf-8")
    assert signs(codebook.read(folder))["passive_voice"] == Sign("passives", "Q", shown=False)


def test_an_axis_that_the_codebook_does_not_have_is_shown_by_its_name(sample_lake: Lake) -> None:
    view = StoryReader(sample_lake, sample_lake.partitions(STORIES), "en").stories()[0]
    renamed = [replace(passage, axis="passive_voice") for passage in view.framing]
    assert renamed
    strange = replace(view, framing=renamed)
    page = story_page(strange)
    assert "Passive voice" in page
    assert "passive voice" in index_page([Summary.of(strange)])
    assert sign("passive_voice") == Sign("passive voice", "P")
