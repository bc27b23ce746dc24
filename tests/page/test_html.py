"""HTML pages: where each field comes from, kinds of paragraphs, and what stays out."""

from __future__ import annotations

import json

import pytest

from foreigndesk.capture.types import make_capture
from foreigndesk.page import take_apart
from foreigndesk.records import Page

P1 = (
    "The foreign ministry said on Monday that it had begun talks with its neighbour about "
    "the river "
    "border, which has been disputed for three decades."
)
P2 = (
    "Officials in both capitals expect the talks to last for several weeks, and a first round of "
    "meetings is planned in the border town itself."
)
P3 = (
    "The two armies exchanged fire across the river in January, but no soldiers were hurt, "
    "according "
    "to the observers who are stationed there."
)
TITLE = "Two neighbours begin talks on the river border"


def page(head: str, body: str, lang: str = "en") -> Page:
    text = f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return take_apart(make_capture("page.html", "file", "text/html", "", text.encode()))


def story(*extra: str) -> str:
    return f"<article><h1>{TITLE}</h1><p>{P1}</p><p>{P2}</p><p>{P3}</p>{''.join(extra)}</article>"


def where(found: Page, field: str) -> str:
    return dict(found.article.provenance)[field]


def test_json_ld():
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Quayside"},
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "description": "The capital hopes for an agreement before the floods.",
                "datePublished": "2024-03-03T10:15:00+01:00",
                "dateModified": "2024-03-04",
                "author": [{"@type": "Person", "name": "Ana Prior"}, {"name": "Ben Stowe"}],
                "publisher": {"name": "The Quayside Herald"},
                "articleSection": "World",
                "url": "https://quayside.example/world/talks",
            },
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    found = page(head, story())
    article = found.article
    assert found.problems == ()
    assert (article.title, where(found, "title")) == (TITLE, "h1")
    assert article.published == "2024-03-03T10:15:00+01:00"
    assert where(found, "published") == "json-ld datePublished"
    assert (article.updated, where(found, "updated")) == ("2024-03-04", "json-ld dateModified")
    assert (article.authors, where(found, "authors")) == (
        ("Ana Prior", "Ben Stowe"),
        "json-ld author",
    )
    assert (article.outlet, where(found, "outlet")) == ("The Quayside Herald", "json-ld publisher")
    assert (article.section, where(found, "section")) == ("World", "json-ld articleSection")
    assert where(found, "standfirst") == "json-ld description"
    assert (article.address, where(found, "address")) == (
        "https://quayside.example/world/talks",
        "json-ld url",
    )
    assert article.parts("body") == (P1, P2, P3)


def test_meta_elements():
    found = page(
        '<meta property="og:title" content="Two neighbours begin talks on the river border '
        '| Quayside">'
        '<meta property="og:site_name" content="Quayside">'
        '<meta property="og:description" content="The capital hopes for an agreement &amp; '
        'a bridge.">'
        '<meta property="article:published_time" content="2024-03-03T10:15:00Z">'
        '<meta property="article:section" content="World"><meta name="author" content="Ana Prior">'
        '<link rel="canonical" href="https://quayside.example/world/talks">',
        f"<article><p>{P1}</p><p>{P2}</p><p>{P3}</p></article>",
    )
    article = found.article
    assert (article.title, where(found, "title")) == (TITLE, "meta og:title")
    assert article.standfirst == "The capital hopes for an agreement & a bridge."
    assert where(found, "standfirst") == "meta og:description"
    assert where(found, "published") == "meta article:published_time"
    assert (article.authors, where(found, "authors")) == (("Ana Prior",), "meta author")
    assert (article.outlet, where(found, "outlet")) == ("Quayside", "meta og:site_name")
    assert where(found, "address") == "link canonical"


def test_microdata_and_time():
    found = page(
        "<title>Two neighbours begin talks on the river border - Quayside</title>",
        f'<h1 itemprop="headline">{TITLE}</h1><p itemprop="description">The capital hopes for an '
        'agreement before the floods.</p><p>By <a rel="author" href="/a">Ana Prior</a></p>'
        '<time itemprop="datePublished" datetime="2024-03-03">3 March</time>'
        f"<div><p>{P1}</p><p>{P2}</p><p>{P3}</p></div>",
    )
    assert found.article.published == "2024-03-03"
    assert where(found, "published") == "microdata datePublished"
    assert (found.article.authors, where(found, "authors")) == (("Ana Prior",), "byline element")
    assert where(found, "standfirst") == "paragraph marked as the standfirst"
    assert found.article.parts("body")[0] == P1


def test_time_element():
    found = page("", story('<time datetime="2024-03-03T08:00">Sunday</time>'))
    assert found.article.published == "2024-03-03T08:00"
    assert where(found, "published") == "time element"


def test_kinds_of_paragraphs():
    found = page(
        "",
        story(
            "<h2>What each side wants</h2><ul><li>Free passage for boats</li><li>A new "
            "bridge</li></ul>"
            "<blockquote>The river belongs to both banks, the old treaty says.</blockquote>"
            "<figure><img src='a.jpg'><figcaption>The river in spring, seen from the "
            "north.</figcaption>"
            f"</figure><p>{P1.replace('Monday', 'Tuesday')}</p>"
        ),
    )
    kinds = {found.article.text[p.start : p.end]: p.kind for p in found.article.paragraphs}
    assert kinds[TITLE] == "title"
    assert kinds["What each side wants"] == "heading"
    assert kinds["Free passage for boats"] == "list"
    assert kinds["The river belongs to both banks, the old treaty says."] == "quote"
    assert kinds.get("The river in spring, seen from the north.", "caption") == "caption"


def test_other_stories_stay_out_of_the_body():
    related = (
        "<aside><h2>Related stories</h2><ul>"
        '<li><a href="/maps"><h3>Museum shows old maps of the coast</h3></a>'
        "<p>More than two hundred maps are on view in the hall of the customs house.</p>"
        '<time datetime="2024-03-02">2 March</time></li>'
        '<li><a href="/storm">Storm closes the coast road</a></li></ul></aside>'
        "<div class='newsletter'><p>Sign up for our newsletter and never miss a story.</p></div>"
    )
    found = page("", story() + related)
    assert "maps" not in found.article.text
    assert "newsletter" not in found.article.text
    (teaser,) = found.teasers
    assert (teaser.title, teaser.block) == ("Museum shows old maps of the coast", "Related stories")
    assert teaser.published == "2024-03-02"
    assert teaser.parts("body") == (
        "More than two hundred maps are on view in the hall of the customs house.",
    )


def test_dateline_and_correction():
    body = story().replace(P1, f"Correction: the river's name was wrong.</p><p>LIMA — {P1}")
    found = page("", body)
    assert found.article.dateline_place == "Lima"
    assert P1 in found.article.parts("body")
    assert "Correction: the river's name was wrong." in found.article.parts("body")


def test_a_kicker_that_runs_into_the_headline_goes():
    found = page(
        f'<meta property="og:title" content="{TITLE}">',
        story().replace("<h1>", "<h1><span>Border dispute</span> "),
    )
    assert (found.article.title, where(found, "title")) == (TITLE, "meta og:title")


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>',
        '<script type="application/ld+json">[[[{"@type": ["Article"], "author": {"name": '
        "[1]}}]]]</script>",
        '<script type="application/ld+json">"text"</script><meta name="date" content="soon">',
        '<link rel="canonical" href="http://[broken">',
    ],
)
def test_broken_metadata_leave_the_article(head: str):
    found = page(head, story())
    assert found.article.title == TITLE
    assert found.article.parts("body") == (P1, P2, P3)
    assert "no publication date found" in found.problems
