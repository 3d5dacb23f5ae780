"""What demo people answer: right and wrong responses to questions of every kind, as data (course-format G13)."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from lms.domain.questions.kinds import KINDS
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.marking import accepted
from lms.domain.questions.model import Answer, Question, Response
from lms.domain.questions.typed import number_text, unescaped

STAR = re.compile(r"(?<!\\)\*")
DOUBT = "I am not sure"
NOTHING = Fraction(0)


def responses(questions: Sequence[Question], language: str, *, mistakes: int) -> dict[str, Response]:
    """Return by key a response to each question, typed by the habits of ``language``; ``mistakes`` of them are wrong.

    The mistakes are spread over the questions, so that no part of a quiz looks easier than another.
    """
    wrong = {place * len(questions) // mistakes for place in range(mistakes)} if mistakes else set()
    return {
        question.key: wrong_response(question, language)
        if place in wrong
        else right_response(question, language)
        for place, question in enumerate(questions)
    }


def right_response(question: Question, language: str) -> Response:
    """Return a response that is worth all points; None for a kind that no key can mark."""
    answers = question.answers
    match question.kind:
        case "single":
            return _best(answers).number
        case "multiple":
            return [answer.number for answer in answers if answer.share > 0]
        case "truth":
            return answers[0].plain == "true"
        case "short":
            return unescaped(STAR.sub("", _best(answers).plain))
        case "number":
            return number_text(_best(answers).low or NOTHING, language)
        case "matching":
            return {str(answer.number): answer.number for answer in answers if answer.text}
        case "ordering":
            return [answer.number for answer in answers]
        case "reflection" | "essay":
            return DOUBT
        case "gaps":
            return [unescaped(STAR.sub("", gap.texts[0])) if gap.is_typed else gap.right for gap in gaps_of(question)]
    return _found_by_trying(question, language, max)


def wrong_response(question: Question, language: str) -> Response:
    """Return a response that is worth little or nothing, as somebody might give it who has not read the lesson."""
    answers = question.answers
    match question.kind:
        case "single":
            return min(answers, key=lambda answer: answer.share).number
        case "multiple":
            return [answer.number for answer in answers if answer.share <= 0] or [_best(answers).number]
        case "truth":
            return answers[0].plain != "true"
        case "short":
            return DOUBT
        case "number":
            return number_text(max(answer.high or NOTHING for answer in answers) + 1, language)
        case "matching":
            lefts = [answer.number for answer in answers if answer.text]
            return {str(left): right for left, right in zip(lefts, lefts[1:] + lefts[:1], strict=True)}
        case "ordering":
            return [answer.number for answer in reversed(answers)]
        case "reflection" | "essay":
            return DOUBT
        case "gaps":
            return [DOUBT if gap.is_typed else gap.right % len(gap.texts) + 1 for gap in gaps_of(question)]
    return _found_by_trying(question, language, min)


def _found_by_trying(question: Question, language: str, choose: Callable[..., Response]) -> Response:
    """Return, for a kind that has no lines here, the best or the worst of what might be an answer to it."""
    kind = KINDS[question.kind]
    said = [DOUBT, "0", True, False, *(each.plain for each in question.answers), *(each.number for each in question.answers)]
    taken = [response for body in said if (response := accepted(question, body)) is not None]
    return choose(taken, key=lambda response: kind.mark(question, response, language, {}) or NOTHING, default=None)


def _best(answers: Sequence[Answer]) -> Answer:
    return max(answers, key=lambda answer: answer.share)
