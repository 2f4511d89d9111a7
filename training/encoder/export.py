"""Step 5: the shipped files: int8 ONNX graphs, labels and tokenizer. Run: ``python -m training.encoder.export``.

Weights are quantised channel by channel with a reduced range, activations as they come. The lower layers suffer most,
so that some of their products stay float, their weights stored in half precision. The embeddings of the pieces are not
trained, so that all builds share one file of them, which is mapped into memory. The float graphs stay in the working
folder, for the comparison of every head.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from communique.parse.encoder.pieces import WINDOW
from training.encoder.bases import student_folder
from training.encoder.corpora import WORK
from training.encoder.labels import HEADS, LINKS, TYPES
from training.encoder.phases import checkpoint
from training.encoder.train import Model

OUT = Path(__file__).parents[2] / "src/communique/parse/encoder/data"
VERSION = "3"
LAST = {"full": "pairs", "open": "version2-open"}
"""The last phase of training of every build; the open one is still that of version 2."""

FLOAT_LAYERS = {"full": 3, "open": 0}
"""How many of the lowest layers, by build, keep the last product of their inner network in float."""

EMBEDDINGS = "embeddings.bin"
_FIRST, _LAST = 101, 102
_OPSET = 17


class _Whole(nn.Module):
    """The tagger with its outputs in order; a window is read alone, so nothing is masked."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.tagger = model.tagger

    def forward(self, pieces: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        found = self.tagger(pieces, shapes, None)
        return tuple(found[name] for name in outputs())


def outputs() -> list[str]:
    """Names of the graph's outputs, in order."""
    return [*HEADS, "links", "states"]


def trained(phase: str) -> Model:
    """The mean weights of a phase, for use."""
    model = Model()
    model.load_state_dict(torch.load(checkpoint(phase))["mean"], strict=False)
    return model.eval()


def write_graphs(model: Model, folder: Path, build: str) -> None:
    """Both graphs in float32."""
    pieces = torch.randint(1000, 20000, (1, 24))
    axes = {name: {1: "pieces"} for name in ("pieces", "shapes", *outputs())} | {"links": {2: "pieces", 3: "pieces"}}
    torch.onnx.export(
        _Whole(model), (pieces, torch.zeros_like(pieces)), folder / f"{build}.onnx", input_names=["pieces", "shapes"],
        output_names=outputs(), dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    masks = [torch.ones(2, 24) for _ in range(3)]
    names = ("states", "sources", "targets", "sentence")
    torch.onnx.export(
        model.pairs, (torch.randn(2, 24, model.tagger.hidden), *masks), folder / f"{build}-pairs.onnx",
        input_names=list(names), output_names=["types"],
        dynamic_axes={name: {0: "pairs", 1: "pieces"} for name in names} | {"types": {0: "pairs"}},
        opset_version=_OPSET, dynamo=False,
    )  # fmt: skip


def quantise(floats: Path, out: Path) -> None:
    """Write both graphs of a build with int8 weights, and the embeddings, which all builds share."""
    build = floats.stem
    kept = [f"/tagger/bert/encoder/layer.{layer}/output/dense/MatMul" for layer in range(FLOAT_LAYERS[build])]
    for name in (floats.name, f"{build}-pairs.onnx"):
        quantize_dynamic(
            floats.with_name(name), out / name, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            nodes_to_exclude=kept,
        )  # fmt: skip
    graph = onnx.load(out / floats.name)
    _halve(graph.graph, kept)
    table = max(graph.graph.initializer, key=lambda each: len(each.raw_data))
    shared = out / EMBEDDINGS
    if shared.exists() and shared.read_bytes() != table.raw_data:
        raise ValueError(f"The embeddings of {build} are not those of {shared}; delete the file to write it anew.")
    shared.write_bytes(table.raw_data)
    set_external_data(table, EMBEDDINGS, offset=0, length=len(table.raw_data))
    table.ClearField("raw_data")
    onnx.save(graph, out / floats.name)


def _halve(graph: onnx.GraphProto, kept: list[str]) -> None:
    """Store the weights of products that stay float in half precision; they are widened once, when they are loaded."""
    names = {node.input[1] for node in graph.node if node.name in kept}
    if len(names) != len(kept):
        raise ValueError(f"Not every one of {', '.join(kept)} is in the graph.")
    for table in graph.initializer:
        if table.name in names:
            whole = table.name
            table.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), f"{whole}_half"))
            cast = helper.make_node("Cast", [f"{whole}_half"], [whole], f"{whole}_cast", to=TensorProto.FLOAT)
            graph.node.insert(0, cast)


def export(build: str) -> None:
    """Write the files of a build."""
    floats = WORK / "float"
    floats.mkdir(parents=True, exist_ok=True)
    OUT.mkdir(parents=True, exist_ok=True)
    model = trained(LAST[build])
    write_graphs(model, floats, build)
    quantise(floats / f"{build}.onnx", OUT)
    labels = {
        "version": VERSION, "heads": HEADS, "moves": model.chain.tables(), "links": LINKS, "types": TYPES,
        "first": _FIRST, "last": _LAST, "window": WINDOW,
    }  # fmt: skip
    (OUT / f"{build}.json").write_text(json.dumps(labels, separators=(",", ":")) + "\n")


def main() -> None:
    """Export the builds that are named, or all."""
    warnings.simplefilter("ignore")
    for build in sys.argv[1:] or LAST:
        export(build)
    settings = json.loads((student_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    settings["padding"] = settings["truncation"] = None
    (OUT / "tokenizer.json").write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
