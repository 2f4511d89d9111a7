"""The organs that every state has, made on demand: no table lists two hundred foreign ministries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from communique.record import ActorKind
from communique.registry.model import Entity
from communique.registry.words import keys


class Organ(Struct, frozen=True):
    """A kind of organ: its code after the state's, its label, and the phrases that name it."""

    code: str
    label: str
    kind: ActorKind
    sectors: list[str]
    phrases: list[str]


class Organs:
    """The kinds of organs and the phrases that name them."""

    def __init__(self, organs: Iterable[Organ]) -> None:
        self._organs = {organ.code: organ for organ in organs}
        self._phrases: dict[tuple[str, ...], str] = {}
        for organ in self._organs.values():
            for phrase in organ.phrases:
                self._phrases.setdefault(tuple(keys(phrase)), organ.code)
        self._longest = max((len(phrase) for phrase in self._phrases), default=0)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all kinds, in the order of the file."""
        return tuple(self._organs)

    def code(self, phrase: str) -> str | None:
        """The code that a phrase names: 'foreign ministry' -> MFA."""
        return self._phrases.get(tuple(keys(phrase)))

    def prefix(self, words: Sequence[str]) -> tuple[int, str | None]:
        """The longest phrase that normalised words start with: its length and code; 0 and None without one."""
        for length in range(min(self._longest, len(words)), 0, -1):
            code = self._phrases.get(tuple(words[:length]))
            if code is not None:
                return length, code
        return 0, None

    def entity(self, state: Entity, adjective: str, code: str) -> Entity | None:
        """An organ of a state; None when there is no such kind."""
        organ = self._organs.get(code)
        if organ is None:
            return None
        sectors = tuple(organ.sectors)
        cameo = f"{state.cameo}{sectors[0]}" if state.cameo else None
        name = f"{adjective} {organ.label}"
        return Entity(f"{state.id}.{code}", name, organ.kind, state.id, sectors, None, state.id, cameo)
