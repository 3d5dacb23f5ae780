"""What learners typed into a quiz, and which of it is to be accepted as right: shown first with whose marks change, then done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.accepting import plan_accepting
from lms.domain.courses.format.writer import Unwritable
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.publication import Plan
from lms.domain.courses.queries import (
    Published,
    find_edition_id,
    find_published,
    get_outline,
    teaches,
)
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.courses.rules import Refusal as CourseRefusal
from lms.domain.courses.service import publish
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.permissions import may as permitted
from lms.domain.people.queries import Visitor
from lms.domain.questions.places import TypedPlace
from lms.domain.quizzes.regrades import find_done, list_names
from lms.domain.quizzes.regrading import preview as foresee
from lms.domain.quizzes.regrading_rules import Regrading, digest_of_changes
from lms.domain.quizzes.rules import Refusal
from lms.domain.quizzes.typed_answers import Typed, list_typed
from lms.kernel.digest import digest_of
from lms.kernel.localtext import Spoken
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.learner.quizzes import in_percent
from lms.web.shell.guards import may
from lms.web.shell.languages import course_language
from lms.web.shell.phrases import say
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext
from lms.web.trainer.keys_form import ReasonForm
from lms.web.trainer.questions import AskedText, asked_text

blueprint = Blueprint("keys", __name__)

ADDRESS = "/teaching/quizzes/<string(maxlength=63):course>/<string(maxlength=63):quiz>/answers/"
MOST = 200  # answers of one place that are shown
MOST_NAMED = 200  # attempts that are named one by one


@dataclass(frozen=True)
class Exam:
    """A quiz of a course as it is offered now, with whoever asks for what was typed into it."""

    published: Published
    outline: Outline
    activity: Activity
    relations: frozenset[Relation]

    @property
    def lang(self) -> str:
        """The language in which the course is read."""
        return course_language(self.outline.languages, self.outline.source)

    @property
    def questionnaire(self) -> Questionnaire:
        """The quiz as it is now."""
        return get_questionnaire(self.outline, self.activity)

    @property
    def title(self) -> Spoken:
        """What the quiz is called."""
        return self.activity.title.in_(self.lang)

    @property
    def course(self) -> Spoken:
        """What the course is called."""
        return self.outline.title.in_(self.lang)

    @property
    def address(self) -> dict[str, Any]:
        """The parts of the addresses of these pages."""
        return {"course": self.outline.key, "quiz": self.activity.key}


@dataclass(frozen=True)
class TypedAt:
    """What was typed at one place: into a question, or into a gap of it (``gap``); ``more`` says how many are not shown."""

    question: AskedText
    gap: int
    open: Sequence[Typed]
    right: Sequence[Typed]
    more: int = 0


@dataclass(frozen=True)
class Foreseen:
    """What accepting these answers would do: the key fix, whose marks change, and what tells this from anything else."""

    plan: Plan
    chosen: Sequence[Typed]
    regrading: Regrading

    @property
    def digest(self) -> str:
        """Of what was shown: nobody agrees to more than that."""
        return digest_of(str(self.plan.head), *sorted(each.name for each in self.chosen), self.regrading.digest)


@dataclass(frozen=True)
class PreviewPage:
    """Whose marks would change: ``steps`` in numbers, ``names`` for those alone who may see the results of others."""

    exam: Exam
    chosen: Sequence[Typed]
    digest: str
    form: ReasonForm
    summary: str
    passes: str
    steps: Sequence[str]
    names: Sequence[tuple[str, str]] = ()
    unnamed: int = 0
    problem: str = ""
    needs_reason: bool = field(default=True)


def load_exam(asking: Visitor | None, course: str, quiz: str) -> Exam:
    """Return a quiz that is marked, of a course as it is offered now, and whether somebody teaches it."""
    published = find_published(course)
    outline = get_outline(published.map_digest) if published else None
    activity = outline.find(quiz) if outline else None
    if published is None or outline is None or activity is None or activity.quiz is None or activity.quiz.mode == "survey":
        raise Missing(f"quiz {course}/{quiz}")
    is_staff = asking is not None and not asking.is_guest and teaches(asking.id, published.course_id)
    return Exam(published, outline, activity, frozenset({Relation.TEACHES} if is_staff else ()))


@blueprint.get(ADDRESS)
@may(Permission.MEND_KEY, of=load_exam)
def answers(exam: Exam) -> str:
    """Show what was typed, how often and what it is worth; never by whom."""
    return _show(exam)


@blueprint.post(f"{ADDRESS}preview")
@may(Permission.MEND_KEY, of=load_exam)
def preview(exam: Exam) -> str | tuple[str, int]:
    """Show whose marks would change if the answers that were chosen were right."""
    try:
        foreseen = _foresee(exam)
    except Refused as refused:
        return _show(exam, problem=_in_words(refused)), 422
    return _ask(exam, foreseen, ReasonForm())


@blueprint.post(f"{ADDRESS}acceptance")
@may(Permission.MEND_KEY, of=load_exam)
def accept(exam: Exam) -> str | tuple[str, int] | Response:
    """Accept the answers and mark anew, as it was shown; where that would be something else by now, show it first."""
    form = ReasonForm(request.form)
    try:
        foreseen = _foresee(exam)
    except Refused as refused:
        return _show(exam, problem=_in_words(refused)), 422
    if foreseen.digest != request.form.get("digest"):
        return _ask(exam, foreseen, form, problem=say(Refused(Refusal.OTHER_MARKS))), 409
    if foreseen.regrading.told and not form.validate():
        return _ask(exam, foreseen, form), 422
    end_reading()
    try:
        _publish(foreseen, form.reason.data or "")
    except Refused as refused:
        if refused.reason not in (Refusal.OTHER_MARKS, CourseRefusal.HEAD_MOVED):
            raise
        return _ask(load_exam(visitor(), **exam.address), _foresee(exam), form, problem=say(Refused(Refusal.OTHER_MARKS))), 409
    flash(_done(foreseen))
    return redirect(url_for("keys.answers", **exam.address), 303)


def _publish(foreseen: Foreseen, reason: str) -> None:
    """Publish the key fix and mark anew in one transaction; undone where that is not what was shown."""
    who = visitor()
    assert who is not None, "an address of those who teach was open to strangers"
    with unit_of_work():
        outcome = publish([foreseen.plan], by=who.id, now=now(), note=reason)[0]
        done = find_done(find_edition_id(outcome.key, outcome.edition) or 0)
        if (done.digest if done else digest_of_changes(())) != foreseen.regrading.digest:
            raise Refused(Refusal.OTHER_MARKS)


def _foresee(exam: Exam) -> Foreseen:
    """Return what would be done with the answers that a form names; raises Refused where nothing can be."""
    typed = list_typed(exam.published.line_id, exam.activity.key, exam.questionnaire)
    names = set(request.form.getlist("answer"))
    chosen = [each for some in typed.values() for each in some if each.name in names and each.worth < 1]
    if not chosen:
        raise Refused(Refusal.NOTHING_CHOSEN)
    plan = plan_accepting(exam.published, exam.outline, exam.activity.key, [(each.place, each.text) for each in chosen], today=now().date())
    return Foreseen(plan, chosen, foresee(plan))


def _in_words(refused: Refused) -> str:
    if isinstance(refused.reason, Unwritable):
        return _("One of these answers cannot be written into the quiz, so nothing was changed. Mend its file instead.")
    return say(refused)


def _show(exam: Exam, *, problem: str = "") -> str:
    typed = list_typed(exam.published.line_id, exam.activity.key, exam.questionnaire)
    places = [_typed_at(exam, place, found) for place, found in typed.items()]
    return render_template("trainer/answers.html", exam=exam, places=places, problem=problem, chosen=set(request.form.getlist("answer")))


def _typed_at(exam: Exam, place: TypedPlace, found: Sequence[Typed]) -> TypedAt:
    open_ = [each for each in found if each.worth < 1]
    return TypedAt(asked_text(exam.questionnaire, place.question, exam.lang), place.gap, open_[:MOST], [each for each in found if each.worth == 1][:MOST], max(0, len(open_) - MOST))


def _ask(exam: Exam, foreseen: Foreseen, form: ReasonForm, *, problem: str = "") -> str:
    told, regrading = foreseen.regrading.told, foreseen.regrading
    passing = len({each.sheet.person_id for each in told if each.passes})
    names: Mapping[int, str] = list_names({each.sheet.person_id for each in told[:MOST_NAMED]}) if _may_see_names() else {}
    page = PreviewPage(
        exam,
        foreseen.chosen,
        foreseen.digest,
        form,
        ngettext("The mark of %(num)s attempt changes.", "The marks of %(num)s attempts change.", len(told)) if told else _("No mark changes."),
        ngettext("%(num)s person passes by it.", "%(num)s people pass by it.", passing) if passing else "",
        _steps(regrading),
        [(names[each.sheet.person_id], _from_to(each.sheet.share, each.new)) for each in told[:MOST_NAMED] if names],
        max(0, len(told) - MOST_NAMED) if names else 0,
        problem,
        bool(told),
    )
    return render_template("trainer/acceptance.html", page=page)


def _may_see_names() -> bool:
    who = visitor()
    return who is not None and permitted(Permission.SEE_RESULT, frozenset({Relation.ADMINISTRATOR} if who.is_admin else ()))


def _steps(regrading: Regrading) -> list[str]:
    """Return in words how many marks change from what to what."""
    counted = Counter((each.sheet.share or Fraction(0), each.new or Fraction(0)) for each in regrading.told)
    shown = Counter[str]()
    for (old, new), times in sorted(counted.items()):
        shown[_from_to(old, new)] += times
    return [ngettext("%(num)s attempt: %(change)s", "%(num)s attempts: %(change)s", times, change=change) for change, times in shown.items()]


def _from_to(old: Fraction | None, new: Fraction | None) -> str:
    return _("from %(old)s to %(new)s", old=in_percent(old or Fraction(0)), new=in_percent(new or Fraction(0)))


def _done(foreseen: Foreseen) -> str:
    people = foreseen.regrading.people
    if not people:
        return _("These answers are right from now on. No mark has changed.")
    return ngettext(
        "These answers are right from now on. The marks of %(num)s person have changed, who is written to.",
        "These answers are right from now on. The marks of %(num)s people have changed, who are written to.",
        people,
    )
