"""What fits whom in the digest of new resources: which titles, in which order, and why."""

from datetime import timedelta

import pytest

from collab.models import YearLevel
from outreach.digests.making import Making
from outreach.digests.texts import parts_of
from outreach.models import Digest, DigestEdition, Highlight, MailChoices
from planning.models import PlanResource
from planning.unit_plan.actions import start_plan
from resources.models import TopicRequest
from tests.cast import NOW, TODAY, make_members
from tests.suggestions import suggest, title, topic

YESTERDAY = NOW - timedelta(days=1)


def new(hill, name, **about):
    """A title that came yesterday, catalogued by Ada in the school's language."""
    return title(hill, name, **{"created_at": YESTERDAY, "dictionary": "english"} | about)


def edition_of(hill):
    return DigestEdition.objects.get_or_create(school=hill.school, monday=TODAY - timedelta(days=2))[0]


def digest_of(hill, member=None):
    """Title and reason of each thing that fits a member (Ben), in order."""
    made = Making(edition_of(hill), NOW).digests_for([member or hill.ben])
    return [(fit.resource.title, fit.why) for one in made for fit in one.fits]


def titles_for(hill, member=None):
    return [name for name, _ in digest_of(hill, member)]


# --- Words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Volcanoes", ["volcanoes"]),
        ("Volcanoes and earthquakes", ["volcanoes", "earthquakes"]),
        ("Volcanoes, earthquakes & tsunamis", ["volcanoes", "earthquakes", "tsunamis"]),
        ("Novel study: The Giver", ["novel study", "the giver"]),
        ("The French Revolution", ["the french revolution"]),
        ("Andes and orchids", ["andes", "orchids"]),
        ("Self-portraits – then and now", ["self-portraits", "then", "now"]),
        ("…", []),
    ],
)
def test_a_topic_has_parts(text, parts):
    assert parts_of(text, "english") == parts


def test_another_language_has_other_words_between_its_parts():
    assert parts_of("Vulkane und Erdbeben", "german") == ["vulkane", "erdbeben"]
    assert parts_of("Vulkane und Erdbeben", "simple") == ["vulkane und erdbeben"]


@pytest.mark.parametrize(
    ("said", "about", "fits"),
    [
        ("Volcanoes", {"title": "The volcano book"}, True),
        ("Volcanoes", {"title": "Krakatoa", "subjects": ["Volcanoes"]}, True),
        ("Volcanoes", {"title": "Krakatoa", "subtitle": "A volcano wakes"}, True),
        ("Volcanoes", {"title": "Krakatoa", "summary": "The volcano woke. No volcano was louder."}, True),
        ("Volcanoes", {"title": "Island summers", "summary": "They pass a volcano on their way."}, False),
        ("Volcanoes", {"title": "Earthquakes"}, False),
        ("Rivers", {"title": "Tales", "creators": ["Rivers, Jane"]}, False),
        ("The French Revolution", {"title": "Revolution in France", "subjects": ["French history"]}, True),
        ("The French Revolution", {"title": "The Industrial Revolution"}, False),
        ("Ancient Rome", {"title": "Ancient Egypt"}, False),
        ("Volcanoes and earthquakes", {"title": "Earthquakes"}, True),
        ("Novel study: The Giver", {"title": "The Giver"}, True),
        ("Causes of the First World War", {"title": "The First World War"}, True),
        ("Causes of the First World War", {"title": "The wide world"}, False),
        ("Year 6 volcanoes", {"title": "Volcanoes"}, True),
        ("Year 6 volcanoes", {"title": "A year in the garden"}, False),
        ("1914", {"title": "1914: the last summer"}, True),
        ("the", {"title": "The the"}, False),
    ],
)
def test_what_fits_a_topic(hill, said, about, fits):
    topic(hill, said)
    new(hill, about.pop("title"), **about)
    assert bool(digest_of(hill)) is fits


def test_words_are_cut_by_the_language_of_the_school(hill):
    hill.school.locale = "de-at"
    hill.school.save()
    topic(hill, "Vulkane und Erdbeben")
    new(hill, "Der Vulkan", dictionary="german")
    assert digest_of(hill) == [("Der Vulkan", "for Vulkane und Erdbeben")]


# --- What people are interested in ------------------------------------------------------------------------


def test_a_topic_says_for_which_year_level(hill):
    topic(hill, "Volcanoes").year_levels.add(hill.year_level)
    new(hill, "Volcanoes of the world")
    assert digest_of(hill) == [("Volcanoes of the world", "for Volcanoes, Year 6")]


def test_plans_subjects_and_words_of_ones_own_count(hill):
    plan = start_plan(school=hill.school, title="Poems", partner=hill.ben, term=hill.term, by=hill.ada, now=NOW)
    plan.year_levels.add(hill.year_level)
    MailChoices.objects.create(member=hill.ben, interests=["beekeeping"])
    new(hill, "A book of poems")
    new(hill, "Beekeeping for schools")
    new(hill, "Maps of long ago", subjects=["History"])
    assert digest_of(hill) == [
        ("A book of poems", "for Poems, Year 6"),
        ("Beekeeping for schools", "for your word “beekeeping”"),
        ("Maps of long ago", "for History"),
    ]


def test_the_subject_of_a_request_counts_and_a_summary_does_not_make_a_subject(hill):
    TopicRequest.objects.filter(pk=topic(hill, "Rivers", teacher=hill.cleo).pk).update(subject=hill.subject)
    new(hill, "Maps", subjects=["History"])
    new(hill, "Tales", summary="History, history and again history.")
    assert digest_of(hill, hill.cleo) == [("Maps", "for History")]


def test_only_topics_of_this_and_the_next_term_that_stand_count(hill):
    topic(hill, "Rivers", term=hill.terms[2])
    TopicRequest.objects.filter(pk=topic(hill, "Poems").pk).update(state="withdrawn")
    TopicRequest.objects.filter(pk=topic(hill, "Bridges").pk).update(state="declined")
    for name in ("Rivers", "Poems", "Bridges"):
        new(hill, name)
    assert digest_of(hill) == []


def test_the_best_comes_first(hill):
    topic(hill, "Volcanoes and earthquakes").year_levels.add(hill.year_level)
    new(hill, "Earthquakes", reads_from=16, reads_to=18)
    new(hill, "Fire mountains", subjects=["Volcanoes"])
    new(hill, "Volcanoes")
    new(hill, "Volcanoes for eleven", reads_from=10, reads_to=12)
    new(hill, "Volcanoes and earthquakes, a pair")
    new(hill, "A newer volcano", created_at=NOW - timedelta(hours=1))
    assert titles_for(hill) == [
        "Volcanoes and earthquakes, a pair",
        "Volcanoes for eleven",
        "A newer volcano",
        "Volcanoes",
        "Fire mountains",
        "Earthquakes",
    ]


def test_the_reading_ages_of_a_topic_go_before_its_year_levels(hill):
    said = topic(hill, "Volcanoes")
    said.year_levels.add(hill.year_level)
    TopicRequest.objects.filter(pk=said.pk).update(reads_from=7, reads_to=8)
    new(hill, "Volcanoes for small ones", reads_from=6, reads_to=8)
    new(hill, "Volcanoes for eleven", reads_from=10, reads_to=12)
    assert titles_for(hill) == ["Volcanoes for small ones", "Volcanoes for eleven"]


def test_eight_titles_are_enough(hill):
    topic(hill, "Volcanoes")
    for number in range(10):
        new(hill, f"Volcano {number}", created_at=YESTERDAY + timedelta(minutes=number))
    assert titles_for(hill) == [f"Volcano {number}" for number in range(9, 1, -1)]


def test_a_title_is_there_once_for_its_best_reason(hill):
    topic(hill, "Volcanoes")
    topic(hill, "Mountains of fire")
    new(hill, "Volcanoes", summary="Mountains of fire.")
    assert digest_of(hill) == [("Volcanoes", "for Volcanoes")]


# --- What is news -----------------------------------------------------------------------------------------


def test_what_is_news_to_a_person(hill):
    topic(hill, "Volcanoes")
    new(hill, "Volcanoes, new")
    new(hill, "Volcanoes, three weeks old", created_at=NOW - timedelta(days=21))
    new(hill, "Volcanoes, withdrawn", withdrawn_at=NOW, withdrawn_by=hill.ada)
    new(hill, "Volcanoes, catalogued again", added_on=TODAY - timedelta(days=900))
    new(hill, "Volcanoes, of last term", added_on=TODAY - timedelta(days=90))
    new(hill, "Volcanoes, of Ben's own", created_by=hill.ben)
    asked = new(hill, "Volcanoes, as Ben suggested")
    suggested = suggest(hill)
    type(suggested).objects.filter(pk=suggested.pk).update(resource=asked)
    planned = new(hill, "Volcanoes, put into a plan by Ben")
    plan = start_plan(school=hill.school, title="Atlas", partner=hill.ada, by=hill.ben, now=NOW)
    PlanResource.objects.create(plan=plan, resource=planned, added_at=NOW, added_by=hill.ben)
    assert titles_for(hill) == ["Volcanoes, new"]


def test_news_begin_where_the_last_digest_ended(hill):
    topic(hill, "Volcanoes")
    new(hill, "Volcanoes, told of", created_at=NOW - timedelta(days=9))
    new(hill, "Volcanoes, since then")
    before = DigestEdition.objects.create(school=hill.school, monday=TODAY - timedelta(days=9))
    week_ago = NOW - timedelta(days=7)
    Digest.objects.create(edition=before, member=hill.ben, since=week_ago, made_at=week_ago)
    assert titles_for(hill) == ["Volcanoes, since then"]


def test_nothing_of_another_school_is_news(hill, vale):
    topic(hill, "Volcanoes")
    elsewhere = new(hill, "Volcanoes of Vale", created_by=vale.nils)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(school=vale.school)
    assert digest_of(hill) == []


# --- Many people ------------------------------------------------------------------------------------------

ONCE, EACH_BUNCH = 6, 7
WORDS = ["Volcanoes", "Bridges", "Poems"]


@pytest.mark.parametrize("people", [1, 3])
def test_a_bunch_of_people_takes_the_same_queries_however_many_they_are(hill, people, django_assert_num_queries):
    names = [(f"t{number}", f"Teacher {number}", ["teacher"]) for number in range(people)]
    members = make_members(hill.school, names)
    for number, (member, word) in enumerate(zip(members, WORDS, strict=False)):
        member.departments.add(hill.humanities)
        MailChoices.objects.create(member=member, interests=[f"bees {number}"])
        topic(hill, word, teacher=member).year_levels.add(hill.year_level)
        start_plan(school=hill.school, title=f"Plan {number}", partner=member, term=hill.term, by=hill.ada, now=NOW)
        new(hill, word)
    Highlight.objects.create(edition=edition_of(hill), resource=new(hill, "Kites"), position=1)
    edition = DigestEdition.objects.select_related("school__digest_rules").get()
    with django_assert_num_queries(ONCE):
        making = Making(edition, NOW)
    with django_assert_num_queries(EACH_BUNCH):
        made = making.digests_for(members)
    assert [[fit.resource.title for fit in one.fits] for one in made] == [[word] for word in WORDS[:people]]


def test_each_gets_what_fits_them(hill):
    topic(hill, "Volcanoes")
    topic(hill, "Bridges", teacher=hill.cleo)
    new(hill, "Volcanoes")
    new(hill, "Bridges")
    made = Making(edition_of(hill), NOW).digests_for([hill.ben, hill.cleo, hill.hugo])
    assert [(one.member, [fit.resource.title for fit in one.fits]) for one in made] == [
        (hill.ben, ["Volcanoes"]),
        (hill.cleo, ["Bridges"]),
    ]


def test_year_levels_tell_ages_where_their_names_do(hill):
    reception = YearLevel.objects.create(school=hill.school, name="Reception", position=1)
    topic(hill, "Volcanoes").year_levels.add(reception)
    new(hill, "Volcanoes for students", reads_from=18, reads_to=25)
    assert digest_of(hill) == [("Volcanoes for students", "for Volcanoes, Reception")]
