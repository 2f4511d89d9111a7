"""Well-known dated facts that the registry must hold, written from general knowledge."""

from __future__ import annotations

from datetime import date

import pytest

from communique.registry import load_registry

HOLDERS = [
    ("foreign minister", "LUX", "2019-12-08", "Jean Asselborn"),
    ("foreign minister", "LUX", "2004-08-01", "Jean Asselborn"),
    ("foreign minister", "LUX", "2024-01-15", "Xavier Bettel"),
    ("foreign minister", "USA", "2019-12-08", "Mike Pompeo"),
    ("foreign minister", "USA", "2015-07-14", "John Kerry"),
    ("foreign minister", "USA", "2022-02-24", "Antony Blinken"),
    ("foreign minister", "USA", "2025-06-01", "Marco Rubio"),
    ("foreign minister", "USA", "1996-08-30", "Warren Christopher"),
    ("high representative", "EU.EEAS", "2019-11-15", "Federica Mogherini"),
    ("high representative", "EU.EEAS", "2019-12-08", "Josep Borrell"),
    ("high representative", "EU.EEAS", "2025-02-01", "Kaja Kallas"),
    ("council president", "EU.EUCO", "2018-03-22", "Donald Tusk"),
    ("commission president", "EU.COM", "2016-06-23", "Jean-Claude Juncker"),
    ("commission president", "EU.COM", "2022-03-01", "Ursula von der Leyen"),
    ("secretary-general", "NATO", "2022-02-24", "Jens Stoltenberg"),
    ("secretary-general", "NATO", "2025-01-10", "Mark Rutte"),
    ("secretary-general", "UN", "1996-08-30", "Boutros Boutros-Ghali"),
    ("secretary-general", "UN", "2003-03-20", "Kofi Annan"),
    ("secretary-general", "UN", "2020-04-01", "António Guterres"),
    ("secretary-general", "IAEA", "2020-01-01", "Rafael Grossi"),
    ("head of state", "PSE", "2019-12-08", "Mahmoud Abbas"),
    ("head of state", "PSE", "2001-01-01", "Yasser Arafat"),
    ("head of state", "RUS", "2010-01-01", "Dmitry Medvedev"),
    ("head of state", "RUS", "1996-08-30", "Boris Yeltsin"),
    ("head of state", "RUS", "2014-03-18", "Vladimir Putin"),
    ("foreign minister", "RUS", "2014-03-18", "Sergey Lavrov"),
    ("head of state", "FRA", "2019-12-08", "Emmanuel Macron"),
    ("head of state", "FRA", "1996-08-30", "Jacques Chirac"),
    ("foreign minister", "FRA", "2019-12-08", "Jean-Yves Le Drian"),
    ("head of government", "DEU", "2017-04-01", "Angela Merkel"),
    ("head of government", "DEU", "2022-04-01", "Olaf Scholz"),
    ("foreign minister", "DEU", "2019-12-08", "Heiko Maas"),
    ("head of government", "GBR", "2019-12-08", "Boris Johnson"),
    ("head of government", "GBR", "2023-01-08", "Rishi Sunak"),
    ("foreign minister", "GBR", "2019-12-08", "Dominic Raab"),
    ("head of government", "ISR", "2019-12-08", "Benjamin Netanyahu"),
    ("head of government", "ISR", "2021-09-01", "Naftali Bennett"),
    ("foreign minister", "ISR", "2019-12-08", "Israel Katz"),
    ("foreign minister", "IRN", "2015-07-14", "Mohammad Javad Zarif"),
    ("head of state", "IRN", "2019-12-08", "Hassan Rouhani"),
    ("head of state", "SYR", "2015-01-01", "Bashar al-Assad"),
    ("head of state", "UKR", "2022-02-24", "Volodymyr Zelenskyy"),
    ("foreign minister", "UKR", "2022-02-24", "Dmytro Kuleba"),
    ("head of state", "TUR", "2019-10-09", "Recep Tayyip Erdoğan"),
    ("head of state", "BRA", "2023-06-01", "Luiz Inácio Lula da Silva"),
    ("head of government", "ITA", "2023-06-01", "Giorgia Meloni"),
    ("foreign minister", "CHN", "2019-12-08", "Wang Yi"),
    ("head of state", "USA", "2020-01-03", "Donald Trump"),
    ("head of state", "USA", "2022-01-03", "Joe Biden"),
]


@pytest.mark.parametrize(("post_class", "organization", "day", "name"), HOLDERS)
def test_who_held_the_post(post_class: str, organization: str, day: str, name: str) -> None:
    registry = load_registry()
    people = registry.holder(post_class, organization, date.fromisoformat(day))
    names = [person.name for each in people if (person := registry.actor(each))]
    assert name in names


def test_a_new_office_does_not_leave_the_old_one() -> None:
    registry = load_registry()
    (borrell,) = {alias.entity_id for alias in registry.lookup("Josep Borrell")}
    held = registry.offices(borrell, date(2019, 12, 8))
    assert [registry.post(each.post_id).post_class for each in held] == ["high representative"]
    former = {registry.post(each.post_id).organization for each in registry.former_offices(borrell, date(2019, 12, 8))}
    assert "ESP" in former


def test_the_union_before_and_after_britain_left() -> None:
    registry = load_registry()
    assert len(registry.members("EU", date(2019, 12, 8))) == 28
    assert len(registry.members("EU", date(2020, 2, 1))) == 27
    assert len(registry.members("EU", date(2004, 4, 30))) == 15
    assert "LUX" in registry.members("EU", date(1960, 1, 1))


def test_the_alliance_and_the_security_council() -> None:
    registry = load_registry()
    assert len(registry.members("NATO", date(2024, 4, 1))) == 32
    assert "FIN" not in registry.members("NATO", date(2022, 6, 1))
    assert len(registry.members("UN.SC", date(2023, 5, 1))) == 15


@pytest.mark.parametrize(
    ("name", "adopted"),
    [
        ("resolution 2334", "2016-12-23"),
        ("resolution 242", "1967-11-22"),
        ("resolution 1701", "2006-08-11"),
        ("resolution 1244", "1999-06-10"),
        ("JCPOA", "2015-07-14"),
        ("Oslo Accords", "1993-09-13"),
        ("North Atlantic Treaty", "1949-04-04"),
        ("Paris Agreement", "2015-12-12"),
        ("New START", "2010-04-08"),
    ],
)
def test_when_a_document_was_adopted(name: str, adopted: str) -> None:
    assert load_registry().lookup_document(name)[0].adopted == adopted
