"""Readings made by hand, without a model, for the tests of the store and the commands."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from foreigndesk.records import (
    Actor,
    Article,
    Capture,
    Claim,
    Event,
    Figure,
    Mention,
    Page,
    Paragraph,
    Party,
    Place,
    Reading,
    Source,
    Span,
    Stance,
    Status,
    Telling,
    Time,
    record_id,
)

TITLE = "Norland weighs sending troops to Estia"
LEAD = "Norland may send 5,000 troops to Estia, a senior official said on Monday."
MORE = "The move would be the first of its kind. Estia's government did not comment."
TEASER = "Ostrava and Norland met for talks on grain in Lund."


def capture(number: int = 1, data: bytes = b"<html>page</html>") -> Capture:
    return Capture(
        id=record_id("cap", number),
        address=f"pages/{number}.html",
        how="file",
        fetched="2026-03-02T10:00:00+00:00",
        media="text/html",
        encoding="utf-8",
        digest=f"{number:032x}",
        data=data,
    )


def article(
    number: int,
    text: tuple[str, ...],
    *,
    day: str,
    kind: Literal["article", "teaser"] = "article",
) -> Article:
    whole, paragraphs = "", []
    for n, part in enumerate(text):
        whole += "\n\n" if whole else ""
        paragraphs.append(
            Paragraph(start=len(whole), end=len(whole) + len(part), kind="body" if n else "title")
        )
        whole += part
    return Article(
        id=record_id("art" if kind == "article" else "tsr", number, whole),
        capture=record_id("cap", number),
        kind=kind,
        address=f"pages/{number}.html",
        outlet="The Lund Courier",
        section="World",
        title=text[0],
        published=day,
        language="en",
        text=whole,
        paragraphs=tuple(paragraphs),
        provenance=(("published", "meta article:published_time"),),
    )


def span(text: Article, words: str) -> Span:
    start = text.text.index(words)
    return Span(text=text.id, start=start, end=start + len(words))


NORLAND = Party(name="Norland", actor="act-norland", country="NOR", sector="GOV", how="states")
ESTIA = Party(name="Estia", actor="act-estia", country="EST", sector="GOV", how="states")


def event(
    text: Article, kind: str, evidence: str, trigger: str, version: str, *more: Telling
) -> Event:
    return Event(
        id=record_id("evt", text.id, kind, evidence),
        article=text.id,
        type=kind,
        modes=("troops",) if kind == "MOBILIZE" else (),
        contexts=("military",),
        actors=(NORLAND,),
        recipients=(ESTIA,),
        against=(),
        place=Place(
            id="plc-est", name="Estia", country="EST", lat=58.6, lon=25.0, precision="country"
        ),
        time=Time(
            start="2026-03-02", end="", precision="open", tense="future", fallback=True, written=""
        ),
        figures=(
            Figure(
                of="troops",
                low=5000,
                best=5000,
                high=5000,
                unit="persons",
                bound="",
                span=span(text, "5,000 troops"),
            ),
        )
        if "5,000 troops" in text.text
        else (),
        tellings=(
            Telling(
                evidence=span(text, evidence),
                trigger=span(text, trigger),
                rule=f"{kind.lower()}:send/V[obj>P]",
                path=("Norland: subject of send", "Estia: object of to"),
            ),
            *more,
        ),
        background=False,
        version=version,
    )


def reading(
    number: int = 1,
    *,
    day: str = "2026-03-02",
    version: str = "1.0+aa",
    status: Status = "possible",
    lead: str = LEAD,
    teaser: bool = True,
) -> Reading:
    """A page with one event told twice, one claim, and a teaser with an event of its own."""
    text = article(number, (TITLE, lead, MORE, f"Page {number}."), day=day)
    small = article(0, (TEASER,), day=day, kind="teaser")
    title = Telling(
        evidence=span(text, TITLE), trigger=span(text, "sending"), rule="mobilize:send/V", path=()
    )
    told = event(text, "MOBILIZE", lead, "send ", version, title)
    met = event(small, "CONSULT", TEASER, "met", version)
    source = Source(
        kind="unnamed", described="a senior official", grade="background", name="official"
    )
    claim = Claim(
        id=record_id("clm", text.id, 0),
        article=text.id,
        source=source,
        source_spans=(span(text, "a senior official"),) if "a senior" in lead else (),
        cue=(span(text, "said"),) if "said" in lead else (),
        content=(span(text, lead.split(",")[0]),),
        speech="indirect",
        rule="cues:say/V",
        version=version,
    )

    def stance(of: Event, telling: int, word: Status, basis: str) -> Stance:
        return Stance(
            event=of.id,
            telling=telling,
            status=word,
            certainty=1.0 if word == "possible" else 3.0,
            source=source if basis else Source(kind="author"),
            claim=basis,
            why=("'may' over 'send'",) if basis else (),
            version=version,
        )

    return Reading(
        page=Page(
            capture=record_id("cap", number),
            article=text,
            teasers=(small,) if teaser else (),
            problems=("no byline found",),
        ),
        mentions=(
            Mention(
                span=span(text, "Norland"),
                of="actor",
                name="Norland",
                ref="act-norland",
                how="states",
            ),
        ),
        actors=(
            Actor(id="act-norland", name="Norland", kind="state", country="NOR", sectors=("GOV",)),
        ),
        places=(told.place,) if told.place else (),
        events=(told, met) if teaser else (told,),
        claims=(claim,),
        stances=(
            stance(told, 0, status, claim.id),
            stance(told, 1, "planned", ""),
            *((stance(met, 0, "happened", ""),) if teaser else ()),
        ),
        outcome="read",
        problems=(),
        version=version,
    )


def foreign(number: int = 9) -> Reading:
    """A page in another language: kept, nothing coded."""
    text = replace(
        article(number, ("Regierung berät", "Der Kanzler traf den Präsidenten."), day="2026-03-01"),
        language="de",
    )
    return Reading(
        page=Page(capture="", article=text),
        outcome="skipped",
        problems=("the page is in German; only English is coded",),
        version="1.0+aa",
    )
