"""A thousand edits of shipped and made-up files: exactly one span changes, whatever stands around it (course-format N7).

The expected tree is changed in plain lists and maps, never by the writer; the lines are compared as bytes.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

import pytest

from lms.domain.courses.format.blocks import split_blocks
from lms.domain.courses.format.frontmatter import split_front_matter
from lms.domain.courses.format.outline_reader import read_tree
from lms.domain.courses.format.writer import set_value
from lms.domain.courses.format.writer_blocks import insert_block, move_block, remove_block, set_block
from lms.domain.courses.format.writer_entries import insert_item, move_item, remove_value
from lms.domain.courses.format.yaml_reader import Items, Map, Node, Scalar
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from tests.support.course_fuzz import library

SEED = 20261127
EDITS, ROUNDS = 100, 10
MADE_UP = """\
# head
title:   Old   # the title
'single': 'it''s old'
"double":   "say \\"x\\""
list:
  - one   # first
  # about the second
  -   two

  - 'three'
compact:
- a
- b: 1
  c: [x, y ,z]
- d
flow: { en: "x",  bg: y , list: [1, 2,3] }
wrapped: {en: "x",
   bg: "y"}
map:
    deep:
        deeper: yes
        other: 7···
    last: no
text: |
  first
    second

folded: >-
  one
  two

empty:
unicode: "Планиране \\u00e9"
end: end
""".replace("·", " ")
TEXT = """\
## A {#a}

One
line with *stars*.
<!-- a comment -->

- x
  - y

- z
> [!CASE] c
> d

| a | b |
|---|---|
| c | d |

```
code

more
```
last words···

""".replace("·", " ")
HARD = {"CRLF", "CR alone", "byte order mark", "no line end at the end", "comments", "trailing blanks", "texts in lines", "flow over lines", "not Latin"}
KINDS = {"set", "add", "list", "map", "remove", "insert", "move", "set block", "insert block", "remove block", "move block"}
VALUES = ("new", "нов текст", "two\nlines", "yes", "a: b # c", "'quoted'", '"', "", "1e5", " blank ", "[x]", "é\u0301🙂", "- item", "\ttab")
BLOCKS = ("A paragraph.", "## Heading {#h}", "- a\n- b", "> q", "> [!TIP] t\n> u", "```\nc\n\nd\n```", "| a |\n|---|\n| b |", "Ред\nпо ред")


def made_up() -> Iterator[tuple[str, bytes]]:
    for name, ending in (("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")):
        for mark in ("", "\ufeff"):
            for tail in ("", "\n"):
                yield f"made-up {name}.yaml", (mark + MADE_UP.rstrip("\n") + tail).replace("\n", ending).encode()
                text = f"---\n{MADE_UP}---\n\n{TEXT.rstrip(chr(10))}{tail}"
                yield f"made-up {name}.md", (mark + text).replace("\n", ending).encode()


def files() -> list[tuple[str, bytes]]:
    shipped = [(path, body) for path, body in library().items() if path.startswith(("modules", "content"))]
    return shipped + list(made_up()) * 2


@cache
def tree_of(path: str, body: bytes) -> Map:
    tree = read_tree(path, body, Problems()) if path.endswith(".yaml") else split_front_matter(path, body, Problems()).fields
    assert tree is not None
    return tree


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(each) for each in node.items]
    return {pair.key.text: plain(pair.value) for pair in node}


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value of a tree."""
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, step)
        yield from places(inner, (*path, step))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def edit_value(path: str, body: bytes, chance: Random) -> tuple[str, Callable[[], bytes], Any]:
    """Return what is done, how, and the tree that must come of it."""
    is_yaml, tree = path.endswith(".yaml"), plain(tree_of(path, body))
    wanted = json.loads(json.dumps(tree))
    where = chance.choice(list(places(tree)))
    lists = [each for each in places(tree) if isinstance(at(tree, each), list) and at(tree, each)]
    kind = chance.choice(("set", "set", "set", "add", "list", "map", "remove", "insert", "move") if lists else ("set", "add", "remove"))
    home, last = at(wanted, where[:-1]), where[-1]
    new: Any = chance.choice(VALUES)
    if kind == "list":
        new = [chance.choice(VALUES) for _ in range(chance.randrange(4))]
    if kind == "map":
        new = {"en": chance.choice(VALUES), "bg": chance.choice(VALUES)}
    if kind == "add":
        maps = [(), *(each for each in places(tree) if isinstance(at(tree, each), dict) and at(tree, each))]
        where = (*chance.choice(maps), "x-new")
        at(wanted, where[:-1])["x-new"] = new
    elif kind in ("set", "list", "map"):
        home[last] = new
    elif kind == "remove":
        del home[last]
        return kind, lambda: remove_value(body, where, is_yaml=is_yaml), wanted
    elif kind in ("insert", "move"):
        where = chance.choice(lists)
        items = at(wanted, where)
        first, second = chance.randrange(len(items)), chance.randrange(len(items))
        if kind == "move":
            items.insert(second, items.pop(first))
            return kind, lambda: move_item(body, where, first, second, is_yaml=is_yaml), wanted
        if path.endswith(".yaml") and isinstance(items[0], dict):
            new = {"lesson": "a-new-one", "minutes": "12"}
        items.insert(first, new)
        return kind, lambda: insert_item(body, where, first, new, is_yaml=is_yaml), wanted
    return kind, lambda: set_value(body, where, new, is_yaml=is_yaml), wanted


def edit_block(path: str, body: bytes, chance: Random) -> tuple[str, Callable[[], bytes], list[str]]:
    blocks = texts(path, body)
    place, to, new = chance.randrange(len(blocks)), chance.randrange(len(blocks)), chance.choice(BLOCKS)
    kind = chance.choice(("set block", "insert block", "remove block", "move block"))
    if kind == "set block":
        return kind, lambda: set_block(body, place, new), [*blocks[:place], new, *blocks[place + 1 :]]
    if kind == "insert block":
        return kind, lambda: insert_block(body, place, new), [*blocks[:place], new, *blocks[place:]]
    rest = [*blocks[:place], *blocks[place + 1 :]]
    if kind == "remove block":
        return kind, lambda: remove_block(body, place), rest
    return kind, lambda: move_block(body, place, to), [*rest[:to], blocks[place], *rest[to:]]


def texts(path: str, body: bytes) -> list[str]:
    return [each.text for each in split_blocks(split_front_matter(path, body, Problems()).text)]


def changed_lines(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the lines that differ, those alike at the beginning and at the end left out."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def hard_cases(path: str, body: bytes) -> set[str]:
    tests = {
        "CRLF": b"\r\n" in body, "CR alone": b"\r" in body and b"\n" not in body, "byte order mark": body.startswith(b"\xef\xbb\xbf"),
        "no line end at the end": not body.endswith((b"\n", b"\r")), "comments": b" # " in body or b"\n# " in body, "trailing blanks": b"   \n" in body or b"   \r" in body,
        "texts in lines": b": |" in body or b": >" in body, "flow over lines": b'"x",\n' in body or b'"x",\r' in body, "not Latin": any(byte > 0xD0 for byte in body),
    }  # fmt: skip
    return {name for name, met in tests.items() if met}


def comments(body: bytes) -> Counter[bytes]:
    return Counter(line.partition(b" #")[2] for line in body.splitlines() if b" #" in line and b'"' not in line.partition(b" #")[2])


def signs(lines: list[bytes]) -> Counter[int]:
    """Return how often each sign stands in lines, white space aside."""
    return Counter(b"".join(b"".join(lines).split()))


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_thousand_edits_change_one_span_each(turn: int, capsys: pytest.CaptureFixture[str]) -> None:
    chance, met, refused = Random(SEED + turn), Counter[str](), Counter[str]()
    pool = files()
    for number in range(EDITS):
        path, body = chance.choice(pool)
        is_block = path.endswith(".md") and chance.random() < 0.5
        kind, change, wanted = edit_block(path, body, chance) if is_block else edit_value(path, body, chance)
        about = f"edit {number} of seed {SEED + turn}: {kind} in {path}"
        try:
            after = change()
        except Refused as why:
            refused[f"{kind}: {why.reason}"] += 1
            continue
        met.update({kind, *hard_cases(path, body)})
        front = json.dumps(plain(tree_of(path, after)))
        old, new = changed_lines(body, after)
        if is_block:
            assert texts(path, after) == wanted, about
            assert front == json.dumps(plain(tree_of(path, body))), about
        else:
            assert json.loads(front) == wanted, about
            assert path.endswith(".yaml") or texts(path, after) == texts(path, body), about
        if kind in ("set", "add", "insert", "insert block"):
            assert len(new) <= len(old) + 12, about
        if kind.startswith("move"):
            assert signs(old) == signs(new), about
        if kind in ("add", "insert", "move"):
            assert comments(after) == comments(body), about
        assert not any(line.endswith(b"\n") and not line.endswith(b"\r\n") for line in new if b"\r\n" in body), about
    with capsys.disabled():
        print(f"\nseed {SEED + turn}: {dict(sorted(met.items()))}; refused: {dict(sorted(refused.items()))}")  # noqa: T201
    assert met.keys() >= HARD | KINDS
    assert sum(refused.values()) < EDITS / 5
