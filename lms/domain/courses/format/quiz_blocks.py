"""The body of a question: its text, its answer block and the feedback for all (course-format G5 to G7).

The answer block is the last block of the body, feedback aside; all before it is text, whatever it looks like.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lms.domain.courses.format.quiz_gaps import cut_gaps, report_open_gaps
from lms.domain.courses.format.quiz_lines import (
    ARROW,
    CALL_OUT,
    FIXED,
    FORMS,
    RUBRIC,
    Forms,
    form_of,
    read_answer_line,
)
from lms.domain.courses.format.quiz_pieces import Piece, checked, piece_of, unquoted
from lms.domain.courses.format.quiz_rubric import (
    report_above_rubric,
    report_lost_rubric,
    report_strays_of_rubric,
)
from lms.domain.courses.format.quiz_slips import report_lost_above
from lms.domain.courses.format.quiz_zones import Line
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Answer
from lms.kernel.words import N_

MOST_ANSWERS = 100


@dataclass(frozen=True)
class Block:
    """The parts of a question; ``form`` is that of its answers, None where it has none.

    Where the answers are gaps, signs stand for them in the text. ``has_gap`` says that there is a gap beside answer lines.
    """

    text: str
    answers: tuple[Answer, ...] = ()
    feedback: str = ""
    form: str | None = None
    has_gap: bool = False
    is_sound: bool = True


@dataclass
class _Run:
    """Answer lines that follow each other, with what belongs to them.

    ``tail`` are quotes beneath the last one, ``strays`` lines among them that are none, ``end`` the line of the text
    that ended them; ``is_pure`` says that all have the same form.
    """

    items: list[tuple[int, str]]
    tail: list[int] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    end: int | None = None
    is_pure: bool = True


def read_block(
    lines: Sequence[Line], *, forms: Forms, findings: Findings, with_gaps: bool, translation: bool
) -> Block:
    """Return the parts of the body of a question whose answer lines have one of these forms; without any it is a text.

    ``with_gaps`` says that a text without answer lines may have gaps.
    """
    run = _last_run(lines, forms)
    if run is None or run.end is not None:
        if run is not None and {form for _, form in run.items} != {"numbers"}:
            return _text_after(lines, run, findings)
        if forms is RUBRIC:
            report_lost_rubric(lines, findings)
        return _text_block(lines, findings, with_gaps=with_gaps, translation=translation)
    first = run.items[0][0]
    last = run.tail[0] if run.tail else len(lines)
    strays = [lines[index] for index in run.strays]
    is_sound = (
        (report_strays_of_rubric(strays, findings) if forms is RUBRIC else _report_strays(strays, findings))
        and _report_mixture(lines, run, findings)
        and _report_number(lines, run, findings)
    )
    report_above = report_above_rubric if forms is RUBRIC else report_lost_above
    report_above(lines[:first], findings)
    text = checked(piece_of(lines[:first], findings), findings)
    if not is_sound:
        return Block(text.text, is_sound=False)
    answers = _answers(lines[:last], run, findings)
    return Block(
        text.text,
        tuple(answer for answer in answers if answer),
        checked(unquoted(piece_of(lines[last:], findings)), findings).text,
        run.items[0][1],
        has_gap=any(_has_gap(line.bare) for line in lines[:last]),
        is_sound=all(answers),
    )


def _last_run(lines: Sequence[Line], forms: Forms) -> _Run | None:
    """Return the last run of answer lines; its ``end`` is the line of the text that ended it, None at the end."""
    run: _Run | None = None
    for index, line in enumerate(lines):
        form = form_of(line, forms)
        if form:
            run = _next_item(run, index, form, lines)
        elif run is None or run.end is not None or line.is_blank or _belongs_above(line, index, run):
            continue
        elif _is_quotation(line) and not run.strays:
            run.tail.append(index)
        elif lines[index - 1].is_blank:
            run.end = index
        else:
            run.strays.append(index)
    return run


def _belongs_above(line: Line, index: int, run: _Run) -> bool:
    """Tell whether a line is indented enough to belong to the answer above it (G5)."""
    return line.hangs and not run.tail and run.strays[-1:] != [index - 1]


def _next_item(run: _Run | None, index: int, form: str, lines: Sequence[Line]) -> _Run:
    """Return the run to which an answer line belongs: the one above, or a new one."""
    if run is None or run.end is not None:
        return _Run([(index, form)])
    after_blank = lines[index - 1].is_blank
    if run.tail and lines[run.tail[0] - 1].is_blank:
        return _Run([(index, form)])
    # A numbered list is an ordinary part of a text, so other answers below it are the block.
    if after_blank and form != "numbers" and run.items[-1][1] == "numbers" and run.is_pure:
        return _Run([(index, form)])
    run.is_pure = run.is_pure and form == run.items[-1][1]
    run.items.append((index, form))
    run.strays += run.tail
    run.tail = []
    return run


def _is_quotation(line: Line) -> bool:
    call_out = CALL_OUT.match(line.bare)
    return line.bare.startswith(">") and (call_out is None or call_out[1].upper() == "FEEDBACK")


def _report_strays(strays: Sequence[Line], findings: Findings) -> bool:
    for line in strays:
        if line.bare.startswith(">"):
            sentence = N_(
                "a quote among the answers: indent it by two blanks to make it feedback of the answer above"
            )
        else:
            sentence = N_(
                "this line is no answer: indent it by two blanks if it belongs to the answer above, or give it a mark"
            )
        findings.error(line.number, "text-after-answers", sentence)
    return not strays


def _report_mixture(lines: Sequence[Line], run: _Run, findings: Findings) -> bool:
    form = run.items[0][1]
    for index, other in run.items:
        if other != form:
            findings.error(
                lines[index].number,
                "mixed-forms",
                N_("all answers of a question have one form, but this line has another than line %(first)s"),
                first=lines[run.items[0][0]].number,
            )
            return False
    return True


def _report_number(lines: Sequence[Line], run: _Run, findings: Findings) -> bool:
    if len(run.items) <= MOST_ANSWERS:
        return True
    line = lines[run.items[MOST_ANSWERS][0]].number
    findings.error(line, "too-many-answers", N_("a question has %(most)s answers at most"), most=MOST_ANSWERS)
    return False


def _text_after(lines: Sequence[Line], run: _Run, findings: Findings) -> Block:
    assert run.end is not None, "called for a run that text ended"
    findings.error(
        lines[run.end].number,
        "text-after-answers",
        N_(
            "text after the answers: put it before them, make it a quote (>) to be feedback, or state {kind=information}"
        ),
    )
    return Block("", is_sound=False)


def _answers(lines: Sequence[Line], run: _Run, findings: Findings) -> list[Answer | None]:
    """Return the answers of a run in order, None for one that is empty."""
    starts = [index for index, _ in run.items]
    ends = [*starts[1:], len(lines)]
    return [
        _answer(number, lines[start:end], form, findings)
        for number, (start, end, (_, form)) in enumerate(zip(starts, ends, run.items, strict=True), 1)
    ]


def _answer(number: int, lines: Sequence[Line], form: str, findings: Findings) -> Answer | None:
    """Return one answer with what belongs to it: from its first quoted line on it is feedback (G5)."""
    answer, rest = read_answer_line(number, lines[0], form, findings)
    for line in lines[1:]:
        if FIXED.search(line.bare):
            sentence = N_("{fixed} stands at the end of the first line of its answer; for braces as text write \\{")
            findings.error(line.number, "setting-not-here", sentence)
    below = piece_of(lines[1:], findings)
    cut = below.first_quotation()
    content, feedback = below.before(cut), checked(unquoted(below.after(cut)), findings)
    answer = replace(answer, feedback=feedback.text)
    if form == "pairs":
        return _pair(answer, lines[0], content, findings)
    if form == "equals":
        return replace(answer, plain=" ".join(f"{rest} {content.text}".split()))
    whole = content.beneath(rest, lines[0].number)
    text = whole.text.strip()
    if not text or rest.startswith(">"):
        _report_empty(lines[0], findings)
        return None
    checked(whole, findings)
    return replace(answer, text=text)


def _pair(answer: Answer, line: Line, content: Piece, findings: Findings) -> Answer | None:
    mark = FORMS["pairs"].match(line.bare)
    arrow = ARROW.search(line.bare, mark.end()) if mark else None
    assert mark is not None, "form_of() found this form"
    assert arrow is not None, "the form demands an arrow"
    if ARROW.search(line.bare, arrow.end()):
        findings.error(
            line.number, "two-arrows", N_("two arrows in one pair: write \\=> for one that is text")
        )
    left = line.cut(mark.end(), arrow.start())
    right = " ".join(f"{line.cut(arrow.end())} {content.text}".split())
    if not right or left.startswith(">"):
        _report_empty(line, findings)
        return None
    return replace(answer, text=left, plain=right)


def _report_empty(line: Line, findings: Findings) -> None:
    findings.error(
        line.number, "empty-answer", N_("this answer is empty; for a sign > at its beginning write \\>")
    )


def _text_block(lines: Sequence[Line], findings: Findings, *, with_gaps: bool, translation: bool) -> Block:
    """Return a body without answer lines; a closing quote marked [!FEEDBACK] is its feedback (G7)."""
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if not lines[index].is_blank and not lines[index].bare.startswith(">"):
            break
        call_out = CALL_OUT.match(lines[index].bare)
        if call_out and call_out[1].upper() == "FEEDBACK":
            start = index
    text, gaps = lines[:start], tuple[Answer, ...]()
    if with_gaps:
        text, gaps = cut_gaps(text, findings, translation=translation)
        report_open_gaps(text, findings)
    if len(gaps) > MOST_ANSWERS:
        line = gaps[MOST_ANSWERS].line
        findings.error(line, "too-many-answers", N_("a question has %(most)s answers at most"), most=MOST_ANSWERS)
        return Block("", is_sound=False)
    return Block(
        checked(piece_of(text, findings), findings).text,
        gaps,
        checked(unquoted(piece_of(lines[start:], findings)), findings).text,
        "gaps" if gaps else None,
    )


def _has_gap(bare: str) -> bool:
    """Tell whether something stands between two pairs of braces."""
    start = bare.find("{{")
    return start >= 0 and bare.find("}}", start + 3) >= 0
