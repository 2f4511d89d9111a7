"""Who speaks in public: CAMEO's category 01, which the record keeps as statements and not as events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coders.events import match as matching
from communique.coders.events import roles
from communique.coders.events.component import LONGEST
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from communique.parse.reading import Reading

_POLITICAL = frozenset({"GOV", "LEG", "MIL", "OPP", "JUD", "REB", "SPY", "PTY", "COP", "IGO", "ELI", "PRE"})
_BODIES = frozenset({"state", "government", "ministry", "body", "party", "armed group"})


def public_speakers(reading: Reading) -> list[str]:
    """Ids of the political actors who make a statement or a speech in the text, in order.

    Args:
        reading: The article, with its actors and statements.
    """
    found = [s.speaker.actor for s in reading.statements if s.speaker is not None and s.mode in {"speech", "writing"}]
    for sentence in reading.sentences():
        if len(sentence) > LONGEST:
            continue
        for token in sentence:
            match = matching.find(token) if token.pos_ == "VERB" else None
            if match is not None and not vocabulary.modes()[match.mode].recorded:
                found += roles.actors_of(reading, roles.tokens_of("subj", match), owned="near")
    return [actor for actor in dict.fromkeys(found) if actor is not None and _is_political(reading, actor)]


def _is_political(reading: Reading, actor: str) -> bool:
    known = reading.actors.get(actor)
    return known is not None and (bool(set(known.plover.sector) & _POLITICAL) or known.kind in _BODIES)
