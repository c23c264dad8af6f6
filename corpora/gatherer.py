"""Reading feeds, sitemaps, channels and pages into a harvest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from parallax.core.notices import Notice
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.discover import entries, gdelt
from parallax.corpora.discover.listing import Listing
from parallax.corpora.extract.workers import CLOCK, Clock, within
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher, Response
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.outlets.registry import Edition, Registry
from parallax.corpora.page_error import PageError


def read_source(source: str, fetcher: Fetcher) -> Response:
    """Return the response of a web address or a local file.

    :raises PageError: when it cannot be read.
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
    """Reads sources and the pages they list; thread-safe.

    It is not a dataclass, because Prefect visits every field of those for each task.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        archive: Archive,
        registry: Registry,
        known: Mapping[str, str] | None = None,
        rechecks: Rechecks | None = None,
        clock: Clock = CLOCK,
    ) -> None:
        """Take what fetches, archives and identifies pages.

        :param known: pages that need not be read again, see `parallax.corpora.store.known_pages`.
        :param rechecks: when pages are due to be fetched again; all are due without it.
        :param clock: what reading one page or list may take.
        """
        self._clock = clock
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
        """Read pages, local files, and the pages of feeds, sitemaps, channels and GDELT's answers.

        An input that cannot be read becomes a notice.

        :param since: entries dated before this are skipped.
        :param seen: called with each source done.
        :param accept: whether a listed page is read.
        """
        harvest, done = Harvest(), set[str]()
        for source in sources:
            try:
                response = read_source(source, self._fetcher)
                listing = entries.listed(response, since, self._fetcher.get, self._parse)
                if listing is not None:
                    pages, twice = entries.wanted(listing.entries, response.url, since)
                    harvest.notices += [*listing.notices, *twice]
                    for page in pages:
                        if page not in done and accept(page):
                            done.add(page)
                            self._page(page, harvest)
                elif source in done:
                    harvest.notices.append(Notice.warning(source, entries.TWICE))
                else:
                    done.add(source)
                    self._read(response, harvest)
            except PageError as error:
                harvest.notices.append(error.notice(source))
            seen(source)
        return harvest

    def edition(self, edition: Edition, since: datetime | None) -> Harvest:
        """Read the pages of an edition's feeds, sitemaps and channels, if its addresses are valid.

        Of the links of a channel, only pages of its outlet are read.
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
        """Read the pages of registered outlets that GDELT finds for a query."""
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
        day = self._read(response, harvest)
        if self._rechecks:
            self._rechecks.came_back(url, response, day)

    def _read(self, response: Response, harvest: Harvest) -> str | None:
        return read_page(response, self._archive, self._registry, harvest, self._known, self._clock)

    def _parse(self, response: Response) -> Listing | None:
        return within(self._clock, entries.parse, response)
