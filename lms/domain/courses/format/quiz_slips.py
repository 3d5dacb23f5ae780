"""Slips of the pen in a question: lines that are meant for answers and read as text, or the reverse (course-format G4 to G8).

They are told and change nothing: what editions hold is read as it always was.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from lms.domain.courses.format.blocks import RULE
from lms.domain.courses.format.quiz_lines import LIST_ITEM, SHARE, SMALL_CALL_OUT, form_of
from lms.domain.courses.format.quiz_zones import Line
from lms.domain.questions import typed
from lms.domain.questions.findings import Findings
from lms.domain.questions.kinds import number
from lms.domain.questions.model import Answer
from lms.kernel.words import N_

SIGN = r"[xXхХχΧ✓✔√]"
GAP = r"[ \t\xa0]{0,3}"
LIKE_A_MARK = re.compile(r"[-*+][ \t]*(?:\([^()]{0,8}\)|\[[^\[\]]{0,8}\](?!\())")
# Narrower than the one above: in a text, brackets at the beginning of an item are mostly words.
SURE_MARK = re.compile(
    rf"[-*+]{GAP}(?:\({GAP}(?:{SIGN}|{SHARE}{GAP}%)?{GAP}\)|\[{GAP}(?:{SIGN}|{SHARE}{GAP}%)?{GAP}\](?![(\[:]))"
)
BARE_MARK = re.compile(rf"(?:[–—−•]{GAP})?(?:\({GAP}{SIGN}?{GAP}\)|\[{GAP}{SIGN}?{GAP}\](?![(\[:]))")
TASK = re.compile(r"[-*+][ \t]+\[[ xX]\](?:[ \t]|$)")
MARKED_ITEM = re.compile(rf"(?:\({GAP}(?:{SIGN}|{SHARE}{GAP}%)?{GAP}\)|\[{GAP}(?:{SIGN}|{SHARE}{GAP}%)?{GAP}\](?![(\[:]))(?=\s|$)")
LIKE_EQUALS = re.compile(r"=(?![=>])|==(?=[ \t\xa0])")
LIKE_A_NUMBER = re.compile(r"[0-9]{1,9}[.)][^\W\d_]")
NUMBER = r"[+-]?[0-9][0-9., \xa0']{0,30}"
BETWEEN = re.compile(rf"({NUMBER})%?\s?(?:\.{{2,5}}|…|[-‐‑–—−]|±|\+/?-)\s?({NUMBER})%?")


def report_lost_above(lines: Sequence[Line], findings: Findings) -> None:
    """Note lines of the text above an answer block that were meant for answers: a first mark that is none, for one."""
    nearest = list(items_at_the_end(lines))
    for line in nearest:
        findings.error(
            line.number,
            "bad-mark",
            N_(
                "this line stands right above the answers, but is none of them: write its mark like theirs, or leave a blank line beneath it"
            ),
        )
    _report_in_text(lines, {line.number for line in nearest}, findings)


def report_lost_answers(lines: Sequence[Line], findings: Findings) -> tuple[bool, bool]:
    """Note answers in a text that has none: their marks were forgotten or mistaken.

    Tell whether answers were surely meant, an error, and whether they are a list that stands in the first column: then
    nobody can say what it was meant for.
    """
    items = closing_list(lines)
    if items:
        _report_closing_list(items, findings)
        told, are_meant = {line.number for line in items}, True
    else:
        slips = dict(_report_closing_slip(lines, findings))
        told, are_meant = set(slips), any(slips.values())
    _report_in_text(lines, told, findings)
    return are_meant, next((line.indent == 0 for line in items if not line.hangs), False)


def report_lost_numbers(answers: Iterable[Answer], findings: Findings) -> None:
    """Warn of typed answers that are two numbers, but not written as a range or a tolerance (G8)."""
    for answer in answers:
        if number.ends(answer.plain) is None and _is_like_two_numbers(answer.plain):
            findings.warning(
                answer.line,
                "looks-like-number",
                N_(
                    "“%(said)s” is read as a text: write 10..20 or 3.14 ± 0.01, with a decimal point, or state {kind=short}"
                ),
                said=answer.plain,
            )


def _is_like_two_numbers(plain: str) -> bool:
    ends = BETWEEN.fullmatch(plain)
    return ends is not None and all(
        typed.typed_number(end.strip(), "en") is not None for end in ends.groups()
    )


def report_small_call_outs(lines: Iterable[Line], findings: Findings) -> None:
    """Note call-outs and feedback that are not written in capitals: in a quiz they would be taken for a quote (G7)."""
    for line in lines:
        found = SMALL_CALL_OUT.match(line.bare)
        if found:
            sentence = N_("in a quiz the word in brackets is written in capitals, without blanks: > [!%(word)s]")
            findings.error(line.number, "small-callout", sentence, word=found["word"].upper())


def report_marks_in_order(answers: Iterable[Answer], findings: Findings) -> None:
    """Note items of an order that have the mark of a choice: learners would read there what is right (G4)."""
    for answer in answers:
        if MARKED_ITEM.match(answer.text):
            sentence = N_("this is an item of an order, so its mark is shown as text: write “- (x) right” for a choice")
            findings.error(answer.line, "bad-mark", sentence)
            return


def items_at_the_end(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield what looks like answers in the last lines of a text, up to a blank line; what hangs beneath them is theirs."""
    for line in reversed(lines):
        rest = line.bare.strip()
        if not rest or RULE.match(rest):
            return
        if _is_like_an_answer(line):
            yield line
        elif not line.hangs:
            return


def _is_like_an_answer(line: Line) -> bool:
    rest = line.bare.lstrip()
    patterns = (LIST_ITEM, LIKE_A_MARK, BARE_MARK, LIKE_EQUALS, LIKE_A_NUMBER)
    return any(pattern.match(rest) for pattern in patterns)


def _report_in_text(lines: Sequence[Line], told: Container[int], findings: Findings) -> None:
    """Warn of the first line of every run of answers in a text; tasks and lists are an ordinary part of one (G6)."""
    is_inside, after_blank = False, True
    for line in lines:
        if line.is_blank:
            after_blank = True
            continue
        if _is_surely_an_answer(line, after_blank or is_inside):
            if not is_inside and line.number not in told:
                findings.warning(
                    line.number,
                    "answer-in-text",
                    N_(
                        "this looks like an answer, but it is shown as text: only the last lines of a question are its answers"
                    ),
                )
            is_inside = True
        elif not line.hangs:
            is_inside = False
        after_blank = False


def _is_surely_an_answer(line: Line, begins: bool) -> bool:
    """Tell whether a line can hardly be text; a sign of equality is one only where a block ``begins``."""
    rest = line.bare.lstrip()
    if SURE_MARK.match(rest) or BARE_MARK.match(rest):
        return not TASK.match(rest)
    return begins and form_of(line) == "equals"


def closing_list(lines: Sequence[Line]) -> list[Line]:
    """Return the items of the list in which a text ends, the last one first; a quote may stand beneath them."""
    items: list[Line] = []
    for line in reversed(lines):
        if line.is_blank or (line.bare.startswith(">") and not items):
            continue
        rest = line.bare.lstrip()
        if RULE.match(rest):
            break
        if LIST_ITEM.match(rest) or LIKE_A_MARK.match(rest):
            items.append(line)
        elif not line.hangs:
            break
    return items


def _report_closing_list(items: Sequence[Line], findings: Findings) -> None:
    marked = [line for line in items if LIKE_A_MARK.match(line.bare.lstrip())]
    if not marked:
        findings.error(
            items[-1].number,
            "list-without-marks",
            N_("the question ends in a list without marks: mark the answers, or state {kind=information}"),
        )
    elif all(line.indent and form_of(_outdented(line)) for line in marked):
        findings.error(
            marked[-1].number,
            "bad-mark",
            N_(
                "this is no answer line: an answer begins in the first column, without blanks before its mark"
            ),
        )
    else:
        _report_mark(marked[-1], findings)


def _outdented(line: Line) -> Line:
    return Line(line.number, line.written[line.indent :], line.bare[line.indent :])


def _report_mark(line: Line, findings: Findings) -> None:
    findings.error(
        line.number,
        "bad-mark",
        N_(
            "this is no answer line: write “- (x) right”, “- [x] right” or “- (50%%) nearly”, a blank after each mark"
        ),
    )


def _report_closing_slip(lines: Sequence[Line], findings: Findings) -> Iterator[tuple[int, bool]]:
    """Note the first line of the last paragraph that looks like an answer without a list; yield its number, and if that is an error.

    Where learners would read the right answer it is an error; an order alone is a warning.
    """
    for line in _last_paragraph(lines):
        rest = line.bare.lstrip()
        if BARE_MARK.match(rest):
            _report_mark(line, findings)
        elif LIKE_EQUALS.match(rest):
            findings.error(
                line.number,
                "bad-mark",
                N_(
                    "this is no answer line: write “= text” or “=50%% text”, a blank after the mark, or state {kind=information}"
                ),
            )
        elif LIKE_A_NUMBER.match(rest):
            findings.warning(
                line.number,
                "bad-mark",
                N_(
                    "this is no answer line: write “1. first”, a blank after each number, or state {kind=information}"
                ),
            )
        else:
            continue
        yield line.number, not LIKE_A_NUMBER.match(rest)
        return


def _last_paragraph(lines: Sequence[Line]) -> list[Line]:
    """Return the last lines of a text up to a blank one, quotes beneath them aside."""
    paragraph: list[Line] = []
    for line in reversed(lines):
        if line.is_blank and paragraph:
            break
        if not line.is_blank and (paragraph or not line.bare.startswith(">")):
            paragraph.append(line)
    return paragraph[::-1]
