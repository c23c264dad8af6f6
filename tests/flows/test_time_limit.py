"""A flow that takes too long ends as `TimedOut`, wherever it hangs, and the next one goes on."""

import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from parallax.core.settings import Settings
from parallax.corpora.sample.server import sample_world
from parallax.corpora.sample.story_file import HERE
from parallax.corpora.stage import Source
from parallax.flows import time_limit as limits
from parallax.flows.full_pass import backfill, full_pass
from parallax.flows.gathering import gather_flow
from parallax.flows.stages import cluster_flow, report_flow
from parallax.flows.time_limit import TimeLimitError, time_limit
from parallax.lake.lake import Lake

pytestmark = pytest.mark.flow
SOON = 0.2 / 60
"""Minutes that are a fifth of a second."""


def sleep(seconds: float) -> None:
    """Sleep as work does: in many steps."""
    for _ in range(round(seconds * 100)):
        time.sleep(0.01)


def test_a_block_that_is_in_time_is_left_alone() -> None:
    handler = signal.getsignal(signal.SIGALRM)
    with time_limit("it", SOON):
        pass
    sleep(0.4)
    assert signal.getsignal(signal.SIGALRM) == handler


@pytest.mark.parametrize("minutes", [SOON, 0.001])
def test_a_block_that_takes_too_long_is_left_with_one_line(minutes: float) -> None:
    begun = time.monotonic()
    with (
        pytest.raises(TimeLimitError, match=rf"^it took longer than {minutes:g} minutes \("),
        time_limit("it", minutes),
    ):
        sleep(30)
    assert time.monotonic() - begun < 10


def test_no_limit_is_no_limit() -> None:
    with time_limit("it", 0):
        sleep(0.3)


@pytest.mark.parametrize(
    ("outer", "inner", "late"),
    [(SOON, 1, "outer"), (1, SOON, "inner"), (SOON, 2 * SOON, "outer"), (SOON, 0, "outer")],
)
def test_of_two_limits_the_one_that_ends_first_counts(
    outer: float, inner: float, late: str
) -> None:
    with (
        pytest.raises(TimeLimitError, match=f"^{late} took longer"),
        time_limit("outer", outer),
        time_limit("inner", inner),
    ):
        sleep(30)


def test_the_outer_limit_runs_on_while_an_inner_one_is_kept() -> None:
    def work() -> None:
        for _ in range(100):
            with time_limit("inner", SOON):
                sleep(0.1)

    begun = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"^outer took longer"), time_limit("outer", 3 * SOON):
        work()
    assert time.monotonic() - begun < 5


def test_what_forgives_the_faults_of_single_texts_does_not_forgive_this() -> None:
    def work() -> None:
        for _ in range(3000):
            with suppress(Exception):  # as a stage does for each story
                time.sleep(0.01)

    with pytest.raises(TimeLimitError), time_limit("it", SOON):
        work()


def test_what_holds_up_the_first_alarm_meets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", limits.TimeLimits(again_seconds=0.2))
    begun, held = time.monotonic(), list[float]()

    def work() -> None:
        try:
            sleep(30)
        finally:
            held.append(time.monotonic() - begun)
            sleep(30)  # such as a pool that waits for a thread that hangs

    with pytest.raises(TimeLimitError), time_limit("it", SOON):
        work()
    assert held
    assert time.monotonic() - begun < 10


def test_the_alarm_of_the_caller_comes_when_it_would_have_come() -> None:
    rung: list[float] = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(time.monotonic()))
    left = signal.setitimer(signal.ITIMER_REAL, 0.5)
    begun = time.monotonic()
    try:
        with time_limit("it", 1):
            sleep(0.2)
        sleep(0.6)
        assert rung
        assert 0.4 < rung[0] - begun < 3
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *left)


def test_in_another_thread_there_is_no_alarm() -> None:
    def work() -> None:
        with time_limit("it", SOON):
            sleep(0.4)
        done.append(True)

    done: list[bool] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert done


HANGS = {
    "main thread": "time.sleep(60)",
    "another thread": "t = threading.Thread(target=time.sleep, args=(60,))\nt.start()\nt.join()",
    "a pool": "ThreadPoolExecutor().submit(time.sleep, 60).result()",
    "code in C": "re.match('(a+)+$', 'a' * 60 + 'b')",
    "code in C in a pool": "pool = ThreadPoolExecutor()\npool.submit(re.match, *SLOW).result()",
    "a pool at the end": "with ThreadPoolExecutor() as pool:\n    pool.submit(time.sleep, 60)",
    "a finally": "try:\n    time.sleep(60)\nfinally:\n    re.match(*SLOW)",
}


@pytest.mark.slow(20)
@pytest.mark.parametrize("hang", HANGS.values(), ids=HANGS)
def test_the_process_of_a_run_ends_whatever_it_hangs_in(hang: str, tmp_path: Path) -> None:
    program = tmp_path / "run.py"
    program.write_text(
        "import re, threading, time\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from parallax.flows import time_limit as limits\n"
        "SLOW = ('(a+)+$', 'a' * 60 + 'b')\n"
        "limits.LIMITS = limits.TimeLimits(again_seconds=0.5, grace_seconds=2)\n"
        f"with limits.time_limit('the run', {SOON}):\n{textwrap.indent(hang, '    ')}\n"
    )
    done = subprocess.run(
        [sys.executable, str(program)],
        env={"PREFECT__FLOW_RUN_ID": "a run"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 1
    assert "the run took longer than" in done.stderr or "Timeout (" in done.stderr


@pytest.mark.slow(30)
@pytest.mark.usefixtures("prefect_server")
def test_flows_that_hang_are_timed_out_and_the_next_ones_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sample_world() as world:
        settings = Settings(
            lake=tmp_path / "lake",
            gather={
                "outlets": HERE / "outlets.toml",
                "host_map": world.host_map,
                "host_delay_seconds": 0,
            },
        )
        whole = settings.changed(time_limits={"pass_minutes": 20 * SOON})
        read = Source.read

        def hangs(self: Source, *given: object) -> object:
            sleep(8)
            return read(self, *given)

        with monkeypatch.context() as patch:
            patch.setattr(Source, "read", hangs)
            limit = {"gather_minutes": 5 * SOON, "pass_minutes": 100}
            short = settings.changed(time_limits=limit)
            for flow, given, what in (
                (gather_flow, short, "gather"),
                (full_pass, short, "gather"),
                (full_pass, whole, "the pass"),
            ):
                state = flow(since_hours=None, settings=given, return_state=True)
                assert (state.name, state.type.value) == ("TimedOut", "FAILED")
                assert f"{what} took longer than" in state.message
        assert gather_flow(since_hours=None, settings=settings, return_state=True).is_completed()

    stage = settings.changed(time_limits={"stage_minutes": SOON}, pass_wait_seconds=30)
    for flow in (cluster_flow, report_flow):
        with monkeypatch.context() as patch:
            patch.setattr(Lake, "columns", lambda *_, **__: sleep(8))
            patch.setattr(Lake, "read", lambda *_, **__: sleep(8))
            state = flow(settings=stage, return_state=True)
        assert state.name == "TimedOut", state
        with Lake(settings.lake).passing(0):
            pass  # it is free again
    days = {"start": "2024-04-01", "end": "2024-04-30"}
    late = settings.changed(time_limits={"backfill_minutes": SOON})
    assert backfill(**days, settings=late, return_state=True).name == "TimedOut"
    assert cluster_flow(settings=settings, return_state=True).is_completed()
