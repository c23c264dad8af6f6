"""Automations of Parallax on Prefect's server: runs that died are ended, and what happens is posted
to an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

import httpx
from prefect.automations import Automation, EventTrigger
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL

from parallax.core.errors import InputError
from parallax.core.plain_words import plain
from parallax.core.thresholds import thresholds
from parallax.corpora.fetch.addresses import web_address
from parallax.corpora.page_error import PageError
from parallax.flows import events
from parallax.flows.server_check import is_loopback
from parallax.flows.warned import NAME as WARNED

BLOCK = "parallax-newsroom"
"""The block that keeps the address."""
TAG = "parallax"
"""The tag of our runs: those of others on the server are left alone."""
_RUN = "prefect.flow-run."
_ENDED = {
    _RUN + state
    for state in ("Completed", WARNED, "Failed", "TimedOut", "Cancelled", "Crashed", "Suspended")
}


_HINT = "start one with `prefect server start` and set PREFECT_API_URL=http://127.0.0.1:4200/api"
_HINT_PASSWORD = "PREFECT_API_AUTH_STRING is the whole of it: parallax:PASSWORD"
_HINT_URL = "an http(s) address, such as https://hooks.example.org/newsroom"


@thresholds("flows", chosen="the guide of Prefect to zombie flows: three heartbeats are missed")
@dataclass(frozen=True)
class DeadRunLimits:
    """When a run is dead."""

    heartbeat_seconds: Annotated[int, "between two heartbeats; Prefect allows no less"] = 30
    silent_seconds: Annotated[int, "without a heartbeat: the run is dead"] = 90
    pending_seconds: Annotated[int, "from PENDING to the first sign of life"] = 240


LIMITS = DeadRunLimits()


def of_server(url: str = "", *, allow_private: bool = False) -> dict[str, str]:
    """Make the automations on the server of ``PREFECT_API_URL``; return what each does, by name.

    :param url: where to post; nothing is posted when empty.
    :raises InputError: when no server is named, it does not answer, or refuses the address.
    """
    server = PREFECT_API_URL.value()
    if not server:
        raise InputError("PREFECT_API_URL names no Prefect server", _HINT)
    address = _address(url, allow_private=allow_private) if url else ""
    try:
        return end_dead_runs() | (post_to(address, allow_private=allow_private) if url else {})
    except httpx.HTTPStatusError as error:
        if error.response.status_code == httpx.codes.UNAUTHORIZED:
            raise InputError(f"{server} asks for another password", _HINT_PASSWORD) from error
        raise InputError(f"{server} refuses it: {error.response.text[:200]}") from error
    except httpx.HTTPError as error:
        raise InputError(f"{server} does not answer: {plain(error)}", _HINT) from error


def _address(url: str, *, allow_private: bool) -> str:
    """Return the address to post to as it can be asked for. The server would accept any, and fail
    when there is something to post.
    """
    try:
        address = web_address(url)
    except PageError as error:
        raise InputError(f"{url!r} is not an address to post to", _HINT_URL) from error
    host = urlsplit(address).hostname or ""
    try:
        private = not ip_address(host).is_global
    except ValueError:  # a name
        private = is_loopback(host)
    if private and not allow_private:
        raise InputError(f"{url!r} is an address of the local network", "--private allows it")
    return address


def end_dead_runs() -> dict[str, str]:
    """Make the automations that mark a run `Crashed` when its process is gone, so that its
    concurrency slot comes free; return what each does, by name. Made twice, they are there once.
    """
    action = ChangeFlowRunState(
        state=StateType.CRASHED, message="The process of this run is gone: no sign of life."
    )
    heartbeat = _RUN + "heartbeat"
    made = [
        _made(
            "parallax-dead-runs",
            "Ends a run whose heartbeats have stopped.",
            _of_runs({heartbeat}, {heartbeat, *_ENDED}, LIMITS.silent_seconds),
            [action],
        ),
        _made(
            "parallax-lost-runs",
            "Ends a run that was handed out and never began.",
            _of_runs(
                {_RUN + "Pending"}, {_RUN + "Running", heartbeat, *_ENDED}, LIMITS.pending_seconds
            ),
            [action],
        ),
    ]
    return dict(made)


def post_to(url: str, *, allow_private: bool = False) -> dict[str, str]:
    """Make the automations that post as JSON (`title`, `text`) to an address, or change those that
    are there; return what each does, by name.

    :param allow_private: also addresses of the local network.
    """
    block = CustomWebhookNotificationBlock(
        name=BLOCK,
        url=url,
        json_data={"title": "{{subject}}", "text": "{{body}}"},
        allow_private_urls=allow_private,
    )
    document = block.save(BLOCK, overwrite=True)
    said = SendNotification(
        block_document_id=document,
        subject="{{ event.payload.title }}",
        body="{{ event.payload.text }}",
    )
    ended = SendNotification(
        block_document_id=document,
        subject="the run {{ flow_run.name }} is {{ flow_run.state.name }}",
        body="{{ flow_run.state.message }}",
    )
    made = [
        _made(
            "parallax-sure-conflicts",
            "Posts every sure conflict of figures.",
            _at_once({events.CONFLICT}, {"prefect.resource.id": "parallax.story.*"}),
            [said],
        ),
        _made(
            "parallax-silent-editions",
            "Posts an edition that is silent, and when it speaks again.",
            _at_once({events.SILENT, events.SPEAKS}, {"prefect.resource.id": "parallax.edition.*"}),
            [said],
        ),
        _made(
            "parallax-failed-runs",
            "Posts a run that failed, ran out of time or died.",
            _at_once(
                {_RUN + state for state in ("Failed", "TimedOut", "Crashed")},
                {"prefect.resource.id": _RUN + "*"},
                related=[_OURS, _DEPLOYED],
            ),
            [ended],
        ),
    ]
    return dict(made)


_OURS: dict[str, Any] = {
    "prefect.resource.id": f"prefect.tag.{TAG}",
    "prefect.resource.role": "tag",
}
_DEPLOYED: dict[str, Any] = {"prefect.resource.role": "deployment"}
"""Not the flows inside a pass: it fails with them."""


def _of_runs(after: set[str], expect: set[str], seconds: int) -> EventTrigger:
    """Return what fires when nothing of what is expected of one run follows in time."""
    return EventTrigger(
        after=after,
        expect=expect,
        match=ResourceSpecification({"prefect.resource.id": _RUN + "*"}),
        match_related=ResourceSpecification(_OURS),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=timedelta(seconds=seconds),
    )


def _at_once(
    expect: set[str], match: dict[str, str], related: Sequence[dict[str, Any]] = ()
) -> EventTrigger:
    return EventTrigger(
        expect=expect,
        match=ResourceSpecification(dict(match)),
        match_related=[ResourceSpecification(one) for one in related],
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(0),
    )


def _made(name: str, about: str, trigger: EventTrigger, actions: Sequence[Any]) -> tuple[str, str]:
    try:
        known = cast("Automation", Automation.read(name=name))
    except (ObjectNotFound, ValueError):
        Automation(name=name, description=about, trigger=trigger, actions=list(actions)).create()
        return name, about
    if _same(known.trigger, trigger) and known.actions == list(actions):
        return name, about  # a change forgets what it has seen: the last heartbeats of a dead run
    known.description, known.trigger, known.actions = about, trigger, list(actions)
    known.update()
    return name, about


def _same(known: Any, trigger: EventTrigger) -> bool:
    """Return whether a trigger of the server is this one, but for the numbers it got there."""
    return bool(known.model_dump(exclude={"id"}) == trigger.model_dump(exclude={"id"}))
