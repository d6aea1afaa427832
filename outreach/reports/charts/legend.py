"""The key to a chart's colours: a square and its word, in as many lines as they need."""

from outreach.reports.charts.lettering import broken, long

SQUARE, LINE, GAP = 14, 26, 18
TO_WORD = SQUARE + 6


def legend(labels, colours, width):
    """Squares, words, and how many pixels they are high: (values of boxes, values of texts, height)."""
    boxes, words, x, y = [], [], 0, 0
    for label, colour in zip(labels, colours, strict=True):
        needed = TO_WORD + long(label, width)
        if x and x + needed > width:
            x, y = 0, y + LINE
        boxes.append({"x": x, "x2": x + SQUARE, "y": y + 4, "y2": y + 4 + SQUARE, "fill": colour})
        [first, *more] = broken(label, width, width - TO_WORD)
        words.append({"x": x + TO_WORD, "y": y + 4 + SQUARE / 2, "text": first})
        for line in more:
            y += LINE
            words.append({"x": x + TO_WORD, "y": y + 4 + SQUARE / 2, "text": line})
        x += needed + GAP
    return boxes, words, y + LINE + 6
