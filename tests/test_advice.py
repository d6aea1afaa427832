"""Advice: asked of a head or another colleague, given on one small page, changeable until it is decided, passed on."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from collab.errors import AlreadyDone, Refused
from collab.models import Department
from resources.advice.actions import ask_advice, give_advice
from resources.advice.handover import AdviceHandover
from resources.advice.permissions import may_give_advice
from resources.advice.queries import advice_seen_by, advice_waiting
from resources.models import Advice, BoxItem, BoxVersion, ResourceBox
from resources.purchases.actions import move_purchase
from tests.cast import NOW, make_member
from tests.forms import forms_of
from tests.racing import refusals
from tests.suggestions import ask, bring_to, moves_of, propose, say, suggest

CAST = ("ada", "ben", "cleo", "lena", "hugo", "omar", "nils")


def give_url(advice):
    return reverse("advice_give", kwargs={"school_slug": "hill", "advice_id": advice.pk})


def ask_url(purchase):
    return reverse("advice_ask", kwargs={"school_slug": "hill", "purchase_id": purchase.pk})


def weeding_ask_url(proposal):
    return reverse("weeding_advice_ask", kwargs={"school_slug": "hill", "weeding_id": proposal.pk})


def form_on(response, advice):
    """The form for an answer, as the page has it."""
    found = forms_of(response.content.decode(), give_url(advice))
    return next(form for form in found if form.action == give_url(advice))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def person(name, hill, vale):
    return vale.nils if name == "nils" else getattr(hill, name)


# --- Asking ----------------------------------------------------------------------------------------------


def test_the_head_of_the_department_is_proposed_and_asked(hill, as_ada):
    purchase = suggest(hill)
    page = as_ada.get(reverse("purchase", kwargs={"school_slug": "hill", "purchase_id": purchase.pk})).content.decode()
    assert f'<option value="{hill.hugo.pk}" selected>Hugo Lindqvist</option>' in page
    answer = as_ada.post(ask_url(purchase), {"of": hill.hugo.pk})
    assert (answer.url, said(answer)) == (purchase.get_absolute_url(), ["Hugo Lindqvist is asked."])
    assert [(one.asked_of, one.asked_by, one.answer) for one in purchase.advice.all()] == [(hill.hugo, hill.ada, "")]


def test_any_other_colleague_can_be_asked_but_not_who_suggested_it_or_is_asked_already(hill, as_ada):
    purchase = suggest(hill)
    for _ in range(2):
        answer = as_ada.post(ask_url(purchase), {"of": hill.cleo.pk})
    assert said(answer)[-1] == "This person cannot be asked. Choose again."
    answer = as_ada.post(ask_url(purchase), {"of": hill.ben.pk})
    assert [one.asked_of for one in purchase.advice.all()] == [hill.cleo]


@pytest.mark.parametrize("of", ["", "x", "99999999999999999999", "nils"])
def test_whoever_makes_no_sense_is_not_asked(hill, vale, as_ada, of):
    purchase = suggest(hill)
    answer = as_ada.post(ask_url(purchase), {"of": vale.nils.pk if of == "nils" else of})
    assert (answer.status_code, purchase.advice.count()) == (302, 0)


def test_a_head_who_suggested_it_is_not_proposed(hill, as_ada):
    purchase = suggest(hill, by=hill.hugo)
    page = as_ada.get(purchase.get_absolute_url()).content.decode()
    assert f'<option value="{hill.hugo.pk}"' not in page
    with pytest.raises(Refused, match="Hugo Lindqvist suggested it"):
        ask_advice(thing=purchase, of=hill.hugo, by=hill.ada, now=NOW)


def test_what_is_decided_is_not_asked_about(hill, as_ada):
    purchase = bring_to(hill, suggest(hill), "accepted")
    answer = as_ada.post(ask_url(purchase), {"of": hill.hugo.pk})
    assert (said(answer), purchase.advice.count()) == (["It is decided in the meantime: it is “accepted”."], 0)


def test_whoever_left_is_not_asked(hill):
    hill.cleo.deactivated_at = NOW
    hill.cleo.save()
    with pytest.raises(Refused, match="is not at the school any more"):
        ask_advice(thing=suggest(hill), of=hill.cleo, by=hill.ada, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_librarians_who_ask_at_once_one_is_told(hill):
    purchase = suggest(hill)

    def ask_hugo():
        ask_advice(thing=purchase, of=hill.hugo, by=hill.ada, now=NOW)

    assert refusals(ask_hugo, ask_hugo, of=Refused) == ["Hugo Lindqvist is asked already."]
    assert purchase.advice.count() == 1


def test_the_same_thread_serves_weeding(hill, as_ada, as_hugo):
    proposal = propose(hill)
    as_ada.post(weeding_ask_url(proposal), {"of": hill.hugo.pk})
    advice = proposal.advice.get()
    page = as_hugo.get(give_url(advice)).content.decode()
    assert ("May this go?" in page, "Yes, it may go" in page, "Out of date" in page) == (True, True, True)
    answer = as_hugo.post(give_url(advice), {"answer": "no", "line": "It is a classic"})
    proposal.refresh_from_db()
    assert (answer.url, proposal.state) == (proposal.get_absolute_url(), "advised")
    assert [(one.was, one.became, one.by) for one in proposal.moves.all()] == [
        ("", "asked", hill.ada),
        ("asked", "advised", hill.hugo),
    ]


# --- Giving ----------------------------------------------------------------------------------------------


def test_hugo_answers_with_one_press_and_a_line(hill, as_hugo):
    purchase = suggest(hill, why="The old one fell apart")
    advice = ask(hill, purchase)
    page = as_hugo.get(give_url(advice)).content.decode()
    for words in ("Would it be used?", "Rivers of the World", "The old one fell apart", "Ada Marlow asks"):
        assert words in page
    answer = as_hugo.post(give_url(advice), {"answer": "yes", "line": "Two classes, every year"})
    advice.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, purchase.get_absolute_url())
    assert (advice.answer, advice.line, advice.answered_by) == ("yes", "Two classes, every year", hill.hugo)
    assert moves_of(purchase)[-1] == ("asked", "advised", hill.hugo, "")


def test_the_first_answer_moves_it_on_and_further_ones_do_not(hill):
    purchase = suggest(hill)
    first, second = ask(hill, purchase), ask(hill, purchase, of=hill.cleo)
    say(first, "yes")
    say(second, "unsure", by=hill.cleo)
    assert [became for _, became, _, _ in moves_of(purchase)] == ["asked", "advised"]


def test_an_answer_can_be_changed_until_it_is_decided(hill, as_hugo):
    purchase = suggest(hill)
    advice = say(ask(hill, purchase), "yes", "At once")
    page = as_hugo.get(give_url(advice)).content.decode()
    assert ("At once</textarea>" in page, "The answer so far: yes, it would." in page) == (True, True)
    as_hugo.post(give_url(advice), {"answer": "no", "line": "We found another"})
    advice.refresh_from_db()
    assert (advice.answer, advice.line) == ("no", "We found another")
    purchase.refresh_from_db()
    move_purchase(purchase=purchase, to="accepted", why="", by=hill.ada, now=NOW)
    answer = as_hugo.post(give_url(advice), {"answer": "yes", "line": "After <all>"})
    page = answer.content.decode()
    advice.refresh_from_db()
    assert (answer.status_code, advice.answer) == (409, "no")
    assert ("It is decided in the meantime: it is “accepted”." in page, "After &lt;all&gt;" in page) == (True, True)
    assert "advice-answers" not in as_hugo.get(give_url(advice)).content.decode()


def test_an_answer_that_was_given_meanwhile_is_shown_and_not_written_over(hill, as_ada, as_hugo):
    advice = ask(hill, suggest(hill))
    form = form_on(as_ada.get(give_url(advice)), advice)
    as_hugo.post(give_url(advice), {"answer": "no", "line": "We have <two>"})
    noted = form.filled("") | {"answer": "yes", "line": "Said at the <counter>"}
    answer = as_ada.post(give_url(advice), noted)
    page = answer.content.decode()
    advice.refresh_from_db()
    assert (answer.status_code, advice.answer, advice.answered_by) == (409, "no", hill.hugo)
    for words in ("Hugo Lindqvist has answered in the meantime", "We have &lt;two&gt;", "Said at the &lt;counter&gt;"):
        assert words in page
    form = form_on(answer, advice)
    as_ada.post(give_url(advice), form.filled("") | {"answer": "yes", "line": "Said at the counter"})
    advice.refresh_from_db()
    assert (advice.answer, advice.line, advice.answered_by) == ("yes", "Said at the counter", hill.ada)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_an_answer_down_at_once_one_is_told(hill):
    advice = ask(hill, suggest(hill))

    def give(by, line):
        read = Advice.objects.get(pk=advice.pk)
        return lambda: give_advice(advice=read, answer="yes", line=line, by=by, now=NOW)

    told = refusals(give(hill.hugo, "Hugo"), give(hill.ada, "Ada"), of=Refused)
    assert told == ["Hugo Lindqvist has answered in the meantime."]
    assert Advice.objects.get().line == "Hugo"


def test_the_same_answer_twice_is_told_so(hill, as_hugo):
    advice = ask(hill, suggest(hill))
    answers = [as_hugo.post(give_url(advice), {"answer": "yes", "line": "Yes!"}) for _ in range(2)]
    assert said(answers[1])[-1] == "That is what stands there already."
    with pytest.raises(AlreadyDone):
        give_advice(advice=Advice.objects.get(), answer="yes", line="Yes!", by=hill.hugo, now=NOW)


@pytest.mark.parametrize(
    "typed",
    [{"line": "A line alone"}, {"answer": "maybe", "line": "A line alone"}, {"answer": "yes", "line": "x" * 501}],
)
def test_an_answer_that_does_not_fit_is_refused_and_the_line_is_kept(hill, as_hugo, typed):
    purchase = suggest(hill)
    advice = ask(hill, purchase)
    answer = as_hugo.post(give_url(advice), typed)
    purchase.refresh_from_db()
    assert (answer.status_code, typed["line"] in answer.content.decode(), purchase.state) == (422, True, "asked")


def test_after_an_answer_the_next_question_comes(hill, as_hugo):
    first, second = ask(hill, suggest(hill, "One")), ask(hill, suggest(hill, "Two"), now=NOW + timedelta(hours=1))
    assert as_hugo.post(give_url(first), {"answer": "yes", "line": ""}).url == give_url(second)


def test_no_question_follows_under_the_thumb_to_which_the_same_button_says_the_opposite(hill, as_hugo):
    atlas, old = suggest(hill), propose(hill)
    used, may_go = ask(hill, atlas), ask(hill, old)
    pages = [as_hugo.get(give_url(one)).content.decode() for one in (used, may_go)]
    assert [re.findall(r"#([a-z-]+)\"></use></svg> (?:Yes|No)", page) for page in pages] == [
        ["hand-thumbs-up", "hand-thumbs-down", "question-circle"],
        ["recycle", "bookmark", "question-circle"],
    ]
    assert as_hugo.post(give_url(used), {"answer": "yes", "line": ""}).url == atlas.get_absolute_url()


def test_whoever_is_asked_sees_the_price_and_where_a_title_stands(hill, as_hugo):
    atlas = suggest(hill, price=Decimal("24.95"), quantity=3)
    assert "3 copies · $24.95 each" in as_hugo.get(give_url(ask(hill, atlas))).content.decode()
    old = propose(hill)
    box = ResourceBox.objects.create(school=hill.school, name="Volcano box", created_at=NOW, created_by=hill.ada)
    version = BoxVersion.objects.create(box=box, number=1, created_at=NOW, created_by=hill.ada)
    BoxItem.objects.create(contents=version, resource=old.resource, name="Old", added_at=NOW, added_by=hill.ada)
    html = as_hugo.get(give_url(ask(hill, old))).content.decode()
    assert (html.count("It stands in:"), html.count(f'href="{box.get_absolute_url()}"')) == (1, 1)


def test_a_librarian_notes_what_somebody_said(hill, as_ada):
    purchase = suggest(hill)
    advice = ask(hill, purchase)
    assert "You write down what Hugo Lindqvist said." in as_ada.get(give_url(advice)).content.decode()
    as_ada.post(give_url(advice), {"answer": "yes", "line": ""})
    page = as_ada.get(purchase.get_absolute_url()).content.decode()
    assert "<strong>Hugo Lindqvist</strong> said: Yes, it would" in page
    assert "(noted by Ada Marlow)" in page


@pytest.mark.parametrize("who", CAST)
def test_only_who_is_asked_and_librarians_give_advice(hill, vale, who):
    advice = ask(hill, suggest(hill))
    assert may_give_advice(person(who, hill, vale), advice) == (who in ("ada", "hugo"))


def test_the_suggester_may_not_answer_and_others_learn_nothing(hill, as_ben, as_lena, as_cleo, as_nils):
    advice = ask(hill, suggest(hill))
    for client, status in ((as_ben, 403), (as_lena, 403), (as_cleo, 404), (as_nils, 404)):
        assert client.get(give_url(advice)).status_code == status
        assert client.post(give_url(advice), {"answer": "yes", "line": ""}).status_code == status
    assert "Hugo Lindqvist is asked this." in as_ben.get(give_url(advice)).content.decode()


@pytest.mark.parametrize("who", CAST)
def test_advice_is_seen_by_who_may_see_what_it_is_about(hill, vale, who):
    purchase, proposal = suggest(hill), propose(hill)
    ask(hill, purchase)
    ask(hill, proposal)
    member = person(who, hill, vale)
    expected = [
        thing for thing in (purchase, proposal) if type(thing).objects.visible_to(member).filter(pk=thing.pk).exists()
    ]
    assert [one.about for one in advice_seen_by(member)] == expected


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_while_it_is_decided_is_refused(hill):
    purchase = suggest(hill)
    advice = ask(hill, purchase)

    def decide():
        move_purchase(purchase=purchase, to="accepted", why="", by=hill.ada, now=NOW)

    def answer():
        give_advice(advice=Advice.objects.get(pk=advice.pk), answer="yes", line="", by=hill.hugo, now=NOW)

    assert refusals(decide, answer, of=Refused) == ["It is decided in the meantime: it is “accepted”."]
    assert Advice.objects.get().answer == ""


# --- Waiting and passing on ------------------------------------------------------------------------------


def test_what_waits_for_hugo_is_asked_unanswered_and_undecided(hill):
    ask(hill, suggest(hill, "Waits"))
    say(ask(hill, suggest(hill, "Answered")))
    overtaken = suggest(hill, "Overtaken")
    ask(hill, overtaken)
    bring_to(hill, overtaken, "declined")
    ask(hill, propose(hill), now=NOW + timedelta(hours=1))
    assert [str(one.about) for one in advice_waiting(hill.hugo)] == ["Waits", "Rivers of the World"]
    assert list(advice_waiting(hill.ada)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_what_waits_costs_one_query(hill, django_assert_num_queries, number):
    for index in range(number):
        ask(hill, suggest(hill, f"Suggestion {index}"))
    with django_assert_num_queries(1):
        assert len([(str(one.about), one.asked_by.name) for one in advice_waiting(hill.hugo)]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_question_costs_three_queries(hill, as_hugo, django_assert_num_queries, number):
    questions = [ask(hill, suggest(hill, f"Suggestion {index}")) for index in range(number)]
    with django_assert_num_queries(3):
        assert as_hugo.get(give_url(questions[0])).status_code == 200


def test_unanswered_advice_passes_on_and_answers_stay(hill):
    waits, answered = ask(hill, suggest(hill, "Waits")), say(ask(hill, suggest(hill, "Answered")))
    both = suggest(hill, "Both are asked")
    ask(hill, both)
    ask(hill, both, of=hill.cleo)
    own = ask(hill, suggest(hill, "Cleo's own", by=hill.cleo))
    [holding] = AdviceHandover().holdings(hill.hugo, seen_by=hill.ada)
    assert (holding.title, holding.count) == ("Advice not given yet", 3)
    assert holding.items[0] == ("Waits", waits.purchase.get_absolute_url())
    AdviceHandover().hand_over(member=hill.hugo, to=hill.cleo, by=hill.omar, now=NOW)
    assert Advice.objects.get(pk=waits.pk).asked_of == hill.cleo
    assert Advice.objects.get(pk=answered.pk).asked_of == hill.hugo
    assert [one.asked_of for one in both.advice.all()] == [hill.cleo]
    assert not Advice.objects.filter(pk=own.pk).exists()
    assert list(AdviceHandover().holdings(hill.hugo, seen_by=hill.ada)) == []


def test_who_may_not_see_a_suggestion_gets_no_link_to_it(hill):
    Department.objects.filter(pk=hill.humanities.pk).update(head=None)
    ask(hill, suggest(hill))
    [holding] = AdviceHandover().holdings(hill.hugo, seen_by=hill.omar)
    assert holding.items == (("Rivers of the World", ""),)


def test_somebody_new_is_asked_like_everybody(hill, as_ada):
    zoe = make_member(hill.school, "zoe", "Zoë <b>Q</b>", ["teacher"])
    purchase = suggest(hill)
    as_ada.post(ask_url(purchase), {"of": zoe.pk})
    page = as_ada.get(purchase.get_absolute_url()).content.decode()
    assert ("Zoë &lt;b&gt;Q&lt;/b&gt; has not answered yet." in page, "Zoë <b>" in page) == (True, False)
