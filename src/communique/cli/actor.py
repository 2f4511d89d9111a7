"""``communique actor``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import out, write
from communique.errors import BadDate

if TYPE_CHECKING:
    from communique.resolve.actors.explanation import Explanation


def actor(
    phrase: Annotated[
        str,
        typer.Argument(metavar="PHRASE", help="Words that name or describe an actor: 'the Israeli foreign minister'."),
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day, YYYY-MM-DD; without it, the latest known counts."),
    ] = None,
    context: Annotated[
        str, typer.Option("--context", "-c", metavar="TEXT", help="Words from around it that may name the country.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """Tell who a phrase means on a day, with the codes, and why.

    Who else could be meant is listed with what speaks against. A phrase that fits several, or nobody, is said to.
    """
    from communique.resolve.actors.explanation import explain

    found = explain(phrase, _day(on), context)
    if json:
        import msgspec

        write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    _show(found)


def _show(found: Explanation) -> None:
    from communique.cli.actor_view import show_explanation

    show_explanation(found, out())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise BadDate(f"{text!r} is not a date.", "Write it as year-month-day, such as 2019-12-08.") from error
