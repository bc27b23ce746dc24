"""Captures from the web: only public addresses, bounded, every failure a Problem."""

from __future__ import annotations

import httpx
import pytest

from foreigndesk.capture import Limits, Problem, from_url
from foreigndesk.capture.web import public
from foreigndesk.records import Capture

PUBLIC = "93.184.215.14"
HTML = b"<!DOCTYPE html><html><body><p>The talks began.</p></body></html>"


def fetch(
    url: str, answer: object, *, at: str = PUBLIC, limits: Limits | None = None
) -> Capture | Problem:
    def handle(request: httpx.Request) -> httpx.Response:
        found = answer(request) if callable(answer) else answer
        assert isinstance(found, httpx.Response)
        return found

    return from_url(
        url,
        limits or Limits(max_bytes=1000),
        resolver=lambda host, port: [at],
        transport=httpx.MockTransport(handle),
    )


def message(found: Capture | Problem) -> str:
    assert isinstance(found, Problem)
    return found.message


def test_a_page_is_fetched_from_the_address_that_was_checked():
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(
            200, headers={"content-type": "text/html; charset=utf-8"}, content=HTML
        )

    found = fetch("https://quayside.example/talks", answer)
    assert isinstance(found, Capture)
    assert (found.media, found.how, found.encoding) == ("text/html", "url", "utf-8")
    assert found.address == "https://quayside.example/talks"
    assert asked[0].url.host == PUBLIC
    assert asked[0].headers["host"] == "quayside.example"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "::1",
     "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "100.64.0.1",
     "fec0::1", "3fff::1", "192.0.0.8", "192.88.99.1", "64:ff9b:1::1", "5f00::1", "::127.0.0.1",
     "2001:0:7f00:1::", "100::1", "198.18.0.1", "240.0.0.1", "255.255.255.255", "2001:db8::1",
     "fe80::1%eth0", "localhost", ""],
)  # fmt: skip
def test_no_private_address(address: str):
    assert not public(address)
    found = fetch("http://quayside.example/", httpx.Response(200, content=HTML), at=address)
    assert "no public address: refused" in message(found)


def test_no_private_address_on_a_redirect():
    calls: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        calls.append(host)
        return ["127.0.0.1" if host == "inside.example" else PUBLIC]

    moved = httpx.Response(302, headers={"location": "http://inside.example/"})
    found = from_url(
        "http://quayside.example/",
        Limits(),
        resolver=resolver,
        transport=httpx.MockTransport(lambda request: moved),
    )
    assert "no public address" in message(found)
    assert calls == ["quayside.example", "inside.example"]


def test_redirects_end():
    moved = httpx.Response(301, headers={"location": "/again"})
    assert "redirects more than 5 times" in message(fetch("http://quayside.example/", moved))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://quayside.example/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:pass@quayside.example/", "user name"),
        ("http:///", "no host"),
    ],
)
def test_urls_that_are_refused(url: str, words: str):
    assert words in message(fetch(url, httpx.Response(200, content=HTML)))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(404), "status 404"),
        (httpx.Response(200, content=b""), "is empty"),
        (httpx.Response(200, content=b"a" * 2000), "over"),
        (httpx.Response(200, content=b"%PDF-1.7"), "a PDF document"),
        (
            httpx.Response(200, headers={"content-type": "image/svg+xml"}, content=b"<svg/>"),
            "neither",
        ),
    ],
)
def test_answers_that_are_no_page(answer: httpx.Response, words: str):
    assert words in message(fetch("http://quayside.example/", answer))


def test_failures_of_the_network_are_told():
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow")

    assert "could not be fetched" in message(fetch("http://quayside.example/", fail))
    assert "no answer within" in message(fetch("http://quayside.example/", slow))
    unknown = from_url("http://quayside.example/", Limits(), resolver=_nobody)
    assert "is not known" in message(unknown)


def _nobody(host: str, port: int) -> list[str]:
    raise OSError("name or service not known")


@pytest.mark.parametrize(
    "url",
    ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0/", "http://[::]/",
     "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/", "http://localhost/",
     "http://127\u30020\u30020\u30021/", "HTTP://127.0.0.1:99999/"],
)  # fmt: skip
def test_this_machine_by_any_spelling_is_refused(url: str):
    assert "no public address: refused" in message(from_url(url, Limits(seconds=5)))


@pytest.mark.parametrize(
    "url",
    ["http://0177.0.0.1/", "http://[::1", "http://\x00/", "http:127.0.0.1", "//127.0.0.1/", "",
     "http://evil.example\\@127.0.0.1/", "http://127.0.0.1:80@evil.example/", "data:text/html,x",
     "http://" + "a" * 300 + "/", "http://[fe80::1%25lo]/", "x" * 100_000],
)  # fmt: skip
def test_what_is_no_address_is_a_problem(url: str):
    found = from_url(url, Limits(seconds=5), resolver=_nobody)
    assert isinstance(found, Problem)
