"""Writes ``docs/registry-coverage.md``: whom the registry knows in which year, and where its sources disagree.

Run ``python -m training.coverage`` after ``python -m training.registry``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from communique.registry import Registry, load_registry
from communique.registry.loading import load_states
from training.registry import CABINETS, ROOT, gathered
from training.spells import ONE_OFFICE, Fact, shared_days, undisputed

PAGE = ROOT / "docs" / "registry-coverage.md"
CLASSES = ("head of state", "head of government", "foreign minister", "defence minister")
FIRST, LAST = 2000, 2026
_DAYS = 120  # two tenures of one office share more than a handover
_HEAD = """# What the registry covers

Made by `python -m training.coverage`. For every state the years from {first} to {last} are
listed in which the registry has nobody in that office on 1 July. A dash means that no year is missing.
Many states have no head of government beside the president, and some no ministry of defence;
territories and states of the past have neither.

"""


def gaps(registry: Registry, post_class: str, state: str) -> str:
    """The years without a holder, as ranges; a dash where none is missing."""
    years = [year for year in range(FIRST, LAST + 1) if not registry.holder(post_class, state, date(year, 7, 1))]
    if len(years) > LAST - FIRST:
        return "all"
    ranges: list[list[int]] = []
    for year in years:
        if ranges and ranges[-1][1] == year - 1:
            ranges[-1][1] = year
        else:
            ranges.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges) or "—"


def covered(registry: Registry) -> Iterator[str]:
    """The tables of coverage."""
    states = sorted((state for state, _ in load_states()), key=lambda state: state.id)
    yield "| office | states known in every year | in some year | in none |\n| --- | --- | --- | --- |"
    rows = {state.id: [gaps(registry, each, state.id) for each in CLASSES] for state in states}
    for place, post_class in enumerate(CLASSES):
        column = [row[place] for row in rows.values()]
        full, none = column.count("—"), column.count("all")
        yield f"| {post_class} | {full} | {len(column) - full - none} | {none} |"
    yield f"\n## Missing years by state\n\n| state | {' | '.join(CLASSES)} |\n| --- | --- | --- | --- | --- |"
    for state in states:
        if any(cell != "all" for cell in rows[state.id]):
            yield f"| {state.name} | {' | '.join(rows[state.id])} |"


def disputes(facts: list[Fact]) -> Iterator[str]:
    """Pairs of people whom two sources have in one office for months; the one that is kept comes first."""
    kept = set(undisputed(facts))
    by_post: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.post_class in ONE_OFFICE and (fact.until or "9999") > str(FIRST):
            by_post[fact.organization, fact.post_class].append(fact)
    yield "| office | shipped | also told |\n| --- | --- | --- |"
    for (state, post_class), group in sorted(by_post.items()):
        ranked = sorted(group, key=lambda fact: (fact not in kept, fact.source != "own", fact.since))
        for index, one in enumerate(ranked):
            for other in ranked[index + 1 :]:
                if one.person != other.person and shared_days(one, other) > _DAYS:
                    both = "both: " if other in kept else ""
                    yield f"| {state} {post_class} | {_told(one)} | {both}{_told(other)} |"


def _told(fact: Fact) -> str:
    return f"{fact.name}, {fact.since or '?'} to {fact.until or '?'} ({fact.source})"


def main() -> int:
    """Write the page; 1 when the data is not there."""
    if not CABINETS.is_dir():
        return 1
    text = _HEAD.format(first=FIRST, last=LAST) + "\n".join(covered(load_registry()))
    text += "\n\n## Where sources disagree\n\n"
    text += "Two people in one office for more than four months, by two rows of the sources.\n\n"
    PAGE.write_text(text + "\n".join(disputes(gathered())) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
