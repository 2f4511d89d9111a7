"""The weights of the shipped int8 graphs, as weights to go on from.

Run: ``python -m training.encoder.shipped [BUILD ...]``. A phase can start where the last version stands when its
checkpoints are gone: the int8 numbers times their scales are the trained weights to within half a step of each scale.
They are left as ``versionN-BUILD``. The embeddings of the pieces are the base's, which no training changes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.encoder.chain import CHAINED
from training.encoder.corpora import WORK
from training.encoder.export import EMBEDDINGS, OUT, shipped_graph
from training.encoder.graph import BELOW, joined_heads
from training.encoder.phases import checkpoint
from training.encoder.train import Model

_TYPE, _PLACE = (f"tagger.bert.embeddings.{kind}_embeddings.weight" for kind in ("token_type", "position"))
_UNTRAINED = "word_embeddings"


def weights_of(folder: Path, build: str) -> dict[str, torch.Tensor]:
    """The state of a model with the weights of a shipped build.

    Raises:
        ValueError: A weight of the network is not found in the graphs.
    """
    found = dict(Model().state_dict())
    shipped = _tagger(shipped_graph(folder, build), found) | _pairs(folder / f"{build}-pairs.onnx")
    labels = json.loads((folder / f"{build}.json").read_text(encoding="utf-8"))
    shipped["chain.moves"] = np.array([labels["moves"][name] for name in CHAINED], dtype=np.float32)
    for name, value in found.items():
        if _UNTRAINED not in name:
            if name not in shipped or shipped[name].shape != tuple(value.shape):
                raise ValueError(f"The weight {name} is not in the shipped graphs of {build}.")
            found[name] = torch.from_numpy(shipped[name].copy())
    return found


def reader_weights(folder: Path, build: str, codes: Sequence[str]) -> dict[str, torch.Tensor]:
    """The state of a reader of acts with the weights of a shipped build; an unknown code begins at nothing.

    Args:
        folder: Where the graphs are.
        build: Which build.
        codes: The CAMEO codes of the reader that goes on.
    """
    graph = onnx.load(folder / f"{build}-acts.onnx").graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    found = {name: value for name, value in stored.items() if name.endswith((".weight", ".bias"))}
    modules = [name.removesuffix(".weight_quantized") for name in stored if name.endswith(".weight_quantized")]
    found |= {f"{module}.weight": _whole(stored, module) for module in modules}
    known = json.loads((folder / f"{build}.json").read_text(encoding="utf-8"))["codes"]
    for part in ("weight", "bias"):
        value = found[f"heads.codes.{part}"]
        rows = [value[known.index(code)] if code in known else np.zeros_like(value[0]) for code in codes]
        found[f"heads.codes.{part}"] = np.stack(rows)
    layers = re.compile(r"bert\.encoder\.layer\.(\d+)")
    named = {layers.sub(lambda m: f"layers.{int(m[1]) - BELOW}", name): value for name, value in found.items()}
    return {n: torch.from_numpy(v.copy()) for n, v in (named | _pairs(folder / f"{build}-pairs.onnx")).items()}


def _tagger(model: onnx.ModelProto, base: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """The weights of the encoder and its heads by their name in the network; the one kind of segment is the base's."""
    graph = model.graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer if t.data_location != t.EXTERNAL}
    found = {name: value for name, value in stored.items() if name.endswith((".weight", ".bias"))}
    for name in stored:
        if name.endswith(".weight_quantized"):
            module = name.removesuffix(".weight_quantized")
            found[f"{module}.weight"] = _whole(stored, module)
    edges = [0, *accumulate(joined_heads().values())]
    for part in ("weight", "bias"):
        both = found.pop(f"heads.{part}")
        found |= {f"{m}.{part}": both[a:b] for m, (a, b) in zip(joined_heads(), pairwise(edges), strict=True)}
    kinds, places = base[_TYPE].numpy(), base[_PLACE].numpy()
    shapes, known = found.pop("shapes.weight") - kinds[0], found.pop("places.weight")
    named = {f"tagger.{name}": value for name, value in found.items()}
    return named | {
        "tagger.shapes.weight": shapes, _TYPE: kinds, _PLACE: np.concatenate([known, places[len(known) :]]),
    }  # fmt: skip


def _whole(stored: dict[str, np.ndarray], module: str) -> np.ndarray:
    """The weights of a product: whole numbers times their scales, and what evened the channels taken back."""
    value = stored[f"{module}.weight_quantized"].T * stored[f"{module}.weight_scale"][:, None]
    for place in (module, f"{module}.network", module.rpartition(".")[0]):
        if f"{place}.even" in stored:
            value = value * stored[f"{place}.even"]
    return np.asarray(value, dtype=np.float32)


def _pairs(path: Path) -> dict[str, np.ndarray]:
    """The weights of the scorer of pairs by their name in the network."""
    graph = onnx.load(path).graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    found = {f"pairs.{name}": value for name, value in stored.items() if value.dtype == np.float32}
    for node in graph.node:
        weight = node.input[1] if "MatMul" in node.op_type else ""
        if weight.endswith("_quantized"):
            module = node.name.removesuffix("_quant").rpartition("/")[0].strip("/").replace("/", ".")
            value = _times_scale(stored, weight.removesuffix("_quantized"))
            found[f"pairs.{_short(module)}.weight"] = value.T
    return found


def _times_scale(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    whole = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    value: np.ndarray = (whole * stored[f"{name}_scale"]).astype(np.float32)
    return value


def _short(module: str) -> str:
    """Modules inside a sequence carry its name twice: 'query.query.0' is 'query.0'."""
    return re.sub(r"\b(\w+)\.\1\.", r"\1.", module)


def main() -> None:
    """Write the weights of the builds that are named, or of ``full``, as those of the phase ``versionN-BUILD``."""
    if not (OUT / EMBEDDINGS).exists():
        raise FileNotFoundError(OUT / EMBEDDINGS)
    WORK.mkdir(parents=True, exist_ok=True)
    for build in sys.argv[1:] or ["full"]:
        version = json.loads((OUT / f"{build}.json").read_text(encoding="utf-8"))["version"]
        torch.save({"mean": weights_of(OUT, build)}, checkpoint(f"version{version}-{build}"))


if __name__ == "__main__":
    main()
