"""What a desk's front page asks of the store; counts are of the newest articles only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from foreigndesk.codebook.sections import Section, regions, themes
from foreigndesk.records import Article
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Kept, kept_developments
from foreigndesk.store.packing import packed
from foreigndesk.store.search import Filter, search_articles

WINDOW: Final = 2_000  # articles that the counts by section, country and type look back over
_LEADS: Final = 300  # newest developments among which the leading ones are found
_SILENT: Final = 6.0  # hours without a page after which a regular outlet is a gap
_REGULAR: Final = 5  # pages an outlet must have had among the newest to be regular


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCounts:
    """How many of the newest articles each section has: by the pages' names, region, theme."""

    pages: tuple[tuple[str, int], ...]
    regions: tuple[tuple[str, int], ...]
    themes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the front page shows; ``courses`` are of the leading, by id.

    ``first`` and ``last`` are ISO days of articles; counts pair a name with how many.
    """

    articles: int
    first: str
    last: str
    leading: tuple[Kept, ...]
    courses: Mapping[str, tuple[tuple[str, str, str], ...]]
    changed: tuple[Kept, ...]
    latest: tuple[Article, ...]
    sections: SectionCounts
    countries: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    gaps: tuple[str, ...]


def front(desk: Desk, *, now: datetime | None = None) -> Front:
    """Give what the front page shows."""
    now = now or datetime.now(UTC)
    edges = desk.query(
        "SELECT (SELECT min(day) FROM articles WHERE day <> ''), (SELECT max(day) FROM articles)"
    )[0]
    floor = _floor(desk)
    newest = kept_developments(desk, background=False, articles_at_least=2, limit=_LEADS)
    return Front(
        articles=int(desk.query("SELECT count(*) FROM pages WHERE current = 1")[0][0]),
        first=str(edges[0] or ""),
        last=str(edges[1] or ""),
        leading=(leads := leading(newest)),
        courses=courses(desk, [one.id for one in leads]),
        changed=tuple(_changed(desk)),
        latest=tuple(s.article for s in search_articles(desk, Filter(), limit=8).items),
        sections=section_counts(desk),
        countries=_counts(
            desk,
            "SELECT country, count(DISTINCT event) FROM parties WHERE reading >= ? AND "
            "country GLOB '[A-Z][A-Z][A-Z]' AND +role = 'actor' GROUP BY +country ORDER BY 2 DESC, 1 LIMIT 12",
            floor,
        ),
        types=_counts(
            desk,
            "SELECT type, count(DISTINCT id) FROM events WHERE reading >= ? AND +background = 0 "
            "GROUP BY +type ORDER BY 2 DESC, 1 LIMIT 16",
            floor,
        ),
        gaps=tuple(gaps(desk, now=now)),
    )


def leading(newest: Iterable[Kept], number: int = 6) -> tuple[Kept, ...]:
    """Give the developments that lead among the newest."""
    return tuple(sorted(newest, key=_weight, reverse=True)[:number])


def courses(
    desk: Desk, idents: Sequence[str], *, most: int = 4
) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Give how developments came to stand so: the last changes of each (day, stage, standing).

    Where there were more, the first is empty.
    """
    marks = ", ".join("?" * len(idents))
    rows = desk.query(
        "SELECT d.id, c.day, c.stage, c.standing FROM developments d "  # noqa: S608
        f"JOIN development_changes c ON c.development = d.row WHERE d.id IN ({marks}) "
        "ORDER BY d.id, c.number",
        idents,
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for r in rows:
        found.setdefault(r["id"], []).append((r["day"], r["stage"], r["standing"]))
    left = ("", "", "")
    return {
        ident: tuple(changes if len(changes) <= most else [left, *changes[-most:]])
        for ident, changes in found.items()
    }


def section_counts(desk: Desk) -> SectionCounts:
    """Give how many of the newest articles each section has, the fullest first."""
    floor = _floor(desk)
    own = _counts(
        desk,
        "SELECT record ->> '$.section', count(*) FROM articles INDEXED BY articles_reading "
        "WHERE reading >= ? AND "
        "kind = 'article' AND record ->> '$.section' <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12",
        floor,
    )
    told = "FROM events e CROSS JOIN articles a ON a.reading = e.reading AND a.id = e.article"
    of_regions = packed(
        desk,
        f"SELECT DISTINCT a.row, x.country {told} CROSS JOIN parties x ON x.reading = e.reading AND "
        "x.event = e.id WHERE e.reading >= ? AND +a.kind = 'article' AND "
        "+x.role IN ('actor', 'recipient')",
        (floor,),
        tuple[int, str],
    )
    of_themes = packed(
        desk,
        f"SELECT DISTINCT a.row, j.value {told} CROSS JOIN json_each(e.record, '$.contexts') j "
        "WHERE e.reading >= ? AND +a.kind = 'article'",
        (floor,),
        tuple[int, str],
    )
    return SectionCounts(
        pages=own,
        regions=_sections(regions(), of_regions),
        themes=_sections(themes(), of_themes),
    )


def _sections(
    known: Mapping[str, Section], found: Iterable[Sequence[object]]
) -> tuple[tuple[str, int], ...]:
    """Count the articles of each section, each once."""
    of = {code: slug for slug, section in known.items() for code in section.codes}
    pairs = {(of[str(code)], row) for row, code in found if code in of}
    return tuple(Counter(slug for slug, _ in pairs).most_common())


def _floor(desk: Desk) -> int:
    rows = desk.query(
        "SELECT min(reading) FROM "
        "(SELECT reading FROM pages WHERE current = 1 ORDER BY reading DESC LIMIT ?)",
        (WINDOW,),
    )
    return int(rows[0][0] or 0)


def _weight(one: Kept) -> tuple[float, str]:
    """What leads: what many independent sources tell, what is disputed, what is new."""
    return (one.independent * 2 + one.articles + 2 * one.disputed, one.last)


def _changed(desk: Desk) -> list[Kept]:
    found = kept_developments(desk, background=False, limit=_LEADS)
    return sorted(found, key=lambda k: (k.changed, k.last), reverse=True)[:6]


def _counts(desk: Desk, sql: str, floor: int) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(number)) for name, number in desk.query(sql, (floor,)))


def gaps(desk: Desk, *, now: datetime | None = None) -> list[str]:
    """Say which outlets that come in regularly have been silent for long, the longest first."""
    now = now or datetime.now(UTC)
    rows = desk.query(
        "SELECT a.outlet, count(*) AS n, max(c.fetched) AS last FROM pages p "
        "CROSS JOIN articles a ON a.reading = p.reading AND a.id = p.article "
        "JOIN captures c ON c.id = p.capture WHERE p.reading >= ? AND p.current = 1 "
        "AND +a.outlet <> '' GROUP BY +a.outlet HAVING n >= ? ORDER BY last",
        (_floor(desk), _REGULAR),
    )
    found = []
    for outlet, _, last in rows:
        try:
            silent = now - datetime.fromisoformat(str(last)).astimezone(UTC)
        except ValueError:
            continue
        if silent > timedelta(hours=_SILENT):
            hours = silent.total_seconds() / 3600
            span = f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"
            found.append(f"{outlet} silent for {span}")
    return found[:8]
