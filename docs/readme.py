"""``python docs/readme.py``: puts real output into the README, between its two marks.

The mark names the command and how many lines to show; what it prints today replaces what stands there.
``--check`` only says whether it is the same.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"<!-- output: (?P<command>.+?) (?P<lines>\d+) -->\n(?P<old>.*?)<!-- end of output -->", re.DOTALL)
COLUMNS = "100"


def output_of(command: str, lines: int) -> str:
    """The first lines that ``communique`` prints for this command, without colours."""
    environment = {**os.environ, "COLUMNS": COLUMNS, "NO_COLOR": "1", "TERM": "dumb"}
    typed = [sys.executable, "-m", "communique", *command.split()]
    done = subprocess.run(typed, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    printed = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    return "\n".join([*printed[:lines], *(["…"] if len(printed) > lines else [])])


def filled(text: str) -> str:
    """The README with fresh output."""

    def block(found: re.Match[str]) -> str:
        command, lines = found["command"], found["lines"]
        shown = f"```console\n$ communique {command}\n{output_of(command, int(lines))}\n```\n"
        return f"<!-- output: {command} {lines} -->\n{shown}<!-- end of output -->"

    return BLOCK.sub(block, text)


def main() -> int:
    """Write the README anew, or with ``--check`` return 1 when its output is not what is printed today."""
    text = README.read_text("utf-8")
    fresh = filled(text)
    if "--check" in sys.argv[1:]:
        return int(fresh != text)
    README.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
