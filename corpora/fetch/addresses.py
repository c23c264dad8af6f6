"""The door for addresses: what is one of the web, and the one form of each page's address.

Whatever a page, feed, server or user states goes through `web_address` before it is asked for, and
through `canonical` before it names a page.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import Annotated
from urllib.parse import urljoin

import idna
from courlan import clean_url

from parallax.core.passwords import without_password
from parallax.core.thresholds import thresholds
from parallax.corpora.page_error import PageError

NO_ADDRESS, TOO_LONG = "not a web address", "address too long"
"""The reasons for which an address is refused."""
_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
"""Scheme, authority, path, query and fragment (RFC 3986, appendix B)."""
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@\\%\s]+)(?::([0-9]*))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u200e\u200f\u2060\ufeff"
"""Blanks, control characters and marks without width, which get around an address by copying."""
_BREAKS = str.maketrans("", "", "\t\r\n")
_BRACES = str.maketrans({"{": "%7B", "}": "%7D"})

_TIDY = re.compile(
    r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,})"
    r"(?:(?:/[A-Za-z0-9_~%-][A-Za-z0-9._~%-]*)+/?(?:\?(?:id|p)=[0-9]+)?|/\?(?:id|p)=[0-9]+)"
)
"""An address that has nothing to clean; most are such, and a feed may list thousands."""
_AMP_PATH = re.compile(r"(?:/amp/?|/index\.amp|\.amp)(?=$|[?#])")
_AMP_QUERY = re.compile(r"([?&])(?:amp(?:=[^&#]*)?|outputType=amp)(?=$|[&#])")


@thresholds("gather", chosen="sitemaps.org allows 2,048 characters; longer ones cost minutes")
@dataclass(frozen=True)
class AddressLimits:
    """What is taken for the address of a page."""

    characters: Annotated[int, "a longer address is refused"] = 2000
    cleanings: Annotated[int, "times that an address is cleaned, until nothing changes"] = 5
    host_characters: Annotated[int, "maximum of a host name", "RFC 1035, 2.3.4"] = 253
    last_port: Annotated[int, "the largest port", "RFC 9293, 3.1"] = 65_535
    shown: Annotated[int, "characters of an address that are shown where it is refused"] = 200


LIMITS = AddressLimits()


def web_address(text: str) -> str:
    r"""Return an address as it can be asked for, if it is one of the web.

    As browsers do (WHATWG URL): outer blanks and line breaks are dropped, blanks inside become
    ``%20``, backslashes in the path are slashes, a host name is in lower case, in ASCII (IDNA 2008)
    and without its last dot, a number that stands for an IPv4 address is written out, the usual
    port is left out. A name or password before the host is refused: the part before ``@`` can look
    like another site, and what is kept must hold no secret.

    :raises PageError: when it is not http or https, its host or port cannot be, it holds control
        characters, or it is longer than the limit.

    >>> web_address(" HTTPS://Київ.example.:443/a b\n")
    'https://xn--b1alf1j.example/a%20b'
    """
    address = text.strip(_EDGES)
    if len(address) > LIMITS.characters:
        raise _too_long(address)
    found = _PARTS.fullmatch(address.translate(_BREAKS).replace(" ", "%20"))
    if found is None or not found[0].isprintable():
        raise _refused(address)
    scheme, path = found[1].lower(), found[3].replace("\\", "/")
    query = (found[4] or "").replace("\\", "%5C")
    at = _AUTHORITY.fullmatch(found[2])
    host = _host(at[1]) if at else None
    port = int(at[2] or _DEFAULT_PORTS[scheme]) if at and len(at[2] or "") <= 5 else 0
    if host is None or not 0 < port <= LIMITS.last_port:
        raise _refused(address)
    shown = "" if port == _DEFAULT_PORTS[scheme] else f":{port}"
    return f"{scheme}://{host}{shown}{path}{query}{found[5] or ''}"


def host_of(url: str) -> str:
    """Return the host of an address in the form of `web_address`, empty where it has none.

    Never raises: it may be given anything.
    """
    found = _PARTS.match(url)
    at = _AUTHORITY.fullmatch(found[2]) if found else None
    return (_host(at[1]) or "") if at else ""


def resolved(base: str, reference: str) -> str:
    """Return the web address that a page or server at ``base`` means by a reference.

    :raises PageError: as `web_address`.
    """
    stated = reference.strip(_EDGES).translate(_BREAKS)
    if len(stated) > LIMITS.characters:
        raise _too_long(stated)
    try:
        return web_address(urljoin(base, stated))
    except ValueError:
        raise _refused(stated) from None


def canonical(url: str) -> str:
    """Return a web address without fragment, tracking parameters and AMP: one for each page.

    Its host stays: an address inside another one (``?next=https://…``) is not taken for it.

    :raises PageError: as `web_address`.
    """
    address = url
    for _ in range(LIMITS.cleanings):
        before, address = address, _cleaned(address)
        if address == before:
            break
    return address


def _cleaned(url: str) -> str:
    if (
        len(url) <= LIMITS.characters
        and (tidy := _TIDY.fullmatch(url))
        and _host(tidy[1])
        and not _AMP_PATH.search(url)
    ):
        return url
    address = web_address(url).partition("#")[0]
    # braces first: courlan takes the square of their number in time
    folded = _without_amp(address.translate(_BRACES))
    cleaned = clean_url(folded)
    if not cleaned or host_of(cleaned) != host_of(address):
        return address
    return web_address(_with_bare_words(cleaned.partition("#")[0], folded))


def _with_bare_words(cleaned: str, address: str) -> str:
    """Return a cleaned address with the parts of the query that have no value: courlan drops them,
    but ``?7449500`` may be all that names a page.
    """
    words = sorted(
        {part for part in address.partition("?")[2].split("&") if "=" not in part} - {""}
    )
    if not words:
        return cleaned
    return f"{cleaned}{'&' if '?' in cleaned else '?'}{'&'.join(words)}"


@lru_cache(maxsize=4096)
def _host(name: str) -> str | None:
    """Return a host name or address in its usual form, None if it cannot be one."""
    if name.startswith("["):
        try:
            return f"[{IPv6Address(name[1:-1]).compressed}]"
        except AddressValueError:
            return None
    if len(name) > LIMITS.host_characters:
        return None
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if not _NUMBER.fullmatch(labels[-1]):
        return name
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return None


def _refused(address: str) -> PageError:
    return PageError(NO_ADDRESS, without_password(address)[: LIMITS.shown])


def _too_long(address: str) -> PageError:
    shown = without_password(address)[:60]
    return PageError(TOO_LONG, f"{shown}… has {len(address):,} characters")


def _without_amp(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    folded = _AMP_PATH.sub("/" if path.endswith(("index.amp", "/amp/")) else "", f"{slash}{path}")
    kept = _AMP_QUERY.sub(lambda found: found[1] if found[1] == "?" else "", folded)
    return f"{scheme}{separator}{host}{kept.replace('?&', '?').removesuffix('?')}"
