"""Gathering: feeds, sitemaps, channels and pages into a harvest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from parallax.core.notices import Notice
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.discover import entries, gdelt
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher, Response
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.outlets.registry import Edition, Registry
from parallax.corpora.page_error import PageError


def read_source(source: str, fetcher: Fetcher) -> Response:
    """Return the bytes of a web address or a local file.

    :raises PageError: when there is nothing to read.
    """
    if source.startswith(("http://", "https://")):
        return fetcher.get(source)
    path = (
        Path(url2pathname(unquote(urlsplit(source).path)))
        if source.startswith("file:")
        else Path(source)
    )
    try:
        return Response(path.resolve().as_uri(), path.resolve().as_uri(), path.read_bytes())
    except OSError as error:
        raise PageError("cannot read file", str(error)) from error


class Gatherer:
    """Reads sources and what they list; safe to share between threads.

    No dataclass: Prefect walks through those, field by field, on every task they are handed to.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        archive: Archive,
        registry: Registry,
        known: Mapping[str, str] | None = None,
        rechecks: Rechecks | None = None,
    ) -> None:
        """Take what reads, keeps and knows pages.

        :param known: what `storing.known_pages` returns: pages that need not be read again.
        :param rechecks: says which pages need not even be asked for.
        """
        self._fetcher, self._archive, self._registry, self._rechecks = (
            fetcher,
            archive,
            registry,
            rechecks,
        )
        self._known = known or {}

    def sources(
        self,
        sources: Iterable[str],
        since: datetime | None = None,
        seen: Callable[[str], None] = lambda _: None,
        accept: Callable[[str], bool] = lambda _: True,
    ) -> Harvest:
        """Read pages, local files and all pages that feeds, sitemaps, channels and answers of GDELT
        list; call ``seen`` with each source done.

        Entries dated before ``since`` are passed over, and those that ``accept`` does not want. A
        bad input becomes a notice and disturbs nothing else.
        """
        harvest, done = Harvest(), set[str]()
        for source in sources:
            try:
                response = read_source(source, self._fetcher)
                listed = entries.entries(response, since, lambda url: self._fetcher.get(url).body)
                if listed is not None:
                    pages, twice = entries.wanted(listed, response.url, since)
                    harvest.notices += twice
                    for page in pages:
                        if page not in done and accept(page):
                            done.add(page)
                            self._page(page, harvest)
                elif source in done:
                    harvest.notices.append(Notice.warning(source, entries.TWICE))
                else:
                    done.add(source)
                    read_page(response, self._archive, self._registry, harvest, self._known)
            except PageError as error:
                harvest.notices.append(error.notice(source))
            seen(source)
        return harvest

    def edition(self, edition: Edition, since: datetime | None) -> Harvest:
        """Read the feeds, sitemaps and channels of one edition and the pages they list; none while
        its addresses do not hold.

        Of what a channel links to, only the pages of its own outlet are read.
        """
        if not edition.holds(datetime.now(UTC).date()):
            return Harvest()
        harvest = self.sources((*edition.feeds, *edition.sitemaps), since)
        harvest.extend(
            self.sources(
                edition.channels,
                since,
                accept=lambda url: self._registry.outlet_of(url) == edition.outlet,
            )
        )
        return harvest

    def search(self, query: str, since: datetime | None) -> Harvest:
        """Ask GDELT which pages mention something, and read those of registered outlets."""
        return self.sources((gdelt.address(query, since),), since, accept=self._registry.knows)

    def _page(self, url: str, harvest: Harvest) -> None:
        if self._rechecks and (day := self._rechecks.rests(url)):
            harvest.resting.append(day)
            return
        try:
            response = self._fetcher.get(url)
        except PageError as error:
            harvest.notices.append(error.notice(url))
            return
        day = read_page(response, self._archive, self._registry, harvest, self._known)
        if self._rechecks:
            self._rechecks.came_back(url, response, day)
