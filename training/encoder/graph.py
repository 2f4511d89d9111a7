"""The graph that ships, written operator by operator from those that onnxruntime runs fastest on a CPU.

Of a window's time, products of eight bits are half; the rest is attention, bending, normalising and rounding. So the
heads are one product, attention is one operator, what is added before a layer is normalised is added apart (the
operator that does both at once takes six times as long), and nothing is turned about but for the links.

The first piece of a window is special: in the lower layers its numbers are several times as large as those of words,
and would set the scale by which they are rounded. So it goes through the inner networks by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from communique.parse.encoder.network import LOWER
from communique.parse.encoder.pieces import WINDOW
from training.encoder.labels import HEADS, LINKS
from training.encoder.model import DEEP, LINK
from training.encoder.rounding import Floats, Seen, compensated, evening, nearest

LAYERS, ATTENDING, HIDDEN = 6, 12, 384
BELOW = 2
"""How many layers lie below those that the reader of acts (:mod:`training.acts`) has copies of."""

TABLE = "pieces.table"
"""Name of the embeddings of the pieces, which all builds share."""

_CONTRIB = "com.microsoft"
_OURS = frozenset(["DynamicQuantizeMatMul", "MatMulIntegerToFloat", "MultiHeadAttention", "Gelu", "FusedMatMul"])
_OPSET, _IR = 17, 8
_WHOLE = 127  # largest whole number of an embedding
_END = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Ready:
    """What goes into products: a value, in eight bits with its scale and its zero, and the place where it was seen."""

    given: tuple[str, ...]
    place: str


@dataclass(slots=True)
class Graph:
    """A graph in the making.

    Attributes:
        weights: The trained weights by their names.
        seen: What goes into the products, by place; None keeps all in float.
        places: The value that goes into the products of each place.
    """

    weights: Mapping[str, Floats]
    seen: Mapping[str, Seen] | None
    nodes: list[NodeProto] = field(default_factory=list)
    stored: dict[str, TensorProto] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        """Store a constant once and return its name."""
        if name not in self.stored:
            self.stored[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def add(self, kind: str, given: Sequence[str], name: str, **settings: object) -> str:
        """Add an operator with one result and return the name of that."""
        return self.add_some(kind, given, [name], **settings)[0]

    def add_some(self, kind: str, given: Sequence[str], names: list[str], **settings: object) -> list[str]:
        """Add an operator with several results."""
        settings |= {"domain": _CONTRIB} if kind in _OURS else {}
        self.nodes.append(helper.make_node(kind, list(given), names, name=f"{names[0]}_{kind}", **settings))
        return names

    def ready(self, value: str, place: str, modules: Sequence[str]) -> Ready:
        """Make a value ready for the products of some modules."""
        if self.seen is None:
            self.places[place] = value
            return Ready((value,), place)
        if place in self.seen:
            by = evening(self.seen[place], [self.weights[f"{module}.weight"] for module in modules])
            value = self.add("Mul", [value, self.keep(f"{place}.even", 1 / by)], f"{value}_even")
        names = [f"{value}_rounded", f"{value}_scale", f"{value}_zero"]
        return Ready(tuple(self.add_some("DynamicQuantizeLinear", [value], names)), place)

    def linear(self, ready: Ready, module: str, name: str) -> str:
        """The product of a value with the weights of a module, its bias added."""
        bias = self.keep(f"{module}.bias", self.weights[f"{module}.bias"])
        if self.seen is None:
            stored = self.keep(f"{module}.weight", self.weights[f"{module}.weight"].T)
            return self.add("Add", [self.add("MatMul", [*ready.given, stored], f"{name}_unbiased"), bias], name)
        if f"{module}.weight_quantized" not in self.stored:
            self._round(module, ready.place)
        value, scale, zero = ready.given
        weight, scales = f"{module}.weight_quantized", f"{module}.weight_scale"
        return self.add("MatMulIntegerToFloat", [value, weight, scale, scales, zero, "", bias], name)

    def _round(self, module: str, place: str) -> None:
        """Store the weights of a module in eight bits."""
        weight = self.weights[f"{module}.weight"]
        if place in (self.seen or {}):
            by = 1 / numpy_helper.to_array(self.stored[f"{place}.even"])
            rounded = compensated(weight * by, self.seen[place].moments / by[:, None] / by)  # type: ignore[index]
        else:
            rounded = nearest(weight)
        self.keep(f"{module}.weight_quantized", rounded.whole.T)
        self.keep(f"{module}.weight_scale", rounded.scales)

    def normal(self, value: str, module: str, name: str) -> str:
        """A value normalised."""
        both = [self.keep(f"{module}.{part}", self.weights[f"{module}.{part}"]) for part in ("weight", "bias")]
        return self.add("LayerNormalization", [value, *both], name, axis=-1, epsilon=1e-12)


def written(weights: Mapping[str, Floats], seen: Mapping[str, Seen] | None = None) -> ModelProto:
    """The graph of the encoder with its heads.

    Args:
        weights: The trained weights of the tagger, by their names.
        seen: What goes into the products, by place, for the graph that ships; None for the float graph.
    """
    return _model(_made(weights, seen), [])


def watched(weights: Mapping[str, Floats]) -> tuple[ModelProto, dict[str, str]]:
    """The float graph, which also gives what goes into the products, and the names of that by place."""
    graph = _made(weights, None)
    places = {place: value for place, value in graph.places.items() if place.startswith("bert.")}
    return _model(graph, list(places.values())), places


def joined_heads() -> dict[str, int]:
    """The modules whose products are one, in order, and how many numbers each gives: heads, of deep ones the first."""
    plain = {f"heads.{name}": len(labels) for name, labels in HEADS.items() if name not in DEEP}
    return plain | {f"heads.{name}.0": HIDDEN for name in DEEP}


def _made(weights: Mapping[str, Floats], seen: Mapping[str, Seen] | None) -> Graph:
    graph = Graph(weights, seen)
    value = _embedded(graph)
    for layer in range(LAYERS):
        if layer == BELOW:
            graph.add("Identity", [value], LOWER)
        value = inner(graph, attended(graph, value, layer), layer)
    graph.add("Identity", [value], "states")
    _heads(graph, value)
    return graph


def _embedded(graph: Graph) -> str:
    """Pieces, shapes and places, added and normalised; the one kind of segment is added to the shapes beforehand."""
    base = "bert.embeddings"
    kinds = graph.weights["shapes.weight"] + graph.weights[f"{base}.token_type_embeddings.weight"][0]
    shapes = graph.add("Gather", [graph.keep("shapes.weight", kinds), "shapes"], "shaped")
    length = graph.add("Shape", ["pieces"], "length", start=1, end=2)
    places = graph.keep("places.weight", graph.weights[f"{base}.position_embeddings.weight"][: WINDOW + 2])
    placed = graph.add("Slice", [places, graph.keep("at_0", np.array([0])), length], "placed")
    table = graph.weights[f"{base}.word_embeddings.weight"]
    both = graph.add("Add", [_looked_up(graph, table), shapes], "pieces_shaped")
    return graph.normal(graph.add("Add", [both, placed], "embedded"), f"{base}.LayerNorm", "normal")


def _looked_up(graph: Graph, table: Floats) -> str:
    """The rows of the pieces in their table, which ships in eight bits, each row with a scale of its own."""
    if graph.seen is None:
        return graph.add("Gather", [graph.keep(TABLE, table), "pieces"], "looked_up")
    scales = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / _WHOLE
    whole = np.rint(table / scales).astype(np.int8)
    rows = graph.add("Gather", [graph.keep(TABLE, whole), "pieces"], "rows")
    large = graph.add("Gather", [graph.keep("pieces.scale", scales.astype(np.float32)), "pieces"], "rows_scale")
    return graph.add("Mul", [graph.add("Cast", [rows], "rows_wide", to=TensorProto.FLOAT), large], "looked_up")


def attended(graph: Graph, value: str, layer: int) -> str:
    """A value that went through the attention of a layer."""
    base, name = f"bert.encoder.layer.{layer}.attention", f"layer{layer}"
    modules = [f"{base}.self.{part}" for part in ("query", "key", "value")]
    ready = graph.ready(value, f"{base}.self", modules)
    asked = [graph.linear(ready, module, f"{name}_{module.rpartition('.')[2]}") for module in modules]
    told = graph.add("MultiHeadAttention", asked, f"{name}_told", num_heads=ATTENDING)
    out = f"{base}.output.dense"
    kept = graph.linear(graph.ready(told, out, [out]), out, f"{name}_kept")
    return graph.normal(graph.add("Add", [kept, value], f"{name}_sum"), f"{base}.output.LayerNorm", f"{name}_middle")


def inner(graph: Graph, value: str, layer: int) -> str:
    """The inner network of a layer, in eight bits that of the first piece by itself."""
    base, name = f"bert.encoder.layer.{layer}", f"layer{layer}"
    parts = [value]
    if graph.seen is not None:
        one, end = graph.keep("at_1", np.array([1])), graph.keep("at_end", np.array([_END]))
        edges = [(graph.keep("at_0", np.array([0])), one), (one, end)]
        parts = [
            graph.add("Slice", [value, *edge, one], f"{name}_{which}")
            for which, edge in zip(("first", "others"), edges, strict=True)
        ]
    found = [_network(graph, base, part) for part in parts]
    out = graph.add("Concat", found, f"{name}_out", axis=1) if len(found) > 1 else found[0]
    return graph.normal(graph.add("Add", [out, value], f"{name}_all"), f"{base}.output.LayerNorm", f"{name}_normal")


def _network(graph: Graph, base: str, value: str) -> str:
    into, out = f"{base}.intermediate.dense", f"{base}.output.dense"
    wide = graph.linear(graph.ready(value, f"{into}.network", [into]), into, f"{value}_wide")
    bent = graph.add("Gelu", [wide], f"{value}_bent")
    return graph.linear(graph.ready(bent, f"{out}.network", [out]), out, f"{value}_narrow")


def _heads(graph: Graph, value: str) -> None:
    """All heads by one product; those with a hidden layer go on from there."""
    ready = graph.ready(value, "states", [])
    plain = [name for name in HEADS if name not in DEEP]
    sizes = joined_heads()
    together = {
        f"heads.{part}": np.concatenate([graph.weights[f"{module}.{part}"] for module in sizes])
        for part in ("weight", "bias")
    }
    graph.weights = {**graph.weights, **together}
    hidden = [f"{name}_hidden" for name in DEEP]
    parts = graph.keep("sizes", np.array(list(sizes.values())))
    graph.add_some("Split", [graph.linear(ready, "heads", "every"), parts], [*plain, *hidden], axis=-1)
    for name, part in zip(DEEP, hidden, strict=True):
        bent = graph.ready(graph.add("Gelu", [part], f"{part}_bent"), part, [])
        graph.linear(bent, f"heads.{name}.3", name)
    links(graph, ready, len(LINKS), "links")


def links(graph: Graph, ready: Ready, relations: int, name: str) -> None:
    """Scores of some relations between pieces [relation, from, to]."""
    apart = graph.keep("apart", np.array([1, -1, relations, LINK]))
    sides = []
    for side, turned in (("left", [0, 2, 1, 3]), ("right", [0, 2, 3, 1])):
        scores = graph.linear(ready, side, f"{side}s")
        if side == "left":
            scores = graph.add("Relu", [scores], "lefts_above")
        sides.append(
            graph.add("Transpose", [graph.add("Reshape", [scores, apart], f"{side}s_apart")], side, perm=turned)
        )
    graph.add("FusedMatMul", sides, name, alpha=LINK**-0.5)


def _model(graph: Graph, further: Sequence[str]) -> ModelProto:
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"]) for name in ("pieces", "shapes")]
    shapes: dict[str, list[int | str]] = {name: [1, "length", len(labels)] for name, labels in HEADS.items()}
    shapes |= {"links": [1, len(LINKS), "length", "length"]}
    shapes |= {name: [1, "length", HIDDEN] for name in ("states", LOWER)}
    return model_of(graph, "encoder", given, {**shapes, **dict.fromkeys(further)})


def model_of(
    graph: Graph, name: str, given: Sequence[ValueInfoProto], shapes: Mapping[str, Sequence[int | str] | None]
) -> ModelProto:
    """The finished model: what it is given, and the shapes of what it gives."""
    found = [helper.make_tensor_value_info(each, TensorProto.FLOAT, shape) for each, shape in shapes.items()]
    whole = helper.make_graph(graph.nodes, name, list(given), found, list(graph.stored.values()))
    sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(whole, opset_imports=sets, ir_version=_IR, producer_name="communique")
