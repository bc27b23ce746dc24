"""Whether an act is anybody's public business: sport, home, trade and weather are not.

An event needs a party that is a state, a body, an armed group, a public figure or a population.
Who is none of these is told by nouns (``classes_private.tsv``): a coach who criticises a referee
and a woman who sues her hairdresser are no news of states, though both may live in one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from foreigndesk.events import syntax
from foreigndesk.events.entries import classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foreigndesk.events.frames import Match
    from foreigndesk.language.tokens import Span, Token
    from foreigndesk.records import Party

FORCE: Final = frozenset("COP MIL REB PRM SPY UAF JUD".split())
# acts that are told of a country of sport too: a ban from the games, a riot of fans
HELD: Final = frozenset(("ASSAULT", "SANCTION", "COERCE", "PROTEST", "MOBILIZE"))
AMONG: Final = frozenset(("CONSULT", "SUPPORT", "AGREE", "COOPERATE"))
_UNPUBLIC: Final = ("sportfolk", "homefolk", "tradefolk", "artfolk", "leisurefolk", "learnedfolk")
_AT_PLAY: Final = ("sportfolk", "leisurefolk", "homefolk")
_LOCAL: Final = frozenset(("in", "at", "near", "from", "across", "around", "outside", "to", "into"))
_BECAUSE: Final = frozenset(("because", "of", "to", "after", "amid", "following", "due", "over"))
_A_GAME: Final = 3  # so many different words of sport are in the tale of a game
_A_PAGE: Final = 4  # fewer sentences are no article
_ENOUGH: Final = 2  # so many different words of sport make a sentence one of sport


@cache
def words(*names: str) -> frozenset[str]:
    """Give the words of some classes of the lexicon together."""
    return frozenset(w for name in names for w in classes()[name])


def _of(token: Token, among: frozenset[str]) -> bool:
    """Whether a token is a common noun of these (one that begins a sentence may look a name)."""
    if token.text.isupper() or (token.pos_ == "PROPN" and not token.is_sent_start):
        return False
    return token.lemma_.lower() in among or token.lower_ in among or _one(token) in among


def _one(token: Token) -> str:
    return token.lower_.removesuffix("s")


def _all_of(tokens: Sequence[Token], among: frozenset[str]) -> bool:
    return bool(tokens) and all(_of(t, among) for t in tokens)


def _by_weather(match: Match) -> bool:
    """Whether weather is who acts, or why ("cancelled flights because of ash")."""
    weather = words("weather")
    doers = match.roles.get("A", [])
    if _all_of(doers, weather | words("illness")) and not any(syntax.preps(t, "of") for t in doers):
        return True  # but not "a storm of drones"
    trigger = match.trigger
    if match.entry.type not in ("COERCE", "SANCTION", "REJECT") or not syntax.is_verb(trigger):
        return False
    return any(
        _of(t, weather) and t.dep_ == "pobj" and t.head.lower_ in _BECAUSE
        for child in trigger.children
        if child.dep_ in ("prep", "advcl") and child.i > trigger.i
        for t in child.subtree
    )


def _sport(sentence: Span) -> bool:
    nouns = {t.lower_ for t in sentence if t.pos_ in ("NOUN", "PROPN")}
    nouns |= {t.lemma_.lower() for t in sentence if t.pos_ == "NOUN"}
    surely = {w.removesuffix("s") for w in nouns & words("sportword")}
    return bool(surely) and len(surely | (nouns & words("sportish"))) >= _ENOUGH


def sport_page(sentences: Sequence[Span]) -> bool:
    """Whether an article is of sport: it has many of its words, in half of its sentences."""
    surely, among = words("sportword"), words("sportword", "sportish")
    told = [{f for t in s for f in (t.lower_, t.lemma_.lower()) if f in among} for s in sentences]
    if len(told) < _A_PAGE:
        return False
    different = {w.removesuffix("s") for t in told for w in t & surely}
    return len(different) >= _A_GAME and sum(map(bool, told)) * 2 >= len(told)


def _among_firms(match: Match, actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
    """Whether firms of one country, none of them named, deal with one another."""
    parties = (*actors, *recipients)
    if not actors or not recipients or {p.sector for p in parties} - {"BUS", ""}:
        return False
    tokens = [t for role in ("A", "R") for t in match.roles.get(role, [])]
    return len({p.country for p in parties} - {""}) < 2 and all(t.pos_ != "PROPN" for t in tokens)


def private(
    match: Match, actors: Sequence[Party], recipients: Sequence[Party], *, page: bool = False
) -> bool:
    """Whether an act is of sport, home, trade or weather, so that it is no event.

    ``page`` says that the whole article is of sport.
    """
    kind, sporting = match.entry.type, page or _sport(match.trigger.sent)
    if (
        _by_weather(match)
        or (sporting and kind not in HELD)
        or _among_firms(match, actors, recipients)
    ):
        return True
    doers, touched = match.roles.get("A", []), match.roles.get("R", [])
    things = touched or (
        syntax.logical_objects(match.trigger) if syntax.is_verb(match.trigger) else []
    )
    if _all_of(things, words("beast")) or (kind == "ACCUSE" and _reflexive(things)):
        return True
    # traders and drivers strike; fans and tourists do not
    unpublic = words(*(_AT_PLAY if kind == "PROTEST" else _UNPUBLIC))
    unpublic |= words("sportish") if sporting else frozenset()
    if _all_of(doers, unpublic) or (kind in AMONG and any(_of(t, unpublic) for t in doers)):
        return kind in AMONG or not any(_counts(t, unpublic) for t in touched)
    if _all_of(doers, words("everyday") | unpublic) and kind == "AGREE":
        return not recipients
    if {p.sector for p in (*actors, *recipients)} & FORCE:
        return False
    home = _all_of(things, words("homefolk"))
    return home and (not doers or _all_of(doers, words("everyday")))


def _reflexive(tokens: Sequence[Token]) -> bool:
    return any(t.lower_.endswith(("self", "selves")) for t in tokens)


def _counts(token: Token, unpublic: frozenset[str]) -> bool:
    """Whether who is touched is public: not of the private, and no mere place."""
    local = token.dep_ == "pobj" and token.head.lower_ in _LOCAL
    return not local and not _of(token, unpublic)
