"""Whether Prefect's server is open to those it should not answer: by its settings, and by asking it
as a stranger.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from prefect.settings import Settings

PLACEHOLDER = "CHANGE_ME"
"""What stands for the password in `deploy/parallax.env`."""
_STRANGER = {"Origin": "https://stranger.example"}


def settings_now() -> Settings:
    """Return Prefect's settings as environment, files and profile state them at this moment."""
    return Settings()


def faults_of_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what is unsafe in the settings of a server and the setting that mends it.

    Only what somebody has set is looked at: whoever starts no server needs no settings.
    """
    api = settings.server.api
    password = api.auth_string.get_secret_value() if api.auth_string else ""
    known = settings.api.auth_string.get_secret_value() if settings.api.auth_string else ""
    if not password and not is_loopback(api.host):
        yield (
            f"the API listens on {api.host} without a password",
            "PREFECT_SERVER_API_AUTH_STRING=parallax:PASSWORD",
        )
    if PLACEHOLDER in password:
        yield ("the password is the one of the example", "PREFECT_SERVER_API_AUTH_STRING")
    if password and known and password != known:
        yield ("server and clients have different passwords", "PREFECT_API_AUTH_STRING")
    set_by_somebody = api.model_fields_set
    if "*" in _origins(settings) and "cors_allowed_origins" in set_by_somebody:
        yield (
            "every web page may ask the API (CORS *)",
            "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS=http://127.0.0.1:4200",
        )
    if not api.csrf_protection_enabled and "csrf_protection_enabled" in set_by_somebody:
        yield (
            "web pages may change things without asking (CSRF)",
            "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED=true",
        )


def is_open(settings: Settings) -> bool:
    """Say whether a server started with these settings would answer every web page."""
    api = settings.server.api
    return "*" in _origins(settings) or not api.csrf_protection_enabled


def _origins(settings: Settings) -> list[str]:
    return [one.strip() for one in settings.server.api.cors_allowed_origins.split(",")]


def faults_of_server(url: str, seconds: float) -> Iterator[tuple[str, str]]:
    """Ask a server as a web page of a stranger would, and yield what it should not answer.

    :param url: the API's address (`PREFECT_API_URL`).
    :param seconds: how long to wait for each answer.
    :raises httpx.HTTPError: when nobody answers there.
    """
    url = url.rstrip("/")
    with httpx.Client(timeout=seconds, trust_env=False) as client:
        asked = client.options(
            f"{url}/flow_runs/filter",
            headers={**_STRANGER, "Access-Control-Request-Method": "POST"},
        )
        if "access-control-allow-origin" in asked.headers:
            yield (
                f"{url} lets every web page ask (CORS)",
                "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS=http://127.0.0.1:4200",
            )
        posted = client.post(
            f"{url}/flow_runs/filter",
            content=b'{"limit": 0}',
            headers={**_STRANGER, "Content-Type": "text/plain"},
        )
        if posted.status_code not in (401, 403):
            yield (
                f"{url} takes what a web page sends without asking (CSRF)",
                "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED=true",
            )
        opened = client.get(f"{url}/version")
        if opened.is_success and not is_loopback(urlsplit(url).hostname or ""):
            yield (
                f"{url} answers without a password",
                "PREFECT_SERVER_API_AUTH_STRING=parallax:PASSWORD",
            )


def is_loopback(host: str) -> bool:
    """Say whether a name or number of a host reaches only this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() in ("localhost", "localhost.localdomain")
