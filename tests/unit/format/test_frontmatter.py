"""Where the settings of a document end and its text begins (N6)."""

import pytest

from lms.domain.courses.format.frontmatter import split_front_matter
from lms.domain.courses.format.yaml_reader import Scalar
from lms.kernel.problems import Problems


def split(body: bytes) -> tuple[dict[str, tuple[str, int]], str, int, bool, list[str]]:
    problems = Problems()
    front = split_front_matter("f.md", body, problems)
    fields = {p.key.text: (p.value.text, p.value.line) for p in front.fields if isinstance(p.value, Scalar)}
    return fields, front.text, front.first_line, front.broken, [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    "body",
    [
        b"---\ntitle: A\n---\n\nText\n",
        b"\xef\xbb\xbf---\ntitle: A\n---\n\nText\n",
        b"---\r\ntitle: A\r\n---\r\n\r\nText\r\n",
        b"--- \ntitle: A\n---\t\n\nText\n",
    ],
    ids=["plain", "byte order mark", "CRLF", "blanks after the hyphens"],
)
def test_settings_and_text_are_parted(body: bytes) -> None:
    assert split(body) == ({"title": ("A", 2)}, "\nText\n", 4, False, [])


def test_settings_may_be_empty() -> None:
    assert split(b"---\n---\nText") == ({}, "Text", 3, False, [])


def test_a_rule_in_the_text_is_text() -> None:
    assert split(b"---\na: 1\n---\nx\n\n---\n\ny\n")[1] == "x\n\n---\n\ny\n"


def test_hyphens_inside_a_value_do_not_close_the_settings() -> None:
    assert split(b"---\na: x --- y\n--- z\n---\n")[4] != []
    assert split(b'---\na: "x --- y"\nb: ---z\n---\nt')[:2] == ({"a": ("x --- y", 2), "b": ("---z", 3)}, "t")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"Text\n", "f.md:1: error: the front matter is missing: begin the file with --- , a line “title: …” and --- [front-matter-missing]"),
        (b"\n---\ntitle: A\n---\n", "f.md:1: error: the front matter must begin in the very first line of the file [front-matter-missing]"),
        (b"---\ntitle: A\n\nText\n", "f.md:1: error: the front matter is not closed: end it with a line of three hyphens (---) [front-matter-open]"),
        (b"---\n- a\n---\n", "f.md:2: error: front matter is a list of lines like “title: What it is called” [yaml-syntax]"),
        (b"---\na: b: c\n---\n", "f.md:2: error: there is a colon too many in this line; if the text holds one, put the text in quotes [yaml-quotes]"),
        (b"---\na: 1\nt: \xff\n---\n", "f.md:3: error: this file is not UTF-8: save it as UTF-8 [not-utf8]"),
        (b"---\na: " + b"x" * 16384 + b"\n---\n", "f.md:1: error: front matter of more than 16 KB is not read [front-matter-too-large]"),
    ],
    ids=["missing", "too late", "open", "list", "slip", "latin-1", "too large"],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(body: bytes, problem: str) -> None:
    assert split(body)[3:] == (True, [problem])


def test_settings_of_exactly_16_kb_are_read() -> None:
    assert split(b"---\na: " + b"x" * (16384 - 4) + b"\n---\n")[3:] == (False, [])
