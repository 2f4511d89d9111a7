"""The learning curve: the heads on the development halves. Run: ``python -m training.encoder.curve [PHASE ...]``.

It reads the weights of the phases that are named, or the copies that training kept after each pass, as float graphs.
"""

from __future__ import annotations

import json
import sys
import warnings

from msgspec import structs

from communique.parse.encoder.network import Network, _session
from training.encoder.corpora import WORK
from training.encoder.export import trained, write_graphs
from training.encoder.fidelity import figures, shipped


def network_of(name: str) -> Network:
    """The float network of some kept weights."""
    model, ours = trained(name), shipped("full")
    write_graphs(model, WORK / "float", name)
    learned = {head: tuple(map(tuple, table)) for head, table in model.chain.tables().items()}
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
