"""The plainest YAML, read at once: the very tree that the parser makes, or none."""

import random

import pytest

from lms.domain.courses.format import yaml_reader
from lms.domain.courses.format.yaml_plain import MOST_CHARACTERS, read_plain
from lms.kernel.problems import Problems

PLAIN = """title: "Why ask?"
summary: The people, and what they say (once); a year-long talk.
sources:
  - "A report: https://example.org/report"
  - Another one
checked: 2026-11-21
source_blocks: [25d217ff, "000e153e", e138fbe5]
"""
FOR_THE_PARSER = [
    "title: a: b\n",
    "title: a # comment\n",
    "title: a\n  b\n",
    "title: 'a'\n",
    'title: "a\\"b"\n',
    "title: [a,b]\n",
    "title: []\n",
    "title: {en: a}\n",
    "title:\n",
    "title: a\ntitle: b\n",
    "title: a",
    "title: \n",
    "title: a \n",
    "title:\n  - a\n    - b\n",
    "title:\n- a\n",
    "title: *a\n",
    "title: &a b\n",
    "title: !a b\n",
    "title: |\n  a\n",
    "title: a\x07\n",
    "title: a\u00a0b\n",
    "title: -\n",
    "x: a,\n",
    "",
    "\n",
    "---\n",
    f"title: {'a' * MOST_CHARACTERS}\n",
]
SIGNS = [*"\"'[]{},:#-&*!|>%@` \nab1й", "  - ", ": ", " #", "\u2028", "\x07", "\u00a0", "null", "~", "\n\n", "---\n", "...\n"]


def parsed(text: str) -> object:
    """Return the tree that the parser makes; nothing may be wrong with the text."""
    problems = Problems()
    tree = yaml_reader._parsed(text, "a.md", problems, 2)
    assert problems.found == [], text
    return tree


def test_what_is_read_at_once_is_what_the_parser_reads() -> None:
    tree = read_plain(PLAIN, 2)
    assert tree is not None
    assert tree == parsed(PLAIN)
    assert [pair.key.text for pair in tree] == ["title", "summary", "sources", "checked", "source_blocks"]


@pytest.mark.parametrize("text", FOR_THE_PARSER, ids=lambda text: repr(text[:20]))
def test_whatever_is_not_surely_plain_is_left_to_the_parser(text: str) -> None:
    assert read_plain(text, 2) is None


def test_whatever_is_put_into_a_plain_text_the_two_never_differ() -> None:
    chance = random.Random(20261127)  # the same texts in every run
    at_once = 0
    for _ in range(400):
        text = list(PLAIN)
        for _ in range(chance.randrange(1, 3)):
            text.insert(chance.randrange(len(text)), chance.choice(SIGNS))
        tree = read_plain("".join(text), 2)
        if tree is not None:
            at_once += 1
            assert tree == parsed("".join(text)), "".join(text)
    assert at_once > 40
