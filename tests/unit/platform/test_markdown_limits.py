"""No text keeps the machine busy: what is too much is refused with a reason, what is not is quick (R19, R20)."""

import time

import pytest

from lms.platform.markdown import Note, TooMuch, render
from lms.platform.markdown_limits import SENTENCES, find_excess

SECONDS = (
    5  # the aim is one, two for ten thousand lines; the machine that tests may be busy with other things
)


def test_a_lesson_of_ordinary_size_is_far_from_every_limit() -> None:
    lesson = "Some *words* with a [link](https://example.org) and `code`.\n\n- one\n- two\n\n## Next\n\n" * 40
    assert find_excess(lesson) == []


TOO_MUCH = [
    ("size", "я" * (256 * 1024 + 1), [(TooMuch.SIZE, 1, 524288)]),
    ("columns", "a\n\n|" + "a|" * 101, [(TooMuch.COLUMNS, 3, 100)]),
    ("rows", "|a|b|\n|-|-|\n" + "|c|d|\n" * 1999, [(TooMuch.ROWS, 2001, 2000)]),
    ("cells", ("|a|b|c|d|\n" * 1000 + "\n") * 4, [(TooMuch.CELLS, 2003, 10000)]),
    ("quotations", ">" * 21 + "a", [(TooMuch.NESTING, 1, 20)]),
    ("lists", "".join("  " * depth + "- a\n" for depth in range(21)), [(TooMuch.NESTING, 21, 20)]),
    ("markers", "- " * 21 + "a", [(TooMuch.NESTING, 1, 20)]),
    ("brackets", "a\n\n[[[[[[", [(TooMuch.BRACKETS, 3, 5)]),
    ("links", "[a](" * 6, [(TooMuch.BRACKETS, 1, 5)]),
    ("signs together", "*a* " * 501, [(TooMuch.TOGETHER, 1, 1000)]),
    ("signs", "*a* *b* *c* *d*\n\n" * 5001, [(TooMuch.SIGNS, 10001, 40000)]),
    ("definitions", "*[EU]: x\n\n" * 501, [(TooMuch.DEFINITIONS, 1001, 500)]),
    ("formulas", "$x$ $y$\n\n" * 1001, [(TooMuch.FORMULAS, 2001, 2000)]),
    ("paragraphs", "a\n\n" * 10_001, [(TooMuch.PARTS, 20_001, 10_000)]),
    ("items", "- a\n" * 10_001, [(TooMuch.PARTS, 10_001, 10_000)]),
    ("headings", "## a\n\n" * 10_001, [(TooMuch.PARTS, 20_001, 10_000)]),
    ("code", "```\n```\n" * 10_001, [(TooMuch.PARTS, 20_001, 10_000)]),
    ("definitions in one paragraph", "a\n: b\n" * 126, [(TooMuch.TOGETHER, 252, 1000)]),
    ("underlined headings in one paragraph", "a\n---\n" * 126, [(TooMuch.TOGETHER, 252, 1000)]),
    ("broken lines in one paragraph", "a  \n" * 1001, [(TooMuch.TOGETHER, 1001, 1000)]),
    ("bars in one paragraph", "*a*|\n" * 501, [(TooMuch.TOGETHER, 501, 1000)]),
    ("lines in one item", "- a\n" + "b\n" * 1001, [(TooMuch.TOGETHER, 1002, 1000)]),
    ("what is short for something", "*[A]: b\n\n" + "A\n" * 1001, [(TooMuch.TOGETHER, 1003, 1000)]),
    ("what is short over two lines", "*[A\nA]: b\n\n" + "A\nA " * 1001, [(TooMuch.TOGETHER, 1004, 1000)]),
    ("terms", "a\n" * 10_001 + ": b\n", [(TooMuch.PARTS, 10_002, 10_000)]),
    ("a hundred thousand lines", "a\n\n" * 50_000, [(TooMuch.PARTS, 20_001, 10_000)]),
]


@pytest.mark.parametrize(
    ("text", "excess"), [case[1:] for case in TOO_MUCH], ids=[case[0] for case in TOO_MUCH]
)
def test_what_is_too_much_is_found_where_it_begins(text: str, excess: list[tuple[TooMuch, int, int]]) -> None:
    assert find_excess(text) == excess


NOT_TOO_MUCH = [
    ("columns", "|" + "a|" * 100),
    ("rows", "|a|b|\n|-|-|\n" + "|c|d|\n" * 1998),
    ("nesting", ">" * 20 + "a"),
    ("indented words", " " * 60 + "a"),
    ("brackets in code", "```\n[[[[[[[[\n" + "|" * 200 + "\n```"),
    ("closed brackets", "[a](b) " * 60),
    ("brackets in several items", "- [ ] a\n" * 60),
    ("a long paragraph", "words and words " * 20_000),
    ("paragraphs", "a\n\n" * 10_000),
    ("lines", "a\n" * 100_000),
    ("definitions in one paragraph", "a\n: b\n" * 125),
    ("broken lines in one paragraph", "a  \n" * 1000),
    ("lines in one item", "- a\n" + "b\n" * 1000),
    ("lines in several items", ("- a\n" + "b\n" * 100) * 100),
    ("what is short for something", "*[A]: b\n\n" + "A\n" * 1000),
    ("terms", "a\n" * 9_990 + ": b\n"),
    ("underlined headings in one paragraph", "a\n---\n" * 125),
    ("rules", "a\n\n---\n\n" * 2_000),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT_TOO_MUCH], ids=[case[0] for case in NOT_TOO_MUCH])
def test_what_is_just_enough_is_silent(text: str) -> None:
    assert find_excess(text) == []


def test_every_limit_has_its_sentence() -> None:
    assert list(SENTENCES) == list(TooMuch)
    assert [sentence for sentence in SENTENCES.values() if "%(most)s" not in sentence] == []


def test_a_text_that_is_too_much_comes_out_as_it_was_typed() -> None:
    rendered = render("[[[[[[ <b>", document="d")
    assert (rendered.html, rendered.notes) == (
        "<pre>[[[[[[ &lt;b&gt;</pre>",
        (Note("too-many-open-brackets", "line 1"),),
    )


BOMBS = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "links": "[](" * 10_000,
    "activities": "[[" * 10_000,
    "emphasis": "*a **b " * 9000,
    "emphasis in paragraphs": ("*a _b " * 160 + "\n\n") * 60,
    "quotations": ">" * 10_000,
    "quotations within the limit": (">" * 20 + "a\n\n") * 600,
    "lists": "".join("  " * depth + "- a\n" for depth in range(2000)),
    "lists within the limit": "".join("  " * depth + "- a\n" for depth in range(20)) * 60,
    "wide table": "|".join("a" * 5001) + "\n" + "|".join("-" * 5001) + "\n" + ("|".join("a" * 5001) + "\n") * 50,
    "table within the limit": "|".join("a" * 101) + "\n" + "|".join("-" * 101) + "\n" + ("|".join("a" * 101) + "\n") * 97,
    "references": "".join(f"[A{number}]: http://x\n\n" for number in range(5000)) + "[A1]\n\n" * 5000,
    "footnotes": "".join(f"[^{number}]: x\n\n[^{number}]\n\n" for number in range(499)),
    "ticks": " ".join("`" * length for length in range(1, 140)) * 4,
    "ticks within the limit": (" ".join("`" * length for length in range(1, 40)) + "\n\n") * 50,
    "tags": "<sub>" * 20_000,
    "comments": "<!-- a\n" * 20_000,
    "dollars": "$a " * 20_000,
    "formulas": ("$x^2$ " * 400 + "\n\n") * 5,
    "deep formula": "$" + "{" * 400 + "x" + "}" * 400 + "$",
    "roots": "$" + "\\sqrt" * 190 + "$",
    "attributes": "*a*{" * 20_000,
    "backslashes": "\\*" * 20_000,
    "headings": "## a\n" * 5000,
    "one word": "a" * 500_000,
    "control signs": "\x02\x03" * 20_000,
    "definitions within the limit": ("a\n: b\n" * 125 + "\n") * 39,
    "paragraphs within the limit": "*a*\n\n" * 10_000,
    "a comment that never ends, over and over": "<!-- a\n\n" * 9000,
    "activities in one line": "[[a#" * 5000,
    "broken lines": "a  \n" * 130_000,
    "lines in one item": "- a\n" + "b\n" * 250_000,
    "what is short for something": "*[A]: b\n\n" + "A " * 250_000,
    "what is short for something within the limit": "*[A]: b\n\n" + ("A " * 999 + "\n\n") * 39 + "b " * 200_000,
    "terms": "a\n" * 250_000 + ": b\n",
    "underlined headings": "a\n---\n" * 80_000,
    "underlined headings within the limit": ("a\n---\n" * 125 + "\n") * 39,
    "a heading full of blanks": "## a" + " " * 500_000 + "b\n",
    "a cell full of blanks": "|a|b|\n|-|-|\n|a" + " " * 500_000 + "b|c|\n",
    "a heading full of braces": "## a" + (" {a" + " b" * 500) * 480 + "\n",
}  # fmt: skip


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_does_not_go_off(text: str) -> None:
    began = time.process_time()
    render(text, document="d")
    assert time.process_time() - began < SECONDS


def test_ten_thousand_lines_are_rendered() -> None:
    text = "## A heading\n\nA line of *words*, about as long as a line is.\n\n- an item\n- another\n\n" * 1430
    began = time.process_time()
    rendered = render(text, document="d")
    assert rendered.notes == ()
    assert time.process_time() - began < 2 * SECONDS
