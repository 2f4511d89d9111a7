"""Which posts the words of a title mean: those of its class, or whoever heads the body that 'the head of' names."""

from __future__ import annotations

from collections.abc import Iterable

from communique.registry import Post, Registry, TitleMatch

HELD_BY_ONE = 15
"""How many classes of posts, the most important first, have one holder at a time."""
_HEADS = 7
"""How many of them can be the highest office of an international body."""
_LED = ("party leader", "armed group leader")
"""The highest offices of parties and armed groups."""
_ANY_HEAD = "chair"
"""The class of titles that say no more than that somebody is at the head."""


def posts_named(registry: Registry, title: TitleMatch, owners: Iterable[str]) -> list[Post]:
    """The posts that a title means at one of these states or bodies, in the table's order.

    'The head of the IAEA' is its Director General: where a body has no post of the title's own class, a title that
    only says 'head' means its highest office.

    Args:
        registry: The registry.
        title: The title.
        owners: Ids of the states and bodies that the words name.
    """
    found: list[Post] = []
    for owner in owners:
        posts = registry.posts(title.post_class, owner, title.title)
        found += posts or (_highest(registry, owner) if title.post_class == _ANY_HEAD else [])
    return found


def _highest(registry: Registry, owner: str) -> list[Post]:
    """The posts of the highest class that a body, party or group has; none for a state, which has several heads."""
    entity = registry.actor(owner)
    if entity is None or entity.kind in ("state", "region", "people"):
        return []
    ranks = (registry.posts(each, owner) for each in (*registry.post_classes[:_HEADS], *_LED))
    return next(filter(None, ranks), [])


def held_by_one(registry: Registry, title: TitleMatch, owners: Iterable[str]) -> bool:
    """Whether the title means an office that has one holder at a time."""
    leading = (*registry.post_classes[:HELD_BY_ONE], *_LED)
    classes = {post.post_class for post in posts_named(registry, title, owners)} or {title.post_class}
    return classes <= set(leading)
