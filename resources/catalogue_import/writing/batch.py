"""One batch of records into the catalogue, with what is to be said of them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from resources.catalogue.words import add_words, words_in, worth_keeping
from resources.catalogue_import.writing.copies import add_copies, copies_of
from resources.catalogue_import.writing.matching import titles_of
from resources.catalogue_import.writing.titles import merge_titles, stage_titles
from resources.models import ImportRemark

# The keys that must be there are looked for when a transaction ends, unless that is wanted before.
CLEAR_UP = "DROP TABLE staged_titles; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def write_batch(numbered, *, job, now, meanwhile):
    """Writes [(record number, Found)] within the transaction that is open. Returns a Counter of what came of them.

    The greater part of the work is PostgreSQL's alone: a second thread waits for it, and this one calls `meanwhile`,
    which may ask the same connection and must not raise.
    """
    records = [(number, found.record) for number, found in numbered if found.record]
    titles = titles_of(records, of=job.pk, school_id=job.school_id)
    copies = copies_of([(titles[number], record) for number, record in records], school_id=job.school_id)
    with connection.cursor() as cursor, ThreadPoolExecutor(max_workers=1) as helper:
        own = [title for number, title in titles.items() if title.record and title.number == number]
        stage_titles(cursor, own)
        written = helper.submit(_written, cursor, own, copies, job, now)
        meanwhile()
        changed, with_copies = written.result()
    _keep_words(job, (title.record for title in own if title.pk in changed))
    ImportRemark.objects.bulk_create(_remarks(numbered, job.pk))
    return _counted(numbered, titles, changed, with_copies)


def _written(cursor, titles, copies, job, now):
    """The keys of the titles that are new or different, and of those that got a copy: two sets."""
    today = job.school.day_of(now)
    changed = merge_titles(cursor, titles, job=job, now=now, today=today)
    with_copies = add_copies(cursor, copies, school_id=job.school_id, today=today)
    cursor.execute(CLEAR_UP)
    return changed, with_copies


def _keep_words(job, records):
    """Adds those words to the catalogue's that this import has not met yet."""
    found = set()
    for record in records:
        found.update(words_in(" ".join((record.title, record.subtitle, *record.creators, *record.subjects))))
    add_words(job.school_id, worth_keeping(found - job.words))
    job.words |= found


def _remarks(numbered, import_id):
    for number, found in numbered:
        if found.trouble:
            title, sentence = found.trouble.title, str(found.trouble)
            yield ImportRemark(
                of_id=import_id, record=number, is_skipped=True, title=title[:200], sentence=sentence[:500]
            )
        else:
            for sentence in found.record.flags:
                title = found.record.title
                yield ImportRemark(
                    of_id=import_id, record=number, is_skipped=False, title=title[:200], sentence=sentence[:500]
                )


def _counted(numbered, titles, changed, with_copies):
    """Each record counts once as added, changed, unchanged or skipped; `flagged` are those taken with a remark."""
    counts = Counter(records=len(numbered), added=0, changed=0, unchanged=0, skipped=0, flagged=0)
    for number, found in numbered:
        if found.trouble:
            counts["skipped"] += 1
            continue
        title = titles[number]
        is_first = title.number == number
        if is_first and title.is_new:
            counts["added"] += 1
        elif (is_first and title.pk in changed) or (title.pk in with_copies and not title.is_new):
            counts["changed"] += 1
        else:
            counts["unchanged"] += 1
        counts["flagged"] += bool(found.record.flags)
    return counts
