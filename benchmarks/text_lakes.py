"""Lakes of texts that lie in files: articles, revisions and sentences, and which of them are one
story because the file says so.

The texts go through the same code as those of gathered pages. A lake is made anew when its texts or
this code changed, and what the stages made of texts that are the same is kept, as in every lake.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parallax.aligners.stories.stage import declare_stories
from parallax.comparers.batch import TABLES_OF_ARTICLES
from parallax.core.errors import InputError
from parallax.core.files import write_atomically
from parallax.core.ids import digest
from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article
from parallax.corpora.outlets.registry import Edition, Registry
from parallax.corpora.store import store
from parallax.lake.fingerprints import code_version
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, COMPARED, REVISIONS, SENTENCES, STORIES, TABLES
from parallax.lake.stage_protocol import SILENT, Days, Progress, Stage, StageResult
from parallax.languages import split
from parallax.languages.detect import of_sentence
from parallax.languages.split import Sentence
from parallax.pipeline import run_stages

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""When the texts of a story count as retrieved of which none has a date: it decides their day."""
_MEMBERS = "texts.json"


@dataclass(frozen=True)
class StoryText:
    """A text of a story.

    ``lines`` are the headline and the paragraphs; ``sentences``, where they are known already, the
    sentences of these, with offsets into the lines joined by line breaks.
    """

    story: str
    document: str
    outlet: str
    language: str
    published: datetime | None
    url: str
    lines: tuple[str, ...]
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The text that offsets refer to; the table `revisions` has the same."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Member:
    """Where a text of a file is in the lake: ``story`` and ``document`` are the file's names,
    ``story_id``, ``article_id``, ``revision_id`` and ``day`` (of the story) those of the tables.
    """

    story: str
    document: str
    outlet: str
    language: str
    url: str
    story_id: str
    article_id: str
    revision_id: str
    day: str


@dataclass(frozen=True)
class TextLake:
    """A lake of texts, what its texts are called there, and what could not be read.

    ``seconds`` are those of writing the texts and of each stage, this time.
    """

    lake: Lake
    members: tuple[Member, ...]
    notices: tuple[Notice, ...]
    seconds: Mapping[str, float]
    results: tuple[StageResult, ...]


@dataclass(frozen=True)
class _Outlets(Registry):
    """Says of each address which outlet its text is of, as the file does."""

    outlet_at: Mapping[str, str] = field(default_factory=dict)

    def edition_of(self, url: str, language: str, publisher: str = "") -> Edition:
        """Return the edition of a text: its outlet and its language."""
        del publisher  # the file knows
        outlet = self.outlet_at[url]
        return Edition(id=f"{outlet}-{language}", outlet=outlet, language=language, home=url)


Align = Callable[[Lake, Sequence[Member]], None]
"""Writes `beads` and `links` of the stories, instead of the stages that find them."""


def build(
    folder: Path,
    texts: Sequence[StoryText],
    *,
    align: Align | None = None,
    made_of: str = "",
    settings: Settings | None = None,
    progress: Progress = SILENT,
) -> TextLake:
    """Make a lake of the texts and run the stages after clustering on it; reuse what is there.

    A build that is killed goes on where it was, and a second one of the same texts with the same
    code only looks. Without settings no translation package is used, whatever is installed.

    :param align: gives the beads and links; they are computed when None.
    :param made_of: hash of what ``align`` gives, and of its code.
    :returns: the lake with its members, in the order of the texts.
    :raises InputError: when there is no text, or the folder holds a lake of something else.
    """
    if not texts:
        raise InputError(f"no text could be read for {folder}")
    settings = settings or Settings(
        lake=folder, translate={"argos_packages": folder / "no-packages"}
    )
    lake = Lake(folder)
    name = digest(
        code_version("parallax.corpora.store"),
        digest(Path(__file__).read_text("utf-8")),
        made_of,
        [(asdict(text), str(text.published)) for text in texts],
    )
    seconds: dict[str, float] = {}
    began = time.perf_counter()
    with lake.passing(settings.pass_wait_seconds):
        members, notices = _known(lake, name), list[Notice]()
        if members is None:
            notices = _written(lake, texts)
            members = _declared(lake, texts)
            if align is not None:
                align(lake, members)
            _clear_days_that_are_no_more(lake)
            _say(lake, name, members)
        seconds["texts"] = time.perf_counter() - began

        def timed(stage: Stage, days: Days) -> StageResult:
            began = time.perf_counter()
            result = stage.run(lake, settings, days, progress=progress)
            seconds[stage.NAME] = time.perf_counter() - began
            return result

        first = "translate" if align is None else "compare"
        results = run_stages(lake, settings, None, first=first, run=timed)
    notices += [notice for result in results for notice in result.notices]
    return TextLake(lake, tuple(members), tuple(notices), seconds, tuple(results))


def _known(lake: Lake, name: str) -> list[Member] | None:
    """Return the members of a lake that is made of what the name says, None of another one.

    :raises InputError: when the lake is not one of texts in files.
    """
    file = Path(str(lake.root)) / _MEMBERS
    if not file.is_file():
        if lake.exists():
            raise InputError(
                f"{lake.root} is a lake of other articles", "name a folder that is not there yet"
            )
        return None
    known = json.loads(file.read_bytes())
    if known["made_of"] != name:
        return None
    return [Member(**row) for row in known["texts"]]


def _say(lake: Lake, name: str, members: Sequence[Member]) -> None:
    """Say what the lake is made of."""
    content = {"made_of": name, "texts": [asdict(member) for member in members]}
    written = json.dumps(content, ensure_ascii=False, indent=1)
    write_atomically(lake.root / _MEMBERS, written.encode("utf-8"))


def _written(lake: Lake, texts: Sequence[StoryText]) -> list[Notice]:
    """Write the articles, revisions and sentences of the texts, and no others; return what could
    not be written.
    """
    _say(lake, "", [])  # from here on the lake is ours, and is not what it was made of
    for table in (STORIES, SENTENCES, REVISIONS, ARTICLES):
        lake.replace(table, table.empty(), lake.partitions(table))
    dates: dict[str, list[datetime]] = {}
    for text in texts:
        dates.setdefault(text.story, []).extend(filter(None, [text.published]))
    harvest = Harvest()
    for text in texts:
        retrieved = text.published or min(dates[text.story], default=NO_DATE)
        harvest.articles.append((_article(text), digest(text.text, length=64), retrieved))
    outlets = _Outlets((), outlet_at={text.url: text.outlet for text in texts})
    store(harvest, outlets, lake)
    return harvest.notices


def _article(text: StoryText) -> Article:
    return Article(
        url=text.url,
        title=text.lines[0],
        paragraphs=text.lines[1:],
        captions=(),
        language=text.language,
        authors=(),
        published=text.published,
        modified=None,
        siblings=(),
        extractor=f"text file; {split.version()}",
        sentences=tuple(
            (sentence, of_sentence(sentence.surface, text.language)) for sentence in text.sentences
        ),
    )


def _declared(lake: Lake, texts: Sequence[StoryText]) -> list[Member]:
    """Declare the stories; return the members in the order of the texts."""
    stories: dict[str, list[str]] = {}
    for text in texts:
        stories.setdefault(text.story, []).append(text.url)
    declare_stories(lake, stories.values())
    rows: dict[str, Any] = {
        row["article_id"]: row
        for row in lake.columns(
            STORIES, ["article_id", "revision_id", "story_id", "day"]
        ).iter_rows(named=True)
    }
    return [
        Member(text.story, text.document, text.outlet, text.language, text.url, **row)
        for text in texts
        if (row := rows.get(digest(text.url)))
    ]


def _clear_days_that_are_no_more(lake: Lake) -> None:
    """Delete what stages made of the days of earlier texts: no stage looks at them again."""
    stories, articles = lake.partitions(STORIES), lake.partitions(ARTICLES)
    for table in TABLES.values():
        if table.partition == "day" and not table.kept:
            of_texts = table in (*TABLES_OF_ARTICLES, COMPARED)
            present = {*stories, *articles} if of_texts else set(stories)
            lake.replace(table, table.empty(), set(lake.partitions(table)) - present)
