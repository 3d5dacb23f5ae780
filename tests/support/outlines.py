"""Small outlines for rules about progress: made of activities in as few words as a test needs."""

from collections.abc import Mapping

from lms.domain.courses.outline import Activity, CompletionRule, Module, Outline, QuizTerms
from lms.kernel.localtext import LocalText


def terms(
    *,
    mode: str = "test",
    pass_mark: int | None = 70,
    attempts: int | None = None,
    minutes: int | None = None,
    grading: str = "best",
    show_answers: str = "after-attempt",
    questions: int = 10,
) -> QuizTerms:
    """Return the terms of a quiz: a test that 70 percent pass, unless told otherwise."""
    return QuizTerms(mode, pass_mark, attempts, minutes, grading, show_answers, questions)


def activity(
    key: str,
    *,
    quiz: QuizTerms | None = None,
    required: bool = True,
    minutes: int | None = 10,
    formerly: tuple[str, ...] = (),
) -> Activity:
    """Return a lesson, or a quiz if it has terms."""
    kind = "quiz" if quiz else "lesson"
    return Activity(key, kind, "1.1", LocalText({"en": key}), minutes, required, formerly, {}, quiz)


def outline(
    *activities: Activity,
    asked: str | tuple[str, ...] = "required",
    score: int | None = None,
    quizzes: Mapping[str, int] | None = None,
) -> Outline:
    """Return a course of one module; ``asked``, ``score`` and ``quizzes`` say what completes it."""
    text = LocalText({"en": "A course"})
    module = Module("one", 1, text, {}, (), activities)
    rule = CompletionRule(asked, score, dict(quizzes or {}))
    return Outline("x", "0" * 32, text, text, text, "en", ("en",), "", "", "", (), (), (module,), rule, None)
