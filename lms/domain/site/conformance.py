"""What is known about the accessibility of the site, read from ``docs/accessibility.md``: strict, or it is not read.

The document is for people and for this program alike. Its tables have one form; whatever does not fit is an error that
names the line, so that the statement which is made of it cannot say less than the document does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Result(StrEnum):
    """What came of a test."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    DOES_NOT = "does not"
    NOT_APPLICABLE = "not applicable"
    TOOL_ONLY = "seen by a tool only"


class Way(StrEnum):
    """How something was tested."""

    TOOL = "tool"
    KEYBOARD = "keyboard"
    BY_EYE = "by eye"
    SPOKEN = "screen-reader tree"
    NOT_TESTED = "not tested"


class Kind(StrEnum):
    """Why something is not accessible, as Decision (EU) 2018/1523 tells it apart."""

    NON_COMPLIANCE = "non-compliance"
    BURDEN = "disproportionate burden"
    OUTSIDE = "outside the scope"


class Status(StrEnum):
    """How far the site does what the law asks, in the three steps of the decision."""

    FULLY = "fully compliant"
    PARTIALLY = "partially compliant"
    NOT = "not compliant"


@dataclass(frozen=True)
class Requirement:
    """A success criterion of WCAG or a clause of EN 301 549, and what is known about it here."""

    number: str
    name: str
    level: str
    ways: tuple[Way, ...]
    tested_on: date
    result: Result
    known: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """Something that is known to be wrong: its key, what kind it is, what happens, and what to do instead."""

    key: str
    kind: Kind
    happens: str
    instead: str


@dataclass(frozen=True)
class Conformance:
    """The whole document."""

    prepared_on: date
    reviewed_on: date
    criteria: tuple[Requirement, ...]
    clauses: tuple[Requirement, ...]
    faults: tuple[Fault, ...]

    @property
    def status(self) -> Status:
        """Everything that applies is supported: fully; more than half of it: partially; else not."""
        apply = [each for each in (*self.criteria, *self.clauses) if each.result is not Result.NOT_APPLICABLE]
        supported = sum(each.result is Result.SUPPORTS for each in apply)
        if supported == len(apply):
            return Status.FULLY
        return Status.PARTIALLY if supported * 2 > len(apply) else Status.NOT


class Unreadable(ValueError):
    """The document does not have its form; says where and why."""


DAY = re.compile(r"^(Prepared|Reviewed): (\d{4}-\d\d-\d\d)$")
NAMED_FAULT = re.compile(r"`([a-z][a-z-]*)`")
COLUMNS = {
    "WCAG 2.2": ("Criterion", "Name", "Level", "How", "When", "Result", "Known"),
    "EN 301 549": ("Clause", "Name", "How", "When", "Result", "Known"),
    "Known faults": ("Fault", "Kind", "What happens", "What to do instead"),
}
LEVELS = ("A", "AA")
Row = tuple[int, list[str]]
Choice = TypeVar("Choice", bound=StrEnum)


def read_conformance(text: str) -> Conformance:
    """Return what the document says; raise Unreadable where it does not have its form."""
    lines = text.splitlines()
    days = {match[1]: match[2] for line in lines if (match := DAY.match(line))}
    if set(days) != {"Prepared", "Reviewed"}:
        raise Unreadable("It must say on lines of their own when it was Prepared: and Reviewed:, each with a day.")
    tables = {title: list(_rows(lines, title)) for title in COLUMNS}
    found = Conformance(
        prepared_on=_day(0, days["Prepared"]),
        reviewed_on=_day(0, days["Reviewed"]),
        criteria=tuple(_requirement(row, levelled=True) for row in tables["WCAG 2.2"]),
        clauses=tuple(_requirement(row, levelled=False) for row in tables["EN 301 549"]),
        faults=tuple(_fault(row) for row in tables["Known faults"]),
    )
    _agree(found)
    return found


def _rows(lines: list[str], title: str) -> Iterator[Row]:
    """Yield the rows of the one table beneath a heading, each with the number of its line."""
    if lines.count(f"## {title}") != 1:
        raise Unreadable(f"There must be one heading ## {title}.")
    begin = lines.index(f"## {title}") + 1
    end = next((n for n, line in enumerate(lines[begin:], begin) if line.startswith("## ")), len(lines))
    table = [(n + 1, line) for n, line in enumerate(lines[begin:end], begin) if line.startswith("|")]
    heads = [_cells(line) for _number, line in table[:2]]
    if heads != [list(COLUMNS[title]), ["---"] * len(COLUMNS[title])]:
        raise Unreadable(f"The table of {title} must have the columns {', '.join(COLUMNS[title])}.")
    for number, line in table[2:]:
        cells = _cells(line)
        if len(cells) != len(COLUMNS[title]) or not all(cells[:-1]):
            raise Unreadable(f"Line {number}: there must be {len(COLUMNS[title])} cells, only the last of which may be empty.")
        yield number, cells


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _requirement(row: Row, *, levelled: bool) -> Requirement:
    line, cells = row
    number, name, *rest = cells
    level = rest.pop(0) if levelled else ""
    if levelled and level not in LEVELS:
        raise Unreadable(f"Line {line}: the level is A or AA, not {level}.")
    how, when, result, known = rest
    made = Requirement(
        number,
        name,
        level,
        tuple(_one_of(Way, line, way) for way in how.split(", ")),
        _day(line, when),
        _one_of(Result, line, result),
        known,
        tuple(NAMED_FAULT.findall(known)),
    )
    _check(line, made)
    return made


def _check(line: int, made: Requirement) -> None:
    """Refuse a result that its test cannot bear."""
    people_looked = set(made.ways) - {Way.TOOL, Way.NOT_TESTED}
    if made.result is Result.SUPPORTS and not people_looked:
        raise Unreadable(f"Line {line}: what only a tool has seen, or nobody, is not known to be supported.")
    if made.result is Result.TOOL_ONLY and made.ways != (Way.TOOL,):
        raise Unreadable(f"Line {line}: “{Result.TOOL_ONLY}” is for what was tested by a tool and in no other way.")
    if Way.NOT_TESTED in made.ways and (len(made.ways) > 1 or made.result is not Result.DOES_NOT):
        raise Unreadable(f"Line {line}: what was not tested counts as “{Result.DOES_NOT}” until somebody has looked.")
    if (made.result in (Result.PARTLY, Result.DOES_NOT)) != bool(made.faults):
        raise Unreadable(f"Line {line}: a result that is less than “{Result.SUPPORTS}” names a known fault, and no other does.")
    if made.result is Result.NOT_APPLICABLE and not made.known:
        raise Unreadable(f"Line {line}: it must say why it does not apply.")


def _fault(row: Row) -> Fault:
    line, (key, kind, happens, instead) = row
    named = NAMED_FAULT.fullmatch(key)
    if named is None:
        raise Unreadable(f"Line {line}: a fault has a key in backticks, of small letters and hyphens.")
    return Fault(named[1], _one_of(Kind, line, kind), happens, instead)


def _agree(found: Conformance) -> None:
    """Refuse a document whose tables do not name the same faults."""
    listed = [fault.key for fault in found.faults]
    named = {key for each in (*found.criteria, *found.clauses) for key in each.faults}
    if len(listed) != len(set(listed)):
        raise Unreadable("A fault is listed twice.")
    if named - set(listed):
        raise Unreadable(f"These faults are named but not listed: {', '.join(sorted(named - set(listed)))}.")
    idle = {fault.key for fault in found.faults if fault.kind is Kind.NON_COMPLIANCE} - named
    if idle:
        raise Unreadable(f"These faults are listed, but no requirement suffers from them: {', '.join(sorted(idle))}.")


def _one_of(kind: type[Choice], line: int, said: str) -> Choice:
    try:
        return kind(said)
    except ValueError:
        raise Unreadable(f"Line {line}: “{said}” is none of {', '.join(kind)}.") from None


def _day(line: int, said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Unreadable(f"Line {line}: {said} is no day.") from None
