"""Raw responses: one WARC file for each payload, named by its hash, never changed."""

from __future__ import annotations

import io

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from parallax.core.files import Folder, folder, write_atomically
from parallax.core.ids import bytes_digest
from parallax.core.machine_faults import is_machine_fault
from parallax.core.path_names import path_name
from parallax.core.plain_words import plain
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError

_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers that say how the body was sent; what is kept is the body without that."""
_HEADERS = StatusAndHeadersParser(["HTTP/1.1"])


class Archive:
    """Content-addressed store of raw responses under ``<lake>/raw``."""

    def __init__(self, lake: str | Folder) -> None:
        """Open the archive of a lake."""
        self._root = folder(lake) / "raw"

    def path(self, payload_sha256: str) -> Folder:
        """Return the file of a payload."""
        name = path_name(payload_sha256, "the payload")
        return self._root / name[:2] / f"{name}.warc.gz"

    def keep(self, response: Response) -> str:
        """Store the response unless its payload is stored; return the SHA-256 of the payload."""
        key = bytes_digest(response.body)
        path = self.path(key)
        if path.is_file():
            return key
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True)
        kept = sorted(item for item in response.headers.items() if item[0] not in _OF_THE_WIRE)
        headers = StatusAndHeaders("200 OK", kept, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            response.final_url, "response", payload=io.BytesIO(response.body), http_headers=headers
        )
        writer.write_record(record)
        write_atomically(path, buffer.getvalue())
        return key

    def response(self, payload_sha256: str) -> Response:
        """Return the stored response: payload, address and headers.

        :raises FileNotFoundError: when it is not stored.
        :raises PageError: when its file is damaged.
        """
        path = self.path(payload_sha256)
        try:
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    # warcio leaves the headers of other addresses than http(s) in the stream
                    answer = record.http_headers or _HEADERS.parse(record.raw_stream)
                    headers = {name.lower(): value for name, value in answer.headers}
                    body = bytes(record.raw_stream.read())
                    if bytes_digest(body) == payload_sha256:
                        return Response(url, url, body, headers)
        except FileNotFoundError:
            raise
        except Exception as error:  # whatever damage makes the reader raise
            if is_machine_fault(error):
                raise
            raise PageError(
                "the archived page is damaged", f"{path.name}: {plain(error)}"
            ) from error
        raise PageError("the archived page is damaged", f"{path.name}: it is not whole")

    def payload(self, payload_sha256: str) -> bytes:
        """Return the stored payload.

        :raises FileNotFoundError: when it is not stored.
        """
        return self.response(payload_sha256).body
