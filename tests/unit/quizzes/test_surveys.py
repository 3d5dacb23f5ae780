"""What a survey asks, what it takes for an answer, and what is told of answers: without a database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from lms.domain.courses.questionnaires import Questionnaire, Wording
from lms.domain.questions.counting import Counted
from lms.domain.questions.draw import as_written
from lms.domain.quizzes.rules import Refusal
from lms.domain.quizzes.survey_results import ItemPlace, Numbers, Result, result_of
from lms.domain.quizzes.surveys import NO_SEED, Understood, coarse_day, understand
from tests.support.quiz_texts import read
from tests.support.surveys import EN, FORM, SAID

SURVEY, _found = read(EN.partition("---\n\n")[2], "mode: survey")
ASKED = Questionnaire("en", {"en": Wording(SURVEY, {}, frozenset())})


def lists(fields: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [said] if isinstance(said, str) else list(said) for name, said in fields.items()}


def of(key: str, *bodies: Any, language: str = "en") -> Result:
    return result_of(SURVEY.by_key[key], [Counted(body, language, 1) for body in bodies], ASKED)


def test_a_survey_asks_all_as_it_is_written_whatever_is_right_elsewhere() -> None:
    places = {place.key: place.order for place in as_written(SURVEY)}
    assert list(places) == [question.key for question in SURVEY.questions]
    assert (places["choose"], places["order"], places["match"]) == ((1, 2, 3), (1, 2, 3), (1, 2, 3))
    assert ASKED.drawn(NO_SEED) == tuple(question.key for question in SURVEY.questions if question.is_marked)


def test_a_whole_form_is_understood() -> None:
    assert understand(ASKED, lists(FORM), "en") == Understood(SAID, {})


def test_what_is_empty_is_no_answer() -> None:
    empty = {name: [""] for name in FORM if name not in ("q-choose", "q-tick", "q-truth")}
    assert understand(ASKED, {**empty, "csrf_token": ["x"], "send": ["yes"]}, "en") == Understood({}, {})


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        pytest.param({"q-other": "1"}, {"": Refusal.NOT_ASKED}, id="another question"),
        pytest.param({"q-between": "1"}, {"": Refusal.NOT_ASKED}, id="a piece of information"),
        pytest.param({"q-short": "x" * 1000}, {}, id="as long as may be"),
        pytest.param({"q-short": "x" * 1001}, {"short": Refusal.TOO_LONG}, id="longer"),
        pytest.param({"q-think": "\r\n".join("x" * 10_000)}, {}, id="lines end in two signs as browsers send them, and count as one"),
        pytest.param({"q-number": "1 000,5"}, {}, id="a number as people type it"),
        pytest.param({"q-number": "10²"}, {"number": Refusal.NOT_A_NUMBER}, id="something like a number"),
        pytest.param({"q-order.1": "1"}, {}, id="an order that is not finished"),
        pytest.param({"q-order.1": "2", "q-order.2": "2"}, {"order": Refusal.NOT_AN_ANSWER}, id="two at one place"),
        pytest.param({"q-truth": "3"}, {"truth": Refusal.NOT_AN_ANSWER}, id="neither true nor false"),
        pytest.param({"q-tick": ["2", "2"]}, {}, id="one box twice"),
        pytest.param({"q-fill.1": "1", "q-fill.3": "x"}, {"fill": Refusal.NOT_AN_ANSWER}, id="a gap that is not there"),
    ],
)
def test_what_is_no_answer_is_refused_and_never_dropped(fields: Mapping[str, str | list[str]], refused: Mapping[str, Refusal]) -> None:
    assert understand(ASKED, lists(fields), "en").refused == refused


def test_of_the_day_only_the_year_is_kept() -> None:
    assert {coarse_day(datetime(2026, month, 28, 23, 59, tzinfo=UTC)).isoformat() for month in range(1, 13)} == {"2026-01-01"}


@pytest.mark.parametrize("key", [question.key for question in SURVEY.questions if question.is_marked])
def test_of_four_answers_nothing_is_left_and_of_five_something(key: str) -> None:
    """An answer that is none does not make four to five."""
    question = SURVEY.by_key[key]
    assert of(key, *[SAID[key]] * 4, None, {"9": 9}) == Result(question)
    assert of(key, *[SAID[key]] * 5).answered == 5


def test_numbers_have_a_middle_and_ends() -> None:
    assert of("number", "1", "2.5", "10", "3", "4", "4").numbers == Numbers(Fraction(7, 2), Fraction(1), Fraction(10))
    assert of("number", "x", "y", "1", "2", "3", "4").numbers is None  # of four alone nothing is told


def test_items_of_an_order_have_a_mean_place() -> None:
    found = of("order", [1, 2, 3], [1, 3, 2], [1, None, None], [2, 1, None], [1, 2, None])
    assert found.places == (ItemPlace(1, 1.2, 4), ItemPlace(2, 2.0, 1), ItemPlace(3, 2.5, 0))
