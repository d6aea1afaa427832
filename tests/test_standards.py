"""Standards: entered once in a school, found again by typing, and rested on by its plans."""

import re

import pytest
from django.urls import reverse

from planning.errors import AlreadyDone, RowChanged
from planning.models import Contribution, Standard
from planning.rows import queries, standard_actions
from planning.rows.forms import StandardForm
from planning.unit_plan.actions import close_plan, start_plan
from tests.cast import NOW
from tests.test_rows import HTMX, ODD, assert_kept_or_refused, loaded, sent, url

HASS = {
    "framework": "Australian Curriculum: HASS",
    "number": "AC9HS6S03",
    "statement": "Evaluate primary and secondary sources for origin and purpose",
    "kind": "outcome",
    "source_url": "",
}


def enter(plan, by, **values):
    return standard_actions.rest_on_entered(plan=plan, values=HASS | values, by=by, now=NOW)


def found(member, words, plan=None):
    return [one.number for one in queries.found_standards(member, words, plan)]


def finder(words, plan=None):
    address = reverse("standards", kwargs={"school_slug": "hill"})
    return f"{address}?q={words}" + (f"&plan={plan.pk}" if plan else "")


def test_a_standard_is_found_by_number_framework_and_words_each_as_a_beginning(plan, hill):
    enter(plan, hill.ada)
    enter(plan, hill.ada, framework="Common Core", number="CCSS.ELA-LITERACY.RI.6.1", statement="Cite evidence")
    assert found(hill.ada, "AC9HS6") == ["AC9HS6S03"]
    assert found(hill.ada, "second sour") == ["AC9HS6S03"]
    assert found(hill.ada, "austr hass") == ["AC9HS6S03"]
    assert found(hill.ada, "ri.6.1") == ["CCSS.ELA-LITERACY.RI.6.1"]
    assert found(hill.ada, "ela cite") == ["CCSS.ELA-LITERACY.RI.6.1"]
    assert found(hill.ada, "ondary") == []


def test_without_words_those_that_most_plans_rest_on_come_first(plan, hill):
    enter(plan, hill.ada, number="A1")
    both, _ = enter(plan, hill.ada, number="B2")
    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.ada, now=NOW)
    standard_actions.rest_on(plan=other, standard=both, by=hill.ada, now=NOW)
    assert found(hill.ada, "") == ["B2", "A1"]
    assert found(hill.ada, "!?") == []


def test_another_school_finds_and_uses_nothing_of_it(plan, hill, vale, as_nils):
    standard, _ = enter(plan, hill.ada)
    assert found(vale.nils, "AC9") == []
    theirs = start_plan(school=vale.school, title="Fells", partner=None, by=vale.nils, now=NOW)
    assert as_nils.post(url("standard_use", theirs, row_id=standard.pk)).status_code == 404
    assert as_nils.get(url("standard_change", theirs, row_id=standard.pk)).status_code == 404
    assert as_nils.get(url("standard_leave", theirs, row_id=standard.pk)).status_code == 404
    assert as_nils.get(finder("AC9")).status_code == 404


def test_entering_a_number_again_finds_the_standard_that_stands(plan, hill, as_ben):
    standard, is_new = enter(plan, hill.ada)
    assert is_new
    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.ben, now=NOW)
    again = HASS | {"framework": " australian   CURRICULUM: hass", "number": "ac9hs6s03"}
    answer = as_ben.post(url("standard_add", other), again, headers=HTMX)
    assert "was in the school&#x27;s list already" in answer.content.decode()
    assert list(other.standards.all()) == [standard]
    once_more = as_ben.post(url("standard_add", other), again, headers=HTMX)
    assert "This unit rests on Australian Curriculum: HASS AC9HS6S03 already." in once_more.content.decode()


def test_a_standard_that_is_entered_again_without_its_source_says_nothing_else(plan, hill):
    standard, _ = enter(plan, hill.ada, source_url="https://example.org/hass")
    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.ben, now=NOW)
    values = {name: HASS[name] for name in ("framework", "number", "statement")}
    assert standard_actions.rest_on_entered(plan=other, values=values, by=hill.ben, now=NOW) == (standard, False)


OTHER_WORDS = HASS | {"statement": "Weigh up what a source is <for>"}


@pytest.fixture
def rivers(plan, hill):
    """Another plan, of Ben and Ada, in a school that has entered the standard for “Volcanoes”; Ada did that."""
    enter(plan, hill.ada)
    return start_plan(school=hill.school, title="Rivers", partner=hill.ada, by=hill.ben, now=NOW)


def offered(response):
    """The choices between two statements that a page offers, by their values."""
    return re.findall(r'name="words" value="(\S+)"', response.content.decode())


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_other_words_for_a_number_that_the_school_has_are_shown_beside_those_that_stand(rivers, as_ada, headers):
    response = as_ada.post(url("standard_add", rivers), OTHER_WORDS, headers=headers)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Weigh up what a source is &lt;for&gt;</textarea>" in html
    assert f"The school&#x27;s list says: “{HASS['statement']}”" in html
    assert "which words are to stand" in html
    assert not rivers.standards.exists()
    assert Standard.objects.get().statement == HASS["statement"]


def test_the_words_of_the_school_are_kept_where_somebody_says_so(rivers, as_ben):
    [keep] = offered(as_ben.post(url("standard_add", rivers), OTHER_WORDS))
    assert as_ben.post(url("standard_add", rivers), OTHER_WORDS | {"words": keep}).status_code == 302
    assert rivers.standards.get().statement == HASS["statement"]


def test_a_librarian_puts_the_new_words_in_their_place_for_every_plan(rivers, plan, hill, as_ada):
    _, correct = offered(as_ada.post(url("standard_add", rivers), OTHER_WORDS))
    assert as_ada.post(url("standard_add", rivers), OTHER_WORDS | {"words": correct}).status_code == 302
    standard = Standard.objects.get()
    assert (standard.statement, standard.version, standard.changed_by) == (OTHER_WORDS["statement"], 2, hill.ada)
    assert [list(one.standards.all()) for one in (plan, rivers)] == [[standard], [standard]]


def test_who_may_not_correct_a_standard_is_told_who_does(rivers, as_ben):
    response = as_ben.post(url("standard_add", rivers), OTHER_WORDS)
    assert "Librarians and Ada Marlow, who entered it, can correct" in response.content.decode()
    forged = offered(response)[0].replace("keep", "correct")
    assert as_ben.post(url("standard_add", rivers), OTHER_WORDS | {"words": forged}).status_code == 403
    assert Standard.objects.get().statement == HASS["statement"]


def test_a_choice_between_words_counts_for_the_words_that_were_shown(rivers, plan, hill, as_ada):
    keep, correct = offered(as_ada.post(url("standard_add", rivers), OTHER_WORDS))
    standard = Standard.objects.get()
    newer = HASS | {"statement": "Newer"}
    standard_actions.change_standard(plan=plan, standard=standard, version=1, values=newer, by=hill.ada, now=NOW)
    for choice in (keep, correct):
        again = as_ada.post(url("standard_add", rivers), OTHER_WORDS | {"words": choice})
        assert (again.status_code, "list says: “Newer”" in again.content.decode()) == (409, True)
    another = OTHER_WORDS | {"number": "AC9HS6S04", "words": correct}
    assert as_ada.post(url("standard_add", rivers), another).status_code == 302
    assert dict(Standard.objects.values_list("number", "statement")) == {
        "AC9HS6S03": "Newer",
        "AC9HS6S04": OTHER_WORDS["statement"],
    }


def test_a_plan_that_rests_on_a_standard_already_can_correct_it_by_entering_it(plan, hill, as_ada):
    enter(plan, hill.ada)
    keep, correct = offered(as_ada.post(url("standard_add", plan), OTHER_WORDS))
    kept = as_ada.post(url("standard_add", plan), OTHER_WORDS | {"words": keep}, headers=HTMX)
    assert "This unit rests on Australian Curriculum: HASS AC9HS6S03 already." in kept.content.decode()
    as_ada.post(url("standard_add", plan), OTHER_WORDS | {"words": correct})
    assert plan.standards.get().statement == OTHER_WORDS["statement"]


def test_the_same_number_in_another_school_is_another_standard(plan, hill, vale):
    enter(plan, hill.ada)
    theirs = start_plan(school=vale.school, title="Fells", partner=None, by=vale.nils, now=NOW)
    _, is_new = enter(theirs, vale.nils)
    assert is_new


def test_ben_uses_a_standard_that_the_school_has(plan, hill, as_ben):
    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.ada, now=NOW)
    standard, _ = enter(other, hill.ada)
    page = as_ben.get(finder("AC9", plan)).content.decode()
    assert "Use this" in page
    part = as_ben.get(finder("AC9", plan), headers=HTMX).content.decode()
    assert "Use this" in part
    assert "<html" not in part
    answer = as_ben.post(url("standard_use", plan, row_id=standard.pk))
    assert answer.url == url("stage", plan, number=1) + "#rows-standards"
    assert set(Contribution.objects.filter(member=hill.ben).values_list("stage", flat=True)) == {1}
    assert "Used here" in as_ben.get(finder("AC9", plan)).content.decode()


def test_a_found_standard_is_added_in_place_only_where_its_section_stands(plan, hill, as_ben):
    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.ada, now=NOW)
    enter(other, hill.ada)
    in_section = as_ben.get(url("standard_add", plan), headers=HTMX).content.decode()
    assert 'hx-target="#rows-standards"' in in_section
    typed_in_section = as_ben.get(finder("AC9", plan) + "&in_place=1", headers=HTMX).content.decode()
    assert 'hx-target="#rows-standards"' in typed_in_section
    for alone in (finder("AC9", plan), finder("AC9", plan) + "&in_place=1", url("standard_add", plan)):
        html = as_ben.get(alone).content.decode()
        assert "Use this" in html
        assert 'hx-target="#rows-standards"' not in html
        assert "hx-post" not in html
    assert "hx-post" not in as_ben.get(finder("AC9", plan), headers=HTMX).content.decode()


def test_those_who_only_read_a_plan_find_standards_but_no_button(plan, hill, as_lena):
    enter(plan, hill.ada)
    text = as_lena.get(finder("AC9", plan)).content.decode()
    assert "AC9HS6S03" in text
    assert "Use this" not in text


def test_a_closed_plan_rests_on_nothing_new(plan, hill, as_ada):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    answer = as_ada.post(url("standard_add", plan), HASS)
    assert answer.status_code == 409
    assert HASS["statement"] in answer.content.decode()
    assert not Standard.objects.exists()


def test_a_standard_that_is_taken_off_stays_in_the_list(plan, hill, as_ben):
    standard, _ = enter(plan, hill.ada)
    question = as_ben.get(url("standard_leave", plan, row_id=standard.pk)).content.decode()
    assert "It stays in the school&#x27;s list" in question
    as_ben.post(url("standard_leave", plan, row_id=standard.pk))
    assert not plan.standards.exists()
    assert Standard.objects.get() == standard
    with pytest.raises(AlreadyDone):
        standard_actions.rest_no_more(plan=plan, standard=standard, by=hill.ben, now=NOW)


def test_librarians_and_who_entered_it_correct_a_standard(plan, hill, as_ada, as_ben):
    mine, _ = enter(plan, hill.ben, number="B1")
    hers, _ = enter(plan, hill.ada, number="A1")
    assert as_ben.get(url("standard_change", plan, row_id=mine.pk)).status_code == 200
    assert as_ben.get(url("standard_change", plan, row_id=hers.pk)).status_code == 403
    sent_values = HASS | {"number": "B1", "statement": "Better words", "version": "1"}
    assert as_ada.post(url("standard_change", plan, row_id=mine.pk), sent_values).status_code == 302
    mine.refresh_from_db()
    assert (mine.statement, mine.version, mine.changed_by) == ("Better words", 2, hill.ada)
    taken = as_ada.post(url("standard_change", plan, row_id=mine.pk), sent_values | {"number": "a1", "version": "2"})
    assert taken.status_code == 409
    assert "stands in the school&#x27;s list already" in taken.content.decode()


def test_two_corrections_at_once_lose_no_text(plan, hill, as_ada):
    standard, _ = enter(plan, hill.ben)
    first = HASS | {"statement": "First"}
    standard_actions.change_standard(plan=plan, standard=standard, version=1, values=first, by=hill.ben, now=NOW)
    with pytest.raises(RowChanged):
        standard_actions.change_standard(plan=plan, standard=standard, version=1, values=HASS, by=hill.ada, now=NOW)
    lost = as_ada.post(
        url("standard_change", plan, row_id=standard.pk), HASS | {"statement": "Second", "version": "1"}, headers=HTMX
    )
    assert lost.status_code == 409
    assert "Now: “First”" in lost.content.decode()
    assert "Second" in lost.content.decode()


def test_a_correction_that_does_not_say_what_it_was_read_at_changes_nothing(plan, hill, as_ada):
    standard, _ = enter(plan, hill.ben)
    answer = as_ada.post(url("standard_change", plan, row_id=standard.pk), HASS | {"statement": "Second"})
    assert answer.status_code == 409
    assert "Ben Okafor wrote this while you were typing" in answer.content.decode()
    assert Standard.objects.get().statement == HASS["statement"]


@pytest.mark.parametrize(
    ("typed", "fine"),
    [
        ("https://example.org/a", True),
        ("example.org/a", True),
        ("ftp://example.org", False),
        ("not an address", False),
        ("javascript:alert(1)", False),
        ("https://example.org/" + "x" * 600, False),
    ],
)
def test_a_source_is_an_address_of_the_web(typed, fine, plan, hill):
    form = StandardForm(HASS | {"source_url": typed}, plan=plan, member=hill.ada)
    assert form.is_valid() == fine
    assert len(form.errors.get("source_url", [])) == (0 if fine else 1)


@pytest.mark.parametrize("times", [1, 3])
def test_finding_and_showing_standards_cost_the_same_with_one_and_three(times, plan, hill, django_assert_num_queries):
    for number in range(times):
        enter(plan, hill.ada, number=f"A{number}")
    plan = loaded(plan)
    with django_assert_num_queries(2):
        assert len(queries.found_standards(hill.ada, "austr", plan)) == times
    with django_assert_num_queries(2):
        assert len(queries.sections(plan, 1)[1].rows) == times


def test_whatever_is_typed_about_standards_is_saved_or_refused(plan, as_ada):
    address = reverse("standards", kwargs={"school_slug": "hill"})
    for number, odd in enumerate(ODD):
        assert_kept_or_refused(as_ada.post(url("standard_add", plan), dict.fromkeys(HASS, sent(odd)), headers=HTMX))
        words = HASS | {"number": f"N{number}", "framework": sent(odd[:100]) or "F", "statement": sent(odd[:900])}
        assert_kept_or_refused(as_ada.post(url("standard_add", plan), words, headers=HTMX))
        assert as_ada.get(address, {"q": sent(odd)}).status_code == 200
        assert as_ada.get(address, {"plan": sent(odd)}).status_code in (200, 404)


def test_only_who_may_correct_a_standard_is_offered_to(plan, hill, as_ada, as_ben):
    standard, _ = enter(plan, hill.ada)
    address = url("standard_change", plan, row_id=standard.pk)
    section = url("rows", plan, kind="standards")
    assert f'hx-get="{address}"' in as_ada.get(section, headers=HTMX).content.decode()
    assert f'hx-get="{address}"' not in as_ben.get(section, headers=HTMX).content.decode()
