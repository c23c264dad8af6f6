"""The files of docs/operations.md that no test here can run name only what is there: compose,
systemd, the web server, deployments.
"""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from parallax.cli.app import app
from parallax.core.settings import Group, Settings

pytestmark = pytest.mark.slow(10)  # no server

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
COMMANDS = {
    command.name or command.callback.__name__.replace("_", "-")
    for command in app.registered_commands
}


def settings_named(text: str) -> set[str]:
    return {name.lower() for name in re.findall(r"PARALLAX_([A-Z_]+)", text)}


def test_compose_has_server_database_worker_and_pages_on_loopback_only() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"database", "server", "deploy", "worker", "web"}
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    build = services["worker"]["build"]
    assert (ROOT / "deploy" / build["context"] / build["dockerfile"]).is_file()
    assert (ROOT / "deploy" / "nginx.conf").is_file()
    assert services["worker"]["healthcheck"]["test"][1:3] == ["parallax", "doctor"]
    for service in services.values():
        for name in service.get("depends_on", {}):
            assert name in services


def test_the_image_is_built_from_the_lock_with_hashes() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    assert "--require-hashes --requirement requirements.lock" in text
    assert "USER parallax" in text


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_runs_a_command_that_exists(unit: Path) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(unit, "utf-8")
    program, *arguments = shlex.split(parser["Service"]["ExecStart"])
    assert parser["Service"]["User"] == "parallax"
    if program.endswith("/parallax"):
        assert arguments[0] in COMMANDS
    else:
        assert Path(program).name == "prefect"
    assert "0.0.0.0" not in parser["Service"]["ExecStart"]


SYSTEMD = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")


@SYSTEMD
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_sandboxed(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr  # exposure is 2.0 of 10 at most


@SYSTEMD
def test_systemd_understands_every_line_of_the_units() -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, UNITS)], capture_output=True, text=True, check=False
    )
    remarks = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert remarks == []  # /opt/parallax need not be here


def test_settings_that_the_files_name_are_settings() -> None:
    named = settings_named((ROOT / "deploy" / "parallax.env").read_text("utf-8")) | settings_named(
        (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    )
    named |= settings_named((ROOT / "docs" / "operations.md").read_text("utf-8")) - {
        "kills",
        "long",
        "who",
    }
    assert named
    groups = {name: group for name, group in Settings() if isinstance(group, Group)}
    known = {
        f"{name}__{field}" for name, group in groups.items() for field in type(group).model_fields
    }
    assert named <= {*Settings.model_fields, *known}


def test_every_package_of_the_lock_has_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(packages) > 150
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"^(nvidia-|triton)", text, re.MULTILINE), "torch without CUDA"
