"""Take a picture of every page of the desk, light and dark: `make screenshots`.

Reads the example pages into a fresh desk, serves it, and writes docs/screenshots/NAME-SCHEME.jpg
with the machine's Chromium (FOREIGNDESK_CHROMIUM names another).
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from foreigndesk.desk import Settings, make_app
from foreigndesk.store import Desk
from foreigndesk.store.following import kept_developments

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screenshots"
DESK = ROOT / "out" / "screenshots.desk"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def pages() -> dict[str, str]:
    """Give the pages by the name of their picture."""
    with Desk.open(DESK) as desk:
        one = kept_developments(desk, articles_at_least=5)[0].id
        article = next(a.id for a in desk.articles() if a.title.startswith("NATO confirms"))
    return {
        "front": "/",
        "article": f"/article/{article}",
        "development": f"/development/{one}",
        "developments": "/developments",
        "merge": f"/development/{one}/merge",
        "split": f"/development/{one}/split",
        "section": "/section/region/east-asia",
        "search": "/search?what=events&actor=PRK",
        "map": "/map",
        "network": "/network",
        "timeline": "/timeline",
        "actor": "/actor/PRK",
        "actors": "/actors",
        "actor-by-name": "/actor/soldiers",
        "pair": "/pair/PRK/RUS",
        "watches": "/watches",
        "sources": "/sources",
        "judgements": "/judgements",
        "about": "/about",
    }


def shoot(browser: Any, address: str, scheme: str, file: Path, *, width: int = 1280) -> None:
    """Take one picture, at most three screens long."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("[data-state=loading]", state="detached")
    height = min(2000, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(200)
    page.screenshot(path=str(file), type="jpeg", quality=72)
    context.close()


def main() -> None:
    """Make the desk, serve it, take the pictures."""
    chromium = os.environ.get("FOREIGNDESK_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        raise SystemExit("There is no Chromium here; on Debian: apt install chromium")
    for old in DESK.parent.glob(f"{DESK.name}*"):
        old.unlink()
    DESK.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "foreigndesk", "read", "examples/pages", "--quiet"]
    subprocess.run([*command, "--desk", str(DESK)], cwd=ROOT, check=True)
    OUT.mkdir(parents=True, exist_ok=True)
    config = uvicorn.Config(
        make_app(Settings(path=DESK, token=secrets.token_urlsafe())),
        port=8449,
        log_level="error",
        lifespan="off",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for name, path in pages().items():
            for scheme in ("light", "dark"):
                shoot(browser, f"http://127.0.0.1:8449{path}", scheme, OUT / f"{name}-{scheme}.jpg")
            sys.stderr.write(f"{name}\n")
        shoot(browser, "http://127.0.0.1:8449/", "light", OUT / "front-narrow.jpg", width=360)
        browser.close()
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
