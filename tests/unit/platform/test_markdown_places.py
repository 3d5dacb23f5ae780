"""Places that a page fills in stand between blocks and nowhere else, and no author can make one (course-format T3, §4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.platform.markdown import Resolved, Target, render
from lms.platform.markdown_places import are_between_blocks, find_places, without_places

TEXT = """\
First.

## Heading
- item

  more of the item
1. another list

> [!REFLECT] Why?
> Because.[^1]

[^1]: A note.

    More of it.

Term
: meaning
```
code
```
| a | b |
|---|---|
| c | d |"""
LAST_LINES = (0, 2, 5, 6, 9, 13, 16, 19, 22)


def asked(kind: Target, target: str) -> Resolved | None:
    return Resolved(f"/learn/c/{target}", "A practice", "en", asks=target != "quiz#information")


def html_of(text: str, *after: int) -> str:
    return render(text, document="d", resolve=asked, mark_after=after).html


def questions(text: str) -> list[str]:
    return [place.question for place in find_places(html_of(text)) if place.question]


def test_after_each_block_stands_a_place_that_changes_nothing_else() -> None:
    html = html_of(TEXT, *LAST_LINES)
    assert are_between_blocks(html, len(LAST_LINES))
    assert [place.changed for place in find_places(html)] == list(range(len(LAST_LINES)))
    assert [line for line in without_places(html).split("\n") if line] == html_of(TEXT).split("\n")


@pytest.mark.parametrize("line", LAST_LINES)
def test_a_place_stands_right_behind_its_block(line: int) -> None:
    html = html_of(TEXT, line)
    (place,) = find_places(html)
    before = html_of("\n".join(TEXT.split("\n")[: line + 1]))
    assert are_between_blocks(html, 1)
    assert html[: place.start].strip() == before.partition('<section aria-labelledby="d--_footnotes')[0].replace(
        "[^1]", '<sup id="d--_fnref-1"><a class="footnote-ref" href="#d--_fn-1">1</a></sup>'
    ).strip()


def test_a_place_within_a_block_is_told_from_one_between_blocks() -> None:
    assert not are_between_blocks(html_of("- a\n  - b\n\n  c", 0), 2)
    assert not are_between_blocks('<ul><li><div class="changed" data-place="0"></div></li></ul>', 1)
    assert not are_between_blocks(html_of("a" * 600_000, 0), 1)  # too much to be read as Markdown


def test_a_question_that_stands_alone_is_asked_there() -> None:
    html = html_of("![[quiz#a]]")
    assert html == '<div class="practice" data-place="quiz#a"><p><a class="question" href="/learn/c/quiz#a">A practice</a></p></div>'
    assert questions("![[quiz#a]]\n\n- ![[quiz#b|own words]]\n\n  c\n\n> [!EXERCISE] d\n> ![[quiz#a]]") == ["quiz#a", "quiz#b", "quiz#a"]


@pytest.mark.parametrize(
    "text",
    ["Try ![[quiz#a]].", "![[quiz#a]] ![[quiz#b]]", "## ![[quiz#a]]", "| ![[quiz#a]] |\n|---|", "[[quiz#a]]", "![[quiz#information]]", "![[quiz#a]]\n{#here}"],
    ids=["in a sentence", "two in a line", "a heading", "a table", "a link", "not to be asked", "with a name of its own"],
)
def test_a_question_elsewhere_is_a_link(text: str) -> None:
    assert questions(text) == []
    assert "data-embed" not in html_of(text)
    assert 'href="/learn/c/quiz#' in html_of(text)


@given(st.text(alphabet='<>/="-# \n&;divclasdtp0!' + "'", max_size=80))
def test_what_an_author_types_is_no_place(words: str) -> None:
    typed = f'<div class="practice" data-place="quiz#a"></div>\n\n`<div class="changed" data-place="0"></div>`\n\n{words}\n\n[a](https://b.eu "<div class=\\"changed\\" data-place=\\"0\\"></div>")'
    assert list(find_places(html_of(typed))) == []
