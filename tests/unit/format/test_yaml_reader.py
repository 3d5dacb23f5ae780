"""YAML as the course format reads it: source text, lines, and no surprises (N5)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.format.yaml_reader import Items, Map, Node, Scalar, read_yaml
from lms.kernel.problems import Problems


def read(text: str, first_line: int = 1) -> tuple[Node | None, list[str]]:
    problems = Problems()
    node = read_yaml(text, file="f", problems=problems, first_line=first_line)
    return node, [str(problem) for problem in problems.found]


def plain(node: Node | None) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    assert isinstance(node, Map)
    return {pair.key.text: plain(pair.value) for pair in node}


@pytest.mark.parametrize(
    "written",
    ["0e10", "no", "null", "true", "1_000", "012", "1.10", "2026-11-21", "12:30", "~", ".inf", "0x1F"],
)
def test_a_value_stays_what_was_written(written: str) -> None:
    node, problems = read(f"a: {written}\n")
    assert (plain(node), problems) == ({"a": written}, [])


def test_no_is_norwegian_and_null_is_a_key() -> None:
    assert plain(read("languages: [no, en]\nnull: {no: ja}\n")[0]) == {
        "languages": ["no", "en"],
        "null": {"no": "ja"},
    }


def test_every_value_knows_its_line_and_its_span() -> None:
    text = "a: {en: 'x''y'}\n\nb:\n  - \"z\"\n"
    node, problems = read(text, first_line=7)
    assert problems == []
    assert isinstance(node, Map)
    inner, items = node.get("a"), node.get("b")
    assert isinstance(inner, Map)
    assert isinstance(items, Items)
    first, second = inner.get("en"), items.items[0]
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert (first.text, first.line, text[first.start : first.end], first.style) == ("x'y", 7, "'x''y'", "'")
    assert (second.text, second.line, text[second.start : second.end], second.style) == ("z", 10, '"z"', '"')


def test_nothing_written_is_an_empty_map() -> None:
    assert read("# only a comment\n") == (Map(line=1), [])


SLIPS = [
    ("colon", "a: 1\nt: Planning: how\n", "f:2: error: there is a colon too many in this line; if the text holds one, put the text in quotes [yaml-quotes]"),
    ("at", "t: @here\n", "f:1: error: a text that begins with @ must be in quotes: put the text in quotes [yaml-quotes]"),
    ("backtick", "t: `x`\n", "f:1: error: a text that begins with ` must be in quotes: put the text in quotes [yaml-quotes]"),
    ("percent", "t: %x\n", "f:1: error: a text that begins with % must be in quotes: put the text in quotes [yaml-quotes]"),
    ("star", "a: 1\nt: *x\n", "f:2: error: a text that begins with * must be in quotes: put the text in quotes [yaml-quotes]"),
    ("anchor", "t: &x 1\n", "f:1: error: anchors are not read here; a text that begins with & must be in quotes: put the text in quotes [yaml-quotes]"),
    ("tag", "t: !!int 1\n", "f:1: error: tags are not read here; a text that begins with ! must be in quotes: put the text in quotes [yaml-quotes]"),
    ("comma in braces", "t: {en: Plan, then do}\n", "f:1: error: a comma ends a text inside { }, so “then do” is cut off: put the text in quotes [yaml-quotes]"),
    ("no blank in braces", "t: {en:Plan}\n", "f:1: error: “en:Plan” needs a blank after its colon; if it is meant as text, put the text in quotes [yaml-quotes]"),
    ("colon in braces", "t: {en: Plan: how}\n", "f:1: error: there is a colon too many in this line; if the text holds one, put the text in quotes [yaml-quotes]"),
    ("tab", "a:\n\tb: 1\n", "f:2: error: tabs do not indent in YAML: use blanks [yaml-tab]"),
    ("quote not closed", "a: 1\nt: 'x\n", "f:2: error: this text is missing its closing quote [yaml-quotes]"),
    ("more after the quote", 't: "x" y\n', "f:1: error: something follows the closing quote: put the whole text in one pair of quotes [yaml-quotes]"),
    ("bracket not closed", "a: 1\nt: [x, y\n", "f:2: error: this bracket is not closed, or a text in it holds a comma, colon or bracket: put the text in quotes [yaml-quotes]"),
    ("backslash", 't: "C:\\z"\n', "f:1: error: inside double quotes a backslash begins an escape: write it twice, or use single quotes [yaml-quotes]"),
    ("hyphen", "t: - x\n", "f:1: error: this text begins with a sign that means something in YAML: put the text in quotes [yaml-quotes]"),
    ("quotation sign", "t: > x\n", "f:1: error: this text begins with a sign that means something in YAML: put the text in quotes [yaml-quotes]"),
    ("control character", "t: \x07\n", "f:1: error: this holds characters that YAML does not allow (control characters) [yaml-syntax]"),
    ("list and map", "- a\nb: 1\n", "f:2: error: this is not YAML: look at the indentation, colons and quotes around here [yaml-syntax]"),
    ("second document", "a: 1\n---\nb: 1\n", "f:2: error: a second document begins here (---): one file holds one [yaml-syntax]"),
    ("directive", "%YAML 1.1\n---\na: 1\n", "f:1: error: directives (%YAML, %TAG) are not read here: take them out [yaml-syntax]"),
    ("duplicate", "a: 1\nb: 2\na: 3\n", "f:3: error: a stands here twice, first in line 1 [duplicate-key]"),
    ("merge", "a: {<<: {b: 1}}\n", "f:1: error: merge keys (<<) are not read here: write the values out [yaml-merge]"),
    ("key is a list", "? [a]\n: b\n", "f:1: error: a key must be a plain word [yaml-syntax]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS])
def test_a_slip_has_its_own_sentence(text: str, said: str) -> None:
    assert read(text)[1] == [said]


@pytest.mark.parametrize(
    "text",
    [
        't: "Planning: how"\n',
        "t: 'Plan, then do'\n",
        't: {en: "Plan, then do", bg: "x: y"}\n',
        "t: a@b, 50 % and C#\n",
        "t: http://example.org/a:b\n",
        "t: -x\n",
        "t: a *b*\n",
        "t: x # a comment\n",
        "{a: 1, b: }\n",
        "'<<': 1\n",
        "x: [a, b,]\n",
    ],
)
def test_what_only_looks_like_a_slip_is_silent(text: str) -> None:
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("too-deep", "a: " + "[" * 5000),
        ("too-deep", "a: " + "{a: " * 5000),
        ("too-large", "a: x\n" * 60_000),
        ("too-large", "".join(f"k{number}: x\n" for number in range(9000))),
        ("yaml-quotes", "a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\n"),
    ],
    ids=["lists", "maps", "size", "keys", "aliases"],
)
def test_a_bomb_is_refused_at_once(name: str, text: str) -> None:
    began = time.process_time()
    said = read(text)[1]
    assert [line.rpartition(" ")[2] for line in said] == [f"[{name}]"]
    assert time.process_time() - began < 3


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    node, said = read(text)
    assert node is not None or said


@given(
    st.recursive(st.text("ab: ,[]{}\"'#&*!|>%@`\n", max_size=8), lambda inner: st.lists(inner, max_size=3))
)
def test_quoted_texts_come_back_as_they_were(value: object) -> None:
    def written(part: object) -> str:
        if isinstance(part, str):
            return '"' + part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        assert isinstance(part, list)
        return "[" + ", ".join(written(each) for each in part) + "]"

    assert plain(read(f"a: {written(value)}\n")[0]) == {"a": value}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param('a: "\\U00110000"', "[bad-sign]", id="no character"),
        pytest.param('a: "\\UFFFFFFFF"', "[bad-sign]", id="no number"),
        pytest.param('a: "\\ud800"', "[bad-sign]", id="half a character"),
        pytest.param("%YAML 1.99999999999999999999\n---\na: b", "[yaml-syntax]", id="a version without end"),
    ],
)
def test_what_the_parser_itself_stumbles_over_is_a_problem_like_any_other(text: str, code: str) -> None:
    node, said = read(text)
    assert (node, [line.rpartition(" ")[2] for line in said]) == (None, [code])
