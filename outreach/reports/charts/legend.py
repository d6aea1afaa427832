"""The key to a chart's colours: a square and its word, in as many lines as they need."""

from outreach.reports.charts.spec import size

SQUARE, LINE, GAP = 14, 26, 18
LETTER = 0.54  # How wide a letter is at the most, as a rule, of the size of its type.


def legend(labels, colours, width):
    """Squares, words, and how many pixels they are high: (values of boxes, values of texts, height)."""
    boxes, words, x, y = [], [], 0, 0
    for label, colour in zip(labels, colours, strict=True):
        needed = SQUARE + 6 + len(label) * LETTER * size(width)
        if x and x + needed > width:
            x, y = 0, y + LINE
        boxes.append({"x": x, "x2": x + SQUARE, "y": y + 4, "y2": y + 4 + SQUARE, "fill": colour})
        words.append({"x": x + SQUARE + 6, "y": y + 4 + SQUARE / 2, "text": label})
        x += needed + GAP
    return boxes, words, y + LINE + 6
