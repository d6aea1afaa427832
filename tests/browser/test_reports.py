"""The leaders' page on the screen of a tablet: read, opened down to a person, and narrowed."""

import re

from playwright.sync_api import expect

TABLET = {"width": 820, "height": 1180}
SUMMARY = re.compile(r"^(\d+) of \d+ teachers planned with the library this school year")


def test_the_principal_reads_what_came_of_it_and_opens_what_is_behind_a_number(person, shared_server):
    lena = person(shared_server, "lena", viewport=TABLET, has_touch=True)
    problems = []
    lena.on("console", lambda message: problems.append(message.text))
    lena.goto(f"{shared_server.url}/hill/")
    lena.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").tap()
    reached = SUMMARY.match(lena.locator(".report-words p").first.inner_text())[1]
    charts = lena.locator("figure.chart")
    lena.wait_for_load_state()
    assert 1 <= charts.count() <= 6
    expect(charts.first.locator(".chart-wide svg")).to_be_visible()
    expect(charts.first.locator(".chart-narrow svg")).to_be_hidden()
    lena.get_by_role("link", name="Teachers who planned with the library", exact=True).tap()
    expect(lena).to_have_url(re.compile("/reports/figures/teachers/$"))
    lena.goto(f"{lena.url.rstrip('/')}/behind/?part=reached")
    expect(lena.get_by_role("status")).to_have_text(f"{reached} people")
    lena.locator(".todo a").first.tap()
    expect(lena).to_have_url(re.compile("/hill/people/"))
    assert problems == []


def test_a_number_in_a_table_leads_to_as_many_lines(person, shared_server):
    lena = person(shared_server, "lena", viewport=TABLET)
    lena.goto(f"{shared_server.url}/hill/reports/figures/level_reached/")
    link = lena.get_by_role("row", name="All").get_by_role("link")
    number = link.inner_text().partition(":")[0]
    link.click()
    expect(lena.locator(".todo > li")).to_have_count(int(number))


def test_a_period_is_chosen_and_stays_with_scripts_off(person, shared_server):
    lena = person(shared_server, "lena", viewport=TABLET, java_script_enabled=False)
    lena.goto(f"{shared_server.url}/hill/reports/")
    lena.get_by_text("Any dates").click()
    lena.get_by_label("From", exact=True).fill("2026-01-01")
    lena.get_by_label("To", exact=True).fill("2026-01-02")
    lena.get_by_role("button", name="Show these days").click()
    expect(lena.locator(".report-words p").first).to_contain_text("between 1 Jan 2026 and 2 Jan 2026")
    lena.get_by_role("link", name="All figures").click()
    expect(lena.get_by_label("Period", exact=True)).to_have_value("days-20260101-20260102")
