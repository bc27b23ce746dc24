"""`desk`: the web desk, served on this machine."""

from __future__ import annotations

import re
import secrets
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    DeskOption,
    JsonOption,
    guarded,
    open_desk,
    print_json,
    say,
)
from foreigndesk.cli.kept import follow_on

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")  # what a header, a cookie and an address can carry

ReadTokenOption = Annotated[
    bool, typer.Option("--read-token", help="Make a second token that reads and never writes.")
]
ReadTokenFileOption = Annotated[
    Path | None, typer.Option("--read-token-file", help="Take that second token from this file.")
]


def desk(
    desk: DeskOption = DEFAULT_DESK,
    host: Annotated[
        str,
        typer.Option(
            "--host", help="Address to listen on; other than loopback, reading asks for the token."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8440,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            help="A further host name that the desk answers to, with the token (repeatable).",
        ),
    ] = None,
    readonly: Annotated[
        bool, typer.Option("--read-only", help="No judging, no watches to add.")
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", help="Take the token from this file instead of a fresh one."),
    ] = None,
    read_token: ReadTokenOption = False,
    read_token_file: ReadTokenFileOption = None,
    json: JsonOption = False,
) -> None:
    """Open the web desk on what the desk file holds, until Ctrl-C.

    It listens on loopback and answers to no foreign Host or Origin. Writing (judgements, watches)
    needs the token that its own pages carry; at any other address reading needs it too, or a
    second token that only reads (--read-token).
    """
    from foreigndesk.desk.security import loopback

    where = Path(desk)
    with open_desk(desk) as base:
        if not readonly:
            follow_on(base)
    token, reading = _tokens(token_file, read_token_file, reading=read_token)
    listening = _listen(host, port)
    local = loopback(host)
    shown = f"[{host}]" if ":" in host else host
    told = _told(f"http://{shown}:{listening.getsockname()[1]}/", token, reading, local=local)
    _announce(where, told, name or (), local=local, json=json)
    from foreigndesk.desk import Settings, make_app
    from foreigndesk.desk.serving import serve

    settings = Settings(
        path=where,
        token=token,
        hosts=frozenset(h.lower() for h in (host, *(name or ()))),
        open_reading=local,
        readonly=readonly,
        read_token=reading,
    )
    serve(make_app(settings), listening)


def _tokens(source: Path | None, read_source: Path | None, *, reading: bool) -> tuple[str, str]:
    """Give the token, and the one that only reads ("" where none is asked for)."""
    token = _token(source)
    second = _token(read_source) if reading or read_source else ""
    if second == token:
        raise typer.BadParameter("the token for reading is the one that writes, too")
    return token, second


def _told(plain: str, token: str, reading: str, *, local: bool) -> dict[str, str]:
    """Give what is told of where the desk is open."""
    address, for_reading = (f"{plain}?token={quote(t, safe='')}" for t in (token, reading))
    told = {"address": plain if local else address, "token": token}
    return told | ({"reading": for_reading, "read_token": reading} if reading else {})


def _announce(
    desk: Path, told: Mapping[str, str], names: Sequence[str], *, local: bool, json: bool
) -> None:
    """Say where the desk is open, and where it asks for the token."""
    if json:
        print_json(dict(told))
        sys.stdout.flush()
    else:
        say(f"The desk {desk} is open at {told['address']} (Ctrl-C ends it)")
        if "reading" in told:
            say(f"For who may read only: {told['reading']}")
        for name in names:
            say(
                f"At the name {name} reading asks for the token too: /?token={quote(told['token'], safe='')}"
            )
    if not local:
        say("It listens beyond this machine, without encryption: put a proxy with TLS before it.")


def _token(source: Path | None) -> str:
    if source is None:
        return secrets.token_urlsafe(24)
    try:
        token = source.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{source}: the token cannot be read: {error}") from error
    if len(token) < 16:
        raise typer.BadParameter(f"{source}: a token has at least 16 characters")
    if not _TOKEN.fullmatch(token):
        raise typer.BadParameter(f"{source}: a token has letters, digits and . _ ~ + / = - only")
    return token


def _listen(host: str, port: int) -> socket.socket:
    """Give a listening socket. A port that is taken or an address that is not here ends the run."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.socket(family, kind, proto)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(128)
        except OSError:
            made.close()
            raise
    except (OSError, UnicodeError) as error:  # UnicodeError: what cannot be a host's name
        why = getattr(error, "strerror", None) or error
        say(f"The desk cannot listen on {host} port {port}: {why}")
        raise typer.Exit(1) from error
    return made


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(desk))
