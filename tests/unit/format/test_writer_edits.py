"""A thousand edits of shipped and made-up files: exactly one span changes, whatever stands around it (course-format N7).

The expected tree is changed in plain lists and maps, never by the writer; the lines are compared as bytes. What is hard
about a file counts where it stands in the lines that an edit changed or beside them, and how often is typed by hand.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import pytest

from lms.domain.courses.format.blocks import split_blocks
from lms.domain.courses.format.frontmatter import in_lf, split_front_matter
from lms.domain.courses.format.outline_reader import read_tree
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.writer import set_value
from lms.domain.courses.format.writer_blocks import (
    insert_block,
    insert_question,
    move_block,
    move_question,
    remove_block,
    remove_question,
    set_block,
    set_question,
)
from lms.domain.courses.format.writer_entries import insert_item, move_item, remove_value
from lms.domain.courses.format.yaml_reader import Items, Map, Node, Scalar
from lms.domain.questions.model import Quiz
from lms.kernel.digest import text_digest
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from tests.support.course_fuzz import library
from tests.support.hard_files import (
    LESSON_SETTINGS,
    QUIZ,
    QUIZ_SETTINGS,
    SETTINGS,
    TEXT,
    hard_cases,
    variants,
)

SEED = 20261127
VALUES = ("new", "нов текст", "two\nlines", "yes", "a: b # c", "'quoted'", '"', "", "1e5", " blank ", "[x]", "é\u0301🙂", "- item", "\ttab", "שלום", "مرحبا: عالم")
BLOCKS = ("A paragraph.", "## Heading {#h}", "- a\n- b", "> q", "> [!TIP] t\n> u", "```\nc\n\nd\n```", "| a |\n|---|\n| b |", "Ред\nпо ред", "-\ta\n\t- b", "שלום **עולם**", "1.  a\n\n     b")
QUESTIONS = ("Who?\n\n= me", "Which?\n\n- (x) a\n\t> yes\n- ( ) b", "שלום?\n\n1. א\n2. ב", "{{a}}\tand {{b}}", "Why?\n\n```\n## none\n```\n\n= so")


@dataclass(frozen=True)
class Round:
    """Edits of one kind of file: how many, and how often at least each kind of edit and each hard case is met."""

    edits: int
    files: Callable[[], list[tuple[str, bytes]]]
    met: dict[str, int]


def shipped() -> list[tuple[str, bytes]]:
    return [(path, body) for path, body in library().items() if path.startswith(("modules", "content", "quizzes"))]


ROUNDS = {
    "outlines": Round(350, lambda: list(variants("made-up", SETTINGS)), {
        "CRLF": 60, "CR alone": 60, "mixed line ends": 60, "byte order mark": 120, "no line end at the end": 120, "comment in YAML": 50,
        "trailing blanks": 20, "three blanks": 50, "five blanks": 20, "text in lines": 20, "wrapped plain": 20, "wrapped in quotes": 20,
        "wrapped in brackets": 40, "quoted key": 20, "list in brackets": 60, "map in braces": 25, "list in a list": 25,
        "list without indentation": 30, "nothing behind the colon": 25, "right to left": 50, "not Latin": 25,
        "set": 80, "list": 20, "map": 20, "add": 20, "remove": 20, "insert": 20, "move": 20,
    }),
    "lessons": Round(400, lambda: list(variants("made-up", LESSON_SETTINGS, TEXT)), {
        "CRLF": 60, "CR alone": 60, "mixed line ends": 60, "byte order mark": 120, "no line end at the end": 120, "comment in YAML": 50,
        "trailing blanks": 25, "three blanks": 80, "five blanks": 80, "text in lines": 40, "wrapped plain": 25, "wrapped in quotes": 20,
        "wrapped in brackets": 40, "quoted key": 25, "list in brackets": 80, "map in braces": 40, "list in a list": 50,
        "nothing behind the colon": 25, "right to left": 80, "not Latin": 40,
        "tab": 60, "comment in Markdown": 20, "code": 40, "table": 30, "quotation": 25,
        "set": 50, "list": 15, "map": 15, "add": 15, "remove": 15, "insert": 10, "move": 15,
        "set block": 30, "insert block": 25, "remove block": 30, "move block": 25,
    }),
    "quizzes": Round(350, lambda: list(variants("quizzes/made-up", QUIZ_SETTINGS, QUIZ)), {
        "CRLF": 50, "CR alone": 60, "mixed line ends": 60, "byte order mark": 120, "no line end at the end": 120, "comment in YAML": 80,
        "trailing blanks": 40, "three blanks": 60, "five blanks": 60, "text in lines": 40, "wrapped plain": 20, "wrapped in quotes": 20,
        "wrapped in brackets": 40, "quoted key": 40, "list in brackets": 25, "list in a list": 20, "right to left": 60,
        "tab": 50, "comment in Markdown": 25, "code": 25, "table": 20, "quotation": 50,
        "set": 50, "list": 15, "map": 10, "add": 15, "remove": 15, "insert": 10, "move": 10,
        "set question": 30, "insert question": 30, "remove question": 30, "move question": 30,
    }),
    "shipped": Round(100, shipped, {"not Latin": 20, "set": 15, "add": 5, "insert block": 5, "list in brackets": 20}),
}  # fmt: skip
HEADING = re.compile(r"^(?=# |## (?!no))", re.M)  # in comments and code there are some that begin with “no”


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


@dataclass(frozen=True)
class Edit:
    """What is done and how, and what the file holds then: the tree of its settings, its blocks, its questions.

    ``where`` is the place of a value that alone may change, ``touched`` what a block or question said and says then.
    """

    kind: str
    run: Callable[[], bytes]
    tree: Any
    blocks: list[str] | None
    questions: dict[str, str] | None
    where: tuple[str | int, ...] | None = None
    touched: tuple[str, str] | None = None


def edit_value(path: str, body: bytes, chance: Random) -> Edit:
    is_yaml, tree = path.endswith(".yaml"), plain(tree_of(path, body))
    wanted = json.loads(json.dumps(tree))
    top = chance.choice(list(tree))  # else what holds much would be met most
    where = (top, *chance.choice([(), *places(tree[top])]))
    lists = [each for each in places(tree) if isinstance(at(tree, each), list) and at(tree, each)]
    kind = chance.choice(("set", "set", "set", "add", "list", "map", "remove", "insert", "move") if lists else ("set", "add", "remove"))
    home, last = at(wanted, where[:-1]), where[-1]
    new: Any = chance.choice(VALUES)

    def edit(run: Callable[[], bytes]) -> Edit:
        return Edit(kind, run, wanted, texts(path, body), questions(path, body), where if kind in ("set", "list", "map", "remove") else None)

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
        return edit(lambda: remove_value(body, where, is_yaml=is_yaml))
    elif kind in ("insert", "move"):
        where = chance.choice(lists)
        items = at(wanted, where)
        first, second = chance.randrange(len(items)), chance.randrange(len(items))
        if kind == "move":
            items.insert(second, items.pop(first))
            return edit(lambda: move_item(body, where, first, second, is_yaml=is_yaml))
        if path.endswith(".yaml") and isinstance(items[0], dict):
            new = {"lesson": "a-new-one", "minutes": "12"}
        items.insert(first, new)
        return edit(lambda: insert_item(body, where, first, new, is_yaml=is_yaml))
    return edit(lambda: set_value(body, where, new, is_yaml=is_yaml))


def edit_block(path: str, body: bytes, chance: Random) -> Edit:
    blocks = texts(path, body) or []
    place, to, new = chance.randrange(len(blocks)), chance.randrange(len(blocks)), chance.choice(BLOCKS)
    kind = chance.choice(("set block", "insert block", "remove block", "move block"))
    rest = [*blocks[:place], *blocks[place + 1 :]]
    run, wanted, touched = {
        "set block": (lambda: set_block(body, place, new), [*blocks[:place], new, *blocks[place + 1 :]], (blocks[place], new)),
        "insert block": (lambda: insert_block(body, place, new), [*blocks[:place], new, *blocks[place:]], ("", new)),
        "remove block": (lambda: remove_block(body, place), rest, (blocks[place], "")),
        "move block": (lambda: move_block(body, place, to), [*rest[:to], blocks[place], *rest[to:]], ("", "")),
    }[kind]
    return Edit(kind, run, plain(tree_of(path, body)), wanted, None, touched=touched)


def edit_question(path: str, body: bytes, chance: Random) -> Edit:
    """Return an edit of one question; its digest says that every other one is what it was."""
    asked = questions(path, body) or {}
    key, before, new = chance.choice(list(asked)), chance.choice(list(asked)), f"## new\n\n{chance.choice(QUESTIONS)}"
    kind = chance.choice(("set question", "insert question", "remove question", "move question"))
    rest = {each: digest for each, digest in asked.items() if each != key}
    moved = put_before(rest, before, {key: asked[key]}) if before != key else asked
    replaced = {("new" if each == key else each): (digest_of(new) if each == key else digest) for each, digest in asked.items()}
    said = next(part for part in HEADING.split(in_lf(body.decode())) if re.match(rf"## {key}\b", part))
    run, wanted, touched = {
        "set question": (lambda: set_question(body, key, new), replaced, (said, new)),
        "insert question": (lambda: insert_question(body, new, before=before), put_before(asked, before, {"new": digest_of(new)}), ("", new)),
        "remove question": (lambda: remove_question(body, key), rest, (said, "")),
        "move question": (lambda: move_question(body, key, before=before), moved, ("", "")),
    }[kind]
    return Edit(kind, run, plain(tree_of(path, body)), None, wanted, touched=touched)


def edit_anything(path: str, body: bytes, chance: Random) -> Edit:
    ways = [edit_value, *([edit_block] if path.startswith("content/") and path.endswith(".md") else [])]
    return chance.choice([*ways, *([edit_question] if path.startswith("quizzes/") else [])])(path, body, chance)


WAYS = {"outlines": [edit_value], "lessons": [edit_value, edit_block], "quizzes": [edit_value, edit_question], "shipped": [edit_anything]}


def put_before(asked: dict[str, str], before: str, new: dict[str, str]) -> dict[str, str]:
    place = list(asked).index(before)
    return dict([*list(asked.items())[:place], *new.items(), *list(asked.items())[place:]])


def digest_of(question: str) -> str:
    return text_digest(question.encode())[:8]


def texts(path: str, body: bytes) -> list[str] | None:
    if path.endswith(".yaml"):
        return None
    return [each.text for each in split_blocks(split_front_matter(path, body, Problems()).text)]


@cache
def quiz_of(path: str, body: bytes) -> Quiz | None:
    return read_quiz(path, body, translation=False, problems=Problems()) if path.startswith("quizzes/") else None


def questions(path: str, body: bytes) -> dict[str, str] | None:
    """Return the questions of a quiz in their order, each with the digest of its lines."""
    quiz = quiz_of(path, body)
    return dict(quiz.blocks) if quiz else None


def frame(path: str, body: bytes) -> object:
    """Return what of a quiz belongs to no question."""
    quiz = quiz_of(path, body)
    return (quiz.introduction, [(each.title, each.text, each.draw) for each in quiz.sections]) if quiz else None


def lines_of(body: bytes) -> list[bytes]:
    return body.splitlines(keepends=True)


def filled(lines: Iterable[bytes]) -> Counter[bytes]:
    """Return how often each line stands there, blank ones and line ends aside."""
    return Counter(line.rstrip(b"\r\n") for line in lines if line.strip())


def changed_lines(before: bytes, after: bytes) -> tuple[int, list[bytes], list[bytes]]:
    """Return where lines begin to differ, and those that do, those alike at the beginning and at the end left out."""
    old, new, first = lines_of(before), lines_of(after), 0
    while old and new and old[0] == new[0]:
        old, new, first = old[1:], new[1:], first + 1
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return first, old, new


def comments(body: bytes) -> Counter[bytes]:
    return Counter(line.partition(b" #")[2] for line in body.splitlines() if b" #" in line and b'"' not in line.partition(b" #")[2])


def signs(lines: Iterable[bytes]) -> Counter[int]:
    """Return how often each sign stands in lines, white space aside."""
    return Counter(b"".join(b"".join(lines).split()))


def line_ends(body: bytes) -> set[bytes]:
    return {line[len(line.rstrip(b"\r\n")) :] for line in lines_of(body)} - {b""}


def check_span(path: str, body: bytes, after: bytes, where: tuple[str | int, ...], about: str) -> None:
    """Nothing but the span of the value has changed: what stands before it and behind it is the same, sign for sign."""
    old, new = (in_lf(each.decode("utf-8-sig")) for each in (body, after))
    _start, start, end = span_of(path, body, where)
    assert new.startswith(old[:start]), about
    assert new.endswith(old[end:]), about
    before, then, first, last = lines_of(body), lines_of(after), old[:start].count("\n"), old[:end].count("\n")
    assert then[:first] == before[:first], about
    assert then[len(then) - len(before) + last + 1 :] == before[last + 1 :], about


def check_removed(path: str, body: bytes, after: bytes, where: tuple[str | int, ...], about: str) -> None:
    """Nothing but the lines of the value are gone; of one in brackets, or the only one of its kind, nothing but its home has changed."""
    home, old = at_node(path, body, where[:-1]), in_lf(body.decode("utf-8-sig"))
    offset = 0 if path.endswith(".yaml") else len("---\n")
    if where[:-1] and (old[home.start + offset] in "[{" or len(plain(home)) == 1):
        check_span(path, body, after, where[:-1], about)
        return
    start, _value, end = span_of(path, body, where)
    first, last = old[:start].count("\n"), old[:end].count("\n")
    assert lines_of(after) == [*lines_of(body)[:first], *lines_of(body)[last + 1 :]], about


def at_node(path: str, body: bytes, where: tuple[str | int, ...]) -> Any:
    node: Any = tree_of(path, body)
    for step in where:
        node = node.get(step) if isinstance(node, Map) else node.items[step]
    return node


def span_of(path: str, body: bytes, where: tuple[str | int, ...]) -> tuple[int, int, int]:
    """Return where an entry begins (its key, or its hyphen), and where its value begins and ends, in the text with LF."""
    old, offset = in_lf(body.decode("utf-8-sig")), 0 if path.endswith(".yaml") else len("---\n")
    home, node = at_node(path, body, where[:-1]), at_node(path, body, where)
    pair = home.pair(where[-1]) if isinstance(home, Map) else None
    start, end = node.start + offset, node.end + offset
    if pair is not None and isinstance(node, Scalar) and node.is_empty:
        start = end = old.index(":", pair.key.end + offset) + 1
    elif not isinstance(node, Scalar) or node.style in ("|", ">"):
        start, end = len(old[:start].rstrip(" \n-")), len(old[:end].rstrip())
    entry = pair.key.start + offset if pair is not None else old.rindex("-", 0, node.start + offset) if old[home.start + offset] not in "[{" else start
    return entry, start, end


def check_lines(edit: Edit, body: bytes, after: bytes, about: str) -> None:
    """Only lines that the edit is about have changed, and what moves stays what it was."""
    _first, old, new = changed_lines(body, after)
    gone, come = filled(old) - filled(new), filled(new) - filled(old)
    if edit.kind.startswith(("add", "insert")):
        assert len(old) <= 1, about
        assert len(new) == len(old) == 1 or not gone, f"{about}: {old} became {new}"
    if edit.kind in ("add", "insert"):
        assert len(new) <= len(old) + 2, about
        assert comments(after) == comments(body), about
    if edit.kind.startswith("move"):
        assert signs(old) == signs(new), about
        assert (not gone and not come) or edit.kind == "move", about
        assert (Counter(old) - Counter(new)).total() <= 3 or edit.kind == "move", about
    if edit.kind.startswith("remove"):
        assert come.total() <= 1, about
    if edit.touched is not None and not edit.kind.startswith("move"):
        said, says = (filled(f"{text}   ".encode().splitlines() + text.encode().splitlines()) for text in edit.touched)
        assert gone <= said, about
        assert come <= says, about
        assert len(old) <= edit.touched[0].count("\n") + 3, about


def check_edit(path: str, body: bytes, after: bytes, edit: Edit, about: str) -> None:
    assert json.dumps(plain(tree_of(path, after))) == json.dumps(edit.tree), about
    assert edit.blocks is None or texts(path, after) == edit.blocks, about
    assert edit.questions is None or list((questions(path, after) or {}).items()) == list(edit.questions.items()), about
    assert frame(path, after) == frame(path, body), about
    assert line_ends(after) <= (line_ends(body) or {b"\n"}), about
    assert after.startswith(b"\xef\xbb\xbf") == body.startswith(b"\xef\xbb\xbf"), about
    check_lines(edit, body, after, about)
    if edit.where is not None:
        (check_removed if edit.kind == "remove" else check_span)(path, body, after, edit.where, about)


def test_there_are_a_thousand_of_them() -> None:
    assert sum(each.edits for each in ROUNDS.values()) >= 1000


@pytest.mark.parametrize("name", ROUNDS)
def test_a_thousand_edits_change_one_span_each(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    chance, met, refused = Random(f"{SEED} {name}"), Counter[str](), Counter[str]()
    pool, edits = ROUNDS[name].files(), 0
    while edits < ROUNDS[name].edits:
        path, body = chance.choice(pool)
        edit = chance.choice(WAYS[name])(path, body, chance)
        about = f"edit {edits} of {name}: {edit.kind} {edit.where or ''} in {path}"
        try:
            after = edit.run()
        except Refused as why:
            refused[f"{edit.kind}: {why.reason}"] += 1
            continue
        edits += 1
        check_edit(path, body, after, edit, about)
        first, old, _new = changed_lines(body, after)
        met.update({edit.kind, *hard_cases(body, first, first + len(old))})
    with capsys.disabled():
        print(f"\n{name}: {dict(sorted(met.items()))}; refused: {dict(sorted(refused.items()))}")  # noqa: T201
    assert {case: number for case, number in ROUNDS[name].met.items() if met[case] < number} == {}
    assert sum(refused.values()) < edits / 5
