"""The page before a quiz, and the start of an attempt."""

from collections.abc import Sequence
from fractions import Fraction

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.outline import QuizTerms
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.people.permissions import Permission
from lms.domain.progress.rules import percent
from lms.domain.quizzes import rules, service
from lms.domain.quizzes.phrases import SENTENCES
from lms.domain.quizzes.queries import Try, list_tries
from lms.domain.quizzes.regrades import Told, list_told
from lms.web.learner.following import following
from lms.web.learner.loaders import Spot, load_quiz
from lms.web.learner.pages import AttemptRow, QuizRules
from lms.web.learner.reading import language_notices
from lms.web.learner.showing import around, visit_of
from lms.web.shell.guards import may
from lms.web.shell.templates import date_and_time, day
from lms.web.shell.visitors import now
from lms.web.shell.who_sees import who_sees
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("quizzes", __name__)


def rules_page(spot: Spot) -> str:
    """Show what a quiz asks, how long, how often, and what is shown afterwards; starting is a button of its own."""
    terms = spot.activity.quiz
    assert terms is not None
    tries = list_tries(spot.place.learning.enrolment_id, spot.activity.key)
    sent = [each for each in tries if each.submitted_at is not None]
    going = next((each for each in tries if each.submitted_at is None), None)
    told = list_told([each.id for each in sent]) if terms.mode == "test" else {}
    best = service.best_share(sent)
    needs_account = spot.needs_account
    refusal, left = rules.why_not_start(terms, submitted=len(sent)), rules.attempts_left(terms, submitted=len(sent))
    questionnaire = get_questionnaire(spot.place.outline, spot.activity)
    page = QuizRules(
        **around(spot),
        intro=questionnaire.piece("intro", spot.place.lang).html,
        sentences=[*sentences(terms), *_as_check(spot)],
        attempts=[_row(spot, terms, each, told.get(each.uid, [])) for each in sent],
        open_attempt_url=attempt_url(spot.place.outline.key, going) if going else None,
        may_start=refusal is None and not needs_account,
        why_not=_("This test needs an account, for its result is kept.") if needs_account else _(SENTENCES[refusal]) if refusal else "",
        left=attempts_left(left) if sent and left else "",
        start_url=url_for("quizzes.start", course=spot.place.outline.key, activity=spot.activity.key),
        best=in_percent(best) if best is not None and terms.mode == "test" else None,
        visit=visit_of(spot.place),
        notices=language_notices(spot.activity, spot.place.lang, spot.activity.language(spot.place.lang), is_behind=False),
    )
    return render_template("learner/quiz_rules.html", rules=page)


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/attempts")
@may(Permission.TAKE_QUIZ, of=load_quiz)
def start(spot: Spot) -> Response:
    """Begin an attempt, or go on with the one that is open."""
    with following(spot.place) as place:
        learning = place.learning
        uid = service.start(learning.person_id, learning.enrolment_id, learning.edition_id, spot.activity, now=now())
    return redirect(url_for("attempts.attempt", course=learning.course_key, activity=spot.activity.key, uid=uid), 303)


def attempts_left(left: int) -> str:
    """Return in words how many further attempts may be started."""
    return ngettext("%(num)s attempt is left.", "%(num)s attempts are left.", left)


def attempt_url(course: str, attempt: Try) -> str:
    """Return the address of an attempt that is going on."""
    return url_for("attempts.attempt", course=course, activity=attempt.quiz_key, uid=attempt.uid)


def in_percent(share: Fraction) -> str:
    """Return a share as people read it, rounded down."""
    return _("%(percent)s%%", percent=percent(share))


def what_was_changed(told: Sequence[Told]) -> list[str]:
    """Return in sentences what regrades did to a result, and why."""
    return [
        _(
            "Your result was changed from %(old)s to %(new)s on %(day)s, because: %(reason)s",
            old=in_percent(each.old),
            new=in_percent(each.new),
            day=day(each.at),
            reason=each.reason,
        )
        for each in told
    ]


def sentences(terms: QuizTerms) -> list[str]:
    """Return the rules of a quiz in sentences."""
    said = [ngettext("%(num)s question.", "%(num)s questions.", terms.questions)]
    if terms.mode == "practice":
        said += [
            _("You see at once whether each answer is right, and may try as often as you like."),
            _("It is done when every question has been answered; nothing here counts towards a mark."),
        ]
    elif terms.pass_mark is not None:
        said.append(_("You pass with %(percent)s%% or more.", percent=terms.pass_mark))
    if terms.attempts is not None:
        said.append(ngettext("You have %(num)s attempt.", "You have %(num)s attempts.", terms.attempts) + _grading(terms))
    if terms.minutes is not None:
        said.append(ngettext("You have %(num)s minute; the site keeps the time.", "You have %(num)s minutes; the site keeps the time.", terms.minutes))
    else:
        said.append(_("There is no time limit; you can leave and come back."))
    said.append(_("Your answers are saved as you give them."))
    if terms.mode != "practice":
        said.append(_answers_sentence(terms))
    return [*said, *who_sees(Permission.ANSWER, Permission.MEND_KEY, Permission.SEE_RESULT)]


def _as_check(spot: Spot) -> list[str]:
    """Return what passing a quiz means for the module whose check it is."""
    module = spot.place.outline.module_of(spot.activity.key)
    return [_("If you pass, whatever you have not read of this part yet counts as known.")] if module.check_first == spot.activity.key else []


def _grading(terms: QuizTerms) -> str:
    if terms.attempts == 1:
        return ""
    return " " + {
        "latest": _("The latest counts."),
        "first": _("The first counts."),
        "average": _("Their average counts."),
    }.get(terms.grading, _("The best counts."))


def _answers_sentence(terms: QuizTerms) -> str:
    return {
        "after-pass": _("The right answers are shown once you have passed."),
        "after-last": _("The right answers are shown after your last attempt."),
        "never": _("The right answers are not shown."),
    }.get(terms.show_answers, _("The right answers are shown after you send yours in."))


def _row(spot: Spot, terms: QuizTerms, attempt: Try, told: Sequence[Told]) -> AttemptRow:
    assert attempt.submitted_at is not None
    share = attempt.share or Fraction(0)
    return AttemptRow(
        attempt.nth,
        date_and_time(attempt.submitted_at),
        "" if terms.mode == "practice" else in_percent(share),
        None if terms.pass_mark is None else rules.has_passed(terms, share),
        url_for("attempts.review", course=spot.place.outline.key, activity=spot.activity.key, uid=attempt.uid),
        what_was_changed(told),
    )
