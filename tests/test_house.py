"""The rules of the house that no checker knows: sizes, who may print, what may not be written anywhere."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted(path for folder in ("src", "evaluation", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
WRITTEN = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".csv", ".html", ".css", ".js", ".jinja"}
MAY_PRINT = ("src/communique/cli/", "evaluation/", "benchmarks/")
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:home|root|work|Users)/\w")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")


def where(path: Path) -> str:
    """The path as seen from the project's folder."""
    return path.relative_to(ROOT).as_posix()


def written() -> Iterator[Path]:
    """Every text file that is kept in the project; a few kinds that are large tables are left out."""
    tops = ("src", "evaluation", "benchmarks", "tests", "docs", "examples")
    built = ROOT / "src/communique/serve/static/build"  # put together from web/ and from libraries
    for top in tops:
        found = (path for path in sorted((ROOT / top).rglob("*")) if path.suffix in WRITTEN)
        yield from (path for path in found if built not in path.parents)
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in WRITTEN)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_500_lines() -> None:
    long = {where(path): len(path.read_text("utf-8").splitlines()) for path in CODE + TESTS}
    assert {path: lines for path, lines in long.items() if lines > 500} == {}


def test_functions_are_small() -> None:
    sizes = {
        f"{where(path)}:{each.lineno} {each.name}": (each.end_lineno or each.lineno) - each.lineno + 1
        for path in CODE
        for each in functions(path)
    }
    assert statistics.median(sizes.values()) <= 15
    assert {name: size for name, size in sizes.items() if size > 60} == {}


def test_only_the_command_line_and_the_measuring_print() -> None:
    printing = [
        f"{where(path)}:{node.lineno}"
        for path in CODE
        if not where(path).startswith(MAY_PRINT)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_no_error_is_swallowed_unnamed() -> None:
    bare = [
        f"{where(path)}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_the_record_stands_on_the_errors_and_the_struct_library_alone() -> None:
    tree = ast.parse((ROOT / "src/communique/record.py").read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert own <= {"communique.errors", "msgspec"}


def test_nothing_unfinished_and_no_path_of_one_machine_is_written_anywhere() -> None:
    found = []
    for path in written():
        if path == Path(__file__).resolve():
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if MACHINE_PATH.search(line) or UNFINISHED.search(line):
                found.append(f"{where(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_every_extra_that_somebody_is_told_to_install_is_there() -> None:
    there = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = {
        (extra.strip(), where(path))
        for path in written()
        for told in re.findall(r"communique\[([a-z, -]+)\]", path.read_text("utf-8"))
        for extra in told.split(",")
    }
    assert {each for each in named if each[0] not in there} == set()


def test_the_layers_are_declared_and_kept() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each for each in declared if each["type"] == "layers")
    assert layers["exhaustive"]
    rooms = {path.stem for path in (ROOT / "src/communique").iterdir() if not path.name.startswith("_")}
    named = {room.strip("() ") for line in layers["layers"] for room in line.split("|")}
    assert rooms <= named
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": "src:."}, check=False)
    assert done.returncode == 0, done.stdout


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        where(path)
        for path in CODE
        if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_versions_are_exact_and_come_without_addresses() -> None:
    lines = [
        line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[=<>\[ ]", each)[0].lower().replace("_", "-") for each in wanted}
    assert names <= {line.partition("==")[0] for line in lines}
