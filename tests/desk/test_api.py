"""The REST interface: filters, cursors, ETags, errors, judging."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from bench.desk_world import keep, made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreigndesk.store import Desk
from foreigndesk.store.following import follow
from foreigndesk.store.search import cursor

LISTS = ("articles", "events", "claims", "developments")
OTHERS = ("actors", "watches", "alerts", "judgements", "relations/USA/RUS")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "world.desk"
    with Desk.open(path) as base:
        keep(base, list(made(120, days=8)))
        follow(base)
    return path


@pytest.fixture
def api(client_of, world):
    return client_of(world)


@pytest.mark.parametrize("what", LISTS)
def test_pages_follow_each_other(api, what):
    seen, after = [], ""
    while True:
        answer = api.get(f"/api/v1/{what}", params={"limit": "50", "after": after})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        seen += [
            str(i.get("id") or (i.get("event") or i.get("claim"))["id"]) for i in page["items"]
        ]
        after = page["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) > 50


@pytest.mark.parametrize("what", [*LISTS, *OTHERS])
def test_what_has_not_changed_is_not_sent_again(api, what):
    first = api.get(f"/api/v1/{what}")
    assert first.status_code == 200, first.text
    tag = first.headers["etag"]
    again = api.get(f"/api/v1/{what}", headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert api.get(f"/api/v1/{what}", headers={"if-none-match": '"x"'}).status_code == 200


def test_one_of_each(api):
    told = api.get("/api/v1/events?limit=1").json()["items"][0]
    assert told["sentence"]
    assert api.get(f"/api/v1/events/{told['event']['id']}").json() == told
    whole = api.get(f"/api/v1/articles/{told['article']['id']}").json()
    assert told["sentence"] in whole["text"]
    said = api.get("/api/v1/claims?limit=1").json()["items"][0]["claim"]
    assert api.get(f"/api/v1/claims/{said['id']}").json() == said
    kept = api.get("/api/v1/developments?limit=1").json()["items"][0]
    assert api.get(f"/api/v1/developments/{kept['id']}").json()["reports"]
    assert api.get("/api/v1/actors/USA").json()["partners"]


def test_the_same_filters_as_the_pages(api):
    told = api.get("/api/v1/events?limit=1").json()["items"][0]["event"]
    query = f"actor={told['actors'][0]['country']}&type={told['type']}"
    found = api.get(f"/api/v1/events?{query}&count=yes").json()
    assert found["query"] == query
    assert found["count"] == len(found["items"]) > 0
    assert {i["event"]["type"] for i in found["items"]} == {told["type"]}
    assert api.get("/api/v1/developments?actor=RUS&recipient=USA").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "events?nonsense=1", "events?type=HUG", "events?status=sure", "events?since=yesterday",
        "events?since=2026-02-30", "events?limit=0", "events?limit=1000", "events?limit=x",
        "events?after=abc", "articles?after=MTIz", "claims?after=%00", "developments?after=dev-0",
        "developments?standing=firm", "claims?actor=RUS", "articles?words=" + "w" * 501,
        "events?limit=٣", "events?" + "&".join(["words=a"] * 200),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_plainly(api, asked):
    answer = api.get(f"/api/v1/{asked}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == 400
    assert told["detail"]


@pytest.mark.parametrize(
    "asked",
    ["events/evt-zz", "articles/nothing", "developments/dev-zz", "claims/..%2f..%2fetc%2fpasswd",
     "actors/ZZZ", "nowhere", "articles/%00", "actors/%27%20OR%201=1"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem(api, asked):
    answer = api.get(f"/api/v1/{asked}")
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    what=st.sampled_from(LISTS),
    name=st.sampled_from(
        ["words", "actor", "source", "outlet", "place", "since", "after", "limit"]
    ),
    value=st.text(max_size=40),
)
def test_no_value_breaks_it(api, what, name, value):
    answer = api.get(f"/api/v1/{what}", params={name: value.encode("utf-8", "replace")})
    assert answer.status_code in (200, 400), answer.text


def test_judging_needs_the_token_and_can_be_undone(client_of, world, tmp_path, token):
    path = tmp_path / "own.desk"
    path.write_bytes(world.read_bytes())
    api = client_of(path)
    event = api.get("/api/v1/events?limit=1").json()["items"][0]["event"]["id"]
    tag = api.get("/api/v1/judgements").headers["etag"]
    body = {"act": "reject", "id": event, "who": "ann", "why": "not so"}
    assert api.post("/api/v1/judgements", json=body).status_code == 403
    bearer = {"authorization": f"Bearer {token}"}
    made_one = api.post("/api/v1/judgements", json=body, headers=bearer)
    assert made_one.status_code == 201, made_one.text
    listed = api.get("/api/v1/judgements", headers={"if-none-match": tag})
    assert listed.status_code == 200
    assert listed.json()["items"][0]["judgement"] == made_one.json()
    undo = {"act": "undo", "id": made_one.json()["id"], "who": "ann"}
    assert api.post("/api/v1/judgements", json=undo, headers=bearer).status_code == 201
    assert api.get("/api/v1/judgements").json()["items"][0]["state"] == "undone"
    for wrong in ({**body, "act": "hug"}, {**body, "who": " "}, {"act": "reject"}, []):
        answer = api.post("/api/v1/judgements", json=wrong, headers=bearer)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
    shut = client_of(path, readonly=True)
    assert shut.post("/api/v1/judgements", json=body, headers=bearer).status_code == 403


def test_openapi_describes_every_answer(api):
    told = api.get("/api/v1/openapi.json").json()
    assert all(path.startswith("/api/v1/") for path in told["paths"])
    for path, ways in told["paths"].items():
        for way in ways.values():
            good = way["responses"].get("200") or way["responses"]["201"]
            assert good["content"]["application/json"]["schema"], path
            assert way["description"]
    names = {p["name"] for p in told["paths"]["/api/v1/events"]["get"]["parameters"]}
    assert {"words", "actor", "since", "after", "limit"} <= names
    assert api.get("/docs").status_code == 404
    assert not any(urlsplit(u).netloc for u in told.get("servers", ()))


# --------------------------------------------------------------------------- as docs/api.md says


def problem(answer, status: int) -> dict[str, object]:
    """Give an answer as the problem that it must be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail"}
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"]
    return told


@pytest.mark.parametrize("what", LISTS)
def test_an_id_may_be_shortened_until_several_begin_so(api, what):
    first = api.get(f"/api/v1/{what}?limit=1").json()["items"][0]
    ident = str(first.get("id") or (first.get("event") or first.get("claim"))["id"])
    kind, _, rest = ident.partition("-")
    whole = api.get(f"/api/v1/{what}/{ident}").json()
    assert api.get(f"/api/v1/{what}/{ident[:16]}").json() == whole
    assert api.get(f"/api/v1/{what}/{rest[:12]}").json() == whole
    told = problem(api.get(f"/api/v1/{what}/{kind}-"), 409)
    assert "is the beginning of several ids" in told["detail"]
    assert f"{kind}-" in told["detail"].partition("several ids")[2]
    problem(api.get(f"/api/v1/{what}/{ident}0"), 404)


def test_an_id_that_went_into_another_leads_there(client_of, world, tmp_path, token):
    path = tmp_path / "own.desk"
    path.write_bytes(world.read_bytes())
    api = client_of(path)
    kept = api.get("/api/v1/developments?limit=2").json()["items"]
    one, other = (k["id"] for k in kept)
    listed = api.get(f"/api/v1/developments?limit=1&after={one}")
    assert listed.status_code == 200
    body = {"act": "merge", "id": one, "value": other, "who": "ann"}
    bearer = {"authorization": f"Bearer {token}"}
    assert api.post("/api/v1/judgements", json=body, headers=bearer).status_code == 201
    ids = {api.get(f"/api/v1/developments/{i}").json()["id"] for i in (one, other)}
    assert len(ids) == 1
    gone = ({one, other} - ids).pop()
    told = problem(api.get(f"/api/v1/developments?after={gone}"), 400)
    assert "begin anew" in told["detail"]


def walked(api, what: str, after: str) -> list[object]:
    """Give all that follows a cursor."""
    found: list[object] = []
    while after:
        page = api.get(f"/api/v1/{what}?limit=200&after={after}").json()
        found += page["items"]
        after = page["next"]
    return found


@pytest.mark.parametrize("what", ["events", "articles", "claims"])
def test_a_cursor_does_not_run_out(client_of, world, tmp_path, what):
    path = tmp_path / "own.desk"
    path.write_bytes(world.read_bytes())
    api = client_of(path)
    first = api.get(f"/api/v1/{what}?limit=5").json()
    then = walked(api, what, first["next"])
    with Desk.open(path) as base:
        keep(base, list(made(10, seed=5, days=1)))
        follow(base)
    again = walked(api, what, first["next"])
    assert [one for one in again if one in then] == then
    other = api.get(f"/api/v1/{what}?limit=5&after={first['next']}&until=1999-01-01").json()
    assert (other["items"], other["next"]) == ([], "")


def test_the_last_cursor_gives_nothing_more(api):
    after, pages = "", 0
    while True:
        found = api.get("/api/v1/events", params={"limit": "200", "after": after}).json()
        pages += 1
        if not found["next"]:
            break
        after = found["next"]
    last = found["items"][-1]
    assert pages > 1
    with Desk.open(api.app.state.shelf.settings.path) as desk:
        row = desk.query("SELECT day, row FROM events WHERE id = ?", (last["event"]["id"],))[0]
    end = cursor(row["day"], row["row"])
    told = api.get("/api/v1/events", params={"after": end}).json()
    assert (told["items"], told["next"]) == ([], "")
    problem(api.get("/api/v1/events", params={"after": end[:-2]}), 400)


def test_every_error_has_one_shape(client_of, world, token, monkeypatch):
    api = client_of(world, open_reading=False)
    problem(api.get("/api/v1/events"), 401)
    bearer = {"authorization": f"Bearer {token}"}
    api.headers.update(bearer)
    problem(api.get("/api/v1/events", headers={"host": "evil.example"}), 403)
    problem(api.get("/api/v1/nothing"), 404)
    problem(api.delete("/api/v1/events"), 405)
    problem(api.post("/api/v1/judgements", content=b"{", headers=bearer), 422)
    problem(client_of(world / "none").get("/api/v1/events"), 503)
    broken = client_of(world)
    broken._transport.raise_server_exceptions = False

    def fails(*given: object, **named: object) -> None:
        raise RuntimeError("secret of the program")

    monkeypatch.setattr("foreigndesk.desk.api.search_events", fails)
    answer = broken.get("/api/v1/events")
    assert "secret" not in str(problem(answer, 500))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
