"""What pronouns and definite nouns point back to: recency, subjects first, gender and number, speakers of quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.actors.lexicon import actor_words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Mention
    from communique.registry import Entity
    from communique.resolve.actors.cast import Cast

NOTED = 0.65
NEAR = 500
REACH = 3
"""How many sentences back an antecedent may stand."""
_SUBJECTS = ("nsubj", "nsubjpass")
_COLLECTIVE = frozenset(["state", "government", "ministry", "body", "organisation", "party", "armed group", "media"])
_MANY = frozenset(["group", "people", "armed group", "government", "ministry", "body", "party", "organisation"])


class Coreference:
    """Finds antecedents among the mentions that stand before.

    Args:
        cast: The cast of the article, whose mentions of names and nouns are complete.
    """

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._reading = cast.reading
        self._noted: list[tuple[int, Entity]] = []
        self._sentence_of = {
            token.i: number for number, sentence in enumerate(cast.reading.doc.sents) for token in sentence
        }

    def pronoun(self, token: Token) -> str | None:
        """The actor that a pronoun means; None when it cannot be told."""
        sort = actor_words().pronouns[token.lower_]
        if sort in ("speaker", "speakers"):
            return self._speaker(token)
        if token.lower_ == "it" and (token.dep_ in ("expl", "nsubjpass") or _is_dummy(token)):
            return None
        scored = [
            (self._score(token, mention, sort), mention.start, mention.actor)
            for mention in self._before(token)
            if self._agrees(mention, sort) and not _clashes(token, self._reading.doc[mention.head])
        ]
        return max(scored)[2] if scored else None

    def _before(self, token: Token) -> list[Mention]:
        """The mentions of the sentence so far and of the sentences before, pronouns included."""
        number = self._sentence_of[token.i]
        return [
            mention
            for mention in self._reading.mentions
            if mention.start < token.idx
            and mention.form != "demonym"
            and 0 <= number - self._sentence_of.get(mention.head, -REACH) < REACH
        ]

    def _score(self, token: Token, mention: Mention, sort: str) -> float:
        head = self._reading.doc[mention.head]
        distance = self._sentence_of[token.i] - self._sentence_of[mention.head]
        score = -2.0 * distance
        score += 1.5 if _grammatical_subject(head) else 0.0
        score += 0.5 if mention.form == "pronoun" else 0.0
        score += min(2.0, 0.4 * sum(each.actor == mention.actor for each in self._before(token)))
        actor = self._reading.actors[mention.actor]
        if "JRN" in actor.plover.sector:
            score -= 2.0
        if sort == "thing" and actor.kind == "state":
            score -= 0.3
        if head.dep_ == "poss":
            score -= 0.8
        return score

    def _agrees(self, mention: Mention, sort: str) -> bool:
        actor = self._reading.actors[mention.actor]
        if sort in ("male", "female"):
            person = self._cast.person_of(mention.actor)
            return actor.kind == "person" and (person is None or person.gender in (None, sort))
        if sort == "many":
            return actor.kind in _MANY
        return actor.kind in _COLLECTIVE

    def _speaker(self, token: Token) -> str | None:
        """Who says 'I' or 'we': the subject of the verb beside the quotation that holds it."""
        quote = next((each for each in self._reading.quotes if each.start <= token.idx < each.end), None)
        if quote is None:
            return None
        outside = [
            mention
            for mention in self._reading.mentions
            if (mention.end <= quote.start or mention.start >= quote.end)
            and mention.form != "demonym"
            and abs(mention.start - (quote.end if mention.start >= quote.end else quote.start)) < 200
            and self._reading.doc[mention.head].dep_ in _SUBJECTS
            and not any(each.start <= mention.start < each.end for each in self._reading.quotes)
        ]
        near = sorted(outside, key=lambda m: min(abs(m.start - quote.end), abs(quote.start - m.end)))
        return near[0].actor if near else None

    def note(self, start: int, entity: Entity) -> None:
        """Remember a body that is named inside another mention, so that nouns can point back to it."""
        self._noted.append((start, entity))

    def noun(self, token: Token) -> str | None:
        """The actor that a definite noun such as 'the minister' or 'the bloc' points back to."""
        word = token.lemma_.lower()
        kinds = actor_words().back_references.get(word)
        if kinds and (noted := self._noted_before(token, kinds)):
            return self._cast.keep_entity(noted, NOTED)
        for mention in reversed(self._before_far(token)):
            actor = self._reading.actors[mention.actor]
            if kinds and actor.kind in kinds and mention.form in ("name", "capital"):
                return mention.actor
            if not kinds and actor.kind == "person" and self._described(mention.actor, word):
                return mention.actor
        return None

    def leader(self, token: Token, country: str) -> str | None:
        """The office-holder of that country who was mentioned last: 'the Turkish leader'."""
        for mention in reversed(self._before_far(token)):
            actor = self._reading.actors[mention.actor]
            if actor.kind == "person" and actor.country == country and actor.office is not None:
                return mention.actor
        return None

    def _noted_before(self, token: Token, kinds: tuple[str, ...]) -> Entity | None:
        """The body named inside another mention, when it stands nearer than any mention of such a kind."""
        named = [
            mention.start
            for mention in self._before_far(token)
            if mention.form == "name" and self._reading.actors[mention.actor].kind in kinds
        ]
        floor = max(named, default=token.idx - NEAR)
        near = [entity for start, entity in self._noted if floor < start < token.idx and entity.kind in kinds]
        return near[-1] if near else None

    def _before_far(self, token: Token) -> list[Mention]:
        number = self._sentence_of[token.i]
        return [
            mention
            for mention in self._reading.mentions
            if mention.start < token.idx and number - self._sentence_of.get(mention.head, -9) <= 2 * REACH
        ]

    def _described(self, actor_id: str, word: str) -> bool:
        person = self._cast.person_of(actor_id)
        actor = self._reading.actors[actor_id]
        told = person is not None and word in person.titles
        return told or (actor.office is not None and word in actor.office.title.lower().split())


def _grammatical_subject(head: Token) -> bool:
    return head.dep_ in _SUBJECTS


def _is_dummy(token: Token) -> bool:
    """'It is time to', 'it was clear that', 'it seems'."""
    verb = token.head
    if token.dep_ not in _SUBJECTS:
        return False
    if verb.lemma_ in ("seem", "appear", "happen", "turn", "take", "rain"):
        return True
    return verb.lemma_ == "be" and any(
        child.dep_ in ("acomp", "attr", "ccomp", "xcomp", "advcl", "csubj") for child in verb.children
    )


def _clashes(pronoun: Token, head: Token) -> bool:
    """Whether both are arguments of one verb, so that a plain pronoun cannot mean the other."""
    if pronoun.tag_ == "PRP$" or pronoun.lower_.endswith(("self", "selves")):
        return pronoun.head == head
    return pronoun.head == head.head and pronoun.dep_ != "conj"
