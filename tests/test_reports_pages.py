"""The leaders' page and the pages of figures: who sees what, in words that agree with the numbers, and to take home."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from collab.models import Department, Term, YearLevel
from outreach.reports.figures import BY_KEY, FIGURES
from outreach.reports.periods import Kind, Period, days
from outreach.reports.scopes import Scope, Three
from outreach.reports.seen import ABOUT_ALL, LEADERS, OWN, QUOTES_PLANS
from outreach.reports.shape import Answer, Part
from outreach.reports.summary import ASKED, sentences
from outreach.reports.words import in_parts, listed, one, when
from planning.models import UnitPlan
from planning.unit_plan.actions import start_plan
from tests.cast import NOW, TODAY, make_members

HILL = {"school_slug": "hill"}
PAGE = reverse("reports", kwargs=HILL)
ALL = reverse("figures", kwargs=HILL)
WRONG_DATES = {
    "from=2026-02-30&to=2026-03-01": "“2026-02-30” is no day of the calendar. Write it like 2026-02-28.",
    "from=2026-03-02&to=2026-03-01": "The first day comes after the last. Swap them.",
    "from=2026-03-02": "Give both days, the first and the last.",
    "from=0001-01-01&to=2026-01-01": "Choose days between 1950 and 2150.",
    "from=soon&to=later": "“soon” is no day of the calendar. Write it like 2026-02-28.",
    "period=days-20260302": "Give both days, the first and the last.",
    "period=days-x-y": "“x” is no day of the calendar. Write it like 2026-02-28.",
    "period=term-999999": "There is no such period in this school. Choose one from the list.",
    "department=999999": "There is no such department here. Choose one from the list.",
    "department=%3Cb%3E": "There is no such department here. Choose one from the list.",
    "year_level=0": "There is no such year level here. Choose one from the list.",
    "subject=99999999999999999999999": "There is no such subject here. Choose one from the list.",
    "librarian=-1": "There is no such librarian here. Choose one from the list.",
}


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def volcanoes(hill):
    """The one unit of the school, of Ada and Ben, in Humanities; it is not shared with the school."""
    about = {"title": "Volcanoes <b>", "partner": hill.ben, "term": hill.term}
    plan = start_plan(school=hill.school, **about, by=hill.ada, now=NOW)
    UnitPlan.objects.filter(pk=plan.pk).update(department=hill.humanities)
    return plan


def at(name, figure="teachers", query=""):
    return f"{reverse(name, kwargs=HILL | {'figure': figure})}{query}"


def told(client, query=""):
    """The sentences on top of the page."""
    words = re.search(r'<div class="report-words">(.*?)</div>', client.get(f"{PAGE}{query}").text, re.DOTALL)[1]
    return [unescape(sentence) for sentence in re.findall("<p>(.*?)</p>", words)]


def numbers(response):
    """The numbers of the period on the page of a figure, each with the address behind it."""
    found = re.findall(r'<td class="num" data-label="[^"]*"><a href="([^"]*)">([\d.,]+)<', response.text)
    return [(unescape(url), number) for url, number in found]


# --- Who sees what --------------------------------------------------------------------------------------


def test_leaders_librarians_heads_and_teachers_see_reports_and_administrators_hear_for_whom_they_are(
    hill, as_ada, as_lena, as_hugo, as_ben, as_omar
):
    assert [client.get(PAGE).status_code for client in (as_ada, as_lena, as_hugo, as_ben)] == [200] * 4
    refused = as_omar.get(PAGE)
    assert refused.status_code == 403
    assert "Reports are for leaders and librarians" in refused.text


def test_leaders_read_of_the_school(hill, volcanoes, as_lena):
    # Teachers: Ben, Cleo, Hugo. Reached: Ben, who is new. Science has Cleo alone.
    assert told(as_lena) == [
        "1 of 3 teachers planned with the library this school year, 1 for the first time.",
        "Science is not reached yet.",
        "1 unit was planned together.",
    ]


def test_a_head_reads_of_the_own_department_and_cannot_widen_it(hill, volcanoes, as_hugo):
    # Humanities: Ben and Hugo.
    assert told(as_hugo) == [
        "1 of 2 teachers planned with the library this school year, 1 for the first time.",
        "1 unit was planned together.",
    ]
    assert told(as_hugo, f"?department={hill.humanities.pk}") == told(as_hugo)
    refused = as_hugo.get(f"{PAGE}?department={hill.science.pk}")
    assert refused.status_code == 422
    assert "There is no such department here." in refused.text
    assert "Science" not in refused.text


def test_a_head_counts_a_unit_that_is_not_shared_and_does_not_read_its_title(hill, volcanoes, as_hugo, as_lena):
    behind = at("figure_behind", "level_reached")
    assert "1 unit is counted that you may not open." in as_hugo.get(behind).text
    assert "Volcanoes" not in as_hugo.get(behind).text
    assert "Volcanoes &lt;b&gt;" in as_lena.get(behind).text


def test_a_head_and_a_teacher_read_which_reports_would_stand_there(hill, as_hugo, as_ben, as_lena):
    page = reverse("reports_written", kwargs=HILL)
    found = [re.findall(r"No report [^<]*", client.get(page).text) for client in (as_hugo, as_ben, as_lena)]
    assert found == [["No report for you yet"]] * 2 + [["No report is published yet"]]
    assert [page in client.get(PAGE).text for client in (as_hugo, as_ben, as_lena)] == [True, False, True]


def test_a_teacher_reads_of_the_own_work_alone(hill, volcanoes, as_ben, as_cleo):
    assert told(as_ben) == ["You planned 1 unit with the library this school year."]
    assert told(as_cleo) == [
        "Nothing is counted this school year yet. Once units are planned with the library, this page says what came of "
        "them."
    ]


def test_what_is_about_the_whole_school_is_not_told_to_a_teacher(hill, as_ben, as_lena):
    assert as_lena.get(at("figure", "programme_level")).status_code == 200
    refused = as_ben.get(at("figure", "programme_level"))
    assert refused.status_code == 403
    assert "This figure is told of the whole school alone" in refused.text
    assert "programme_level" not in as_ben.get(ALL).text


def test_a_figure_that_quotes_plans_is_not_told_to_a_head_who_might_not_open_them(hill, as_hugo, as_ben, as_lena):
    statuses = [client.get(at("figure", "before_and_after")).status_code for client in (as_hugo, as_ben, as_lena)]
    assert statuses == [403, 200, 200]


def test_a_figure_that_does_not_exist_is_not_found(hill, as_lena):
    assert as_lena.get(at("figure", "league_table")).status_code == 404


# --- What is asked --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("query", "sentence"), WRONG_DATES.items())
def test_an_address_that_makes_no_sense_gets_a_sentence_and_keeps_the_dates(hill, as_lena, query, sentence):
    for url in (PAGE, at("figure"), at("figure_csv"), at("chart_svg")):
        refused = as_lena.get(f"{url}?{query}")
        assert (refused.status_code, sentence in unescape(refused.text)) == (422, True)


def test_the_dates_that_were_typed_stand_there_again(hill, as_lena):
    page = as_lena.get(f"{PAGE}?from=2026-03-02&to=2026-03-01").text
    assert re.findall(r'name="(?:from|to)"[^>]*value="([^"]*)"', page) == ["2026-03-02", "2026-03-01"]
    assert '<details class="disclosure" open>' in page


def test_any_days_and_each_period_can_be_asked_for(hill, volcanoes, as_lena):
    first, _, _, fourth = hill.terms
    assert told(as_lena, f"?period=term-{fourth.pk}")[0].startswith(
        "1 of 3 teachers planned with the library this term"
    )
    assert told(as_lena, f"?period=term-{first.pk}")[0].startswith("Nothing was counted in Term 1, 2026.")
    assert told(as_lena, "?from=2026-11-01&to=2026-11-30")[0].startswith(
        "1 of 3 teachers planned with the library between 1 Nov 2026 and 30 Nov 2026"
    )
    assert told(as_lena, "?period=quarter-2026-4")[0].startswith(
        "1 of 3 teachers planned with the library this quarter"
    )


def test_a_year_is_compared_with_the_one_before(hill, volcanoes, as_lena):
    Term.objects.create(school=hill.school, name="Term 4", year="2025", starts_on="2025-10-06", ends_on="2025-12-19")
    assert told(as_lena)[-1] == "1 unit was planned together; 0 units in the school year 2025."


def test_filters_stay_in_every_address_of_the_page(hill, volcanoes, as_lena):
    query = f"?period=term-{hill.term.pk}&department={hill.humanities.pk}"
    page = as_lena.get(f"{PAGE}{query}").text
    figures = [unescape(url) for url in re.findall(r'href="(/hill/reports/figures/[^"]+)"', page)]
    assert figures
    assert [url for url in figures if query.removeprefix("?") not in url] == []


def test_a_number_says_which_filter_does_not_narrow_it(hill, volcanoes, as_lena):
    page = as_lena.get(at("figure", "teachers", f"?subject={hill.subject.pk}")).text
    assert "Not narrowed by subject: what is counted here is not recorded by that." in page


# --- Numbers, and what is behind them -------------------------------------------------------------------


def test_each_number_opens_as_many_things_as_it_says(hill, volcanoes, as_lena):
    found = numbers(as_lena.get(at("figure")))
    assert [number for _, number in found] == ["1", "1", "1", "3"]  # Reached; not, in two departments; all.
    for url, number in found:
        assert len(re.findall('<span class="todo-words"', as_lena.get(url).text)) == int(number)


def test_every_figure_has_its_page_its_list_and_its_files(hill, volcanoes, as_lena):
    names = ("figure", "figure_behind", "figure_csv", "figure_xlsx")
    answers = {
        (figure.key, name): as_lena.get(at(name, figure.key)).status_code for figure in FIGURES for name in names
    }
    assert answers == dict.fromkeys(answers, 200)
    page = as_lena.get(ALL).text
    assert [figure.title for figure in FIGURES if figure.title not in unescape(page)] == []


def test_what_the_first_page_names_are_figures_that_there_are():
    assert {*LEADERS, *OWN, *ASKED, *QUOTES_PLANS} - BY_KEY.keys() == set()
    assert (len(LEADERS), len(OWN)) == (6, 6)


def test_what_is_counted_is_said_on_the_page_of_each_figure(hill, volcanoes, as_lena):
    for figure in FIGURES:
        assert figure.counted in unescape(as_lena.get(at("figure", figure.key)).text)


def test_a_list_behind_a_number_has_pages(hill, volcanoes, as_lena, monkeypatch):
    monkeypatch.setattr("outreach.reports.behind_page.PAGE_SIZE", 2)
    names = [
        re.findall(
            r'<span class="todo-words" dir="auto"><a [^>]*>([^<]*)<', as_lena.get(at("figure_behind", query=query)).text
        )
        for query in ("", "?page=2", "?page=3")
    ]
    assert names == [["Ben Okafor", "Cleo Tanaka"], ["Hugo Lindqvist"], []]
    assert "The list has fewer pages than that." in as_lena.get(at("figure_behind", query="?page=3")).text


@pytest.mark.parametrize("query", ["?part=%00&across=x", "?part=" + "9" * 500, "?across='--", "?page=-1", "?part=none"])
def test_a_part_that_does_not_exist_has_nothing_behind_it(hill, volcanoes, as_lena, query):
    assert as_lena.get(at("figure_behind", query=query)).status_code == 200


def test_a_school_with_nothing_reads_it_kindly(vale, as_nils):
    page = as_nils.get(reverse("reports", kwargs={"school_slug": "vale"}))
    assert page.status_code == 200
    assert "Nothing is counted this school year yet." in page.text
    for figure in FIGURES:
        there = reverse("figure", kwargs={"school_slug": "vale", "figure": figure.key})
        assert "Nothing is counted here yet" in as_nils.get(there).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_however_much_there_is(hill, as_lena, django_assert_num_queries, number):
    people = [(f"t{each}", f"Teacher {each}", ["teacher"]) for each in range(number)]
    for each, teacher in enumerate(make_members(hill.school, people, with_login=False)):
        Department.objects.create(school=hill.school, name=f"Department {each}").members.add(teacher)
        start_plan(school=hill.school, title=f"Unit {each}", partner=teacher, term=hill.term, by=hill.ada, now=NOW)
    for url, queries in ((PAGE, 9), (ALL, 9), (at("figure"), 9), (at("figure_behind"), 14)):
        with django_assert_num_queries(queries):
            as_lena.get(url)


@pytest.fixture
def deep(hill, volcanoes):
    """Volcanoes is for Year 6 and reached Collaboration."""
    volcanoes.year_levels.set([hill.year_level])
    decided = {"overruled_level": 3, "overruled_reason": "All of it", "overruled_by": hill.ada, "overruled_at": NOW}
    UnitPlan.objects.filter(pk=volcanoes.pk).update(**decided)
    return volcanoes


def test_a_level_has_its_name_in_the_table_and_behind_its_number(hill, deep, as_lena):
    page = as_lena.get(at("figure", "coverage")).text
    [(url, words)] = re.findall(r'<td data-label="School year 2026"><a href="([^"]*)">([^<]*)<', page)
    assert words == "3 Collaboration"
    assert re.findall(r'class="badge[^"]*">\s*([^<]*?)\s*<', as_lena.get(unescape(url)).text) == ["3 Collaboration"]


def test_levels_of_several_cells_are_not_added_up(hill, deep, as_lena):
    deep.year_levels.add(YearLevel.objects.create(school=hill.school, name="Year 5", position=5))
    page = as_lena.get(at("figure_behind", "coverage", f"?part={hill.humanities.pk}"))
    assert ("Volcanoes" in page.text, re.findall(r'class="badge', page.text)) == (True, [])


def test_all_figures_say_in_short_what_has_no_whole(hill, deep, as_lena):
    rows = re.findall(r'<tr><th scope="row"><a [^>]*>([^<]*)</a></th><td [^>]*>([^<]*)<', as_lena.get(ALL).text)
    said_of = {unescape(title): unescape(words) for title, words in rows}
    wanted = ("Departments reached, and not reached yet", "Coverage: departments, year levels and terms")
    assert [said_of[title] for title in wanted] == ["1 of 2 departments reached", "1 department"]
    assert [title for title, words in said_of.items() if not words] == []


# --- To take home ---------------------------------------------------------------------------------------

TEACHERS = [
    ["Not reached yet", "Humanities", "1", "0", "0"],
    ["Not reached yet", "Science", "1", "0", "0"],
    ["Reached", "Humanities", "1", "0", "0"],
    ["All", "", "3", "0", "0"],
]


def sorted_rows(rows):
    return sorted([str(cell or "") if cell != 0 else "0" for cell in row] for row in rows)


def test_a_table_says_its_period_and_filters_and_has_the_numbers_of_the_page(hill, volcanoes, as_lena):
    query = f"?period=term-{hill.term.pk}"
    file = as_lena.get(at("figure_csv", query=query))
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines[:3] == [
        "Figure,Teachers who planned with the library",
        "School,Hill School",
        '"Period","Term 4, 2026 (2026-10-12 to 2026-12-17)"'.replace('"Period"', "Period"),
    ]
    assert sorted_rows(line.split(",") for line in lines[-4:]) == sorted(TEACHERS)
    assert file["Content-Disposition"] == f'attachment; filename="hill-teachers-term-{hill.term.pk}.csv"'
    book = load_workbook(BytesIO(as_lena.get(at("figure_xlsx", query=query)).content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[2][:2] == ["Period", "Term 4, 2026 (2026-10-12 to 2026-12-17)"]
    assert sorted_rows(rows[-4:]) == sorted(TEACHERS)


def test_a_file_of_a_part_says_of_which(hill, volcanoes, as_lena, as_hugo, as_ben):
    only = f"?department={hill.humanities.pk}&year_level={hill.year_level.pk}"

    def said(client, query=""):
        lines = client.get(at("figure_csv", "level_reached", query)).getvalue().decode().splitlines()
        return [line for line in lines if line.startswith("Only,")]

    assert said(as_lena) == []
    assert said(as_lena, only) == ['Only,"Humanities, Year 6"']
    assert said(as_hugo) == ["Only,Humanities"]
    assert said(as_ben) == ["Only,your own work with the library"]


def test_a_chart_is_taken_home_as_svg_and_png(hill, volcanoes, as_lena):
    svg = as_lena.get(at("chart_svg"))
    assert svg["Content-Type"] == "image/svg+xml"
    assert "<title>Teachers who planned with the library</title>" in svg.text
    assert "Hill School · School year 2026" in svg.text
    assert as_lena.get(at("chart_png")).content[:8] == b"\x89PNG\r\n\x1a\n"
    assert as_lena.get(at("chart_svg", "programme_level")).status_code == 404


# --- Words ----------------------------------------------------------------------------------------------

YEAR = Period(Kind.YEAR, "year-2026", "School year 2026", TODAY.replace(month=1, day=1), TODAY.replace(month=12))
BEFORE = Period(
    Kind.YEAR, "year-2025", "School year 2025", TODAY.replace(year=2025, month=1, day=1), TODAY.replace(year=2025)
)


def said(*, today=TODAY, **answers):
    """The sentences on answers: key → [(part, across, number)]."""
    scope = Scope(school=None, periods=Three(YEAR, BEFORE, BEFORE))
    found = {}
    for key, rows in answers.items():
        parts = tuple(Part(part, part.title(), across, across, Three(number, 0, 0)) for part, across, number in rows)
        figure = BY_KEY[key]
        whole = Three(sum(number for *_, number in rows), 0, 0) if figure.adds_up else None
        found[key] = Answer(figure, parts, whole)
    return sentences(scope, found, today=today)


def test_of_a_period_that_is_over_nothing_is_said_to_be_still_to_come():
    teachers, later = [("reached", "art", 1), ("unreached", "pe", 2)], YEAR.ends_on.replace(day=31)
    departments = [("art", "reached", 1), ("pe", "unreached", 2)]
    assert said(today=later, teachers=teachers, departments=departments)[1:] == ["Pe was not reached."]
    for number, nobody in ((1, "The only teacher did not plan"), (2, "None of 2 teachers planned")):
        told = said(today=later, teachers=[("unreached", "pe", number)])
        assert told == [f"{nobody} with the library in the school year 2026."]
    assert said(today=later) == ["Nothing was counted in the school year 2026."]


@pytest.mark.parametrize(
    ("reached", "unreached", "sentence"),
    [
        (18, 6, "18 of 24 teachers planned with the library this school year."),
        (1, 0, "The only teacher planned with the library this school year."),
        (2, 0, "All 2 teachers planned with the library this school year."),
        (0, 1, "The only teacher has not planned with the library this school year yet."),
        (0, 2, "None of 2 teachers has planned with the library this school year yet."),
        (1200, 300, "1,200 of 1,500 teachers planned with the library this school year."),
    ],
)
def test_teachers_are_told_in_the_right_number(reached, unreached, sentence):
    rows = [("reached", "a", reached), ("unreached", "a", unreached)]
    assert said(teachers=[row for row in rows if row[2]]) == [sentence]


def test_a_department_with_one_teacher_reached_is_reached_and_many_are_not_all_named():
    teachers = [("reached", "art", 1), ("unreached", "art", 9)]
    departments = [("art", "reached", 1), ("art", "unreached", 3), ("music", "unreached", 1), ("pe", "unreached", 1)]
    assert said(teachers=teachers, departments=departments)[1:] == ["Music and Pe are not reached yet."]
    more = [(name, "unreached", 1) for name in ("drama", "latin", "maths")]
    assert said(teachers=teachers, departments=departments + more)[1:] == [
        "Music, Pe, Drama and 2 more departments are not reached yet."
    ]


def test_growth_is_told_beside_the_year_before_where_there_were_teachers_then():
    parts = (
        Part("reached", "Reached", "a", "a", Three(13, 1, 1)),
        Part("unreached", "Not reached yet", "a", "a", Three(14, 23, 23)),
    )
    scope = Scope(school=None, periods=Three(YEAR, BEFORE, BEFORE))
    found = {"teachers": Answer(BY_KEY["teachers"], parts, Three(27, 24, 24))}
    assert sentences(scope, found, today=TODAY) == [
        "13 of 27 teachers planned with the library this school year; 1 of 24 did in the school year 2025."
    ]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([("4-1", 2), ("4-3", 5), ("4-4", 1)], "judged 8 times: 6 of these Level 4-3 or Level 4-4."),
        ([("3-1", 0), ("3-2", 1)], "judged once: 1 of these Level 3-2."),
        ([("4-1", 2), ("4-2", 3)], "judged 5 times: 0 of these in the upper half of the levels."),
        ([("4-3", 2), ("5-3", 3), ("5-2", 4)], "judged 9 times: 5 of these in the upper half of the levels."),
    ],
)
def test_what_students_learned_is_told_by_the_upper_half_of_their_levels(counts, sentence):
    parts = tuple(
        Part(f"{number}", "Gives credit", key, f"Level {key} (of some)", Three(number, 0, 0), key)
        for key, number in counts
    )
    scope = Scope(school=None, periods=Three(YEAR, BEFORE, BEFORE))
    found = {"library_criteria": Answer(BY_KEY["library_criteria"], parts, None)}
    told = sentences(scope, found, today=TODAY)
    assert told == [f"By criteria that the library taught, students were {sentence}"]


def test_a_teacher_without_units_reads_what_else_the_library_knows():
    scope = Scope(school=None, periods=Three(YEAR, BEFORE, BEFORE), teacher=1)
    found = {
        key: Answer(BY_KEY[key], (Part("a", "A", "", "", Three(number, 0, 0)),), Three(number, 0, 0))
        for key, number in (("requests", 2), ("loans", 1))
    }
    assert sentences(scope, found, today=TODAY) == [
        "You have planned no unit with the library this school year yet. It knows of 2 topics and 1 loan of yours."
    ]


def test_a_teacher_reads_nothing_of_who_is_reached_and_reminded(hill, volcanoes, as_ben):
    page = as_ben.get(ALL).text
    assert [key for key in BY_KEY if f"/figures/{key}/" in page and key in ABOUT_ALL] == []
    assert as_ben.get(at("figure", "teachers")).status_code == 403


def test_units_barriers_and_depth_are_told_with_their_numbers():
    levels = [("1", "", 2), ("3", "", 1), ("4", "", 1)]
    answers = {"level_reached": levels, "students": [("a", "", 52)], "classes": [("7", "", 2)]}
    assert said(**answers, barriers=[("time", "", 2), ("other", "", 1)]) == [
        "4 units were planned together, for 52 students and 2 classes; 0 units in the school year 2025.",
        "2 units reached Collaboration or Data-driven collaboration.",
        "What stood in the way most often: time, 2 of 3 times.",
    ]
    assert said(barriers=[("time", "", 1)]) == ["1 thing that stood in the way is written down."]


@pytest.mark.parametrize(
    ("number", "way", "words"),
    [(1, "Criterion", "1 criterion"), (3, "Criterion", "3 criteria"), (2, "Department", "2 departments")],
)
def test_parts_are_counted_by_the_word_for_them(number, way, words):
    assert in_parts(number, way) == words


def test_words_for_one_and_lists_of_names_and_periods_are_as_people_say_them():
    units = ["teachers", "classes", "boxes", "times on a unit", "hours", "level", "suggestions", "libraries"]
    assert list(map(one, units)) == [
        "teacher",
        "class",
        "box",
        "time on a unit",
        "hour",
        "level",
        "suggestion",
        "library",
    ]
    assert list(map(listed, (["A"], ["A", "B"], ["A", "B", "C"]))) == ["A", "A and B", "A, B and C"]
    assert when(YEAR, TODAY) == "this school year"
    assert when(BEFORE, TODAY) == "in the school year 2025"
    assert when(days(TODAY, TODAY), TODAY) == "on 18 Nov 2026"
