"""Which questions an attempt meets and in which order: by its seed, the same for ever."""

from collections import Counter

import pytest

from lms.domain.questions.draw import answer_order, layout
from tests.support.quiz_texts import sound

CHOICE = """
Text?

- ( ) a
- (x) b
- ( ) c
- ( ) none of these {fixed}
"""
QUIZ = f"""
## before

Read this.

# Basics {{draw=2}}

## b-one
{CHOICE}
## b-two
{CHOICE}
## b-three
{CHOICE}
# Methods

## pairs

Text?

- one => A
- two => B
- three => A
- => C

## steps

Text?

1. a
2. b
3. c

## free

Text?

= yes
"""
MIXED = "shuffle: [questions, answers]"


def test_layouts_stay_what_they_were_when_this_was_written() -> None:
    """Attempts are reviewed years later; when this fails, the program is wrong and not the test."""
    assert layout(sound(QUIZ, MIXED), "seed-1") == (
        (0, "before", ()),
        (1, "b-three", (2, 1, 3, 4)),
        (1, "b-one", (2, 3, 1, 4)),
        (2, "steps", (2, 3, 1)),
        (2, "pairs", (4, 1, 2)),
        (2, "free", ()),
    )
    assert layout(sound(QUIZ), "seed-1") == (
        (0, "before", ()),
        (1, "b-one", (1, 2, 3, 4)),
        (1, "b-three", (1, 2, 3, 4)),
        (2, "pairs", (4, 1, 2)),
        (2, "steps", (2, 3, 1)),
        (2, "free", ()),
    )


def test_each_question_is_drawn_about_equally_often() -> None:
    quiz = sound(QUIZ)
    drawn = Counter(
        place.key for number in range(600) for place in layout(quiz, f"seed-{number}") if place.section == 1
    )
    assert sum(drawn.values()) == 1200
    assert all(340 < times < 460 for times in drawn.values()), drawn


def test_every_order_of_answers_comes_about_equally_often_and_fixed_ones_stay() -> None:
    question = sound(QUIZ).by_key["b-one"]
    orders = Counter(answer_order(question, f"seed-{number}", shuffle=True) for number in range(600))
    assert {order[3] for order in orders} == {4}
    assert len(orders) == 6
    assert all(60 < times < 150 for times in orders.values()), orders


def test_information_is_always_there_and_in_its_place() -> None:
    quiz = sound(
        "# S {draw=1}\n\n## a\n\nText?\n\n= x\n\n## note\n\nRead this.\n\n## b\n\nText?\n\n= y\n",
        "shuffle: [questions]",
    )
    seen = {tuple(place.key for place in layout(quiz, f"seed-{number}")) for number in range(40)}
    assert seen == {("a", "note"), ("note", "b")}


def test_questions_are_mixed_within_their_section_only() -> None:
    quiz = sound(QUIZ, "shuffle: [questions]")
    sections = [[place.section for place in layout(quiz, f"seed-{number}")] for number in range(20)]
    assert sections == [[0, 1, 1, 2, 2, 2]] * 20


@pytest.mark.parametrize("key", ["pairs", "steps"])
def test_what_would_be_the_solution_as_written_is_mixed_even_without_shuffle(key: str) -> None:
    question = sound(QUIZ).by_key[key]
    assert len({answer_order(question, f"seed-{number}", shuffle=False) for number in range(100)}) == 6


def test_right_sides_with_the_same_text_are_shown_once() -> None:
    assert sorted(answer_order(sound(QUIZ).by_key["pairs"], "seed", shuffle=True)) == [1, 2, 4]


def test_the_length_of_a_quiz_is_what_an_attempt_meets() -> None:
    assert sound(QUIZ).length == 5
