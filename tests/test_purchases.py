"""Purchase suggestions: made once, seen by whom they concern, moved along one table, and on the shelf in the end."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now

from collab.errors import Refused
from resources.advice.permissions import may_see_thing
from resources.models import BoxVersion, Copy, PurchaseSuggestion, Resource, ResourceBox, ResourceList
from resources.purchases.actions import change_purchase, move_purchase
from resources.purchases.permissions import may_change_purchase
from resources.purchases.queries import purchases_with_everything
from resources.purchases.states import NEXT, State
from tests.cast import NOW
from tests.forms import forms_of
from tests.racing import refusals
from tests.suggestions import ask, bring_to, moves_of, say, suggest, title, topic

CAST = ("ada", "ben", "cleo", "lena", "hugo", "omar", "nils")
ISBN = "9780140328721"
EMPTY = {
    "title": "",
    "creator": "",
    "isbn": "",
    "link": "",
    "why": "",
    "quantity": "1",
    "price": "",
    "department": "",
    "request": "",
}


def url(name, purchase=None, **query):
    parts = {"school_slug": "hill"} | ({"purchase_id": purchase.pk} if purchase else {})
    return reverse(name, kwargs=parts, query=query)


def person(name, hill, vale):
    return vale.nils if name == "nils" else getattr(hill, name)


def loaded(purchase):
    found = PurchaseSuggestion.objects.select_related("department", "request").prefetch_related("advice")
    return found.get(pk=purchase.pk)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- Who sees and changes them ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("of_department", [False, True])
@pytest.mark.parametrize("is_asked", [False, True])
@pytest.mark.parametrize("is_for_topic", [False, True])
def test_who_may_see_a_suggestion_is_who_finds_it(hill, vale, who, of_department, is_asked, is_for_topic):
    department = hill.humanities if of_department else None
    request = topic(hill, teacher=hill.omar) if is_for_topic else None
    purchase = suggest(hill, department=department, request=request)
    if is_asked:
        ask(hill, purchase, of=hill.cleo)
    member = person(who, hill, vale)
    found = PurchaseSuggestion.objects.visible_to(member).filter(pk=purchase.pk).exists()
    assert may_see_thing(member, loaded(purchase)) == found


def test_librarians_leaders_the_suggester_the_head_and_who_is_asked_see_it(hill, vale):
    purchase = suggest(hill)
    assert {who for who in CAST if may_see_thing(person(who, hill, vale), loaded(purchase))} == {
        "ada",
        "lena",
        "ben",
        "hugo",
    }
    ask(hill, purchase, of=hill.cleo)
    assert may_see_thing(hill.cleo, loaded(purchase))


def test_the_teacher_of_the_topic_sees_what_the_library_suggests_for_it(hill, as_ben):
    purchase = bring_to(hill, suggest(hill, by=hill.ada, request=topic(hill), department=None), "available")
    page = as_ben.get(url("purchase", purchase)).content.decode()
    assert ("It is in the library" in page, may_see_thing(hill.ben, loaded(purchase))) == (True, True)


def test_a_colleague_whom_it_does_not_concern_and_another_school_get_404(hill, as_cleo, as_omar, as_nils):
    purchase = suggest(hill)
    for client in (as_cleo, as_omar, as_nils):
        assert client.get(url("purchase", purchase)).status_code == 404
        assert client.post(url("purchase_change", purchase)).status_code == 404


def test_the_suggester_changes_it_until_it_is_weighed_and_librarians_always(hill):
    purchase = suggest(hill)
    assert [may_change_purchase(one, purchase) for one in (hill.ben, hill.ada, hill.hugo)] == [True, True, False]
    purchase = bring_to(hill, purchase, "advised")
    assert [may_change_purchase(one, purchase) for one in (hill.ben, hill.ada, hill.hugo)] == [False, True, False]


def test_a_colleague_hears_who_changes_it(hill, as_hugo, as_ben):
    purchase = suggest(hill)
    answer = as_hugo.get(url("purchase_change", purchase))
    assert (
        answer.status_code,
        "Ben Okafor, who suggested it, and the librarians change it." in answer.content.decode(),
    ) == (
        403,
        True,
    )
    bring_to(hill, purchase, "accepted")
    answer = as_ben.get(url("purchase_change", purchase))
    assert (answer.status_code, "It is “accepted” already." in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("name", ["purchase_move", "purchase_available", "advice_ask"])
def test_only_librarians_move_them_and_ask(hill, as_ben, as_lena, as_hugo, name):
    purchase = suggest(hill)
    for client in (as_ben, as_lena, as_hugo):
        assert client.post(url(name, purchase), {"to": "accepted"}).status_code == 403
    purchase.refresh_from_db()
    assert purchase.state == "asked"


# --- Suggesting ------------------------------------------------------------------------------------------


def test_a_title_is_enough(hill, as_ben):
    answer = as_ben.post(url("purchase_add"), EMPTY | {"title": "Atlas of Water"})
    purchase = PurchaseSuggestion.objects.get()
    assert (answer.status_code, answer.url) == (302, purchase.get_absolute_url())
    assert (purchase.title, purchase.state, purchase.created_by, purchase.quantity) == (
        "Atlas of Water",
        "asked",
        hill.ben,
        1,
    )
    assert moves_of(purchase) == [("", "asked", hill.ben, "")]


def test_the_form_proposes_the_topic_its_department_and_what_the_address_says(hill, as_ben, as_cleo):
    rivers = topic(hill)
    page = as_ben.get(url("purchase_add", request=rivers.pk, title="Floods", isbn=ISBN)).content.decode()
    for part in (
        f'<option value="{rivers.pk}" selected>Rivers (Term 4, 2026)</option>',
        f'<option value="{hill.humanities.pk}" selected>',
        'value="Floods"',
        f'value="{ISBN}"',
    ):
        assert part in page
    page = as_cleo.get(url("purchase_add", request=rivers.pk)).content.decode()
    assert "Rivers (" not in page
    assert f'<option value="{hill.science.pk}" selected>' in page


def test_topics_on_offer_are_ones_own_and_for_librarians_those_of_this_term_and_the_next(hill, as_ada, as_ben):
    topic(hill, "Rivers")
    topic(hill, "Bridges", teacher=hill.cleo)
    old = topic(hill, "Castles", term=hill.terms[0])
    pages = {client.member: client.get(url("purchase_add")).content.decode() for client in (as_ada, as_ben)}
    names = ("Rivers (", "Bridges (", "Castles (")
    assert [name in pages[hill.ben] for name in names] == [True, False, False]
    assert [name in pages[hill.ada] for name in names] == [True, True, False]
    assert "Castles (" in as_ada.get(url("purchase_add", request=old.pk)).content.decode()


def test_a_suggestion_for_a_topic_stands_behind_it(hill, as_ben):
    rivers = topic(hill)
    as_ben.post(url("purchase_add", request=rivers.pk), EMPTY | {"title": "Floods", "request": rivers.pk})
    assert [one.title for one in rivers.purchases.all()] == ["Floods"]


@pytest.mark.parametrize("query", [{"request": "x"}, {"request": "9" * 30}, {"title": "t" * 900, "isbn": "i" * 90}])
def test_an_address_that_makes_no_sense_still_opens_the_form(hill, as_ben, query):
    assert as_ben.get(url("purchase_add", **query)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("978-0-14-032872-1", ISBN), ("ISBN 0-14-032872-6 (pbk.)", ISBN), ("978-0-14-032872-2", "978-0-14-032872-2")],
)
def test_an_isbn_is_kept_as_digits_and_a_bad_one_as_typed(hill, as_ben, typed, kept):
    as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda", "isbn": typed})
    purchase = PurchaseSuggestion.objects.get()
    assert purchase.isbn == kept
    page = as_ben.get(url("purchase", purchase)).content.decode()
    assert ("Not a valid ISBN" in page) == (kept != ISBN)


@pytest.mark.parametrize(
    ("typed", "price"),
    [("24.95", "24.95"), ("$24.95", "24.95"), ("24,95", "24.95"), ("AUD 1,200", "1200.00"), ("1.200,50", "1200.50")],
)
def test_a_price_is_read_as_people_type_it(hill, as_ben, typed, price):
    as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda", "price": typed})
    assert str(PurchaseSuggestion.objects.get().price) == price


HOSTILE = {
    "title": "t" * 301,
    "creator": "c" * 201,
    "isbn": "i" * 41,
    "link": "javascript:alert(1)",
    "why": "w" * 1001,
    "quantity": "99999999999999999999",
    "price": "NaN",
    "department": "x",
    "request": "99999999999999999999",
}


@pytest.mark.parametrize("field", HOSTILE)
def test_what_does_not_fit_is_refused_at_its_field_and_nothing_typed_is_lost(hill, as_ben, field):
    typed = EMPTY | {"title": "Matilda", "why": "<b>Everybody</b> asks"} | {field: HOSTILE[field]}
    answer = as_ben.post(url("purchase_add"), typed)
    page = answer.content.decode()
    assert (answer.status_code, PurchaseSuggestion.objects.exists()) == (422, False)
    assert f'id="id_{field}_error"' in page or f'id="error_1_id_{field}"' in page
    if field != "why":
        assert "&lt;b&gt;Everybody&lt;/b&gt; asks" in page
    if field not in ("department", "request"):
        assert HOSTILE[field] in page


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("ftp://files.example/atlas", "Give the address of a web page, such as https://example.org/page."),
        ("https://ben:secret@shop.example/atlas", "Leave the user name and the password out of the address."),
    ],
)
def test_a_link_leads_to_a_page_of_the_web_and_tells_no_password(hill, as_ben, as_ada, link, told):
    answer = as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda", "link": link})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    purchase = bring_to(hill, suggest(hill), "ordered")
    answer = as_ada.post(url("purchase_available", purchase), ARRIVED | {"link": link})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("price", ["-1", "1e99", "abc", "9999999999", "1.234"])
def test_what_is_no_price_is_refused(hill, as_ben, price):
    assert as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda", "price": price}).status_code == 422


def test_what_the_catalogue_has_is_said_once_and_then_suggested_all_the_same(hill, as_ben):
    known = title(hill, "Matilda", isbns=[ISBN])
    typed = EMPTY | {"title": "Matilda, new edition", "isbn": "0-14-032872-6", "why": "Four more copies"}
    answer = as_ben.post(url("purchase_add"), typed)
    page = answer.content.decode()
    assert (answer.status_code, PurchaseSuggestion.objects.count()) == (409, 0)
    for part in (
        "It is known already",
        f'In the library: <a href="/hill/library/titles/{known.pk}/"',
        "Four more copies",
    ):
        assert part in page
    answer = as_ben.post(url("purchase_add"), typed | {"told": f"title-{known.pk}"})
    assert (answer.status_code, PurchaseSuggestion.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("in_the_catalogue", "typed"),
    [
        ("Matilda", " MATILDA "),
        ("The river’s edge: a walk", "The River’s Edge: a Walk"),
        ("水の本", "水の本"),
        ("1.5 degrees and/or Node.js", "1.5 DEGREES and/or node.js"),
    ],
)
def test_who_types_only_a_title_is_told_that_the_library_has_it(hill, as_ben, in_the_catalogue, typed):
    known = title(hill, in_the_catalogue)
    title(hill, f"{in_the_catalogue} and more")
    answer = as_ben.post(url("purchase_add"), EMPTY | {"title": typed})
    page = answer.content.decode()
    assert (answer.status_code, page.count("In the library: "), known.get_absolute_url() in page) == (409, 1, True)
    assert as_ben.post(url("purchase_add"), EMPTY | {"title": typed, "told": f"title-{known.pk}"}).status_code == 302


@pytest.mark.parametrize("typed", ["?!", "'); DROP", "a:* & b", "\\", "the"])
def test_a_title_of_any_characters_is_looked_for_and_suggested(hill, as_ben, typed):
    assert as_ben.post(url("purchase_add"), EMPTY | {"title": typed}).status_code == 302
    assert PurchaseSuggestion.objects.get().title == typed


def test_what_was_withdrawn_from_the_catalogue_is_not_known(hill, as_ben):
    title(hill, "Matilda", isbns=[ISBN], withdrawn_at=NOW, withdrawn_by=hill.ada)
    assert as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda", "isbn": ISBN}).status_code == 302


def test_what_was_suggested_is_shown_to_all_and_by_whom_only_to_those_who_may_see_it(hill, as_cleo, as_hugo):
    first = suggest(hill, "Matilda", isbn=ISBN, why="A secret reason")
    for client, is_linked in ((as_cleo, False), (as_hugo, True)):
        answer = client.post(url("purchase_add"), EMPTY | {"title": "MATILDA"})
        page = answer.content.decode()
        assert (answer.status_code, "suggested on 18 November 2026, asked" in page) == (409, True)
        assert (first.get_absolute_url() in page, "A secret reason" in page, "Ben Okafor" in page) == (
            is_linked,
            False,
            False,
        )
        answer = client.post(url("purchase_add"), EMPTY | {"title": "Matilda", "told": f"suggestion-{first.pk}"})
        assert answer.status_code == 302 if client is as_cleo else 409


def test_a_form_that_is_sent_twice_is_asked_about_the_second_time(hill, as_ben):
    statuses = [as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda"}).status_code for _ in range(2)]
    assert (statuses, PurchaseSuggestion.objects.count()) == ([302, 409], 1)


def test_nothing_of_another_school_is_known(hill, vale, as_ben):
    PurchaseSuggestion.objects.create(school=vale.school, title="Matilda", created_by=vale.nils, created_at=NOW)
    assert as_ben.post(url("purchase_add"), EMPTY | {"title": "Matilda"}).status_code == 302


# --- Changing --------------------------------------------------------------------------------------------


def test_ben_changes_his_suggestion(hill, as_ben):
    purchase = suggest(hill)
    as_ben.post(url("purchase_change", purchase), EMPTY | {"title": "Rivers", "price": "30", "version": 1})
    purchase.refresh_from_db()
    assert (purchase.title, str(purchase.price), purchase.version, purchase.department) == ("Rivers", "30.00", 2, None)


def test_of_two_changes_the_second_is_shown_what_stands(hill, as_ben, as_ada):
    purchase = suggest(hill)
    as_ada.post(url("purchase_change", purchase), EMPTY | {"title": "Rivers I", "version": 1})
    answer = as_ben.post(url("purchase_change", purchase), EMPTY | {"title": "Rivers <II>", "version": 1})
    page = answer.content.decode()
    assert (answer.status_code, "Ada Marlow changed this" in page, "Rivers I</dd>" in page) == (409, True, True)
    assert "Rivers &lt;II&gt;" in page
    answer = as_ben.post(url("purchase_change", purchase), EMPTY | {"title": "Rivers II", "version": 2})
    purchase.refresh_from_db()
    assert (answer.status_code, purchase.title) == (302, "Rivers II")


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_written(hill):
    purchase = suggest(hill)

    def change(name):
        read = PurchaseSuggestion.objects.get(pk=purchase.pk)
        return lambda: change_purchase(
            purchase=read, version=1, values={"title": name}, by=hill.ada, now=NOW + timedelta(hours=1)
        )

    assert refusals(change("One"), change("Two"), of=Refused) == ["Somebody changed this while you were typing."]
    assert PurchaseSuggestion.objects.get(pk=purchase.pk).title == "One"


# --- Moving ----------------------------------------------------------------------------------------------


def test_the_table_of_moves_is_this():
    assert {str(was): sorted(map(str, to)) for was, to in NEXT.items()} == {
        "asked": ["accepted", "advised", "declined"],
        "advised": ["accepted", "declined"],
        "accepted": ["declined", "ordered"],
        "ordered": ["accepted", "available"],
        "available": [],
        "declined": ["advised", "asked"],
    }


ON_A_PRESS = [to for to in State if to not in (State.AVAILABLE, State.ADVISED)]


@pytest.mark.parametrize(("was", "to"), list(product(State, ON_A_PRESS)))
def test_a_librarian_moves_it_as_the_table_says_and_no_other_way(hill, was, to):
    purchase = bring_to(hill, suggest(hill), was)
    before = len(moves_of(purchase))
    if to in NEXT[was]:
        move_purchase(purchase=purchase, to=to, why="Because", by=hill.ada, now=NOW)
        assert (purchase.state, moves_of(purchase)[-1]) == (to, (was, to, hill.ada, "Because"))
    else:
        with pytest.raises(Refused):
            move_purchase(purchase=purchase, to=to, why="Because", by=hill.ada, now=NOW)
        assert (PurchaseSuggestion.objects.get(pk=purchase.pk).state, len(moves_of(purchase))) == (was, before)


def test_the_page_has_a_button_for_each_move_and_a_press_moves_it(hill, as_ada):
    purchase = suggest(hill)
    page = as_ada.get(url("purchase", purchase)).content.decode()
    assert [words in page for words in ("Accept it", "Decline it", "It is ordered", "It has arrived")] == [
        True,
        True,
        False,
        False,
    ]
    answer = as_ada.post(url("purchase_move", purchase), {"to": "accepted"})
    assert (answer.url, said(answer)) == (purchase.get_absolute_url(), ["It is accepted now."])
    as_ada.post(url("purchase_move", purchase), {"to": "ordered"})
    page = as_ada.get(url("purchase", purchase)).content.decode()
    assert [words in page for words in ("It has arrived", "It is not ordered after all", "Decline it")] == [
        True,
        True,
        False,
    ]


def test_a_press_that_comes_twice_is_told_so(hill, as_ada):
    purchase = suggest(hill)
    answers = [as_ada.post(url("purchase_move", purchase), {"to": "accepted"}) for _ in range(2)]
    assert [said(answer)[-1] for answer in answers] == ["It is accepted now.", "It is “accepted” already."]


def test_what_is_declined_needs_a_reason_which_the_suggester_reads(hill, as_ada, as_ben):
    purchase = suggest(hill)
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "why": "  "})
    assert (answer.status_code, "Say why, for Ben Okafor to read." in answer.content.decode()) == (422, True)
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "why": "We have <three> like it."})
    assert answer.status_code == 302
    page = as_ben.get(url("purchase", purchase)).content.decode()
    assert ("Not this time" in page, "We have &lt;three&gt; like it." in page) == (True, True)


def test_a_reason_that_is_too_long_is_refused_and_kept(hill, as_ada):
    purchase = suggest(hill)
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "why": "y" * 501})
    assert (answer.status_code, "y" * 501 in answer.content.decode()) == (422, True)


def test_a_reason_is_kept_where_somebody_was_quicker(hill, as_ada):
    purchase = bring_to(hill, suggest(hill), "ordered")
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "why": "Nobody needs it"})
    page = answer.content.decode()
    assert (answer.status_code, "Nobody needs it" in page) == (409, True)
    assert "From “ordered” it cannot become “declined”." in page


def test_who_decides_on_a_page_that_is_out_of_date_is_told_and_the_reason_is_kept(hill, as_ada):
    purchase = suggest(hill)
    assert 'name="was" value="asked"' in as_ada.get(url("purchase", purchase)).content.decode()
    bring_to(hill, purchase, "accepted")
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "was": "asked", "why": "No <money>"})
    page = answer.content.decode()
    assert (answer.status_code, "Somebody was quicker: it is “accepted” now. Look again." in page) == (409, True)
    assert ("No &lt;money&gt;" in page, 'name="was" value="accepted"' in page) == (True, True)
    answer = as_ada.post(url("purchase_move", purchase), {"to": "accepted", "was": "asked"})
    assert said(answer) == ["Somebody did that a moment ago: it is “accepted”."]


def test_of_two_who_decline_it_the_second_keeps_the_reason(hill, as_ada):
    purchase = bring_to(hill, suggest(hill), "declined")
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "was": "asked", "why": "Out of <print>"})
    page = answer.content.decode()
    assert (answer.status_code, "Out of &lt;print&gt;" in page, "Too dear" in page) == (409, True, True)
    answer = as_ada.post(url("purchase_move", purchase), {"to": "declined", "was": "asked", "why": "Too dear"})
    assert answer.status_code == 302


@pytest.mark.parametrize("typed", [{"to": "x"}, {"to": ""}, {"to": "accepted", "was": "x"}])
def test_a_move_that_makes_no_sense_is_refused_in_a_sentence(hill, as_ada, typed):
    purchase = suggest(hill)
    answer = as_ada.post(url("purchase_move", purchase), typed)
    assert (answer.status_code, "Press one of the buttons." in answer.content.decode()) == (422, True)
    assert len(moves_of(purchase)) == 1


def test_only_advice_makes_it_advised(hill, as_ada):
    purchase = suggest(hill)
    answer = as_ada.post(url("purchase_move", purchase), {"to": "advised"})
    assert (answer.status_code, moves_of(purchase)) == (409, [("", "asked", hill.ben, "")])
    assert "It is advised as soon as somebody gives advice." in answer.content.decode()


def test_what_was_declined_opens_again_where_it_stood(hill):
    plain, advised = suggest(hill, "Plain"), bring_to(hill, suggest(hill, "Advised"), "advised")
    for purchase in (plain, advised):
        move_purchase(purchase=purchase, to="declined", why="No money", by=hill.ada, now=NOW)
        move_purchase(purchase=purchase, to="asked", why="", by=hill.ada, now=NOW)
    assert [plain.state, advised.state] == ["asked", "advised"]


@pytest.mark.django_db(transaction=True)
def test_of_two_librarians_who_decide_at_once_one_is_told(hill):
    purchase = suggest(hill)

    def decide(to):
        read = PurchaseSuggestion.objects.get(pk=purchase.pk)
        return lambda: move_purchase(purchase=read, to=to, why="No money", by=hill.ada, now=NOW)

    told = refusals(decide("accepted"), decide("declined"), of=Refused)
    assert told == ["Somebody was quicker: it is “accepted” now. Look again."]
    assert [became for _, became, _, _ in moves_of(purchase)] == ["asked", "accepted"]


# --- On the shelf ----------------------------------------------------------------------------------------


ARRIVED = {"which": "new", "barcodes": "", "kind": "book", "title": "Rivers", "creator": "", "isbn": "", "link": ""}


def test_what_has_arrived_becomes_a_title_of_the_catalogue_with_its_copies(hill, as_ada):
    purchase = bring_to(hill, suggest(hill, isbn=ISBN, quantity=2), "ordered")
    typed = ARRIVED | {"isbn": "978-0-14-032872-1", "creator": "Roald Dahl", "barcodes": "B100\r\nB101\r\nB100\r\n"}
    answer = as_ada.post(url("purchase_available", purchase), typed)
    assert (answer.status_code, answer.url) == (302, purchase.get_absolute_url())
    purchase.refresh_from_db()
    resource = purchase.resource
    assert (purchase.state, resource.title, resource.isbns, resource.creators) == (
        "available",
        "Rivers",
        [ISBN],
        ["Roald Dahl"],
    )
    assert [copy.barcode for copy in resource.copies.all()] == ["B100", "B101"]
    assert moves_of(purchase)[-1][:3] == ("ordered", "available", hill.ada)


def test_what_has_arrived_gets_its_place_and_copies_without_a_barcode_are_told(hill, as_ada):
    title(hill, "Matilda", location="Fiction")
    purchase = bring_to(hill, suggest(hill, quantity=6), "ordered")
    page = url("purchase_available", purchase)
    assert '<option value="Fiction"></option>' in as_ada.get(page).content.decode()
    typed = ARRIVED | {"barcodes": "B1 B2", "call_number": "551.48 RIV", "location": "Non-fiction"}
    [told] = [str(message) for message in as_ada.post(page, typed, follow=True).context["messages"]]
    assert told.endswith("2 of 6 copies have a barcode; add the others on the page of the title.")
    purchase.refresh_from_db()
    assert (purchase.resource.call_number, purchase.resource.location) == ("551.48 RIV", "Non-fiction")


def test_a_title_with_its_isbn_is_offered_first_and_gets_the_copies(hill, as_ada):
    known = title(hill, "Matilda", isbns=[ISBN])
    purchase = bring_to(hill, suggest(hill, isbn=ISBN), "ordered")
    page = as_ada.get(url("purchase_available", purchase)).content.decode()
    assert f'value="{known.pk}"' in page
    as_ada.post(url("purchase_available", purchase), ARRIVED | {"which": known.pk, "barcodes": "B7"})
    purchase.refresh_from_db()
    assert (purchase.resource, Resource.objects.count(), known.copies.get().barcode) == (known, 1, "B7")


def test_a_barcode_of_another_copy_is_refused_and_nothing_is_made(hill, as_ada):
    Copy.objects.create(school=hill.school, resource=title(hill, "Other"), barcode="B7", added_on="2026-01-01")
    purchase = bring_to(hill, suggest(hill), "ordered")
    answer = as_ada.post(url("purchase_available", purchase), ARRIVED | {"barcodes": "B6\nB7"})
    page = answer.content.decode()
    assert (answer.status_code, "B7 is the barcode of “Other”." in page, "B6\nB7" in page) == (
        422,
        True,
        True,
    )
    purchase.refresh_from_db()
    assert (purchase.state, Resource.objects.count(), Copy.objects.count()) == ("ordered", 1, 1)


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", ""), ("title", "t" * 501), ("barcodes", "b" * 61), ("link", "nowhere at all"), ("which", "77")],
)
def test_an_arrival_that_does_not_fit_is_refused(hill, as_ada, field, text):
    purchase = bring_to(hill, suggest(hill), "ordered")
    answer = as_ada.post(url("purchase_available", purchase), ARRIVED | {field: text})
    assert (answer.status_code, Resource.objects.count()) == (422, 0)


def test_what_is_not_ordered_does_not_arrive(hill, as_ada):
    purchase = suggest(hill)
    assert as_ada.get(url("purchase_available", purchase)).status_code == 302
    answer = as_ada.post(url("purchase_available", purchase), ARRIVED)
    assert (answer.status_code, Resource.objects.count()) == (422, 0)


def test_arriving_twice_makes_one_title(hill, as_ada):
    purchase = bring_to(hill, suggest(hill), "ordered")
    answers = [as_ada.post(url("purchase_available", purchase), ARRIVED) for _ in range(2)]
    assert ([answer.status_code for answer in answers], Resource.objects.count()) == ([302, 302], 1)


def test_it_is_offered_to_who_asked_and_to_the_boxes_and_lists_of_the_topic(hill, as_ben):
    rivers = topic(hill)
    made = {"school": hill.school, "created_at": NOW, "created_by": hill.ada}
    box = ResourceBox.objects.create(name="Rivers box", **made)
    links = ResourceList.objects.create(title="Rivers links", owner=hill.ada, **made)
    box.requests.add(rivers)
    links.requests.add(rivers)
    purchase = bring_to(hill, suggest(hill, request=rivers), "available")
    page = as_ben.get(url("purchase", purchase)).content.decode()
    for part in ("It is in the library", purchase.resource.get_absolute_url(), "Rivers box", "Rivers links"):
        assert part in page
    assert [one.resource for one in rivers.purchases.all()] == [purchase.resource]
    assert "Put it in" not in page


def test_a_librarian_puts_it_into_box_and_list_with_one_press_each(hill, as_ada):
    rivers = topic(hill)
    made = {"school": hill.school, "created_at": NOW, "created_by": hill.ada}
    box = ResourceBox.objects.create(name="Rivers box", **made)
    BoxVersion.objects.create(box=box, number=1, created_at=NOW, created_by=hill.ada)
    links = ResourceList.objects.create(title="Rivers links", owner=hill.ada, **made)
    box.requests.add(rivers)
    links.requests.add(rivers)
    purchase = bring_to(hill, suggest(hill, request=rivers), "available")
    path = url("purchase", purchase)
    offered = [form for form in forms_of(as_ada.get(path).content.decode(), path) if "/items/" in form.action]
    offered += [form for form in forms_of(as_ada.get(path).content.decode(), path) if "/entries/" in form.action]
    assert [as_ada.post(form.action, form.filled("")).status_code for form in offered] == [302, 302]
    page = as_ada.get(path).content.decode()
    assert ("It is in there" in page, "It is on there" in page, "Put it in" in page) == (True, True, False)


def test_a_department_without_a_head_is_said_beside_the_question(hill, as_ada):
    for department, expected in ((hill.science, True), (hill.humanities, False), (None, False)):
        page = as_ada.get(url("purchase", suggest(hill, department=department))).content.decode()
        assert ("has no head. Ask somebody who would know." in page) == expected


def test_who_declines_what_somebody_suggested_who_left_is_told_so(hill, as_ada):
    purchase = suggest(hill)
    assert "Ben Okafor reads this." in as_ada.get(url("purchase", purchase)).content.decode()
    hill.ben.deactivated_at = NOW
    hill.ben.save()
    page = as_ada.get(url("purchase", purchase)).content.decode()
    assert "Ben Okafor has left; it stays with the suggestion." in page
    assert as_ada.post(url("purchase_move", purchase), {"to": "declined", "why": "Too dear"}).status_code == 302


def test_an_order_that_is_late_says_since_when_to_the_librarian(hill, as_ada, as_ben):
    long_ago = now() - timedelta(days=31)
    late = bring_to(hill, suggest(hill, "Late"), "ordered", now=long_ago)
    lately = bring_to(hill, suggest(hill, "Lately"), "ordered", now=now() - timedelta(days=30))
    words = f"It was ordered on {date_format(localtime(long_ago, hill.school.zone), 'j F Y')}, more than 30 days ago."
    pages = [client.get(url("purchase", one)).content.decode() for client, one in ((as_ada, late), (as_ben, late))]
    pages.append(as_ada.get(url("purchase", lately)).content.decode())
    assert [words in page for page in pages] == [True, False, False]


# --- What the page shows and costs -----------------------------------------------------------------------


def test_the_thread_says_who_was_asked_what_they_said_and_each_move(hill, as_ben):
    purchase = suggest(hill)
    say(ask(hill, purchase, now=NOW + timedelta(minutes=1)), "yes", "Two classes would <use> it.")
    purchase.refresh_from_db()
    move_purchase(purchase=purchase, to="accepted", why="", by=hill.ada, now=NOW + timedelta(minutes=9))
    page = as_ben.get(url("purchase", purchase)).content.decode()
    thread = page[page.index('<ol class="advice-thread">') :]
    words = [
        "<strong>Ben Okafor</strong> suggested it",
        "<strong>Ada Marlow</strong> asked Hugo Lindqvist",
        "<strong>Hugo Lindqvist</strong> said: Yes, it would",
        "Two classes would &lt;use&gt; it.",
        "<strong>Ada Marlow</strong> accepted it",
    ]
    assert sorted(words, key=thread.index) == words


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_thread_holds(hill, as_ada, django_assert_num_queries, number):
    purchase = suggest(hill, isbn=ISBN)
    for member in (hill.hugo, hill.cleo, hill.lena)[:number]:
        say(ask(hill, purchase, of=member), now=NOW + timedelta(hours=1))
    with django_assert_num_queries(12):
        assert as_ada.get(url("purchase", purchase)).status_code == 200
    bring_to(hill, PurchaseSuggestion.objects.get(pk=purchase.pk), "accepted")
    with django_assert_num_queries(7):
        assert as_ada.get(url("purchase", purchase)).status_code == 200


def test_a_suggestion_comes_with_everything_in_three_queries(hill, django_assert_num_queries):
    suggest(hill)
    with django_assert_num_queries(3):
        list(purchases_with_everything(hill.ada))
