"""Where a request may go: host names are resolved here, once, and private addresses are refused.

The connection goes to the address that was checked, so DNS rebinding has no effect. ``host_map``
works like curl's ``--resolve``; the demo serves invented hosts with it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from parallax.core.deadline import within
from parallax.core.plain_words import plain
from parallax.corpora.fetch.deadlines import DeadlineTransport, seconds_left
from parallax.corpora.page_error import PageError

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that is given to the Internet (RFC 4291, 2.4); the rest is local, multicast or obsolete."""
_NAT64 = IPv6Network("64:ff9b::/96")
_IPV4 = 0xFFFF_FFFF
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})
"""What stands before an IPv4 address in the second half of an ISATAP address (RFC 5214)."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the Internet, with every IPv4 address inside it: of
    IPv4-mapped, NAT64 (RFC 6052), 6to4, Teredo and ISATAP forms.

    >>> is_public("64:ff9b::7f00:1"), is_public("2606:4700::1111")
    (False, True)
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    if (mapped := ip.ipv4_mapped) is not None:
        return is_public(str(mapped))
    if ip in _NAT64:
        return is_public(str(IPv4Address(int(ip) & _IPV4)))
    if ip not in _GLOBAL_UNICAST or not ip.is_global:
        return False
    return all(is_public(str(inside)) for inside in _inside(ip))


def _inside(ip: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that a tunnel would send the packet to."""
    if ip.sixtofour is not None:
        yield ip.sixtofour
    if ip.teredo is not None:
        yield from ip.teredo
    if int(ip) >> 32 & _IPV4 in _ISATAP:
        yield IPv4Address(int(ip) & _IPV4)


class CheckedTransport(httpx.BaseTransport):
    """An HTTP transport that connects to checked addresses only."""

    def __init__(self, *, allow_private: bool, host_map: dict[str, str]) -> None:
        """Create the transport; connections are pooled by address."""
        self._inner = DeadlineTransport()
        self._allow_private = allow_private
        self._host_map = host_map

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the checked addresses of its host, the next where one is not reached.

        :raises PageError: when the host has no address or only private ones.
        """
        host, asked = request.url.host, request.url
        request.headers["Host"] = asked.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        if mapped := self._host_map.get(host):
            address, _, port = mapped.rpartition(":")
            request.url = asked.copy_with(scheme="http", host=address, port=int(port))
            return self._inner.handle_request(request)
        *others, last = self._addresses(host)
        for address in others:
            request.url = asked.copy_with(host=address)
            try:
                return self._inner.handle_request(request)
            except httpx.ConnectError:
                continue
        request.url = asked.copy_with(host=last)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close pooled connections."""
        self._inner.close()

    def _addresses(self, host: str) -> list[str]:
        """Return the addresses of a host that may be asked, each once, in the system's order."""
        try:
            found = within(
                seconds_left(), lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            raise PageError(
                "unreachable host", f"{host}: {plain(error)}", temporary=False
            ) from error
        addresses = list(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))
        allowed = [a for a in addresses if self._allow_private or is_public(a)]
        if not allowed:
            raise PageError(
                "private address refused",
                f"{host} is {addresses[0]}; see the setting gather.allow_private_addresses",
            )
        return allowed
