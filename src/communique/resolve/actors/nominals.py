"""Noun phrases for actors: joined to a name beside them, to a holder of the office, to an organ, or a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.actors.cast import group_key
from communique.resolve.actors.lexicon import Agent, actor_words, trust
from communique.resolve.actors.people import Known
from communique.resolve.actors.posts_named import sole_holder

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Mention, Reading
    from communique.record import ActorKind
    from communique.resolve.actors.candidates import Candidate
    from communique.resolve.actors.cast import Cast
    from communique.resolve.actors.coreference import Coreference
    from communique.resolve.actors.phrase import Phrase

_MEMBER_STATE = "member state"
MEMBERS = frozenset([_MEMBER_STATE, "member"])


class Nominals:
    """Joins noun phrases to actors.

    Args:
        cast: The cast of the article.
        coreference: Finds what definite nouns point back to.
        described: Start of the description behind a name, or minus the end of one before it, to the person's actor.
    """

    def __init__(self, cast: Cast, coreference: Coreference, described: dict[int, str]) -> None:
        self._cast = cast
        self._coreference = coreference
        self._described = described

    def join(self, each: Candidate) -> str | None:
        """The actor of a noun phrase; None when the words are too weak to be one."""
        token = self._cast.reading.doc[each.head]
        phrase = self._cast.read(each.start, each.end)
        if each.people:
            return self._first_people(each, phrase)
        if phrase.head is None and phrase.country is not None and phrase.sectors in ((), ("CVL",)):
            return self._some_people(each, phrase.country)
        if phrase.head is None or _too_weak(phrase, phrase.head):
            return None
        beside = self._beside(each, token)
        if beside is not None:
            if phrase.country is not None and (phrase.cue is None or phrase.cue.entity.kind != "person"):
                self._cast.learn_country(beside, phrase.country)
            return beside
        owner = self._owner(token)
        if owner is not None and phrase.head.text == _MEMBER_STATE and self._is_state(owner):
            owner = None  # in 'recognition of Palestine by all its member states' they are not Palestine's
        if owner is not None and phrase.country is None and phrase.cue is None and phrase.sectors != ("CVL",):
            phrase.country = owner
        if phrase.exact and phrase.cue is not None and phrase.cue.entity.kind != "person" and phrase.name is None:
            return self._cast.keep_entity(phrase.cue.entity, trust().described)
        named = self._named(each, phrase)
        if named is not None:
            return named
        singular = not phrase.plural
        if singular and not self._is_new(each):
            pointed = self._holder(each, phrase) or self._organ(phrase) or self._back(token, phrase)
            if pointed is not None:
                return pointed
        return self._group(each, phrase)

    def _some_people(self, each: Candidate, country: str) -> str:
        """The group that a counted nation means: 'two Nigerians'."""
        words = self._cast.reading.text[each.start : each.end]
        key = self._cast.local_id("group", group_key(words), each.start)
        return self._cast.keep_local(key, words, "group", country, ("CVL",))

    def _first_people(self, each: Candidate, phrase: Phrase) -> str | None:
        """The group of the first people in 'Turkish and Russian officials'; the second is a candidate of its own."""
        second = self._cast.reading.doc[each.head + 2].idx
        whole = self._cast.read(second, each.people)
        if whole.head is None or phrase.country is None:
            return None
        text = self._cast.reading.text
        name = (
            text[each.start : each.end] + " " + text[each.people - len(whole.head.text) - 1 : each.people].split()[-1]
        )
        key = self._cast.local_id("group", group_key(name), phrase.country)
        return self._cast.keep_local(key, name, kind_of(whole.head, plural=whole.plural), phrase.country, whole.sectors)

    def _owner(self, token: Token) -> str | None:
        """The country of whoever a possessive before the noun means: 'its parliament', 'the premier's cabinet'."""
        owner = next((child for child in token.lefts if child.dep_ == "poss"), None)
        if owner is None:
            return None
        reading = self._cast.reading
        if owner.tag_ == "WP$":
            owner = _antecedent(owner)
        named = next((m.actor for m in _headed(reading, owner) if m.form != "nominal"), None)
        if named is None and actor_words().pronouns.get(owner.lower_) in ("male", "female", "thing"):
            named = self._coreference.pronoun(owner)
        return reading.actors[named].country if named is not None else None

    def _named(self, each: Candidate, phrase: Phrase) -> str | None:
        """The body that the whole phrase names in small letters: 'the UN security council'."""
        if phrase.country is None or phrase.head is None or phrase.head.role in ("person", "thing"):
            return None
        words = without_article(self._cast.reading.text[each.start : each.end])
        for alias in self._cast.registry.lookup(words):
            entity = self._cast.registry.actor(alias.entity_id)
            if entity is not None and entity.kind != "person" and not alias.needs_context:
                return self._cast.keep_entity(entity, trust().bare_organ)
        return None

    def _beside(self, each: Candidate, token: Token) -> str | None:
        """The actor named in apposition: 'the minister, Jane Roe', 'Jane Roe, the minister'."""
        for offset in (-each.end, *range(each.start, each.start + 5)):
            if offset in self._described:
                return self._described[offset]
        reading = self._cast.reading
        linked = [token.head] if token.dep_ == "appos" else []
        linked += [child for child in token.children if child.dep_ == "appos"]
        for other in linked:
            mention = next((m for m in _headed(reading, other) if m.form == "name"), None)
            if mention is not None and (reading.actors[mention.actor].kind == "person") == (not _is_body(token)):
                return mention.actor
        return None

    def _is_new(self, each: Candidate) -> bool:
        first = self._cast.reading.text[each.start : each.end].split()[0].lower()
        return first in actor_words().indefinite or first.isdigit()

    def _holder(self, each: Candidate, phrase: Phrase) -> str | None:
        """The one who held the office that the words name on that day."""
        day = self._cast.reading.published
        words = self._cast.reading.text[each.start : each.end]
        if day is None or phrase.former or phrase.head is None or phrase.head.role not in ("person", "carrier"):
            return None
        title = self._cast.registry.post_class_of_title(words)
        if title is None or title.deputy or title.former or not title.organizations:
            return None
        owner = phrase.country
        bodies = [body for body in title.organizations if body == owner or len(title.organizations) == 1]
        holder = sole_holder(self._cast.registry, title, bodies[:1], words, day) if bodies else None
        if holder is None:
            return None
        return self._cast.keep_person(Known(holder, trust().holder, "holder of the office"), title.post_class)

    def _organ(self, phrase: Phrase) -> str | None:
        """The organ of the state that the words name: 'the government in Damascus'."""
        if phrase.head is None or phrase.head.role != "body" or phrase.country is None:
            return None
        if phrase.cue is not None and phrase.cue.entity.kind != "person":
            return None
        code = self._cast.registry.organ_code(phrase.head.text)
        organ = self._cast.registry.organ(phrase.country, code) if code else None
        return self._cast.keep_entity(organ, trust().bare_organ) if organ else None

    def _back(self, token: Token, phrase: Phrase) -> str | None:
        """What a definite noun points back to; beside a country, only a leader of that country."""
        if phrase.head is None or phrase.former:
            return None
        if phrase.country is not None or phrase.cue is not None:
            leads = phrase.head.text == "leader" and phrase.country is not None
            return self._coreference.leader(token, phrase.country or "") if leads else None
        return None if _is_qualified(token) else self._coreference.noun(token, phrase.head.words)

    def _group(self, each: Candidate, phrase: Phrase) -> str | None:
        head = phrase.head
        country = phrase.country
        untold = not phrase.plural and not self._is_new(each) and country is None and phrase.cue is None
        if head is None or (untold and head.text in actor_words().lands):
            return None
        if country is None and head.text in MEMBERS:
            country = self._last_body(each.start)
        if head.text == _MEMBER_STATE and country:
            members = self._cast.registry.actor(f"{country}.MEMBERS")
            if members is not None:
                return self._cast.keep_entity(members, trust().described)
        words = self._cast.reading.text[each.start : each.end]
        key: tuple[object, ...] = ("group", group_key(words), country)
        if self._is_new(each) or (head.role in ("person", "carrier") and not phrase.plural):
            key = ("group", group_key(words), each.start)
        kind = kind_of(head, plural=phrase.plural)
        return self._cast.keep_local(self._cast.local_id(*key), without_article(words), kind, country, phrase.sectors)

    def _is_state(self, code: str) -> bool:
        entity = self._cast.registry.actor(code)
        return entity is not None and entity.kind == "state"

    def _last_body(self, at: int) -> str | None:
        """The body with members that was named last."""
        for mention in self._cast.reading.mentions_before(at):
            actor = self._cast.reading.actors[mention.actor]
            if actor.resolved and actor.kind in ("body", "organisation") and actor.country in ("EU", "UN", actor.id):
                return actor.country
        return None


def _headed(reading: Reading, token: Token) -> list[Mention]:
    """The mentions with this head, in order."""
    return [each for each in reading.mentions_over(token.idx, token.idx + len(token)) if each.head == token.i]


def _antecedent(relative: Token) -> Token:
    """The noun that the clause of a relative pronoun hangs on; the pronoun itself when the parse shows none."""
    token = relative
    while token.head != token:
        if token.dep_ == "relcl":
            return token.head
        token = token.head
    return relative


def without_article(words: str) -> str:
    """A noun phrase without 'the', 'a' or 'an' before it."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else words


def _is_qualified(token: Token) -> bool:
    """Whether a noun, a name or a possessor beside the head says that something else is meant than what was named."""
    return any(child.dep_ in ("compound", "nmod", "poss") or child.pos_ == "PROPN" for child in token.lefts)


def _too_weak(phrase: Phrase, head: Agent) -> bool:
    """Whether the words mean an actor only beside a country or another sector, and none is there."""
    if head.text in actor_words().places:
        return True
    if phrase.country is not None:
        return False
    return head.role == "thing" or (head.text in actor_words().weak and phrase.sectors == head.sectors)


def _is_body(token: Token) -> bool:
    return token.lemma_.lower() in actor_words().back_references


def kind_of(head: Agent, *, plural: bool) -> ActorKind:
    """The kind of actor that an agent noun means, one or several of it."""
    if head.role in ("person", "carrier"):
        return head.kind or ("group" if plural else "person")
    if plural or head.role == "thing":
        return "group"
    return head.kind or "group"
