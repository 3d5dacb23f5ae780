"""What people see when something cannot be done: a plain page, or RFC 9457 JSON for programs; never a traceback."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from lms.domain.people.passwords import TooManyHashes
from lms.domain.progress.rules import Refusal as Closed
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import is_busy, undo
from lms.web.shell.guards import OnlyLooking, typed, wants_json
from lms.web.shell.limits import TooOften, in_words
from lms.web.shell.phrases import say
from lms.web.shell.site import trust_what_is_known
from lms.web.shell.visitors import Stranger, somebody
from lms.web.shell.words import gettext as _

Answer = tuple[str | Response, int]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
BUSY_SECONDS = 2  # after which somebody whom we could not serve may come back


def answer_errors(app: Flask) -> None:
    """Give every kind of failure its page."""
    app.before_request(_refuse_other_sites)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Missing, lambda error: _answer(HTTPStatus.NOT_FOUND))
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OnlyLooking, _only_looking)
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(TooManyHashes, lambda error: _http(_Busy()))
    app.register_error_handler(OperationalError, _database_failed)
    app.register_error_handler(HTTPException, _http)


def _refuse_other_sites() -> None:
    """Refuse a form that another site sent: browsers say so in Sec-Fetch-Site, or at least in Origin.

    A page that tells nobody its address (Referrer-Policy: no-referrer) does not tell its origin either, but "null".
    """
    if request.method not in UNSAFE:
        return
    origin, sent_by = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    untold = origin == "null" and sent_by == "same-origin"
    foreign = origin is not None and urlsplit(origin).netloc != request.host and not untold
    if sent_by in ("cross-site", "same-site") or foreign:
        abort(403)


def _sentences(status: int) -> tuple[str, str]:
    """Return the title and the sentence for a status."""
    known = {
        400: (_("We could not understand this request"), _("Something in the address or the form is not as expected. Go back and try again.")),
        401: (_("Please sign in"), _("You are signed out. Sign in to go on; nothing that was saved is lost.")),
        403: (_("You do not have access to this page"), _("Your account does not have access to this page. If you think it should, ask whoever runs this site.")),
        404: (_("There is no such page"), _("The address may be mistyped, or the page has gone. The list of courses is a good place to start.")),
        405: (_("This cannot be done here"), _("This address does not take that kind of request.")),
        413: (_("This is too large"), _("What was sent is larger than this form takes.")),
        416: (_("There is no such part"), _("The file is shorter than the part of it that was asked for.")),
        429: (_("Too many tries"), _("This was asked for too often. Please wait a little, then try again.")),
        503: (_("The site is busy"), _("The site could not answer in time. Nothing was changed; please try again in a few seconds.")),
    }
    return known.get(status, (_("Something went wrong"), _("The mistake is ours and has been noted. Please try again; if it happens again, tell whoever runs this site.")))


def _answer(status: int, title: str = "", sentence: str = "", **more: str) -> Answer:
    usual_title, usual_sentence = _sentences(status)
    title, sentence = title or usual_title, sentence or usual_sentence
    if wants_json():
        problem = jsonify(type="about:blank", title=title, status=int(status), detail=sentence, **more)
        problem.content_type = "application/problem+json"
        return problem, status
    return render_template("errors/error.html", title=title, sentence=sentence, status=int(status), way_back=g.pop("way_back", None)), status


def _http(error: HTTPException) -> Answer | HTTPException | BaseResponse:
    if error.code is None or error.code < 400:
        return error  # a redirect
    body, status = _not_to_be_looked_at() if error.code == HTTPStatus.FORBIDDEN and _is_looking() else _answer(error.code)
    answer = Response(body, status) if isinstance(body, str) else body
    answer.status_code = status
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "content-range"):
            answer.headers[name] = value
    return answer


def _unknown_host(error: SecurityError) -> Answer:
    """Answer without a page: under a name that is not ours no address can be made."""
    return Response("This site is not served under that name.\n", content_type="text/plain; charset=utf-8"), HTTPStatus.BAD_REQUEST


def _refused(error: Refused) -> Answer:
    """Say why not; where a part of a course is not open yet, its page is one click away, for it says what opens it."""
    course = (request.view_args or {}).get("course") if error.reason is Closed.NOT_OPEN_YET else None
    g.way_back = url_for("learner.course_home", course=course) if course else None
    return _answer(HTTPStatus.CONFLICT, _("This cannot be done"), say(error), reason=error.reason.value)


def _is_looking() -> bool:
    found = somebody()
    return found is not None and found.is_looked_at


def _not_to_be_looked_at() -> Answer:
    sentence = _("This page is not shown to somebody who looks at the site as another person: it is theirs alone, or not theirs at all.")
    return _answer(HTTPStatus.FORBIDDEN, _("You are only looking"), sentence)


def _only_looking(error: OnlyLooking) -> Answer:
    found = somebody()
    name = found.name if found else ""
    sentence = _("You are looking at the site as %(name)s sees it. Nothing can be changed until you have ended this.", name=name)
    return _answer(HTTPStatus.FORBIDDEN, _("You are only looking"), sentence)


def _too_often(error: TooOften) -> BaseResponse:
    sentence = _("This was asked for too often. Please wait %(time)s, then try again.", time=in_words(error.seconds))
    answer = make_response(_answer(HTTPStatus.TOO_MANY_REQUESTS, sentence=sentence))
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _stale_form(error: CSRFError) -> Answer:
    """Ask for the same form once more, with everything that was typed still in it."""
    fields = typed()
    if wants_json() or fields is None:
        return _answer(HTTPStatus.BAD_REQUEST)
    return render_template("errors/stale_form.html", typed=fields, address=request.full_path.rstrip("?")), HTTPStatus.BAD_REQUEST


def _database_failed(error: OperationalError) -> Answer | HTTPException | BaseResponse:
    undo()
    trust_what_is_known()
    g._login_user = Stranger()  # the page must not ask the database again who is here
    if not is_busy(error):
        raise error
    answer = _http(_Busy())
    return answer


class _Busy(HTTPException):
    code = 503

    def get_headers(self, *args: object, **kwargs: object) -> list[tuple[str, str]]:
        """Return the headers that say when to try again."""
        return [("Retry-After", str(BUSY_SECONDS))]
