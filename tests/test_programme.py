"""Where the school places its library programme: the page, placing a year, and the path that reports show."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from collab.errors import RowChanged, RowGone
from collab.models import Term
from outreach.models import ProgrammePlacing
from outreach.reports.asking import ask
from outreach.reports.charts.choosing import chart_of
from outreach.reports.figures.programme import PROGRAMME_LEVEL
from outreach.reports.periods import Periods, days
from outreach.reports.programme.actions import place_programme
from outreach.reports.programme.queries import path_of
from outreach.reports.programme.taxonomy import LEVELS
from tests.cast import NOW, TODAY
from tests.racing import refusals
from tests.units import said, scope_of, things

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(year=None):
    name, parts = ("programme_place", {"year": year}) if year else ("programme", {})
    return reverse(name, kwargs={"school_slug": "hill", **parts})


def place(hill, year, level, edition="2000", note="", **options):
    """Places the programme in a year that has no placing yet, by Ada."""
    values = {"edition": edition, "level": level, "note": note}
    placing = ProgrammePlacing(school=hill.school, year=year, version=0)
    place_programme(placing=placing, values=values, version=0, by=options.get("by", hill.ada), now=NOW)
    return ProgrammePlacing.objects.get(school=hill.school, year=year)


def placed():
    """Year → edition, level, note."""
    rows = ProgrammePlacing.objects.values_list("year", "edition", "level", "note")
    return {year: tuple(rest) for year, *rest in rows}


def typed(level="2000-6", note="Boxes are ready in time.", version=0):
    return {"level": level, "note": note, "version": version}


# --- The figure ---------------------------------------------------------------------------------------------


def test_the_path_leads_up_to_the_year_in_which_the_period_ends(hill):
    # The terms are all of 2026. The year before the report, and a year ago, know nothing of 2026 yet.
    of_2024, of_2026 = place(hill, "2024", 6, "1988"), place(hill, "2026", 7)
    place(hill, "2025", 5)
    place(hill, "2027", 10)
    [year] = Periods(hill.school).years
    scope = scope_of(hill.school, year)
    assert list(said(scope, PROGRAMME_LEVEL).items()) == [
        (("1988 edition, 11 levels", "2024"), (6, 6, 6)),
        (("2000 edition, 10 levels", "2025"), (5, 5, 5)),
        (("2000 edition, 10 levels", "2026"), (7, None, None)),
    ]
    assert things(scope, PROGRAMME_LEVEL, "1988 edition, 11 levels", "2024") == {of_2024.pk: 6}
    assert things(scope, PROGRAMME_LEVEL, "2000 edition, 10 levels", "2026") == {of_2026.pk: 7}


def test_the_path_is_drawn_as_a_line_over_the_years_for_each_edition(hill):
    for year, level, edition in (("2024", 6, "1988"), ("2025", 5, "2000"), ("2026", 7, "2000")):
        place(hill, year, level, edition)
    [year] = Periods(hill.school).years
    chart = chart_of(ask(scope_of(hill.school, year), [PROGRAMME_LEVEL])["programme_level"])
    assert (chart.kind, chart.table.columns) == ("lines", ("2024", "2025", "2026"))
    assert [(row.label, row.values) for row in chart.table.rows] == [
        ("1988 edition, 11 levels", (6, None, None)),
        ("2000 edition, 10 levels", (None, 5, 7)),
    ]


def test_a_year_stands_on_the_path_from_the_first_day_of_its_first_term(hill):
    place(hill, "2026", 7)
    first = hill.terms[0].starts_on
    for period, expected in (
        (days(date(2026, 1, 1), first - timedelta(days=1)), {}),
        (days(first, first), {("2000 edition, 10 levels", "2026"): (7, None, None)}),
    ):
        assert said(scope_of(hill.school, period), PROGRAMME_LEVEL) == expected


def test_a_year_that_runs_over_new_year_stands_there_too(vale):
    placing = ProgrammePlacing(school=vale.school, year="2026/27", version=0)
    values = {"edition": "2000", "level": 4, "note": ""}
    place_programme(placing=placing, values=values, version=0, by=vale.nils, now=NOW)
    assert said(scope_of(vale.school), PROGRAMME_LEVEL) == {("2000 edition, 10 levels", "2026/27"): (4, None, None)}


def test_a_school_that_was_never_placed_has_no_path(hill, vale):
    place(hill, "2026", 7)
    answer = ask(scope_of(vale.school), [PROGRAMME_LEVEL])["programme_level"]
    assert (answer.parts, answer.whole, answer.is_empty) == ((), None, True)


def test_it_is_of_the_whole_school_and_knows_no_filter(hill):
    everything = {"departments": (1,), "year_level": 1, "subject": 1, "librarian": 1, "teacher": 1}
    assert PROGRAMME_LEVEL.unknown_filters(scope_of(hill.school, **everything)) == set(everything)


def test_the_path_stays_when_whoever_placed_it_leaves(hill):
    place(hill, "2026", 7)
    hill.ada.deactivated_at, hill.ada.deactivated_by = NOW, hill.omar
    hill.ada.save()
    [year] = Periods(hill.school).years
    assert said(scope_of(hill.school, year), PROGRAMME_LEVEL) == {("2000 edition, 10 levels", "2026"): (7, None, None)}


def test_the_editions_have_as_many_levels_as_they_say(db):
    assert {edition.label: [level.number for level in levels] for edition, levels in LEVELS.items()} == {
        "2000 edition, 10 levels": list(range(1, 11)),
        "1988 edition, 11 levels": list(range(1, 12)),
    }


# --- The page -----------------------------------------------------------------------------------------------


def test_the_path_has_a_step_for_each_year_that_has_begun(hill):
    Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 2)
    )
    place(hill, "2023", 6, "1988")
    path = path_of(hill.ada, today=TODAY)
    assert [(step.year, str(step.level or "")) for step in path.steps] == [
        ("2023", "6 · Planned gathering"),
        ("2026", ""),
    ]
    assert (path.at_hand.year, [step.year for step in path.earlier]) == ("2026", ["2025", "2024", "2022", "2021"])


def test_years_over_new_year_are_named_alike(vale):
    path = path_of(vale.nils, today=TODAY)
    assert [step.year for step in path.earlier] == ["2025/26", "2024/25", "2023/24", "2022/23", "2021/22"]


def test_of_a_year_with_a_name_of_its_own_none_is_before(hill):
    Term.objects.filter(school=hill.school).update(year="Founding")
    path = path_of(hill.ada, today=TODAY)
    assert ([step.year for step in path.steps], path.earlier) == (["Founding"], ())


def test_a_placed_year_is_kept_when_its_terms_go(hill):
    place(hill, "2026", 7)
    Term.objects.filter(school=hill.school).delete()
    path = path_of(hill.ada, today=TODAY)
    assert ([step.year for step in path.steps], path.at_hand, path.earlier) == (["2026"], None, ())


def test_librarians_place_and_leaders_read(hill, as_ada, as_lena, as_ben, as_hugo, as_omar):
    place(hill, "2026", 7, note="The library goes to every staff meeting.")
    pages = [client.get(url()) for client in (as_ada, as_lena, as_ben, as_hugo, as_omar)]
    assert [page.status_code for page in pages] == [200, 200, 403, 403, 403]
    shown = [(url("2026") in page.text, "every staff meeting" in page.text) for page in pages[:2]]
    assert shown == [(True, True), (False, True)]
    clients = (as_ada, as_lena, as_ben, as_hugo, as_omar)
    assert [client.get(url("2026")).status_code for client in clients] == [200, 403, 403, 403, 403]


def test_an_empty_page_teaches_and_leads_to_the_year_at_hand(hill, as_ada, as_lena):
    ada, lena = as_ada.get(url()).text, as_lena.get(url()).text
    assert ["Not placed yet" in page for page in (ada, lena)] == [True, True]
    assert [url("2026") in page for page in (ada, lena)] == [True, False]
    Term.objects.all().delete()
    assert "No school year yet" in as_ada.get(url()).text


def test_the_figure_and_what_is_behind_it_lead_to_the_page(hill, as_ada, as_lena):
    place(hill, "2026", 7)
    figure = reverse("figure", kwargs={"school_slug": "hill", "figure": "programme_level"})
    behind = reverse("figure_behind", kwargs={"school_slug": "hill", "figure": "programme_level"})
    for client in (as_ada, as_lena):
        assert [f'href="{url()}"' in client.get(path).text for path in (figure, behind)] == [True, True]


def test_both_editions_stand_there_in_words(hill, as_lena):
    page = as_lena.get(url()).text
    names = re.findall(r"<li class=\"mb-2\"><strong>([^<]+)\.</strong>", page)
    assert (len(names), names[1], names[9], names[11], names[20]) == (
        21,
        "Smoothly operating information infrastructure",
        "Curriculum development",
        "Self-help warehouse",
        "Curriculum development",
    )


@pytest.mark.parametrize("years", [["2026"], ["2024", "2025", "2026"]])
def test_the_page_costs_four_queries(hill, as_ada, django_assert_num_queries, years):
    for year in years:
        place(hill, year, 7)
    with django_assert_num_queries(4):
        assert as_ada.get(url()).status_code == 200


# --- Placing ------------------------------------------------------------------------------------------------


def test_a_level_and_a_note_are_placed(hill, as_ada):
    answer = as_ada.post(url("2026"), typed())
    assert (answer.status_code, answer.url) == (302, url())
    placing = ProgrammePlacing.objects.get()
    assert (placing.created_by, placing.created_at, placing.changed_by) == (hill.ada, NOW, hill.ada)
    assert placed() == {"2026": ("2000", 6, "Boxes are ready in time.")}


def test_a_level_of_the_older_edition_keeps_its_edition(hill, as_ada):
    as_ada.post(url("2025"), typed("1988-11", ""))
    assert placed() == {"2025": ("1988", 11, "")}
    assert "Level 11 of 11, 1988 edition" in as_ada.get(url()).text


def test_a_year_is_placed_anew(hill, as_ada):
    place(hill, "2026", 6)
    page = as_ada.get(url("2026")).text
    assert re.search(r'<option value="2000-6" selected', page)
    as_ada.post(url("2026"), typed("2000-7", "More than before", version=1))
    assert placed() == {"2026": ("2000", 7, "More than before")}
    assert ProgrammePlacing.objects.get().version == 2


def test_a_year_that_was_placed_by_mistake_is_placed_no_more(hill, as_ada):
    place(hill, "2025", 6, note="Wrong year")
    assert "Not placed in this year" in as_ada.get(url("2025")).text
    as_ada.post(url("2025"), typed("", "Wrong year", version=1))
    assert placed() == {}


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"level": ""}, "level", "Choose the level that describes the programme best."),
        ({"level": "2000-11"}, "level", "This is no level of either edition."),
        ({"level": "1988-0"}, "level", "This is no level of either edition."),
        ({"level": "x"}, "level", "This is no level of either edition."),
        ({"note": "x" * 2001}, "note", "at most 2000 characters"),
    ],
)
def test_what_makes_no_sense_comes_back_with_a_sentence_and_all_that_was_typed(hill, as_ada, values, field, sentence):
    answer = as_ada.post(url("2026"), typed() | values)
    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors), placed()) == (422, [field], {})
    assert sentence in errors[field][0]
    assert values.get("note", "Boxes are ready in time.") in answer.text


def test_a_new_note_is_not_lost_with_its_level(hill, as_ada):
    place(hill, "2026", 6, note="Before")
    answer = as_ada.post(url("2026"), typed("", "A new thought", version=1))
    assert (answer.status_code, "A new thought" in answer.text) == (422, True)
    assert "Choose a level to keep this note" in answer.text
    assert placed() == {"2026": ("2000", 6, "Before")}


def test_hostile_text_is_shown_as_it_was_typed(hill, as_ada, as_lena):
    as_ada.post(url("2026"), typed(note=HOSTILE))
    pages = [as_ada.get(url("2026")).text, as_lena.get(url()).text]
    assert [(HOSTILE in page, "&lt;img src=x" in page) for page in pages] == [(False, True)] * 2


@pytest.mark.parametrize("year", ["2027", "1999", "2026/27", "Founding", "0", "2026/", "../people"])
def test_other_years_are_not_there(hill, as_ada, year):
    assert (as_ada.get(url(year)).status_code, as_ada.post(url(year), typed()).status_code) == (404, 404)
    assert placed() == {}


def test_looking_places_nothing(hill, as_ada):
    assert [as_ada.get(url("2026")).status_code, as_ada.head(url("2026")).status_code] == [200, 200]
    assert placed() == {}


# --- Two people ---------------------------------------------------------------------------------------------


def test_whoever_saves_second_sees_what_the_first_one_saved(hill, as_ada):
    as_ada.get(url("2026"))
    place(hill, "2026", 8, "1988", note="Theirs", by=hill.lena)
    answer = as_ada.post(url("2026"), typed())
    assert answer.status_code == 409
    assert answer.context["change"].stands == [
        ("Level", "8 · Scheduled planning in the support role (1988 edition, 11 levels)"),
        ("What it rests on, and what comes next", "Theirs"),
    ]
    assert "Lena Voss changed this" in answer.text
    assert "Boxes are ready in time." in answer.text
    as_ada.post(url("2026"), typed(version=answer.context["change"].version))
    assert placed() == {"2026": ("2000", 6, "Boxes are ready in time.")}


def test_the_same_level_of_another_edition_is_another_one(hill, as_ada):
    place(hill, "2026", 8, "1988", note="The same", by=hill.lena)
    answer = as_ada.post(url("2026"), typed("2000-8", "The same"))
    assert answer.context["change"].stands == [
        ("Level", "8 · Scheduled planning in the support role (1988 edition, 11 levels)")
    ]


def test_a_form_that_comes_twice_places_once(hill, as_ada):
    assert [as_ada.post(url("2026"), typed()).status_code for _ in range(2)] == [302, 302]
    assert ProgrammePlacing.objects.get().version == 1


def test_what_was_typed_stays_when_somebody_took_the_placing_away(hill, as_ada):
    place(hill, "2026", 6)
    ProgrammePlacing.objects.all().delete()
    answer = as_ada.post(url("2026"), typed("2000-7", "My note", version=1))
    assert (answer.status_code, "My note" in answer.text) == (409, True)
    assert "Somebody removed this while you were typing." in answer.text
    as_ada.post(url("2026"), typed("2000-7", "My note", version=answer.context["change"].version))
    assert placed() == {"2026": ("2000", 7, "My note")}


def test_nobody_takes_away_what_was_changed_meanwhile(hill, as_ada):
    place(hill, "2026", 6)
    as_ada.post(url("2026"), typed("2000-7", "Newer", version=1))
    answer = as_ada.post(url("2026"), typed("", "", version=1))
    assert (answer.status_code, placed()) == (409, {"2026": ("2000", 7, "Newer")})
    assert answer.context["change"].stands == [
        ("Level", "7 · Evangelistic outreach and advocacy (2000 edition, 10 levels)"),
        ("What it rests on, and what comes next", "Newer"),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_place_a_year_at_once_lose_nothing(hill):
    def first():
        place(hill, "2026", 6)

    def second():
        place(hill, "2026", 7)

    assert refusals(first, second, of=(RowChanged, RowGone)) == ["Somebody changed this while you were typing."]
    assert placed() == {"2026": ("2000", 6, "")}
