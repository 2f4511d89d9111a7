"""From files to packs: read, settled together, judged row by row, and kept when nothing that was kept would be lost."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from communique.errors import BadDataFile, DataError
from communique.registry.intake.csv_tables import read_table
from communique.registry.intake.drafts import Draft, Problem
from communique.registry.intake.ftm import read_ftm
from communique.registry.intake.judging import Judge
from communique.registry.intake.petrarch import read_petrarch
from communique.registry.intake.popolo import COLLECTIONS, read_popolo
from communique.registry.intake.settling import RowError, Settler
from communique.registry.intake.world import World
from communique.registry.layer import SHAPE, Head, Layer, Pack, Row, pack_name, rows_of
from communique.registry.registry import open_registry

FORMATS: dict[str, Callable[[str, Draft], None]] = {
    "csv": read_table,
    "ftm": read_ftm,
    "petrarch": read_petrarch,
    "popolo": read_popolo,
}
"""What reads each format."""
_BY_ENDING = {".csv": "csv", ".tsv": "csv", ".actors": "petrarch"}
_START = 20_000
_BETTER = "What a dictionary says gives way where the registry knows the name or the person's offices."


class Imported(Struct, frozen=True):
    """What came of one file.

    Attributes:
        name: The pack's name.
        format: The format that was read.
        counts: How many actors, aliases, posts, tenures and memberships it has now; titles count as posts' own.
        problems: What was rejected, and what is worth a look.
        outcome: ``new``, ``replaced``, ``unchanged``, ``empty`` when no row could be taken, ``kept`` when an earlier
            import of the file stays because rows of this one were rejected, or ``checked`` when nothing was to be kept.
    """

    name: str
    format: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    outcome: str

    @property
    def rejected(self) -> int:
        """How many rows were left out."""
        return sum(problem.rejected for problem in self.problems)


def import_files(
    paths: Sequence[Path], layer: Layer, *, format: str | None = None, dry_run: bool = False
) -> list[Imported]:
    """Import files into a layer; rows may name what another of the files has.

    A file that was imported before is replaced when every row of it can be taken; else the earlier import stays.

    Args:
        paths: The files.
        layer: Where the packs go.
        format: A key of :data:`FORMATS`; by default told from each file.
        dry_run: Only check; keep nothing.

    Raises:
        DataError: A file cannot be read, is in no known format, or has the name of another file's pack.
    """
    sources = [_Source(path, layer, format) for path in paths]
    _distinct(sources)
    names = {each.name for each in sources}
    others = [layer.pack(name) for name in layer.names() if name not in names]
    world = World(open_registry(), rows_of(others))
    judge = Judge(world)
    for pack in others:
        for row in pack.rows:
            judge.judge(row, Path(pack.head.source).name)
    settled = _settle(sources, Settler(world))
    return [each.keep(_judged(each.draft, rows, judge), dry_run) for each, rows in zip(sources, settled, strict=True)]


class _Source:
    """A file on its way into a pack."""

    def __init__(self, path: Path, layer: Layer, format: str | None) -> None:
        self.name, self._path, self._layer = pack_name(path), path.resolve(), layer
        data, text = _read(path)
        self._sha256 = hashlib.sha256(data).hexdigest()
        self.format = format or format_of(path, text)
        self.draft = Draft(path.name)
        known = layer.pack(self.name).head if self.name in layer.names() else None
        if known is not None and known.source != str(self._path):
            raise DataError(
                f"Your registry has a pack {self.name!r} from another file, {known.source}.",
                "Rename the file, or remove that pack first.",
            )
        self._known = known
        FORMATS[self.format](text, self.draft)

    def keep(self, rows: list[Row], dry_run: bool) -> Imported:
        for sort, number in self.draft.weaker.items():
            self.draft.note(0, f"{number} of its {sort}s are not taken.", _BETTER)
        problems = tuple(sorted(self.draft.problems, key=lambda each: each.line))
        outcome = self._outcome(rows, any(each.rejected for each in problems), dry_run)
        if outcome in ("new", "replaced"):
            head = Head(SHAPE, self.name, self.format, str(self._path), self._sha256)
            self._layer.keep(Pack(head, tuple(rows)))
        return Imported(self.name, self.format, count(rows), problems, outcome)

    def _outcome(self, rows: list[Row], rejected: bool, dry_run: bool) -> str:
        if dry_run:
            return "checked"
        if not rows:
            return "kept" if self._known is not None else "empty"
        if self._known is None:
            return "new"
        if rejected:
            return "kept"
        same = self._layer.pack(self.name).rows == tuple(rows)
        return "unchanged" if same else "replaced"


def _distinct(sources: Iterable[_Source]) -> None:
    twice = [name for name, number in Counter(each.name for each in sources).items() if number > 1]
    if twice:
        raise DataError(f"Two of the files are called {twice[0]}.", "Rename one, or import them one by one.")


def _read(path: Path) -> tuple[bytes, str]:
    try:
        data = path.read_bytes()
        return data, data.decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadDataFile(f"{path}, line {line}, is not UTF-8.", "Save the file as UTF-8.") from error


def format_of(path: Path, text: str) -> str:
    """The format of a file, told from its ending and its first words.

    Raises:
        BadDataFile: It looks like none that is known.
    """
    by_ending = _BY_ENDING.get(path.suffix.lower())
    start = text[:_START].lstrip()
    if by_ending is not None:
        return by_ending
    if start.startswith("{"):
        first = start.partition("\n")[0]
        if '"schema"' in first and '"properties"' in first:
            return "ftm"
        if any(f'"{name}"' in text for name in COLLECTIONS):
            return "popolo"
    elif "[" in start and "_" in start:
        return "petrarch"
    raise BadDataFile(f"{path} is in no format that is known.", f"Name it with --format: {', '.join(FORMATS)}.")


def _settle(sources: Sequence[_Source], settler: Settler) -> list[list[Row]]:
    """The rows of every file: actors of all files first, then posts, then what joins them."""
    found: list[list[Row]] = [[] for _ in sources]
    for sort in ("actors", "posts", "namings", "tenures", "memberships"):
        for place, source in enumerate(sources):
            found[place] += _rows(source.draft, settler, sort)
    return found


def _rows(draft: Draft, settler: Settler, sort: str) -> Iterator[Row]:
    for given in getattr(draft, sort):
        try:
            if sort == "actors":
                yield from settler.actor(given, draft)
            elif sort == "posts":
                yield from settler.post(given, draft)
            elif sort == "namings":
                yield from settler.naming(given, draft)
            elif sort == "tenures":
                yield from settler.tenure(given, draft)
            else:
                yield from settler.membership(given)
        except RowError as error:
            settler.refuse(getattr(given, "key", None))
            if not draft.has_rejected(given.line):
                draft.reject(given.line, error.what, error.advice)


def _judged(draft: Draft, rows: Iterable[Row], judge: Judge) -> list[Row]:
    """The rows that may stand; what is the matter with the others is added to the draft's problems."""
    kept = []
    for row in _last_tellings(rows):
        problems = judge.judge(row, draft.file)
        draft.problems += problems
        if not any(problem.rejected for problem in problems):
            kept.append(row)
    return kept


def _last_tellings(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each actor once: where it stands first, with all that was said of it since."""
    listed = list(rows)
    last = {row.actor.id: row.actor for row in listed if row.actor is not None}
    for row in listed:
        if row.actor is None:
            yield row
        elif row.actor.id in last:
            yield replace(row, actor=last.pop(row.actor.id))


def count(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows of each sort there are, those of a sort that is absent left out."""
    return dict(Counter(row.sort for row in rows))
