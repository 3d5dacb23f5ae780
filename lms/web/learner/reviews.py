"""The result of an attempt, and its answers as far as the quiz lets them be shown."""

from fractions import Fraction

from flask import render_template, url_for

from lms.domain.certificates import queries as certificates
from lms.domain.courses.queries import get_outline
from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.enrolment.queries import Learning
from lms.domain.progress.queries import find_place
from lms.domain.progress.rules import Standings
from lms.domain.quizzes import rules, service
from lms.domain.quizzes.keys import marked_by
from lms.domain.quizzes.queries import count_further
from lms.domain.quizzes.regrades import list_told
from lms.web.learner.addresses import activity_url
from lms.web.learner.attempt_pages import HeldEntry, ReviewPage
from lms.web.learner.certifying import certificate_links
from lms.web.learner.going import Going
from lms.web.learner.pages import Link, Next
from lms.web.learner.quizzes import attempts_left, in_percent, what_was_changed
from lms.web.learner.showing import next_of
from lms.web.learner.texts import texts_of
from lms.web.shell.templates import date_and_time
from lms.web.shell.words import gettext as _

WRITTEN = ("short", "number", "essay", "reflection")  # kinds whose answers are what was typed


def page(going: Going) -> str:
    """Show the result of a submitted attempt; the right answers only if the quiz allows it now."""
    tries = [each for each in going.tries if each.submitted_at is not None]
    best, share = service.best_share(tries), going.state.share
    more = count_further(going.attempt.enrolment_id, going.activity.key) if rules.why_not_start(going.terms, submitted=len(tries)) else 0
    reveal = rules.may_see_answers(going.terms, is_submitted=True, submitted=len(tries), best=best)
    may_start = rules.why_not_start(going.terms, submitted=len(tries), further=more) is None
    passed = rules.has_passed(going.terms, share) if going.terms.pass_mark is not None and share is not None else None
    place = find_place(going.attempt.person_id, going.attempt.course_key)
    learning, standings = place or (None, {})
    title, course = going.activity.title.in_(going.lang), going.outline.title.in_(going.lang)
    told = list_told([going.attempt.id]).get(going.attempt.uid, [])
    marking = marked_by(going.attempt, going.questionnaire, going.activity, going.state.marked_edition_id)
    shown = marking.shown(going.attempt.seed, going.answers, going.lang, explain=None, reveal=True) if reveal else ()
    texts = texts_of(going)
    in_words = {text.number for text in texts}
    return render_template(
        "learner/review.html",
        review=ReviewPage(
            title.text,
            title.lang,
            course.text,
            course.lang,
            url_for("learner.course_home", course=going.outline.key),
            going.terms.mode == "practice",
            "" if going.terms.mode == "practice" or share is None else in_percent(share),
            passed,
            [
                *what_was_changed(told),
                *_sentences(going, rules.attempts_left(going.terms, submitted=len(tries), further=more), passed=passed, reveal=reveal, may_start=may_start, best=best),
                *([_("You have completed this course.")] if learning and learning.completed_at else []),
            ],
            tuple(question for section in shown for question in section.questions if question.number not in in_words),
            activity_url(going.outline, going.activity) if may_start and not (best and rules.has_passed(going.terms, best)) else None,
            _next(going, learning, standings),
            *(certificate_links(learning, get_outline(learning.map_digest), _certificate(learning)) if learning else (None, None)),
            url_for("notebooks.notebook", course=going.outline.key) if learning and learning.completed_at else None,
            _read_again(going, marking),
            texts=texts,
            uid=going.attempt.uid,
            held=_held_entries(going),
            signs=going.signs,
            sent_by=going.sent_by,
            receipt=going.state.receipt or "",
            ended=date_and_time(going.state.submitted_at) if going.state.submitted_at else "",
            rules_url=activity_url(going.outline, going.activity) if not may_start and passed is False else None,
        ),
    )


def _held_entries(going: Going) -> tuple[HeldEntry, ...]:
    quiz = going.questionnaire.quiz
    return tuple(HeldEntry(key, number, quiz.by_key[key].kind in WRITTEN) for number, key in enumerate(going.questionnaire.drawn(going.attempt.seed), 1))


def _sentences(going: Going, left: int | None, *, passed: bool | None, reveal: bool, may_start: bool, best: Fraction | None) -> list[str]:
    said = []
    if going.state.ended_by == "time":
        said.append(_("The time was over; what had been saved by then was sent in."))
    if going.state.is_waiting and going.terms.mode == "test":
        said.append(_("Some of your answers are marked by a person. You get a letter as soon as that is done."))
    if passed is False:
        said.append(_("The pass mark is %(percent)s%%.", percent=going.terms.pass_mark))
        if best is not None and rules.has_passed(going.terms, best):
            said.append(_("You have passed with another attempt, and that stays."))
        elif may_start and left:
            said.append(attempts_left(left))
        elif not may_start:
            said.append(_("This was your last attempt. On the page of the quiz you can ask for another one."))
    if not reveal and going.terms.show_answers == "after-pass" and may_start:
        said.append(_("The right answers are shown once you have passed."))
    elif not reveal and going.terms.show_answers == "after-last":
        said.append(_("The right answers are shown after your last attempt."))
    return said


def _next(going: Going, learning: Learning | None, standings: Standings) -> Next | None:
    if learning is None:
        return None
    outline = get_outline(learning.map_digest)
    following = next_of(outline, standings, going.activity.key, going.lang)
    return None if following and following.number == going.activity.number else following


def _certificate(learning: Learning) -> certificates.Held:
    """Return the certificate that whoever has completed the course holds."""
    return certificates.find_held(learning.enrolment_id) if learning.completed_at else certificates.Held(None, ever=False)


def _read_again(going: Going, marking: Questionnaire) -> tuple[Link, ...]:
    """Return the lessons to which the questions that were not answered fully right point (``see``), in their order."""
    keys = marking.to_read_again(going.attempt.seed, going.answers)
    links = []
    for key in keys:
        lesson, _hash, _target = key.partition("#")
        found = going.outline.find(lesson)
        if found:
            title = found.title.in_(going.lang)
            links.append(Link(found.number, title.text, title.lang, activity_url(going.outline, found)))
    return tuple(dict.fromkeys(links))
