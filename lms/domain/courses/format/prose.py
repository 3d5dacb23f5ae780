"""What is wrong with a Markdown text by itself: raw HTML, lists that are none, headings, tables, alt and link texts (§4)."""

import re
from collections.abc import Iterator

from lms.domain.courses.format.blocks import DELIMITER, HEADING, ITEM, RULE, UNDERLINE
from lms.domain.courses.format.prose_slips import check_slips
from lms.domain.courses.format.references import References
from lms.kernel.problems import Problems
from lms.kernel.words import N_
from lms.platform.markdown_blocks import CALLOUT, CALLOUTS
from lms.platform.markdown_inline import BREAK, MAIL, TAG
from lms.platform.markdown_limits import SENTENCES, find_excess
from lms.platform.markdown_maths import to_mathml
from lms.platform.markdown_zones import FILL, MATHS, LineNumbers, fenced_lines, without_zones

FINE = re.compile(rf"{TAG}|{BREAK}|{MAIL}|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>")
RAW = re.compile(r"</?[A-Za-z][^<>\n]*>|<!--|<[!?][A-Za-z]")
IN_LINK = re.compile(r"(?<=\]\()[ \t]*<[^<>\n]*>")
FORMULA = re.compile(MATHS)
LIST_ITEM = re.compile(r"[-*+][ \t]+\S|1[.)][ \t]+\S")
BRACES_OF_FORMULAS = re.compile(r"\\.|[{}]", re.S)
SIGNS = re.compile(r"[ \t]*(?:>[ \t]?)*")
CELL = re.compile(r"(?<!\\)\|")
FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]\n]{1,200}+)\](?P<defines>:)?")
BRACES = re.compile(r"(?<!\s)\s*+\{[^{}\n]*\}\s*$")
EMPTY_WORDS = frozenset(
    {
        "here",
        "click here",
        "this",
        "this link",
        "link",
        "more",
        "read more",
        "тук",
        "натиснете тук",
        "линк",
        "още",
        "виж тук",
        "εδώ",
        "πατήστε εδώ",
        "περισσότερα",
        "aquí",
        "haga clic aquí",
        "leer más",
        "ici",
        "cliquez ici",
        "lire la suite",
        "qui",
        "clicca qui",
        "leggi di più",
    }
)


def check_text(path: str, text: str, first_line: int, problems: Problems) -> None:
    """Note what is wrong with a text of any document or quiz: limits, zones without an end, raw HTML, formulas."""
    excess = find_excess(text)
    for what, line, most in excess:
        problems.error(path, first_line + line - 1, what.value, SENTENCES[what], most=most)
    if excess:  # it is not read as Markdown, so nothing else can be said of it
        return
    lines = text.split("\n")
    for first, _, closed in fenced_lines(lines):
        if not closed:
            problems.error(
                path,
                first_line + first,
                "fence-open",
                N_("the code that begins here has no closing line of the same signs"),
            )
    _check_raw_html(path, text, first_line, problems)
    _check_formulas(path, text, first_line, problems)


def _check_raw_html(path: str, text: str, first_line: int, problems: Problems) -> None:
    bare = re.sub(r"\\.", FILL * 2, without_zones(text))
    bare = IN_LINK.sub(lambda match: FILL * len(match.group()), bare)
    bare = FINE.sub(lambda match: re.sub(r"[^\n]", FILL, match.group()), bare)
    numbers = LineNumbers(bare, first_line)
    for match in RAW.finditer(bare):
        line = numbers.at(match.start())
        sentence = N_("%(tag)s is shown as text: of raw HTML only <br> <sub> <sup> <kbd> <abbr> are allowed")
        problems.warning(path, line, "raw-html", sentence, tag=match.group()[:40])


def _check_formulas(path: str, text: str, first_line: int, problems: Problems) -> None:
    bare = without_zones(text, keep=frozenset({"maths"}))
    numbers = LineNumbers(bare, first_line)
    for match in FORMULA.finditer(bare):
        if to_mathml(match[1]) is None:
            line = numbers.at(match.start())
            problems.error(
                path,
                line,
                "bad-formula",
                N_("this formula cannot be read: $%(formula)s$"),
                formula=match[1][:80],
            )
        elif not _is_balanced(match[1]):
            sentence = N_("a brace in this formula has no partner: $%(formula)s$")
            problems.warning(path, numbers.at(match.start()), "formula-braces", sentence, formula=match[1][:80])


def _is_balanced(formula: str) -> bool:
    """Tell whether every brace is closed, and closes something; those behind a backslash are signs."""
    depth = 0
    for match in BRACES_OF_FORMULAS.finditer(formula):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth < 0:
            return False
    return depth == 0


def check_pictures_and_links(path: str, references: References, problems: Problems) -> None:
    """Note pictures without alt text and links whose words say nothing."""
    for reference in references.all:
        if (
            reference.kind == "media"
            and not reference.words.strip()
            and "decorative" not in reference.classes
        ):
            sentence = N_("picture without alt text: write ![what it shows](%(target)s), or {.decorative}")
            problems.error(path, reference.line, "missing-alt", sentence, target=reference.target)
        elif reference.kind == "link" and not reference.words.strip():
            problems.error(
                path,
                reference.line,
                "empty-link",
                N_("link without words: write [where it leads](%(target)s)"),
                target=reference.target,
            )
        elif reference.kind == "link" and _says_nothing(reference.words):
            sentence = N_("the words of a link should say where it leads; “%(words)s” does not")
            problems.warning(path, reference.line, "link-text", sentence, words=reference.words.strip()[:60])


def _says_nothing(words: str) -> bool:
    plain = words.strip(" .…:!>*_").casefold()
    return plain in EMPTY_WORDS or re.match(r"https?://", plain) is not None


def check_structure(path: str, text: str, first_line: int, problems: Problems) -> None:
    """Note what is wrong with the blocks of a document: headings, lists, call-outs, tables, footnotes (L4 and §10)."""
    if find_excess(text):
        return
    bare = without_zones(text)
    lines = bare.split("\n")
    _check_headings(path, lines, first_line, problems)
    _check_lists(path, lines, first_line, problems)
    check_slips(path, lines, first_line, problems)
    for number, kind in _unknown_callouts(lines):
        _report_callout(path, first_line + number, kind, problems)
    _check_tables(path, lines, first_line, problems)
    _check_footnotes(path, bare, first_line, problems)


def check_piece(path: str, text: str, first_line: int, problems: Problems) -> None:
    """Note what is wrong with the blocks of a piece of a quiz: as in a document, except that headings begin with level 3.

    Higher ones and footnotes are told of the quiz as a whole (course-format G1, G3); feedback has lost its label before.
    """
    lines = without_zones(text).split("\n")
    _check_headings_of_piece(path, lines, first_line, problems)
    _check_lists(path, lines, first_line, problems)
    check_slips(path, lines, first_line, problems)
    for number, kind in _unknown_callouts(lines):
        if kind.upper() == "FEEDBACK" and kind != "FEEDBACK":
            continue  # the reader of quizzes tells it
        if kind == "FEEDBACK":
            sentence = N_(
                "this feedback is shown before anybody has answered: put the quote at the end of its question"
            )
            problems.error(path, first_line + number, "feedback-before-answers", sentence)
        else:
            _report_callout(path, first_line + number, kind, problems)
    _check_tables(path, lines, first_line, problems)


def _check_lists(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    for number in _lists_that_are_none(lines):
        problems.error(
            path,
            first_line + number,
            "not-a-list",
            N_("this looks like a list, but is none: leave a blank line before it"),
        )


def _unknown_callouts(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the places and names of quotations that begin like call-outs which there are not."""
    for number, line in enumerate(lines):
        label = CALLOUT.match(SIGNS.sub("", line, count=1)) if line.lstrip().startswith(">") else None
        if label and label["kind"].lower() not in CALLOUTS:
            yield number, label["kind"]


def _report_callout(path: str, line: int, kind: str, problems: Problems) -> None:
    known = ", ".join(each.upper() for each in CALLOUTS)
    sentence = N_("[!%(kind)s] is not known here; known are %(known)s")
    problems.error(path, line, "unknown-callout", sentence, kind=kind, known=known)


def headings_of(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the headings of a text without blind zones: place of the line (from 0), level, words without settings."""
    for number, line in enumerate(lines):
        heading = HEADING.match(line.strip())
        if heading and not line.startswith(("    ", "\t")):
            yield number, len(heading[1]), BRACES.sub("", line.strip()[heading.end() :]).strip("# ")
        elif number and UNDERLINE.match(line) and _is_lonely(lines, number - 1):
            yield number - 1, 1 if line.startswith("=") else 2, BRACES.sub("", lines[number - 1]).strip()


def _is_lonely(lines: list[str], number: int) -> bool:
    """Tell whether a line is a paragraph of its own, so that a rule beneath it makes it a heading."""
    line = lines[number].strip()
    before = lines[number - 1].strip() if number else ""
    return bool(line) and not before and not line.startswith((">", "#", "|")) and not ITEM.match(line)


def _check_headings(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    before = 1
    for number, level, words in headings_of(lines):
        line = first_line + number
        if not words:
            problems.error(path, line, "empty-heading", N_("this heading has no words"))
        if level == 1:
            problems.error(
                path,
                line,
                "heading-order",
                N_("the title of the page is its only heading of level 1: begin with ##"),
            )
        elif level > before + 1:
            sentence = N_("heading of level %(level)s after one of level %(before)s: none may be skipped")
            if before == 1:
                sentence = N_("the first heading is of level %(level)s: begin with level 2 (##)")
            problems.error(path, line, "heading-order", sentence, level=level, before=before)
        before = max(level, 2) if level > 1 else before


def _check_headings_of_piece(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    before = 2
    for number, level, words in headings_of(lines):
        if level < 3:
            continue
        if not words:
            problems.error(path, first_line + number, "empty-heading", N_("this heading has no words"))
        if level > before + 1:
            sentence = N_("heading of level %(level)s after one of level %(before)s: none may be skipped")
            if before == 2:
                sentence = N_(
                    "the first heading of this text is of level %(level)s: begin with level 3 (###)"
                )
            problems.error(path, first_line + number, "heading-order", sentence, level=level, before=before)
        before = level


def _lists_that_are_none(lines: list[str]) -> Iterator[int]:
    """Yield the places of lines that look like the first item of a list but stand right beneath a paragraph (L4)."""
    in_paragraph = in_list = after_blank = False
    depth = 0
    for number, line in enumerate(lines):
        signs = SIGNS.match(line)
        rest = line[signs.end() :] if signs else line
        level = signs.group().count(">") if signs else 0
        if level != depth or not rest.strip():
            in_paragraph = False
            # What follows one blank line follows the next one too: looked for once, the time stays linear.
            in_list = in_list and level == depth and (after_blank or _goes_on(lines, number, level))
            depth = level
        after_blank = not rest.strip()
        if after_blank:
            continue
        bare = rest.strip()
        if (
            RULE.match(bare)
            or HEADING.match(bare)
            or "|" in bare
            or CALLOUT.match(bare)
            or bare.startswith((": ", "[^"))
        ):
            in_paragraph = in_list = False
        elif LIST_ITEM.match(bare) or (in_list and ITEM.match(bare)):
            if in_paragraph and not in_list:
                yield number
            in_paragraph, in_list = False, True
        elif ITEM.match(bare) and not in_paragraph:
            in_list = True
        else:
            in_paragraph = not in_list


def _goes_on(lines: list[str], number: int, level: int) -> bool:
    """Tell whether a list goes on behind a blank line: with an item or something indented."""
    for place in range(number + 1, len(lines)):
        line = lines[place]
        signs = SIGNS.match(line)
        if signs is None or signs.group().count(">") != level:
            return False
        rest = line[signs.end() :] if level else line
        if rest.strip():
            return rest.startswith(("  ", "\t")) or ITEM.match(rest.strip()) is not None
    return False


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table, without the bars at its ends."""
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in CELL.split(bare)]


def _is_like_a_row(line: str) -> bool:
    return line.startswith("|") and line.endswith("|") and bool(line[1:-1].strip())


def _check_tables(path: str, lines: list[str], first_line: int, problems: Problems) -> None:
    columns = 0
    rows = 0  # lines in a row that look like those of a table which is none
    for number, line in enumerate(lines):
        rest = SIGNS.sub("", line, count=1).strip()
        following = SIGNS.sub("", lines[number + 1], count=1).strip() if number + 1 < len(lines) else ""
        is_header = not columns and "|" in rest and "|" in following and DELIMITER.match(following)
        if is_header:
            columns = len(_cells(rest))
            _check_header(path, first_line + number, _cells(rest), problems)
        elif columns and "|" not in rest:
            columns = 0
        rows = rows + 1 if not columns and _is_like_a_row(rest) else 0
        if rows == 2:
            sentence = N_("this looks like a table, but is none: write a line |---|---| beneath its first row")
            problems.warning(path, first_line + number - 1, "not-a-table", sentence)
        if columns and not is_header and len(_cells(rest)) > columns:
            sentence = N_(
                "this row has %(mine)s cells, but the table has %(columns)s columns: the rest is not shown"
            )
            problems.warning(
                path, first_line + number, "table-cells", sentence, mine=len(_cells(rest)), columns=columns
            )


def _check_header(path: str, line: int, cells: list[str], problems: Problems) -> None:
    if not any(cells):
        problems.error(
            path,
            line,
            "table-header",
            N_("table without headers: say in its first row what each column holds"),
        )
    elif not all(cells[1:]):
        problems.warning(path, line, "table-header", N_("a column of this table has no header"))


def _check_footnotes(path: str, bare: str, first_line: int, problems: Problems) -> None:
    defined: dict[str, int] = {}
    used: dict[str, int] = {}
    numbers = LineNumbers(bare, first_line)
    for match in FOOTNOTE.finditer(bare):
        line = numbers.at(match.start())
        begins = not bare[numbers.start(match.start()) : match.start()].strip()
        places = defined if match["defines"] and begins else used
        places.setdefault(match["name"], line)
    for name in used.keys() - defined.keys():
        problems.error(
            path,
            used[name],
            "missing-footnote",
            N_("footnote %(name)s is nowhere written: add a line “[^%(name)s]: …”"),
            name=name,
        )
    for name in defined.keys() - used.keys():
        problems.warning(
            path, defined[name], "unused-footnote", N_("nothing refers to footnote %(name)s"), name=name
        )
