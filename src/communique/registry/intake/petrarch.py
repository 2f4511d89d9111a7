"""PETRARCH ``.actors`` files: names in capitals with underscores, synonyms behind a plus, codes in brackets.

After the reader of PETRARCH (``read_actor_dictionary``): a code may be bound to ``<date``, ``>date`` or
``date-date``; one without a date counts when none of the others does. What a block means here:

* a bare country code: its names are namings of that country, and need context, since they are often places;
* codes with dates: a person, with a tenure as an official of that country and sector for each;
* one code without a date: an actor with that code; the registry's own of that name, when it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from communique.registry.intake.dates import is_reversed, petrarch_date
from communique.registry.intake.drafts import Draft, GivenActor, GivenAlias, GivenNaming, GivenPost, GivenTenure
from communique.registry.intake.words import country_code, import_words, role_sector

_CODE = re.compile(r"\[\s*([^\]\s]+)\s*([^\]]*)\]")
_INSIDE = re.compile(r"\(([^()]*)\)")
_LONGEST_ACRONYM = 5
_COMMENT = re.compile(r"[#;].*$")
_FORMER = "ELI"
_NONE = "---"
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "de", "la", "du", "al", "el", "bin", "von", "van", "der"])


class _Code(Struct):
    line: int
    code: str
    since: str | None
    until: str | None

    @property
    def dated(self) -> bool:
        return self.since is not None or self.until is not None


@dataclass(slots=True)
class _Block:
    line: int
    names: list[str] = field(default_factory=list)
    codes: list[_Code] = field(default_factory=list)


def read_petrarch(text: str, draft: Draft) -> None:
    """Read an actor dictionary into a draft."""
    for block in _blocks(text, draft):
        if not block.codes:
            draft.reject(block.line, f"{block.names[0]} has no code.", "Give it one in brackets: [FRAGOV].")
        elif all(_is_country(each.code) for each in block.codes):
            _country(block, draft)
        elif any(each.dated for each in block.codes):
            _person(block, draft)
        else:
            _undated(block, draft)


def _blocks(text: str, draft: Draft) -> Iterator[_Block]:
    block: _Block | None = None
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _COMMENT.sub("", raw).rstrip()
        if not line.strip("_ \t") or line.startswith("<!"):
            continue
        name = _CODE.sub("", line).strip()
        if name and not name.startswith("+"):
            if block is not None:
                yield block
            block = _Block(number)
        if block is None:
            draft.reject(number, "It belongs to no name above it.", "Put the name on a line of its own before it.")
            continue
        block.names += [each for each in _names(name) if each not in block.names]
        block.codes += _codes(number, line, draft)
    if block is not None:
        yield block


def _codes(number: int, line: str, draft: Draft) -> Iterator[_Code]:
    for code, rest in _CODE.findall(line):
        if code == _NONE:
            continue
        bounds = rest.replace(" ", "")
        try:
            since, until = _period(bounds)
        except ValueError:
            draft.reject(number, f"[{code} {rest}] has a date that is none.", "Write YYMMDD or YYYYMMDD.")
            continue
        if is_reversed(since, until):
            draft.reject(number, f"[{code} {rest}] ends before it starts.", "Mend one of the two dates.")
        else:
            yield _Code(number, code, since, until)


def _period(bounds: str) -> tuple[str | None, str | None]:
    if not bounds:
        return None, None
    if bounds[0] == ">":
        return petrarch_date(bounds[1:]), None
    if bounds[0] == "<":
        return None, petrarch_date(bounds[1:])
    start, dash, end = bounds.partition("-")
    return petrarch_date(start), petrarch_date(end) if dash else None


def _names(name: str) -> list[str]:
    """The names of a line as news writes them: 'BAN_KI-MOON_' -> 'Ban Ki-Moon'; an acronym in brackets is another."""
    inside = _INSIDE.findall(name)
    found = [_spelt(_INSIDE.sub(" ", name)), *(each for each in map(_spelt, inside) if " " not in each)]
    return [each for each in found if each]


def _spelt(name: str) -> str:
    words = name.lstrip("+").replace("_", " ").split()
    if len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM:
        return words[0]
    return " ".join(each if "." in each else _capitalised(each, first=not place) for place, each in enumerate(words))


def _capitalised(word: str, *, first: bool) -> str:
    low = word.lower()
    if low in _SMALL and not first:
        return low
    return "-".join(part[:1].upper() + part[1:] for part in low.split("-"))


def _person(block: _Block, draft: Draft) -> None:
    """A person with a tenure for each dated code; a code of former officials tells no office."""
    key = f"{draft.file}:{block.line}"
    known = [(each, found) for each in block.codes if (found := _parsed(each, draft)) is not None]
    if not known:
        return
    owner = next((found[0] for _, found in reversed(known) if found[0]), None)
    undated = next((found[1] for each, found in known if not each.dated), ())
    first, *others = block.names
    draft.actors.append(GivenActor(block.line, first, key, "person", owner, _in_office(undated), aliases=_weak(others)))
    spans: dict[tuple[str, tuple[str, ...]], list[_Code]] = {}
    for each, (country, sectors) in known:
        if each.dated and country and _in_office(sectors):
            spans.setdefault((country, sectors), []).append(each)
    for (country, sectors), codes in spans.items():
        post = f"{country}.official.{'-'.join(sectors).lower()}"
        given = GivenPost(block.line, ("Official",), post, "official", country, country, sectors)
        for each in _joined(codes):
            draft.tenures.append(GivenTenure(each.line, key, given, each.since, each.until, "petrarch", weak=True))


def _in_office(sectors: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors of an office; none for a former official."""
    return () if sectors[:1] == (_FORMER,) else sectors


def _joined(codes: list[_Code]) -> list[_Code]:
    """The periods of one code, those that overlap joined."""
    found: list[_Code] = []
    for each in sorted(codes, key=lambda code: code.since or ""):
        last = found[-1] if found else None
        if last is None or (last.until is not None and each.since is not None and last.until < each.since):
            found.append(each)
        else:
            until = max(last.until, each.until) if last.until and each.until else None
            found[-1] = _Code(last.line, last.code, last.since, until)
    return found


def _weak(names: list[str]) -> tuple[GivenAlias, ...]:
    return tuple(GivenAlias(name, weak=True) for name in names)


def _country(block: _Block, draft: Draft) -> None:
    """Namings of a country, for as long as the code says."""
    for each in block.codes:
        country, _ = _parsed(each, draft) or (None, ())
        for name in block.names if country is not None else ():
            alias = GivenAlias(name, needs_context=True, since=each.since, until=each.until, weak=True)
            draft.namings.append(GivenNaming(each.line, country or "", alias))


def _undated(block: _Block, draft: Draft) -> None:
    code = block.codes[-1]
    for other in block.codes[:-1]:
        draft.reject(other.line, f"{block.names[0]} has a later code without a date.", "Keep one of the two.")
    found = _parsed(code, draft)
    if found is None:
        return
    country, sectors = found
    main = sectors[0] if sectors else ""
    kind = import_words().kinds_of_sectors.get(main) or import_words().prefixes.get(code.code[:3], "organisation")
    first, *others = block.names
    key = f"{draft.file}:{block.line}"
    draft.actors.append(
        GivenActor(block.line, first, key, kind, country, sectors, None, code.code, None, _weak(others))
    )


def _is_country(code: str) -> bool:
    return len(code) == 3 and code.isupper() and code not in import_words().prefixes and role_sector(code) is None


def _parsed(code: _Code, draft: Draft) -> tuple[str | None, tuple[str, ...]] | None:
    """The country and sectors of a code; None when it is no code of CAMEO's."""
    parts = [code.code[at : at + 3] for at in range(0, len(code.code), 3)]
    if len(code.code) % 3 or not code.code.isalpha() or not code.code.isupper():
        draft.reject(code.line, f"[{code.code}] is no CAMEO code.", "Codes are three capitals, once or several times.")
        return None
    stateless = parts[0] in import_words().prefixes or (role_sector(parts[0]) is not None and len(parts) == 1)
    first, roles = (None, parts) if stateless else (country_code(parts[0]), parts[1:])
    sectors = tuple(dict.fromkeys(sector for part in roles if (sector := role_sector(part))))[:2]
    return first, sectors
