"""Each kind counts the answers that were given to it, for those who teach; what is private is not counted."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.questions.counting import AnswerCount, Counted
from lms.domain.questions.marking import count_answers
from tests.support.quiz_texts import in_order, question

HALF = Fraction(1, 2)


def counted(body: str, *responses: Counted, settings: str = "") -> list[tuple[Any, ...]]:
    """Return the rows of an analysis as (what was answered, how often, worth)."""
    rows, _answered = count_answers(question(body, settings), responses, {})
    return [(row.typed or row.numbers, row.count, row.share) for row in rows]


def test_choices_are_counted_in_the_order_of_the_author_also_those_that_nobody_made() -> None:
    found = counted("- ( ) a\n- (x) b\n- (50%) c\n- ( ) d\n", Counted(2, "en", 3), Counted(3, "bg", 2), Counted(1, "en", 1))
    assert found == [((1,), 1, 0), ((2,), 3, 1), ((3,), 2, HALF), ((4,), 0, 0)]


def test_ticks_are_counted_one_by_one() -> None:
    found = counted("- [x] a\n- [x] b\n- [ ] c\n", Counted([1, 2], "en", 4), Counted([2, 3], "en", 1))
    assert found == [((1,), 4, 1), ((2,), 5, 1), ((3,), 1, 0)]


def test_true_and_false_are_both_counted() -> None:
    assert counted("= false\n", Counted(True, "en", 7)) == [((1,), 7, 0), ((2,), 0, 1)]


def test_texts_that_are_compared_as_one_are_one_with_the_commonest_spelling() -> None:
    found = counted("= Article 20\n", Counted("article 20", "en", 2), Counted("Article  20", "en", 1), Counted("Art. 20", "en", 2), Counted("x", "en", 9))
    assert found == [("x", 9, 0), ("article 20", 3, 1), ("Art. 20", 2, 0)]


def test_capitals_make_other_texts_where_they_count() -> None:
    assert counted("= NATO\n", Counted("NATO", "en", 2), Counted("nato", "en", 1), settings="case=yes") == [("NATO", 2, 1), ("nato", 1, 0)]


def test_a_text_says_in_which_language_most_typed_it() -> None:
    rows, _answered = count_answers(question("= yes\n"), [Counted("да", "bg", 2), Counted("да", "en", 1)], {})
    assert rows == (AnswerCount(3, Fraction(0), typed="да", language="bg"),)


def test_a_text_that_another_language_accepts_is_worth_its_points() -> None:
    rows, _answered = count_answers(question("= yes\n"), [Counted("да", "en", 1)], {"bg": question("= да\n")})
    assert [row.share for row in rows] == [1]


def test_a_number_is_one_however_it_is_spelled_in_its_language() -> None:
    found = counted("= 1000\n", Counted("1,000", "en", 1), Counted("1000", "bg", 2), Counted("1,000", "bg", 1), Counted("many", "en", 1))
    assert found == [("1000", 3, 1), ("1,000", 1, 0), ("many", 1, 0)]


def test_pairs_are_counted_by_left_side_with_the_right_one_also_where_nobody_made_it() -> None:
    found = counted("- one => A\n- two => B\n- => C\n", Counted({"1": 3}, "en", 2), Counted({"1": 1, "2": 1}, "en", 1))
    assert found == [((1, 1), 1, 1), ((1, 3), 2, 0), ((2, 1), 1, 0), ((2, 2), 0, 1)]


def test_orders_are_counted_as_a_whole_most_frequent_first() -> None:
    found = counted("1. a\n2. b\n3. c\n", Counted([1, 2, 3], "en", 1), Counted([3, 1, 2], "en", 4), Counted([2, None, None], "en", 1))
    assert found == [((3, 1, 2), 4, HALF), ((1, 2, 3), 1, 1), ((2, None, None), 1, 0)]


def test_gaps_are_counted_each_by_itself_typed_or_chosen() -> None:
    asked = question("{{=one|=1}} and {{*two|three}}\n")
    rows, answered = count_answers(asked, [Counted(["One", 2], "en", 2), Counted(["uno", None], "en", 3), Counted([None, 1], "en", 1)], {})
    assert [(row.gap, row.typed or row.numbers, row.count, row.share) for row in rows] == [
        (1, "uno", 3, 0),
        (1, "One", 2, 1),
        (2, (1,), 1, 1),
        (2, (2,), 2, 0),
    ]
    assert answered == 6


def test_what_a_writer_keeps_to_themselves_is_counted_and_never_shown() -> None:
    quiz = in_order("## thought {kind=reflection}\n\nText?\n\n## text {kind=essay}\n\nText?\n\n- (0-4) clear\n\n## q\n\nText?\n\n= a\n")
    for key in ("thought", "text"):
        assert count_answers(quiz.by_key[key], [Counted("my secret", "en", 7)], {}) == ((), 7)


def test_what_is_no_answer_any_more_is_left_out() -> None:
    rows, answered = count_answers(question("- (x) a\n- ( ) b\n"), [Counted(3, "en", 4), Counted(None, "en", 2), Counted(1, "en", 1)], {})
    assert ([row.count for row in rows], answered) == ([1, 0], 1)


BODIES = {
    "single": ("- (x) a\n- ( ) b\n- ( ) c\n", st.integers(1, 3)),
    "short": ("= Article 20\n", st.sampled_from(["article 20", "Article 20", "ARTICLE 20", "x", "X"])),
    "number": ("= 1000\n", st.sampled_from(["1000", "1,000", "1 000", "?"])),
    "matching": ("- one => A\n- two => B\n", st.fixed_dictionaries({"1": st.integers(1, 2), "2": st.integers(1, 2)})),
    "ordering": ("1. a\n2. b\n3. c\n", st.permutations([1, 2, 3])),
    "gaps": ("{{one}} {{*two|three}}\n", st.tuples(st.sampled_from(["one", "One", "1"]), st.integers(1, 2)).map(list)),
}


@pytest.mark.parametrize("kind", BODIES)
@given(data=st.data())
def test_the_order_of_the_responses_changes_nothing(kind: str, data: st.DataObject) -> None:
    body, bodies = BODIES[kind]
    responses = data.draw(st.lists(st.builds(Counted, bodies, st.sampled_from(["en", "bg"]), st.integers(1, 3)), max_size=6))
    mixed = data.draw(st.permutations(responses))
    assert count_answers(question(body), responses, {}) == count_answers(question(body), mixed, {})
