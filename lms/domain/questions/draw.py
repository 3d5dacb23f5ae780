"""Which questions an attempt meets, and in which order, from its seed alone.

Do not change what is computed here: attempts are shown and reviewed by it years later. Everything is ranked by the
SHA-256 of the seed and a key, never by a random generator, whose sequence another version may change. The seed must
be secret (not the uid of an attempt): who knows it can work out the numbers under which the author wrote the answers.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lms.domain.questions.kinds import KINDS
from lms.domain.questions.model import Question, Quiz, Section
from lms.kernel.digest import digest_of


class Place(NamedTuple):
    """One question of an attempt: the index of its section, its key, and the order of its answers' numbers."""

    section: int
    key: str
    order: tuple[int, ...]


def layout(quiz: Quiz, seed: str) -> tuple[Place, ...]:
    """Return the questions and information of one attempt in the order shown, with the order of their answers."""
    shuffle = "answers" in quiz.shuffle
    return tuple(
        Place(index, question.key, answer_order(question, seed, shuffle=shuffle))
        for index, section in enumerate(quiz.sections)
        for question in _arranged(_drawn(section, seed), seed, shuffle="questions" in quiz.shuffle)
    )


def as_written(quiz: Quiz) -> tuple[Place, ...]:
    """Return all questions and information of a quiz in the order of its file, as a survey asks them: no order is right there."""
    return tuple(
        Place(index, question.key, KINDS[question.kind].order(question, shuffle=False, rank="{:09}".format))
        for index, section in enumerate(quiz.sections)
        for question in section.questions
    )


def answer_order(question: Question, seed: str, *, shuffle: bool) -> tuple[int, ...]:
    """Return the numbers of a question's answers in the order shown; kinds that must be mixed always are."""

    def rank(number: int) -> str:
        return digest_of(seed, "answer", question.key, str(number))

    return KINDS[question.kind].order(question, shuffle=shuffle, rank=rank)


def _drawn(section: Section, seed: str) -> list[Question]:
    """Return the questions drawn from a section in the order of the file; information is always there."""
    if section.draw is None:
        return list(section.questions)
    ranked = sorted(
        (question.key for question in section.questions if question.is_marked),
        key=lambda key: digest_of(seed, "draw", key),
    )
    drawn = set(ranked[: section.draw])
    return [question for question in section.questions if not question.is_marked or question.key in drawn]


def _arranged(questions: Iterable[Question], seed: str, *, shuffle: bool) -> list[Question]:
    """Return questions mixed if they are to be; information keeps its place."""
    questions = list(questions)
    if not shuffle:
        return questions
    mixed = iter(
        sorted(
            (question for question in questions if question.is_marked),
            key=lambda question: digest_of(seed, "question", question.key),
        )
    )
    return [next(mixed) if question.is_marked else question for question in questions]
