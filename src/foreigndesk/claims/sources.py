"""What a source is: its kind, name, description, role, affiliation and AP grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from foreigndesk.claims.frames import Draft
from foreigndesk.language import Parsed
from foreigndesk.records import Party, Source, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


class CastLike(Protocol):
    """What says which party the noun phrase headed by a token stands for."""

    def parties(self, token: Token) -> tuple[Party, ...]:
        """Give the parties, () for none."""
        ...


class Describer:
    """Describes the sources of one article's drafts."""

    def __init__(self, parsed: Parsed, cast: CastLike | None) -> None:
        self._parsed = parsed
        self._cast = cast

    def source(self, draft: Draft) -> Source:
        """Describe a draft's source."""
        if not draft.source:
            return Source(kind="author")
        doc = self._parsed.doc
        a, b = doc[min(draft.source)], doc[max(draft.source)]
        span = Span(text=self._parsed.article.id, start=a.idx, end=b.idx + len(b))
        return Source(kind="named", name=span.of(self._parsed.article.text), span=span)
