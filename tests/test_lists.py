"""Lists as such: who makes, finds, changes, copies and removes them, who works on them, and how they pass on."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Role
from collab.people.actions import deactivate_person
from collab.people.handover import holdings
from planning.models import PlanResource
from resources.lists.actions import add_list, attach_request, change_list, copy_list, detach_request, remove_list
from resources.lists.curating.actions import add_curator, give_list, remove_curator
from resources.lists.entries.actions import add_entries
from resources.lists.permissions import may_keep_list, may_make_lists, may_see_list, may_work_on_list
from resources.models import CheckedLink, ListEntry, ResourceList, TopicRequest
from tests.cast import NOW, make_member
from tests.racing import refusals

PART = {"HX-Request": "true", "HX-Target": "found"}


def url(name, one=None, **query):
    about = {"school_slug": "hill"} | ({"list_id": one.pk} if one else {})
    return reverse(name, kwargs=about, query=query)


def make(by, title, **values):
    return add_list(values={"title": title, **values}, by=by, now=NOW)


def link(address, text="A page"):
    return {"kind": "link", "url": address, "text": text}


def ask(hill, topic, *, teacher=None):
    return TopicRequest.objects.create(
        school=hill.school,
        term=hill.term,
        teacher=teacher or hill.ben,
        topic=topic,
        created_at=NOW,
        created_by=hill.ada,
    )


@pytest.fixture
def volcanoes(hill):
    """Ben's list, with Cleo as curator, a heading and two links."""
    made = make(hill.ben, "Volcanoes", topics="Volcanoes, plates", introduction="Look here first.")
    add_curator(resource_list=made, member=hill.cleo, by=hill.ben, now=NOW)
    heading = {"kind": "heading", "text": "Start here"}
    links = [link("https://example.org/lava"), link("https://example.com/ash", "Ash")]
    add_entries(resource_list=made, entries=[heading, *links], by=hill.ben, now=NOW)
    return ResourceList.objects.get(pk=made.pk)


def titles(client, **query):
    answer = client.get(url("resource_lists", **query))
    assert answer.status_code == 200
    return [row.title for row in answer.context["found"].rows]


# --- The page of all lists ---------------------------------------------------------------------------------


def test_every_colleague_finds_every_list_and_somebody_of_another_school_none(volcanoes, as_lena, as_nils):
    assert titles(as_lena) == ["Volcanoes"]
    assert as_nils.get(url("resource_lists")).status_code == 404
    assert as_nils.get(url("resource_list", volcanoes)).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Poems", "Rivers", "Volcanoes"]),
        ({"sort": "title"}, ["Poems", "Rivers", "Volcanoes"]),
        ({"q": "plat"}, ["Volcanoes"]),
        ({"q": "LOOK first"}, ["Volcanoes"]),
        ({"q": "plates nothing"}, []),
        ({"q": "!!"}, []),
        ({"mine": "1"}, ["Poems", "Volcanoes"]),
        ({"public": "1"}, ["Rivers"]),
        ({"dead": "1"}, ["Volcanoes"]),
        ({"sort": "x", "page": "-1", "q": " "}, ["Poems", "Rivers", "Volcanoes"]),
    ],
)
def test_the_lists_are_narrowed_and_ordered_as_asked(volcanoes, hill, as_cleo, query, expected):
    rivers, _ = make(hill.ada, "Rivers"), make(hill.cleo, "Poems")
    ResourceList.objects.filter(pk=rivers.pk).update(token="x" * 32, published_at=NOW, published_by=hill.ada)
    CheckedLink.objects.filter(url="https://example.org/lava").update(finding="dead")
    found = titles(as_cleo, **query)
    assert (found if query.get("sort") == "title" else sorted(found)) == expected


def test_the_list_that_was_changed_last_comes_first(volcanoes, hill, as_ada):
    poems = make(hill.cleo, "Poems")
    assert titles(as_ada) == ["Poems", "Volcanoes"]
    later = NOW + timedelta(hours=1)
    add_entries(resource_list=volcanoes, entries=[link("https://example.org/new")], by=hill.ben, now=later)
    assert titles(as_ada) == ["Volcanoes", "Poems"]
    change_list(resource_list=poems, version=1, values={"title": "Verse"}, by=hill.ada, now=later + timedelta(hours=1))
    assert titles(as_ada) == ["Verse", "Volcanoes"]


def test_a_row_says_what_is_on_it_who_keeps_it_and_what_is_wrong(volcanoes, as_ada):
    CheckedLink.objects.filter(url="https://example.org/lava").update(finding="dead")
    html = as_ada.get(url("resource_lists")).content.decode()
    for words in ("Volcanoes, plates", "2 links", "Ben Okafor, Cleo Tanaka", "1 dead link", "18 Nov"):
        assert words in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_and_its_download_cost_the_same_whatever_there_is(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        made = make(hill.ben, f"List {index}")
        add_curator(resource_list=made, member=hill.cleo, by=hill.ben, now=NOW)
        add_entries(resource_list=made, entries=[link(f"https://example.org/{index}")], by=hill.ben, now=NOW)
    with django_assert_num_queries(4):
        html = as_ada.get(url("resource_lists")).content.decode()
    assert html.count('<th scope="row">') == number
    with django_assert_num_queries(3):
        content = as_ada.get(url("resource_lists_download")).getvalue().decode()
    assert len(content.strip().splitlines()) == number + 1


def test_htmx_gets_the_part_alone_and_others_the_page(volcanoes, as_ada):
    page = as_ada.get(url("resource_lists", q="vol")).content.decode()
    part = as_ada.get(url("resource_lists", q="vol"), headers=PART)
    assert part.content.decode().startswith('<div id="found">')
    assert part.content.decode().partition('<span id="filters-set"')[0].strip() in page
    assert part["HX-Push-Url"] == "/hill/library/lists/?q=vol"


def test_many_lists_are_paged(hill, as_ada):
    ResourceList.objects.bulk_create(
        ResourceList(
            school=hill.school, title=f"L{n:02}", owner=hill.ada, created_at=NOW, created_by=hill.ada, changed_at=NOW
        )
        for n in range(53)
    )
    first, second = titles(as_ada, sort="title"), titles(as_ada, sort="title", page=2)
    assert (len(first), second) == (50, ["L50", "L51", "L52"])
    assert "53 lists" in as_ada.get(url("resource_lists")).content.decode()


def test_an_empty_page_teaches_and_an_empty_search_can_be_undone(hill, as_ben, as_lena):
    add = url("resource_list_add")
    html = as_ben.get(url("resource_lists")).content.decode()
    assert ("No lists yet" in html, html.count(add)) == (True, 2)
    assert add not in as_lena.get(url("resource_lists")).content.decode()
    assert "Show all lists" in as_ben.get(url("resource_lists", q="volcano")).content.decode()


def test_the_download_holds_what_is_on_screen(volcanoes, hill, as_ada):
    make(hill.ada, "Rivers")
    answer = as_ada.get(url("resource_lists_download", q="vol"))
    header, row = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert dict(zip(header, row, strict=True)) == {
        "Title": "Volcanoes",
        "Topics": "Volcanoes, plates",
        "Owner": "Ben Okafor",
        "Curators": "Cleo Tanaka",
        "Links": "2",
        "Titles": "0",
        "Dead links": "0",
        "Public since": "",
        "Made on": "2026-11-18",
        "Changed on": "2026-11-18",
    }


# --- Making, changing, copying, removing ---------------------------------------------------------------------


def test_a_teacher_makes_a_list_and_owns_it(hill, as_ben):
    data = {"title": "Bridges", "topics": " arches ,, beams", "introduction": "For Year 6"}
    answer = as_ben.post(url("resource_list_add"), data)
    made = ResourceList.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.title, made.topics, made.owner) == ("Bridges", "arches, beams", hill.ben)


def test_a_list_for_a_topic_request_takes_its_topic_and_stands_behind_it(hill, as_ada, vale):
    wanted = ask(hill, "Rome, its roads")
    html = as_ada.get(url("resource_list_add", request=wanted.pk)).content.decode()
    assert ('value="Rome, its roads"' in html, "the list will stand behind it" in html) == (True, True)
    as_ada.post(url("resource_list_add", request=wanted.pk), {"title": "Roman roads"})
    assert list(ResourceList.objects.get().requests.all()) == [wanted]
    strange = TopicRequest.objects.create(
        school=vale.school, term=vale.term, teacher=vale.nils, topic="Vale", created_at=NOW, created_by=vale.nils
    )
    assert "Vale" not in as_ada.get(url("resource_list_add", request=strange.pk)).content.decode().split("<form")[1]
    as_ada.post(url("resource_list_add", request=strange.pk), {"title": "Mine"})
    assert list(ResourceList.objects.get(title="Mine").requests.all()) == []


@pytest.mark.parametrize("data", [{"title": ""}, {"title": "x" * 201}, {"title": "T", "introduction": "y" * 2001}])
def test_what_cannot_be_saved_comes_back_with_what_was_typed(hill, as_ben, data):
    answer = as_ben.post(url("resource_list_add"), {"topics": "kept words", **data})
    assert (answer.status_code, "kept words" in answer.content.decode()) == (422, True)
    assert ResourceList.objects.count() == 0


def test_two_who_change_the_same_list_learn_of_each_other(volcanoes, hill, as_ada, as_ben):
    form = {"title": "Volcanoes and plates", "version": 1}
    assert as_ada.post(url("resource_list_change", volcanoes), form).status_code == 302
    answer = as_ben.post(url("resource_list_change", volcanoes), {"title": "Hot rocks", "version": 1})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert ("Volcanoes and plates" in html, 'value="Hot rocks"' in html, "Ada Marlow changed this" in html) == (
        True,
    ) * 3
    with pytest.raises(RowChanged):
        change_list(resource_list=volcanoes, version=1, values={"title": "Third"}, by=hill.ben, now=NOW)


def test_a_change_of_an_entry_is_no_race_with_the_title(volcanoes, as_ben):
    assert as_ben.post(url("resource_list_change", volcanoes), {"title": "Hot", "version": 1}).status_code == 302


def test_a_copy_is_ones_own_with_the_same_on_it(volcanoes, hill, as_hugo):
    ListEntry.objects.filter(text="Ash").update(removed_at=NOW, removed_by=hill.ben)
    answer = as_hugo.post(url("resource_list_copy", volcanoes))
    copy = ResourceList.objects.get(copied_from=volcanoes)
    assert answer.url == url("resource_list_change", copy)
    assert (copy.title, copy.owner, copy.token) == ("Copy of Volcanoes", hill.hugo, "")
    assert [str(entry) for entry in copy.entries.all()] == ["Start here", "A page"]
    assert list(copy.curators.all()) == []


def test_a_long_title_can_be_copied_too(hill):
    made = copy_list(resource_list=make(hill.ada, "x" * 200), by=hill.ada, now=NOW)
    assert len(made.title) == 200


def test_removing_names_what_will_be_lost_and_a_second_click_is_told(volcanoes, hill, as_ben):
    attach_request(resource_list=volcanoes, topic_request=ask(hill, "Lava flows"), by=hill.ben, now=NOW)
    html = as_ben.get(url("resource_list_remove", volcanoes)).content.decode()
    for words in ("1 heading", "2 links", "0 titles", "Lava flows", "Cleo Tanaka", "cannot be brought back", "Keep it"):
        assert words in html
    assert ResourceList.objects.count() == 1
    assert as_ben.post(url("resource_list_remove", volcanoes)).status_code == 302
    assert (ResourceList.objects.count(), ListEntry.with_removed.count()) == (0, 0)
    with pytest.raises(AlreadyDone):
        remove_list(resource_list=volcanoes, by=hill.ben, now=NOW)


def test_a_list_that_somebody_counts_on_is_not_removed(volcanoes, hill, plan, as_ben):
    PlanResource.objects.create(plan=plan, list=volcanoes, added_at=NOW, added_by=hill.ada)
    answer = as_ben.post(url("resource_list_remove", volcanoes))
    assert (answer.status_code, "a unit plan works with it" in answer.content.decode()) == (409, True)
    PlanResource.objects.all().delete()
    ResourceList.objects.update(token="x" * 32, published_at=NOW, published_by=hill.ada)
    with pytest.raises(Refused, match="Students read it"):
        remove_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    assert ResourceList.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_attaches_a_list_while_it_is_removed_is_told(hill):
    one, wanted = make(hill.ada, "Rivers"), ask(hill, "Rivers")
    told = refusals(
        lambda: remove_list(resource_list=one, by=hill.ada, now=NOW),
        lambda: attach_request(resource_list=one, topic_request=wanted, by=hill.ben, now=NOW),
        of=Exception,
    )
    assert (len(told), ResourceList.objects.count()) == (1, 0)


# --- Topic requests and plans ----------------------------------------------------------------------------------


def test_a_list_is_attached_to_topic_requests_of_the_term_and_detached(volcanoes, hill, as_cleo, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    wanted, _ = ask(hill, "Lava flows"), ask(hill, "Poems")
    html = as_cleo.get(url("resource_list", volcanoes, topics="lav")).content.decode()
    assert ("Lava flows" in html, "Poems" in html) == (True, False)
    as_cleo.post(url("resource_list_attach", volcanoes), {"request": wanted.pk})
    assert list(volcanoes.requests.all()) == [wanted]
    with pytest.raises(AlreadyDone):
        attach_request(resource_list=volcanoes, topic_request=wanted, by=hill.cleo, now=NOW)
    as_cleo.post(url("resource_list_detach", volcanoes), {"request": wanted.pk})
    assert list(volcanoes.requests.all()) == []
    with pytest.raises(AlreadyDone):
        detach_request(resource_list=volcanoes, topic_request=wanted, by=hill.cleo, now=NOW)


def test_a_request_of_another_school_cannot_be_attached(volcanoes, vale, as_ben):
    strange = TopicRequest.objects.create(
        school=vale.school, term=vale.term, teacher=vale.nils, topic="Vale", created_at=NOW, created_by=vale.nils
    )
    assert as_ben.post(url("resource_list_attach", volcanoes), {"request": strange.pk}).status_code == 404
    assert as_ben.post(url("resource_list_attach", volcanoes), {"request": "x"}).status_code == 404


def test_plans_that_work_with_a_list_are_shown_to_whoever_may_see_them(volcanoes, hill, plan, as_ben, as_cleo):
    PlanResource.objects.create(plan=plan, list=volcanoes, added_at=NOW, added_by=hill.ada)
    assert plan.get_absolute_url() in as_ben.get(url("resource_list", volcanoes)).content.decode()
    assert plan.get_absolute_url() not in as_cleo.get(url("resource_list", volcanoes)).content.decode()


# --- Who works on it ---------------------------------------------------------------------------------------------


def test_who_may_do_what(volcanoes, hill, vale):
    def of(rule):
        return [person.name.split()[0] for person in [*hill.people, vale.nils] if rule(person, volcanoes)]

    assert of(may_see_list) == ["Ada", "Ben", "Cleo", "Lena", "Hugo", "Omar"]
    assert of(lambda person, _: ResourceList.objects.visible_to(person).exists()) == of(may_see_list)
    assert of(lambda person, _: may_make_lists(person)) == ["Ada", "Ben", "Cleo", "Hugo", "Nils"]
    assert of(may_work_on_list) == ["Ada", "Ben", "Cleo"]
    assert of(may_keep_list) == ["Ada", "Ben"]


WORKS = ("resource_list_change", "resource_list_attach", "resource_list_detach", "list_entry_add")
KEEPS = ("resource_list_remove", "resource_list_give", "curator_add", "curator_remove")


@pytest.mark.parametrize("name", WORKS + KEEPS)
def test_a_colleague_without_the_right_is_told_who_has_it(volcanoes, as_hugo, name):
    answer = as_hugo.post(url(name, volcanoes))
    assert (answer.status_code, "Ben Okafor" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("name", KEEPS)
def test_a_curator_does_not_decide_about_the_list_itself(volcanoes, as_cleo, name):
    assert as_cleo.post(url(name, volcanoes)).status_code == 403


def test_a_reader_sees_no_controls(volcanoes, as_lena):
    main = as_lena.get(url("resource_list", volcanoes)).content.decode().split("<main")[1].split("</main")[0]
    assert ("https://example.org/lava" in main, "<form" in main, "Change" in main) == (True, False, False)


def test_curators_come_and_go(volcanoes, hill, as_ben, as_cleo):
    as_ben.post(url("curator_add", volcanoes), {"member": hill.hugo.pk})
    assert [str(one) for one in volcanoes.curatorships.all()] == ["Cleo Tanaka", "Hugo Lindqvist"]
    as_ben.post(url("curator_remove", volcanoes), {"member": hill.hugo.pk})
    as_cleo.post(url("curator_remove", volcanoes), {"member": hill.cleo.pk})
    assert list(volcanoes.curatorships.all()) == []
    with pytest.raises(AlreadyDone):
        remove_curator(resource_list=volcanoes, member=hill.cleo, by=hill.ben, now=NOW)


@pytest.mark.parametrize("key", ["lena", "omar"])
def test_who_makes_no_lists_cannot_become_a_curator_or_owner(volcanoes, hill, key):
    with pytest.raises(Refused, match="neither librarian nor teacher"):
        add_curator(resource_list=volcanoes, member=getattr(hill, key), by=hill.ben, now=NOW)
    with pytest.raises(Refused, match="neither librarian nor teacher"):
        give_list(resource_list=volcanoes, to=getattr(hill, key), by=hill.ben, now=NOW)


def test_somebody_of_another_school_cannot_become_a_curator(volcanoes, vale, as_ben):
    as_ben.post(url("curator_add", volcanoes), {"member": vale.nils.pk})
    assert [str(one) for one in volcanoes.curatorships.all()] == ["Cleo Tanaka"]


def test_a_list_passes_on_by_hand_and_its_owner_goes_on_as_a_curator(volcanoes, hill, as_ben):
    as_ben.post(url("resource_list_give", volcanoes), {"member": hill.cleo.pk})
    volcanoes.refresh_from_db()
    assert (volcanoes.owner, [str(one) for one in volcanoes.curatorships.all()]) == (hill.cleo, ["Ben Okafor"])
    with pytest.raises(AlreadyDone):
        give_list(resource_list=volcanoes, to=hill.cleo, by=hill.ada, now=NOW)


def test_what_somebody_who_leaves_had_to_do_with_lists_passes_on(volcanoes, hill, as_ada):
    poems = make(hill.cleo, "Poems")
    found = {one.title: [text for text, _ in one.items] for one in holdings(hill.cleo, seen_by=hill.ada)}
    assert found == {"Lists": ["Poems"], "Lists of colleagues": ["Volcanoes"]}
    deactivate_person(person=hill.cleo, to=hill.hugo, by=hill.ada, now=NOW)
    poems.refresh_from_db()
    assert (poems.owner, [str(one) for one in volcanoes.curatorships.all()]) == (hill.hugo, ["Hugo Lindqvist"])
    assert holdings(hill.cleo, seen_by=hill.ada) == []


def test_the_new_owner_is_no_curator_besides(volcanoes, hill):
    deactivate_person(person=hill.ben, to=hill.cleo, by=hill.ada, now=NOW)
    volcanoes.refresh_from_db()
    assert (volcanoes.owner, list(volcanoes.curatorships.all())) == (hill.cleo, [])


@pytest.mark.django_db(transaction=True)
def test_nobody_becomes_owner_while_they_leave(hill):
    gina = make_member(hill.school, "gina", "Gina Rossi", [Role.TEACHER])
    one = make(hill.ada, "Rivers")
    told = refusals(
        lambda: deactivate_person(person=gina, to=None, by=hill.omar, now=NOW),
        lambda: give_list(resource_list=one, to=gina, by=hill.ada, now=NOW),
        of=Refused,
    )
    one.refresh_from_db()
    assert (told, one.owner) == (["Gina Rossi has left the school. Choose somebody else."], hill.ada)


# --- Hostile text ------------------------------------------------------------------------------------------------


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    hostile = "<script>alert(1)</script>"
    made = make(hill.ada, hostile, topics=hostile, introduction=hostile)
    entries = [
        {"kind": "heading", "text": hostile},
        link('https://example.org/?"><script>alert(1)</script>', hostile) | {"note": hostile},
    ]
    add_entries(resource_list=made, entries=entries, by=hill.ada, now=NOW)
    for page in ("resource_list", "resource_list_change", "resource_list_remove"):
        assert hostile not in as_ada.get(url(page, made)).content.decode()
    assert hostile not in as_ada.get(url("resource_lists")).content.decode()
