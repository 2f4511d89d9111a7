"""``python -m benchmarks.spoiled``: ``communique bulk`` over many short articles, some spoiled, and what it sets aside.

Of a hundred lines one is cut off and two repeat an id; one article has 50 MB, and one takes longer than the limit. With
``--room MIB`` the lake lies on a file system of that size, which fills up in the run (Linux, as root): the run is told
of it, and is taken up again with more room.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import FOLDER, Run, Runs, keep, load, machine
from benchmarks.texts import dispatches
from communique.lake import LakeWriter

_HUGE = 50_000_000
_LONG = 450_000  # characters that no machine codes within the limit
_LIMIT = 5


def lines(count: int) -> Iterator[str]:
    """The input's lines: a sentence or two of the example dispatches, each with its number, and what is spoiled."""
    paragraphs = [(each.published, _short(p)) for each in dispatches() for p in each.text.split("\n\n") if p.strip()]
    for number in range(count):
        published, text = paragraphs[number % len(paragraphs)]
        row = {"id": f"a-{number}", "outlet": "Wire", "published": published, "text": f"Item {number}. {text}"}
        if number % 100 == 50:
            yield json.dumps(row)[: len(text) // 2]
            continue
        if number % 100 in (20, 70):
            row["id"] = f"a-{number - 1}"
        if number == count // 3:
            row["text"] = text + " word" * (_HUGE // 5)
        if number == count // 2 + 1:
            row["text"] = (text + " ") * (_LONG // len(text))
        yield json.dumps(row)


def _short(paragraph: str) -> str:
    """Its first two sentences."""
    return "".join(re.split(r"(?<=[.!?]\s)", " ".join(paragraph.split()))[:2]).strip()


@contextmanager
def place(room: int | None) -> Iterator[Path]:
    """Where the lake lies: a folder, or a file system of so many MiB."""
    with tempfile.TemporaryDirectory() as folder:
        if room is None:
            yield Path(folder)
            return
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def run(source: Path, lake: Path, unit: int) -> tuple[int, float, str]:
    """The exit code, the seconds by the clock and the last words of a run."""
    command = [
        sys.executable, "-m", "communique", "bulk", str(source), str(lake), "--limit", str(_LIMIT), "--unit", str(unit),
    ]  # fmt: skip
    began = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, time.perf_counter() - began, done.stderr.strip()


def tell(label: str, count: int, ran: tuple[int, float, str], lake: Path) -> Run:
    """Print what came of a run, and give it as figures."""
    code, seconds, said = ran
    print(f"{label}: exit code {code}, {seconds:.0f} s\n{said}", flush=True)
    told = lake / "aside.jsonl"  # on a full disk it may be missing
    aside = told.read_text("utf-8").splitlines() if told.exists() else []
    more = re.search(r"and ([\d,]+) more", said)
    undone = said.count("Not done: ") + (int(more[1].replace(",", "")) if more else 0)
    units = LakeWriter(lake)
    there = [unit for name in units.committed() if (unit := units.unit(name)) is not None]
    errors = Counter(json.loads(line)["error"] for line in aside)
    print("set aside:", ", ".join(f"{error} {number}" for error, number in sorted(errors.items())) or "nothing")
    return Run(
        label=label, lines=count, code=code, seconds=round(seconds), records=sum(each.articles for each in there),
        aside=dict(sorted(errors.items())), undone=undone,
    )  # fmt: skip


def _keep(found: list[Run]) -> None:
    """Keep the figures, those of other runs too."""
    labels = {each.label for each in found}
    before = load("spoiled", Runs).rows if (FOLDER / "spoiled.json").exists() else ()
    rows = (*(each for each in before if each.label not in labels), *found)
    keep("spoiled", Runs(machine=machine(), rows=rows))


def main() -> None:
    """Make the input, run, and tell."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spoiled", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="lines of the input")
    parser.add_argument("--unit", type=int, default=500, help="articles that are committed together")
    parser.add_argument("--room", type=int, metavar="MIB", help="put the lake on a file system of this size")
    parser.add_argument("--figures", action="store_true", help="keep the figures for the documentation")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, place(options.room) as where:
        source, lake, count = Path(folder, "input.jsonl"), where / "lake", options.articles
        source.write_text("\n".join(lines(count)) + "\n", "utf-8")
        label = "all that is spoiled" if options.room is None else f"a disk of {options.room} MiB"
        found = [tell(label, count, run(source, lake, options.unit), lake)]
        if options.room is not None:
            subprocess.run(["mount", "-o", "remount,size=90%", str(where)], check=True)
            found.append(tell("the same with more room", count, run(source, lake, options.unit), lake))
    if options.figures:
        _keep(found)


if __name__ == "__main__":
    main()
