from __future__ import annotations

import inspect
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from communique.cli import app
from communique.cli.verbs import VERBS, opened

OPENED: dict[str, Any] = dict(opened(get_command(app)))


@pytest.mark.parametrize("name", VERBS)
def test_the_list_of_verbs_says_what_the_verbs_say(name: str) -> None:
    first, _, _ = inspect.cleandoc(OPENED[name].help).partition("\n\n")
    assert " ".join(first.split()) == VERBS[name].help


@pytest.mark.parametrize("words", [["fetch"], ["lake", "compact"]])
def test_paragraphs_of_the_help_flow(words: list[str]) -> None:
    """No line ends where the source's does: what follows a line would not have fitted on it."""
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80", "TERM": "dumb"}).stdout
    lines = [line.strip() for line in shown.partition("╭")[0].splitlines()]
    for line, following in pairwise(lines):
        if line and following:
            assert len(line) + 1 + len(following.split()[0]) > 76, (line, following)


def after(*words: str) -> set[str]:
    """The modules that a fresh process has loaded after a command."""
    program = (
        "import sys, contextlib, io\n"
        f"sys.argv = {['communique', *words]!r}\n"
        "from communique.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main()\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_help_opens_no_verb_and_nothing_that_it_does_not_use() -> None:
    modules = after("--help")
    rooms = {name for name in modules if name.startswith("communique.")}
    assert rooms == {"communique.cli", "communique.cli.app", "communique.cli.verbs", "communique.errors"}
    assert not modules & {"rich.markdown", "rich.traceback", "pygments", "numpy", "spacy"}
    assert "typer.rich_utils" in modules


def test_a_verbs_help_opens_that_verb_alone() -> None:
    modules = after("read", "--help")
    assert "communique.cli.read" in modules
    assert not modules & {"communique.cli.ask", "communique.pipeline", "numpy", "spacy", "sqlalchemy", "pygments"}
