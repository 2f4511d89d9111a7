"""Turning a match into an event: its parties, time, place, status, score and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from communique import record
from communique.coders.events import roles, told
from communique.coders.events.codable import Draft
from communique.coders.events.contexts import contexts_of
from communique.coders.events.crowds import crowd_of
from communique.coders.events.frame import is_passive, phrases, verb_frame
from communique.coders.events.learned import targets_at
from communique.coders.events.standing import speaks_for_himself
from communique.coders.events.states import keep_state
from communique.coders.events.status import SPEECH_ACTS, is_infinitive, status_of
from communique.coders.events.worth import features_of, weighed, worth_of
from communique.resolve.grounds import grounds
from communique.resolve.places import place_for, spot_of
from communique.resolve.times.attach import time_for
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.coders.events.learned import Parties
    from communique.coders.events.match import Match
    from communique.parse.reading import Reading

NAME, VERSION = "events", "2"
_BOMBING = "183"
_LOCATED = frozenset({"AID", "ASSAULT", "COERCE", "RETREAT"})
_FOR_THEIR_SAKE = frozenset({"AID", "AGREE", "COOPERATE"})
_AIMED = frozenset({"PROTEST", "MOBILIZE"})
_PLACE_PREPS = ("in", "at", "near", "outside", "inside", "within", "across", "throughout", "through")
_AIMING = ("against", "for", "over", "at", "of")
_WITHOUT_PRESS = frozenset({"CONSULT", "REQUEST", "AGREE"})
_THROUGH_TOWNS = frozenset({"CONSULT", "SUPPORT", "SANCTION"})
_BY_AUTHORITIES = frozenset({"0813", "0814", "1723", "1724", "173", "174"})  # what only who rules a place does there
_UPON_OTHERS = frozenset({"ASSAULT", "COERCE", "ACCUSE"})
_STATES = frozenset({"state", "government", "ministry"})  # which protest in words
_MEANWHILE = frozenset({"in", "during", "at", "after", "before", "following", "over"})
_RECEIVING = ("@receiving",)
_REFLEXIVE = ("self", "selves")
_VERDICTS = frozenset({"criticise", "disapprove", "reject"})
INNER_TYPES = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
_MISSING_TARGET, _MISSING_SOURCE, _GUESSED_TARGET = 0.75, 0.6, 0.85
THRESHOLD = 0.3
_UNCERTAIN = {"possible": 0.85, "planned": 0.9, "denied": 0.9}


class Builder:
    """Turns one match into an event, or finds that it is none."""

    def __init__(
        self, reading: Reading, match: Match, parties: Parties | None = None, earlier: Sequence[record.Event] = ()
    ) -> None:
        self.reading, self.match, self.earlier = reading, match, earlier
        self.guessed, self.learned, self.promised = False, parties is not None, False
        self.loans: dict[str, told.Loan] = {}
        self.mode = vocabulary.modes()[match.mode]
        self.sources = parties.sources if parties else self._parties(match.trigger.source)
        self.targets = parties.targets if parties else [a for a in self._targets() if a not in self.sources]
        self.sources, self.targets = self._without_others(self.sources), self._without_others(self.targets)
        if self.mode.type in _WITHOUT_PRESS:
            self.sources, self.targets = self._without_press(self.sources), self._without_press(self.targets)
        if not self.learned:
            self.sources += self._host()
            self._borrow()
            self._take_read()

    def _borrow(self) -> None:
        """Take a party that is missing from an act told before, where the words point back to it."""
        tokens = [t for role in self.match.trigger.source for t in roles.tokens_of(role, self.match)]
        pair = told.pair_of(self.reading, tokens, self.earlier) if not self._names_known(self.sources) else None
        loan = pair or (told.source_of(self.reading, self.match, self.earlier) if not self.sources else None)
        if loan is not None:
            self.sources = list(loan.actors)
            lent = self._lent_targets(loan) if not self._are_at_home(self.targets) else []
            self.targets = [t for t in lent or self.targets if t not in self.sources]
            self.loans["source"] = loan
        elif not self.targets:
            back = told.target_of(self.reading, self.match, self.earlier, self.sources)
            if back is not None:
                self.targets = list(back.actors)
                self.loans["target"] = back

    def _take_read(self) -> None:
        """Take a target that the parse hides from what the encoder reads at the same word."""
        if not self.sources or self.targets or (self.match.trigger.together and len(self.sources) > 1):
            return
        read = targets_at(self.reading, self.match.token, self.mode.type)
        self.targets = [a for a in read if a not in self.sources]

    def _lent_targets(self, loan: told.Loan) -> list[str]:
        return list(loan.lender.targets) if self.mode.type == loan.lender.type else []

    def _are_at_home(self, ids: Sequence[str]) -> bool:
        """Whether somebody of a known country is among them; nine people killed in an attack are its victims."""
        return any(self.reading.actors[a].country for a in ids if a in self.reading.actors)

    def _names_known(self, ids: Sequence[str]) -> bool:
        return any(a in self.reading.actors and self.reading.actors[a].resolved for a in ids)

    def build(self) -> record.Event | None:
        """The event; None when the match makes none."""
        reflexive = self.match.mode != "suicide-bomb" and self.mode.type in _UPON_OTHERS
        if reflexive and any(t.lower_.endswith(_REFLEXIVE) for t in self.match.frame.objects):
            return None  # who shoots himself attacks nobody
        self._fill_from_place()
        self._join()
        self._drop_own_state()
        self._take_as_words()
        draft = self._draft()
        codable = draft.is_readable() if self.learned else draft.is_codable()
        if not self.mode.recorded or draft.is_forecast() or not codable:
            return None
        token = self.match.token
        time = self._time()
        status = status_of(self.match, time, self.reading.published)
        score = self._score(status)
        if score < THRESHOLD or (self._is_idle(status) and not self.learned):
            return None
        start, end = self._trigger_span()
        statement = self.reading.innermost_statement(token.idx, token.idx + len(token))
        sentence = token.sent
        place = self._where()
        return record.Event(
            id=record.entry_id("e", self.reading.article.sha256, start, end, self.mode.type),
            type=self.mode.type, mode=self.match.mode, contexts=tuple(contexts_of(self.match)), cameo=self.match.cameo,
            quad=quad_of(self.match.cameo), score=self.mode.score,
            sources=tuple(self.sources), targets=tuple(self.targets), trigger=(start, end),
            sentence=_visible(sentence), time=time, place=place, status=status,
            attributed_to=statement.id if statement else None, basis=self._basis(time, place),
            confidence=weighed(self.features(status), worth_of(self.reading)),
        )  # fmt: skip

    def _draft(self) -> Draft:
        return Draft(self.reading, self.match, self.mode, self.sources, self.targets)

    def features(self, status: str) -> dict[str, float]:
        """What is known of the act that makes it likelier or less likely to be right."""
        marks = {
            "guessed": self.guessed and bool(self.targets), "loan": bool(self.loans), "encoder": self.learned,
            "together": self.match.trigger.together,
            "encoder:noun": self.learned and self.match.token.pos_ == "NOUN",
            "encoder:alone": self.learned and not (self.sources and self.targets),
            "idle": self.learned and self._is_idle(status),
        }  # fmt: skip
        found = [mark for mark, holds in marks.items() if holds]
        if self.learned:
            found += self._draft().doubts()
        return features_of(self.reading, self.match, self.sources, self.targets, status, found)

    def _fill_from_place(self) -> None:
        """Name the people who march or are killed somewhere, and who rules where an emergency or arrest is told of."""
        if self.learned:
            return
        subjects = [t for role in self.match.trigger.source for t in roles.tokens_of(role, self.match)]
        if not self.sources and self.mode.type == "PROTEST":
            where = self._place()
            crowd = crowd_of(self.reading, subjects, where.country if where else None)
            self.sources = [crowd] if crowd else []
        elif not self.sources and not subjects and self.mode.cameo in _BY_AUTHORITIES:
            where = self._place_beside()
            state = keep_state(self.reading, where.country) if where else None
            if state is not None:
                self.sources, self.guessed = [state], True
        if self.sources and (self.guessed or not self.targets) and self.mode.type == "ASSAULT":
            where = self._place()
            objects = [t for role in self.match.trigger.target for t in roles.tokens_of(role, self.match)]
            crowd = crowd_of(self.reading, objects, where.country if where else None)
            self.targets = [crowd] if crowd else self.targets

    def _take_as_words(self) -> None:
        """An attack of politicians on each other is one in words, where the pattern says so."""
        verbal = self.match.trigger.verbal
        alike = self._are_states if self.mode.type == "PROTEST" else self._are_politicians
        if verbal is not None and self.match.mode == self.match.trigger.mode and alike():
            self.mode = vocabulary.modes()[verbal]
            self.match.mode, self.match.cameo = verbal, self.mode.cameo

    def _are_states(self) -> bool:
        """Whether states or governments are named as such, and not people from them."""
        named = [self.reading.mention_of(t) for t in self.match.frame.subjects]
        meant = [m for m in named if m is not None and m.form in {"name", "capital", "nominal"}]
        return bool(meant) and all(self.reading.actors[m.actor].kind in _STATES for m in meant)

    def _are_politicians(self) -> bool:
        actors = [self.reading.actors[a] for a in (*self.sources, *self.targets) if a in self.reading.actors]
        return bool(self.sources) and all(speaks_for_himself(a) for a in actors)

    def _is_idle(self, status: str) -> bool:
        """Whether nobody in particular may do it, or an infinitive only names it: 'a failure to offer work'."""
        bare = _is_bare_gerund(self.match.token) and self.mode.cameo not in _BY_AUTHORITIES
        if not self.sources and (status in _UNCERTAIN or bare):
            return True
        alone = not self.targets and len(self.sources) == 1 and not self.match.trigger.together
        return status == "possible" and alone and is_infinitive(self.match.token)

    def _time(self) -> record.Moment | None:
        """When it happened; a day to come that stands in a speech act belongs to what is asked or promised."""
        time = time_for(self.reading, self.match.token)
        published = self.reading.published
        if time is None or time.earliest is None or published is None or self.mode.type not in SPEECH_ACTS:
            return time
        last = date.fromisoformat(time.latest or time.earliest)
        return None if date.fromisoformat(time.earliest) >= published and last > published else time

    def _basis(self, time: record.Moment | None, place: record.Spot | None) -> record.Basis:
        word = self.match.token.lemma_
        reason = f"encoder: '{word}'" if self.learned else f"pattern '{word}' for {self.match.trigger.mode}"
        reason += grounds(self.reading, self.match.token, time, place)
        for side, loan in self.loans.items():
            start, end = loan.lender.trigger
            words = self.reading.text[start:end]
            reason += f"; {side} by '{loan.noun.text}', from '{words}' at {start}"
        return record.Basis(coder=NAME, version=VERSION, reason=reason)

    def _parties(self, wanted: tuple[str, ...]) -> list[str]:
        for role in wanted:
            found = self.speaker() if role == "speaker" else self._meant(role)
            if found:
                return found
        for role in wanted:
            tokens = [] if role == "speaker" else roles.tokens_of(role, self.match)
            found = self._newcomers(tokens, "named")
            if found:
                return found
        told = self.match.trigger.mode in _VERDICTS and not self.match.trigger.obj and is_passive(self.match.token)
        return self.speaker() if told else []  # but "concerns are being expressed" does not say by whom

    def _newcomers(self, tokens: Sequence[Token], new: roles.New) -> list[str]:
        """Parties that nothing took for actors before."""
        return roles.actors_of(self.reading, tokens, owned="no", new=new)

    def _without_others(self, ids: list[str]) -> list[str]:
        """Those who are named beside 'other countries', of which nobody knows which they are."""
        actors = self.reading.actors
        vague = {a for a in ids if a in actors and _is_vague(actors[a])}
        return [a for a in ids if a not in vague] if len(vague) < len(ids) else ids

    def _without_press(self, ids: list[str]) -> list[str]:
        """Reporters and outlets are told things; that makes them no party to talks or requests."""
        actors = self.reading.actors
        return [
            a for a in ids if a not in actors or not (actors[a].kind == "media" or "JRN" in actors[a].plover.sector)
        ]

    def _meant(self, role: str) -> list[str]:
        states: Literal["none", "named"] = "named" if role in {"in", "subj"} else "none"
        return roles.actors_of(self.reading, roles.tokens_of(role, self.match), owned="near", states=states)

    def states(self) -> Literal["named", "towns"]:
        """Whether a state may be meant by its own name alone, or by that of a town too."""
        return "towns" if self.mode.type in _THROUGH_TOWNS else "named"

    def speaker(self) -> list[str]:
        """Who makes the statement that the trigger stands in."""
        token = self.match.token
        statement = self.reading.innermost_statement(token.idx, token.idx + len(token))
        speaker = statement.speaker if statement else None
        return [speaker.actor] if speaker and speaker.actor in self.reading.actors else []

    def _host(self) -> list[str]:
        """Who does something in talks of which only the other side is named: 'voiced concern in a call with Oslo'."""
        noun = self.match.token
        known = [*self.sources, *self.targets]
        if self.mode.type != "CONSULT" or noun.dep_ != "pobj" or noun.head.lower_ not in _MEANWHILE:
            return []
        verb = next((each for each in noun.ancestors if each.pos_ == "VERB"), None)
        if len(known) != 1 or verb is None or is_passive(verb) or not phrases(noun).get("with"):
            return []
        return [a for a in roles.actors_of(self.reading, verb_frame(verb).subjects, owned="near") if a not in known]

    def _receiver(self) -> list[str]:
        """Who gets what the noun names: 'the judge received threats from gunmen', 'he won the support of the party'."""
        noun = self.match.token
        verb = noun.head
        if noun.dep_ != "dobj" or verb.lemma_.lower() not in vocabulary.expand(_RECEIVING) or is_passive(verb):
            return []
        found = roles.actors_of(self.reading, verb_frame(verb).subjects, owned="near", states="named", new="persons")
        return [a for a in found if a not in self.sources]

    def _targets(self) -> list[str]:
        owned: roles.Owned = "no" if self.match.trigger.actor_target else "yes"
        for role in (*self.match.trigger.target, *(("inner.source",) if self.mode.type == "REQUEST" else ())):
            tokens = [t for t in roles.tokens_of(role, self.match) if not _is_condition(t)]
            meant = roles.actors_of(self.reading, tokens, owned=owned, states=self.states())
            found = [a for a in meant if a not in self.sources]
            if not found and not role.startswith(("inner", "clause")):
                found = [a for a in self._newcomers(tokens, "persons") if a not in self.sources]
            if found:
                self.promised = self.match.type == "AGREE" and role.startswith("inner") and len(self.sources) == 1
                return found
        if self.match.token.pos_ == "NOUN" and not self.match.trigger.together and (given := self._receiver()):
            return given
        if self.match.type == "AGREE" and self.match.trigger.together and len(self.sources) == 1:
            self.promised = True  # one alone agrees to do something for another
            tokens = roles.tokens_of("inner.target", self.match)
            found = roles.actors_of(self.reading, tokens, owned=owned, states="named")
            homes = self._homes()
            abroad = [a for a in found if a not in self.sources and self.reading.actors[a].country not in homes]
            return abroad or roles.states_within(self.reading, self.match.content, self.sources)
        if (
            self.match.type in INNER_TYPES
            and self.match.trigger.inner
            and owned == "yes"
            and not self.match.trigger.together
        ):
            self.guessed = True
            content = self.match.content
            named = roles.within(self.reading, content, self.sources)
            return named or roles.states_within(self.reading, content, self.sources) or self._named_abroad()
        if self.match.type in _AIMED:
            self.guessed = True
            return (
                roles.within(self.reading, self._aims(), self.sources) or self._state_abroad() or self._named_abroad()
            )
        if self.match.type in _LOCATED and not self.match.trigger.together:
            self.guessed = True
            if self.match.mode == "clash":
                return []  # who fights in Syria does not fight Syria
            return self._state_abroad() or self._named_abroad()
        return self._named_abroad()

    def _named_abroad(self) -> list[str]:
        """Who or which state abroad the words of the act name first: 'gave millions to schools in Kenya'."""
        homes = self._homes()
        if self.match.trigger.together or self.match.trigger.needs is not None or None in homes or not homes:
            return []
        self.guessed = True
        return roles.abroad(self.reading, self.match.token, homes, purpose=self.mode.type in _FOR_THEIR_SAKE)

    def _homes(self) -> set[str | None]:
        return {self.reading.actors[a].country for a in self.sources if a in self.reading.actors}

    def _state_abroad(self) -> list[str]:
        """The state where somebody acts who is not at home there: 'American jets struck targets near Basra'."""
        place = self._place()
        homes = self._homes()
        if place is None or place.country in homes:
            return []
        if not homes and not self.mode.cameo.startswith(_BOMBING):
            return []  # of a bombing by nobody knows whom the state where it was is told, of other acts not
        if None in homes and self.mode.type != "AID":
            return []
        state = keep_state(self.reading, place.country)
        return [state] if state and state not in self.sources else []

    def _aims(self) -> list[Token]:
        """What a protest or deployment is for or against: its purpose, and what the phrases about it name."""
        token, frame = self.match.token, self.match.frame
        clauses = [c for c in token.children if c.dep_ == "xcomp" or (c.dep_ == "advcl" and c.tag_ in {"VB", "VBG"})]
        against = [t for o in frame.objects for c in o.subtree if c.lower_ == "against" for t in c.children]
        phrased = [t for prep in _AIMING for t in frame.preps.get(prep, ())]
        return [*(c for c in frame.clauses if c.dep_ != "ccomp"), *clauses, *phrased, *against]

    def _join(self) -> None:
        """Joint and reciprocal acts put all parties among the sources."""
        if self.match.trigger.together and not self.promised and (self.targets or len(self.sources) > 1):
            self.sources += [actor for actor in self.targets if actor not in self.sources]
            self.targets = []

    def _drop_own_state(self) -> None:
        """A state is no target of what it does at home ('a curfew in the capital'), nor of what its officials do."""
        homes = self._homes()
        officials = [
            a for a in self.sources if a in self.reading.actors and "GOV" in self.reading.actors[a].plover.sector
        ]
        own = {self.reading.actors[a].country for a in officials}
        self.targets = [t for t in self.targets if t not in own]
        if self.mode.type in {"COERCE", "THREATEN", "CONCEDE", "RETREAT", "ASSAULT", "PROTEST"}:
            self.targets = [t for t in self.targets if t not in homes]

    def _trigger_span(self) -> record.Offsets:
        """The trigger's words: head, particle, and the object that belongs to the idiom."""
        token = self.match.token
        parts = [token, *(c for c in token.children if c.dep_ == "prt")]
        if self.match.trigger.obj and self.match.frame.objects:
            wanted = vocabulary.expand(self.match.trigger.obj)
            parts += [
                o for o in self.match.frame.objects if o.lemma_.lower() in wanted and o.sent.start == token.sent.start
            ]
        first, last = min(p.i for p in parts), max(p.i for p in parts)
        if last - first > 6:
            first = last = token.i
        span = token.doc[first : last + 1]
        return span.start_char, span.end_char

    def _where(self) -> record.Spot | None:
        """Where it happened; of a speech act, where it was spoken and not where the thing asked for lies."""
        if self.mode.type not in SPEECH_ACTS:
            return self._place()
        return place_for(self.reading, self.match.token, straight=True)

    def _place(self) -> record.Spot | None:
        return self._place_beside() or place_for(self.reading, self.match.token)

    def _place_beside(self) -> record.Spot | None:
        """The place that the act's own words name."""
        token = self.match.token
        reach = self.match.frame.preps
        inner = ("in", "at", "of") if self.mode.type in {"ASSAULT", "PROTEST"} else ("in", "at")
        near = [t for prep in _PLACE_PREPS for t in reach.get(prep, ())]
        near += [t for o in self.match.frame.heads() for p in inner for t in phrases(o).get(p, ())]
        near += [t for head in near for t in phrases(head).get("of", ())]
        for head in near:
            first = min([head.idx, *(c.idx for c in head.children if c.dep_ in {"compound", "poss"})])
            for place in self.reading.places:
                if first <= place.start <= head.idx and token.sent.start_char <= place.start:
                    return spot_of(place)
        return None

    def _score(self, status: str) -> float:
        value = self.match.trigger.p * _UNCERTAIN.get(status, 1.0)
        if not self.targets and not (self.match.trigger.together and len(self.sources) > 1):
            value *= _MISSING_TARGET
        if not self.sources:
            value *= _MISSING_SOURCE
        if (self.guessed and self.targets) or self.loans:
            value *= _GUESSED_TARGET
        return round(value, 3)


def _is_vague(actor: record.Actor) -> bool:
    return not actor.resolved and actor.country is None and actor.name.lower().startswith("other ")


def _is_bare_gerund(verb: Token) -> bool:
    """Whether a gerund only names an act that nobody is said to do: 'talks over returning the fighters'."""
    return verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "csubj", "pobj"}


def _is_condition(noun: Token) -> bool:
    """Whether a bare noun only says in what state somebody is taken: 'took the minister hostage'."""
    return noun.dep_ == "oprd" and noun.pos_ == "NOUN" and not any(True for _ in noun.children)


def _visible(sentence: Span) -> record.Offsets:
    text = sentence.text
    return sentence.start_char + len(text) - len(text.lstrip()), sentence.end_char - (len(text) - len(text.rstrip()))


def quad_of(cameo: str) -> Literal[1, 2, 3, 4]:
    """The quad class of a CAMEO code: roots to 5 and 8 are cooperation in word and deed, to 13 and 20 conflict."""
    root = int(cameo[:2])
    quad = 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4
    return cast("Literal[1, 2, 3, 4]", quad)
