"""Where an event happened: chosen among the places of its sentence by grammar, not by count.

A place is the scene where a preposition of place ties it to the event's clause or to what the
event is done to ("killed twelve people in Kharkiv"), where it is the thing attacked or visited,
or names the deed ("the Aleppo offensive"). Whoever acts is no scene, nor the sides of a deal or
a quarrel ("between Moscow and Pyongyang"), nor where somebody says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from foreigndesk.places.resolve import PlaceMention
from foreigndesk.places.words import words
from foreigndesk.records import Place

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Span, Token

_FINENESS: Final = {"point": 0, "city": 1, "region": 2, "country": 3}
_MODIFIES: Final = frozenset({"compound", "poss", "nmod", "amod"})
_SAME: Final = frozenset({"pobj", "appos", "conj"})
_ARGUMENTS: Final = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "attr", "dative", "conj"})
_GOING: Final = frozenset({"from", "to", "into", "toward", "towards", "through", "via"})
_AIMED: Final = frozenset({"of", "on", "for", "against", "over", "at"})
# prepositions that tell a topic, a target or a side as often as a scene
_DOUBTFUL: Final = frozenset({"on", "over", "between", "under", "above", "at", "amid", "around"})


def _tokens(doc: Doc, mention: PlaceMention) -> Span | None:
    return doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")


def _clause(trigger: Token) -> dict[int, int]:
    """Give the words of a trigger's clause that a place may hang on, with how far off each is."""
    reach = {trigger.i: 0}
    node, far = trigger, 0
    while node.head.i != node.i and node.pos_ not in ("VERB", "AUX"):
        if node.dep_ in ("relcl", "acl", "advcl", "ccomp", "parataxis"):
            break
        node, far = node.head, far + 1
        reach.setdefault(node.i, far)
    while node.pos_ in ("VERB", "AUX") and node.dep_ in ("conj", "xcomp") and node.head.i != node.i:
        node, far = node.head, far + 1
        if _is(node, "speech"):
            break  # what is spoken of first is no scene of what follows
        reach.setdefault(node.i, far)
    return reach


def _is(token: Token, kind: str) -> bool:
    return token.lemma_.lower() in words()[kind]


def _site(noun: Token) -> bool:
    """Whether a noun is somewhere ("hospital", "border", "suburbs"), not a thing done."""
    if noun.pos_ == "PROPN":
        return True
    known = words()
    text, lemma = noun.lower_, noun.lemma_.lower()
    if any(text in known[k] or lemma in known[k] for k in ("kind", "site")):
        return True
    named = lemma.capitalize()
    return named in known["facility"] or named in known["landform"]


def _preposition(token: Token) -> tuple[Token | None, Token]:
    """Climb from a place's word to its preposition; gives that (or None) and the noun reached.

    Over "hospital" in "in a Gaza hospital", over "heart" in "in the heart of Mosul", but not
    over "efforts" in "in Russia's efforts": there it is no scene.
    """
    node = token
    while node.head.i != node.i:
        head = node.head
        if node.dep_ == "pobj" and head.pos_ in ("ADP", "SCONJ", "ADV"):
            if head.lower_ == "of" and head.head.pos_ == "NOUN" and _site(head.head):
                node = head.head
                continue
            return head, node
        if node.dep_ in _MODIFIES:
            meets = node.dep_ == "compound" and (_is(head, "deed") or _is(head, "meeting"))
            if not (meets or _site(head)):
                return None, node
        elif node.dep_ not in _SAME:
            return None, node
        node = head
    return None, node


def _on_margin(margin: Token, reach: dict[int, int]) -> int | None:
    verb = margin.head.head
    return reach[verb.i] + 2 if margin.dep_ == "pobj" and verb.i in reach else None


def _on_noun(noun: Token, word: str, reach: dict[int, int], trigger: Token) -> int | None:
    """Give how far a place on a noun ("people in Kharkiv") is from the trigger, or None."""
    if word in ("from", "of", "to", "with") and noun.i != trigger.i:
        return None
    if noun.i in reach:
        return reach[noun.i]
    # "on the sidelines of the assembly in New York"
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and _is(noun.head.head, "margin"):
        return _on_margin(noun.head.head, reach)
    verbal = trigger.pos_ in ("VERB", "AUX")
    if verbal and _is(trigger, "speech"):
        return None  # "condemned the attack in Kabul": that is where the attack was
    if verbal and noun.head.i != trigger.i and noun.head.head.i != trigger.i:
        return None  # what another verb is done to
    if noun.dep_ in _ARGUMENTS and noun.head.i in reach and noun.dep_ not in ("nsubj",):
        return reach[noun.head.i] + 1
    if noun.dep_ == "pobj" and noun.head.head.i in reach:
        return reach[noun.head.head.i] + 2
    return None


def _on_verb(verb: Token, reach: dict[int, int]) -> int | None:
    """Give how far a place on a verb is; "people living in Homs" counts as "people in Homs"."""
    if verb.i in reach:
        return reach[verb.i]
    if verb.dep_ in ("acl", "relcl") and _is(verb, "dwell"):
        noun = verb.head
        if noun.dep_ in _ARGUMENTS and noun.dep_ != "nsubj" and noun.head.i in reach:
            return reach[noun.head.i] + 1
    return None


def _goes(word: Token, country: bool) -> bool:
    """Whether what is told moves: to a country weapons and words go as to a party."""
    if _is(word, "motion"):
        return True
    if not _is(word, "carry"):
        return False
    return not country or any(c.dep_ in ("dobj", "nsubjpass") and _unit(c) for c in word.children)


def _unit(noun: Token) -> bool:
    if _is(noun, "unit"):
        return True
    inner = (c for of in noun.children if of.lower_ == "of" for c in of.children)
    return any(_is(c, "unit") for c in inner)


def _bare(root: Token, noun: Token, place: Place, trigger: Token) -> int | None:
    """Judge a place with no preposition: what is done to it, or the deed that bears its name."""
    deed = _is(trigger, "deed")
    country = place.precision == "country"
    if noun.dep_ in ("dobj", "nsubjpass") and noun.head.i == trigger.i and trigger.i != noun.i:
        return 0 if deed and not (country and _is(trigger, "duel")) else None
    if root.head.i != trigger.i or root.dep_ not in _MODIFIES:
        return None
    if root.dep_ == "compound" and (deed or _is(trigger, "meeting")):
        return 0
    if not deed or not country:
        return 0 if deed else None
    # "Russia's invasion" is Russia's deed, "Sudan's civil war" and "Iran's protests" are there
    civil = any(c.lower_ == "civil" for c in trigger.children)
    return 0 if civil or _is(trigger, "plight") else None


def _scene(preposition: Token, noun: Token, root: Token, place: Place, trigger: Token) -> bool:
    """Whether a preposition tells where; "sanctions on Iran", "between two states" do not."""
    word = preposition.lower_
    if word not in words()["scene"]:
        return False
    if word not in _DOUBTFUL:
        held = (preposition.head, *(c for c in preposition.head.children if c.dep_ == "dobj"))
        return not (word == "in" and any(_is(t, "attitude") for t in held))
    if noun.i != root.i and root.dep_ in (*_MODIFIES, "pobj"):
        return True  # "on the Gaza border", "between the towns of"
    if word == "over":
        return _is(preposition.head, "flight")
    if word in ("at", "around"):
        return place.precision != "country"
    if word == "between":
        return _site(preposition.head) and preposition.head.pos_ == "NOUN"
    return word in ("on", "amid") and place.precision == "point"


def _distance(tokens: Span, place: Place, trigger: Token, reach: dict[int, int]) -> int | None:
    """Give how near a place is to a trigger's clause as its scene, None where it is no scene."""
    root = tokens.root
    preposition, noun = _preposition(root)
    if preposition is None:
        return _bare(root, noun, place, trigger)
    word = preposition.lower_
    country = place.precision == "country"
    held = preposition.head
    while held.pos_ == "ADP" and held.head.i != held.i:  # "from inside Gaza", "out of Kabul"
        held = held.head
    if _scene(preposition, noun, root, place, trigger):
        if held.pos_ in ("VERB", "AUX"):
            return _on_verb(held, reach)
        return _on_noun(held, word, reach, trigger)
    deed = _is(trigger, "deed")
    if word in _GOING and (
        _goes(held, country and word != "into") or (deed and held.i == trigger.i)
    ):
        return reach.get(held.i) if held.pos_ != "NOUN" or held.i == trigger.i else None
    if word == "from" and held.dep_ in ("dobj", "nsubjpass") and _goes(held.head, country):
        return reach.get(held.head.i)
    if held.i == trigger.i and deed and word in _AIMED:
        return 0 if not country or word in ("of", "on", "at") else None
    return None


def event_place(
    trigger: Token, mentions: Sequence[PlaceMention], *, dateline: Place | None = None
) -> Place | None:
    """Give the place of the event that a word tells, or None where its sentence names none.

    ``dateline`` is given back where the sentence has no scene: pass it only for what is news
    of the article itself.
    """
    sentence = trigger.sent
    reach = _clause(trigger)
    low, high = sentence.start_char, sentence.end_char
    best: tuple[tuple[int, int, int], Place] | None = None
    for mention in mentions:
        if mention.place is None or mention.how in ("nationality", "body"):
            continue
        if not low <= mention.span.start < high:
            continue
        tokens = _tokens(trigger.doc, mention)
        if tokens is None or tokens.start <= trigger.i < tokens.end:
            continue
        far = _distance(tokens, mention.place, trigger, reach)
        if far is None:
            continue
        key = (far, _FINENESS[mention.place.precision], abs(tokens.start - trigger.i))
        if best is None or key < best[0]:
            best = (key, mention.place)
    return best[1] if best is not None else dateline
