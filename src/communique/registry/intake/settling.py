"""From what files say to rows of the layer: ids found or made, names and codes resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from communique.record import ActorKind
from communique.registry.intake.dates import iso_date
from communique.registry.intake.drafts import (
    Draft,
    GivenActor,
    GivenAlias,
    GivenMembership,
    GivenNaming,
    GivenPost,
    GivenTenure,
)
from communique.registry.intake.words import import_words, kind_of, nearest, role_sector
from communique.registry.intake.world import World
from communique.registry.layer import Row
from communique.registry.loading import ROLES
from communique.registry.model import Alias, Entity, Membership, Post, Tenure, TitleMatch
from communique.registry.words import keys, normalise

_ITEM = re.compile(r"Q[1-9]\d*")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
OTHER = "official"
"""The class of a post whose title tells no other."""
REGIONAL = "head of region"
"""The class of a post that leads a part of a state."""
MEMBER = "member of parliament"
"""The class of such a post in a parliament."""


class RowError(Exception):
    """A row cannot be tied to the registry.

    Args:
        what: What is the matter.
        advice: What to do.
    """

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


class Settler:
    """Ties the rows of several files to the registry and to each other.

    Args:
        world: What is known; it learns every actor and post that is settled.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: dict[str, str] = {}
        self._posts: dict[str, str] = {}
        self._added: set[tuple[str, str, str]] = set()
        self._refused: set[str] = set()
        self._made: set[str] = set()
        self._seen: set[tuple[str, GivenAlias]] = set()

    def refuse(self, key: str | None) -> None:
        """Note that the row of this key was left out, so that those which name it can say so."""
        if key is not None:
            self._refused.add(key)

    # -- actors --------------------------------------------------------------------------------------------

    def actor(self, given: GivenActor, draft: Draft) -> Iterator[Row]:
        """The rows of an actor and its namings.

        Raises:
            RowError: It cannot be tied to the registry.
        """
        known = self._keys.get(given.key or "")
        kind, of_kind = self._kind(given)
        country = self._country(given.country)
        entity_id = known or self._identify(given, kind, country, draft)
        existing = self._world.actor(entity_id)
        if kind is None and existing is None:
            raise RowError(f"It does not say what kind of actor {given.name!r} is.", f"Add a column kind: {_KINDS}.")
        if existing is not None and kind is not None and (existing.kind == "person") != (kind == "person"):
            raise RowError(f"{entity_id} is {existing.name}, a {existing.kind}, not a {kind}.", "Use another id.")
        entity = self._merged(given, existing, entity_id, kind, country, of_kind)
        if given.key:
            self._keys[given.key] = entity_id
        if existing is None:
            self._made.add(entity_id)
        if entity != existing:
            row = Row(given.line, actor=entity)
            self._world.take(row)
            yield row
        yield from self._namings(given, entity, draft)

    def _kind(self, given: GivenActor) -> tuple[ActorKind | None, tuple[str, ...]]:
        if given.kind is None:
            return None, ()
        found = kind_of(given.kind)
        if found is None:
            raise RowError(f"{given.kind!r} is no kind of actor.", nearest(given.kind, import_words().kinds) or _KINDS)
        return found.kind, found.sectors

    def _country(self, word: str | None) -> str | None:
        if word is None:
            return None
        found = self._keys.get(word) or self._world.country(word)
        if found is None:
            raise RowError(f"{word} is no country code.", "Use ISO 3166-1 alpha-3, such as FRA.")
        return found

    def _identify(self, given: GivenActor, kind: ActorKind | None, country: str | None, draft: Draft) -> str:
        """The id of an actor: its own, its Wikidata item, that of the one actor of its name, or a new one."""
        if given.wikidata is not None and not _ITEM.fullmatch(given.wikidata):
            raise RowError(f"{given.wikidata!r} is no Wikidata item.", "Write it like Q7747, or leave it empty.")
        key = given.key if given.key and given.key != given.name and _SAFE.fullmatch(given.key) else None
        if key is not None and self._world.actor(key) is not None:
            return key
        item = given.wikidata or (key if key and _ITEM.fullmatch(key) else None)
        named = self._of_name(given, kind, country)
        if item is not None:
            known = self._world.by_wikidata(item)
            if known is None and len(named) == 1 and named[0].wikidata is None:
                return named[0].id
            if known is None and named:
                draft.note(given.line, f"{given.name!r} is also {named[0].id}: {item} is now a second one.", _SAME)
            return known or key or item
        if len(named) > 1:
            listed = ", ".join(f"{each.id} ({each.country or each.kind})" for each in named[:5])
            raise RowError(f"Several actors are called {given.name!r}: {listed}.", "Say in a column id which is meant.")
        if named and normalise(named[0].name) != normalise(given.name):
            draft.note(given.line, f"{given.name!r} is taken for {named[0].id}, {named[0].name}.", _NOT_SO)
        return named[0].id if named else key or self._new_id(given.name)

    def _of_name(self, given: GivenActor, kind: ActorKind | None, country: str | None) -> list[Entity]:
        """The known actors of its name that can be the one given; of a person of a country, other full names count."""
        others = given.aliases if kind == "person" and country is not None else ()
        own_key = given.key not in (None, given.name)  # two keys of these files are two actors, whatever their names
        for name in (given.name, *(alias.text for alias in others if " " in alias.text)):
            found = [
                each
                for each in self._world.named(name)
                if (kind is None or (each.kind == "person") == (kind == "person"))
                and not (own_key and each.id in self._made)
                and (country is None or each.country in (None, country) or each.id == country)
            ]
            if found:
                return found
        return []

    def _new_id(self, name: str) -> str:
        slug = slug_of(name)
        if not slug:
            raise RowError(f"No id can be made of the name {name!r}.", "Give one in a column id.")
        number, made = 1, slug
        while self._world.actor(made) is not None:
            number, made = number + 1, f"{slug}-{number + 1}"
        return made

    def _merged(
        self,
        given: GivenActor,
        existing: Entity | None,
        entity_id: str,
        kind: ActorKind | None,
        country: str | None,
        of_kind: Sequence[str],
    ) -> Entity:
        """The actor as given; what is not given stays as it was known."""
        sectors = tuple(self._sector(each) for each in given.sectors)
        parent = self._reference(given.parent) if given.parent else None
        item = given.wikidata or (entity_id if _ITEM.fullmatch(entity_id) else None)
        if existing is None:
            home = country or (entity_id if kind == "state" else None)
            return Entity(
                entity_id,
                given.name,
                kind or "organisation",
                home,
                sectors or tuple(of_kind),
                item,
                parent,
                given.cameo,
            )
        return replace(
            existing,
            name=given.name if given.key == entity_id else existing.name,
            country=country or existing.country,
            sectors=sectors or existing.sectors,
            wikidata=existing.wikidata or item,
            parent=parent or existing.parent,
            cameo=given.cameo or existing.cameo,
        )

    def _sector(self, word: str) -> str:
        sector = role_sector(word.strip().upper())
        if sector is None:
            raise RowError(f"{word!r} is no sector code.", nearest(word.upper(), import_words().sectors) or _SECTORS)
        return sector

    def _namings(self, given: GivenActor, entity: Entity, draft: Draft) -> Iterator[Row]:
        names = [] if normalise(given.name) == normalise(entity.name) else [GivenAlias(given.name)]
        for alias in (*names, *given.aliases, *(GivenAlias(each, "surname") for each in given.surnames)):
            if (entity.id, alias) not in self._seen:  # an actor may have a row for each office, each with its names
                self._seen.add((entity.id, alias))
                yield from self._alias(given.line, entity.id, alias, draft)

    def _alias(self, line: int, entity_id: str, given: GivenAlias, draft: Draft) -> Iterator[Row]:
        """The row of a naming; none for one that the registry has as it ships."""
        try:
            since, until = iso_date(given.since), iso_date(given.until)
        except ValueError as error:
            draft.reject(line, f"{str(error)!r} in the naming {given.text!r} is no date.", _DATES)
            return
        alias = Alias(entity_id, given.text, given.form, given.needs_context, since, until)
        shipped = self._world.namings(given.text) if given.form != "surname" else []
        if any(each.entity_id == entity_id and each.form == given.form for each in shipped):
            return
        if given.weak and any(each.entity_id != entity_id and not each.needs_context for each in shipped):
            draft.weaker["naming"] = draft.weaker.get("naming", 0) + 1
            return
        row = Row(line, alias=alias)
        self._world.take(row)
        yield row

    def naming(self, given: GivenNaming, draft: Draft) -> Iterator[Row]:
        """The row of a naming that stands by itself.

        Raises:
            RowError: Its actor is not known.
        """
        yield from self._alias(given.line, self._reference(given.actor), given.alias, draft)

    def _reference(self, word: str) -> str:
        """The id of an actor that a row names by key, id or name."""
        if word in self._keys:
            return self._keys[word]
        if word in self._refused:
            raise RowError("The row that says who this is was rejected.", "Mend that row first.")
        if self._world.actor(word) is not None:
            return word
        if _ITEM.fullmatch(word) and (item := self._world.by_wikidata(word)):
            return item
        named = self._world.named(word)
        if len(named) > 1:
            listed = ", ".join(f"{each.id} ({each.country or each.kind})" for each in named[:5])
            raise RowError(f"{word!r} may mean several actors: {listed}.", "Use the id.")
        found = named[0].id if named else self._world.country(word)
        if found is None:
            raise RowError(f"{word!r} is neither in the registry nor in your files.", "Import it, or mend the name.")
        return found

    # -- offices -------------------------------------------------------------------------------------------

    def post(self, given: GivenPost, draft: Draft) -> Iterator[Row]:
        """The rows of a post and its further titles; none when the registry has it.

        Raises:
            RowError: Its organisation or class is not known.
        """
        place = given.organization or given.country
        if place is None:
            raise RowError(f"The post {given.titles[0]!r} has no organisation and no country.", "Give one.")
        owner = self._reference(given.organization) if given.organization else self._country(given.country) or ""
        organization = self._world.actor(owner)
        post_class = self._class(given, organization, draft)
        if organization is not None and post_class in import_words().one_holder:
            organization = self._state_of(organization)
            owner = organization.id
        post = self._known_post(given, post_class, owner)
        if post is None:
            post = self._new_post(given, post_class, owner)
            row = Row(given.line, post=post)
            self._world.take(row)
            yield row
        if given.key:
            self._posts[given.key] = post.id
        if given.post_class is not None or len(given.titles) > 1:
            yield from self._titles(given, post_class, owner)

    def _titles(self, given: GivenPost, post_class: str, owner: str) -> Iterator[Row]:
        """The titles that the vocabulary does not have; words that mean too much are left out."""
        for title in given.titles:
            match = self._world.registry.post_class_of_title(title)
            added = (post_class, title, owner)
            if match is None and normalise(title) not in import_words().generic_titles and added not in self._added:
                self._added.add(added)
                yield Row(given.line, title=added)

    def _state_of(self, organization: Entity) -> Entity:
        """The state that a government or ministry is an organ of: its leading offices are the state's."""
        parent = self._world.actor(organization.parent) if organization.parent else None
        is_organ = organization.kind in ("government", "ministry") and parent is not None and parent.kind == "state"
        return parent if is_organ and parent is not None else organization

    def _class(self, given: GivenPost, organization: Entity | None, draft: Draft) -> str:
        classes = self._world.registry.post_classes
        if given.post_class is not None:
            if given.post_class not in classes:
                raise RowError(f"{given.post_class!r} is no class of posts.", nearest(given.post_class, classes))
            return given.post_class
        if organization is not None and (known := self._world.titled(given.titles, organization.id)) is not None:
            return known.post_class
        for title in given.titles:
            match = self._world.registry.post_class_of_title(title)
            if match is not None and (found := self._meant(match, organization)) is not None:
                return found
        if organization is not None and organization.sectors[:1] == ("LEG",):
            return MEMBER
        draft.note(given.line, f"The title {given.titles[0]!r} tells no class of posts: taken as an {OTHER}.", _CLASS)
        return OTHER

    def _meant(self, match: TitleMatch, organization: Entity | None) -> str | None:
        """The class that a title names at an organisation; None where only others have it, as a chancellor.

        Whoever leads a part of a state, such as the First Minister of Scotland, does not lead the state.
        """
        if match.deputy and match.post_class.endswith("minister"):
            return "deputy minister"
        places = {organization.id, organization.country, organization.parent} if organization else set[str | None]()
        leading = match.post_class in import_words().one_holder
        if not leading or not match.organizations or not places.isdisjoint(match.organizations):
            return match.post_class
        named = [self._world.actor(each) for each in match.organizations]
        return REGIONAL if any(each is not None and each.country in places for each in named) else None

    def _known_post(self, given: GivenPost, post_class: str, owner: str) -> Post | None:
        """The post that is known already: by its id, by its title, or the only one of a leading class."""
        if given.key and (known := self._world.post(given.key)) is not None:
            return known
        posts = self._world.posts(post_class, owner)
        titles = {normalise(title) for title in given.titles}
        sectors = tuple(self._sector(each) for each in given.sectors)
        same = [each for each in posts if normalise(each.title) in titles and sectors in ((), each.sectors)]
        if same:
            return same[0]
        return posts[0] if len(posts) == 1 and post_class in import_words().one_holder else None

    def _new_post(self, given: GivenPost, post_class: str, owner: str) -> Post:
        organization = self._world.actor(owner)
        key = given.key if given.key and given.key.startswith(f"{owner}.") and _SAFE.fullmatch(given.key) else None
        sectors = tuple(self._sector(each) for each in given.sectors)
        at_state = organization is not None and organization.kind in ("state", "region")
        if not sectors and organization is not None:
            of_class = self._world.registry.sectors_of_class(post_class)
            sectors = of_class if at_state or post_class in ROLES else organization.sectors
        country = organization.country if organization else None
        return Post(key or f"{owner}.{slug_of(given.titles[0])}", post_class, given.titles[0], owner, country, sectors)

    def tenure(self, given: GivenTenure, draft: Draft) -> Iterator[Row]:
        """The rows of a tenure, and of its post when it brings one.

        Raises:
            RowError: Its person, its post or a date is not known.
        """
        since, until = self._dates(given.since, given.until)
        person = self._person(given.person)
        if given.weak and self._world.registry.tenures(person):
            draft.weaker["tenure"] = draft.weaker.get("tenure", 0) + 1
            return
        if isinstance(given.post, GivenPost):
            yield from self.post(replace(given.post, key=given.post.key or self._key(given.post)), draft)
            post_id = self._posts[given.post.key or self._key(given.post)]
        else:
            post_id = self._posts.get(given.post, given.post)
            if given.post in self._refused:
                raise RowError("The row of its post was rejected.", "Mend that row first.")
        if self._world.post(post_id) is None:
            raise RowError(f"{post_id} is no post that is known.", "Import the post, or give title and organization.")
        if since is None and until is None:
            draft.note(given.line, "The tenure has no start and no end: it counts on every day.", "Give what is known.")
        yield from self._at_home(given.line, person, post_id)
        yield Row(given.line, tenure=Tenure(person, post_id, since, until, given.source))

    @staticmethod
    def _key(post: GivenPost) -> str:
        """What a post that a tenure brings is called among the keys: the same for the same words."""
        return "\t".join([post.post_class or "", post.organization or post.country or "", *post.titles])

    def _person(self, word: str) -> str:
        if word in self._keys:
            return self._keys[word]
        if word not in self._refused and self._world.actor(word) is None and not _ITEM.fullmatch(word):
            people = [each for each in self._world.named(word) if each.kind == "person"]
            if len(people) == 1:
                return people[0].id
        return self._reference(word)

    def _at_home(self, line: int, person: str, post_id: str) -> Iterator[Row]:
        """A person of no known country belongs to that of the first post."""
        entity, post = self._world.actor(person), self._world.post(post_id)
        if entity is not None and entity.country is None and post is not None and post.country:
            row = Row(line, actor=replace(entity, country=post.country))
            self._world.take(row)
            yield row

    def membership(self, given: GivenMembership) -> Iterator[Row]:
        """The row of a membership.

        Raises:
            RowError: A side or a date is not known.
        """
        since, until = self._dates(given.since, given.until)
        body, member = self._reference(given.body), self._reference(given.member)
        yield Row(given.line, membership=Membership(body, member, since, until, given.role, given.source))

    @staticmethod
    def _dates(*texts: str | None) -> tuple[str | None, ...]:
        try:
            return tuple(iso_date(text) for text in texts)
        except ValueError as error:
            raise RowError(f"A date is none: {error}.", _DATES) from error


def slug_of(name: str) -> str:
    """A name as part of an id: 'Jean Asselborn' -> 'jean-asselborn'."""
    return "-".join(keys(name))[:80]


_DATES = "Write dates as 2019-12-08, 2019-12 or 2019."
_CLASS = "Give the class in a column class, if it is another."
_NOT_SO = "Give another id if it is somebody else."
_SAME = "Use that id if they are the same."
_KINDS = "person, state, government, ministry, body, organisation, party, armed group, media, region, people or group"
_SECTORS = "Use a PLOVER sector, such as GOV, MIL, LEG, OPP, REB, JRN."
