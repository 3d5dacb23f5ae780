"""The page of a survey: one form, kept in the browser alone until it is sent, and afterwards when that was.

It is sent to its own address. Only its button sends it, for good; whatever else sends the form (Enter, the switch of
languages) gets it back as it was filled in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.people.permissions import Permission
from lms.domain.progress import rules, service
from lms.domain.progress.queries import find_done_at
from lms.domain.questions.typed import longest_in
from lms.domain.questions.views import QuestionView
from lms.domain.quizzes.analysis import FEWEST
from lms.domain.quizzes.phrases import SENTENCES
from lms.domain.quizzes.surveys import FIELD, NO_SEED, Sheet, Understood, is_written, understand
from lms.kernel.keys import new_uid
from lms.web.learner.addresses import activity_url
from lms.web.learner.following import following
from lms.web.learner.loaders import Spot, load_survey
from lms.web.learner.pages import Next, SectionView, SurveyPage, WrongAnswer
from lms.web.learner.reading import language_notices
from lms.web.learner.showing import around, next_of, visit_of
from lms.web.shell.guards import may
from lms.web.shell.templates import date_and_time
from lms.web.shell.visitors import now
from lms.web.shell.who_sees import who_sees
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("surveys", __name__)

Fields = Mapping[str, Sequence[str]]
NOTHING: Fields = {}


@blueprint.post("/learn/<string(maxlength=63):course>/<string(maxlength=63):activity>/")
@may(Permission.TAKE_QUIZ, of=load_survey)
def send(spot: Spot) -> str | Response | tuple[str, int]:
    """Keep the answers to a survey, once; show the form again, with all that was typed, where something cannot be kept."""
    fields = {name: request.form.getlist(name) for name in request.form}
    if "send" not in fields:
        return survey_page(spot, fields)
    lang, learning = spot.place.lang, spot.place.learning
    understood = understand(get_questionnaire(spot.place.outline, spot.activity), fields, lang)
    if understood.refused and not _is_sent(spot):
        return survey_page(spot, fields, understood), 422
    sheet = Sheet(learning.course_id, learning.edition_id, spot.activity.key, understood.said, lang, request.form.get("form", ""))
    with following(spot.place) as place:
        is_first = service.send_survey(place.follower, spot.activity, sheet, now=now())
    if not is_first:
        flash(_("This survey had been sent before, so nothing was stored a second time."))
    return redirect(activity_url(spot.place.outline, spot.activity), 303)


def survey_page(spot: Spot, fields: Fields = NOTHING, understood: Understood | None = None) -> str:
    """Show a survey as long as it was not sent, with what was typed so far; afterwards when it was sent, and what is next."""
    lang, questionnaire = spot.place.lang, get_questionnaire(spot.place.outline, spot.activity)
    is_sent = _is_sent(spot)
    sections = () if is_sent else _sections(questionnaire, lang, fields)
    page = SurveyPage(
        **around(spot),
        done=is_sent,
        intro=questionnaire.piece("intro", lang).html,
        sentences=[] if is_sent else _sentences(questionnaire),
        sections=sections,
        wrong=_wrong(questionnaire, sections, understood) if understood else (),
        form=new_uid(),
        url=activity_url(spot.place.outline, spot.activity),
        sent=_sent(spot) if is_sent else "",
        going_on=_going_on(spot) if is_sent else None,
        visit=visit_of(spot.place),
        notices=language_notices(spot.activity, lang, spot.activity.language(lang), is_behind=False),
    )
    return render_template("learner/survey.html", page=page)


def _is_sent(spot: Spot) -> bool:
    return rules.standing_of(spot.activity, spot.place.standings).is_done


def _sent(spot: Spot) -> str:
    at = find_done_at(spot.place.learning.enrolment_id, spot.activity.key)
    return date_and_time(at) if at else ""


def _going_on(spot: Spot) -> Next | None:
    """Return what comes next for whoever has sent the survey, as far as they are let in."""
    place = spot.place
    return next_of(place.outline, place.standings, spot.activity.key, place.lang, but=place.kept_back.modules)


def _sentences(questionnaire: Questionnaire) -> list[str]:
    """Return what whoever answers must know: what is kept and what is not, who sees it, and from when on."""
    asked = [question for question in questionnaire.quiz.questions if question.is_marked]
    said = [
        ngettext("%(num)s question.", "%(num)s questions.", len(asked)) + " " + _("You can leave out any of them."),
        _("Your answers are kept apart from you: what is stored with them says neither who gave them nor on which day, so nobody can look it up, administrators included."),
        *who_sees(Permission.SEE_ANALYSIS),
        _("What was answered to a question is shown to them as soon as %(fewest)s people have answered it, and not before.", fewest=FEWEST),
    ]
    if any(is_written(question.kind) for question in asked):
        said.append(_("What you write is shown word for word: leave out whatever somebody could know you by."))
    said.append(_("That you have sent the survey is stored with your progress.") + " " + who_sees(Permission.SEE_PROGRESS)[0])
    return [*said, _("Nothing leaves this page before you send it. You can send it once, and change nothing afterwards.")]


def _sections(questionnaire: Questionnaire, lang: str, fields: Fields) -> tuple[SectionView, ...]:
    parts = questionnaire.shown(NO_SEED, {}, lang, explain=frozenset(), reveal=False)
    return tuple(SectionView(part.title, part.text, tuple(as_typed(each, fields) for each in part.questions)) for part in parts)


def as_typed(question: QuestionView, fields: Fields) -> QuestionView:
    """Return a question with what a form holds for it just as it was typed, be it an answer or not."""
    name = f"{FIELD}{question.key}"
    said = fields.get(name, ())
    options = []
    for option in question.options:
        own = next(iter(fields.get(f"{name}.{option.value}", ())), "")
        place = int(own) if own.isdecimal() and len(own) < 4 else None
        options.append(replace(option, chosen=str(option.value) in said, place=place, typed=own))
    return replace(question, options=tuple(options), value=next(iter(said), ""))


def _wrong(questionnaire: Questionnaire, sections: Sequence[SectionView], understood: Understood) -> tuple[WrongAnswer, ...]:
    """Return what cannot be kept, in the order of the page; what is asked nowhere comes first."""
    numbers = {question.key: question.number for section in sections for question in section.questions}
    return tuple(
        WrongAnswer(key, numbers.get(key, 0), _(SENTENCES[reason], most=longest_in(questionnaire.quiz.by_key[key].kind) if key else 0))
        for key, reason in understood.refused.items()
    )
