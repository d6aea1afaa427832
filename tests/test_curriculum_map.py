"""The curriculum map: who may open it, what stands in which cell, which years, what it costs, and the download."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from collab.models import Term, YearLevel
from planning.models import UnitPlan
from resources.curriculum_map.filters import Asked
from resources.curriculum_map.paper import SIZES, size_on_paper
from resources.curriculum_map.queries import CELL_SIZE, Topic
from resources.curriculum_map.years import chosen_years, running
from resources.models import TopicRequest
from tests.cast import TODAY
from tests.test_term_board import HOSTILE, ask, box_for, groups, list_for, purchase_for


def url(name="curriculum_map", query=None, **parts):
    return reverse(name, kwargs={"school_slug": "hill", **parts}, query=query)


def drawn(client, query=None):
    """The map as a screen shows it: (name of the row, topics of each term in order)."""
    answer = client.get(url(query=query))
    assert answer.status_code == 200
    body = answer.content.decode().split("<tbody>")[1]
    return {
        re.search(r'<th scope="row">([^<]*)</th>', row)[1]: [
            re.findall(r"<a [^>]*>([^<]+)", cell) for cell in re.findall(r"<td.*?</td>", row)
        ]
        for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    }


@pytest.fixture
def taught(hill):
    """Bridges and Castles in term 1 (humanities), Rivers in term 4 (science, Year 6 and Year 7)."""
    seven = YearLevel.objects.create(school=hill.school, name="Year 7", position=7)
    first = hill.terms[0]
    return (
        ask(hill, "Bridges", term=first, year_levels=[hill.year_level]),
        ask(hill, "Castles", term=first, state="done"),
        ask(hill, "Rivers", teacher=hill.cleo, year_levels=[hill.year_level, seven]),
    )


def test_every_member_opens_the_map_and_nobody_of_another_school(taught, as_ada, as_lena, as_ben, as_omar, as_nils):
    for name in ("curriculum_map", "curriculum_map_download"):
        statuses = [client.get(url(name)).status_code for client in (as_ada, as_lena, as_ben, as_omar, as_nils)]
        assert statuses == [200, 200, 200, 200, 404]


def test_departments_stand_down_and_terms_across_and_empty_cells_are_there(taught, as_ben):
    assert drawn(as_ben) == {
        "Humanities": [["Bridges", "Castles"], [], [], []],
        "Science": [[], [], [], ["Rivers"]],
    }
    assert as_ben.get(url()).content.decode().count(">None</td>") == 6


def test_a_topic_of_two_year_levels_stands_in_both_and_one_of_none_in_the_last_row(taught, as_ben):
    assert drawn(as_ben, {"down": "years"}) == {
        "Year 6": [["Bridges"], [], [], ["Rivers"]],
        "Year 7": [[], [], [], ["Rivers"]],
        "No year level": [["Castles"], [], [], []],
    }


def test_what_belongs_to_no_department_stands_in_the_last_row(taught, hill, as_ben):
    hill.cleo.departments.clear()
    ask(hill, "Stars", teacher=hill.cleo)
    assert list(drawn(as_ben)) == ["Humanities", "Science", "No department"]
    assert drawn(as_ben)["No department"][3] == ["Stars"]


def test_what_is_declined_or_withdrawn_is_not_on_the_map(taught, hill, as_ben):
    for state in ("declined", "withdrawn"):
        ask(hill, f"{state} topic", state=state)
    assert drawn(as_ben)["Humanities"][3] == []


def test_a_topic_leads_to_its_request(taught, as_ben):
    page = as_ben.get(url()).content.decode()
    assert re.findall(r'href="(/hill/topics/\d+/)">Bridges', page) == [f"/hill/topics/{taught[0].pk}/"]


def depths(client, query=None):
    """Topic → (class of its sign, what is heard)."""
    page = client.get(url(query=query)).content.decode()
    found = re.findall(r'<a class="(depth-\d)" href="[^"]+">([^<]+)<i>, ([^<]+)</i></a>', page)
    return {topic: (sign, heard) for sign, topic, heard in found}


def test_a_topic_shows_how_deep_the_library_was_involved(hill, as_ben, plan):
    with_box, with_list, with_purchase, with_plan = (
        ask(hill, topic) for topic in ("Bridges", "Castles", "Dances", "Elections")
    )
    box_for(hill, with_box, with_plan)
    list_for(hill, with_list)
    purchase_for(hill, with_purchase)
    UnitPlan.objects.filter(pk=plan.pk).update(topic_request=with_plan)
    ask(hill, "Forests", help_wanted=["lesson"], state="preparing")
    ask(hill, "Gardens", help_wanted=["lesson"], state="ready")
    ask(hill, "Harbours", help_wanted=[])
    assert depths(as_ben, {"row": hill.humanities.pk}) == {
        "Bridges": ("depth-1", "prepared"),
        "Castles": ("depth-1", "prepared"),
        "Dances": ("depth-1", "prepared"),
        "Elections": ("depth-2", "planned together"),
        "Forests": ("depth-0", "nothing behind it"),
        "Gardens": ("depth-1", "prepared"),
        "Harbours": ("depth-3", "no help wanted"),
    }


def test_nothing_is_behind_the_same_topics_on_the_map_and_on_the_board(hill, as_ada):
    for state in TopicRequest.State.values:
        ask(hill, f"A lesson, {state}", help_wanted=["lesson"], state=state)
        ask(hill, f"No wish, {state}", help_wanted=[], state=state)
        box_for(hill, ask(hill, f"With a box, {state}", state=state))
    on_the_map = [
        topic
        for topic, (_, heard) in depths(as_ada, {"row": hill.humanities.pk}).items()
        if heard == "nothing behind it"
    ]
    [on_the_board] = groups(as_ada, {"nothing": 1}).values()
    assert sorted(on_the_map) == sorted(on_the_board) == ["A lesson, asked", "A lesson, preparing", "A lesson, seen"]


def test_the_legend_says_in_words_what_each_sign_means(taught, as_ben):
    legend = re.search(r'<ul class="map-legend".*?</ul>', as_ben.get(url()).content.decode(), re.DOTALL)[0]
    assert re.findall(r'<li class="(depth-\d)">([^<]+)', legend) == [
        ("depth-2", "Planned together"),
        ("depth-1", "Prepared"),
        ("depth-0", "Nothing behind it"),
        ("depth-3", "No help wanted"),
    ]


def years_of_hill(hill, *years):
    """Two terms of Hill School in each further year."""
    for year in years:
        for number, (starts, ends) in enumerate((((2, 1), (5, 30)), ((8, 1), (11, 30))), start=1):
            Term.objects.create(
                school=hill.school,
                name=f"Semester {number}",
                year=str(year),
                starts_on=date(year, *starts),
                ends_on=date(year, *ends),
            )
    return list(Term.objects.order_by("starts_on"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(), ["2025", "2026", "2027"]),
        (Asked(first="2023"), ["2023", "2024", "2025", "2026", "2027"]),
        (Asked(last="2029"), ["2025", "2026", "2027", "2028", "2029"]),
        (Asked(first="2029", last="2028"), ["2028", "2029"]),
        (Asked(first="2026", last="2026"), ["2026"]),
        (Asked(first="1999", last="<b>"), ["2025", "2026", "2027"]),
        (Asked(first="2022", last="2029"), ["2022", "2023", "2024", "2025", "2026", "2027"]),
        (Asked(first="2029"), ["2029"]),
    ],
)
def test_last_year_this_and_next_are_shown_unless_others_are_chosen(hill, asked, expected):
    terms = years_of_hill(hill, 2022, 2023, 2024, 2025, 2027, 2028, 2029)
    assert chosen_years(terms, asked, TODAY) == expected


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2025, 1, 1), 0), (date(2026, 4, 10), 1), (date(2026, 5, 1), 1), (date(2028, 1, 1), 3)]
)
def test_the_term_at_hand_runs_or_comes_next_or_was_the_last(hill, today, expected):
    assert running(hill.terms, today) == hill.terms[expected]


def test_each_year_is_a_heading_over_its_terms(taught, hill, as_ben):
    years_of_hill(hill, 2025, 2027)
    page = as_ben.get(url(query={"first": "2025", "last": "2027"})).content.decode()
    assert re.findall(r'<th scope="colgroup" class="is-first" colspan="(\d)">(\d+)</th>', page) == [
        ("2", "2025"),
        ("4", "2026"),
        ("2", "2027"),
    ]
    assert re.findall(r'<colgroup( span="\d")?>', page) == ["", ' span="2"', ' span="4"', ' span="2"']
    assert len(re.findall(r'<th scope="col"[^>]*>', page.split("</thead>")[0])) == 9


def test_a_cell_with_many_topics_shows_the_first_and_leads_to_all_of_them(hill, as_ben):
    for number in range(CELL_SIZE + 2):
        ask(hill, f"Topic {number}")
    assert drawn(as_ben)["Humanities"][3] == [*(f"Topic {number}" for number in range(CELL_SIZE)), "and 2 more"]
    query = {"row": hill.humanities.pk, "first": "2026", "last": "2026"}
    where = url(query={"first": "2026", "last": "2026", "row": hill.humanities.pk}).partition("?")[2]
    assert f'href="?{where.replace("&", "&amp;")}">and 2 more</a>' in as_ben.get(url()).content.decode()
    assert drawn(as_ben, query) == {"Humanities": [[], [], [], [f"Topic {number}" for number in range(CELL_SIZE + 2)]]}


def test_a_school_without_terms_and_one_without_topics_are_told_what_will_be_here(hill, as_ben):
    assert "No topics in these years yet" in as_ben.get(url()).content.decode()
    Term.objects.all().delete()
    assert "No terms yet" in as_ben.get(url()).content.decode()
    assert table(as_ben) == [["Department"], ["Humanities"], ["Science"]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_topic_and_for_three(hill, as_ben, number, django_assert_num_queries):
    for count in range(number):
        box_for(hill, ask(hill, f"Topic {count}", year_levels=[hill.year_level]))
    for query in ({}, {"down": "years"}):
        with django_assert_num_queries(5):
            as_ben.get(url(query=query))
    with django_assert_num_queries(5):
        as_ben.get(url("curriculum_map_download"))


def test_what_people_typed_is_escaped_on_the_map(hill, as_ben):
    type(hill.humanities).objects.filter(pk=hill.humanities.pk).update(name=HOSTILE)
    Term.objects.filter(pk=hill.term.pk).update(name=HOSTILE)
    ask(hill, HOSTILE)
    page = as_ben.get(url(query={"first": HOSTILE})).content.decode()
    assert page.count("<script>") == 0
    assert (
        page.count("&lt;script&gt;alert") == 5
    )  # The row, the topic, the head of the term, and its name at two cells.


@pytest.mark.parametrize("query", [{"down": "x", "row": "x", "first": "\x00", "last": "9" * 500}, {"row": "9" * 17}])
def test_an_address_that_makes_no_sense_breaks_nothing(taught, as_ben, query):
    assert as_ben.get(url(query=query)).status_code == 200


def table(client, query=None):
    content = client.get(url("curriculum_map_download", query=query)).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_the_download_has_departments_down_terms_across_and_all_topics(taught, hill, as_ben):
    box_for(hill, taught[0])
    assert table(as_ben) == [
        ["Department", "Term 1, 2026", "Term 2, 2026", "Term 3, 2026", "Term 4, 2026"],
        ["Humanities", "Bridges (prepared)\nCastles (prepared)", "", "", ""],
        ["Science", "", "", "", "Rivers (nothing behind it)"],
    ]


def test_the_download_as_xlsx_has_a_line_for_each_topic(taught, hill, as_ben):
    ask(hill, "Aqueducts", teacher=hill.cleo, year_levels=[hill.year_level])
    content = as_ben.get(url("curriculum_map_download", query={"format": "xlsx", "down": "years"})).getvalue()
    sheet = load_workbook(io.BytesIO(content)).active
    both = "Aqueducts (nothing behind it)\nRivers (nothing behind it)"
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Year level", "Term 1, 2026", "Term 2, 2026", "Term 3, 2026", "Term 4, 2026"),
        ("Year 6", "Bridges (nothing behind it)", None, None, both),
        ("Year 7", None, None, None, "Rivers (nothing behind it)"),
        ("No year level", "Castles (prepared)", None, None, None),
    ]
    assert (sheet["E2"].alignment.wrap_text, bool(sheet["E3"].alignment.wrap_text)) == (True, False)


def test_the_more_there_is_the_smaller_it_is_written_for_one_sheet(hill):
    def size(topics):
        cell = [Topic(1, hill.term.pk, pk, "Volcanoes and earthquakes", 0, topics) for pk in range(topics)]
        rows = [(key, "Humanities") for key in range(1, 9)]
        return size_on_paper(rows, hill.terms, {(key, hill.term.pk): cell for key, _ in rows})

    sizes = [size(number) for number in (0, 1, 3, 6, 9, 40)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (SIZES[0] * 10, SIZES[-1] * 10)


def test_a_topic_of_another_school_is_not_on_the_map(taught, vale, as_nils):
    answer = as_nils.get(reverse("curriculum_map", kwargs={"school_slug": "vale"}))
    assert (answer.status_code, "Bridges" in answer.content.decode()) == (200, False)
    assert TopicRequest.objects.visible_to(vale.nils).count() == 0
