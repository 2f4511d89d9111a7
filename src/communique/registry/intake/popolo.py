"""Popolo JSON: people, organisations, posts and memberships in one object, or embedded in each other.

After the specification (https://www.popoloproject.com/specs/). A membership of a person with a post or a role is a
tenure; of an organisation, a membership. A membership that names a legislative period and no dates has the period's,
as EveryPolitician writes it.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from communique.registry.intake.drafts import (
    Draft,
    GivenActor,
    GivenAlias,
    GivenMembership,
    GivenPost,
    GivenTenure,
)
from communique.registry.intake.words import kind_of

Item = Mapping[str, Any]

COLLECTIONS = ("persons", "people", "organizations", "posts", "memberships", "areas", "events")
_AT = "\0at"


class _Decoder(json.JSONDecoder):
    """Decodes JSON and notes in every object where it starts."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_object = self._object
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    @staticmethod
    def _object(start: tuple[str, int], *arguments: Any) -> tuple[Any, int]:
        value, end = json.decoder.JSONObject(start, *arguments)  # type: ignore[attr-defined]
        value[_AT] = start[1]
        return value, end


class _File:
    """A parsed file: its collections, embedded ones taken out, and the line of every object."""

    def __init__(self, text: str, value: Mapping[str, Any]) -> None:
        self._breaks = [index for index, character in enumerate(text) if character == "\n"]
        self.people = _items(value, "persons") + _items(value, "people")
        self.organizations = _items(value, "organizations")
        self.posts = _items(value, "posts") + _embedded(self.organizations, "posts", "organization_id")
        self.memberships = [
            *_items(value, "memberships"),
            *_embedded(self.people, "memberships", "person_id"),
            *_embedded(self.organizations, "memberships", "organization_id"),
            *_embedded(self.posts, "memberships", "post_id"),
        ]
        self.areas = {str(each.get("id")): each for each in _items(value, "areas")}
        self.events = {str(each.get("id")): each for each in _items(value, "events")}

    def line(self, item: Item) -> int:
        """The line that an object starts on."""
        return bisect.bisect_left(self._breaks, int(item.get(_AT, 0))) + 1


def read_popolo(text: str, draft: Draft) -> None:
    """Read a Popolo file into a draft."""
    try:
        value = _Decoder().decode(text)
    except json.JSONDecodeError as error:
        draft.reject(error.lineno, f"It is not JSON: {error.msg}.", "Mend the file there.")
        return
    except RecursionError:
        draft.reject(0, "It is nested too deeply.", "Give an object with persons, organizations, posts, memberships.")
        return
    if not isinstance(value, dict):
        draft.reject(1, "It is no Popolo file.", "Give an object with persons, organizations, posts, memberships.")
        return
    file = _File(text, value)
    for person in file.people:
        _person(file, person, draft)
    for organization in file.organizations:
        _organization(file, organization, draft)
    for post in file.posts:
        _post(file, post, draft)
    for membership in file.memberships:
        _membership(file, membership, draft)


def _items(value: Item, name: str) -> list[Item]:
    listed = value.get(name)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _embedded(owners: Sequence[Item], name: str, field: str) -> list[Item]:
    """The objects inside others, each with the id of the one that it is in."""
    return [{field: owner.get("id"), **each} for owner in owners for each in _items(owner, name)]


def _text(item: Item, *names: str) -> str | None:
    """The first of these fields that holds text."""
    return next(
        (str(value).strip() for name in names if (value := item.get(name)) and not isinstance(value, dict)), None
    )


def _person(file: _File, item: Item, draft: Draft) -> None:
    name = _text(item, "name")
    if name is None:
        draft.reject(file.line(item), "The person has no name.", "Give it one.")
        return
    families = tuple(filter(None, [_text(item, "family_name")]))
    draft.actors.append(GivenActor(
        file.line(item), name, _text(item, "id"), "person", _text(item, "nationality", "national_identity"), (), None,
        None, _wikidata(item), tuple(_names(item)), families,
    ))  # fmt: skip


def _organization(file: _File, item: Item, draft: Draft) -> None:
    name = _text(item, "name")
    if name is None:
        draft.reject(file.line(item), "The organization has no name.", "Give it one.")
        return
    word = _text(item, "classification")
    area = file.areas.get(_text(item, "area_id") or "", {})
    draft.actors.append(GivenActor(
        file.line(item), name, _text(item, "id"), word if kind_of(word) else "organization",
        _text(item, "country") or _text(area, "name"), (), _text(item, "parent_id"), None, _wikidata(item),
        tuple(_names(item)),
    ))  # fmt: skip


def _names(item: Item) -> Iterator[GivenAlias]:
    for other in _items(item, "other_names"):
        name = _text(other, "name")
        if name:
            yield GivenAlias(name, since=_text(other, "start_date"), until=_text(other, "end_date"))


def _wikidata(item: Item) -> str | None:
    found = (each for each in _items(item, "identifiers") if (_text(each, "scheme") or "").casefold() == "wikidata")
    return next((_text(each, "identifier") for each in found), None)


def _post(file: _File, item: Item, draft: Draft) -> None:
    titles = tuple(dict.fromkeys(filter(None, [_text(item, "label"), _text(item, "role"), _text(item, "other_label")])))
    if not titles:
        draft.reject(file.line(item), "The post has no label and no role.", "Give it one.")
        return
    draft.posts.append(GivenPost(file.line(item), titles, _text(item, "id"), None, _text(item, "organization_id")))


def _membership(file: _File, item: Item, draft: Draft) -> None:
    line = file.line(item)
    person, organization = _text(item, "person_id"), _text(item, "organization_id")
    post, member = _text(item, "post_id"), _text(item, "member_id")
    since, until = _period(file, item)
    source = next((_text(each, "url") for each in _items(item, "sources")), None) or ""
    if person and (post or organization):
        title = (_text(item, "role", "label") or "member",)
        held = post or GivenPost(line, title, None, None, organization)
        draft.tenures.append(GivenTenure(line, person, held, since, until, source))
    elif member and organization:
        role = (_text(item, "role") or "member").lower()
        draft.memberships.append(GivenMembership(line, organization, member, since, until, role, source))
    else:
        draft.reject(line, "The membership joins no two.", "Give person_id with post_id or organization_id.")


def _period(file: _File, item: Item) -> tuple[str | None, str | None]:
    period = file.events.get(_text(item, "legislative_period_id") or "", {})
    since = _text(item, "start_date") or _text(period, "start_date")
    return since, _text(item, "end_date") or _text(period, "end_date")
