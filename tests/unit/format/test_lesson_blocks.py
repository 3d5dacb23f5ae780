"""How a text is divided into blocks: stamps depend on it for ever (T2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.format.blocks import split_blocks
from lms.domain.courses.format.lesson import read_lesson
from lms.kernel.problems import Problems

CASES = [
    ("paragraphs", "a\nb\n\nc\n", [("p", 1, 2), ("p", 4, 4)]),
    ("headings need no blank line", "## a\nb\n### c\n", [("h2", 1, 1), ("p", 2, 2), ("h3", 3, 3)]),
    ("underlined", "a\n---\n\nb\n===\n", [("h2", 1, 2), ("h1", 4, 5)]),
    ("tight list", "- a\n- b\n  - c\n", [("ul", 1, 3)]),
    ("loose list", "- a\n\n- b\n\n  c\n\nd\n", [("ul", 1, 5), ("p", 7, 7)]),
    ("two kinds of lists", "- a\n\n1. b\n", [("ul", 1, 1), ("ol", 3, 3)]),
    ("code in a list", "- a\n\n  ```\n\n  # b\n  ```\n- c\n", [("ul", 1, 7)]),
    ("code", "```py\n\n# a\n\n```\nb\n", [("code", 1, 5), ("p", 6, 6)]),
    ("code beneath text", "a\n~~~\nb\n~~~\n", [("p", 1, 1), ("code", 2, 4)]),
    ("quotation", "> a\n>\n> b\nc\n\n> d\n", [("quote", 1, 4), ("quote", 6, 6)]),
    ("call-outs", "> [!CASE] a\n> b\n\n> [!note]\n> c\n", [("case", 1, 2), ("note", 4, 5)]),
    ("table", "| a | b |\n|---|---|\n| c | d |\n\ne\n", [("table", 1, 3), ("p", 5, 5)]),
    ("bar in a paragraph", "a | b\nc\n", [("p", 1, 2)]),
    ("picture alone", "![a](media/a.svg){.decorative}\n\nb ![a](media/a.svg)\n", [("figure", 1, 1), ("p", 3, 3)]),
    ("definitions", "T\n: a\n  b\n\n  c\n\nd\n", [("dl", 1, 5), ("p", 7, 7)]),
    ("footnote", "a\n\n[^1]: b\n  c\n\n  d\n[^2]: e\n", [("p", 1, 1), ("footnote", 3, 6), ("footnote", 7, 7)]),
    ("rules", "a\n\n* * *\n\n---\n", [("p", 1, 1), ("hr", 3, 3), ("hr", 5, 5)]),
    ("comments are none", "<!-- a\n\nb -->\n\nc\n", [("p", 5, 5)]),
    ("text behind a comment", "<!-- a --> b\n", [("p", 1, 1)]),
    ("abbreviation and address", "*[EU]: European Union\n[a]: http://b\n", [("definition", 1, 1), ("definition", 2, 2)]),
    ("list that is none", "a\n- b\n", [("p", 1, 2)]),
    ("nothing", "\n \n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_text_is_divided_at_its_top_level(text: str, blocks: list[tuple[str, int, int]]) -> None:
    assert [(block.kind, block.first_line, block.last_line) for block in split_blocks(text)] == blocks


def test_the_digest_of_a_block_is_the_beginning_of_the_sha_256_of_its_text() -> None:
    (block,) = split_blocks("\n\nabc\n\n", 10)
    assert (block.text, block.first_line, block.digest) == ("abc", 12, "ba7816bf")


def test_lines_of_the_blocks_of_a_lesson_are_those_of_its_file() -> None:
    lesson = read_lesson("f.md", b"---\ntitle: A\n---\n\n## B\n\nC\nD\n", Problems())
    assert lesson is not None
    assert [(block.text, block.first_line, block.last_line) for block in lesson.blocks] == [
        ("## B", 5, 5),
        ("C\nD", 7, 8),
    ]


LINES = st.lists(st.sampled_from(["", "a", "- a", "  b", "1. c", "> d", "```", "## e", "| a | b |", "|---|---|", ": f", "<!--", "-->", "---", "[^1]: x"]), max_size=14)  # fmt: skip


@given(LINES)
def test_every_line_belongs_to_one_block_at_most_and_no_words_are_lost(lines: list[str]) -> None:
    blocks = split_blocks("\n".join(lines))
    taken = [number for block in blocks for number in range(block.first_line, block.last_line + 1)]
    assert taken == sorted(set(taken))
    if not any("--" in line for line in lines):
        left = {number for number, line in enumerate(lines, 1) if line.strip()} - set(taken)
        assert left == set()
    for block in blocks:
        assert block.text == "\n".join(lines[block.first_line - 1 : block.last_line]).rstrip()
