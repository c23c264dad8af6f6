"""Time and memory of linking many articles of one window. ``parallax bench linking``.

The articles are those of the made world, all of one day. Each size runs in a process of its own, so
that its peak memory is its own; seconds are those of the processor, of all threads.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from html import unescape

from benchmarks.made_world import EDITIONS, pages
from benchmarks.memory import FamilyPeak
from benchmarks.stories import Labelled, score_of
from parallax.aligners.stories.article import Article
from parallax.aligners.stories.clusters import cluster_articles
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder

_DAY = datetime(2024, 1, 1, tzinfo=UTC)
_HEADING = re.compile("<h1>(.*?)</h1>")
_PARAGRAPH = re.compile("<p>(.*?)</p>")


@dataclass(frozen=True)
class Linked:
    """What linking some articles of one window took, and how right it was."""

    articles: int
    cpu_seconds: float
    seconds: float
    peak_mib: float
    precision: float
    recall: float


def made(count: int) -> Iterator[Labelled]:
    """Yield made articles, the stories spread evenly over a day."""
    for number, page in enumerate(pages(count)):
        text = page.body.decode()
        story = number // EDITIONS
        when = _DAY + timedelta(
            minutes=1440 * (story * EDITIONS / count) + 17 * (number % EDITIONS)
        )
        title = unescape(_HEADING.findall(text)[0])
        body = tuple(unescape(found) for found in _PARAGRAPH.findall(text))
        yield Labelled(Article(page.url, page.url, "", when, title, body), str(story))


def one_size(count: int) -> Linked:
    """Link made articles in this process."""
    settings = Settings()
    encoder = SentenceEncoder(settings.encoder)
    encoder.encode(["what loads the model"])
    articles = list(made(count))
    cpu, wall = time.process_time(), time.perf_counter()
    with FamilyPeak() as peak:
        groups = cluster_articles(
            [a.article for a in articles],
            encoder,
            settings.cluster.threshold,
            settings.cluster.window_hours,
        )
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    pairs, _ = score_of(articles, {m.article_id: m.group for m in groups})
    return Linked(count, cpu, wall, peak.mib, pairs.precision, pairs.recall)


def measure(count: int) -> Linked:
    """Measure one size in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.linking_scale", str(count)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    return Linked(**json.loads(answer.stdout.splitlines()[-1]))


def exponent(small: Linked, large: Linked) -> float:
    """Return k of time ~ articles ** k between two sizes."""
    return math.log(large.cpu_seconds / small.cpu_seconds) / math.log(
        large.articles / small.articles
    )


if __name__ == "__main__":
    print(json.dumps(asdict(one_size(int(sys.argv[1])))))
