"""A pass over a WARC file through all stages, for tests that kill it."""

from pathlib import Path

import sentence_transformers  # noqa: F401 - imported before a process is forked, not in each of them

from parallax.aligners.stage import align_stories
from parallax.aligners.stories import stage
from parallax.comparers.framing import codebook, match
from parallax.comparers.numbers import extract
from parallax.comparers.stage import compare_stories
from parallax.core.settings import Settings
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.outlets import registry
from parallax.corpora.reextract import gather_archive
from parallax.corpora.sample.story_file import HERE
from parallax.encoders.encoder import encoder_of
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES
from parallax.languages.detect import detect_any
from parallax.reports import stage as building
from parallax.translators import editions, pending

for _language, _text in (
    ("uk", "Загинули троє людей."),
    ("ru", "Погибли трое людей."),
    ("en", "Three people were killed."),
):
    extract(
        _text, _language
    )  # word lists, models of languages: read once here, and not in each process
    match.find(_text, _language, codebook.load())
    detect_any(_text)


def run(warc: Path, folder: Path, began: Path | None = None) -> None:
    """Carry the pages of an archive through every stage; ``began`` is made when the work begins."""
    if began:
        began.touch()
    lake, settings = (
        Lake(folder),
        Settings(
            lake=folder,
            runner={"batch_stories": 2},
            translate={"memories": (HERE / "memory.tmx",), "argos_packages": folder / "none"},
        ),
    )
    for _ in gather_archive(
        warc,
        registry.load(HERE / "outlets.toml"),
        Archive(folder),
        lake,
        everything=True,
        at_once=4,
    ):
        pass
    _, days = stage.link_articles(lake, encoder_of(settings), settings, lake.partitions(ARTICLES))
    pending.import_memories(lake, settings)
    align_stories(lake, settings, days)
    editions.learn(lake, days)
    compare_stories(lake, days, settings)
    building.build(lake, settings, days)
