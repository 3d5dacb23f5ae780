"""What a browser would mend in silence is told."""

import pytest

from tests.support.tree import Node, Untidy, read_tree


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        pytest.param("<div><p>one</div>", "</div> where <p> in line 1 is open", id="unclosed within"),
        pytest.param("<div>", "<div> in line 1 is never closed", id="never closed"),
        pytest.param("<b><i>x</b></i>", "</b> where <i> in line 1 is open", id="crossed"),
        pytest.param("x</p>", "</p> where <#page> in line 1 is open", id="closed but never opened"),
        pytest.param("<br></br>", "</br> closes an element that has no end", id="end of what has none"),
        pytest.param("<div/>", "<div/> closes nothing in HTML", id="closed like XML"),
        pytest.param('<a id="x" id="y">z</a>', "<a> has two attributes id", id="one attribute twice"),
        pytest.param('<a href="x"class="y">z</a>', "", id="attributes that touch are mended by everybody"),
        pytest.param('<p ">x</p>', "has the attribute '\"', which is none", id="stray quotation mark"),
        pytest.param("<p><ul><li>x</li></ul></p>", "<ul> may not stand in <p>", id="list in a paragraph"),
        pytest.param(
            "<p><b><div>x</div></b></p>", "<div> may not stand in <b>", id="block deep in a paragraph"
        ),
        pytest.param(
            "<ul><div>x</div></ul>", "<div> may not stand straight in <ul>", id="block straight in a list"
        ),
        pytest.param("<ul>x</ul>", "words straight in <ul>: 'x'", id="words straight in a list"),
        pytest.param("<div><li>x</li></div>", "<li> stands in <div>", id="item without a list"),
        pytest.param(
            '<a href="/"><button>x</button></a>', "<button> may not stand in <a", id="button in a link"
        ),
        pytest.param('<a href="/"><b><a href="/b">x</a></b></a>', "<a href", id="link in a link"),
        pytest.param(
            "<form><div><form></form></div></form>", "<form> may not stand in <form>", id="form in a form"
        ),
        pytest.param("<table><tr><td>x</td></tr></table>", "", id="table without a body is allowed"),
        pytest.param('<svg><path d="M0 0"/><title>x</title></svg>', "", id="SVG closes like XML"),
        pytest.param("<math><mrow/></math>", "", id="MathML too"),
        pytest.param('<ul>\n <li>x<br><img src="a" alt=""></li>\n</ul>', "", id="void elements"),
        pytest.param('<a href="/"><div>x</div></a>', "", id="block in a link is allowed"),
    ],
)
def test_a_fragment_is_read_strictly(html: str, sentence: str) -> None:
    try:
        read_tree(html, whole=False)
        said = ""
    except Untidy as error:
        said = str(error)
    assert sentence in said if sentence else said == ""


def test_every_fault_is_told_at_once_with_its_line() -> None:
    with pytest.raises(Untidy) as caught:
        read_tree("<ul>\n<p>a</p>\n</ul>\n</b>", whole=False)
    assert str(caught.value).splitlines() == [
        "line 2: <p> may not stand straight in <ul>",
        "line 4: </b> where <#page> in line 1 is open",
    ]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<html></html>", id="no doctype"),
        pytest.param("<!doctype html><html></html><p></p>", id="something after the page"),
        pytest.param("<!doctype html PUBLIC><html></html>", id="an old doctype"),
    ],
)
def test_a_whole_page_has_a_doctype_and_nothing_beside_html(html: str) -> None:
    with pytest.raises(Untidy):
        read_tree(html)


@pytest.fixture
def small() -> Node:
    """Return a small tree."""
    html = '<main><h1>A  <b>bench</b></h1><ul class="x y"><li id="a">one</li><li>two</li></ul><p data-n="1">three</p></main>'
    return read_tree(html, whole=False)


def test_words_are_read_as_people_see_them(small: Node) -> None:
    assert small.text == "A bench one two three"
    assert small.one("h1").text == "A bench"


def test_elements_are_found_by_kind_class_and_attribute(small: Node) -> None:
    assert [node.text for node in small.all("li")] == ["one", "two"]
    assert small.one(class_="y").tag == "ul"
    assert small.one("p", data_n="1").text == "three"
    assert small.all("li", id="a")[0].within("main") is small.one("main")


def test_asking_for_one_fails_when_there_are_two(small: Node) -> None:
    with pytest.raises(AssertionError, match="2 elements"):
        small.one("li")
