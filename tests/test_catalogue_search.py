"""Searching the catalogue: what finds what, in which order, for whom, and at what cost."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from collab.models import School
from resources.catalogue.actions import add_resource, withdraw_resource
from resources.catalogue.dictionaries import BY_LANGUAGE, dictionary_of
from resources.catalogue.finding.filters import Asked
from resources.catalogue.finding.queries import page_of_resources
from resources.catalogue.finding.spelling import nearest
from resources.catalogue.permissions import may_see_resource
from resources.catalogue.words import words_in, words_of
from resources.models import Resource
from resources.models.catalogue import DICTIONARIES
from tests.cast import NOW, TODAY

PART = {"HX-Request": "true", "HX-Target": "found"}
TYPING = PART | {"HX-Trigger-Name": "q"}


def catalogue_url(**query):
    return reverse("catalogue", kwargs={"school_slug": "hill"}, query=query)


def download_url(**query):
    return reverse("catalogue_download", kwargs={"school_slug": "hill"}, query=query)


def add(by, title, **values):
    return add_resource(values={"title": title, "added_on": TODAY} | values, by=by, now=NOW)


def search(member, **query):
    return page_of_resources(member=member, asked=Asked.read(query, member=member))


def found(member, q="", **query):
    """The titles that are found, in order."""
    return [row.title for row in search(member, q=q, **query).found.rows]


def speak(hill, locale):
    """The school changes its language before anything is in its catalogue."""
    School.objects.filter(pk=hill.school.pk).update(locale=locale)
    for member in hill.people:
        member.school.locale = locale


def test_the_title_comes_before_the_subtitle_the_subjects_and_the_summary(hill):
    add(hill.ada, "Fire below", summary="All about one volcano and another volcano.")
    add(hill.ada, "Hot rocks", subjects=["Volcano"])
    add(hill.ada, "Mountains", subtitle="When a volcano wakes")
    add(hill.ada, "The volcano")
    assert found(hill.ben, "volcano") == ["The volcano", "Mountains", "Hot rocks", "Fire below"]


def test_names_are_found_as_they_are_written_and_before_summaries(hill):
    add(hill.ada, "Tales", creators=["Grimm, Jacob", "Grimm, Wilhelm"])
    add(hill.ada, "Lives", summary="Of the brothers Grimm.")
    assert found(hill.ben, "grimm") == ["Tales", "Lives"]
    assert found(hill.ben, "wilhelm grim") == ["Tales"]


def test_words_are_found_in_other_forms_by_the_language_of_the_school(hill):
    add(hill.ada, "Fire", summary="Eruptions and earthquakes")
    assert found(hill.ben, "erupting earthquake") == ["Fire"]


def test_another_language_has_its_own_dictionary(hill):
    speak(hill, "de")
    add(hill.ada, "Feuer", summary="Von Häusern und Bäumen")
    assert found(hill.ben, "häuser") == ["Feuer"]
    assert Resource.objects.get().dictionary == "german"


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("volc", ["Volcanoes of the world"]),
        ("world vol", ["Volcanoes of the world"]),
        ("vol world", []),
        ("VOLCANOES", ["Volcanoes of the world"]),
        ("the volcanoes", ["Volcanoes of the world"]),
        ("volcanoes rivers", []),
        ("the", ["The Who", "Volcanoes of the world"]),
        ("it", ["It"]),
        ("the who", ["The Who"]),
        ("!!", []),
        ("&|!():*<->'\\", []),
        ("volcanoes & ! |", ["Volcanoes of the world"]),
    ],
)
def test_all_words_are_needed_and_the_last_one_may_go_on(hill, q, expected):
    for title in ("Volcanoes of the world", "It", "The Who"):
        add(hill.ada, title)
    assert sorted(found(hill.ben, q)) == sorted(expected)


def test_a_whole_word_comes_before_the_beginning_of_one(hill):
    add(hill.ada, "Cathedrals")
    add(hill.ada, "The cat", added_on=date(2020, 1, 1))
    assert found(hill.ben, "cat") == ["The cat", "Cathedrals"]


@pytest.mark.parametrize("q", ["the river", "The River", "THE RIVER", "  the   river ", "The river:", "the rivér"])
def test_the_title_that_was_typed_comes_first_and_then_those_that_begin_with_it(hill, q):
    for title in ("The River", "The river", "The river: a story", "By the river", "River", "The rivers"):
        add(hill.ada, title, added_on=date(2020, 1, 1))
    add(hill.ada, "River of the north", creators=["River, The"], subtitle="The river, the river, the river")
    titles = found(hill.ben, q)
    assert (sorted(titles[:2]), titles[2]) == (["The River", "The river"], "The river: a story")
    assert "River of the north" in titles[3:]


@pytest.mark.parametrize(
    ("title", "q"),
    [
        ("The Lord of the Isles", "the lord of the isles"),
        ("The Lord Of The Isles", "the lord of the isles"),
        ("THE LORD OF THE ISLES", "the lord of the isles"),
        ("the lord of the isles", "The Lord of the Isles"),
        ("Der Bär", "der bar"),
        ("Bär", "bar"),
        ("BÄR", "bar"),
    ],
)
def test_a_title_comes_first_in_whatever_letters_among_very_many_with_its_words(hill, title, q):
    others = [f"{title} and {number:04} others of the isles, lord" for number in range(300)]
    about = {"school": hill.school, "created_at": NOW, "created_by": hill.ada, "dictionary": "english"}
    Resource.objects.bulk_create(
        Resource(title=f"About {other}", creators=[title, title], added_on=TODAY, **about) for other in others
    )
    add(hill.ada, f"{title}: a life", added_on=date(2001, 1, 1))
    add(hill.ada, title, added_on=date(2001, 1, 1))
    search_of = search(hill.ben, q=q).found
    assert [row.title for row in search_of.rows[:2]] == [title, f"{title}: a life"]
    assert (len(search_of.rows), search_of.total) == (50, 302)
    again = {row.pk for page in range(1, 8) for row in search(hill.ben, q=q, page=str(page)).found.rows}
    assert len(again) == 302


def test_a_title_that_was_typed_comes_first_only_where_the_filters_let_it(hill):
    for kind in ("book", "video"):
        add(hill.ada, "Ice", kind=kind)
    add(hill.ada, "The ice", kind="video")
    withdraw_resource(resource=add(hill.ada, "Ice", kind="video"), by=hill.ada, now=NOW)
    assert found(hill.ben, "ice", kind="video") == ["Ice", "The ice"]
    assert found(hill.ben, "ice") == ["Ice", "Ice", "The ice"]


def test_a_title_with_odd_capitals_comes_first_too(hill):
    add(hill.ada, "The basics of an iPod: iPod basics")
    add(hill.ada, "iPod Basics", added_on=date(2001, 1, 1))
    assert found(hill.ben, "ipod basics") == ["iPod Basics", "The basics of an iPod: iPod basics"]


def test_the_titles_of_another_school_do_not_come_first(hill, vale):
    add(vale.nils, "Ice")
    add(hill.ada, "The ice")
    assert found(hill.ben, "ice") == ["The ice"]


@pytest.mark.parametrize("q", ["Muller", "müller", "MÜLLER", "maller", "mueler"])
def test_accents_and_slips_do_not_matter(hill, q):
    add(hill.ada, "Wanderlieder", creators=["Müller, Wilhelm"])
    assert found(hill.ben, q) == ["Wanderlieder"]


@pytest.mark.parametrize("q", ["vulcano", "volcno", "volcanno", "vlocano", "volacno"])
def test_a_mistyped_word_finds_what_was_meant_and_says_so(hill, as_ben, q):
    add(hill.ada, "The volcano")
    add(hill.ada, "The vulture")
    assert (found(hill.ben, q), search(hill.ben, q=q).instead) == (["The volcano"], "volcano")
    html = as_ben.get(catalogue_url(q=q)).content.decode()
    assert "Showing results for <strong>volcano</strong>" in html
    assert f'href="?q={q}&amp;exactly=1"' in html


def test_what_was_typed_can_be_searched_for_exactly(hill, as_ben):
    add(hill.ada, "The volcano")
    assert found(hill.ben, "vulcano", exactly="1") == []
    assert "No titles" in as_ben.get(catalogue_url(q="vulcano", exactly=1)).content.decode()


def test_only_the_word_that_nothing_begins_with_is_replaced(hill):
    add(hill.ada, "The secret garden")
    assert (found(hill.ben, "secret gardn"), search(hill.ben, q="secret gardn").instead) == (
        ["The secret garden"],
        "secret garden",
    )


def test_the_nearest_word_has_the_fewest_slips_and_the_same_first_letter():
    assert nearest("wolcano", ["volcano", "wallaby"]) == "volcano"
    assert nearest("bat", ["cat", "bad", "volcano"]) == "bad"
    assert nearest("muler", ["müller"]) == "müller"
    assert nearest("xylophone", ["volcano"]) is None


def test_the_words_of_a_school_are_not_lent_to_another(hill, vale):
    add(hill.ada, "The volcano")
    assert search(vale.nils, q="vulcano").instead == ""


@pytest.mark.parametrize(
    ("locale", "title", "q"),
    [
        ("he", "שירים על הים", "הים"),
        ("ne", "नेपालको इतिहास", "नेपालको"),
        ("ne", "नेपालको इतिहास", "इति"),
        ("ru", "Сказки о рыбаке", "сказка"),
        ("zh", "山海经", "山海"),
        ("tr", "Işık ve gölge", "gölge"),
    ],
)
def test_every_script_is_found(hill, locale, title, q):
    speak(hill, locale)
    add(hill.ada, title)
    assert found(hill.ben, q) == [title]


@pytest.mark.parametrize(
    "q", ["9780140328721", "978-0-14-032872-1", "0-14-032872-6", "ISBN 0140328726 (pbk.)", "R0007", "398.2", "398.2 gr"]
)
def test_an_isbn_a_barcode_and_a_call_number_find_their_title(hill, q):
    add(hill.ada, "Tales", isbns=["9780140328721"], barcodes=["R0007"], call_number="398.2 GRI")
    add(hill.ada, "Other tales", isbns=["9780306406157"], barcodes=["R0008"], call_number="399 GRI")
    assert found(hill.ben, q) == ["Tales"]


def test_what_has_the_number_comes_before_what_has_it_in_its_title(hill):
    add(hill.ada, "1984")
    add(hill.ada, "The scanned one", barcodes=["1984"])
    assert found(hill.ben, "1984") == ["The scanned one", "1984"]


def test_a_scan_that_ends_with_enter_opens_its_title_and_typing_does_not(hill, as_ben):
    tales = add(hill.ada, "Tales", isbns=["9780140328721"], barcodes=["R0007"])
    for q in ("R0007", "0-14-032872-6"):
        plain = as_ben.get(catalogue_url(q=q))
        assert (plain.status_code, plain["Location"]) == (302, tales.get_absolute_url())
        by_htmx = as_ben.get(catalogue_url(q=q), headers=PART)
        assert (by_htmx.status_code, by_htmx["HX-Redirect"]) == (200, tales.get_absolute_url())
        typing = as_ben.get(catalogue_url(q=q), headers=TYPING)
        assert (typing.status_code, "Tales</a>" in typing.content.decode()) == (200, True)
        assert "HX-Replace-Url" in typing


def test_a_scan_of_what_was_withdrawn_leads_librarians_to_it_and_nobody_else(hill, as_ada, as_ben):
    tales = add(hill.ada, "Tales", isbns=["9780140328721"], barcodes=["R0007"])
    withdraw_resource(resource=tales, by=hill.ada, now=NOW)
    for q in ("R0007", "9780140328721"):
        for query in ({"q": q}, {"q": q, "withdrawn": 1}):
            assert as_ada.get(catalogue_url(**query))["Location"] == tales.get_absolute_url()
        assert as_ben.get(catalogue_url(q=q)).status_code == 200
    assert found(hill.ada, "R0007", withdrawn="1") == ["Tales"]
    assert found(hill.ada, "R0007") == []


def test_two_letters_are_searched_for_only_with_enter(hill, as_ben):
    add(hill.ada, "It")
    assert as_ben.get(catalogue_url(q="it"), headers=TYPING).status_code == 204
    assert "It</a>" in as_ben.get(catalogue_url(q="it"), headers=PART).content.decode()
    assert as_ben.get(catalogue_url(q=""), headers=TYPING).status_code == 200


def test_a_scan_that_fits_two_titles_lists_them(hill, as_ben):
    for title in ("Tales", "More tales"):
        add(hill.ada, title, isbns=["9780140328721"])
    assert as_ben.get(catalogue_url(q="9780140328721")).status_code == 200


@pytest.fixture
def shelf(hill):
    """Atlas (book, 8–10, Reference), Bees (video, from 12, 2020), Comets (kit, no age, Store room)."""
    add(hill.ada, "Atlas", location="Reference", reads_from=8, reads_to=10, subjects=["Civil rights", "Maps"])
    add(hill.ada, "Bees", kind="video", reads_from=12, added_on=date(2020, 5, 1), subjects=["Rights of bees", "Maps"])
    add(hill.ada, "Comets", kind="kit", location="Store room", added_on=date(2026, 1, 5))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Atlas", "Comets", "Bees"]),
        ({"sort": "title"}, ["Atlas", "Bees", "Comets"]),
        ({"kind": "video"}, ["Bees"]),
        ({"location": "Reference"}, ["Atlas"]),
        ({"age_from": "10"}, ["Atlas", "Bees"]),
        ({"age_from": "11"}, ["Bees"]),
        ({"age_to": "11"}, ["Atlas"]),
        ({"age_from": "9", "age_to": "13"}, ["Atlas", "Bees"]),
        ({"age_from": "0"}, ["Atlas", "Bees"]),
        ({"subject": "Civil rights"}, ["Atlas"]),
        ({"subject": "rights"}, ["Atlas", "Bees"]),
        ({"subject": "MAP"}, ["Atlas", "Bees"]),
        ({"since": "2026-01-05"}, ["Atlas", "Comets"]),
        ({"since": "2026-02-30"}, ["Atlas", "Comets", "Bees"]),
        ({"kind": "x", "age_from": "x", "since": "x", "sort": "best", "page": "-1"}, ["Atlas", "Comets", "Bees"]),
        ({"page": "2"}, []),
        ({"subject": "!!"}, ["Atlas", "Comets", "Bees"]),
    ],
)
def test_filters_and_orders(shelf, hill, query, expected):
    assert found(hill.ben, **query) == expected


def test_words_and_filters_work_together_in_every_order(shelf, hill):
    for sort in ("best", "newness", "title"):
        assert found(hill.ben, "bee", kind="video", sort=sort) == ["Bees"]
        assert found(hill.ben, "bee", kind="book", sort=sort) == []
    assert found(hill.ben, "maps", sort="title") == ["Atlas", "Bees"]
    assert found(hill.ben, "map", sort="newness") == ["Atlas", "Bees"]


def test_frequent_subjects_of_what_is_found_are_offered(shelf, as_ben):
    html = as_ben.get(catalogue_url()).content.decode()
    assert re.findall(r'<a href="\?subject=[^"]*">([^<]*)</a>', html) == ["Maps"]
    narrowed = as_ben.get(catalogue_url(subject="Maps")).content.decode()
    assert "Subject Maps: take this filter away" in narrowed


def test_the_locations_in_use_are_offered(shelf, as_ben):
    html = as_ben.get(catalogue_url(location="Reference")).content.decode()
    assert '<option value="Reference" selected>Reference</option>' in html
    assert '<option value="Store room">Store room</option>' in html


def test_withdrawn_titles_are_found_by_librarians_alone_and_only_when_asked_for(shelf, hill, as_ben):
    withdraw_resource(resource=Resource.objects.get(title="Atlas"), by=hill.ada, now=NOW)
    assert found(hill.ada, "atlas") == found(hill.ben, "atlas") == []
    assert found(hill.ada, "atlas", withdrawn="1") == ["Atlas"]
    assert found(hill.ben, withdrawn="1") == ["Comets", "Bees"]
    assert "filter-withdrawn" not in as_ben.get(catalogue_url()).content.decode()


def test_everybody_of_the_school_sees_its_titles_and_nobody_else(shelf, hill, vale, as_nils):
    add(vale.nils, "Atlas of Vale")
    for member in [*hill.people, vale.nils]:
        by_rule = {one.title for one in Resource.objects.all() if may_see_resource(member, one)}
        by_queryset = set(Resource.objects.visible_to(member).values_list("title", flat=True))
        assert by_rule == by_queryset == set(found(member))
        assert set(found(member, "atlas")) == {title for title in by_rule if "Atlas" in title}
    assert as_nils.get(catalogue_url()).status_code == 404
    assert as_nils.get(download_url()).status_code == 404


def test_what_people_typed_is_text_and_not_markup(hill, as_ben):
    hostile = "<script>alert(1)</script>"
    add(
        hill.ada,
        f"Volcano {hostile}",
        subtitle=hostile,
        creators=[hostile],
        subjects=[hostile],
        location=hostile,
        call_number=hostile,
    )
    add(hill.ada, f"Volcanoes {hostile}", subjects=[hostile])
    for query in ({}, {"q": hostile}, {"q": f"vulcano {hostile}"}, {"subject": hostile}, {"location": hostile}):
        html = as_ben.get(catalogue_url(**query)).content.decode()
        assert ("<script>alert" in html, "&lt;script&gt;alert(1)&lt;/script&gt;" in html) == (False, True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=60) | st.text(alphabet="aAé'\\&|!():*<>- 01.%_\"İßñमि\0", max_size=30))
def test_nothing_that_people_type_breaks_the_search(hill, q):
    for sort in ("best", "newness"):
        search(hill.ben, q=q, sort=sort, subject=q[:20], location=q[:9])


@settings(max_examples=60, deadline=None)
@given(title=st.text(min_size=1, max_size=40))
def test_kept_words_are_words_that_would_be_looked_for(title):
    assert words_of(title=title) <= set(words_in(title))


def test_every_dictionary_is_decided_for():
    assert set(BY_LANGUAGE.values()) | {"simple"} == set(DICTIONARIES)
    known = {"en-au": "english", "de": "german", "nn-NO": "norwegian", "mi": "simple", "pt_br": "portuguese"}
    assert {locale: dictionary_of(School(locale=locale)) for locale in known} == known


def count_rows(html):
    return html.count('<th scope="row">')


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(hill, as_ben, django_assert_num_queries, number):
    for index in range(number):
        add(hill.ada, f"Volcano {index}", creators=["Dahl, Ines"], barcodes=[f"R{index}"])
    for queries, query, headers in (
        (4, {}, {}),
        (5, {"q": "volcano"}, {}),
        (4, {"q": "volcano"}, TYPING),
        (7, {"q": "vulcano"}, TYPING),
    ):
        with django_assert_num_queries(queries):
            answer = as_ben.get(catalogue_url(**query), headers=headers)
        assert count_rows(answer.content.decode()) == number


def test_htmx_gets_the_part_alone_and_others_the_page(shelf, as_ben):
    page = as_ben.get(catalogue_url(q="atlas"))
    part = as_ben.get(catalogue_url(q="atlas"), headers=PART)
    assert part.content.decode().startswith('<div id="found">')
    assert part.content.decode().partition('<span id="filters-set"')[0].strip() in page.content.decode()
    assert part["HX-Push-Url"] == "/hill/library/?q=atlas"
    assert "HX-Target" in page["Vary"]


def test_a_list_is_paged_and_a_long_one_is_not_counted_to_its_end(hill, as_ben):
    about = {"school": hill.school, "added_on": TODAY, "created_at": NOW, "created_by": hill.ada}
    Resource.objects.bulk_create(Resource(title=f"Volcano {number:04}", **about) for number in range(1010))
    for query in ({"q": "volcano"}, {"q": "volcano", "sort": "title"}, {}):
        first = as_ben.get(catalogue_url(**query)).content.decode()
        assert (count_rows(first), "1,000+ titles" in first, 'rel="next"' in first) == (50, True, True)
        second = as_ben.get(catalogue_url(page=2, **query)).content.decode()
        assert (count_rows(second), 'rel="prev"' in second) == (50, True)
        assert not set(re.findall(r">(Volcano \d+)<", first)) & set(re.findall(r">(Volcano \d+)<", second))


def test_an_empty_catalogue_teaches_and_an_empty_search_can_be_undone(hill, as_ada, as_ben):
    html = as_ada.get(catalogue_url()).content.decode()
    assert ("No titles yet" in html, reverse("resource_add", kwargs={"school_slug": "hill"}) in html) == (True, True)
    assert reverse("resource_add", kwargs={"school_slug": "hill"}) not in as_ben.get(catalogue_url()).content.decode()
    html = as_ben.get(catalogue_url(q="zebra")).content.decode()
    assert ("Nothing found" in html, "Show all titles" in html) == (True, True)


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_download_holds_what_is_found_with_every_field(hill, as_ada):
    add(
        hill.ada,
        "Volcano",
        creators=["Dahl, Ines", "Ueda, Koji"],
        isbns=["9780140328721"],
        odd_isbns=["12"],
        barcodes=["R2", "R1"],
        reads_from=8,
        summary="=1+1",
    )
    add(hill.ada, "River")
    header, row = table(as_ada.get(download_url(q="volc")).getvalue())
    cells = {name: cell for name, cell in zip(header, row, strict=True) if cell}
    assert cells == {
        "Title": "Volcano",
        "Creators": "Dahl, Ines; Ueda, Koji",
        "Kind": "Book",
        "ISBN": "9780140328721, 12",
        "Reading age from": "8",
        "Barcodes": "R1, R2",
        "Summary": "'=1+1",
        "Added on": "2026-11-18",
    }
    book = load_workbook(io.BytesIO(as_ada.get(download_url(format="xlsx")).getvalue()))
    assert [line[0].value for line in book.active.iter_rows()] == ["Title", "River", "Volcano"]


def test_the_download_is_for_librarians_and_says_its_limit(shelf, as_ada, as_ben):
    assert as_ben.get(download_url()).status_code == 403
    assert "at most 20,000 titles" in as_ada.get(catalogue_url()).content.decode()
    assert "at most" not in as_ben.get(catalogue_url()).content.decode()
