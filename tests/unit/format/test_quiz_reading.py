"""What the reader makes of a quiz that is in order (course-format G1 to G11)."""

from fractions import Fraction

import pytest

from lms.domain.questions.model import Answer, Question, pieces
from tests.support.quiz_texts import read, sound

EXAMPLE = """
    Text before the first heading is the introduction.

    # Basics {draw=1}

    Read carefully.

    ## ladder-top {points=2 see=arnstein-ladder#top}

    Which rung stands highest on Arnstein's ladder of 1969?

    - ( ) Informing
      > Informing is the third rung from below.
    - (x) Citizen control
    - ( ) Partnership

    > Shown to everybody after answering.
    """


def test_the_example_of_the_format_is_read() -> None:
    quiz = sound(EXAMPLE, "mode: test\npass: 70\nattempts: 3\nminutes: 20\nextra_time: why not\ngrading: latest\nshuffle: [questions, answers]\nshow_answers: after-pass\npage: one")  # fmt: skip
    assert (quiz.title, quiz.mode, quiz.pass_mark, quiz.attempts, quiz.minutes) == ("T", "test", 70, 3, 20)
    assert (quiz.extra_time, quiz.grading, quiz.show_answers, quiz.page) == (
        "why not",
        "latest",
        "after-pass",
        "one",
    )
    assert quiz.shuffle == {"questions", "answers"}
    assert quiz.introduction == "Text before the first heading is the introduction."
    (section,) = quiz.sections
    assert (section.title, section.draw, section.text) == ("Basics", 1, "Read carefully.")
    (question,) = section.questions
    assert question == Question(
        key="ladder-top",
        kind="single",
        points=Fraction(2),
        text="Which rung stands highest on Arnstein's ladder of 1969?",
        answers=(
            Answer(1, 24, "Informing", feedback="Informing is the third rung from below."),
            Answer(2, 26, "Citizen control", share=Fraction(1)),
            Answer(3, 27, "Partnership"),
        ),
        feedback="Shown to everybody after answering.",
        settings={"see": "arnstein-ladder#top"},
        line=20,
        digest=question.digest,
    )


def test_defaults_are_those_of_the_format() -> None:
    quiz = sound("## q\n\nText?\n\n= yes\n")
    assert (quiz.mode, quiz.pass_mark, quiz.attempts, quiz.minutes, quiz.grading) == (
        "test",
        None,
        None,
        None,
        "best",
    )
    assert (quiz.shuffle, quiz.show_answers, quiz.page) == (frozenset(), "after-attempt", "all")
    assert sound("## q\n\nText?\n\n= yes\n", "mode: practice").show_answers == "after-each"
    assert sound("## q\n\nText?\n\n= yes\n", "attempts: unlimited").attempts is None
    assert quiz.by_key["q"].points == 1


KINDS = [
    ("single", "- ( ) a\n- (x) b", "single"),
    ("multiple", "- [ ] a\n- [x] b", "multiple"),
    ("true", "= true", "truth"),
    ("false", "= false", "truth"),
    ("short", "= true\n= wahr", "short"),
    ("short with a share", "=50% true\n= yes", "short"),
    ("number", "= 720", "number"),
    ("number below zero", "= -3.5", "number"),
    ("tolerance", "= 3.14 ± 0.01", "number"),
    ("tolerance in ASCII", "= 3.14 +- 0.01", "number"),
    ("range", "= 10..20", "number"),
    ("numbers with shares", "= 720\n=50% 700..740", "number"),
    ("a number and a text", "= 12\n= twelve", "short"),
    ("percent is a text", "= 50%", "short"),
    ("matching", "- a => A\n- b => B\n- => C", "matching"),
    ("ordering", "1. a\n2. b", "ordering"),
    ("ordering with one number", "1. a\n1. b", "ordering"),
    ("information", "Only text.", "information"),
]


@pytest.mark.parametrize(("body", "kind"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_the_kind_is_told_by_the_form_of_the_answers(body: str, kind: str) -> None:
    quiz = sound(f"## q\n\nText?\n\n{body}\n\n## other\n\nText?\n\n= yes\n")
    assert quiz.by_key["q"].kind == kind


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("short", "= 720"),
        ("short", "= true"),
        ("information", "1. a\n2. b"),
        ("information", "- a\n- b"),
        ("information", "- (x) how an answer is written\n- ( ) and another"),
        ("number", "= 5"),
    ],
    ids=["numbers as text", "true as text", "a list in order", "a list", "answers as examples", "number"],
)
def test_a_kind_that_is_stated_holds(kind: str, body: str) -> None:
    quiz = sound(f"## q {{kind={kind}}}\n\nText?\n\n{body}\n\n## other\n\nText?\n\n= yes\n")
    assert quiz.by_key["q"].kind == kind


MARKS = {"x": 1, "X": 1, "х": 1, "Х": 1, "χ": 1, "Χ": 1, " ": 0, "50%": Fraction(1, 2), "-25%": Fraction(-1, 4), "33.33333%": Fraction(3333333, 10**7), "100%": 1}  # fmt: skip


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: f"[{mark}]")
def test_marks_are_read_in_every_alphabet_and_as_exact_shares(mark: str) -> None:
    question = sound(f"## q\n\nText?\n\n- [{mark}] a\n- [x] b\n- [ ] c\n").by_key["q"]
    assert question.answers[0].share == MARKS[mark]


def shown(body: str) -> Question:
    return sound(f"## q\n\n{body}\n").by_key["q"]


def test_an_answer_goes_on_as_long_as_lines_are_indented_and_its_quote_is_feedback() -> None:
    question = shown("""Text?

- ( ) First line
  second line

      deeper, after a blank line

  - a list
    in it
  > Feedback
  > goes on

  and on.
- (x) b
\tafter a tab
\t> with feedback
- (50%)
  on the next line
- ( ) c

> For all.
> Second line.
>
> Second paragraph.
""")
    assert [answer.text for answer in question.answers] == [
        "First line\nsecond line\n\n    deeper, after a blank line\n\n- a list\n  in it",
        "b\nafter a tab",
        "on the next line",
        "c",
    ]
    assert [answer.feedback for answer in question.answers] == [
        "Feedback\ngoes on\n\nand on.",
        "with feedback",
        "",
        "",
    ]
    assert question.feedback == "For all.\nSecond line.\n\nSecond paragraph."


def test_all_before_the_last_block_is_text_whatever_it_looks_like() -> None:
    question = shown("""1. First statement
2. Second statement

> A quotation.

- [x] a task list
- [ ] in the text

> [!NOTE]
> A call-out.

1 + 1
= 2

Which?

- ( ) a
- (x) b
""")
    assert question.kind == "single"
    assert question.text.startswith("1. First statement")
    assert question.text.endswith("= 2\n\nWhich?")


def test_a_numbered_list_right_above_the_answers_is_text() -> None:
    question = shown(
        "Which are true?\n\n1. Snow is white.\n2. Snow is black.\n\n- (x) only the first\n- ( ) both\n"
    )
    assert question.text == "Which are true?\n\n1. Snow is white.\n2. Snow is black."
    assert [answer.text for answer in question.answers] == ["only the first", "both"]


def test_call_outs_are_never_feedback() -> None:
    question = shown("Text?\n\n- (x) a\n  > [!NOTE]\n  > of the answer\n\n  > feedback\n- ( ) b\n")
    assert question.answers[0].text == "a\n> [!NOTE]\n> of the answer"
    assert question.answers[0].feedback == "feedback"


def test_feedback_may_be_marked_as_such_where_there_are_no_answers() -> None:
    quiz = sound(
        "## q\n\nText\n\n> A quotation.\n\n> [!FEEDBACK]\n> For all.\n\n## other\n\nText?\n\n= yes\n"
    )
    assert (quiz.by_key["q"].text, quiz.by_key["q"].feedback) == ("Text\n\n> A quotation.", "For all.")


def test_pairs_have_markdown_at_the_left_and_plain_text_at_the_right() -> None:
    question = shown(r"""Text?

- **Ladder** `a => b` => Arn\*stein
  > feedback
- ![What it shows](media/x.svg) => spectrum
  that goes on
- $a => b$ => formula
- one \=> two => three
- => distractor
""")
    assert [(answer.text, answer.plain, answer.feedback) for answer in question.answers] == [
        ("**Ladder** `a => b`", r"Arn\*stein", "feedback"),
        ("![What it shows](media/x.svg)", "spectrum that goes on", ""),
        ("$a => b$", "formula", ""),
        (r"one \=> two", "three", ""),
        ("", "distractor", ""),
    ]


def test_typed_answers_are_plain_text() -> None:
    question = shown("Text?\n\n= Article  20\n  of the Treaty\n  > Yes\n=50% Art* 20\n=0% {20}\n")
    assert [(answer.plain, answer.share, answer.feedback) for answer in question.answers] == [
        ("Article 20 of the Treaty", 1, "Yes"),
        ("Art* 20", Fraction(1, 2), ""),
        ("{20}", 0, ""),
    ]


def test_answers_may_keep_their_places() -> None:
    question = shown("Text?\n\n- ( ) a\n- (x) b {fixed}\n- ( ) the set \\{fixed}\n- ( ) [c](d){.fixed}\n")
    assert [(answer.text, answer.fixed) for answer in question.answers] == [
        ("a", False),
        ("b", True),
        ("the set \\{fixed}", False),
        ("[c](d){.fixed}", False),
    ]


def test_settings_may_be_quoted_and_lists() -> None:
    question = sound(
        '## q {points=0.25 formerly=old,older see="lesson#a" kind=short case=yes}\n\nText?\n\n= 5\n'
    ).by_key["q"]
    assert (question.points, question.formerly) == (Fraction(1, 4), ("old", "older"))
    assert question.settings == {"see": "lesson#a", "kind": "short", "case": "yes"}


def test_questions_before_the_first_section_have_none() -> None:
    quiz = sound("## a\n\nText?\n\n= x\n\n# Section\n\n## b\n\nText?\n\n= y\n")
    assert [
        (section.title, [question.key for question in section.questions]) for section in quiz.sections
    ] == [
        ("", ["a"]),
        ("Section", ["b"]),
    ]


def test_pieces_are_cut_out_ready_to_be_rendered_alone() -> None:
    quiz = sound("""
        Intro with [a link][law].

        *[OECD]: Organisation for Economic Co-operation and Development

        # Section

        About the OECD.

        ## q

        Text?

        - (x) a [law]
          > because
        - ( ) b

        > all

        [law]: https://example.org/law "The law"
        """)
    link = '[law]: https://example.org/law "The law"'
    assert pieces(quiz) == {
        "intro": f"Intro with [a link][law].\n\n{link}",
        "section/0": "About the OECD.\n\n*[OECD]: Organisation for Economic Co-operation and Development",
        "q/text": "Text?",
        "q/answer/1": f"a [law]\n\n{link}",
        "q/feedback/1": "because",
        "q/answer/2": "b",
        "q/feedback": "all",
    }


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "## q\n\nText?\n\n- (x) a\n  b\n- ( ) c\n"
    plain, found = read(text)
    windows, also = read(text.replace("\n", "\r\n"))
    assert (windows.questions, also) == (plain.questions, found)


def test_the_digest_of_a_question_is_that_of_its_own_lines() -> None:
    one = sound("## a\n\nText?\n\n= x\n\n## b\n\nText?\n\n= y\n")
    other = sound("Intro\n\n## a\n\nText?\n\n= x\n\n\n## b\n\nText!\n\n= y\n")
    assert one.by_key["a"].digest == other.by_key["a"].digest
    assert one.by_key["b"].digest != other.by_key["b"].digest
    # printf '## a\n\nText?\n\n= x' | sha256sum
    assert one.blocks["a"] == "79fb9df7"
