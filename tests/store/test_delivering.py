"""Alerts are delivered once a channel, tried again where they fail, and outlive a kill."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import threading
import time
import types
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from foreigndesk.developments.watches import Alert
from foreigndesk.store import Desk, delivering
from foreigndesk.store.delivering import add_channels, channel, deliver, deliveries, masked
from foreigndesk.store.rows import text_of


def alert(number: int) -> Alert:
    return Alert(
        id=f"alr-{number}", watch="wat-1", what="began", development="dev-1", name="Norland: talks",
        day="2026-03-02", event="evt-1", article="art-1", why="it began", sentence="They met.",
    )  # fmt: skip


def desk_of(path: Path, number: int) -> Desk:
    desk = Desk.open(path)
    rows = [alert(n) for n in range(number)]
    desk.change(
        (
            "INSERT INTO alerts VALUES (NULL, ?, ?, ?, ?, '', 0, ?)",
            (a.id, a.watch, a.what, a.event, text_of(a)),
        )
        for a in rows
    )
    return desk


class Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook/s3cret"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Server)
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield one
        one.shutdown()
        thread.join()


def test_each_alert_goes_once_signed_and_with_its_key(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOOK_KEY", "k")
    with desk_of(tmp_path / "a.desk", 3) as desk:
        add_channels(
            desk, [channel("wat-1", "webhook", server.url, private=True, secret="HOOK_KEY")]
        )
        assert deliver(desk) == (3, 0)
        assert deliver(desk) == (0, 0)
    assert [json.loads(b)["id"] for _, b in server.got] == ["alr-0", "alr-1", "alr-2"]
    headers, body = server.got[0]
    mac = hmac.new(b"k", body, hashlib.sha256).hexdigest()
    assert headers["X-Foreigndesk-Signature"] == f"sha256={mac}"
    assert len({h["Idempotency-Key"] for h, _ in server.got}) == 3


def test_a_private_address_is_refused_and_no_secret_is_shown(tmp_path: Path, server: Server):
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(desk, [channel("wat-1", "webhook", server.url)])
        assert deliver(desk) == (0, 1)
        (way,) = deliveries(desk)
    assert not server.got
    assert "no public address" in way.error
    assert "s3cret" not in way.shown + way.error
    assert masked("https://u:p@h.example:8/x?token=y") == "https://h.example:8/…"
    assert masked("mailto://me:pw@mail.example") == "mailto://…"


def test_a_secret_that_is_not_there_sends_nothing(tmp_path: Path, server: Server):
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(
            desk, [channel("wat-1", "webhook", server.url, private=True, secret="NO_SUCH")]
        )
        assert deliver(desk) == (0, 1)
    assert not server.got


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_fails_is_tried_again_ever_later_and_given_up(
    status: int, tmp_path: Path, server: Server
):
    server.status, now, waits = status, [1000.0], []
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(desk, [channel("wat-1", "webhook", server.url, private=True)])
        for _ in range(delivering.ATTEMPTS):
            assert deliver(desk, clock=lambda: now[0]) == (0, 1)
            assert deliver(desk, clock=lambda: now[0]) == (0, 0)
            due = float(desk.query("SELECT next FROM outbox")[0]["next"])
            waits.append(due - now[0])
            now[0] = due
        assert waits[:3] == [60, 120, 240]
        assert max(waits) == delivering.LONGEST_WAIT
        (way,) = deliveries(desk)
        assert (way.pending, way.failed) == (0, 1)
        assert str(status) in way.error
        server.status = 200
        delivering.retry_failed(desk)
        assert deliver(desk) == (1, 0)
    assert len(server.got) == delivering.ATTEMPTS + 1


def test_a_removed_channel_gets_nothing(tmp_path: Path, server: Server):
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(desk, [channel("wat-1", "webhook", server.url, private=True)])
        delivering.remove_channels(desk, "wat-1")
        assert deliver(desk) == (0, 0)
        assert deliveries(desk) == []


@pytest.mark.parametrize("taken", [True, False])
def test_apprise_sends(taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []

    class Apprise:
        def add(self, target: str) -> bool:
            return target == "mailto://x"

        def notify(self, title: str, body: str) -> bool:
            told.append(f"{title} | {body}")
            return taken

    monkeypatch.setitem(sys.modules, "apprise", types.SimpleNamespace(Apprise=Apprise))
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(desk, [channel("wat-1", "notify", "mailto://x")])
        assert deliver(desk) == ((1, 0) if taken else (0, 1))
    assert told == ["Norland: talks: began | it began\n\n“They met.”"]


@pytest.mark.filterwarnings("ignore")
def test_the_real_apprise_posts_and_prints_no_secret(
    tmp_path: Path, server: Server, capfd: pytest.CaptureFixture[str]
):
    pytest.importorskip("apprise")
    good = f"json://127.0.0.1:{server.server_port}/hook"
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(desk, [channel("wat-1", "notify", good, private=True)])
        add_channels(desk, [channel("wat-1", "notify", "nosuch://me:s3cret@x.example")])
        assert deliver(desk) == (1, 1)
    assert json.loads(server.got[0][1])["title"] == "Norland: talks: began"
    assert "s3cret" not in "".join(capfd.readouterr())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "target",
    [
        "json://127.0.0.1:{port}/hook",
        "json://localhost:{port}/hook",
        "json://2130706433:{port}/hook",
        "form://me:s3cret@[::1]:{port}/hook?timeout=5",
        "mailto://me:s3cret@mail.example?smtp=127.0.0.1&port={port}&to=you@mail.example",
        "rsyslog://127.0.0.1:{port}",
    ],
)
def test_apprise_reaches_no_private_address(
    target: str, tmp_path: Path, server: Server, capfd: pytest.CaptureFixture[str]
):
    pytest.importorskip("apprise")
    with desk_of(tmp_path / "a.desk", 1) as desk:
        add_channels(desk, [channel("wat-1", "notify", target.format(port=server.server_port))])
        assert deliver(desk) == (0, 1)
        (way,) = deliveries(desk)
    assert "is no public address: refused" in way.error
    assert not server.got
    assert "s3cret" not in "".join(capfd.readouterr()) + way.error + way.shown


LOOP = """
import sys
from foreigndesk.store import Desk
from foreigndesk.store.delivering import deliver
with Desk.open(sys.argv[1]) as desk:
    print("ready", flush=True)
    while True:
        deliver(desk, lease=0.0)
"""


def test_a_kill_loses_nothing_and_repeats_under_the_same_key(tmp_path: Path, server: Server):
    path, number = tmp_path / "a.desk", 40
    with desk_of(path, number) as desk:
        add_channels(desk, [channel("wat-1", "webhook", server.url, private=True)])
    kills = 0
    for pause in (0.1, 0.3, 0.5, 0.7, 60.0):
        loop = subprocess.Popen([sys.executable, "-c", LOOP, str(path)], stdout=subprocess.PIPE)
        assert loop.stdout is not None
        assert loop.stdout.readline() == b"ready\n"
        end = time.monotonic() + pause
        while time.monotonic() < end and not _done(path, number):
            time.sleep(0.05)
        os.kill(loop.pid, signal.SIGKILL)
        loop.wait()
        loop.stdout.close()
        kills += 1
    assert _done(path, number)
    keys: dict[str, set[str]] = {}
    for headers, body in server.got:
        keys.setdefault(json.loads(body)["id"], set()).add(headers["Idempotency-Key"])
    times = Counter(json.loads(body)["id"] for _, body in server.got)
    assert set(times) == {f"alr-{n}" for n in range(number)}
    assert all(len(k) == 1 for k in keys.values())
    assert sum(n - 1 for n in times.values()) <= kills


def _done(path: Path, number: int) -> bool:
    with Desk.open(path) as desk:
        return desk.query("SELECT count(*) AS n FROM outbox WHERE state = 'sent'")[0]["n"] == number
