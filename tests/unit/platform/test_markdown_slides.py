"""Where a rendered text is cut into slides (course-format L5)."""

import pytest

from lms.platform.markdown import render
from lms.platform.markdown_slides import slides_of

CASES = [
    ("nothing", "", []),
    ("no heading", "a", ["<p>a</p>"]),
    ("two slides", "## A\n\na\n\n## B\n\nb", ["<h2>A</h2>\n<p>a</p>", "<h2>B</h2>\n<p>b</p>"]),
    ("words before the first", "a\n\n## B", ["<p>a</p>", "<h2>B</h2>"]),
    ("a smaller heading begins none", "## A\n\n### B", ["<h2>A</h2>\n<h3>B</h3>"]),
    ("a heading in a quotation begins none", "## A\n\n> ## B\n\nc", ["<h2>A</h2>\n<blockquote>\n<h2>B</h2>\n</blockquote>\n<p>c</p>"]),
    ("after a line break and a rule", "a  \nb\n\n* * *\n\n## C", ["<p>a<br>\nb</p>\n<hr>", "<h2>C</h2>"]),
    ("a heading with a target", "## A {#a}\n\n## B {#b}", ['<h2 id="d--a">A</h2>', '<h2 id="d--b">B</h2>']),
    ("what looks like a tag", "a `<h2>` &lt;h2&gt;\n\n## B", ["<p>a <code>&lt;h2&gt;</code> &lt;h2&gt;</p>", "<h2>B</h2>"]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_text_is_cut_before_each_heading_of_level_2(text: str, expected: list[str]) -> None:
    slides = slides_of(render(text, document="d").html)
    assert [slide.strip() for slide in slides] == expected


def test_nothing_is_lost_between_slides() -> None:
    html = render("a\n\n## B\n\n> [!NOTE]\n> b\n\n## C", document="d").html
    assert "".join(slides_of(html)) == html
