"""What a page shows without its picture, or a link that leads nowhere, was told its author: checker and renderer agree.

The texts are rendered as those of an edition are, beside the media that the course has.
"""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.compiling import Signposts
from lms.domain.courses.format.checker import check_course
from lms.platform.markdown import render
from tests.unit.format.a_course import LESSON_PATH, a_course, lesson

MEDIA = ("a.svg", "a b.svg", "a(1).svg", "a%.svg", "ä.svg", "bg/a.svg", "a.pdf", "a b.pdf", "a(1).pdf", "a&b.pdf", "a'b.svg", "a+b.svg", "b c/a.svg")
NOTHING = re.compile(r'class="missing-media"|<img(?![^>]* src=)|<a(?![^>]* href=)|<(?:video|audio)[^>]*><source(?![^>]* src=)')
FIRST = 5  # the first line of a text in its file

FORMS = [
    "![A b](media/a b.svg)",
    "![A b](media/gone b.svg)",
    "![](media/a b.svg)",
    "[the form](media/gone form.pdf)",
    "[the form](media/a b.pdf)",
    "![A b](media/a%20b.svg)",
    "![A b](<media/a b.svg>)",
    "[A b](<media/gone b.pdf>)",
    "![A b]( media/gone.svg )",
    "![A b](media/a.svg (t t))",
    "![A b](media/a b.svg \"t t\")",
    "[A b](media/a b.svg 't' x)",
    '![A](media/gone.svg"t")',
    '![A](x"y z")',
    "![A](media/a(1).svg)",
    "![A](media/a\\(1\\).svg)",
    "![A](media/a%.svg)",
    "![A](media/a'b.svg)",
    "![A](media/b c/a.svg)",
    "![A]()",
    "[A]()",
    "[A](<>)",
    "[A]( )",
    "![A [b [c]] d](media/gone.svg)",
    "![A \\] b](media/gone.svg)",
    "![A `]` b](media/gone.svg)",
    "[![A](media/a.svg)](media/gone.pdf)",
    "[![A](media/gone.svg)](media/a.pdf)",
    "[x [A](media/gone.pdf)",
    "x] [A](media/gone.pdf)",
    "[A](media/gone.pdf)[B](media/a.pdf)",
    "[A](media/[gone].pdf)",
    "[A](<media/gone.pdf>x)",
    "[A](media/gone.pdf>)",
    "[A](media/x\\_y.pdf)",
    "[A](media/*x*.pdf)",
    "![A](a.svg)",
    "![A](../media/a.svg)",
    "![A](/media/a.svg)",
    "![A](//example.org/a.svg)",
    "![A](data:image/png;base64,AAA)",
    "[A](#x y)",
    "[A](#)",
    "[A](\\#x)",
    "[A](https:// x)",
    "[A](https://example.org/a b)",
    "[A](https://example.org/a\\b)",
    "[A](mailto:a b)",
    "[A](tel:1 2)",
    "[A](http://)",
    "[A](javascript:alert)",
    "[A](first)",
    "<ftp://example.org>",
    "<https:// example.org>",
    "<https://example.org/a b>",
    "[[gone]]",
    "[[gone|A]]",
    "![[gone#a]]",
    "| a |\n|---|\n| ![A](media/gone b.svg) |",
    "> ![A](media/gone b.svg)",
    "- a\n  ![A](media/gone\n  b.svg)",
    "## A ![A](media/gone b.svg)",
    "A[^1]\n\n[^1]: ![A](media/gone b.svg)",
    "A\n: ![A](media/gone b.svg)",
    "*![A](media/gone b.svg)*",
    "[A][r]\n\n[r]: media/gone.pdf",
    "[A] [r]\n\n[r]: media/gone.pdf",
    "[A]\n[r]\n\n[r]: media/gone.pdf",
    "[A][]\n\n[a]: media/gone.pdf",
    "![r]\n\n[r]: media/gone.svg",
    "[r]\n\n[r]: media/gone.pdf",
    "[r]\n\n[r]: <media/gone.pdf> 'A'",
    "[r]\n\n[r]: media/a.pdf\n[r]: media/gone.pdf",
    "![A](media/a.mp4){captions=media/gone.vtt described=media/gone.mp4}",
    f"[A](media/{'x' * 1900}.pdf)",
]  # fmt: skip
SOUND = [
    "![A](media/a.svg)",
    '![A](media/a.svg "b c")',
    "![A]( <media/a.svg> 'b c' )",
    '![A](media/a.svg\n"b")',
    "![A](media/ä.svg)",

    "[A](media/a.pdf)",
    "[A](media/a(1).pdf)",
    "[A](media/a&b.pdf)",
    "[A](media/a\\(1\\).pdf)",
    "[![A](media/a.svg)](media/a.pdf)",
    "[A [b [c]]](media/a.pdf)",
    "## A {#x}\n\n[A](\\#x) and [B](#x)",
    "[A](https://example.org/a%20b) <https://example.org/x> <a@example.org>",
    "[A](https://example.org/a_(b))",
    "[[first]] [[first|A]]",
    "[A][r] ![A] [r] [r] [s]\n\n[r]: media/a.svg 'A b'\n[s]: is what it means",
    "`![A](media/gone b.svg)` \\![A] \\[A](media/gone b.svg)",
    "<!-- ![A](media/gone b.svg) -->",
    f"[A](media/{'x' * 2100}.pdf)",
    "[A] (media/gone b.svg)",
]  # fmt: skip


def shown_and_said(text: str) -> tuple[str, list[str]]:
    """Return how a lesson with this text is shown in an edition, and what of it was said before, media that are unused apart."""
    files = a_course({LESSON_PATH: lesson(text)} | {f"content/c/media/{name}": "x" for name in MEDIA})
    course_map, problems = check_course("c", files, date(2026, 11, 21))
    assert course_map is not None
    rendered = render(text, document="first", resolve=Signposts(course_map, dict.fromkeys(files, "0" * 64), "en"))
    leads_nowhere = any(note.code in ("missing-media", "broken-link") for note in rendered.notes) or NOTHING.search(rendered.html)
    return (rendered.html if leads_nowhere else ""), [str(each) for each in problems.found if each.severity == "error"]


@pytest.mark.parametrize("text", FORMS)
def test_what_leads_nowhere_was_told(text: str) -> None:
    html, said = shown_and_said(text)
    assert said, html


@pytest.mark.parametrize("text", SOUND)
def test_what_leads_somewhere_is_not_found_fault_with(text: str) -> None:
    assert shown_and_said(text) == ("", [])


WORDS = st.sampled_from(["A", "", "A b", "A [b]", "A [b [c]]", "A \\] b", "`]`", "![A](media/a.svg)", "*A*", "A\nb", "[", "]"])
NAMES = st.sampled_from(["a", "a b", "gone", "gone b", "a(1)", "a%20b", "a%", "ä", "a'b", 'a"b', "a\\_b", "[a]", "a&b", "a#b", "a<b", "a  b", "a\nb", "`a`", "$a$", ""])
FOLDERS = st.sampled_from(["media/", "", "media/bg/", "media/b c/", "/media/", "../media/", "https://example.org/", "https:// ", "ftp://example.org/", "mailto:", "#", "//"])
ENDINGS = st.sampled_from([".svg", ".pdf", "", ".svg#p", ".svg?x=1"])
TITLES = st.sampled_from(["", ' "t"', " 't t'", " (t)", " t", '"t"', " ", ' "t" t', ' "t'])
AROUND = st.sampled_from(["{}", "- {}", "> {}", "| a |\n|---|\n| {} |", "*{}*", "a {} b", "[x {}", "x] {}", "{} {}", "## B {}", "({})"])
SHAPES = st.sampled_from(["![{w}]({t})", "[{w}]({t})", "[{w}](<{p}>{s})", "![{w}](<{p}>{s})", "<{p}>", "[{w}][r]\n\n[r]: {t}", "![r]\n\n[r]: {t}", "[r]\n\n[r]: <{p}>", "[{w}] [r]\n\n[R]: {t}", "[{w}]({t}"])


@given(SHAPES, AROUND, WORDS, FOLDERS, NAMES, ENDINGS, TITLES)
def test_whatever_is_typed_leads_somewhere_or_was_told(shape: str, around: str, words: str, folder: str, name: str, ending: str, title: str) -> None:
    place = f"{folder}{name}{ending}"
    head, blank, definition = shape.partition("\n\n")
    text = around.replace("{}", head).replace("{w}", words) + blank + definition
    text = text.replace("{t}", place + title).replace("{p}", place).replace("{s}", title)
    html, said = shown_and_said(text)
    assert said or not html, f"{text!r} is shown as {html}"
