"""Nothing in code, comments, formulas and link targets is grammar (course-format G2)."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from lms.domain.courses.format.quiz_zones import NOTHING, veil
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Question
from lms.kernel.problems import Problems
from tests.support.quiz_texts import FILE, read, sound


def shown(body: str) -> Question:
    quiz = sound(f"## q\n\n{body}\n")
    assert [question.key for question in quiz.questions] == ["q"]
    return quiz.by_key["q"]


END = "\n\n- (x) a\n- ( ) b"

BLIND = [
    (
        "fenced code",
        "```\n# No section\n## no-question\n- (x) no answer\n= none\n> no quote\n{{no gap}}\n```",
    ),
    ("fence of waves", "~~~~ markdown\n~~~\n## no-question\n~~~~"),
    ("fence in a quotation", "> ```\n> ## no-question\n> ```"),
    ("fence in a list", "- item\n\n  ```\n  ## no\n- (x) no\n  ```"),
    ("comment over lines", "<!--\n## no-question\n\n- (x) no answer\n-->"),
    ("comment with a fence", "<!--\n```\n-->"),
    ("fence with a comment", "```\n<!--\n```"),
    ("code span", "Is `{{gap}}` or `` `{{gap}}` `` a gap?"),
    ("code span over two lines", "Is `{{one\ntwo}}` a gap?"),
    ("comment in code", "Is `<!--` a comment?"),
    ("formula", "Is ${{x}}$ a gap?"),
    ("link target", "Is [this]({{x}}) a gap? And <https://example.org/{{x}}>?"),
    ("escaped signs", "Is \\{{x}} a gap? \\# And this no heading?\n\\## no-question\n\\- (x) no answer"),
    ("footnote in code", "Is `[^1]` a footnote?"),
    ("underline in code", "```\ntext\n===\n```"),
]


@pytest.mark.parametrize("text", [row[1] for row in BLIND], ids=[row[0] for row in BLIND])
def test_blind_zones_are_text(text: str) -> None:
    question = shown(f"Text?\n\n{text}{END}")
    assert (question.kind, len(question.answers)) == ("single", 2)


def test_comments_are_never_shown() -> None:
    question = shown("Text?<!-- not that -->\n\n<!-- (x) a is right -->\n- (x) a <!-- {fixed} -->\n<!-- in between -->\n- ( ) b<!--\n\nmuch\n-->\n\n> all<!-- no --> of it")  # fmt: skip
    assert question.text == "Text?"
    assert [(answer.text, answer.fixed) for answer in question.answers] == [("a", False), ("b", False)]
    assert question.feedback == "all of it"


def test_code_in_answers_belongs_to_them() -> None:
    question = shown(
        "Text?\n\n- (x) ```\n  # code\n\n      indented\n  > no quote\n  ```\n  > feedback\n- ( ) `{fixed}`\n- ( ) $x {fixed}$"
    )
    assert [answer.text for answer in question.answers] == [
        "```\n# code\n\n    indented\n> no quote\n```",
        "`{fixed}`",
        "$x {fixed}$",
    ]
    assert [answer.feedback for answer in question.answers] == ["feedback", "", ""]


def test_an_open_code_span_ends_with_its_answer() -> None:
    question = shown("Use ` or ``?\n\n- (x) Use ` here\n- ( ) Use ` there\n\n> Or ` in feedback")
    assert [answer.text for answer in question.answers] == ["Use ` here", "Use ` there"]
    assert question.feedback == "Or ` in feedback"


def test_money_is_no_formula() -> None:
    question = shown("Text?\n\n- $5 => $10\n- $6 => $20")
    assert [(answer.text, answer.plain) for answer in question.answers] == [("$5", "$10"), ("$6", "$20")]


def test_a_link_is_no_answer() -> None:
    question = shown("Text?\n\n- [x](https://example.org)\n\nWhich?\n\n- (x) a\n- ( ) b")
    assert question.text == "Text?\n\n- [x](https://example.org)\n\nWhich?"


OPEN = [
    ("code", "Text?\n\n```\n- (x) a\n- ( ) b\n", "unclosed-code"),
    ("comment", "Text? <!-- to do\n\n- (x) a\n- ( ) b\n", "unclosed-comment"),
]


@pytest.mark.parametrize(("body", "code"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN])
def test_a_zone_without_an_end_is_told(body: str, code: str) -> None:
    _quiz, found = read(f"## q\n\n{body}\n## other\n\nText?\n\n= x\n")
    assert [each.split()[2] for each in found if each.split()[2].startswith("unclosed")] == [code]


PARTS = st.sampled_from(
    [
        "`",
        "``",
        "```",
        "~~~",
        "$",
        "$$",
        "<!--",
        "-->",
        "\\",
        "[",
        "](",
        ")",
        "<http:",
        ">",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "# ",
        "## ",
        "- (x) ",
        "- [ ] ",
        "= ",
        "1. ",
        " => ",
        "{fixed}",
        "{{",
        "}}",
        "a",
        "ж",
        "{",
        "}",
        "[^1]",
        "[a]: b",
        "*[a]: b",
        "---",
        "\0",
        "\ufffc",
    ]
)


STARTS = st.sampled_from(
    [
        "- (x) ",
        "- ( ) ",
        "- [x] ",
        "- [50%] ",
        "= ",
        "=50% ",
        "1. ",
        "- a => ",
        "- => ",
        "> ",
        "> [!NOTE]",
        "> [!FEEDBACK]",
        "  ",
        "  > ",
        "\t",
        "",
        "",
        "```",
        "<!-- ",
        "## k",
        "# S",
        "### h",
        "---",
        "===",
    ]
)
LINES = st.lists(
    st.tuples(STARTS, st.lists(PARTS, max_size=4).map("".join)).map("".join), min_size=1, max_size=14
)
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["- (x) a", "- ( ) b", "  > f", "", "  c", "<!-- n -->", "- (50%) `d`"]), PARTS
    ).map("".join)
)
TEXTS = LINES.map("\n".join) | ANSWERS.map("\n".join) | st.lists(PARTS, max_size=40).map("".join)


@given(TEXTS)
def test_a_veiled_text_keeps_its_lines_and_their_lengths(text: str) -> None:
    problems = Problems()
    veiled = veil(text, 5, Findings(FILE, problems))
    lines = [line.written for line in veiled.lines]
    event(
        "something is covered"
        if any("\ufffc" in line.bare for line in veiled.lines)
        else "nothing is covered"
    )
    event("a comment is taken out" if any(NOTHING in line for line in lines) else "no comment")
    event("something has no end" if problems.found else "everything ends")
    assert [line.number for line in veiled.lines] == list(range(5, 6 + text.count("\n")))
    assert all(len(line.written) == len(line.bare) for line in veiled.lines)


@settings(max_examples=200)
@given(TEXTS)
def test_no_text_breaks_the_reader(text: str) -> None:
    quiz, found = read(f"## q\n\n{text}")
    event("the question is read" if quiz.questions else "the question is broken")
    event(f"kind {quiz.questions[0].kind}" if quiz.questions else "no kind")
    translation, _ = read(f"## q\n\n{text}", source=quiz)
    whole, _ = read(text)
    event(f"{len(whole.questions)} questions")
    event("errors" if any(each.startswith("error") for each in found) else "no errors")
    assert not quiz.questions or found or translation.questions
