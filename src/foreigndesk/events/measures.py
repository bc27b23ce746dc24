"""What is counted: "hundreds of raids", "£21 million in aid"; the number's noun is not the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreigndesk.events import syntax

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token


def measure(noun: Token) -> Token | None:
    """Give the number or measure that a noun is counted by ("hundreds of raids")."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("of", "in"):
        return None
    over = noun.head.head
    known = COUNTERS if noun.head.lower_ == "of" else SUMS
    return over if over.lower_ in known else None


def counted(token: Token) -> list[Token]:
    """Give what a number or measure is of: "tens of troops", "£21 million in aid"."""
    if token.lower_ not in COUNTERS and not token.like_num:
        return []
    found = syntax.preps(token, "of")
    return found or (syntax.preps(token, "in") if token.lower_ in SUMS or token.like_num else [])


SUMS = frozenset(
    "million billion trillion millions billions thousands worth dollars euros pounds yen yuan "
    "roubles rubles tonnes tons".split()
)
COUNTERS = frozenset(
    "number dozen dozens hundreds thousands tens scores millions group series batch lot couple "
    "pair round rounds kind type form million billion member members wave waves barrage volley "
    "consignment shipment amount package worth set string day days hour hours".split()
)
