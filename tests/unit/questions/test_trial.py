"""What answers would score: the output of ``lms quiz mark`` (surface.md)."""

from lms.domain.questions.trial import mark_responses, misfits
from tests.support.quiz_texts import in_order, read, sound

QUIZ = """
    ## three-ways {points=2}

    Text?

    - [x] a
      > yes, a
    - [x] b
    - [x] c
    - [ ] d
      > no, d

    > for *all*

    ## note

    Only to be read.

    ## name

    Text?

    = jury
    =0% court
      > nearly
    """


def test_marks_are_points_rounded_to_four_places_and_feedback_is_in_the_order_shown() -> None:
    assert mark_responses(
        sound(QUIZ), {}, {"three-ways": [2, 1], "name": "court"}, "en", plain=str.upper
    ) == [
        {
            "key": "three-ways",
            "kind": "multiple",
            "points": 2,
            "mark": 1.3333,
            "feedback": ["YES, A", "FOR *ALL*"],
        },
        {"key": "name", "kind": "short", "points": 1, "mark": 0, "feedback": ["NEARLY"]},
    ]


def test_what_a_person_must_mark_has_no_mark_and_what_nobody_marks_no_points() -> None:
    text = "## a {kind=essay points=8}\n\nText?\n\n- (0-4) clear\n\n## b {kind=reflection}\n\nText?\n\n## c\n\n{{one}} {{*a|b}}\n\n> [!FEEDBACK]\n> all\n"
    said = {"a": "Well.", "b": "So.", "c": ["one", 2]}
    rows = mark_responses(in_order(text), {}, said, "en", plain=str)
    assert [(row["key"], row["points"], row["mark"], row["feedback"]) for row in rows] == [
        ("a", 8, None, []),
        ("b", 0, 0, []),
        ("c", 1, 0.5, ["all"]),
    ]
    assert list(misfits(in_order(text), {"a": 1, "b": ["x"], "c": [1]})) == ["a", "b", "c"]


def test_half_a_ten_thousandth_is_rounded_up() -> None:
    quiz = sound("## q {points=0.01}\n\nText?\n\n- (x) a\n- (0.5%) b\n- (1.5%) c\n- (0.4%) d\n")
    marks = [mark_responses(quiz, {}, {"q": number}, "en", plain=str)[0]["mark"] for number in (1, 2, 3, 4)]
    assert marks == [0.01, 0.0001, 0.0002, 0]


def test_nothing_answered_is_nothing_and_what_is_for_all_is_said() -> None:
    rows = mark_responses(sound(QUIZ), {}, {"name": None}, "en", plain=str)
    assert [(row["mark"], row["feedback"]) for row in rows] == [(0, ["for *all*"]), (0, [])]


def test_feedback_is_in_the_words_of_the_translation_that_was_asked_for() -> None:
    source = sound(QUIZ)
    translation, found = read("## name\n\nТекст?\n\n= жури\n=0% съд\n  > почти\n", source=source)
    assert found == []
    twins = {"bg": translation}
    rows = mark_responses(
        source, twins, {"three-ways": [4], "name": "Съд"}, "bg", plain=str, shown=translation
    )
    assert [(row["mark"], row["feedback"]) for row in rows] == [(0, ["no, d", "for *all*"]), (0, ["почти"])]
    rows = mark_responses(source, twins, {"name": "ЖУРИ"}, "bg", plain=str)
    assert [row["mark"] for row in rows] == [0, 1]


def test_responses_that_fit_no_question_are_named() -> None:
    responses = {"three-ways": [1], "name": 7, "nobody": 1, "note": "x"}
    assert list(misfits(sound(QUIZ), responses)) == ["name", "nobody", "note"]
