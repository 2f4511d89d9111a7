from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import pytest
from typer.main import get_command

from communique.cli import app
from communique.cli.verbs import VERBS, opened

OPENED: dict[str, Any] = dict(opened(get_command(app)))


@pytest.mark.parametrize("name", VERBS)
def test_the_list_of_verbs_says_what_the_verbs_say(name: str) -> None:
    first, _, _ = inspect.cleandoc(OPENED[name].help).partition("\n\n")
    assert " ".join(first.split()) == VERBS[name].help


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
