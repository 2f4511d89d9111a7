"""What pronouns and definite nouns point back to: recency, subjects first, gender and number, speakers, like places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from communique.resolve.actors.lexicon import actor_words, trust
from communique.resolve.actors.people import HEADS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Mention
    from communique.record import Actor
    from communique.registry import Entity
    from communique.resolve.actors.cast import Cast

NEAR = 500
REACH = 3
"""How many sentences back an antecedent may stand."""
MARGINS = {"many": 0.5, "thing": 0.4}
"""By how much one antecedent must be better than all others, by the sort of pronoun; "they" goes wrong most."""
_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECTS = ("dobj", "nsubjpass", "dative")
_WITHIN = ("compound", "amod", "nmod")
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
        self._speakers: dict[tuple[int, int], str | None] = {}
        self._sentence_starts: list[int] = []
        self._sentence_of: dict[int, int] = {}
        for number, sentence in enumerate(cast.reading.doc.sents):
            self._sentence_starts.append(sentence.start_char)
            self._sentence_of.update(dict.fromkeys(range(sentence.start, sentence.end), number))

    def pronoun(self, token: Token) -> str | None:
        """The actor that a pronoun means; None when it cannot be told."""
        sort = actor_words().pronouns[token.lower_]
        if sort in ("speaker", "speakers"):
            return self._speaker(token)
        if token.lower_ == "it" and (token.dep_ in ("expl", "nsubjpass") or _is_dummy(token)):
            return None
        before = self._before(token)
        speaker = self._speaker_of_whole(token) if sort in ("male", "female") else None
        often = Counter(mention.actor for mention in before)
        scored = [
            (self._score(token, mention, sort, often[mention.actor]), mention.start, mention.actor)
            for mention in before
            if self._agrees(mention, sort)
            and mention.actor != speaker
            and not _clashes(token, self._reading.doc[mention.head])
        ]
        found = _clear(scored, MARGINS.get(sort, 0.0))
        return None if sort == "many" and found is not None and self._is_within(max(scored)[1]) else found

    def _is_within(self, start: int) -> bool:
        """Whether a mention only describes another noun: 'they' are not the US of 'US jets'."""
        meant = [m for m in self._reading.mentions_over(start, start + 1) if m.start == start]
        return all(self._reading.doc[m.head].dep_ in _WITHIN for m in meant)

    def _before(self, token: Token) -> list[Mention]:
        """The mentions of the sentence so far and of the sentences before, pronouns included."""
        return [mention for mention in self._within(token, REACH) if mention.form != "demonym"]

    def _within(self, token: Token, sentences: int) -> list[Mention]:
        """The mentions before a token whose head is in its sentence or in one of the sentences right before."""
        last = self._sentence_of[token.i]
        first = max(0, last + 1 - sentences)
        return [
            mention
            for mention in self._reading.mentions_over(self._sentence_starts[first], token.idx)
            if first <= self._sentence_of.get(mention.head, -1) <= last
        ]

    def _score(self, token: Token, mention: Mention, sort: str, often: int) -> float:
        head = self._reading.doc[mention.head]
        distance = self._sentence_of[token.i] - self._sentence_of[mention.head]
        score = -2.0 * distance
        score += 1.5 if _grammatical_subject(head) else 1.0 if _is_agent(head) else 0.0
        score += 0.5 if mention.form == "pronoun" else 0.0
        score += min(2.0, 0.4 * often)
        actor = self._reading.actors[mention.actor]
        if "JRN" in actor.plover.sector:
            score -= 2.0
        if sort == "thing" and actor.kind == "state":
            score -= 0.3
        if head.dep_ == "poss":
            score -= 0.8
        if sort == "thing" and (head.dep_ == "conj" or any(child.dep_ == "conj" for child in head.children)):
            score -= 1.0  # 'it' is not one of several that are named together
        if _stands_alike(token, head):
            score += 2.0
        return score

    def _agrees(self, mention: Mention, sort: str) -> bool:
        actor = self._reading.actors[mention.actor]
        if sort in ("male", "female"):
            person = self._cast.person_of(mention.actor)
            told = person.gender if person is not None else _gender_of_noun(self._reading.doc[mention.head])
            return actor.kind == "person" and told in (None, sort)
        if sort == "many":
            return actor.kind in _MANY
        return actor.kind in _COLLECTIVE

    def _speaker(self, token: Token) -> str | None:
        """Who says 'I' or 'we': the subject of a verb of speech beside the quotation that holds it.

        A quotation with nobody beside it goes on from the one before in the same or the preceding paragraph.
        """
        quotes = self._reading.quotes
        place = next((n for n, each in enumerate(quotes) if each.start <= token.idx < each.end), None)
        if place is None:
            return None
        for number in range(place, max(-1, place - 4), -1):
            if number < place and quotes[number + 1].start - quotes[number].end > NEAR:
                return None
            found = self._beside(quotes[number].start, quotes[number].end)
            if found is not None:
                return found
        return None

    def _speaker_of_whole(self, token: Token) -> str | None:
        """Whoever speaks a whole quoted sentence, in which 'he' is somebody else; bits of one may be reworded."""
        text = self._reading.text
        quote = next((each for each in self._reading.quotes if each.start <= token.idx < each.end), None)
        if quote is None or not text[quote.start : quote.end].lstrip("\"“‘'")[:1].isupper():
            return None
        return self._beside(quote.start, quote.end)

    def _beside(self, start: int, end: int) -> str | None:
        """The nearest subject outside all quotations in the sentences that a quotation touches; speakers first."""
        if (start, end) not in self._speakers:
            self._speakers[start, end] = self._nearest_subject(start, end)
        return self._speakers[start, end]

    def _nearest_subject(self, start: int, end: int) -> str | None:
        text, doc = self._reading.text, self._reading.doc
        floor = max(text.rfind("\n", 0, start), start - 2 * NEAR)
        line = text.find("\n", end)
        roof = min(line if line >= 0 else len(text), end + NEAR // 2)
        quotes = [each for each in self._reading.quotes if each.start < roof and floor < each.end]
        ranked = []
        for mention in self._reading.mentions_over(floor, roof):
            if not (floor <= mention.start < start or end <= mention.start < roof) or mention.form == "demonym":
                continue
            head = doc[mention.head]
            if head.dep_ not in _SUBJECTS or any(q.start <= mention.start < q.end for q in quotes):
                continue
            gap = mention.start - end if mention.start >= end else start - mention.end
            speaks = head.head.lemma_.lower() in actor_words().speech
            if speaks or gap < NEAR // 5:
                ranked.append((not speaks, gap, mention.actor))
        return min(ranked)[2] if ranked else None

    def note(self, start: int, entity: Entity) -> None:
        """Remember a body that is named inside another mention, so that nouns can point back to it."""
        self._noted.append((start, entity))

    def noun(self, token: Token, words: tuple[str, ...]) -> str | None:
        """The actor that a definite noun such as 'the minister' or 'the bloc' points back to.

        Args:
            token: The head.
            words: The agent words that it ends, in the singular.
        """
        word = words[-1]
        if word in actor_words().back_names:
            return self._namesake(token, word)
        kinds = actor_words().back_references.get(word)
        if kinds and (noted := self._noted_before(token, kinds)):
            return self._cast.keep_entity(noted, trust().noted)
        if "state" in (kinds or ()) and not self._speaks_of_one_state(token):
            return None
        for mention in reversed(self._before_far(token)):
            actor = self._reading.actors[mention.actor]
            if kinds and actor.kind in kinds and mention.form in ("name", "capital") and _governs(actor, word):
                return mention.actor
            if not kinds and actor.kind == "person" and self._described(mention.actor, words):
                return mention.actor
        return None

    def _speaks_of_one_state(self, token: Token) -> bool:
        """Whether the sentence so far and the one before name one state: only then 'the country' is clear."""
        near = [mention.actor for mention in self._within(token, 2) if mention.form != "pronoun"]
        return len({each for each in near if self._reading.actors[each].kind in ("state", "government")}) == 1

    def _namesake(self, token: Token, word: str) -> str | None:
        """The body named last whose name holds the noun: 'the council' after 'Security Council'."""
        named = (
            mention
            for mention in self._reading.mentions_before(token.idx)
            if mention.form == "name" and self._holds(mention.actor, word)
        )
        found = next(named, None)
        noted = [
            (start, entity) for start, entity in self._noted
            if start < token.idx and entity.kind != "person" and word in entity.name.lower().split()
        ]  # fmt: skip
        if noted and (found is None or noted[-1][0] > found.start):
            return self._cast.keep_entity(noted[-1][1], trust().noted)
        return found.actor if found is not None else None

    def _holds(self, actor_id: str, word: str) -> bool:
        actor = self._reading.actors[actor_id]
        return actor.resolved and actor.kind != "person" and word in actor.name.lower().split()

    def leader(self, token: Token, country: str) -> str | None:
        """The office-holder of that country who was mentioned last: 'the Turkish leader'."""
        for mention in reversed(self._before_far(token)):
            actor = self._reading.actors[mention.actor]
            if actor.kind == "person" and actor.country == country and self._heads(actor):
                return mention.actor
        return None

    def _heads(self, actor: Actor) -> bool:
        """Whether a person is at the head of a state or government on the day of the text."""
        registry, day = self._cast.registry, self._reading.published
        if actor.office is None or day is None or not actor.resolved:
            return actor.office is not None
        held = (registry.post(each.post_id).post_class for each in registry.offices(actor.id, day))
        return not set(registry.post_classes[:HEADS]).isdisjoint(held)

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
        return self._within(token, 2 * REACH + 1)

    def _described(self, actor_id: str, words: tuple[str, ...]) -> bool:
        """Whether the article or the office gives the person this title, all its words."""
        person = self._cast.person_of(actor_id)
        actor = self._reading.actors[actor_id]
        told = person is not None and set(words) <= person.titles
        return told or (actor.office is not None and set(words) <= set(actor.office.title.lower().split()))


def _clear(scored: list[tuple[float, int, str]], margin: float) -> str | None:
    """The best antecedent, unless another actor comes so near to it that nobody can tell."""
    if not scored:
        return None
    best = max(scored)
    rival = max((score for score, _, actor in scored if actor != best[2]), default=None)
    return best[2] if rival is None or best[0] - rival >= margin else None


def _gender_of_noun(head: Token) -> str | None:
    """What a noun for a person tells: 'husband' male, 'mother' female, 'family' neither."""
    word, known = head.lemma_.lower(), actor_words()
    if word in known.male:
        return "male"
    if word in known.female:
        return "female"
    return "many" if word in known.households else None


def _governs(actor: Actor, word: str) -> bool:
    """Whether 'the government' can mean the actor: a state or its government, not its army."""
    return word not in actor_words().own_government or actor.kind == "state" or actor.id.endswith(".GOV")


def _is_agent(head: Token) -> bool:
    """Whether a word stands after the 'by' of a passive, or names whoever does."""
    if head.dep_ == "appos":
        head = head.head
    return head.dep_ == "pobj" and head.head.dep_ == "agent"


def _stands_alike(pronoun: Token, head: Token) -> bool:
    """Whether both are the object of the same word: 'Spain recognised Palestine. 140 states recognise it'."""
    return (
        pronoun.dep_ in _OBJECTS
        and pronoun.dep_ == head.dep_
        and pronoun.head.pos_ == head.head.pos_ == "VERB"
        and pronoun.head.lemma_ == head.head.lemma_
    )


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
