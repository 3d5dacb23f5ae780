"""Pictures and other media of courses, under addresses that name their bytes."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, request

from lms.domain.courses.queries import Medium, find_medium
from lms.domain.enrolment.queries import follows_any
from lms.domain.enrolment.rules import may_see_course
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.kernel.refusals import Missing
from lms.web.shell.assets import FOR_EVER
from lms.web.shell.guards import may
from lms.web.shell.headers import FILM_POLICY, SVG_POLICY

blueprint = Blueprint("media", __name__)

PLAYED = ("audio/", "video/")
SHOWN_IN_PAGE = ("image/", "audio/", "video/", "text/vtt")


@dataclass(frozen=True)
class Shown:
    """A media file, and how the visitor stands to the courses that hold it."""

    digest: str
    medium: Medium
    is_public: bool
    relations: frozenset[Relation]


def load_medium(asking: Visitor | None, digest: str, name: str) -> Shown:
    """Return a media file of any edition; documents of courses are never found."""
    medium = find_medium(digest)
    if medium is None:
        raise Missing(f"medium {digest}")
    is_public = "public" in medium.visibilities
    has_account = asking is not None and not asking.is_guest
    seen = is_public or any(may_see_course(each, signed_in=has_account, enrolled=False) for each in medium.visibilities)
    if not seen and asking:
        seen = follows_any(asking.id, medium.course_ids)
    return Shown(digest, medium, is_public, frozenset({Relation.MAY_SEE_COURSE}) if seen else frozenset())


@blueprint.get("/media/<string(length=64):digest>/<string(maxlength=200):name>")
@may(Permission.SEE_MEDIA, of=load_medium)
def medium(shown: Shown) -> Response:
    """Send a media file, or the part of it that a player asks for to seek in it; what is not shown in a page is downloaded."""
    kind, body = shown.medium.media_type, shown.medium.body
    if shown.is_public:
        g.indexable = True
    response = Response(body, content_type=kind)
    response.set_etag(shown.digest)
    response.headers["Content-Security-Policy"] = FILM_POLICY if kind.startswith(PLAYED) else SVG_POLICY
    response.headers["Content-Disposition"] = "inline" if kind.startswith(SHOWN_IN_PAGE) else "attachment"
    response.headers["Cache-Control"] = FOR_EVER if shown.is_public else "private, max-age=31536000, immutable"
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    return response
