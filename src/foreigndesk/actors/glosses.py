"""What an article says in passing of who somebody is: glosses behind commas and in brackets.

"The Senate, Kenya's upper house, voted …" is Kenya's for the rest of the article,
whatever other houses bear the name; "Todd Marlin, R-Wis." sits in the Congress of the United
States.
"""

from __future__ import annotations

from collections.abc import Iterator

from foreigndesk.actors.names import NameFinder, place_country
from foreigndesk.actors.registry import STATE_KINDS, Registry
from foreigndesk.actors.roles import role_at
from foreigndesk.actors.tables import SPECIAL, word_lists
from foreigndesk.language.tokens import Doc, Token

_OPEN = frozenset(("(", ",", "—", "–"))
_CLOSE = frozenset((")", ",", "—", "–", ".", ";"))
_LONGEST = 5  # words of a gloss after its country


class Glosses:
    """The glosses of one parsed text."""

    def __init__(self, doc: Doc, names: NameFinder, registry: Registry) -> None:
        """Read the text's glosses once."""
        self._doc = doc
        self._names = names
        self._registry = registry
        self._bodies: dict[str, str] = {}
        self._people: dict[int, tuple[str, str]] = {}
        self._apposed: dict[int, tuple[str, str]] = {}
        for token in doc:
            if token.text in _OPEN and 0 < token.i < len(doc) - 2:
                self._party_mark(token)
                self._body(token)
            if token.text == "," and 0 < token.i < len(doc) - 3:
                self._apposition(token)
        if self._bodies:
            names.belong(self._bodies)

    def country(self, token: Token) -> str:
        """Give the country of an institution that a gloss defined and a phrase names, or ""."""
        if not self._bodies:
            return ""
        words = " ".join(t.lower_ for t in token.subtree)
        return next((c for name, c in self._bodies.items() if name in words), "")

    def person(self, token: Token) -> tuple[str, str]:
        """Give country and sector that a gloss gives to the person whose name ends here."""
        return self._people.get(token.i, ("", ""))

    def apposed(self, token: Token) -> tuple[str, str]:
        """Give country and sector of the name that ends here by ", a Beirut-based charity"."""
        return self._apposed.get(token.i, ("", ""))

    def _apposition(self, comma: Token) -> None:
        """ "Cedar Relief, a Beirut-based charity", "the FMF (…), a Bolivian trade union"."""
        doc, article = self._doc, comma.nbor(1)
        if article.lower_ not in ("a", "an"):
            return
        noun = self._noun(article)
        if noun is None:
            return
        country = self._where(article, noun)
        if not country:
            return
        last = comma.nbor(-1)
        if last.text == ")" and last.i > 3 and last.nbor(-2).text == "(":
            last = last.nbor(-3)
        if last.dep_ == "pobj" and last.head.lower_ == "of" and last.head.head.text[:1].isupper():
            last = last.head.head  # "Voices of the Delta"
        if not last.text[:1].isupper() and last.tag_ not in ("NNP", "NNPS"):
            return
        role = role_at(noun, self._registry)
        former = any(t.lower_ in ("former", "ex") for t in doc[article.i : noun.i])
        self._apposed[last.i] = (country, role.sector if role is not None else "")
        if not former and (role is None or role.kind == "people"):
            self._names.disown(last, country)

    def _noun(self, article: Token) -> Token | None:
        """Give the noun that an indefinite phrase is headed by, read off its words."""
        found = None
        for token in self._doc[article.i + 1 : article.i + 9]:
            if token.pos_ in ("NOUN", "PROPN"):
                found = token
            elif token.text not in ("-", "–") and token.pos_ not in ("ADJ", "VERB", "ADV", "NUM"):
                break
        return found if found is not None and found.tag_ == "NN" else None

    def _where(self, article: Token, noun: Token) -> str:
        """Give the country that such a phrase tells: a nationality, a seat, "in Libya"."""
        doc = self._doc
        inner = list(doc[article.i + 1 : noun.i])
        seat = noun.i + (2 if noun.i + 1 < len(doc) and noun.nbor(1).lower_ == "based" else 1)
        if seat + 1 < len(doc) and doc[seat].lower_ in ("in", "from", "of"):
            for token in doc[seat + 1 : seat + 4]:
                if token.text[:1].isupper():
                    inner.append(token)
                elif token.lower_ not in ("the", "northern", "southern", "eastern", "western"):
                    break
        for token in inner:
            hit = self._names.at.get(token.i)
            if hit is not None and hit.tail in ("born", "backed", "trained", "educated"):
                continue
            if hit is not None and hit.chosen is not None and hit.chosen.kind in STATE_KINDS:
                return hit.chosen.country
            if hit is not None and hit.chosen is None and hit.tail == "based":
                found = [c for c in self._registry.find(token.text) if c.kind in STATE_KINDS]
                return found[0].country if found else ""
            country = place_country(token) if hit is None and token.text[:1].isupper() else ""
            if country:
                return country
        return ""

    def _party_mark(self, opened: Token) -> None:
        """ "Marlin, R-Wis.", "Sanders (I-Vt.)"."""
        name, mark = opened.nbor(-1), opened.nbor(1)
        lists = word_lists()
        if name.pos_ != "PROPN" or opened.i + 3 >= len(self._doc):
            return
        whole = "".join(t.text for t in self._doc[mark.i : mark.i + 3])
        party, _, place = whole.replace("–", "-").partition("-")
        party = party.rstrip(".")
        if party in lists["us_party_mark"] and any(
            place.startswith(short) for short in lists["us_state_short"]
        ):
            self._people[name.i] = ("USA", "LEG")

    def _body(self, opened: Token) -> None:
        """ "The Senate, Kenya's upper house, …"."""
        first = opened.nbor(1)
        if first.lower_ == "the" and opened.i + 2 < len(self._doc):
            first = first.nbor(1)
        hit = self._names.at.get(first.i)
        known = hit.chosen if hit is not None and hit.start == first.i else None
        if hit is None or known is None or known.kind not in STATE_KINDS:
            return
        if known.country in SPECIAL or not known.country:
            return
        noun = next(self._nouns(hit.end), None)
        role = role_at(noun, self._registry) if noun is not None else None
        if noun is None or role is None or role.kind not in ("organ", "office", "group"):
            return
        last = opened.nbor(-1)
        name = self._name(last)
        if name and role.kind == "organ":
            self._bodies[name] = known.country
        after = noun.i + 1
        while after < len(self._doc) and self._doc[after].text in _CLOSE - {"."}:
            after += 1
        for entity in self._doc.ents:  # "… (Jordan's lower house), Musa Kalib"
            if entity.start == after and entity.label_ == "PERSON" and name:
                self._people[entity.end - 1] = (known.country, role.sector)

    def _nouns(self, start: int) -> Iterator[Token]:
        """Yield the noun that a gloss ends with, the words between being its modifiers."""
        for token in self._doc[start : start + _LONGEST]:
            ends = token.i + 1 >= len(self._doc) or token.nbor(1).text in _CLOSE
            if token.pos_ in ("NOUN", "PROPN") and ends:
                yield token
            if token.pos_ not in ("NOUN", "PROPN", "ADJ", "PART", "ADP", "DET"):
                return

    def _name(self, last: Token) -> str:
        """Give the words of the institution that ends at a token, lower case, or ""."""
        head = last
        if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ == "PROPN":
            head = head.head.head
        if last.pos_ not in ("PROPN", "NOUN") or not head.text[:1].isupper():
            return ""
        start = head
        while start.i and start.nbor(-1).pos_ == "PROPN" and start.nbor(-1).head == head:
            start = start.nbor(-1)
        words = self._doc[start.i : last.i + 1].text.lower()
        role = role_at(head, self._registry)
        return words if role is not None and role.kind == "organ" else ""
