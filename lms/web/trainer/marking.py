"""Marking what people must mark: which texts wait, one text with its rubric, and how a quiz is marked."""

from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.outline import Activity
from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.questions.kinds.essay import most_points
from lms.domain.questions.model import Question, answer_id, text_id
from lms.domain.questions.typed import number_text, typed_number
from lms.domain.quizzes import essays
from lms.domain.quizzes.essays import Given, Pile, Text, Way
from lms.domain.quizzes.rules import Refusal
from lms.kernel.localtext import Spoken
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.phrases import say
from lms.web.shell.templates import clock_time
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _
from lms.web.trainer.teaching import Taught, list_taught

blueprint = Blueprint("marking", __name__)

PILE = "/teaching/marking/<string(maxlength=63):course>/<string(maxlength=63):quiz>"
TEXT = "/teaching/marking/texts/<string(length=32):uid>/<string(maxlength=63):question>"
FIELD = "points-"  # and the place of the criterion, from 1
Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Desk:
    """What somebody marks: the courses that they teach, all of them for an administrator."""

    asking: Visitor
    taught: tuple[Taught, ...]
    relations: frozenset[Relation]


@dataclass(frozen=True)
class Heap:
    """A quiz of a course that somebody teaches, in which something is marked by people."""

    asking: Visitor
    taught: Taught
    activity: Activity
    relations: frozenset[Relation]

    @property
    def way(self) -> Way:
        """How its texts are marked."""
        return essays.way_of(self.taught.course_id, self.activity.key)

    @property
    def url(self) -> str:
        """The address of its page."""
        return url_for("marking.pile", course=self.taught.key, quiz=self.activity.key)


@dataclass(frozen=True)
class Paper:
    """One text with the quiz to which it belongs."""

    heap: Heap
    text: Text
    relations: frozenset[Relation]


@dataclass(frozen=True)
class PileRow:
    """A quiz whose texts wait, as the list shows it."""

    pile: Pile
    course: Spoken
    quiz: Spoken


@dataclass(frozen=True)
class TextRow:
    """A text in the list of its quiz: by its number, or by the name of its writer."""

    name: str
    text: Text
    url: str
    percent: str
    is_held: bool
    is_mine: bool


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric: what is looked at (HTML), its field, the fewest and the most points, and what was typed."""

    html: str
    lang: str
    name: str
    fewest: str
    most: str
    typed: str


@dataclass(frozen=True)
class OtherMark:
    """What another marker gave, shown once the text has its mark."""

    percent: str
    comment: str


def load_desk(asking: Visitor | None) -> Desk:
    """Return what somebody marks."""
    taught = list_taught(asking)
    if asking is None or asking.is_looked_at:
        raise Missing("nobody marks here")
    return Desk(asking, taught, frozenset({Relation.TEACHES} if taught else ()))


def load_heap(asking: Visitor | None, course: str, quiz: str) -> Heap:
    """Return a quiz of a course that somebody teaches. Raises Missing for all others."""
    taught = next((each for each in list_taught(asking) if each.key == course), None)
    activity = taught.outline.find_called(quiz) if taught else None
    if asking is None or asking.is_looked_at or taught is None or activity is None or activity.kind != "quiz":
        raise Missing(f"marking of {course}/{quiz}")
    return Heap(asking, taught, activity, frozenset({Relation.TEACHES}))


def load_paper(asking: Visitor | None, uid: str, question: str) -> Paper:
    """Return a text of a course that somebody teaches. Raises Missing for all others."""
    text = essays.find_text(uid, question)
    where = essays.place_of(uid) if text else None
    if text is None or where is None:
        raise Missing(f"text {uid}/{question}")
    heap = load_heap(asking, *where)
    return Paper(heap, text, heap.relations)


@blueprint.get("/teaching/marking/")
@may(Permission.MARK, of=load_desk)
def piles(desk: Desk) -> str:
    """Show which texts wait, by quiz, the one that waits longest first."""
    titles = {each.key: each for each in desk.taught}
    found = essays.list_piles(None if desk.asking.is_admin else {each.course_id for each in desk.taught})
    rows = [_pile_row(each, titles[each.course_key]) for each in found if each.course_key in titles]
    return render_template("trainer/piles.html", rows=rows)


@blueprint.get(f"{PILE}/")
@may(Permission.MARK, of=load_heap)
def pile(heap: Heap) -> str:
    """Show the texts of a quiz: those that wait, those that were marked, and how they are marked."""
    course, way = heap.taught.course_id, heap.way
    return render_template(
        "trainer/pile.html",
        course=heap.taught.title,
        quiz=heap.activity.title.in_(ui_language()),
        address={"course": heap.taught.key, "quiz": heap.activity.key},
        waiting=[_text_row(heap, way, each) for each in essays.list_texts(course, heap.activity.key, waiting=True)],
        marked=[_text_row(heap, way, each) for each in essays.list_texts(course, heap.activity.key, waiting=False)],
        way=way,
    )


@blueprint.post(f"{PILE}/next")
@may(Permission.MARK, of=load_heap)
def next_text(heap: Heap) -> Response:
    """Hold the text that has waited longest, and go to it."""
    end_reading()
    with unit_of_work():
        text = essays.claim_next(heap.taught.course_id, heap.activity.key, by=heap.asking.id, now=now())
    if text is None:
        flash(_("No text waits for you here."))
        return redirect(heap.url, 303)
    return redirect(url_for("marking.paper", uid=text.uid, question=text.question_key), 303)


@blueprint.post(f"{PILE}/way")
@may(Permission.MARK, of=load_heap)
def set_way(heap: Heap) -> Response:
    """Say how the texts of a quiz are marked from now on."""
    way = Way("anonymous" in request.form, 2 if request.form.get("markers") == "2" else 1)
    end_reading()
    with unit_of_work():
        essays.set_way(heap.taught.course_id, heap.activity.key, way)
    flash(_("It is marked like this from now on."))
    return redirect(heap.url, 303)


@blueprint.get(f"{TEXT}/")
@may(Permission.MARK, of=load_paper)
def paper(loaded: Paper) -> str:
    """Show a text with its rubric, and what this marker gave it if they did."""
    given = essays.list_given_to(loaded.text.attempt_id, loaded.text.question_key)
    mine = next((each for each in given if each.marker_id == loaded.heap.asking.id), None)
    typed = [number_text(each, ui_language()) for each in mine.points] if mine else []
    return _show(loaded, given, typed, mine.comment if mine else "", "")


@blueprint.post(f"{TEXT}/mark")
@may(Permission.MARK, of=load_paper)
def mark(loaded: Paper) -> Page:
    """Keep what a marker gives, and go to the next text; what was typed is never lost."""
    heap, text = loaded.heap, loaded.text
    fields = [name for name in request.form if name.startswith(FIELD)]
    typed, comment = [request.form.get(f"{FIELD}{place}", "") for place in range(1, len(fields) + 1)], request.form.get("comment", "")
    points = [typed_number(each, ui_language()) for each in typed]
    end_reading()
    try:
        if any(each is None for each in points):
            raise Refused(Refusal.NOT_THESE_POINTS)
        with unit_of_work():
            is_marked = essays.give(text, [each or Fraction(0) for each in points], comment, markers=heap.way.markers, by=heap.asking.id, now=now())
    except Refused as refused:
        return _show(loaded, essays.list_given_to(text.attempt_id, text.question_key), typed, comment, say(refused)), 422
    flash(_("Marked, and its writer is told as soon as everything of the test is marked.") if is_marked else _("Your mark is kept. A second marker reads this text as well."))
    return redirect(heap.url, 303)


@blueprint.post(f"{TEXT}/claim")
@may(Permission.MARK, of=load_paper)
def claim(loaded: Paper) -> Response:
    """Hold a text, so that nobody else marks it meanwhile."""
    end_reading()
    with unit_of_work():
        if not essays.claim(loaded.text, by=loaded.heap.asking.id, now=now()):
            flash(_("Somebody else is marking this text just now."))
    return redirect(url_for("marking.paper", uid=loaded.text.uid, question=loaded.text.question_key), 303)


def _show(loaded: Paper, given: list[Given], typed: list[str], comment: str, error: str) -> str:
    heap, text = loaded.heap, loaded.text
    questionnaire, question = essays.question_of(text)
    way, me = heap.way, heap.asking.id
    others = [each for each in given if each.marker_id != me]
    return render_template(
        "trainer/paper.html",
        course=heap.taught.title,
        quiz=heap.activity.title.in_(ui_language()),
        pile_url=heap.url,
        name=_name(way, text),
        asked=questionnaire.piece(text_id(question.key), ui_language()),
        text=text,
        criteria=_criteria(questionnaire, question, typed),
        comment=comment,
        error=error,
        held_until=clock_time(text.held_until) if text.held_until else "",
        held_by=text.holder if text.held_by_another(me, now()) else "",
        mine=text.holder_id == me and not text.held_by_another(me, now()),
        is_over=len(others) >= way.markers,
        others=[OtherMark(_percent(each.share), each.comment) for each in others] if text.share is not None else [],
        address={"uid": text.uid, "question": text.question_key},
        longest=essays.LONGEST_COMMENT,
        words=len(text.body.split()),
        wanted=question.settings.get("words", ""),
    )


def _criteria(questionnaire: Questionnaire, question: Question, typed: list[str]) -> list[Criterion]:
    """Return the lines of the rubric; one without words where the author wrote none."""
    lang = ui_language()
    lines = []
    for place, (low, high) in enumerate(most_points(question)):
        words = questionnaire.piece(answer_id(question.key, place + 1), lang) if question.answers else None
        value = typed[place] if place < len(typed) else ""
        lines.append(Criterion(words.html if words else "", words.lang if words else lang, f"{FIELD}{place + 1}", number_text(low, lang), number_text(high, lang), value))
    return lines


def _pile_row(pile: Pile, taught: Taught) -> PileRow:
    quiz = taught.outline.find_called(pile.quiz_key)
    return PileRow(pile, taught.title, quiz.title.in_(ui_language()) if quiz else taught.title)


def _text_row(heap: Heap, way: Way, text: Text) -> TextRow:
    me = heap.asking.id
    url = url_for("marking.paper", uid=text.uid, question=text.question_key)
    return TextRow(_name(way, text), text, url, _percent(text.share) if text.share is not None else "", text.held_by_another(me, now()), text.holder_id == me)


def _name(way: Way, text: Text) -> str:
    """Return how a text is called: by its writer, or by a number that says nothing about them."""
    return _("Text %(number)s", number=text.uid[:6]) if way.is_anonymous else text.name


def _percent(share: Fraction) -> str:
    return _("%(percent)s%%", percent=int(share * 100))

