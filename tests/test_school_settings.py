"""The school's settings: its details, terms, year levels, departments, subjects and classes."""

import threading
from contextlib import suppress
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from collab.errors import Refused
from collab.models import ClassGroup, Department, Member, School, Subject, Term, YearLevel
from collab.people.actions import deactivate_person
from collab.school_settings.lists import actions as list_actions
from collab.school_settings.lists.kinds import KINDS, SUBJECTS
from collab.school_settings.terms import actions as term_actions
from collab.writing import write_over
from tests import racing
from tests.cast import NOW
from tests.forms import forms_of
from tests.test_setup import HARD_TEXTS, posted, sent_rows

LISTS = {
    "year-levels": {"name": "Year 7"},
    "departments": {"name": "Arts", "head": "", "champion": ""},
    "subjects": {"name": "Geography", "department": ""},
    "classes": {"name": "7A", "year_level": "", "subject": "", "size": "24"},
}
PAGES = ["", "terms/", "terms/add/", "terms/next-year/", "classes/add-several/"]
PAGES += [f"{slug}/{end}" for slug in LISTS for end in ("", "add/")]
AS_READ = {"version": "1"}  # What the page of a row that nobody has changed yet sends along.
SCHOOL = {"name": "Hill School", "country": "AU", "time_zone": "Australia/Sydney", "locale": "en-au"}
NEXT = {
    "name": "Term 1",
    "year": "2027",
    "starts_on": "2027-01-27",
    "ends_on": "2027-04-01",
    "half_term_starts_on": "",
    "half_term_ends_on": "",
}


@pytest.mark.parametrize("address", PAGES)
def test_librarians_and_administrators_open_the_settings(as_ada, as_omar, address):
    assert [who.get(f"/hill/school/{address}").status_code for who in (as_ada, as_omar)] == [200, 200]


@pytest.mark.parametrize("address", PAGES)
def test_others_are_told_whose_page_it_is(as_ben, as_lena, as_nils, address):
    responses = [who.get(f"/hill/school/{address}") for who in (as_ben, as_lena)]
    assert [response.status_code for response in responses] == [403, 403]
    assert all("This page is for administrators and librarians." in r.content.decode() for r in responses)
    assert as_nils.get(f"/hill/school/{address}").status_code == 404


def test_nils_reaches_no_row_of_hill_through_his_own_school(as_nils, hill):
    rows = {
        "terms": hill.term,
        "year-levels": hill.year_level,
        "departments": hill.department,
        "subjects": hill.subject,
        "classes": hill.class_group,
    }
    for slug, row in rows.items():
        assert as_nils.get(f"/vale/school/{slug}/{row.pk}/").status_code == 404
        assert as_nils.post(f"/vale/school/{slug}/{row.pk}/", NEXT).status_code == 404
        assert as_nils.post(f"/vale/school/{slug}/{row.pk}/remove/").status_code == 404
    assert as_nils.post(f"/vale/school/year-levels/{hill.year_level.pk}/move/", {"to": "up"}).status_code == 404


def test_nils_cannot_choose_a_department_or_person_of_hill(as_nils, hill):
    response = as_nils.post("/vale/school/subjects/add/", {"name": "Art", "department": hill.department.pk})
    assert list(response.context["form"].errors) == ["department"]
    response = as_nils.post("/vale/school/departments/add/", {"name": "Art", "head": hill.ada.pk})
    assert list(response.context["form"].errors) == ["head"]


# --- The school ---------------------------------------------------------------------------------------


def test_omar_changes_the_details_but_never_the_address(as_omar, hill):
    response = as_omar.post(
        "/hill/school/", SCHOOL | AS_READ | {"name": "Hill High", "time_zone": "UTC", "slug": "elsewhere"}
    )
    school = School.objects.get()
    assert response.url == "/hill/school/"
    assert (school.name, school.slug, school.time_zone) == ("Hill High", "hill", "UTC")


def test_a_refused_name_does_not_show_in_the_head_of_the_page(as_omar):
    response = as_omar.post("/hill/school/", SCHOOL | {"name": "x" * 201})
    assert (response.status_code, response.context["school"].name) == (422, "Hill School")


def test_the_details_lead_to_the_mail_that_goes_out(as_omar, as_ada):
    for client in (as_omar, as_ada):
        assert 'href="/hill/in-touch/mail/"' in client.get("/hill/school/").text
        assert client.get("/hill/in-touch/mail/").status_code == 200


# --- Terms ----------------------------------------------------------------------------------------------


def test_terms_are_listed_by_year_with_the_one_at_hand_marked(as_ada, hill, at_noon):
    response = as_ada.get("/hill/school/terms/")
    years = response.context["years"]
    assert [(year, [line.name for line in lines]) for year, lines in years] == [
        ("2026", ["Term 1", "Term 2", "Term 3", "Term 4"])
    ]
    line = years[0][1][3]
    assert (line.starts, line.ends, line.weeks, line.now) == (
        "Mon 12 Oct 2026",
        "Thu 17 Dec 2026",
        10,
        "Now, week 6",
    )


@pytest.fixture
def at_noon(monkeypatch):
    """Half past noon of the cast's day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_a_term_is_added_changed_and_removed(as_ada, hill):
    assert as_ada.post("/hill/school/terms/add/", NEXT).url == "/hill/school/terms/"
    term = Term.objects.get(year="2027")
    assert (term.school, term.starts_on, term.half_term_starts_on) == (hill.school, date(2027, 1, 27), None)
    halved = NEXT | AS_READ | {"half_term_starts_on": "2027-03-01", "half_term_ends_on": "2027-03-05"}
    assert as_ada.post(f"/hill/school/terms/{term.pk}/", halved).url == "/hill/school/terms/"
    term.refresh_from_db()
    assert term.half_term_ends_on == date(2027, 3, 5)
    assert as_ada.post(f"/hill/school/terms/{term.pk}/remove/").url == "/hill/school/terms/"
    assert not Term.objects.filter(pk=term.pk).exists()


def test_overlapping_dates_are_refused_at_the_field_with_the_other_terms_name(as_ada, hill):
    response = as_ada.post("/hill/school/terms/add/", NEXT | {"starts_on": "2026-12-17"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"starts_on": ["These dates overlap Term 4, 2026."]}
    response = as_ada.post(f"/hill/school/terms/{hill.term.pk}/", NEXT | AS_READ | {"starts_on": "2026-09-25"})
    assert response.context["form"].errors == {"starts_on": ["These dates overlap Term 3, 2026."]}


def test_a_term_may_move_within_its_own_dates(as_ada, hill):
    values = NEXT | AS_READ | {"name": "Term 4", "year": "2026", "starts_on": "2026-10-13", "ends_on": "2026-12-16"}
    assert as_ada.post(f"/hill/school/terms/{hill.term.pk}/", values).status_code == 302


def test_a_second_term_of_the_same_name_in_a_year_is_refused(as_ada, hill):
    response = as_ada.post("/hill/school/terms/add/", NEXT | {"name": "TERM 4", "year": "2026"})
    assert response.context["form"].errors == {"name": ["This school year has a term of that name already."]}


def test_a_term_that_a_plan_lies_in_stays(as_ada, hill, plan):
    response = as_ada.post(f"/hill/school/terms/{hill.term.pk}/remove/", follow=True)
    assert "“Term 4, 2026” is used by 1 unit plan. Change that first, then remove it." in response.content.decode()
    assert Term.objects.filter(pk=hill.term.pk).exists()


def test_the_next_year_is_proposed_from_the_last(as_ada, hill):
    sheet = as_ada.get("/hill/school/terms/next-year/").context["sheet"]
    assert [(row["name"], row["year"], row["starts_on"]) for row in sheet.rows] == [
        ("Term 1", "2027", "2027-01-26"),
        ("Term 2", "2027", "2027-04-19"),
        ("Term 3", "2027", "2027-07-19"),
        ("Term 4", "2027", "2027-10-11"),
    ]
    assert as_ada.post("/hill/school/terms/next-year/", sent_rows(sheet.rows)).url == "/hill/school/terms/"
    assert Term.objects.filter(school=hill.school, year="2027").count() == 4


def test_the_next_year_is_proposed_from_a_preset(as_ada, hill):
    sheet = as_ada.get("/hill/school/terms/next-year/?preset=semesters").context["sheet"]
    assert [(row["name"], row["year"]) for row in sheet.rows] == [("Semester 1", "2027"), ("Semester 2", "2027")]


def test_a_year_is_added_whole_or_not_at_all(as_ada, hill):
    rows = as_ada.get("/hill/school/terms/next-year/").context["sheet"].rows
    response = as_ada.post("/hill/school/terms/next-year/", sent_rows(rows) | {"terms-0-starts_on": "2026-12-01"})
    assert response.context["sheet"].forms[0].errors == {"starts_on": ["These dates overlap Term 4, 2026."]}
    assert Term.objects.filter(year="2027").count() == 0


def test_rows_of_the_next_year_are_added_and_removed_without_a_script(as_ada):
    rows = as_ada.get("/hill/school/terms/next-year/").context["sheet"].rows
    more = as_ada.post("/hill/school/terms/next-year/", sent_rows(rows) | {"do": "add"}).context["sheet"]
    fewer = as_ada.post("/hill/school/terms/next-year/", sent_rows(rows) | {"do": "remove-0"}).context["sheet"]
    assert (len(more.rows), more.rows[4]["year"], [row["name"] for row in fewer.rows]) == (
        5,
        "2027",
        ["Term 2", "Term 3", "Term 4"],
    )


def test_a_school_without_terms_gets_a_year_proposed(as_nils, vale):
    Term.objects.all().delete()
    assert "No terms yet" in as_nils.get("/vale/school/terms/").content.decode()
    assert as_nils.get("/vale/school/terms/next-year/").context["sheet"].rows[0]["name"] == "Autumn term"


def test_long_past_years_are_shown_on_demand(as_ada, hill):
    Term.objects.create(
        school=hill.school, name="Term 1", year="2019", starts_on=date(2019, 1, 28), ends_on=date(2019, 4, 5)
    )
    assert [year for year, _ in as_ada.get("/hill/school/terms/").context["years"]] == ["2026"]
    assert [year for year, _ in as_ada.get("/hill/school/terms/?earlier=1").context["years"]] == ["2019", "2026"]


@pytest.mark.django_db(transaction=True)
def test_of_two_years_added_at_once_one_is_refused_with_a_sentence(hill):
    """Each would hold what the other adds next, and neither could go on, if one did not wait from the beginning."""
    first = {"year": "2027", "starts_on": date(2027, 1, 27), "ends_on": date(2027, 4, 1)}
    second = {"year": "2027", "starts_on": date(2027, 4, 20), "ends_on": date(2027, 7, 2)}
    halfway, heard = threading.Barrier(2), []

    def add(*terms):
        try:
            with transaction.atomic():
                for number, values in enumerate(terms, start=1):
                    name = f"Term {number} in the calendar of {threading.current_thread().name}"
                    term_actions.add_term(values=values | {"name": name}, by=hill.ada, now=NOW)
                    with suppress(threading.BrokenBarrierError):
                        halfway.wait(timeout=1)
        except (Refused, DatabaseError) as refusal:
            heard.append(f"{refusal}"[:19])
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=terms) for terms in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Term.objects.filter(year="2027").count(), heard) == (2, ["These dates overlap"])


# --- Lists ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_row_of_each_list_is_added_changed_and_removed(as_omar, hill, kind):
    base = f"/hill/school/{kind.slug}/"
    assert as_omar.post(f"{base}add/", LISTS[kind.slug]).url == base
    row = kind.model.objects.get(name=LISTS[kind.slug]["name"])
    assert as_omar.post(f"{base}{row.pk}/", LISTS[kind.slug] | AS_READ | {"name": "Renamed"}).url == base
    row.refresh_from_db()
    assert (row.name, row.school) == ("Renamed", hill.school)
    assert as_omar.post(f"{base}{row.pk}/remove/").url == base
    assert not kind.model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_name_that_is_taken_is_refused_at_its_field(as_omar, hill, kind):
    as_omar.post(f"/hill/school/{kind.slug}/add/", LISTS[kind.slug])
    again = LISTS[kind.slug] | {"name": LISTS[kind.slug]["name"].upper()}
    response = as_omar.post(f"/hill/school/{kind.slug}/add/", again)
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": [f"There is a {kind.one} of that name already."]}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_list_costs_the_same_with_one_and_with_three_rows(as_omar, hill, kind, django_assert_num_queries):
    kind.model.objects.exclude(pk=kind.model.objects.first().pk).update(school=cast_aside())
    as_omar.get(f"/hill/school/{kind.slug}/")
    with django_assert_num_queries(4):
        assert len(as_omar.get(f"/hill/school/{kind.slug}/").context["page_obj"].lines) == 1
    for name in ("Second", "Third"):
        kind.model.objects.create(school=hill.school, name=name)
    with django_assert_num_queries(4):
        assert len(as_omar.get(f"/hill/school/{kind.slug}/").context["page_obj"].lines) == 3


def cast_aside():
    return School.objects.create(name="Aside", slug="aside", country="GB", time_zone="UTC", created_at=NOW)


def test_the_list_of_terms_costs_the_same_with_one_and_with_three_rows(as_omar, hill, django_assert_num_queries):
    Term.objects.exclude(pk=hill.term.pk).delete()
    with django_assert_num_queries(4):
        as_omar.get("/hill/school/terms/")
    for year in (2027, 2028):
        Term.objects.create(
            school=hill.school, name="Term", year=year, starts_on=date(year, 2, 1), ends_on=date(year, 4, 1)
        )
    with django_assert_num_queries(4):
        as_omar.get("/hill/school/terms/")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_empty_list_teaches(as_nils, vale, kind):
    content = as_nils.get(f"/vale/school/{kind.slug}/").content.decode()
    assert f"No {kind.many} yet" in content
    assert kind.teaching in content


def test_a_long_list_is_searched_and_paged(as_omar, hill):
    Subject.objects.bulk_create(Subject(school=hill.school, name=f"Subject {n:03}") for n in range(120))
    first = as_omar.get("/hill/school/subjects/").context
    assert (first["is_long"], len(first["page_obj"].lines), first["page_obj"].has_next()) == (True, 100, True)
    found = as_omar.get("/hill/school/subjects/?q=subject 11").context["page_obj"].lines
    assert [line.name for line in found] == [f"Subject 11{n}" for n in range(10)]
    assert "Nothing found" in as_omar.get("/hill/school/subjects/?q=100%25_\\").content.decode()
    assert len(as_omar.get("/hill/school/subjects/?page=zzz").context["page_obj"].lines) == 100


def test_what_is_in_use_stays_and_says_what_uses_it(as_omar, hill, plan):
    plan.year_levels.add(hill.year_level)
    plan.classes.add(hill.class_group)
    uses = {
        f"year-levels/{hill.year_level.pk}": "“Year 6” is used by 1 unit plan and 1 class.",
        f"departments/{hill.humanities.pk}": "“Humanities” is used by 1 subject and 2 members.",
        f"classes/{hill.class_group.pk}": "“6B” is used by 1 unit plan. Change that first, then remove it.",
    }
    for address, sentence in uses.items():
        assert sentence in as_omar.post(f"/hill/school/{address}/remove/", follow=True).content.decode()
    assert (YearLevel.objects.count(), Department.objects.count(), ClassGroup.objects.count()) == (1, 2, 1)


def test_a_row_that_somebody_removed_meanwhile_says_so(hill):
    row = Subject.objects.create(school=hill.school, name="Art")
    Subject.objects.filter(pk=row.pk).delete()
    for action in (
        lambda: list_actions.change_row(row=row, version=1, values={"name": "Arts"}, by=hill.omar, now=NOW),
        lambda: list_actions.remove_row(row=row, by=hill.omar, now=NOW),
    ):
        with pytest.raises(Refused, match="Somebody removed this"):
            action()


def test_nobody_changes_a_row_of_another_school(hill, vale):
    with pytest.raises(Refused):
        list_actions.change_row(row=hill.subject, version=1, values={"name": "Mine"}, by=vale.nils, now=NOW)
    with pytest.raises(Refused):
        list_actions.remove_row(row=hill.subject, by=vale.nils, now=NOW)
    assert list_actions.add_row(kind=SUBJECTS, values={"name": "Art"}, by=vale.nils, now=NOW).school == vale.school


def test_year_levels_go_up_and_down_and_stop_at_the_ends(as_omar, hill):
    for name in ("Year 7", "Year 8"):
        as_omar.post("/hill/school/year-levels/add/", {"name": name})
    eight = YearLevel.objects.get(name="Year 8")
    orders = []
    for to in ("up", "up", "up", "down"):
        as_omar.post(f"/hill/school/year-levels/{eight.pk}/move/", {"to": to})
        orders.append([level.name[-1] for level in YearLevel.objects.visible_to(hill.omar)])
    assert orders == [["6", "8", "7"], ["8", "6", "7"], ["8", "6", "7"], ["6", "8", "7"]]


def test_a_head_who_left_stays_chosen_but_is_offered_nowhere_else(as_omar, hill):
    Member.objects.filter(pk=hill.hugo.pk).update(deactivated_at=NOW)
    own = as_omar.get(f"/hill/school/departments/{hill.humanities.pk}/").context["form"]
    other = as_omar.get(f"/hill/school/departments/{hill.science.pk}/").context["form"]
    assert hill.hugo in own.fields["head"].queryset
    assert hill.hugo not in other.fields["head"].queryset


# --- Two people at once -------------------------------------------------------------------------------

# Address of the page, what Ada types, what Omar has saved while she did, and what she is shown of it.
RACES = {
    "school": ("", SCHOOL | {"name": "Hill High"}, {"name": "The Hill"}, [("Name of the school", "The Hill")]),
    "language": ("", SCHOOL, {"locale": "en-nz"}, [("Language and spelling", "English (New Zealand)")]),
    "term": (
        "terms/{term}/",
        NEXT,
        {"name": "Term 4", "ends_on": date(2026, 12, 11)},
        [
            ("Name", "Term 4"),
            ("School year", "2026"),
            ("First day", "Mon 12 Oct 2026"),
            ("Last day", "Fri 11 Dec 2026"),
        ],
    ),
    "year level": ("year-levels/{year_level}/", {"name": "Year 6"}, {"name": "Six"}, [("Name", "Six")]),
    "department": (
        "departments/{department}/",
        {"name": "Humanities", "head": "", "champion": ""},
        {"name": "Arts"},
        [("Name", "Arts"), ("Head of department", "Hugo Lindqvist")],
    ),
    "subject": (
        "subjects/{subject}/",
        {"name": "Modern history", "department": ""},
        {"name": "Ancient history"},
        [("Name", "Ancient history"), ("Department", "Humanities")],
    ),
    "class": (
        "classes/{class_group}/",
        {"name": "6B", "year_level": "", "subject": "", "size": "28"},
        {"size": None},
        [("Year level", "Year 6"), ("Number of students", "(empty)")],
    ),
}


def row_of(hill, address):
    """The row that an address of `RACES` is about, with the address filled in."""
    about = {name: getattr(hill, name) for name in ("term", "year_level", "department", "subject", "class_group")}
    row = next((row for name, row in about.items() if f"{{{name}}}" in address), hill.school)
    return row, "/hill/school/" + address.format(**{name: row.pk for name, row in about.items()})


def saved_by_omar(hill, row, values):
    write_over(row, values, version=1, sentences={}, by=hill.omar, now=NOW)


@pytest.mark.parametrize("race", RACES)
def test_whoever_saves_second_is_shown_what_the_first_saved_and_overwrites_it_knowingly(as_ada, hill, race):
    address, typed, saved, stands = RACES[race]
    row, address = row_of(hill, address)
    saved_by_omar(hill, row, saved)
    answer = as_ada.post(address, typed | AS_READ)
    assert answer.status_code == 409
    change = answer.context["change"]
    assert (change.title, change.stands) == (
        "Omar Haddad changed this on 18 Nov, 12:30, while you were typing.",
        stands,
    )
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in saved} == saved
    assert f'value="{typed["name"]}"' in answer.content.decode()
    sent = next(form for form in forms_of(answer.content.decode(), address) if "name" in form.typed)
    assert as_ada.post(address, sent.filled(typed["name"]) | typed | {"version": change.version}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version, row.changed_by) == (typed["name"], 3, hill.ada)


@pytest.mark.parametrize("race", RACES)
def test_the_page_names_the_version_that_it_shows(as_ada, hill, race):
    address, typed, saved, _ = RACES[race]
    row, address = row_of(hill, address)
    saved_by_omar(hill, row, saved)
    forms = forms_of(as_ada.get(address).content.decode(), address)
    assert {value for form in forms for name, _, value in form.fields if name == "version"} == {"2"}
    assert as_ada.post(address, typed | {"version": "2"}).status_code == 302


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "x"}, {"version": "9" * 40}, {"version": "-1"}])
def test_a_form_that_names_no_version_overwrites_nothing(as_ada, hill, sent):
    answer = as_ada.post(f"/hill/school/subjects/{hill.subject.pk}/", {"name": "Art", "department": ""} | sent)
    assert (answer.status_code, answer.context["change"].version) == (409, 1)
    assert answer.context["change"].title == "Somebody changed this, while you were typing."
    assert Subject.objects.get().name == "History"


def test_a_second_click_and_a_save_of_nothing_new_are_no_race(as_ada, hill):
    address = f"/hill/school/subjects/{hill.subject.pk}/"
    typed = AS_READ | {"name": "Art", "department": hill.department.pk}
    assert [as_ada.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert Subject.objects.get().version == 2


def test_an_own_change_in_another_window_is_called_so(as_omar, hill):
    saved_by_omar(hill, hill.subject, {"name": "Ancient history"})
    answer = as_omar.post(f"/hill/school/subjects/{hill.subject.pk}/", AS_READ | {"name": "Art", "department": ""})
    assert answer.context["change"].title == "You changed this in another window on 18 Nov, 12:30."


def test_a_mistake_does_not_forget_the_version_that_was_read(as_ada, hill):
    saved_by_omar(hill, hill.subject, {"name": "Ancient history"})
    address, typed = f"/hill/school/subjects/{hill.subject.pk}/", {"name": "", "department": ""}
    answer = as_ada.post(address, typed | AS_READ)
    assert (answer.status_code, answer.context["change"].version) == (422, 1)


@pytest.mark.parametrize("race", sorted(RACES.keys() - {"school", "language"}))
def test_what_was_typed_about_a_removed_row_can_be_added_again(as_ada, hill, race):
    address, typed, _, _ = RACES[race]
    row, address = row_of(hill, address)
    ClassGroup.objects.exclude(pk=row.pk).delete()
    Subject.objects.exclude(pk=row.pk).delete()
    hill.ben.departments.clear()
    type(row).objects.filter(pk=row.pk).delete()
    typed = typed | {"name": "Quite new"}
    answer = as_ada.post(address, typed | AS_READ)
    assert (answer.status_code, answer.context["is_gone"]) == (409, True)
    form = next(form for form in forms_of(answer.content.decode(), address) if "name" in form.typed)
    assert form.action.endswith("/add/")
    assert as_ada.post(form.action, form.filled("Quite new") | typed).status_code == 302
    assert type(row).objects.filter(name="Quite new").exists()
    assert (as_ada.get(address).status_code, as_ada.post(address, typed).status_code) == (404, 404)


def test_a_second_click_on_remove_goes_where_the_first_one_went(as_ada, hill):
    row = Subject.objects.create(school=hill.school, name="Art")
    for address, back in ((f"subjects/{row.pk}/", "subjects/"), (f"terms/{hill.terms[0].pk}/", "terms/")):
        urls = [as_ada.post(f"/hill/school/{address}remove/", AS_READ).url for _ in range(2)]
        assert urls == [f"/hill/school/{back}"] * 2
        assert as_ada.post(f"/hill/school/{address}remove/").status_code == 404


def test_a_department_that_passed_on_is_not_given_back_to_whoever_left(as_ada, hill):
    address = f"/hill/school/departments/{hill.humanities.pk}/"
    deactivate_person(person=hill.hugo, to=hill.ben, by=hill.omar, now=NOW)
    answer = as_ada.post(address, AS_READ | {"name": "Humanities", "head": hill.hugo.pk, "champion": ""})
    assert answer.status_code in (409, 422)
    assert Department.objects.get(pk=hill.humanities.pk).head == hill.ben


def test_what_names_a_row_that_was_just_removed_is_refused_at_its_field(hill):
    gone = Department.objects.create(school=hill.school, name="Arts")
    level = YearLevel.objects.create(school=hill.school, name="Year 7")
    Department.objects.filter(pk=gone.pk).delete()
    YearLevel.objects.filter(pk=level.pk).delete()
    by = {"by": hill.ada, "now": NOW}
    tries = [
        ("department", lambda: list_actions.add_row(kind=SUBJECTS, values={"name": "Art", "department": gone}, **by)),
        (
            "department",
            lambda: list_actions.change_row(row=hill.subject, version=1, values={"department": gone}, **by),
        ),
        (
            "year_level",
            lambda: list_actions.change_row(row=hill.class_group, version=1, values={"year_level": level}, **by),
        ),
        ("lines", lambda: list_actions.add_classes(values={"lines": [(1, {"name": "7A", "year_level": level})]}, **by)),
    ]
    for field, action in tries:
        with pytest.raises(Refused, match=r"Somebody removed “(Arts|Year 7)” in the meantime") as refused:
            action()
        assert refused.value.field == field
    assert Subject.objects.get().department == hill.humanities


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["whoever names", "whoever removes"])
def test_of_removing_a_department_and_naming_it_one_is_refused_with_a_sentence(hill, first):
    arts = Department.objects.create(school=hill.school, name="Arts")

    def name():
        list_actions.add_row(kind=SUBJECTS, values={"name": "Dance", "department": arts}, by=hill.ada, now=NOW)

    def remove():
        list_actions.remove_row(row=arts, by=hill.omar, now=NOW)

    begins, follows = (name, remove) if first == "whoever names" else (remove, name)
    assert racing.refusals(begins, follows, of=Refused) == [
        "“Arts” is used by 1 subject. Change that first, then remove it."
        if first == "whoever names"
        else "Somebody removed “Arts” in the meantime. Choose again."
    ]


# --- Several classes at once --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "6A, Year 6, , 24\n\n6C\n9H, , history, 0\n",
        "6A\tYear 6\t\t24\r\n6C\t\t\t\r\n9H\t\tHistory\t0",
        "6A; year 6; ; 24\n6C\n9H;;History;0",
    ],
)
def test_lines_become_classes(as_omar, hill, lines):
    assert as_omar.post("/hill/school/classes/add-several/", {"lines": lines}).url == "/hill/school/classes/"
    assert list(ClassGroup.objects.values_list("name", "year_level__name", "subject__name", "size")) == [
        ("6A", "Year 6", None, 24),
        ("6B", "Year 6", None, 27),
        ("6C", None, None, None),
        ("9H", None, "History", 0),
    ]


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        ("", ["Please fill this in."]),
        ("\n \n", ["Write at least one class."]),
        (
            "6A, Year 9\n7A\n, Year 6\n7B, , , many",
            [
                "Line 1: there is no year level “Year 9”.",
                "Line 3: the name of a class has 1 to 60 characters.",
                "Line 4: “many” is not a number of students.",
            ],
        ),
        ("7A\n6b", ["Line 2: there is a class “6b” already."]),
        ("7A\n7a", ["Line 2: there is a class “7a” already."]),
        ("7A,,,1,2", ["Line 1: it has more than four parts."]),
        ("7A,,,٣", ["Line 1: “٣” is not a number of students."]),
        ("7A\n" * 301, ["At most 300 lines at once."]),
    ],
)
def test_lines_that_do_not_fit_are_named_and_nothing_is_added(as_omar, hill, lines, sentences):
    response = as_omar.post("/hill/school/classes/add-several/", {"lines": lines})
    assert response.status_code == 422
    assert response.context["form"].errors == {"lines": sentences}
    assert ClassGroup.objects.count() == 1


# --- Whatever is typed ----------------------------------------------------------------------------------

FORMS = {"": SCHOOL, "terms/add/": NEXT, "classes/add-several/": {"lines": "7A"}}
FORMS |= {f"{slug}/add/": fields for slug, fields in LISTS.items()}


@pytest.mark.parametrize("text", HARD_TEXTS)
@pytest.mark.parametrize("address", FORMS)
def test_every_field_takes_whatever_is_typed(as_omar, address, text):
    for field in FORMS[address]:
        as_read = {"version": str(School.objects.get().version)}
        response = posted(as_omar, f"/hill/school/{address}", FORMS[address] | as_read | {field: text})
        assert response.status_code in (302, 422)
        if response.status_code == 302:
            response = as_omar.get(response.url)
            assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("address", [*(f"school/{address}" for address in FORMS), "people/add/"])
def test_the_browser_cuts_nothing_off_what_is_typed(as_omar, address):
    assert "maxlength" not in as_omar.get(f"/hill/{address}").content.decode()


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_the_search_takes_whatever_is_typed(as_omar, text):
    query = "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))
    assert as_omar.get(f"/hill/school/classes/?q={query}&page={query}").status_code == 200
    assert as_omar.get(f"/hill/school/terms/next-year/?preset={query}").status_code == 200


def test_a_column_that_would_be_empty_from_top_to_bottom_is_left_out(as_omar, hill):
    def columns():
        return as_omar.get("/hill/school/classes/").context["page_obj"].columns

    before = columns()
    hill.class_group.subject = hill.subject
    hill.class_group.save()
    assert (before, columns()) == (["Year level", "Students"], ["Year level", "Subject", "Students"])
