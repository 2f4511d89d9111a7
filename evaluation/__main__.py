"""The command line of the quality gate: ``python -m evaluation``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from communique.registry.layer import VARIABLE
from evaluation import floors, gate
from evaluation.data import ROOT, data_directory, discover
from evaluation.quiet import stdout_to_stderr
from evaluation.table import legend, render
from evaluation.task import Part, Task

FLOORS = ROOT / "evaluation" / "floors.json"
GOLD = ROOT / "evaluation" / "gold.json"
CHANGELOG = ROOT / "CHANGELOG.md"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="tasks to run; all of them when none is named")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="score this gold file with the one task named")
    parser.add_argument("--part", choices=gate.PARTS, help="score one part of each set only")
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="measure in this many processes")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else, one object a line")
    parser.add_argument("--list", action="store_true", help="list the tasks with their figures and sets")
    parser.add_argument("--pin", action="store_true", help="add floors for new figures and raise those that rose")
    parser.add_argument("--accept-gold", action="store_true", help="pin the gold's fingerprints as they are now")
    parser.add_argument(
        "--lower-floors", metavar="REASON", help="lower the floors that were missed, and say why in the changelog"
    )
    return parser


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _chosen(names: Sequence[str], tasks: dict[str, Task]) -> list[Task]:
    unknown = [name for name in names if name not in tasks]
    if unknown:
        raise SystemExit(_say(f"There is no task {unknown[0]!r}. The tasks are: {', '.join(tasks)}."))
    return [tasks[name] for name in names] if names else list(tasks.values())


def _say(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _as_json(outcome: floors.Measured, gold: str) -> str:
    figures = {name: round(value, 6) for name, value in outcome.figures.items()}
    return json.dumps({"task": outcome.task, "gold": gold, "n": outcome.n, "figures": figures}, ensure_ascii=False)


def _score_file(task: Task, gold: Path, part: Part | None, as_json: bool) -> int:
    if not gold.exists():
        return _say(f"{gold} does not exist. Give a gold file of the form that 'python -m evaluation --list' names.")
    with stdout_to_stderr():
        outcome = gate.measure(task, gold.name, gold, part)
    if as_json:
        print(_as_json(outcome, str(gold)))
    else:
        _print_table([outcome], {task.name: task}, {})
    return 0


def _print_table(outcomes: list[floors.Measured], tasks: dict[str, Task], pinned: floors.Floors) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=110)  # wide enough for a log, whatever the width of nothing is
    console.print(render(outcomes, tasks, pinned))
    console.print(legend(outcomes, tasks), highlight=False)


def _list(tasks: list[Task]) -> int:
    for task in tasks:
        print(f"{task.name}: {', '.join(task.figures)}")
        for label, path in task.sets.items():
            print(f"  {label}: {path}")
    return 0


def _update(arguments: argparse.Namespace, outcomes: list[floors.Measured], fallen: list[floors.Fall]) -> bool:
    """Write the floors as far as the flags allow; returns whether the missed ones were lowered."""
    pinned = floors.read(FLOORS)
    if arguments.lower_floors and fallen:
        lines = floors.changelog_lines(fallen, arguments.lower_floors, datetime.now(UTC).date())
        floors.write_changelog(CHANGELOG, lines)
        pinned = floors.lowered(fallen, pinned)
        floors.write(FLOORS, pinned)
    if arguments.pin:
        floors.write(FLOORS, floors.raised(outcomes, pinned))
    return bool(arguments.lower_floors)


def _run_gate(arguments: argparse.Namespace, tasks: list[Task]) -> int:
    data = data_directory()
    sets, missing = gate.available(tasks, data)
    for gap in missing:
        print(f"Skipped: {gap}.", file=sys.stderr)
    if not sets:
        print(f"Nothing was measured: the measuring data is not there ({data}).", file=sys.stderr)
        return 0
    hashes = gate.hashes_of(sets)
    pinned_hashes = gate.read_hashes(GOLD)
    changed = [] if arguments.accept_gold else gate.changed_gold(hashes, pinned_hashes)
    parts: list[Part | None] = [arguments.part] if arguments.part else list(gate.PARTS)
    outcomes = []
    with stdout_to_stderr():
        for outcome in gate.run(sets, parts, arguments.jobs):
            print(f"{outcome.task}/{outcome.label}/{outcome.part}: {outcome.seconds:.1f} s", file=sys.stderr)
            outcomes.append(outcome)
    return _report(arguments, outcomes, changed, pinned_hashes | hashes)


def _report(
    arguments: argparse.Namespace, outcomes: list[floors.Measured], changed: list[str], hashes: dict[str, str]
) -> int:
    pinned = floors.read(FLOORS)
    if arguments.json:
        for outcome in outcomes:
            print(_as_json(outcome, f"{outcome.label}/{outcome.part}"))
    else:
        _print_table(outcomes, discover(), pinned)
    fallen = floors.falls(outcomes, pinned)
    for path in changed:
        print(
            f"The gold file {path} is not the one that was pinned. Look at it, then use --accept-gold.", file=sys.stderr
        )
    for fall in fallen:
        print(f"Under the floor: {fall}.", file=sys.stderr)
    if _update(arguments, outcomes, fallen):
        fallen = []
    if arguments.accept_gold or (arguments.pin and not changed):
        gate.write_hashes(GOLD, hashes)
    return 1 if fallen or changed else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the gate, one task, or one task on a file of the caller's; returns the exit status."""
    arguments = _parser().parse_args(argv)
    os.environ[VARIABLE] = "off"  # the figures are those of the registry that ships
    with stdout_to_stderr():
        tasks = discover()
    chosen = _chosen(arguments.tasks, tasks)
    if arguments.list:
        return _list(chosen)
    if arguments.gold is None:
        return _run_gate(arguments, chosen)
    if len(arguments.tasks) != 1:
        return _say("--gold scores one file with one task: name the task before it.")
    return _score_file(chosen[0], arguments.gold, arguments.part, arguments.json)


if __name__ == "__main__":
    sys.exit(main())
