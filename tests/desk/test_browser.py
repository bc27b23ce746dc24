"""The desk in a real browser: no error, no barrier, keys, dark, print, narrow, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foreigndesk.desk.common import VENDOR
from foreigndesk.store import Desk
from foreigndesk.store.following import development_of_event, kept_developments

PLAIN = (
    "/", "/developments", "/search?actor=PRK", "/search?words=troops", "/search?what=claims",
    "/search?actor=ZZZ", "/map", "/network", "/timeline", "/actors", "/actor/PRK", "/actor/soldiers",
    "/pair/PRK/RUS", "/section/region/europe", "/section/theme/security", "/section/pages/World", "/watches", "/sources", "/judgements", "/about", "/nowhere",
)  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def paths(demo_desk) -> list[str]:
    """Every kind of page, with a real article, teaser and development among them."""
    with Desk.open(demo_desk) as desk:
        one = kept_developments(desk, articles_at_least=5)[0].id
        article = next(a.id for a in desk.articles() if a.title.startswith("NATO confirms"))
        teaser = next(a.id for a in desk.articles(teasers=True) if a.kind == "teaser")
        event = desk.query("SELECT event FROM reports LIMIT 1")[0]["event"]
        told = development_of_event(desk, event)
    return [
        *PLAIN, f"/development/{one}", f"/article/{article}", f"/article/{teaser}",
        f"/development/{one}/merge", f"/development/{one}/split",
        f"/development/{told.id}?judge={event}",
    ]  # fmt: skip


class Tab:
    """A page of the browser that keeps what went wrong on it."""

    def __init__(self, browser: Any, **settings: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **settings)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _heard(self, message: Any) -> None:
        # A page that is asked for and not there is reported by the browser itself.
        if message.type in ("error", "warning") and "404" not in message.text:
            self.wrong.append(message.text)

    def open(self, address: str) -> Any:
        self.page.goto(address)
        self.page.wait_for_selector("[data-state=loading]", state="detached", timeout=20_000)
        return self.page


@pytest.fixture
def tab(browser) -> Iterator[Tab]:
    """A tab of its own."""
    made = Tab(browser)
    yield made
    made.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_errs_or_bars_anybody(browser, site, paths, scheme):
    tab = Tab(browser, color_scheme=scheme)
    axe = (VENDOR / "axe.js").read_text(encoding="utf-8")
    found = []
    for path in paths:
        page = tab.open(site + path)
        page.evaluate(axe)
        given = {"runOnly": {"type": "tag", "values": WCAG}}
        result = page.evaluate("options => axe.run(document, options)", given)
        for one in result["violations"]:
            found.append(f"{path}: {one['id']}: {one['nodes'][0]['html'][:160]}")
    tab.context.close()
    assert found == []
    assert tab.wrong == []


def test_every_page_fits_a_narrow_screen(browser, site, paths):
    tab = Tab(browser)
    tab.page.set_viewport_size({"width": 360, "height": 800})
    wide = {}
    for path in paths:
        page = tab.open(site + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
    tab.context.close()
    assert wide == {}


def test_every_page_reads_without_script(browser, site, paths):
    tab = Tab(browser, java_script_enabled=False)
    for path in paths:
        tab.page.goto(site + path)
        assert tab.page.locator("h1").count() == 1, path
        assert len(tab.page.inner_text("main")) > 40, path
    tab.context.close()


def test_the_charts_are_drawn(tab, site):
    page = tab.open(f"{site}/map")
    assert page.get_attribute("#map", "data-state") == "ready"
    assert page.locator("#map circle.dot").count() >= 3
    assert page.locator("#map path.area").count() >= 2
    page.get_by_role("button", name="Closer", exact=True).click()
    page = tab.open(f"{site}/network")
    assert page.locator("#network canvas").count() >= 1
    page = tab.open(f"{site}/pair/PRK/RUS")
    assert page.locator("[data-chart] svg rect").count() >= 2
    page = tab.open(f"{site}/timeline")
    assert page.locator("[data-chart=courses] svg").count() == 1
    assert tab.wrong == []


def test_keys(tab, site):
    page = tab.open(f"{site}/search?actor=PRK")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "quick"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".item a").nth(1).get_attribute("href")
    assert page.evaluate("document.activeElement.getAttribute('href')") == second
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("d => d.open")
    page.keyboard.press("Escape")
    assert not page.locator("#keys").evaluate("d => d.open")


def test_the_first_tab_stop_leads_to_the_page(tab, site):
    page = tab.open(f"{site}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_mark_and_its_entry_light_up_together(tab, site, paths):
    page = tab.open(site + next(p for p in paths if p.startswith("/article/")))
    mark = page.locator("a.mark").first
    mark.focus()
    ident = mark.get_attribute("data-event")
    assert "lit" in page.locator(f"#{ident}").get_attribute("class")
    assert mark.get_attribute("title")


def focused(page, words: str) -> None:
    """Wait until the focus is on what has these words."""
    page.wait_for_function("words => document.activeElement.textContent === words", arg=words)


def test_a_person_judges_and_takes_it_back(tab, own_site, paths):
    page = tab.open(own_site + next(p for p in paths if p.startswith("/development/")))
    address, report = page.url, page.locator(".strip > li").nth(2)
    report.get_by_role("link", name="Judge this report").click()
    form = report.locator("form.judging")
    form.locator("input[name=who]").fill("Ada")
    form.locator("input[name=why]").fill("read the page")
    place = page.evaluate("scrollY")
    form.get_by_role("button", name="It is coded right").click()
    report.locator(".judged").wait_for()
    assert re.search("Confirmed by Ada, .*: read the page", report.inner_text())
    assert page.inner_text("#said") == "Kept: confirmed by Ada."
    assert (page.url, abs(page.evaluate("scrollY") - place) < 5) == (address, True)
    focused(page, "It is coded right")
    report.get_by_role("button", name="Take back").click()
    report.locator(".judged").wait_for(state="detached")
    focused(page, "Judge this report")
    page.goto(f"{own_site}/judgements")
    assert "taken back" in page.inner_text("main")
    assert tab.wrong == []


def test_what_is_left_out_stays_in_sight_and_comes_back(tab, own_site, paths):
    page = tab.open(own_site + next(p for p in paths if p.startswith("/development/")))
    report = page.locator(".strip > li").nth(1)
    sentence = report.locator(".standfirst").inner_text()
    ident = report.get_attribute("id")
    report.get_by_role("link", name="Judge this report").click()
    report.locator("input[name=who]").fill("Ada")
    report.get_by_role("button", name="Leave it out").click()
    page.wait_for_selector(f"#{ident}.out")
    for said in ("Left out by people", "The machine said", sentence, "Left out by Ada"):
        assert said in page.locator(f"#{ident}").inner_text()
    focused(page, "Left out by people")
    page.reload()
    assert sentence in page.locator(f"#{ident}.out").inner_text()
    page.locator(f"#{ident}").get_by_role("button", name="Take back").click()
    page.wait_for_selector(f"#{ident} .judge")
    assert page.locator(f"#{ident}.out").count() == 0
    assert tab.wrong == []


def test_a_judgement_that_cannot_be_is_said_in_the_form(tab, own_site, paths):
    page = tab.open(own_site + next(p for p in paths if p.startswith("/development/")))
    report = page.locator(".strip > li").first
    report.get_by_role("link", name="Judge this report").click()
    report.locator("input[name=who]").fill("Ada")
    report.locator("input[name=grade]").fill("Z9")
    report.get_by_role("button", name="Grade").click()
    report.locator("[role=alert]:visible").wait_for()
    assert "is no Admiralty grade" in report.locator("[role=alert]").inner_text()
    assert report.locator("input[name=grade]").input_value() == "Z9"


def test_a_person_judges_without_script(browser, own_site, paths):
    tab = Tab(browser, java_script_enabled=False)
    tab.page.goto(own_site + next(p for p in paths if p.startswith("/development/")))
    report = tab.page.locator(".strip > li").nth(1)
    ident = report.get_attribute("id")
    report.get_by_role("link", name="Judge this report").click()
    report.locator("input[name=who]").fill("Ada")
    report.get_by_role("button", name="It is coded right").click()
    assert tab.page.url.endswith(f"#{ident}")
    assert "Confirmed by Ada" in tab.page.locator(f"#{ident}").inner_text()
    tab.page.locator(f"#{ident}").get_by_role("button", name="Take back").click()
    assert tab.page.url.endswith(f"#{ident}")
    assert "Confirmed" not in tab.page.locator(f"#{ident}").inner_text()
    tab.context.close()


def test_the_log_takes_back_in_place(tab, own_site, paths):
    page = tab.open(own_site + next(p for p in paths if p.startswith("/development/")))
    page.get_by_role("link", name="Judge this report").first.click()
    page.locator("input[name=who]").first.fill("Ada")
    page.get_by_role("button", name="It is coded right").first.click()
    page.wait_for_selector(".judged")
    page = tab.open(f"{own_site}/judgements")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("taken back", exact=True).wait_for()
    focused(page, "taken back")
    assert page.locator("tr[data-item]").count() == 1
    assert tab.wrong == []


def test_two_developments_are_merged_with_the_keyboard(tab, own_site, paths):
    page = tab.open(own_site + next(p for p in paths if p.startswith("/development/")))
    page.get_by_role("link", name="Merge with another development").click()
    page.get_by_label("A part of its name").focus()
    with page.expect_response("**/merge?part=like**"):
        page.keyboard.type("south sanctions", delay=20)
    page.wait_for_function("document.querySelector('#like legend').textContent.startsWith('With')")
    names = page.locator("#like .name").all_inner_texts()
    assert names
    assert all("south" in n.lower() and "sanctions" in n.lower() for n in names)
    assert page.evaluate("document.activeElement.id") == "like-words"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("Who judges").fill("Ada")
    page.get_by_role("button", name="Merge the two").click()
    page.wait_for_selector(".judged")
    assert "Merged by Ada" in page.inner_text(".strip")
    assert tab.wrong == []


def test_reports_are_split_off_without_script(browser, own_site, paths):
    tab = Tab(browser, java_script_enabled=False)
    page = tab.page
    page.goto(own_site + next(p for p in paths if p.startswith("/development/")))
    before = page.locator(".strip > li").count()
    page.get_by_role("link", name="Split reports off").click()
    page.locator("input[name=events]").last.check()
    page.get_by_label("Who judges").fill("Ada")
    page.get_by_role("button", name="Split them off").click()
    page.wait_for_selector(".strip .out")
    assert page.locator(".strip > li:not(.out)").count() == before - 1
    assert "Told now under" in page.inner_text(".strip .out")
    tab.context.close()


def test_a_watch_is_made(tab, own_site):
    page = tab.open(f"{own_site}/watches")
    page.get_by_label("Name").fill("troops")
    page.get_by_label("Parties, all of them").fill("PRK")
    page.get_by_role("button", name="Watch").click()
    page.wait_for_selector(".item")
    assert "troop deployment" in page.inner_text("main")


def test_a_download_arrives(tab, site, tmp_path):
    page = tab.open(f"{site}/search?what=events&actor=PRK")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "foreigndesk-events.csv"
    assert file.read_text(encoding="utf-8").count("\n") > 5


def test_print_leaves_the_interface_out(tab, site, paths):
    page = tab.open(site + next(p for p in paths if p.startswith("/article/")))
    page.emulate_media(media="print")
    assert not page.locator(".masthead nav").is_visible()
    assert page.locator(".prose").is_visible()
    after = page.evaluate(
        "getComputedStyle(document.querySelector('.print-address'),'::after').content"
    )
    assert "kestreldispatch" in after or "attr(href)" in after or "http" in after


@pytest.mark.parametrize("path", ["/", "/search?what=articles&section=World", "/map", "/actor/PRK"])
def test_a_page_says_what_came_in_meanwhile_and_stays_where_it_is(
    tab, own_site, own_desk, tmp_path, path
):
    page = tab.open(f"{own_site}{path}")
    page.evaluate("scrollTo(0, 240)")
    place = page.evaluate("scrollY")
    with Desk.open(own_desk) as desk:
        for reading in list(desk.readings())[:2]:
            desk.write(replace(reading, version="another coder"))
    with page.expect_response("**/fresh/**"):
        page.evaluate("htmx.trigger('#fresh', 'look')")
    page.wait_for_selector("#fresh .news")
    assert "new" in page.inner_text("#fresh")
    assert page.evaluate("scrollY") == place
    page.click("#fresh .news")
    page.wait_for_load_state()
    assert "seen" not in page.url
    assert page.url.startswith(own_site + path.partition("?")[0])
    assert page.locator("#fresh .news").count() == 0
    assert tab.wrong == []


def test_the_first_load_is_light(tab, site, paths):
    heavy = {}
    for path in paths:
        context = tab.context.browser.new_context()
        page = context.new_page()
        sizes: list[int] = []
        page.on("response", lambda r, s=sizes: s.append(_size(r)))
        page.goto(site + path, wait_until="networkidle")
        if sum(sizes) > 400_000:
            heavy[path] = sum(sizes)
        context.close()
    assert heavy == {}


def _size(answer: Any) -> int:
    sizes = answer.request.sizes()
    return int(sizes["responseBodySize"])


def test_wild_text_stays_text(tmp_path, client_of):
    from tests.desk.wild import wild_desk

    path = Path(wild_desk(tmp_path))
    client = client_of(path)
    with Desk.open(path) as desk:
        article = desk.articles()[0].id
    for address in ("/", f"/article/{article}", "/search?what=articles&words=script", "/sources"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "\u202e" not in text
