"""Step 6: the data manifest and the model card. Run: ``python -m training.encoder.card``.

The figures of the card are those that :mod:`training.encoder.fidelity` wrote for each build (build, head, set, figure,
value); the windows are those that :mod:`training.encoder.windows` counted, or, where it did not run again, those of the
manifest that is there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from evaluation.data import data_directory, fingerprint
from training.encoder.corpora import WORK
from training.encoder.export import OUT, VERSION

SETS = Path(__file__).with_name("sets.yaml")
_WEAK = """## Known weaknesses

- English news alone. Most texts are from 1987 to 2019; people, bodies and outlets after that are known by form only.
- Organisations that are called by a city or a country (sports teams, governments) are the commonest wrong names.
- Attributions never nest in the set that they were learned from; nested ones come from our own passages.
- The full build's reader of acts learned from sentences that were read once and quickly: status and the last digits
  of codes are less sure than triggers, types and parties. The open build learned its acts from the rules' own reading.
- Labels with a colon ("Minister: ...") are left to the rules.
- Office titles, documents and outlets are silver labels but for our own passages; no outside gold measures them.
- The full build was trained on sets with non-commercial or unstated terms; see the table. `COMMUNIQUE_ENCODER=open`
  takes the build that saw none of them, which finds much less.
"""


def manifest(sets: list[dict[str, Any]]) -> dict[str, Any]:
    """Hashes of the data, and how many windows each set gave."""
    before = json.loads((OUT / "manifest.json").read_text(encoding="utf-8"))["windows"]
    counts = {name: _counted(name) or before[name] for name in ("full", "own", "open", "pairs", "taught")}
    hashes = {each["name"]: fingerprint(data_directory() / each["path"]) for each in sets if "path" in each}
    return {"version": VERSION["full"], "sha256": hashes, "windows": counts}


def card(sets: list[dict[str, Any]], figures: list[dict[str, Any]]) -> str:
    """The card in Markdown."""
    rows = [f"| {each['name']} | {each['what']} | {each['builds']} | {each['terms']} |" for each in sets]
    found = [f"| {f['build']} | {f['head']} | {f['set']} | {f['figure']} | {f['value']:.3f} |" for f in figures]
    return "\n".join([
        f"# The encoder, version {VERSION['full']}", "",
        "A six-layer transformer (384 numbers a piece, 23 million weights, int8) with word shapes at its input and",
        "heads for names, office titles, documents, times, cues, sources, contents, triggers and their status; pair",
        "scorers join cues to sources and contents, triggers to their parties, and give the type of act of a pair.",
        "In the full build, acts have four upper layers of their own (`full-acts.onnx`), trained for them alone.", "",
        "It ships twice: `full`, the default, and `open`, which saw no set whose terms keep a use out",
        "(`COMMUNIQUE_ENCODER=full|open|off`); the table says which learned from what. They share one table of pieces.",
        "",
        "## What it learned from", "", "| set | for | build | terms |", "| --- | --- | --- | --- |", *rows, "",
        "## How good it is", "",
        "Parts that no training, tuning or stopping has seen, with the int8 weights that ship.", "",
        "| build | head | set | figure | value |", "| --- | --- | --- | --- | --- |", *found, "", _WEAK,
    ])  # fmt: skip


def _counted(name: str) -> Any:
    return _read(f"windows-{name}.json") if (WORK / f"windows-{name}.json").exists() else None


def _read(name: str) -> Any:
    return json.loads((WORK / name).read_text(encoding="utf-8"))


def main() -> None:
    """Write ``manifest.json`` and ``MODEL_CARD.md`` beside the weights."""
    sets = yaml.safe_load(SETS.read_text(encoding="utf-8"))
    figures = [*_read("figures-full.json"), *_read("figures-open.json")]
    (OUT / "manifest.json").write_text(json.dumps(manifest(sets), indent=1) + "\n")
    (OUT / "MODEL_CARD.md").write_text(card(sets, figures), encoding="utf-8")


if __name__ == "__main__":
    main()
