"""The learning curve: the heads after every pass, on the development halves. Run: ``python -m training.encoder.curve``.

It reads the copies that training kept after each pass, and the last weights of every phase, as float graphs.
"""

from __future__ import annotations

import json
import sys
import warnings

from msgspec import structs

from communique.parse.encoder.network import Network, _session
from training.encoder.corpora import WORK
from training.encoder.export import moves, trained, write_graphs
from training.encoder.fidelity import figures, shipped

_NONE = {"cues": 0.0, "sources": 0.0, "contents": 0.0}


def network_of(name: str) -> Network:
    """The float network of some kept weights."""
    model, ours = trained(name), shipped("full")
    write_graphs(model, WORK / "float", name)
    learned = {head: tuple(map(tuple, table)) for head, table in moves(model, _NONE).items()}
    graphs = [_session(str(WORK / "float" / f"{name}{part}.onnx")) for part in ("", "-pairs")]
    return Network(structs.replace(ours.labels, moves=learned), ours.tokenizer, *graphs)


def main() -> None:
    """Write a line of figures for every kept copy that is named, or for all."""
    warnings.simplefilter("ignore")
    found = sys.argv[1:] or sorted(path.stem for path in WORK.glob("curve-*.pt"))
    out = WORK / "curve.jsonl"
    for name in found:
        row = {f"{head}, {where}: {figure}": round(value, 4) for (head, where, figure), value in
               figures(network_of(name), "dev").items()}  # fmt: skip
        with out.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"weights": name, **row}) + "\n")
        print(name, row)


if __name__ == "__main__":
    main()
