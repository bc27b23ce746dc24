"""`watch deliver` and `watch run`: alerts out to webhooks and to what apprise knows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from foreigndesk.cli.common import DEFAULT_DESK, DeskOption, JsonOption, open_desk, print_json, say

if TYPE_CHECKING:
    from foreigndesk.store.delivering import Channel, Delivery

WebhookOption = Annotated[
    list[str] | None,
    typer.Option("--webhook", metavar="URL", help="Post each alert there as JSON."),
]
NotifyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--notify",
        "--mail",
        metavar="APPRISE_URL",
        help="Send each alert by apprise (mailto://…); needs foreigndesk[notify].",
    ),
]
SecretOption = Annotated[
    str,
    typer.Option(
        "--secret-env",
        metavar="NAME",
        help="The environment variable whose value signs what is posted (HMAC-SHA256).",
    ),
]
PrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="The webhook or server may be at a private address."),
]


def channels_of(
    watch: str,
    webhooks: list[str] | None,
    notify: list[str] | None,
    *,
    secret: str,
    private: bool,
) -> list[Channel]:
    """Give the channels that a person named. An address that cannot be is a usage error."""
    from foreigndesk.store.delivering import channel

    made = []
    for url in webhooks or ():
        try:
            parts = urlsplit(url)
            fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            fine = False
        if not fine:
            raise typer.BadParameter("a webhook is an http or https address")
        made.append(channel(watch, "webhook", url, private=private, secret=secret))
    for url in notify or ():
        if "://" not in url:
            raise typer.BadParameter("an apprise address begins with its scheme, as mailto://")
        made.append(channel(watch, "notify", url, private=private))
    return made


def delivery_words(way: Delivery) -> str:
    """Say in one line how a channel stands."""
    line = f"{way.shown}: {way.sent} sent, {way.pending} waiting"
    line += f", {way.failed} given up" if way.failed else ""
    return line + (f"; last error: {way.error}" if way.error else "")


def deliver(
    desk: DeskOption = DEFAULT_DESK,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try at once what failed or was given up.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Look for what is new and send what is due, once; a failure is tried again later.

    Each alert goes once to each channel. A kill between the sending and its note sends one
    again, under the same Idempotency-Key.
    """
    from foreigndesk.store.delivering import deliver as send_due
    from foreigndesk.store.delivering import deliveries, retry_failed
    from foreigndesk.store.watching import look

    with open_desk(desk) as base:
        look(base)
        if retry:
            retry_failed(base)
        went, failed = send_due(base)
        ways = deliveries(base)
    if json:
        for way in ways:
            print_json(way)
    else:
        say(f"{went} sent, {failed} failed")
        for way in ways:
            if way.error:
                say(delivery_words(way))
    if failed:
        raise typer.Exit(1)


def run(
    desk: DeskOption = DEFAULT_DESK,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=1, help="Seconds between two looks.")
    ] = 60.0,
    json: JsonOption = False,
) -> None:
    """Look and send again and again until Ctrl-C. It reads no pages: `read` does."""
    from foreigndesk.store.delivering import deliver as send_due
    from foreigndesk.store.watching import look

    while True:
        with open_desk(desk) as base:
            look(base)
            went, failed = send_due(base)
        if json and (went or failed):
            print_json({"sent": went, "failed": failed})
        elif went or failed:
            say(f"{went} sent, {failed} failed")
        time.sleep(every)
