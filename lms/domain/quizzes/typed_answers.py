"""What people typed into a quiz, gathered as it is marked: how often, and what it is worth now; never by whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, select

from lms.domain.courses.models import Edition
from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.marking import Given as Answer
from lms.domain.questions.marking import mark_question, twins_of
from lms.domain.questions.model import Question
from lms.domain.questions.places import TypedPlace, places_of
from lms.domain.questions.typed import cleaned, normalised
from lms.domain.quizzes.models import Attempt
from lms.domain.quizzes.queries import list_given_in
from lms.kernel.digest import digest_of
from lms.platform.database import read

AT_ONCE = 500  # attempts whose answers are read together
SIGNS = 16  # of the name under which a form knows an answer

_SUBMITTED = (
    select(Attempt.id)
    .join(Edition, Edition.id == Attempt.edition_id)
    .where(Edition.line_id == bindparam("line"), Attempt.quiz_key == bindparam("quiz"), Attempt.submitted_at.is_not(None))
    .order_by(Attempt.id)
)


@dataclass(frozen=True)
class Typed:
    """A text that was typed at one place, in the spelling that was typed most; ``worth`` is its share now."""

    place: TypedPlace
    text: str
    name: str
    times: int
    worth: Fraction


@dataclass
class _Group:
    """Texts that are the same when they are marked, by how they were spelled."""

    spelled: dict[str, int] = field(default_factory=dict)


def list_typed(line_id: int, quiz: str, questionnaire: Questionnaire) -> dict[TypedPlace, list[Typed]]:
    """Return what was typed in submitted attempts of a line, by place in the order of the quiz, what was typed most first."""
    places = {place: question for question in questionnaire.quiz.questions for place in places_of(question)}
    groups: dict[TypedPlace, dict[str, _Group]] = {place: {} for place in places}
    ids = [row.id for row in read(_SUBMITTED, line=line_id, quiz=quiz)] if places else []
    for begin in range(0, len(ids), AT_ONCE):
        for given in list_given_in(ids[begin : begin + AT_ONCE]).values():
            for place, question in places.items():
                said = _said(question, place, given[place.question].body) if place.question in given else ""
                if said:
                    same = groups[place].setdefault(normalised(said, case=_case(question)), _Group())
                    same.spelled[said] = same.spelled.get(said, 0) + 1
    return {place: _in_order(place, places[place], groups[place], questionnaire) for place in places}


def is_typed(questionnaire: Questionnaire) -> bool:
    """Tell whether anything is typed in a quiz that accepted texts mark."""
    return any(places_of(question) for question in questionnaire.quiz.questions)


def _said(question: Question, place: TypedPlace, body: Any) -> str:
    """Return what an answer holds at a place, blanks collapsed as they are when it is marked."""
    if place.gap and isinstance(body, list) and len(body) >= place.gap:
        body = body[place.gap - 1]
    return " ".join(cleaned(body).split()) if isinstance(body, str) else ""


def _case(question: Question) -> bool:
    return question.settings.get("case") == "yes"


def _in_order(place: TypedPlace, question: Question, groups: dict[str, _Group], questionnaire: Questionnaire) -> list[Typed]:
    found = []
    for same, group in groups.items():
        text = max(sorted(group.spelled), key=lambda each: group.spelled[each])
        name = digest_of(place.question, str(place.gap), same)[:SIGNS]
        found.append(Typed(place, text, name, sum(group.spelled.values()), _worth(place, question, text, questionnaire)))
    return sorted(found, key=lambda each: (-each.times, each.text))


def _worth(place: TypedPlace, question: Question, text: str, questionnaire: Questionnaire) -> Fraction:
    """Return what a text is worth at its place: all or nothing in a gap."""
    twins = twins_of(question, questionnaire.translations)
    if not place.gap:
        return mark_question(question, Answer(text, questionnaire.source), twins).share or Fraction(0)
    alone: Sequence[Any] = [text if number == place.gap else None for number in range(1, len(question.answers) + 1)]
    share = mark_question(question, Answer(list(alone), questionnaire.source), twins).share
    return Fraction(1 if share else 0)
