"""The colours of charts: light as in files and on paper, and under which name the page has them for light and dark.

Teals in five steps from light to dark, so that their order is seen without colour; what stands on each has its own ink.
On the page each becomes a token (`static/collab/tokens.css`), which knows light and dark.
"""

INK = "#23292a"
SOFT = "#535b58"
LINE = "#ddd5c4"
EDGE = "#857d6c"
PAPER = "#fffdf8"
STEPS = ("#d3e6e0", "#9cc7be", "#5fa79e", "#1f706c", "#0b3d3c")
ON_STEPS = ("#1c2726", "#16211f", "#0f1a19", "#fdfefe", "#fefefd")
MAIN = STEPS[3]
SPREAD = {0: (), 1: (3,), 2: (1, 3), 3: (1, 3, 4), 4: (1, 2, 3, 4), 5: (0, 1, 2, 3, 4)}  # How far apart.
TOKENS = {
    INK: "--ink",
    SOFT: "--ink-soft",
    LINE: "--line",
    EDGE: "--line-strong",
    PAPER: "--surface",
    **{colour: f"--chart-{number}" for number, colour in enumerate(STEPS, start=1)},
    **{colour: f"--chart-{number}-ink" for number, colour in enumerate(ON_STEPS, start=1)},
}


def shades(labels):
    """A (colour, ink on it) for each of five labels at most: from light to dark, and the lightest for what is not.

    “Not reached yet” and “Nothing recorded yet” stand for something that is missing, wherever they stand.
    """
    missing = next((place for place, label in enumerate(labels) if label.startswith("No")), None)
    found = list(SPREAD[len(labels) - (missing is not None)])
    if missing is not None:
        found.insert(missing, 0)
    return [(STEPS[place], ON_STEPS[place]) for place in found]
