"""Which developments may be the same happening as one: those of its parties and days first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from foreigndesk.developments import Development
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Kept, kept_id, line_of
from foreigndesk.store.schema import UnknownIdError, storable

NEAR: Final = 45  # days before and after it in which one is likely without words that ask for it
SEARCHED: Final = 2_500  # developments before it, and after, that are looked at


def likely(desk: Desk, one: Development, words: str = "", *, limit: int = 12) -> list[Kept]:
    """Give developments that may be the same as one, by parties in common, type and nearness.

    With ``words`` those whose names have them all, however far off; an id finds its own.
    """
    if words.strip().startswith("dev-"):
        return _by_id(desk, one, words.strip())
    parts = storable(words).split()
    likes = [f"%{w.replace('%', '').replace('_', ' ')}%" for w in parts]
    named = "".join(f" AND c.name LIKE ?{n}" for n, _ in enumerate(likes, 5))
    codes = sorted({*one.actors, *one.recipients})
    marks = ", ".join(f"?{n}" for n, _ in enumerate(codes, 5 + len(likes)))
    shared = (
        "(SELECT count(DISTINCT x.code) FROM development_parties x "  # noqa: S608
        f"WHERE x.development = c.row AND x.code IN ({marks}))"
    )
    near = "" if parts else f" AND abs(julianday(last) - julianday(?2)) <= {NEAR}"
    half = "SELECT row, id, name, type, last FROM developments WHERE last"
    rows = desk.query(
        f"SELECT c.row FROM (SELECT * FROM ({half} >= ?2 ORDER BY last LIMIT {SEARCHED}) "  # noqa: S608
        f"UNION ALL SELECT * FROM ({half} < ?2 ORDER BY last DESC LIMIT {SEARCHED})) c "
        f"WHERE c.id <> ?1{near}{named} ORDER BY {shared} DESC, c.type = ?3 DESC, "
        "abs(julianday(c.last) - julianday(?2)), c.id LIMIT ?4",
        (one.id, one.last[:10], one.type, limit, *likes, *codes),
    )
    return developments_by_row(desk, [r["row"] for r in rows])


def _by_id(desk: Desk, one: Development, ident: str) -> list[Kept]:
    try:
        found = kept_id(desk, ident)
    except UnknownIdError:
        return []
    rows = desk.query("SELECT row FROM developments WHERE id = ? AND id <> ?", (found, one.id))
    return developments_by_row(desk, [r["row"] for r in rows])


def developments_by_row(desk: Desk, rows: Sequence[int]) -> list[Kept]:
    """Give developments by their rows, in that order."""
    marks = ", ".join("?" * len(rows))
    sql = f"SELECT * FROM developments WHERE row IN ({marks})"  # noqa: S608
    found = {r["row"]: line_of(r) for r in desk.query(sql, tuple(rows))}
    return [found[row] for row in rows if row in found]
