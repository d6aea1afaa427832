"""What is in a box: put in, changed and taken out by two people at once, and kept in versions once it went out."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone, Refused, RowChanged, RowGone
from resources.boxes.actions import add_box, retire_box
from resources.boxes.contents import add_item, change_item, current_version, open_version, remove_item, seal
from resources.boxes.lines import current_lines
from resources.boxes.same import differences
from resources.catalogue.actions import withdraw_resource
from resources.models import (
    BoxBooking,
    BoxItem,
    BoxVersion,
    Copy,
    LoanLine,
    Resource,
    ResourceBox,
    TopicRequest,
)
from tests.cast import NOW, TODAY
from tests.forms import forms_of
from tests.racing import refusals

PART = {"HX-Request": "true", "HX-Target": "filling"}
LATER = NOW + timedelta(days=7)


def title(member, name, *barcodes, **about):
    """A title of the catalogue of the member's school, with a copy for each barcode."""
    about = {"added_on": TODAY, "created_at": NOW, "created_by": member} | about
    resource = Resource.objects.create(school_id=member.school_id, title=name, **about)
    for barcode in barcodes:
        Copy.objects.create(school_id=member.school_id, resource=resource, barcode=barcode, added_on=TODAY)
    return resource


def put_in(box, by, **what):
    return add_item(box=box, by=by, now=NOW, **what)


def within(version):
    """What is in a version: list of (words, quantity, note)."""
    return [(str(item), item.quantity, item.note) for item in version.items.select_related("resource")]


@pytest.fixture
def box(hill):
    return add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)


@pytest.fixture
def atlas(hill):
    return title(hill.ada, "Atlas of fire", "A1", "A2")


def test_a_new_box_is_empty_and_can_be_filled(box, hill, atlas):
    put_in(box, hill.ada, resource=atlas)
    put_in(box, hill.ada, name="Magnifying glass", quantity=12, note="In the pouch")
    version = current_version(box)
    assert (version.number, version.sealed_at) == (1, None)
    assert within(version) == [("Atlas of fire", 1, ""), ("Magnifying glass", 12, "In the pouch")]


def test_what_is_in_the_box_already_is_counted_up(box, hill, atlas):
    for _ in range(3):
        put_in(box, hill.ada, resource=atlas)
    put_in(box, hill.ada, name="Magnifying glass", quantity=5)
    put_in(box, hill.ada, name="magnifying GLASS", quantity=2)
    assert within(current_version(box)) == [("Atlas of fire", 3, ""), ("Magnifying glass", 7, "")]


def test_a_further_note_joins_the_one_that_is_there(box, hill):
    for note in ("In the pouch", "", "Count them", "In the pouch; Count them"):
        put_in(box, hill.ada, name="Lens", note=note)
    assert within(current_version(box)) == [("Lens", 4, "In the pouch; Count them")]
    with pytest.raises(Refused, match="both together are too long"):
        put_in(box, hill.ada, name="Lens", note="x" * 490)


def test_a_copy_is_in_a_box_once_and_beside_others_of_its_title(box, hill, atlas):
    first, second = atlas.copies.all()
    put_in(box, hill.ada, copy=first)
    put_in(box, hill.ada, copy=second)
    put_in(box, hill.ada, resource=atlas)
    with pytest.raises(AlreadyDone, match="This copy of “Atlas of fire” is in the box already"):
        put_in(box, hill.ada, copy=first)
    assert list(current_version(box).items.values_list("copy__barcode", "quantity")) == [
        ("A1", 1),
        ("A2", 1),
        (None, 1),
    ]


def test_a_box_holds_at_most_999_of_one_thing(box, hill, atlas):
    put_in(box, hill.ada, resource=atlas, quantity=999)
    with pytest.raises(Refused, match="More than 999"):
        put_in(box, hill.ada, resource=atlas)


def test_what_was_withdrawn_and_a_box_that_was_retired_are_refused(box, hill, atlas):
    Copy.objects.filter(barcode="A1").update(withdrawn_at=NOW)
    with pytest.raises(Refused, match="The copy A1 of “Atlas of fire” was withdrawn"):
        put_in(box, hill.ada, copy=Copy.objects.get(barcode="A1"))
    atlas.withdrawn_at = NOW
    with pytest.raises(Refused, match="“Atlas of fire” was withdrawn"):
        put_in(box, hill.ada, resource=atlas)
    retire_box(box=box, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="out of use"):
        put_in(box, hill.ada, name="Globe")


def test_what_went_out_stays_on_record_whatever_changes_after(box, hill, atlas):
    kept = put_in(box, hill.ada, resource=atlas, quantity=2)
    lost = put_in(box, hill.ada, name="Globe")
    first = seal(version=current_version(box), now=NOW)
    change_item(item=kept, version=kept.version, values={"quantity": 3, "note": "One more"}, by=hill.ada, now=LATER)
    remove_item(item=lost, by=hill.ada, now=LATER)
    put_in(box, hill.ada, name="Compass")
    second = current_version(box)
    assert within(first) == [("Atlas of fire", 2, ""), ("Globe", 1, "")]
    assert within(second) == [("Atlas of fire", 3, "One more"), ("Compass", 1, "")]
    assert (first.number, first.sealed_at, second.number, second.sealed_at) == (1, NOW, 2, None)


def test_no_version_is_made_of_a_change_that_changes_nothing(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    seal(version=current_version(box), now=NOW)
    change_item(item=item, version=1, values={"quantity": 1, "note": ""}, by=hill.ada, now=LATER)
    assert box.versions.count() == 1


def test_a_version_is_sealed_once_and_only_the_newest(box, hill):
    first = seal(version=current_version(box), now=NOW)
    assert seal(version=first, now=LATER).sealed_at == NOW
    open_version(box=box, by=hill.ada, now=LATER)
    with pytest.raises(Refused, match="Look again"):
        seal(version=first, now=LATER)


def test_two_people_at_one_item_hear_of_each_other(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    change_item(item=item, version=1, values={"quantity": 4}, by=hill.ben, now=LATER)
    with pytest.raises(RowChanged) as lost:
        change_item(item=item, version=1, values={"quantity": 2}, by=hill.ada, now=LATER)
    assert (lost.value.current.quantity, lost.value.current.changed_by) == (4, hill.ben)


def test_a_form_read_before_the_box_went_out_still_knows_of_the_changes_after_it(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    seal(version=current_version(box), now=NOW)
    change_item(item=item, version=1, values={"quantity": 4}, by=hill.ben, now=LATER)
    with pytest.raises(RowChanged) as lost:
        change_item(item=item, version=1, values={"quantity": 2}, by=hill.ada, now=LATER)
    assert lost.value.current.quantity == 4


def test_what_somebody_took_out_is_gone_for_the_second(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    remove_item(item=item, by=hill.ben, now=LATER)
    with pytest.raises(AlreadyDone, match="“Atlas of fire” was taken out already"):
        remove_item(item=item, by=hill.ada, now=LATER)
    with pytest.raises(RowGone):
        change_item(item=item, version=1, values={"quantity": 2}, by=hill.ada, now=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_a_box_that_went_out_make_one_new_version(hill):
    box = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)
    seal(version=current_version(box), now=NOW)

    def put(name):
        return lambda: add_item(box=box, name=name, by=hill.ada, now=LATER)

    assert refusals(put("Globe"), put("Compass"), of=Exception) == []
    assert list(BoxVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert within(current_version(box)) == [("Globe", 1, ""), ("Compass", 1, "")]


@pytest.mark.django_db(transaction=True)
def test_two_scans_of_one_title_at_once_are_two_of_it(hill):
    box, atlas = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW), title(hill.ada, "Atlas of fire")

    def scan():
        add_item(box=box, resource=atlas, by=hill.ada, now=LATER)

    assert refusals(scan, scan, of=Exception) == []
    assert BoxItem.objects.get().quantity == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_put_in_while_the_box_goes_out_belongs_to_the_next_version(hill):
    box = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)

    def hand_out():
        seal(version=current_version(box), now=LATER)

    def put():
        add_item(box=box, name="Globe", by=hill.ada, now=LATER)

    assert refusals(hand_out, put, of=Exception) == []
    assert [within(version) for version in box.versions.order_by("number")] == [[], [("Globe", 1, "")]]


def url(name, box, **parts):
    return reverse(name, kwargs={"school_slug": "hill", "box_id": box.pk, **parts})


def page(client, box, **query):
    answer = client.get(url("box", box), query)
    assert answer.status_code == 200
    return answer.content.decode()


def scan(client, box, what):
    """What the part says to a scan, as text without tags."""
    answer = client.post(url("box_item_find", box), {"what": what}, headers=PART)
    html = answer.content.decode()
    assert html.startswith('<div id="filling"')
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_scanned_barcode_puts_in_that_copy_and_says_so_when_it_comes_twice(box, atlas, as_ada):
    assert "“Atlas of fire” is in the box." in scan(as_ada, box, "A1")
    assert "This copy of “Atlas of fire” is in the box already" in scan(as_ada, box, "a1")
    assert list(current_version(box).items.values_list("copy__barcode", "quantity")) == [("A1", 1)]


def test_a_scanned_isbn_puts_in_the_title_and_counts_it_up(box, hill, as_ada):
    title(hill.ada, "Matilda", isbns=["9780140328721"])
    assert "“Matilda” is in the box." in scan(as_ada, box, "978-0-14-032872-1")
    assert "“Matilda” is in the box: 2 of it now." in scan(as_ada, box, "0140328726")
    assert within(current_version(box)) == [("Matilda", 2, "")]


def test_words_never_put_a_title_in_and_show_what_fits_instead(box, hill, atlas, as_ada):
    title(hill.ada, "The gold road", summary="Letters from home, and gold.", dictionary="english")
    for words, number in (("letters home gold", 1), ("atlas of fire", 1), ("Atlas", 1)):
        html = as_ada.post(url("box_item_find", box), {"what": words}, headers=PART).content.decode()
        assert ("Which one?" in html, html.count('class="box-pick"')) == (True, number)
    assert re.search(r'data-key="1" autofocus', html)
    assert within(current_version(box)) == []


def test_the_title_that_is_called_just_so_is_the_first_on_offer(box, hill, as_ada):
    title(hill.ada, "Volcano")
    for number in range(3):
        title(hill.ada, f"Volcano diaries {number}", subtitle="Volcano volcano")
    html = as_ada.post(url("box_item_find", box), {"what": "volcano"}, headers=PART).content.decode()
    assert re.findall(r'<span class="todo-words"><span dir="auto">([^<]+)', html)[0] == "Volcano"


def test_a_complete_call_number_puts_its_title_in_and_one_of_several_titles_offers_them(box, hill, atlas, as_ada):
    title(hill.ada, "Gold Fever", call_number="994.03 FEV")
    title(hill.ada, "Fire!", call_number="F FIR")
    title(hill.ada, "Magnets", call_number="Kit", kind="kit")
    assert "“Gold Fever” is in the box." in scan(as_ada, box, "994.03 fev")
    assert "“Fire!” is in the box." in scan(as_ada, box, "F FIR")
    assert "Which one?" in scan(as_ada, box, "994.03")
    assert "is in the box" not in scan(as_ada, box, "kit")
    title(hill.ada, "Gold Fever, large print", call_number="994.03 FEV")
    assert "Which one?" in scan(as_ada, box, "994.03 FEV")
    assert within(current_version(box)) == [("Gold Fever", 1, ""), ("Fire!", 1, "")]


def test_what_is_in_no_catalogue_is_said_and_the_typed_words_stay(box, as_ada):
    assert "zzz Nothing in the catalogue fits these words." in scan(as_ada, box, "zzz")
    assert "ab Nothing in the catalogue fits these words." in scan(as_ada, box, "a\x00b")
    answer = as_ada.post(url("box_item_find", box), {"what": "zzz"})
    assert (answer.status_code, answer.url) == (302, f"{url('box', box)}?what=zzz")
    html = page(as_ada, box, what="zzz")
    assert 'id="scan" maxlength="200" value="zzz"' in html
    named = next(form for form in forms_of(html, "/") if form.action == url("box_item_name", box))
    assert ("name", "text", "zzz") in named.fields


def left_out(html):
    """What the page says could not be put in, the latest first: list of (what, why)."""
    return re.findall(r'<strong dir="auto">([^<]+)</strong> <span>([^<]+)</span>', html)


@pytest.mark.parametrize("headers", [PART, {}], ids=["in place", "as a page"])
def test_what_could_not_be_put_in_piles_up_and_stays_whatever_is_scanned_next(box, hill, atlas, as_ada, headers):
    for number in range(2):
        title(hill.ada, f"Matilda {number}", isbns=["9780140328721"])
    Copy.objects.filter(barcode="A2").update(withdrawn_at=NOW)
    for what in ("X-404", "A1", "9780140328738", "978-0-14-032872-1", "A2", "nowhere to be found"):
        as_ada.post(url("box_item_find", box), {"what": what}, headers=headers)
    assert within(current_version(box)) == [("Atlas of fire", 1, "")]
    html = page(as_ada, box)
    assert left_out(html) == [
        ("nowhere to be found", "Nothing in the catalogue fits these words."),
        ("A2", "The copy A2 of “Atlas of fire” was withdrawn from the catalogue."),
        ("978-0-14-032872-1", "Several titles have this ISBN."),
        ("9780140328738", "The catalogue has no title with this ISBN."),
        ("X-404", "No copy has this barcode."),
    ]
    assert "Not in the box yet: 5" in html
    add = reverse("resource_add", kwargs={"school_slug": "hill"})
    for query in ("?isbn=9780140328738", "?barcode=X-404", "?title=nowhere+to+be+found"):
        assert f'href="{add}{query}"' in html


def test_a_code_that_was_not_put_in_leaves_the_field_free_for_the_next_scan(box, as_ada):
    answer = as_ada.post(url("box_item_find", box), {"what": "X-404"})
    assert (answer.status_code, answer.url) == (302, url("box", box))
    assert 'value="" spellcheck="false" enterkeyhint="go" autofocus' in page(as_ada, box)
    html = as_ada.post(url("box_item_find", box), {"what": "X-404"}, headers=PART).content.decode()
    assert ("data-typed" in html, len(left_out(html))) == (False, 1)


def test_what_was_left_out_goes_once_it_is_in_the_box_or_dismissed(box, hill, atlas, as_ada):
    for what in ("X-1", "X-2", "0140328726", "pouch of lenses", "X-3"):
        as_ada.post(url("box_item_find", box), {"what": what}, headers=PART)
    Copy.objects.create(school=hill.school, resource=atlas, barcode="X-1", added_on=TODAY)
    assert "“Atlas of fire” is in the box." in scan(as_ada, box, "x-1")
    title(hill.ada, "Matilda", isbns=["9780140328721"])
    assert "“Matilda” is in the box." in scan(as_ada, box, "978-0-14-032872-1")
    html = as_ada.post(url("box_item_dismiss", box), {"what": "X-2"}, headers=PART).content.decode()
    assert [what for what, _ in left_out(html)] == ["X-3", "pouch of lenses"]

    html = page(as_ada, box, name="X-3")
    named = next(form for form in forms_of(html, "/") if form.action == url("box_item_name", box))
    assert ("note", "text", "Barcode X-3") in named.fields
    sent = {name: value for name, _, value in named.fields}
    wrong = as_ada.post(named.action, sent | {"name": "Globe", "quantity": "0"}, headers=PART).content.decode()
    assert (len(left_out(wrong)), 'name="instead_of" value="X-3"' in wrong) == (2, True)
    as_ada.post(named.action, sent | {"name": "Globe"})
    assert [what for what, _ in left_out(page(as_ada, box))] == ["pouch of lenses"]
    assert as_ada.post(url("box_item_dismiss", box), {"what": "pouch of lenses"}).url == url("box", box)
    assert left_out(page(as_ada, box)) == []


def test_what_several_titles_have_stays_until_one_is_picked(box, hill, as_ada):
    titles = [title(hill.ada, f"Matilda {number}", isbns=["9780140328721"]) for number in range(2)]
    html = as_ada.post(url("box_item_find", box), {"what": "9780140328721"}, headers=PART).content.decode()
    assert ("Which one?" in html, left_out(html)) == (True, [])
    assert len(left_out(page(as_ada, box))) == 1
    offer = next(form for form in forms_of(html, "/") if form.action == url("box_item_pick", box))
    as_ada.post(offer.action, offer.filled("") | {"title": titles[1].pk}, headers=PART)
    assert left_out(page(as_ada, box)) == []


def test_what_was_left_out_of_one_box_is_neither_shown_at_another_nor_to_another(box, hill, as_ada, as_ben):
    other = add_box(values={"name": "Poems"}, by=hill.ada, now=NOW)
    as_ada.post(url("box_item_find", box), {"what": "X-404"}, headers=PART)
    assert [len(left_out(page(as_ada, one))) for one in (box, other)] == [1, 0]
    assert left_out(page(as_ben, box)) == []


def test_the_form_of_a_new_title_has_the_barcode_or_the_words_that_were_looked_for_in_vain(as_ada):
    add = reverse("resource_add", kwargs={"school_slug": "hill"})
    html = as_ada.get(add, {"barcode": "X-404", "title": "Ash"}).content.decode()
    fields = {name: value for form in forms_of(html, add) for name, _, value in form.fields}
    assert (fields["barcodes"], fields["title"]) == ("X-404", "Ash")


def test_without_scripts_a_scan_leads_back_to_the_page_with_the_field_ready(box, atlas, as_ada):
    answer = as_ada.post(url("box_item_find", box), {"what": "A1"}, follow=True)
    html = answer.content.decode()
    assert "“Atlas of fire” is in the box." in html
    assert 'value="" spellcheck="false" enterkeyhint="go" autofocus' in html
    assert as_ada.post(url("box_item_find", box), {"what": "  "}).status_code == 302


def test_titles_on_offer_are_picked_one_after_the_other_and_stay_on_offer(box, hill, as_ada):
    ash, lava = title(hill.ada, "Ash and fire"), title(hill.ada, "Lava and fire")
    html = as_ada.post(url("box_item_find", box), {"what": "fire"}, headers=PART).content.decode()
    offer = next(form for form in forms_of(html, "/") if form.action == url("box_item_pick", box))
    for picked in (lava, ash, ash):
        html = as_ada.post(offer.action, offer.filled("") | {"title": picked.pk}, headers=PART).content.decode()
    assert html.count('class="box-pick"') == 2
    assert f'value="{ash.pk}" data-key' in html
    assert re.search(rf'value="{ash.pk}" data-key="\d" autofocus', html)
    assert within(current_version(box)) == [("Lava and fire", 1, ""), ("Ash and fire", 2, "")]


def test_titles_are_proposed_by_the_words_of_the_topics_and_what_is_inside_is_not(box, hill, as_ada):
    box.topics = "volcanoes and earthquakes"
    box.save()
    inside = title(hill.ada, "Volcano diaries", dictionary="english")
    title(hill.ada, "When the earth shakes", subjects=["Earthquakes"], dictionary="english")
    title(hill.ada, "An earthquake on the map", dictionary="english")
    title(hill.ada, "The sea and the land", dictionary="english")
    put_in(box, hill.ada, resource=inside)
    html = as_ada.get(url("box_proposals", box)).content.decode()
    offered = re.findall(r'<span class="todo-words"><span dir="auto">([^<]+)', html)
    assert offered == ["An earthquake on the map", "When the earth shakes"]


def proposed(client, box, **query):
    """The titles that are proposed, the best first."""
    html = client.get(url("box_proposals", box), query).content.decode()
    return re.findall(r'<span class="todo-words"><span dir="auto">([^<]+)', html)


def serves(box, hill, topic, *, years=(), **about):
    """The box serves a request of Ben's with this topic, for these year levels."""
    about = {"school": hill.school, "term": hill.term, "teacher": hill.ben, "created_by": hill.ben} | about
    request = TopicRequest.objects.create(topic=topic, created_at=NOW, **about)
    request.year_levels.set(years)
    box.requests.add(request)


def test_words_of_the_boxs_own_topics_come_before_those_of_its_requests_and_several_before_one(box, hill, as_ada):
    ResourceBox.objects.update(name="Gold rush on our river", topics="gold rush")
    serves(box, hill, "Gold rush on our river")
    english = {"dictionary": "english"}
    title(hill.ada, "A golden age", **english)
    title(hill.ada, "Diggers", summary="They came for gold.", **english)
    title(hill.ada, "Tents and dust", summary="The rush for gold.", **english)
    title(hill.ada, "On the diggings", subjects=["Gold"], **english)
    title(hill.ada, "Gold Fever", **english)
    title(hill.ada, "The great rush for gold", **english)
    title(hill.ada, "The Forty-Niners", subjects=["Gold rushes"], summary="A river of gold.", **english)
    for number in range(30):
        title(hill.ada, f"River stories {number}", **english)
    first = proposed(as_ada, box)
    assert first[:7] == [
        "The Forty-Niners",
        "The great rush for gold",
        "Tents and dust",
        "Gold Fever",
        "On the diggings",
        "A golden age",
        "Diggers",
    ]
    assert first[7:] == ["River stories 29", "River stories 28"]


def test_one_series_does_not_fill_the_proposals_where_others_fit_as_well(box, hill, as_ada):
    ResourceBox.objects.update(topics="gold and rivers")
    for name in ("Gold Fever", "Goldfields", "Rivers of the world"):
        title(hill.ada, name, dictionary="english")
    for number in range(30):
        title(hill.ada, f"River stories {number}", dictionary="english")
    first = proposed(as_ada, box)
    assert {"Gold Fever", "Goldfields", "Rivers of the world"} < set(first)
    assert len(first) == 9
    everything = [one for skip in (0, 9, 18, 27) for one in proposed(as_ada, box, skip=skip)]
    assert (len(everything), len(set(everything))) == (33, 33)


def test_what_is_for_the_readers_of_the_topic_is_proposed_first(box, hill, as_ada):
    ResourceBox.objects.update(topics="gold")
    for name, ages in (
        ("Gold for twelve", {"reads_from": 11, "reads_to": 13}),
        ("Gold for all", {}),
        ("Gold for six", {"reads_from": 5, "reads_to": 7}),
        ("Gold for grown-ups", {"reads_from": 16}),
    ):
        title(hill.ada, name, dictionary="english", **ages)
    assert proposed(as_ada, box) == ["Gold for grown-ups", "Gold for six", "Gold for all", "Gold for twelve"]
    serves(box, hill, "Gold", years=[hill.year_level])
    assert proposed(as_ada, box) == ["Gold for twelve", "Gold for all", "Gold for grown-ups", "Gold for six"]
    box.requests.clear()
    serves(box, hill, "Gold", years=[hill.year_level], reads_from=6, reads_to=8)
    assert proposed(as_ada, box) == ["Gold for six", "Gold for all", "Gold for grown-ups", "Gold for twelve"]


@pytest.mark.parametrize("number", [1, 3])
def test_proposals_cost_as_many_queries_for_one_title_as_for_three(
    box, hill, as_ada, django_assert_num_queries, number
):
    for index in range(number):
        title(hill.ada, f"Volcanoes {index}", dictionary="english")
        serves(box, hill, f"Volcanoes {index}", years=[hill.year_level])
    with django_assert_num_queries(14):
        as_ada.get(url("box_proposals", box), headers=PART)


def test_proposals_come_nine_at_a_time_and_the_next_ones_pass_over_what_was_left(box, hill, as_ada):
    for number in range(12):
        title(hill.ada, f"Volcanoes {number:02}", dictionary="english")
    html = as_ada.get(url("box_proposals", box)).content.decode()
    assert html.count('class="box-pick"') == 9
    offer = next(form for form in forms_of(html, "/") if form.action == url("box_item_pick", box))
    first = int({name: value for name, _, value in offer.fields}["shown"].split(",")[0])
    html = as_ada.post(offer.action, offer.filled("") | {"title": first}, headers=PART).content.decode()
    assert html.count('class="box-pick"') == 9
    more = re.search(r'href="([^"]*proposals/\?skip=(\d+))"', html)
    assert more[2] == "8"
    assert as_ada.get(more[1]).content.decode().count('class="box-pick"') == 3


def test_a_name_with_a_quantity_goes_in_and_a_wrong_one_keeps_what_was_typed(box, as_ada):
    wrong = as_ada.post(url("box_item_name", box), {"name": "Globe", "quantity": "0", "note": "Old"}, headers=PART)
    assert wrong.status_code == 422
    assert 'value="Globe"' in wrong.content.decode()
    as_ada.post(url("box_item_name", box), {"name": "Globe", "quantity": "3", "note": "Old"})
    as_ada.post(url("box_item_name", box), {"name": "globe", "quantity": "1", "note": ""})
    assert within(current_version(box)) == [("Globe", 4, "Old")]


def change_form(client, box, item):
    address = url("box_item_change", box, item_id=item.pk)
    html = client.get(address).content.decode()
    form = next(one for one in forms_of(html, address) if one.action == address)
    return address, {name: values[0] for name, values in form.filled("").items()} | {
        name: value for name, _, value in form.fields
    }


def test_quantity_and_note_are_changed_in_place(box, hill, atlas, as_ada):
    item = put_in(box, hill.ada, resource=atlas)
    address, sent = change_form(as_ada, box, item)
    wrong = as_ada.post(address, sent | {"quantity": "many", "note": "Mine"}, headers=PART)
    assert (wrong.status_code, 'value="Mine"' in wrong.content.decode()) == (422, True)
    assert as_ada.post(address, sent | {"quantity": "5", "note": "New"}).status_code == 302
    assert within(current_version(box)) == [("Atlas of fire", 5, "New")]


def test_a_lost_race_over_a_note_shows_both_and_loses_none(box, hill, atlas, as_ada):
    item = put_in(box, hill.ada, resource=atlas)
    address, sent = change_form(as_ada, box, item)
    change_item(item=item, version=1, values={"note": "Hers", "quantity": 2}, by=hill.lena, now=LATER)
    lost = as_ada.post(address, sent | {"note": "Mine"}, headers=PART)
    html = lost.content.decode()
    assert (lost.status_code, "Lena Voss changed this" in html, "Hers" in html, 'value="Mine"' in html) == (
        409,
        True,
        True,
        True,
    )
    again = next(form for form in forms_of(html, address) if form.action == address)
    as_ada.post(address, {name: value for name, _, value in again.fields})
    assert within(current_version(box)) == [("Atlas of fire", 1, "Mine")]


def test_what_was_typed_about_a_thing_that_is_gone_can_be_put_back_with_it(box, hill, atlas, as_ada):
    item = put_in(box, hill.ada, resource=atlas)
    address, sent = change_form(as_ada, box, item)
    remove_item(item=item, by=hill.lena, now=LATER)
    gone = as_ada.post(address, sent | {"quantity": "3", "note": "Mine"}, headers=PART)
    assert gone.status_code == 409
    html = gone.content.decode()
    assert "You wrote: 3 of it; Mine." in html
    back = next(form for form in forms_of(html, "/") if form.action == url("box_item_put_back", box))
    as_ada.post(back.action, back.filled(""))
    assert within(current_version(box)) == [("Atlas of fire", 3, "Mine")]
    assert as_ada.get(address).status_code == 404


@pytest.mark.parametrize("headers", [PART, {}], ids=["in place", "as a page"])
def test_what_is_taken_out_is_put_back_with_one_press_and_only_once(box, hill, atlas, as_ada, headers):
    item = put_in(box, hill.ada, resource=atlas, quantity=4, note="Signed")
    remove = url("box_item_remove", box, item_id=item.pk)
    html = as_ada.post(remove, headers=headers, follow=True).content.decode()
    assert "“Atlas of fire” was taken out of the box." in html
    assert within(current_version(box)) == []
    back = next(form for form in forms_of(html, "/") if form.action == url("box_item_put_back", box))
    for _ in range(2):
        html = as_ada.post(back.action, back.filled(""), headers=headers, follow=True).content.decode()
    assert "It is in the box already." in html
    assert within(current_version(box)) == [("Atlas of fire", 4, "Signed")]
    assert "Somebody took it out already." in as_ada.post(remove, headers=PART).content.decode()


def test_a_token_of_another_box_puts_nothing_back(box, hill, atlas, as_ada):
    other = add_box(values={"name": "Poems"}, by=hill.ada, now=NOW)
    item = put_in(other, hill.ada, resource=atlas)
    html = as_ada.post(url("box_item_remove", other, item_id=item.pk), headers=PART).content.decode()
    back = next(form for form in forms_of(html, "/") if form.action == url("box_item_put_back", other))
    for token in (back.filled("")["undo"][0], "x", ""):
        html = as_ada.post(url("box_item_put_back", box), {"undo": token}, headers=PART).content.decode()
        assert "can no longer be put back" in html
    assert as_ada.post(url("box_item_remove", box, item_id=item.pk), headers=PART).status_code == 200
    assert as_ada.get(url("box_item_change", box, item_id=item.pk)).status_code == 404


def lend(box, hill, *, used, missing=0):
    """A loan of the box as it is, that came back with each thing used or not."""
    version = seal(version=current_version(box), now=NOW)
    booking = BoxBooking.objects.create(
        school=hill.school,
        box=box,
        borrower=hill.ben,
        starts_on=TODAY,
        ends_on=TODAY,
        kept_from=TODAY,
        kept_until=TODAY,
        state="returned",
        contents=version,
        out_at=NOW,
        returned_at=NOW,
        created_at=NOW,
        created_by=hill.ada,
    )
    for item in version.items.all():
        LoanLine.objects.create(
            booking=booking, item=item, handed_out=item.quantity, was_used=used.get(str(item)), missing=missing
        )


def hints(box, hill):
    return {line.title: line.hint for line in current_lines(current_version(box), school=hill.school)}


def test_past_loans_say_what_was_used_also_across_versions(box, hill, atlas, as_ada):
    put_in(box, hill.ada, resource=atlas)
    put_in(box, hill.ada, name="Globe")
    assert hints(box, hill) == {"Atlas of fire": "", "Globe": ""}
    lend(box, hill, used={"Atlas of fire": True, "Globe": False})
    assert hints(box, hill) == {"Atlas of fire": "used", "Globe": "not used"}
    put_in(box, hill.ada, name="Compass")
    lend(box, hill, used={"Atlas of fire": False, "Globe": False}, missing=1)
    assert hints(box, hill) == {
        "Atlas of fire": "used 1 of 2 times, 1 missing",
        "Globe": "used 0 of 2 times, 1 missing",
        "Compass": "1 missing",
    }
    assert "used 1 of 2 times" in page(as_ada, box)


def test_a_version_shows_what_was_in_the_box_and_what_changed_since(box, hill, atlas, as_ben):
    item = put_in(box, hill.ada, resource=atlas, quantity=2)
    globe = put_in(box, hill.ada, name="Globe")
    lend(box, hill, used={})
    change_item(item=item, version=1, values={"quantity": 3, "note": "New"}, by=hill.ada, now=LATER)
    remove_item(item=globe, by=hill.ada, now=LATER)
    put_in(box, hill.ada, name="Compass", quantity=5)
    changes = differences(BoxItem.objects.filter(contents__number=1), BoxItem.objects.filter(contents__number=2))
    assert [(str(one.item), one.word, one.how) for one in changes] == [
        ("Atlas of fire", "Changed", "2 before, 3 now; note: New"),
        ("Compass", "Put in", "5 of it"),
        ("Globe", "Taken out", ""),
    ]
    html = as_ben.get(url("box_version", box, number=1)).content.decode()
    for words in ("first went out on 18 November 2026", "Globe", "2 before, 3 now; note: New", "Compass", "Ben Okafor"):
        assert words in html
    assert as_ben.get(url("box_version", box, number=3)).status_code == 404
    assert url("box_version", box, number=1) in page(as_ben, box)


def test_while_a_box_is_out_its_page_says_which_version_is_and_which_comes_next(box, hill, atlas, as_ben):
    put_in(box, hill.ada, resource=atlas)
    lend(box, hill, used={})
    BoxBooking.objects.update(state="out", returned_at=None)
    assert "the next time" not in page(as_ben, box)
    put_in(box, hill.ada, name="Compass")
    html = page(as_ben, box)
    assert ("how the box will be the next time" in html, url("box_version", box, number=1) in html) == (True, True)


def test_a_teacher_reads_what_is_in_a_box_and_changes_nothing(box, hill, atlas, as_ben):
    item = put_in(box, hill.ada, resource=atlas)
    html = page(as_ben, box)
    assert ("Atlas of fire" in html, "data-scan" in html, url("box_item_change", box, item_id=item.pk) in html) == (
        True,
        False,
        False,
    )
    for name, parts in (("box_item_find", {}), ("box_item_remove", {"item_id": item.pk})):
        assert as_ben.post(url(name, box, **parts)).status_code == 403


def test_a_box_out_of_use_is_not_filled(box, hill, as_ada):
    retire_box(box=box, by=hill.ada, now=NOW)
    assert "data-scan" not in page(as_ada, box)
    assert as_ada.post(url("box_item_find", box), {"what": "A1"}).status_code == 403


def test_what_people_typed_is_text_and_not_markup(box, hill, as_ada):
    bad = "<script>alert(1)</script>"
    put_in(box, hill.ada, resource=title(hill.ada, bad, creators=[bad], call_number=bad), note=bad)
    put_in(box, hill.ada, name=f"{bad}{{{{ x }}}}")
    for html in (page(as_ada, box), page(as_ada, box, what=bad), page(as_ada, box, undo=bad)):
        assert "<script>alert" not in html


def test_titles_of_another_school_are_neither_found_nor_put_in(box, hill, vale, as_ada):
    theirs = title(vale.nils, "Atlas of ice", "V1", isbns=["9780140328721"])
    for number, what in enumerate(("V1", "9780140328721", "ice"), start=1):
        assert f"Not in the box yet: {number}" in scan(as_ada, box, what)
    assert as_ada.post(url("box_item_pick", box), {"title": theirs.pk}).status_code == 404
    assert as_ada.post(url("box_item_pick", box), {"title": "x"}).status_code == 404


def badges(html):
    """What stands beside the lines of the contents: list of words."""
    return [words.strip() for words in re.findall(r'<span class="badge[^"]*">(?:<svg.*?</svg>)?([^<]+)</span>', html)]


def test_more_of_a_title_than_the_catalogue_has_copies_goes_in_and_is_said(box, hill, as_ada):
    title(hill.ada, "Matilda", "M1", "M2", isbns=["9780140328721"])
    for code in ("M1", "M2"):
        assert "The catalogue knows" not in scan(as_ada, box, code)
    said = scan(as_ada, box, "9780140328721")
    assert "“Matilda” is in the box. The catalogue knows 2 copies, and 3 are in the box." in said
    assert badges(page(as_ada, box)).count("The catalogue knows 2 copies") == 1


def test_a_quantity_beyond_the_known_copies_is_kept_and_said_but_not_of_what_has_no_copies(box, hill, atlas, as_ada):
    Copy.objects.filter(barcode="A2").update(withdrawn_at=NOW)
    site = put_in(box, hill.ada, resource=title(hill.ada, "Fire online", kind="website"), quantity=30)
    item = put_in(box, hill.ada, resource=atlas)
    for one in (site, item):
        address, sent = change_form(as_ada, box, one)
        html = as_ada.post(address, sent | {"quantity": "30", "note": "Class set"}, headers=PART).content.decode()
    assert "“Atlas of fire” is saved. The catalogue knows 1 copy, and 30 are in the box." in html
    assert badges(html).count("The catalogue knows 1 copy") == 1
    assert html.count("The catalogue knows") == 2


def test_what_was_withdrawn_from_the_catalogue_is_marked_in_the_box_and_can_be_taken_out(box, hill, atlas, as_ada):
    item = put_in(box, hill.ada, resource=title(hill.ada, "Old maps"))
    put_in(box, hill.ada, copy=atlas.copies.get(barcode="A1"))
    put_in(box, hill.ada, name="Globe")
    assert "ithdrawn" not in page(as_ada, box)
    withdraw_resource(resource=item.resource, by=hill.ada, now=NOW)
    Copy.objects.filter(barcode="A1").update(withdrawn_at=NOW)
    html = page(as_ada, box)
    marks = [words for words in badges(html) if "withdrawn" in words.lower()]
    assert marks == ["This copy was withdrawn from the catalogue", "Withdrawn from the catalogue"]
    as_ada.post(url("box_item_remove", box, item_id=item.pk))
    assert "Withdrawn from" not in page(as_ada, box).split("<aside")[0].split('aria-label="Contents"')[1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_box_costs_as_many_queries_for_one_thing_as_for_three(
    box, hill, as_ada, django_assert_num_queries, number
):
    for index in range(number):
        put_in(box, hill.ada, copy=title(hill.ada, f"Title {index}", f"T{index}").copies.get())
    lend(box, hill, used={})
    with django_assert_num_queries(13):
        html = page(as_ada, box)
    assert html.count("box-quantity") == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_scan_costs_as_many_queries_beside_one_thing_as_beside_three(
    box, hill, atlas, as_ada, django_assert_num_queries, number
):
    for index in range(number):
        put_in(box, hill.ada, name=f"Thing {index}")
    with django_assert_num_queries(21):
        scan(as_ada, box, "A1")
