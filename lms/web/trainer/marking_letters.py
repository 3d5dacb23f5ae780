"""The letter that says that everything of a test is marked, in the language of its learner."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from lms.domain.courses.queries import get_outline
from lms.domain.people.queries import find_addressee
from lms.domain.quizzes import rules
from lms.domain.quizzes.queries import find_try
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter
from lms.web.shell.languages import speak
from lms.web.shell.words import gettext as _


def write(facts: Mapping[str, Any]) -> Letter | None:
    """Write that a test is marked, and what came of it; None where nobody is there to read it."""
    attempt, reader = find_try(facts["attempt"]), find_addressee(facts["person"])
    if attempt is None or reader is None or attempt.share is None:
        return None
    language = reader.language or str(current_app.config["LANGUAGES"][0])
    speak(language)
    outline = get_outline(attempt.map_digest)
    activity = outline.find(attempt.quiz_key)
    if activity is None or activity.quiz is None:
        return None
    quiz, course = activity.title.in_(language), outline.title.in_(language)
    came = [_("Your result is %(percent)s%%.", percent=int(attempt.share * 100))]
    if activity.quiz.pass_mark is not None:
        came.append(_("You have passed.") if rules.has_passed(activity.quiz, attempt.share) else _("The pass mark is %(percent)s%%, so this was not enough.", percent=activity.quiz.pass_mark))
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("“%(quiz)s” is marked", quiz=quiz.text),
        paragraphs=(_("Somebody has read and marked what you wrote in “%(quiz)s” of the course “%(course)s”.", quiz=quiz.text, course=course.text), " ".join(came)),
        link=address_of("attempts.review", course=attempt.course_key, activity=attempt.quiz_key, uid=attempt.uid),
        link_says=_("See your result and the comments"),
    )
