"""A learned second opinion: a small encoder that codes the relation between two marked actors.

It was fine-tuned on sentences of our own (`make train`) and runs without torch, by onnxruntime,
which comes with the optional extra ``foreigndesk[model]``. Where the runtime or the weights are
missing, ``second_opinion()`` gives None and the lexicon stands alone. The weights are loaded at
the first use; nothing is unpickled.

The last word is a sum of few numbers: the model's log-probability of each code, and a bonus for
the code of the lexicon that grows with the score of its frame (``settle``).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, get_args

import numpy

from foreigndesk.codebook import codebook
from foreigndesk.records import Status

Span = tuple[int, int]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
LENGTH: Final = 96  # word pieces that are read; the weights were trained with as many
BATCH: Final = 32
#: the marks before and after the first actor, and before and after the second
MARKS: Final = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
#: bonus of the lexicon's own code: for a frame, for a word nearby, and for each point of score
FRAME: Final = 1.5
HEAD: Final = 1.0
POINT: Final = 0.5
MOST: Final = 6.0  # a score above counts as this one
LONGEST: Final = 60  # letters; a longer word is no word


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the model holds: calibrated log-probabilities of the codes, act and status."""

    codes: dict[str, float]
    types: dict[str, float]
    statuses: dict[str, float]
    rule: str

    @property
    def best(self) -> str:
        """The likeliest code but NONE."""
        return max((c for c in self.codes if c != "NONE"), key=lambda c: self.codes[c])


def settle(opinion: Opinion, code: str, step: str, score: float) -> str:
    """Give the code that model and lexicon together make likeliest.

    ``code`` is the lexicon's ("" where it is silent), ``step`` and ``score`` how it was found.
    """
    total = {c: p for c, p in opinion.codes.items() if c != "NONE"}
    if code in total:
        base = FRAME if step == "frame" else HEAD
        total[code] += base + POINT * max(0.0, min(score, MOST))
    return max(total, key=lambda c: total[c])


def denied_code(act: str) -> str:
    """PLOVER's code for a denied act between two parties: cooperation refused is REJECT."""
    return "REJECT" if codebook().types[act].quad in (1, 2) else act


def _codes(act: str, status: Status) -> set[str]:
    """Give the codes that an act of this status may have: a retreat to come has two."""
    code = codebook().plover_type(act, status) or denied_code(act)
    return {code, "AGREE"} if act == "RETREAT" and code == "CONCEDE" else {code}


def told(opinion: Opinion, code: str) -> tuple[str, Status]:
    """Give the act and the status that the model holds likeliest behind a code."""
    best: tuple[float, str, Status] | None = None
    for act in codebook().types:
        for status in STATUSES:
            if code not in _codes(act, status):
                continue
            sure = opinion.types[act] + opinion.statuses[status]
            if best is None or sure > best[0]:
                best = sure, act, status
    return (best[1], best[2]) if best else (code, "happened")


class Pieces:
    """Words to the encoder's word pieces: lower case, no accents, longest piece first."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Number the pieces in the order of the vocabulary."""
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.marks = tuple(self._ids[m] for m in MARKS)
        self._start, self._end = self._ids["[CLS]"], self._ids["[SEP]"]
        self._unknown = self._ids["[UNK]"]

    def __call__(self, text: str, one: Span, two: Span) -> list[int]:
        """Give the numbers of a sentence with its two spans marked, cut to what is read."""
        cuts = sorted(
            [(one[0], 1, 0), (one[1], 0, 1), (two[0], 1, 2), (two[1], 0, 3)],
            key=lambda cut: cut[:2],
        )
        ids, at = [self._start], 0
        for place, _, mark in cuts:
            ids += self._text(text[at:place])
            ids.append(self.marks[mark])
            at = place
        ids += self._text(text[at:])
        return [*ids[: LENGTH - 1], self._end]

    def _text(self, text: str) -> list[int]:
        return [i for word in _words(text) for i in self._word(word)]

    def _word(self, word: str) -> list[int]:
        if len(word) > LONGEST:
            return [self._unknown]
        found, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = self._ids.get(("##" if at else "") + word[at:end])
                if piece is not None:
                    found.append(piece)
                    at = end
                    break
            else:
                return [self._unknown]
        return found


def _words(text: str) -> Iterator[str]:
    """Yield the words and the single punctuation marks of a text, lower case, without accents."""
    word = ""
    for char in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(char)
        if kind == "Mn":
            continue
        apart = kind[0] in "PSZC"
        if not apart:
            word += char
            continue
        if word:
            yield word
            word = ""
        if kind[0] in "PS":
            yield char
    if word:
        yield word


class Second:
    """The loaded model. Make it with ``second_opinion()``."""

    def __init__(self, folder: Path) -> None:
        """Load weights, vocabulary and card from a folder that `make train` wrote."""
        import onnxruntime

        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        self._types: list[str] = card["types"]
        self._statuses: list[str] = card["statuses"]
        self._warm = float(card["temperature"])
        self.rule = _rule(card)
        self._pieces = Pieces((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "relations.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def opinions(self, asked: Iterable[tuple[str, Span, Span]]) -> list[Opinion]:
        """Give what the model holds of each (sentence, first span, second span), in order."""
        rows = [self._pieces(text, one, two) for text, one, two in asked]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        found: dict[int, Opinion] = {}
        for at in range(0, len(order), BATCH):
            group = order[at : at + BATCH]
            for i, opinion in zip(group, self._run([rows[i] for i in group]), strict=True):
                found[i] = opinion
        return [found[i] for i in range(len(rows))]

    def _run(self, rows: list[list[int]]) -> Iterator[Opinion]:
        width = max(len(r) for r in rows)
        ids = numpy.zeros((len(rows), width), numpy.int64)
        mask = numpy.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        one, two = ((ids == self._pieces.marks[k]).astype(numpy.float32) * mask for k in (0, 2))
        feed = {
            "ids": ids,
            "mask": mask,
            "one": one.astype(numpy.float32),
            "two": two.astype(numpy.float32),
        }
        codes, types, statuses = self._session.run(None, feed)
        for i in range(len(rows)):
            yield Opinion(
                codes=_named(self._types, codes[i] / self._warm),
                types=_named(self._types, types[i] / self._warm),
                statuses=_named(self._statuses, statuses[i]),
                rule=self.rule,
            )


def _named(names: list[str], scores: Any) -> dict[str, float]:
    top = scores.max()
    logs = scores - top - numpy.log(numpy.exp(scores - top).sum())
    return {n: float(p) for n, p in zip(names, logs, strict=True)}


def _folder() -> Path | None:
    """Give where the packaged weights lie, None where they or their runtime are not installed."""
    folder = Path(str(files("foreigndesk.events"))) / "model"
    here = find_spec("onnxruntime") is not None and (folder / "relations.onnx").exists()
    return folder if here else None


def second_rule() -> str:
    """Give the name and version of the packaged model without loading it, "" where it is not."""
    folder = _folder()
    return _rule(json.loads((folder / "card.json").read_text(encoding="utf-8"))) if folder else ""


def _rule(card: dict[str, Any]) -> str:
    return f"model@{card['digest'][:8]}"


@cache
def second_opinion() -> Second | None:
    """Give the packaged model, loaded once; None where it or its runtime is not installed."""
    folder = _folder()
    return Second(folder) if folder else None
