"""The network: a transformer with word shapes at its input, one linear or small head a layer, and pair scorers.

The student, which ships, is MiniLM (six layers); the teacher is MPNet (twelve layers twice as wide). Both read the
same pieces: MPNet's vocabulary is BERT's, moved by its own four special pieces.
"""

from __future__ import annotations

from typing import ClassVar

import torch
from torch import Tensor, nn

from training.encoder.bases import student_folder, teacher_folder
from training.encoder.labels import HEADS, LINKS, TYPES
from training.encoder.steps import has_coarse

SHAPES, LINK, PAIR = 10, 64, 192
DEEP = ("cues", "sources", "contents")  # heads whose labels depend on far words get a hidden layer
_FIRST, _LAST, _MOVED = 101, 102, 4  # BERT's special pieces, which are MPNet's 0 and 2; its others are moved
FROZEN = 6
"""Lower layers of the teacher that are not trained, to halve the work."""

_EAGER = {"attn_implementation": "eager", "attention_probs_dropout_prob": 0.0}


def _transformer(teacher: bool) -> nn.Module:
    """The base weights. Attention is spelt out: in bfloat16 the backward step of the fused one is slow on a CPU."""
    from transformers import BertModel, MPNetModel

    if teacher:
        found: nn.Module = MPNetModel.from_pretrained(
            teacher_folder(), add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
    else:
        found = BertModel.from_pretrained(student_folder(), add_pooling_layer=False, **_EAGER)
    for module in list(found.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout):
                setattr(module, name, Dropout(child.p))
    return found


class Dropout(nn.Module):
    """Leaves out a share of its numbers: by a mask that is cut from a long drawn one, which is far faster on a CPU."""

    _drawn: ClassVar[dict[float, Tensor]] = {}
    _LONG = 1 << 24

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, numbers: Tensor) -> Tensor:
        """The numbers, some of them nought and the others larger by as much."""
        if not self.training or not self.p:
            return numbers
        if self.p not in self._drawn:
            self._drawn[self.p] = (torch.rand(self._LONG) >= self.p).to(torch.bfloat16) / (1 - self.p)
        start = int(torch.randint(self._LONG - numbers.numel(), ()))
        return numbers * self._drawn[self.p][start : start + numbers.numel()].view(numbers.shape)


class Tagger(nn.Module):
    """Encoder, heads that label words, and link scorers.

    Args:
        teacher: Whether the encoder is the larger one.
    """

    def __init__(self, teacher: bool = False) -> None:
        super().__init__()
        self.teacher = teacher
        self.bert = _transformer(teacher)
        self.hidden: int = self.bert.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, self.hidden)
        nn.init.normal_(self.shapes.weight, std=0.01)
        if teacher:
            self._freeze()
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: _head(name, self.hidden, len(labels)) for name, labels in HEADS.items()})
        self.left = nn.Linear(self.hidden, len(LINKS) * LINK)
        self.right = nn.Linear(self.hidden, len(LINKS) * LINK)

    def _freeze(self) -> None:
        """Leave the teacher's lower layers as they are; the shapes join above them."""
        layers = self.bert.encoder.layer
        for part in (self.bert.embeddings, self.bert.encoder.relative_attention_bias, *layers[:FROZEN]):
            part.requires_grad_(False)
        layers[FROZEN].register_forward_pre_hook(lambda _, given: (given[0] + self._joining, *given[1:]))

    def states(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Encoded pieces: [batch, pieces, hidden]."""
        words, self._joining = self.bert.embeddings.word_embeddings, self.shapes(shapes)
        if self.teacher:
            pieces = torch.where(pieces == _FIRST, 0, torch.where(pieces == _LAST, 2, pieces + _MOVED))
            given = words(pieces)
        else:
            given = words(pieces) + self._joining
        encoded: Tensor = self.bert(inputs_embeds=given, attention_mask=mask).last_hidden_state
        return encoded.float()

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None, coarse: bool = False) -> dict[str, Tensor]:
        """Scores of every head, ``links`` [batch, relation, from, to] and ``states``.

        Args:
            pieces: Numbers of the pieces [batch, pieces].
            shapes: Shapes of their words, likewise.
            mask: 1 for pieces, 0 for padding; None when there is no padding.
            coarse: Whether the encoder may multiply in bfloat16, which it does where the CPU has instructions for it.
        """
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=coarse and has_coarse()):
            states = self.states(pieces, shapes, mask)
        dropped = self.dropout(states)
        found = {name: head(dropped) for name, head in self.heads.items()}
        found["links"] = self._links(dropped)
        found["states"] = states
        return found

    def _links(self, states: Tensor) -> Tensor:
        batch, length = states.shape[0], states.shape[1]
        left = torch.relu(self.left(states)).view(batch, length, len(LINKS), LINK).transpose(1, 2)
        right = self.right(states).view(batch, length, len(LINKS), LINK).permute(0, 2, 3, 1)
        return left @ right / LINK**0.5


def _head(name: str, hidden: int, labels: int) -> nn.Module:
    if name in DEEP:
        return nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, labels))
    return nn.Linear(hidden, labels)


class Pairs(nn.Module):
    """Which type of act joins two spans: the pair asks the sentence, and the answer is classified.

    Inputs are encoded pieces [batch, pieces, hidden] and 0/1 masks [batch, pieces] of the source, the target and
    the sentence; an empty source or target mask stands for a party that is not named.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.query = nn.Sequential(nn.Linear(2 * hidden, hidden), nn.GELU(), nn.Linear(hidden, 4 * 48))
        self.key = nn.Linear(hidden, 4 * 48)
        self.value = nn.Linear(hidden, 4 * 48)
        self.out = nn.Sequential(
            nn.Dropout(0.2),
            nn.Linear(2 * hidden + 4 * 48, PAIR),
            nn.GELU(),
            nn.Dropout(0.2),
            nn.Linear(PAIR, len(TYPES)),
        )

    def forward(self, states: Tensor, sources: Tensor, targets: Tensor, sentence: Tensor) -> Tensor:
        """Scores of the types: [batch, types]."""
        pair = torch.cat([_mean(states, sources), _mean(states, targets)], -1)
        batch, length = states.shape[0], states.shape[1]
        query = self.query(pair).view(batch, 4, 48, 1)
        key = self.key(states).view(batch, length, 4, 48).transpose(1, 2)
        scores = (key @ query).squeeze(-1) / 48**0.5
        weights = torch.softmax(scores + (1 - sentence[:, None, :]) * -1e4, -1)
        value = self.value(states).view(batch, length, 4, 48).transpose(1, 2)
        answer = (weights.unsqueeze(2) @ value).reshape(batch, 4 * 48)
        found: Tensor = self.out(torch.cat([pair, answer], -1))
        return found


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    total = (mask.unsqueeze(1) @ states).squeeze(1)
    return total / mask.sum(-1, keepdim=True).clamp(min=1)
