"""The document about accessibility is read strictly: it cannot claim what its tests do not bear."""

from datetime import date

import pytest

from lms.domain.site.conformance import Kind, Result, Status, Unreadable, Way, read_conformance

CRITERION = "| 1.1.1 | Non-text Content | A | tool, by eye | 2026-11-27 | supports | Looked at |"
PARTLY = "| 2.1.1 | Keyboard | A | keyboard | 2026-11-26 | partly | `no-arrows` |"
CLAUSE = "| 10.1 | Perceivable | tool | 2026-11-27 | seen by a tool only | |"
FAULT = "| `no-arrows` | non-compliance | The arrow keys do nothing. | Use the mouse. |"
DOCUMENT = f"""# Accessibility

Prepared: 2026-11-01
Reviewed: 2026-11-27

## WCAG 2.2

Some words.

| Criterion | Name | Level | How | When | Result | Known |
|---|---|---|---|---|---|---|
{CRITERION}
{PARTLY}

## EN 301 549

| Clause | Name | How | When | Result | Known |
|---|---|---|---|---|---|
{CLAUSE}

## Known faults

| Fault | Kind | What happens | What to do instead |
|---|---|---|---|
{FAULT}
"""


def test_the_document_is_read() -> None:
    found = read_conformance(DOCUMENT)
    first, second = found.criteria
    assert (found.prepared_on, found.reviewed_on) == (date(2026, 11, 1), date(2026, 11, 27))
    assert (first.number, first.level, first.ways, first.result) == ("1.1.1", "A", (Way.TOOL, Way.BY_EYE), Result.SUPPORTS)
    assert (second.tested_on, second.faults) == (date(2026, 11, 26), ("no-arrows",))
    assert (found.clauses[0].number, found.clauses[0].result) == ("10.1", Result.TOOL_ONLY)
    [fault] = found.faults
    assert (fault.kind, fault.happens, fault.instead) == (Kind.NON_COMPLIANCE, "The arrow keys do nothing.", "Use the mouse.")


SUPPORTED = PARTLY.replace("partly | `no-arrows`", "supports | ")
NO_FAULT = (FAULT, "")
MORE = "\n".join(CRITERION.replace("1.1.1", f"1.2.{n}") for n in range(3))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param([(PARTLY, SUPPORTED), (CLAUSE, ""), NO_FAULT], Status.FULLY, id="everything is supported"),
        pytest.param([(PARTLY, SUPPORTED), NO_FAULT], Status.PARTIALLY, id="one of three was seen by a tool only"),
        pytest.param([(PARTLY, f"{PARTLY}\n{MORE}")], Status.PARTIALLY, id="four of six are supported"),
        pytest.param([], Status.NOT, id="one of three is supported"),
        pytest.param(
            [(PARTLY, SUPPORTED), NO_FAULT, (CLAUSE, "| 10.1 | Perceivable | by eye | 2026-11-27 | not applicable | No documents |")],
            Status.FULLY,
            id="what does not apply does not count",
        ),
    ],
)  # fmt: skip
def test_the_status_follows_from_the_results(changes: list[tuple[str, str]], status: Status) -> None:
    text = DOCUMENT
    for old, new in changes:
        text = text.replace(old, new)
    assert read_conformance(text).status is status


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("tool, by eye", "tool", "is not known to be supported", id="supported because a tool found nothing"),
        pytest.param("tool, by eye", "not tested", "is not known to be supported", id="supported although nobody looked"),
        pytest.param("tool, by eye", "tool, not tested", "is not known to be supported", id="tested and not tested"),
        pytest.param("keyboard | 2026-11-26 | partly", "not tested | 2026-11-26 | partly", "counts as “does not”", id="partly although nobody looked"),
        pytest.param("| tool | 2026", "| tool, by eye | 2026", "in no other way", id="tool only although people looked"),
        pytest.param("partly | `no-arrows`", "partly | Sometimes", "names a known fault", id="a fault without its name"),
        pytest.param("| Looked at |", "| `no-arrows` |", "and no other does", id="supported with a fault"),
        pytest.param("supports | Looked at", "not applicable | ", "why it does not apply", id="not applicable without a reason"),
        pytest.param("supports | Looked at", "passes | Looked at", "“passes” is none of", id="a word that is no result"),
        pytest.param("tool, by eye", "tool, by heart", "“by heart” is none of", id="a way that is none"),
        pytest.param("| A | tool", "| AAA | tool", "A or AA, not AAA", id="another level"),
        pytest.param("2026-11-26", "2026-11-31", "is no day", id="a day that is none"),
        pytest.param("| 1.1.1 | Non-text", "| Non-text", "there must be 7 cells", id="a cell that is missing"),
        pytest.param("| Keyboard |", "| |", "only the last of which may be empty", id="an empty cell"),
        pytest.param("| `no-arrows` | non", "| `No arrows` | non", "has a key in backticks", id="a key with a blank"),
        pytest.param("partly | `no-arrows`", "partly | `no-mouse`", "named but not listed: no-mouse", id="a fault that is not listed"),
        pytest.param(PARTLY, SUPPORTED, "no requirement suffers from them: no-arrows", id="a fault that touches nothing"),
        pytest.param(FAULT, f"{FAULT}\n{FAULT}", "listed twice", id="a fault listed twice"),
        pytest.param("Reviewed: 2026-11-27", "Reviewed: lately", "must say on lines of their own", id="no day of review"),
        pytest.param("## WCAG 2.2", "## WCAG", "one heading ## WCAG 2.2", id="a heading that is missing"),
        pytest.param("| Criterion | Name", "| Number | Name", "must have the columns", id="other columns"),
    ],
)  # fmt: skip
def test_a_document_that_has_not_its_form_is_not_read(old: str, new: str, says: str) -> None:
    assert DOCUMENT.count(old) == 1 or old in (FAULT, "`no-arrows`")
    with pytest.raises(Unreadable, match=says):
        read_conformance(DOCUMENT.replace(old, new, 1))
