"""The documentation is tested: whatever a user can type, read or catch has to be described."""

from __future__ import annotations

import functools
import inspect
import logging
import re
from pathlib import Path

import pytest

import communique
from communique import errors
from communique.vocabulary.events import event_types, modes
from communique.vocabulary.questions import Question, load_questions
from docs import generate
from evaluation.data import discover

DOCS = Path(__file__).resolve().parents[1] / "docs"
COMMANDS = generate.commands()
STRUCTS = generate.structs()
ERRORS = [
    name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
]


def written(page: str) -> str:
    """A page as it was written."""
    return (DOCS / page).read_text("utf-8")


@functools.cache
def shown(page: str) -> str:
    """A page as it is read, with its generated parts."""
    return generate.fill(written(page))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_its_options(name: str) -> None:
    page = written("commands.md")
    assert f"\n## communique {name}\n" in page
    assert f"<!-- generated: options {name.replace(' ', '-')} -->" in page
    assert (COMMANDS[name].help or "").strip()


def test_no_command_is_described_that_does_not_exist() -> None:
    assert set(re.findall(r"^## communique (.+)$", written("commands.md"), re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    page = shown("commands.md")
    for option, text in generate.parameters(COMMANDS[name]):
        assert len(text) >= 7, f"communique {name} {option} has no help text"
        assert generate.cell(f"`{option}`") in page


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda each: str(each.__name__))
def test_every_field_of_the_record_is_described(struct: type) -> None:
    page = shown("record.md")
    assert f"\n## {struct.__name__}\n" in page
    for field in struct.__struct_fields__:  # type: ignore[attr-defined]
        text = generate.description(struct, field)
        assert len(text) >= 7, f"{struct.__name__}.{field} has no description"
        assert f"| `{field}` |" in page


@pytest.mark.parametrize("name", event_types())
def test_every_event_type_and_mode_is_described(name: str) -> None:
    page = shown("events.md")
    assert f"\n## {name}\n" in page
    assert event_types()[name].definition in page
    own = {key: mode for key, mode in modes().items() if mode.type == name}
    assert own, f"{name} has no mode"
    for key, mode in own.items():
        assert f"| `{key}` |" in page
        assert mode.label
        assert mode.example


@pytest.mark.parametrize("field", Question.__struct_encode_fields__)
def test_every_field_of_a_question_is_described(field: str) -> None:
    assert re.search(rf"^\| .*`{field}`.* \| .{{10,}} \|$", written("questions.md"), re.MULTILINE)


def test_every_question_that_ships_is_listed() -> None:
    page = shown("questions.md")
    assert all(f"| `{each.id}` |" in page for each in load_questions())


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_says_what_to_do(name: str) -> None:
    assert re.search(rf"^\| `{name}` \| .{{10,}} \| .{{10,}} \|$", written("errors.md"), re.MULTILINE)
    assert name in generate.errors()


def test_every_address_and_tool_is_listed() -> None:
    from communique.serve.mcp.server import TOOLS

    assert "`POST /api/v1/judgements`" in shown("rest.md")
    assert all(f"| `{name}` |" in shown("mcp.md") for name in TOOLS)


@pytest.mark.parametrize("name", communique.__all__)
def test_every_public_name_is_described(name: str) -> None:
    section = shown("python.md").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert len(section.split()) >= 8, f"{name} has no description"


@pytest.mark.parametrize("name", discover())
def test_every_task_and_figure_is_described(name: str) -> None:
    section = written("evaluation.md").partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    for figure in discover()[name].figures:
        assert f"`{figure}`" in section, f"{name}: {figure} is not described"


def test_every_room_of_the_house_is_described() -> None:
    rooms = {path.name for path in Path(communique.__file__).parent.iterdir() if not path.name.startswith(("_", "."))}
    page = written("architecture.md")
    for room in rooms - {"py.typed"}:
        assert f"| `{room if room.endswith('.py') else room + '/'}` |" in page, f"{room} is not described"


def test_every_line_of_code_in_the_readme_names_a_real_command() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    typed = re.findall(r"^\$ (?:\.venv/bin/)?communique (\w+)(?: (\w+))?", readme, re.MULTILINE)
    for first, second in typed:
        assert first in COMMANDS or f"{first} {second}" in COMMANDS


def test_every_target_of_make_that_is_mentioned_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (DOCS.parent / "Makefile").read_text("utf-8"), re.MULTILINE))
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]
    for page in pages:
        for target in re.findall(r"(?:`|\$ )make ([a-z]+)", page.read_text("utf-8")):
            assert target in targets, f"{page.name}: make {target}"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_site_builds_without_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        build(load_config(str(DOCS.parent / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == []
    assert (tmp_path / "site" / generate.SCHEMA).exists()
    assert (tmp_path / "site" / "record.html").exists()
