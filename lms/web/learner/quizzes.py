"""The page before a quiz, and the start of an attempt."""

from collections.abc import Sequence
from fractions import Fraction

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.outline import QuizTerms
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.people.permissions import Permission
from lms.domain.progress.rules import percent
from lms.domain.questions.typed import number_text
from lms.domain.quizzes import further, rules, service
from lms.domain.quizzes.further import Request
from lms.domain.quizzes.phrases import SENTENCES
from lms.domain.quizzes.queries import Try, count_further, list_tries
from lms.domain.quizzes.regrades import Told, list_told
from lms.platform.database import end_reading, unit_of_work
from lms.web.learner.addresses import activity_url
from lms.web.learner.following import following
from lms.web.learner.loaders import Spot, load_quiz
from lms.web.learner.pages import AskingForMore, AttemptRow, QuizRules
from lms.web.learner.reading import language_notices
from lms.web.learner.showing import around, visit_of
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import date_and_time, day
from lms.web.shell.visitors import now, somebody
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
    is_over = rules.why_not_start(terms, submitted=len(sent)) is not None
    asked = further.find_latest(spot.place.learning.enrolment_id, spot.activity.key) if is_over else None
    more = count_further(spot.place.learning.enrolment_id, spot.activity.key) if asked else 0
    refusal, left = rules.why_not_start(terms, submitted=len(sent), further=more), rules.attempts_left(terms, submitted=len(sent), further=more)
    questionnaire = get_questionnaire(spot.place.outline, spot.activity)
    page = QuizRules(
        **around(spot),
        intro=questionnaire.piece("intro", spot.place.lang).html,
        sentences=[*sentences(terms, questionnaire.quiz.extra_time, _extra_time(), has_texts=any(each.kind == "essay" for each in questionnaire.quiz.questions)), *_as_check(spot)],
        attempts=[_row(spot, terms, each, told.get(each.uid, [])) for each in sent],
        open_attempt_url=attempt_url(spot.place.outline.key, going) if going else None,
        extra_time_url=url_for("profile.page", _anchor="extra_time") if terms.minutes is not None and spot.place.has_account and not questionnaire.quiz.extra_time else None,
        may_start=refusal is None and not needs_account,
        why_not=_("This test needs an account, for its result is kept.") if needs_account else _(SENTENCES[refusal]) if refusal else "",
        left=attempts_left(left) if sent and left else "",
        start_url=url_for("quizzes.start", course=spot.place.outline.key, activity=spot.activity.key),
        best=in_percent(best) if best is not None and terms.mode == "test" else None,
        visit=visit_of(spot.place),
        asking=asking_for_more(spot, asked) if refusal and not going and not needs_account else None,
        notices=language_notices(spot.activity, spot.place.lang, spot.activity.language(spot.place.lang), is_behind=False),
    )
    return render_template("learner/quiz_rules.html", rules=page)


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/attempts")
@may(Permission.TAKE_QUIZ, of=load_quiz)
def start(spot: Spot) -> Response:
    """Begin an attempt, or go on with the one that is open."""
    more_time = rules.granted_time(_extra_time(), why_not=get_questionnaire(spot.place.outline, spot.activity).quiz.extra_time)
    with following(spot.place) as place:
        learning = place.learning
        uid = service.start(learning.person_id, learning.enrolment_id, learning.edition_id, spot.activity, extra_time=more_time, now=now())
    return redirect(url_for("attempts.attempt", course=learning.course_key, activity=spot.activity.key, uid=uid), 303)


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/further")
@may(Permission.TAKE_QUIZ, of=load_quiz)
def ask_for_more(spot: Spot) -> Response:
    """Ask those who teach the course for another attempt, once."""
    end_reading()
    with unit_of_work():
        further.ask(spot.place.learning.enrolment_id, spot.activity, request.form.get("words", ""), now=now())
    flash(_("You have asked for another attempt. You get a letter as soon as somebody has decided."))
    return redirect(activity_url(spot.place.outline, spot.activity), 303)


def asking_for_more(spot: Spot, asked: Request | None) -> AskingForMore:
    """Return what somebody is told who has no attempt left: what they asked for, or how to ask."""
    waiting = asked is not None and asked.decided_at is None
    refused = asked if asked and asked.is_granted is False else None
    url = url_for("quizzes.ask_for_more", course=spot.place.outline.key, activity=spot.activity.key)
    since = date_and_time(asked.made_at) if asked and waiting else ""
    return AskingForMore(url, since, date_and_time(refused.decided_at) if refused and refused.decided_at else "", refused.reason if refused else "", further.LONGEST_WORDS)


def _extra_time() -> int:
    """Return how much more time whoever asks needs in tests, in percent."""
    who = somebody()
    return who.extra_time if who else 0


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


def sentences(terms: QuizTerms, why_same_time: str = "", extra_time: int = 0, *, has_texts: bool = False) -> list[str]:
    """Return the rules of a quiz in sentences, for somebody who needs ``extra_time`` percent more.

    ``why_same_time`` says why nobody has more, ``has_texts`` that a person marks something of it.
    """
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
        said += _time_sentences(terms.minutes, why_same_time, extra_time)
    else:
        said.append(_("There is no time limit; you can leave and come back."))
    said.append(_("Your answers are saved as you give them."))
    if terms.mode != "practice":
        said.append(_answers_sentence(terms))
    return [*said, *who_sees(Permission.ANSWER, *([Permission.MARK] if has_texts and terms.mode == "test" else []), Permission.MEND_KEY, Permission.SEE_RESULT)]


def _time_sentences(minutes: int, why_same_time: str, extra_time: int) -> list[str]:
    said = [ngettext("You have %(num)s minute; the site keeps the time.", "You have %(num)s minutes; the site keeps the time.", minutes)]
    said.append(_("When the time is over, what has been saved is sent in by itself."))
    if why_same_time:
        said.append(_("Everybody has the same time here: %(why)s", why=why_same_time))
    elif extra_time:
        said.append(_("You have asked for more time in tests, so you have %(minutes)s minutes.", minutes=number_text(minutes + Fraction(minutes * extra_time, 100), ui_language())))
    return said


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
    return AttemptRow(
        attempt.nth,
        date_and_time(attempt.submitted_at),
        "" if terms.mode == "practice" else _("waits to be marked") if attempt.share is None else in_percent(attempt.share),
        None if terms.pass_mark is None or attempt.share is None else rules.has_passed(terms, attempt.share),
        url_for("attempts.review", course=spot.place.outline.key, activity=spot.activity.key, uid=attempt.uid),
        what_was_changed(told),
    )
