"""What the template of the board prints: rows in groups, what stands around them, and the filters."""

from html import escape

from collab.addresses import address
from collab.choices import Choice, joined, options
from resources.models import Help, TopicRequest
from resources.term_board import queries
from resources.term_board.filters import GroupBy, Sort
from resources.term_board.rows import Shown, has_menus
from resources.term_board.terms import term_at_hand

TABS = ((GroupBy.DEPARTMENT, "By department"), (GroupBy.WEEK, "By week"))


def chosen_term(terms, asked, today):
    """The term that is asked for, or else the one at hand; None where the school has none."""
    return next((term for term in terms if term.pk == asked.term), None) or term_at_hand(terms, today)


def board(*, member, asked, today, with_filters):
    """The board of one term, and the filters where the whole page is asked for."""
    terms = queries.terms_of(member)
    term = chosen_term(terms, asked, today)
    if term is None:
        return {"term": None}
    found = queries.page_of_board(member=member, term=term, asked=asked)
    answers = queries.answers_for(member=member, term=term)
    context = {
        "term": term,
        "asked": asked,
        "found": found,
        "counted": f"{found.total:,} topic{'' if found.total == 1 else 's'}",
        "bare": found.rows[0].bare if found.rows else 0,
        "groups": Shown(member, term, asked, today).groups(found.rows),
        "answers": answers,
        "missing": people(member, answers.missing),
        "asked_now": queries.asked_now(member=member, term=term) if member.is_librarian else None,
        "back": asked.said | {"term": term.pk},
        "tabs": [(label, asked.address(by=by), asked.by == by) for by, label in TABS],
        "sorts": {sort.value: asked.address(sort=sort.value) for sort in Sort},
        "sorted_by": asked.sort.value,
        "unfiltered": asked.address(**dict.fromkeys(asked.filters)),
        "only_bare": asked.address(nothing=1),
        "kept": asked.address().removeprefix("?"),
        "has_menus": has_menus(member, asked),
        "shown": len(found.rows),
        "whole": asked.address(whole=1) if found.has_previous or found.has_next else "",
        "in_pages": asked.address(whole=None),
    }
    return context | (filters(member, asked, terms, term, answers.teachers) if with_filters else {})


def filters(member, asked, terms, term, teachers):
    """The filters with their options; the rarer ones are folded away unless one of them is set."""
    offered = {
        "term": [(one.pk, str(one)) for one in reversed(terms)],
        "department": queries.departments_of(member),
        "teacher": teachers,
        "state": TopicRequest.State.choices,
        "help": Help.choices,
    }

    def choice(name, label, every="All"):
        return Choice(name, label, options(offered[name], getattr(asked, name)), every)

    rarer = [
        choice("teacher", "Teacher"),
        choice("help", "Help wanted"),
        choice("state", "State", "All that will be taught"),
    ]
    return {
        "terms": options(offered["term"], term.pk),
        "first_choices": [choice("department", "Department")],
        "rarer_choices": rarer,
        "rarer_set": sum(one.name in asked.filters for one in rarer),
    }


def people(member, found):
    """Members, as (pk, name), as links to their pages in a list."""
    return joined(
        f'<li><a href="{address("person", school_slug=member.school.slug, member_id=pk)}">{escape(name)}</a></li>'
        for pk, name in found
    )
