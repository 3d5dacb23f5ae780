"""Every rule for pages catches a page that breaks it, and leaves a good page alone."""

import pytest

from tests.support.audit import audit
from tests.support.audit_safety import is_leftover
from tests.support.pages import Page, Unfit, read_page
from tests.support.tree import read_tree

HERE = "http://localhost/courses/"
GOOD = """<!doctype html>
<html lang="en">
<head>
<title>Courses – Isegoria</title>
<link rel="stylesheet" href="/static/app.css">
<link rel="alternate" hreflang="bg" href="http://localhost/courses/?lang=bg">
<script type="module" src="/static/answers.js"></script>
</head>
<body>
<a href="#main">Skip to the content</a>
<main id="main">
<h1><span>Courses</span></h1>
<section aria-labelledby="bench"><h2 id="bench">The bench</h2><h3>Its trees</h3></section>
<h2>Elsewhere</h2>
<p>None of these pages is bad. <code>{{ name }}</code></p>
<p lang="grc-Latn">isegoria</p>
<img src="data:image/svg+xml;base64,AAAA" alt="A bench">
<img src="/media/x.png" alt="">
<table><thead><tr><th>Name</th></tr></thead><tbody><tr><td>Ana</td></tr></tbody></table>
<form method="post" action="/courses/x/enrolment">
<input type="hidden" name="csrf_token" value="abc">
<label for="name">Name</label> <input id="name" name="name" aria-describedby="hint"><p id="hint">As in your passport</p>
<fieldset><legend>Which one?</legend>
<label><input type="radio" name="which" value="1"> one</label>
<label><input type="radio" name="which" value="2"> two</label>
</fieldset>
<button type="submit" name="go" value="yes">Enrol</button>
</form>
<form action="/search"><input type="search" name="q" aria-label="Search"><button type="submit">Search</button></form>
<p><a href="/about"><img src="/static/mark.svg" alt="About this site"></a></p>
</main>
<footer><a href="/accessibility/">Accessibility</a> <a href="/accessibility/report?page=/courses/">Report a barrier</a></footer>
</body>
</html>"""


def test_a_good_page_is_left_alone() -> None:
    assert audit(read_tree(GOOD), HERE) == []


FAULTS = [
    ("no language", '<html lang="en">', "<html>", "<html> has no lang"),
    ("language that is none", 'lang="grc-Latn"', 'lang="Greek!"', "has the language 'Greek!'"),
    ("no title", "<title>Courses – Isegoria</title>", "", "the page has 0 titles"),
    ("title that names something else", "Courses – I", "Home – I", "does not name the h1 'Courses'"),
    ("two h1", "<h2>Elsewhere</h2>", "<h1>Courses</h1>", "the page has 2 h1"),
    ("no h1", "<h1><span>Courses</span></h1>", "", "the page has 0 h1"),
    ("level left out", "<h3>Its trees</h3>", "<h4>Its trees</h4>", "comes after a heading of level 2"),
    ("empty heading", "<h2>Elsewhere</h2>", "<h2> </h2>", "is empty"),
    ("no statement", '"/accessibility/"', '"/courses/"', "does not lead to the accessibility statement"),
    ("no report", "/accessibility/report?page=/courses/", "/accessibility/report", "does not lead to the form for barriers"),
    ("report that tells a query", "page=/courses/", "page=/courses/%3Fa=b", "does not lead to the form for barriers"),
    ("report that tells a uid", "page=/courses/", f"page=/{'a1' * 16}/", "does not lead to the form for barriers"),
    ("no main part", '<main id="main">', '<div id="main">', "0 main parts"),
    ("nothing to skip by", 'href="#main"', 'href="#bench"', "nothing leads straight to the main part"),
    ("one id twice", 'id="hint"', 'id="name"', "the id 'name' comes 2 times"),
    ("reference to nothing", 'aria-labelledby="bench"', 'aria-labelledby="desk"', "refers with aria-labelledby to 'desk'"),
    ("aria attribute that does not exist", 'aria-label="Search"', 'aria-labels="Search"', "aria-labels, which does not exist"),
    ("link to a place that is not there", 'href="/about"', 'href="#nowhere"', "leads to a place that is not there"),
    ("field without label", '<label for="name">Name</label>', "", "has no label"),
    ("label of nothing", 'for="name"', 'for="surname"', "a label is for 'surname'"),
    ("choice without a question", "<legend>Which one?</legend>", "", "stands in no group with a name"),
    ("empty link", 'alt="About this site"', 'alt=""', "is empty"),
    ("link to nowhere", '<a href="/about">', "<a>", "leads nowhere"),
    ("empty button", ">Enrol</button>", "></button>", "is empty"),
    ("button without a type", '<button type="submit">Search', "<button>Search", "'Search' has no type"),
    ("picture without alt", ' alt="A bench"', "", "has no alt"),
    ("table without headers", "<th>Name</th>", "<td>Name</td>", "has no header cells"),
    ("form without token", '<input type="hidden" name="csrf_token" value="abc">', "", "has 0 tokens instead of 1"),
    ("token in an address", '<form action="/search">', '<form action="/search"><input type="hidden" name="csrf_token" value="a">', "1 tokens instead of 0"),
    ("inline script", "</main>", "<script>alert(1)</script></main>", "is inline"),
    ("inline style", "</head>", "<style>p{}</style></head>", "is inline"),
    ("style attribute", '<img src="/media', '<img style="color:red" src="/media', 'has style="color:red"'),
    ("handler", '<img src="/media', '<img onload="x()" src="/media', 'has onload="x()"'),
    ("script in an address", 'href="/about"', 'href=" JavaScript:x()"', "JavaScript"),
    ("picture from elsewhere", 'src="/media/x.png"', 'src="//cdn.example.org/x.png"', "loads from or sends to '//cdn.example.org/x.png'"),
    ("script from elsewhere", 'src="/static/answers.js"', 'src="https://example.org/a.js"', "loads from or sends to"),
    ("style sheet from elsewhere", 'href="/static/app.css"', 'href="https://example.org/a.css"', "loads from or sends to"),
    ("form to elsewhere", 'action="/search"', 'action="https://example.org/"', "loads from or sends to"),
    ("None", "<td>Ana</td>", "<td>None</td>", "'None' stands in 'None'"),
    ("None in a label", 'aria-label="Search"', 'aria-label="Search in None"', "'None' stands in the aria-label"),
    ("place not filled", "<td>Ana</td>", "<td>%(name)s</td>", "'%(name)' stands in"),
    ("template not run", "<td>Ana</td>", "<td>{{ name }}</td>", "'{{' stands in"),
    ("tag as text", "<td>Ana</td>", "<td>&lt;bdi&gt;Ana&lt;/bdi&gt;</td>", "'<bdi>' stands in"),
    ("object of the program", "<td>Ana</td>", "<td>Fraction(1, 2)</td>", "'Fraction(' stands in"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "sentence"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS]
)
def test_a_page_that_breaks_a_rule_is_told(good: str, bad: str, sentence: str) -> None:
    assert good in GOOD
    faulty = GOOD.replace(good, bad, 1)
    faulty = faulty.replace("</main>", "</div>") if "0 main" in sentence else faulty
    assert [fault for fault in audit(read_tree(faulty), HERE) if sentence in fault] != []


@pytest.mark.parametrize(
    "sentence", ["None of you", "None is left", "Nonetheless", "a nun", "5 < 6", "{brace}", "100 %"]
)
def test_words_of_people_are_no_leftovers(sentence: str) -> None:
    assert not is_leftover(sentence)


def test_what_a_test_typed_itself_is_no_leftover() -> None:
    hostile = GOOD.replace("<td>Ana</td>", "<td>&lt;b&gt;{{7*7}}</td>")
    assert audit(read_tree(hostile), HERE, ["<b>{{7*7}}"]) == []


@pytest.fixture
def page() -> Page:
    """Return the good page as a client would."""
    return read_page(HERE, 200, GOOD)


def test_a_page_tells_its_title_heading_language_links_and_buttons(page: Page) -> None:
    assert (page.title, page.h1, page.lang) == ("Courses – Isegoria", "Courses", "en")
    assert page.links() == {
        "Skip to the content": "#main",
        "About this site": "/about",
        "Accessibility": "/accessibility/",
        "Report a barrier": "/accessibility/report?page=/courses/",
    }
    assert page.buttons() == ["Enrol", "Search"]
    assert page.link("About") == "http://localhost/about"


def test_a_form_is_sent_as_a_browser_sends_it(page: Page) -> None:
    sending = page.press("Enrol", {"name": "Ana", "which": "2"})
    assert (sending.method, sending.url) == ("POST", "http://localhost/courses/x/enrolment")
    assert sending.fields == [("csrf_token", "abc"), ("name", "Ana"), ("which", "2"), ("go", "yes")]


def test_an_untouched_form_sends_what_stands_in_it(page: Page) -> None:
    assert page.press("Enrol").values() == {"csrf_token": ["abc"], "name": [""], "go": ["yes"]}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"surname": "x"}, "has no fields", id="a field that is not there"),
        pytest.param({"which": "3"}, "which offers", id="a choice that is not there"),
        pytest.param({"which": ["1", "2"]}, "takes one choice", id="two choices of one"),
        pytest.param({"csrf_token": "x"}, "is hidden", id="a hidden field"),
    ],
)
def test_only_what_a_form_offers_can_be_filled_in(page: Page, fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(AssertionError, match=sentence):
        page.press("Enrol", fields)


def test_a_button_that_is_not_there_cannot_be_pressed(page: Page) -> None:
    with pytest.raises(AssertionError, match="'Leave'"):
        page.press("Leave")


def test_selects_boxes_and_long_texts_send_what_stands_in_them() -> None:
    controls = """<label for="s">S</label><select id="s" name="s"><option value="1">a</option><option selected>b  c</option></select>
<label for="t">T</label><textarea id="t" name="t">
two
lines</textarea>
<label><input type="checkbox" name="box" value="x" checked> x</label> <label><input type="checkbox" name="box" value="y"> y</label>
<button type="submit" """
    page = read_page(HERE, 200, GOOD.replace('<button type="submit" name="go"', f'{controls}name="go"'))
    assert page.press("Enrol").values() == {
        "csrf_token": ["abc"], "name": [""], "s": ["b c"], "t": ["two\nlines"], "box": ["x"], "go": ["yes"],
    }  # fmt: skip
    assert page.press("Enrol", {"s": "1", "box": ["x", "y"]}).values()["box"] == ["x", "y"]
    assert page.press("Enrol", {"box": None}).values().get("box") is None


def test_a_bad_page_is_not_handed_out() -> None:
    with pytest.raises(Unfit, match="breaks rules"):
        read_page(HERE, 200, GOOD.replace(' alt="A bench"', ""))
    with pytest.raises(Unfit, match="not well-formed"):
        read_page(HERE, 200, GOOD.replace("</main>", ""))


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        pytest.param('<script type="application/ld+json">{"name": "\\u003cb\\u003e"}</script>', "", id="data, escaped"),
        pytest.param('<script type="application/ld+json">{"name": "<b>"}</script>', "holds '<'", id="a sign of HTML"),
        pytest.param('<script type="application/ld+json">{"name": 1</script>', "is no JSON", id="no JSON"),
        pytest.param('<script type="application/ld+json" src="/x.js">{}</script>', "is data and has", id="another attribute"),
        pytest.param('<script type="text/javascript">{}</script>', "is inline", id="a script"),
    ],
)
def test_only_data_without_a_sign_of_html_may_stand_in_a_page(block: str, fault: str) -> None:
    faults = audit(read_tree(GOOD.replace("</head>", f"{block}\n</head>")), HERE)
    assert [fault in each for each in faults] == ([True] if fault else [])
