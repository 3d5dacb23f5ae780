"""The letters about further attempts, each in the language of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from lms.domain.courses.queries import get_outline
from lms.domain.people.queries import Addressee, find_addressee
from lms.domain.quizzes.further import Request, find_request
from lms.kernel.localtext import Spoken
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter
from lms.web.shell.languages import speak
from lms.web.shell.words import gettext as _


def write_asked(facts: Mapping[str, Any]) -> Letter | None:
    """Write to somebody who can decide that a learner asks for another attempt; None where it is decided by now."""
    found = _open(facts)
    if found is None or found[0].decided_at is not None:
        return None
    request, reader, language, course, quiz = found
    said = (_("They write:"), request.words) if request.words else ()
    again = (_("They have been waiting for some days."),) if facts["again"] else ()
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("%(name)s asks for another attempt at “%(quiz)s”", name=request.name, quiz=quiz.text),
        paragraphs=(_("%(name)s has used all attempts at “%(quiz)s” in the course “%(course)s”, and asks for another one.", name=request.name, quiz=quiz.text, course=course.text), *said, *again),
        link=address_of("further.requests"),
        link_says=_("Decide"),
    )


def write_decided(facts: Mapping[str, Any]) -> Letter | None:
    """Write to the learner what was decided."""
    found = _open(facts)
    if found is None or found[0].decided_at is None:
        return None
    request, reader, language, course, quiz = found
    if request.is_granted:
        subject, first = _("You have another attempt at “%(quiz)s”", quiz=quiz.text), _("You can take “%(quiz)s” in the course “%(course)s” once more.", quiz=quiz.text, course=course.text)
    else:
        subject = _("About your wish for another attempt at “%(quiz)s”", quiz=quiz.text)
        first = _("You asked for another attempt at “%(quiz)s” in the course “%(course)s”. You have not been given one.", quiz=quiz.text, course=course.text)
    reason = (_("The reason:"), request.reason) if request.reason else ()
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=subject,
        paragraphs=(first, *reason),
        link=address_of("learner.activity", course=request.course_key, activity=request.quiz_key),
        link_says=_("Open the quiz"),
    )


def _open(facts: Mapping[str, Any]) -> tuple[Request, Addressee, str, Spoken, Spoken] | None:
    request, reader = find_request(facts["request"]), find_addressee(facts["person"])
    if request is None or reader is None:
        return None
    language = reader.language or str(current_app.config["LANGUAGES"][0])
    speak(language)
    outline = get_outline(request.map_digest)
    quiz = outline.find_called(request.quiz_key)
    course = outline.title.in_(language)
    return request, reader, language, course, quiz.title.in_(language) if quiz else course
