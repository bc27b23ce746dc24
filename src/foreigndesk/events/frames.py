"""Matching the lexicon's frames against a parsed sentence.

``matches`` gives, for one token, every entry whose frame fits, best first, each with the
tokens that fill its roles. More of a frame matched beats less; a filler beats none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from foreigndesk.events import modals, syntax
from foreigndesk.events.entries import VOID, Entry, Lexicon, Slot, Support, classes
from foreigndesk.events.forms import hyphened, last_parts, lemmas, verb_lemmas
from foreigndesk.events.measures import counted, measure
from foreigndesk.events.reach import DEEP, between, deeper, laid_to, under, voices
from foreigndesk.language.tokens import Token

NOUN_DEFAULTS = ("poss", "by", "lv", "mod")
_BELOW = ("xcomp", "ccomp", "dobj", "prep", "acl", "pcomp")
_TELLING = frozenset(("VERB", "NOUN", "PROPN", "ADJ"))
_OBJECT_LIKE = ("dobj", "nsubjpass", "attr", "oprd")


@dataclass(slots=True, kw_only=True)
class Match:
    """An entry that fits a token: who fills its roles, and what the frame used up."""

    entry: Entry
    trigger: Token
    words: list[Token]
    roles: dict[str, list[Token]] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)
    score: float = 0.0
    support: Token | None = None
    governed: Token | None = None
    path: list[str] = field(default_factory=list)

    @property
    def content(self) -> list[Token]:
        """The heads of what the act asks for, promises or threatens."""
        if self.governed is not None:
            return [self.governed]
        heads = [self.trigger]
        if self.support is not None and self.entry.pos == "N":
            heads.append(self.support)  # "issued a plea to the rebels to lay down arms"
        copula = self.trigger.head if self.trigger.dep_ == "acomp" else None
        if copula is not None and self.entry.pos == "J":  # "was premature to lift the ban"
            late = [c for c in syntax.children(copula, "xcomp") if c.i > self.trigger.i]
            if late:
                return late
        return [
            c
            for head in heads
            for c in head.children
            if c.i > self.trigger.i
            and (
                (c.dep_ in _BELOW and head == self.trigger)
                or (
                    c.dep_ in ("advcl", "xcomp")
                    and syntax.has_to(c)
                    and self.entry.type == "REQUEST"
                )
            )
        ]

    def below(self, slot: Slot) -> list[Token]:
        """Give what a slot asks for below the words that the frame has used."""
        if not self.consumed and not self.roles:
            return []
        used = [self.trigger.doc[i] for i in sorted(self.consumed)]
        return under(used, [t for tokens in self.roles.values() for t in tokens], slot.name)

    def fill(self, role: str, tokens: list[Token], why: str) -> None:
        """Put tokens into a role, once each, saying why."""
        have = self.roles.setdefault(role, [])
        for token in tokens:
            if token not in have and token != self.trigger:
                have.append(token)
                self.path.append(f"{why}: {token.text}")


class Matcher:
    """Frames against tokens; ``is_actor`` says whether a noun phrase resolves to an actor."""

    def __init__(self, lexicon: Lexicon, is_actor: Callable[[Token], bool]) -> None:
        self._lexicon = lexicon
        self._is_actor = is_actor
        # of one text: the arguments of a word by its place and their name, its forms
        self._args: dict[tuple[int, str, str], list[Token]] = {}
        self._nothing: list[Token] = []
        self._forms: dict[int, frozenset[str]] = {}
        self._supports: dict[int, Token | None] = {}

    def matches(self, token: Token, *, void: bool = True) -> list[Match]:
        """Give the entries that fit a token, best first; where a use without event is, only that.

        Without ``void`` such uses are not looked at.
        """
        found: list[Match] = []
        if token.pos_ not in _TELLING and token.tag_[:2] not in ("VB", "JJ", "MD"):
            return found
        if syntax.is_verb(token):
            forms = verb_lemmas(token)
            joined = self._entries(hyphened(token, forms), "V")
            for entry in joined or self._entries(forms, "V"):
                if not entry.particle or self._has_particle(token, entry.particle):
                    match = self._verb(entry, token)
                    if match is not None:
                        found.append(match)
        if token.pos_ in ("NOUN", "PROPN") or (
            token.tag_ in ("VBG", "JJ") and token.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass")
        ):
            for entry in self._entries(lemmas(token), "N"):
                match = self._noun(entry, token)
                if match is not None:
                    found.append(match)
        if token.pos_ == "ADJ" or (token.tag_ in ("VBN", "JJ") and token.dep_ in ("acomp", "ROOT")):
            for entry in self._entries(frozenset((token.lower_, token.lemma_.lower())), "J"):
                match = self._adjective(entry, token)
                if match is not None:
                    found.append(match)
        if token.tag_ == "MD" and token.dep_ == "aux" and syntax.is_verb(token.head):
            for entry in self._entries(frozenset((token.lower_,)), "M"):
                match = self._modal(entry, token)
                if match is not None:
                    found.append(match)
        if not void:
            found = [m for m in found if m.entry.type != VOID]
        for match in found:
            if match.entry.type == VOID:
                match.score += VOID_LEAD
        found.sort(key=lambda m: -m.score)
        return found[:1] if found and found[0].entry.type == VOID else found

    def _entries(self, forms: frozenset[str], pos: str) -> list[Entry]:
        known = forms & self._lexicon.heads[pos] or last_parts(forms) & self._lexicon.heads[pos]
        return [e for f in sorted(known) for e in self._lexicon.entries[f, pos]]

    @staticmethod
    def _has_particle(verb: Token, particle: str) -> bool:
        """Whether a verb has all parts of a particle; "in" of "gave it in March" is none."""
        after = verb.doc[verb.i + 1 : min(verb.i + PARTICLE_FAR, len(verb.doc))]
        for place, part in enumerate(particle.split("_"), start=1):
            found = [c for c in verb.children if c.lower_ == part and c.dep_ in ("prt", "advmod")]
            found += [t for t in after if t.lower_ == part and verb.is_ancestor(t)]
            if not any(
                t.dep_ != "prep" or t.i == verb.i + place or not syntax.children(t, "pobj")
                for t in found
            ):
                return False
        return True

    # ------------------------------------------------------------------ verbs

    def _verb(self, entry: Entry, verb: Token) -> Match | None:
        words = [verb]
        if entry.particle:
            parts = entry.particle.split("_")
            words += [t for t in verb.subtree if t.lower_ in parts and 0 < t.i - verb.i < 5][:2]
        match = Match(entry=entry, trigger=verb, words=words)
        if entry.particle:
            match.score += 2.0 * len(entry.particle.split("_"))
        for slot in entry.slots:
            heads = self._verb_args(verb, slot.name)
            if slot.name == "obj" and not heads and entry.particle:  # "called in the ambassador"
                heads = syntax.preps(verb, entry.particle)
            if not self._take(match, slot, heads or match.below(slot), complement(slot)):
                return None
        if entry.slot("subj") is None:
            subjects = [c for t in syntax.logical_subjects(verb) for c in syntax.with_conjuncts(t)]
            match.fill("A", subjects, "subject")
        return match

    def _verb_args(self, verb: Token, name: str) -> list[Token]:
        known = self._args.get((verb.i, name, "V"))
        if known is None:
            known = self._verb_args_of(verb, name) or self._nothing
            self._args[verb.i, name, "V"] = known
        return known

    def _verb_args_of(self, verb: Token, name: str) -> list[Token]:
        if "|" in name:
            return [t for part in name.split("|") for t in self._verb_args(verb, part)]
        if name == "subj":
            return syntax.logical_subjects(verb)
        if name == "obj":
            found = syntax.logical_objects(verb)
            others = ("oprd", "attr", *(("npadvmod",) if syntax.children(verb, "dative") else ()))
            return found or [t for t in syntax.children(verb, *others) if t.pos_ == "NOUN"]
        if name == "obj2":
            return syntax.children(verb, "dative")
        if name == "xcomp":
            return syntax.complements(verb)
        if name == "ccomp":
            return [c for c in syntax.children(verb, "ccomp") if c.i > verb.i]
        if name in ("acomp", "oprd"):
            small = [c for c in syntax.children(verb, "ccomp") if c.pos_ in ("ADJ", "ADV")]
            return small + syntax.children(verb, "acomp", "oprd", "attr")
        found = list(syntax.preps(verb, name))
        if name in ("on", "upon"):
            found += syntax.preps(verb, "upon" if name == "on" else "on")
        if name != "to":  # "on Tuesday on …", but "sentenced to six years"
            found = [t for t in found if t.ent_type_ not in ("DATE", "TIME")]
        if not found:
            for obj in syntax.logical_objects(verb):
                if obj.i > verb.i or syntax.is_passive(verb):
                    found += syntax.preps(obj, name) or between(obj, name)
        if not found:
            found = deeper(verb, name)
        if not found:
            for child in verb.children:
                if child.dep_ in ("acomp", "prt", "advmod", "oprd", "attr", "npadvmod"):
                    found += syntax.preps(child, name)
        if not found and name == "against":  # "send troops to help the forces fighting against"
            below = [t for c in syntax.complements(verb) for t in c.subtree]
            found = [t for t in below if t.dep_ == "pobj" and t.head.lower_ == name][:1]
        if not found and name == "for":  # "called for Iran to return"
            clauses = syntax.children(verb, "advcl", "ccomp", "xcomp")
            marked = [c for c in clauses if any(m.lower_ == "for" for m in c.children)]
            found = [t for c in marked for t in syntax.children(c, "nsubj")]
        if not found and name == "to":
            found = [t for t in syntax.children(verb, "dative") if t.pos_ != "ADP"]
        return found

    # ------------------------------------------------------------------ nouns

    def _noun(self, entry: Entry, noun: Token) -> Match | None:
        match = Match(entry=entry, trigger=noun, words=[noun])
        if entry.particle:
            after = [t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 3]]
            before = [noun.nbor(-1).lower_] if noun.i else []
            if not set(entry.particle.split("_")) & set(after + before):
                return None
        if noun.i not in self._supports:
            self._supports[noun.i] = self.support_of(noun)
        support = self._supports[noun.i]
        plain = noun.dep_ == "attr" and not entry.slot("lv")
        if support is not None and plain and support.lemma_.lower() in COPULAS:
            support = None  # "is a threat": only where the frame speaks of who is one
        match.support = support
        for slot in entry.slots:
            heads = self._noun_args(noun, slot.name, support) or match.below(slot)
            if not self._take(match, slot, heads, False):
                return None
        self._noun_defaults(match, noun, support)
        if support is not None:
            match.score += 0.5
        return match

    def _noun_defaults(self, match: Match, noun: Token, support: Token | None) -> None:
        entry = match.entry
        role = self._support_role(support)
        for name in NOUN_DEFAULTS:
            taken = entry.slot(name)
            if taken is not None and (name != "mod" or taken.role):
                continue
            into = role if name == "lv" else "A"
            tokens = [
                c for t in self._noun_args(noun, name, support) for c in syntax.with_conjuncts(t)
            ]
            if name == "mod":
                tokens = [t for t in tokens if self._is_actor(t)]
                if match.roles.get("A") and "recip" not in entry.flags:
                    into = "R"
                    if match.roles.get("R"):
                        continue
            beside = entry.slot("with")  # "fought a war with Israel": the other side only
            alone = beside is None or beside.role != "A" or self._noun_args(noun, "between", None)
            if name == "lv" and into == "A" and match.roles.get("A") and alone:
                continue
            match.fill(
                into,
                tokens,
                {
                    "lv": f"subject of '{support.text if support else ''}'",
                    "mod": "modifier",
                    "poss": "possessor",
                }.get(name, name),
            )

    def _support_role(self, support: Token | None) -> str:
        if support is None:
            return "A"
        row = self._support_row(support)
        return row.role if row else "A"

    def _support_row(self, verb: Token) -> Support | None:
        table = self._lexicon.support
        for form in verb_lemmas(verb):
            for child in verb.children:
                if child.dep_ in ("prt", "prep") and f"{form}_{child.lower_}" in table:
                    return table[f"{form}_{child.lower_}"]
            if form in table:
                return table[form]
        return None

    def support_of(self, noun: Token) -> Token | None:
        """Give the support verb that governs a noun ("launched an attack"), if there is one."""
        head = noun.head
        if noun.dep_ in ("conj", "compound") and head.pos_ in ("NOUN", "PROPN"):
            return self.support_of(head) if noun.dep_ == "conj" else None
        over = measure(noun)
        if over is not None:  # "launched ten days of exercises", "announced £21 million in aid"
            if over.dep_ == "dobj" and syntax.is_verb(over.head) and self._support_row(over.head):
                return over.head
            return self.support_of(over)
        if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.dep_ == "attr":
            return head.head.head if head.head.lower_ == "one" else None  # "was one of alarm"
        if noun.dep_ in _OBJECT_LIKE and syntax.is_verb(head) and self._support_row(head):
            return head
        if noun.dep_ == "pobj" and syntax.is_verb(head.head):
            verb = head.head
            for form in verb_lemmas(verb):
                if f"{form}_{head.lower_}" in self._lexicon.support:
                    return verb
        for child in noun.children:
            if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD") and self._support_row(child):
                return child
            relative = child.dep_ == "relcl" and self._support_row(child)
            if relative and noun in syntax.logical_objects(child):
                return child
        return None

    def _noun_args(self, noun: Token, name: str, support: Token | None) -> list[Token]:
        asked = noun.i, name, "N" if support is None else "NV"
        known = self._args.get(asked)
        if known is None:
            known = self._noun_args_of(noun, name, support) or self._nothing
            self._args[asked] = known
        return known

    def _noun_args_of(self, noun: Token, name: str, support: Token | None) -> list[Token]:
        if "|" in name:
            return [t for part in name.split("|") for t in self._noun_args(noun, part, support)]
        if name == "lv":
            if support is None:
                return []
            return syntax.logical_subjects(support)
        if name == "poss":
            return syntax.children(noun, "poss")
        if name == "mod":
            return syntax.modifiers(noun)
        if name in ("xcomp", "ccomp"):
            return [
                c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp") and c.i > noun.i
            ]
        found = list(syntax.preps(noun, name))
        if not found:
            for child in noun.children:
                if child.dep_ == "acl" and child.tag_ in ("VBN", "VBG", "VBD"):
                    found += syntax.preps(child, name)
        over = None if found else measure(noun)
        if over is not None:
            found += [t for t in syntax.preps(over, name) if t != noun]
        if not found and name in DEEP:
            under = [*syntax.preps(noun, "of"), *syntax.preps(noun, "by")]
            found += [g for t in under for g in syntax.preps(t, name)]
        if not found and support is not None:
            found += syntax.preps(support, name)
            if name == "to":
                found += [t for t in syntax.children(support, "dative") if t.pos_ != "ADP"]
        if not found and noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
            found += syntax.preps(noun.head, name)
        if not found:
            for child in noun.children:
                if child.dep_ == "conj" and child.pos_ == "NOUN":
                    found += syntax.preps(child, name)
        argument = noun.dep_ in ("dobj", "nsubjpass", "nsubj") and syntax.is_verb(noun.head)
        if not found and argument and name in FLOATING:
            found += syntax.preps(noun.head, name)
        if not found and name == "by":
            found += laid_to(noun)
        return found

    # ------------------------------------------------------------------ adjectives

    def _adjective(self, entry: Entry, word: Token) -> Match | None:
        match = Match(entry=entry, trigger=word, words=[word])
        for slot in entry.slots:
            heads = self._adjective_args(word, slot.name) or match.below(slot)
            if not self._take(match, slot, heads, False):
                return None
        if entry.slot("subj") is None:
            subjects = self._adjective_args(word, "subj")
            if subjects and all(t.lower_ == "it" for t in subjects) and entry.slot("xcomp"):
                subjects = voices(word) or subjects  # "it is too early to …, she said"
            match.fill("A", [c for t in subjects for c in syntax.with_conjuncts(t)], "subject")
        return match

    @staticmethod
    def _adjective_args(word: Token, name: str) -> list[Token]:
        if "|" in name:
            return [t for p in name.split("|") for t in Matcher._adjective_args(word, p)]
        if name == "subj":
            if word.dep_ in ("acomp", "oprd", "conj") or word.head.pos_ == "AUX":
                return syntax.surface_subjects(word.head) or syntax.logical_subjects(word)
            if word.dep_ in ("amod",):
                return []
            return syntax.surface_subjects(word)
        if name in ("xcomp", "ccomp"):
            own = syntax.children(word, name)
            return own or (syntax.children(word.head, name) if word.dep_ == "acomp" else [])
        return syntax.preps(word, name)

    def _modal(self, entry: Entry, modal: Token) -> Match | None:
        """Match a modal: what somebody says must be done, what a party will not do."""
        read = modals.refusal if entry.slot("neg") is not None else modals.wish
        filled = read(entry, modal)
        if filled is None:
            return None
        doers, speakers = filled
        if not any(self._is_actor(t) for t in speakers or doers):
            return None
        verb = modal.head
        passive = syntax.is_passive(verb) and bool(self.matches(verb, void=False))
        if speakers and not passive and not any(self._is_actor(t) for t in doers):
            return None
        match = Match(entry=entry, trigger=modal, words=[modal, verb], governed=verb, score=2.0)
        match.fill("A", speakers or doers, "who says so" if speakers else "whose will it is")
        if speakers:
            match.fill("R", doers, f"who '{modal.text} {verb.text}'")
        return match

    # ------------------------------------------------------------------ slots

    def _take(self, match: Match, slot: Slot, heads: list[Token], clause: bool) -> bool:
        if not heads:
            return not slot.filled and not slot.must
        heads = [t for t in heads if t.ent_type_ not in ("DATE", "TIME") or slot.words]
        if "in" in slot.name.split("|") and not slot.filled:  # "struck in support of its allies"
            heads = [t for t in heads if t.lemma_.lower() not in classes()["manner"]]
        tokens = heads if clause else [c for t in heads for c in syntax.with_conjuncts(t)]
        if slot.filled:
            fitting = [t for t in tokens if self._fits(t, slot)]
            if slot.negated:
                if not tokens or any(self._in_words(t, slot) for t in tokens):
                    return False
                fitting = tokens
            if not fitting:
                return False
            match.score += 3.0
            match.consumed |= {t.i for t in fitting if not slot.kind and not slot.negated}
        elif slot.must and not tokens:
            return False
        elif tokens:
            match.score += 1.5 if slot.must else 1.0
        if slot.name == "mod" and slot.words:  # "a joint patrol": the word is no party
            tokens = [t for t in tokens if self._is_actor(t) or not self._in_words(t, slot)]
        if slot.role in ("A", "R", "G", "P"):
            match.fill(slot.role, tokens, slot.name)
        return True

    def _fits(self, token: Token, slot: Slot) -> bool:
        if slot.words and self._in_words(token, slot):
            return True
        if slot.kind == "ACTOR":
            return self._is_actor(token)
        if slot.kind == "PLACE":
            named = token.pos_ == "PROPN" and self._is_actor(token)
            unknown = token.pos_ == "PROPN" and not token.ent_type_  # "Palmyra"
            return named or unknown or token.ent_type_ in ("GPE", "LOC", "FAC")
        return False

    def _forms_of(self, token: Token) -> frozenset[str]:
        forms = self._forms.get(token.i)
        if forms is None:
            forms = verb_lemmas(token) | lemmas(token)
            if syntax.is_verb(token):  # "told Serbia that it must choose"
                forms |= {c.lower_ for c in token.children if c.tag_ == "MD"}
            # "ceasefire agreement": the kind of thing may be what counts
            kinds = [c for c in token.children if c.dep_ in ("compound", "amod") and c.i < token.i]
            forms |= {f"{c.lower_}_{token.lemma_.lower()}" for c in kinds}
            self._forms[token.i] = forms
        return forms

    def _in_words(self, token: Token, slot: Slot) -> bool:
        if not self._forms_of(token).isdisjoint(slot.words):
            return True
        # "tens of thousands of troops", "a number of missiles": the counted thing fills
        return any(lemmas(p) & slot.words for p in counted(token))


PARTICLE_FAR = 5  # words between a verb and its particle
COPULAS = frozenset(("be", "remain", "become"))
# prepositions of a noun's frame that may hang on its verb ("launched an attack … against Y")
FLOATING = frozenset(("against", "with", "between", "on", "over", "toward", "towards"))
VOID_LEAD = 2.5  # a use that tells no event is narrower than any frame it looks like


def complement(slot: Slot) -> bool:
    """Whether a slot is a clause, whose head has no coordinated nouns to take along."""
    return slot.name in ("xcomp", "ccomp", "acomp")
