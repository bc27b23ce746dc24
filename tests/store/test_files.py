"""Files that are no desks, desks that cannot be had, and a writer killed at any moment."""

from __future__ import annotations

import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.store.made import capture, reading

from foreigndesk.store import Desk, DeskError
from foreigndesk.store.schema import migrations, statements

ROOT = Path(__file__).resolve().parents[2]


def _refused(path: Path, say: str, *, create: bool = True) -> None:
    with pytest.raises(DeskError, match=say) as caught:
        Desk.open(path, create=create)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_desk_is_said_and_not_made(tmp_path: Path):
    _refused(tmp_path / "none.desk", "there is no desk here", create=False)
    assert list(tmp_path.iterdir()) == []
    _refused(tmp_path / "no" / "such" / "a.desk", "cannot be opened")


def test_a_folder_is_refused(tmp_path: Path):
    _refused(tmp_path, "this is a folder")


@pytest.mark.parametrize("create", [True, False])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, create: bool):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"This is no database at all. " * 100)
    _refused(path, "not a desk file", create=create)
    assert path.read_bytes() == b"This is no database at all. " * 100
    empty = tmp_path / "empty.desk"
    empty.touch()
    _refused(empty, "empty", create=False)


def test_another_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE pages (x)")
        base.commit()
    before = path.read_bytes()
    _refused(path, "not a desk of Foreign Desk")
    assert path.read_bytes() == before


def test_a_newer_desk_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "new.desk"
    Desk.open(path).close()
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    _refused(path, "newer Foreign Desk")
    assert path.read_bytes() == before


def test_a_damaged_desk_is_said(tmp_path: Path):
    path = tmp_path / "a.desk"
    with Desk.open(path) as desk:
        desk.write(reading(), capture())
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    with pytest.raises(DeskError, match="damaged"), Desk.open(path) as desk:
        desk.events()


def test_a_locked_desk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.desk"
    Desk.open(path).close()
    monkeypatch.setattr("foreigndesk.store.schema.BUSY_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Desk.open(path) as desk, pytest.raises(DeskError, match="locked"):
            desk.write(reading())


READ_ONLY = """
import importlib.readers, os, sys  # all that is imported late: Python itself may lie in root's home
from foreigndesk.store import Desk, DeskError
sys.path.insert(0, sys.argv[1])
from tests.store.made import reading
import foreigndesk.store.desk, foreigndesk.store.rows, foreigndesk.store.schema  # as another user
if os.geteuid() == 0:  # for whom nothing is read-only
    os.seteuid(65534)
with Desk.open(sys.argv[2]) as desk:
    print(len(desk.events()), len(desk.search("troops")))
    try:
        desk.write(reading(2))
    except DeskError as error:
        print(error)
"""


def test_a_read_only_desk_can_be_read_and_says_so_when_written():
    folder = Path(tempfile.mkdtemp())  # not tmp_path: another user must be able to see it
    path = folder / "a.desk"
    try:
        with Desk.open(path) as desk:
            desk.write(reading(1))
        path.chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-B", "-c", READ_ONLY, str(ROOT), str(path)],
            capture_output=True,
            text=True,
        )
        assert done.stderr == ""
        assert done.stdout.splitlines() == ["2 1", f"{path}: the file or its folder is read-only"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


OLD = """
import importlib.readers, os, sys
import foreigndesk.store.following as kept
from foreigndesk.store import Desk
import foreigndesk.developments.judged, foreigndesk.developments.reports
kept.maker()
if os.geteuid() == 0:
    os.seteuid(65534)
with Desk.open(sys.argv[1]) as desk:
    print(len(desk.events()), len(desk.search("troops")))
    with kept.followed(desk) as copy:
        print(len(kept.kept_developments(copy)), copy is desk)
"""


@pytest.mark.parametrize("schema", [1, 2])
@pytest.mark.parametrize("shut", [True, False])
def test_a_read_only_desk_of_an_older_schema_can_be_read_and_followed(
    schema: int, shut: bool, monkeypatch: pytest.MonkeyPatch
):
    folder, known = Path(tempfile.mkdtemp()), migrations()
    path = folder / "a.desk"
    try:
        with monkeypatch.context() as then:
            then.setattr("foreigndesk.store.schema.migrations", lambda: known[:schema])
            with Desk.open(path) as desk:
                desk.write(reading(1))
        path.chmod(0o444)
        folder.chmod(0o555 if shut else 0o777)
        done = subprocess.run(
            [sys.executable, "-B", "-c", OLD, str(path)], capture_output=True, text=True
        )
        assert done.stderr == ""
        assert done.stdout.splitlines() == ["2 1", "1 False"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from foreigndesk.store import Desk
from tests.store.made import capture, reading
print("ready", flush=True)
first = int(sys.argv[3])
with Desk.open(sys.argv[2]) as desk:
    for number in range(first, first + 100_000):
        desk.write(reading(number), capture(number, b"x" * 3000))
"""


def test_killed_at_any_moment_it_holds_whole_pages_only(tmp_path: Path):
    path = tmp_path / "a.desk"
    chance = random.Random(7)
    ends = time.monotonic() + 3.5
    kept, kills = 0, 0
    while kills < 12 and (time.monotonic() < ends or kills < 4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(ROOT), str(path), str(kills * 100_000)],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(chance.choice((0.0, 0.005, 0.02)) + chance.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
        writer.stdout.close()
        kills += 1
        with Desk.open(path) as desk:
            pages = desk.counts()["pages"]
            assert pages >= kept
            kept = pages
    with Desk.open(path) as desk:
        found = list(desk.readings())
        assert len(found) == kept > 20
        for one in found:
            number = int(one.page.article.address.split("/")[1].split(".")[0])
            assert one == reading(number)
            assert desk.capture(one.page.capture) == capture(number, b"x" * 3000)
        assert len(desk.search("troops", limit=10_000)) == kept
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _schema(path: Path) -> tuple[int, list[str]]:
    with closing(sqlite3.connect(path)) as base:
        version = base.execute("PRAGMA user_version").fetchone()[0]
        tables = base.execute("SELECT name FROM sqlite_master WHERE name LIKE 'extra%'")
        return version, [name for (name,) in tables]


def test_an_older_desk_is_brought_up_to_date_when_opened(tmp_path: Path, monkeypatch):
    path, known = tmp_path / "a.desk", migrations()
    with Desk.open(path) as desk:
        desk.write(reading(1))
        before = desk.events()
    more = (*known, "CREATE TABLE extra (x);", "CREATE TABLE extra_too (x);")
    monkeypatch.setattr("foreigndesk.store.schema.migrations", lambda: more)
    with Desk.open(path, create=False) as desk:
        assert desk.events() == before
    assert _schema(path) == (len(more), ["extra", "extra_too"])


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch):
    path, known = tmp_path / "a.desk", migrations()
    with Desk.open(path) as desk:
        desk.write(reading(1))
    broken = (*known, "CREATE TABLE extra (x); CREATE TABLE pages (x);")
    monkeypatch.setattr("foreigndesk.store.schema.migrations", lambda: broken)
    with pytest.raises(DeskError):
        Desk.open(path)
    assert _schema(path) == (len(known), [])
    monkeypatch.undo()
    with Desk.open(path) as desk:
        assert desk.counts()["pages"] == 1


def test_every_migration_falls_into_statements():
    for script in migrations():
        parts = list(statements(script))
        assert len(parts) == len(
            re.findall(r"^(?:CREATE|ALTER|DROP|DELETE|INSERT|PRAGMA)\b", script, re.M)
        )
        assert all(sqlite3.complete_statement(p) for p in parts)
