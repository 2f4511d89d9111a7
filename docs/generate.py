"""Fills the documentation's generated parts from the code, so that they cannot fall behind it.

MkDocs calls the hooks at the end; a line ``<!-- generated: NAME ARGUMENT -->`` in a page is replaced by what the
function of that name returns. The tests call :func:`fill` to read the pages as a reader would.
"""

from __future__ import annotations

import csv
import inspect
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Meta, Struct

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parents[1]
MARK = re.compile(r"^<!-- generated: (\w+)(?: ([\w-]+))? -->$", re.MULTILINE)
SCHEMA = "record.schema.json"


def cell(text: str) -> str:
    """Text as a table's cell holds it: on one line, its bars escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(each) for each in line) + " |" for line in lines)


# --- the record ---------------------------------------------------------------------------------------------------


def structs() -> list[type[Struct]]:
    """Every type that a record is made of, the record first, in the order in which fields name them."""
    from communique.record import Record

    found: list[type[Struct]] = []
    waiting: list[type[Struct]] = [Record]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found.append(each)
            waiting += [inner for hint in _hints(each).values() for inner in _inner(hint)]
    return found


def _hints(struct: type[Struct]) -> dict[str, Any]:
    return typing.get_type_hints(struct, include_extras=True)


def _inner(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for each in typing.get_args(hint):
        yield from _inner(each)


def _without_notes(hint: Any) -> Any:
    return _without_notes(typing.get_args(hint)[0]) if typing.get_origin(hint) is typing.Annotated else hint


def type_text(hint: Any) -> str:
    """A type as a reader of JSON thinks of it, such as ``list of Actor`` or ``text or null``."""
    from communique.record import Offsets

    hint = _without_notes(hint)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint == Offsets:
        return "`[start, end]`"
    if origin is typing.Literal:
        return ", ".join(f"`{json.dumps(value)}`" for value in inner)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(type_text(each) for each in inner)
    if origin is tuple:
        return f"list of {type_text(inner[0])}"
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null"}[hint]


def description(struct: type[Struct], field: str) -> str:
    """What the type says about its field; empty when it says nothing."""
    hint = _hints(struct)[field]
    notes = getattr(hint, "__metadata__", ())
    return next((note.description for note in notes if isinstance(note, Meta) and note.description), "")


def record() -> str:
    """A section for each type of the record, with its fields."""
    parts = []
    for struct in structs():
        hints = _hints(struct)
        rows = [
            [f"`{each.name}`", type_text(hints[each.name]), description(struct, each.name)]
            for each in msgspec.structs.fields(struct)
        ]
        parts.append(
            f"## {struct.__name__}\n\n{inspect.getdoc(struct)}\n\n{_table(['field', 'type', 'meaning'], rows)}"
        )
    return "\n\n".join(parts)


def lake() -> str:
    """The fields of a lake's manifests, and the columns of its tables."""
    from communique.lake.layout import Part, Unit, Versions
    from communique.lake.schemas import TABLES

    rows = [
        [f"`{where}{each.name}`", description(struct, each.name)]
        for struct, where in ((Unit, ""), (Part, "parts[]."), (Versions, "versions[]."))
        for each in msgspec.structs.fields(struct)
    ]
    columns = [[f"`{name}`", ", ".join(f"`{each}`" for each in names)] for name, names in TABLES.items()]
    return f"{_table(['field', 'meaning'], rows)}\n\n{_table(['table', 'columns'], columns)}"


# --- the command line ---------------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Every command by the words that are typed after ``communique``, groups opened up."""
    from typer.main import get_command

    from communique.cli import app
    from communique.cli.verbs import opened

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        if not hasattr(command, "commands"):
            yield " ".join(words), command
            return
        if words and command.invoke_without_command:
            yield " ".join(words), command
        for name, inner in sorted(opened(command)):
            yield from walk(inner, (*words, name))

    return dict(walk(get_command(app), ()))


def parameters(command: Any) -> list[tuple[str, str]]:
    """The names and help texts of a command's arguments and options, ``--help`` left out."""
    found = []
    for each in command.params:
        if "--help" in each.opts:
            continue
        is_option = each.opts[0].startswith("-")
        name = ", ".join([*each.opts, *each.secondary_opts]) if is_option else (each.metavar or each.name.upper())
        found.append((name, getattr(each, "help", None) or ""))
    return found


def options(name: str) -> str:
    """The table of one command's arguments and options; a command of two words is written with a hyphen."""
    command = commands()[name.replace("-", " ")]
    rows = [[f"`{each}`", text] for each, text in parameters(command)]
    return _table(["argument or option", "meaning"], rows) if rows else "It takes no options."


# --- the vocabulary -----------------------------------------------------------------------------------------------


def events() -> str:
    """A section for each event type, with its modes."""
    from communique.vocabulary.events import event_types, modes

    parts = []
    for name, kind in event_types().items():
        rows = [
            [f"`{key}`", mode.label, f"`{mode.cameo}`", f"{mode.score:+g}", ", ".join(mode.contexts), mode.example]
            for key, mode in modes().items()
            if mode.type == name
        ]
        parts.append(
            f"## {name}\n\n**{kind.label}** (quad {kind.quad}, score {kind.score:+g}). {kind.definition}\n\n"
            f"*{kind.example}*\n\n" + _table(["mode", "meaning", "CAMEO", "score", "contexts", "example"], rows)
        )
    return "\n\n".join(parts)


def questions() -> str:
    """The questions that ship with the program."""
    from communique.vocabulary.questions import load_questions

    rows = [
        [f"`{each.id}`", each.wording, each.since or "", each.decider.body or "", each.decider.rule]
        for each in load_questions()
    ]
    return _table(["question", "wording", "since", "decided by", "rule"], rows)


def rules() -> str:
    """The voting rules that ship with the program."""
    from communique.vocabulary.voting import voting_rules

    rows = [[f"`{each.id}`", each.label, each.description, each.source] for each in voting_rules().values()]
    return _table(["rule", "what it is", "how it works", "source"], rows)


# --- sizing -------------------------------------------------------------------------------------------------------

CORE_HOUR, GIB_MONTH = 0.04, 0.023
"""Prices in dollars that the sketch of costs assumes: a core for an hour, a GiB in an object store for a month."""

_SCALES = {"1 million": 10**6, "10 million": 10**7, "1 billion": 10**9}
_CORES = {"a laptop, 8 cores": 8, "a server, 64 cores": 64, "32 machines of 64 cores": 2048}


def measured() -> str:
    """What was measured, and what it makes of one core and of a million articles."""
    from benchmarks.sizing import Sizes, load

    found = load()
    told = {each.name: getattr(found, each.name) for each in msgspec.structs.fields(Sizes)}
    rows = [
        [description(Sizes, name), value if isinstance(value, str) else f"{value:,}"] for name, value in told.items()
    ]
    workers = found.own_mib + found.mapped_mib
    each = [
        ["articles in a core-hour", f"{_per_hour(found):,.0f}"],
        ["articles in a core-hour, of a thousand words (6,000 characters)",
         f"{3600 / (found.seconds / found.characters * 6000):,.0f}"],
        ["memory of the first worker, MiB", f"{workers:,.0f}"],
        ["memory of each further worker, MiB", f"{found.own_mib:,.0f}"],
        ["lines of JSON, GiB a million articles", f"{_gib(found.json_bytes, found):,.1f}"],
        ["lake, GiB a million articles", f"{_gib(found.lake_bytes, found):,.1f}"],
        ["archive, GiB a million articles", f"{_gib(found.archive_bytes, found):,.1f}"],
        ["writing to a lake, share of the time of coding", f"{found.lake_seconds / found.seconds:.1%}"],
        ["adding to an archive, share of the time of coding", f"{found.archive_seconds / found.seconds:.1%}"],
        ["events in a million articles", f"{found.events / found.articles * 10**6:,.0f}"],
    ]  # fmt: skip
    return f"{_table(['measured', 'figure'], rows)}\n\n{_table(['derived', 'figure'], each)}"


def answers() -> str:
    """How a lake of ten million events answers."""
    from benchmarks.figures import Answered, Answers, load

    found = load("lake", Answers)
    words = (
        f"{found.articles:,} articles with {found.events:,} events, {found.gib:.2f} GiB, opened in {found.opened} s; "
        f"{found.machine}; seconds by the clock and of the processor (of all cores together), asked a second time:"
    )
    return f"{words}\n\n{_figures(Answered, found.rows)}"


def engines() -> str:
    """How the engines of 'bulk' compare."""
    from benchmarks.figures import Engine, Engines, load

    found = load("engines", Engines)
    words = f"{found.texts} texts in units of eight on {found.machine}, by the clock, one run each:"
    return f"{words}\n\n{_figures(Engine, found.rows)}"


def spoiled() -> str:
    """What came of runs over spoiled input."""
    from benchmarks.figures import Run, Runs, load

    return _figures(Run, load("spoiled", Runs).rows)


def _figures(shape: type[Any], rows: Iterable[Any]) -> str:
    """A table of rows of figures, each field headed by what it says of itself."""
    fields = [each.name for each in msgspec.structs.fields(shape)]
    cells = [[_cell(getattr(row, each)) for each in fields] for row in rows]
    return _table([description(shape, each) for each in fields], cells)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number:,} `{name}`" for name, number in value.items())
    return value if isinstance(value, str) else f"{value:,}"


def sizing() -> str:
    """Time, storage and a sketch of costs by number of articles."""
    from benchmarks.sizing import load

    found = load()
    heads = ["", *_SCALES]
    hours = {name: number / _per_hour(found) for name, number in _SCALES.items()}
    lakes = {name: _gib(found.lake_bytes, found) * number / 10**6 for name, number in _SCALES.items()}
    rows = [["core-hours", *(f"{each:,.0f}" for each in hours.values())]]
    rows += [[f"on {name}", *(_duration(each / cores) for each in hours.values())] for name, cores in _CORES.items()]
    rows += [
        ["coding, dollars", *(f"{each * CORE_HOUR:,.0f}" for each in hours.values())],
        ["lake, GiB", *(f"{each:,.0f}" for each in lakes.values())],
        ["lake in an object store, dollars a month", *(f"{each * GIB_MONTH:,.2f}" for each in lakes.values())],
    ]
    priced = f"Assumed prices: ${CORE_HOUR} for a core-hour, ${GIB_MONTH} for a GiB in an object store for a month."
    return f"{_table(heads, rows)}\n\n{priced}"


def _per_hour(found: Any) -> float:
    return float(3600 * found.articles / found.seconds)


def _gib(weight: int, found: Any) -> float:
    return float(weight / found.articles * 10**6 / 2**30)


def _duration(hours: float) -> str:
    return (
        f"{hours * 60:,.0f} minutes"
        if hours < 2
        else f"{hours:,.0f} hours"
        if hours < 72
        else f"{hours / 24:,.0f} days"
    )


# --- errors, public names, tasks ----------------------------------------------------------------------------------


def errors() -> str:
    """The error tree as its module draws it."""
    from communique import errors as module

    tree = (inspect.getdoc(module) or "").split("\n\n")[1]
    return "```text\n" + inspect.cleandoc(tree) + "\n```"


def formats() -> str:
    """Every format that articles are read from, with the endings that tell it."""
    from communique.sources.formats import FORMATS, endings_of

    rows = [
        [f"`{name}`", what, ", ".join(f"`{ending}`" for ending in endings_of(name))] for name, what in FORMATS.items()
    ]
    return _table(["`--from`", "what it is", "endings"], rows)


def exports() -> str:
    """Every format that records are written in, with what it keeps and what is lost."""
    from communique.export.catalogue import FORMATS

    rows = [[f"`{each.name}`", each.label, each.into, each.kept, each.lost] for each in FORMATS.values()]
    return _table(["format", "what it is", "gives a", "what it keeps", "what is lost"], rows)


def tables() -> str:
    """Every table that records are exported as, with its columns."""
    from communique.export.rows import TABLES

    rows = [[f"`{each.name}`", each.about, ", ".join(f"`{column.name}`" for column in each.columns)] for each in TABLES]
    return _table(["table", "a row is", "columns"], rows)


def kept() -> str:
    """A table for each part of a record: which formats keep which of its fields, as ``docs/kept.py`` measured."""
    with (ROOT / "docs" / "kept.csv").open(encoding="utf-8", newline="") as file:
        measured = list(csv.DictReader(file))
    parts = []
    for part in dict.fromkeys(each["part"] for each in measured):
        fields = list(dict.fromkeys(each["field"] for each in measured if each["part"] == part))
        found = {(each["format"], each["field"]) for each in measured if each["part"] == part and each["kept"] == "yes"}
        rows = [
            [f"`{name}`", *("●" if (name, field) in found else "" for field in fields)]
            for name in dict.fromkeys(each["format"] for each in measured)
        ]
        parts.append(f"### Of {part}\n\n" + _table(["format", *(f"`{field}`" for field in fields)], rows))
    return "\n\n".join(parts)


def names() -> str:
    """Every public name with its signature and what its docstring says."""
    import communique

    parts = []
    for name in communique.__all__:
        value = getattr(communique, name)
        head = f"class {name}" if inspect.isclass(value) else f"{name}{_signature(value)}"
        text = inspect.cleandoc(inspect.getdoc(value) or "")
        parts.append(f"## {name}\n\n```python\n{head}\n```\n\n{_prose(text)}")
    return "\n\n".join(parts)


def _signature(value: Any) -> str:
    return str(inspect.signature(value)).replace("'", "") if callable(value) else f" = {value!r}"


def _prose(docstring: str) -> str:
    """A docstring as Markdown: its sections as lists, its references as code."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", docstring).replace("``", "`")
    text = re.sub(r"^(Args|Raises|Returns|Attributes|Yields):$", r"\n**\1**\n", text, flags=re.MULTILINE)
    return re.sub(r"^ {4}(\w+): ", r"- `\1`: ", text, flags=re.MULTILINE)


def floors() -> str:
    """Every pinned floor with the best earlier figure, by task."""
    from evaluation.__main__ import FLOORS
    from evaluation.data import discover
    from evaluation.floors import read

    tasks = discover()
    rows = []
    for key, floor in read(FLOORS).items():
        task, label, part, figure = key.split("/")
        best, whose = tasks[task].anchors.get(figure, (None, "")) if task in tasks else (None, "")
        rows.append(
            [f"`{task}`", label, part, f"`{figure}`", f"{floor:.3f}", "" if best is None else f"{best:.3f} {whose}"]
        )
    return _table(["task", "set", "part", "figure", "floor", "best earlier figure"], rows)


def tasks() -> str:
    """Every task with its figures and sets."""
    from evaluation.data import discover

    rows = [
        [f"`{task.name}`", ", ".join(f"`{name}`" for name in task.figures), ", ".join(task.sets)]
        for task in discover().values()
    ]
    return _table(["task", "figures", "sets"], rows)


def endpoints() -> str:
    """Every address of the REST API with what it answers."""
    import tempfile

    from communique.serve import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Path(folder) / "archive.db")
        paths = app.openapi()["paths"]
        app.state.shared.close()
    rows = [
        [f"`{method.upper()} {path}`", route["description"].splitlines()[0]]
        for path, methods in paths.items()
        for method, route in methods.items()
    ]
    return _table(["address", "what it answers"], rows)


def mcp() -> str:
    """Every tool of the MCP server."""
    from communique.serve.mcp.server import TOOLS
    from communique.serve.mcp.tools import Tools

    rows = [[f"`{name}`", (inspect.getdoc(getattr(Tools, name)) or "").splitlines()[0]] for name in TOOLS]
    return _table(["tool", "what it answers"], rows)


GENERATORS: dict[str, Callable[..., str]] = {
    "answers": answers,
    "endpoints": endpoints,
    "engines": engines,
    "spoiled": spoiled,
    "errors": errors,
    "events": events,
    "lake": lake,
    "measured": measured,
    "sizing": sizing,
    "exports": exports,
    "floors": floors,
    "formats": formats,
    "kept": kept,
    "mcp": mcp,
    "names": names,
    "options": options,
    "questions": questions,
    "record": record,
    "rules": rules,
    "tables": tables,
    "tasks": tasks,
}


def fill(markdown: str) -> str:
    """The page with every generated part filled in."""
    return MARK.sub(lambda mark: GENERATORS[mark[1]](*([mark[2]] if mark[2] else [])), markdown)


def on_page_markdown(markdown: str, **_: object) -> str:
    """MkDocs hook: fill a page before it is rendered."""
    return fill(markdown)


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """MkDocs hook: publish the JSON Schema of a record beside the pages."""
    from mkdocs.structure.files import File

    from communique.record import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    files.append(File.generated(config, SCHEMA, content=text))
    return files
