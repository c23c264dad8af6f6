"""GDELT's DOC 2.0 API: addresses of pages that mention a query.

Its titles and detected languages are not used.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

from parallax.corpora.discover.listing import Listing, entries_of
from parallax.corpora.page_error import PageError

API = "https://api.gdeltproject.org/api/v2/doc/doc"
MAX_RECORDS = 250
"""The maximum of pages in one answer, by the API's documentation."""
_LANGUAGES = "(sourcelang:eng OR sourcelang:rus OR sourcelang:ukr)"
_SEEN = "%Y%m%dT%H%M%SZ"


def address(query: str, since: datetime | None = None) -> str:
    """Return the address for the latest pages of a query in our languages, by default of a day."""
    asked = {
        "query": f"{query} {_LANGUAGES}",
        "mode": "ArtList",
        "format": "json",
        "maxrecords": str(MAX_RECORDS),
        "sort": "DateDesc",
    }
    reach = (
        {"timespan": "1d"}
        if since is None
        else {
            "startdatetime": f"{since.astimezone(UTC):%Y%m%d%H%M%S}",
            "enddatetime": f"{datetime.now(UTC):%Y%m%d%H%M%S}",
        }
    )
    return f"{API}?{urlencode(asked | reach)}"


def is_answer(body: bytes, url: str) -> bool:
    """Return whether a response is an answer of the API."""
    return url.startswith(API) or (
        body[:200].lstrip().startswith(b"{") and b'"articles"' in body[:200]
    )


def parse(body: bytes, url: str) -> Listing:
    """Return the pages of an answer, with the time GDELT saw them.

    :raises PageError: when it is not a list: the API answers wrong or too many queries with a
        sentence and status 200.
    """
    try:
        rows = json.loads(body.decode("utf-8", "replace"), parse_int=str, strict=False).get(
            "articles", []
        )
        stated = [_row(row) for row in rows]
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise PageError(
            "GDELT gives no list", body[:200].decode("utf-8", "replace").strip()
        ) from error
    entries, notices = entries_of(stated, url)
    return Listing("search", entries, notices=notices)


def _row(found: object) -> tuple[str, datetime | None]:
    """Return address and time of a page; no address where the answer has none."""
    page = found if isinstance(found, dict) else {}
    url = page.get("url")
    return url if isinstance(url, str) else "", _time(page.get("seendate"))


def _time(stated: object) -> datetime | None:
    try:
        return datetime.strptime(str(stated), _SEEN).replace(tzinfo=UTC)
    except ValueError:
        return None
