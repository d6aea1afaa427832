"""Who may open which address: one table, held equal to the URLconf, and strangers get 404 everywhere."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse
from psycopg import sql

from collab.pictures import clean_picture
from collab.school_settings.logo import keep_logo
from outreach.contacts.actions import note_contact
from outreach.digests.actions import add_highlight, prepare_edition
from outreach.digests.wishes import want
from outreach.models import CallInvitation, TopicCall
from outreach.reports.drafts.actions import draft_report, tell_of
from outreach.reports.periods import quarter_on
from planning.models import Duty, Standard
from planning.rows import actions as rows
from planning.unit_plan.actions import start_plan
from resources.boxes.actions import add_box
from resources.boxes.contents import add_item
from resources.catalogue.actions import add_resource
from resources.lists.actions import add_list
from resources.lists.entries.actions import add_entries
from resources.topics.actions import ask_topics
from tests import cast
from tests.addresses import all_addresses
from tests.cast import NOW, TODAY
from tests.lending import lost
from tests.messages import in_outbox, refused
from tests.pictures import drawn
from tests.print_access import page
from tests.suggestions import ask, propose, suggest

PUBLIC = ("public",)
SIGNED_IN = ("signed in",)
MEMBER = ("member",)
STARTERS = ("librarian", "teacher")
KEEPERS = ("administrator", "librarian")
LIBRARIANS = ("librarian",)

# URL name → who may open it. What depends on the object (a plan's partners, say) is in permissions.py.
ACCESS = {
    "home": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_request_login_code": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": SIGNED_IN,
    "socialaccount_signup": PUBLIC,
    "socialaccount_connections": SIGNED_IN,
    "google_login": PUBLIC,
    "google_callback": PUBLIC,
    "google_login_by_token": PUBLIC,
    "microsoft_login": PUBLIC,
    "microsoft_callback": PUBLIC,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "set_up": PUBLIC,
    "set_up_code": PUBLIC,
    "set_up_terms": PUBLIC,
    "set_up_you": PUBLIC,
    "account_me": SIGNED_IN,
    "schools": SIGNED_IN,
    "join": PUBLIC,
    "join_by_code": PUBLIC,
    "invitation_send": KEEPERS,
    "invitation_link": KEEPERS,
    "invitation_revoke": KEEPERS,
    "desk": MEMBER,
    "plans": MEMBER,
    "plans_download": MEMBER,
    "plan_start": STARTERS,
    "plan": MEMBER,
    "plan_head": MEMBER,
    "plan_level": MEMBER,
    "plan_share": MEMBER,
    "plan_close": MEMBER,
    "plan_reopen": MEMBER,
    "plan_remove": MEMBER,
    "stage": MEMBER,
    "stage_complete": MEMBER,
    "stage_reopen": MEMBER,
    "answer_save": MEMBER,
    "answer_settle": MEMBER,
    "presence": MEMBER,
    "plan_pdf": MEMBER,
    "plan_library": MEMBER,
    "plan_library_add": MEMBER,
    "plan_library_remove": MEMBER,
    "evidence_add": MEMBER,
    "evidence_change": MEMBER,
    "evidence_remove": MEMBER,
    "evidence_file": MEMBER,
    "evidence_preview": MEMBER,
    "standards": MEMBER,
    "standard_add": MEMBER,
    "standard_change": MEMBER,
    "standard_leave": MEMBER,
    "standard_use": MEMBER,
    "level_labels": MEMBER,
    "duty_done": MEMBER,
    "lesson_log": MEMBER,
    "rows": MEMBER,
    "row_add": MEMBER,
    "row_change": MEMBER,
    "row_remove": MEMBER,
    "people": MEMBER,
    "people_download": MEMBER,
    "person_add": KEEPERS,
    "person": MEMBER,
    "person_change": MEMBER,
    "person_deactivate": KEEPERS,
    "person_reactivate": KEEPERS,
    "staff_import": KEEPERS,
    "staff_import_sample": KEEPERS,
    "staff_import_preview": KEEPERS,
    "staff_import_run": KEEPERS,
    "staff_import_discard": KEEPERS,
    "school_settings": KEEPERS,
    "school_logo": MEMBER,
    "terms": KEEPERS,
    "term_add": KEEPERS,
    "terms_next_year": KEEPERS,
    "term_change": KEEPERS,
    "term_remove": KEEPERS,
    "year_levels": KEEPERS,
    "year_level_add": KEEPERS,
    "year_level_change": KEEPERS,
    "year_level_remove": KEEPERS,
    "departments": KEEPERS,
    "department_add": KEEPERS,
    "department_change": KEEPERS,
    "department_remove": KEEPERS,
    "subjects": KEEPERS,
    "subject_add": KEEPERS,
    "subject_change": KEEPERS,
    "subject_remove": KEEPERS,
    "classes": KEEPERS,
    "class_add": KEEPERS,
    "class_change": KEEPERS,
    "class_remove": KEEPERS,
    "year_level_move": KEEPERS,
    "classes_add": KEEPERS,
    "topics": MEMBER,
    "topics_ask": STARTERS,
    "topics_nothing": STARTERS,
    "topics_nothing_take_back": STARTERS,
    "topic_request": MEMBER,
    "topic_request_change": MEMBER,
    "topic_request_move": MEMBER,
    "topic_board": ("leader", "librarian"),
    "topic_board_download": ("leader", "librarian"),
    "topics_seen": LIBRARIANS,
    "topics_unseen": LIBRARIANS,
    "topic_board_move": LIBRARIANS,
    "curriculum_map": MEMBER,
    "curriculum_map_download": MEMBER,
    "catalogue": MEMBER,
    "catalogue_download": LIBRARIANS,
    "resource": MEMBER,
    "resource_add": LIBRARIANS,
    "resource_change": LIBRARIANS,
    "resource_withdraw": LIBRARIANS,
    "resource_restore": LIBRARIANS,
    "copy_add": LIBRARIANS,
    "copy_withdraw": LIBRARIANS,
    "copy_restore": LIBRARIANS,
    "catalogue_imports": LIBRARIANS,
    "catalogue_import": LIBRARIANS,
    "catalogue_import_start": LIBRARIANS,
    "catalogue_import_columns": LIBRARIANS,
    "catalogue_import_cancel": LIBRARIANS,
    "catalogue_import_take_back": LIBRARIANS,
    "catalogue_import_progress": LIBRARIANS,
    "catalogue_import_report": LIBRARIANS,
    "boxes": MEMBER,
    "boxes_download": MEMBER,
    "box_add": LIBRARIANS,
    "box": MEMBER,
    "box_change": LIBRARIANS,
    "box_retire": LIBRARIANS,
    "box_restore": LIBRARIANS,
    "box_proposals": LIBRARIANS,
    "box_item_find": LIBRARIANS,
    "box_item_dismiss": LIBRARIANS,
    "box_item_pick": LIBRARIANS,
    "box_item_name": LIBRARIANS,
    "box_item_put_back": LIBRARIANS,
    "box_item_change": LIBRARIANS,
    "box_item_remove": LIBRARIANS,
    "box_serve": LIBRARIANS,
    "box_serve_no_more": LIBRARIANS,
    "box_version": MEMBER,
    "box_picture": MEMBER,
    "box_picture_change": LIBRARIANS,
    "box_picture_remove": LIBRARIANS,
    "box_label": MEMBER,
    "box_sheet": MEMBER,
    "bookings": MEMBER,
    "booking": MEMBER,
    "booking_add": STARTERS,
    "booking_confirm": LIBRARIANS,
    "booking_cancel": MEMBER,
    "booking_extend": MEMBER,
    "booking_hand_out": LIBRARIANS,
    "booking_take_back": LIBRARIANS,
    "booking_undo": LIBRARIANS,
    "booking_pull_list": LIBRARIANS,
    "follow_ups": LIBRARIANS,
    "follow_up_settle": LIBRARIANS,
    "resource_lists": MEMBER,
    "resource_lists_download": MEMBER,
    "resource_list_add": STARTERS,
    "resource_list": MEMBER,
    "resource_list_change": MEMBER,
    "resource_list_copy": STARTERS,
    "resource_list_remove": MEMBER,
    "resource_list_give": MEMBER,
    "resource_list_look_again": MEMBER,
    "resource_list_publish": MEMBER,
    "resource_list_revoke": MEMBER,
    "resource_list_qr": MEMBER,
    "public_list": PUBLIC,
    "resource_list_attach": MEMBER,
    "resource_list_detach": MEMBER,
    "curator_add": MEMBER,
    "curator_remove": MEMBER,
    "list_entry_add": MEMBER,
    "list_entry_change": MEMBER,
    "list_entry_move": MEMBER,
    "list_entry_remove": MEMBER,
    "list_entry_put_back": MEMBER,
    "purchases": MEMBER,
    "purchases_download": MEMBER,
    "purchase_add": MEMBER,
    "purchase": MEMBER,
    "purchase_change": MEMBER,
    "purchase_move": LIBRARIANS,
    "purchase_available": LIBRARIANS,
    "purchase_undo": LIBRARIANS,
    "purchases_from_loans": LIBRARIANS,
    "purchases_from_loans_leave_out": LIBRARIANS,
    "advice_ask": LIBRARIANS,
    "advice_give": MEMBER,
    "budgets": ("administrator", "leader", "librarian"),
    "budgets_download": ("administrator", "leader", "librarian"),
    "budget_set": KEEPERS,
    "weedings": LIBRARIANS,
    "weedings_download": LIBRARIANS,
    "weeding_candidates": LIBRARIANS,
    "weeding_add": LIBRARIANS,
    "weeding_add_many": LIBRARIANS,
    "weeding": MEMBER,
    "weeding_move": LIBRARIANS,
    "weeding_advice_ask": LIBRARIANS,
    "answer": PUBLIC,
    "answer_topics": PUBLIC,
    "answer_change": PUBLIC,
    "answer_move": PUBLIC,
    "answer_again": PUBLIC,
    "answer_nothing": PUBLIC,
    "answer_nothing_take_back": PUBLIC,
    "answer_hand_on": PUBLIC,
    "answer_hand_back": PUBLIC,
    "topic_calls": ("leader", "librarian"),
    "topic_call": ("leader", "librarian"),
    "topic_call_open": LIBRARIANS,
    "topic_call_remind": LIBRARIANS,
    "topic_call_pause": LIBRARIANS,
    "topic_call_resume": LIBRARIANS,
    "topic_call_finish": LIBRARIANS,
    "topic_call_summaries": LIBRARIANS,
    "call_invitation_revoke": LIBRARIANS,
    "call_invitation_send": LIBRARIANS,
    "call_rules": LIBRARIANS,
    "call_letter": LIBRARIANS,
    "call_letter_test": LIBRARIANS,
    "in_touch": ("leader", "librarian"),
    "stop": PUBLIC,
    "digest_editions": LIBRARIANS,
    "digest_edition_prepare": LIBRARIANS,
    "digest_rules": LIBRARIANS,
    "digest_wish_done": LIBRARIANS,
    "digest_edition": LIBRARIANS,
    "digest_edition_hold": LIBRARIANS,
    "digest_edition_release": LIBRARIANS,
    "digest_edition_send": LIBRARIANS,
    "digest_preview": LIBRARIANS,
    "digest_preview_html": LIBRARIANS,
    "highlight_add": LIBRARIANS,
    "highlight_remove": LIBRARIANS,
    "highlight_move": LIBRARIANS,
    "digests": MEMBER,
    "mail_choices": MEMBER,
    "digest": MEMBER,
    "digest_want": MEMBER,
    "contacts": LIBRARIANS,
    "contacts_download": LIBRARIANS,
    "contact_add": LIBRARIANS,
    "contact": LIBRARIANS,
    "contact_change": LIBRARIANS,
    "contact_remove": LIBRARIANS,
    "contact_grow": LIBRARIANS,
    "inductions": LIBRARIANS,
    "induction_note": LIBRARIANS,
    "induction_set_aside": LIBRARIANS,
    "induction_take_back": LIBRARIANS,
    "messages": KEEPERS,
    "messages_again": KEEPERS,
    "messages_leave": KEEPERS,
    "messages_now": KEEPERS,
    "messages_pause": KEEPERS,
    "messages_resume": KEEPERS,
    "message": KEEPERS,
    "message_html": KEEPERS,
    "message_again": KEEPERS,
    "message_cancel": KEEPERS,
    "message_settle": KEEPERS,
    "failing_address_clear": KEEPERS,
    "failing_addresses_clear": KEEPERS,
    "mail_rules": KEEPERS,
    "mail_check": KEEPERS,
    "mail_server_reach": KEEPERS,
    "reports": MEMBER,
    "figures": MEMBER,
    "figure": MEMBER,
    "figure_behind": MEMBER,
    "figure_csv": MEMBER,
    "figure_xlsx": MEMBER,
    "chart_svg": MEMBER,
    "chart_png": MEMBER,
    "programme": ("leader", "librarian"),
    "programme_place": LIBRARIANS,
    "reports_written": MEMBER,
    "report_draft": LIBRARIANS,
    "report_edit": LIBRARIANS,
    "report_story_add": LIBRARIANS,
    "report_story_remove": LIBRARIANS,
    "report_story_picture": LIBRARIANS,
    "report_remove": LIBRARIANS,
    "report_preview": LIBRARIANS,
    "report_publish": LIBRARIANS,
    "report_withdraw": LIBRARIANS,
    "report": MEMBER,
    "report_version": MEMBER,
    "report_pdf": MEMBER,
    "report_picture": MEMBER,
    "report_workbook": MEMBER,
    "report_table": MEMBER,
    "report_svg": MEMBER,
    "report_png": MEMBER,
    "report_link": LIBRARIANS,
    "report_link_revoke": LIBRARIANS,
    "shared_report": PUBLIC,
    "shared_report_pdf": PUBLIC,
    "shared_report_picture": PUBLIC,
    "shared_report_svg": PUBLIC,
    "shared_report_png": PUBLIC,
    "health": PUBLIC,
}


def test_the_table_is_the_urlconf():
    found = {address.name: tuple(sorted(address.who)) for address in all_addresses() if address.name}
    assert found == ACCESS


def test_the_printed_page_is_up_to_date():
    printed = Path(__file__).resolve().parent.parent / "docs" / "access.md"
    assert printed.read_text() == page(), "print it again: make docs"


@pytest.fixture(scope="module")
def one_transaction(django_db_setup, django_db_blocker):
    """The schools are made once for the hundreds of questions below, and are gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_stays(one_transaction):
    """What one of them writes, the next does not see."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def hill(one_transaction):
    return cast.make_hill()


@pytest.fixture(scope="module")
def vale(one_transaction):
    return cast.make_vale()


@pytest.fixture(scope="module")
def things_of_hill(hill):
    """One object of Hill School for each parameter that an address can have."""
    about = {"title": "Volcanoes", "partner": hill.ben, "term": hill.term}
    plan = start_plan(school=hill.school, **about, by=hill.ada, now=NOW)
    duty = rows.add_row(model=Duty, plan=plan, values={"what": "Book the room"}, by=hill.ada, now=NOW)
    standard = Standard.objects.create(
        school=hill.school,
        framework="Science outcomes",
        number="SC6.3",
        statement="Describes volcanoes.",
        created_at=NOW,
        created_by=hill.ada,
        changed_at=NOW,
        changed_by=hill.ada,
    )
    box = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)
    item = add_item(box=box, name="Globe", by=hill.ada, now=NOW)
    resource_list = add_list(values={"title": "Volcanoes"}, by=hill.ada, now=NOW)
    heading = {"kind": "heading", "text": "Start here"}
    [entry] = add_entries(resource_list=resource_list, entries=[heading], by=hill.ada, now=NOW)
    about = {"teacher": hill.ben, "term": hill.term, "topics": [{"topic": "Volcanoes"}]}
    [topic_request] = ask_topics(**about, by=hill.ben, now=NOW)
    purchase = suggest(hill)
    follow_up = lost(hill)
    title = {"title": "Volcanoes of the world", "added_on": TODAY, "barcodes": ["V0001"]}
    resource = add_resource(values=title, by=hill.ada, now=NOW)
    said = {"with_member": hill.ben, "with_name": "", "department": None, "about": "Volcanoes", "on": TODAY}
    call = TopicCall.objects.create(school=hill.school, term=hill.term, opened_at=NOW)
    edition = prepare_edition(school=hill.school, monday=TODAY)
    add_highlight(edition=edition, resource=resource, line="", by=hill.ada, now=NOW)
    wish = want(resource=resource, kind="loan", topic_request=None, note="", by=hill.ben, now=NOW)
    period = quarter_on(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    logo = clean_picture(BytesIO(drawn()))
    return {
        "digest": keep_logo(school=hill.school, picture=logo, by=hill.ada, now=NOW).digest,
        "report_id": report.pk,
        "story_id": tell_of(report=report, plan=plan, by=hill.ada, now=NOW).pk,
        "call_id": call.pk,
        "edition_id": edition.pk,
        "highlight_id": edition.highlights.get().pk,
        "wish_id": wish.pk,
        "invitation_id": CallInvitation.objects.create(call=call, teacher=hill.ben, invited_at=NOW).pk,
        "contact_id": note_contact(values=said, by=hill.ada, now=NOW, sending=uuid4()).pk,
        "message_id": in_outbox(hill.ben).pk,
        "address_id": refused(hill.ben).pk,
        "resource_id": resource.pk,
        "copy_id": resource.copies.get().pk,
        "purchase_id": purchase.pk,
        "advice_id": ask(hill, purchase).pk,
        "weeding_id": propose(hill).pk,
        "plan_id": plan.pk,
        "request_id": topic_request.pk,
        "member_id": hill.ben.pk,
        "term_id": hill.term.pk,
        "number": 1,
        "prompt": "task",
        "kind": "duties",
        "row_id": duty.pk,
        "thing_id": 1,
        "import_id": 1,
        "standard": standard.pk,
        "box_id": box.pk,
        "booking_id": follow_up.line.booking_id,
        "follow_up_id": follow_up.pk,
        "item_id": item.pk,
        "list_id": entry.list_id,
        "entry_id": entry.pk,
        "figure": "teachers",
        "year": "2026",
        "key": "level_reached",
    }


IN_A_SCHOOL = [address for address in all_addresses() if "school_slug" in address.parameters]


@pytest.mark.parametrize("address", IN_A_SCHOOL, ids=lambda address: address.name)
def test_somebody_of_another_school_gets_404(address, things_of_hill, as_nils):
    values = {name: things_of_hill[name] for name in address.parameters if name != "school_slug"}
    at_hill = reverse(address.name, kwargs={"school_slug": "hill", **values})
    assert statuses(as_nils, at_hill) <= {404, 405}
    assert 404 in statuses(as_nils, at_hill)


WITH_AN_OBJECT = [address for address in IN_A_SCHOOL if {"plan_id", "member_id", "term_id"} & set(address.parameters)]


@pytest.mark.parametrize("address", WITH_AN_OBJECT, ids=lambda address: address.name)
def test_an_object_of_hill_is_not_to_be_had_through_vale(address, things_of_hill, as_nils):
    values = {name: things_of_hill[name] for name in address.parameters if name != "school_slug"}
    at_vale = reverse(address.name, kwargs={"school_slug": "vale", **values})
    assert {status for status in statuses(as_nils, at_vale) if status not in (403, 405)} == {404}


def statuses(client, path):
    """What GET and POST answer."""
    return {client.get(path).status_code, client.post(path).status_code}


@pytest.mark.parametrize("address", IN_A_SCHOOL, ids=lambda address: address.name)
def test_nobody_gets_in_without_signing_in(address, things_of_hill, client):
    values = {name: things_of_hill[name] for name in address.parameters if name != "school_slug"}
    path = reverse(address.name, kwargs={"school_slug": "hill", **values})
    response = client.get(path)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")


OUTSIDE = {"token": "x", "key": "x", "uidb36": "x", "pk": 1, "provider_id": "school"}
ANYBODY_MAY = {"account_logout"}


def test_a_page_that_somebody_else_opened_writes_nowhere(things_of_hill, as_ada, hill):
    values = things_of_hill | OUTSIDE | {"school_slug": "hill"}
    named = [address for address in all_addresses() if address.name and address.name not in ANYBODY_MAY]
    paths = {one.name: reverse(one.name, kwargs={name: values[name] for name in one.parameters}) for one in named}
    before = everything_written()
    script = {"X-Opened-By": str(hill.ben.user_id)}
    answers = {
        name: (
            as_ada.post(path, {"title": "Kites", "opened_by": hill.ben.user_id}).status_code,
            as_ada.post(path, {"title": "Kites"}, headers=script).status_code,
        )
        for name, path in paths.items()
    }
    assert answers == dict.fromkeys(paths, (409, 412))
    assert everything_written() == before
    as_ada.post(paths["box_retire"], {"opened_by": hill.ada.user_id})
    changed = {table for table, rows in everything_written().items() if rows != before[table]}
    assert changed == {"resources_resourcebox"}


def everything_written():
    """A mark of what stands in each table of the database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        mark = sql.SQL("SELECT {}, md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {} t")
        marks = [mark.format(sql.Literal(name), sql.Identifier(name)) for name in tables]
        cursor.execute(sql.SQL(" UNION ALL ").join(marks))
        return dict(cursor.fetchall())
