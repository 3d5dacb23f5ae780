"""Every piece of a quiz is a text like that of a lesson, and is told like one (G1, G3, G7, L4, §10)."""

import pytest

from lms.domain.courses.format.quiz import read_quiz
from lms.kernel.problems import Problems
from tests.support.quiz_texts import FILE, read, whole

PLACES = {
    "introduction": ("{}\n\n## q\n\nText?\n\n= x\n", 4),
    "section": ("# Part\n\n{}\n\n## q\n\nText?\n\n= x\n", 6),
    "question": ("## q\n\n{}\n\n- (x) a\n- ( ) b\n", 6),
    "information": ("## r\n\n{}\n\nMore.\n\n## q\n\nText?\n\n= x\n", 6),
    "feedback": ("## q\n\nText?\n\n= x\n\n> {}\n", 10),
    "answer": ("## q\n\nText?\n\n- (x) a\n\n  {}\n\n- ( ) b\n", 10),
    "feedback of an answer": ("## q\n\nText?\n\n- (x) a\n  > {}\n- ( ) b\n", 9),
    "feedback of a typed answer": ("## q\n\nText?\n\n= a\n\n  > {}\n", 10),
}
QUOTED = {
    "feedback": "> ",
    "answer": "  ",
    "feedback of an answer": "  > ",
    "feedback of a typed answer": "  > ",
}

FAULTS = [
    ("list beneath text", "Text:\n- a\n- b", 1, "error {} not-a-list", "Text:\n\n- a\n- b\n\nMore."),
    ("table without headers", "| | |\n|---|---|\n| a | b |", 0, "error {} table-header", "| a | b |\n|---|---|\n| c | d |"),
    ("row too long", "| a | b |\n|---|---|\n| a | b | c |", 2, "warning {} table-cells", "| a | b |\n|---|---|\n| a | b |"),
    ("first heading too deep", "##### a\n\nb", 0, "error {} heading-order", "### a\n\nb"),
    ("heading skipped", "### a\n\n##### b\n\nc", 2, "error {} heading-order", "### a\n\n#### b\n\n### c\n\nd"),
    ("heading without words", "### {{#a}}\n\nb", 0, "error {} empty-heading", "### a {{#a}}\n\nb"),
]  # fmt: skip


def placed(text: str, place: str) -> tuple[str, int]:
    """Return a quiz that holds a text in this place, and the line in which the text begins."""
    frame, line = PLACES[place]
    text = text.replace("{{", "{").replace("}}", "}")
    return frame.replace("{}", text.replace("\n", "\n" + QUOTED.get(place, ""))), line


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("text", "down", "told"), [row[1:4] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_is_told_with_its_line(text: str, down: int, told: str, place: str) -> None:
    body, line = placed(text, place)
    assert read(body)[1] == [told.replace("{}", str(line + down))]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", [row[4] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_near_miss_stays_silent(text: str, place: str) -> None:
    assert read(placed(text, place)[0])[1] == []


def test_a_list_right_beneath_the_text_of_an_answer_is_none() -> None:
    assert read("## q\n\nText?\n\n- (x) a\n  - b\n- ( ) c\n")[1] == ["error 9 not-a-list"]
    assert read("## q\n\nText?\n\n- (x) a\n\n  - b\n- ( ) c\n")[1] == []


CALL_OUTS = ["introduction", "section", "question", "information", "answer"]


@pytest.mark.parametrize("place", CALL_OUTS)
def test_an_unknown_call_out_is_told(place: str) -> None:
    body, line = placed("> [!FOO] a\n> b\n\nc", place)
    assert read(body)[1] == [f"error {line} unknown-callout"]
    assert read(placed("> [!NOTE] a\n> b\n\nc", place)[0])[1] == []


@pytest.mark.parametrize("place", ["introduction", "section", "question", "information"])
def test_feedback_that_is_shown_before_answering_is_an_error(place: str) -> None:
    body, line = placed("Text\n\n> [!FEEDBACK]\n> b\n\nc", place)
    assert read(body)[1] == [f"error {line + 2} feedback-before-answers"]
    assert read(placed("Text\n\n> [FEEDBACK]\n> b\n\nc", place)[0])[1] == []


def test_feedback_stands_behind_the_answers_or_ends_a_text_without_any() -> None:
    assert read("## q\n\nText?\n\n> [!FEEDBACK]\n> b\n\n= x\n")[1] == ["error 8 feedback-before-answers"]
    assert read("## q\n\nText?\n\n= x\n\n> [!FEEDBACK]\n> b\n")[1] == []
    assert read("## q\n\nText?\n\n- (x) a\n  > [!FEEDBACK] b\n- ( ) c\n")[1] == []
    assert read("## r\n\nText.\n\n> [!FEEDBACK]\n> b\n\n## q\n\nText?\n\n= x\n")[1] == []


def test_footnotes_and_underlined_headings_are_told_once() -> None:
    assert read("Text[^1]\n\n## q\n\nText\n=====\n\n= x\n")[1] == [
        "error 4 footnote",
        "error 9 underlined-heading",
    ]


def test_a_list_goes_on_however_many_lines_are_blank() -> None:
    assert read("## q\n\n- a\n" + "\n" * 15_000 + "- b\n\nText:\n- c\n\nWhich?\n\n= x\n")[1] == [
        "error 15010 not-a-list"
    ]


def test_the_sentences_say_what_to_do() -> None:
    problems = Problems()
    body = "## q\n\n> [!FEEDBACK] b\n\n##### c\n\n= x\n"
    read_quiz(FILE, whole(body).encode(), translation=False, problems=problems)
    assert [str(problem) for problem in problems.found] == [
        "quizzes/c/en/q.md:6: error: this feedback is shown before anybody has answered: put the quote at the end of"
        " its question [feedback-before-answers]",
        "quizzes/c/en/q.md:8: error: the first heading of this text is of level 5: begin with level 3 (###)"
        " [heading-order]",
    ]
