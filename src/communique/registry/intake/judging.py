"""Whether a row may stand: dates in order, known actors, codes and posts, no overlap, no naming given twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.registry.intake.dates import is_reversed
from communique.registry.intake.drafts import Problem
from communique.registry.intake.words import import_words, nearest
from communique.registry.intake.world import World
from communique.registry.layer import Row
from communique.registry.model import Alias, Entity, Membership, Post, Tenure
from communique.registry.overlay import overlap
from communique.registry.words import normalise


class Judge:
    """Judges rows one after the other; what it let pass counts against those that follow.

    Args:
        world: What the rows may name; actors and posts have to be known to it before rows that name them come.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._tenures: dict[tuple[str, str], list[tuple[Tenure, str]]] = {}
        self._holders: dict[str, list[tuple[Tenure, str]]] = {}
        self._memberships: dict[tuple[str, str], list[tuple[Membership, str]]] = {}
        self._aliases: dict[tuple[str, str, str], tuple[str, str]] = {}

    def judge(self, row: Row, file: str) -> list[Problem]:
        """What is the matter with a row; nothing when it may stand. One that is not rejected is remembered."""
        return [
            Problem(file, row.line, what, advice, rejected) for what, advice, rejected in self._complaints(row, file)
        ]

    def _complaints(self, row: Row, file: str) -> Iterator[tuple[str, str, bool]]:
        where = f"{file}:{row.line}"
        if row.actor is not None:
            yield from self._actor(row.actor)
        elif row.alias is not None:
            yield from self._alias(row.alias, where)
        elif row.post is not None:
            yield from self._post(row.post)
        elif row.tenure is not None:
            yield from self._tenure(row.tenure, where)
        elif row.membership is not None:
            yield from self._membership(row.membership, where)

    def _actor(self, actor: Entity) -> Iterator[tuple[str, str, bool]]:
        for sector in actor.sectors:
            if sector not in import_words().sectors:
                yield f"{sector} is no sector code.", nearest(sector, import_words().sectors), True
        for other in filter(None, (actor.country, actor.parent)):
            if other != actor.id and self._world.actor(other) is None:
                yield f"{other} is neither in the registry nor in your files.", "Import it first, or mend the id.", True

    def _post(self, post: Post) -> Iterator[tuple[str, str, bool]]:
        known = self._world.registry.post_classes
        if post.post_class not in known:
            yield f"{post.post_class!r} is no class of posts.", nearest(post.post_class, known), True
        if self._world.actor(post.organization) is None:
            yield f"The organisation {post.organization} is unknown.", "Import it first, or mend the id.", True
        for sector in post.sectors:
            if sector not in import_words().sectors:
                yield f"{sector} is no sector code.", nearest(sector, import_words().sectors), True

    def _alias(self, alias: Alias, where: str) -> Iterator[tuple[str, str, bool]]:
        name = normalise(alias.text)
        key = (alias.entity_id, name, alias.form)
        if self._world.actor(alias.entity_id) is None:
            yield f"The actor {alias.entity_id} of the naming {alias.text!r} is unknown.", "Import it first.", True
        elif not name:
            yield f"The naming {alias.text!r} has no letters.", "Write it in letters.", True
        elif is_reversed(alias.since, alias.until):
            yield f"The naming {alias.text!r} ends before it starts.", "Mend one of the two dates.", True
        elif self._aliases.get(key, ("", ""))[0] == alias.text:
            yield f"{alias.text!r} is given twice for {alias.entity_id}: also at {self._aliases[key][1]}.", _DROP, True
        else:
            self._aliases[key] = (alias.text, where)
            yield from self._shared(alias)

    def _shared(self, alias: Alias) -> Iterator[tuple[str, str, bool]]:
        if alias.needs_context or alias.form == "surname":
            return
        others = {each.id for each in self._world.named(alias.text)} - {alias.entity_id}
        sure = {each.entity_id for each in self._world.namings(alias.text) if not each.needs_context}
        for other in sorted(others & (sure | others - sure)):
            entity = self._world.actor(other)
            name = entity.name if entity else other
            what = f"{alias.text!r} for {alias.entity_id} also names {other} ({name}); yours comes first."
            yield what, "Put ? before it if it should count in context only.", False
            return

    def _tenure(self, tenure: Tenure, where: str) -> Iterator[tuple[str, str, bool]]:
        person, post = self._world.actor(tenure.person_id), self._world.post(tenure.post_id)
        key = (tenure.person_id, tenure.post_id)
        if person is None or person.kind != "person":
            yield f"{tenure.person_id} is no person that is known.", "Import the person first, or mend the id.", True
        elif post is None:
            yield f"{tenure.post_id} is no post that is known.", "Import the post first, or mend the id.", True
        elif is_reversed(tenure.since, tenure.until):
            yield f"The tenure ends ({tenure.until}) before it starts ({tenure.since}).", "Mend one of the dates.", True
        elif clash := self._clash(tenure, self._tenures.get(key, ())):
            yield f"The tenure of {person.name} overlaps the one at {clash} in the same post.", "Join the two.", True
        else:
            yield from self._beside(tenure, post)
            self._tenures.setdefault(key, []).append((tenure, where))
            self._holders.setdefault(tenure.post_id, []).append((tenure, where))

    def _beside(self, tenure: Tenure, post: Post) -> Iterator[tuple[str, str, bool]]:
        """Two holders at once of a post that leads; of others there may be many."""
        if post.post_class not in import_words().one_holder:
            return
        others = (
            (each, at)
            for each, at in self._holders.get(post.id, ())
            if not (each.until and each.until == tenure.since) and not (tenure.until and tenure.until == each.since)
        )  # one may leave on the day on which the other comes
        clash = self._clash(tenure, others)
        if clash:
            yield f"{post.title} ({post.organization}) has two holders at once: also at {clash}.", _ENDS, False

    @staticmethod
    def _clash(tenure: Tenure, others: Iterable[tuple[Tenure, str]]) -> str | None:
        """Where a tenure of the same days was given."""
        found = (at for each, at in others if overlap(tenure.since, tenure.until, each.since, each.until))
        return next(found, None)

    def _membership(self, membership: Membership, where: str) -> Iterator[tuple[str, str, bool]]:
        body, member = self._world.actor(membership.body_id), self._world.actor(membership.state_id)
        known = self._memberships.setdefault((membership.body_id, membership.state_id), [])
        if body is None or body.kind in ("person", "state"):
            yield f"{membership.body_id} is no body that is known.", "Import it first, or mend the id.", True
        elif member is None or member.kind == "person":
            yield f"The member {membership.state_id} is unknown.", "Use an id, such as a country's alpha-3 code.", True
        elif is_reversed(membership.since, membership.until):
            yield f"The membership ends ({membership.until}) before it starts ({membership.since}).", _MEND, True
        elif clash := next((at for each, at in known if _same_time(each, membership)), None):
            yield f"The membership of {member.name} overlaps the one at {clash}.", "Join the two.", True
        else:
            known.append((membership, where))


_DROP = "Drop one of the two."
_MEND = "Mend one of the dates."
_ENDS = "Give the earlier one an end, if it has one."


def _same_time(left: Membership, right: Membership) -> bool:
    return left.role == right.role and overlap(left.since, left.until, right.since, right.until)
