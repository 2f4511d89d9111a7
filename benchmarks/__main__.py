"""``python -m benchmarks``: the whole record beside spaCy's small model, on one core, in one run, as ratios."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy is loaded

from benchmarks import processes, speed, steps, texts  # noqa: E402 - after the threads are set

HEAD = "| texts | number | characters | spaCy alone | whole record | speed of the record, spaCy = 1 |"


def markdown(speeds: list[speed.Speed], cold: processes.Pair, memory: processes.Pair) -> str:
    """The figures as two tables."""
    lines = [HEAD, "|---|---:|---:|---:|---:|---:|"]
    for s in speeds:
        seconds = f"{s.spacy_s:.2f} s | {s.record_s:.2f} s"
        lines.append(f"| {s.label} | {s.texts} | {s.characters:,} | {seconds} | {s.ratio:.2f} |")
    lines += ["", "| | spaCy alone | whole record | ratio |", "|---|---:|---:|---:|"]
    lines.append(f"| cold start, one short text | {cold.spacy:.2f} s | {cold.record:.2f} s | {cold.ratio:.2f} |")
    lines.append(f"| peak memory | {memory.spacy:.0f} MiB | {memory.record:.0f} MiB | {memory.ratio:.2f} |")
    return "\n".join(lines) + "\n"


def as_json(speeds: list[speed.Speed], cold: processes.Pair, memory: processes.Pair) -> str:
    """The figures as JSON."""
    report = {
        "speed": [asdict(each) | {"ratio": each.ratio} for each in speeds],
        "cold_start_s": asdict(cold) | {"ratio": cold.ratio},
        "memory_mib": asdict(memory) | {"ratio": memory.ratio},
    }
    return json.dumps(report, indent=1) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and write them as JSON and Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="rounds over the texts, and starts of each program")
    parser.add_argument("--articles", type=int, default=30, help="how many real articles to read, where there are any")
    parser.add_argument(
        "--out", type=Path, default=texts.ROOT / "local" / "benchmark", help="file name without its ending"
    )
    options = parser.parse_args(argv)
    speed.one_core()
    own = texts.dispatches()
    compared = [speed.compare(label, each, options.repeat) for label, each in texts.sets(options.articles).items()]
    cold = processes.cold_start(min(own, key=lambda each: len(each.text)), options.repeat)
    memory = processes.peak_memory(own)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(as_json(compared, cold, memory), "utf-8")
    options.out.with_suffix(".md").write_text(markdown(compared, cold, memory), "utf-8")
    print(markdown(compared, cold, memory), end="")
    print(f"\nStatements on top of the parse: {steps.over_parse(steps.cost(own, 1), 'statements'):.3f} of its time.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
