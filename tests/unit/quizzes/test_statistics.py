"""The figures of item analysis are those of a published example and of independent packages; numbers are typed by hand."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.quizzes.statistics import Figures, Item, NoAlpha, best_of, correlation, figures, middle

# Chatterjee & Price, Regression Analysis by Example, 1977: seven questions to clerks of thirty departments, in percent.
# It is ``attitude`` of R, and the example in the manual of R's package psych (Revelle), whose output is typed below.
ATTITUDE = """
43 51 30 39 61 92 45   63 64 51 54 63 73 47   71 70 68 69 76 86 48   61 63 45 47 54 84 35   81 78 56 66 71 83 47
43 55 49 44 54 49 34   58 67 42 56 66 68 35   71 75 50 55 70 66 41   72 82 72 67 71 83 31   67 61 45 47 62 80 41
64 53 53 58 58 67 34   67 60 47 39 59 74 41   69 62 57 42 55 63 25   68 83 83 45 59 77 35   77 77 54 72 79 77 46
81 90 50 72 60 54 36   74 85 64 69 79 79 63   65 60 65 75 55 80 60   65 70 46 57 75 85 46   50 58 68 54 64 78 52
50 40 33 34 43 64 33   64 61 52 62 66 80 41   53 66 52 50 63 80 37   40 37 42 58 50 57 49   63 54 42 48 66 75 33
66 77 66 63 88 76 72   78 75 58 74 80 78 49   48 57 44 45 51 83 38   85 85 71 71 77 74 55   82 82 39 59 64 78 39
"""
PUBLISHED_ALPHA = 0.84
PUBLISHED_R_DROP = [0.67, 0.74, 0.56, 0.71, 0.79, 0.27, 0.46]
PUBLISHED_MEANS = [65, 67, 53, 56, 65, 75, 43]

# Five questions, the third worth two points, the last once half right. By scipy 1.17.1 (pearsonr of each column with the
# sum of the others) and pingouin 0.7.0 (cronbach_alpha), of the marks in points.
SHARES = [[1, 1, 1, 0, 1], [1, 0, 1, 0, 0], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0], [1, 1, 0, 1, 1], [0, 1, 0, 0, 0], [1, 0, 1, 0, 1], [1, 1, 1, 0, 0.5]]
POINTS = [1, 1, 2, 1, 1]
BY_PACKAGES = [0.700841780636406, 0.034001020045902344, -0.13189903563691627, 0.2394260653402867, 0.6794490361207937]
ALPHA_BY_PACKAGES = 0.3976311336717428

# Two questions that all met, and one of two more that was drawn (None: not met). The formulas for drawn questions are
# ours; these numbers were computed with numpy 2 pair by pair from the definition, in another way than the program does.
DRAWN = [
    [1, 1, 1, None], [1, 0, None, 0], [1, 1, None, 1], [0, 0, 1, None], [1, 1, 0, None],
    [0, 1, None, 0], [1, 0, None, 1], [0, 0, 0, None], [1, 1, 1, None], [0, 1, None, 0],
]  # fmt: skip
DRAWN_DISCRIMINATION = [0.41247895569215265, 0.09901475429766744, 0.16666666666666674, 0.6123724356957946]
DRAWN_ALPHA = 0.42

Sheets = Sequence[Sequence[float | None]]


def analysed(sheets: Sheets, points: Sequence[float] | None = None) -> Figures:
    """Return the figures of attempts, each the shares of its questions, None for one that it did not meet."""
    items = []
    for place, worth in enumerate(points or [1] * len(sheets[0])):
        met = [(row, sheet[place]) for row, sheet in enumerate(sheets) if sheet[place] is not None]
        items.append(Item(worth, [row for row, _share in met], [share for _row, share in met if share is not None]))
    return figures(items, len(sheets))


def attitude() -> list[list[float]]:
    numbers = [int(number) for number in ATTITUDE.split()]
    return [[float(number) for number in numbers[start : start + 7]] for start in range(0, len(numbers), 7)]


def test_the_figures_are_those_of_a_published_example() -> None:
    found = analysed(attitude())
    assert len(attitude()) == 30
    assert found.alpha is not None
    assert round(found.alpha, 2) == PUBLISHED_ALPHA
    assert [round(each.discrimination or 0, 2) for each in found.items] == PUBLISHED_R_DROP
    assert [round(each.facility or 0) for each in found.items] == PUBLISHED_MEANS


def test_the_figures_are_those_of_independent_packages() -> None:
    found = analysed(SHARES, POINTS)
    assert [each.discrimination for each in found.items] == pytest.approx(BY_PACKAGES, abs=1e-12)
    assert found.alpha == pytest.approx(ALPHA_BY_PACKAGES, abs=1e-12)
    assert [each.facility for each in found.items] == [0.75, 0.625, 0.75, 0.25, 0.5625]


def test_the_figures_of_drawn_questions_are_those_computed_pair_by_pair() -> None:
    found = analysed(DRAWN)
    assert [each.discrimination for each in found.items] == pytest.approx(DRAWN_DISCRIMINATION, abs=1e-12)
    assert found.alpha == pytest.approx(DRAWN_ALPHA, abs=1e-12)
    assert [each.met for each in found.items] == [10, 10, 5, 5]


def test_a_harder_draw_is_nobodys_fault() -> None:
    """Of two drawn questions one is wrong for all: who met it is not taken for worse."""
    sheets: Sheets = [[1, 1, None], [0, 1, None], [1, None, 0], [0, None, 0]]
    assert best_of([0.0, 0.0, 0.0, 0.0]) == frozenset()
    assert analysed(sheets).items[0].discrimination is None
    assert analysed(sheets).best == {0, 2}


@pytest.mark.parametrize(
    ("sheets", "why"),
    [
        pytest.param([[1], [0], [1]], NoAlpha.ONE_QUESTION, id="one question"),
        pytest.param([[1, None], [None, 0], [None, 1]], NoAlpha.ONE_QUESTION, id="nobody met two"),
        pytest.param([[1, 0], [1, 0]], NoAlpha.NO_DIFFERENCE, id="all alike"),
        pytest.param([[1 / 3, 0.1], [1 / 3, 0.1], [1 / 3, 0.1]], NoAlpha.NO_DIFFERENCE, id="all alike in numbers that are rounded"),
        pytest.param([[1, 0], [0, 1]], NoAlpha.NO_DIFFERENCE, id="all totals alike"),
    ],
)
def test_alpha_says_why_it_cannot_be_computed(sheets: Sheets, why: NoAlpha) -> None:
    found = analysed(sheets)
    assert (found.alpha, found.why_no_alpha) == (None, why)


def test_questions_without_points_have_a_facility_and_no_part_in_alpha() -> None:
    with_one = analysed([[*sheet, 1 - sheet[0]] for sheet in SHARES], [*POINTS, 0])
    assert with_one.alpha == pytest.approx(ALPHA_BY_PACKAGES, abs=1e-12)
    assert with_one.items[5].facility == 0.25


def test_a_question_that_nobody_met_has_no_figures() -> None:
    found = analysed([[1, 0, None], [0, 1, None], [1, 1, None]])
    assert (found.items[2].met, found.items[2].facility, found.items[2].discrimination) == (0, None, None)


def test_nothing_at_all_has_no_figures() -> None:
    assert figures([], 0) == Figures((), None, NoAlpha.ONE_QUESTION, frozenset())


@pytest.mark.parametrize(
    ("totals", "best"),
    [
        pytest.param([1, 2, 3, 4, 5, 6], {4, 5}, id="a third"),
        pytest.param([1, 2, 3, 5, 5, 6], {3, 4, 5}, id="with those equal to the last"),
        pytest.param([1, 5, 5, 5, 5, 6], set(), id="too many are equal"),
        pytest.param([7], set(), id="one alone"),
    ],
)
def test_the_best_third_is_told_apart_where_it_can_be(totals: list[float], best: set[int]) -> None:
    assert best_of(totals) == best


@pytest.mark.parametrize(
    ("seconds", "median"),
    [([], None), ([7], 7), ([9, 1, 5], 5), ([1, 4, 6, 600], 5)],
    ids=["nothing", "one", "odd", "even, and one who went for tea"],
)
def test_time_is_that_of_the_one_in_the_middle(seconds: list[int], median: int | None) -> None:
    assert middle(seconds) == median


def test_a_correlation_needs_two_that_differ() -> None:
    assert [correlation([1], [1]), correlation([1, 1], [0, 1]), correlation([0, 1], [5, 5]), correlation([0, 1], [5, 6])] == [None, None, None, 1]


SHARE = st.sampled_from([None, 0.0, 1.0, 0.5, float(Fraction(1, 3))])


@given(st.lists(st.lists(SHARE, min_size=4, max_size=4), max_size=12).flatmap(lambda sheets: st.tuples(st.just(sheets), st.permutations(range(len(sheets))))))
def test_the_order_of_the_attempts_changes_no_digit(case: tuple[list[list[float | None]], list[int]]) -> None:
    sheets, order = case
    ones, others = (analysed(each, [1, 2, 1, 0.5]) if each else None for each in (sheets, [sheets[place] for place in order]))
    if ones is None or others is None:
        return
    assert (ones.items, ones.why_no_alpha) == (others.items, others.why_no_alpha)
    assert ones.alpha == others.alpha
    assert ones.best == {order[row] for row in others.best}
