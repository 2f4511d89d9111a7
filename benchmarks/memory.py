"""What a worker holds in memory, step by step. Run: ``python -m benchmarks.memory [--articles N] [--torch]``.

A fresh process imports, loads and reads; after every step it says what it holds now and what it has held at most.
Mapped pages (libraries, the encoder's weights, the registry's tables) are shared between workers; the rest each has for
itself. ``--torch`` lets spaCy load torch, where that is installed, as it does when nobody keeps it away.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.texts import articles, dispatches

_STATUS = Path("/proc/self/status")
_FIELDS = ("RssAnon", "RssFile", "VmHWM")


def held() -> list[int]:
    """MiB of its own, mapped, and at most so far, of this process."""
    lines = dict(line.split(":", 1) for line in _STATUS.read_text("utf-8").splitlines())
    return [int(lines[name].split()[0]) // 1024 for name in _FIELDS]


def _say(step: str) -> None:
    print(f"{step:34}" + "".join(f"{number:10,}" for number in held()), flush=True)


def measure(limit: int, torch: bool) -> None:
    """Load one part after the other and read some articles, or the example dispatches where there are none."""
    print(f"{'after':34}{'own MiB':>10}{'mapped':>10}{'peak':>10}")
    _say("the start")
    if torch:
        import spacy  # noqa: F401 - before anything can keep it from loading torch
    from communique import read_text
    from communique.parse.encoder import is_on, load_network
    from communique.parse.syntax import language_model
    from communique.pipeline import default_pipeline
    from communique.registry import load_registry

    language_model()
    _say("spaCy with its model")
    if is_on():
        load_network()
        _say("the encoder")
    load_registry()
    default_pipeline()
    _say("the registry and the vocabulary")
    read = articles(limit) or dispatches()[:limit]
    for number, text in enumerate(read, 1):
        read_text(text.text, published=text.published)
        if number in (1, len(read)):
            _say(f"{number} texts" if number > 1 else "the first text")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure in a process that has loaded nothing else."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--articles", type=int, default=12, help="how many texts to read")
    parser.add_argument("--torch", action="store_true", help="let spaCy load torch, where it is installed")
    options = parser.parse_args(argv)
    if not _STATUS.exists():
        print("This needs a system that tells of its processes in /proc.", file=sys.stderr)
        return 1
    program = f"from benchmarks.memory import measure; measure({options.articles}, {options.torch})"
    return subprocess.run([sys.executable, "-c", program], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
