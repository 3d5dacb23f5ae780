"""Blocks, questions, keys and items are put in, taken out and moved; every other line stays (N7)."""

from collections.abc import Callable

import pytest

from lms.domain.courses.format.writer import Unwritable
from lms.domain.courses.format.writer_blocks import (
    insert_block,
    insert_question,
    move_block,
    move_question,
    remove_block,
    remove_question,
    set_question,
)
from lms.domain.courses.format.writer_entries import insert_item, move_item, remove_value
from lms.kernel.refusals import Refused

MODULE = "title: {en: A, bg: Б}  # t\nactivities:\n  # the first\n  - lesson: one   # 1\n    minutes: 5\n  - quiz: two\n\n  # the last\n  - lesson: three\nafter: [x, y, z]\n"
QUIZ = "---\ntitle: T\n---\nIntro.\n\n# A {draw=1}\n\n## a {points=2}\n\nText?\n\n= x\n\n\n## b\n\nText?\n\n```\n## no\n```\n\n= y\n"
TEXT = "---\ntitle: T\n---\n\n## A\n\none\ntwo\n\n<!-- c -->\n- x\n\n- y\n\nlast"
CHANGES: list[tuple[str, str, Callable[[bytes], bytes], str, str]] = [
    ("an activity at the end", MODULE, lambda b: insert_item(b, ["activities"], 3, {"lesson": "new", "minutes": 7}, is_yaml=True), "  - lesson: three\n", "  - lesson: three\n  - lesson: new\n    minutes: 7\n"),
    ("an activity between", MODULE, lambda b: insert_item(b, ["activities"], 1, {"quiz": "new"}, is_yaml=True), "    minutes: 5\n", "    minutes: 5\n  - quiz: new\n"),
    ("an activity first", MODULE, lambda b: insert_item(b, ["activities"], 0, {"quiz": "new"}, is_yaml=True), "  - lesson: one", "  - quiz: new\n  - lesson: one"),
    ("an activity taken out", MODULE, lambda b: remove_value(b, ["activities", 0], is_yaml=True), "  - lesson: one   # 1\n    minutes: 5\n", ""),
    ("an activity moved down", MODULE, lambda b: move_item(b, ["activities"], 0, 1, is_yaml=True), "  - lesson: one   # 1\n    minutes: 5\n  - quiz: two\n", "  - quiz: two\n  - lesson: one   # 1\n    minutes: 5\n"),
    ("an activity moved up", MODULE, lambda b: move_item(b, ["activities"], 2, 0, is_yaml=True), "  - lesson: one   # 1\n    minutes: 5\n  - quiz: two\n\n  # the last\n  - lesson: three\n", "  - lesson: three\n  - lesson: one   # 1\n    minutes: 5\n  - quiz: two\n\n  # the last\n"),
    ("a key of an activity taken out", MODULE, lambda b: remove_value(b, ["activities", 0, "minutes"], is_yaml=True), "    minutes: 5\n", ""),
    ("a key in braces taken out", MODULE, lambda b: remove_value(b, ["title", "bg"], is_yaml=True), "{en: A, bg: Б}", "{en: A}"),
    ("the first key in braces taken out", MODULE, lambda b: remove_value(b, ["title", "en"], is_yaml=True), "{en: A, bg: Б}", "{bg: Б}"),
    ("an item in brackets", MODULE, lambda b: insert_item(b, ["after"], 1, "new", is_yaml=True), "[x, y, z]", "[x, new, y, z]"),
    ("an item in brackets taken out", MODULE, lambda b: remove_value(b, ["after", 2], is_yaml=True), "[x, y, z]", "[x, y]"),
    ("an item in brackets moved", MODULE, lambda b: move_item(b, ["after"], 0, 2, is_yaml=True), "[x, y, z]", "[y, z, x]"),
    ("a whole list taken out", MODULE, lambda b: remove_value(b, ["after"], is_yaml=True), "after: [x, y, z]\n", ""),
    ("a key with nothing behind it taken out", "a:\n  b: 1\n  c:\n\n# of d\nd: 2\n", lambda b: remove_value(b, ["a", "c"], is_yaml=True), "  c:\n", ""),
    ("a question replaced", QUIZ, lambda b: set_question(b, "a", "## a\n\nNew?\n\n= z"), "## a {points=2}\n\nText?\n\n= x\n", "## a\n\nNew?\n\n= z\n"),
    ("a question at the end", QUIZ, lambda b: insert_question(b, "## c\n\nNew?\n\n= z\n"), "= y\n", "= y\n\n## c\n\nNew?\n\n= z\n"),
    ("a question before another", QUIZ, lambda b: insert_question(b, "## c\n\nNew?\n\n= z\n", before="b"), "## b\n", "## c\n\nNew?\n\n= z\n\n## b\n"),
    ("a question taken out", QUIZ, lambda b: remove_question(b, "a"), "## a {points=2}\n\nText?\n\n= x\n\n\n", ""),
    ("the last question taken out", QUIZ, lambda b: remove_question(b, "b"), "\n\n\n## b\n\nText?\n\n```\n## no\n```\n\n= y\n", "\n"),
    ("a question moved", QUIZ, lambda b: move_question(b, "b", before="a"), "## a {points=2}\n\nText?\n\n= x\n\n\n## b\n\nText?\n\n```\n## no\n```\n\n= y\n", "## b\n\nText?\n\n```\n## no\n```\n\n= y\n\n## a {points=2}\n\nText?\n\n= x\n"),
    ("a block between", TEXT, lambda b: insert_block(b, 1, "new"), "one\n", "new\n\none\n"),
    ("a block at the end", TEXT, lambda b: insert_block(b, 4, "new\nlines\n"), "last", "last\n\nnew\nlines"),
    ("a block taken out", TEXT, lambda b: remove_block(b, 1, first="one\ntwo"), "one\ntwo\n\n", ""),
    ("the last block taken out", TEXT, lambda b: remove_block(b, 3), "- y\n\nlast", "- y"),
    ("a block moved", TEXT, lambda b: move_block(b, 3, 1), "one\ntwo\n\n<!-- c -->\n- x\n\n- y\n\nlast", "last\n\none\ntwo\n\n<!-- c -->\n- x\n\n- y"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change", "old", "new"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_only_what_was_meant_changes(text: str, change: Callable[[bytes], bytes], old: str, new: str, line_end: str, mark: str) -> None:
    assert text.count(old) == 1
    before, after = (mark + each.replace("\n", line_end) for each in (text, text.replace(old, new)))
    assert change(before.encode()).decode() == after


REFUSED: list[tuple[str, Unwritable, Callable[[], bytes]]] = [
    ("no such item", Unwritable.ABSENT, lambda: remove_value(MODULE.encode(), ["activities", 3], is_yaml=True)),
    ("no such key", Unwritable.ABSENT, lambda: remove_value(MODULE.encode(), ["before"], is_yaml=True)),
    ("an item of a map", Unwritable.ABSENT, lambda: insert_item(MODULE.encode(), ["title"], 0, "x", is_yaml=True)),
    ("a place beyond the end", Unwritable.ABSENT, lambda: move_item(MODULE.encode(), ["after"], 0, 3, is_yaml=True)),
    ("the key in the line of its dash", Unwritable.CHANGES_MORE, lambda: remove_value(MODULE.encode(), ["activities", 0, "lesson"], is_yaml=True)),
    ("a comment between brackets", Unwritable.CHANGES_MORE, lambda: remove_value(b"a: [x, # c\n  y]\n", ["a", 0], is_yaml=True)),
    ("a list in the line of another", Unwritable.CHANGES_MORE, lambda: remove_value(b"a:\n- - x\n  - y\n", ["a", 0, 0], is_yaml=True)),
    ("broken settings", Unwritable.BROKEN, lambda: remove_value(b"a: b: c\n", ["a"], is_yaml=True)),
    ("no such question", Unwritable.ABSENT, lambda: remove_question(QUIZ.encode(), "no")),
    ("two questions for one", Unwritable.CHANGES_MORE, lambda: set_question(QUIZ.encode(), "a", "## a\n\nx\n\n## c\n\ny")),
    ("a question that swallows the next", Unwritable.CHANGES_MORE, lambda: insert_question(QUIZ.encode(), "## c\n\n```\nx", before="a")),
    ("a paragraph before a line of one", Unwritable.CHANGES_MORE, lambda: insert_block(TEXT.encode(), 0, "a\n\nb")),
    ("paragraphs that would flow together", Unwritable.CHANGES_MORE, lambda: remove_block(b"one\n## h\ntwo\n", 1)),
    ("a block that says something else by now", Unwritable.ABSENT, lambda: move_block(TEXT.encode(), 1, 0, first="zwei")),
    ("a place that is none", Unwritable.ABSENT, lambda: move_block(TEXT.encode(), 1, 4)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "change"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_would_damage_is_refused(why: Unwritable, change: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refused:
        change()
    assert refused.value.reason == why
