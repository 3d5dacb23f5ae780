"""The single lines of a quiz that mean something: headings with their settings (G3) and answer lines (G4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lms.domain.courses.format.quiz_zones import Line
from lms.domain.questions.findings import Findings
from lms.domain.questions.model import Answer
from lms.kernel.words import N_

BLANK = r"[ \t\xa0]"
HEADING = re.compile(r"(#{1,2})(?!#)(?:[ \t]++(.*[^ \t])?+)?[ \t]*+")
HEADING_INDENTED = re.compile(r"[ ]+#{1,2}(?!#)[ \t]+\S")
HEADING_WITHOUT_BLANK = re.compile(r"##(?![#\s])")
BRACES = re.compile(r"(?:^|(?<=[ \t]))\{([^{}]*)\}[ \t]*$")
FIXED = re.compile(r"[ \t]\{fixed\}[ \t]*$")
BLANKS = re.compile(r"\s*")
SETTING = re.compile(r"([A-Za-z][\w-]*)(?:=(\"[^\"]*\"|[^\s\"]+))?(?=\s|$)")
SHARE = r"-?[0-9]{1,3}(?:\.[0-9]{1,5})?"
Forms = Mapping[str, re.Pattern[str]]
FORMS = {
    "round": re.compile(rf"-{BLANK}{{1,3}}\(({BLANK}|[xXхХχΧ]|{SHARE}%)\)(?:{BLANK}+|$)"),
    "square": re.compile(rf"-{BLANK}{{1,3}}\[({BLANK}|[xXхХχΧ]|{SHARE}%)\](?:{BLANK}+|$)"),
    "equals": re.compile(rf"=(?:({SHARE})%)?{BLANK}+(?=\S)"),
    "numbers": re.compile(rf"([0-9]{{1,9}})\.(?:{BLANK}+|$)"),
    "pairs": re.compile(rf"()-{BLANK}++(?=(?:.*{BLANK})?=>(?:{BLANK}|$))"),
}
RUBRIC = {"rubric": re.compile(rf"-{BLANK}{{1,3}}\(([0-9]{{1,3}})-([0-9]{{1,3}})\)(?:{BLANK}+|$)")}
NONE: Forms = {}
ARROW = re.compile(rf"(?:^|(?<={BLANK}))=>(?={BLANK}|$)")
CALL_OUT = re.compile(r"[ ]?>[ \t]?\[!([A-Z]+)\]")
SMALL_CALL_OUT = re.compile(r"[ \t]*(?:>[ \t]*)+\[![ \t]*(?![A-Z]+\])(?P<word>[A-Za-z]+)[ \t]*\]")
PLAIN_ANSWER = re.compile(r"^=.*$|(?<=\s)=>.*$", re.M)
LIST_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]")


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2: its text and its settings, each with its value as written ("" for none)."""

    line: int
    level: int
    text: str
    settings: Mapping[str, str] = field(default_factory=dict)


def without_plain_answers(text: str) -> str:
    """Return the text of a quiz without the typed answers and right sides in it, which are no Markdown; lines stay."""
    return PLAIN_ANSWER.sub("", text)


def read_heading(line: Line, findings: Findings) -> Heading | None:
    """Return the heading that stands in this line, if one does (G3)."""
    found = HEADING.fullmatch(line.bare)
    if not found:
        if HEADING_WITHOUT_BLANK.match(line.bare):
            findings.error(line.number, "heading-blank", N_("write a blank after ##"))
        elif HEADING_INDENTED.match(line.bare):
            sentence = N_(
                "this heading is text, since it is indented: begin it in the first column, or write ###"
            )
            findings.error(line.number, "heading-indented", sentence)
        return None
    start, end = found.span(2) if found[2] is not None else (len(line.bare), len(line.bare))
    braces = BRACES.search(line.bare, start, end)
    if not braces:
        return Heading(line.number, len(found[1]), line.cut(start, end))
    settings = read_settings(line.cut(*braces.span(1)), line.number, findings)
    return Heading(line.number, len(found[1]), line.cut(start, braces.start()), settings)


def read_settings(inner: str, line: int, findings: Findings) -> dict[str, str]:
    """Return settings between braces by name; a name without a value has an empty one."""
    settings: dict[str, str] = {}
    position = 0
    while (position := _after_blanks(inner, position)) < len(inner):
        found = SETTING.match(inner, position)
        if not found:
            findings.error(
                line,
                "bad-setting",
                N_(
                    '“%(said)s” is no setting: write name, name=value or name="two words"; for braces as text write \\{'
                ),
                said=inner[position:],
            )
            break
        if found[1] in settings:
            findings.error(line, "bad-setting", N_("%(name)s is set twice"), name=found[1])
        settings.setdefault(found[1], (found[2] or "").strip('"'))
        position = found.end()
    return settings


def _after_blanks(text: str, position: int) -> int:
    found = BLANKS.match(text, position)
    return found.end() if found else position


def form_of(line: Line, forms: Forms = FORMS) -> str | None:
    """Return the form of the answer line that this is (round, square, equals, numbers, pairs), None if it is none."""
    return next((form for form, pattern in forms.items() if pattern.match(line.bare)), None)


def read_answer_line(number: int, line: Line, form: str, findings: Findings) -> tuple[Answer, str]:
    """Return the answer that begins in this line, and the text of the line after its mark.

    Choices and items leave their text to the caller, who adds the lines below; pairs and typed answers are whole.
    """
    found = (FORMS | RUBRIC)[form].match(line.bare)
    assert found is not None, "form_of() found this form"
    start, end = found.end(), len(line.bare)
    if form == "rubric":
        return Answer(number, line.number, low=Fraction(found[1]), high=Fraction(found[2])), line.cut(start, end)
    settings: Mapping[str, str] = {}
    braces = BRACES.search(line.bare, start) if form in ("round", "square") else None
    if braces:
        settings = read_settings(line.cut(*braces.span(1)), line.number, findings)
        end = braces.start()
    elif FIXED.search(line.bare):
        findings.error(line.number, "setting-not-here", N_("{fixed} is for choices only"))
    for name in settings:
        if name != "fixed":
            findings.error(
                line.number,
                "unknown-setting",
                N_("an answer knows no setting %(name)s, only {fixed}; for braces as text write \\{"),
                name=name,
            )
        elif settings[name]:
            findings.error(line.number, "bad-setting", N_("{fixed} has no value: write it alone"))
    share, percent = _share(found[1], form, line, findings)
    answer = Answer(number, line.number, share=share, percent=percent, fixed="fixed" in settings)
    return answer, line.cut(start, end)


def _share(mark: str | None, form: str, line: Line, findings: Findings) -> tuple[Fraction, bool]:
    """Return what a mark is worth and whether it is a percentage (G4)."""
    if form in ("numbers", "pairs"):
        return Fraction(0), False
    if mark is None:
        return Fraction(1), False
    if mark.strip() == "":
        return Fraction(0), False
    if mark in "xXхХχΧ":
        return Fraction(1), False
    share = Fraction(mark.rstrip("%")) / 100
    if not -1 <= share <= 1:
        findings.error(line.number, "bad-share", N_("a share lies between -100%% and 100%%"))
    return share, True
