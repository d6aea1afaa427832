"""One batch of records into the catalogue, with what is to be said of them."""

from collections import Counter

from resources.catalogue.words import add_words, words_of
from resources.catalogue_import.writing.copies import write_copies
from resources.catalogue_import.writing.matching import titles_of
from resources.catalogue_import.writing.titles import write_titles
from resources.models import ImportRemark


def write_batch(numbered, *, job, now):
    """Writes [(record number, Found)] within the transaction that is open. Returns a Counter of what came of them."""
    records = [(number, found.record) for number, found in numbered if found.record]
    titles = titles_of(records, of=job.pk, school_id=job.school_id)
    today = job.school.day_of(now)
    changed = write_titles(
        [title for number, title in titles.items() if title.record and title.number == number],
        school_id=job.school_id,
        dictionary=job.dictionary,
        of=job.pk,
        by_id=job.by_id,
        now=now,
        today=today,
    )
    with_copies = write_copies(
        [(titles[number], record) for number, record in records], school_id=job.school_id, today=today
    )
    _keep_words(job, (title.record for title in titles.values() if title.record and title.pk in changed))
    remarks = list(_remarks(numbered, job.pk))
    ImportRemark.objects.bulk_create(remarks)
    return _counted(numbered, titles, changed, with_copies)


def _keep_words(job, records):
    """Adds those words to the catalogue's that this import has not met yet."""
    found = set()
    for record in records:
        found |= words_of(
            title=record.title, subtitle=record.subtitle, creators=record.creators, subjects=record.subjects
        )
    add_words(job.school_id, found - job.words)
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
