"""News given to a command."""

from __future__ import annotations

import os
import subprocess

import msgspec

from communique.archive.watching import Dispatch
from communique.errors import DeliveryFailed
from communique.notify.channels import CommandChannel

_SECONDS = 120.0


def run_command(channel: CommandChannel, dispatch: Dispatch) -> None:
    """Run a command with the news of a dispatch as JSON on its standard input; ``COMMUNIQUE_KEY`` is the key.

    Raises:
        DeliveryFailed: It cannot be started, takes too long, or ends with another exit status than 0.
    """
    body = msgspec.json.encode({"key": dispatch.key, "watch": dispatch.watch, "items": dispatch.items})
    environment = os.environ | {"COMMUNIQUE_KEY": dispatch.key, "COMMUNIQUE_WATCH": dispatch.watch}
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, and no shell
            channel.words, input=body, env=environment, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise DeliveryFailed(f"'{channel.words[0]}' failed: {error}.", "It is tried again next time.") from error
    if done.returncode:
        raise DeliveryFailed(f"'{channel.words[0]}' ended with {done.returncode}.", "It is tried again next time.")
