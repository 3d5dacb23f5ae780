"""Which courses are found by which words, in which order, and what of them is shown."""

from dataclasses import replace

import pytest

from lms.domain.courses.outline import CertificateTerms, Outline
from lms.domain.courses.search import Passage, best_first, is_cut, passages, searchable, words_sought
from lms.kernel.localtext import LocalText
from tests.support.outlines import activity, outline, terms


def course(
    title: str = "x", summary: str = "x", module: str = "x", lesson: str = "x", outcome: str = "", *, bg: dict[str, str] | None = None
) -> Outline:
    """Return a course of one module with one lesson, its texts in English and some of them in Bulgarian."""
    also = {name: {"bg": text} for name, text in (bg or {}).items()}

    def text(name: str, english: str) -> LocalText:
        return LocalText({"en": english} | also.get(name, {}), "en")

    made = outline(replace(activity("one"), title=text("lesson", lesson), number="1.1"))
    only = replace(made.modules[0], title=text("module", module), outcomes={"en": (outcome,)} if outcome else {})
    return replace(made, title=text("title", title), summary=text("summary", summary), modules=(only,))


def finds(typed: str, *courses: Outline) -> list[str]:
    """Return the titles of the courses that are found, in their order."""
    return [each.title.by_language["en"] for each in best_first(((each, searchable(each)) for each in courses), words_sought(typed))]


JURIES = course("Citizens’ juries", bg={"title": "Граждански журита"})


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("jur", id="the beginning of a word"),
        pytest.param("JURIES", id="capitals"),
        pytest.param("juries citizens", id="any order"),
        pytest.param("  citizens   jur ", id="blanks around"),
        pytest.param("журита", id="its other language"),
        pytest.param("граждански juries", id="two languages at once"),
        pytest.param("citizens’ & juries!", id="signs between"),
    ],
)
def test_a_course_is_found(typed: str) -> None:
    assert finds(typed, JURIES) == ["Citizens’ juries"]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("uries", id="the end of a word"),
        pytest.param("juries lots", id="one of two words"),
        pytest.param("jüriesx", id="more than the word"),
        pytest.param("%", id="a sign that would match anything in SQL"),
        pytest.param("j_ries", id="a sign that would match a letter in SQL"),
    ],
)
def test_a_course_is_not_found(typed: str) -> None:
    assert finds(typed, JURIES) == []


def test_the_title_counts_before_the_summary_then_modules_activities_and_outcomes() -> None:
    word = "budget"
    courses = [
        course("in the outcome", outcome=word),
        course("in the activity", lesson=word),
        course("in the module", module=word),
        course("in the summary", summary=word),
        course("budget in the title"),
    ]
    assert finds(word, *courses) == ["budget in the title", "in the summary", "in the module", "in the activity", "in the outcome"]


def test_a_course_with_all_words_in_its_title_comes_before_one_with_a_word_elsewhere() -> None:
    spread, whole = course("Open", lesson="budgets"), course("Open budgets", "x")
    assert finds("open budgets", spread, whole) == ["Open budgets", "Open"]


def test_a_whole_word_comes_before_one_that_only_begins_so() -> None:
    assert finds("plan", course("Planning"), course("A plan")) == ["A plan", "Planning"]


def test_equals_stay_in_the_order_of_the_catalogue() -> None:
    assert finds("one", course("one b"), course("one a"), course("one c")) == ["one b", "one a", "one c"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        pytest.param("тройка", "Тройка", id="Bulgarian"),
        pytest.param("politi", "Política", id="Spanish"),
        pytest.param("πολιτ", "Πολίτες", id="Greek"),
        pytest.param("شراكة", "شَرَاكَة", id="Arabic"),
    ],
)
def test_every_alphabet_is_searched(typed: str, title: str) -> None:
    assert finds(typed, course("x"), course(title)) == [title]


@pytest.mark.parametrize(
    ("typed", "words", "cut"),
    [
        pytest.param("One one ONE", ("one",), False, id="each word once"),
        pytest.param(" ".join("abcdefghijklmn"), tuple("abcdefghij"), True, id="ten words at most"),
        pytest.param("a" * 101, ("a" * 100,), True, id="a hundred signs at most"),
        pytest.param("a" * 100, ("a" * 100,), False, id="just a hundred"),
        pytest.param("\0%_'\"", (), False, id="no word at all"),
        pytest.param("и", ("и",), False, id="one letter"),
    ],
)
def test_what_is_typed_is_read_with_bounds(typed: str, words: tuple[str, ...], cut: bool) -> None:
    assert (words_sought(typed), is_cut(typed)) == (words, cut)


def test_passages_say_where_the_words_are_those_with_most_words_first() -> None:
    found = passages(course("x", "x", "Citizens", "Citizens and methods"), ("citizen", "method"), "en")
    assert found == [Passage(3, "1.1", "lesson", "Citizens and methods", "en", 2), Passage(2, "1", "", "Citizens", "en", 1)]


def test_a_passage_in_another_language_is_given_where_only_that_answers() -> None:
    made = course("Asking", "x", "Asking", bg={"title": "Питане", "module": "Питане"})
    assert passages(made, ("питан",), "en") == [Passage(0, "", "", "Питане", "bg", 1), Passage(2, "1", "", "Питане", "bg", 1)]
    assert passages(made, ("питан",), "bg") == [Passage(2, "1", "", "Питане", "bg", 1)]  # the title is shown anyway


def test_a_title_that_is_shown_in_its_source_is_not_told_twice() -> None:
    assert passages(course("Asking"), ("asking",), "bg") == []


def test_a_quiz_is_told_as_practice_or_test() -> None:
    quiz = replace(activity("quiz", quiz=terms(mode="practice")), title=LocalText({"en": "Budgets"}), number="1.1")
    assert [each.kind for each in passages(outline(quiz), ("budget",), "en")] == ["practice"]


def test_outcomes_of_the_certificate_are_searched() -> None:
    certificate = CertificateTerms(LocalText({"en": "Secret"}), {"en": ("Plans an engagement",)}, None)
    made = replace(course("Whole"), certificate=certificate)
    assert (finds("engagement", made), finds("secret", made)) == (["Whole"], [])
