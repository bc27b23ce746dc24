"""A language stage that keeps its parses on disk, so that a bench can be run again in seconds.

Used only where the environment variable FOREIGNDESK_PARSES names a folder. A parse is a pure
function of model and text, so what is kept is what would be made; figures do not change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc as SpacyDoc

from foreigndesk.language import DEFAULT_MODEL, Language, Parsed, plain_article
from foreigndesk.language.tokens import Doc
from foreigndesk.records import Article


class KeptLanguage(Language):
    """The language stage with a folder of parses beside it."""

    def __init__(self, folder: Path, model: str = DEFAULT_MODEL) -> None:
        """Load the model; parses are kept in ``folder``."""
        super().__init__(model)
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _file(self, doc: SpacyDoc) -> Path:
        starts = "".join(str(int(t.is_sent_start or 0)) for t in doc)
        words = "\x1f".join(t.text_with_ws for t in doc)
        key = f"{self.model_version}\x1e{words}\x1e{starts}".encode()
        return self._folder / hashlib.blake2b(key, digest_size=16).hexdigest()

    def _kept(self, doc: SpacyDoc) -> SpacyDoc:
        file = self._file(doc)
        if file.exists():
            return SpacyDoc(self._nlp.vocab).from_bytes(file.read_bytes())
        for _, pipe in self._nlp.pipeline:
            doc = pipe(doc)
        fresh = file.with_suffix(f".{id(doc)}")
        fresh.write_bytes(doc.to_bytes())
        fresh.replace(file)
        return doc

    def parse_tokens(self, words: Sequence[str], *, day: str = "") -> Parsed:
        """Parse a sentence that comes as tokens, kept as they are, joined by spaces."""
        article = plain_article(" ".join(words), day=day)
        doc = SpacyDoc(self._nlp.vocab, words=list(words))
        return Parsed(article=article, doc=Doc(self._kept(doc)))

    def _parse(self, articles: list[Article]) -> Iterator[Parsed]:
        for article in articles:
            yield Parsed(article=article, doc=Doc(self._kept(self._prepare(article))))
