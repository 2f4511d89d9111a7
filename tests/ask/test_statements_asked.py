"""Asking for statements: by speaker, addressee, words, medium, form and mode, told twice or once, and as chains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from communique.archive import Archive
from communique.ask import ChainRow, chains, select_statements, statements, timeline
from communique.record import Record
from tests.handmade import record, statement


def made() -> Record:
    """A record whose second statement is a letter to Zenda, carried by the first, and told again shorter."""
    base = record()
    told, wrote = base.statements
    wrote = msgspec.structs.replace(wrote, medium="letter", claim="denied")
    again = statement("s-again", "open an embassy", "Anna Rassendyll", same_as="s-wrote")
    return msgspec.structs.replace(base, statements=(told, wrote, again))


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as kept:
        kept.add(made())
        yield kept


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ["s-told", "s-wrote"]),
        ({"told_twice": True}, ["s-again", "s-told", "s-wrote"]),
        ({"to": "Zenda"}, ["s-wrote"]),
        ({"to": "zen"}, ["s-wrote"]),
        ({"to": "Ruritania"}, []),
        ({"about": "EMBASSY march"}, ["s-wrote"]),
        ({"about": "embassy ports"}, []),
        ({"media": ["letter", "interview"]}, ["s-wrote"]),
        ({"media": ["interview"]}, []),
        ({"kinds": ["direct"]}, ["s-wrote"]),
        ({"modes": ["speech"]}, ["s-told"]),
        ({"speaker": "Anna Rassendyll", "kinds": ["indirect"]}, ["s-told"]),
        ({"speaker": "Elbe Union"}, []),
    ],
)
def test_each_option_takes_in_what_it_names(archive: Archive, options: dict[str, Any], found: list[str]) -> None:
    rows = statements(archive, select_statements(archive, **options))
    assert sorted(row.id for row in rows) == found


def test_a_row_tells_claim_and_the_fullest_telling(archive: Archive) -> None:
    rows = {row.id: row for row in statements(archive, select_statements(archive, told_twice=True))}
    assert (rows["s-wrote"].claim, rows["s-again"].same_as) == ("denied", "s-wrote")


def test_a_chain_goes_from_the_outermost_to_the_innermost(archive: Archive) -> None:
    (chain,) = chains(archive, select_statements(archive, media=["letter"]))
    assert isinstance(chain, ChainRow)
    assert chain.statements == ("s-told", "s-wrote")
    assert (chain.media, chain.told) == (("", "letter"), ("", "Zenda"))
    assert chain.words[1].startswith("We shall open")


def test_a_statement_that_carries_another_is_no_chain_of_its_own(archive: Archive) -> None:
    assert [row.id for row in chains(archive, select_statements(archive))] == ["s-wrote"]


def test_a_circle_of_carriers_ends(tmp_path: Path) -> None:
    base = record()
    first, second = base.statements
    ring = (msgspec.structs.replace(first, reported_by="s-wrote"), second)
    with Archive(tmp_path / "b.db", create=True) as kept:
        kept.add(
            msgspec.structs.replace(
                base, statements=(*ring, statement("s-in", "sanctions", "its foreign minister", "s-told"))
            )
        )
        (chain,) = [row for row in chains(kept) if row.id == "s-in"]
    assert len(chain.statements) == len(set(chain.statements)) == 3


def test_an_event_is_as_much_as_its_statement_makes_of_it(archive: Archive) -> None:
    rows = {row.id: row.factuality for row in timeline(archive)}
    assert rows == {"e-recognised": "reported", "e-embassy": "denied"}
