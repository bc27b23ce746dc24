"""A desk with the example pages, a client that asks it, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from foreigndesk.cli.app import app
from foreigndesk.desk import Settings, make_app

PAGES = Path(__file__).resolve().parents[2] / "examples" / "pages"
TOKEN = "a-token-for-the-tests"
CHROMIUM = (
    os.environ.get("FOREIGNDESK_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def demo_desk(tmp_path_factory) -> Path:
    """The example pages, read into a desk once; to be copied by who writes."""
    path = tmp_path_factory.mktemp("desk") / "demo.desk"
    done = CliRunner().invoke(app, ["read", str(PAGES), "--desk", str(path), "--quiet"])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def own_desk(demo_desk, tmp_path) -> Path:
    """A copy of the demo desk that a test may write to."""
    return Path(shutil.copy(demo_desk, tmp_path / "own.desk"))


@pytest.fixture
def client(demo_desk) -> TestClient:
    """A client of the demo desk, for reading."""
    return _client_of(demo_desk)


@pytest.fixture
def client_of() -> Callable[..., TestClient]:
    """A function that gives a client of a desk with settings of its own."""
    return _client_of


@pytest.fixture
def token() -> str:
    """The token that writing needs."""
    return TOKEN


def _client_of(path: Path, **settings: object) -> TestClient:
    """Give a client of a desk as it is served on loopback."""
    made = make_app(Settings(path=path, token=TOKEN, **settings))  # type: ignore[arg-type]
    return TestClient(made, base_url="http://127.0.0.1:8440", raise_server_exceptions=True)


@pytest.fixture(scope="session")
def site(demo_desk) -> Iterator[str]:
    """The demo desk served on a port of its own, for the browser."""
    with Served(demo_desk) as address:
        yield address


@pytest.fixture
def own_site(own_desk) -> Iterator[str]:
    """A copy of the demo desk, served: for what a browser writes."""
    with Served(own_desk) as address:
        yield address


class Served:
    """A desk served from a thread: ``with Served(path) as address``."""

    def __init__(self, path: Path) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            make_app(Settings(path=path, token=TOKEN)), log_level="error", lifespan="off"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True
        )

    def __enter__(self) -> str:
        self.thread.start()
        ends = time.monotonic() + 20
        while not self.server.started and time.monotonic() < ends:
            time.sleep(0.02)
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.listening.close()


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium. CI never goes without; elsewhere its tests say that it is missing."""
    if not CHROMIUM:
        if os.environ.get("FOREIGNDESK_CI"):
            pytest.fail("CI must have Chromium: .ci/run installs it")
        pytest.skip("no Chromium on this machine: the browser tests did not run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()
