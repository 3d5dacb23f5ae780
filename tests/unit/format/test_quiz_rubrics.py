"""The rubric of an essay: its last list, each item with its points (course-format §7, G6, G10)."""

from fractions import Fraction

import pytest

from lms.domain.questions.model import Answer
from tests.support.quiz_texts import in_order, read

OTHER = "\n\n## other\n\nText?\n\n= yes\n"


def found(body: str) -> list[str]:
    """Return what is found in an essay whose body begins in line 6."""
    return read(f"## q {{kind=essay}}\n\n{body}{OTHER}")[1]


def test_the_last_list_with_points_is_the_rubric() -> None:
    question = in_order(
        "## q {kind=essay words=300 points=8}\n\nPlan it.\n\n- first\n- then\n\nWrite.\n\n"
        "- (0-4) **Clear**\n  and short\n  > Somebody else understands it.\n- (1-12) Whole\n\n> For all.\n"
    ).by_key["q"]
    assert (question.kind, question.points, question.settings) == ("essay", 8, {"kind": "essay", "words": "300"})
    assert (question.text, question.feedback) == ("Plan it.\n\n- first\n- then\n\nWrite.", "For all.")
    assert question.answers == (
        Answer(1, 13, "**Clear**\nand short", low=Fraction(0), high=Fraction(4), feedback="Somebody else understands it."),
        Answer(2, 16, "Whole", low=Fraction(1), high=Fraction(12)),
    )


@pytest.mark.parametrize(
    "body",
    ["Text?", "Text?\n\n- a\n- b", "Text?\n\n1. a\n2. b", "Text {{a}}?", "Text?\n\n- (x) a\n- ( ) b", "Text?\n\n= x\n\n> quotation"],
    ids=["a text", "a list", "an order", "a gap", "choices", "a typed answer"],
)
def test_an_essay_without_a_rubric_is_all_text(body: str) -> None:
    question = in_order(f"## q {{kind=essay}}\n\n{body}{OTHER}").by_key["q"]
    assert (question.kind, question.text, question.answers) == ("essay", body, ())


def test_feedback_of_an_essay_without_a_rubric_is_marked_as_such() -> None:
    question = in_order(f"## q {{kind=essay}}\n\nText?\n\n> [!FEEDBACK]\n> For all.{OTHER}").by_key["q"]
    assert (question.text, question.feedback) == ("Text?", "For all.")


FAULTS = [
    ("no points", "- (0-4) a\n- b", "error 9 rubric-without-points", "- (0-4) a\n\n  - b"),
    ("no points of the first", "- a\n- (0-4) b", "error 8 rubric-without-points", "- a\n\n- (0-4) b"),
    ("none to be had", "- (0-0) a", "error 8 rubric-without-points", "- (0-1) a"),
    ("backwards", "- (4-0) a", "error 8 bad-rubric", "- (0-4) a"),
    ("a dash", "- (0–4) a\n- b", "error 8 bad-rubric", "- (0-4) a"),
    ("two dots", "- (0..4) a", "error 8 bad-rubric", "- \\(0..4) a"),
    ("only the most", "- (4) a", "error 8 bad-rubric", "- (four) a"),
    ("no end", "- (0-) a", "error 8 bad-rubric", "- (-) a"),
    ("blanks", "- (0 - 4) a", "error 8 bad-rubric", "- (0-4)  a"),
    ("half points", "- (0-2.5) a", "error 8 bad-rubric", "- (0-25) a"),
    ("square brackets", "- [0-4] a", "error 8 bad-rubric", "- [0-4](media/x.pdf) a"),
    ("no blank behind", "- (0-4)a", "error 8 bad-rubric", "- (0-4)\ta"),
    ("star", "* (0-4) a", "error 8 bad-rubric", "* a (0-4)"),
    ("number", "1. (0-4) a", "error 8 bad-rubric", "1. a (0-4)"),
    ("indented", " - (0-4) a", "error 8 bad-rubric", "- (0-4) a\n\n  - (0-4) b"),
    ("one of several", "- (0-4) a\n- (0–4) b", "error 9 bad-rubric", "- (0-4) a\n- (0-4) b"),
    ("no words", "- (0-4)\n- (0-4) b", "error 8 empty-answer", "- (0-4)\n  a\n- (0-4) b"),
    ("a line among them", "- (0-4) a\nb", "error 9 text-after-answers", "- (0-4) a\n  b"),
    ("text after it", "- (0-4) a\n\nb", "error 10 text-after-answers", "- (0-4) a\n\n> b"),
    ("the same for all", "- (2-2) a", "warning 8 same-points", "- (1-2) a"),
    ("the same twice", "- (0-4) a\n- (0-2) A", "warning 9 same-answer", "- (0-4) a\n- (0-4) b"),
]


@pytest.mark.parametrize(("rubric", "told"), [row[1:3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_told_with_its_line(rubric: str, told: str) -> None:
    assert found(f"Text?\n\n{rubric}") == [told]


@pytest.mark.parametrize("rubric", [row[3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_near_miss_stays_silent(rubric: str) -> None:
    assert found(f"Text?\n\n{rubric}") == []


def test_points_are_a_rubric_only_where_an_essay_is_stated() -> None:
    text = "## q{}\n\nText?\n\n- (0-4) a\n- (0-4) b" + OTHER
    assert read(text.format(""))[1] == ["error 8 bad-mark"]
    assert read(text.format(" {kind=reflection}"))[1] == []
    assert read(text.format(" {kind=essay}"))[1] == []
    assert read("## q\n\nText?\n\n- (0-4) a\n- (0-4) b\n\nWhich?\n\n- (x) c\n- ( ) d\n")[1] == []
