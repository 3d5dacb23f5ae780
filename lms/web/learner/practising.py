"""Beside a lesson: answers to the questions in its text, and the text as it was written in the language of the course.

An answer is sent and the page comes back with what is said to it. No row is written, so whoever may read the lesson may
answer, without an account and without becoming a guest.
"""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.people.permissions import Permission
from lms.web.learner.exercises import Answered
from lms.web.learner.lessons import lesson_text
from lms.web.learner.loaders import Spot, load_lesson
from lms.web.learner.reading import lesson_page
from lms.web.shell.guards import may

blueprint = Blueprint("practising", __name__)

LESSON = "/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>"


@blueprint.post(f"{LESSON}/practice")
@may(Permission.LEARN, of=load_lesson)
def practice(spot: Spot) -> str | Response:
    """Show a lesson with what is said to the answer that was sent; the lesson as it is where it does not ask that."""
    form, is_original = request.form, request.form.get("original") == "yes"
    answered = Answered(form.get("number", 0, int), form.get("question", ""), {name: form.getlist(name) for name in form})
    source = spot.activity.title.source
    text = lesson_text(spot.activity, source if is_original else spot.activity.language(spot.place.lang))
    if not any(answered.is_to(part) for part in text.parts):
        return _back_to(spot)
    return lesson_page(spot, answered=answered, is_original=is_original)


@blueprint.get(f"{LESSON}/practice")
@may(Permission.LEARN, of=load_lesson)
def practised(spot: Spot) -> Response:
    """Go to the lesson: whoever changes the language after an answer, or signs in, asks for this address."""
    return _back_to(spot)


@blueprint.get(f"{LESSON}/original")
@may(Permission.LEARN, of=load_lesson)
def original(spot: Spot) -> str:
    """Show a lesson in the language in which it was written, whatever language the reader has chosen, and leave that as it is."""
    return lesson_page(spot, is_original=True)


def _back_to(spot: Spot) -> Response:
    return redirect(url_for("learner.activity", course=spot.place.outline.key, activity=spot.activity.key, lang=request.args.get("lang")), 303)
