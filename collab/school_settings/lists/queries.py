"""Reads behind the lists."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from collab.addresses import address

PER_PAGE = 100
WORTH_SEARCHING = 20


@dataclass(frozen=True)
class Line:
    """One row of a list, ready to be shown. `cells`: list of (heading, text)."""

    pk: int
    url: str
    name: str
    cells: list


def page_of(kind, *, member, search, number):
    """One page of a list, as Paginator's Page: its `lines` are `Line`s, its `columns` their headings.

    A column that would be empty from top to bottom is left out.
    """
    rows = kind.rows(kind.model.objects.visible_to(member))
    if search:
        rows = rows.filter(name__icontains=search)
    page = Paginator(rows.order_by(*(kind.order or kind.model._meta.ordering), "pk"), PER_PAGE).get_page(number)
    cells = [dict(zip(kind.columns, kind.cells(row), strict=True)) for row in page]
    page.columns = [column for column in kind.columns if any(of_row[column] != "" for of_row in cells)]
    page.lines = [
        Line(
            row.pk,
            address(f"{kind.one_name}_change", school_slug=member.school.slug, row_id=row.pk),
            row.name,
            [(column, of_row[column]) for column in page.columns],
        )
        for row, of_row in zip(page, cells, strict=True)
    ]
    return page
