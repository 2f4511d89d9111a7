"""Telling others: what watches found goes out as feeds, mail, signed web requests and commands."""

from __future__ import annotations

from communique.notify.channels import Channel, CommandChannel, FeedChannel, MailChannel, WebhookChannel, read_channel
from communique.notify.running import Told, run_watches

__all__ = [
    "Channel",
    "CommandChannel",
    "FeedChannel",
    "MailChannel",
    "Told",
    "WebhookChannel",
    "read_channel",
    "run_watches",
]
