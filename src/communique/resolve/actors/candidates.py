"""Where a text mentions actors: names with their titles, names of bodies, nouns for agents, pronouns.

Only positions, syntax and words are judged here; who is meant is left to the cast of the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from communique.parse.names import aliases_of
from communique.resolve.actors.compound import is_owner
from communique.resolve.actors.lexicon import actor_words, is_plural, is_plural_nation, lexicon
from communique.resolve.actors.phrase import names_another
from communique.resolve.actors.roles import acts_as_state, capital_acts, is_document_part
from communique.resolve.actors.title_before import LEFT, title_start

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.parse.reading import Name, Reading
    from communique.registry import Entity, Found, Registry

Sort = Literal["person", "entity", "nested", "nominal", "pronoun"]
Form = Literal["name", "nominal", "pronoun", "demonym", "capital"]
_AND = frozenset(["and", "or"])
_NOUNS = frozenset(["NOUN", "PROPN", "ADJ"])
_DESCRIBING = frozenset(["of", "from", "for"])
_PREPOSITIONS = frozenset(["of", "for", "from", "in", "at"])
LEAD = 40
"""How many characters, such as 'of the union', may stand between a description's end and the comma before a name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may mean an actor.

    Attributes:
        sort: What was seen.
        start: Offset of the first character of the mention.
        end: Offset after its last character.
        head: Index of the head token.
        form: The form of the mention.
        name: Offsets of the proper name inside, for people.
        lead: Offsets of the description before a person's name ('the minister, Jane Roe').
        reach: Offset up to which words behind the mention describe it.
        entity: What a registry naming means.
        sure: Whether that naming needs no context.
        people: For the first part of 'Turkish and Russian officials', where the whole phrase ends.
    """

    sort: Sort
    start: int
    end: int
    head: int
    form: Form
    name: tuple[int, int] | None = None
    lead: tuple[int, int] | None = None
    reach: int = 0
    entity: Entity | None = None
    sure: bool = True
    people: int = 0


def candidates(reading: Reading, registry: Registry) -> list[Candidate]:
    """The candidates of a reading in order of their start; those inside a longer one of the same head are left out."""
    people = list(_people(reading))
    taken = _cover(people)
    entities = [each for each in _entities(reading, registry) if not _inside(each, taken)]
    taken |= _cover(each for each in entities if each.form != "demonym")
    nominals = [each for each in _nominals(reading, registry) if not _heads_taken(each, taken)]
    inside = _within(entities, nominals)
    outside = [each for each in entities if each not in inside]
    nested = [replace(each, sort="nested") for each in inside]
    found = [*people, *outside, *nested, *nominals, *_pronouns(reading)]
    return sorted(found, key=lambda each: (each.start, -each.end))


def _cover(found: Iterator[Candidate] | list[Candidate]) -> set[int]:
    return {offset for each in found for offset in range(each.start, each.end)}


def _inside(each: Candidate, taken: set[int]) -> bool:
    return each.start in taken and each.end - 1 in taken


def _heads_taken(each: Candidate, taken: set[int]) -> bool:
    return each.name is not None and each.name[0] in taken


def _within(entities: list[Candidate], nominals: list[Candidate]) -> list[Candidate]:
    """Entities that are only part of a nominal: 'EU officials' means the officials."""
    return [
        each
        for each in entities
        if any(n.start <= each.start and each.end <= n.end and (n.people or n.head != each.head) for n in nominals)
    ]


def _people(reading: Reading) -> Iterator[Candidate]:
    named = {offset for name in reading.names if name.label == "person" for offset in range(name.start, name.end)}
    for name in reading.names:
        if name.label != "person":
            continue
        span = reading.span(name.start, name.end)
        if len(span) == 0 or _is_term_for_a_body(span):
            continue
        root = span.root
        start = title_start(span, named)
        lead = _lead(span) if start == name.start else None
        reach = _description_end(root, name)
        yield Candidate("person", start, name.end, root.i, "name", (name.start, name.end), lead, reach)


def _is_term_for_a_body(span: Span) -> bool:
    """Whether a name is, or ends, a term of several words for a body: 'Member States', which are nobody's surname."""
    sentence = span[-1].sent  # a name may begin in the sentence before
    last = span[-1].i - sentence.start
    agent = lexicon().ending_at([token.lower_ for token in sentence], last)
    if agent is None or agent.role != "body" or len(agent.words) < 2:
        return False
    return last + 1 - len(agent.words) <= span.start - sentence.start


def _lead(span: Span) -> tuple[int, int] | None:
    """The description before a name and a comma: 'the foreign minister, Jane Roe,'."""
    doc, index = span.doc, span.start - 1
    while index > 0 and doc[index].lower_ in actor_words().honorifics:
        index -= 1
    if index < 1 or doc[index].text != ",":
        return None
    apposed = span.root.dep_ == "appos" and span.root.head.i < index
    head = _governing(span.root.head if apposed else doc[index - 1])
    lows = [token.lower_ for token in doc[head.sent.start : head.i + 1]]
    agent = lexicon().ending_at(lows, len(lows) - 1)
    if agent is None or agent.role not in ("person", "carrier") or is_plural(head.lower_):
        return None
    start, end = _noun_phrase(head)
    return (start, end) if doc[index].idx - end < LEAD else None


def _governing(token: Token) -> Token:
    """The noun that a phrase before a comma is about: 'envoy' of 'the special envoy for Syria'."""
    while token.dep_ == "pobj" and token.head.lower_ in _DESCRIBING and token.head.head.pos_ in ("NOUN", "PROPN"):
        token = token.head.head
    return token


def _description_end(root: Token, name: Name) -> int:
    """How far an apposition or an 'of' phrase behind a name reaches; the name's own end without one."""
    end = name.end
    for child in root.rights:
        apposed = child.dep_ == "appos" and child.ent_type_ != "PERSON"
        if apposed or (child.dep_ == "prep" and child.lower_ in _DESCRIBING):
            end = max(end, _before_verb(child))
    if end == name.end:
        end = _linear_apposition(root, end)
    return end


def _before_verb(child: Token) -> int:
    """The end of a description, cut where a verb follows: the parser may hang a whole clause on it."""
    last = child
    for token in child.doc[child.i : child.right_edge.i + 1]:
        if token.pos_ in ("VERB", "AUX"):
            break
        last = token
    return int(last.idx + len(last))


def _linear_apposition(root: Token, end: int) -> int:
    """', the official spokesman for X,' where the parser saw no apposition: an agent noun before the next comma."""
    index = root.i + 1
    sentence = root.sent
    tokens = root.doc
    if index + 1 >= sentence.end or tokens[index].text not in (",", "—", "–"):
        return end
    if tokens[index + 1].pos_ == "CCONJ" or tokens[index + 1].lower_ in actor_words().relatives:
        return end
    limit = min(sentence.end, index + 25)
    for token in tokens[index + 1 : limit]:
        if token.pos_ in ("VERB", "AUX"):
            return end
        if token.text in (",", ".", "—", "–", ";"):
            return end
        if token.pos_ in ("NOUN", "PROPN") and lexicon().knows(token.lower_):
            return _comma_after(token, limit)
    return end


def _comma_after(token: Token, limit: int) -> int:
    """The end of the stretch up to the next comma or verb."""
    last = token
    for following in token.doc[token.i + 1 : limit]:
        if following.text in (",", ".", "—", "–", ";") or following.pos_ in ("VERB", "AUX"):
            break
        last = following
    return int(last.idx + len(last))


def _entities(reading: Reading, registry: Registry) -> Iterator[Candidate]:
    for found in aliases_of(reading.doc, registry):
        if reading.is_skipped(found.start, found.end):
            continue
        each = _entity(reading, found, registry)
        if each is not None:
            yield each


def _entity(reading: Reading, found: Found, registry: Registry) -> Candidate | None:
    span = reading.span(found.start, found.end)
    alias = min(found.aliases, key=lambda each: each.needs_context)
    entity = registry.actor(alias.entity_id)
    if len(span) == 0 or entity is None or entity.kind == "person" or span.text.islower():
        return None
    root = span.root
    if len(span) == 1 and _continues_name(root):
        return None
    if names_another(entity, reading.text, found, registry):
        return None
    if is_document_part(root) or (alias.needs_context and not any(token.ent_type_ for token in span)):
        return None
    form: Form = "name"
    if entity.kind == "people" and alias.form in ("adjective", "demonym") and root.dep_ in LEFT:
        form = "demonym"
    if entity.kind in ("state", "region"):
        if alias.form in ("adjective", "demonym"):
            form = "demonym"
        elif alias.form == "capital":
            form = "capital"
        if not _state_counts(root, form):
            return None
        if form == "demonym" and (first := _counted(span)) is not None:
            return Candidate("nominal", first.idx, found.end, root.i, "nominal", None, None, found.end)
        if form == "capital":
            entity = _seated(reading, found, entity, registry)
    return Candidate(
        "entity", found.start, found.end, root.i, form, None, None, found.end, entity, not alias.needs_context
    )


def _counted(span: Span) -> Token | None:
    """The first word of 'two Nigerians' or 'hundreds of Syrians': some of a people, not their state."""
    known, doc, start = actor_words(), span.doc, span.start
    if not is_plural_nation(span[-1].lower_) or start == 0:
        return None
    before = doc[start - 1]
    if before.like_num or before.lower_ in known.indefinite - known.articles:
        return before
    if start > 1 and before.lower_ == "of" and doc[start - 2].lower_ in known.partitives:
        return doc[start - 2]
    return None


def _seated(reading: Reading, found: Found, state: Entity, registry: Registry) -> Entity:
    """Whom a capital stands for that is also the seat of a body: 'Brussels' is Belgium only where Belgium is spoken of.

    Where the text speaks of both, the sentence decides.
    """
    bodies = [registry.actor(alias.entity_id) for alias in found.aliases if alias.form != "capital"]
    body = next((each for each in bodies if each is not None and each.kind == "body"), None)
    if body is None:
        return state
    named = [
        (each.start, alias.entity_id.partition(".")[0])
        for each in aliases_of(reading.doc, registry)
        for alias in each.aliases
        if alias.form != "capital" and each.start != found.start and not alias.needs_context
    ]
    sentence = reading.span(found.start, found.end).root.sent
    near = {owner for start, owner in named if sentence.start_char <= start < sentence.end_char}
    far = {owner for _, owner in named}
    of_state = state.id in near or (state.id in far and body.id not in far)
    return state if of_state and body.id not in near else body


def _continues_name(token: Token) -> bool:
    """Whether a one-word naming is the end of a longer name ('Member States'), not of a title."""
    if token.i == 0:
        return False
    before = token.nbor(-1)
    return before.dep_ == "compound" and before.head == token and before.text[:1].isupper() and before.is_alpha


def _state_counts(root: Token, form: Form) -> bool:
    return capital_acts(root) if form == "capital" else acts_as_state(root, adjective=form == "demonym")


def _nominals(reading: Reading, registry: Registry) -> Iterator[Candidate]:
    """Noun phrases headed by an agent noun; 'States' of 'the United States' is none."""
    lands = _ends_of_lands(reading, registry)
    for sentence in reading.sentences():
        lows = [token.lower_ for token in sentence]
        for place, token in enumerate(sentence):
            if token.pos_ not in _NOUNS or not lexicon().knows(token.lower_) or token.idx + len(token) in lands:
                continue
            agent = lexicon().ending_at(lows, place)
            if agent is None or agent.role == "modifier" or _is_modifier(token) or _is_predicate(token):
                continue
            if not token.whitespace_ and place + 1 < len(sentence) and sentence[place + 1].text in ("-", "‑"):
                continue
            start, end = _noun_phrase(token)
            span = reading.span(start, end)
            if not len(span) or span[0].lower_ in actor_words().negations:
                continue
            noun = (token.idx, token.idx + len(token))
            second = _second_people(span, token, registry)
            if second is not None:
                first_end = second.nbor(-2).idx + len(second.nbor(-2))
                yield Candidate("nominal", start, first_end, second.i - 2, "nominal", None, None, end, people=end)
                start = second.idx
            yield Candidate("nominal", start, end, token.i, "nominal", noun, None, end)


def _ends_of_lands(reading: Reading, registry: Registry) -> set[int]:
    """Where the names of states end that have several words: what is a noun elsewhere is a part of them."""
    found = aliases_of(reading.doc, registry)
    named = [(each, registry.actor(a.entity_id)) for each in found for a in each.aliases if a.form == "name"]
    return {
        each.end
        for each, entity in named
        if entity is not None and entity.kind == "state" and " " in reading.text[each.start : each.end]
    }


def _second_people(span: Span, head: Token, registry: Registry) -> Token | None:
    """The owner after 'and' in 'Turkish and Russian officials'; None where the phrase names one."""
    for token in span[1:]:
        if token.i + 1 >= head.i + 1 or token.lower_ != "and":
            continue
        left, right = token.nbor(-1), token.nbor()
        if right.i >= head.i:
            continue
        if right.ent_type_ == "NORP" and (left.ent_type_ == "NORP" or is_owner(left.text, registry)):
            return right  # "U.S. and Russian negotiators"
        if _are_owners(left, right, registry):
            return right
    return None


def _are_owners(left: Token, right: Token, registry: Registry) -> bool:
    """Whether both words are acronyms of a state or body: 'UK and EU negotiators'."""
    if not (left.text.isupper() and right.text.isupper()) or left.nbor(1).nbor(1).i != right.i:
        return False
    return is_owner(left.text, registry) and is_owner(right.text, registry)


def _is_modifier(token: Token) -> bool:
    """Whether the noun stands before another noun of its phrase ('police station', 'minister Jones')."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if token.dep_ in ("compound", "nmod", "amod") and token.head.i > token.i:
        return following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ")
    return token.pos_ == "ADJ" and (token.dep_ not in ("nsubj", "pobj", "dobj") or token.i == token.left_edge.i)


def _is_predicate(token: Token) -> bool:
    """Whether the noun says what something is ('as a state', 'is a power') and names nobody."""
    return token.dep_ == "attr" or (token.dep_ == "pobj" and token.head.lower_ == "as")


def _noun_phrase(token: Token) -> tuple[int, int]:
    """The noun phrase of a head: its modifiers on the left, its 'of' and 'for' phrases on the right."""
    first = token.i
    floor = token.sent.start
    while first > floor and _belongs_to_phrase(token.doc[first - 1], token):
        first -= 1
    while first < token.i and (token.doc[first].is_punct or token.doc[first].lower_ in actor_words().openers):
        first += 1
    last = token
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in _PREPOSITIONS and child.i == last.i + 1:
            last = _short_edge(child)
    last = _loyal_edge(last)
    return int(token.doc[first].idx), int(last.idx + len(last))


def _loyal_edge(last: Token) -> Token:
    """The end of 'loyal to …' behind a noun: 'forces loyal to the president'."""
    doc, after = last.doc, last.i + 1
    if after + 1 < len(doc) and doc[after].lower_ == "loyal" and doc[after + 1].lower_ == "to":
        return _short_edge(doc[after + 1])
    return last


def _belongs_to_phrase(part: Token, head: Token) -> bool:
    """Whether a word at the left edge belongs to the noun phrase; adjectives of peoples do whatever the parse."""
    people = part.pos_ == "ADJ" and part.text[:1].isupper() and (part.ent_type_ == "NORP" or part.i + 1 == head.i)
    return people or _coordinated(part) or _is_left_part(part, head)


def _coordinated(part: Token) -> bool:
    """Whether the word joins adjectives of one noun: 'Israeli and European officials'."""
    joint = part if part.lower_ in _AND else part.nbor() if part.i + 1 < len(part.doc) else part
    if joint.lower_ not in _AND or not 0 < joint.i < len(part.doc) - 1:
        return False
    left, right = joint.nbor(-1), joint.nbor()
    if not (left.text[:1].isupper() and right.text[:1].isupper()):
        return False
    return left.pos_ in _NOUNS and (right.pos_ in _NOUNS or right.ent_type_ == "NORP")


def _is_left_part(part: Token, head: Token) -> bool:
    return (part.head == head and part.dep_ in LEFT and not _splits(part)) or (
        head.is_ancestor(part) and part.head.i <= head.i and part.dep_ in LEFT and not _splits(part)
    )


def _splits(part: Token) -> bool:
    return bool(part.is_punct) and part.text not in ("-", "–")


def _short_edge(preposition: Token) -> Token:
    """The end of the first noun phrase after a preposition, without what hangs on it."""
    noun = next((child for child in preposition.rights if child.dep_ == "pobj"), None)
    if noun is None:
        return preposition.head
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((each for each in child.rights if each.dep_ == "pobj"), None)
            return inner or noun
    return noun


def _pronouns(reading: Reading) -> Iterator[Candidate]:
    known = actor_words().pronouns
    for sentence in reading.sentences():
        for token in sentence:
            if token.lower_ in known and token.pos_ in ("PRON", "DET") and token.text != "US":
                end = token.idx + len(token)
                yield Candidate("pronoun", token.idx, end, token.i, "pronoun", reach=end)
