"""Aligned translations as stories whose links are given, not computed: decoys, pairs of texts in
which next to nothing differs.

Two kinds of files: a sentence a line in a file for each language, with the document of each line
(``documents``), and events told in several languages, each text a line of JSON (``events``). Use:
``python -m benchmarks.aligned_files LAKE --en en.txt --ru ru.txt --uk uk.txt --documents ids.tsv``,
``python -m benchmarks.aligned_files LAKE --events events.jsonl.xz``, or `built`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from benchmarks.corpus import named_documents
from benchmarks.story_files import BadRowError, date_of, made_address, paragraphs, rows_of
from benchmarks.text_lake_summary import show
from benchmarks.text_lakes import Member, StoryText, TextLake, build
from parallax.aligners.beads.bead import Bead
from parallax.aligners.links import link, of_beads
from parallax.cli.console import stage_progress
from parallax.core.clean_text import clean
from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.schema import BEADS, LINKS
from parallax.lake.stage_protocol import SILENT, Progress
from parallax.languages import split
from parallax.languages.detect import LANGUAGES
from parallax.languages.split import Sentence

EVENT = ("story_id", "lang", "title", "text")
"""What a line of a file of events needs."""
REGIME = "translation"
Groups = tuple[tuple[tuple[int, ...], ...], ...]
"""Links of a story: for each, the sentences of each text, in the order of the texts."""


@dataclass(frozen=True)
class AlignedStory:
    """Texts that are translations of each other, and the sentences that are."""

    texts: tuple[StoryText, ...]
    links: Groups


def built(
    folder: Path,
    stories: Sequence[AlignedStory],
    *,
    settings: Settings | None = None,
    progress: Progress = SILENT,
) -> TextLake:
    """Return the lake of aligned stories, compared along their own links; see `text_lakes.build`.

    :raises InputError: when there is no story.
    """

    def align(lake: Lake, members: Sequence[Member]) -> None:
        _write_links(lake, {member.url: member for member in members}, stories)

    return build(
        folder,
        [text for story in stories for text in story.texts],
        align=align,
        made_of=digest(Path(__file__).read_text("utf-8"), [story.links for story in stories]),
        settings=settings,
        progress=progress,
    )


def document_stories(
    files: Mapping[str, Path], ids: Path, only: Path | None = None
) -> list[AlignedStory]:
    """Return the documents of aligned files as stories; see `corpus.named_documents`.

    A line is a sentence, and the first one of a document its headline; the outlet is what stands
    before the last point of the document's id.

    :raises InputError: when one cannot be read, or they have different numbers of lines.
    """
    try:
        documents = named_documents(dict(files), ids, only)
    except (OSError, UnicodeDecodeError) as error:
        name = getattr(error, "filename", None) or ids.parent
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError(f"cannot read {name}: {why}") from error
    stories = [
        aligned_story(name, name.rpartition(".")[0] or name, document)
        for name, document in documents.items()
    ]
    return [story for story in stories if story.links]


def aligned_story(name: str, outlet: str, document: Mapping[str, Sequence[str]]) -> AlignedStory:
    """Return a document as a story: sentence n of a language says what sentence n of another does;
    what is empty in one of them is left out.

    :param document: the sentences of each language, the first one the headline.
    """
    languages = sorted(document)
    aligned = [
        rows
        for row in zip(*(document[language] for language in languages), strict=True)
        if all(rows := [" ".join(clean(line).split()) for line in row])
    ]
    texts = []
    for place, language in enumerate(languages):
        lines = tuple(row[place] for row in aligned)
        roles = ["headline", "lead", *("body" for _ in lines[2:])]
        sentences, start = [], 0
        for number, (line, role) in enumerate(zip(lines, roles, strict=False)):
            end = start + len(line)
            sentences.append(Sentence(number, number, role, start, end, line))
            start = end + 1
        url = made_address(outlet, name, language)
        texts.append(StoryText(name, name, outlet, language, None, url, lines, tuple(sentences)))
    links = tuple(((n,),) * len(texts) for n in range(len(aligned)))
    return AlignedStory(tuple(texts), links)


def event_stories(
    files: Iterable[Path], outlet: str = "events"
) -> tuple[list[AlignedStory], list[Notice]]:
    """Return events told in several languages as stories, and what is wrong with single lines.

    A line of JSON has ``story_id``, ``lang``, ``title``, ``text`` (without a headline) and
    ``published``; lines with one ``story_id`` and ``title`` are one event. Where all texts of an
    event have as many sentences, sentence n is linked with sentence n, otherwise all with all. An
    event in one language alone is left out.

    :raises InputError: when a file cannot be read.
    """
    events: dict[tuple[str, str], dict[str, StoryText]] = {}
    notices: list[Notice] = []
    named: dict[str, list[tuple[str, str]]] = {}
    for place, row in rows_of(files, EVENT, notices):
        key = (row["story_id"], row["title"])
        texts = events.setdefault(key, {})
        same_name = named.setdefault(row["story_id"], [])
        if key not in same_name:
            same_name.append(key)
        number = same_name.index(key) + 1
        name = row["story_id"] if number == 1 else f"{row['story_id']} {number}"
        language = row["lang"]
        try:
            if language in texts:
                raise BadRowError(f"the event {name} has a text in {language} already")
            lines = paragraphs(row["text"])
            texts[language] = StoryText(
                name,
                name,
                outlet,
                language,
                date_of(row.get("published")),
                made_address(outlet, name, language),
                lines,
                tuple(without_headline(lines)),
            )
        except BadRowError as error:
            notices.append(Notice.error(place, "not read", str(error)))
    return [_event(texts) for texts in events.values() if len(texts) > 1], notices


def _event(texts: Mapping[str, StoryText]) -> AlignedStory:
    ordered = tuple(texts[language] for language in sorted(texts))
    counts = [len(text.sentences) for text in ordered]
    if len(set(counts)) == 1:
        links: Groups = tuple(((n,),) * len(ordered) for n in range(counts[0]))
    else:
        links = (tuple(tuple(range(count)) for count in counts),)
    return AlignedStory(ordered, links)


def without_headline(lines: Sequence[str]) -> Iterator[Sentence]:
    """Yield the sentences of paragraphs of which none is a headline."""
    before = "\n"  # an empty headline: what follows is split and has the roles of a text's body
    for sentence in split.split_text(before + "\n".join(lines), 0):
        yield Sentence(
            sentence.index,
            sentence.paragraph - 1,
            sentence.role,
            sentence.start - len(before),
            sentence.end - len(before),
            sentence.surface,
        )


def _write_links(
    lake: Lake, members: Mapping[str, Member], stories: Sequence[AlignedStory]
) -> None:
    """Write the given beads and links as the stage `align` writes those that it finds.

    :param members: the texts in the lake, by address.
    """
    beads, links = [], []
    for story in stories:
        texts = [
            (member, [group[place] for group in story.links])
            for place, text in enumerate(story.texts)
            if (member := members.get(text.url))
        ]
        texts.sort(key=lambda text: text[0].article_id)  # the order in which the stage pairs them
        if not texts:
            continue
        first = texts[0][0]
        made_of = digest("given", *((text.revision_id, groups) for text, groups in texts))
        at = {"story": first.story_id, "made_of": made_of, "day": first.day}
        made = [
            (left.revision_id, right.revision_id, Bead(one, other, 1.0, 1.0))
            for (left, lefts), (right, rights) in combinations(texts, 2)
            for one, other in zip(lefts, rights, strict=True)
        ]
        beads += [bead.to_row((left, right), REGIME, **at) for left, right, bead in made]
        sentences = {
            text.revision_id: [index for group in groups for index in group]
            for text, groups in texts
        }
        editions = {text.revision_id: f"{text.outlet}-{text.language}" for text, _ in texts}
        links += [found.to_row(editions, **at) for found in link(made, sentences, of_beads(made))]
    for table, rows in ((BEADS, beads), (LINKS, links)):
        frame = table.frame(rows)
        lake.replace(table, frame, {*lake.partitions(table), *frame["day"].to_list()})


def main(arguments: Sequence[str]) -> None:
    """Build the lake that the command line names, and say what is there."""
    parser = argparse.ArgumentParser(prog="benchmarks.aligned_files", description=__doc__)
    parser.add_argument("lake", type=Path)
    parser.add_argument("--events", type=Path, nargs="+", default=[])
    for language in LANGUAGES:
        parser.add_argument(f"--{language}", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--only", type=Path)
    given = parser.parse_args(arguments)
    stories, notices = event_stories(given.events)
    if given.documents:
        files = {name: file for name in LANGUAGES if (file := getattr(given, name))}
        stories += document_stories(files, given.documents, given.only)
    with stage_progress() as progress:
        made = built(given.lake, stories, progress=progress)
    show(replace(made, notices=(*notices, *made.notices)))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except InputError as error:
        sys.exit(str(error))
