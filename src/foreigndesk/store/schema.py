"""Opening a desk file: what it is, which version it has, and bringing it up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from foreigndesk.codebook.tables import resource

APPLICATION_ID: Final = 0x4644534B  # "FDSK", in the file's header
BUSY_MS: Final = 30_000


class DeskError(RuntimeError):
    """A desk that cannot be opened, read or written; the message is one line for a person."""


class UnknownIdError(DeskError, LookupError):
    """An id, or the beginning of one, that names nothing on the desk or too much."""


class SeveralIdsError(UnknownIdError):
    """The beginning of an id that several have."""


_CAUSES: Final = (
    ("disk is full", "the disk is full; nothing of this page was kept"),
    ("readonly", "the file or its folder is read-only"),
    ("not a database", "this is not a desk file"),
    ("malformed", "the file is damaged; `sqlite3 FILE .recover` may save what is in it"),
    ("locked", "another program holds the desk locked; try again when it is done"),
    ("unable to open", "the file cannot be opened; is its folder there, and may you write in it?"),
    ("disk i/o", "the disk failed while reading or writing"),
    ("interrupted", "the query was interrupted"),
    ("no such table", "an older version made this desk, and it is read-only: it lacks a table"),
)


@contextmanager
def desk_errors(path: Path | str) -> Iterator[None]:
    """Turn what SQLite and the file system raise into a DeskError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        known = next((say for sign, say in _CAUSES if sign in text.lower()), text)
        raise DeskError(f"{path}: {known}") from error
    except OSError as error:
        raise DeskError(f"{path}: {error.strerror or error}") from error
    except UnicodeEncodeError as error:
        raise DeskError(f"{path}: a text holds what UTF-8 cannot ({error.reason})") from error


def storable(text: str) -> str:
    r"""Give a text with what UTF-8 cannot hold (half of a surrogate pair) written as \udcxx."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def migrations() -> tuple[str, ...]:
    """Give the SQL of every schema version in order; the first makes an empty file a desk."""
    folder = resource("foreigndesk.store", "migrations")
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(f.read_text(encoding="utf-8") for f in named)


def statements(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script one by one (a trigger's body is one statement)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open a desk file and bring its schema up to date.

    ``create`` makes the file where it is missing. Raises DeskError: no file, not a desk, a
    newer desk than this program knows, or a file that cannot be read or written.
    """
    if path.is_dir():
        raise DeskError(f"{path}: this is a folder, not a desk file")
    if not create and not path.exists():
        raise DeskError(f"{path}: there is no desk here; `foreigndesk read PAGE --desk {path}`")
    with desk_errors(path):
        try:
            return _connect(path.absolute().as_uri(), path, create=create)
        except sqlite3.OperationalError as error:
            # WAL wants to write beside the file even to read it; where it cannot, and nothing
            # waits in a log, the file may be read as one that never changes.
            shut = any(w in str(error) for w in ("readonly", "unable to open"))
            if not shut or not path.is_file() or Path(f"{path}-wal").exists():
                raise
            return _connect(f"{path.absolute().as_uri()}?immutable=1", path, create=False)


def _connect(uri: str, path: Path, *, create: bool) -> sqlite3.Connection:
    base = sqlite3.connect(uri, timeout=BUSY_MS / 1000, isolation_level=None, uri=True)
    try:
        _prepare(base, path, create=create)
    except BaseException:
        base.close()
        raise
    return base


def _number(base: sqlite3.Connection, pragma: str) -> int:
    with closing(base.execute(f"PRAGMA {pragma}")) as cursor:
        return int(cursor.fetchone()[0])


def _prepare(base: sqlite3.Connection, path: Path, *, create: bool) -> None:
    scripts = migrations()
    version = _number(base, "user_version")
    fresh = version == 0 and _number(base, "application_id") == 0 and _empty(base)
    if fresh and not create:
        raise DeskError(f"{path}: this file is empty; it is not a desk")
    if not fresh and _number(base, "application_id") != APPLICATION_ID:
        raise DeskError(f"{path}: this is a database, but not a desk of Foreign Desk")
    if version > len(scripts):
        raise DeskError(
            f"{path}: this desk was made by a newer Foreign Desk "
            f"(schema {version}, this one knows {len(scripts)}); upgrade to open it"
        )
    base.execute("PRAGMA foreign_keys = ON")
    base.execute("PRAGMA cache_size = -65536")  # kibibytes at most
    if version == len(scripts):
        return
    try:
        _migrate(base, scripts)
    except sqlite3.OperationalError as error:
        if not version or "readonly" not in str(error):
            raise  # else: what an older version made can be read as it is


def _migrate(base: sqlite3.Connection, scripts: tuple[str, ...]) -> None:
    # WAL lets readers and a writer live side by side; a killed writer loses no whole page.
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have brought it up to date while this one waited for the lock.
        version = _number(base, "user_version")
        for number, script in enumerate(scripts[version:], version + 1):
            for statement in statements(script):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {number}")
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute("COMMIT")
    except BaseException:
        if base.in_transaction:
            base.execute("ROLLBACK")
        raise


def copied(base: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Give a copy of a desk in memory, brought up to the newest schema; ``path`` for messages."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with desk_errors(path):
            base.backup(copy)
            _prepare(copy, path, create=False)
    except BaseException:
        copy.close()
        raise
    return copy


def _empty(base: sqlite3.Connection) -> bool:
    return bool(base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)
