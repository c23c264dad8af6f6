"""Reading feeds, sitemaps, channels and pages into a harvest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.passwords import without_password
from parallax.core.plain_words import plain
from parallax.corpora.budget import LEFT, Backlog, Budget
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.discover import entries, gdelt
from parallax.corpora.discover.listing import Listing
from parallax.corpora.extract.workers import CLOCK, Clock, within
from parallax.corpora.fetch.addresses import NO_ADDRESS, TOO_LONG
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.hosts import HostLeftAloneError, once_a_host
from parallax.corpora.fetch.response import Response
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.outlets.registry import Edition, Registry
from parallax.corpora.page_error import PageError


def read_source(source: str, fetcher: Fetcher) -> Response:
    """Return the response of a web address or a local file.

    :raises PageError: when it cannot be read.
    """
    if source.lower().startswith(("http://", "https://")):
        return fetcher.get(source)
    limit = fetcher.settings.gather.max_page_bytes
    try:
        path = (
            Path(url2pathname(unquote(urlsplit(source).path)))
            if source.startswith("file:")
            else Path(source)
        ).resolve()
        with path.open("rb") as file:
            body = file.read(limit + 1)
    except OSError as error:
        raise PageError("cannot read file", f"{source}: {plain(error)}") from error
    except ValueError as error:  # no name of a file at all
        raise PageError("cannot read file", f"{source}: it cannot be the name of a file") from error
    if len(body) > limit:
        raise PageError("page too long", f"{source}: more than {limit:,} bytes")
    return Response(path.as_uri(), path.as_uri(), body)


def _any(_: str) -> bool:
    return True


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
        backlog: Backlog | None = None,
        clock: Clock = CLOCK,
    ) -> None:
        """Take what fetches, archives and identifies pages.

        :param known: pages that need not be read again, see `parallax.corpora.store.known_pages`.
        :param rechecks: when pages are due to be fetched again; all are due without it.
        :param backlog: what earlier passes asked for; nothing without it.
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
        self._backlog = backlog or Backlog()

    def sources(
        self,
        sources: Iterable[str],
        since: datetime | None = None,
        seen: Callable[[str], None] = lambda _: None,
        accept: Callable[[str], bool] = _any,
    ) -> Harvest:
        """Read pages, local files, and the pages of feeds, sitemaps, channels and GDELT's answers.

        An input that cannot be read becomes a notice. Each list has the budget of an edition.

        :param since: entries dated before this are skipped.
        :param seen: called with each source done.
        :param accept: whether a listed page is read.
        :raises OSError, MemoryError: when it is this machine that fails.
        """
        harvest, done = Harvest(), set[str]()
        for source in sources:
            budget = self._budget()
            pages = self._listed(source, since, accept, done, harvest)
            self._read(source, pages, budget, harvest)
            seen(source)
        harvest.notices = once_a_host(harvest.notices)
        return harvest

    def edition(self, edition: Edition, since: datetime | None) -> Harvest:
        """Read the pages of an edition's feeds, sitemaps and channels, if its addresses are valid,
        within the budget of an edition.

        Of the links of a channel, only pages of its outlet are read.

        :raises OSError, MemoryError: when it is this machine that fails.
        """
        harvest, done = Harvest(), set[str]()
        if not edition.holds(datetime.now(UTC).date()):
            return harvest
        budget = self._budget()
        pages: dict[str, datetime | None] = {}
        for source in (*edition.feeds, *edition.sitemaps, *edition.channels):
            accept = self._of_outlet(edition) if source in edition.channels else _any
            if budget.may_list():
                pages |= self._listed(source, since, accept, done, harvest)
            else:
                harvest.notices.append(Notice.warning(source, f"list {LEFT}", edition.id))
        self._read(edition.id, pages, budget, harvest)
        harvest.notices = once_a_host(harvest.notices)
        return harvest

    def search(self, query: str, since: datetime | None) -> Harvest:
        """Read the pages of registered outlets that GDELT finds for a query."""
        return self.sources((gdelt.address(query, since),), since, accept=self._registry.knows)

    def _budget(self) -> Budget:
        gather = self._fetcher.settings.gather
        return Budget(gather.edition_pages, gather.edition_seconds)

    def _of_outlet(self, edition: Edition) -> Callable[[str], bool]:
        return lambda url: self._registry.outlet_of(url) == edition.outlet

    def _listed(
        self,
        source: str,
        since: datetime | None,
        accept: Callable[[str], bool],
        done: set[str],
        harvest: Harvest,
    ) -> dict[str, datetime | None]:
        """Return the pages that a source lists and nobody did before, with their times; a source
        that is a page is read.
        """
        try:
            response = read_source(source, self._fetcher)
            listing = entries.listed(response, since, self._fetcher.get, self._parse)
            if listing is not None:
                pages, twice = entries.wanted(listing.entries, response.url, since)
                harvest.notices += [*listing.notices, *twice]
                harvest.listed += len(pages)
                harvest.older += len({entry.url for entry in listing.entries} - set(pages))
                times = {entry.url: entry.published for entry in listing.entries}
                new = [page for page in pages if page not in done and accept(page)]
                done.update(new)
                return {page: times[page] for page in new}
            if source in done:
                harvest.notices.append(Notice.warning(source, entries.TWICE))
            else:
                done.add(source)
                self._extract(response, harvest)
        except Exception as error:
            wrong = isinstance(error, PageError) and error.reason in (NO_ADDRESS, TOO_LONG)
            shown = without_password(source) if wrong else source
            harvest.notices.append(_failure(shown, error))
        return {}

    def _read(
        self, name: str, pages: Mapping[str, datetime | None], budget: Budget, harvest: Harvest
    ) -> None:
        """Read the pages that an edition lists, as far as its budget goes."""
        if not pages:
            return
        asked, left = dict[str, float](), 0
        for url in self._backlog.ordered(name, pages):
            if self._rechecks and (day := self._rechecks.rests(url)):
                harvest.resting.append(day)
            elif not budget.may_read():
                left += 1
            elif self._page(url, harvest):
                asked[url] = time.time()
                budget.spend()
        if left:
            harvest.notices.append(budget.notice(name, left, len(pages)))
        self._backlog.note(name, pages, asked, left)

    def _page(self, url: str, harvest: Harvest) -> bool:
        """Read a page; return whether its host was asked for it."""
        try:
            response = self._fetcher.get(url)
            day = self._extract(response, harvest)
            if self._rechecks:
                self._rechecks.came_back(url, response, day)
        except Exception as error:
            harvest.notices.append(_failure(url, error))
            return not isinstance(error, HostLeftAloneError)
        return True

    def _extract(self, response: Response, harvest: Harvest) -> str | None:
        return read_page(response, self._archive, self._registry, harvest, self._known, self._clock)

    def _parse(self, response: Response) -> Listing | None:
        return within(self._clock, entries.parse, response)


def _failure(subject: str, error: Exception) -> Notice:
    """Return the notice of what a page or list failed with; a broken one must not stop the others.

    :raises OSError, MemoryError: when it is this machine that fails.
    """
    if isinstance(error, PageError):
        return error.notice(subject)
    if is_machine_fault(error):
        raise error
    return Notice.error(subject, "page cannot be read", plain(error))
