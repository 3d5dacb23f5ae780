"""Files that nobody would write are found fault with, in their own lines and soon; the fuzzer found most of these."""

import time

import pytest

from lms.domain.courses.format.checker import check_course
from lms.platform.markdown import render
from tests.support.course_fuzz import COURSE, LESSON, QUIZ_FRONT, TODAY, check, faults_in_course, sound_course
from tests.support.growth_sweep import SCENARIO
from tests.support.html_faults import faults_of

SECONDS = 5  # the aim is two for a megabyte; the machine that tests may be busy with other things
LESSON_PATH, QUIZ_PATH, COURSE_PATH = "content/c/en/first.md", "quizzes/c/en/test.md", "modules/c/course.yaml"

LESSONS = {
    "brackets in lines": "[\n" * 100_000,
    "brackets in paragraphs": "[\n\n" * 60_000,
    "two brackets": "[[" * 100_000,
    "activities that never end": "[[a#" * 60_000,
    "footnotes that never end": "[^" * 100_000,
    "targets that never end": " {" + "#" * 200_000,
    "a link full of blanks": "[a](" + " " * 200_000 + "x",
    "comments that never end": "<!-- a\n" * 60_000,
    "pictures without an end": "![" + "](a)" * 60_000 + "x",
    "rows that are none": "a|b\n" + "|-" * 100_000 + "a\n",
    "a heading full of blanks": "## a" + " " * 200_000 + "b\n",
    "a hundred thousand lines": "a\n" * 100_000,
    "raw HTML": "<a> " * 10_000,
    "a single line of 900 KB": "a" * 900_000,
    "definitions": "a\n: b\n" * 60_000,
    "fifty levels": "".join("  " * depth + "- a\n" for depth in range(50)),
    "control signs": "\x00\x01\x02\x03\x1b\x7f" * 1000,
    "right to left": "\u202e\u2066abc\u2069 [\u202ea](media/\u202ea.svg)\n" * 100,
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\n" * 100,
    "combining marks": "a" + "\u0301" * 100_000,
    "tabs": "\t- a\n\t\t- b\n" * 1000,
    "comments before an end that something follows": "<!-- a\n\n" * 9_000 + "a" * 300_000 + "\n--> b\n",
    "a heading full of braces": "## a" + (" {a" + " b" * 300) * 400 + "\n",
    "stars in paragraphs": "*\n\n" * 300_000,
    "blanks behind the target of a label": "[a]: b" + " " * 400_000 + "b\n\n[a]\n",
    "comments that end in one long line": "<!-- a\n\n" * 9_000 + "--> a" + " words" * 60_000 + "\n",
}
SCENARIOS = {
    "a heading full of blanks": "## a" + " " * 400_000 + "b\n",
    "blanks after braces": "## a {#a}" + " " * 400_000 + "b\n",
    "comments before an end that something follows": "## a {#a}\n\n" + "<!-- a\n\n" * 9_000 + "--> b\n",
    "paragraphs": "## a {#a}\n\n" + "a\n\n" * 100_000,
}
QUIZZES = {
    "gaps that never end": "## a\n\n" + "{{" * 60_000 + "\n",
    "an arrow that never comes": "## a\n\nText\n\n-" + " " * 200_000 + "a\n",
    "a heading full of blanks": "## a" + " " * 200_000 + "b\n",
    "ticks": "## a\n\n" + " ".join("`" * length for length in range(1, 500)) + "\n",
    "comments that never end": "<!--\n" * 40_000,
    "answers": "## a\n\nText\n\n" + "- (x) a\n" * 25_000,
    "questions": "".join(f"## q{number}\n\nText\n\n= a\n\n" for number in range(9000)),
    "quotes": "## a\n\nText\n\n- (x) a\n" + "  > f\n" * 30_000,
    "footnotes that never end": "## a\n\n" + ("[^" * 5 + "a" * 4_000 + "\n\n") * 12 + "[^" * 90_000 + "\n",
    "brackets that never end": "## a\n\n" + "[" * 250_000 + "\n",
    "settings": "## a {" + "b " * 120_000 + "}\n\nText\n\n= a\n",
    "gaps of a number": "## a\n\n" + "".join(f"{{{{{number}:a}}}} b\n\n" for number in range(9_000)),
    "blank lines": "## a\n\nText\n" + "\n" * 250_000,
    "gaps and what is short for what": "".join(f"*[{a}{b}]: c\n\n" for a in "abcdefghijklmnopqrst" for b in "abcdefghijklmnopqrst") + "".join(f"## q{number}\n\n" + "ab cd ef gh ij kl mn " * 6 + "{{a}}\n\n" for number in range(990)),
    "texts that differ": "".join(f"## q{number}\n\nText\n\n" + "".join(f"= a{100 + answer}\n" for answer in range(100)) + "\n" for number in range(350)),
    "numbers that differ": "".join(f"## q{number}\n\nText\n\n" + "".join(f"= {100 + answer}\n" for answer in range(100)) + "\n" for number in range(390)),
    "numbers out of range": f"## a\n\nText\n\n= {'9' * 5000}\n= 1e999\n= {'9' * 5000}..{'9' * 5001}\n",
}
YAMLS = {
    "anchors that explode": "x-a: &a [b, b, b]\nx-b: &b [*a, *a, *a]\nx-c: [*b, *b, *b]\n",
    "brackets": "x-a: " + "[" * 50_000,
    "braces": "x-a: " + "{a: " * 50_000,
    "lists in lists": "x-a:\n  " + "- " * 50_000 + "a\n",
    "escapes beyond all signs": 'x-a: "\\U00110000"\n',
    "half a sign": 'licence: "\\ud800"\n',
    "keys": "".join(f"x-{number}: a\n" for number in range(20_000)),
    "a number of many digits": f"hours: {'9' * 100_000}\n",
    "a tag": "x-a: !!python/object/apply:os.system [a]\n",
    "keys that differ in nothing that is seen": "x-a: b\nx-\u0430: b\nx-a\u200b: c\n",
    "tabs": "x-a:\n\t- b\n",
}


def story_with(text: str) -> dict[str, bytes]:
    return sound_course() | {"modules/c/one.yaml": SCENARIO.encode(), LESSON_PATH: (LESSON + text).encode()}


def files_with(path: str, text: str, line_end: str = "\n") -> dict[str, bytes]:
    front = {LESSON_PATH: LESSON, QUIZ_PATH: QUIZ_FRONT, COURSE_PATH: COURSE}[path]
    return sound_course() | {path: (front + text).replace("\n", line_end).encode("utf-8", "surrogatepass")}


ALL = [(LESSON_PATH, name, text) for name, text in LESSONS.items()] + [(QUIZ_PATH, name, text) for name, text in QUIZZES.items()] + [(COURSE_PATH, name, text) for name, text in YAMLS.items()]  # fmt: skip


@pytest.mark.parametrize(("path", "text"), [(path, text) for path, _, text in ALL], ids=[f"{path.partition('/')[0]}: {name}" for path, name, _ in ALL])
def test_a_strange_file_is_found_fault_with_soon_and_in_its_own_lines(path: str, text: str) -> None:
    files = files_with(path, text)
    began = time.process_time()
    assert faults_in_course(files, lambda: check(files)) == []
    assert time.process_time() - began < 2 * SECONDS  # it is looked at twice


@pytest.mark.parametrize("text", SCENARIOS.values(), ids=SCENARIOS)
def test_a_strange_scenario_is_found_fault_with_soon_and_in_its_own_lines(text: str) -> None:
    files = story_with(text)
    began = time.process_time()
    assert faults_in_course(files, lambda: check(files)) == []
    assert time.process_time() - began < 2 * SECONDS


@pytest.mark.parametrize("text", ["[[[[[[ a\n", "a\n\n" * 10_001], ids=["brackets", "paragraphs"])
def test_of_a_scenario_that_is_too_much_nothing_else_is_said(text: str) -> None:
    """Its scenes cannot be read, so they are not said to be missing."""
    said = {each.code for each in check(story_with("## a {#a}\n\n" + text)).found if each.file == LESSON_PATH}
    assert said & {"no-scenes", "no-ending", "scene-without-key"} == set()
    assert said & {"too-many-open-brackets", "too-many-parts"} != set()


@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "byte order mark"])
def test_line_ends_and_a_mark_at_the_beginning_change_no_line_of_a_problem(line_end: str, mark: bytes) -> None:
    text = "x-a: b\nhours: none\n"
    plain = [(each.line, each.code) for each in check(files_with(COURSE_PATH, text)).found if each.file == COURSE_PATH]
    files = files_with(COURSE_PATH, text, line_end)
    files[COURSE_PATH] = mark + files[COURSE_PATH]
    assert [(each.line, each.code) for each in check(files).found if each.file == COURSE_PATH] == plain == [(1, "unstamped"), (9, "bad-value")]


@pytest.mark.parametrize("path", [LESSON_PATH, QUIZ_PATH, COURSE_PATH])
def test_what_is_not_utf_8_is_told_in_its_line(path: str) -> None:
    files = sound_course()
    files[path] = files[path] + b"\n\xff\xfe\n"
    line = files[path].count(b"\n", 0, files[path].index(b"\xff")) + 1
    said = [(each.file, each.line) for each in check_course("c", files, TODAY)[1].found if each.code == "not-utf8"]
    assert said == [(path, line)]


SAFE = {
    "the same target twice": "## a {#a}\n\n## b {#a}\n",
    "a definition right beneath a label": ">[!WARNING]\n: b\n",
    "the parser's own signs": "\x02klzzwxh:0001\x03 \x02wzxhzdk:0\x03",
    "the parser's own signs in a text that is too much": "\x03[[[[[[",
    "stars around code and broken lines": "* ``` ```*  \n**`*  \na",
    "an escape in a formula that cannot be read": "$\\__$",
    "a NUL": "a\x00b",
    "half a sign": "a\ud800b",
}


@pytest.mark.parametrize("text", SAFE.values(), ids=SAFE)
def test_html_of_a_strange_text_is_whole(text: str) -> None:
    assert faults_of(render(text, document="d").html) == []
