"""The page of judging on loopback, for one person of the machine and for nobody else.

Everything but the empty frame needs the token of the address, as a header: other people of the
machine do not know it, and the pages of other sites cannot send it. It stands behind the ``#``, so
that no request and no log has it; a cookie would go to every port of the machine. A request must
name the server by a loopback name (DNS rebinding) and come from the page itself (`Origin`, Fetch
Metadata).
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock
from typing import Any

from parallax.core.clean_text import clean_values
from parallax.core.errors import ParallaxError
from parallax.core.plain_words import plain
from parallax.core.serving import send, serving
from parallax.judging import page
from parallax.judging.session import Session
from parallax.lake.judgements import Cause, Verdict, said
from parallax.reports.web import HEADERS, FolderHandler

log = logging.getLogger(__name__)

TOKEN = "X-Parallax-Token"
LONGEST_BODY = 20_000
"""Bytes of what the page sends: a verdict and a note."""
Answer = dict[str, Any]


class _RefusedError(Exception):
    """A request that is not answered; `status` says why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class JudgingPage:
    """The session behind the page: what it shows, and what it is told; one request at a time."""

    def __init__(self, session: Session, pages: Path | None, target: str) -> None:
        """Take the session.

        :param pages: the folder of the report pages, None where it is not on this machine.
        :param target: language of the reader.
        """
        self.pages, self.token, self.page_token = pages, _token(), _token()
        self.finished = Event()
        self._session, self._target = session, target
        self._lock, self._ended = Lock(), False

    def state(self) -> Answer:
        """Return what the page shows now, when it is opened."""
        with self._lock:
            self._session.restart()
            return self._state("")

    def others(self) -> Answer:
        """Return what others said of the finding."""
        with self._lock:
            finding = self._session.current
            rows = self._session.others(finding) if finding else []
            return {"said": said(rows) or "Nobody else has judged it."}

    def act(self, given: Mapping[str, Any]) -> Answer:
        """Do what the page asks, and return what it shows then.

        :raises _RefusedError: when it asks for something else.
        """
        with self._lock:
            finding = self._session.current
            if given.get("finding") != (finding.id if finding else None):
                return self._state("Another window has gone on; this is the next one.")
            try:
                self._obey(given)
            except (ParallaxError, OSError) as error:
                log.debug("not stored", exc_info=True)
                why = str(error) if isinstance(error, ParallaxError) else plain(error)
                return self._state(f"Not stored: {why}")
            return self._state("")

    def _obey(self, given: Mapping[str, Any]) -> None:
        match given.get("act"):
            case "judge":
                self._session.judge(*_judgement(given))
            case "skip":
                self._session.skip()
            case "undo":
                self._session.undo()
            case "finish":
                self._ended = True
            case _:
                raise _RefusedError(HTTPStatus.BAD_REQUEST, "no such act")

    def _state(self, fault: str) -> Answer:
        session, finished = self._session, self._ended
        finding = None if finished else session.current
        progress = session.progress
        last = session.last
        return {
            "main": page.main_part(session, self._target, finished=finished),
            "finding": finding.id if finding else None,
            "progress": str(progress) if finding else "",
            "who": session.who,
            "done": progress.number - 1 if finding else progress.total,
            "total": progress.total,
            "undo": session.can_undo and not finished,
            "others": len(session.others(finding)) if finding else 0,
            "said": fault or (said([{**last[0], "who": "you"}, *last[1]]) if last else ""),
            "fault": fault,
            "page": self._page(finding.page) if finding else None,
            "finished": finished,
        }

    def _page(self, name: str) -> str | None:
        there = self.pages is not None and (self.pages / name.partition("#")[0]).is_file()
        return f"/pages/{self.page_token}/{name}" if there else None


def _judgement(given: Mapping[str, Any]) -> tuple[Verdict, Cause | None, str]:
    """Return what a request says of a finding.

    :raises _RefusedError: when it is no verdict, no cause, or no note.
    """
    cause, note = given.get("cause"), given.get("note") or ""
    if not isinstance(note, str) or len(note) > page.LONGEST_NOTE:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "no note, or one that is too long")
    try:
        return Verdict(str(given.get("verdict"))), Cause(str(cause)) if cause else None, note
    except ValueError as error:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "no such verdict or cause") from error


def _token() -> str:
    return secrets.token_urlsafe(32)


class _Handler(FolderHandler):
    """The frame, the state, the acts; and the report pages at an address that only we know."""

    def __init__(self, judging: JudgingPage, *given: Any) -> None:
        self._judging = judging
        super().__init__(*given, directory=str(judging.pages) if judging.pages else None)

    def do_GET(self) -> None:  # noqa: N802 - the name the base class gives it
        """Answer a question; nothing is changed."""
        self._answered(self._get)

    def do_HEAD(self) -> None:  # noqa: N802 - the name the base class gives it
        """Refuse: nobody needs it."""
        self._answered(lambda: self._refuse(HTTPStatus.METHOD_NOT_ALLOWED))

    def do_POST(self) -> None:  # noqa: N802 - the name the base class gives it
        """Do what the page asks."""
        self._answered(self._post)

    def _answered(self, do: Callable[[], None]) -> None:
        try:
            self._check_origin()
            do()
        except _RefusedError as refused:
            self.close_connection = True
            self._send(refused.status, {"fault": f"refused: {refused}"})

    def _check_origin(self) -> None:
        _, port, *_ = self.connection.getsockname()
        hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        host = self.headers.get("Host", "")
        if host not in hosts:
            raise _RefusedError(HTTPStatus.MISDIRECTED_REQUEST, "not the name of this server")
        origin = self.headers.get("Origin")
        if origin is not None and origin != f"http://{host}":
            raise _RefusedError(HTTPStatus.FORBIDDEN, "from another site")

    def _check_token(self) -> None:
        given = self.headers.get(TOKEN, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._judging.token.encode("ascii")):
            raise _RefusedError(
                HTTPStatus.FORBIDDEN, "the address must be the one that the program printed"
            )
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise _RefusedError(HTTPStatus.FORBIDDEN, "from another site")

    def _get(self) -> None:
        pages = f"/pages/{self._judging.page_token}/"
        if self.path == "/":
            self.sent = {**HEADERS, "Content-Security-Policy": page.policy()}
            send(self, HTTPStatus.OK, "text/html; charset=utf-8", page.frame().encode())
        elif self.path.startswith(pages) and self._judging.pages is not None:
            self.path = self.path[len(pages) - 1 :]
            super().do_GET()
        elif self.path in ("/state", "/others"):
            self._check_token()
            asked = self._judging.state if self.path == "/state" else self._judging.others
            self._send(HTTPStatus.OK, asked())
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _post(self) -> None:
        if self.path != "/act":
            self._refuse(HTTPStatus.NOT_FOUND)
        self._check_token()
        if self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > len(str(LONGEST_BODY)) or int(length) > LONGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            given = clean_values(json.loads(self.rfile.read(int(length))))
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            self._refuse(HTTPStatus.BAD_REQUEST)
        answer = self._judging.act(given)
        self._send(HTTPStatus.OK, answer)
        if answer["finished"]:  # the page has been told before the program ends
            self._judging.finished.set()

    @staticmethod
    def _refuse(status: HTTPStatus) -> None:
        raise _RefusedError(status, status.phrase)

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8")
        send(self, status, "application/json", body)


@contextmanager
def served(judging: JudgingPage, port: int = 0) -> Iterator[str]:
    """Serve the page while the block runs; yield its address, with the token. Port 0 takes a free
    one.

    :raises OSError: when the port is taken.
    """
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, judging))
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}/#{judging.token}"
