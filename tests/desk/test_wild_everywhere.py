"""Names, reasons, watches and texts full of markup: crawled on every page that leads to another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

import lxml.html
import msgspec
import pytest
from fastapi.testclient import TestClient
from tests.store.made import capture

from foreigndesk.records import Reading
from foreigndesk.store import Desk
from foreigndesk.store.following import follow

MARKUP = (
    "<img src=x onerror=alert(1)>\"'><script>alert(2)</script></script></title>"
    "{{ 7*7 }}\u202egnol\u2066 ]]>&amp;\x0b\ufffe=1+1"
)
NAMED = frozenset(
    ("name", "described", "role", "affiliation", "outlet", "section", "title", "standfirst",
     "block", "written", "how", "rule", "dateline_place")
)  # fmt: skip
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b\x0e-\x1f]")


def wilder(value: Any) -> Any:
    """Give a record with markup in what it names, and in its text in the place of as much."""
    if isinstance(value, list):
        return [wilder(v) for v in value]
    if not isinstance(value, dict):
        return value
    made = {k: wilder(v) for k, v in value.items()}
    for key in NAMED & made.keys():
        if isinstance(made[key], str):
            made[key] = f"{made[key]} {MARKUP}"
    if "paragraphs" in made:
        text = made["text"].replace(" the ", " <b> ").replace(" with ", " \u202e<i> ")
        made |= {
            "text": text,
            "address": "javascript:alert(3)//http://a.example/",
            "authors": [MARKUP],
        }
        made["provenance"] = [[MARKUP, MARKUP]]
    for party in (*made.get("actors", ()), *made.get("recipients", ()))[::2]:
        if isinstance(party, dict) and "sector" in party:
            party["country"] = ""
    return made


@pytest.fixture(scope="module")
def wild(demo_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo desk with markup in every name."""
    path = tmp_path_factory.mktemp("wild") / "w<b>ild.desk"
    with Desk.open(demo_desk) as demo, Desk.open(path) as desk:
        for number, reading in enumerate(demo.readings()):
            made = msgspec.convert(wilder(msgspec.to_builtins(reading)), Reading)
            desk.write(made, capture(number))
        desk.note(MARKUP, "page", MARKUP)
        follow(desk)
    return path


@pytest.fixture(scope="module")
def seen(wild: Path) -> tuple[TestClient, dict[str, str]]:
    """A client, and the pages that one gets to from the front page, 90 at most."""
    from tests.desk.conftest import TOKEN, _client_of

    client = _client_of(wild)
    form = {"token": TOKEN, "name": MARKUP, "words": MARKUP, "place": MARKUP}
    assert client.post("/watches", data=form).status_code == 200
    assert (
        client.post("/watches", data={"token": TOKEN, "name": f"All {MARKUP}"}).status_code == 200
    )
    with Desk.open(wild) as desk:
        event = desk.query("SELECT id FROM events LIMIT 1")[0]["id"]
    judged = {"act": "confirm", "id": event, "who": MARKUP, "why": MARKUP}
    held = {"authorization": f"Bearer {TOKEN}"}
    assert client.post("/api/v1/judgements", json=judged, headers=held).status_code == 201
    pages: dict[str, str] = {}
    kinds: dict[str, int] = {}
    quoted = quote(MARKUP, safe="")
    left = ["/", f"/search?words={quoted}&standing={quoted}", f"/actor/{quoted}", f"/x/{quoted}"]
    while left and len(pages) < 90:
        path = left.pop(0)
        kind = path.split("?")[0].split("/")[1]
        if path in pages or kinds.get(kind, 0) >= 8:
            continue
        answer = client.get(path)
        assert answer.status_code in (200, 400, 404, 422), path
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        pages[path] = answer.text
        for link in lxml.html.fromstring(answer.text).xpath("//a/@href"):
            there = urlsplit(urljoin(f"http://127.0.0.1:8440{path}", link))
            if there.netloc == "127.0.0.1:8440" and there.scheme == "http":
                left.append(there.path + (f"?{there.query}" if there.query else ""))
    assert {"article", "development", "actor", "pair", "watches", "judgements", "map"} <= set(kinds)
    return client, pages


def test_no_name_becomes_markup(seen: tuple[TestClient, dict[str, str]]):
    found: list[tuple[str, str]] = []
    for path, text in seen[1].items():
        tree = lxml.html.fromstring(text)
        assert not tree.xpath("//img | //b[not(@*)] | //i[not(@*)] | //*[@onerror]"), path
        for script in tree.xpath("//script"):
            assert script.get("src") or script.get("type") == "application/json", path
        for kind in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            for link in tree.xpath(f"//@{kind}"):
                assert not re.match(r"\s*(?:javascript|data|vbscript):", link, re.I), path
        assert "49" not in tree.xpath("string(//title)"), path
        # What a person typed stays as it is in the field where it was typed, and nowhere else.
        shown = re.sub(r"<input[^>]*>", "", text)
        found += [
            (path[:40], shown[m.start() - 90 : m.end() + 20]) for m in CONTROLS.finditer(shown)
        ]
    assert not found


def test_downloads_are_well_formed(seen: tuple[TestClient, dict[str, str]]):
    client, _ = seen
    for path in ("/download/network.graphml", "/watches/atom"):
        ElementTree.fromstring(client.get(path).content)
    for line in client.get("/download/events.csv").text.splitlines():
        assert not re.search(r'(?:^|,)"?\s*[=+@]', line)
    told = msgspec.json.decode(client.get("/download/events.geojson").content)
    assert told["features"]
    for what in ("events", "claims", "articles"):
        assert client.get(f"/download/{what}.parquet").status_code == 200
        for line in client.get(f"/download/{what}.jsonl").content.splitlines():
            msgspec.json.decode(line)


def test_no_script_of_a_page_runs(wild: Path, browser, seen: tuple[TestClient, dict[str, str]]):
    from tests.desk.conftest import Served

    with Served(wild) as address:
        page = browser.new_page()
        said: list[str] = []
        page.on("dialog", lambda d: (said.append(d.message), d.dismiss()))
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: said.append(str(e)))
        for kind in ("", "map", "network", "timeline", "actor", "pair", "development", "article",
                     "watches", "judgements", "sources"):  # fmt: skip
            path = next(p for p in seen[1] if p.split("?")[0].split("/")[1] == kind)
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.querySelectorAll('img, [onerror]').length") == 0, path
        page.close()
    assert not said
