"""What those who speak make of an act: who reports it, who confirms it, who denies it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from communique.archive.queries import Key, Row
from communique.ask.common import Names

_ALIKE = 0.75  # share of a statement's words that the sentence of an act must have
_FEWEST = 2


class Claims:
    """What the statements of some articles confirm or deny.

    Args:
        rows: The statements, with their articles.
        names: Names of those who speak.
    """

    def __init__(self, rows: Iterable[Row], names: Names) -> None:
        self._names = names
        self._claims: dict[Key, str] = {}
        self._sided: dict[int, list[tuple[Row, frozenset[str]]]] = defaultdict(list)
        for row in rows:
            self._claims[row["number"], row["id"]] = row["claim"]
            if row["claim"] in ("confirmed", "denied"):
                self._sided[row["number"]].append((row, _telling(row["words"])))

    def of(self, event: Row) -> str:
        """What the innermost of those who tell of an act makes of it; ``outlet`` when nobody is named for it."""
        claim = self._claims.get((event["number"], event["attributed_to"] or ""))
        return "outlet" if claim is None else "reported" if claim == "asserted" else claim

    def who(self, event: Row, claim: str) -> tuple[str, ...]:
        """Who else confirms or denies it: those whose statement has hardly any word that its sentence lacks."""
        words, article = _telling(event["sentence"]), event["number"]
        found = [
            self._names.chain(article, row["id"])[0]
            for row, theirs in self._sided.get(article, ())
            if row["claim"] == claim
            and row["id"] != event["attributed_to"]
            and len(theirs) >= _FEWEST
            and len(theirs & words) / len(theirs) >= _ALIKE
        ]
        return tuple(dict.fromkeys(found))


def _telling(text: str) -> frozenset[str]:
    """The longer words of a text, cut so that their endings do not matter."""
    return frozenset(word[:5] for word in re.findall(r"\w{4,}", text.lower()))
