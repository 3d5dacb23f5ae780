"""What is said about a question follows from how it was answered; where little is known, little is said."""

from fractions import Fraction

import pytest

from lms.domain.questions.counting import AnswerCount
from lms.domain.quizzes.advice import Advice, Known, advise, preferred, unchosen


def rows(*counts: int, right: int = 1) -> tuple[AnswerCount, ...]:
    """Return choices that were made so often, one of them right."""
    return tuple(AnswerCount(count, Fraction(number == right), (number,)) for number, count in enumerate(counts, 1))


def known(facility: float | None = 0.6, discrimination: float | None = 0.35, *, met: int = 40, kind: str = "single", **more: tuple[AnswerCount, ...]) -> Known:
    return Known(kind, met, facility, discrimination, more.get("rows", rows(24, 8, 8)), more.get("best", rows(12, 1, 1)))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param(known(), [], id="in order"),
        pytest.param(known(0.29), [Advice.HARD], id="hard"),
        pytest.param(known(0.3), [], id="just not hard"),
        pytest.param(known(0.96), [Advice.EASY], id="easy"),
        pytest.param(known(0.95), [], id="just not easy"),
        pytest.param(known(discrimination=-0.01), [Advice.NEGATIVE], id="negative"),
        pytest.param(known(discrimination=0.09), [Advice.WEAK], id="weak"),
        pytest.param(known(discrimination=0.1), [], id="just not weak"),
        pytest.param(known(discrimination=None), [], id="nothing to compare with"),
        pytest.param(known(discrimination=-0.4, met=29), [], id="chance with few answers"),
        pytest.param(known(0.1, -0.4), [Advice.NEGATIVE], id="the most urgent alone"),
        pytest.param(known(0.99, 0.05), [Advice.EASY], id="an easy question cannot tell much"),
        pytest.param(known(best=rows(4, 6, 1)), [Advice.OTHER_KEY], id="the best prefer a wrong one"),
        pytest.param(known(best=rows(6, 6, 1)), [], id="the best are of two minds"),
        pytest.param(known(best=rows(0, 4)), [], id="too few of the best"),
        pytest.param(known(kind="multiple", best=rows(4, 6, 1)), [], id="several may be ticked"),
        pytest.param(known(rows=rows(32, 8, 0)), [Advice.UNCHOSEN], id="nobody chose it"),
        pytest.param(known(rows=rows(32, 8, 0), met=29), [], id="nobody of few chose it"),
        pytest.param(known(rows=rows(0, 20, 20)), [], id="nobody chose the right one, which is no wrong answer"),
        pytest.param(known(0.96, rows=rows(40, 0, 0)), [Advice.EASY, Advice.UNCHOSEN], id="both"),
        pytest.param(known(None, None, rows=rows(40, 0, 0)), [], id="not marked"),
    ],
)
def test_what_is_said(question: Known, said: list[Advice]) -> None:
    assert list(advise(question)) == said


def test_the_answers_meant_are_named() -> None:
    asked = known(rows=rows(20, 20, 0, 0), best=rows(3, 2, 7, 1))
    assert preferred(asked) == AnswerCount(7, Fraction(0), (3,))
    assert [row.numbers for row in unchosen(asked)] == [(3,), (4,)]
