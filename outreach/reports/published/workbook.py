"""The figures of a published report as files for a spreadsheet."""

from collab.downloads import Sheet, csv_response, workbook_response
from outreach.reports.published.contents import answers_in, columns_in


def workbook(contents, name, *, made_at):
    """An XLSX download: what the report is, and a sheet for each of its figures; the same whenever it is asked for."""
    about = [[contents["school"]], *_about(contents), *([sentence] for sentence in contents["summary"])]
    answers = answers_in(contents)
    figures = [[answer.figure.section, answer.figure.title, answer.figure.how] for answer in answers]
    sheets = [Sheet("Report", ["Section", "Figure", "How it is counted"], figures, (*about, []))]
    return workbook_response(name, [*sheets, *(_sheet(contents, answer) for answer in answers)], made_at=made_at)


def figure_table(contents, key):
    """A CSV download of one figure; None where the report has none of that key."""
    answer = next((answer for answer in answers_in(contents) if answer.figure.key == key), None)
    if answer is None:
        return None
    sheet = _sheet(contents, answer)
    return csv_response(key.replace("_", "-"), sheet.above[0], [*sheet.above[1:], sheet.header, *sheet.rows])


def _sheet(contents, answer):
    figure = answer.figure
    above = ([figure.title], [figure.how], *_about(contents), [])
    columns = columns_in(contents)
    names = [figure.parted_by or "Part", figure.across_by, *(name for _, name in columns)]
    rows = [[part.label, part.across_label, *(part.numbers[place] for place, _ in columns)] for part in answer.parts]
    if answer.whole:
        rows.append(["All", "", *(answer.whole[place] for place, _ in columns)])
    return Sheet(figure.title, names, rows, above)


def _about(contents):
    """What the numbers are about: rows of a label and words."""
    period = contents["periods"][0]
    rows = [["Report", contents["title"]], ["Period", period["name"]], ["Dates", period["dates"]]]
    return [*rows, *([["Department", contents["department"]]] if contents["department"] else [])]
