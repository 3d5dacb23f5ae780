"""What authors write and what readers get (course-format §4)."""

import re

import pytest

from lms.platform.markdown import Note, Resolved, Target, linked, render, resolve_nothing, target_id

PLACES = {
    ("media", "media/a.svg"): Resolved("/media/1/a.svg"),
    ("media", "media/b.png"): Resolved("/media/2/b.png", width=300, height=200),
    ("media", "media/a.mp4"): Resolved("/media/3/a.mp4"),
    ("media", "media/a.vtt"): Resolved("/media/4/a.vtt", "Български", "bg", twins=(Resolved("/media/8/a.vtt", "English", "en"),)),
    ("media", "media/b.mp4"): Resolved("/media/5/b.mp4"),
    ("media", "media/a.mp3"): Resolved("/media/6/a.mp3"),
    ("link", "media/a.pdf"): Resolved("/media/7/a.pdf", about="PDF, 240 KB"),
    ("transcript", "ladder"): Resolved("/learn/c/ladder/", "The ladder", "en"),
    ("transcript", "words"): Resolved("", "Думите", "bg", html='<p>Думи &amp; &lt;b&gt;</p>\n<script>alert(1)</script>'),
    ("activity", "ladder"): Resolved("/learn/c/ladder/", "The ladder", "en"),
    ("activity", "ladder#top"): Resolved("/learn/c/ladder/#ladder--top", "The ladder", "en"),
    ("activity", "words"): Resolved("/learn/c/words/", "Думите", "bg"),
    ("question", "check#a"): Resolved("/learn/c/check/#a", "A check", "en"),
}


def resolve(kind: Target, target: str) -> Resolved | None:
    return PLACES.get((kind, target))


def html(text: str) -> str:
    return render(text, document="d", resolve=resolve, lang="en").html


OTHER_SITE = 'class="external" href="{}" rel="noopener noreferrer nofollow"'
HIDDEN = ' <span class="visually-hidden" data-label="external"></span>'
CASES = [
    ("words", "*a* **b** ==c== `d` \\*e\\* \\$5", "<p><em>a</em> <strong>b</strong> <mark>c</mark> <code>d</code> *e* $5</p>"),
    ("line break", "a  \nb", "<p>a<br>\nb</p>"),
    ("headings", "## A\n\n### B {#b}", '<h2>A</h2>\n<h3 id="d--b">B</h3>'),
    ("heading of level 1", "# A", "<h2>A</h2>"),
    ("underlined", "A\n---", "<h2>A</h2>"),
    ("number sign that is no heading", "#1 is C#", "<p>#1 is C#</p>"),
    ("list nested by two blanks", "- a\n  - b\n    - c\n- d", "<ul>\n<li>a<ul>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>"),
    ("list nested by four blanks", "- a\n    - b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
    ("list beneath a number", "1. a\n   - b\n2. c", "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>"),
    ("numbers with brackets", "1) a\n2) b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    ("list that begins with 3", "3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ("paragraph in an item", "- a\n\n  b\n- c", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>"),
    ("wrapped item", "- a\n  b", "<ul>\n<li>a\n    b</li>\n</ul>"),
    ("quotation in an item", "- a\n  > b", "<ul>\n<li>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>"),
    ("code", "```python\nif a < b:\n    pass\n```", '<pre><code class="language-python">if a &lt; b:\n    pass\n</code></pre>'),
    ("code in an item", "1. a\n\n   ```\n   b\n     c\n   ```", "<ol>\n<li>\n<p>a</p>\n<pre><code>b\n  c\n</code></pre>\n</li>\n</ol>"),
    ("code in a quotation", "> a\n>\n> ~~~\n> b\n> ~~~", "<blockquote>\n<p>a</p>\n<pre><code>b\n</code></pre>\n</blockquote>"),
    ("no code by indentation", "a\n\n    b", "<p>a</p>\n<p>b</p>"),
    ("table", "| a | b |\n|:--|--:|\n| c | d |", '<div class="table-scroll"><table>\n<thead>\n<tr>\n<th class="align-left" scope="col">a</th>\n<th class="align-right" scope="col">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<th class="align-left" scope="row">c</th>\n<td class="align-right">d</td>\n</tr>\n</tbody>\n</table></div>'),
    ("definitions", "T\n: a\n  b", "<dl>\n<dt>T</dt>\n<dd>a\nb</dd>\n</dl>"),
    ("abbreviation", "The EU.\n\n*[EU]: European Union", '<p>The <abbr title="European Union">EU</abbr>.</p>'),
    ("comment", "a <!-- b --> c\n\n<!--\n- d\n\n-->\n\ne", "<p>a  c</p>\n<p>e</p>"),
    ("language of a word", "*mot*{lang=fr}", '<p><em lang="fr">mot</em></p>'),
    ("formula", "$x^2$ is not $5 or $10.", "<p><math><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math> is not $5 or $10.</p>"),
    ("formula that cannot be read", "$x_1_2$", '<p><code class="formula">x_1_2</code></p>'),
    ("rule", "a\n\n* * *\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    ("two quotations", "> a\n\n> b", "<blockquote>\n<p>a</p>\n</blockquote>\n<blockquote>\n<p>b</p>\n</blockquote>"),
    ("link to another site", "[a](https://b.eu)", f"<p><a {OTHER_SITE.format('https://b.eu')}>a{HIDDEN}</a></p>"),
    ("address", "<https://b.eu>", f"<p><a {OTHER_SITE.format('https://b.eu')}>https://b.eu{HIDDEN}</a></p>"),
    ("link by label", "[a][1]\n\n[1]: https://b.eu", f"<p><a {OTHER_SITE.format('https://b.eu')}>a{HIDDEN}</a></p>"),
    ("mail", "<a@b.eu> [c](mailto:a@b.eu)", '<p><a href="mailto:a@b.eu">a@b.eu</a> <a href="mailto:a@b.eu">c</a></p>'),
    ("link in the text", "[a](#b)", '<p><a href="#d--b">a</a></p>'),
    ("link to a file", "[a](media/a.pdf)", '<p><a href="/media/7/a.pdf">a<span class="file"> (PDF, 240 KB)</span></a></p>'),
    ("link to an activity", "[[ladder]] and [[ladder#top|own *words*]]", '<p><a href="/learn/c/ladder/">The ladder</a> and <a href="/learn/c/ladder/#ladder--top">own <em>words</em></a></p>'),
    ("title in another language", "[[words]]", '<p><a href="/learn/c/words/" lang="bg">Думите</a></p>'),
    ("activity in a table", "| a |\n|---|\n| [[ladder\\|b]] |", '<div class="table-scroll"><table>\n<thead>\n<tr>\n<th scope="col">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><a href="/learn/c/ladder/">b</a></td>\n</tr>\n</tbody>\n</table></div>'),
    ("escaped activity", "\\[[ladder]]", "<p>[[ladder]]</p>"),
    ("question", "![[check#a]]", '<p><a class="question" href="/learn/c/check/#a">A check</a></p>'),
    ("picture", "![A ladder](media/a.svg)", '<figure><img alt="A ladder" loading="lazy" src="/media/1/a.svg"></figure>'),
    ("picture with a title", '![A b](media/a.svg "Ladder")', '<figure><img alt="A b" loading="lazy" src="/media/1/a.svg"><figcaption>Ladder</figcaption></figure>'),
    ("picture in a line", "a ![b](media/b.png) c", '<p>a <img alt="b" height="200" loading="lazy" src="/media/2/b.png" width="300"> c</p>'),
    ("picture that decorates", "![x](media/a.svg){.decorative}", '<figure><img alt="" class="decorative" loading="lazy" src="/media/1/a.svg"></figure>'),
    ("sound", "![A talk](media/a.mp3)", '<figure><div class="sound"><audio aria-label="A talk" controls="" preload="metadata"><source src="/media/6/a.mp3" type="audio/mpeg"></audio></div></figure>'),
    ("sound with its words", '![A talk](media/a.mp3){transcript="words"}', '<figure><div class="sound"><audio aria-label="A talk" controls="" preload="metadata"><source src="/media/6/a.mp3" type="audio/mpeg"></audio><details class="transcript"><summary><span data-label="transcript"></span></summary><div class="transcript-text" lang="bg"><p>Думи &amp; &lt;b&gt;</p>\n</div></details></div></figure>'),
    ("sound in a line", 'a ![b](media/a.mp3){transcript="words"} c', '<p>a </p><div class="sound"><audio aria-label="b" controls="" preload="metadata"><source src="/media/6/a.mp3" type="audio/mpeg"></audio><details class="transcript"><summary><span data-label="transcript"></span></summary><div class="transcript-text" lang="bg"><p>Думи &amp; &lt;b&gt;</p>\n</div></details></div> c<p></p>'),
    ("film", '![A film](media/a.mp4){captions="media/a.vtt" described="media/b.mp4" transcript="ladder"}', '<figure><div class="film"><video aria-label="A film" controls="" preload="metadata"><source src="/media/3/a.mp4" type="video/mp4"><track default="" kind="captions" label="Български" src="/media/4/a.vtt" srclang="bg"><track kind="captions" label="English" src="/media/8/a.vtt" srclang="en"></video><a class="film-described" href="/media/5/b.mp4"><span data-label="described"></span></a><a class="film-transcript" href="/learn/c/ladder/"><span data-label="transcript"></span></a></div></figure>'),
    ("tasks", "- [ ] a\n- [x] b\n- [y] c", '<ul>\n<li class="task"><span aria-hidden="true" class="task-box">☐</span><span class="visually-hidden" data-label="task-open"></span> a</li>\n<li class="task"><span aria-hidden="true" class="task-box">☑</span><span class="visually-hidden" data-label="task-done"></span> b</li>\n<li>[y] c</li>\n</ul>'),
    ("call-out", "> [!CASE] Ostbelgien, *2019*\n> a\n>\n> - b", '<aside aria-labelledby="d--_callout-1" class="callout callout-case" role="note">\n<p class="callout-label" data-label="case" id="d--_callout-1">Ostbelgien, <em>2019</em></p>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</aside>'),
    ("list right beneath a label", "> [!TIP]\n> - a", '<aside aria-labelledby="d--_callout-1" class="callout callout-tip" role="note">\n<p class="callout-label" data-label="tip" id="d--_callout-1"></p>\n<ul>\n<li>a</li>\n</ul>\n</aside>'),
    ("neighbouring call-outs", "> [!NOTE] a\n\n> [!WARNING] b", '<aside aria-labelledby="d--_callout-1" class="callout callout-note" role="note">\n<p class="callout-label" data-label="note" id="d--_callout-1">a</p>\n</aside>\n<aside aria-labelledby="d--_callout-2" class="callout callout-warning" role="note">\n<p class="callout-label" data-label="warning" id="d--_callout-2">b</p>\n</aside>'),
    ("call-out that is none", "> [!FOO] a", "<blockquote>\n<p>[!FOO] a</p>\n</blockquote>"),
    ("Cyrillic target", "## А {#стълба}\n\n[б](#стълба)", '<h2 id="d--стълба">А</h2>\n<p><a href="#d--стълба">б</a></p>'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_text_becomes_its_html(text: str, expected: str) -> None:
    assert html(text) == expected
    assert html(text.replace("\n", "\r\n")) == expected


def test_a_table_with_many_columns_can_be_scrolled_by_keyboard() -> None:
    row = '<div aria-labelledby="d--_table-1" class="table-scroll" role="region" tabindex="0"><span class="visually-hidden" data-label="table" id="d--_table-1">1</span><table>'
    assert html("| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |").startswith(row)
    assert html(f"| {'a' * 25} | {'b' * 25} |\n|---|---|\n| 1 | 2 |").startswith(row)
    assert html("| a b c d e f g h | i |\n|---|---|\n| " + "many short words " * 9 + " | 2 |").startswith(
        '<div class="table-scroll"><table>'
    )


@pytest.mark.parametrize(
    ("rows", "headings"),
    [
        pytest.param("| a | b |\n| c | b |", ["a", "c"], id="one word for each row"),
        pytest.param("| **a** | b |\n| c | |", ["<strong>a</strong>", "c"], id="with more than letters in it"),
        pytest.param("| a | b |\n| a | c |", [], id="the same twice"),
        pytest.param("| a | b |\n| | c |", [], id="one without a word"),
    ],
)
def test_first_cells_that_tell_the_rows_apart_are_their_headings(rows: str, headings: list[str]) -> None:
    assert re.findall('<th scope="row">(.*?)</th>', html(f"| x | y |\n|---|---|\n{rows}")) == headings


def test_a_table_of_one_column_is_a_list_and_has_no_headings_of_rows() -> None:
    assert 'scope="row"' not in html("| a |\n|---|\n| b |\n| c |")


def test_an_empty_corner_of_a_table_is_no_header() -> None:
    assert '<tr>\n<td></td>\n<th scope="col">a</th>\n</tr>' in html("| | a |\n|---|---|\n| b | c |")


def test_footnotes_are_a_section_with_ways_there_and_back() -> None:
    back = '<a class="footnote-backref" href="#d--_fnref-1"><span aria-hidden="true">↩</span><span class="visually-hidden" data-label="back"></span></a>'
    assert html("a[^x]\n\n[^x]: b") == (
        '<p>a<sup id="d--_fnref-1"><a class="footnote-ref" href="#d--_fn-1">1</a></sup></p>\n'
        '<section aria-labelledby="d--_footnotes-1" class="footnotes">\n'
        '<p class="footnotes-label" data-label="footnotes" id="d--_footnotes-1"></p>\n'
        f'<ol>\n<li id="d--_fn-1">\n<p>b&nbsp;{back}</p>\n</li>\n</ol>\n</section>'
    )


def test_two_texts_on_a_page_have_no_id_in_common() -> None:
    text = "## A {#a}\n\n[^1]\n\n> [!NOTE]\n> x\n\n[^1]: b"
    first, second = (render(text, document=name).html for name in ("one", "two"))
    assert first.replace("one--", "two--") == second
    assert target_id("one", "a") == "one--a"
    assert 'id="one--a"' in first


def test_rendering_again_gives_the_same_bytes() -> None:
    assert {html("a[^1] $x$\n\n[^1]: b\n\n> [!NOTE]\n> c") for _ in range(3)} == {
        html("a[^1] $x$\n\n[^1]: b\n\n> [!NOTE]\n> c")
    }


def test_what_leads_nowhere_is_plain_text_and_a_note() -> None:
    rendered = render("[a](b.md) [[no]] [[no|c]] ![d](media/no.svg) [e](#f)", document="d", resolve=resolve)
    assert rendered.html == (
        '<p><span>a</span> <span>no</span> <span>c</span> <span class="missing-media">d</span> <a href="#d--f">e</a></p>'
    )
    assert rendered.notes == (
        Note("broken-link", "b.md"),
        Note("broken-link", "no"),
        Note("broken-link", "no"),
        Note("missing-media", "media/no.svg"),
    )


def test_only_paths_of_the_course_are_ever_asked_for() -> None:
    asked: list[str] = []

    def remember(kind: Target, target: str) -> Resolved | None:
        asked.append(target)
        return None

    text = (
        "[a](javascript:b) [c](//d) [e](/f) [g](data:h) ![i](https://j/k.png) ![l](//m) [n](\\\\o) [p](q.md)"
    )
    render(text, document="d", resolve=remember)
    assert asked == ["q.md"]


def test_the_text_for_searching_is_what_is_read() -> None:
    text = '## A\n\n*b*c `d` [e](https://f.eu)[^1]\n\n![g](media/a.svg "h")\n\n- [ ] i\n\n| j | k |\n|---|---|\n| l | m |\n\n[^1]: n'
    assert render(text, document="d", resolve=resolve).text == "A · bc d e 1 g h i · j · k · l · m n"


def test_addresses_in_a_line_of_plain_text_are_links() -> None:
    shown = "https://b.eu/c?d=e&amp;f"
    address = f'href="{shown}" class="external" rel="noopener noreferrer nofollow"'
    assert (
        linked('A <b>, "x": https://b.eu/c?d=e&f.') == f'A &lt;b&gt;, "x": <a {address}>{shown}{HIDDEN}</a>.'
    )
    assert linked("javascript:alert(1) http:/x") == "javascript:alert(1) http:/x"


@pytest.mark.parametrize("document", ["", "1a", "a b", "a.b", 'a"'])
def test_a_document_must_be_fit_to_begin_an_id(document: str) -> None:
    with pytest.raises(ValueError, match="cannot begin the id"):
        render("a", document=document)


@pytest.mark.parametrize("text", ["[^a]:", "[^a]: b\n\n[^a]:", "[^b]: c\n\n[^a]:\n\nx[^a] y[^b]"])
def test_a_footnote_without_words_breaks_nothing(text: str) -> None:
    html = render(text, document="d", resolve=resolve_nothing).html
    assert html.count("<li ") == len(set(re.findall(r"\[\^(.)\]:", text)))


def test_footnotes_stand_in_the_order_in_which_they_are_used() -> None:
    html = render("x[^b] y[^a]\n\n[^c]: third\n\n[^a]: second\n\n[^b]: first", document="d", resolve=resolve_nothing).html
    assert re.findall(r"<p>(first|second|third)", html) == ["first", "second", "third"]


@pytest.mark.parametrize(
    "text",
    [
        'a *![a](<abbr title="``a" *![a](<abbr title="``a" ![[test#a]]**a',
        "This ![[test#a]]\n---\n\nb\n{a=[a](\\\n{a=\"b\" media/a.svg~~~~![\r\n[a](\tb.\n",
    ],
)
def test_nothing_that_the_parser_put_aside_is_left_in_a_page(text: str) -> None:
    assert [sign for sign in render(text, document="d", resolve=resolve_nothing).html if sign in "\x02\x03"] == []
