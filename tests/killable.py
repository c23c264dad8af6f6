"""A pass over a WARC file through all stages, for tests that kill it."""

from pathlib import Path

import sentence_transformers  # noqa: F401 - imported before a process is forked, not in each of them

from aligners import linking
from aligners.align_stage import align_stories
from aligners.encoder import encoder_of
from comparers.compare_stage import compare_stories
from comparers.framing import codebook, markers
from comparers.numbers import extract
from core.lake import Lake
from core.settings import Settings
from core.tables import ARTICLES
from corpora import outlets
from corpora.archive import Archive
from corpora.language import detect_any
from corpora.reextract import gather_archive
from corpora.sample.story_file import HERE
from reports import building
from translators import editions, reading

for _language, _text in (("uk", "Загинули троє людей."), ("ru", "Погибли трое людей."), ("en", "Three people were killed.")):
    extract(_text, _language)  # word lists, models of languages: read once here, and not in each process
    markers.find(_text, _language, codebook.load())
    detect_any(_text)


def run(warc: Path, folder: Path, began: Path | None = None) -> None:
    """Carry the pages of an archive through every stage; ``began`` is made when the work begins."""
    if began:
        began.touch()
    lake, settings = Lake(folder), Settings(lake=folder, batch_stories=2, memories=(HERE / "memory.tmx",), argos_packages=folder / "none")
    for _ in gather_archive(warc, outlets.load(HERE / "outlets.toml"), Archive(folder), lake, everything=True, at_once=4):
        pass
    _, days = linking.link_articles(lake, encoder_of(settings), settings, lake.partitions(ARTICLES))
    reading.import_memories(lake, settings)
    align_stories(lake, settings, days)
    editions.learn(lake, days)
    compare_stories(lake, days, settings)
    building.build(lake, settings, days)
