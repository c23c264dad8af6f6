"""The pages of WARC files of others (CC-NEWS and the like), each decoded by itself and bounded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.plain_words import plain
from parallax.core.times import plausible
from parallax.corpora.fetch.addresses import web_address
from parallax.corpora.fetch.content_encoding import decoded
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError
from parallax.corpora.warc_records import LIMITS, Passed, Record, records

_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]{0,1000})?\r\n")
_TYPE = re.compile(rb"^warc-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_OK = 200


def pages(path: Path, wanted: Callable[[str], bool], longest: int) -> Iterator[Response | Notice]:
    """Yield the successful responses of a WARC file, and a notice for each record that cannot be
    read and for what was passed over.

    :param wanted: whether an address is read. :param longest: the most bytes of a page.
    :raises PageError: when the file cannot be read.
    """
    try:
        if path.name.endswith(".zst"):
            yield from _of_zstandard(path, wanted, longest)
            return
        for found in records(path, longest + LIMITS.http_headers):
            if isinstance(found, Passed):
                yield _damage(path, found.why, found.count)
            else:
                yield from _of_record(path, found, wanted, longest)
    except (OSError, ValueError) as error:
        if is_machine_fault(error):
            raise
        raise PageError("cannot read file", f"{path}: {plain(error)}") from error


def _damage(path: Path, why: str, count: int) -> Notice:
    return Notice.error(str(path), "damaged archive", f"{why}; {count:,} bytes passed over")


def _of_record(
    path: Path, found: Record, wanted: Callable[[str], bool], longest: int
) -> Iterator[Response | Notice]:
    try:
        head = _TYPE.sub(b"WARC-Type:", found.head)  # FastWARC knows it in this form only
        record = next(_parsed(io.BytesIO(head + found.block)))
    except (OSError, ValueError):
        yield _damage(path, "a record that cannot be parsed", len(found.block))
    except StopIteration:  # no response
        return
    else:
        end = found.block.find(b"\r\n\r\n") + 4
        # many archives keep the header "chunked" with a body whose chunks are joined
        mode = "transfer" if _CHUNK.match(found.block, end) else "none"
        yield from _page(record, wanted, longest, mode=mode, whole=found.whole)


def _of_zstandard(
    path: Path, wanted: Callable[[str], bool], longest: int
) -> Iterator[Response | Notice]:
    """Yield the pages of a file that FastWARC unpacks; it cannot go on after damage."""
    with path.open("rb") as file:
        reached = 0
        try:
            for record in _parsed(file):
                reached = record.stream_pos
                yield from _page(record, wanted, longest, mode="transfer", whole=True)
        except OSError as error:
            if is_machine_fault(error):
                raise
            yield _damage(path, plain(error), path.stat().st_size - reached)


def _parsed(stream: BinaryIO) -> Iterator[Any]:
    return iter(ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False))


def _page(
    record: Any, wanted: Callable[[str], bool], longest: int, *, mode: str, whole: bool
) -> Iterator[Response | Notice]:
    """Yield the page of a record, its failure, or nothing when it is not wanted."""
    # wget writes the angle brackets of the standard's grammar
    stated = str(record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    if not stated.lower().startswith(("http://", "https://")):
        return  # a look-up of a name, an FTP listing
    try:
        url = web_address(stated)
        answer = _response(record, url, longest, mode=mode, whole=whole) if wanted(url) else None
    except PageError as error:
        yield error.notice(stated[:200])
    except Exception as error:  # a broken record must not stop the others
        if is_machine_fault(error):
            raise
        yield Notice.error(stated[:200], "record cannot be read", plain(error))
    else:
        if answer and answer.retrieved is None:
            yield Notice.warning(url, "time of retrieval not plausible", "the present is taken")
        if answer:
            yield answer


def _response(record: Any, url: str, longest: int, *, mode: str, whole: bool) -> Response | None:
    """Return the response in a record, None unless it was successful.

    :raises PageError: when it is too long or cannot be decoded. :raises OSError: when it is no HTTP
        or its chunks are broken.
    """
    record.parse_http(auto_decode=mode)
    http = record.http_headers
    if http is None or http.status_code is None:
        raise PageError("no HTTP answer in the record")
    if http.status_code != _OK:
        return None
    if not whole:
        raise PageError("page too long", f"more than {longest:,} bytes")
    headers = {str(k).lower(): str(v) for k, v in http.items()}
    chunks = iter(lambda: record.reader.read(LIMITS.step_bytes), b"")
    encoding = headers.get("content-encoding", "")
    body = decoded(chunks, encoding, longest, archived=True)
    return Response(url, url, body, headers, retrieved=plausible(record.record_date))
