"""Words that a hyphen joins to a bound first part are one word ("re-established", "cyber-attack").

The tokenizer parts them at the hyphen, after which the parser knows no verb in "re - established".
Only first parts that make no word of their own there are joined: "pro-Russian" stays three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

HYPHENS: Final = ("-", "‑", "–")
# first parts that only make another verb or noun of what follows
BOUND: Final = frozenset(
    (
        "re",
        "de",
        "co",
        "counter",
        "cyber",
        "gang",
        "dive",
        "lathi",
        "strip",
        "build",
        "press",
        "test",
        "green",
        "cold",
    )
)


def joined(doc: Doc) -> Doc:
    """Join such words of a freshly tokenized text, in place; characters and offsets stay."""
    found = [
        (i, i + 3)
        for i in range(len(doc) - 2)
        if doc[i + 1].text in HYPHENS
        and doc[i].lower_ in BOUND
        and doc[i + 2].is_alpha
        and not doc[i].whitespace_
        and not doc[i + 1].whitespace_
    ]
    if found:
        with doc.retokenize() as tokens:
            for start, end in found:
                tokens.merge(doc[start:end])
    return doc
