"""Which posts the words of a title mean: those of its class that the words fit, or whoever heads a body.

'The US ambassador to Israel' and 'the EU trade commissioner' name one of many posts of their class. What a phrase says
beside its title and its owner, 'Israel' or 'trade', must stand in the post's title too. Countries and bodies are
compared as the registry knows them, so that 'UN Syria envoy' is the Special Envoy for Syria.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from communique.registry import Post, Registry, TitleMatch
from communique.registry.words import keys, words
from communique.resolve.actors.lexicon import actor_words

HELD_BY_ONE = 15
"""How many classes of posts, the most important first, have one holder at a time."""
_HEADS = 7
"""How many of them can be the highest office of an international body."""
_LED = ("party leader", "armed group leader")
"""The highest offices of parties and armed groups."""
_ANY_HEAD = "chair"
"""The class of titles that say no more than that somebody is at the head."""
_MOSTLY_ONE = (
    *_LED, "national security adviser", "intelligence chief", "speaker", "military chief", "chief of staff",
    "opposition leader",
)  # fmt: skip
"""Classes of which a state may have several posts, but that words without more mean the one holder of."""
_IN_TEXTS = ("ambassador", "permanent representative", "envoy", "commissioner", "judge", "speaker", "military chief",
             "chief of staff", "national security adviser", "intelligence chief")  # fmt: skip
"""Classes beside those of one holder at a time whose holder a noun in a text may mean."""
_NEVER_ONE = ("official", "minister", "member of parliament", "journalist", "expert", "activist", "business leader")
"""Classes of which words without more mean nobody."""
_ALWAYS_SECOND = ("vice president", "deputy head of government", "deputy minister")
"""Classes of those who are not at the head, whatever their titles: Tánaiste."""
_ENVOYS = frozenset(["envoy", "representative", "coordinator"])
_AT_THE_HEAD = frozenset(["head", "director", "president", "chairman", "chair", "governor", "commander", "leader"])
"""Nouns in the titles of those whom news calls the chief or the head."""
_SECOND = frozenset(["deputy", "vice", "assistant", "under", "co"])
"""Words for those who are not at the head; the words and the post must agree on them."""


def posts_named(registry: Registry, title: TitleMatch, owners: Iterable[str], phrase: str = "") -> list[Post]:
    """The posts that a title means at one of these states or bodies, in the table's order.

    'The head of the IAEA' is its Director General: where a body has no post of the title's own class, a title that
    only says 'head' means its highest office.

    Args:
        registry: The registry.
        title: The title.
        owners: Ids of the states and bodies that the words name.
        phrase: The whole words; what they say beside title and owner chooses among several posts.
    """
    for owner in owners:
        posts = registry.posts(title.post_class, owner, title.title) or [
            post for organ in registry.organizations_of(owner) for post in registry.posts(title.post_class, organ)
        ]
        known = posts or (_highest(registry, owner) if title.post_class == _ANY_HEAD else [])
        found = _fitting(registry, title, owner, known, phrase) if phrase else known
        if found:
            return found
    return []


def sole_holder(registry: Registry, title: TitleMatch, owners: Iterable[str], phrase: str, on: date) -> str | None:
    """The one person whom a noun in a text means by an office; None where several held it, or none is known to."""
    if title.post_class not in (*registry.post_classes[:HELD_BY_ONE], *_IN_TEXTS):
        return None
    posts = posts_named(registry, title, owners, phrase)
    holders = {tenure.person_id for post in posts for tenure in registry.post_tenures(post.id) if tenure.held(on)}
    return holders.pop() if len(holders) == 1 else None


def _fitting(registry: Registry, title: TitleMatch, owner: str, posts: list[Post], phrase: str) -> list[Post]:
    """The posts whose titles hold all that the phrase says beside its title and its owner."""
    said, named = _said(registry, owner, phrase)
    if not said | named and title.post_class in _NEVER_ONE:
        return []
    second = title.post_class in _ALWAYS_SECOND
    of_rank = [each for each in posts if second or _rank(each.title) == _rank(phrase)]
    if not said | named:
        return of_rank
    looser = said - set(keys(title.title)) if owner in title.organizations else said
    for words_said in (said, looser, set[str]()):
        if words_said | named and (fitting := _holding(registry, owner, of_rank, words_said, named)):
            return fitting
    others = [each for each in named if not each.startswith(f"{owner}.")]
    if of_rank and title.post_class in _ones(registry) and not others and (_is_state(registry, owner) or not looser):
        return of_rank
    shared = list(_of_any_class(registry, owner, phrase))
    return _holding(registry, owner, shared, said, named) or (
        _holding(registry, owner, shared, set(), named) if named else []
    )


def _holding(registry: Registry, owner: str, posts: list[Post], said: set[str], named: set[str]) -> list[Post]:
    """The posts whose titles hold these words and name these states and bodies."""
    found = []
    for post in posts:
        theirs, bodies = _said(registry, owner, post.title)
        if said <= theirs and named <= bodies:
            found.append(post)
    return found


def _is_state(registry: Registry, owner: str) -> bool:
    entity = registry.actor(owner)
    return entity is not None and entity.kind == "state"


def _ones(registry: Registry) -> tuple[str, ...]:
    return (*registry.post_classes[:HELD_BY_ONE], *_MOSTLY_ONE)


def _of_any_class(registry: Registry, owner: str, phrase: str) -> Iterator[Post]:
    """Posts of any class, at the owner or an organ of it, that share the noun."""
    nouns = set(keys(phrase)) & actor_words().office_nouns
    nouns |= _ENVOYS if nouns & _ENVOYS else set()
    for organization in (owner, *registry.organizations_of(owner)):
        for post_class in registry.post_classes:
            for post in registry.posts(post_class, organization):
                if _rank(post.title) == _rank(phrase) and _shares(nouns, post.title):
                    yield post


def _shares(nouns: set[str], title: str) -> bool:
    """Whether a title has one of the nouns for offices, or one for the head where the words only say 'chief'."""
    theirs = set(keys(title)) & actor_words().office_nouns
    return bool(nouns & theirs or (nouns & actor_words().any_office and theirs & _AT_THE_HEAD))


def _rank(phrase: str) -> frozenset[str]:
    return _SECOND & set(keys(phrase))


def _said(registry: Registry, owner: str, phrase: str) -> tuple[set[str], set[str]]:
    """What words say beside nouns for offices and their owner: other words, and ids of states and bodies."""
    known = actor_words()
    adjective = registry.adjective(owner) or ""
    text = f"{adjective} {phrase}" if adjective and adjective not in phrase else phrase
    namings = list(registry.find_aliases(text))
    entity = registry.actor(owner)
    own = {owner, entity.country if entity else None, entity.parent if entity else None}
    named: set[str] = set()
    plain: list[str] = []
    inside: set[int] = set()
    for each in namings:
        ids = {alias.entity_id for alias in each.aliases}
        inside |= set(range(each.start, each.end))
        if ids & own:
            continue
        chosen = min(ids, key=lambda one: (not one.startswith(f"{owner}."), _sort_of(registry, one), one))
        named.add(chosen)
        if chosen.startswith(f"{owner}."):
            plain += keys(text[each.start : each.end])
    plain += [word.key for word in words(text) if word.start not in inside]
    if "presidential" in plain:
        named.add(f"{owner}.PRES")
    small = known.determiners | known.breaks | known.former | known.office_nouns | _SECOND | {"presidential"}
    small = small | set(keys(adjective))
    return {word for word in plain if word not in small and len(word) > 1}, named


def _sort_of(registry: Registry, entity_id: str) -> int:
    """States and regions before peoples of the same name, so that words and titles choose alike."""
    entity = registry.actor(entity_id)
    order = ("state", "region", "body", "organisation")
    return order.index(entity.kind) if entity is not None and entity.kind in order else len(order)


def _highest(registry: Registry, owner: str) -> list[Post]:
    """The posts of the highest class that a body, party or group has; none for a state, which has several heads."""
    entity = registry.actor(owner)
    if entity is None or entity.kind in ("state", "region", "people"):
        return []
    ranks = (registry.posts(each, owner) for each in (*registry.post_classes[:_HEADS], *_LED, "military chief"))
    return next(filter(None, ranks), [])
