"""The picture that stands for a course where its address is shown: its title beside the ring of seats, as PNG."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from lms.exchange.lettering import is_right_to_left, lettered
from lms.exchange.typesetting import FONTS, CannotSet, draw, european_font_for, font_for
from lms.kernel.digest import digest_of

TEMPLATE = files("lms.exchange").joinpath("card.typ").read_bytes()
WIDTH, HEIGHT = 1200, 630
LONGEST = 200  # signs of a title; what is longer would be too small to read


@dataclass(frozen=True)
class CardClaims:
    """What the picture of a course says."""

    site: str
    title: str
    about: str
    lang: str

    @property
    def digest(self) -> str:
        """What the picture depends on, its look included."""
        return digest_of("card", TEMPLATE.decode(), self.site, self.title, self.about, self.lang)[:16]


def card_png(claims: CardClaims) -> bytes:
    """Return the picture; where a title has signs that cannot be set, with the plainest European letters only."""
    try:
        return draw(TEMPLATE, _card(claims, font_for))
    except CannotSet:
        return draw(TEMPLATE, _card(claims, european_font_for))


def _card(claims: CardClaims, fonts: Callable[[str], str | None]) -> dict[str, Any]:
    def piece(text: str) -> dict[str, Any]:
        lettering = lettered(text[:LONGEST], fonts, FONTS[0])
        return {"words": lettering.words, "lang": claims.lang.split("-")[0], "rtl": is_right_to_left(lettering.text)}

    return {"font": FONTS[0], "site": piece(claims.site), "title": piece(claims.title), "about": piece(claims.about)}
