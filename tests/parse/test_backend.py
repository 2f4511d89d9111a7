from __future__ import annotations

import importlib
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any, cast

from communique.parse.backend import load_spacy


def printed(program: str, folder: Path) -> str:
    """What a fresh process prints that finds a package of torch in a folder."""
    (folder / "torch.py").write_text("print('torch is loaded')\n", "utf-8")
    path = os.pathsep.join([str(folder), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    return done.stdout


def test_a_process_that_reads_never_loads_torch(tmp_path: Path) -> None:
    program = "from communique.pipeline import default_pipeline; default_pipeline()\n"
    program += "from communique.parse.syntax import language_model; print(language_model()('A text.')[1].text)"
    assert printed(program, tmp_path) == "text\n"


def test_a_program_may_load_torch_afterwards(tmp_path: Path) -> None:
    program = "from communique.parse.backend import load_spacy; load_spacy(); import torch; load_spacy()"
    assert printed(program, tmp_path) == "torch is loaded\n"


def test_spacys_own_commands_are_opened_when_they_are_asked_for(tmp_path: Path) -> None:
    program = "from communique.parse.backend import load_spacy; load_spacy(); import spacy, sys\n"
    program += "print([name for name in ('spacy.cli', 'weasel') if name in sys.modules])\n"
    program += "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)\n"
    program += "from spacy.cli import download; print(download.__name__)"
    assert printed(program, tmp_path) == "[]\nTrue\ndownload\n"


def test_the_entry_points_of_a_group_are_those_that_there_are() -> None:
    load_spacy()
    sorted_once = cast("Any", importlib.import_module("catalogue")).AVAILABLE_ENTRY_POINTS
    for group in ("spacy_factories", "spacy_lookups", "console_scripts", "no_such_group"):
        assert {(each.name, each.value) for each in sorted_once.select(group=group)} == {
            (each.name, each.value) for each in metadata.entry_points(group=group)
        }
