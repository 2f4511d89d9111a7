"""Whether a match with its parties is to be coded: political, by somebody who can act, and no state's own affair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coders.events import roles
from communique.coders.events.frame import is_passive
from communique.coders.events.standing import acts_officially, is_international, is_private, travels_officially
from communique.coders.events.status import is_infinitive
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique import record
    from communique.coders.events.match import Match
    from communique.parse.reading import Reading
    from communique.vocabulary.events import Mode

_OFFICIAL_TYPES = frozenset({"CONSULT", "SUPPORT", "AGREE", "SANCTION", "COOPERATE", "AID", "RETREAT", "MOBILIZE"})
_ORGANS = frozenset({"GOV", "LEG", "JUD", "MIL", "REB", "IGO"})
_ARMED = frozenset({"COP", "MIL", "REB", "UAF", "OPP", "PTY"})  # whose force is political wherever they are
_FORCEFUL = frozenset({"ASSAULT", "COERCE", "RETREAT", "PROTEST"})
_DOMESTIC = _FORCEFUL | {"CONCEDE", "RETREAT"}
_ON_PERSONS = frozenset({"arrest", "deport", "abduct", "torture", "beat", "execute", "assassinate", "convict"})
_TERROR = frozenset({"abduct", "suicide-bomb", "car-bomb", "roadside-bomb", "assassinate", "human-shield"})
_CAPTORS = frozenset({"CRM"})
_POLICING = frozenset({"173", "175"})  # arrests and crowd control are acts of a state, whoever is meant
_STATE_ORGANS = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP"})
_PROMISING = frozenset(
    {"agree", "offer", "promise", "pledge", "vow", "swear", "propose", "guarantee", "commit", "undertake"}
)
_ACCIDENTS, _VIOLENCE = ("@accident",), ("@violence",)
_SHARES, _POLLS = ("@share",), ("@poll",)
_OF_OPINION = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "REJECT", "AGREE"})
_CROWDS = frozenset({"party", "group", "people", None})
_PEOPLE = frozenset({"person", "party", "group", None})
_QUARRELS = frozenset({"ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
_SUPPOSING = frozenset({"if", "unless"})
_SAID = frozenset({"REQUEST", "ACCUSE", "AGREE"})
_SELF_MODES = frozenset(
    {"reform", "change-policy", "change-institutions", "adopt-decision", "ease-rules", "table-resolution"}
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A match with the parties that were found for it."""

    reading: Reading
    match: Match
    mode: Mode
    sources: Sequence[str]
    targets: Sequence[str]

    def is_codable(self) -> bool:
        """Whether the parties are those that the pattern and the codebook ask for."""
        if self.match.mode == "grant-rights" and self.match.token.dep_ == "advcl" and self.match.token.tag_ == "VBG":
            return False  # ", allowing them to claim": an outcome
        if self.match.mode in _ON_PERSONS and self._is_on_a_state():
            return False
        if self._is_mere_description() or self._is_idle_promise():
            return False
        if (
            self._is_a_lull_to_come()
            or self._is_general_demand()
            or self._is_only_supposed()
            or self._is_an_accident()
            or self._is_a_donation()
            or self._is_polled()
        ):
            return False
        return self._has_parties() and self._is_political() and self._is_official() and not self._is_own_affair()

    def is_readable(self) -> bool:
        """Whether an act that only the encoder reads may be coded; its :meth:`doubts` are weighed."""
        if self._is_polled() or self._is_only_supposed() or self._is_an_accident() or self._is_a_donation():
            return False
        private = self.mode.type in _FORCEFUL and not self._is_political()  # "a man killed two women in Leeds"
        return not private and not self._is_own_affair()

    def doubts(self) -> list[str]:
        """What the parties lack that a pattern would ask of them."""
        asked = {"parties": self._has_parties, "politics": self._is_political, "office": self._is_official}
        return [f"lacks:{name}" for name, holds in asked.items() if not holds()]

    def _is_mere_description(self) -> bool:
        """Whether words only say of somebody that nobody in particular accuses him: 'a man accused of theft'."""
        verb = self.match.token
        return self.mode.type == "ACCUSE" and not self.sources and verb.dep_ == "acl" and verb.tag_ == "VBN"

    def _has_parties(self) -> bool:
        """Whether the parties are there that the pattern and the type need."""
        if self._is_shared_with_a_thing():
            return False
        needs = self.match.trigger.needs
        joint = self.match.trigger.together and self._is_several()
        if needs == "pair" and not (joint or (self.sources and self.targets)):
            return False
        if (needs == "target" and not (self.targets or joint)) or (needs == "source" and not self.sources):
            return False
        if not self.sources and not self.targets and self.mode.cameo not in _POLICING:
            return False
        if not self.sources and self.mode.type not in {"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "RETREAT"}:
            return False
        return bool(self.sources) or not self._is_done_by_a_thing()

    def _is_idle_promise(self) -> bool:
        """Whether nobody is promised anything that has a name: 'agreed to serve', 'offered a milder view'."""
        if self.targets or len(self.sources) > 1 or self.match.inner is not None:
            return False
        official = any("GOV" in p.plover.sector or p.kind not in _PEOPLE for p in self._known(self.sources))
        return self.match.mode == "agree" and self.match.token.lemma_ in _PROMISING and not official

    def _is_an_accident(self) -> bool:
        """Whether nobody killed those who died: 'were injured when the bus overturned'."""
        if self.mode.type != "ASSAULT" or self.sources or self.match.mode != "kill":
            return False
        words = {t.lemma_.lower() for t in self.match.token.sent}
        return bool(words & vocabulary.expand(_ACCIDENTS)) and not words & vocabulary.expand(_VIOLENCE)

    def _is_a_donation(self) -> bool:
        """Whether money only goes from people to politicians at home: 'a lawyer who gave money to the senator'."""
        if self.mode.type != "AID" or not self.sources or not self.targets:
            return False
        private = all(p.kind == "person" and not acts_officially(p) for p in self._known(self.sources))
        return private and all(p.kind in {"person", "party"} for p in self._known(self.targets))

    def _is_shared_with_a_thing(self) -> bool:
        """Whether an act of two has one party, and its subject is no actor: 'a third agreed with the premier'."""
        verb, frame = self.match.token, self.match.frame
        if not self.match.trigger.together or self.targets or len(self.sources) != 1 or verb.pos_ != "VERB":
            return False
        named = [t for t in frame.subjects if t.pos_ in {"NOUN", "PROPN", "NUM"}]
        return bool(named) and not is_passive(verb) and not roles.actors_of(self.reading, named, owned="yes")

    def _is_polled(self) -> bool:
        """Whether words tell what share of people think or would do: '51 percent of voters support the premier'."""
        if self.mode.type not in _OF_OPINION or any(p.kind == "person" for p in self._known(self.sources)):
            return False
        named = [t for t in self.match.frame.subjects if t.pos_ != "PRON"]
        share = {w.lower_ for t in named for w in t.subtree if w.i <= t.i} & vocabulary.expand(_SHARES)
        people = {p.kind for p in self._known(self.sources)} <= _CROWDS
        return people and (bool(share) or any(t.lower_ in vocabulary.expand(_POLLS) for t in self.match.token.sent))

    def _is_a_lull_to_come(self) -> bool:
        """Whether an infinitive only says what others' attacks somebody would end: 'a failure to stop such attacks'."""
        verb = self.match.token
        return self.match.mode == "ceasefire" and verb.dep_ in {"acl", "advcl"} and is_infinitive(verb)

    def _is_general_demand(self) -> bool:
        """Whether what must be done is asked of nobody who could do it for a state: 'he must stay in jail'."""
        if self.mode.type != "REQUEST" or self.match.trigger.clause != "must":
            return False
        return not any(acts_officially(p) for p in self._known(self.targets))

    def _is_only_supposed(self) -> bool:
        """Whether a condition only supposes that somebody says something: 'if the mayor had asked him'."""
        verb = self.match.token
        supposed = verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _SUPPOSING for c in verb.children)
        return supposed and self.mode.type in _SAID

    def _is_on_a_state(self) -> bool:
        """Whether what only a person can suffer is told of a state or region: 'captured the Golan Heights'."""
        tokens = [t for role in self.match.trigger.target for t in roles.tokens_of(role, self.match)][:1]
        named = [m for t in tokens if (m := self.reading.mention_of(t)) is not None and m.form in {"name", "capital"}]
        return any(self.reading.actors[m.actor].kind in {"state", "region"} for m in named)

    def _is_done_by_a_thing(self) -> bool:
        """Whether the words say who does it, and that is no actor: 'a book criticises the kings'."""
        if self.mode.type != "ACCUSE" or self.match.token.pos_ != "VERB" or is_passive(self.match.token):
            return False
        return any(t.pos_ == "NOUN" and t.text.islower() for t in self.match.frame.subjects)

    def is_forecast(self) -> bool:
        """Whether what is warned of is the act of others: 'Oslo warned that rebels would attack' threatens nobody."""
        inner = self.match.inner
        if self.mode.type != "THREATEN" or inner is None or inner.token.dep_ not in {"ccomp", "conj"}:
            return False
        doers = [t for t in roles.tokens_of("subj", inner) if t.pos_ != "PRON"]
        actors = roles.actors_of(self.reading, doers, owned="near", states="named")
        return bool(actors) and not set(actors) & set(self.sources)

    def _is_official(self) -> bool:
        """Whether somebody acts who can act for a state, body or movement, where the type needs that."""
        if self.mode.type not in _OFFICIAL_TYPES or not self.sources:
            return True
        actors = self.reading.actors
        if self.mode.type == "RETREAT" and any(_CAPTORS & set(p.plover.sector) for p in self._known(self.sources)):
            return True  # pirates free ships, gangs keep truces
        if self.match.mode == "visit":
            return any(travels_officially(actors[a]) for a in self.sources if a in actors)
        return any(acts_officially(actors[a]) for a in self.sources if a in actors)

    def _known(self, ids: Sequence[str]) -> list[record.Actor]:
        return [self.reading.actors[a] for a in ids if a in self.reading.actors]

    def _is_several(self) -> bool:
        """Several sources, or one that is many: 'the two ministers', 'the Council'."""
        kinds = {self.reading.actors[a].kind for a in self.sources if a in self.reading.actors}
        return len(self.sources) > 1 or bool(kinds & {"group", "body"})

    def _is_political(self) -> bool:
        """Whether one party at least is a known actor or belongs to a state."""
        parties = [self.reading.actors[a] for a in (*self.sources, *self.targets) if a in self.reading.actors]
        if self.mode.type not in _DOMESTIC and all(is_private(p) for p in parties):
            return False
        if any(p.resolved or p.country or p.plover.country or set(p.plover.sector) & _ORGANS for p in parties):
            return True
        if (self.mode.type == "PROTEST" and self.sources) or self.match.mode in _TERROR:
            return True
        armed = self.mode.type in _FORCEFUL and any(set(p.plover.sector) & _ARMED for p in parties)
        return armed or self.mode.cameo in _POLICING

    def _is_own_affair(self) -> bool:
        """Whether a state only deals with itself: debates, laws and appointments at home are not coded."""
        parties = [self.reading.actors[a] for a in (*self.sources, *self.targets) if a in self.reading.actors]
        if not self.targets and len(self.sources) < 2:
            return self.match.mode in _SELF_MODES and not any(is_international(p) for p in parties)
        organs = [
            p
            for p in parties
            if p.kind == "state"
            or (not p.plover.sector and p.kind not in {"person", "group", "region"})
            or set(p.plover.sector) & _STATE_ORGANS
        ]
        countries = {p.country for p in parties}
        if not self.sources:
            return False
        if self.mode.type in _QUARRELS and any(p.kind == "person" for p in parties) and self.targets:
            return False  # a politician accuses another
        if self.mode.type == "COERCE" and not all(p.kind == "state" for p in parties):
            return False  # a curfew in a province, a general in jail: force at home is no debate
        same = len(countries) == 1 and None not in countries and len(organs) == len(parties)
        return same and not any(is_international(p) for p in parties)
