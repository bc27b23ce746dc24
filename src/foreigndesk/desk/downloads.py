"""Downloads: what a search finds, in the formats of spreadsheets, tables, maps and networks."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Annotated, Any, Final, cast
from xml.etree import ElementTree

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import StreamingResponse

from foreigndesk.codebook import codebook
from foreigndesk.desk.common import Shelf, shelf
from foreigndesk.desk.search import asked_filter, developments_found
from foreigndesk.records import plain
from foreigndesk.store import Desk, ExportError, Told
from foreigndesk.store.export import (
    article_row,
    claim_row,
    columns,
    event_row,
    need_parquet,
    stream_rows,
)
from foreigndesk.store.feeds import xml_text
from foreigndesk.store.search import (
    Filter,
    search_articles,
    search_claims,
    search_events,
)

router = APIRouter(include_in_schema=False)

MOST: Final = 50_000  # rows of a download; the command line exports without a limit
MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "graphml": "application/graphml+xml",
}
_FORMS: Final = {
    "events": ("csv", "jsonl", "parquet", "geojson"),
    "claims": ("csv", "jsonl", "parquet"),
    "articles": ("csv", "jsonl", "parquet"),
    "developments": ("csv", "jsonl"),
    "network": ("graphml",),
}
Row = dict[str, Any]


@router.get("/download/{what}.{form}")
def download(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    what: str,
    form: str,
    standing: str = "",
) -> StreamingResponse:
    """Give what a search finds as a file of at most 50,000 rows."""
    if form not in _FORMS.get(what, ()):
        raise HTTPException(404, "there is no such download")
    wanted = asked_filter(request)
    file = tempfile.SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115
    with shelved.desk() as desk:
        try:
            _write(desk, what, form, wanted, standing, cast("IO[bytes]", file))
        except ExportError as error:
            file.close()
            raise HTTPException(501, str(error)) from error
    file.seek(0)
    return StreamingResponse(
        _pieces(cast("IO[bytes]", file)),
        media_type=MEDIA[form],
        headers={
            "Content-Disposition": f'attachment; filename="foreigndesk-{what}.{form}"',
            "X-Foreigndesk-Query": wanted.to_query(),
        },
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(65_536):
            yield piece


def _write(desk: Desk, what: str, form: str, wanted: Filter, standing: str, out: IO[bytes]) -> None:
    if form == "geojson":
        _geojson(_events(desk, wanted), out)
    elif form == "graphml":
        _graphml(_events(desk, wanted), out)
    else:
        if form == "parquet":
            need_parquet()
        rows, names = _rows(desk, what, wanted, standing)
        stream_rows(rows, names, form, cast("Any", out))


def _rows(
    desk: Desk, what: str, wanted: Filter, standing: str
) -> tuple[Iterable[Row], tuple[str, ...]]:
    if what == "events":
        found = (event_row(t) for t in _events(desk, wanted))
        return found, columns("events")
    if what == "claims":
        said = _paged(lambda after: search_claims(desk, wanted, after=after, limit=500))
        return (claim_row(c.claim, c.article) for c in said), columns("claims")
    if what == "articles":
        seen = _paged(lambda after: search_articles(desk, wanted, after=after, limit=500))
        return (article_row(a.article) for a in seen), columns("articles")
    kept = _paged(
        lambda after: developments_found(desk, wanted, standing=standing, after=after, limit=500)
    )
    return (_flat(plain(k)) for k in kept), _DEVELOPMENT


def _events(desk: Desk, wanted: Filter) -> Iterator[Told]:
    return _paged(lambda after: search_events(desk, wanted, after=after, limit=500))


_DEVELOPMENT: Final = (
    "id", "name", "type", "actors", "recipients", "first", "last", "stage", "standing",
    "standings", "articles", "reports", "independent", "disputed", "open", "background",
    "began", "changed",
)  # fmt: skip


def _flat(row: Row) -> Row:
    row["standings"] = "; ".join(f"{stage}: {word}" for stage, word in row["standings"])
    return {k: "; ".join(v) if isinstance(v, (list, tuple)) else v for k, v in row.items()}


def _paged(ask: Callable[[str], Any]) -> Iterator[Any]:
    after, left = "", MOST
    while left > 0:
        found = ask(after)
        yield from found.items[:left]
        left -= len(found.items)
        after = found.next
        if not after:
            return


def _geojson(told: Iterable[Told], out: IO[bytes]) -> None:
    """Write events as GeoJSON (RFC 7946).

    What is only known to a country or region has no geometry: the code and the precision say
    which area it is; a point there would claim what nobody said.
    """
    out.write(b'{"type":"FeatureCollection","features":[')
    for number, one in enumerate(told):
        place = one.event.place
        exact = place and place.precision in ("point", "city") and place.lat is not None
        point = (
            {"type": "Point", "coordinates": [place.lon, place.lat]} if place and exact else None
        )
        row = event_row(one)
        row.pop("lat", None)
        row.pop("lon", None)
        feature = {"type": "Feature", "id": one.event.id, "geometry": point, "properties": row}
        out.write((b",\n" if number else b"\n") + json.dumps(feature).encode())
    out.write(b"\n]}\n")


def _graphml(told: Iterable[Told], out: IO[bytes]) -> None:
    """Write who did what to whom as a network: an edge for each pair, type and status."""
    edges: Counter[tuple[str, str, str, str]] = Counter()
    for one in told:
        status: str = one.stance.status if one.stance else ""
        for actor in one.event.actors:
            for other in one.event.recipients:
                ends = (actor.country or actor.name, other.country or other.name)
                edges[(*ends, one.event.type, status)] += 1
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    keys = (("type", "string"), ("quad", "int"), ("status", "string"), ("events", "int"))
    for name, kind in keys:
        ElementTree.SubElement(
            root, "key", {"id": name, "for": "edge", "attr.name": name, "attr.type": kind}
        )
    graph = ElementTree.SubElement(root, "graph", edgedefault="directed")
    for node in sorted({end for edge in edges for end in edge[:2]}):
        ElementTree.SubElement(graph, "node", id=xml_text(node))
    for (source, target, kind, status), number in sorted(edges.items()):
        edge = ElementTree.SubElement(
            graph, "edge", source=xml_text(source), target=xml_text(target)
        )
        values = (kind, str(codebook().types[kind].quad), status, str(number))
        for (name, _), value in zip(keys, values, strict=True):
            ElementTree.SubElement(edge, "data", key=name).text = value
    ElementTree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
