"""What a file says, before it is tied to the registry: rows as given, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from communique.registry.model import AliasForm


class Problem(Struct, frozen=True):
    """Something to tell about a row.

    Attributes:
        file: Name of the imported file.
        line: Its line, from 1; 0 for the file as a whole.
        what: What is the matter, as a sentence.
        advice: What to do, as a sentence.
        rejected: Whether the row was left out; else it is only worth a look.
    """

    file: str
    line: int
    what: str
    advice: str = ""
    rejected: bool = True

    @property
    def where(self) -> str:
        """The file and line as editors know them."""
        return f"{self.file}:{self.line}" if self.line else self.file


class GivenAlias(Struct, frozen=True):
    """A further name of an actor, as a file gives it; a weak one gives way to what the registry calls so."""

    text: str
    form: AliasForm = "name"
    needs_context: bool = False
    since: str | None = None
    until: str | None = None
    weak: bool = False


class GivenActor(Struct, frozen=True):
    """An actor as a file gives it; ``key`` is what the file's other rows call it, None when they cannot."""

    line: int
    name: str
    key: str | None = None
    kind: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    parent: str | None = None
    cameo: str | None = None
    wikidata: str | None = None
    aliases: tuple[GivenAlias, ...] = ()
    surnames: tuple[str, ...] = ()


class GivenPost(Struct, frozen=True):
    """A post as a file gives it; the first title is its own, the others are variants."""

    line: int
    titles: tuple[str, ...]
    key: str | None = None
    post_class: str | None = None
    organization: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()


class GivenTenure(Struct, frozen=True):
    """A tenure as a file gives it: a person in a post of the file or of the registry, by id, key or name.

    A weak one gives way when the registry has tenures of that person.
    """

    line: int
    person: str
    post: str | GivenPost
    since: str | None = None
    until: str | None = None
    source: str = ""
    weak: bool = False


class GivenMembership(Struct, frozen=True):
    """A membership as a file gives it."""

    line: int
    body: str
    member: str
    since: str | None = None
    until: str | None = None
    role: str = "member"
    source: str = ""


class GivenNaming(Struct, frozen=True):
    """A naming of an actor that another row or the registry has."""

    line: int
    actor: str
    alias: GivenAlias


@dataclass(slots=True)
class Draft:
    """Everything that one file says, and what could not be read in it."""

    file: str
    actors: list[GivenActor] = field(default_factory=list)
    posts: list[GivenPost] = field(default_factory=list)
    tenures: list[GivenTenure] = field(default_factory=list)
    memberships: list[GivenMembership] = field(default_factory=list)
    namings: list[GivenNaming] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    weaker: dict[str, int] = field(default_factory=dict)
    """How many rows of each sort gave way to what the registry knows better."""

    _rejected: set[int] = field(default_factory=set)

    def reject(self, line: int, what: str, advice: str = "") -> None:
        """Note a row that is left out."""
        self._rejected.add(line)
        self.problems.append(Problem(self.file, line, what, advice))

    def has_rejected(self, line: int) -> bool:
        """Whether some row of this line was left out, so that what follows from it need not be told."""
        return line in self._rejected

    def note(self, line: int, what: str, advice: str = "") -> None:
        """Note something that is worth a look, of a row that is taken."""
        self.problems.append(Problem(self.file, line, what, advice, rejected=False))
