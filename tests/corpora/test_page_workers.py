"""What a page may take is enforced from outside: whatever it does, it ends within its limits, the
others go on, and nothing is left behind.
"""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parallax.core.settings import Settings
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.extract import fork_server
from parallax.corpora.extract.reading import article_of
from parallax.corpora.extract.workers import CLOCK, Clock, cores, side_by_side, within
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.page_rules import NO_RULES
from parallax.corpora.outlets.registry import load
from parallax.corpora.page_error import PageError
from tests.corpora.strange_pages import STRANGE, page

SHORT = Clock(1, 200)
SLACK = 8
"""Seconds that a busy machine needs beside a limit."""


def response(html: str, name: str = "x") -> Response:
    url = f"https://a.example/{name}"
    return Response(url, url, html.encode("utf-8", "replace"), {"content-type": "text/html"})


def hang() -> None:
    re.fullmatch("(a+)+b", "a" * 60)


def sleep() -> None:
    time.sleep(1_000)


def sleep_deaf_to_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(1_000)


def spawn_a_hanging_thread() -> None:
    thread = threading.Thread(target=time.sleep, args=(1_000,))
    thread.start()
    thread.join()


def eat_at_once() -> object:
    return bytes(4_000_000_000)


def eat_slowly() -> object:
    kept = []
    while True:
        kept.append(bytearray(b"x" * 1_000_000))


def eat_small_things() -> object:
    return [[n] for n in range(100_000_000)]


def eat_in_c() -> object:
    import lxml.etree

    root = lxml.etree.Element("a")
    while True:
        lxml.etree.SubElement(root, "b").set("name", "x" * 1_000)


def abort() -> None:
    os.abort()


def segfault() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(3)


def close_everything() -> None:
    os.closerange(0, 100)


def say_much() -> str:
    os.write(1, b"x" * 100_000)
    return "fine"


def recurse() -> None:
    recurse()


def raise_what_cannot_be_sent() -> None:
    class OurError(Exception):
        pass

    raise OurError(threading.Lock())


def return_what_cannot_be_sent() -> object:
    return threading.Lock()


BAD: dict[Callable[[], object], str] = {
    hang: r"page takes too long: more than 1 s \(gather.page_seconds\)",
    sleep: "page takes too long",
    sleep_deaf_to_signals: "page takes too long",
    spawn_a_hanging_thread: "page takes too long",
    eat_at_once: r"page needs too much memory: more than 200 MB \(gather.page_megabytes\)",
    eat_slowly: "page needs too much memory",
    eat_small_things: "page needs too much memory",
    eat_in_c: "page needs too much memory",
    abort: r"page ends the process that reads it: signal 6 \(Aborted\)",
    segfault: "page ends the process that reads it: signal 11",
    kill: "page ends the process that reads it: signal 9",
    leave: "page ends the process that reads it: it ended before it answered",
    close_everything: "page ends the process that reads it",
    recurse: "page cannot be read: it is nested too deep",
    raise_what_cannot_be_sent: "page cannot be read",
    return_what_cannot_be_sent: "page ends the process that reads it",
}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.__name__)
def test_what_exceeds_its_limit_is_one_error_and_the_next_page_is_read(
    bad: Callable[[], object],
) -> None:
    clock = SHORT if "long" in BAD[bad] else Clock(20, 200)
    begin = time.monotonic()
    with pytest.raises(PageError, match=BAD[bad]):
        within(clock, bad)
    assert time.monotonic() - begin < clock.seconds + SLACK
    assert within(CLOCK, article_of, response(page()), None, NO_RULES).sentences


def test_a_page_that_writes_to_standard_output_writes_nowhere(capfd: Any) -> None:
    assert within(CLOCK, say_much) == "fine"
    assert capfd.readouterr().out == ""


def test_bad_pages_beside_good_ones_leave_them_alone_and_the_order_as_it_was(
    tmp_path: Path,
) -> None:
    def done(work: Callable[[], object] | str) -> str:
        try:
            if isinstance(work, str):
                return within(CLOCK, article_of, response(work), None, NO_RULES).title
            return str(within(SHORT if work in (hang, sleep) else Clock(60, 200), work))
        except PageError as error:
            return error.reason

    pages = [hang, page(title="а"), abort, page(), eat_at_once, page(), kill, sleep, page()] * 2
    title = "Рада ухвалила закон про мову"
    assert list(side_by_side(done, pages)) == 2 * [
        "page takes too long",
        title,
        "page ends the process that reads it",
        title,
        "page needs too much memory",
        title,
        "page ends the process that reads it",
        "page takes too long",
        title,
    ]


def test_a_worker_killed_by_another_process_costs_no_page() -> None:
    found: list[str] = []
    victim = within(CLOCK, os.getpid)
    thread = threading.Thread(target=lambda: found.append(within(CLOCK, slow_answer)))
    thread.start()
    time.sleep(0.5)
    os.kill(victim, signal.SIGKILL)
    thread.join()
    assert found == ["answer"]


def slow_answer() -> str:
    time.sleep(1)
    return "answer"


def test_many_threads_ask_at_once_and_no_more_workers_read_than_there_are_cores() -> None:
    processes = list(side_by_side(lambda _: within(CLOCK, os.getpid), range(200)))
    assert len(set(processes)) <= cores() + 1


@pytest.mark.slow(3)
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_page_ends_within_its_limit_beside_a_good_one(kind: str, tmp_path: Path) -> None:
    archive, registry, harvest = Archive(tmp_path), load(None), Harvest()
    clock, begin = Clock(8, 500), time.monotonic()
    for name, html in (("strange", STRANGE[kind]), ("good", page())):
        read_page(response(html, name), archive, registry, harvest, {}, clock)
    assert time.monotonic() - begin < clock.seconds + SLACK
    read = [article.url for article, _, _ in harvest.articles]
    failed = [notice.subject for notice in harvest.notices if notice.is_error]
    assert sorted(read + failed) == ["https://a.example/good", "https://a.example/strange"]
    assert "https://a.example/good" in read


def test_the_limits_are_settings() -> None:
    settings = Settings().changed(gather={"page_seconds": 3, "page_megabytes": 300})
    assert Clock.of(settings.gather) == Clock(3, 300)


# -- Programs of other people --

PLAIN = """
import os, re, sys
from parallax.corpora.extract.workers import Clock, within
print("main", flush=True)
print(within(Clock(), os.getpid) != os.getpid(), flush=True)
"""
HANGING = """
import re, sys, threading
from parallax.corpora.extract.workers import Clock, start, within
start()
for _ in range(2):
    threading.Thread(
        target=within, args=(Clock(600, 500), re.fullmatch, "(a+)+b", "a" * 60), daemon=True
    ).start()
print("hanging", flush=True)
threading.Event().wait()
"""
FORKED = """
import os
from parallax.corpora.extract.workers import Clock, within
ours = within(Clock(), os.getppid)
if os.fork() == 0:
    theirs = within(Clock(), os.getppid)
    print("own server" if theirs != ours else "same server", flush=True)
    os._exit(0)
os.wait()
print(within(Clock(), os.getppid) == ours, flush=True)
"""
MULTIPROCESSING = """
import multiprocessing, os
from parallax.corpora.extract.workers import Clock, within
def ask(_):
    return within(Clock(), os.getpid)
within(Clock(), os.getpid)
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(len(set(pool.map(ask, range(4)))) <= 4)
"""

LOADING = """
import subprocess, sys
subprocess.run([sys.executable, "-c", '''
import os, time
from parallax.corpora.extract.fork_server import ends_with
with ends_with(os.getppid()):
    print("loading", flush=True)
    time.sleep(600)
'''])
"""


def program(text: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    (folder / "program.py").write_text(textwrap.dedent(text))
    return subprocess.Popen(
        [sys.executable, *(arguments or ("program.py",))],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"MARK_OF_TEST": str(folder)},
    )


def left_behind(folder: Path) -> list[str]:
    """The processes that a program of this test started and that are still there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARK_OF_TEST={folder}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def nothing_left_behind(folder: Path, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while left_behind(folder) and time.monotonic() < end:
        time.sleep(0.1)
    return not left_behind(folder)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (PLAIN, ["main", "True"]),
        (FORKED, ["own server", "True"]),
        (MULTIPROCESSING, ["True"]),
    ],
)
@pytest.mark.slow(5)
def test_a_plain_program_needs_no_main_guard(text: str, lines: list[str], tmp_path: Path) -> None:
    running = program(text, tmp_path)
    said, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    assert said.split("\n")[:-1] == lines
    assert nothing_left_behind(tmp_path)


@pytest.mark.slow(5)
def test_it_works_in_a_module_and_from_standard_input(tmp_path: Path) -> None:
    module = program(PLAIN, tmp_path, "-m", "program")
    assert module.communicate(timeout=120)[0].split() == ["main", "True"]
    typed = subprocess.run(
        [sys.executable], input=PLAIN, capture_output=True, text=True, timeout=120, check=True
    )
    assert typed.stdout.split() == ["main", "True"]


@pytest.mark.slow(15)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_program_that_is_killed_leaves_no_hanging_worker_behind(
    how: signal.Signals, tmp_path: Path
) -> None:
    running = program(HANGING, tmp_path)
    assert running.stdout
    assert running.stdout.readline() == "hanging\n"
    end = time.monotonic() + 60
    while len(left_behind(tmp_path)) < 3 and time.monotonic() < end:  # program, server, worker
        time.sleep(0.1)
    time.sleep(0.5)
    assert len(left_behind(tmp_path)) >= 3
    running.send_signal(how)
    running.wait(30)
    assert nothing_left_behind(tmp_path)


@pytest.mark.slow(5)
def test_a_server_that_still_loads_ends_with_the_program(tmp_path: Path) -> None:
    running = program(LOADING, tmp_path)
    assert running.stdout
    assert running.stdout.readline() == "loading\n"
    running.kill()
    running.wait(30)
    assert nothing_left_behind(tmp_path)


@pytest.mark.slow(10)
def test_a_killed_server_takes_its_workers_along_and_another_takes_its_place(
    tmp_path: Path,
) -> None:
    running = program(
        """
        import os, signal
        from parallax.corpora.extract.workers import Clock, within
        os.kill(within(Clock(), os.getppid), signal.SIGKILL)
        print(within(Clock(), os.getpid) > 0)
        """,
        tmp_path,
    )
    assert running.communicate(timeout=120)[0] == "True\n"
    assert nothing_left_behind(tmp_path)


def test_a_program_that_dies_before_it_reads_an_answer_leaves_no_traceback() -> None:
    control, theirs = socket.socketpair()
    command = (
        "from parallax.corpora.extract import fork_server; "
        f"fork_server.serve({theirs.fileno()}, {os.getpid()})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", command], pass_fds=[theirs.fileno()], stderr=subprocess.PIPE
    ) as server:
        theirs.close()
        ours, workers = socket.socketpair()
        socket.send_fds(control, [fork_server.FORK], [workers.fileno()])
        workers.close()
        assert select.select([control], [], [], 60)[0], "the server has answered"
        control.close()  # with the answer unread: the server's socket is reset
        assert server.stderr is not None
        assert server.stderr.read() == b""
        assert server.wait(SLACK) == 0
    ours.close()
