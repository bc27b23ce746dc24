"""The gazetteer: an index of places in the user's cache, opened in milliseconds.

``FOREIGNDESK_CACHE`` names another folder than the user's cache directory.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.places.build import COUNTRY_COLUMNS, REGION_COLUMNS, build, versions
from foreigndesk.places.names import name_key
from foreigndesk.records import Place, Precision

_PRECISION: dict[str, Precision] = {
    "country": "country",
    "region": "region",
    "division": "region",
    "city": "city",
    "point": "point",
}
_SELECT = """SELECT p.ref, p.name, p.country, p.division, p.lat, p.lon, p.kind, p.rank, n.first
FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY p.rank DESC LIMIT 60"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that a name may stand for.

    ``country`` is alpha-3, "" for what lies over borders; ``division`` its ISO 3166-2 code
    where known; ``kind`` "country", "region", "division", "city" or "point"; ``rank`` how
    known it is (log10 of population or what stands for it); ``first`` whether the name is its
    usual one. ``lat`` and ``lon`` in degrees (WGS 84).
    """

    ref: str
    name: str
    country: str
    division: str
    lat: float
    lon: float
    kind: str
    rank: float
    first: bool

    @property
    def place(self) -> Place:
        """The candidate as a record."""
        return Place(
            id=self.ref,
            name=self.name,
            country=self.country,
            lat=self.lat,
            lon=self.lon,
            precision=_PRECISION[self.kind],
        )


def _single(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Drop the package's own row of a town that stands in our table of additions."""
    ours = [c for c in found if c.ref.startswith("extra:")]
    return tuple(
        c
        for c in found
        if c.kind != "city"
        or c in ours
        or not any(
            o.country == c.country and abs(o.lat - c.lat) < 0.3 and abs(o.lon - c.lon) < 0.4
            for o in ours
        )
    )


@dataclass(slots=True)
class Gazetteer:
    """An opened index. Looking names up changes nothing but a memory of what was asked."""

    connection: sqlite3.Connection
    nationalities: dict[str, str]
    seen: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    spelt: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Give every place of this name, the best known first; () where there is none."""
        found = self.spelt.get(name)
        if found is None:
            if len(self.spelt) > 50_000:
                self.spelt.clear()
                self.seen.clear()
            found = self.spelt[name] = self._keyed(name_key(name))
        return found

    def _keyed(self, key: str) -> tuple[Candidate, ...]:
        found = self.seen.get(key)
        if found is None:
            rows = self.connection.execute(_SELECT, (key,)).fetchall() if key else []
            found = tuple(
                Candidate(
                    ref=r[0], name=r[1], country=r[2], division=r[3], lat=r[4], lon=r[5],
                    kind=r[6], rank=r[7], first=bool(r[8]),
                )
                for r in rows
            )  # fmt: skip
            found = _single(found)
            self.seen[key] = found
        return found

    def nationality(self, word: str) -> Candidate | None:
        """Give the country or region that a word for its people or ways names, or None."""
        home = self.nationalities.get(word)
        if home is None:
            return None
        return next((c for c in self.find(home) if c.kind in ("country", "region")), None)

    def country(self, code: str) -> Candidate | None:
        """Give the country of an alpha-3 code, or None."""
        name = self.nationalities.get(f"={code}")
        return None if name is None else self.find(name)[0]

    def area(self, candidate: Candidate) -> str:
        """Give the names of what a place lies in ("Ohio, United States"), "" over borders."""
        names = []
        if candidate.division and candidate.kind != "division":
            row = self.connection.execute(
                "SELECT name FROM place WHERE kind = 'division' AND division = ?",
                (candidate.division,),
            ).fetchone()
            names += list(row or ())
        home = self.country(candidate.country) if candidate.kind != "country" else None
        return ", ".join([*names, *([home.name] if home else [])])


def cache_folder() -> Path:
    """Give the folder for what can be made again: FOREIGNDESK_CACHE or the user's cache."""
    named = os.environ.get("FOREIGNDESK_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "foreigndesk"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/foreigndesk"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "foreigndesk"


def index_path() -> Path:
    """Give where the index of this version lies or will lie."""
    return cache_folder() / f"places-{versions()}.sqlite"


def _nationalities() -> dict[str, str]:
    words: dict[str, str] = {}
    for table, columns in (("regions.tsv", REGION_COLUMNS), ("countries.tsv", COUNTRY_COLUMNS)):
        for row in read_table(resource("foreigndesk.places", "data", table), columns):
            words.update((word, row["name"]) for word in row.words("demonyms"))
            if row["iso3"]:
                words[f"={row['iso3']}"] = row["name"]
    return words


def open_gazetteer(path: Path) -> Gazetteer:
    """Open an index file for reading. Raises sqlite3.Error where it is none."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute("SELECT value FROM about").fetchone()
    return Gazetteer(connection, _nationalities())


@cache
def gazetteer() -> Gazetteer:
    """Give the gazetteer, building its index (some seconds) where there is none or a broken one.

    Raises OSError where the cache folder cannot be written, with what to do in its message.
    """
    path = index_path()
    try:
        if not path.exists():
            build(path)
        try:
            return open_gazetteer(path)
        except sqlite3.DatabaseError:
            build(path)
    except OSError as error:
        reason = "cannot keep the index of places here"
        advice = "FOREIGNDESK_CACHE names another folder"
        raise OSError(
            error.errno, f"{reason} ({error.strerror}); {advice}", str(path.parent)
        ) from error
    return open_gazetteer(path)
