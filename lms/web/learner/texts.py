"""The texts of an attempt that people mark, as their writer sees them afterwards: with points and comments."""

from fractions import Fraction

from lms.domain.questions.kinds.essay import most_points
from lms.domain.questions.model import Question, answer_id, text_id
from lms.domain.questions.typed import number_text
from lms.domain.quizzes import essays
from lms.domain.quizzes.queries import list_shares
from lms.web.learner.attempt_pages import MarkedText
from lms.web.learner.going import Going
from lms.web.shell.words import gettext as _


def texts_of(going: Going) -> tuple[MarkedText, ...]:
    """Return the texts of an attempt that people mark; what was given stays unseen until a text has its mark."""
    if going.terms.mode != "test":
        return ()
    quiz = going.questionnaire.quiz
    drawn = going.questionnaire.drawn(going.attempt.seed)
    written = [key for key in drawn if quiz.by_key[key].kind == "essay" and key in going.given and going.given[key].body]
    if not written:
        return ()
    shares, given = list_shares(going.attempt.id), essays.list_given_in(going.attempt.id)
    return tuple(_text(going, quiz.by_key[key], drawn.index(key) + 1, shares.get(key), given.get(key, [])) for key in written)


def _text(going: Going, question: Question, number: int, share: Fraction | None, given: list[essays.Given]) -> MarkedText:
    asked, answer = going.questionnaire.piece(text_id(question.key), going.lang), going.given[question.key]
    told = given if share is not None else []
    criteria = []
    for place, (_low, high) in enumerate(most_points(question)):
        words = going.questionnaire.piece(answer_id(question.key, place + 1), going.lang).html if question.answers else ""
        points = ", ".join(number_text(each.points[place], going.lang) for each in told)
        criteria.append((words, points, number_text(high, going.lang)))
    return MarkedText(
        number,
        asked.html,
        asked.lang,
        answer.body,
        answer.language,
        _("%(percent)s%%", percent=int(share * 100)) if share is not None else "",
        tuple(criteria) if told else (),
        tuple(each.comment for each in told if each.comment),
    )
