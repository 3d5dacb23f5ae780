"""Call-outs that ask for something are found in what was rendered, with what they say and where they end."""

from lms.platform.markdown import render
from lms.platform.markdown_passages import list_asking


def html_of(text: str) -> str:
    return render(text, document="lesson", resolve=lambda _kind, _target: None, lang="en").html


def found(text: str) -> list[tuple[str, str, str]]:
    return [(each.kind, each.title, each.text) for each in list_asking(html_of(text))]


def test_only_what_asks_for_something_is_found() -> None:
    text = "> [!NOTE] A\n> b\n\n> [!REFLECT] What *do* you `think` & why?\n> First 1 < 2.\n\n> [!EXERCISE]\n> Do it.\n\n> c"
    assert found(text) == [("reflect", "What do you think & why?", "First 1 < 2."), ("exercise", "", "Do it.")]


def test_call_outs_in_lists_and_in_each_other_are_found_in_the_order_in_which_they_begin() -> None:
    text = "- item\n\n  > [!EXERCISE] Outer\n  > a\n  >\n  > > [!REFLECT] Inner\n  > > b\n\n> [!TIP] c\n> > [!REFLECT] In a tip"
    assert [title for _kind, title, _text in found(text)] == ["Outer", "Inner", "In a tip"]


def test_each_ends_where_its_own_element_is_closed() -> None:
    html = html_of("> [!EXERCISE] Outer\n> a\n>\n> > [!REFLECT] Inner\n> > b\n\nAfter.")
    outer, inner = list_asking(html)
    assert html[outer.end :].strip().startswith("</aside>\n<p>After.")
    assert html[inner.end :].startswith("</aside>\n</aside>")


def test_a_text_that_only_looks_like_one_is_none() -> None:
    text = 'a <aside class="callout callout-reflect">\n\n`</aside>`\n\n> [!REFLECT] <aside class="callout callout-exercise">'
    assert found(text) == [("reflect", '<aside class="callout callout-exercise">', "")]


def test_the_element_with_the_title_can_be_named() -> None:
    html = html_of("> [!REFLECT] Why?\n> b")
    assert f'id="{list_asking(html)[0].label}">Why?</p>' in html
