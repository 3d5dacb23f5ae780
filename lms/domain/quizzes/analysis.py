"""Item analysis of a quiz: the figures of its questions and the answers that were given, without a name of anybody.

A question is the same in two editions as long as what marks it is; its wording may have changed. Where that changed, only
the attempts that the key in question marked are counted.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lms.domain.courses.changes_of_quizzes import is_same_question
from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import Past, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.marking import count_answers, twins_of
from lms.domain.questions.model import Question
from lms.domain.quizzes.advice import SINGLE_ANSWER, Advice, Known, advise, preferred, unchosen
from lms.domain.quizzes.sheets import Cell, Heap, each_cell, list_heaps
from lms.domain.quizzes.statistics import Item, ItemFigures, NoAlpha, figures, middle

FEWEST = 5  # attempts of which figures are shown; of fewer, somebody could be found out
MOST_AT_A_GLANCE = 2000  # attempts at a quiz of which alpha is computed for a list of quizzes


@dataclass(frozen=True)
class ItemAnalysis:
    """What is known of one question; nothing but ``met`` where too few met it.

    ``answered`` of those who ``met`` it gave an answer; ``waiting`` have not been marked yet.
    """

    question: Question
    met: int
    answered: int = 0
    waiting: int = 0
    facility: float | None = None
    discrimination: float | None = None
    seconds: int | None = None
    rows: tuple[AnswerCount, ...] = ()
    advice: tuple[Advice, ...] = ()
    preferred: AnswerCount | None = None
    unchosen: tuple[AnswerCount, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether too few people met the question for anything to be told."""
        return self.met < FEWEST


@dataclass(frozen=True)
class QuizAnalysis:
    """What is known of a quiz, and of its questions in the order of its file; ``attempts`` is of how many."""

    attempts: int
    alpha: float | None
    why_no_alpha: NoAlpha | None
    items: tuple[ItemAnalysis, ...]


@dataclass
class _Column:
    """What was met of one question, an attempt each by its row: ``said`` are the rows by response and language, None for nothing."""

    met: int = 0
    said: dict[tuple[str | None, str | None], list[int]] = field(default_factory=dict)
    seconds: list[int] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def analyse(questionnaire: Questionnaire, cells: Iterable[Cell], others: Mapping[int, Questionnaire]) -> QuizAnalysis:
    """Return the analysis of the questions of ``questionnaire``; ``others`` are the editions that marked, by their id."""
    questions = [question for question in questionnaire.quiz.questions if question.is_marked]
    columns = {question.key: _Column() for question in questions}
    attempts = _sort(cells, {edition: {key: columns[key] for key in keys} for edition, keys in same_questions(questionnaire, others).items()})
    found = figures([Item(float(question.points), columns[question.key].marked, columns[question.key].shares) for question in questions], attempts)
    is_told = attempts >= FEWEST
    items = tuple(
        _item(questionnaire, question, columns[question.key], known, found.best) for question, known in zip(questions, found.items, strict=True)
    )
    return QuizAnalysis(attempts, found.alpha if is_told else None, found.why_no_alpha if is_told else None, items)


def _sort(cells: Iterable[Cell], columns: Mapping[int, Mapping[str, _Column]]) -> int:
    """Put every cell into the column of its question, and return of how many attempts they are."""
    rows: dict[int, int] = {}
    nothing: dict[str, _Column] = {}
    for attempt, edition, _quiz, key, num, den, seconds, body, language in cells:
        column = columns.get(edition, nothing).get(key)
        if column is None:
            continue
        row = rows.setdefault(attempt, len(rows))
        column.met += 1
        column.said.setdefault((body, language), []).append(row)
        if seconds is not None:
            column.seconds.append(seconds)
        if num is not None and den is not None:
            column.marked.append(row)
            column.shares.append(num / den)
    return len(rows)


def same_questions(questionnaire: Questionnaire, others: Mapping[int, Questionnaire]) -> dict[int, frozenset[str]]:
    """Return for each edition the keys of the questions of the quiz that it marks by the same key."""
    asked = [question.key for question in questionnaire.quiz.questions if question.is_marked]
    return {
        edition: frozenset(
            key for key in asked if other is questionnaire or is_same_question(key, other.quiz, questionnaire.quiz, other.translations, questionnaire.translations)
        )
        for edition, other in others.items()
    }


def _item(questionnaire: Questionnaire, question: Question, column: _Column, known: ItemFigures, best: frozenset[int]) -> ItemAnalysis:
    if column.met < FEWEST:
        return ItemAnalysis(question, column.met)
    rows, answered = _count(questionnaire, question, {said: len(mine) for said, mine in column.said.items()})
    of_best: tuple[AnswerCount, ...] = ()
    if question.kind in SINGLE_ANSWER:
        of_best, _some = _count(questionnaire, question, {said: sum(row in best for row in mine) for said, mine in column.said.items()})
    is_marked = bool(question.points) and known.met >= FEWEST
    facility, discrimination = (known.facility, known.discrimination) if is_marked else (None, None)
    to_advise = Known(question.kind, column.met, facility, discrimination, rows, of_best)
    return ItemAnalysis(
        question,
        column.met,
        answered,
        column.met - len(column.marked),
        facility,
        discrimination,
        middle(column.seconds) if len(column.seconds) >= FEWEST else None,
        rows,
        advise(to_advise),
        preferred(to_advise),
        unchosen(to_advise),
    )


def _count(
    questionnaire: Questionnaire, question: Question, said: Mapping[tuple[str | None, str | None], int]
) -> tuple[tuple[AnswerCount, ...], int]:
    """Return how often each answer was given, and how many gave one; each distinct response is looked at once."""
    given = [Counted(json.loads(body), language or "", count) for (body, language), count in said.items() if body is not None and count]
    return count_answers(question, given, twins_of(question, questionnaire.translations))


@dataclass(frozen=True)
class Glance:
    """A quiz in the list: how many attempts, and where there are enough, their mean and alpha.

    ``is_long`` says that there are too many to compute alpha for a list.
    """

    activity: Activity
    attempts: int
    mean: Fraction | None = None
    alpha: float | None = None
    why_no_alpha: NoAlpha | None = None
    is_long: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether too few people took the quiz for anything to be told."""
        return self.attempts < FEWEST


@dataclass(frozen=True)
class Scope:
    """Of which attempts an analysis is: of one edition, or of all; ``heaps`` are those that there are, by edition."""

    edition: Past | None
    heaps: Mapping[int, int]


def quizzes_of(history: Sequence[Past], activities: Iterable[Activity], course_id: int, newest: str) -> list[Glance]:
    """Return the quizzes of a course with what is known of each at a glance, by two statements."""
    heaps, listed = list_heaps(course_id), [each for each in activities if each.quiz and each.quiz.mode != "survey"]
    by_quiz: dict[str, list[Heap]] = {}
    for heap in heaps:
        by_quiz.setdefault(heap.quiz, []).append(heap)
    numbers = {quiz: sum(heap.attempts for heap in mine) for quiz, mine in by_quiz.items()}
    short = [each.key for each in listed if FEWEST <= numbers.get(each.key, 0) <= MOST_AT_A_GLANCE]
    cells: dict[str, list[Cell]] = {key: [] for key in short}
    for cell in each_cell(course_id, short, answers=False) if short else ():
        cells[cell.quiz].append(cell)
    found = []
    for activity in listed:
        mine = by_quiz.get(activity.key, [])
        if activity.key not in cells:
            many = numbers.get(activity.key, 0)
            found.append(Glance(activity, many, _mean(mine) if many >= FEWEST else None, is_long=many > MOST_AT_A_GLANCE))
            continue
        editions = {heap.edition for heap in mine}
        known = analyse(get_questionnaire(get_outline(newest), activity), cells[activity.key], questionnaires(history, activity.key, editions))
        found.append(Glance(activity, numbers[activity.key], _mean(mine), known.alpha, known.why_no_alpha))
    return found


def _mean(heaps: Sequence[Heap]) -> Fraction | None:
    """Return the mean of the attempts that are marked."""
    marked = [heap for heap in heaps if heap.mean is not None]
    attempts = sum(heap.attempts for heap in marked)
    return Fraction(sum(heap.attempts * (heap.mean or 0.0) for heap in marked) / attempts) if attempts else None


def questionnaires(history: Sequence[Past], quiz: str, editions: Iterable[int]) -> dict[int, Questionnaire]:
    """Return a quiz as each of these editions has it; an edition without it is left out."""
    found = {}
    wanted = set(editions)
    for past in history:
        if past.edition_id not in wanted:
            continue
        outline = get_outline(past.map_digest)
        activity = outline.find(quiz)
        if activity is not None and activity.quiz is not None:
            found[past.edition_id] = get_questionnaire(outline, activity)
    return found


def of_quiz(history: Sequence[Past], course_id: int, quiz: str, scope: Scope, newest: Questionnaire) -> tuple[QuizAnalysis, Questionnaire]:
    """Return the analysis of a quiz in what was chosen, and the quiz whose questions it is about; by one statement."""
    editions = [scope.edition.edition_id] if scope.edition else list(scope.heaps)
    others = questionnaires(history, quiz, editions)
    shown = others.get(scope.edition.edition_id, newest) if scope.edition else newest
    cells = each_cell(course_id, [quiz], edition=scope.edition.edition_id if scope.edition else None)
    return analyse(shown, cells, others), shown
