"""Sets a page with typst: its own fonts and FiraGO; no file, no network, no system font; tagged and fit for archives."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from pymupdf_fonts import myfont

from lms.exchange.lettering import is_right_to_left

FONTS = ("Libertinus Serif", "FiraGO", "DejaVu Sans Mono")  # a sign is drawn in the first that has it
PROBE = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: "Probe")
#set text(font: data.font, fallback: false, dir: if data.rtl { rtl } else { ltr })
#data.text
"""
EPOCH = 0  # seconds; PDF/A wants a date even of a probe
SIGNS_KEPT = 20_000
EUROPE_ENDS = "\u0530"  # after the last Cyrillic letter
NEVER_DRAWN = ("Cn", "Co", "Cs")  # unassigned, private and half characters: pictures without a meaning
FAR_EAST_BEGINS = (
    "\u2e80"  # from here on come Chinese, Korean and emoji, for which there is no need to ask ...
)
FORMS = ("\ufb00", "\ufeff")  # ... except for old forms of Latin, Hebrew and Arabic letters


class CannotSet(Exception):
    """typst could not set the page: no font has a character of it, or typst itself broke down."""


def typeset(template: bytes, data: dict[str, Any], made_at: datetime | int) -> bytes:
    """Return the PDF/UA-1 and PDF/A-2a that ``template`` makes of ``data``, which it reads from ``sys.inputs.data``.

    The same input gives the same bytes. The template can read no file but itself. Raises ``CannotSet``.
    """
    return _compiled(template, data, format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=made_at)


def draw(template: bytes, data: dict[str, Any]) -> bytes:
    """Return the PNG that ``template`` makes of ``data``, one pixel for each point; else as ``typeset`` does."""
    return _compiled(template, data, format="png", ppi=72.0)


def _compiled(template: bytes, data: dict[str, Any], **how: Any) -> bytes:
    with TemporaryDirectory(prefix="page-") as folder:
        root = Path(folder)
        page = root / "page.typ"
        page.write_bytes(template)
        try:
            return typst.compile(
                page,
                root=root,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                **how,
            )
        except typst.TypstError as failure:
            raise CannotSet(str(failure)) from failure
        except BaseException as failure:
            # A fault inside typst (typst/typst#8667 is one) comes as a PanicException, which is no Exception and
            # which no module exports.
            if type(failure).__name__ != "PanicException":
                raise
            raise CannotSet("typst broke down") from failure


def typeset_first(template: bytes, choices: Iterable[dict[str, Any]], made_at: datetime | int) -> bytes:
    """Return the PDF of the first of the choices that can be set; raises ``CannotSet`` if none can."""
    failures = []
    for data in choices:
        try:
            return typeset(template, data, made_at)
        except CannotSet as failure:
            failures.append(failure)
    raise CannotSet("; ".join(map(str, failures)))


@lru_cache(maxsize=SIGNS_KEPT)
def font_for(sign: str) -> str | None:
    """Return the first font that has every character of ``sign``, a letter with its marks, and draws them together.

    None if there is none. One font for the whole of a sign: typst's own search, character by character, loses letters
    whose marks are in another font.
    """
    if any(_is_out_of_reach(char) for char in sign):
        return None
    return next((font for font in FONTS if all(_draws(font, piece) for piece in {*sign, sign})), None)


def _is_out_of_reach(char: str) -> bool:
    """Tell whether no font here draws the character; asking typst for 200 of them would take a second."""
    far = char >= FAR_EAST_BEGINS and not FORMS[0] <= char <= FORMS[1]
    return far or unicodedata.category(char) in NEVER_DRAWN


def european_font_for(sign: str) -> str | None:
    """Return the main font for one Latin, Greek or Cyrillic character or ASCII sign that it has; None otherwise."""
    return FONTS[0] if len(sign) == 1 and sign < EUROPE_ENDS and _draws(FONTS[0], sign) else None


@lru_cache(maxsize=SIGNS_KEPT)
def _draws(font: str, text: str) -> bool:
    """Tell whether the font alone can draw the text; typst is asked once for each."""
    try:
        typeset(PROBE, {"font": font, "text": text, "rtl": is_right_to_left(text)}, EPOCH)
    except CannotSet:
        return False
    return True


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return typst's own fonts with FiraGO beside them, which has Arabic, Hebrew, Thai, Georgian and Devanagari.

    typst takes fonts from folders only and reads a file when it first draws with it: the folder lives that long.
    """
    with TemporaryDirectory(prefix="fonts-") as folder:
        root = Path(folder)
        root.joinpath("FiraGO-Regular.ttf").write_bytes(myfont("figo"))
        page = root / "page.typ"
        page.write_text('#text(font: "FiraGO")[.]', encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[root])
        typst.compile(page, root=root, font_paths=fonts, ignore_system_fonts=True, format="pdf")
    return fonts
