"""Slips of the pen in Markdown, for which something is shown as text: links to activities, call-outs, the braces of headings (§4)."""

import re

from lms.domain.courses.format.blocks import HEADING
from lms.kernel.problems import Problems
from lms.kernel.words import N_
from lms.platform.markdown_blocks import CALLOUTS

LIKE_A_KEY = re.compile(r"(?<!\\)\[\[(?P<key>[A-Za-z][A-Za-z0-9:-]{0,62})(?:#[^\[\]|\s]{1,200})?(?:\|[^\[\]\n]{1,1000})?\]\](?![(\[])")
WITH_SMALL_KEY = re.compile(r"\[\[[a-z0-9:-]+[#|\]]")
ONE_BRACKET = re.compile(r"(?<!\\)\[\[[A-Za-z][A-Za-z0-9:-]{0,62}(?:#[^\[\]|\s]{1,200})?(?:\|[^\[\]\n]{1,1000})?\](?![\](\[])(?![^\[\]\n]*\])")
LIKE_A_CALLOUT = re.compile(r"[ \t]*(?P<quote>(?:>[ \t]?)*)[ \t]*\[!(?P<kind>[A-Za-z]{1,12})(?![A-Za-z])(?:(?P<bracket>\])(?![(\[:])|(?!\]))")
OPEN_BRACES = re.compile(r"(?<!\\)\{:?[ \t]*[#.][^{}]*$")


def check_slips(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    """Warn of what is shown as text for a bracket, a brace, a sign or a capital; ``lines`` are without blind zones."""
    _check_brackets(path, lines, first_line, problems)
    _check_open_braces(path, lines, first_line, problems)


def _check_brackets(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    """Warn of links to activities and of call-outs that are none, for a bracket, a sign or a capital."""
    for number, line in enumerate(lines):
        if "[" not in line:
            continue
        for match in LIKE_A_KEY.finditer(line):
            if not WITH_SMALL_KEY.match(match.group()):
                sentence = N_("%(said)s is shown as text: keys are small, write %(better)s")
                better = match.group().replace(match["key"], match["key"].lower(), 1)
                problems.warning(path, first_line + number, "link-slip", sentence, said=match.group()[:80], better=better[:80])
        for match in ONE_BRACKET.finditer(line):
            sentence = N_("%(said)s is shown as text: a link to an activity ends with two brackets, %(said)s]")
            problems.warning(path, first_line + number, "link-slip", sentence, said=match.group()[:80])
        label = LIKE_A_CALLOUT.match(line)
        if label and label["kind"].lower() in CALLOUTS:
            if label["bracket"] and not label["quote"]:
                sentence = N_("this call-out is shown as text: write > before [!%(kind)s], and before each of its lines")
                problems.warning(path, first_line + number, "callout-slip", sentence, kind=label["kind"])
            elif not label["bracket"]:
                sentence = N_("this call-out lacks a bracket: write > [!%(kind)s]")
                problems.warning(path, first_line + number, "callout-slip", sentence, kind=label["kind"])


def _check_open_braces(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    """Warn of what is said of a heading in braces that are not closed, so that they are shown."""
    for number, line in enumerate(lines):
        if "{" not in line or not HEADING.match(line.strip()):
            continue
        braces = OPEN_BRACES.search(line, line.rfind("{"))
        if braces:
            said = braces.group().rstrip()
            sentence = N_("%(said)s is shown as text: the brace is not closed, write %(said)s}")
            problems.warning(path, first_line + number, "open-braces", sentence, said=said[:80])
