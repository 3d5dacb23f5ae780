"""Gaps in a text: what is taken out of it, what stands there instead, and what is told (course-format G2, G9, G11)."""

import pytest

from lms.domain.courses.format.quiz import read_quiz
from lms.domain.questions.gap_texts import sign
from lms.domain.questions.model import Answer, Question, pieces
from lms.kernel.problems import Problems
from lms.platform.markdown import render
from tests.support.quiz_texts import FILE, read, sound, whole

OTHER = "\n\n## other\n\nText?\n\n= yes\n"


def shown(body: str) -> Question:
    return sound(f"## q\n\n{body}{OTHER}").by_key["q"]


def gaps(question: Question) -> list[tuple[int, int, str]]:
    return [(answer.number, answer.line, answer.plain) for answer in question.answers]


def found(body: str) -> list[str]:
    """Return what is found in a question ``q`` whose body begins in line 6 of the file."""
    return read(f"## q\n\n{body}{OTHER}")[1]


def test_gaps_are_numbered_in_the_order_of_the_text_and_a_sign_stands_for_each() -> None:
    question = shown("{{Article 20}} has\n{{*two|three}} paragraphs.\n\n> [!FEEDBACK]\n> See {{there}}.")
    assert (question.kind, question.text) == ("gaps", f"{sign(1)} has\n{sign(2)} paragraphs.")
    assert question.answers == (Answer(1, 6, plain="Article 20"), Answer(2, 7, plain="*two|three"))
    assert question.feedback == "See {{there}}."


TAKEN_OUT = [
    ("bars in a table", "| a | b |\n|---|---|\n| {{*x|y}} | {{=p|=q}} |", ["*x|y", "=p|=q"]),
    ("Markdown", "{{*emphasis*|_other_}} and **{{strong}}**", ["*emphasis*|_other_", "strong"]),
    ("HTML", "{{<b>bold</b>}}", ["<b>bold</b>"]),
    ("in a list", "- {{one}}\n- {{two}}", ["one", "two"]),
    ("in a quotation", "> {{one}}", ["one"]),
    ("in a heading", "### {{one}}\n\nText.", ["one"]),
    ("in a word", "x{{one}}y", ["one"]),
    ("beside each other", "{{one}}{{two}}", ["one", "two"]),
    ("escaped signs", r"{{a\|b}} and {{\}\}}}", [r"a\|b", r"\}\}"]),
    ("a brace at the end", "{{{x}}}", ["{x}"]),
    ("blanks around", "{{ Article  20 }}", ["Article  20"]),
    ("a comment inside", "{{one<!-- not two -->}}", ["one"]),
]


@pytest.mark.parametrize(("body", "held"), [row[1:] for row in TAKEN_OUT], ids=[row[0] for row in TAKEN_OUT])
def test_what_a_gap_holds_is_never_markdown(body: str, held: list[str]) -> None:
    quiz = sound(f"## q\n\n{body}{OTHER}")
    assert [answer.plain for answer in quiz.by_key["q"].answers] == held
    html = render(pieces(quiz)["q/text"], document="q").html
    assert [html.count(sign(number)) for number in range(1, len(held) + 2)] == [1] * len(held) + [0]


BLIND = [
    ("code", "`{{one}}`"),
    ("fenced code", "```\n{{one}}\n```"),
    ("formula", "${{x}}$"),
    ("link target", "[a](media/{{x}}.svg)"),
    ("address", "<https://example.org/{{x}}>"),
    ("comment", "a <!-- {{one}} -->"),
    ("escaped", r"\{{one}}"),
    ("single braces", "{one} and { {two} }"),
]


@pytest.mark.parametrize("body", [row[1] for row in BLIND], ids=[row[0] for row in BLIND])
def test_what_only_looks_like_a_gap_is_text(body: str) -> None:
    assert shown(f"Text\n\n{body}\n").kind == "information"
    assert gaps(shown(f"Text\n\n{body}\n\n{{{{two}}}}")) == [(1, 10 + body.count("\n"), "two")]


def test_information_that_is_stated_may_hold_braces() -> None:
    question = sound(f"## q {{kind=information}}\n\nWrite {{{{Article 20}}}}, or {{{{open.{OTHER}").by_key["q"]
    assert (question.kind, question.text) == ("information", "Write {{Article 20}}, or {{open.")


def test_signs_that_an_author_wrote_are_none() -> None:
    question = shown(f"{sign(1)} and {{{{one}}}} and {sign(1)}")
    assert question.text == f"�1� and {sign(1)} and �1�"


FAULTS = [
    ("no end", "Text {{one", "error 6 unclosed-gap", r"Text \{{one"),
    ("end in the next line", "Text {{one\ntwo}}", "error 6 unclosed-gap", "Text {{one}}\ntwo}}"),
    ("a gap in a gap", "{{ {{one}} }}", "error 6 unclosed-gap", "{{one}} }}"),
    ("more than 500 signs", "{{" + "x" * 501 + "}}", "error 6 unclosed-gap", "{{" + "x" * 500 + "}}"),
    ("nothing in it", "Text {{}}", "error 6 bad-gap", "Text { {} }"),
    ("only blanks", "Text {{ }}", "error 6 bad-gap", "Text {{ x }}"),
    ("an empty text", "Text {{=a|=}}", "error 6 bad-gap", r"Text {{=a|=\=}}"),
    ("an empty alternative", "Text {{*a||b}}", "error 6 bad-gap", r"Text {{*a|\|b}}"),
    ("only a star", "Text {{*}}", "error 6 bad-gap", r"Text {{\*}}"),
    ("no star", "Text\n{{a|b}}", "error 7 bad-gap", "Text\n{{*a|b}}"),
    ("two stars", "Text {{*a|*b}}", "error 6 bad-gap", r"Text {{*a|\*b}}"),
    ("one alternative", "Text {{*a}}", "error 6 bad-gap", "Text {{=*a}}"),
    ("typed and chosen", "Text {{=a|b}}", "error 6 bad-gap", "Text {{=a|=b}}"),
    ("typed and right", "Text {{=a|*b}}", "error 6 bad-gap", "Text {{=a|=*b}}"),
    ("a number in the source", "{{one}} {{2:two}}", "error 6 gap-number", "{{one}} {{=2:two}}"),
    ("a time", "At {{10:30}}", "error 6 gap-number", r"At {{10\:30}}"),
    ("in a link", "See [{{one}}](media/x.pdf).", "error 6 gap-misplaced", "See [this](media/x.pdf): {{one}}"),
    ("in a link to an activity", "See [[lesson|{{one}}]].", "error 6 gap-misplaced", "See [[lesson]]: {{one}}"),
    ("in the description of a picture", "![A {{one}}](media/x.svg)", "error 6 gap-misplaced", "![A one](media/x.svg) {{one}}"),
    ("in an attribute", 'An <abbr title="{{one}}">o</abbr>', "error 6 gap-misplaced", 'An <abbr title="one">{{one}}</abbr>'),
    ("the same alternative twice", "{{*a|A}}", "warning 6 same-answer", "{{*a|b}}"),
    ("the same text twice", "{{=a|=A }}", "warning 6 same-answer", "{{=a|=á}}"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "told"), [row[1:3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_told_with_its_line(body: str, told: str) -> None:
    assert found(body) == [told]


@pytest.mark.parametrize("body", [row[3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_near_miss_stays_silent(body: str) -> None:
    assert found(body) == []


def test_every_gap_that_is_wrong_is_told() -> None:
    assert found("{{*a}} and\n{{b|c}} and {{d}}") == ["error 6 bad-gap", "error 7 bad-gap"]
    assert found("{{x}}\n" * 100) == []
    assert found("{{x}}\n" * 101) == ["error 106 too-many-answers"]


def test_a_case_that_counts_counts_for_what_is_typed_only() -> None:
    assert read(f"## q {{case=yes}}\n\n{{{{=a|=A}}}}{OTHER}")[1] == []
    assert read(f"## q {{case=yes}}\n\n{{{{*a|A}}}}{OTHER}")[1] == ["warning 6 same-answer"]


def test_braces_in_their_thousands_take_no_time() -> None:
    """The time is linear in what a stranger wrote; this would otherwise not end."""
    assert found(("{{" * 400 + "\n\n") * 40) == [f"error {6 + 2 * number} unclosed-gap" for number in range(40)]
    assert found(("{{x" + "x" * 5_000) * 40)[0] == "error 6 unclosed-gap"


SOURCE = "## q\n\n{{one}} {{*two|three}} {{four}}\n"


def twin(text: str, source: str = SOURCE) -> tuple[Question | None, list[str]]:
    quiz, told = read(f"## q\n\n{text}\n", source=sound(source))
    return quiz.by_key.get("q"), told


def test_a_translation_may_give_gaps_the_numbers_of_the_source() -> None:
    question, told = twin("{{2:*две|три}} {{едно}} {{3: четири}}")
    assert told == []
    assert question is not None
    assert gaps(question) == [(1, 6, "едно"), (2, 6, "*две|три"), (3, 6, "четири")]
    assert question.text == f"{sign(2)} {sign(1)} {sign(3)}"


NUMBERS = [
    ("too high", "{{4:едно}} {{*две|три}} {{четири}}", "{{3:едно}} {{1:*две|три}} {{2:четири}}"),
    ("none", "{{0:едно}} {{*две|три}} {{четири}}", "{{=0:едно}} {{*две|три}} {{четири}}"),
    ("twice", "{{1:едно}} {{1:*две|три}} {{четири}}", "{{1:едно}} {{2:*две|три}} {{четири}}"),
]


@pytest.mark.parametrize(("text", "fine"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_number_that_no_gap_can_have_is_told(text: str, fine: str) -> None:
    assert twin(text)[1] == ["error 6 gap-number"]
    assert twin(fine)[1] == []


def test_a_translation_is_told_of_gaps_that_are_wrong_in_it() -> None:
    assert twin("{{едно}} {{две|три}} {{четири}}") == (None, ["error 6 bad-gap"])
    assert twin("{{едно}} {{*две|две}} {{четири}}")[1] == ["warning 6 same-answer"]
    assert twin("[{{едно}}](media/x.svg) {{*две|три}} {{четири}}")[1] == ["error 6 gap-misplaced"]


def test_the_sentences_say_what_to_do() -> None:
    problems = Problems()
    body = "## q\n\n{{a|b}} {{1:30}} {{c\n\n## r\n\n[{{a}}](media/x.svg)\n"
    read_quiz(FILE, whole(body).encode(), translation=False, problems=problems)
    assert [str(problem).removeprefix("quizzes/c/en/q.md:") for problem in problems.found] == [
        "6: error: gap 1 has several texts to choose from: mark the one right one with a star, like {{*twenty|two}}"
        " [bad-gap]",
        "6: error: gaps of the source count from the first: take 1: out, or write {{=1:…}} where it is text [gap-number]",
        "6: error: this gap has no end: write }} in the same line, or \\{{ where the braces are text [unclosed-gap]",
        "10: error: a gap cannot stand in a link, in the description of a picture or in an address [gap-misplaced]",
    ]
