"""The page's server: only its own page, with the token of its address, reads and writes."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest

from parallax.core.escapes import visible
from parallax.judging.judgements import Judgements
from parallax.judging.server import LONGEST_BODY, JudgingPage, served
from parallax.judging.session import Session
from parallax.lake import lake as lake_module
from parallax.lake.judgements import Cause, Verdict
from parallax.lake.lake import Lake
from parallax.lake.schema import JUDGEMENTS
from tests.judging.findings import HOSTILE, finding, findings


@dataclass
class Site:
    """A page that is served, and how a browser would ask it."""

    judging: JudgingPage
    lake: Lake
    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        return urlsplit(self.address).fragment

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask as the page does; a header that is None is left out, ``_`` stands for ``-``."""
        sent: dict[str, str | None] = {"X-Parallax-Token": self.token, "Host": self.host}
        if body is not None:
            sent |= {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(self.host, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "Content_Length" not in headers:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def act(self, **given: Any) -> dict[str, Any]:
        status, _, body = self.ask("POST", "/act", json.dumps(given).encode())
        assert status == 200, body
        return dict(json.loads(body))

    def judge(self, verdict: str, **more: str) -> dict[str, Any]:
        return self.act(act="judge", finding=self.state()["finding"], verdict=verdict, **more)

    def state(self) -> dict[str, Any]:
        return dict(json.loads(self.ask("GET", "/state")[2]))

    @property
    def written(self) -> list[str]:
        return list(self.lake.read(JUDGEMENTS).sort("when")["verdict"])


@pytest.fixture
def site(lake: Lake, tmp_path: Path) -> Iterator[Site]:
    pages = tmp_path / "reports"
    (pages / "stories").mkdir(parents=True)
    (pages / "stories" / "2024-04-03-0123456789abcdef.html").write_text("the story", "utf-8")
    (tmp_path / "secret.txt").write_text("not for you", "utf-8")
    judging = JudgingPage(Session(findings(3), Judgements(lake, "anna")), pages, "en")
    with served(judging) as address:
        yield Site(judging, lake, address)


def test_findings_are_judged_skipped_and_undone(site: Site) -> None:
    first = site.state()
    assert (first["progress"], first["undo"], first["fault"]) == ("1 of 3", False, "")
    second = site.judge("false", cause="other thing", note="two bridges")
    assert second["finding"] != first["finding"]
    assert second["said"] == "you: false (other thing)"
    assert second["progress"].startswith("2 of 3, about ")
    third = site.act(act="skip", finding=second["finding"])
    assert site.act(act="undo", finding=third["finding"])["finding"] == second["finding"]
    back = site.act(act="undo", finding=second["finding"])
    assert (back["finding"], back["done"]) == (first["finding"], 0)
    assert site.written == ["false", "withdrawn"]
    row = site.lake.read(JUDGEMENTS).sort("when").row(0, named=True)
    assert (row["cause"], row["note"], row["who"]) == ("other thing", "two bridges", "anna")


def test_after_the_last_one_undo_and_finish_are_left(site: Site) -> None:
    for _ in range(3):
        end = site.judge("true")
    assert (end["finding"], end["done"], end["total"], end["undo"]) == (None, 3, 3, True)
    assert "That was the last" in end["main"]
    assert not site.judging.finished.is_set()
    finished = site.act(act="finish", finding=None)
    assert finished["finished"]
    assert site.judging.finished.wait(5)


def test_a_verdict_on_another_finding_than_the_one_shown_is_not_taken(site: Site) -> None:
    shown = site.state()["finding"]
    site.judge("true")
    answer = site.act(act="judge", finding=shown, verdict="false")
    assert "Another window" in answer["fault"]
    assert answer["finding"] != shown
    assert site.written == ["true"]


def test_what_others_said_is_told_when_asked_or_afterwards(site: Site) -> None:
    Judgements(site.lake, "ivan").add(finding("n0"), Verdict.FALSE, Cause.LINK)
    session = Session(findings(2), Judgements(site.lake, "anna"))
    with served(JudgingPage(session, None, "en")) as address:
        other = Site(site.judging, site.lake, address)
        before = other.state()
        assert before["others"] == 1
        assert "ivan" not in json.dumps(before)
        asked = json.loads(other.ask("GET", "/others")[2])
        assert asked == {"said": "ivan: false (wrong link)"}
        assert other.judge("true")["said"] == "you: true · ivan: false (wrong link)"
        assert before["page"] is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Parallax_Token": None}, 403),
        ({"X_Parallax_Token": ""}, 403),
        ({"X_Parallax_Token": "x" * 43}, 403),
        ({"X_Parallax_Token": "\xff"}, 403),
        ({"Host": "rebound.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": None}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Length": "abc"}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": str(LONGEST_BODY + 1)}, 413),
        ({"Content_Length": "9" * 400}, 413),
    ],
)
def test_a_request_that_is_not_of_the_page_writes_nothing(
    site: Site, headers: dict[str, str | None], status: int
) -> None:
    body = json.dumps({"act": "judge", "finding": site.state()["finding"], "verdict": "true"})
    answered, sent, said = site.ask("POST", "/act", body.encode(), **headers)
    assert answered == status
    assert b"edition" not in said
    assert not [name for name in sent if name.lower().startswith("access-control")]
    assert site.written == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_a_post_writes(site: Site, method: str) -> None:
    shown = site.state()["finding"]
    query = f"/act?act=judge&finding={shown}&verdict=true"
    body = json.dumps({"act": "judge", "finding": shown, "verdict": "true"}).encode()
    for path in ("/act", query):
        assert site.ask(method, path, body if method != "HEAD" else None)[0] in (404, 405, 501)
    assert site.ask("POST", query, body)[0] == 404
    assert site.written == []


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"\xff"',
        b"[" * 5000,
        b'{"act": "drop", "finding": "%s"}',
        b'{"act": "judge", "finding": "%s"}',
        b'{"act": "judge", "finding": "%s", "verdict": "withdrawn"}',
        b'{"act": "judge", "finding": "%s", "verdict": ["true"]}',
        b'{"act": "judge", "finding": "%s", "verdict": "true", "cause": "bad luck"}',
        b'{"act": "judge", "finding": "%s", "verdict": "true", "note": 5}',
        b'{"act": "judge", "finding": "%s", "verdict": "true", "note": "' + b"n" * 2001 + b'"}',
    ],
)
def test_nonsense_is_refused(site: Site, given: bytes) -> None:
    body = given.replace(b"%s", site.state()["finding"].encode())
    assert site.ask("POST", "/act", body)[0] == 400
    assert site.written == []
    assert site.state()["progress"] == "1 of 3"


def test_nothing_is_read_without_the_token_but_the_empty_frame(site: Site) -> None:
    status, headers, frame = site.ask("GET", "/", X_Parallax_Token=None)
    assert status == 200
    assert b"lorries" not in frame
    assert site.token.encode() not in frame
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    for path in ("/state", "/others"):
        assert site.ask("GET", path, X_Parallax_Token=None)[0] == 403
    assert not lxml.html.document_fromstring(frame).xpath(
        "//*[@src or (@href and @href!='data:,')]"
    )


def test_report_pages_are_at_an_address_that_only_the_page_knows(site: Site) -> None:
    page = site.state()["page"]
    assert page.endswith("/stories/2024-04-03-0123456789abcdef.html#row-01234567")
    path = page.partition("#")[0]
    assert site.token not in path
    assert site.ask("GET", path, X_Parallax_Token=None)[::2] == (200, b"the story")
    root = path.partition("/stories/")[0]
    for wrong in (
        "/stories/2024-04-03-0123456789abcdef.html",
        "/pages/stories/2024-04-03-0123456789abcdef.html",
        f"{root}/../secret.txt",
        f"{root}/%2e%2e/secret.txt",
        f"{root}/stories/",
    ):
        assert site.ask("GET", wrong)[0] in (301, 404), wrong
        assert b"not for you" not in site.ask("GET", wrong)[2]
    assert site.ask("GET", path, Host="rebound.example")[0] == 421


def test_a_hostile_text_is_shown_and_obeyed_nowhere(lake: Lake) -> None:
    one = finding(HOSTILE, title=HOSTILE)
    session = Session([one], Judgements(lake, "anna"))
    with served(JudgingPage(session, None, "en")) as address:
        main = Site(JudgingPage(session, None, "en"), lake, address).state()["main"]
    tree = lxml.html.fragment_fromstring(main, create_parent="div")
    assert not tree.xpath("//script | //img | //@onerror")
    assert visible(main) == main
    assert tree.text_content().count('<script>document.title="taken"</script>') == 3
    assert tree.xpath("//p[@class='said']/@lang") == ["en", "uk"]
    assert [mark.text for mark in tree.xpath("//mark")] == ["Five", "7"]


def test_while_another_process_writes_the_verdict_waits_and_then_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.judge("true")
    monkeypatch.setattr(lake_module, "WRITE_SECONDS", 0.2)
    with (Path(site.lake.root) / ".write.lock").open("w") as held:
        flock(held, LOCK_EX)
        busy = site.judge("false")
    assert busy["fault"].startswith("Not stored: another process holds")
    assert busy["progress"].startswith("2 of 3")
    assert site.judge("false")["fault"] == ""
    assert site.written == ["true", "false"]
