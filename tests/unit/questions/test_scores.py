"""What a whole attempt is worth: exact, compared as fractions, shown rounded down (course-format G10)."""

from fractions import Fraction

from lms.domain.questions.marking import Given, Score, mark_quiz, score, twins_of
from tests.support.quiz_texts import read, sound

QUIZ = """
    ## one {points=2}

    Text?

    - (x) a
    - ( ) b

    ## note

    Something to read.

    ## two

    Text?

    = yes

    ## three {points=0.5}

    Text?

    1. a
    2. b
    3. c
    """


def test_the_score_is_marks_over_points_of_the_drawn_questions() -> None:
    quiz = sound(QUIZ)
    given = {"one": Given(1, "en"), "two": Given("no", "en"), "three": Given([2, 3, 1], "en")}
    marked = mark_quiz(quiz, ["three", "note", "one", "two"], given, {})
    assert [(each.key, each.mark) for each in marked] == [("three", Fraction(1, 4)), ("one", 2), ("two", 0)]
    assert score(marked) == Score(Fraction(9, 4), Fraction(7, 2))
    assert score(marked).share == Fraction(9, 14)


def test_questions_that_were_not_drawn_do_not_count() -> None:
    marked = mark_quiz(sound(QUIZ), ["two"], {"one": Given(1, "en"), "two": Given("YES", "en")}, {})
    assert score(marked) == Score(Fraction(1), Fraction(1))


def test_a_pass_mark_is_compared_exactly_and_the_percent_is_rounded_down() -> None:
    assert Score(Fraction(7), Fraction(10)).reaches(70)
    just_missed = Score(Fraction(6_999_999, 1_000_000), Fraction(10))
    assert not just_missed.reaches(70)
    assert just_missed.percent == 69
    assert Score(Fraction(2), Fraction(3)).percent == 66


def test_a_quiz_without_points_is_worth_nothing() -> None:
    assert Score(Fraction(0), Fraction(0)).percent == 0


def test_a_translation_lends_its_words_and_not_its_settings() -> None:
    source = sound("## name {points=3 case=yes}\n\nText?\n\n= DNA\n")
    translation, found = read("## name\n\nТекст?\n\n= ДНК\n", source=source)
    twin = twins_of(source.by_key["name"], {"bg": translation})["bg"]
    assert found == []
    assert (twin.points, twin.settings, twin.answers[0].plain) == (3, {"case": "yes"}, "ДНК")
    marked = mark_quiz(source, ["name"], {"name": Given("ДНК", "bg")}, {"bg": translation})
    assert [each.mark for each in marked] == [3]
