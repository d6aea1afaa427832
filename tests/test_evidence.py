"""Evidence of a unit: added, changed, refused and removed on pages of their own, and seen by those whom it is for."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from planning.errors import PlanIsClosed, PlanningError, RowChanged
from planning.evidence import actions, files, queries
from planning.evidence.views import GOES
from planning.models import Contribution, Evidence, EvidenceFile, UnitPlan
from planning.pdf.document import document
from planning.pdf.queries import plans_for_pdf
from planning.permissions import may_see_evidence
from planning.unit_plan.actions import close_plan
from planning.unit_plan.removal import SomethingIsWritten, remove_plan
from tests.cast import NOW, TODAY
from tests.evidence import piece, piece_with_file
from tests.test_evidence_files import HOSTILE, picture

Audience, Consent = Evidence.Audience, Evidence.Consent
WORDS = {"title": "Poster", "kind": "work", "note": "Two sources each.", "consent": "not-needed", "audience": "school"}


def url(name, plan, **more):
    return reverse(name, kwargs={"school_slug": "hill", "plan_id": plan.pk, **more})


def sent(name="poster.jpg", content=None):
    return SimpleUploadedFile(name, picture() if content is None else content)


def back(plan):
    return f"{url('stage', plan, number=4)}#evidence"


def said(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def trouble(response, field):
    return response.context["form"].errors.get(field)


# --- Adding ---------------------------------------------------------------------------------------------------


def test_ben_adds_a_picture_and_finds_it_on_stage_4(plan, hill, as_ben):
    response = as_ben.post(url("evidence_add", plan), WORDS | {"files": sent()})
    assert (response.status_code, response.url) == (302, back(plan))
    [made] = Evidence.objects.select_related("file")
    assert (made.title, made.holds, made.created_by, made.file.name) == ("Poster", "file", hill.ben, "poster.jpg")
    html = as_ben.get(url("stage", plan, number=4)).content.decode()
    assert f'src="{url("evidence_preview", plan, row_id=made.pk)}?v=1"' in html
    assert list(Contribution.objects.filter(plan=plan, member=hill.ben).values_list("stage", flat=True)) == [4]


def test_a_link_is_evidence_as_well_and_opens_a_window_of_its_own(plan, as_ben):
    as_ben.post(url("evidence_add", plan), WORDS | {"link": "https://böser.example/ä"})
    [made] = Evidence.objects.all()
    assert (made.holds, made.link) == ("link", "https://xn--bser-5qa.example/%C3%A4")
    html = as_ben.get(url("stage", plan, number=4)).content.decode()
    assert f'<a href="{made.link}" rel="noopener noreferrer" target="_blank">Poster' in html


def test_several_pictures_at_once_become_a_piece_each(plan, as_ben):
    response = as_ben.post(url("evidence_add", plan), WORDS | {"files": [sent("a.jpg"), sent("b.jpg")]})
    assert said(response) == ["2 pieces are there."]
    found = Evidence.objects.values_list("title", "file__name")
    assert list(found) == [("Poster 1", "a.jpg"), ("Poster 2", "b.jpg")]


def test_a_long_title_leaves_room_for_its_number(plan, as_ben):
    as_ben.post(url("evidence_add", plan), WORDS | {"title": "x" * 200, "files": [sent("a.jpg"), sent("b.jpg")]})
    assert list(Evidence.objects.values_list("title", flat=True)) == ["x" * 198 + " 1", "x" * 198 + " 2"]


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_refused_leaves_everything_else_as_it_was_typed(what, plan, as_ben):
    name, content, sentence = HOSTILE[what]
    response = as_ben.post(url("evidence_add", plan), WORDS | {"files": sent(name, content)})
    assert (response.status_code, trouble(response, "files")) == (422, [sentence])
    html = response.content.decode()
    assert 'value="Poster"' in html
    assert "Two sources each.</textarea>" in html
    assert not Evidence.objects.exists()


def test_of_several_files_the_refused_one_is_named_and_none_is_kept(plan, as_ben):
    both = [sent("a.jpg"), sent("page.html", b"<html>")]
    response = as_ben.post(url("evidence_add", plan), WORDS | {"files": both})
    assert trouble(response, "files") == [f"page: {files.PAGE}"]
    assert not Evidence.objects.exists()


def test_a_file_beyond_ten_megabytes_is_let_go_and_said(plan, as_ben):
    large = sent("film.mp4", bytes(files.LARGEST + 1))
    response = as_ben.post(url("evidence_add", plan), WORDS | {"files": large})
    assert (response.status_code, trouble(response, "files")) == (422, [files.TOO_LARGE])


NEITHER = "Choose a file, or give a link below."
BOTH = "Choose files or give a link: add one after the other."
AGAIN = "Choose it again: a browser does not keep a file."


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "files", NEITHER),
        ({"files": 1, "link": "https://posters.example"}, "link", BOTH),
        ({"link": "javascript:alert(1)"}, "link", "Give the address of a web page, such as https://example.org/page."),
        ({"files": 7}, "files", "Add 6 at a time at most, and the others after that."),
        ({"files": 1, "title": ""}, "files", AGAIN),
        ({"files": 1, "consent": ""}, "consent", "Say how it is with consent."),
        ({"files": 1, "consent": "refused"}, "consent", None),
        ({"files": 1, "audience": "everybody"}, "audience", None),
    ],
)
def test_what_is_missing_or_too_much_is_said_at_its_field(typed, field, sentence, plan, as_ben):
    values = dict(typed)
    if "files" in values:
        values["files"] = [sent(f"{number}.jpg") for number in range(values["files"])]
    response = as_ben.post(url("evidence_add", plan), WORDS | values)
    assert response.status_code == 422
    assert trouble(response, field) == [sentence] if sentence else trouble(response, field)
    assert not Evidence.objects.exists()


def test_pressing_twice_adds_once(plan, as_ben):
    for _ in range(2):
        response = as_ben.post(url("evidence_add", plan), WORDS | {"files": [sent("a.jpg"), sent("b.jpg")]})
        assert response.status_code == 302
        as_ben.post(url("evidence_add", plan), WORDS | {"title": "Page", "link": "https://posters.example"})
    assert list(Evidence.objects.values_list("title", flat=True)) == ["Poster 1", "Poster 2", "Page"]


def test_a_plan_holds_so_many_pieces_and_says_so(plan, hill):
    for number in range(actions.MOST):
        piece(plan, str(number))
    words = WORDS | {"link": "https://posters.example"}
    with pytest.raises(PlanningError) as full:
        actions.add_evidence(plan=plan, values=words, kept=[], by=hill.ben, now=NOW)
    assert str(full.value) == "A plan holds up to 60 pieces of evidence. Remove what tells least first."


def test_a_closed_plan_takes_no_evidence_and_shows_what_was_typed(plan, hill, as_ben):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert as_ben.get(url("evidence_add", plan)).status_code == 403
    response = as_ben.post(url("evidence_add", plan), WORDS | {"link": "https://posters.example"})
    assert response.status_code == 409
    assert response.context["trouble"] == str(PlanIsClosed())
    assert 'value="Poster"' in response.content.decode()


# --- Changing, refusing, removing -----------------------------------------------------------------------------


def changed(made, **values):
    words = {name: getattr(made, name) or "" for name in WORDS} | {"version": made.version, "link": made.link}
    return words | values


def test_words_and_file_are_changed_together(plan, as_ben):
    made = piece_with_file(plan)
    address = url("evidence_change", plan, row_id=made.pk)
    response = as_ben.post(address, changed(made, title="Other poster", file=sent("other.jpg")))
    assert (response.status_code, response.url) == (302, back(plan))
    made = Evidence.objects.select_related("file").get()
    assert (made.title, made.version, made.file.name, made.file.media_type) == (
        "Other poster",
        2,
        "other.jpg",
        "image/jpeg",
    )
    as_ben.post(address, changed(made, note="Clear."))
    assert Evidence.objects.get().file.name == "other.jpg"


def test_a_refusal_asks_once_and_takes_the_file_with_it(plan, hill, as_ben):
    made = piece_with_file(plan, "Poster", consent="asked")
    address = url("evidence_change", plan, row_id=made.pk)
    refusing = changed(made, consent="refused", note="Asked her mother.")
    response = as_ben.post(address, refusing)
    assert (response.status_code, response.context["trouble"]) == (422, GOES)
    html = response.content.decode()
    assert "Asked her mother.</textarea>" in html
    assert 'name="confirmed" value="on"' in html
    assert EvidenceFile.objects.count() == 1
    response = as_ben.post(address, refusing | {"confirmed": "on"})
    assert said(response)[-1] == "Saved, and what was refused is removed."
    made = Evidence.objects.get()
    assert (made.consent, made.holds, made.note) == ("refused", "nothing", "Asked her mother.")
    assert not EvidenceFile.objects.exists()
    html = as_ben.get(url("stage", plan, number=4)).content.decode()
    assert "Consent refused" in html
    assert as_ben.get(url("evidence_file", plan, row_id=made.pk)).status_code == 404


def test_consent_is_changed_and_refused_on_a_closed_plan_and_nothing_else_is(plan, hill, as_ben):
    made, other = piece_with_file(plan, consent="given"), piece_with_file(plan, "Other")
    close_plan(plan=plan, by=hill.ada, now=NOW)
    address = url("evidence_change", plan, row_id=made.pk)
    assert f'href="{address}"' in as_ben.get(url("stage", plan, number=4)).content.decode()
    assert list(as_ben.get(address).context["form"].fields) == [
        "consent",
        "consent_until",
        "audience",
        "version",
        "confirmed",
    ]
    late = as_ben.post(address, changed(made, title="Other words"))
    assert (late.status_code, late.context["trouble"]) == (409, str(PlanIsClosed()))
    assert 'value="Other words"' in late.content.decode()
    as_ben.post(address, {"consent": "refused", "audience": "plan", "version": 1, "confirmed": "on"})
    made = Evidence.objects.get(pk=made.pk)
    assert (made.title, made.consent, made.holds) == ("Poster", "refused", "nothing")
    assert list(EvidenceFile.objects.values_list("evidence", flat=True)) == [other.pk]
    assert as_ben.get(address).status_code == 403
    with pytest.raises(PlanIsClosed):
        actions.change_evidence(piece=other, version=1, values={"title": "B"}, kept=None, by=hill.ben, now=NOW)
    assert as_ben.get(url("evidence_remove", plan, row_id=other.pk)).status_code == 403


def test_a_refused_link_is_gone_as_well_and_its_line_can_still_be_worded(plan, as_ben):
    made = piece(plan, consent="asked")
    address = url("evidence_change", plan, row_id=made.pk)
    as_ben.post(address, changed(made, consent="refused", confirmed="on"))
    made = Evidence.objects.get()
    assert (made.holds, made.link) == ("nothing", "")
    as_ben.post(address, {"title": "A poster", "kind": "work", "note": "", "version": 2})
    made = Evidence.objects.get()
    assert (made.title, made.consent, made.holds) == ("A poster", "refused", "nothing")


def test_a_last_day_goes_with_the_consent_that_had_it(plan, as_ben):
    made = piece(plan, consent="given", consent_until=TODAY)
    as_ben.post(url("evidence_change", plan, row_id=made.pk), changed(made, consent="asked", consent_until=TODAY))
    assert list(Evidence.objects.values_list("consent", "consent_until")) == [("asked", None)]


def test_who_comes_second_sees_what_stands_and_loses_no_word(plan, hill, as_ben):
    made = piece(plan)
    words = {"title": "Adas poster", "consent": "given", "link": "https://ada.example/"}
    actions.change_evidence(piece=made, version=1, values=words, kept=None, by=hill.ada, now=NOW)
    response = as_ben.post(url("evidence_change", plan, row_id=made.pk), changed(made, title="Bens poster"))
    assert response.status_code == 409
    html = response.content.decode()
    assert 'value="Bens poster"' in html
    assert "Now: “Adas poster”" in html
    assert 'name="version" value="2"' in html
    again = changed(made, title="Bens poster", version=2)
    assert as_ben.post(url("evidence_change", plan, row_id=made.pk), again).status_code == 302
    assert Evidence.objects.get().title == "Bens poster"


def test_what_stands_there_already_is_not_written_again(plan, hill):
    made = piece(plan)
    actions.change_evidence(piece=made, version=1, values={"title": "Poster"}, kept=None, by=hill.ben, now=NOW)
    assert (Evidence.objects.get().version, made.events.count()) == (1, 1)


def test_saving_twice_is_no_race(plan, hill):
    made = piece(plan)
    for _ in range(2):
        actions.change_evidence(piece=made, version=1, values={"title": "B"}, kept=None, by=hill.ben, now=NOW)
    assert Evidence.objects.get().version == 2


def test_removing_names_what_is_lost_and_takes_the_file_along(plan, as_ben):
    made = piece_with_file(plan)
    address = url("evidence_remove", plan, row_id=made.pk)
    html = as_ben.get(address).content.decode()
    assert "Poster" in html
    assert "What it holds is gone then, and cannot be restored." in html
    assert as_ben.post(address, {"version": 1}).url == back(plan)
    assert (Evidence.objects.count(), EvidenceFile.objects.count()) == (0, 0)
    assert said(as_ben.post(address, {"version": 1}))[-1] == "Somebody removed this before you."


def test_what_changed_meanwhile_is_looked_at_before_it_is_removed(plan, hill, as_ben):
    made = piece(plan)
    actions.change_evidence(piece=made, version=1, values={"title": "Other"}, kept=None, by=hill.ada, now=NOW)
    response = as_ben.post(url("evidence_remove", plan, row_id=made.pk), {"version": 1})
    assert (response.status_code, response.context["question"].title) == (409, "Other")
    with pytest.raises(RowChanged):
        actions.remove_evidence(piece=made, version=1, by=hill.ben, now=NOW)


def test_a_plan_with_evidence_is_not_removed(plan, hill):
    piece(plan)
    with pytest.raises(SomethingIsWritten) as written:
        remove_plan(plan=plan, by=hill.ada, now=NOW)
    assert str(written.value) == "This plan cannot be removed any more. It holds 1 piece of evidence."


# --- Who sees what --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_shared", [False, True])
def test_may_see_evidence_is_the_rule_of_visible_to(is_shared, plan, hill, vale):
    UnitPlan.objects.filter(pk=plan.pk).update(is_shared=is_shared)
    plan = UnitPlan.objects.prefetch_related("partners").get(pk=plan.pk)
    for audience in Audience:
        for consent in Consent:
            piece(plan, f"{audience} {consent}", audience=audience, consent=consent)
    piece(plan, "over", consent="given", consent_until=TODAY - timedelta(days=1))
    everything = list(Evidence.objects.all())
    for member in [*hill.people, vale.nils]:
        seen = {one.pk for one in everything if may_see_evidence(member, plan, one, on=TODAY)}
        assert seen == set(Evidence.objects.visible_to(member, on=TODAY).values_list("pk", flat=True)), member


def file_answers(clients, made):
    address = url("evidence_file", made.plan, row_id=made.pk)
    return [client.get(address).status_code for client in clients]


def test_a_file_is_handed_to_those_whom_it_is_for(plan, as_ada, as_ben, as_cleo, as_lena, as_nils):
    clients = [as_ada, as_ben, as_cleo, as_lena, as_nils]
    for_leaders = piece_with_file(plan, audience="leaders")
    for_school = piece_with_file(plan, audience="school")
    for_plan = piece_with_file(plan, audience="plan")
    unsaid = piece_with_file(plan, audience="public", consent="asked")
    assert file_answers(clients, for_leaders) == [200, 200, 404, 200, 404]
    assert file_answers(clients, for_school) == [200, 200, 404, 404, 404]
    UnitPlan.objects.filter(pk=plan.pk).update(is_shared=True)
    assert file_answers(clients, for_school) == [200, 200, 200, 200, 404]
    assert file_answers(clients, for_plan) == [200, 200, 404, 404, 404]
    assert file_answers(clients, unsaid) == [200, 200, 404, 404, 404]


def test_consent_that_is_over_closes_the_file_to_the_school(plan, as_ben, as_cleo):
    UnitPlan.objects.filter(pk=plan.pk).update(is_shared=True)
    today = plan.school.day_of(timezone.now())
    made = piece_with_file(plan, consent="given", consent_until=today)
    assert file_answers([as_ben, as_cleo], made) == [200, 200]
    Evidence.objects.update(consent_until=today - timedelta(days=1))
    assert file_answers([as_ben, as_cleo], made) == [200, 404]


WRITES = ("evidence_add", "evidence_change", "evidence_remove")


@pytest.mark.parametrize("name", WRITES)
def test_who_only_reads_the_plan_is_told_why_they_change_nothing(name, plan, as_cleo, as_lena, as_nils):
    UnitPlan.objects.filter(pk=plan.pk).update(is_shared=True)
    more = {} if name == "evidence_add" else {"row_id": piece(plan).pk}
    for client, status in ((as_cleo, 403), (as_lena, 403), (as_nils, 404)):
        response = client.post(url(name, plan, **more), WORDS)
        assert response.status_code == status
    assert "Only the partners of this plan" in as_cleo.get(url(name, plan, **more)).content.decode()
    assert Evidence.objects.filter(title="Poster", version=1).count() == len(more)


def test_a_piece_is_not_reached_through_another_plan(plan, hill, as_ben):
    other = UnitPlan.objects.create(
        school=hill.school, title="Rivers", created_at=NOW, created_by=hill.ada, changed_at=NOW, changed_by=hill.ada
    )
    made = piece_with_file(other)
    for name in ("evidence_change", "evidence_remove", "evidence_file", "evidence_preview"):
        assert as_ben.get(url(name, plan, row_id=made.pk)).status_code == 404


def test_only_pictures_are_shown_in_place_and_nothing_runs(plan, as_ben):
    as_ben.post(url("evidence_add", plan), WORDS | {"files": sent()})
    as_ben.post(url("evidence_add", plan), WORDS | {"files": sent("Plakat „Ö“.pdf", b"%PDF-1.7 <script>")})
    shown, saved = [
        as_ben.get(url("evidence_file", plan, row_id=key)) for key in Evidence.objects.values_list("pk", flat=True)
    ]
    assert shown["Content-Disposition"] == 'inline; filename="poster.jpg"'
    assert saved["Content-Disposition"] == "attachment; filename*=utf-8''Plakat%20%E2%80%9E%C3%96%E2%80%9C.pdf"
    assert [(one["Content-Type"], one["Cache-Control"]) for one in (shown, saved)] == [
        ("image/jpeg", "private, no-store"),
        ("application/pdf", "private, no-store"),
    ]
    for one in (shown, saved):
        assert one["X-Content-Type-Options"] == "nosniff"
        assert one["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
        )


@pytest.mark.parametrize("times", [1, 3])
def test_the_cards_cost_one_query_and_load_no_bytes(times, plan, hill, django_assert_num_queries):
    for number in range(times):
        piece(plan, f"Link {number}")
        piece_with_file(plan, f"File {number}")
        piece(plan, f"Refused {number}", consent="refused")
    plan = UnitPlan.objects.select_related("school").prefetch_related("partners").get(pk=plan.pk)
    with django_assert_num_queries(1):
        cards = queries.cards(plan, reader=hill.ben, on=TODAY)
    assert len(cards) == 3 * times
    assert not {"file__content", "file__preview"} & set(queries.ROW.columns)


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_of_stage_4_costs_the_same_with_one_piece_and_three(times, plan, as_ben, django_assert_num_queries):
    for number in range(times):
        piece_with_file(plan, f"File {number}")
    as_ben.get(url("stage", plan, number=4))
    with django_assert_num_queries(8):
        as_ben.get(url("stage", plan, number=4))


def test_what_people_typed_is_shown_as_they_typed_it(plan, as_ben):
    piece(plan, "<b>Poster</b>", note="<script>alert(1)</script>\n\u202eRTL")
    html = as_ben.get(url("stage", plan, number=4)).content.decode()
    assert "&lt;b&gt;Poster&lt;/b&gt;" in html
    assert "<script>alert" not in html


def test_the_pdf_names_what_has_consent_and_the_reader_may_see_and_nothing_else(hill, plan):
    UnitPlan.objects.filter(pk=plan.pk).update(is_shared=True)
    piece(plan, "Ours", audience="plan", consent="given", consent_until=TODAY)
    piece(plan, "For all", kind="photo")
    for consent in ("asked", "refused"):
        piece(plan, consent, consent=consent)
    piece(plan, "Over", consent="given", consent_until=TODAY - timedelta(days=1))
    for_all = ["For all", "Photo", "No consent needed"]
    assert in_pdf(hill.ben, plan) == [["Ours", "Student work", "Consent given until 18 Nov 2026"], for_all]
    assert in_pdf(hill.cleo, plan) == [for_all]


def test_paper_takes_along_what_has_consent(hill, plan):
    for consent in Consent:
        piece(plan, consent.label, consent=consent)
    plan = UnitPlan.objects.select_related("school").prefetch_related("partners").get(pk=plan.pk)
    printed = {card.title for card in queries.cards(plan, reader=hill.ben, on=TODAY) if card.is_printed}
    assert printed == {"Not needed", "Given"}


def in_pdf(member, plan):
    made = document(plans_for_pdf(member, on=TODAY).get(pk=plan.pk), printed_on=TODAY)
    [table] = [one for one in made["stages"][3]["tables"] if one["title"] == "Evidence"]
    return table["rows"]


def test_an_empty_section_teaches_whoever_works_on_the_plan(plan, as_ben, as_lena):
    assert "A photo of the posters" in as_ben.get(url("stage", plan, number=4)).content.decode()
    assert "will stand here" in as_lena.get(url("stage", plan, number=4)).content.decode()
