"""One slip of the keys or another ending is "nearly right", in practice alone; what may mean something else never is."""

from typing import Any

import pytest

from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import pieces
from lms.domain.questions.showing import question_view, with_feedback
from lms.domain.questions.typed import is_nearly
from lms.domain.questions.views import FeedbackView
from tests.support.quiz_texts import question, sound

NEARLY = [
    ("parliament", "parliment"),  # a letter is missing
    ("parliament", "parliaament"),  # one too many
    ("parliament", "parlianent"),  # another one
    ("parliament", "parliametn"),  # two have changed places
    ("Linden Square", "linden sqare"),
    ("Article 20", "Artcle 20"),
    ("town", "towns"),
    ("votes", "vote"),
    ("class", "classes"),
    ("doesn't matter", "doesnt matter"),
    ("гражданин", "граждани"),
    ("съвет", "съветът"),
    ("съветът", "съвета"),
    ("съветът", "съвет"),
    ("книга", "книгата"),
    ("дума", "думата"),
    ("общество", "обществото"),
    ("граждани", "гражданите"),
    ("учителят", "учителя"),
    ("градът", "град"),
    ("събрание", "сабрание"),
    ("събрание", "събраине"),
    ("Гражданско събрание", "гражданско събранието"),
]


@pytest.mark.parametrize(("accepted", "typed"), NEARLY, ids=[f"{typed} for {accepted}" for accepted, typed in NEARLY])
def test_a_slip_or_another_ending_is_nearly_right(accepted: str, typed: str) -> None:
    assert is_nearly(accepted, typed)
    assert is_nearly(typed, accepted)


SILENT = [
    ("right", "not right"),
    ("not right", "now right"),
    ("not right", "not wrong"),
    ("правилно", "неправилно"),
    ("правилно", "не правилно"),
    ("е вярно", "не е вярно"),
    ("moral", "amoral"),
    ("possible", "impossible"),
    ("effect", "affect"),
    ("million", "billion"),
    ("could", "couldn't"),
    ("law", "laws"),  # too short
    ("cat", "cart"),
    ("not", "note"),
    ("vote", "veto"),
    ("мир", "мит"),
    ("баня", "баща"),
    ("стол", "столче"),  # no article
    ("Article 20", "Article 21"),
    ("Article 20", "Article 2"),
    ("20", "200"),
    ("1999", "1989"),
    ("covid19", "covid20"),
    ("Linden Square", "Lindem Sqare"),  # two slips
    ("parliament", "parlaimnet"),
    ("parliament", "government"),
    ("parliament", ""),
    ("citizen*", "citisens"),  # any ending is right here, so nothing is nearly
    ("town", "townи"),
]


@pytest.mark.parametrize(("accepted", "typed"), SILENT, ids=[f"{typed or 'nothing'} for {accepted}" for accepted, typed in SILENT])
def test_what_may_mean_something_else_is_not_nearly_right(accepted: str, typed: str) -> None:
    assert not is_nearly(accepted, typed)


def test_what_is_right_is_not_nearly_right_and_capitals_are_a_slip_where_they_count() -> None:
    assert not is_nearly("Linden", "Linden")
    assert is_nearly("Linden", "linden")


def feedback(body: str, response: Any, *, hint: bool = True, reveal: bool = False, settings: str = "", twin: str = "") -> FeedbackView:
    heading = f"## key {{{settings}}}" if settings else "## key"
    quiz = sound(f"{heading}\n\nText?\n\n{body}" if "{{" not in body else f"{heading}\n\n{body}")
    asked, html = quiz.by_key["key"], pieces(quiz)
    twins = {"bg": question(twin, settings)} if twin else {}
    marked = mark_question(asked, Given(response, "en"), twins)
    view = question_view(asked, html, (), response, number=1, lang="en")
    told = with_feedback(view, asked, html, (), response, marked, reveal=reveal, typed_in="en", twins=twins, hint=hint).feedback
    assert told is not None
    return told


def test_a_typed_answer_is_told_in_practice_and_nowhere_else() -> None:
    assert feedback("= parliament\n", "parliment").nearly == {0}
    assert feedback("= parliament\n", "parliment", hint=False).nearly == set()


def test_the_hint_changes_no_mark_and_gives_nothing_away() -> None:
    told = feedback("= parliament\n", "parliment")
    assert (told.share, told.verdict, told.answer) == (0, "wrong", "")


def test_an_answer_that_another_language_accepts_may_be_nearly_right_too() -> None:
    assert feedback("= council\n", "съветат", twin="= съветът\n").nearly == {0}


def test_an_answer_that_the_author_lists_is_meant_as_it_is() -> None:
    assert feedback("= council\n=0% counsel\n", "counsil").nearly == {0}
    assert feedback("= complement\n=0% compliment\n", "compliment").nearly == set()
    assert feedback("= complement\n=0% *\n", "compliment").nearly == {0}


def test_right_and_empty_answers_are_not_told_so() -> None:
    assert [feedback("= parliament\n", response).nearly for response in ("Parliament", None)] == [set(), set()]


def test_capitals_are_told_where_they_count() -> None:
    assert feedback("= Linden\n", "linden", settings="case=yes").nearly == {0}


def test_gaps_are_told_one_by_one_and_only_those_that_are_typed() -> None:
    body = "Here sits the {{parliament}}, there the {{=government|=cabinet}}, and the {{*court|count}}, {{mayor}}.\n"
    assert feedback(body, ["parliment", "cabinets", 2, "major"]).nearly == {1, 2, 4}
    assert feedback(body, ["parliament", "king", 2, None]).nearly == set()
    assert feedback(body, ["parliment", "cabinets", 2, None], hint=False).nearly == set()


def test_a_number_is_never_nearly_right() -> None:
    assert feedback("= 12345\n", "12354").nearly == set()
