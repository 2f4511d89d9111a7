"""``python -m benchmarks``: the whole record beside spaCy's small model, on one core, in one run, as ratios."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy is loaded

from msgspec import structs  # noqa: E402

from benchmarks import engines, figures, processes, speed, steps, texts, workers  # noqa: E402 - after the threads are set

HEAD = "| texts | number | characters | spaCy alone | whole record | dictionary | speed of the record, spaCy = 1 |"
FLOOR = 0.5
"""Least speed of the whole record that a change may leave, spaCy alone being 1; what was measured, less what another
machine or a busy one may cost. It is told, and never asserted by a test."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one run measured."""

    machine: str
    speeds: list[speed.Speed]
    stages: dict[str, float]
    spacy_s: float
    scaling: list[workers.Scaling]
    engines: list[figures.Engine]
    cold: processes.Pair
    memory: processes.Pair

    def as_dict(self) -> dict[str, object]:
        """The figures for a file."""
        return {
            "machine": self.machine,
            "speed": [asdict(each) | {"ratio": each.ratio} for each in self.speeds],
            "stages_of_spacy": {name: spent / self.spacy_s for name, spent in self.stages.items()},
            "workers": [asdict(each) for each in self.scaling],
            "engines": [structs.asdict(each) for each in self.engines],
            "cold_start_s": asdict(self.cold) | {"ratio": self.cold.ratio},
            "memory_mib": asdict(self.memory) | {"ratio": self.memory.ratio},
        }


def machine() -> str:
    """The processor, its cores, the system and the versions that the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "onnxruntime", "spacy"))
    return f"{figures.machine()}, {platform.system()}, Python {platform.python_version()}, {packages}"


def markdown(report: Report) -> str:
    """The figures as tables."""
    lines = [f"Machine: {report.machine}", "", HEAD, "|---|---:|---:|---:|---:|---:|---:|"]
    for s in report.speeds:
        seconds = f"{s.spacy_s:.2f} s | {s.record_s:.2f} s | {s.dictionary_s:.2f} s"
        lines.append(f"| {s.label} | {s.texts} | {s.characters:,} | {seconds} | {s.ratio:.2f} |")
    lines += ["", "| stage | share of spaCy's time |", "|---|---:|"]
    lines += [f"| {name} | {spent / report.spacy_s:.3f} |" for name, spent in report.stages.items()]
    lines += ["", "| workers | times as fast as one |", "|---:|---:|"]
    lines += [f"| {each.workers} | {each.ratio:.2f} |" for each in report.scaling]
    lines += [
        "",
        "| engine of `bulk` | workers | start | texts | times as fast as one local |",
        "|---|---:|---:|---:|---:|",
    ]
    for e in report.engines:
        lines.append(f"| {e.name} | {e.workers} | {e.start_s:.1f} s | {e.texts_s:.1f} s | {e.ratio:.2f} |")
    cold, memory = report.cold, report.memory
    lines += ["", "| | spaCy alone | whole record | ratio |", "|---|---:|---:|---:|"]
    lines.append(f"| cold start, one short text | {cold.spacy:.2f} s | {cold.record:.2f} s | {cold.ratio:.2f} |")
    lines.append(f"| peak memory | {memory.spacy:.0f} MiB | {memory.record:.0f} MiB | {memory.ratio:.2f} |")
    slow = [each.label for each in report.speeds if each.ratio < FLOOR]
    lines += ["", f"Below the floor of {FLOOR}: {', '.join(slow)}."] if slow else []
    return "\n".join(lines) + "\n"


def measure(count: int, repeat: int) -> Report:
    """Measure everything, one thing at a time."""
    own = texts.dispatches()
    sets = texts.sets(count)
    scaling = workers.scaling(list(sets.values())[-1])  # before this process keeps to one core
    spread = engines.compare(list(sets.values())[-1])
    speed.one_core()
    compared = [speed.compare(label, each, repeat) for label, each in sets.items()]
    staged = steps.cost(list(sets.values())[-1], 1)
    cold = processes.cold_start(min(own, key=lambda each: len(each.text)), repeat)
    memory = processes.peak_memory(own)
    return Report(machine(), compared, staged, compared[-1].spacy_s, scaling, spread, cold, memory)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and write them as JSON and Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="rounds over the texts, and starts of each program")
    parser.add_argument("--articles", type=int, default=30, help="how many real articles to read, where there are any")
    parser.add_argument(
        "--out", type=Path, default=texts.ROOT / "local" / "benchmark", help="file name without its ending"
    )
    options = parser.parse_args(argv)
    report = measure(options.articles, options.repeat)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps(report.as_dict(), indent=1) + "\n", "utf-8")
    options.out.with_suffix(".md").write_text(markdown(report), "utf-8")
    print(markdown(report), end="")
    print(f"\nStatements on top of the parse: {steps.over_parse(report.stages, 'statements'):.3f} of its time.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
