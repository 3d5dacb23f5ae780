"""One value or block changes, every other byte stays (N7)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.format.blocks import split_blocks
from lms.domain.courses.format.frontmatter import split_front_matter
from lms.domain.courses.format.writer import SENTENCES, Unwritable, Value, set_value, written
from lms.domain.courses.format.writer_blocks import set_block
from lms.domain.courses.format.yaml_reader import Map, Node, Scalar, read_yaml
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused

DOCUMENT = """\
---
title:   Old   # the title
summary: 'it''s old'
sources:
  - one   # first
  - "two"
note: {en: "x", bg: y}
empty:
text: |
  first
  second

last: end
---

## A {#a}

One
line.

- x
  - y

> [!CASE] z
> w
"""
VALUES: list[tuple[str, list[str | int], Value, str, str]] = [
    ("plain", ["title"], "New", "title:   Old   #", "title:   New   #"),
    ("plain that needs quotes", ["title"], "New: yes", "title:   Old   #", 'title:   "New: yes"   #'),
    ("single quotes stay", ["summary"], "it's new", "'it''s old'", "'it''s new'"),
    ("item of a list", ["sources", 0], "third", "- one   #", "- third   #"),
    ("double quotes stay needed", ["sources", 1], 'say "x"', '- "two"', '- "say \\"x\\""'),
    ("whole list", ["sources"], ["a", "b: c"], ':\n  - one   # first\n  - "two"\n', ': [a, "b: c"]\n'),
    ("inside braces", ["note", "bg"], "y, z", "bg: y}", 'bg: "y, z"}'),
    ("new key inside braces", ["note", "fr"], "w", "bg: y}", "bg: y, fr: w}"),
    ("value that was empty", ["empty"], "full", "empty:\n", "empty: full\n"),
    ("text in lines", ["text"], "a\nb", "|\n  first\n  second\n", '"a\\nb"\n'),
    ("last value", ["last"], "2026-11-21", "last: end", 'last: "2026-11-21"'),
    ("number", ["last"], 7, "last: end", "last: 7"),
    ("truth", ["last"], True, "last: end", "last: true"),
    ("new key", ["checked"], "now", "last: end\n", "last: end\nchecked: now\n"),
    ("new map", ["stamps"], {"bg": "abc"}, "last: end\n", "last: end\nstamps: {bg: abc}\n"),
]


@pytest.mark.parametrize(("path", "value", "old", "new"), [c[1:] for c in VALUES], ids=[c[0] for c in VALUES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_only_the_span_of_the_value_changes(
    path: list[str | int], value: Value, old: str, new: str, line_end: str, mark: str
) -> None:
    assert DOCUMENT.count(old) == 1
    before = (mark + DOCUMENT.replace("\n", line_end)).encode()
    after = (mark + DOCUMENT.replace(old, new).replace("\n", line_end)).encode()
    assert set_value(before, path, value) == after


def test_yaml_files_are_changed_alike() -> None:
    body = b'title: {en: "A"}  # x\nmodules:\n- a\n- b\n'
    assert (
        set_value(body, ["title", "bg"], "Б", is_yaml=True)
        == 'title: {en: "A", bg: "Б"}  # x\nmodules:\n- a\n- b\n'.encode()
    )
    assert set_value(body, ["modules"], ["c"], is_yaml=True) == b'title: {en: "A"}  # x\nmodules: [c]\n'
    assert (
        set_value(b"a:\n  b: 1\n  c: 2\nd: 3", ["a", "e"], "x", is_yaml=True)
        == b"a:\n  b: 1\n  c: 2\n  e: x\nd: 3"
    )
    assert set_value(b"a: 1", ["b"], "x", is_yaml=True) == b"a: 1\nb: x"
    assert set_value(b"", ["b"], "x", is_yaml=True) == b"b: x\n"


# a file, the path of what is set to “x”, and the file that comes of it
PLACES: list[tuple[str, str, list[str | int], str]] = [
    ("beneath a value with a comment", "a:\n  b: 1   # of b\nc: 2\n", ["a", "d"], "a:\n  b: 1   # of b\n  d: x\nc: 2\n"),
    ("beneath a value with blanks", "a:\n  b: 1   \nc: 2\n", ["a", "d"], "a:\n  b: 1   \n  d: x\nc: 2\n"),
    ("beneath nothing at all", "a:\n  b:   # none\n\n# of c\nc: 2\n", ["a", "d"], "a:\n  b:   # none\n  d: x\n\n# of c\nc: 2\n"),
    ("beneath a text in lines", "a:\n  b: |\n    1\n\nc: 2\n", ["a", "d"], "a:\n  b: |\n    1\n  d: x\n\nc: 2\n"),
    ("beneath a list", "a:\n   b:\n     - 1   # one\nc: 2\n", ["a", "d"], "a:\n   b:\n     - 1   # one\n   d: x\nc: 2\n"),
    ("for a map in a list", "a:\n- b: 1\n  c: 2\n- d\n", ["a", 0], "a:\n- x\n- d\n"),
    ("for a list in a list", "a:\n  -\n    - b\n    - c\n  - d\n", ["a", 0], "a:\n  - x\n  - d\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "path", "after"), [each[1:] for each in PLACES], ids=[each[0] for each in PLACES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_what_stands_around_a_value_stays_where_it_is(before: str, path: list[str | int], after: str, line_end: str) -> None:
    body = before.replace("\n", line_end).encode()
    assert set_value(body, path, "x", is_yaml=True) == after.replace("\n", line_end).encode()


REFUSED: list[tuple[str, Unwritable, Callable[[], bytes]]] = [
    ("not UTF-8", Unwritable.NOT_TEXT, lambda: set_value(b"---\na: \xff\n---\n", ["a"], "b")),
    ("no front matter", Unwritable.BROKEN, lambda: set_value(b"text", ["a"], "b")),
    ("broken front matter", Unwritable.BROKEN, lambda: set_value(b"---\na: b: c\n---\n", ["a"], "b")),
    ("no such item", Unwritable.ABSENT, lambda: set_value(DOCUMENT.encode(), ["sources", 2], "b")),
    ("no such map", Unwritable.ABSENT, lambda: set_value(DOCUMENT.encode(), ["stamps", "bg"], "b")),
    ("a text is no map", Unwritable.ABSENT, lambda: set_value(DOCUMENT.encode(), ["title", "bg"], "b")),
    ("a key without a colon", Unwritable.CHANGES_MORE, lambda: set_value(b"? a\n", ["a"], "b", is_yaml=True)),
    ("no such block", Unwritable.ABSENT, lambda: set_block(DOCUMENT.encode(), 9, "b")),
    ("block changed since", Unwritable.ABSENT, lambda: set_block(DOCUMENT.encode(), 0, "b", first="## B")),
    ("two blocks for one", Unwritable.CHANGES_MORE, lambda: set_block(DOCUMENT.encode(), 1, "a\n\nb")),
    ("no block for one", Unwritable.CHANGES_MORE, lambda: set_block(DOCUMENT.encode(), 1, "")),
    ("block that swallows the next", Unwritable.CHANGES_MORE, lambda: set_block(DOCUMENT.encode(), 1, "```\na")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "change"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_would_change_more_is_refused(why: Unwritable, change: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refused:
        change()
    assert refused.value.reason == why


def test_every_refusal_has_its_sentence() -> None:
    assert list(SENTENCES) == list(Unwritable)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_only_the_lines_of_the_block_change(line_end: str) -> None:
    before = DOCUMENT.replace("\n", line_end).encode()
    after = DOCUMENT.replace("One\nline.\n", "Two\nlines\nnow.\n").replace("\n", line_end).encode()
    assert set_block(before, 1, "Two\nlines\nnow.\n", first="One\nline.") == after


def test_the_last_block_may_have_no_line_end() -> None:
    assert set_block(b"---\na: b\n---\n\none\n\ntwo", 1, "three") == b"---\na: b\n---\n\none\n\nthree"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x85"), max_size=12)


SPANS = [
    (["title"], "Old"),
    (["summary"], "'it''s old'"),
    (["note", "en"], '"x"'),
    (["note", "bg"], "y"),
    (["last"], "end"),
]


@given(st.sampled_from(SPANS), TEXT)
def test_any_text_can_be_a_value_and_everything_around_it_stays(
    span: tuple[list[str], str], value: str
) -> None:
    path, old = span
    before, after = DOCUMENT.split(f": {old}", 1) if path != ["title"] else DOCUMENT.split(f":   {old}", 1)
    changed = set_value(DOCUMENT.encode(), path, value).decode()
    assert changed.startswith(before)
    assert changed.endswith(after)
    node: Node | None = split_front_matter("f", changed.encode(), Problems()).fields
    for step in path:
        assert isinstance(node, Map)
        node = node.get(step)
    assert isinstance(node, Scalar)
    assert node.text == value


@given(TEXT)
def test_a_text_in_quotes_is_the_same_text(value: str) -> None:
    tree = read_yaml(f"a: {written(value)}\n", file="f", problems=Problems())
    assert isinstance(tree, Map)
    node = tree.get("a")
    assert isinstance(node, Scalar)
    assert node.text == value


BLOCKS = st.sampled_from(["## b", "p", "p\nq", "- a\n- b", "1. a", "> q", "> [!TIP] t\n> u", "| a |\n|---|\n| b |", "```\nc\n\nd\n```", "* * *", "![a](media/a.svg)"])  # fmt: skip


@given(
    st.lists(BLOCKS, min_size=1, max_size=6), st.data(), st.sampled_from(["\n", "\r\n"]), st.integers(1, 3)
)
def test_a_block_is_changed_alone_or_not_at_all(
    blocks: list[str], data: st.DataObject, line_end: str, gap: int
) -> None:
    head, body = "---\ntitle: x\n---\n\n", f"\n{chr(10) * gap}".join(blocks) + "\n"
    old = data.draw(st.sampled_from(list(enumerate(split_blocks(body)))))
    new = data.draw(BLOCKS)
    lines = body.splitlines(keepends=True)
    before = head + "".join(lines[: old[1].first_line - 1])
    after = "".join(lines[old[1].last_line :])
    expected = f"{before}{new}\n{after}".replace("\n", line_end).encode()
    assert block_set((head + body).replace("\n", line_end).encode(), old[0], new) in (
        expected,
        Unwritable.CHANGES_MORE,
    )


def block_set(body: bytes, place: int, block: str) -> object:
    """Return what comes of setting a block: the bytes, or why it was refused."""
    try:
        return set_block(body, place, block)
    except Refused as refused:
        return refused.reason
