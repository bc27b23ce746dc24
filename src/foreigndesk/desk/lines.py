"""The shapes of the REST interface's answers; OpenAPI describes them by these types."""

from __future__ import annotations

from dataclasses import dataclass

from foreigndesk.developments import Development
from foreigndesk.developments.relations import First, Week
from foreigndesk.developments.watches import Alert, Watch
from foreigndesk.records import Article, Claim, Event, Judgement, Stance
from foreigndesk.store import Told
from foreigndesk.store.following import Kept
from foreigndesk.store.search import Said, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article without its text; ``excerpt`` is where the words asked for stand, [marked]."""

    id: str
    kind: str
    outlet: str
    section: str
    title: str
    standfirst: str
    address: str
    day: str
    published: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event with the stance of its leading telling, its sentence and its article."""

    event: Event
    stance: Stance | None
    sentence: str
    day: str
    article: ArticleLine
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim with what is said, as written, and its article."""

    claim: Claim
    content: str
    day: str
    article: ArticleLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """Articles found; ``next`` is the cursor to go on with, "" at the end.

    ``count`` is how many there are where it was asked for, 1,001 for more than 1,000.
    """

    items: tuple[ArticleLine, ...]
    next: str
    count: int | None
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Events found; as ``Articles``."""

    items: tuple[EventLine, ...]
    next: str
    count: int | None
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Claims found; as ``Articles``."""

    items: tuple[ClaimLine, ...]
    next: str
    count: int | None
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Developments:
    """Developments found; as ``Articles``."""

    items: tuple[Kept, ...]
    next: str
    count: int | None
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLine:
    """A country's code with a name that texts call it by, and its events in the newest pages."""

    code: str
    name: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Actors, the most told of first, counted over the newest ``pages`` pages."""

    items: tuple[ActorLine, ...]
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Another actor, and in how many of the newest developments both are parties."""

    code: str
    developments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """An actor: the newest developments and with whom they are."""

    code: str
    name: str
    developments: tuple[Kept, ...]
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What stood between two actors: week by week, and what was first."""

    one: str
    other: str
    weeks: tuple[Week, ...]
    firsts: tuple[First, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watches:
    """What people watch for."""

    items: tuple[Watch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """An alert, and when it was noted (ISO, UTC)."""

    alert: Alert
    noted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Alerts, newest first."""

    items: tuple[AlertLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementLine:
    """A judgement: whether it applies, was undone or is idle, and the sentence it is about."""

    judgement: Judgement
    state: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """Judgements, newest first."""

    items: tuple[JudgementLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """A judgement to be made: on an event, or on a development by its id.

    ``act`` is reject, confirm, split, recode, resolve, grade, merge, or undo (``id`` then is
    the judgement's); ``value`` as `foreigndesk judge` takes it.
    """

    act: str
    id: str
    who: str
    value: str = ""
    why: str = ""


def article_line(article: Article, day: str, excerpt: str = "") -> ArticleLine:
    """Give an article without its text."""
    return ArticleLine(
        id=article.id,
        kind=article.kind,
        outlet=article.outlet,
        section=article.section,
        title=article.title,
        standfirst=article.standfirst,
        address=article.address,
        day=day,
        published=article.published,
        excerpt=excerpt,
    )


def event_line(told: Told) -> EventLine:
    """Give an event as a line of a list."""
    return EventLine(
        event=told.event,
        stance=told.stance,
        sentence=told.sentence,
        day=told.day,
        article=article_line(told.article, told.day),
        version=told.version,
    )


def claim_line(said: Said) -> ClaimLine:
    """Give a claim as a line of a list."""
    return ClaimLine(
        claim=said.claim,
        content=said.content,
        day=said.day,
        article=article_line(said.article, said.day),
    )


def seen_line(seen: Seen) -> ArticleLine:
    """Give a found article as a line of a list."""
    return article_line(seen.article, seen.day, seen.excerpt)


__all__ = [
    "ActorPage", "Actors", "Alerts", "Articles", "Claims", "Development", "Developments",
    "Events", "Judgements", "Judging", "Problem", "Relation", "Watches", "article_line",
    "claim_line", "event_line", "seen_line",
]  # fmt: skip
