"""Thirty small scenarios: what short articles tell, and the developments that they make.

A line tells one report: DAY OUTLET TYPE ACTORS>RECIPIENTS STATUS ORIGIN, then options:
``words=a,b`` ``place=X/ISO`` ``on=DAY`` (a date in the text) ``killed=N`` ``troops=N``
``self`` ``own`` (acknowledges) ``back`` (retracts) ``bg`` (background) ``yet`` ``of=troops``.
Origins without a colon are governments. Expected: the groups by the lines' numbers, each with
how its stages stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foreigndesk.developments import Report
from foreigndesk.records import Figure, Source, Span


@dataclass(frozen=True)
class Scenario:
    """A name, its lines, and for each expected group its numbers and standings."""

    name: str
    lines: str
    groups: tuple[tuple[str, str], ...]


def report(number: int, line: str) -> Report:
    """Give the report that a line tells."""
    day, outlet, kind, sides, status, by, *options = line.split()
    actors, _, recipients = sides.partition(">")
    flags = {o for o in options if "=" not in o}
    given = dict(o.split("=", 1) for o in options if "=" in o)
    origin = by if ":" in by else f"state:{by}"
    place, _, country = given.get("place", "/").partition("/")
    on = given.get("on", "")
    event, article = f"evt-{number:02}", f"art-{number:02}"
    span = Span(text=article, start=0, end=1)
    figures = tuple(
        Figure(of=of, low=n, best=n, high=n, unit="persons", bound="", span=span)
        for of in ("killed", "troops")
        if (n := float(given.get(of, 0)))
    )
    values: dict[str, Any] = {"status": status}
    return Report(
        event=event,
        article=article,
        outlet=outlet,
        day=day,
        type=kind,
        modes=(),
        actors=frozenset(a for a in actors.split("+") if a),
        recipients=frozenset(r for r in recipients.split("+") if r),
        against=frozenset(),
        names=(),
        place=place,
        country=country,
        start=on or day,
        end=on or day,
        dated=bool(on),
        background="bg" in flags,
        certainty=1.0,
        source=Source(kind="named" if origin[:6] in ("state:", "who:co") else "unnamed"),
        origin=origin,
        self_said="self" in flags or "own" in flags,
        figures=figures,
        sentence=line,
        words=frozenset(w for w in given.get("words", "").split(",") if w),
        retracts="back" in flags,
        yet="yet" in flags,
        acknowledges="own" in flags,
        objects=frozenset(o for o in given.get("of", "").split(",") if o),
        **values,
    )


def reports(scenario: Scenario) -> list[Report]:
    """Give a scenario's reports in the order of its lines."""
    lines = [line.strip() for line in scenario.lines.strip().splitlines()]
    return [report(n, line) for n, line in enumerate(lines)]


SCENARIOS = (
    Scenario(
        "a plan becomes a deed: asserted, denied, acknowledged",
        """2024-10-17 Courier MOBILIZE PRK>RUS planned outlet:courier of=troops
        2024-10-18 Wire MOBILIZE PRK>RUS happened KOR of=troops troops=1500
        2024-10-18 Echo AID PRK>RUS happened UKR of=troops
        2024-10-21 Post AID PRK>RUS denied PRK of=troops self
        2025-04-28 Gazette AID PRK>RUS happened PRK own of=troops""",
        (("0 1 2 3 4", "planned=unconfirmed happened=acknowledged"),),
    ),
    Scenario(
        "reprints of one report confirm nothing",
        """2026-01-05 Courier MOBILIZE ERI>ETH planned outlet:courier
        2026-01-05 Gazette MOBILIZE ERI>ETH planned outlet:courier
        2026-01-06 Post MOBILIZE ERI>ETH planned outlet:courier""",
        (("0 1 2", "planned=unconfirmed"),),
    ),
    Scenario(
        "two outlets that quote one government are one source",
        """2026-02-01 Courier AID FRA>ARM happened FRA of=arms
        2026-02-01 Wire AID FRA>ARM happened FRA of=arms""",
        (("0 1", "happened=unconfirmed"),),
    ),
    Scenario(
        "a plan corroborated while the deed is not",
        """2026-03-01 Courier MOBILIZE TUR>SYR planned outlet:courier of=troops
        2026-03-02 Wire MOBILIZE TUR>SYR planned USA of=troops
        2026-03-06 Echo MOBILIZE TUR>SYR happened outlet:echo of=troops""",
        (("0 1 2", "planned=corroborated happened=unconfirmed"),),
    ),
    Scenario(
        "an outlet takes back what only it told",
        """2026-03-01 Courier ASSAULT SDN>TCD happened outlet:courier words=convoy,raid
        2026-03-03 Courier ASSAULT SDN>TCD happened outlet:courier words=convoy,raid back""",
        (("0 1", "happened=retracted"),),
    ),
    Scenario(
        "what an outlet takes back, its citer loses too",
        """2026-03-01 Courier ASSAULT SDN>TCD happened outlet:courier words=convoy,raid
        2026-03-02 Post ASSAULT SDN>TCD happened outlet:courier words=convoy,raid
        2026-03-03 Courier ASSAULT SDN>TCD happened outlet:courier words=convoy,raid back""",
        (("0 1 2", "happened=retracted"),),
    ),
    Scenario(
        "what another source holds outlives a correction",
        """2026-03-01 Courier ASSAULT SDN>TCD happened outlet:courier words=convoy,raid
        2026-03-02 Post ASSAULT SDN>TCD happened TCD words=convoy,raid
        2026-03-03 Courier ASSAULT SDN>TCD happened outlet:courier words=convoy,raid back""",
        (("0 1 2", "happened=unconfirmed"),),
    ),
    Scenario(
        "a request of weeks, then an agreement: an agreement signed and backed",
        """2026-04-01 Wire AGREE KEN>SOM planned KEN
        2026-04-12 Wire AGREE KEN>SOM happened SOM self
        2026-04-13 Echo SUPPORT KEN>SOM happened KEN self""",
        (("0 1 2", "planned=unconfirmed happened=acknowledged"),),
    ),
    Scenario(
        "talks told by three on three days",
        """2026-05-04 Wire CONSULT ARM>AZE planned ARM words=border,talks,yerevan
        2026-05-05 Echo CONSULT ARM>AZE ongoing outlet:echo words=border,talks,ministers
        2026-05-06 Post CONSULT ARM>AZE happened AZE words=border,talks,ended self""",
        (("0 1 2", "planned=unconfirmed under way=unconfirmed happened=acknowledged"),),
    ),
    Scenario(
        "only denials stand",
        """2026-05-04 Wire AID CHN>RUS denied CHN of=arms
        2026-05-05 Echo AID CHN>RUS denied RUS of=arms""",
        (("0 1", "happened=denied"),),
    ),
    Scenario(
        "who denied and then asserts has changed its word",
        """2026-05-04 Wire SANCTION IND>PAK happened outlet:wire
        2026-05-05 Echo SANCTION IND>PAK denied IND
        2026-05-09 Post SANCTION IND>PAK happened IND self""",
        (("0 1 2", "happened=acknowledged"),),
    ),
    Scenario(
        "one party owns up, the other still denies",
        """2026-05-04 Wire AID IRN>RUS happened USA of=arms
        2026-05-05 Echo AID IRN>RUS denied RUS of=arms
        2026-05-09 Post AID IRN>RUS happened IRN own of=arms""",
        (("0 1 2", "happened=disputed"),),
    ),
    Scenario(
        "a denial of the plan, before anything was said to have been done",
        """2026-06-01 Courier MOBILIZE ETH>SOM planned outlet:courier of=troops
        2026-06-02 Wire MOBILIZE ETH>SOM denied ETH of=troops
        2026-06-08 Echo MOBILIZE ETH>SOM happened SOM of=troops""",
        (("0 1 2", "planned=disputed happened=unconfirmed"),),
    ),
    Scenario(
        "a condition is no plan",
        """2026-06-01 Courier MOBILIZE POL>UKR planned outlet:courier of=troops
        2026-06-02 Wire MOBILIZE POL>UKR conditional POL of=troops""",
        (("0 1", "planned=unconfirmed"),),
    ),
    Scenario(
        "one article does not name the recipient",
        """2026-06-01 Courier AID JPN>PHL happened JPN of=arms
        2026-06-02 Wire AID JPN> happened PHL of=arms""",
        (("0 1", "happened=corroborated"),),
    ),
    Scenario(
        "sanctions laid by two together and lifted at once",
        """2026-06-01 Courier SANCTION USA+EUR>MMR happened USA self
        2026-06-02 Wire SANCTION EUR>MMR happened EUR self""",
        (("0 1", "happened=acknowledged"),),
    ),
    Scenario(
        "a strike and its follow-up the next day",
        """2026-07-01 Courier ASSAULT RUS>UKR happened UKR place=Kharkiv/UKR words=market,missile killed=4
        2026-07-02 Wire ASSAULT RUS>UKR happened outlet:wire place=Kharkiv/UKR words=market,missile,rescuers killed=9""",
        (("0 1", "happened=corroborated"),),
    ),
    Scenario(
        "a week of siege tied day by day",
        """2026-07-01 Courier COERCE AZE>ARM ongoing ARM words=corridor,blocked
        2026-07-03 Wire COERCE AZE>ARM ongoing outlet:wire words=corridor,blocked,trucks
        2026-07-05 Wire COERCE AZE>ARM ongoing outlet:wire words=corridor,trucks""",
        (("0 1 2", "under way=corroborated"),),
    ),
    Scenario(
        "protests in one town on one cause",
        """2026-07-01 Courier PROTEST GEO>GEO happened outlet:courier place=Tbilisi/GEO words=election,crowd
        2026-07-02 Wire PROTEST GEO>GEO happened who:coalition place=Tbilisi/GEO words=election,crowd""",
        (("0 1", "happened=corroborated"),),
    ),
    Scenario(
        "late word without a party's owning up stays apart",
        """2025-01-10 Courier AID ARE>SDN happened outlet:courier of=arms
        2025-07-01 Wire AID ARE>SDN happened who:coroner of=arms""",
        (("0", "happened=unconfirmed"), ("1", "happened=unconfirmed")),
    ),
    Scenario(
        "trap: the same parties, another act",
        """2026-01-05 Courier AID PRK>RUS happened KOR of=troops
        2026-01-05 Courier CONSULT PRK>RUS happened KOR words=summit
        2026-01-06 Wire ACCUSE PRK>RUS happened KOR words=debt""",
        (
            ("0", "happened=unconfirmed"),
            ("1", "happened=unconfirmed"),
            ("2", "happened=unconfirmed"),
        ),
    ),
    Scenario(
        "trap: the same act in another year",
        """2024-03-10 Courier MOBILIZE VEN>GUY happened outlet:courier of=troops
        2025-03-10 Wire MOBILIZE VEN>GUY happened outlet:wire of=troops""",
        (("0", "happened=unconfirmed"), ("1", "happened=unconfirmed")),
    ),
    Scenario(
        "trap: an anniversary piece on the day of new fighting",
        """2026-08-08 Courier ASSAULT RUS>GEO happened outlet:courier on=2008-08-08 bg words=tanks,border
        2026-08-08 Wire ASSAULT RUS>GEO happened GEO words=tanks,border""",
        (("0", "happened=unconfirmed"), ("1", "happened=unconfirmed")),
    ),
    Scenario(
        "trap: two strikes on one day in two towns",
        """2026-08-01 Courier ASSAULT RUS>UKR happened UKR place=Odesa/UKR words=port,drones
        2026-08-01 Wire ASSAULT RUS>UKR happened outlet:wire place=Sumy/UKR words=school,drones""",
        (("0", "happened=unconfirmed"), ("1", "happened=unconfirmed")),
    ),
    Scenario(
        "trap: a denial of something else",
        """2026-08-01 Courier ASSAULT ISR>LBN happened LBN place=Tyre/LBN words=hospital,strike
        2026-08-02 Wire ASSAULT ISR>LBN denied ISR place=Sidon/LBN words=ambulance,shelling""",
        (("0", "happened=unconfirmed"), ("1", "happened=denied")),
    ),
    Scenario(
        "trap: shells are not soldiers, though one article says neither",
        """2026-09-01 Courier AID PRK>RUS ongoing KOR of=arms
        2026-09-02 Wire MOBILIZE PRK>RUS planned outlet:wire of=troops
        2026-09-02 Echo AID PRK>RUS denied PRK""",
        (("0", "under way=unconfirmed"), ("1 2", "planned=disputed")),
    ),
    Scenario(
        "trap: two strikes a week apart, both dated",
        """2026-09-01 Courier ASSAULT SAU>YEM happened YEM on=2026-08-30 words=port,strike
        2026-09-09 Wire ASSAULT SAU>YEM happened YEM on=2026-09-08 words=port,strike""",
        (("0", "happened=unconfirmed"), ("1", "happened=unconfirmed")),
    ),
    Scenario(
        "trap: the same doer, another target",
        """2026-09-01 Courier SANCTION USA>IRN happened USA self
        2026-09-02 Wire SANCTION USA>CHN happened USA self""",
        (("0", "happened=acknowledged"), ("1", "happened=acknowledged")),
    ),
    Scenario(
        "trap: roles turned round",
        """2026-09-01 Courier ASSAULT IND>PAK happened PAK words=border,post
        2026-09-01 Wire ASSAULT PAK>IND happened IND words=border,post""",
        (("0", "happened=unconfirmed"), ("1", "happened=unconfirmed")),
    ),
    Scenario(
        "trap: an owning-up to another shipment than the one last told",
        """2024-11-01 Courier AID PRK>RUS happened KOR of=troops
        2024-12-01 Wire AID PRK>RUS happened KOR of=arms
        2025-04-28 Gazette AID PRK>RUS happened PRK own of=troops""",
        (("0 2", "happened=acknowledged"), ("1", "happened=unconfirmed")),
    ),
)
