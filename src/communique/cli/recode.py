"""``communique recode``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from communique.cli.console import err, number_of, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption

if TYPE_CHECKING:
    from communique.archive import Archive, Recoding
    from communique.record import Record


def recode(
    archive: ArchiveOption = ARCHIVE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change and keep nothing.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Take over the newer records that wait.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Let go of the newer records that wait.")] = False,
) -> None:
    """Code anew what another version coded, and show what changes.

    The newer records are kept beside the older ones, of which questions are asked until --accept takes the newer ones
    over. Judgements by people are never lost: each holds on to its entry by its id, or by its kind and its words; one
    whose entry is gone is told here and listed by 'communique judgements list --orphans'. What is coded anew goes on
    where it was stopped.
    """
    if dry_run + accept + discard > 1:
        raise typer.BadParameter("Give one of --dry-run, --accept and --discard.")
    from communique.archive import Archive
    from communique.archive.recoding import dismiss, proposed, recoding, take_over

    with Archive(archive) as kept:
        if accept or discard:
            number = take_over(kept) if accept else dismiss(kept)
            out().print(Text(f"{number_of(number, 'newer record')} {'taken over' if accept else 'let go'}."))
            return
        pairs = _coded_anew(kept, keep=not dry_run)
        if not dry_run:
            for _ in pairs:
                pass
            pairs = proposed(kept)
        _tell((recoding(kept, before, after) for before, after in pairs), waiting=not dry_run)


def _coded_anew(kept: Archive, *, keep: bool) -> Iterable[tuple[Record, Record]]:
    from communique.archive.recoding import outdated, propose
    from communique.pipeline import read_article, versions

    with err().status("Coding…") as status:
        for before in outdated(kept, versions()):
            status.update(f"Coding… {visible(before.article.id)}")
            after = read_article(before.article)
            if keep:
                propose(kept, after)
            yield before, after


def _tell(recodings: Iterable[Recoding], *, waiting: bool) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    console, articles, orphans = out(), 0, 0
    for each in recodings:
        articles += 1
        if each.differences or each.orphans:
            console.print(Text(visible(f"{each.article}  {each.title or ''}".rstrip()), style="bold"))
        for found in each.differences:
            counted[found.kind, found.what] += 1
            fields = f" ({', '.join(found.fields)})" if found.fields else ""
            console.print(Text(visible(f"  {found.what:8}{found.kind:10} {found.id}{fields}  {found.words[:60]}")))
        for lost in each.orphans:
            orphans += 1
            told = f"  judgement {lost.id} by {lost.by} has no entry any longer: {lost.target.words[:60]}"
            console.print(Text(visible(told), style="yellow"))
    kinds = ", ".join(f"{number_of(number, kind)} {what}" for (kind, what), number in sorted(counted.items()))
    console.print(Text(f"{number_of(articles, 'article')} coded anew. {kinds or 'No entry changed'}."))
    if orphans:
        console.print(
            Text(f"{number_of(orphans, 'judgement')} would have no entry, and stay; they are listed as orphans.")
        )
    if articles and waiting:
        console.print(Text("Questions are asked of the older records until 'communique recode --accept'."))
