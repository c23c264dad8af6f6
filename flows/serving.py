"""The deployments of a ``prefect.yaml`` in one process: no pool, no worker."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.settings import get_current_settings

from parallax.core.errors import InputError
from parallax.flows import automations
from parallax.flows.supervision import kill_children
from parallax.flows.temporary_server import temporary_server

SHIPPED: Traversable = resources.files("parallax.flows") / "deployments.yaml"
"""The deployments that come with the package; the ``prefect.yaml`` of a checkout is a copy."""


def deployments(file: Path | Traversable) -> list[RunnerDeployment]:
    """Return the deployments of a ``prefect.yaml`` with their schedules, parameters, tags and
    limits.

    :raises InputError: when the file cannot be read, has no deployments, or an entry names no flow
        of Parallax.
    """
    try:
        entries = yaml.safe_load(file.read_text("utf-8"))["deployments"]
        return [_deployment(entry, file) for entry in entries]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"cannot read {file}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{file} is not a list of deployments",
            "`parallax init` writes one to start from",
        ) from error


def serve_deployments(file: Path | Traversable, ready: Callable[[], None] = lambda: None) -> None:
    """Serve the deployments until the process is stopped; runs of one deployment never overlap,
    and those that an earlier process left behind are ended.

    Where ``PREFECT_API_URL`` names no server, one is started for as long.

    :param ready: called when everything has started; from then on an interrupt ends it in order.
    """
    made = deployments(file)
    # inherited by the runs; what they show is what the automation waits for
    os.environ["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] = f"{automations.LIMITS.heartbeat_seconds}"
    with ExitStack() as stack:
        spared = set()
        if not get_current_settings().api.url:
            spared = {stack.enter_context(temporary_server())}
        automations.end_dead_runs()
        ready()
        serve(*made, limit=1)
        # A run that has not ended by now never will; it goes before the server it would look for.
        kill_children(spared)


def _deployment(entry: dict[str, Any], file: Path | Traversable) -> RunnerDeployment:
    limit = entry.get("concurrency_limit")
    made = _flow(entry["entrypoint"], file).to_deployment(
        name=entry["name"],
        description=entry.get("description"),
        parameters=entry.get("parameters", {}),
        tags=entry.get("tags"),
        schedules=[
            Cron(s["cron"], timezone=s["timezone"], slug=s.get("slug"))
            for s in entry.get("schedules", [])
        ],
        concurrency_limit=ConcurrencyLimitConfig(**limit) if limit else None,
    )
    assert isinstance(made, RunnerDeployment)
    return made


def _flow(entrypoint: str, file: Path | Traversable) -> Flow[Any, Any]:
    """Return the flow an entry names: by module (``parallax.flows.full_pass:full_pass``), or by the
    path of its file in a checkout (``flows/full_pass.py:full_pass``).
    """
    place, _, name = entrypoint.rpartition(":")
    module = (
        "parallax." + place.removesuffix(".py").replace("/", ".")
        if place.endswith(".py")
        else place
    )
    try:
        found = getattr(import_module(module), name, None) if module else None
    except ImportError as error:
        raise InputError(f"{file}: {entrypoint!r} cannot be imported: {error}", _HINT) from error
    if not isinstance(found, Flow):
        raise InputError(f"{file}: {entrypoint!r} is not a flow", _HINT)
    return found


_HINT = "write it as parallax.flows.full_pass:full_pass or flows/full_pass.py:full_pass"
