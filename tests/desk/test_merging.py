"""Merging and splitting developments: picked by name, ticked by report, taken back as one."""

from __future__ import annotations

import re

import pytest
from bench.desk_world import keep, made

from foreigndesk.store import Desk
from foreigndesk.store.following import follow, kept_development, kept_developments
from foreigndesk.store.likely import likely

HX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def old_world(tmp_path_factory):
    path = tmp_path_factory.mktemp("merging") / "world.desk"
    with Desk.open(path) as base:
        keep(base, list(made(80, days=6)))
        follow(base)
    return path


@pytest.fixture
def world(old_world, tmp_path):
    path = tmp_path / "own.desk"
    path.write_bytes(old_world.read_bytes())
    return path


def picked(text: str) -> list[str]:
    """Give the ids that a page offers to merge with."""
    return re.findall(r'name="other" value="([^"]+)"', text)


def test_those_of_the_same_parties_are_likely_first(world):
    with Desk.open(world) as desk:
        one = next(
            k for k in kept_developments(desk) if k.actors and k.recipients and k.articles > 1
        )
        whole = kept_development(desk, one.id)
        found = likely(desk, whole)
        parties = {*one.actors, *one.recipients}
        shared = [len(parties & {*k.actors, *k.recipients}) for k in found]
        assert one.id not in {k.id for k in found}
        assert shared == sorted(shared, reverse=True)
        assert shared[0] > 0
        other = found[-1]
        assert other.id in {k.id for k in likely(desk, whole, other.name, limit=400)}
        assert [k.id for k in likely(desk, whole, other.id[:15])] == [other.id]
        assert likely(desk, whole, one.id) == likely(desk, whole, "no such words") == []


def test_two_are_merged_by_picking_and_taken_apart_again(client_of, world, token):
    client = client_of(world)
    with Desk.open(world) as desk:
        one = kept_developments(desk)[0]
    page = client.get(f"/development/{one.id}/merge").text
    other = picked(page)[0]
    part = client.get(f"/development/{one.id}/merge?words=zzz&part=like", headers=HX).text
    assert "No development of such a name" in part
    assert "<html" not in part
    form = {"token": token, "other": other, "who": "Ada", "why": "one and the same"}
    done = client.post(f"/development/{one.id}/merge", data=form)
    assert done.status_code == 200
    assert "<strong>Merged</strong> by Ada" in done.text
    assert client.get(f"/development/{other}").url == client.get(f"/development/{one.id}").url
    again = client.post(f"/development/{one.id}/merge", data=form)
    assert again.status_code == 422
    ident = re.search(r'name="ident" value="([^"]+)"', done.text)[1]
    client.post("/judgements/undo", data={"token": token, "ident": ident})
    assert client.get(f"/development/{other}").url != client.get(f"/development/{one.id}").url


def test_ticked_reports_become_one_of_their_own_and_come_back(client_of, world, token):
    client = client_of(world)
    with Desk.open(world) as desk:
        one = max(kept_developments(desk), key=lambda k: k.reports)
        events = [r.event for r in kept_development(desk, one.id).reports]
    page = client.get(f"/development/{one.id}/split").text
    assert re.findall(r'name="events" value="([^"]+)"', page) == events
    ticked = events[-2:]
    form = {"token": token, "events": ticked, "who": "Ada"}
    done = client.post(f"/development/{one.id}/split", data=form)
    assert done.status_code == 200
    assert done.url.path == f"/development/{one.id}"
    assert "Told now under" in done.text
    with Desk.open(world) as desk:
        left = [r.event for r in kept_development(desk, one.id).reports]
        (now,) = {
            r["development"]
            for r in desk.query(
                "SELECT development FROM reports WHERE event IN (?, ?)", tuple(ticked)
            )
        }
        told = desk.query("SELECT count(*) FROM reports WHERE development = ?", (now,))[0][0]
    assert left == events[:-2]
    assert told == 2
    ident = re.search(r'name="ident" value="([^"]+)"', done.text)[1]
    form = {"token": token, "ident": ident, "event": ticked[0], "back": one.id}
    back = client.post("/judgements/undo", data=form, headers=HX)
    assert "So were 2 judgements made with it" in back.text
    with Desk.open(world) as desk:
        assert [r.event for r in kept_development(desk, one.id).reports] == events


@pytest.mark.parametrize("events", [[], ["evt-nothing"], "all"])
def test_a_split_that_is_none_changes_nothing(client_of, world, token, events):
    client = client_of(world)
    with Desk.open(world) as desk:
        one = max(kept_developments(desk), key=lambda k: k.reports)
        if events == "all":
            events = [r.event for r in kept_development(desk, one.id).reports]
    form = {"token": token, "events": events, "who": "Ada"}
    assert client.post(f"/development/{one.id}/split", data=form).status_code == 422
    assert client.get("/judgements/export.jsonl").text == ""


@pytest.mark.parametrize("what", ["merge", "split"])
def test_who_may_only_read_is_told_so(client_of, world, what):
    with Desk.open(world) as desk:
        one = kept_developments(desk)[0]
    text = client_of(world, readonly=True).get(f"/development/{one.id}/{what}").text
    assert "open for reading only" in text
    assert 'method="post"' not in text
