"""What people are told after a row was saved, and before one is removed."""

from django.utils.text import Truncator

from planning.models import Duty, FormativeCheck, Lesson, Partner
from planning.rows.lines import day, is_outside_term

TEACHER_AND_LIBRARIAN = (Partner.Kind.TEACHER, Partner.Kind.LIBRARIAN)


def after_saving(plan, row, *, on):
    """(tone, sentence) pairs: that it is saved, and what may be a slip; `on` is today."""
    if isinstance(row, Lesson) and row.is_logged and row.taught_on and row.taught_on > on:
        return [("waiting", f"Saved. {day(row.taught_on)} is still to come: change the date if it was taught before.")]
    if isinstance(row, Lesson) and is_outside_term(plan, row.taught_on):
        term = plan.term
        dates = f"{day(term.starts_on)} to {day(term.ends_on)}"
        return [
            ("waiting", f"Saved. {day(row.taught_on)} lies outside {term.name} ({dates}): keep it if you meant it.")
        ]
    return [("good", "Saved.")]


def after_removing(row, name, fallen):
    """(tone, sentence) pairs: that it is gone, and what became of a partner's duties."""
    if not isinstance(row, Partner):
        return [("good", "Removed.")]
    sentence = f"{name} is no longer a partner of this plan."
    if fallen:
        sentence += f" {counted(fallen, 'duty', 'duties')} now {'falls' if fallen == 1 else 'fall'} to all of you."
    return [("good", sentence)]


def before_removing(plan, row, member):
    """Sentences that say what else removing a row changes."""
    if isinstance(row, Partner):
        return list(_before_partner_goes(plan, row, member))
    if isinstance(row, Lesson):
        return list(_before_lesson_goes(row))
    return []


def _before_partner_goes(plan, partner, member):
    duties = list(Duty.objects.filter(owner=partner).values_list("what", flat=True))
    if duties:
        names = ", ".join(f"“{what}”" for what in duties[:5]) + (", …" if len(duties) > 5 else "")
        yield f"{counted(len(duties), 'duty', 'duties')} will fall to all of you: {names}."
    others = [one for one in plan.partners.all() if one.pk != partner.pk]
    if not others:
        yield "Nobody will be left on this plan; librarians can still open it and add somebody."
    elif partner.kind in TEACHER_AND_LIBRARIAN and all(one.kind != partner.kind for one in others):
        yield f"No {partner.get_kind_display().lower()} will be left on this plan."
    if partner.member_id == member.pk:
        if member.is_librarian:
            yield "This is you. As a librarian you can still change this plan."
        elif plan.is_shared:
            yield "This is you. You will still see this plan, but not change it, until a partner adds you again."
        else:
            yield "This is you. You will not be able to open this plan any more, until a partner adds you again."


def _before_lesson_goes(lesson):
    if lesson.is_logged:
        said = f" “{Truncator(lesson.happened).chars(200)}”" if lesson.happened else ""
        reached = lesson.students_reached
        counts = f" {counted(reached, 'student', 'students')} reached." if reached is not None else ""
        yield f"What is logged for it goes with it:{said}{counts}"
    checks = FormativeCheck.objects.filter(lesson=lesson).count()
    if checks:
        yield f"{counted(checks, 'formative check', 'formative checks')} will stay, without this lesson."


def counted(number, one, many):
    return f"{number} {one if number == 1 else many}"
