"""The demo's catalogue: all of its titles at Hill School, and every tenth of them at a smaller one."""

from datetime import timedelta

from collab.demo import at
from collab.models import Role
from resources.catalogue import isbn
from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue.words import add_words, words_of
from resources.demo.titles import TITLES
from resources.models import Copy, Resource

FIRST_BARCODE = 10_001
SHARE_OF_A_SMALL_SCHOOL = 10


def build(*, school, people, today):
    """Records and copies in bulk: four hundred of them through the action would take as many times as long."""
    librarian = next(member for member in people.values() if member.has_role(Role.LIBRARIAN))
    titles = TITLES if school.slug == "hill" else TITLES[::SHARE_OF_A_SMALL_SCHOOL]
    records = Resource.objects.bulk_create(_record(title, school, librarian, today) for title in titles)
    numbers = iter(range(FIRST_BARCODE, FIRST_BARCODE + sum(title.copies for title in titles)))
    Copy.objects.bulk_create(
        Copy(
            school=school,
            resource=record,
            barcode=f"{school.slug[0].upper()}{next(numbers)}",
            added_on=record.added_on,
        )
        for record, title in zip(records, titles, strict=True)
        for _ in range(title.copies)
    )
    words = set()
    for title in titles:
        words |= words_of(title=title.title, subtitle=title.subtitle, creators=title.creators, subjects=title.subjects)
    add_words(school.pk, words)


def _record(title, school, librarian, today):
    added_on = today - timedelta(days=title.added_days_ago)
    number, _ = isbn.read(title.isbn)
    moment = at(added_on, 14, 30, school=school)
    return Resource(
        school=school,
        kind=title.kind,
        title=title.title,
        subtitle=title.subtitle,
        creators=list(title.creators),
        isbns=[number] if number else [],
        publisher=title.publisher,
        year=title.year,
        summary=title.summary,
        subjects=list(title.subjects),
        reads_from=title.reads_from,
        reads_to=title.reads_to,
        call_number=title.call_number,
        location=title.location,
        added_on=added_on,
        dictionary=dictionary_of(school),
        created_at=moment,
        created_by=librarian,
        changed_at=moment,
        changed_by=librarian,
    )
