"""What the demo shows, that it is the same every time, and that loading it a second time changes nothing."""

from datetime import date

from django.core.management import call_command
from django.db import transaction
from django.db.models import Max, Min

from collab.models import School
from outreach.letters.links import with_links
from outreach.models import Message, ProgrammePlacing
from planning import levels
from planning.models import RivalAnswer, UnitPlan
from resources.models import BoxBooking, CatalogueImport, PurchaseSuggestion, Resource, TopicRequest
from tests.letters import links_of
from tests.test_demo import everything, in_numbers, load


def test_loading_the_demo_twice_changes_nothing(demo_database):
    before = everything()
    assert load() == "The demo is there already; nothing was changed.\n"
    assert everything() == before


def test_the_demo_is_the_same_every_time(demo_database):
    before = everything()
    with transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
        assert not School.objects.exists()
        load()
        after = everything()
        transaction.set_rollback(True)
    assert after == before


def test_the_demo_shows_every_level_and_a_text_to_decide_about(demo_database):
    plans = UnitPlan.objects.filter(school__slug="hill").prefetch_related(
        "contributions__member", "lessons", "criteria__counts", "needs"
    )
    reached = {levels.reached(levels.librarian_parts(plan)).level for plan in plans}
    assert reached == {None, 1, 2, 3, 4}
    assert RivalAnswer.objects.filter(settled_at__isnull=True).count() == 1


def test_the_demo_tells_of_a_library_that_grows_and_of_what_stood_in_its_way(demo_database):
    hill = School.objects.get(slug="hill")
    keys = ("teachers", "level_reached", "classes", "barriers", "days_to_ready", "topics_behind")
    found = in_numbers(hill, date(2026, 11, 18), *keys)
    counted = {
        (key, part.part): (part.numbers.now, part.numbers.before)
        for key in ("level_reached", "barriers", "days_to_ready", "topics_behind")
        for part in found[key].parts
    }
    reached = [part.numbers for part in found["teachers"].parts if part.part == "reached"]
    assert (sum(one.now for one in reached), sum(one.before for one in reached)) == (19, 8)
    assert [counted["level_reached", level] for level in "1234"] == [(3, 4), (4, 5), (7, 1), (3, 1)]
    assert counted["barriers", "time"] == (1, 4)
    assert counted["days_to_ready", "ready"] == (7, 14)
    assert counted["topics_behind", "bare"] == (1, 0)
    assert found["classes"].whole.now > found["classes"].whole.before
    placed = ProgrammePlacing.objects.filter(school=hill).order_by("year")
    assert list(placed.values_list("year", "level")) == [("2024", 4), ("2025", 5), ("2026", 6)]


def test_the_demo_shows_all_that_the_library_prepares(demo_database):
    hill = School.objects.get(slug="hill")
    titles = Resource.objects.filter(school=hill)
    assert titles.count() >= 400
    assert set(titles.values_list("kind", flat=True)) == set(Resource.Kind.values)
    bookings = BoxBooking.objects.filter(box__school=hill)
    assert set(bookings.values_list("state", flat=True)) == set(BoxBooking.State.values)
    suggestions = PurchaseSuggestion.objects.filter(school=hill)
    assert set(suggestions.values_list("state", flat=True)) == set(PurchaseSuggestion.State.values)
    asked = TopicRequest.objects.filter(term__school=hill)
    assert asked.aggregate(years=Max("term__starts_on__year") - Min("term__starts_on__year"))["years"] == 2
    [imported] = CatalogueImport.objects.filter(school=hill)
    assert (imported.state, imported.added, imported.skipped, imported.flagged) == ("done", 9, 1, 1)


def test_both_bodies_of_every_mail_carry_the_same_links(demo_database):
    bodies = Message.objects.exclude(html="").values_list("key", "text", "html", "links")
    found = {key: links_of(with_links(text, links), with_links(html, links)) for key, text, html, links in bodies}
    assert {key: links for key, links in found.items() if links[0] != links[1]} == {}
