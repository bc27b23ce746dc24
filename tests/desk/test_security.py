"""What may come in, and what every answer carries."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreigndesk.desk.security import host_of, loopback
from foreigndesk.desk.words import plainly
from foreigndesk.store import Desk
from foreigndesk.store.following import kept_development, kept_developments
from foreigndesk.store.watching import watches


def test_a_page_comes_with_its_guards(client):
    answer = client.get("/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8440", "localhost.evil.example", "", "[::1",
     "localhost.", "evil.example@127.0.0.1", "127.0.0.1#evil.example", "127.0.0.1/evil.example",
     "127.0.0.1, evil.example", "0.0.0.0", "2130706433"],
)  # fmt: skip
def test_a_foreign_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8440", "127.0.0.1:9", "[::1]:8440", "127.8.8.8"])
def test_loopback_by_any_name_is_answered(client, host):
    assert client.get("/about.txt", headers={"host": host}).status_code != 403


def test_a_foreign_origin_is_refused(client):
    assert client.get("/", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/", headers={"origin": "null"}).status_code == 403
    assert client.get("/", headers={"origin": "http://127.0.0.1:8440"}).status_code == 200


def test_a_broken_origin_is_foreign(client):
    assert client.get("/", headers={"origin": "http://[::1"}).status_code == 403


def test_a_form_that_is_too_large_is_refused_whole(client, token):
    form = {"token": token, "lines": "x" * 1_100_000}
    answer = client.post("/judgements/import", data=form)
    assert answer.status_code == 413
    held = {"authorization": f"Bearer {token}"}
    assert client.post("/api/v1/judgements", json=form, headers=held).status_code == 413


def test_another_port_of_this_machine_is_foreign(client):
    assert client.get("/", headers={"origin": "http://127.0.0.1:9999"}).status_code == 403


def test_a_program_is_refused_in_its_own_terms(client):
    answer = client.post("/api/v1/judgements", json={})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


def test_writing_needs_the_token(client, token):
    said = client.post("/judgements", data={"token": "wrong"})
    assert said.status_code == 403
    assert "Nothing was changed" in said.text
    assert client.post("/nowhere", data={"token": token}).status_code in (404, 405)
    assert client.post("/nowhere", headers={"authorization": f"Bearer {token}"}).status_code == 404


def test_a_cookie_alone_does_not_write(client, token):
    client.cookies.set("foreigndesk", token)
    assert client.post("/judgements", data={}).status_code == 403


def test_beyond_loopback_reading_asks_for_the_token(demo_desk, client_of, token):
    client = client_of(demo_desk, open_reading=False, hosts=frozenset({"desk.example"}))
    client.headers["host"] = "desk.example"
    assert client.get("/").status_code == 401
    opened = client.get(f"/?token={token}", follow_redirects=False)
    assert opened.status_code == 303
    assert "httponly" in opened.headers["set-cookie"].lower()
    assert token not in opened.headers["location"]
    assert client.get("/", headers={"cookie": f"foreigndesk={token}"}).status_code == 200
    assert client.get("/", headers={"cookie": "foreigndesk=other"}).status_code == 401
    only = {"cookie": f"foreigndesk={token}", "host": "desk.example"}
    assert client.post("/judgements/undo", data={}, headers=only).status_code == 403


def test_through_a_proxy_on_loopback_reading_asks_for_the_token(demo_desk, client_of, token):
    client = client_of(demo_desk, hosts=frozenset({"desk.example"}))
    for headers in (
        {"host": "desk.example"},
        {"x-forwarded-for": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
        {"via": "1.1 proxy"},
    ):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 401
        assert token not in answer.text
        held = {**headers, "cookie": f"foreigndesk={token}"}
        assert client.get("/", headers=held).status_code == 200
    assert client.get("/").status_code == 200


def test_a_desk_for_reading_only_takes_no_write(own_desk, client_of, token):
    client = client_of(own_desk, readonly=True)
    form = {"token": token, "name": "Written all the same"}
    assert client.post("/watches", data=form).status_code == 403
    held = {"authorization": f"Bearer {token}"}
    for path in ("/watches/look", "/judgements/undo", "/judgements/import"):
        assert client.post(path, data=form, headers=held).status_code == 403
    assert "Written all the same" not in client.get("/watches").text


def test_the_token_leads_to_no_other_site(client, token):
    answer = client.get(
        f"http://127.0.0.1:8440//evil.example/x?token={token}", follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/evil.example/x"


def test_a_cookie_of_somebody_else_breaks_nothing(demo_desk, client_of):
    client = client_of(demo_desk, open_reading=False)
    assert client.get("/", headers={"cookie": "a/b=c; foreigndesk=x"}).status_code == 401


def test_a_desk_that_is_gone_is_said_in_a_line(client_of, tmp_path):
    answer = client_of(tmp_path / "none.desk").get("/")
    assert answer.status_code == 503
    assert "none.desk" in answer.text


def test_a_desk_that_is_replaced_or_removed_is_not_written_to_in_vain(
    own_desk, demo_desk, client_of, token
):
    with client_of(own_desk) as client:  # one loop and its threads for all, as when served
        assert client.get("/").status_code == 200
        for end in ("", "-wal", "-shm"):
            Path(f"{own_desk}{end}").unlink(missing_ok=True)
        form = {"token": token, "name": "After the fall"}
        assert client.get("/watches").status_code == 503
        assert client.post("/watches", data=form).status_code == 503
        shutil.copy(demo_desk, own_desk)
        assert client.post("/watches", data=form, follow_redirects=False).status_code == 303
    with Desk.open(own_desk, create=False) as desk:
        assert [w.name for w in watches(desk)] == ["After the fall"]


def test_writes_that_wait_keep_no_reader_waiting(own_desk, client_of, token):
    other = sqlite3.connect(own_desk, isolation_level=None)
    with client_of(own_desk) as client:
        assert client.get("/about").status_code == 200
        other.execute("BEGIN IMMEDIATE")
        writes = [
            threading.Thread(
                target=client.post,
                args=("/watches",),
                kwargs={"data": {"token": token, "name": f"Watch {n}"}},
            )
            for n in range(45)
        ]
        for write in writes:
            write.start()
        time.sleep(1)
        began = time.monotonic()
        assert client.get("/about").status_code == 200
        took = time.monotonic() - began
        other.execute("ROLLBACK")
        for write in writes:
            write.join()
        assert took < 5
        assert client.get("/api/v1/watches").json()["items"][44:]
    other.close()


def test_a_damaged_record_is_said_in_a_line(own_desk, client_of):
    with Desk.open(own_desk) as desk:
        desk.change([("UPDATE events SET record = '{'", ())])
    for path in ("/search?what=events", "/api/v1/events", "/download/events.csv"):
        answer = client_of(own_desk).get(path)
        assert answer.status_code == 503
        assert "A record in it is damaged" in answer.text


@pytest.mark.parametrize(
    "path", ["/static/../security.py", "/static/%2e%2e/security.py", "/vendor/..%2f..%2fapp.py"]
)
def test_no_path_reaches_the_file_system(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text


@given(st.text())
def test_any_host_header_is_taken(header):
    loopback(host_of(header))


@given(st.text())
def test_no_control_is_left(text):
    assert not set(plainly(text)) & set("\u202e\u2066\u200f\x00\x1b")


READ = "a-token-that-reads-only"


@pytest.fixture
def afar(own_desk, client_of):
    """A desk beyond loopback with a second token, one that only reads."""
    client = client_of(
        own_desk, open_reading=False, hosts=frozenset({"desk.example"}), read_token=READ
    )
    client.headers["host"] = "desk.example"
    return client


def test_a_reading_token_reads_and_no_page_gives_it_the_other(afar, own_desk, token):
    assert afar.get("/").status_code == 401
    opened = afar.get(f"/?token={READ}", follow_redirects=False)
    assert opened.status_code == 303
    assert READ in opened.headers["set-cookie"]
    with Desk.open(own_desk) as desk:
        one = kept_developments(desk, articles_at_least=5)[0]
        event = kept_development(desk, one.id).reports[0].event
    pages = (
        "/", "/watches", "/judgements", f"/development/{one.id}", f"/development/{one.id}/merge",
        f"/development/{one.id}?judge={event}", f"/development/{one.id}/report/{event}",
        f"/development/{one.id}/split", "/api/v1/judgements", "/fresh/events?seen=0.0.0.",
    )  # fmt: skip
    for shown in ({"cookie": f"foreigndesk={READ}"}, {"authorization": f"Bearer {READ}"}):
        for page in pages:
            answer = afar.get(page, headers=shown)
            assert answer.status_code == 200, page
            assert token not in answer.text
            assert 'method="post"' not in answer.text


def test_a_reading_token_writes_nothing(afar, own_desk, token):
    with Desk.open(own_desk) as desk:
        event = desk.query("SELECT event FROM reports LIMIT 1")[0]["event"]
    form = {"token": READ, "name": "troops", "countries": "PRK"}
    body = {"act": "reject", "id": event, "who": "ann"}
    for shown in (
        {"cookie": f"foreigndesk={READ}"},
        {"authorization": f"Bearer {READ}"},
        {"authorization": f"Bearer {READ}", "cookie": f"foreigndesk={READ}"},
    ):
        assert afar.post("/watches", data=form, headers=shown).status_code == 403
        answer = afar.post("/api/v1/judgements", json=body, headers=shown)
        assert answer.status_code == 403
        assert "for reading only" in answer.json()["detail"]
        stolen = {**form, "token": token}
        assert afar.post("/watches", data=stolen, headers=shown).status_code == 403
    assert afar.post("/watches", data=form).status_code == 401
    assert afar.post("/api/v1/judgements", json=body).status_code == 401
    with Desk.open(own_desk) as desk:
        assert watches(desk) == []
        assert desk.judgements() == []


def test_the_writing_token_goes_on_to_write_beside_it(afar, token):
    mine = {"cookie": f"foreigndesk={token}"}
    assert token in afar.get("/watches", headers=mine).text
    form = {"token": token, "name": "troops", "countries": "PRK"}
    answer = afar.post("/watches", data=form, headers=mine, follow_redirects=False)
    assert answer.status_code == 303
    bearer = {"authorization": f"Bearer {token}", "cookie": f"foreigndesk={READ}"}
    assert token in afar.get("/watches", headers=bearer).text


def test_without_a_reading_token_an_empty_one_is_none(own_desk, client_of):
    client = client_of(own_desk, open_reading=False, hosts=frozenset({"desk.example"}))
    client.headers["host"] = "desk.example"
    for shown in ({"cookie": "foreigndesk="}, {"authorization": "Bearer "}, {}):
        assert client.get("/", headers=shown).status_code == 401
    assert client.get("/?token=").status_code == 401


def test_a_reader_on_loopback_is_a_reader_too(own_desk, client_of, token):
    client = client_of(own_desk, read_token=READ)
    assert token in client.get("/watches").text
    assert token not in client.get("/watches", headers={"cookie": f"foreigndesk={READ}"}).text
