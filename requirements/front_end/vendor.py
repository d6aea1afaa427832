"""Bring the front-end packages into the repository: static/vendor, the sprite of icons, the fonts of the PDF.

Needs npm, and fonttools and brotli in the Python that runs it. The versions are written here, so that running it
again gives the same files; a new version is a changed line and a new folder.
"""

import argparse
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "collab" / "icons.svg"
PDF_FONTS = ROOT / "collab" / "paper" / "fonts"
ICON_NAMES = Path(__file__).with_name("icons.txt")

SANS = "atkinson-hyperlegible-next"
SERIF = "source-serif-4"
# npm package -> (version, folder name, {file in the package: file in the folder})
PACKAGES = {
    "bootstrap": ("5.3.9", "bootstrap", {"dist/css/bootstrap.min.css": "bootstrap.min.css"}),
    "htmx.org": ("2.0.11", "htmx", {"dist/htmx.min.js": "htmx.min.js"}),
    "bootstrap-icons": ("1.13.2", "bootstrap-icons", {}),
    f"@fontsource-variable/{SANS}": (
        "5.3.0",
        SANS,
        {
            f"files/{SANS}-{subset}-wght-{style}.woff2": f"{subset}-{style}.woff2"
            for subset, style in (("latin", "normal"), ("latin-ext", "normal"), ("latin", "italic"))
        },
    ),
    f"@fontsource/{SERIF}": (
        "5.3.1",
        SERIF,
        {f"files/{SERIF}-{subset}-600-normal.woff2": f"{subset}-600.woff2" for subset in ("latin", "latin-ext")},
    ),
    f"@fontsource/{SANS}": ("5.3.0", None, {}),
}
PDF_CUTS = {
    "AtkinsonHyperlegibleNext-Regular.ttf": (SANS, "400-normal"),
    "AtkinsonHyperlegibleNext-Italic.ttf": (SANS, "400-italic"),
    "AtkinsonHyperlegibleNext-Bold.ttf": (SANS, "700-normal"),
    "SourceSerif4-SemiBold.ttf": (SERIF, "600-normal"),
}
# Our own mark: two pages that meet, one inked and one still open.
MARK = (
    '<symbol id="mark" viewBox="0 0 32 32"><path stroke="none" d="M15 8.2C11.6 5.7 7.2 4.7 2 5v19.5'
    'c5.2-.3 9.6.7 13 3.2z"/><path fill="none" stroke-width="2.2" stroke-linejoin="round" '
    'd="M17.1 9.3C20.2 7.1 24.3 6 29 6.1v17.3c-4.7-.1-8.8 1-11.9 3.2z"/></symbol>'
)


def install(into):
    """Install the packages, at their versions, below the folder `into`; return its node_modules."""
    (into / "package.json").write_text(json.dumps({"private": True}))
    wanted = [f"{name}@{version}" for name, (version, *_) in PACKAGES.items()]
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *wanted], cwd=into, check=True)
    return into / "node_modules"


def copy_packages(modules):
    """Copy what the pages load, and each licence, to static/vendor/<name>-<version>/."""
    for name, (version, folder, files) in PACKAGES.items():
        if folder is None:
            continue
        target = VENDOR / f"{folder}-{version}"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        shutil.copyfile(modules / name / "LICENSE", target / "LICENSE")
        for source, copied in files.items():
            shutil.copyfile(modules / name / source, target / copied)
            if copied.endswith(".css"):
                # The hashing static storage refuses a style sheet that names a source map which is not there.
                text = (target / copied).read_text()
                (target / copied).write_text(re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", text))


def merged_font(modules, family, cut):
    """Return one TrueType font of the latin and latin-ext subsets of a cut such as "400-normal"."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in ("latin", "latin-ext"):
            font = TTFont(
                modules / "@fontsource" / family / "files" / f"{family}-{subset}-{cut}.woff2", recalcTimestamp=False
            )
            font.flavor = None
            parts.append(str(Path(folder) / f"{subset}.ttf"))
            font.save(parts[-1])
        font = Merger().merge(parts)
        font.recalcTimestamp = False
        font["head"].created = font["head"].modified = TTFont(parts[0])["head"].modified
        return font


def write_pdf_fonts(modules):
    """Write the cuts that the PDF uses as TTF, which Typst reads; WOFF2 it does not."""
    PDF_FONTS.mkdir(parents=True, exist_ok=True)
    for file_name, (family, cut) in PDF_CUTS.items():
        merged_font(modules, family, cut).save(PDF_FONTS / file_name)
    for family in (SANS, SERIF):
        shutil.copyfile(modules / "@fontsource" / family / "LICENSE", PDF_FONTS / f"OFL-{family}.txt")


def icon_symbols(modules):
    """Yield a <symbol> for every name in icons.txt."""
    for name in sorted(set(ICON_NAMES.read_text().split())):
        svg = (modules / "bootstrap-icons" / "icons" / f"{name}.svg").read_text()
        inner = re.sub(r"\s*\n\s*", "", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1])
        yield f'<symbol id="{name}" viewBox="0 0 16 16">{inner}</symbol>'


def wordmark_symbol():
    """Return the wordmark: the name in the titles' serif, drawn as one path, so that it needs no font."""
    font = TTFont(PDF_FONTS / "SourceSerif4-SemiBold.ttf")
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    left = 0
    for letter in "Collab":
        glyph = glyphs[names[ord(letter)]]
        glyph.draw(TransformPen(pen, (1, 0, 0, -1, left, 760)))
        left += glyph.width - 6
    return f'<symbol id="wordmark" viewBox="0 0 {left} 800"><path d="{pen.getCommands()}"/></symbol>'


def write_sprite(modules):
    """Write the one sprite of all icons, the mark and the wordmark."""
    symbols = [*icon_symbols(modules), MARK, wordmark_symbol()]
    SPRITE.write_text('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n")


def main():
    """Install the packages into a folder that is thrown away (or use --modules), and write everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=Path, help="a node_modules folder that has the packages already")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        modules = chosen.modules or install(Path(folder))
        copy_packages(modules)
        write_pdf_fonts(modules)
        write_sprite(modules)


if __name__ == "__main__":
    main()
