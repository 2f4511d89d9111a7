"""Step 4: the shipped files: int8 ONNX graphs, labels and tokenizer. Run: ``python -m training.encoder.export``.

Weights are quantised channel by channel with a reduced range, activations as they come. The float graphs stay in the
working folder, for the comparison of every head.
"""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from communique.parse.encoder.pieces import WINDOW
from training.encoder.corpora import WORK
from training.encoder.labels import HEADS, LINKS, TYPES
from training.encoder.model import HIDDEN, base_folder
from training.encoder.train import CHECKPOINT, FINISHED, Model

OUT = Path(__file__).parents[2] / "src/communique/parse/encoder/data"
VERSION = "1"
COSTS = {"cues": 0.35, "sources": 0.35, "contents": 0.7}
"""What it costs to begin or end a span when the tags of a window are read off; tuned on half of PolNeAR dev."""

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


def trained(checkpoint: Path) -> Model:
    """The mean weights of a checkpoint, for use."""
    model = Model()
    model.load_state_dict(torch.load(checkpoint)["mean"])
    return model.eval()


def write_graphs(model: Model, folder: Path) -> None:
    """Both graphs in float32."""
    pieces = torch.randint(1000, 20000, (1, 24))
    axes = {name: {1: "pieces"} for name in ("pieces", "shapes", *outputs())} | {"links": {2: "pieces", 3: "pieces"}}
    torch.onnx.export(
        _Whole(model), (pieces, torch.zeros_like(pieces)), folder / "encoder.onnx", input_names=["pieces", "shapes"],
        output_names=outputs(), dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    masks = [torch.ones(2, 24) for _ in range(3)]
    names = ("states", "sources", "targets", "sentence")
    torch.onnx.export(
        model.pairs, (torch.randn(2, 24, HIDDEN), *masks), folder / "pairs.onnx", input_names=list(names),
        output_names=["types"],
        dynamic_axes={name: {0: "pairs", 1: "pieces"} for name in names} | {"types": {0: "pairs"}},
        opset_version=_OPSET, dynamo=False,
    )  # fmt: skip


def main() -> None:
    """Export the last checkpoint, or the one that is named."""
    warnings.simplefilter("ignore")
    checkpoint = Path(sys.argv[1]) if len(sys.argv) > 1 else FINISHED if FINISHED.exists() else CHECKPOINT
    floats = WORK / "float"
    floats.mkdir(parents=True, exist_ok=True)
    OUT.mkdir(parents=True, exist_ok=True)
    write_graphs(trained(checkpoint), floats)
    quantize_dynamic(
        floats / "encoder.onnx", OUT / "encoder.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )
    shutil.copy(floats / "pairs.onnx", OUT / "pairs.onnx")
    settings = json.loads((base_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    settings["padding"] = settings["truncation"] = None
    (OUT / "tokenizer.json").write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")))
    labels = {
        "version": VERSION, "heads": HEADS, "costs": COSTS, "links": LINKS, "types": TYPES,
        "first": _FIRST, "last": _LAST, "window": WINDOW,
    }  # fmt: skip
    (OUT / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")


if __name__ == "__main__":
    main()
