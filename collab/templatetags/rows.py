"""What tables of rows have in common: heads that sort, the way to take the rows home, what narrows them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from collab.parts import asks_for_part
from collab.templatetags.ui import menu, number_set, svg_icon

register = template.Library()

FORMATS = (("xlsx", "file-earmark-spreadsheet", "Spreadsheet (XLSX)"), ("csv", "file-earmark-text", "Text table (CSV)"))
UP = ("ascending", "arrow-up")
DOWN = ("descending", "arrow-down")
NUMBER = mark_safe(' class="num"')


@register.simple_tag
def sort_head(label, key, sorts, sorted_by, down=False, number=False):
    """The head of a column by which a table can be sorted, which says whether it is.

    `sorts`: {key: address}. `down`: the largest or newest comes first. `number`: the column holds numbers.
    """
    order, sign = DOWN if down else UP
    sorted_now = key == sorted_by
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        NUMBER if number else "",
        format_html(' aria-sort="{}"', order) if sorted_now else "",
        sorts[key],
        label,
        format_html(" {}", svg_icon(sign)) if sorted_now else "",
    )


@register.simple_tag
def downloads(url, kept="", note=""):
    """A menu that takes home what is on the page, in each format. `kept`: what the page was asked for, as a query."""
    query = f"{kept}&" if kept else ""
    links = [
        format_html('<a href="{}?{}format={}">{} {}</a>', url, query, key, svg_icon(icon), words)
        for key, icon, words in FORMATS
    ]
    about = format_html("<small>{}</small>", note) if note else ""
    return menu(mark_safe("".join([*links, about])), "Download", "download")


@register.simple_tag(takes_context=True)
def filters_set(context, filters):
    """In the part of a page that htmx asks for: how many filters are set now, for the `filter_fold` above the part."""
    return number_set(filters, mark_safe(' hx-swap-oob="true"')) if asks_for_part(context["request"]) else ""
