"""Where news can go. A channel is kept with its watch; passwords and secrets are not: the environment has them."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Struct

from communique.errors import InputError
from communique.record import doc


class FeedChannel(Struct, frozen=True, kw_only=True, tag_field="to", tag="feed", omit_defaults=True):
    """A file that holds a feed of the latest news."""

    path: Annotated[str, doc("The file; .json is written as JSON Feed, anything else as Atom.")]


class MailChannel(Struct, frozen=True, kw_only=True, tag_field="to", tag="mail", omit_defaults=True):
    """A mail for each run that has news."""

    receiver: Annotated[str, doc("Whom it goes to.")]
    sender: Annotated[str, doc("Whom it comes from.")]
    host: Annotated[str, doc("The mail server.")] = "localhost"
    port: Annotated[int, doc("Its port.")] = 25
    tls: Annotated[bool, doc("Whether the connection must be encrypted (STARTTLS).")] = False


class WebhookChannel(Struct, frozen=True, kw_only=True, tag_field="to", tag="webhook", omit_defaults=True):
    """A signed POST request for each run that has news."""

    url: Annotated[str, doc("The address.")]
    variable: Annotated[str, doc("The environment variable that holds the secret.")] = "COMMUNIQUE_WEBHOOK_SECRET"


class CommandChannel(Struct, frozen=True, kw_only=True, tag_field="to", tag="command", omit_defaults=True):
    """A command for each run that has news; it is given them as JSON."""

    words: Annotated[
        tuple[str, ...], msgspec.Meta(min_length=1), doc("The program and its arguments; no shell reads them.")
    ]


Channel = FeedChannel | MailChannel | WebhookChannel | CommandChannel


def read_channel(told: dict[str, Any]) -> Channel:
    """A channel as it is kept.

    Raises:
        InputError: It is none.
    """
    try:
        found: Channel = msgspec.convert(told, Channel)
        return found
    except msgspec.ValidationError as error:
        raise InputError(f"This is no channel: {error}.", "Give the watch other channels.") from error
