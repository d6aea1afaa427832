"""Whom evidence may be shown to: its audience, its consent, and the day; and what the database holds about it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from planning.models import Evidence, EvidenceFile
from tests.cast import TODAY
from tests.evidence import piece, piece_with_file
from tests.units import unit

Audience, Consent = Evidence.Audience, Evidence.Consent


@pytest.fixture
def plan(hill):
    return unit(hill, "Volcanoes")


def shown_to(audience, on=TODAY):
    return set(Evidence.objects.showable_to(audience, on=on).values_list("title", flat=True))


def test_an_audience_is_shown_what_is_for_it_and_for_those_wider_than_it(plan):
    for audience in Audience:
        piece(plan, audience.label, audience=audience)
    assert [shown_to(audience) for audience in Audience] == [
        {"This plan", "School", "Leaders", "Public"},
        {"School", "Leaders", "Public"},
        {"Leaders", "Public"},
        {"Public"},
    ]


def test_only_consent_that_is_not_needed_or_given_lets_evidence_be_shown(plan):
    for consent in Consent:
        piece(plan, consent.label, consent=consent)
    assert [shown_to(audience) for audience in Audience] == [{"Not needed", "Given"}] * 4


def test_consent_holds_on_its_last_day_and_is_over_at_midnight_where_the_school_is(hill, plan):
    made = piece(plan, consent=Consent.GIVEN, consent_until=date(2026, 11, 18))
    before_midnight = datetime(2026, 11, 18, 12, 59, 59, tzinfo=UTC)  # 23:59:59 in Sydney.
    days = [hill.school.day_of(before_midnight + timedelta(seconds=seconds)) for seconds in (0, 1)]
    assert [shown_to(Audience.PUBLIC, on=day) for day in days] == [{"Poster"}, set()]
    assert [made.is_consented(on=day) for day in days] == [True, False]


def test_one_piece_and_the_database_agree_on_consent(plan):
    for consent in Consent:
        piece(plan, consent.label, consent=consent)
    piece(plan, "Until today", consent=Consent.GIVEN, consent_until=TODAY)
    piece(plan, "Until yesterday", consent=Consent.GIVEN, consent_until=TODAY - timedelta(days=1))
    agreed = {one.title for one in Evidence.objects.all() if one.is_consented(on=TODAY)}
    assert agreed == shown_to(Audience.PUBLIC) == {"Not needed", "Given", "Until today"}


def seen_by(people):
    return {key: {one.title for one in Evidence.objects.visible_to(member, on=TODAY)} for key, member in people.items()}


def cast(hill, vale):
    return {key: getattr(hill, key) for key in ("ada", "ben", "cleo", "lena", "hugo", "omar")} | {"nils": vale.nils}


def test_a_plan_that_is_not_shared_shows_its_evidence_to_those_on_it_and_to_leaders_what_is_for_them(hill, vale, plan):
    for audience in Audience:
        piece(plan, audience.label, audience=audience)
    piece(plan, "Asked", consent=Consent.ASKED)
    everything = {"This plan", "School", "Leaders", "Public", "Asked"}
    nobody = {key: set() for key in ("cleo", "hugo", "omar", "nils")}
    assert seen_by(cast(hill, vale)) == nobody | {"ada": everything, "ben": everything, "lena": {"Leaders", "Public"}}


def test_a_shared_plan_shows_the_school_what_is_for_the_school_and_consented(hill, vale):
    plan = unit(hill, "Volcanoes", is_shared=True)
    for audience in Audience:
        piece(plan, audience.label, audience=audience)
    piece(plan, "Asked", consent=Consent.ASKED)
    everything = {"This plan", "School", "Leaders", "Public", "Asked"}
    the_school = dict.fromkeys(("cleo", "hugo", "lena", "omar"), everything - {"This plan", "Asked"})
    assert seen_by(cast(hill, vale)) == the_school | {"ada": everything, "ben": everything, "nils": set()}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "evidence_has_a_title"),
        ({"consent": "asked", "consent_until": TODAY}, "only_given_consent_has_a_last_day"),
        ({"holds": "link", "link": ""}, "evidence_is_a_link_or_a_file"),
        ({"holds": "file", "link": "https://posters.example"}, "evidence_is_a_link_or_a_file"),
        ({"holds": "file", "link": ""}, "evidence_has_its_file"),
        ({"holds": "nothing", "link": ""}, "refused_evidence_holds_nothing"),
        ({"consent": "refused", "holds": "link", "link": "https://posters.example"}, "refused_evidence_holds_nothing"),
    ],
)
def test_the_database_refuses_evidence_that_contradicts_itself(plan, values, sentence):
    assert broken_by(lambda: piece(plan, **values)) == sentence


def test_a_file_belongs_to_evidence_that_says_so(plan):
    link = piece(plan)
    of_link = {"evidence": link, "name": "a.txt", "media_type": "text/plain", "size": 1, "content": b"a"}
    assert broken_by(lambda: EvidenceFile.objects.create(**of_link)) == "file_is_of_evidence_that_holds_one"
    filed = piece_with_file(plan)
    assert broken_by(EvidenceFile.objects.filter(evidence=filed).delete) == "file_is_of_evidence_that_holds_one"
    Evidence.objects.filter(pk=filed.pk).update(holds="nothing", consent="refused")
    EvidenceFile.objects.filter(evidence=filed).delete()
    connection.check_constraints()


def broken_by(write):
    """The name of the constraint that a write breaks, at once or when its transaction ends."""

    def to_its_end():
        with transaction.atomic():
            write()
            connection.check_constraints()

    connection.check_constraints()
    with pytest.raises(IntegrityError) as broken:
        to_its_end()
    return broken.value.__cause__.diag.constraint_name


def test_the_history_of_evidence_knows_neither_its_link_nor_its_bytes(plan):
    made = piece(plan)
    Evidence.objects.filter(pk=made.pk).update(title="Poster of 6B")
    events = made.events.order_by("pgh_id")
    assert list(events.values_list("pgh_label", "title")) == [("insert", "Poster"), ("update", "Poster of 6B")]
    columns = {field.name for field in events.model._meta.get_fields()}
    assert not columns & {"link", "content", "preview"}
