"""The deployments of ``prefect.yaml`` in one process: no pool, no worker."""

from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from parallax.core.errors import InputError


def deployments(file: Path) -> list[RunnerDeployment]:
    """Return the deployments of a ``prefect.yaml`` with their schedules, parameters, tags and
    limits.

    :raises InputError: when an entry names no flow of this project.
    """
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["deployments"]
    return [_deployment(entry) for entry in entries]


def serve_deployments(file: Path) -> None:
    """Serve the deployments until the process is stopped; runs of one deployment never overlap."""
    serve(*deployments(file), limit=1)


def _deployment(entry: dict[str, Any]) -> RunnerDeployment:
    path, _, name = entry["entrypoint"].partition(":")
    module = "parallax." + path.removesuffix(".py").replace("/", ".")
    found = getattr(import_module(module), name, None)
    if not isinstance(found, Flow):
        raise InputError(f"prefect.yaml: {entry['entrypoint']} is no flow")
    limit = entry.get("concurrency_limit")
    made = found.to_deployment(
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
