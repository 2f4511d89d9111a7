"""The examples for a server, held against the program as far as that goes without an engine that runs them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from communique.cli import app
from communique.lake import is_lake

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "examples" / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "communique"}


def parsed(words: list[str]) -> dict[str, Any]:
    """What the program makes of a command line, as it would before it runs it."""
    command: Any = get_command(app)
    context = command.make_context("communique", list(words))
    while getattr(command, "commands", None):
        rest = [*getattr(context, "_protected_args", ()), *context.args]
        if not rest:
            break
        name, command, rest = command.resolve_command(context, rest)
        context = command.make_context(name, rest, parent=context)
        command = context.command
    return dict(context.params)


def setting(service: Path, name: str) -> str:
    """A setting of a unit."""
    found = re.findall(rf"^{name}=(.*)$", service.read_text("utf-8"), re.MULTILINE)
    assert len(found) == 1, f"{service.name}: {name}"
    return str(found[0])


def written() -> list[list[str]]:
    """Every command line of the program that the page shows."""
    page = (DEPLOY / "README.md").read_text("utf-8")
    shown = re.findall(r"^\$ docker compose run --rm \w+ (.+)$", page, re.MULTILINE)
    shown += re.findall(r"`communique (.+?)`", page)
    shown += re.findall(r"`docker run .*? communique (.+?)`", page, re.DOTALL)
    return [shlex.split(each) for each in shown]


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_what_the_containers_run_is_understood(service: dict[str, Any]) -> None:
    parsed(service["command"])
    assert not is_lake(service["environment"]["COMMUNIQUE_ARCHIVE"])
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])
    for each in service.get("volumes", ()):
        source = each.split(":")[0]
        assert source in COMPOSE["volumes"] or (DEPLOY / source).exists()


def test_only_this_machine_reaches_the_containers() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert parsed(OURS["serve"]["command"])["port"] == int(ports[0].rsplit(":", 1)[1])


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_what_the_units_run_is_understood(service: Path) -> None:
    program, *words = shlex.split(setting(service, "ExecStart"))
    assert program.endswith("/communique")
    parsed(words)
    environment = dict(
        line.split("=", 1) for line in (DEPLOY / "communique.env").read_text("utf-8").splitlines() if line[0] != "#"
    )
    assert environment["COMMUNIQUE_ARCHIVE"].startswith("postgresql://")
    assert setting(service, "EnvironmentFile") == "/etc/communique/communique.env"


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_systemd_finds_no_fault_in_the_units(service: Path, tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("needs systemd-analyze")
    text = service.read_text("utf-8").replace("/opt/communique/bin/communique", "/bin/true")
    unit = tmp_path / service.name
    unit.write_text(text, "utf-8")
    told = subprocess.run([verifier, "verify", str(unit)], capture_output=True, text=True, check=False)
    ours = [line for line in (told.stdout + told.stderr).splitlines() if service.name in line]
    assert not ours, ours


@pytest.mark.parametrize("words", written(), ids=" ".join)
def test_what_the_page_tells_to_type_is_understood(words: list[str]) -> None:
    parsed(words)


def test_the_image_is_made_of_what_is_there() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    known = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENV", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert {line.split()[0] for line in lines} <= known
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            assert (ROOT / line.split()[1]).exists(), line
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = re.search(r'"\.\[([\w,]+)\]"', "\n".join(lines))
    assert extras
    assert set(extras[1].split(",")) <= set(project["optional-dependencies"])
    assert 'ENTRYPOINT ["communique"]' in lines
    assert "communique" in project["scripts"]
