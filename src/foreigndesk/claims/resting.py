"""Which claim an act rests on: the innermost whose source is not merely the act's own doer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from foreigndesk.claims.cues import cues, source_nouns
from foreigndesk.records import Claim, Party, Source

_VOICES: Final = frozenset(n for n, kind in source_nouns().items() if kind == "voice")
_OWN_MIND: Final = frozenset({"intend", "refuse"})


@cache
def _stances() -> dict[str, str]:
    return {cue.rule: cue.stance for cue in cues().rows}


def covering(claims: Sequence[Claim], start: int, end: int) -> list[Claim]:
    """Give the claims whose content covers characters start to end, innermost first.

    The words of a claim's own cue and source are not its content.
    """
    found: list[tuple[int, Claim]] = []
    for claim in claims:
        if not any(s.start <= start and end <= s.end for s in claim.content):
            continue
        if not any(s.start < end and start < s.end for s in (*claim.cue, *claim.source_spans)):
            found.append((sum(s.end - s.start for s in claim.content), claim))
    return [claim for _, claim in sorted(found, key=lambda pair: pair[0])]


def claim_at(claims: Sequence[Claim], start: int, end: int) -> Claim | None:
    """Give the innermost claim on an act, None where only the author tells it.

    Who plans, wants or refuses to do a thing is its doer and no source of it: those claims
    are passed over ("reports say Chad plans to leave" rests on the reports).
    """
    for claim in covering(claims, start, end):
        if not _minds(claim):
            return claim
    return None


def rests_on(
    claims: Sequence[Claim],
    start: int,
    end: int,
    *,
    text: str,
    actors: Sequence[Party],
    spoken: bool,
) -> Claim | None:
    """Give the claim that an event's telling rests on, None for the author.

    ``spoken`` acts (to accuse, to demand) are done by saying so: the claim in which their own
    actor says it is the act, not a source of it.
    """
    for claim in covering(claims, start, end):
        if _minds(claim) or (spoken and _is_the_act(claim, text, actors)):
            continue
        return claim
    return None


def _minds(claim: Claim) -> bool:
    return _stances().get(claim.rule, "") in _OWN_MIND


def _for_the_state(source: Source, actor: Party, actors: Sequence[Party]) -> bool:
    """Say whether an office holder says what one state holds: "Norland regrets it, he said"."""
    if not actor.how.startswith("states.tsv") or len({a.country for a in actors}) > 1:
        return False
    return bool(source.role) and not _VOICES & set(source.role.lower().split())


def _is_the_act(claim: Claim, text: str, actors: Sequence[Party]) -> bool:
    source = claim.source
    if source.kind == "author":
        return False
    content = " ".join(s.of(text) for s in claim.content)
    for actor in actors:
        if actor.name and actor.name in content and not _for_the_state(source, actor, actors):
            continue
        party = source.party
        if party is not None and (
            (party.actor and party.actor == actor.actor)
            or (party.country and party.country == actor.country)
        ):
            return True
        if actor.name and source.name and (actor.name in source.name or source.name in actor.name):
            return True
    return False
