"""What demo people answer: worth all points, or nearly none, for every question that is shipped."""

from fractions import Fraction
from pathlib import Path

import pytest

from lms.commands.demo_answers import responses, right_response, wrong_response
from lms.commands.demo_opinions import TEXTS, opinions
from lms.commands.demo_people import PEOPLE, SIGN_IN_AS
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.marking import accepted
from lms.domain.questions.model import Question, Quiz, Response
from lms.kernel.problems import Problems
from tests.support.quiz_texts import NOT_IN_THE_COURSE, UNMARKED

ROOT = Path(__file__).parents[3]


def quiz_of(file: Path) -> Quiz:
    path = file.relative_to(file.parents[3]).as_posix()
    quiz = read_quiz(path, file.read_bytes(), translation=False, problems=Problems())
    assert quiz is not None
    return quiz


def questions_of(file: Path) -> list[Question]:
    return [question for question in quiz_of(file).questions if question.kind not in UNMARKED]


FILES = [
    *(ROOT / "quizzes").glob("citizen-engagement/en/*.md"),
    *(ROOT / "tests/courses/quizzes").glob("*/en/*.md"),
]
QUESTIONS = {f"{file.stem}/{question.key}": question for file in FILES if quiz_of(file).mode != "survey" for question in questions_of(file)}
OPINIONS = questions_of(ROOT / "quizzes/citizen-engagement/en/your-view.md")


def mark(question: Question, response: Response) -> Fraction | None:
    kind = KINDS[question.kind]
    return kind.mark(question, kind.accept(question, response), "en", {})


def test_every_kind_that_can_be_marked_is_tried() -> None:
    """A new kind gets a question in ``tests/courses/quizzes``, or stands in ``NOT_IN_THE_COURSE``."""
    assert {question.kind for question in QUESTIONS.values()} == set(KINDS) - {*UNMARKED, *NOT_IN_THE_COURSE}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_right_response_is_worth_all_points(question: Question) -> None:
    assert mark(question, right_response(question, "en")) == 1


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_wrong_response_is_worth_less_than_half(question: Question) -> None:
    share = mark(question, wrong_response(question, "en"))
    assert share is not None
    assert share < Fraction(1, 2)


@pytest.mark.parametrize("mistakes", range(5))
def test_as_many_responses_are_wrong_as_was_asked_for(mistakes: int) -> None:
    asked = questions_of(ROOT / "tests/courses/quizzes/town-hall/en/last-test.md")[:4]
    given = responses(asked, "en", mistakes=mistakes)
    assert list(given) == [question.key for question in asked]
    assert sum(mark(question, given[question.key]) < 1 for question in asked) == mistakes


def test_demo_people_have_addresses_of_their_own_that_never_get_mail() -> None:
    assert len({person.email for person in PEOPLE}) == len(PEOPLE) == 30
    assert all(person.email.endswith(".example") and person.email.isascii() for person in PEOPLE)


def test_demo_people_are_active_in_the_past_only() -> None:
    stories = [person.story for person in PEOPLE if person.story]
    assert [story for story in stories if not 1 <= story.active <= story.began] == []


def test_the_accounts_to_sign_in_with_exist() -> None:
    assert set(SIGN_IN_AS) <= {person.account for person in PEOPLE}


@pytest.mark.parametrize("language", TEXTS)
def test_what_they_say_in_a_survey_is_an_answer_to_it_and_the_same_each_time(language: str) -> None:
    said = [opinions(OPINIONS, language, person.email) for person in PEOPLE]
    assert said == [opinions(OPINIONS, language, person.email) for person in PEOPLE]
    asked = {question.key: question for question in OPINIONS}
    assert [body for each in said for key, body in each.items() if accepted(asked[key], body) is None] == []


def test_they_do_not_all_say_the_same_and_some_leave_questions_out() -> None:
    said = [opinions(OPINIONS, "en", person.email) for person in PEOPLE]
    for question in OPINIONS:
        given = [str(each.get(question.key)) for each in said]
        assert len(set(given)) > 1
        assert 5 <= len([each for each in given if each != "None"]) < len(PEOPLE)
