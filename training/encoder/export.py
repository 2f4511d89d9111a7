"""Step 5: the shipped files: int8 ONNX graphs, labels and tokenizer. Run: ``python -m training.encoder.export``.

:mod:`training.encoder.graph` writes the encoder, :mod:`training.encoder.rounding` says how it comes into eight bits.
The embeddings of the pieces are not trained, so that all builds share one file of them, which is mapped into memory.
The float graphs stay in the working folder, for the comparison of every head.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto
from onnx.external_data_helper import set_external_data
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from communique.parse.encoder.pieces import WINDOW, cut
from training.encoder.bases import student_folder
from training.encoder.corpora import WORK, all_texts, open_texts
from training.encoder.graph import TABLE, watched, written
from training.encoder.labels import HEADS, LINKS, TYPES
from training.encoder.model import Pairs
from training.encoder.phases import checkpoint
from training.encoder.rounding import Floats, Seen, Window, watch
from training.encoder.train import Model

OUT = Path(__file__).parents[2] / "src/communique/parse/encoder/data"
VERSION = {"full": "3.5", "open": "2.1"}
"""Version by build; after the point counts what changed beside the encoder: its rounding, its scorer of pairs, its
reader of acts."""

LAST = {"full": "version3-full", "open": "version2-open"}
"""The weights of every build: what :mod:`training.encoder.shipped` read from the files of versions 3 and 2, whose
training ended with the phases ``taught`` and ``open``. The scorer of pairs is trained after the export."""

EMBEDDINGS = "embeddings.bin"
FIRST, LAST_PIECE = 101, 102
_TEXTS = {"full": all_texts, "open": open_texts}
_WINDOWS = 400
_OPSET = 17


def trained(phase: str) -> Model:
    """The mean weights of a phase, for use."""
    model = Model()
    model.load_state_dict(torch.load(checkpoint(phase))["mean"], strict=False)
    return model.eval()


def tagger_weights(model: Model) -> dict[str, Floats]:
    """The trained weights of the encoder and its heads, by name."""
    return {name: value.numpy() for name, value in model.tagger.state_dict().items()}


def calibration(build: str, tokenizer: Tokenizer) -> list[Window]:
    """Windows of the texts that a build was trained on, evenly drawn: the first of each text that is drawn."""
    texts = [each.text for each in _TEXTS[build]()]
    chosen = [cut(text, tokenizer) for text in texts[:: max(1, len(texts) // _WINDOWS)]]
    return [
        (np.concatenate([[FIRST], each.ids[:WINDOW], [LAST_PIECE]]), np.concatenate([[0], each.shapes[:WINDOW], [0]]))
        for each in chosen
        if len(each)
    ]


def _seen(weights: Mapping[str, Floats], build: str, tokenizer: Tokenizer) -> dict[str, Seen]:
    """What goes into the products of the encoder over texts of the training sets."""
    graph, places = watched(weights)
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        onnx.save(graph, file.name)
        return watch(InferenceSession(file.name), places, calibration(build, tokenizer))


def write_encoder(model: Model, build: str, tokenizer: Tokenizer, floats: Path, out: Path) -> None:
    """The graph of the encoder, in float and as it ships."""
    weights = tagger_weights(model)
    onnx.save(written(weights), floats / f"{build}.onnx")
    shipped = written(weights, _seen(weights, build, tokenizer))
    table = next(each for each in shipped.graph.initializer if each.name == TABLE)
    shared = out / EMBEDDINGS
    if shared.exists() and shared.read_bytes() != table.raw_data:
        raise ValueError(f"The embeddings of {build} are not those of {shared}; delete the file to write it anew.")
    shared.write_bytes(table.raw_data)
    set_external_data(table, EMBEDDINGS, offset=0, length=len(table.raw_data))
    table.ClearField("raw_data")
    pack(shipped, build, out)


def pack(encoder: ModelProto, build: str, out: Path) -> None:
    """Write the graph of an encoder packed, which saves a quarter of its size."""
    (out / f"{build}.onnx.gz").write_bytes(gzip.compress(encoder.SerializeToString(), mtime=0))


def shipped_graph(folder: Path, build: str) -> ModelProto:
    """The graph of the encoder of a build as it ships, without the table of pieces."""
    return onnx.load_from_string(gzip.decompress((folder / f"{build}.onnx.gz").read_bytes()))


def write_pairs(scorer: Pairs, build: str, floats: Path, out: Path) -> None:
    """The graph of the scorer of pairs, in float and as it ships."""
    name = f"{build}-pairs.onnx"
    masks = [torch.ones(2, 24) for _ in range(3)]
    names = ("states", "sources", "targets", "sentence")
    torch.onnx.export(
        scorer, (torch.randn(2, 24, scorer.key.in_features), *masks), floats / name,
        input_names=list(names), output_names=["types"],
        dynamic_axes={name: {0: "pairs", 1: "pieces"} for name in names} | {"types": {0: "pairs"}},
        opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(floats / name, out / name, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def export(build: str) -> None:
    """Write the files of a build."""
    floats = WORK / "float"
    floats.mkdir(parents=True, exist_ok=True)
    OUT.mkdir(parents=True, exist_ok=True)
    model = trained(LAST[build])
    tokenizer = Tokenizer.from_file(str(OUT / "tokenizer.json"))
    write_encoder(model, build, tokenizer, floats, OUT)
    write_pairs(model.pairs, build, floats, OUT)
    labels = {
        "version": VERSION[build], "heads": HEADS, "moves": model.chain.tables(), "links": LINKS, "types": TYPES,
        "first": FIRST, "last": LAST_PIECE, "window": WINDOW,
    }  # fmt: skip
    (OUT / f"{build}.json").write_text(json.dumps(labels, separators=(",", ":")) + "\n")


def main() -> None:
    """Export the builds that are named, or all."""
    warnings.simplefilter("ignore")
    settings = json.loads((student_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    settings["padding"] = settings["truncation"] = None
    (OUT / "tokenizer.json").write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")))
    for build in sys.argv[1:] or LAST:
        export(build)


if __name__ == "__main__":
    main()
