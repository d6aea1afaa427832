"""Keeping the catalogue: titles by hand and by ISBN, copies by scan, lost races, the words that are kept."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from collab.errors import AlreadyDone, Refused
from resources.boxes.actions import add_box
from resources.boxes.contents import add_item
from resources.catalogue import isbn
from resources.catalogue.actions import (
    add_copy,
    add_resource,
    change_resource,
    restore_copy,
    withdraw_copy,
    withdraw_resource,
)
from resources.catalogue.queries import boxes_with
from resources.catalogue.twins import twins_of
from resources.catalogue.words import add_words, neighbours, words_of
from resources.lists.actions import add_list
from resources.lists.entries.actions import add_entries
from resources.models import CatalogueWord, Copy, Resource
from tests.cast import NOW, TODAY
from tests.racing import refusals

VALID = "9780140328721"
OTHER = "9780306406157"
PART = {"HX-Request": "true", "HX-Target": "copies"}


def url(name, **about):
    return reverse(name, kwargs={"school_slug": "hill", **about})


def add(by, title="Tales", **values):
    return add_resource(values={"title": title, "added_on": TODAY} | values, by=by, now=NOW)


def typed(**values):
    """What the form sends: a title with its kind and day, and what is given."""
    return {"title": "Tales", "kind": "book", "added_on": "2026-11-18"} | values


@pytest.fixture
def tales(hill):
    return add(hill.ada, isbns=[VALID], barcodes=["R1"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (VALID, VALID),
        ("978-0-14-032872-1", VALID),
        ("978 0 14 032872 1", VALID),
        ("978‑0‑14‑032872‑1", VALID),
        ("９７８０１４０３２８７２１", VALID),
        ("0140328726", VALID),
        ("0-14-032872-6 (pbk.) £4.99", VALID),
        ("ISBN-13: 9780140328721 :", VALID),
        ("ISBN-10 0140328726", VALID),
        ("080442957x", "9780804429573"),
        ("9780140328722", None),
        ("97801403287210", None),
        ("R0012", None),
        ("", None),
    ],
)
def test_an_isbn_is_read_as_it_stands_on_books(text, number):
    assert isbn.read(text)[0] == number


def test_what_is_no_isbn_is_kept_as_it_was_typed():
    assert isbn.read("  0140328727  (set) ") == (None, "0140328727 (set)")
    assert len(isbn.read("x" * 500)[1]) == 60


def test_the_words_of_a_record_are_kept_with_their_neighbours(hill):
    add(hill.ada, "The Müller of 1984", creators=["Dahl, Ines"], subjects=["Ox mills"])
    kept = dict(CatalogueWord.objects.values_list("word", "near"))
    assert set(kept) == {"the", "müller", "dahl", "ines", "mills"}
    assert kept["dahl"] == ["dahl", "ahl", "dah", "dal", "dhl"]
    assert neighbours("müller")[0] == "muller"


def test_a_word_is_kept_once_and_the_longest_ones_are_not(hill, django_assert_num_queries):
    assert words_of(title="x" * 61 + " " + "ß" * 40) == set()
    with django_assert_num_queries(2):
        add_words(hill.school.pk, {"volcano", "river"})
        add_words(hill.school.pk, {"volcano"})
        add_words(hill.school.pk, set())
    assert sorted(CatalogueWord.objects.values_list("word", flat=True)) == ["river", "volcano"]


def test_a_title_is_added_with_everything_and_its_copies(hill, as_ada):
    answer = as_ada.post(
        url("resource_add"),
        typed(
            subtitle="For cold nights",
            creators="Grimm, Jacob\n\n  Grimm,   Wilhelm \nGrimm, Jacob",
            isbns="978-0-14-032872-1, 0306406152\nISBN 12",
            subjects="Fairy tales\nGermany",
            summary="Old and new.",
            reads_from="8",
            reads_to="11",
            publisher="North Window",
            year="2021",
            call_number="398.2 GRI",
            location="Fiction",
            link="lib.example/tales",
            barcodes="R1\nR2\n",
        ),
    )
    added = Resource.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{added.get_absolute_url()}?scan")
    assert (added.creators, added.isbns, added.odd_isbns) == (
        ["Grimm, Jacob", "Grimm, Wilhelm"],
        [VALID, OTHER],
        ["ISBN 12"],
    )
    assert (added.subjects, added.link, added.year) == (["Fairy tales", "Germany"], "https://lib.example/tales", 2021)
    assert (added.school, added.created_by, added.dictionary) == (hill.school, hill.ada, "english")
    assert [copy.barcode for copy in added.copies.all()] == ["R1", "R2"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give it a title."),
        ({"reads_from": "12", "reads_to": "8"}, "The older age stands second."),
        ({"creators": "x" * 201}, "is too long: at most 200 characters."),
        ({"barcodes": "R1"}, "R1 is the barcode of “Tales”."),
        ({"link": "no link"}, "Enter a valid URL."),
        ({"isbns": "\n".join(map(str, range(201)))}, "At most 200 lines."),
        ({"isbns": "no ISBN " * 9}, "is no ISBN, and too long to be kept here."),
        ({"reads_from": "9" * 5000}, "An age in years, at most 99."),
        ({"reads_to": "32767"}, "An age in years, at most 99."),
        ({"year": "21"}, "A year has four digits, for example 2021."),
        ({"year": "99999"}, "A year has four digits, for example 2021."),
        ({"added_on": "18 November"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_is_kept(tales, as_ada, wrong, sentence):
    answer = as_ada.post(url("resource_add"), typed(title="New tales", summary="Typed for a long time") | wrong)
    html = answer.content.decode()
    assert (answer.status_code, sentence in html, "Typed for a long time" in html) == (422, True, True)
    assert Resource.objects.count() == 1


def test_an_isbn_that_is_here_already_is_asked_about(tales, as_ada):
    answer = as_ada.post(url("resource_add"), typed(title="Tales again", isbns="0-14-032872-6"))
    html = answer.content.decode()
    assert (answer.status_code, "You have this already" in html) == (422, True)
    assert f'<a href="{tales.get_absolute_url()}?scan">Tales</a>' in html
    again = as_ada.post(url("resource_add"), typed(title="Tales again", isbns=VALID, anyway=str(tales.pk)))
    assert (again.status_code, Resource.objects.count()) == (302, 2)


def told(client, name="resource_add", *, about=None, **values):
    """The part of the form that tells of records that are here already, as the browser asks for it while one types."""
    answer = client.post(url(name, **(about or {})), values, headers={"HX-Request": "true", "HX-Target": "twins"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_twin_is_told_of_while_its_isbn_is_typed_and_nothing_is_saved(tales, as_ada):
    part = told(as_ada, title="", isbns="0-14-032872-6\n", barcodes="R9")
    assert "You have this already" in part
    assert f'<a href="{tales.get_absolute_url()}?scan">Tales</a>' in part
    assert f'name="copy_to" value="{tales.pk}"' in part
    assert f'name="anyway" value="{tales.pk}"' in part
    assert (Resource.objects.count(), Copy.objects.count()) == (1, 1)
    assert [told(as_ada, isbns=isbns).strip() for isbns in (OTHER, "", "978", "\n" * 70 + "x" * 300)] == [""] * 4


def test_the_form_asks_for_twins_by_itself_and_the_tick_box_stands_with_the_warning(tales, as_ada):
    page = as_ada.get(url("resource_add")).content.decode()
    assert ('id="twins"' in page, 'hx-post="/hill/library/titles/add/"' in page) == (True, True)
    html = as_ada.post(url("resource_add"), typed(isbns=VALID)).content.decode()
    order = ('for="id_isbns"', "You have this already", 'name="anyway"', 'for="id_title"')
    places = [html.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("title", "creators", "is_twin"),
    [
        ("the MULLER!", "Ines Dahl", True),
        ("The Müller", "DAHL, INES\nUeda, Koji", True),
        ("The Müller", "", True),
        ("The Müller", "Ueda, Koji", False),
        ("The Müllers", "Dahl, Ines", False),
        ("Müller", "Dahl, Ines", False),
        ("!", "", False),
    ],
)
def test_a_record_with_the_same_title_and_creator_is_a_twin_too(hill, as_ada, title, creators, is_twin):
    add(hill.ada, "The Müller", creators=["Dahl, Ines"])
    assert ("You may have this already" in told(as_ada, title=title, creators=creators)) is is_twin
    answer = as_ada.post(url("resource_add"), typed(title=title, creators=creators))
    assert (answer.status_code, Resource.objects.count()) == ((422, 1) if is_twin else (302, 2))


def test_a_tick_counts_for_the_twins_that_were_shown_with_it_and_no_others(hill, tales, as_ada):
    river = add(hill.ada, "River", isbns=[OTHER])
    both = typed(title="New", isbns=f"{VALID} {OTHER}".replace(" ", "\n"))
    assert as_ada.post(url("resource_add"), both | {"anyway": str(tales.pk)}).status_code == 422
    kept = told(as_ada, isbns=VALID, anyway=f"{tales.pk} {river.pk}")
    assert "checked" in kept
    assert "checked" not in told(as_ada, isbns=OTHER, anyway=str(tales.pk))
    assert as_ada.post(url("resource_add"), both | {"anyway": f"{tales.pk} {river.pk}"}).status_code == 302


def test_one_press_adds_the_copies_to_the_twin(tales, as_ada):
    page = f"{tales.get_absolute_url()}?scan"
    answer = as_ada.post(url("resource_add"), {"copy_to": tales.pk, "isbns": VALID, "barcodes": "R2\nR3"}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "R2 and R3 are copies of “Tales” now." in answer.content.decode()
    assert sorted(tales.copies.values_list("barcode", flat=True)) == ["R1", "R2", "R3"]
    empty = as_ada.post(url("resource_add"), {"copy_to": tales.pk, "isbns": VALID}, follow=True)
    assert "Scan the barcode of the new copy of “Tales”." in empty.content.decode()
    assert (Resource.objects.count(), tales.copies.count()) == (1, 3)


def test_one_press_puts_a_withdrawn_twin_back_with_its_new_copy(hill, tales, as_ada):
    withdraw_resource(resource=tales, by=hill.ada, now=NOW)
    assert "Put it back and add a copy" in told(as_ada, isbns=VALID)
    as_ada.post(url("resource_add"), {"copy_to": tales.pk, "barcodes": "R2"})
    tales.refresh_from_db()
    assert (tales.withdrawn_at, tales.copies.count()) == (None, 2)


def test_a_copy_that_the_twin_cannot_take_keeps_what_was_typed(hill, tales, as_ada):
    add(hill.ada, "River", barcodes=["R9"])
    withdraw_resource(resource=tales, by=hill.ada, now=NOW)
    sent = {"copy_to": tales.pk, "isbns": VALID, "barcodes": "R2\nR9", "summary": "Typed for a long time"}
    html = (answer := as_ada.post(url("resource_add"), sent)).content.decode()
    assert (answer.status_code, "R9 is the barcode of “River”." in html, "long time" in html) == (422, True, True)
    assert "Give it a title." not in html
    tales.refresh_from_db()
    assert (tales.withdrawn_at, tales.copies.count()) == (NOW, 1)


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "-1", "0"])
def test_a_twin_that_is_none_is_not_found(tales, vale, as_ada, key):
    assert as_ada.post(url("resource_add"), {"copy_to": key, "barcodes": "R2"}).status_code == 404
    theirs = add(vale.nils)
    assert as_ada.post(url("resource_add"), {"copy_to": theirs.pk, "barcodes": "R2"}).status_code == 404
    assert Copy.objects.count() == 1


def test_a_title_that_is_changed_is_no_twin_of_itself_and_takes_no_copy(hill, tales, as_ada):
    about = {"resource_id": tales.pk}
    assert told(as_ada, "resource_change", about=about, title="Tales", isbns=VALID).strip() == ""
    river = add(hill.ada, "River", isbns=[OTHER])
    part = told(as_ada, "resource_change", about=about, title="Tales", isbns=OTHER)
    assert (f'<a href="{river.get_absolute_url()}">River</a>' in part, "copy_to" in part) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_to_ask_for_twins_costs_the_same_for_one_and_for_three(hill, as_ada, django_assert_num_queries, number):
    for _ in range(number):
        add(hill.ada, isbns=[VALID])
    with django_assert_num_queries(11):
        part = told(as_ada, title="Tales", isbns=VALID)
    assert part.count("Add a copy to it") == number


def test_the_isbns_of_another_school_are_none_of_ours(vale, as_ada):
    add(vale.nils, isbns=[VALID])
    assert as_ada.post(url("resource_add"), typed(isbns=VALID)).status_code == 302


def test_several_isbns_on_one_line_are_all_kept(as_ada):
    as_ada.post(url("resource_add"), typed(isbns=f"{VALID} (hbk.) {OTHER}, 080442957X 0-14-032872-6\nset of two"))
    assert Resource.objects.values_list("isbns", "odd_isbns").get() == (
        [VALID, OTHER, "9780804429573"],
        ["set of two"],
    )


def test_what_an_import_wrote_can_be_saved_again(hill, as_ada):
    long = {"subjects": [f"{number:03}" + "x" * 197 for number in range(100)], "creators": [str(n) for n in range(100)]}
    tales = add(hill.ada, odd_isbns=[f"odd {number}" for number in range(100)], **long)
    sent = {name: "\n".join(lines) for name, lines in long.items()} | {"isbns": "\n".join(tales.odd_isbns)}
    answer = as_ada.post(url("resource_change", resource_id=tales.pk), typed(version=1, subtitle="New", **sent))
    tales.refresh_from_db()
    assert (answer.status_code, tales.subtitle, tales.subjects) == (302, "New", long["subjects"])


def test_whoever_changes_something_else_is_not_asked_about_twins_again(hill, tales, as_ada):
    add(hill.ada, isbns=[VALID])
    page = url("resource_change", resource_id=tales.pk)
    assert as_ada.post(page, typed(isbns=VALID, version=1, subtitle="New")).status_code == 302
    assert as_ada.post(page, typed(isbns=f"{VALID}\n{OTHER}", version=2)).status_code == 422


def test_a_copy_is_not_added_to_a_title_that_was_withdrawn_meanwhile(hill, tales, as_ada):
    withdraw_resource(resource=tales, by=hill.ada, now=NOW)
    for headers in (PART, {}):
        answer = as_ada.post(url("copy_add", resource_id=tales.pk), {"barcode": "R5"}, headers=headers)
        html = answer.content.decode()
        assert (answer.status_code, "Put it back first" in html, 'value="R5"' in html) == (422, True, True)
    assert tales.copies.count() == 1


@settings_of_hypothesis(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text(alphabet="aAé'\\&|!():*<>- 01.%_\"İßñमि\0", max_size=30))
def test_nothing_that_people_type_breaks_the_search_for_twins(hill, text):
    twins_of(member=hill.ada, isbns=[VALID], title=text, creators=[text])


def test_a_title_is_changed_and_its_odd_isbn_is_offered_again(hill, as_ada):
    tales = add(hill.ada, isbns=[VALID], odd_isbns=["12"])
    page = as_ada.get(url("resource_change", resource_id=tales.pk)).content.decode()
    assert f"{VALID}\n12</textarea>" in page
    sent = typed(title="Old tales", isbns=VALID, version=tales.version)
    assert as_ada.post(url("resource_change", resource_id=tales.pk), sent).status_code == 302
    tales.refresh_from_db()
    assert (tales.title, tales.isbns, tales.odd_isbns, tales.version) == ("Old tales", [VALID], [], 2)
    assert CatalogueWord.objects.filter(word="old").exists()


def test_of_two_changes_the_second_is_shown_the_first_and_keeps_its_text(hill, tales, as_ada):
    values = {"title": "Tales of others", "creators": ["Dahl, Ines"]}
    change_resource(resource=tales, version=1, values=values, by=hill.ada, now=NOW)
    sent = typed(title="My tales", creators="Ueda, Koji", isbns=VALID, version=1)
    answer = as_ada.post(url("resource_change", resource_id=tales.pk), sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    for words in ("You changed this in another window", "Tales of others", "Dahl, Ines", "My tales", "Ueda, Koji"):
        assert words in html
    assert as_ada.post(url("resource_change", resource_id=tales.pk), sent | {"version": 2}).status_code == 302
    tales.refresh_from_db()
    assert (tales.title, tales.creators) == ("My tales", ["Ueda, Koji"])


def test_what_was_typed_about_a_title_that_is_gone_meanwhile_can_be_added_again(hill, tales, as_ada, as_nils):
    page = url("resource_change", resource_id=tales.pk)
    tales.delete()
    answer = as_ada.post(page, typed(summary="Typed for a long time", version=1))
    html = answer.content.decode()
    assert (answer.status_code, "Typed for a long time" in html) == (409, True)
    assert f'<form method="post" action="{url("resource_add")}" novalidate>' in html
    assert "Somebody removed this while you were typing." in html
    assert [as_ada.get(page).status_code, as_ada.post(page, typed()).status_code] == [404, 404]
    assert as_nils.post(page, typed(version=1)).status_code == 404


def test_a_title_is_withdrawn_and_put_back(hill, tales, as_ada):
    as_ada.post(url("resource_withdraw", resource_id=tales.pk))
    tales.refresh_from_db()
    assert (tales.withdrawn_by, tales.version) == (hill.ada, 2)
    page = as_ada.get(tales.get_absolute_url()).content.decode()
    assert ("took this title off the shelf" in page, "Put back" in page, "copy-barcode" in page) == (True, True, False)
    again = as_ada.post(url("resource_withdraw", resource_id=tales.pk), follow=True)
    assert "It is withdrawn already." in again.content.decode()
    as_ada.post(url("resource_restore", resource_id=tales.pk))
    tales.refresh_from_db()
    assert tales.withdrawn_at is None
    again = as_ada.post(url("resource_restore", resource_id=tales.pk), follow=True)
    assert "It is on the shelf already." in again.content.decode()


def test_a_scan_adds_a_copy_and_the_field_is_ready_for_the_next(tales, as_ada):
    page = url("copy_add", resource_id=tales.pk)
    part = as_ada.post(page, {"barcode": " R2 "}, headers=PART).content.decode()
    assert part.startswith('<section class="card" id="copies"')
    assert ("R2 is added. Ready for the next." in part, 'value="" ' in part, "autofocus" in part) == (True, True, True)
    plain = as_ada.post(page, {"barcode": "R3"})
    assert plain["Location"] == f"{tales.get_absolute_url()}?scan"
    assert "autofocus" in as_ada.get(f"{tales.get_absolute_url()}?scan").content.decode()
    assert "autofocus" not in as_ada.get(tales.get_absolute_url()).content.decode()
    assert sorted(tales.copies.values_list("barcode", flat=True)) == ["R1", "R2", "R3"]


@pytest.mark.parametrize(
    ("barcode", "sentence"),
    [
        ("", "Scan a barcode, or type one."),
        ("R1", "R1 is here already."),
        ("R9", "R9 is the barcode of “River”."),
        (VALID, f"{VALID} is the ISBN of this title"),
        ("x" * 61, "A barcode has at most 60 characters."),
    ],
)
def test_a_barcode_that_cannot_be_taken_says_why(hill, tales, as_ada, barcode, sentence):
    add(hill.ada, "River", barcodes=["R9"])
    for headers in (PART, {}):
        answer = as_ada.post(url("copy_add", resource_id=tales.pk), {"barcode": barcode}, headers=headers)
        html = answer.content.decode()
        kept = "" if barcode in sentence else barcode
        assert (answer.status_code, sentence in html, f'id="copy-barcode" value="{kept}"' in html) == (422, True, True)
    assert tales.copies.count() == 1


def test_the_same_barcode_is_another_copy_at_another_school(tales, vale):
    river = add(vale.nils, "River")
    assert add_copy(resource=river, barcode="R1", by=vale.nils, now=NOW).school == vale.school


def test_a_copy_is_withdrawn_and_comes_back_by_hand_or_by_scan(hill, tales, as_ada, as_ben):
    copy = tales.copies.get()
    as_ada.post(url("copy_withdraw", copy_id=copy.pk))
    assert "R1" not in as_ben.get(tales.get_absolute_url()).content.decode()
    assert "Withdrawn on" in as_ada.get(tales.get_absolute_url()).content.decode()
    with pytest.raises(AlreadyDone):
        withdraw_copy(copy=copy, by=hill.ada, now=NOW)
    as_ada.post(url("copy_restore", copy_id=copy.pk))
    with pytest.raises(AlreadyDone):
        restore_copy(copy=copy, by=hill.ada, now=NOW)
    withdraw_copy(copy=copy, by=hill.ada, now=NOW)
    assert add_copy(resource=tales, barcode="R1", by=hill.ada, now=NOW) == copy
    assert Copy.objects.get().withdrawn_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_adds_the_title(hill):
    values = {"title": "Tales", "added_on": TODAY, "isbns": [VALID], "creators": []}

    def press():
        add_resource(values=values, by=hill.ada, now=NOW, known=set())

    said = "This was added a moment ago, perhaps by a second press of the button. Look whether it is the same."
    assert refusals(press, press, of=Refused) == [said]
    assert Resource.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_scans_at_once_of_one_barcode_one_is_refused(hill):
    tales, river = add(hill.ada), add(hill.ada, "River")

    def scan(resource):
        return lambda: add_copy(resource=resource, barcode="R7", by=hill.ada, now=NOW)

    assert refusals(scan(tales), scan(river), of=Refused) == ["R7 is the barcode of “Tales”."]
    assert Copy.objects.get().resource == tales


def test_a_title_says_which_boxes_and_lists_it_is_in(hill, tales, as_ben):
    box = add_box(values={"name": "Fairy box"}, by=hill.ada, now=NOW)
    add_item(box=box, resource=tales, by=hill.ada, now=NOW)
    reading = add_list(values={"title": "Cold nights"}, by=hill.ada, now=NOW)
    add_entries(resource_list=reading, entries=[{"kind": "title", "resource": tales}], by=hill.ada, now=NOW)
    html = as_ben.get(tales.get_absolute_url()).content.decode()
    assert f'<a href="{box.get_absolute_url()}">Fairy box</a>' in html
    assert f'<a href="{reading.get_absolute_url()}">Cold nights</a>' in html


def test_what_was_in_an_earlier_version_of_a_box_is_in_it_no_more(hill, tales):
    box = add_box(values={"name": "Fairy box"}, by=hill.ada, now=NOW)
    item = add_item(box=box, resource=tales, by=hill.ada, now=NOW)
    assert boxes_with(member=hill.ben, resource=tales) == [box]
    box.versions.update(sealed_at=NOW)
    box.versions.create(number=2, created_at=NOW, created_by=hill.ada)
    assert (item.contents.number, boxes_with(member=hill.ben, resource=tales)) == (1, [])


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_title_costs_six_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    tales = add(hill.ada, barcodes=[f"R{index}" for index in range(number)])
    for index in range(number):
        box = add_box(values={"name": f"Box {index}"}, by=hill.ada, now=NOW)
        add_item(box=box, resource=tales, by=hill.ada, now=NOW)
    with django_assert_num_queries(6):
        html = as_ada.get(tales.get_absolute_url()).content.decode()
    assert html.count("Withdraw R") == number


def test_readers_read_and_librarians_keep(tales, as_ben, as_ada, as_nils):
    html = as_ben.get(tales.get_absolute_url()).content.decode()
    for words in ("Change", "copy-barcode", "Withdraw"):
        assert words not in html
    assert as_nils.get(tales.get_absolute_url()).status_code == 404
    assert as_ben.get(url("resource_add")).status_code == 403
    assert as_ben.post(url("copy_add", resource_id=tales.pk), {"barcode": "R5"}).status_code == 403
    assert as_ada.get(url("resource", resource_id=10**17)).status_code == 404


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    hostile = "<script>alert(1)</script>"
    texts = ("title", "subtitle", "publisher", "summary", "call_number", "location")
    lists = ("creators", "odd_isbns", "subjects", "barcodes")
    tales = add(hill.ada, **dict.fromkeys(texts[1:], hostile) | {name: [hostile] for name in lists}, title=hostile)
    for page in (tales.get_absolute_url(), url("resource_change", resource_id=tales.pk)):
        html = as_ada.get(page).content.decode()
        assert ("<script>alert" in html, "&lt;script&gt;alert(1)&lt;/script&gt;" in html) == (False, True)


def test_without_look_up_the_form_is_ready_for_a_scan_and_asks_nobody(as_ada):
    html = as_ada.get(url("resource_add"), {"isbn": VALID}).content.decode()
    assert (f"{VALID}</textarea>" in html, "Look up" in html, "autofocus" in html) == (True, False, True)


@contextmanager
def open_library(settings, body, *, status=200, wait=0):
    """A server on this machine that answers like Open Library; yields the paths that it was asked for."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            time.sleep(wait)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_about):
            """Keeps the tests quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.OPEN_LIBRARY, settings.OPEN_LIBRARY_ADDRESS = True, f"http://127.0.0.1:{server.server_port}"
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


KNOWN = {
    "title": "Tales",
    "subtitle": "For cold nights",
    "authors": [{"name": "Jacob Grimm"}, {"name": None}, "x"],
    "publishers": [{"name": "North Window"}],
    "publish_date": "October 1, 1988",
    "subjects": [{"name": f"Subject {number}"} for number in range(20)],
    "number_of_pages": 96,
}


def test_an_isbn_fills_in_the_form(as_ada, settings):
    with open_library(settings, json.dumps({f"ISBN:{VALID}": KNOWN}).encode()) as asked:
        html = as_ada.get(url("resource_add"), {"isbn": "0-14-032872-6"}).content.decode()
    assert asked == [f"/api/books?bibkeys=ISBN%3A{VALID}&jscmd=data&format=json"]
    for words in ('value="Tales"', 'value="For cold nights"', "Jacob Grimm</textarea>", 'value="1988"', "Subject 7<"):
        assert words in html
    assert ("Subject 8" in html, "From Open Library. Look it over." in html) == (False, True)
    assert Resource.objects.count() == 0


def test_a_title_that_is_here_already_is_shown_when_its_isbn_is_looked_up(tales, as_ada, settings):
    with open_library(settings, json.dumps({f"ISBN:{VALID}": KNOWN}).encode()):
        html = as_ada.get(url("resource_add"), {"isbn": VALID}).content.decode()
    assert ("You have this already" in html, tales.get_absolute_url() in html) == (True, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 200),
        (b"[]", 200),
        (b'{"ISBN:9780140328721": 3}', 200),
        (b"{}", 500),
        (b"{}", 302),
        (b"[" * 90_000, 200),
        (b" " * 400_000 + b"{}", 200),
    ],
    ids=["cut off", "no object", "no title", "error", "elsewhere", "deep", "long"],
)
def test_an_answer_that_makes_no_sense_leaves_the_form_to_the_librarian(as_ada, settings, body, status):
    with open_library(settings, body, status=status):
        answer = as_ada.get(url("resource_add"), {"isbn": VALID})
    html = answer.content.decode()
    assert (answer.status_code, "Open Library does not answer." in html, VALID in html) == (200, True, True)


def test_an_isbn_that_is_unknown_or_none_is_said(as_ada, settings):
    with open_library(settings, b"{}") as asked:
        assert "does not know" in as_ada.get(url("resource_add"), {"isbn": VALID}).content.decode()
        assert "is not an ISBN" in as_ada.get(url("resource_add"), {"isbn": "9780140328722"}).content.decode()
        sent = as_ada.post(f"{url('resource_add')}?isbn={VALID}", typed(isbns=VALID))
    assert (sent.status_code, len(asked)) == (302, 1)


def test_a_server_that_is_slow_or_gone_is_not_waited_for(as_ada, settings):
    started = time.monotonic()
    with open_library(settings, b"{}", wait=2):
        html = as_ada.get(url("resource_add"), {"isbn": VALID}).content.decode()
        assert ("Open Library does not answer." in html, time.monotonic() - started < 4) == (True, True)
    html = as_ada.get(url("resource_add"), {"isbn": VALID}).content.decode()
    assert "Open Library does not answer." in html
