"""A site's footer makes no candidates; an agency's text on fifty outlets is one text still."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.made import reading

from foreigndesk.developments import reprints
from foreigndesk.developments.reprints import Reprints
from foreigndesk.records import Article, Paragraph, Reading
from foreigndesk.store import Desk
from foreigndesk.store.following import follow

WORDS = [f"{a}{b}{c}" for a in "bdgklmnprst" for b in "aeiou" for c in ("rn", "lt", "sk", "nd")]
BLANK = replace(reading(1), events=(), stances=(), claims=(), mentions=())


def text(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words))


def article(number: int, outlet: str, body: str, *, minute: int = -1) -> Article:
    minute = number if minute < 0 else minute
    return Article(
        id=f"art-{number:05}",
        capture="",
        address=f"https://{outlet.replace(' ', '')}.example/{number}" if outlet else "",
        outlet=outlet,
        published=f"2026-03-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}",
        text=body,
        paragraphs=(Paragraph(start=0, end=len(body), kind="body"),),
    )


def read(one: Article) -> Reading:
    return replace(BLANK, page=replace(BLANK.page, article=one, teasers=()))


def origins(desk: Desk) -> dict[str, str]:
    rows = desk.query(
        "SELECT a.article, b.article AS origin FROM followed_articles a "
        "JOIN followed_articles b ON b.row = a.origin"
    )
    return {r["article"]: r["origin"] for r in rows}


def take(desk: Desk, given: list[Article]) -> None:
    for one in given:
        desk.write(read(one))
    follow(desk)


def test_an_agency_text_on_fifty_outlets_is_one(tmp_path: Path):
    draw = random.Random(1)
    wire = text(draw, 300)
    pages = [article(n, f"outlet {n}", f"{wire} {text(draw, 60)}") for n in range(50)]
    assert {Reprints(pages).origin(p).id for p in pages} == {"art-00000"}
    with Desk.open(tmp_path / "a.desk") as desk:
        draw.shuffle(pages)
        take(desk, pages)
        assert set(origins(desk).values()) == {"art-00000"}


def footed(number: int, *, unique: int = 200) -> list[Article]:
    """Give pages of one site, each with a text of its own and the same long footer."""
    draw = random.Random(2)
    footer = text(draw, 120)
    return [
        article(n, "the site", f"{text(draw, unique)} {footer}", minute=n) for n in range(number)
    ]


def test_a_footer_on_two_thousand_pages_makes_no_candidates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pages = footed(2_000)
    compared = []
    real = reprints.alike
    for module in ("developments.reprints", "store.taking"):
        monkeypatch.setattr(
            f"foreigndesk.{module}.alike", lambda a, b: compared.append(1) or real(a, b)
        )
    found = Reprints(pages)
    assert all(found.origin(p).id == p.id for p in pages)
    assert len(compared) < 2_000
    compared.clear()
    few = 400
    with Desk.open(tmp_path / "a.desk") as desk:
        take(desk, pages[:few])
        assert all(a == o for a, o in origins(desk).items())
        # Those compared are the first pages, up to which the footer is not known as one.
        assert len(compared) < 12 * reprints.OF_SITE**2
        compared.clear()
        take(desk, pages[few : few + 50])
        assert len(compared) < 50 * reprints.OF_SITE  # by marks that few of them have


def test_a_thousand_pages_with_one_footer_are_taken_in_time(tmp_path: Path):
    pages = footed(1_000)
    with Desk.open(tmp_path / "a.desk") as desk:
        for one in pages:
            desk.write(read(one))
        begun = time.process_time()
        follow(desk)
        # Some 400 a second on one free core; 13 where each is compared with every other one.
        assert 1_000 / (time.process_time() - begun) > 60


def test_what_a_site_reprints_is_told_in_spite_of_its_footer(tmp_path: Path):
    draw = random.Random(3)
    wire = text(draw, 300)
    first = article(9_000, "the wire", wire, minute=0)
    pages = footed(60)
    footer = pages[0].text.split(" ", 200)[-1]
    copy = article(9_001, "the site", f"{wire} {footer}", minute=2_000)
    assert Reprints([*pages, copy, first]).origin(copy).id == first.id
    with Desk.open(tmp_path / "a.desk") as desk:
        take(desk, [*pages, copy])
        assert origins(desk)[copy.id] == copy.id
        take(desk, [first])
        assert origins(desk)[copy.id] == first.id


@pytest.mark.parametrize("seed", range(20))
def test_taken_in_piecewise_they_are_what_all_at_once_gives(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reprints, "OF_SITE", 3)
    monkeypatch.setattr(reprints, "AT_ALL", 7)
    draw = random.Random(seed)
    texts = [text(draw, 60) for _ in range(4)]
    footers = {site: text(draw, draw.choice((10, 40))) for site in ("a", "b", "c", "")}
    shared = text(draw, 30)

    def made(number: int) -> Article:
        site = draw.choice(tuple(footers))
        body = draw.choice((*texts, text(draw, 40)))
        more = shared if draw.random() < 0.4 else ""
        minute = draw.randrange(60)
        return article(number, site, f"{body} {footers[site]} {more}", minute=minute)

    pages = {n: made(n) for n in range(24)}
    with Desk.open(tmp_path / "a.desk") as desk:
        numbers = list(pages)
        draw.shuffle(numbers)
        for at in range(0, len(numbers), 5):
            take(desk, [pages[n] for n in numbers[at : at + 5]])
        whole = Reprints(list(pages.values()))
        assert origins(desk) == {p.id: whole.origin(p).id for p in pages.values()}
        for version, n in enumerate(draw.sample(numbers, 10)):  # read again, as something else
            pages[n] = made(n)
            desk.write(replace(read(pages[n]), version=f"2.{version}"))
            follow(desk)
        whole = Reprints(list(pages.values()))
        assert origins(desk) == {p.id: whole.origin(p).id for p in pages.values()}
