"""An answer as the rows of a table: each part in its three periods, the first number leading to what is behind it.

The rows are made in Python: there are hundreds on a page with six figures, and a template takes six times as long.
"""

from html import escape
from urllib.parse import urlencode

from collab.addresses import address
from collab.choices import joined
from outreach.reports.words import name_of

ROW = '<tr><th scope="row" dir="auto">{label}</th>{across}{numbers}</tr>\n'
ACROSS = '<td data-label="{head}" dir="auto">{label}</td>'
NUMBER = '<td class="num" data-label="{head}">{number}</td>'
NAMED = '<td data-label="{head}">{number}</td>'  # A number with its name is read as words are.
OPENS = '<a href="{url}">{number}<span class="visually-hidden">: what is behind it, {label}</span></a>'


def rows_of(answer, asked):
    """The <tr>s of an Answer as HTML; the whole is the last one, where parts add up."""
    to = behind_address(answer.figure, asked)
    heads = [escape(name_of(period)) for period in asked.scope.periods]
    if asked.scope.periods.before == asked.scope.periods.year_ago:
        heads.pop()
    rows = [
        _row(answer.figure, part.label, part.across_label, part.numbers, heads, _behind(to, part))
        for part in answer.parts
    ]
    if answer.whole is not None and len(answer.parts) > 1:
        rows.append(_row(answer.figure, "All", "", answer.whole, heads, to))
    return joined(rows)


def behind_address(figure, asked):
    """The address of what is behind all that a figure counts; it ends with “?” or “&”."""
    to = address("figure_behind", school_slug=asked.scope.school.slug, figure=figure.key)
    return f"{to}{asked.address()}{'&' if asked.filters else '?'}"


def _behind(to, part):
    return to + urlencode({name: getattr(part, name) for name in ("part", "across") if getattr(part, name)})


def _row(figure, label, across_label, numbers, heads, url):
    across = ""
    if figure.across_by:
        across = ACROSS.format(head=escape(figure.across_by), label=escape(across_label))
    cells = [escape(figure.say(number)) for number in numbers]
    if numbers.now or (figure.names and numbers.now is not None):
        heard = escape(" ".join(filter(None, (label, across_label))))
        cells[0] = OPENS.format(url=escape(url.rstrip("?&")), number=cells[0], label=heard)
    box = NAMED if figure.names else NUMBER
    found = "".join(box.format(head=head, number=cell) for head, cell in zip(heads, cells, strict=False))
    return ROW.format(label=escape(label), across=across, numbers=found)
