"""What is on a list: links, titles and headings, put in order by several people at once, and taken off and put back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone, Refused, RowGone
from resources.lists.actions import add_list
from resources.lists.curating.actions import add_curator
from resources.lists.entries import actions
from resources.lists.entries.actions import add_entries, change_entry, move_entry, put_back_entry, remove_entry
from resources.models import CheckedLink, Copy, ListEntry, Resource, ResourceList
from tests.cast import NOW
from tests.racing import refusals

ENTRIES_PART = {"HX-Request": "true", "HX-Target": "entries"}


@pytest.fixture
def volcanoes(hill):
    """Ben's list with Cleo as curator: A, B, C, D, all links."""
    made = add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)
    add_curator(resource_list=made, member=hill.cleo, by=hill.ben, now=NOW)
    links = [{"kind": "link", "url": f"https://example.org/{name}", "text": name} for name in "ABCD"]
    add_entries(resource_list=made, entries=links, by=hill.ben, now=NOW)
    return made


@pytest.fixture
def title(hill):
    """A title with an ISBN and a copy with a barcode."""
    made = make_title(hill, "Violent volcanoes", isbns=["9780140328721"], call_number="551.21")
    Copy.objects.create(school=hill.school, resource=made, barcode="H-0042", added_on=NOW.date())
    return made


def make_title(hill, title, **values):
    return Resource.objects.create(
        school=hill.school, title=title, added_on=NOW.date(), created_at=NOW, created_by=hill.ada, **values
    )


def page(one, **query):
    return reverse("resource_list", kwargs={"school_slug": "hill", "list_id": one.pk}, query=query)


def add(one):
    return reverse("list_entry_add", kwargs={"school_slug": "hill", "list_id": one.pk})


def at(name, entry):
    return reverse(name, kwargs={"school_slug": "hill", "list_id": entry.list_id, "entry_id": entry.pk})


def names(one):
    return [str(entry) for entry in ListEntry.objects.filter(list=one)]


def entry(one, text):
    return ListEntry.with_removed.get(list=one, text=text)


# --- Adding --------------------------------------------------------------------------------------------------


def test_a_link_goes_to_the_end_and_is_looked_at(volcanoes, as_cleo):
    data = {"kind": "link", "url": "https://example.com/ash", "text": "Ash", "note": "Read the first part."}
    answer = as_cleo.post(add(volcanoes), data)
    made = entry(volcanoes, "Ash")
    assert answer.url == f"{page(volcanoes)}?add=link&added={made.pk}"
    assert (names(volcanoes), made.note, made.created_by.name) == (
        ["A", "B", "C", "D", "Ash"],
        "Read the first part.",
        "Cleo Tanaka",
    )
    assert "is number 5 on the list." in as_cleo.get(answer.url).content.decode()
    assert CheckedLink.objects.filter(url="https://example.com/ash").count() == 1


@pytest.mark.parametrize(
    ("typed", "text", "url"),
    [
        ("https://www.example.org/a/b/", "example.org/a/b", "https://www.example.org/a/b/"),
        ("example.org/lava", "example.org/lava", "https://example.org/lava"),
        ("Lava live https://example.org/l", "Lava live", "https://example.org/l"),
        ("https://example.org/l – Lava live", "Lava live", "https://example.org/l"),
        ("HTTPS://EXAMPLE.ORG/L", "EXAMPLE.ORG/L", "https://example.org/L"),
        ("https://bücher.example/straße", "xn--bcher-kva.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://example.org/%00%0a%e2%80%aea%FF", "example.org/a\ufffd", "https://example.org/%00%0a%e2%80%aea%FF"),
        ("https://example.org:8443/x?q=1#here", "example.org:8443/x", "https://example.org:8443/x?q=1#here"),
    ],
)
def test_a_link_has_a_name_whatever_is_pasted(volcanoes, as_ben, typed, text, url):
    as_ben.post(add(volcanoes), {"kind": "link", "url": typed})
    last = ListEntry.objects.filter(list=volcanoes).last()
    assert (last.url, last.text.lower()) == (url, text.lower())


def test_several_links_are_added_at_once_all_or_none(volcanoes, as_ben):
    lines = "Lava live https://example.com/1\n\n  example.com/2 \nhttps://example.com/3 Ash"
    as_ben.post(add(volcanoes), {"kind": "link", "url": lines})
    assert names(volcanoes) == ["A", "B", "C", "D", "Lava live", "example.com/2", "Ash"]
    wrong = "https://example.com/4\nno link here\njavascript:alert(1)"
    answer = as_ben.post(add(volcanoes), {"kind": "link", "url": wrong})
    html = answer.content.decode()
    assert (answer.status_code, len(names(volcanoes))) == (422, 7)
    assert ("Line 2: There is no address" in html, "Line 3: Give the address" in html, "no link here" in html) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:ben@example.org",
        "//",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://exa mple.org/ https://example.org/",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_no_link_is_refused_and_kept_in_the_form(volcanoes, as_ben, url):
    answer = as_ben.post(add(volcanoes), {"kind": "link", "url": url, "text": "Kept words"})
    assert (answer.status_code, "Kept words" in answer.content.decode()) == (422, True)
    assert names(volcanoes) == ["A", "B", "C", "D"]
    answer = as_ben.post(at("list_entry_change", entry(volcanoes, "A")), {"url": url, "text": "Kept", "version": 1})
    assert (answer.status_code, entry(volcanoes, "A").url) == (422, "https://example.org/A")


def test_a_name_for_several_links_is_refused(volcanoes, as_ben):
    data = {"kind": "link", "url": "https://example.com/1\nhttps://example.com/2", "text": "Both"}
    assert "A name is for one link." in as_ben.post(add(volcanoes), data).content.decode()


def test_a_link_stands_on_a_list_once(volcanoes, hill, as_ben):
    answer = as_ben.post(add(volcanoes), {"kind": "link", "url": "https://example.org/A"})
    assert (answer.status_code, "is on the list already" in answer.content.decode()) == (422, True)
    with pytest.raises(Refused, match="already"):
        change_entry(
            entry=entry(volcanoes, "B"), version=1, values={"url": "https://example.org/A"}, by=hill.ben, now=NOW
        )


def test_a_heading_is_added(volcanoes, as_ben):
    as_ben.post(add(volcanoes), {"kind": "heading", "text": "For later"})
    assert entry(volcanoes, "For later").kind == "heading"
    assert as_ben.post(add(volcanoes), {"kind": "heading", "text": " "}).status_code == 422


@pytest.mark.parametrize("typed", ["9780140328721", "978-0-14-032872-1", "0-14-032872-6", "H-0042"])
def test_a_scan_puts_its_title_on_the_list_and_is_ready_for_the_next(volcanoes, title, as_ben, typed):
    answer = as_ben.post(add(volcanoes), {"kind": "title", "q": typed})
    assert names(volcanoes)[-1] == "Violent volcanoes"
    html = as_ben.get(answer.url).content.decode()
    assert 'id="add-q" value="" maxlength="200" autocomplete="off" autofocus' in html


def test_words_show_the_titles_that_have_them_to_pick_from(volcanoes, title, hill, as_ben):
    make_title(hill, "Volcanoes of Iceland")
    make_title(hill, "Volcanoes, weeded", withdrawn_at=NOW, withdrawn_by=hill.ada)
    html = as_ben.post(add(volcanoes), {"kind": "title", "q": "volc"}, follow=True).content.decode()
    found = ["Violent volcanoes" in html, "Volcanoes of Iceland" in html, "weeded" in html]
    assert (found, len(names(volcanoes))) == ([True, True, False], 4)
    as_ben.post(add(volcanoes), {"kind": "title", "q": "volc", "resource": title.pk})
    assert names(volcanoes)[-1] == "Violent volcanoes"
    html = as_ben.get(page(volcanoes, add="title", q="volc")).content.decode()
    assert f'value="{title.pk}"' not in html
    answer = as_ben.post(add(volcanoes), {"kind": "title", "q": "H-0042"})
    assert (answer.status_code, "is on the list already" in answer.content.decode()) == (409, True)


def test_a_title_of_another_school_cannot_be_added(volcanoes, vale, as_ben):
    strange = Resource.objects.create(
        school=vale.school, title="Vale", isbns=["9780140328721"], added_on=NOW, created_at=NOW, created_by=vale.nils
    )
    as_ben.post(add(volcanoes), {"kind": "title", "q": "9780140328721"})
    as_ben.post(add(volcanoes), {"kind": "title", "resource": strange.pk})
    assert names(volcanoes) == ["A", "B", "C", "D"]


def test_a_list_does_not_grow_without_end(volcanoes, hill, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ENTRIES", 5)
    heading = {"kind": "heading", "text": "H"}
    with pytest.raises(Refused, match="5 entries at most"):
        add_entries(resource_list=volcanoes, entries=[heading, heading], by=hill.ben, now=NOW)
    add_entries(resource_list=volcanoes, entries=[heading], by=hill.ben, now=NOW)
    assert len(names(volcanoes)) == 5


# --- Changing ------------------------------------------------------------------------------------------------


def test_two_who_change_an_entry_learn_of_each_other(volcanoes, as_ben, as_cleo):
    first = entry(volcanoes, "A")
    data = {"url": first.url, "version": 1}
    assert as_ben.post(at("list_entry_change", first), data | {"text": "Ben's A"}).status_code == 302
    answer = as_cleo.post(at("list_entry_change", first), data | {"text": "Cleo's A"})
    html = answer.content.decode()
    assert (answer.status_code, "Ben Okafor changed this" in html, "Cleo&#x27;s A" in html) == (409, True, True)
    again = as_cleo.post(at("list_entry_change", first), {"url": first.url, "text": "Cleo's A", "version": 2})
    assert (again.status_code, names(volcanoes)[0]) == (302, "Cleo's A")


def test_what_was_typed_about_an_entry_that_was_taken_off_can_be_kept(volcanoes, hill, as_ben):
    first = entry(volcanoes, "A")
    remove_entry(entry=first, by=hill.cleo, now=NOW)
    data = {"url": first.url, "text": "Better A", "version": 1}
    answer = as_ben.post(at("list_entry_change", first), data)
    html = answer.content.decode()
    assert (answer.status_code, "Somebody took this off the list." in html, "Better A" in html) == (409, True, True)
    as_ben.post(at("list_entry_change", first), data | {"put_back": "1"})
    assert names(volcanoes) == ["Better A", "B", "C", "D"]
    remove_entry(entry=first, by=hill.cleo, now=NOW)
    with pytest.raises(RowGone):
        change_entry(entry=first, version=2, values={"text": "A"}, by=hill.ben, now=NOW)


def test_a_title_has_a_note_and_no_other_words(volcanoes, title, hill, as_ben):
    [made] = add_entries(resource_list=volcanoes, entries=[{"kind": "title", "resource": title}], by=hill.ben, now=NOW)
    as_ben.post(at("list_entry_change", made), {"note": "Chapter 3", "text": "x", "url": "https://x", "version": 1})
    made.refresh_from_db()
    assert (made.note, made.text, made.url) == ("Chapter 3", "", "")


# --- Moving --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("B", {"steps": -1}, "BACD"),
        ("B", {"steps": 1}, "ACBD"),
        ("D", {"place": 1}, "DABC"),
        ("A", {"place": 3}, "BCAD"),
        ("A", {"place": 99}, "BCDA"),
    ],
)
def test_an_entry_is_moved(volcanoes, hill, text, where, expected):
    place, number = move_entry(entry=entry(volcanoes, text), by=hill.ben, now=NOW, **where)
    assert ("".join(names(volcanoes)), expected.index(text) + 1, 4) == (expected, place, number)


@pytest.mark.parametrize(
    ("text", "where", "sentence"),
    [
        ("A", {"steps": -1}, "It is the first already."),
        ("D", {"steps": 1}, "It is the last already."),
        ("B", {"place": 2}, "It stands there already."),
    ],
)
def test_what_cannot_be_moved_says_so(volcanoes, hill, text, where, sentence):
    with pytest.raises(AlreadyDone, match=sentence):
        move_entry(entry=entry(volcanoes, text), by=hill.ben, now=NOW, **where)


def test_moving_in_place_answers_with_the_entries_and_the_words_to_read_out(volcanoes, as_cleo):
    second = entry(volcanoes, "B")
    answer = as_cleo.post(at("list_entry_move", second), {"to": "up"}, headers=ENTRIES_PART)
    html = answer.content.decode()
    assert html.strip().startswith('<section id="entries"')
    assert '<p hx-swap-oob="innerHTML:#said">“B” is number 1 of 4 now.</p>' in html
    assert f'id="up-{second.pk}"' in html
    again = as_cleo.post(at("list_entry_move", second), {"to": "up"}, headers=ENTRIES_PART).content.decode()
    assert "It is the first already." in again
    dragged = as_cleo.post(at("list_entry_move", second), {"to": "4"}, headers=ENTRIES_PART).content.decode()
    assert ("number 4 of 4" in dragged, "".join(names(volcanoes))) == (True, "ACDB")


def test_moving_without_a_script_leads_back_to_the_entry(volcanoes, as_ben):
    first = entry(volcanoes, "A")
    answer = as_ben.post(at("list_entry_move", first), {"to": "down"})
    assert (answer.url, "".join(names(volcanoes))) == (f"{page(volcanoes)}#entry-{first.pk}", "BACD")
    assert "“A” is number 2 of 4 now." in as_ben.get(page(volcanoes)).content.decode()


@pytest.mark.parametrize("to", ["", "sideways", "-3", "0", "9" * 30])
def test_a_move_that_makes_no_sense_moves_nothing(volcanoes, as_ben, to):
    assert as_ben.post(at("list_entry_move", entry(volcanoes, "B")), {"to": to}).status_code == 302
    assert "".join(names(volcanoes)) == "ABCD"


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_both_have_their_way(hill):
    made = add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)
    headings = [{"kind": "heading", "text": text} for text in "ABCD"]
    a, *_, d = add_entries(resource_list=made, entries=headings, by=hill.ben, now=NOW)
    told = refusals(
        lambda: move_entry(entry=a, place=4, by=hill.ben, now=NOW),
        lambda: move_entry(entry=d, place=1, by=hill.cleo, now=NOW),
        of=Exception,
    )
    assert (told, "".join(names(made))) == ([], "DBCA")
    assert [one.position for one in ListEntry.objects.filter(list=made)] == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_get_a_place_each(hill):
    made = add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)

    def adding(text):
        return lambda: add_entries(
            resource_list=made, entries=[{"kind": "heading", "text": text}], by=hill.ben, now=NOW
        )

    assert refusals(adding("A"), adding("B"), of=Exception) == []
    assert [(one.text, one.position) for one in ListEntry.objects.filter(list=made)] == [("A", 1), ("B", 2)]


# --- Taking off and putting back -----------------------------------------------------------------------------


def test_what_is_taken_off_can_be_put_back_where_it_was(volcanoes, as_cleo, hill):
    second = entry(volcanoes, "B")
    answer = as_cleo.post(at("list_entry_remove", second))
    assert "".join(names(volcanoes)) == "ACD"
    html = as_cleo.get(answer.url).content.decode()
    assert ("Put it back" in html, "Taken off lately" in html) == (True, True)
    as_cleo.post(at("list_entry_put_back", second))
    assert "".join(names(volcanoes)) == "ABCD"
    with pytest.raises(AlreadyDone):
        put_back_entry(entry=second, by=hill.cleo, now=NOW)
    remove_entry(entry=second, by=hill.ben, now=NOW)
    with pytest.raises(AlreadyDone):
        remove_entry(entry=second, by=hill.cleo, now=NOW)


def test_what_was_added_again_meanwhile_is_not_put_back_beside_it(volcanoes, hill):
    second = entry(volcanoes, "B")
    remove_entry(entry=second, by=hill.ben, now=NOW)
    link = {"kind": "link", "url": second.url, "text": "B again"}
    add_entries(resource_list=volcanoes, entries=[link], by=hill.ben, now=NOW)
    with pytest.raises(Refused, match="on the list already"):
        put_back_entry(entry=second, by=hill.ben, now=NOW)


def test_what_was_taken_off_long_ago_is_not_offered(volcanoes, hill, as_ben, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    remove_entry(entry=entry(volcanoes, "B"), by=hill.ben, now=NOW - timedelta(days=31))
    assert "Taken off lately" not in as_ben.get(page(volcanoes)).content.decode()


@pytest.mark.parametrize("name", ["list_entry_change", "list_entry_move", "list_entry_remove", "list_entry_put_back"])
def test_only_who_works_on_the_list_touches_its_entries(volcanoes, as_hugo, as_nils, name):
    one = entry(volcanoes, "B")
    assert (as_hugo.post(at(name, one)).status_code, as_nils.post(at(name, one)).status_code) == (403, 404)
    assert "".join(names(volcanoes)) == "ABCD"


def test_an_entry_is_not_to_be_had_through_another_list(volcanoes, hill, as_ben):
    other = add_list(values={"title": "Other"}, by=hill.ben, now=NOW)
    path = reverse(
        "list_entry_remove",
        kwargs={"school_slug": "hill", "list_id": other.pk, "entry_id": entry(volcanoes, "B").pk},
    )
    assert as_ben.post(path).status_code == 404


# --- The page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_is_on_it(hill, as_ben, as_lena, django_assert_num_queries, number):
    made = add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)
    for n in range(number):
        entries = [
            {"kind": "heading", "text": f"H{n}"},
            {"kind": "link", "url": f"https://example.org/{n}", "text": f"L{n}"},
            {"kind": "title", "resource": make_title(hill, f"T{n}")},
        ]
        add_entries(resource_list=made, entries=entries, by=hill.ben, now=NOW)
    with django_assert_num_queries(8):
        html = as_lena.get(page(made)).content.decode()
    assert html.count('class="list-entry is-') == 3 * number
    with django_assert_num_queries(11):
        as_ben.get(page(made))


def test_dead_links_are_shown_to_who_works_on_the_list(volcanoes, as_ben, as_lena):
    CheckedLink.objects.filter(url__endswith="/B").update(finding="dead", detail="not found (404)")
    CheckedLink.objects.filter(url__endswith="/C").update(finding="doubtful", detail="it is too slow")
    html = as_ben.get(page(volcanoes)).content.decode()
    for words in ("Dead link: not found (404)", "Could not be checked: it is too slow", "1 link no longer leads"):
        assert words in html
    assert "Dead link" not in as_lena.get(page(volcanoes)).content.decode()


def test_a_change_of_an_entry_is_a_change_of_the_list(volcanoes, hill):
    later = NOW + timedelta(hours=2)
    remove_entry(entry=entry(volcanoes, "B"), by=hill.cleo, now=later)
    found = ResourceList.objects.get(pk=volcanoes.pk)
    assert (found.changed_at, found.changed_by, found.version) == (later, hill.cleo, 1)


def test_what_people_typed_about_an_entry_is_text_and_not_markup(volcanoes, hill, as_ben):
    hostile = "<img src=x onerror=alert(1)>"
    entries = [
        {"kind": "heading", "text": hostile},
        {"kind": "link", "url": "https://example.org/?<img>", "text": hostile, "note": hostile},
        {"kind": "title", "resource": make_title(hill, hostile, creators=[hostile], location=hostile), "note": hostile},
    ]
    made = add_entries(resource_list=volcanoes, entries=entries, by=hill.ben, now=NOW)
    pages = [as_ben.get(page(volcanoes)), *(as_ben.get(at("list_entry_change", one)) for one in made)]
    pages.append(as_ben.post(at("list_entry_remove", made[1]), follow=True))
    pages.append(as_ben.post(add(volcanoes), {"kind": "link", "url": hostile, "text": hostile, "note": hostile}))
    assert [answer.status_code for answer in pages if hostile in answer.content.decode()] == []


def test_an_entry_can_be_sent_to_a_place_at_once_from_its_page(volcanoes, as_ben):
    last = ListEntry.objects.filter(list=volcanoes).last()
    before = names(volcanoes)
    page = as_ben.get(at("list_entry_change", last)).content.decode()
    assert (f'value="{len(before)}" min="1" max="{len(before)}"' in page, "Move it there" in page) == (True, True)
    assert as_ben.post(at("list_entry_move", last), {"to": "1"}).url.endswith(f"#entry-{last.pk}")
    assert names(volcanoes) == [before[-1], *before[:-1]]
    as_ben.post(at("list_entry_remove", last))
    assert "Move it there" not in as_ben.get(at("list_entry_change", last)).content.decode()
