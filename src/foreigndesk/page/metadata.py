"""What an HTML page says of itself: JSON-LD, OpenGraph and meta, microdata, h1, time, title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from foreigndesk.page.dates import read_date
from foreigndesk.page.fields import Draft, read_byline
from foreigndesk.page.text import fold, unescaped
from foreigndesk.page.words import is_section

_TYPES: Final = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "LiveBlogPosting", "BlogPosting", "Article", "Report",
    "SocialMediaPosting", "MedicalScholarlyArticle", "ScholarlyArticle", "TechArticle",
)  # fmt: skip
_MAX_LD: Final = 2_000_000
_SEPARATOR: Final = re.compile(r"\s+[|»·–—-]\s+|\s*\|\s*")
META_DATES: Final = (
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time",
    "parsely-pub-date", "sailthru.date", "date", "dc.date", "dc.date.issued", "dcterms.created",
    "dcterms.date", "publish-date", "pubdate", "publication_date", "publishdate", "published",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "timestamp",
    "last-published", "article_date_original", "iso-8601-publish-date", "published_at",
    "creation_date",
)  # fmt: skip
META_UPDATED: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "date-modified", "updated",
)  # fmt: skip


class Metadata:
    """The page's own words about itself, looked up by source."""

    def __init__(self, tree: HtmlElement) -> None:
        """Read the JSON-LD and the meta elements of a parsed page once."""
        self.tree = tree
        self.meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            value = element.get("content")
            if name and value and value.strip():
                self.meta.setdefault(name.strip().lower(), []).append(unescaped(value[:5000]))
        self.article = _article(_json_ld(tree))

    def first(self, *names: str) -> tuple[str, str]:
        """Give the first meta value under these names and the name, ("", "") if none."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value, name
        return "", ""

    def ld(self, *keys: str) -> tuple[str, str]:
        """Give the first text under these keys of the JSON-LD article, and where it was."""
        for key in keys:
            for value in _texts(self.article.get(key)):
                if found := unescaped(value[:5000]):
                    return found, f"json-ld {key}"
        return "", ""


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD, nested ones (@graph, mainEntity) too."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        raw = (element.text or "").strip()[:_MAX_LD]
        raw = re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", raw
        )
        try:
            found = json.loads(raw.rstrip(" ;\n"), strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common; the page's other words stand
        waiting: list[tuple[Any, int]] = [(found, 0)]
        while waiting:
            value, depth = waiting.pop(0)
            if isinstance(value, list):
                waiting += [(v, depth) for v in value[:200]]
            elif isinstance(value, dict):
                yield value
                if depth < 3:
                    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
                        waiting.append((value.get(key), depth + 1))


def _article(found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Give the JSON-LD object of the article: the fullest of the best type."""
    best: dict[str, Any] = {}
    rank = (-1, 0)
    for value in found:
        types = value.get("@type")
        names = [str(t).rsplit("/", 1)[-1] for t in (types if isinstance(types, list) else [types])]
        kind = max((len(_TYPES) - _TYPES.index(n) for n in names if n in _TYPES), default=0)
        if not kind and "WebPage" in names and value.get("datePublished"):
            kind = 0
        elif not kind:
            continue
        full = sum(
            bool(value.get(k)) for k in ("headline", "datePublished", "author", "articleBody")
        )
        if (new := (full if kind else 0, kind)) > rank:
            best, rank = value, new
    return best


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """Yield the texts that a JSON-LD value holds: its own, its parts', its names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < 5:
        for part in value[:40]:
            yield from _texts(part, depth + 1)
    elif isinstance(value, dict) and depth < 5:
        yield from _texts(value.get("name") or value.get("@value"), depth + 1)


def read_metadata(draft: Draft, page: Metadata) -> None:
    """Fill the draft's fields from what the page says of itself, best source first."""
    _title(draft, page)
    _dates(draft, page)
    draft.put("outlet", *_outlet(page))
    _authors(draft, page)
    _standfirst(draft, page)
    value, name = page.ld("articleSection")
    if value and not value.startswith("http"):
        draft.put("section", value, name)
    value, name = page.first("article:section", "section", "parsely-section", "sectionname")
    draft.put("section", value, f"meta {name}")
    for element in page.tree.xpath(
        "//*[@itemprop='articleSection'] | //nav[contains(@class, 'crumb')]//a[last()]"
        " | //*[contains(@class, 'breadcrumb')]//a[last()]"
    )[:10]:
        text = unescaped(element.get("content") or element.text_content()[:80])
        if is_section(text) and fold(text) != "home":
            draft.put("section", text, "breadcrumb")
    _address(draft, page)


def _outlet(page: Metadata) -> tuple[str, str]:
    value, name = page.first("og:site_name")
    if value:
        return value, f"meta {name}"
    value, name = page.ld("publisher")
    if value:
        return value, name
    value, name = page.first("application-name", "publisher", "dc.publisher", "twitter:site")
    return value.lstrip("@"), f"meta {name}"


def _title(draft: Draft, page: Metadata) -> None:
    """Take the h1 that the page's metadata agree with; else the metadata, cut of the outlet."""
    headline, where = page.ld("headline", "name")
    social, name = page.first("og:title", "twitter:title", "dc.title", "title", "parsely-title")
    label = "".join(page.tree.xpath("string(//head/title)"))
    named = [
        (unescaped(headline), where),
        (social, f"meta {name}"),
        (unescaped(label), "title element"),
    ]
    named = [(value, where) for value, where in named if value]
    for heading in page.tree.iter("h1"):
        text = unescaped(" ".join(_visible(heading)))
        if 8 <= len(text) <= 300 and any(_alike(text, value) for value, _ in named):
            draft.put("title", *_fuller(text, named))
            return
    for value, where in named:
        draft.put("title", _cut(value, page), where)
    for heading in page.tree.iter("h1"):
        draft.put("title", unescaped(" ".join(_visible(heading)))[:300], "h1")


def _fuller(heading: str, named: list[tuple[str, str]]) -> tuple[str, str]:
    """Give the headline as h1 prints it, with or without the kicker as the metadata do.

    "Kicker: headline" in the metadata keeps its kicker; a kicker that only the h1 runs into
    the headline goes.
    """
    flat = fold(heading)
    for value, where in named:
        known = fold(value)
        if where == "title element":
            continue
        lead = value[: -len(heading)].rstrip()
        if known.endswith(" " + flat) and lead.endswith(":") and len(lead.split()) > 1:
            return value, where
        kicker = heading[: -len(value)].rstrip()
        if flat.endswith(" " + known) and len(kicker.split()) <= 4 and kicker[-1:].isalnum():
            return value, where
    return heading, "h1"


def _visible(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in (
            "script",
            "style",
            "svg",
            "button",
            "sup",
        ):
            yield from _visible(child)
        yield child.tail or ""


def _alike(one: str, other: str) -> bool:
    """Say whether two headlines are versions of one: half of the shorter's words are shared."""
    a, b = set(fold(one).split()), set(fold(other).split())
    return bool(a and b) and len(a & b) * 2 >= min(len(a), len(b))


def _cut(title: str, page: Metadata) -> str:
    """Cut the outlet's name off a title ("… | The Courier")."""
    outlet = fold(_outlet(page)[0])
    parts = _SEPARATOR.split(title)
    while len(parts) > 1 and (
        fold(parts[-1]) == outlet or (outlet and fold(parts[-1]) in outlet) or "|" in title
    ):
        at = title.rfind(parts[-1])
        title = _SEPARATOR.sub("", title[:at][::-1], count=1)[::-1].rstrip(" |»·–—-")
        parts = parts[:-1]
    return title


def _dates(draft: Draft, page: Metadata) -> None:
    value, where = page.ld("datePublished", "dateCreated", "uploadDate")
    draft.put("published", read_date(value), where)
    value, where = page.ld("dateModified")
    draft.put("updated", read_date(value), where)
    for field, names in (("published", META_DATES), ("updated", META_UPDATED)):
        for name in names:
            for value in page.meta.get(name, ()):
                draft.put(field, read_date(value), f"meta {name}")
    for field, item in (("published", "datePublished"), ("updated", "dateModified")):
        for element in page.tree.xpath(f"//*[@itemprop='{item}' or @property='{item}']")[:5]:
            value = element.get("datetime") or element.get("content") or element.text_content()
            draft.put(field, read_date(value), f"microdata {item}")
    for element in page.tree.xpath("(//article|//main|//header|//body)//time")[:10]:
        if element.xpath("ancestor::aside|ancestor::nav|ancestor::footer"):
            continue
        value = element.get("datetime") or element.text_content()
        draft.put(
            "published", read_date(value) or read_date(element.text_content()), "time element"
        )


def _authors(draft: Draft, page: Metadata) -> None:
    writer = page.article.get("author") or page.article.get("creator")
    people = _clean_names(_texts(writer))
    if people and not _only_outlet(people, draft, page):
        draft.put("authors", people, "json-ld author")
    for key in (
        "author",
        "article:author",
        "parsely-author",
        "dc.creator",
        "byl",
        "sailthru.author",
        "dcterms.creator",
        "cxenseparse:author",
        "article.author",
        "article:author_name",
        "twitter:data1",
    ):
        if key == "twitter:data1" and "writ" not in page.first("twitter:label1")[0].lower():
            continue
        values = [v for v in page.meta.get(key, ()) if not v.startswith(("http", "/", "@"))]
        found = _clean_names(values)
        if not _only_outlet(found, draft, page):
            draft.put("authors", found, f"meta {key}")
    elements = page.tree.xpath(
        "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or "
        "contains(@class, 'author-name') or contains(@class, 'author__name')]"
    )
    for element in elements[:6]:
        text = element.get("content") or unescaped(" ".join(_visible(element)))
        if 3 < len(text) < 120:
            found = _clean_names([text])
            if all(len(n.split()) > 1 and not re.search(r"[./\d]", n) for n in found):
                draft.put("authors", found, "byline element")
    draft.put("authors", people, "json-ld author")


def _only_outlet(names: tuple[str, ...], draft: Draft, page: Metadata) -> bool:
    """Say whether the author that is named is only the outlet itself (or its address)."""
    outlets = {fold(draft.outlet), fold(page.ld("publisher")[0])} - {""}
    return all(fold(n) in outlets or re.search(r"\.[a-z]{2,3}$", n) for n in names)


def guessed_date(tree: HtmlElement) -> str:
    """Give the ISO day that htmldate makes out in the page, "" where it finds none."""
    try:
        found = find_date(tree, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError):
        return ""  # htmldate stumbles over some broken pages; the date is then unknown
    return read_date(found or "")


def _clean_names(values: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for value in values:
        value = unescaped(value)
        if value.startswith(("http", "www.")):
            continue
        for name in read_byline(value):
            if fold(name) and fold(name) not in [fold(n) for n in names]:
                names.append(name)
    return tuple(names[:30])


_LEAD: Final = re.compile(
    r"(?:^|[\s_-])(?:standfirst|lede?|lead|subtitle|subheadline|sub-?title|sub-?headline|dek|deck|summary|intro|"
    r"introduction|ingress|vorspann|subline|strapline|excerpt|entradilla|bajada|chapo|tagline|abstract)"
    r"(?:$|[\s_-]|text|content)",
    re.I,
)


def _printed_standfirst(page: Metadata) -> str:
    """Give the paragraph after the h1 that the page itself marks as its standfirst, or ""."""
    for heading in page.tree.iter("h1"):
        for element in heading.xpath("following::*[self::p or self::h2 or self::div]")[:60]:
            text = unescaped(" ".join(_visible(element))) if _leaf(element) else ""
            if not 40 <= len(text) <= 700 or text.isupper():
                continue
            if element.get("itemprop") == "description" or any(
                _LEAD.search(e.get("class") or "") for e in (element, element.getparent())
            ):
                linked = sum(len(a.text_content()) for a in element.iter("a"))
                return text if linked * 3 < len(text) else ""
            if len(text) > 150:
                return ""
        return ""
    return ""


def _leaf(element: HtmlElement) -> bool:
    """Say whether an element holds running text of its own and no other blocks."""
    if any(child.tag in ("p", "div", "ul", "h2", "h3", "figure", "img") for child in element):
        return False
    return not element.xpath("ancestor::aside|ancestor::nav|ancestor::footer|ancestor::figure")


def _standfirst(draft: Draft, page: Metadata) -> None:
    draft.put("standfirst", _printed_standfirst(page), "paragraph marked as the standfirst")
    social, name = page.first("og:description")
    plain, other = page.first("description", "twitter:description", "dc.description")
    found = (page.ld("description"), (social, f"meta {name}"), (plain, f"meta {other}"))
    for value, name in found:
        if value and fold(value) != fold(draft.title) and len(value) >= 20:
            draft.put("standfirst", value, name)


def _address(draft: Draft, page: Metadata) -> None:
    links = page.tree.xpath("//link[@rel='canonical']/@href")
    social, name = page.first("og:url")
    value, where = page.ld("url", "@id")
    for url, source in (
        *((str(link), "link canonical") for link in links[:1]),
        (social, f"meta {name}"),
        (value, where),
    ):
        parts = (
            urlsplit(url.strip()) if "://" in url and "[" not in url and "]" not in url else None
        )
        if parts and parts.netloc and parts.path not in ("", "/"):
            draft.put("address", url.strip(), source)
