"""One batch of records into the catalogue, with what is to be said of them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from resources.catalogue.words import add_words, words_in, worth_keeping
from resources.catalogue_import.writing.copies import add_copies, copies_of
from resources.catalogue_import.writing.many import keys
from resources.catalogue_import.writing.matching import titles_of
from resources.catalogue_import.writing.titles import merge_titles, stage_titles
from resources.models import ImportRemark

# The keys that must be there are looked for when a transaction ends, unless that is wanted before.
CLEAR_UP = "DROP TABLE staged_titles; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
KEEP_TRACK = """
    INSERT INTO resources_importbatch (of_id, last, titles, records, added, copies)
    VALUES (%s, %s, %s::bigint[], %s::int[], %s::bigint[], %s::bigint[])
"""


def write_batch(numbered, *, job, now, meanwhile):
    """Writes [(record number, Found)] within the transaction that is open. Returns a Counter of what came of them.

    The greater part of the work is PostgreSQL's alone: a second thread waits for it, and this one calls `meanwhile`,
    which may ask the same connection and must not raise.
    """
    records = [(number, found.record) for number, found in numbered if found.record]
    titles = titles_of(records, come_upon=job.come_upon, school_id=job.school_id)
    copies = copies_of([(titles[number], record) for number, record in records], school_id=job.school_id)
    with connection.cursor() as cursor, ThreadPoolExecutor(max_workers=1) as helper:
        own = [title for number, title in titles.items() if title.record and title.number == number]
        stage_titles(cursor, own)
        written = helper.submit(_written, cursor, copies, job, now)
        words = _words_of(title for title in own if title.is_new)
        meanwhile()
        changed, added_copies = written.result()
    _keep_words(job, words | _words_of(title for title in own if title.pk in changed and not title.is_new))
    _keep_track(job, numbered[-1][0], own, added_copies)
    ImportRemark.objects.bulk_create(_remarks(numbered, job.pk))
    return _counted(numbered, titles, changed, set(added_copies.values()))


def _written(cursor, copies, job, now):
    """The keys of the titles that are new or different, and {key of a new copy: key of its title}."""
    today = job.school.day_of(now)
    changed = merge_titles(cursor, job=job, now=now, today=today)
    added_copies = add_copies(cursor, copies, school_id=job.school_id, today=today)
    cursor.execute(CLEAR_UP)
    return changed, added_copies


def _words_of(titles):
    found = set()
    for record in (title.record for title in titles):
        found.update(words_in(" ".join((record.title, record.subtitle, *record.creators, *record.subjects))))
    return found


def _keep_words(job, words):
    """Adds those words to the catalogue's that this import has not met yet."""
    add_words(job.school_id, worth_keeping(words - job.words))
    job.words |= words


def _keep_track(job, last, titles, added_copies):
    """Keeps what the batch came upon and what it added, if anything."""
    if not titles and not added_copies:
        return
    come_upon = {title.pk: title.number for title in titles}
    added = [title.pk for title in titles if title.is_new]
    with connection.cursor() as cursor:
        found = (come_upon, come_upon.values(), added, added_copies)
        cursor.execute(KEEP_TRACK, [job.pk, last, *map(keys, found)])
    job.come_upon |= come_upon


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
