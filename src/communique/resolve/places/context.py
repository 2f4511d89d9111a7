"""What is known about an article beside its words: the country it is published in, the dateline's, the actors'."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from communique.parse.reading import Reading
from communique.record import Article
from communique.registry import load_registry
from communique.resolve.places.company import Context
from communique.resolve.places.containment import containers
from communique.resolve.places.gazetteer import candidates, divisions
from communique.vocabulary.places import place_words

_TERRITORIES = frozenset({"state", "region", "people"})  # their names are what is being resolved


def context_of(reading: Reading) -> Context:
    """The context that an article's metadata and its actors give.

    Args:
        reading: The article, with its actors.
    """
    return Context(home=frozenset(homes_of(reading.article)), actors=_of_actors(reading))


def homes_of(article: Article) -> list[str]:
    """The countries that an article's outlet, its address and its dateline are of, in this order, as far as known."""
    told = (_of_outlet(article.outlet), _of_address(article.url), _of_dateline(article.dateline))
    return [each for each in told if each]


def _of_outlet(outlet: str | None) -> str | None:
    """The country of an outlet that the registry knows."""
    registry = load_registry()
    known = (registry.actor(alias.entity_id) for alias in (registry.lookup(outlet) if outlet else ()))
    return next((_alpha2(each.country) for each in known if each is not None and each.kind == "media"), None)


def _of_address(url: str | None) -> str | None:
    """The country of an address's top-level domain; none where anyone may have the domain (".tv")."""
    try:
        host = urlsplit(url.strip()).hostname if url else None
    except ValueError:
        return None
    code = (host or "").rpartition(".")[2].upper()
    code = {"UK": "GB"}.get(code, code)
    known = len(code) == 2 and code.lower() not in place_words().open_domains and code in divisions().alpha3
    return code if known else None


def _of_dateline(dateline: str | None) -> str | None:
    """The country of the place that a dateline begins with: the one it names, else that of the largest place."""
    name = (dateline or "").partition("(")[0].partition(",")[0].strip(" -–—")
    if not name or dateline is None:
        return None
    start = dateline.index(name)
    named = [each.place.country for each in containers(dateline, start, start + len(name)) if each.strict]
    places = sorted(candidates(name.title() if name.isupper() else name), key=lambda place: -place.population)
    return next((code for code in (*named, *(each.country for each in places)) if code), None)


def _of_actors(reading: Reading) -> Counter[str]:
    """How often actors of each country are named, states themselves left out."""
    counts: Counter[str] = Counter()
    for mention in reading.mentions:
        actor = reading.actors.get(mention.actor)
        if actor is not None and actor.resolved and actor.kind not in _TERRITORIES and mention.form == "name":
            country = _alpha2(actor.country)
            if country:
                counts[country] += 1
    return counts


def _alpha2(code: str | None) -> str | None:
    return divisions().alpha2.get(code) if code else None
