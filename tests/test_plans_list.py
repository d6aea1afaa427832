"""The list and the board of plans: who sees which, how they are narrowed and ordered, what they cost, the download."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from collab.models import YearLevel
from planning.answers.actions import save_answer
from planning.listing.filters import Asked, at_stage
from planning.listing.queries import board_of_plans, page_of_plans
from planning.models import Lesson, Partner, UnitPlan
from planning.unit_plan.actions import close_plan, complete_stage, share_plan, start_plan
from tests.cast import NOW

PART = {"HX-Request": "true", "HX-Target": "found"}


def plans_url(**query):
    return reverse("plans", kwargs={"school_slug": "hill"}, query=query)


def download_url(**query):
    return reverse("plans_download", kwargs={"school_slug": "hill"}, query=query)


def start(hill, title, *, by=None, partner=None, **about):
    return start_plan(school=hill.school, title=title, by=by or hill.ada, partner=partner, now=NOW, **about)


def complete(plan, *numbers, by):
    for number in numbers:
        complete_stage(plan=plan, number=number, by=by, now=NOW)


def titles(client, **query):
    """The titles that the table shows, in order."""
    page = page_of_plans(member=client.member, asked=Asked.read({name: str(value) for name, value in query.items()}))
    answer = client.get(plans_url(**query))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert all(f">{row.title}</a>" in html for row in page.rows)
    return [row.title for row in page.rows]


@pytest.fixture
def three(hill):
    """Bridges (Ada, Ben; this term, humanities, Year 6), Rivers (Cleo, Ada; no term), Poems (Hugo, Ada; closed)."""
    bridges = start(
        hill,
        "Bridges",
        partner=hill.ben,
        term=hill.term,
        starts_on=date(2026, 11, 16),
        department=hill.humanities,
        year_levels=[hill.year_level],
    )
    rivers = start(hill, "Rivers", by=hill.cleo, partner=hill.ada)
    poems = start(hill, "Poems", by=hill.hugo, partner=hill.ada, starts_on=date(2026, 3, 2))
    complete(bridges, 1, by=hill.ada)
    complete(poems, 1, 2, 3, 4, 5, by=hill.hugo)
    close_plan(plan=poems, by=hill.hugo, now=NOW + timedelta(hours=1))
    return bridges, rivers, poems


def test_a_librarian_and_a_leader_see_every_plan_of_their_school(three, as_ada, as_lena):
    assert sorted(titles(as_ada)) == ["Bridges", "Poems", "Rivers"]
    assert sorted(titles(as_lena)) == ["Bridges", "Poems", "Rivers"]


def test_a_teacher_sees_theirs_and_what_is_shared(three, as_ben):
    assert sorted(titles(as_ben)) == ["Bridges", "Poems"]


def test_somebody_of_another_school_gets_404(three, as_nils):
    assert as_nils.get(plans_url()).status_code == 404
    assert as_nils.get(download_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "bri"}, ["Bridges"]),
        ({"q": "RIVERS"}, ["Rivers"]),
        ({"q": "nothing like it"}, []),
        ({"q": "!!"}, []),
        ({"stage": "1"}, ["Rivers"]),
        ({"stage": "2"}, ["Bridges"]),
        ({"stage": "6"}, ["Poems"]),
        ({"state": "open"}, ["Bridges", "Rivers"]),
        ({"state": "closed"}, ["Poems"]),
        ({"term": "0"}, ["Poems", "Rivers"]),
        ({"sort": "title"}, ["Bridges", "Poems", "Rivers"]),
        ({"sort": "start"}, ["Poems", "Bridges", "Rivers"]),
        ({"term": "x", "stage": "9", "page": "-1", "sort": "x", "as": "x", "state": "x"}, None),
        ({"department": "9" * 40, "partner": "²", "year": "٣x"}, None),
    ],
)
def test_the_list_is_narrowed_and_ordered_as_asked(three, as_ada, query, expected):
    found = titles(as_ada, **query)
    if query.get("sort") not in ("title", "start"):
        found = sorted(found)
    assert found == (expected if expected is not None else ["Bridges", "Poems", "Rivers"])


def test_the_list_is_narrowed_by_what_a_plan_belongs_to(three, hill, as_ada):
    assert titles(as_ada, term=hill.term.pk) == ["Bridges"]
    assert titles(as_ada, department=hill.humanities.pk) == ["Bridges"]
    assert titles(as_ada, year=hill.year_level.pk) == ["Bridges"]
    assert titles(as_ada, partner=hill.cleo.pk) == ["Rivers"]
    assert sorted(titles(as_ada, librarian=hill.ada.pk)) == ["Bridges", "Poems", "Rivers"]
    assert titles(as_ada, librarian=hill.ben.pk) == []


def test_mine_are_the_plans_on_which_i_am_a_partner(three, as_ben, as_lena):
    assert titles(as_ben, mine="1") == ["Bridges"]
    assert titles(as_lena, mine="1") == []


def test_words_of_an_answer_find_its_plan_and_two_words_must_both_be_there(three, hill, as_ada):
    rivers = three[1]
    save_answer(plan=rivers, prompt="task", text="Where does our water go?", version=0, by=hill.cleo, now=NOW)
    assert titles(as_ada, q="wat") == ["Rivers"]
    assert titles(as_ada, q="water go") == ["Rivers"]
    assert titles(as_ada, q="water fire") == []


def test_the_filter_by_stage_says_the_same_as_the_stage_of_each_plan(three, hill):
    complete(three[1], 2, 5, by=hill.ada)
    by_plan = dict(UnitPlan.objects.with_stage().values_list("title", "at_stage"))
    by_filter = {plan.title: number for number in range(1, 7) for plan in at_stage(UnitPlan.objects.all(), number)}
    assert by_filter == by_plan == {"Bridges": 2, "Rivers": 1, "Poems": 6}


def test_the_plan_that_was_changed_last_comes_first(three, hill, as_ada):
    share_plan(plan=three[1], is_shared=True, by=hill.cleo, now=NOW + timedelta(days=1))
    assert titles(as_ada)[0] == "Rivers"


def test_a_row_says_who_when_and_how_far(three, as_ada):
    html = as_ada.get(plans_url(q="bridges")).content.decode()
    for words in ("Humanities · Year 6", "Ada Marlow, Ben Okafor", "Term 4, 2026", "week 6", "18 Nov"):
        assert words in html
    assert 'aria-label="Stage 1 done, stage 2 of 5 now"' in html


def levels_shown(client):
    """Title → what stands in its column of the level."""
    rows = client.get(plans_url()).content.decode().split("<tbody>")[1].split("</tr>")[:-1]
    cells = (re.search(r'>([^<]+)</a>.*<td data-label="Level">(.*?)</td>', row, re.DOTALL) for row in rows)
    return {cell[1]: cell[2] for cell in cells if cell}


def test_a_leader_reads_the_level_reached_and_the_one_planned(three, hill, as_ada, as_lena):
    bridges, rivers, poems = three
    save_answer(plan=bridges, prompt="resources", text="The box", version=0, by=hill.ada, now=NOW)
    UnitPlan.objects.filter(pk=bridges.pk).update(planned_level=3)
    UnitPlan.objects.filter(pk=rivers.pk).update(planned_level=2)
    UnitPlan.objects.filter(pk=poems.pk).update(
        planned_level=4, overruled_level=4, overruled_reason="Seen", overruled_at=NOW, overruled_by=hill.ada
    )
    assert levels_shown(as_lena) == {
        "Bridges": "Cooperation<br><small>planned: Collaboration</small>",
        "Rivers": "<small>planned: Coordination</small>",
        "Poems": "Data-driven collaboration<br><small>as planned</small>",
    }
    assert levels_shown(as_ada) == {}


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    hill.ben.name = "Ben <b>& co"
    hill.ben.save()
    hill.term.name = "<i>Term"
    hill.term.save()
    YearLevel.objects.create(school=hill.school, name="<u>", position=1)
    plan = start(hill, "<script>alert(1)</script>", partner=hill.ben, term=hill.term, starts_on=date(2026, 11, 16))
    plan.year_levels.set(YearLevel.objects.filter(name="<u>"))
    for query in ({}, {"as": "board"}):
        html = as_ada.get(plans_url(**query)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        for raw in ("<script>alert", "<b>&", "<i>Term", "<u>"):
            assert raw not in html


def count_rows(html):
    return html.count('<th scope="row">')


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_four_queries_whatever_it_holds(hill, as_ada, as_lena, django_assert_num_queries, number):
    for index in range(number):
        start(hill, f"Unit {index}", partner=hill.ben, term=hill.term, year_levels=[hill.year_level])
    for client in (as_ada, as_lena):
        with django_assert_num_queries(4):
            answer = client.get(plans_url())
        assert count_rows(answer.content.decode()) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_costs_five_queries_whatever_it_holds(hill, as_ben, django_assert_num_queries, number):
    for index in range(number):
        start(hill, f"Unit {index}", by=hill.ben, partner=hill.ada, term=hill.term)
    with django_assert_num_queries(5):
        answer = as_ben.get(plans_url(**{"as": "board"}))
    assert answer.content.decode().count("plan-card-title") == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_download_costs_three_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        start(hill, f"Unit {index}", partner=hill.ben)
    with django_assert_num_queries(3):
        content = as_ada.get(download_url()).getvalue()
    assert len(content.decode().strip().splitlines()) == number + 1


def test_a_list_is_paged_and_says_how_many_there_are(hill, as_ada):
    for index in range(53):
        start(hill, f"Unit {index:02}")
    first = as_ada.get(plans_url(sort="title")).content.decode()
    assert (count_rows(first), "53 plans" in first, "page=2" in first) == (50, True, True)
    assert len(first) < 60_000
    second = as_ada.get(plans_url(sort="title", page=2)).content.decode()
    assert (count_rows(second), "Unit 50" in second, 'rel="next"' in second) == (3, True, False)
    assert "sort=title&amp;page=1" in second
    assert "The list has fewer pages than that." in as_ada.get(plans_url(page=9)).content.decode()


def test_a_long_list_is_not_counted_to_its_end(hill, as_ada, monkeypatch):
    monkeypatch.setattr("planning.listing.queries.COUNTED_UP_TO", 60)
    monkeypatch.setattr("collab.found.COUNTED_UP_TO", 60)
    for index in range(65):
        start(hill, f"Unit {index:02}")
    assert "60+ plans" in as_ada.get(plans_url()).content.decode()
    second = as_ada.get(plans_url(page=2, sort="title")).content.decode()
    assert (count_rows(second), "60+ plans" in second) == (15, True)


def test_the_board_has_each_plan_in_the_column_of_its_stage(three, hill, as_ada):
    done = start(hill, "Maps", partner=hill.ben)
    complete(done, 1, 2, 3, 4, 5, by=hill.ada)
    board = board_of_plans(member=hill.ada, asked=Asked())
    found = {number: ([row.title for row in rows], count) for number, (rows, count) in board.items()}
    assert found == {
        1: (["Rivers"], 1),
        2: (["Bridges"], 1),
        3: ([], 0),
        4: ([], 0),
        5: ([], 0),
        6: (["Maps"], 1),
        7: (["Poems"], 1),
    }
    assert as_ada.get(plans_url(**{"as": "board"})).content.decode().count("plan-card-title") == 4


def test_a_full_column_links_to_the_rest_in_the_table(hill, as_ada):
    for index in range(14):
        start(hill, f"Unit {index:02}", term=hill.term)
    html = as_ada.get(plans_url(**{"as": "board", "term": hill.term.pk})).content.decode()
    assert html.count("plan-card-title") == 12
    assert f'<a href="?term={hill.term.pk}&amp;state=open&amp;stage=1">and 2 more</a>' in html
    assert len(titles(as_ada, term=hill.term.pk, state="open", stage="1")) == 14


def test_htmx_gets_the_part_alone_and_others_the_page(three, as_ada, django_assert_num_queries):
    page = as_ada.get(plans_url(q="bri"))
    with django_assert_num_queries(3):
        part = as_ada.get(plans_url(q="bri"), headers=PART)
    assert part.content.decode().startswith('<div id="found">')
    assert part.content.decode().partition('<span id="filters-set"')[0].strip() in page.content.decode()
    assert part["HX-Push-Url"] == "/hill/plans/?q=bri"
    assert "HX-Target" in page["Vary"]
    assert "HX-Target" in part["Vary"]


def test_an_empty_school_is_taught_and_an_empty_search_can_be_undone(hill, as_ada, as_lena):
    html = as_ada.get(plans_url()).content.decode()
    assert ("No plans yet" in html, html.count(reverse("plan_start", kwargs={"school_slug": "hill"}))) == (True, 2)
    assert reverse("plan_start", kwargs={"school_slug": "hill"}) not in as_lena.get(plans_url()).content.decode()
    html = as_ada.get(plans_url(q="volcano")).content.decode()
    assert ("Nothing found" in html, "Show all plans" in html) == (True, True)


def test_the_filters_offer_what_the_school_has_and_keep_what_was_chosen(three, hill, vale, as_ada):
    html = as_ada.get(plans_url(term=hill.term.pk, q="bri", mine="1", department=hill.humanities.pk)).content.decode()
    assert f'<option value="{hill.term.pk}" selected>Term 4, 2026</option>' in html
    assert f'<option value="{hill.humanities.pk}" selected>Humanities</option>' in html
    assert 'value="bri"' in html
    assert "More filters (1 set)" in html
    for words in ("Nils Berg", "Autumn term", "Omar Haddad</option>"):
        assert words not in html
    assert html.index("Term 4, 2026</option>") < html.index("Term 1, 2026</option>")


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_download_holds_what_is_on_screen(three, hill, as_ada):
    bridges = three[0]
    Partner.objects.create(
        plan=bridges,
        kind="outside",
        name="City Museum",
        created_at=NOW,
        created_by=hill.ada,
        changed_at=NOW,
        changed_by=hill.ada,
    )
    Lesson.objects.create(
        plan=bridges, focus="Arches", created_at=NOW, created_by=hill.ada, changed_at=NOW, changed_by=hill.ada
    )
    UnitPlan.objects.filter(pk=bridges.pk).update(planned_level=3, planned_facet="C", students=27)
    save_answer(plan=bridges, prompt="resources", text="The box", version=0, by=hill.ada, now=NOW)
    header, row = table(as_ada.get(download_url(q="bri")).getvalue())
    assert dict(zip(header, row, strict=True)) == {
        "Title": "Bridges",
        "Term": "Term 4, 2026",
        "Starts on": "2026-11-16",
        "Ends on": "",
        "Year levels": "Year 6",
        "Department": "Humanities",
        "Subject": "",
        "Classes": "",
        "Students": "27",
        "Librarians": "Ada Marlow",
        "Teachers": "Ben Okafor",
        "Colleagues": "",
        "Outside partners": "City Museum",
        "Stage": "2 Plan of action",
        "Stages complete": "1",
        "Lessons": "1",
        "Planned level": "Collaboration",
        "Planned facet": "C · Integrated instruction",
        "Level reached": "Cooperation",
        "Level set by hand because": "",
        "Closed on": "",
        "Shared with the school": "no",
        "Started by": "Ada Marlow",
        "Started on": "2026-11-18",
        "Changed on": "2026-11-18",
    }


def test_the_download_as_xlsx_has_the_same_rows(three, as_ada):
    book = load_workbook(io.BytesIO(as_ada.get(download_url(format="xlsx", sort="title")).getvalue()))
    assert [row[0].value for row in book.active.iter_rows()] == ["Title", "Bridges", "Poems", "Rivers"]


def test_a_title_that_begins_a_formula_is_neutral_in_the_download(hill, as_ada):
    start(hill, "=1+1")
    assert table(as_ada.get(download_url()).getvalue())[1][0] == "'=1+1"


def test_a_download_holds_no_plan_that_the_reader_may_not_see(three, as_ben):
    assert sorted(row[0] for row in table(as_ben.get(download_url()).getvalue())[1:]) == ["Bridges", "Poems"]
