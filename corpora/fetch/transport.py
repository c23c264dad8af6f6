"""Where a request may go: host names are resolved here, once, and private addresses are refused.

The connection goes to the address that was checked, so DNS rebinding has no effect. ``host_map``
works like curl's ``--resolve``; the demo serves invented hosts with it.
"""

from __future__ import annotations

import ipaddress
import socket

import httpx

from parallax.core.deadline import within
from parallax.corpora.fetch.deadlines import DeadlineTransport, seconds_left
from parallax.corpora.page_error import PageError


class CheckedTransport(httpx.BaseTransport):
    """An HTTP transport that connects to checked addresses only."""

    def __init__(self, *, allow_private: bool, host_map: dict[str, str]) -> None:
        """Create the transport; connections are pooled by address."""
        self._inner = DeadlineTransport()
        self._allow_private = allow_private
        self._host_map = host_map

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the checked address of its host.

        :raises PageError: when the host has no address or only private ones.
        """
        host = request.url.host
        if mapped := self._host_map.get(host):
            address, _, port = mapped.rpartition(":")
            url = request.url.copy_with(scheme="http", host=address, port=int(port))
        else:
            url = request.url.copy_with(host=self._address(host))
        request.headers["Host"] = request.url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = url
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close pooled connections."""
        self._inner.close()

    def _address(self, host: str) -> str:
        try:
            found = within(
                seconds_left(), lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            raise PageError("unreachable host", f"{host}: {error}", temporary=False) from error
        addresses = [str(entry[4][0]).split("%")[0] for entry in found]
        for address in addresses:
            if self._allow_private or ipaddress.ip_address(address).is_global:
                return address
        raise PageError(
            "private address refused",
            f"{host} is {addresses[0]}; see the setting gather.allow_private_addresses",
        )
