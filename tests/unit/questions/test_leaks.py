"""What is right cannot be reached from what a learner is shown before feedback is given."""

import re
from typing import Any

import pytest

from lms.domain.questions.draw import answer_order
from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import Question, pieces
from lms.domain.questions.showing import question_view, with_feedback
from lms.domain.questions.views import QuestionView
from tests.support.quiz_texts import in_order

# Every secret is written with a mark of its own: accepted texts and feedback as zzN, numbers and shares as 7N7.
SECRETS: dict[str, tuple[str, Any]] = {
    "single": ("- (17.17%) a\n  > zz1\n- (x) b\n  > zz2\n- (-27.27%) c\n  > zz3\n\n> zz4\n", 3),
    "multiple": ("- [17.17%] a\n  > zz1\n- [x] b\n  > zz2\n- [-27.27%] c\n  > zz3\n\n> zz4\n", [1, 3]),
    "truth": ("= true\n  > zz1\n\n> zz2\n", False),
    "short": ("= zz1\n  > zz2\n=17.17% zz3*\n  > zz4\n\n> zz5\n", "something"),
    "number": ("= 717.7\n  > zz1\n=37.37% 727.7..737.7\n  > zz2\n=0% 747.7 ± 0.7\n\n> zz3\n", "1"),
    "matching": ("- one => A\n  > zz1\n- two => B\n  > zz2\n- => C\n  > zz3\n\n> zz4\n", {"1": 2}),
    "ordering": ("1. a\n   > zz1\n2. b\n   > zz2\n3. c\n   > zz3\n\n> zz4\n", [3, 1, 2]),
    "gaps": ("{{zz1}} and {{*a|b|c}} and {{=zz2|=zz3*}}\n\n> [!FEEDBACK]\n> zz4\n", ["something", 2, None]),
    "reflection": ("> [!FEEDBACK]\n> zz1\n", "something"),
    "essay": ("- (0-7) clear\n  > zz1\n- (0-7) short\n\n> zz2\n", "something"),
    "information": ("> [!FEEDBACK]\n> zz1\n", None),
}
SECRET = re.compile(r"zz\d|\b7\d7\b|17/|\d\d\.\d\d|Fraction|share|true|True")


def asked(kind: str) -> tuple[Question, dict[str, str]]:
    quiz = in_order(f"## key {{kind={kind}}}\n\nText?\n\n{SECRETS[kind][0]}\n## other\n\nText?\n\n= yes\n")
    return quiz.by_key["key"], pieces(quiz)


def said(view: QuestionView) -> str:
    """Return everything that can be reached from a view, the names of its fields and what is marked as chosen left out."""
    return re.sub(r"[a-z_]+=", "", repr(view).replace("chosen=True", ""))


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("answered", [True, False], ids=["answered", "not answered"])
def test_nothing_secret_can_be_reached_without_feedback(kind: str, answered: bool) -> None:
    question, html = asked(kind)
    assert question.kind == kind
    assert any("zz" in text for text in html.values()), "there must be something that could leak"
    order = answer_order(question, "seed", shuffle=True)
    response = SECRETS[kind][1] if answered else None
    view = question_view(question, html, order, response, number=1, lang="en")
    assert SECRET.findall(said(view)) == []


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "ordering"])
def test_controls_go_by_places_and_never_by_the_numbers_of_the_file(kind: str) -> None:
    """The number under which an author wrote an answer gives it away: the first right side belongs to the first left."""
    question, html = asked(kind)
    views = [
        question_view(
            question, html, answer_order(question, f"seed-{n}", shuffle=True), None, number=1, lang="en"
        )
        for n in range(20)
    ]
    assert {tuple(option.value for option in view.options) for view in views} == {
        tuple(range(1, len(views[0].options) + 1))
    }
    assert {tuple(value for value, _text in view.rights) for view in views} == {
        tuple(range(1, len(views[0].rights) + 1))
    }
    shown = {
        tuple(option.html for option in view.options) + tuple(text for _v, text in view.rights)
        for view in views
    }
    assert len(shown) > 1


REVEALED = {
    "single": "b",
    "multiple": "b",
    "truth": "1",
    "short": "zz1",
    "number": "717.7",
    "matching": "A B",
    "ordering": "1 2 3",
    "gaps": "a zz1 zz2",
}


def reviewed(kind: str, *, reveal: bool) -> QuestionView:
    question, html = asked(kind)
    order = answer_order(question, "seed", shuffle=True)
    response = SECRETS[kind][1]
    view = question_view(question, html, order, response, number=1, lang="en")
    marked = mark_question(question, Given(response, "en"), {})
    return with_feedback(
        view, question, html, order, response, marked, reveal=reveal, typed_in="en", twins={}
    )


def told(view: QuestionView) -> str:
    """Return what a view says is right, in words."""
    assert view.feedback is not None
    feedback = view.feedback
    if view.kind in ("matching", "ordering", "gaps"):
        return " ".join(sorted(option.answer for option in feedback.options.values() if option.answer))
    right = [value for value, option in feedback.options.items() if option.right]
    if view.kind == "truth":
        return " ".join(str(value) for value in right)
    return feedback.answer or " ".join(
        option.html for option in view.options if option.value in right and option.html == "b"
    )


@pytest.mark.parametrize("kind", REVEALED)
def test_right_answers_are_told_only_where_they_may_be(kind: str) -> None:
    assert told(reviewed(kind, reveal=True)) == REVEALED[kind]
    assert told(reviewed(kind, reveal=False)) == ""


@pytest.mark.parametrize("kind", REVEALED)
def test_feedback_without_right_answers_tells_only_of_what_was_answered(kind: str) -> None:
    feedback = reviewed(kind, reveal=False).feedback
    assert feedback is not None
    heard = sorted({*feedback.general, *(option.html for option in feedback.options.values() if option.html)})
    assert (
        heard
        == {
            "single": ["zz3", "zz4"],
            "multiple": ["zz1", "zz3", "zz4"],
            "truth": ["zz2"],
            "short": ["zz5"],
            "number": ["zz3"],
            "matching": ["zz1", "zz4"],
            "ordering": ["zz1", "zz2", "zz3", "zz4"],
            "gaps": ["zz4"],
        }[kind]
    )
