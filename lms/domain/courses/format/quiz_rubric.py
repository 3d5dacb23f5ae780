"""Slips of the pen in the rubric of an essay: criteria that have no points, or points that are spelled otherwise (G10)."""

import re
from collections.abc import Sequence

from lms.domain.courses.format.quiz_lines import LIST_ITEM
from lms.domain.courses.format.quiz_slips import closing_list, items_at_the_end
from lms.domain.courses.format.quiz_zones import Line
from lms.domain.questions.findings import Findings
from lms.kernel.words import N_

LIKE_POINTS = re.compile(r"(?:[-*+•–—−][ \t]*|[0-9]{1,9}[.)][ \t]*)?[(\[](?=[^()\[\]]*[0-9])[ \t]*[0-9.,]{0,6}[ \t]*(?:-|–|—|−|\.\.|…|/|=|to)?[ \t]*[0-9.,]{0,6}[ \t]*[)\]](?!\()")


def report_strays_of_rubric(strays: Sequence[Line], findings: Findings) -> bool:
    """Note lines among the criteria that are none; tell whether there are none of them."""
    for line in strays:
        if not _report_points(line, findings) and not _report_item(line, findings):
            sentence = N_("this line is no criterion: indent it by two blanks if it belongs to the one above")
            findings.error(line.number, "text-after-answers", sentence)
    return not strays


def report_above_rubric(lines: Sequence[Line], findings: Findings) -> None:
    """Note items right above the criteria that are none, and were meant for some."""
    for line in items_at_the_end(lines):
        if not _report_points(line, findings):
            _report_item(line, findings)


def report_lost_rubric(lines: Sequence[Line], findings: Findings) -> None:
    """Note criteria in a text in which nothing is one; a list without any points is an ordinary part of a text."""
    for line in closing_list(lines):
        _report_points(line, findings)


def _report_points(line: Line, findings: Findings) -> bool:
    if not LIKE_POINTS.match(line.bare.lstrip()):
        return False
    sentence = N_("these are no points of a rubric: write “- (0-4) criterion” in the first column, a blank behind the brackets")
    findings.error(line.number, "bad-rubric", sentence)
    return True


def _report_item(line: Line, findings: Findings) -> bool:
    if not LIST_ITEM.match(line.bare.lstrip()):
        return False
    findings.error(line.number, "rubric-without-points", N_("this criterion of the rubric has no points: write “- (0-4) criterion”"))
    return True
