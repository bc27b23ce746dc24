"""Exports: what a desk holds as flat rows, into JSONL, CSV or Parquet, whole or not at all."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from foreigndesk.codebook import codebook
from foreigndesk.events.plover import plover_type
from foreigndesk.records import Article, Claim, Event, Figure, Party, Source, Time, encode
from foreigndesk.store.desk import Told

Row = dict[str, object]
FORMATS: Final = ("jsonl", "csv", "parquet")
_BATCH: Final = 5_000


class ExportError(RuntimeError):
    """An export that cannot be made; the message is one line for a person."""


# --------------------------------------------------------------------------- rows


def event_row(told: Told) -> Row:
    """Give an event as one flat row; parties, modes and figures are joined by "; ".

    ``plover_type`` is the code by PLOVER's own rules ("" where a denied act has none),
    ``intensity`` the score -10…+10, ``certainty`` -3…+3, ``lat`` and ``lon`` degrees.
    """
    event, stance, article = told.event, told.stance, told.article
    book = codebook()
    source = stance.source if stance else None
    status = stance.status if stance else None
    lead = event.tellings[0] if event.tellings else None
    place = event.place
    kind = book.types.get(event.type)
    return {
        "id": event.id,
        "day": told.day,
        "type": event.type,
        "plover_type": plover_type(event, status) if status and kind else event.type,
        "modes": "; ".join(event.modes),
        "contexts": "; ".join(event.contexts),
        "quad": kind.quad if kind else None,
        "intensity": book.intensity(event.type, event.modes) if kind else None,
        "status": status or "",
        "certainty": stance.certainty if stance else None,
        **_party_cells("actor", event.actors),
        **_party_cells("recipient", event.recipients),
        **_party_cells("against", event.against),
        "start": event.time.start,
        "end": event.time.end,
        "time_precision": event.time.precision,
        "tense": event.time.tense,
        "time_from_publication": event.time.fallback,
        "place": place.name if place else "",
        "place_country": place.country if place else "",
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else "",
        "figures": "; ".join(figure_words(f) for f in event.figures),
        "source_kind": source.kind if source else "",
        "source": (source.name or source.described) if source else "",
        "source_grade": source.grade if source else "",
        "claim": stance.claim if stance else "",
        "sentence": told.sentence,
        "trigger": lead.trigger.of(article.text) if lead else "",
        "rule": lead.rule if lead else "",
        "tellings": len(event.tellings),
        "background": event.background,
        "article": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "address": article.address,
        "version": told.version,
    }


def _party_cells(role: str, parties: tuple[Party, ...]) -> Row:
    return {
        f"{role}s": "; ".join(p.name for p in parties),
        f"{role}_countries": "; ".join(p.country for p in parties),
        f"{role}_sectors": "; ".join(p.sector for p in parties),
    }


def figure_words(figure: Figure) -> str:
    """Give a figure in words: "about 20,000 troops", "12 to 15 killed", "at least 3 USD"."""
    if figure.bound == "range" or figure.low != figure.high:
        number = f"{figure.low:,.10g} to {figure.high:,.10g}"
    else:
        number = f"{figure.best:,.10g}"
    bound = {"about": "about ", "at-least": "at least ", "at-most": "at most "}
    counted = figure.unit if figure.of in ("money", "weapons") and figure.unit else figure.of
    return f"{bound.get(figure.bound, '')}{number} {counted}"


def claim_row(claim: Claim, article: Article) -> Row:
    """Give a claim as one flat row; ``article`` is the text that its spans lie in."""
    source = claim.source
    party = source.party
    return {
        "id": claim.id,
        "day": article.day,
        "source_kind": source.kind,
        "source": source.name,
        "source_described": source.described,
        "source_role": source.role,
        "source_affiliation": source.affiliation,
        "source_country": party.country if party else "",
        "source_sector": party.sector if party else "",
        "source_grade": source.grade,
        "source_chain": "; ".join(source.chain),
        "cue": " … ".join(s.of(article.text) for s in claim.cue),
        "content": " … ".join(s.of(article.text) for s in claim.content),
        "speech": claim.speech,
        "rule": claim.rule,
        "article": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "address": article.address,
        "version": claim.version,
    }


def article_row(article: Article) -> Row:
    """Give an article as one flat row, its text included."""
    return {
        "id": article.id,
        "day": article.day,
        "kind": article.kind,
        "outlet": article.outlet,
        "section": article.section,
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": "; ".join(article.authors),
        "published": article.published,
        "updated": article.updated,
        "language": article.language,
        "address": article.address,
        "text": article.text,
    }


def columns(what: str) -> tuple[str, ...]:
    """Give the columns of the rows of "events", "claims" or "articles"."""
    article = Article(id="", capture="")
    if what == "articles":
        return tuple(article_row(article))
    if what == "claims":
        claim = Claim(
            id="",
            article="",
            source=Source(kind="author"),
            source_spans=(),
            cue=(),
            content=(),
            speech="indirect",
            rule="",
            version="",
        )
        return tuple(claim_row(claim, article))
    event = Event(
        id="",
        article="",
        type="",
        modes=(),
        contexts=(),
        actors=(),
        recipients=(),
        against=(),
        place=None,
        time=Time(start="", end="", precision="day", tense="past"),
        figures=(),
        tellings=(),
        background=False,
        version="",
    )
    return tuple(event_row(Told(event=event, stance=None, article=article, day="", version="")))


# --------------------------------------------------------------------------- writing


def write_rows(rows: Iterable[Row], columns: tuple[str, ...], form: str, out: Path) -> int:
    """Write rows to a file in a format of ``FORMATS``; give how many there were.

    The file is written beside its place under another name and renamed when it is whole, so
    that nobody ever sees half of it. Raises ExportError, and leaves what was there as it was.
    """
    if out.is_dir():
        raise ExportError(f"{out}: this is a folder; name a file in it")
    if form == "parquet":
        need_parquet()
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
    except OSError as error:
        raise ExportError(f"{out}: cannot be written: {error.strerror}") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            count = stream_rows(rows, columns, form, file)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(out)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def stream_rows(rows: Iterable[Row], columns: tuple[str, ...], form: str, out: BinaryIO) -> int:
    """Write rows to an open binary stream; give how many there were."""
    writers: dict[str, Callable[[Iterable[Row], tuple[str, ...], BinaryIO], int]] = {
        "jsonl": _jsonl,
        "csv": _csv,
        "parquet": _parquet,
    }
    return writers[form](rows, columns, out)


def _jsonl(rows: Iterable[Row], columns: tuple[str, ...], out: BinaryIO) -> int:
    count = 0
    for row in rows:
        out.write(encode({c: row[c] for c in columns}) + b"\n")
        count += 1
    return count


def _csv(rows: Iterable[Row], columns: tuple[str, ...], out: BinaryIO) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([safe_cell(row[c]) for c in columns])
        count += 1
    text.detach()
    return count


# The full-width signs too: a spreadsheet with an Asian language takes them for the others.
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def safe_cell(value: object) -> object:
    """Give a cell that no spreadsheet takes for a formula: text like one gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        value = value.replace("\0", "")
        if value.lstrip().startswith(_FORMULA) or value.startswith(("\t", "\r", "\n")):
            return f"'{value}"
    return value


def need_parquet() -> None:
    """Raise ExportError, saying how to get it, where Parquet cannot be written."""
    if importlib.util.find_spec("pyarrow") is None:
        raise ExportError(
            "Parquet needs the package pyarrow, which is not installed: "
            "`pip install 'foreigndesk[parquet]'`, or take --format csv or jsonl"
        )


_NUMBERS: Final = {
    "quad": "int64",
    "intensity": "float64",
    "certainty": "float64",
    "lat": "float64",
    "lon": "float64",
    "tellings": "int64",
    "background": "bool_",
    "time_from_publication": "bool_",
}


def _parquet(rows: Iterable[Row], columns: tuple[str, ...], out: BinaryIO) -> int:
    need_parquet()
    import pyarrow
    import pyarrow.parquet

    types = {c: getattr(pyarrow, _NUMBERS.get(c, "string"))() for c in columns}
    schema = pyarrow.schema(list(types.items()))
    count = 0
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            count += len(batch)
            table: Any = pyarrow.Table.from_pylist(batch, schema=schema)
            writer.write_table(table)
    return count


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    yield batch
