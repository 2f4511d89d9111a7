"""One run of the watches: what is new goes into the outbox, and what is in the outbox is told.

Finding and noting down are one transaction, so that an item is found once. A dispatch is told first and marked then: a
process that is killed between the two tells it again at the next run, with the same key, by which a receiver knows it.
A feed's file is written whole from what was found, so that it has every item once whatever happens.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from communique.archive import Archive
from communique.archive.watching import Dispatch, mark, outbox, told_items, watch, watches
from communique.ask.watch import look
from communique.errors import ArchiveError, CommuniqueError, DeliveryFailed
from communique.notify.channels import CommandChannel, FeedChannel, MailChannel, read_channel
from communique.notify.command import run_command
from communique.notify.feeds import write_feed
from communique.notify.mail import send_mail
from communique.notify.webhook import post


@dataclass(slots=True)
class Told:
    """What a run did.

    Attributes:
        news: Number of new items by watch.
        sent: How many dispatches were sent.
        failed: What failed: watch and reason.
    """

    news: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def run_watches(archive: Archive, names: Sequence[str] = ()) -> Told:
    """Look for what is new, and tell it.

    Args:
        archive: The archive.
        names: The watches; all when none is named. What still waits of other watches is told too.

    Raises:
        DeliveryFailed: Another run is at work on this archive.
        NoSuchEntry: There is no watch of such a name.
    """
    told = Told()
    with _alone(archive):
        for each in [watch(archive, name) for name in dict.fromkeys(names)] or watches(archive):
            try:
                told.news[each.name] = look(archive, each)
            except ArchiveError:
                raise
            except CommuniqueError as error:
                told.failed.append((each.name, str(error)))
        for dispatch in outbox(archive, "waiting"):
            _tell(archive, dispatch, told)
    return told


def _tell(archive: Archive, dispatch: Dispatch, told: Told) -> None:
    try:
        deliver(archive, dispatch)
    except CommuniqueError as error:
        mark(archive, dispatch.key, reason=str(error))
        told.failed.append((dispatch.watch, str(error)))
    else:
        mark(archive, dispatch.key)
        told.sent += 1


def deliver(archive: Archive, dispatch: Dispatch) -> None:
    """Tell one dispatch through its channel.

    Raises:
        DeliveryFailed: It could not be told.
    """
    channel = read_channel(dispatch.channel)
    if isinstance(channel, FeedChannel):
        write_feed(channel, dispatch.watch, told_items(archive, dispatch.watch))
    elif isinstance(channel, MailChannel):
        send_mail(channel, dispatch)
    elif isinstance(channel, CommandChannel):
        run_command(channel, dispatch)
    else:
        post(channel, dispatch)


@contextlib.contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    """Hold a lock that is let go of when the process ends, however it ends."""
    with archive.alone() as held:
        if not held:
            raise DeliveryFailed("The watches of this archive are running already.", "Wait for that run.")
        yield
