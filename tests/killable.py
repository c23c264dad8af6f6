"""A pass over a WARC file that a test kills: ``python -m tests.killable WARC LAKE REGISTRY [link]``."""

import sys
from pathlib import Path

from core.lake import Lake
from core.settings import Settings
from corpora import outlets
from corpora.archive import Archive
from corpora.reextract import gather_archive


def run(warc: Path, folder: Path, registry: Path, *, link: bool) -> None:
    lake = Lake(folder)
    for _ in gather_archive(warc, outlets.load(registry), Archive(folder), lake, everything=True, at_once=4):
        pass
    if link:
        from aligners import linking
        from aligners.encoder import SentenceEncoder

        linking.link_articles(lake, SentenceEncoder(), Settings(lake=folder), None)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), link="link" in sys.argv)
