"""What is said about a response: feedback on what was answered, then feedback for all."""

from fractions import Fraction
from typing import Any

import pytest

from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import pieces
from lms.domain.questions.showing import question_view, with_feedback
from lms.domain.questions.views import FeedbackView, OptionFeedback
from tests.support.quiz_texts import question, sound


def feedback(body: str, order: tuple[int, ...], response: Any, *, reveal: bool = True) -> FeedbackView:
    quiz = sound(f"## key\n\nText?\n\n{body}")
    asked, html = quiz.by_key["key"], pieces(quiz)
    view = question_view(asked, html, order, response, number=1, lang="en")
    marked = mark_question(asked, Given(response, "en"), {})
    shown = with_feedback(view, asked, html, order, response, marked, reveal=reveal, typed_in="en", twins={})
    assert shown.feedback is not None
    return shown.feedback


CHOICE = "- ( ) a\n  > not a\n- (x) b\n  > yes b\n- ( ) c\n\n> for all\n"


def test_a_choice_is_told_beside_the_choices() -> None:
    assert feedback(CHOICE, (3, 1, 2), 1) == FeedbackView(
        Fraction(0),
        "wrong",
        {1: OptionFeedback(False), 2: OptionFeedback(False, "not a"), 3: OptionFeedback(True)},
        ("for all",),
    )


def test_without_right_answers_only_the_chosen_choice_is_told() -> None:
    assert feedback(CHOICE, (3, 1, 2), 1, reveal=False).options == {
        1: OptionFeedback(),
        2: OptionFeedback(False, "not a"),
        3: OptionFeedback(),
    }


NEARLY = "- (x) a\n- (50%) b\n- ( ) c\n"


def test_a_choice_that_is_worth_a_part_is_told_as_partly_right() -> None:
    partly, wrong = OptionFeedback(True, partly=True), OptionFeedback(False)
    assert feedback(NEARLY, (1, 2, 3), 2).options == {1: OptionFeedback(True), 2: partly, 3: wrong}
    assert feedback(NEARLY, (1, 2, 3), 3).options == {1: OptionFeedback(True), 2: partly, 3: wrong}
    assert feedback(NEARLY, (1, 2, 3), 2, reveal=False).options == {1: OptionFeedback(), 2: partly, 3: OptionFeedback()}


def test_of_several_choices_with_shares_each_is_right() -> None:
    told = feedback("- [50%] a\n- [50%] b\n- [-50%] c\n", (1, 2, 3), [1])
    assert told.options == {1: OptionFeedback(True), 2: OptionFeedback(True), 3: OptionFeedback(False)}


def test_ticked_boxes_are_not_told_one_by_one_without_right_answers() -> None:
    told = feedback("- [x] a\n- [ ] b\n  > not b\n", (1, 2), [1, 2], reveal=False)
    assert told.options == {1: OptionFeedback(), 2: OptionFeedback(html="not b")}


def test_a_typed_answer_is_told_below() -> None:
    body = "= Article 20\n  > well done\n=50% Art*\n  > say it in full\n\n> for all\n"
    assert feedback(body, (), "art") == FeedbackView(
        Fraction(1, 2), "partly", {}, ("say it in full", "for all"), "Article 20"
    )


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("= 720\n", "720"),
        ("= 10..20\n", "10 … 20"),
        ("= 3.14 ± 0.01\n", "3.13 … 3.15"),
        ("=50% 1\n= 2\n", "2"),
        ("= citizens* panel\n", "citizens… panel"),
        (r"= 5 \* 4", "5 * 4"),
    ],
    ids=["number", "range", "tolerance", "not the first", "star", "escape"],
)
def test_the_right_answer_is_told_in_words(body: str, answer: str) -> None:
    assert feedback(body, (), "wrong").answer == answer
    assert feedback(body, (), "wrong", reveal=False).answer == ""


def test_pairs_are_told_beside_their_left_sides() -> None:
    body = "- one => A\n- two => B\n  > about two\n- => C\n  > nobody says C\n"
    assert feedback(body, (3, 1, 2), {"1": 1, "2": 3}) == FeedbackView(
        Fraction(1, 2),
        "partly",
        {1: OptionFeedback(True, answer="A"), 2: OptionFeedback(False, "about two", "B")},
        ("nobody says C",),
    )


def test_items_are_told_beside_the_place_where_they_are_shown() -> None:
    told = feedback("1. a\n   > about a\n2. b\n3. c\n", (2, 3, 1), [1, 3, 2])
    assert told.options == {
        1: OptionFeedback(False, answer="2"),
        2: OptionFeedback(False, answer="3"),
        3: OptionFeedback(True, "about a", "1"),
    }


@pytest.mark.parametrize(
    ("response", "verdict"),
    [(2, "right"), (1, "wrong"), (None, "unanswered")],
    ids=["right", "wrong", "nothing"],
)
def test_the_verdict_is_one_word(response: int | None, verdict: str) -> None:
    assert feedback(CHOICE, (1, 2, 3), response).verdict == verdict


def test_feedback_of_a_text_is_silent_where_another_language_knows_better() -> None:
    asked, twin = question("= yes\n=0% *\n  > no\n"), question("= да\n")
    quiz = sound("## key\n\nText?\n\n= yes\n=0% *\n  > no\n")
    view = question_view(asked, {}, (), "да", number=1, lang="en")
    marked = mark_question(asked, Given("да", "en"), {"bg": twin})
    shown = with_feedback(
        view, asked, pieces(quiz), (), "да", marked, reveal=False, typed_in="en", twins={"bg": twin}
    )
    assert shown.feedback == FeedbackView(Fraction(1), "right")
