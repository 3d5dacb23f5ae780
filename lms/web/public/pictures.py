"""The picture of a public course that other sites show beside its address; its own address names what is on it."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, url_for

from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.exchange.card import HEIGHT, WIDTH, CardClaims, card_png
from lms.kernel.refusals import Missing
from lms.web.shell.addresses import whole
from lms.web.shell.assets import FOR_EVER
from lms.web.shell.guards import may
from lms.web.shell.languages import speaking
from lms.web.shell.sharing import Picture
from lms.web.shell.site import site
from lms.web.shell.words import gettext as _

blueprint = Blueprint("pictures", __name__)


@dataclass(frozen=True)
class Card:
    """The picture of a course in one language."""

    claims: CardClaims
    relations: frozenset[Relation] = frozenset({Relation.MAY_SEE_COURSE})


def load_card(asking: Visitor | None, course: str, lang: str, digest: str) -> Card:
    """Return the picture of a public course with this digest; one that said something else is not found any more."""
    published = find_published(course)
    if published is None or published.visibility != "public":
        raise Missing(f"course {course}")
    outline = get_outline(published.map_digest)
    if lang not in outline.languages:
        raise Missing(f"{course} in {lang}")
    claims = _claims(outline, lang)
    if claims.digest != digest:
        raise Missing(f"card {digest}")
    return Card(claims)


@blueprint.get("/courses/<string(maxlength=63):course>/card-<string(maxlength=35):lang>-<string(length=16):digest>.png")
@may(Permission.SEE_COURSE, of=load_card)
def card(card: Card) -> Response:
    """Send the picture of a course; other sites may show it."""
    g.indexable = True
    response = Response(card_png(card.claims), content_type="image/png")
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def course_picture(outline: Outline, lang: str) -> Picture:
    """Return the picture of a course in the language of the page."""
    claims = _claims(outline, lang)
    address = url_for("pictures.card", course=outline.key, lang=lang, digest=claims.digest)
    return Picture(whole(address), WIDTH, HEIGHT, claims.title)


def _claims(outline: Outline, lang: str) -> CardClaims:
    with speaking(lang):  # whatever the reader's language is: the same picture at the same address for everybody
        return CardClaims(site().site_name, outline.title.in_(lang).text, _("A free guide") if outline.is_guide else _("A free online course"), lang)
