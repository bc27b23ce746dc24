"""Who is subject, object and oblique of a word: English grammar over spaCy's dependencies.

Passives, relatives, participles, gerunds, control and coordination are undone here, so that
the lexicon's frames speak of logical subjects and objects only. Functions take a token and
give argument heads (tokens); none of them knows a word's meaning except for a few closed
classes of grammar (control verbs, relative pronouns).
"""

from __future__ import annotations

from collections.abc import Iterator

from foreigndesk.language.tokens import Token

RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
SUBJECT_CONTROL = frozenset(
    "promise threaten vow agree refuse decline offer plan try seek want hope intend pledge "
    "swear prepare aim begin start continue cease stop decide choose fail manage move "
    "need wish propose demand ask".split()
)
# verbs whose object does what the infinitive says, also where the parser takes it for a purpose
DRIVING = frozenset(
    "push force ask urge tell order compel lead drive prompt persuade convince allow enable "
    "invite press pressure encourage oblige require induce instruct advise beg implore".split()
)
# verbs whose object does what a bare infinitive says, or is what a small clause says
CAUSING = frozenset(("let", "make", "help", "declare"))
OBJECT_CONTROL = frozenset(("of", "for", "from", "into"))
_CLAUSE = ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "acl")


def is_verb(token: Token) -> bool:
    """Whether a token is a verb by tag (auxiliaries are not)."""
    if token.pos_ == "NOUN" and token.dep_ == "ROOT":  # "The army retook Palmyra", taken for a noun
        found = {c.dep_ for c in token.children}
        return "nsubj" in found and "dobj" in found
    if token.pos_ == "NOUN" and token.dep_ == "xcomp":  # "offered to host talks"
        return has_to(token)
    return token.pos_ == "VERB" or (
        token.tag_.startswith("VB") and token.dep_ not in ("aux", "auxpass")
    )


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: auxiliary, or bare participle after a noun."""
    below = {c.dep_ for c in verb.children}
    if "auxpass" in below or "nsubjpass" in below:
        return True
    if "agent" in below:
        # "Poland stuck by Ukraine": with a plain subject the phrase with "by" is no agent
        return not any(c.dep_ == "nsubj" and c.lower_ not in RELATIVE for c in verb.children)
    if verb.tag_ == "VBN" and "aux" not in below:
        if verb.dep_ == "acl":
            return True
        if verb.dep_ == "conj" and "nsubj" not in below:
            return is_verb(verb.head) and is_passive(verb.head)
        if verb.dep_ in ("advcl", "ccomp") and below.isdisjoint(("nsubj", "dobj")):
            return True
    return False


def children(token: Token, *deps: str) -> list[Token]:
    """Give the children that hang on by one of these relations."""
    return [c for c in token.children if c.dep_ in deps]


def _antecedent(token: Token) -> Token:
    """A relative pronoun's noun; any other token itself."""
    if token.lower_ in RELATIVE:
        verb = token.head
        while verb.dep_ not in ("relcl", "ROOT") and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "relcl":
            return verb.head
    return token


def speaker_of(pronoun: Token) -> list[Token]:
    """Give who "it" or "they" is in "Iran said it would …": the subject of the saying verb."""
    clause = pronoun.head
    while clause.dep_ in ("conj", "xcomp") and clause.head != clause:
        clause = clause.head
    if pronoun.pos_ != "PRON" or clause.dep_ != "ccomp" or not is_verb(clause.head):
        return []
    found = children(clause.head, "nsubj")
    return [t for t in found if t.pos_ != "PRON"] or [s for t in found for s in speaker_of(t)]


def surface_subjects(verb: Token) -> list[Token]:
    """The grammatical subjects that hang on the verb itself, relatives undone."""
    return [_antecedent(t) for t in children(verb, "nsubj", "nsubjpass")]


def _inherited(verb: Token, depth: int) -> list[Token]:
    """The subject that a verb without one shares with, or is given by, another verb."""
    head = verb.head
    if depth > 6 or head == verb:
        return []
    if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.tag_ in ("VBG", "VBN"):
            return [head]
        return noun_owners(head, depth + 1)
    if verb.dep_ == "relcl":
        return [] if children(verb, "dobj") else [head]
    if verb.dep_ == "pcomp" and head.lower_ in OBJECT_CONTROL and is_verb(head.head):
        # "accused Israel of bombarding": who is accused is who bombarded
        found = logical_objects(head.head)
        if found:
            return found
    if verb.dep_ == "pcomp" or verb.dep_ == "prep":
        head = head.head if head.dep_ in ("prep", "agent") else head
        if head.pos_ in ("NOUN", "PROPN"):
            return noun_owners(head, depth + 1)
    if verb.dep_ not in _CLAUSE:
        return []
    if not (is_verb(head) or head.pos_ in ("AUX", "ADJ")):
        return noun_owners(head, depth + 1) if head.pos_ == "NOUN" else []
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if verb.dep_ == "advcl" and infinitive and head.lemma_.lower() in DRIVING:
        found = children(head, "dobj")
        if found:
            return [_antecedent(t) for t in found]
    if verb.dep_ == "xcomp" and head.lemma_.lower() not in SUBJECT_CONTROL:
        found = children(head, "dobj")
        if found:
            return [_antecedent(t) for t in found]
    if verb.dep_ in ("conj", "advcl", "xcomp", "pcomp", "ccomp", "prep"):
        if is_passive(head) and not is_passive(verb):
            # "was ordered to leave": the passive's subject is the infinitive's
            return surface_subjects(head) or _inherited(head, depth + 1)
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
            return []
        return logical_subjects(head, depth + 1)
    return []


def logical_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Give the heads of who does what the verb tells ([] where the text does not say)."""
    if verb.pos_ == "ADJ" and verb.dep_ in ("acomp", "oprd"):
        return surface_subjects(verb.head) or _inherited(verb.head, depth)
    if is_passive(verb):
        return [p for c in children(verb, "agent") for p in children(c, "pobj")]
    own = surface_subjects(verb) or _swallowed(verb)
    return own if own else _inherited(verb, depth)


def _swallowed(verb: Token) -> list[Token]:
    """The subject that the parser took into a phrase before it ("In May Ireland withdrew …").

    A finite main verb has a subject: a name right before it that ends such a phrase is it.
    """
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBG"):
        return []
    helpers = [c.i for c in verb.children if c.dep_ in ("aux", "neg", "advmod") and c.i < verb.i]
    first = min([verb.i, *(i for i in helpers if i > verb.i - 3)])
    if first <= verb.sent.start:
        return []
    before = verb.doc[first - 1]
    opened = before.dep_ == "pobj" and before.head.head == verb and before.pos_ == "PROPN"
    return [before] if opened else []


def logical_objects(verb: Token, depth: int = 0) -> list[Token]:
    """Give the heads of whom or what the act of the verb touches."""
    if is_passive(verb):
        own = [_antecedent(t) for t in children(verb, "nsubjpass")]
        if own:
            return own
        if verb.dep_ == "acl":
            return [verb.head]
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp") and depth < 4:
            if is_verb(verb.head) and is_passive(verb.head):
                return logical_objects(verb.head, depth + 1)
            return _inherited(verb, depth)
        return []
    own = [_antecedent(t) for t in children(verb, "dobj")]
    if own:
        return own
    counted = [
        n
        for c in children(verb, "prt", "advmod")
        if c.lower_ == "up"
        for n in preps(c, "to")
        if children(n, "nummod")
    ]
    if counted:  # "kidnapped up to 16 people", where the parser makes "up" a particle
        return counted
    for clause in children(verb, "ccomp", "xcomp"):
        # "urged Moscow to withdraw", "assist forces fighting …", where the parser makes Moscow the infinitive's subject
        # "found Iran responsible", "let France use the base"
        bare = clause.tag_ == "VBG" or clause.pos_ == "ADJ" or verb.lemma_ in CAUSING
        bare = bare and not children(clause, "aux", "mark", "cop")
        if bare or any(a.lower_ == "to" for a in children(clause, "aux")):
            own = children(clause, "nsubj")
            if own:
                return own
    subjects = surface_subjects(verb) if verb.dep_ == "relcl" else []
    if subjects and verb.head not in subjects:
        return [verb.head]
    later = [c for c in children(verb, "conj") if is_verb(c) and c.i == verb.i + 2]
    if later and not children(verb, "prep", "xcomp", "ccomp"):
        # "condemned and rejected the plan": the object hangs on the last verb
        return children(later[0], "dobj")
    return []


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def complements(verb: Token) -> list[Token]:
    """Give the heads of infinitive and gerund complements."""
    found = [
        c
        for c in children(verb, "xcomp", "ccomp", "advcl")
        if is_verb(c)
        and (c.tag_ == "VBG" or any(a.lower_ == "to" for a in children(c, "aux")))
        and (c.dep_ != "advcl" or c.i > verb.i)
    ]
    return found


def preps(token: Token, name: str) -> list[Token]:
    """Give the objects of the token's prepositions of that name (gerund heads included)."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ == name:
            own = children(child, "pobj", "pcomp")
            if not own and not child.children and is_verb(token):
                # "called on President Ruto", where the parser makes Ruto the verb's object
                own = [o for o in children(token, "dobj") if o.left_edge.i == child.i + 1]
            found += own
            if name == "as" and not found:  # "described the attack as unacceptable"
                found += children(child, "amod", "acomp")
        elif child.dep_ == "prep":
            for inner in children(child, "prep"):
                if inner.lower_ == name:
                    found += children(inner, "pobj", "pcomp")
        elif child.dep_ == "prt" and child.lower_ == name:
            continue
    return found


def noun_owners(noun: Token, depth: int = 0) -> list[Token]:
    """Give who a deed told by a noun belongs to: possessor, by-phrase, or the verb's subject."""
    owners = children(noun, "poss")
    owners += preps(noun, "by")
    if not owners:  # "the US decision to expel"
        owners += [c for c in children(noun, "compound", "amod", "nmod") if c.text[:1].isupper()]
    if not owners and noun.dep_ in ("dobj", "attr", "pobj", "conj") and depth < 6:
        head = noun.head
        if noun.dep_ == "pobj":
            head = head.head
        if is_verb(head):
            return logical_subjects(head, depth + 1)
    return owners


def modifiers(noun: Token) -> list[Token]:
    """Give the adjectives and nouns before a noun that may name a party or narrow it."""
    found = []
    for child in noun.children:
        if child.i < noun.i and child.dep_ in ("amod", "compound", "nmod", "npadvmod"):
            found.append(child)
            found += [
                c
                for c in child.children
                if c.dep_ in ("conj", "compound", "amod", "nmod") and c.i < noun.i
            ]
    return found


def own_claim(trigger: Token) -> Token | None:
    """Give the verb with which somebody claims a deed as their own ("claimed responsibility")."""
    if trigger.lemma_ == "claim" and any(t.lemma_ == "responsibility" for t in trigger.children):
        return trigger
    over = trigger.head
    if trigger.dep_ != "ccomp" or over.lemma_ not in ("claim", "boast"):
        return None
    said = [t for t in children(trigger, "nsubj") if t.lower_ in ("it", "they", "he", "she", "we")]
    return over if said else None


def quoted(token: Token) -> bool:
    """Whether a word stands between quotation marks of its sentence."""
    marks = [t.text for t in token.doc[token.sent.start : token.i]]
    plain = marks.count('"') + marks.count("''") + marks.count("``")
    return plain % 2 == 1 or marks.count("“") > marks.count("”")


def with_conjuncts(token: Token) -> list[Token]:
    """Give a token and the nouns coordinated after it ("Russia, China and Iran")."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
            found += with_conjuncts(child)
    return found


def subtree_of(tokens: list[Token]) -> Iterator[Token]:
    """Yield every token below these."""
    for token in tokens:
        yield from token.subtree


def path_words(token: Token, other: Token) -> str:
    """Say how one token hangs on another, for the explanation of a code."""
    steps: list[str] = []
    walker = token
    while walker != other and walker.head != walker and len(steps) < 8:
        steps.append(f"{walker.text} ({walker.dep_})")
        walker = walker.head
    return " → ".join([*steps, other.text]) if walker == other else f"{token.text} … {other.text}"
