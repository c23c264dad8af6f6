"""A week of the hourly schedule in simulated time. ``parallax bench week``.

Five editions on loopback publish a story an hour and edit some of their pages; feeds fail,
connections drop, pages come out broken, in turns. The clock is moved on by an hour for each pass of
the real flow. At the end every page that was published is in the lake, once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import ThreadingHTTPServer
from pathlib import Path

import polars as pl

from benchmarks.corpus import own_documents
from benchmarks.made_world import DIFFERS_BY, EDITIONS, LANGUAGES, Story, page, stories
from parallax.core.serving import QuietHandler, serving
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS, RUNS, SENTENCES, STORIES

_FEED_HOURS = 24
_HTML = "text/html; charset=utf-8"
_MAX_STORIES = 24 * 40
FAULTS = {
    "feed fails": (7, 3, 1),
    "page broken": (11, 5, 2),
    "connection drops": (13, 6, 3),
    "feed empty": (24, 2, 4),
}
"""What goes wrong: every how many hours, in which of them, at which edition."""


@dataclass(frozen=True)
class Week:
    """What a simulated time did and left behind."""

    passes: int
    published: int
    edited: int
    articles: int
    texts: int
    stories: int
    failures: int
    unhandled: list[str] = field(default_factory=list)
    lost_sentences: int = 0
    seconds: float = 0.0

    @property
    def adds_up(self) -> bool:
        """Every page is one article, every edit one more text, every text has sentences, and every
        story is reported by all editions.
        """
        return (self.articles, self.texts, self.lost_sentences, self.unhandled) == (
            self.published,
            self.published + self.edited,
            0,
            [],
        )


class ChangingWorld(ThreadingHTTPServer):
    """Serves what the editions have published by the time of its clock."""

    daemon_threads = True

    def __init__(self, began: datetime) -> None:
        """Listen on a free port of the loopback address."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hour = 0
        self.edits: set[tuple[int, int]] = set()
        self._documents = own_documents()
        self._stories = [
            replace(story, when=began + timedelta(hours=story.number, minutes=1))
            for story in stories(_MAX_STORIES)
        ]

    @property
    def host_map(self) -> dict[str, str]:
        """What the setting `host_map` needs."""
        return {
            f"edition{number}.example": f"127.0.0.1:{self.server_address[1]}"
            for number in range(EDITIONS)
        }

    def next_hour(self) -> None:
        """Let an hour pass: a new story, and every third hour an edition edits its page of two
        hours before.
        """
        self.hour += 1
        if self.hour % 3 == 0:
            self.edits.add((self.hour - 2, self.hour % EDITIONS))

    def wrong(self, what: str, edition: int) -> bool:
        """Tell whether something goes wrong at an edition in this hour."""
        every, at, where = FAULTS[what]
        return edition == where and self.hour % every == at

    def published(self) -> list[Story]:
        """Return the stories published so far."""
        return self._stories[: self.hour + 1]

    def feed(self, edition: int) -> bytes:
        """Return the feed of an edition: what it published in a day."""
        listed = [] if self.wrong("feed empty", edition) else self.published()[-_FEED_HOURS:]
        items = "".join(
            f"<item><title>{escape(str(story.number))}</title>"
            f"<link>{self._url(story, edition)}</link>"
            f"<pubDate>{format_datetime(story.when + timedelta(minutes=edition))}</pubDate></item>"
            for story in reversed(listed)
        )
        channel = f"<channel><title>Edition {edition}</title>{items}</channel>"
        return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()

    def page(self, edition: int, path: str) -> bytes | None:
        """Return the page at a path, or None; half of the newest page where that goes wrong."""
        for story in self.published():
            if self._url(story, edition).endswith(path):
                content = page(
                    story,
                    edition,
                    [self._documents[d][LANGUAGES[edition]][n] for d, n in story.sentences],
                    step_minutes=1,
                ).body
                if (story.number, edition) in self.edits:
                    for count in (
                        story.count,
                        story.count + DIFFERS_BY,
                    ):  # an edition may give another figure from the start
                        content = content.replace(str(count).encode(), str(count + 7).encode())
                if story.number == self.hour and self.wrong("page broken", edition):
                    return b"<html><body><div"
                return content
        return None

    def _url(self, story: Story, edition: int) -> str:
        when = story.when + timedelta(minutes=edition)
        return f"https://edition{edition}.example/{when:%Y/%m/%d}/0-{story.number}"


class _Handler(QuietHandler):
    server: ChangingWorld

    def do_GET(self) -> None:  # noqa: N802 - the name the base class looks for
        """Answer as the edition that the request names does in this hour."""
        edition = int(
            (self.headers.get("Host") or "edition0").split(".")[0].removeprefix("edition")
        )
        if self.server.wrong("connection drops", edition):
            self.close_connection = True
            self.connection.close()
        elif self.path == "/robots.txt":
            self.answer(404, _HTML, b"")
        elif self.path == "/feed.xml":
            wrong = self.server.wrong("feed fails", edition)
            self.answer(
                503 if wrong else 200,
                "application/rss+xml",
                b"" if wrong else self.server.feed(edition),
            )
        elif (content := self.server.page(edition, self.path)) is not None:
            self.answer(200, _HTML, content)
        else:
            self.answer(404, _HTML, b"")


@contextmanager
def changing_world(began: datetime) -> Iterator[ChangingWorld]:
    """Serve the changing world for the length of a `with` block."""
    server = ChangingWorld(began)
    with serving(server):
        yield server


def simulate(hours: int, folder: Path) -> Week:
    """Run the hourly pass for some hours of simulated time, and once more when nothing goes wrong.

    The clock of this process moves on by an hour a pass (time-machine); Prefect's server keeps the
    real one.
    """
    import time_machine
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from parallax.flows.full_pass import full_pass

    began = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    started, unhandled, passes = time.monotonic(), [], 0
    with (
        changing_world(began) as world,
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        settings = Settings(
            lake=folder,
            gather={
                "outlets": _registry(folder.with_suffix(".toml")),
                "host_map": world.host_map,
                "host_delay_seconds": 0,
                "retries": 0,
                "timeout_seconds": 5,
            },
        )
        while passes < hours or any(
            world.wrong(what, edition) for what in FAULTS for edition in range(EDITIONS)
        ):
            world.next_hour()
            with time_machine.travel(began + timedelta(hours=world.hour, minutes=30), tick=True):
                try:
                    full_pass(since_hours=_FEED_HOURS, settings=settings)
                except Exception as error:
                    unhandled.append(f"hour {world.hour}: {type(error).__name__}: {error}")
            passes += 1
        published, edited = len(world.published()) * EDITIONS, len(world.edits)
    lake = Lake(folder)
    texts = lake.columns(REVISIONS, ["revision_id"])
    return Week(
        passes,
        published,
        edited,
        len(lake.columns(ARTICLES, ["article_id"])),
        len(texts),
        lake.columns(STORIES, ["story_id"])["story_id"].n_unique(),
        lake.read(RUNS)
        .explode("notices")
        .filter(pl.col("notices").struct.field("severity") == "error")
        .height,
        unhandled,
        len(texts.join(lake.columns(SENTENCES, ["revision_id"]), on="revision_id", how="anti")),
        time.monotonic() - started,
    )


def _registry(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        "\n".join(
            f'[[outlet]]\nname = "Edition {n}"\n[[outlet.edition]]\n'
            f'id = "edition{n}-{LANGUAGES[n]}"\nlanguage = "{LANGUAGES[n]}"\n'
            f'home = "https://edition{n}.example/"\nfeeds = ["https://edition{n}.example/feed.xml"]\n'
            for n in range(EDITIONS)
        )
    )
    return file
