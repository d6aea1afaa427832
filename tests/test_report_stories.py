"""A story begins with what its unit itself says, and nothing that was typed is lost."""

import pytest
from django.urls import reverse

from outreach.reports.drafts.actions import draft_report, tell_of
from outreach.reports.drafts.forms import LONGEST_STORY
from outreach.reports.drafts.said import taken_over
from outreach.reports.periods import Periods
from planning.answers.actions import save_answer
from planning.unit_plan.actions import start_plan
from tests.cast import NOW, TODAY

OVERVIEW = "Year 8 asked what lies below them."
SHOWS = "Every group could say where a fact came from."


@pytest.fixture
def story(hill):
    about = {"title": "Volcanoes", "partner": hill.ben, "term": hill.term}
    plan = start_plan(school=hill.school, **about, by=hill.ada, now=NOW)
    for prompt, text in (("product_shows", SHOWS), ("overview", OVERVIEW), ("task", "Not for a report.")):
        save_answer(plan=plan, prompt=prompt, text=text, version=0, by=hill.ada, now=NOW)
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    return tell_of(report=report, plan=plan, by=hill.ada, now=NOW)


def test_the_words_of_a_unit_stand_beside_its_story_and_are_taken_over_with_a_button(story, as_ada):
    path = reverse("report_edit", kwargs={"school_slug": "hill", "report_id": story.report_id})
    page = as_ada.get(path).content.decode()
    assert [words in page for words in (OVERVIEW, SHOWS, "Not for a report.")] == [True, True, False]
    assert page.index(OVERVIEW) < page.index(SHOWS)
    story.report.refresh_from_db()
    typed = {"title": "Ours", "introduction": "Kept", "sections": ["barriers"], "version": story.report.version}
    answer = as_ada.post(path, typed | {f"story-{story.pk}": "We began.", "do": f"take:{story.pk}"})
    assert (answer.status_code, answer.url) == (302, f"{path}#id_story-{story.pk}")
    story.refresh_from_db()
    assert story.words == f"We began.\n\n{OVERVIEW}\n\n{SHOWS}"
    assert (story.report.title, story.report.introduction) == ("Ours", "Kept")


def test_what_is_in_a_story_already_is_not_taken_twice_and_never_more_than_there_is_room_for():
    said = [("Overview", OVERVIEW), ("What the products show", SHOWS)]
    once = taken_over("", said)
    assert (once, taken_over(once, said)) == (f"{OVERVIEW}\n\n{SHOWS}", once)
    long = [("Overview", "word " * 900)]
    for words in ("", "We began.", "b" * (LONGEST_STORY - 1), "b" * LONGEST_STORY):
        taken = taken_over(words, long)
        assert (len(taken) <= LONGEST_STORY, taken.startswith(words)) == (True, True)
