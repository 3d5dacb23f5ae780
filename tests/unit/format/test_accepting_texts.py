"""A text that learners typed is added to a quiz: it is read back as exactly that text, and every other byte stays."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.writer import Unwritable
from lms.domain.courses.format.writer_answers import accept_text
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import Question
from lms.domain.questions.typed import cleaned
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused

PATH = "quizzes/c/en/q.md"
QUIZ = """---
title: "Q"   # a comment
mode: test
---

Some words.

## square {see=x#y}

How is the square called?

= Linden Square
  > Quite so,

  > indeed.
=50% *Linden*
  > Close.

> For everybody.

## alone

How?

= one

## last

It is a {{two words}}, a {{=x|=y \\| z}} and {{*p|q}}; `{{code}}` is none.
"""


def question(body: bytes, key: str) -> Question:
    problems = Problems()
    quiz = read_quiz(PATH, body, translation=False, problems=problems)
    assert quiz is not None
    assert not problems.has_errors, [str(each) for each in problems.found]
    return quiz.by_key[key]


def added(before: bytes, after: bytes) -> list[str]:
    """Return the lines that differ, with what became of them."""
    found = difflib.ndiff(before.decode().splitlines(keepends=True), after.decode().splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in found if line[:1] in "+-"]


def test_a_text_stands_behind_the_others_so_that_the_first_one_is_still_what_is_shown() -> None:
    assert added(QUIZ.encode(), accept_text(QUIZ.encode(), PATH, "alone", "two")) == ["+ = two"]
    assert question(accept_text(QUIZ.encode(), PATH, "alone", "two"), "alone").answers[0].plain == "one"


def test_a_text_stands_behind_all_that_belongs_to_the_last_one() -> None:
    changed = accept_text(QUIZ.encode(), PATH, "square", "Lime Square").decode()
    assert "=50% *Linden*\n  > Close.\n= Lime Square\n\n> For everybody." in changed


def test_a_text_stands_before_what_would_swallow_it() -> None:
    changed = accept_text(QUIZ.encode(), PATH, "square", "the Linden")
    assert "  > indeed.\n= the Linden\n=50% *Linden*" in changed.decode()
    assert mark_question(question(changed, "square"), Given("The  linden", "en"), {}).share == 1


def test_a_star_that_was_typed_is_a_star() -> None:
    changed = question(accept_text(QUIZ.encode(), PATH, "alone", "a*b"), "alone")
    assert [mark_question(changed, Given(said, "en"), {}).share for said in ("a*b", "a b", "axxb", "ab")] == [1, 0, 0, 0]


@pytest.mark.parametrize(("gap", "line"), [(1, "{{=two words|=Article \\*}}"), (2, "{{=x|=y \\| z|=Article \\*}}")])
def test_a_text_is_added_to_a_gap(gap: int, line: str) -> None:
    assert line in accept_text(QUIZ.encode(), PATH, "last", "Article *", gap=gap).decode()


@pytest.mark.parametrize(
    ("key", "text", "gap"), [("nothing", "x", 0), ("alone", " ", 0), ("last", "x", 3), ("last", "x", 4), ("last", "x", 0), ("alone", "x", 1), ("alone", "one", 0)]
)
def test_what_cannot_be_added_is_refused(key: str, text: str, gap: int) -> None:
    with pytest.raises(Refused):
        accept_text(QUIZ.encode(), PATH, key, text, gap=gap)


def test_a_broken_file_is_left_alone() -> None:
    with pytest.raises(Refused) as refused:
        accept_text(QUIZ.replace("= one", "- (x) a\n= b").encode(), PATH, "square", "x")
    assert refused.value.reason is Unwritable.BROKEN


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("is_open", [False, True])
def test_line_ends_and_an_open_end_stay(end: str, is_open: bool) -> None:
    body = QUIZ[: QUIZ.index("\n## last")].rstrip("\n") + ("" if is_open else "\n")
    before = ("\ufeff" + body).replace("\n", end).encode()
    after = accept_text(before, PATH, "alone", "two")
    assert after == before + (end if is_open else "").encode() + b"= two" + ("" if is_open else end).encode()


signs = st.text(st.characters(codec="utf-8") | st.sampled_from("\\*{}[]<>`$|!#=_~&%\"'().- \t0aЖ"), max_size=40)


@given(signs)
def test_whatever_was_typed_is_read_back_or_refused(said: str) -> None:
    text = " ".join(cleaned(said).split())
    for key, gap in (("alone", 0), ("square", 0), ("last", 1), ("last", 2)):
        try:
            changed = accept_text(QUIZ.encode(), PATH, key, text, gap=gap)
        except Refused:
            assert not text or not is_ordinary(text) or is_there(key, text), text
            continue
        new = question(changed, key)
        said_now = [str(text), *[None] * 2] if gap == 1 else [None, text, None] if gap else text
        share = mark_question(new, Given(said_now, "en"), {}).share
        assert share is not None
        assert share > 0 if gap else share == 1, text
        lines = added(QUIZ.encode(), changed)
        assert len(lines) == (2 if gap else 1), lines
        if not gap:
            assert len(new.answers) == len(question(QUIZ.encode(), key).answers) + 1
        else:
            assert len(gaps_of(new)[gap - 1].texts) == len(gaps_of(question(QUIZ.encode(), key))[gap - 1].texts) + 1


def is_ordinary(text: str) -> bool:
    """Tell whether there is nothing in a text that a file could not hold at all."""
    return all(sign.isprintable() and not "\ue000" <= sign <= "\uf8ff" for sign in text)


def is_there(key: str, text: str) -> bool:
    return key in ("alone", "square") and mark_question(question(QUIZ.encode(), key), Given(text, "en"), {}).share == 1
