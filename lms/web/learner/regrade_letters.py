"""The letter about marks that changed with a mended answer key, in the language of whoever reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app

from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline, get_outline_of
from lms.domain.enrolment.queries import Learning, find_learning
from lms.domain.people.queries import find_addressee
from lms.domain.quizzes.queries import list_tries
from lms.domain.quizzes.regrades import Told, list_told_to
from lms.domain.quizzes.rules import has_passed
from lms.domain.quizzes.service import best_share
from lms.web.learner.quizzes import in_percent
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter
from lms.web.shell.languages import speak
from lms.web.shell.words import gettext as _


def write(facts: Mapping[str, Any]) -> Letter | None:
    """Write what changed, why, and what it means; None where nobody is there to read it, or the attempts are gone."""
    told, reader = list_told_to(facts["regrade"], facts["person"]), find_addressee(facts["person"])
    if not told or reader is None:
        return None
    language = reader.language or str(current_app.config["LANGUAGES"][0])
    speak(language)
    began_in = get_outline_of(told[0].edition_id)
    learning = find_learning(facts["person"], began_in.key)
    outline = get_outline(learning.map_digest) if learning else began_in
    course = outline.title.in_(language).text
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("Your result in “%(course)s” was changed", course=course),
        paragraphs=(
            _("An answer key in the course “%(course)s” was wrong and has been mended. So your answers were marked anew.", course=course),
            *(_what_changed(each, began_in, language) for each in told),
            _("Why: %(reason)s", reason=told[0].reason),
            *(_what_it_means(learning, outline, told, language) if learning else ()),
        ),
        link=address_of("learner.course_home", course=outline.key) if learning else address_of("public.course_page", course=outline.key),
        link_says=_("Open the course"),
        after=(_("Your answers themselves are as you gave them. If you think that something is still wrong, ask whoever runs this site."),),
    )


def _what_changed(told: Told, outline: Outline, language: str) -> str:
    quiz = outline.find(told.quiz_key)
    title = quiz.title.in_(language).text if quiz else told.quiz_key
    facts = {"quiz": title, "nth": told.nth, "old": in_percent(told.old), "new": in_percent(told.new)}
    return _("“%(quiz)s”, attempt %(nth)s: your result was %(old)s and is %(new)s now.", **facts)


def _what_it_means(learning: Learning, outline: Outline, told: Sequence[Told], language: str) -> list[str]:
    """Return which of the quizzes are passed now, and whether the course is completed."""
    said = []
    for key in dict.fromkeys(each.quiz_key for each in told):
        quiz = outline.find(key)
        if quiz is None or quiz.quiz is None or quiz.quiz.pass_mark is None:
            continue
        passed = has_passed(quiz.quiz, best_share(list_tries(learning.enrolment_id, key)))
        title = quiz.title.in_(language).text
        said.append(_("You have passed “%(quiz)s”.", quiz=title) if passed else _("You have not passed “%(quiz)s” yet.", quiz=title))
    return [*said, *([_("You have completed this course.")] if learning.completed_at else [])]
