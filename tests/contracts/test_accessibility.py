"""``docs/accessibility.md`` is complete, and the statement says what it says. The criteria are typed from WCAG 2.2 itself."""

import re

import pytest

from lms.domain.site.conformance import Result, Status
from lms.web.public.accessibility import DOCUMENT, conformance
from lms.web.public.known_faults import KNOWN_FAULTS
from tests.support.source import ROOT

CRITERIA = """
A 1.1.1 Non-text Content
A 1.2.1 Audio-only and Video-only (Prerecorded)
A 1.2.2 Captions (Prerecorded)
A 1.2.3 Audio Description or Media Alternative (Prerecorded)
AA 1.2.4 Captions (Live)
AA 1.2.5 Audio Description (Prerecorded)
A 1.3.1 Info and Relationships
A 1.3.2 Meaningful Sequence
A 1.3.3 Sensory Characteristics
AA 1.3.4 Orientation
AA 1.3.5 Identify Input Purpose
A 1.4.1 Use of Color
A 1.4.2 Audio Control
AA 1.4.3 Contrast (Minimum)
AA 1.4.4 Resize Text
AA 1.4.5 Images of Text
AA 1.4.10 Reflow
AA 1.4.11 Non-text Contrast
AA 1.4.12 Text Spacing
AA 1.4.13 Content on Hover or Focus
A 2.1.1 Keyboard
A 2.1.2 No Keyboard Trap
A 2.1.4 Character Key Shortcuts
A 2.2.1 Timing Adjustable
A 2.2.2 Pause, Stop, Hide
A 2.3.1 Three Flashes or Below Threshold
A 2.4.1 Bypass Blocks
A 2.4.2 Page Titled
A 2.4.3 Focus Order
A 2.4.4 Link Purpose (In Context)
AA 2.4.5 Multiple Ways
AA 2.4.6 Headings and Labels
AA 2.4.7 Focus Visible
AA 2.4.11 Focus Not Obscured (Minimum)
A 2.5.1 Pointer Gestures
A 2.5.2 Pointer Cancellation
A 2.5.3 Label in Name
A 2.5.4 Motion Actuation
AA 2.5.7 Dragging Movements
AA 2.5.8 Target Size (Minimum)
A 3.1.1 Language of Page
AA 3.1.2 Language of Parts
A 3.2.1 On Focus
A 3.2.2 On Input
AA 3.2.3 Consistent Navigation
AA 3.2.4 Consistent Identification
A 3.2.6 Consistent Help
A 3.3.1 Error Identification
A 3.3.2 Labels or Instructions
AA 3.3.3 Error Suggestion
AA 3.3.4 Error Prevention (Legal, Financial, Data)
A 3.3.7 Redundant Entry
AA 3.3.8 Accessible Authentication (Minimum)
A 4.1.2 Name, Role, Value
AA 4.1.3 Status Messages
""".strip().splitlines()

CLAUSES = (
    "9.1 9.2 9.3 9.4 9.6 10.1 10.2 10.3 10.4 10.5 10.6 11.1 11.2 11.3 11.4 11.5 11.6 11.7 11.8"
    " 12.1.1 12.1.2 12.2.2 12.2.3 12.2.4"
).split()


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_every_criterion_of_wcag_stands_in_the_document_in_its_order() -> None:
    assert [f"{each.level} {each.number} {each.name}" for each in conformance().criteria] == CRITERIA
    assert len(CRITERIA) == 55


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_every_clause_of_the_standard_stands_in_the_document_in_its_order() -> None:
    assert [each.number for each in conformance().clauses] == CLAUSES


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_the_document_says_that_parsing_is_no_criterion_any_more() -> None:
    assert "4.1.1 Parsing has been removed from WCAG 2.2." in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_the_sentences_of_the_statement_are_those_of_the_document() -> None:
    assert {fault.key: (fault.happens, fault.instead) for fault in conformance().faults} == KNOWN_FAULTS


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_nothing_has_been_looked_at_after_the_last_review() -> None:
    known = conformance()
    days = {each.tested_on for each in (*known.criteria, *known.clauses)}
    assert max(days) <= known.reviewed_on


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
@pytest.mark.parametrize("criterion", ["9.1 1.", "9.2 2.", "9.3 3.", "9.4 4."])
def test_a_clause_of_the_web_is_no_better_than_its_criteria(criterion: str) -> None:
    clause, first = criterion.split()
    faults = {key for each in conformance().criteria if each.number.startswith(first) for key in each.faults}
    [found] = [each for each in conformance().clauses if each.number == clause]
    assert (set(found.faults), found.result) == (faults, Result.PARTLY if faults else Result.SUPPORTS)


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_the_status_is_what_it_is() -> None:
    """Whoever mends the last fault, or makes too many, changes what the site says in law: so it is written here by hand."""
    assert conformance().status is Status.PARTIALLY


@pytest.mark.mend("Mend docs/accessibility.md, or the sentences for people in lms/web/public/known_faults.py.")
def test_the_tests_that_the_document_names_are_there() -> None:
    named = re.findall(r"`((?:tests|lms)/[\w/.]+)`", DOCUMENT.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert len(named) > 4
