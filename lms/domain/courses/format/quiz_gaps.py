"""The gaps of a question: taken out of its text before Markdown is read, a sign in the place of each (course-format G9)."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from lms.domain.courses.format.quiz_zones import Line
from lms.domain.questions.findings import Findings
from lms.domain.questions.gap_texts import CLOSE, OPEN, SIGN, at_signs, sign
from lms.domain.questions.model import LABEL, Answer, Question, Quiz, defined_labels, plain_label
from lms.kernel.words import N_
from lms.platform.markdown import Resolved, Target, render

GAP = re.compile(r"\{\{(?:[ \t]*(?P<number>[0-9]{1,3}):)?(?P<inner>(?:(?!\{\{).){0,500}?)\}\}(?!\})")
FOREIGN = str.maketrans(dict.fromkeys(OPEN + CLOSE, "\ufffd"))
NOT_HERE = frozenset({"a", "summary"})  # elements in which a control could not be used


def cut_gaps(lines: Sequence[Line], findings: Findings, *, translation: bool) -> tuple[list[Line], tuple[Answer, ...]]:
    """Return the lines of a text with a sign for each gap, and the gaps in the order of their numbers.

    A translation may give gaps the numbers that they have in the source; those without one take what is left, in order.
    """
    found = [(line, gap) for line in lines for gap in GAP.finditer(line.bare)]
    numbers = _numbers([(line, gap["number"]) for line, gap in found], findings, translation=translation)
    signs = iter(numbers)
    cut = [_cut(line, signs) for line in lines]
    gaps = [
        Answer(number, line.number, plain=line.cut(*gap.span("inner")))
        for number, (line, gap) in zip(numbers, found, strict=True)
    ]
    return cut, tuple(sorted(gaps, key=lambda gap: gap.number))


def _cut(line: Line, signs: Iterator[int]) -> Line:
    """Return a line with signs in the place of its gaps, the same ones in both of its forms."""
    written, bare, start = "", "", 0
    for gap in GAP.finditer(line.bare):
        mark = sign(next(signs))
        written += line.written[start : gap.start()].translate(FOREIGN) + mark
        bare += line.bare[start : gap.start()].translate(FOREIGN) + mark
        start = gap.end()
    return Line(line.number, written + line.written[start:].translate(FOREIGN), bare + line.bare[start:].translate(FOREIGN))


def _numbers(stated: Sequence[tuple[Line, str | None]], findings: Findings, *, translation: bool) -> list[int]:
    """Return the number of each gap in the order of the text; numbers that cannot be are noted and count as not stated."""
    taken: list[int | None] = []
    given: set[int] = set()
    for line, said in stated:
        number = int(said) if said else None
        if number is not None and not translation:
            _report(line, N_("gaps of the source count from the first: take %(said)s: out, or write {{=%(said)s:…}} where it is text"), said, findings)
            number = None
        elif number is not None and not 1 <= number <= len(stated):
            _report(line, N_("there is no gap %(said)s here; where it is text, write {{=%(said)s:…}}"), said, findings)
            number = None
        elif number in given:
            _report(line, N_("two gaps have the number %(said)s here; where it is text, write {{=%(said)s:…}}"), said, findings)
            number = None
        taken.append(number)
        if number is not None:
            given.add(number)
    free = iter(sorted({*range(1, len(stated) + 1)} - given))
    return [next(free) if number is None else number for number in taken]


def _report(line: Line, sentence: str, said: str | None, findings: Findings) -> None:
    findings.error(line.number, "gap-number", sentence, said=said)


def report_open_gaps(lines: Sequence[Line], findings: Findings) -> None:
    """Note the braces of gaps that are not closed in the same line."""
    for line in lines:
        if "{{" in line.bare:
            sentence = N_("this gap has no end: write }} in the same line, or \\{{ where the braces are text")
            findings.error(line.number, "unclosed-gap", sentence)


def check_places(quiz: Quiz, findings: Findings) -> None:
    """Note gaps where no control can stand: in a link, in the description of a picture, in an address."""
    labels = defined_labels(quiz.definitions)
    for question in quiz.questions:
        if question.kind == "gaps":
            for gap in _misplaced(question, _with_links(question.text, labels)):
                sentence = N_("a gap cannot stand in a link, in the description of a picture or in an address")
                findings.error(gap.line, "gap-misplaced", sentence)


def _with_links(text: str, labels: frozenset[str]) -> str:
    """Return a text with a short definition of each link in it: where one leads, and what is short for what, moves no gap."""
    used = {plain_label(label): label for label in LABEL.findall(text) if plain_label(label) in labels}
    return text + "".join(f"\n\n[{label}]: /somewhere" for label in used.values())


def _misplaced(question: Question, text: str) -> list[Answer]:
    html = render(text, document="q", resolve=_somewhere).html
    _parts, numbers = at_signs(html)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    fine = {number for number in numbers if numbers.count(number) == 1} - reader.closed_in
    return [gap for gap in question.answers if gap.number not in fine]


def _somewhere(_kind: Target, _target: str) -> Resolved:
    return Resolved("/somewhere", "Somewhere")


class _Reader(HTMLParser):
    """Collects the numbers of the gaps that stand in a link or the like."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.closed_in: set[int] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note that a link begins."""
        self.depth += tag in NOT_HERE

    def handle_endtag(self, tag: str) -> None:
        """Note that a link ends."""
        self.depth -= tag in NOT_HERE

    def handle_data(self, data: str) -> None:
        """Collect what stands in a link."""
        if self.depth:
            self.closed_in.update(int(number) for number in SIGN.findall(data))
