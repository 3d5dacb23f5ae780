"""Whoever teaches a course sees how its questions were answered, in numbers and answers, and never whose they are."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import update

from lms.domain.courses.queries import Published, find_published
from lms.domain.quizzes.models import Attempt, QuestionMark
from lms.platform.database import unit_of_work
from tests.integration.test_trainers_pack import staff
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, copy_of, files_of
from tests.support.pages import Page
from tests.support.quiz_marks import make_attempts

Queries = Callable[[int], AbstractContextManager[None]]
LIST = f"/teaching/quizzes/{COURSE}/"
QUIZ = f"{LIST}{TEST}/"
FILE = f"quizzes/{COURSE}/en/{TEST}.md"
# Six people: the correlations and alpha of what they got are 0.874 and 0.915 by scipy 1.17.1 and pingouin 0.7.0. Who is right in the first question, who ticks both right ones, and what they call the square.
SIX: list[Mapping[str, Any]] = [
    {"choose": 1, "tick": [1, 3], "short": "Linden Square"},
    {"choose": 1, "tick": [1, 3], "short": "linden  square"},
    {"choose": 1, "tick": [1], "short": "Linden"},
    {"choose": 2, "tick": [1, 2], "short": "Oak Street"},
    {"choose": 2, "tick": [1], "short": "oak street"},
    {"choose": 2, "tick": None, "short": None},
]


@pytest.fixture
def course(make: Makers) -> Published:
    """Return a course."""
    return make.course()


def facts(page: Page, question: int = 1) -> dict[str, str]:
    """Return what is said of a question, by the name of what it is."""
    section = page.one("section", **{"aria-labelledby": f"question-{question}"})
    return {" ".join(term.text.split()): " ".join(said.text.split()) for term, said in zip(section.all("dt"), section.all("dd"), strict=True)}


def answers(page: Page, question: int = 1) -> list[list[str]]:
    """Return the rows of the answers to a question: answer, how often with the percent, worth."""
    section = page.one("section", **{"aria-labelledby": f"question-{question}"})
    rows = [row for body in section.all("tbody") for row in body.all("tr")]
    return [[" ".join(cell.text.split()) for cell in row.all("th", "td")] for row in rows]


def heading(page: Page, question: int) -> str:
    section = page.one("section", **{"aria-labelledby": f"question-{question}"})
    return " ".join(section.all("p")[0].text.split())


@pytest.mark.parametrize("part", ["teacher", "editor"])
def test_who_teaches_or_edits_sees_how_questions_were_answered(make: Makers, course: Published, part: str) -> None:
    make_attempts(make, course, TEST, SIX)
    page = make.client(staff(make, course, part)).page(QUIZ)
    assert (page.h1, heading(page, 1)) == ("Last test", "Who decides about the bench?")
    assert "6 attempts, the first of each person." in page.text
    assert facts(page) == {
        "Result": "50% of the points on average",
        "Discrimination": "0.87: tells very well who knows the subject",
        "Median time": "20 seconds",
        "Met by": "6 people",
    }
    assert answers(page) == [["The council", "3 50%", "right"], ["The bench", "3 50%", "not right"], ["The pigeons", "0 0%", "not right"]]


def test_ticks_and_typed_texts_are_listed_with_what_they_are_worth(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, SIX)
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert facts(page, 2)["Met by"] == "6 people; 1 person did not answer"
    assert answers(page, 2) == [
        ["Neighbours", "5 83%", "right"],
        ["Statues", "1 16%", "not right"],
        ["Shopkeepers", "2 33%", "right"],
        ["Clouds", "0 0%", "not right"],
    ]
    assert answers(page, 4) == [["Linden Square", "2 33%", "right"], ["Oak Street", "2 33%", "not right"], ["Linden", "1 16%", "50% of the points"]]


def test_every_kind_is_shown(make: Makers, course: Published) -> None:
    sheet = {
        "truth": False, "number": "62342", "match": {"1": 2, "2": 2}, "order": [2, 1, 3], "fill": ["Linden Square", 1, "nobody"], "first-tree": 1,
    }  # fmt: skip
    make_attempts(make, course, TEST, [sheet] * 5)
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert answers(page, 3) == [["True", "0 0%", "not right"], ["False", "5 100%", "right"]]
    assert answers(page, 5) == [["62342", "5 100%", "right"]]
    assert answers(page, 6) == [["writes the minutes", "0 0%", "right"], ["signs the answer", "5 100%", "not right"], ["signs the answer", "5 100%", "right"]]
    assert answers(page, 7) == [["Decide → Ask → Answer", "5 100%", "not right"]]
    assert answers(page, 8) == [
        ["Linden Square", "5 100%", "right"],
        ["two", "5 100%", "right"],
        ["three", "0 0%", "not right"],
        ["four", "0 0%", "not right"],
        ["nobody", "5 100%", "not right"],
    ]
    assert "[1]" in heading(page, 8)
    assert "0 people met this question: too few to show numbers." in page.text


def test_the_list_says_how_each_quiz_went(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, SIX)
    page = make.client(staff(make, course)).page(LIST)
    [test] = [row for row in page.main.all("li") if row.all("h2") and "Last test" in row.text]
    said = {" ".join(term.text.split()): " ".join(words.text.split()) for term, words in zip(test.all("dt"), test.all("dd"), strict=True)}
    assert said == {
        "Kind": "Test", "Attempts": "6", "Mean": "47%",
        "Trust in the marks": "Alpha is 0.92: marks are certain enough to decide about single people.",
    }  # fmt: skip
    assert test.all("a")[0].get("href") == QUIZ


def test_it_is_found_from_the_trainers_pack(make: Makers, course: Published) -> None:
    assert make.client(staff(make, course)).page(f"/teaching/courses/{COURSE}/").links()["How the questions were answered"] == LIST


def test_of_fewer_than_five_people_nothing_is_told(make: Makers, course: Published) -> None:
    admin = make.client(make.person(role="admin"))
    make_attempts(make, course, TEST, SIX[:4])
    page = admin.page(QUIZ)
    hidden = "Numbers are shown once 5 people have sent it in, so that nobody can be found out."
    assert "4 people have sent this in." in page.text
    assert hidden in page.text
    assert ("Oak Street" in page.text, "%" in page.text, page.main.all("table")) == (False, False, [])
    assert (hidden in admin.page(LIST).text, "%" in admin.page(LIST).text) == (True, False)
    make_attempts(make, course, TEST, SIX[4:5])
    assert "oak street" in admin.page(QUIZ).text.lower()


def test_nobody_is_named(make: Makers, course: Published) -> None:
    """Everybody who answered is called Petra Zzname."""
    make_attempts(make, course, TEST, SIX)
    admin = make.client(make.person(role="admin"))
    assert [path for path in (LIST, QUIZ) if "Zzname" in admin.get(path).text] == []


def test_first_attempts_of_people_with_an_account_count_once_they_are_sent_in(make: Makers, course: Published) -> None:
    people = make_attempts(make, course, TEST, SIX)
    make_attempts(make, course, TEST, [{"choose": 1}] * 6, nth=2, of=people)
    make_attempts(make, course, TEST, [{"choose": 1}] * 3, submitted=False)
    make_attempts(make, course, TEST, [{"choose": 1}] * 3, role="guest")
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert "6 attempts, the first of each person." in page.text
    assert facts(page)["Met by"] == "6 people"


def test_another_course_counts_for_itself(make: Makers, course: Published) -> None:
    make.publish(*copy_of(COURSE, 1))
    with make.app.app_context():
        other = find_published(f"{COURSE}-1")
    assert other is not None
    make_attempts(make, other, TEST, SIX)
    assert "0 people have sent this in." in make.client(make.person(role="admin")).page(QUIZ).text


def test_a_regrade_shows_in_the_figures(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, SIX)
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(QuestionMark).where(QuestionMark.question_key == "choose").values(num=1, den=1))
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert facts(page)["Result"] == "100% of the points on average"
    assert facts(page)["Discrimination"] == "cannot be told: all have the same marks here, or in all other questions"


def test_what_waits_for_a_mark_is_met_and_not_marked(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, [*SIX, *SIX])
    with make.app.app_context(), unit_of_work() as session:
        first = session.query(Attempt.id).order_by(Attempt.id).limit(6).scalar_subquery()
        session.execute(update(QuestionMark).where(QuestionMark.question_key == "choose", QuestionMark.attempt_id.in_(first)).values(num=None, den=None))
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert facts(page)["Met by"] == "12 people; 6 answers wait to be marked"
    assert facts(page)["Result"] == "50% of the points on average"


def edition(make: Makers, old: str, new: str, as_: str) -> Published:
    """Publish the course once more with something else in its test, in both languages where both have it."""
    files = {path: files_of()[path].decode() for path in (FILE, FILE.replace("/en/", "/bg/"))}
    assert old in files[FILE]
    return make.course(changed={path: text.replace(old, new) for path, text in files.items()}, as_=as_)


def test_editions_with_other_words_are_counted_together_and_can_be_looked_at_apart(make: Makers, course: Published) -> None:
    admin = make.client(make.person(role="admin"))
    make_attempts(make, course, TEST, SIX)
    later = edition(make, "Who decides about the bench?", "Who has the last word on the bench?", "correction")
    make_attempts(make, later, TEST, [{"choose": 3}] * 5)
    page = admin.page(QUIZ)
    assert (heading(page, 1), facts(page)["Met by"], answers(page)[2]) == ("Who has the last word on the bench?", "11 people", ["The pigeons", "5 45%", "not right"])
    options = [option.text for option in page.one("select").all("option")]
    assert options == ["All editions with the same question", "Edition 1.2: 5 attempts", "Edition 1.1: 6 attempts"]
    first = admin.page(f"{QUIZ}?edition=1.1")
    assert (heading(first, 1), facts(first)["Met by"]) == ("Who decides about the bench?", "6 people")
    assert admin.get(f"{QUIZ}?edition=1.9").status_code == 404
    assert admin.get(f"{QUIZ}?edition=zz").status_code == 404


def test_a_question_with_another_key_is_another_question(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, [{**sheet, "truth": True} for sheet in SIX])
    later = edition(make, "\n= false\n", "\n= true\n", "revision")
    make_attempts(make, later, TEST, [{"choose": 2, "truth": True}] * 5)
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert (facts(page)["Met by"], facts(page, 3)["Met by"]) == ("11 people", "5 people")
    assert answers(page, 3) == [["True", "5 100%", "right"], ["False", "0 0%", "not right"]]
    old = make.client(make.person(role="admin")).page(f"{QUIZ}?edition=1.1")
    assert answers(old, 3) == [["True", "6 100%", "not right"], ["False", "0 0%", "right"]]


def test_attempts_that_a_mended_key_has_marked_anew_are_of_its_edition(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, [{**sheet, "truth": True} for sheet in SIX])
    later = edition(make, "\n= false\n", "\n= true\n", "key-fix")
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Attempt).values(marked_edition_id=later.edition_id))
        session.execute(update(QuestionMark).where(QuestionMark.question_key == "truth").values(num=1, den=1))
    page = make.client(make.person(role="admin")).page(QUIZ)
    assert (facts(page, 3)["Result"], answers(page, 3)[0]) == ("100% of the points on average", ["True", "6 100%", "right"])


def test_a_practice_says_what_its_numbers_are_worth(make: Makers, course: Published) -> None:
    make_attempts(make, course, PRACTICE, [{"choose": 1}] * 5)
    page = make.client(make.person(role="admin")).page(f"{LIST}{PRACTICE}/")
    assert "In a practice, answers are checked and changed before they are sent in: what is right here was often wrong at first." in page.text


def test_what_to_look_at_stands_first_in_words(make: Makers, course: Published) -> None:
    """Of forty, the better ones in ticking choose the bench: somebody has marked the wrong answer right."""
    sheets = [{"choose": 2, "tick": [1, 3]}] * 15 + [{"choose": 1, "tick": [2]}] * 25
    make_attempts(make, course, TEST, sheets)
    page = make.client(make.person(role="admin")).page(QUIZ)
    first = page.one("section", **{"aria-labelledby": "first"})
    assert "Check the key and the wording: who did well in the other questions did worse in this one." in first.text
    assert "Nobody chose “The pigeons”: write something that somebody could believe, or leave it out." in first.text
    assert "Alpha is −" in page.text


def test_a_page_is_in_the_language_of_its_reader(make: Makers, course: Published) -> None:
    make_attempts(make, course, TEST, SIX)
    page = make.client(make.person(role="admin")).page(QUIZ, language="bg")
    assert "6 опита, първият на всеки човек." in page.text
    assert facts(page)["Резултат"] == "средно 50 % от точките"
    assert [row[2] for row in answers(page)] == ["вярно", "не е вярно", "не е вярно"]


def test_nobody_else_is_told_that_there_is_such_a_page(make: Makers, course: Published) -> None:
    make.publish(*copy_of(COURSE, 1))
    with make.app.app_context():
        other = find_published(f"{COURSE}-1")
    assert other is not None
    browsers = (make.learner(course), make.client(make.person(role="trainer")), make.client(staff(make, other)))
    for path in (LIST, QUIZ):
        assert [browser.get(path).status_code for browser in browsers] == [404, 404, 404]
        assert make.client().get(path).location == f"/account/sign-in?next={path}"
        assert make.guest().get(path).status_code == 302


def test_what_is_no_quiz_is_not_found_there(make: Makers, course: Published) -> None:
    admin = make.client(make.person(role="admin"))
    assert [admin.get(path).status_code for path in (f"{LIST}{LESSONS[0]}/", f"{LIST}nothing/", "/teaching/quizzes/nowhere/")] == [404] * 3


@pytest.mark.parametrize("keys", [("choose",), ("choose", "tick", "short")], ids=["one question", "three questions"])
@pytest.mark.parametrize(
    ("path", "statements"),
    [
        pytest.param(LIST, 6, id="the list"),  # who asks, the course, whether they teach it, its editions, how many attempts, their marks
        pytest.param(QUIZ, 6, id="a quiz"),
    ],
)
def test_as_little_is_asked_however_many_questions_and_people_there_are(
    make: Makers, course: Published, queries: Queries, path: str, statements: int, keys: tuple[str, ...]
) -> None:
    for quiz in (TEST, PRACTICE):
        make_attempts(make, course, quiz, [{key: sheet[key] for key in keys} for sheet in SIX * len(keys)])
    admin = make.client(make.person(role="admin"))
    admin.page(path)
    with queries(statements):
        admin.page(path)
