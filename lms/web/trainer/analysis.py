"""How the questions of a course were answered, for whoever teaches it: numbers and answers, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import Past, list_history
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.quizzes.analysis import FEWEST, Glance, Scope, of_quiz, quizzes_of
from lms.domain.quizzes.sheets import list_heaps
from lms.domain.quizzes.survey_results import results_of
from lms.kernel.localtext import Spoken
from lms.kernel.refusals import Missing
from lms.web.learner.addresses import page_of
from lms.web.shell.guards import may
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext
from lms.web.trainer.analysis_words import ItemView, about_alpha, in_percent, item_view, to_look_at
from lms.web.trainer.survey_words import ResultView, result_view
from lms.web.trainer.views import Pack, load_pack

blueprint = Blueprint("analysis", __name__)

COURSE = "/teaching/quizzes/<string(maxlength=63):course>/"


@dataclass(frozen=True)
class Quiz:
    """A quiz of a course as it is offered now, for whoever asks how it was answered."""

    pack: Pack
    activity: Activity

    @property
    def relations(self) -> frozenset[Relation]:
        """Those to the course."""
        return self.pack.relations


@dataclass(frozen=True)
class Line:
    """A quiz in the list: its mean in percent, empty where it is not told, and what is said of how much its marks say."""

    number: str
    title: Spoken
    kind: str
    url: str
    attempts: int
    mean: str
    alpha: str


@dataclass(frozen=True)
class SurveyLine:
    """A survey in the list."""

    number: str
    title: Spoken
    url: str


@dataclass(frozen=True)
class SurveyResults:
    """What was said in a survey; of a question that fewer than ``fewest`` answered only that it was asked."""

    title: Spoken
    course: Spoken
    course_url: str
    quizzes_url: str
    fewest: int
    items: Sequence[ResultView]


@dataclass(frozen=True)
class Choice:
    """A part of the attempts that can be looked at: all, or those of one edition."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class QuizPage:
    """How a quiz was answered; ``notes`` say of what, ``first`` are the questions to look at first."""

    title: Spoken
    course: Spoken
    course_url: str
    quizzes_url: str
    choices: Sequence[Choice]
    notes: Sequence[str]
    first: Sequence[ItemView]
    items: Sequence[ItemView]


def load_quiz(asking: Visitor | None, course: str, quiz: str) -> Quiz:
    """Return a quiz or a survey of a course, and whether somebody teaches the course."""
    pack = load_pack(asking, course)
    activity = pack.outline.find(quiz)
    if activity is None or activity.quiz is None:
        raise Missing(f"quiz {course}/{quiz}")
    return Quiz(pack, activity)


@blueprint.get(COURSE)
@may(Permission.SEE_ANALYSIS, of=load_pack)
def quizzes(loaded: Pack) -> str:
    """List the quizzes of a course with how many took them and how it went."""
    outline, course_id = loaded.outline, loaded.published.course_id
    found = quizzes_of(list_history(course_id), outline.activities, course_id, loaded.published.map_digest)
    lines = [_line(loaded, each) for each in found]
    surveys = [_link(loaded, each) for each in outline.activities if each.kind == "survey"]
    page = {"course": outline.title.in_(loaded.lang), "course_url": page_of(outline), "lines": lines, "surveys": surveys, "fewest": FEWEST}
    return render_template("trainer/quizzes.html", **page)


@blueprint.get(f"{COURSE}<string(maxlength=63):quiz>/")
@may(Permission.SEE_ANALYSIS, of=load_quiz)
def quiz(loaded: Quiz) -> str:
    """Show how the questions of a quiz were answered, in all editions or in the one that was chosen; of a survey what was said."""
    if loaded.activity.kind == "survey":
        return _survey(loaded)
    pack, activity = loaded.pack, loaded.activity
    course_id, outline = pack.published.course_id, pack.outline
    history = list_history(course_id)
    scope = _scope(history, {heap.edition: heap.attempts for heap in list_heaps(course_id, activity.key)})
    found, questionnaire = of_quiz(history, course_id, activity.key, scope, get_questionnaire(outline, activity))
    items = [item_view(questionnaire, item, number, pack.lang) for number, item in enumerate(found.items, 1)]
    page = QuizPage(
        activity.title.in_(pack.lang),
        outline.title.in_(pack.lang),
        page_of(outline),
        url_for("analysis.quizzes", course=outline.key),
        _choices(history, scope),
        list(_notes(activity, found.attempts, about_alpha(found.alpha, found.why_no_alpha))),
        to_look_at(items),
        items if found.attempts >= FEWEST else (),
    )
    return render_template("trainer/quiz.html", page=page)


def _survey(loaded: Quiz) -> str:
    """Show what was said in a survey, in all editions that asked the same: of one of them alone it would be told of fewer."""
    pack, activity, outline = loaded.pack, loaded.activity, loaded.pack.outline
    questionnaire, course_id = get_questionnaire(outline, activity), pack.published.course_id
    found = results_of(list_history(course_id), course_id, activity.key, questionnaire)
    page = SurveyResults(
        activity.title.in_(pack.lang),
        outline.title.in_(pack.lang),
        page_of(outline),
        url_for("analysis.quizzes", course=outline.key),
        FEWEST,
        [result_view(questionnaire, each, number, pack.lang) for number, each in enumerate(found, 1)],
    )
    return render_template("trainer/survey.html", page=page)


def _link(loaded: Pack, activity: Activity) -> SurveyLine:
    return SurveyLine(activity.number, activity.title.in_(loaded.lang), url_for("analysis.quiz", course=loaded.outline.key, quiz=activity.key))


def _line(loaded: Pack, glance: Glance) -> Line:
    activity = glance.activity
    kind = activity.quiz.mode if activity.quiz else ""
    alpha = _("For so many attempts it stands on the page of the quiz.") if glance.is_long else about_alpha(glance.alpha, glance.why_no_alpha)
    return Line(
        activity.number,
        activity.title.in_(loaded.lang),
        kind,
        url_for("analysis.quiz", course=loaded.outline.key, quiz=activity.key),
        glance.attempts,
        "" if glance.is_hidden or glance.mean is None else in_percent(float(glance.mean)),
        "" if glance.is_hidden else alpha,
    )


def _scope(history: Sequence[Past], heaps: dict[int, int]) -> Scope:
    """Return what the address asks for; an edition that marked nothing is not found."""
    asked = request.args.get("edition", "")
    if not asked:
        return Scope(None, heaps)
    chosen = next((past for past in history if past.edition == asked and past.edition_id in heaps), None)
    if chosen is None:
        raise Missing(f"attempts of edition {asked}")
    return Scope(chosen, heaps)


def _choices(history: Sequence[Past], scope: Scope) -> list[Choice]:
    everything = Choice("", _("All editions with the same question"), scope.edition is None)
    there = [past for past in reversed(history) if past.edition_id in scope.heaps]
    editions = [
        Choice(
            past.edition,
            ngettext("Edition %(edition)s: %(num)s attempt", "Edition %(edition)s: %(num)s attempts", scope.heaps[past.edition_id], edition=past.edition),
            scope.edition == past,
        )
        for past in there
    ]
    return [everything, *editions] if scope.edition or len(editions) > 1 else []


def _notes(activity: Activity, attempts: int, alpha: str) -> list[str]:
    """Return what is said of the quiz as a whole."""
    if attempts < FEWEST:
        few = ngettext("%(num)s person has sent this in.", "%(num)s people have sent this in.", attempts)
        return [few, _("Numbers are shown once %(fewest)s people have sent it in, so that nobody can be found out.", fewest=FEWEST)]
    notes = [ngettext("%(num)s attempt, the first of each person.", "%(num)s attempts, the first of each person.", attempts), alpha]
    if activity.quiz and activity.quiz.mode == "practice":
        notes.append(_("In a practice, answers are checked and changed before they are sent in: what is right here was often wrong at first."))
    return notes
