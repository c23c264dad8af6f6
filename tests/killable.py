"""A pass over a WARC file through all stages, for tests that kill it."""

from pathlib import Path

import sentence_transformers  # noqa: F401 - imported before a process is forked, not in each of them

from parallax.comparers.framing import codebook, match
from parallax.comparers.numbers import extract
from parallax.core.settings import Settings
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.outlets import registry
from parallax.corpora.reextract import gather_archive
from parallax.corpora.sample.story_file import HERE
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES
from parallax.languages.detect import detect_any
from parallax.pipeline import run_stages

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
    run_stages(lake, settings, lake.partitions(ARTICLES))
