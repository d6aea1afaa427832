"""Charts: the numbers of a figure drawn, the same on the page, in files and on paper.

A chart is a Vega-Lite spec that its function makes of rows (`bars`, `stacks`, `heat`, `lines`); `choosing` says which
of them fits an answer, `drawing` makes an SVG of it.
"""
