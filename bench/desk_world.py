"""A made-up year of news for the desk's load: readings without a parser, the same each time.

Happenings between states last days to weeks and are told by a handful of outlets as planned,
under way, done or denied, on their own word or a source's; an article tells two of them among
sentences that tell none. Nothing of it happened; the states are real, so that maps have them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from foreigndesk.records import (
    Actor,
    Article,
    Capture,
    Claim,
    Event,
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
from foreigndesk.store import Desk
from foreigndesk.store.following import follow
from foreigndesk.store.rows import write_capture, write_reading

VERSION: Final = "synthetic 1"
BEGUN: Final = date(2025, 10, 1)
DAYS: Final = 365
BATCH: Final = 2_000

# code, name, a city with its place
STATES: Final = tuple(
    (code, name, city, float(lat), float(lon))
    for code, name, city, lat, lon in (
        line.split("|")
        for line in """\
USA|United States|Washington|38.9|-77.0
RUS|Russia|Moscow|55.8|37.6
CHN|China|Beijing|39.9|116.4
UKR|Ukraine|Kyiv|50.5|30.5
ISR|Israel|Tel Aviv|32.1|34.8
IRN|Iran|Tehran|35.7|51.4
GBR|United Kingdom|London|51.5|-0.1
FRA|France|Paris|48.9|2.4
DEU|Germany|Berlin|52.5|13.4
TUR|Turkey|Ankara|39.9|32.9
IND|India|New Delhi|28.6|77.2
PAK|Pakistan|Islamabad|33.7|73.1
PRK|North Korea|Pyongyang|39.0|125.8
KOR|South Korea|Seoul|37.6|127.0
JPN|Japan|Tokyo|35.7|139.7
SYR|Syria|Damascus|33.5|36.3
LBN|Lebanon|Beirut|33.9|35.5
EGY|Egypt|Cairo|30.0|31.2
SAU|Saudi Arabia|Riyadh|24.7|46.7
YEM|Yemen|Sanaa|15.4|44.2
POL|Poland|Warsaw|52.2|21.0
HUN|Hungary|Budapest|47.5|19.0
SRB|Serbia|Belgrade|44.8|20.5
ARM|Armenia|Yerevan|40.2|44.5
AZE|Azerbaijan|Baku|40.4|49.9
GEO|Georgia|Tbilisi|41.7|44.8
SDN|Sudan|Khartoum|15.6|32.5
ETH|Ethiopia|Addis Ababa|9.0|38.7
KEN|Kenya|Nairobi|-1.3|36.8
NGA|Nigeria|Abuja|9.1|7.5
ZAF|South Africa|Pretoria|-25.7|28.2
BRA|Brazil|Brasilia|-15.8|-47.9
VEN|Venezuela|Caracas|10.5|-66.9
COL|Colombia|Bogota|4.7|-74.1
MEX|Mexico|Mexico City|19.4|-99.1
CAN|Canada|Ottawa|45.4|-75.7
AUS|Australia|Canberra|-35.3|149.1
PHL|Philippines|Manila|14.6|121.0
VNM|Vietnam|Hanoi|21.0|105.8
MMR|Myanmar|Naypyidaw|19.8|96.1""".splitlines()
    )
)
CITIES: Final = {row[0]: row for row in STATES}
# act -> its verb in base form and past. No six words in a row are common to many articles:
# whole sentences that a year of pages shares would make all of them look like reprints.
ACTS: Final = {
    "AGREE": ("accept", "accepted"),
    "CONSULT": ("consult", "consulted"),
    "SUPPORT": ("back", "backed"),
    "CONCEDE": ("indulge", "indulged"),
    "COOPERATE": ("join", "joined"),
    "AID": ("aid", "aided"),
    "RETREAT": ("leave", "left"),
    "REQUEST": ("petition", "petitioned"),
    "REJECT": ("refuse", "refused"),
    "ACCUSE": ("blame", "blamed"),
    "THREATEN": ("threaten", "threatened"),
    "PROTEST": ("berate", "berated"),
    "SANCTION": ("penalise", "penalised"),
    "MOBILIZE": ("encircle", "encircled"),
    "COERCE": ("blockade", "blockaded"),
    "ASSAULT": ("shell", "shelled"),
}
THINGS: Final = (
    "corridor", "bridge", "fisheries", "pipeline", "prisoners", "dam", "airspace", "ports",
    "crossing", "radar", "spares", "camps", "railway", "minefield", "customs", "river",
    "satellites", "vaccines", "lake", "lighthouse",
)  # fmt: skip
FILLER: Final = (
    "Traders in {city} called {a} {b} and {c} {d} unusual.",
    "Some {a} {b} near {c} were {d}, residents of {city} recalled.",
    "Since {a} the {b} of {c} has been {d}.",
    "Neither gave {a} nor {b}, {c} nor {d}.",
    "In {city}, {a} and {b} outlasted {c} and {d}.",
)
COMMON: Final = (
    "price bakery harvest quarrel winter ferry census bulletin ledger queue rumour lantern "
    "meadow cable tariff harbour parade orchard choir turnip archive kettle stairway quarry "
    "ribbon sparrow copper velvet anchor barley"
).split()
WORDS: Final = [
    f"{a}{b}{c}{d}"
    for a in "bdgklmnprstvz"
    for b in "aeiou"
    for c in ("rt", "nd", "ssk", "lm", "v")
    for d in ("el", "er", "ik", "on", "a")
]
COURSE: Final[tuple[Status, ...]] = (
    "planned", "planned", "possible", "ongoing", "happened", "happened", "happened", "denied",
)  # fmt: skip
SECTIONS: Final = ("World", "Europe", "Asia", "Africa", "Americas", "Middle East", "Business")
OUTLETS: Final = tuple(
    f"The {town} {kind}"
    for kind in ("Courier", "Post", "Gazette", "Star", "Record", "Chronicle", "Wire", "Times")
    for town in (
        "Lund", "Alder", "Quay", "Marrow", "Norwick", "Estuary", "Ridge", "Fenland", "Harbour",
        "Juniper", "Kestrel", "Lowland", "Mill", "Oakham", "Pinewood",
    )
)  # fmt: skip
PERSONS: Final = tuple(
    f"{first} {last}"
    for first in ("Ada", "Bruno", "Carla", "Dmitar", "Elif", "Farid", "Grete", "Hana")
    for last in ("Morrow", "Vaskel", "Oduya", "Lindqvar", "Petrasko", "Amirov", "Tanakade")
)


@dataclass(frozen=True, slots=True)
class _Told:
    """One telling of a happening, before it is words."""

    day: str
    happening: int
    kind: str
    one: str
    other: str
    thing: str
    place: str
    status: Status
    who: str
    draw: int


def _happenings(tellings: int, draw: random.Random, begun: date, days: int) -> Iterator[_Told]:
    codes, weights = [s[0] for s in STATES], [1 / (2 + n) for n in range(len(STATES))]
    kinds, number, happening = tuple(ACTS), 0, 0
    while number < tellings:
        one, other = draw.choices(codes, weights, k=2)
        if one == other:
            continue
        happening += 1
        kind, start = draw.choice(kinds), begun + timedelta(days=draw.randrange(days))
        thing = f"{draw.choice(WORDS).title()} {draw.choice(THINGS)}"
        place = other if draw.random() < 0.7 else ""
        for _ in range(min(1 + int(draw.paretovariate(1.2)), 40)):
            day = min(start + timedelta(days=int(draw.expovariate(0.3))), begun + timedelta(days))
            who = draw.choice(("", "", "named", "unnamed", "document"))
            status = draw.choice(COURSE)
            yield _Told(
                day.isoformat(), happening, kind, one, other, thing, place, status, who,
                draw.randrange(1 << 40),
            )  # fmt: skip
            number += 1


def made(
    articles: int, *, seed: int = 7, begun: date = BEGUN, days: int = DAYS
) -> Iterator[tuple[Reading, Capture]]:
    """Yield so many articles in order of day, each as its reading and its capture."""
    draw = random.Random(seed)  # noqa: S311  made up, and the same each time
    told = sorted(_happenings(2 * articles, draw, begun, days), key=lambda t: (t.day, t.draw))
    for number in range(articles):
        first, second = told[2 * number : 2 * number + 2]
        both = (first, second) if first.happening != second.happening else (first,)
        yield _page(seed * 10_000_000 + number, both)


def _sentence(told: _Told, source: Source) -> tuple[str, str]:
    """Give a telling as a sentence, with the words that tell the act."""
    base, past = ACTS[told.kind]
    verb = {
        "happened": past,
        "ongoing": f"now {past}",
        "planned": f"will {base}",
        "possible": f"may {base}",
        "denied": f"never {past}",
    }[told.status]
    names = CITIES[told.one][1], CITIES[told.other][1]
    where = f" in {CITIES[told.place][2]}" if told.place else ""
    said = f", {source.name or source.described} said" if source.kind != "author" else ""
    return f"{names[0]} {verb} {names[1]} over {told.thing}{where}{said}.", verb


def _source(told: _Told, draw: random.Random) -> Source:
    if told.who == "named":
        party = _party(told.one)
        return Source(kind="named", name=draw.choice(PERSONS), party=party, grade="record")
    if told.who == "unnamed":
        return Source(
            kind="unnamed", described=f"a {draw.choice(WORDS)} official", grade="background"
        )
    if told.who == "document":
        return Source(kind="document", name=f"the {CITIES[told.one][2]} gazette")
    return Source(kind="author")


def _party(code: str) -> Party:
    return Party(
        name=CITIES[code][1],
        actor=record_id("act", "state", code),
        country=code,
        sector="GOV",
        how="states.tsv",
    )


def _place(told: _Told, draw: random.Random) -> Place | None:
    if not told.place:
        return None
    code, name, city, lat, lon = CITIES[told.place]
    if draw.random() < 0.4:
        return Place(
            id=f"plc-{code}", name=name, country=code, lat=lat, lon=lon, precision="country"
        )
    return Place(
        id=f"plc-{code}-{city}", name=city, country=code, lat=lat, lon=lon, precision="city"
    )


def _page(number: int, told: Sequence[_Told]) -> tuple[Reading, Capture]:
    draw = random.Random(told[0].draw)  # noqa: S311
    day, outlet = told[0].day, OUTLETS[min(int(draw.expovariate(0.05)), len(OUTLETS) - 1)]
    sources = [_source(t, draw) for t in told]
    tells = [_sentence(t, s) for t, s in zip(told, sources, strict=True)]
    fill = [
        draw.choice(FILLER).format(
            city=draw.choice(STATES)[2],
            a=draw.choice(WORDS),
            b=draw.choice(COMMON),
            c=draw.choice(WORDS),
            d=draw.choice(WORDS),
        )
        for _ in range(8)
    ]
    title = f"{tells[0][0].split(',')[0].rstrip('.')} ({draw.choice(WORDS)})"
    body = (title, tells[0][0], *fill[:3], *(s for s, _ in tells[1:]), *fill[3:])
    text, paragraphs = "", []
    for n, part in enumerate(body):
        text += "\n\n" if n else ""
        paragraphs.append(
            Paragraph(start=len(text), end=len(text) + len(part), kind="body" if n else "title")
        )
        text += part
    stamp = f"{day}T{draw.randrange(24):02}:{draw.randrange(60):02}:00+00:00"
    capture = _capture(number, outlet, stamp, text)
    article = Article(
        id=record_id("art", "synthetic", number),
        capture=capture.id,
        address=capture.address,
        outlet=outlet,
        section=draw.choice(SECTIONS),
        title=title,
        authors=(draw.choice(PERSONS),),
        published=stamp,
        language="en",
        text=text,
        paragraphs=tuple(paragraphs),
        provenance=(("published", "synthetic"),),
    )
    spoken = [_event(article, t, s, e, draw) for t, s, e in zip(told, sources, tells, strict=True)]
    events = [event for event, _, _ in spoken]
    parties = {p.actor: p for e in events for p in (*e.actors, *e.recipients)}
    reading = Reading(
        page=Page(capture=capture.id, article=article),
        mentions=tuple(_mention(article, p) for p in parties.values()),
        actors=tuple(
            Actor(id=p.actor, name=p.name, kind="state", country=p.country, sectors=("GOV",))
            for p in parties.values()
        ),
        places=tuple(e.place for e in events if e.place),
        events=tuple(events),
        claims=tuple(c for _, c, _ in spoken if c),
        stances=tuple(s for _, _, s in spoken),
        version=VERSION,
    )
    return reading, capture


def _capture(number: int, outlet: str, stamp: str, text: str) -> Capture:
    return Capture(
        id=record_id("cap", "synthetic", number),
        address=f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
        how="feed",
        fetched=stamp,
        media="text/html",
        encoding="utf-8",
        digest=f"{number:032x}",
        data=text.encode(),
    )


def _mention(article: Article, party: Party) -> Mention:
    start = article.text.index(party.name)
    span = Span(text=article.id, start=start, end=start + len(party.name))
    return Mention(span=span, of="actor", name=party.name, ref=party.actor, how=party.how)


def _event(
    article: Article, told: _Told, source: Source, tells: tuple[str, str], draw: random.Random
) -> tuple[Event, Claim | None, Stance]:
    sentence, verb = tells
    start = article.text.index(sentence)
    at = start + sentence.index(verb)
    evidence = Span(text=article.id, start=start, end=start + len(sentence))
    event = Event(
        id=record_id("evt", article.id, told.kind, start),
        article=article.id,
        type=told.kind,
        modes=(),
        contexts=("military",) if told.kind in ("MOBILIZE", "ASSAULT", "RETREAT") else (),
        actors=(_party(told.one),),
        recipients=(_party(told.other),),
        against=(),
        place=_place(told, draw),
        time=Time(
            start=told.day,
            end=told.day,
            precision="day",
            tense="future" if told.status in ("planned", "possible") else "past",
            fallback=True,
        ),
        figures=(),
        tellings=(
            Telling(
                evidence=evidence,
                trigger=Span(text=article.id, start=at, end=at + len(verb)),
                rule=f"{told.kind.lower()}.tsv:synthetic",
                path=("actor: subject", "recipient: object"),
            ),
        ),
        background=draw.random() < 0.1,
        version=VERSION,
    )
    claim = _claim(article, source, sentence, start)
    firm = {"happened": 3.0, "ongoing": 3.0, "planned": 1.5, "possible": 1.0, "denied": -3.0}
    stance = Stance(
        event=event.id,
        telling=0,
        status=told.status,
        certainty=firm[told.status],
        source=source,
        claim=claim.id if claim else "",
        why=("synthetic",),
        version=VERSION,
    )
    return event, claim, stance


def _claim(article: Article, source: Source, sentence: str, start: int) -> Claim | None:
    if source.kind == "author":
        return None
    cue = start + sentence.rindex("said")
    return Claim(
        id=record_id("clm", article.id, start),
        article=article.id,
        source=source,
        source_spans=(),
        cue=(Span(text=article.id, start=cue, end=cue + 4),),
        content=(Span(text=article.id, start=start, end=start + sentence.rindex(",")),),
        speech="indirect",
        rule="cues:say/V",
        version=VERSION,
    )


def fill(path: Path, articles: int) -> None:
    """Make a desk of so many articles, its developments followed; raises DeskError."""
    with Desk.open(path) as desk:
        batch: list[tuple[Reading, Capture]] = []
        for pair in made(articles):
            batch.append(pair)
            if len(batch) == BATCH:
                keep(desk, batch)
                batch = []
        keep(desk, batch)
        follow(desk)


def keep(desk: Desk, batch: Sequence[tuple[Reading, Capture]]) -> None:
    """Write readings and their captures in one transaction."""
    with desk.transaction() as base:
        for reading, capture in batch:
            write_capture(base, capture)
            write_reading(base, reading)
