"""Further attempts, for those who decide about them: who asks, what was decided, and giving one without being asked."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment.queries import find_follower
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.quizzes import further
from lms.domain.quizzes.further import Request
from lms.kernel.localtext import Spoken
from lms.kernel.refusals import Missing
from lms.platform.database import end_reading, unit_of_work
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _
from lms.web.trainer.teaching import Taught, list_taught

blueprint = Blueprint("further", __name__)

SHOWN_FOR = timedelta(days=30)  # what was decided


@dataclass(frozen=True)
class Asked:
    """A request with how whoever looks at it stands to its course."""

    request: Request
    relations: frozenset[Relation]


@dataclass(frozen=True)
class Desk:
    """What somebody decides about: the courses that they teach; all of them for an administrator."""

    taught: tuple[Taught, ...]
    relations: frozenset[Relation]


@dataclass(frozen=True)
class Row:
    """A request as the page shows it."""

    request: Request
    course: Spoken
    quiz: Spoken


def load_desk(asking: Visitor | None) -> Desk:
    """Return what somebody decides about."""
    taught = list_taught(asking)
    return Desk(taught, frozenset({Relation.TEACHES} if taught else ()))


def load_request(asking: Visitor | None, uid: str) -> Asked:
    """Return a request, and whether somebody teaches its course."""
    asked = further.get_request(uid)
    teaches = any(each.course_id == asked.course_id for each in list_taught(asking))
    return Asked(asked, frozenset({Relation.TEACHES} if teaches else ()))


@blueprint.get("/teaching/requests/")
@may(Permission.DECIDE_ATTEMPTS, of=load_desk)
def requests(desk: Desk) -> str:
    """Show who asks for another attempt, and what was decided lately."""
    return _show(desk, typed={}, error="")


@blueprint.post("/teaching/requests/<string(length=32):uid>/decision")
@may(Permission.DECIDE_ATTEMPTS, of=load_request)
def decide(asked: Asked) -> Response:
    """Give another attempt, or say why not; what somebody else decided meanwhile stays."""
    granted = request.form.get("decision") == "yes"
    end_reading()
    with unit_of_work():
        decided = further.decide(asked.request.uid, granted=granted, reason=request.form.get("reason", ""), by=_acting().id, now=now())
    flash(_("This was decided already.") if not decided else _("%(name)s has another attempt, and is told so.", name=asked.request.name) if granted else _("%(name)s is told.", name=asked.request.name))
    return redirect(url_for("further.requests"), 303)


@blueprint.post("/teaching/requests/given")
@may(Permission.DECIDE_ATTEMPTS, of=load_desk)
def give(desk: Desk) -> str | tuple[str, int] | Response:
    """Give somebody another attempt who has not asked for it."""
    typed = {name: request.form.get(name, "").strip() for name in ("email", "quiz", "reason")}
    course_key, _slash, quiz = typed["quiz"].partition("/")
    taught = next((each for each in desk.taught if each.key == course_key), None)
    if taught is None or not _quiz_of(taught, quiz):
        return _show(desk, typed, _("Choose a quiz from the list.")), 422
    found = find_follower(typed["email"], taught.course_id)
    if found is None:
        return _show(desk, typed, _("Nobody with this address follows this course.")), 422
    if not typed["reason"]:
        return _show(desk, typed, _("Say why, in a sentence: it is kept with the attempt, and they read it.")), 422
    end_reading()
    with unit_of_work():
        further.give(found, quiz, typed["reason"], by=_acting().id, now=now())
    flash(_("Another attempt is given, and its learner is told so."))
    return redirect(url_for("further.requests"), 303)


def _show(desk: Desk, typed: dict[str, str], error: str) -> str:
    who = _acting()
    courses = None if who.is_admin else {each.course_id for each in desk.taught}
    rows = [_row(each) for each in further.list_requests(courses, decided_since=now() - SHOWN_FOR)]
    return render_template(
        "trainer/requests.html",
        waiting=[row for row in rows if row.request.decided_at is None],
        decided=[row for row in reversed(rows) if row.request.decided_at],
        quizzes=[(each, [(f"{each.key}/{quiz.key}", quiz.title.in_(ui_language())) for quiz in _limited(each)]) for each in desk.taught if _limited(each)],
        typed=typed,
        error=error,
        longest=further.LONGEST_WORDS,
    )


def _row(asked: Request) -> Row:
    outline = get_outline(asked.map_digest)
    quiz, course = outline.find_called(asked.quiz_key), outline.title.in_(ui_language())
    return Row(asked, course, quiz.title.in_(ui_language()) if quiz else course)


def _limited(taught: Taught) -> list[Activity]:
    """Return the quizzes of a course whose attempts are counted."""
    return [each for each in taught.outline.activities if each.quiz and each.quiz.attempts is not None]


def _quiz_of(taught: Taught, quiz: str) -> bool:
    return any(each.key == quiz for each in _limited(taught))


def _acting() -> Visitor:
    who = visitor()
    if who is None:
        raise Missing("nobody is signed in")
    return who
