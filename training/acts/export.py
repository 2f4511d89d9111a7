"""The shipped files of the reader of acts. Run: ``python -m training.acts.export``."""

from __future__ import annotations

import json

import onnx
import torch
from onnx import ModelProto, TensorProto, helper

from communique.parse.encoder.network import LOWER
from training.acts.model import KINDS, SIDES, Reader
from training.acts.sentences import codes
from training.acts.train import TRAINED
from training.encoder.corpora import WORK
from training.encoder.export import OUT
from training.encoder.graph import BELOW, HIDDEN, LAYERS, Graph, attended, inner, links, model_of
from training.encoder.rounding import Floats

BUILD = "full"


def graph_of(weights: dict[str, Floats], rounded: bool) -> ModelProto:
    """The graph of the reader.

    Args:
        weights: The trained weights, by the names that the encoder's layers have.
        rounded: Whether products are in eight bits, as they ship.
    """
    graph = Graph(weights, {} if rounded else None)
    value = LOWER
    for layer in range(BELOW, LAYERS):
        value = inner(graph, attended(graph, value, layer), layer)
    graph.add("Identity", [value], "states")
    ready = graph.ready(value, "states", [])
    for name in KINDS:
        graph.linear(ready, f"heads.{name}", name)
    links(graph, ready, len(SIDES), "parties")
    given = [helper.make_tensor_value_info(LOWER, TensorProto.FLOAT, [1, "length", HIDDEN])]
    shapes: dict[str, list[int | str]] = {name: [1, "length", size] for name, size in KINDS.items()}
    shapes |= {"parties": [1, len(SIDES), "length", "length"], "states": [1, "length", HIDDEN]}
    return model_of(graph, "acts", given, shapes)


def weights_of(reader: Reader) -> dict[str, Floats]:
    """The weights of the reader, its layers named as the encoder's are."""
    return {_named(name): value.numpy() for name, value in reader.state_dict().items()}


def _named(name: str) -> str:
    part, _, rest = name.partition(".")
    number, _, rest = rest.partition(".")
    return f"bert.encoder.layer.{int(number) + BELOW}.{rest}" if part == "layers" else name


def main() -> None:
    """Write the reader's graph; the scorer of pairs is trained after it, on what it gives."""
    reader = Reader()
    reader.load_state_dict(torch.load(TRAINED))
    floats = WORK / "float"
    floats.mkdir(parents=True, exist_ok=True)
    weights = weights_of(reader.eval())
    onnx.save(graph_of(weights, rounded=False), floats / f"{BUILD}-acts.onnx")
    onnx.save(graph_of(weights, rounded=True), OUT / f"{BUILD}-acts.onnx")
    path = OUT / f"{BUILD}.json"
    labels = json.loads(path.read_text(encoding="utf-8")) | {"codes": codes()}
    path.write_text(json.dumps(labels, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
