"""The course that is shipped shows authors every kind of question, and what else a quiz may say."""

from lms.domain.courses.format.quiz import read_quiz
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Quiz
from lms.kernel.problems import Problems
from lms.settings import CHECKOUT

# Written down by hand: whoever adds a kind adds a question of it to the shipped course.
EVERY_KIND = {
    "single", "multiple", "truth", "short", "number", "matching", "ordering", "gaps", "essay", "reflection", "information",
}  # fmt: skip


def shipped() -> list[Quiz]:
    found = []
    for file in sorted((CHECKOUT / "quizzes/citizen-engagement/en").glob("*.md")):
        quiz = read_quiz(file.relative_to(CHECKOUT).as_posix(), file.read_bytes(), translation=False, problems=Problems())
        assert quiz is not None
        found.append(quiz)
    return found


def marked() -> list[Quiz]:
    """Return those in which something is right or wrong."""
    return [quiz for quiz in shipped() if quiz.mode != "survey"]


def test_it_holds_every_kind_of_question_and_of_quiz() -> None:
    assert {question.kind for quiz in marked() for question in quiz.questions} == EVERY_KIND
    assert {quiz.mode for quiz in shipped()} == {"practice", "test", "survey"}


def test_its_gaps_are_typed_and_chosen_and_its_essay_has_a_rubric() -> None:
    questions = [question for quiz in shipped() for question in quiz.questions]
    assert {gap.is_typed for question in questions if question.kind == "gaps" for gap in gaps_of(question)} == {True, False}
    assert all(len(question.answers) > 1 for question in questions if question.kind == "essay")


def test_it_has_a_quiz_with_one_question_a_page_one_with_a_time_limit_and_sections_that_are_drawn() -> None:
    quizzes = shipped()
    assert {"one", "all"} == {quiz.page for quiz in quizzes}
    assert [quiz.minutes for quiz in quizzes if quiz.minutes] == [40]
    assert any(section.draw for quiz in quizzes for section in quiz.sections)


def test_each_question_with_a_key_says_what_to_read_again() -> None:
    keyed = [question for quiz in marked() for question in quiz.questions if question.kind not in ("information", "reflection")]
    assert [question.key for question in keyed if "see" not in question.settings] == []
