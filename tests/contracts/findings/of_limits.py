"""How much Markdown a text may be: one more than the most, and the most (security R19, R20)."""

from tests.contracts.findings.a_case import Case, Row, a_lesson, in_file
from tests.unit.format.a_course import LESSON_PATH


def table(columns: int, rows: int) -> str:
    """Return a table with so many columns and, beneath its header and the line of hyphens, so many rows."""
    return f"{'| a ' * columns}|\n{'|---' * columns}|\n" + f"{'| b ' * columns}|\n" * rows


# the text of a lesson, from line 5 on; the blank line above it is part of it
TEXTS: list[Row] = [
    ("text-too-large",          "a" * (512 * 1024),            ["4: error: this text is too large: more than 524288 bytes are not shown; divide it [text-too-large]"],                    "a" * (512 * 1024 - 1)),
    ("too-many-lines",          "a\n" * 100_000,               ["100004: error: this text has more than 100000 lines: divide it [too-many-lines]"],                                         "a\n" * 99_999),
    ("table-too-wide",          table(101, 1),                 ["5: error: this table has more than 100 columns: divide it [table-too-wide]"],                                            table(100, 1)),
    ("table-too-long",          table(1, 1999),                ["2005: error: this table has more than 2000 rows: divide it [table-too-long]"],                                           table(1, 1998)),
    ("too-many-cells",          table(49, 199),                ["205: error: the tables of this text have more than 10000 cells: divide the text [too-many-cells]"],                      table(49, 198)),
    ("nested-too-deep",         f"Text.\n\n{'>' * 21} a\n",    ["7: error: lists and quotations are nested deeper than 20 levels here [nested-too-deep]"],                                f"Text.\n\n{'>' * 20} a\n"),
    ("too-many-open-brackets",  "a\n[[[[[[ b\n",               ["6: error: more than 5 brackets are open at once here: close them, or write \\[ for the sign itself [too-many-open-brackets]"], "a\n[[[[[ b\n"),
    ("too-many-signs",          f"a{'!' * 500}\n\n" * 80 + "!\n", ["165: error: this text has more than 40000 signs of Markdown: divide it [too-many-signs]"],                            f"a{'!' * 500}\n\n" * 80 + "a\n"),
    ("too-many-signs-together", f"a{'!' * 1000}\nb!\n",        ["6: error: more than 1000 signs of Markdown stand together here: leave a blank line between [too-many-signs-together]"],  f"a{'!' * 1000}\n\nb!\n"),
    ("too-many-definitions",    "*[A]: a\n\n" * 501,           ["1005: error: this text has more than 500 footnotes, abbreviations and link definitions: divide it [too-many-definitions]"], "*[A]: a\n\n" * 500),
    ("too-many-formulas",       f"{'$a$ ' * 400}\n\n" * 5 + "$a$\n", ["15: error: this text has more than 2000 formulas: divide it [too-many-formulas]"],                                f"{'$a$ ' * 400}\n\n" * 5 + "a\n"),
    ("too-many-parts",          "a\n\n" * 10_001,              ["20005: error: this text has more than 10000 paragraphs, items and headings: divide it [too-many-parts]"],                "a\n\n" * 10_000),
]  # fmt: skip
CASES: list[Case] = in_file(LESSON_PATH, a_lesson, TEXTS)
