"""Nothing that is not allowed reaches a reader (S06, S07, security 6.8; course-format L1)."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.platform.markdown import Resolved, Target, render, sanitise
from lms.platform.markdown_safety import ATTRIBUTES, CLASSES, EVERYWHERE, LABELS, MAY_HAVE_ID, SCHEMES, TAGS

# Typed by hand from security 6.8 and course-format §4, never taken from the program.
ALLOWED_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary", "aside", "section", "div",
    "a", "strong", "em", "del", "code", "sub", "sup", "mark", "kbd", "abbr", "span",
    "img", "video", "audio", "source", "track",
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded",
    "mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts",
    "none", "mtable", "mtr", "mtd",
}  # fmt: skip
ALLOWED_IN_MATHS = {
    "mathvariant", "displaystyle", "scriptlevel", "stretchy", "symmetric", "fence", "form", "separator", "accent",
    "accentunder", "largeop", "movablelimits", "minsize", "maxsize", "width", "height", "depth", "lspace", "rspace",
    "voffset", "linethickness", "columnalign", "rowalign", "columnspacing", "rowspacing", "columnlines", "rowlines",
    "columnspan", "rowspan", "notation",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title", "rel", "class"},
    "abbr": {"title"},
    "aside": {"class", "role", "aria-labelledby"},
    "audio": {"controls", "preload", "aria-label"},
    "code": {"class"},
    "details": {"class"},
    "div": {"class", "role", "tabindex", "aria-labelledby", "data-place"},
    "img": {"src", "alt", "width", "height", "loading", "class"},
    "li": {"class"},
    "ol": {"start"},
    "p": {"class", "data-label"},
    "section": {"class", "aria-labelledby"},
    "source": {"src", "type"},
    "span": {"class", "data-label", "aria-hidden"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "scope", "class"},
    "track": {"kind", "src", "srclang", "label", "default"},
    "video": {"controls", "preload", "aria-label"},
}
MATHS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded",
    "mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts",
    "none", "mtable", "mtr", "mtd",
}  # fmt: skip
WITH_ID = {"p", "li", "sup", "span", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th", "figure", "table", "pre"}
ALLOWED_CLASSES = {
    "a": {"external", "question", "term", "footnote-ref", "footnote-backref", "film-described", "film-transcript"},
    "aside": {
        "callout", "callout-note", "callout-tip", "callout-important", "callout-warning", "callout-case",
        "callout-exercise", "callout-reflect", "callout-further",
    },
    "code": {"formula"},
    "details": {"transcript"},
    "div": {"table-scroll", "changed", "practice", "film", "sound", "transcript-text"},
    "img": {"decorative"},
    "li": {"task"},
    "p": {"callout-label", "footnotes-label"},
    "section": {"footnotes"},
    "span": {"visually-hidden", "task-box", "missing-media", "file"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}  # fmt: skip


def test_the_allow_list_is_the_one_that_was_agreed() -> None:
    assert set(TAGS) == ALLOWED_TAGS
    assert ALLOWED_ATTRIBUTES | dict.fromkeys(MATHS, ALLOWED_IN_MATHS) == ATTRIBUTES
    assert set(MAY_HAVE_ID) == WITH_ID
    assert {"lang", "dir"} == EVERYWHERE
    assert {"https", "http", "mailto", "tel"} == SCHEMES
    assert CLASSES == ALLOWED_CLASSES
    assert LABELS == (
        "note", "tip", "important", "warning", "case", "exercise", "reflect", "further",
        "external", "table", "footnotes", "back", "described", "transcript", "task-open", "task-done",
    )  # fmt: skip


class _Inspector(HTMLParser):
    """Collects what a browser would see that is not on the list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            self.strange.append(tag)
        names = ALLOWED_ATTRIBUTES.get(tag, set()) | {"lang", "dir"}
        names |= {"id"} if tag in WITH_ID else set()
        names |= ALLOWED_IN_MATHS if tag in MATHS else set()
        for name, value in attrs:
            if name not in names or not self._is_fine(tag, name, value or ""):
                self.strange.append(f"{tag} {name}={value}")

    def _is_fine(self, tag: str, name: str, value: str) -> bool:
        if name == "href":
            return re.match(r"https?://|mailto:|tel:|/[^/\\]|/$|#d--", value) is not None
        if name == "src":
            return re.fullmatch(r"/media/[\w./~%-]+", value) is not None
        if name == "id":
            return value.startswith("d--")
        if name == "class":
            return all(
                each in ALLOWED_CLASSES.get(tag, set()) or each.startswith("language-")
                for each in value.split()
            )
        return True

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"declaration {decl}")

    def unknown_decl(self, data: str) -> None:
        self.strange.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.strange.append(f"instruction {data}")


def strange(html: str) -> list[str]:
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.strange


def everywhere(kind: Target, target: str) -> Resolved | None:
    """Answer as a careless program would: with whatever the author wrote."""
    return Resolved(target, f"<script>{target}</script>", 'x" onload="y')


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=__x(1)>',
    "</script><script>__x(1)",
    "<svg onload=alert(1)><g/></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<meta http-equiv="refresh" content="0;url=//evil.org">',
    '<base href="//evil.org/">',
    '<form action="//evil.org"><input name=password></form>',
    '<p id="csrf">x</p>',
    '<img name="getElementById" src="x">',
    '<div style="position:fixed;top:0;left:0;width:100%;height:100%">x</div>',
    "<style>@import '//evil.org'</style>",
    '<object data="//evil.org"></object><embed src="//evil.org">',
    '<link rel=stylesheet href="//evil.org">',
    '<video><source onerror="alert(1)"></video>',
    "<details open ontoggle=alert(1)>x</details>",
    '<select><template><img src=x onerror=alert(1)></template></select>',
    "<abbr title=\"x\" onmouseover='alert(1)'>x</abbr>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.org)",
    "[x](\\\\evil.org)",
    "[x](https:/evil.org)",
    "![x](https://evil.org/track.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![x" onerror="alert(1)](media/x.svg)',
    '![x](media/x.svg "t\\" onload=\\"alert(1)")',
    '![x](media/x.svg){onerror=alert(1) style=color:red}',
    "![x](media/x.mp4){captions=javascript:alert(1) transcript=javascript:alert(1)}",
    "*x*{#csrf .btn .modal onclick=alert(1) style=position:fixed name=a}",
    "## x {onclick=alert(1) id=csrf}",
    "<javascript:alert(1)>",
    "<javascript://x%0aalert(1)>",
    "<a@b.c&quot;onclick=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "*[x]: \" onclick=alert(1)\n\nx",
    "[^\" onclick=alert(1)]\n\n[^\" onclick=alert(1)]: x",
    "```js\" onclick=alert(1)\nx\n```",
    "```x><script>\nx\n```",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\class{modal}{x} \\style{position:fixed}{x}$",
    "$\\unicode{x3c}script\\unicode{x3e}$",
    "$\\text{&lt;script&gt;}$",
    "> [!NOTE] <script>x</script>\n> <img src=x onerror=y>",
    "> [!NOTE]<b onclick=x>\n> x",
    "[[first|<script>]]",
    "[[first\"onclick=x]]",
    "&lt;script&gt;&#60;script&#62;",
    "\x02wzxhzdk:0\x03 \x02amp\x03 <script>",
    "<br/onclick=alert(1)> <br onclick=alert(1)>",
    "<sub><script>x</script></sub>",
    "<!--<script>--><script>x</script>",
    "{{7*7}} ${7*7} {% include 'x' %}",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_comes_out_harmless(payload: str) -> None:
    html = render(payload, document="d", resolve=everywhere).html
    assert strange(html) == []
    assert sanitise(html) == html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_as_html_comes_out_harmless_too(payload: str) -> None:
    once = sanitise(payload)
    assert [each for each in strange(once) if not re.search(r" id=\S+--", each)] == []
    assert sanitise(once) == once


def test_raw_html_is_shown_as_text_but_for_five_tags() -> None:
    text = 'H<sub>2</sub> x<sup>2</sup> <kbd>A</kbd> <br> <abbr title="World">W</abbr> <i>no</i>'
    assert render(text, document="d").html == (
        '<p>H<sub>2</sub> x<sup>2</sup> <kbd>A</kbd> <br>\n<abbr title="World">W</abbr> &lt;i&gt;no&lt;/i&gt;</p>'
    )


def test_ids_of_authors_are_prefixed_and_classes_taken_away() -> None:
    assert (
        render("## A {#csrf .modal name=x onclick=y lang=fr}", document="d").html
        == '<h2 id="d--csrf" lang="fr">A</h2>'
    )
    assert render("## A {#_callout-1}", document="d").html == "<h2>A</h2>"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p id="csrf">x</p>', "<p>x</p>"),
        ('<p id="d--a">x</p>', '<p id="d--a">x</p>'),
        ("<h1>x</h1><nav>y</nav>", "xy"),
        ('<p style="x" class="callout-label modal">x</p>', '<p class="callout-label">x</p>'),
        (
            '<img src="/media/ab/x.svg" alt="a" width="10" height="0">',
            '<img src="/media/ab/x.svg" alt="a" width="10">',
        ),
        ('<img src="/accounts/sign-out" alt="a">', '<img alt="a">'),
        ('<img src="//evil.org/media/x.svg" alt="a">', '<img alt="a">'),
        (
            '<a href="//evil.org">x</a><a href="/\\evil.org">y</a><a href="/learn/">z</a>',
            '<a>x</a><a>y</a><a href="/learn/">z</a>',
        ),
        ('<a href="#csrf">x</a>', "<a>x</a>"),
        ('<code class="language-py evil">x</code>', '<code class="language-py">x</code>'),
        ("<script>x</script><style>y</style>z<!-- c -->", "z"),
        ('<p data-label="evil">x</p><p data-label="case">y</p>', '<p>x</p><p data-label="case">y</p>'),
        (
            '<math><mi mathvariant="normal" href="javascript:x">x</mi></math>',
            '<math><mi mathvariant="normal">x</mi></math>',
        ),
        ('<math><annotation-xml encoding="text/html"><b>x</b></annotation-xml></math>', "<math></math>"),
    ],
)
def test_html_is_cut_down_to_the_list(html: str, clean: str) -> None:
    assert attributes_sorted(sanitise(html)) == attributes_sorted(clean)


def attributes_sorted(html: str) -> str:
    """Return ``html`` with the attributes of each tag in order, for the sanitiser does not promise theirs."""
    pairs = re.compile(r' [a-z-]+="[^"]*"')
    return re.sub(
        r"<[a-z0-9]+( [^>]*)>",
        lambda tag: (
            "<" + tag.group()[1:].split()[0].rstrip(">") + "".join(sorted(pairs.findall(tag.group()))) + ">"
        ),
        html,
    )


SIGNS = st.sampled_from([*PAYLOADS, *"<>\"'`*_[](){}#$|\\!&=:;-+\n\t /", "<script", "onerror=", "javascript:", "](", "![", "[[", "]]", "{.x ", "> [!NOTE] ", "\n\n", "- ", "1. ", "```\n", "|a|b|\n|-|-|\n", "&#x3c;", "\x02", "\x03", "<abbr title=\"", "<math>", "</p>", "a", "b", "media/x.svg)", "https://x.y", "$\\text{", "}$"])  # fmt: skip


@given(st.lists(SIGNS, max_size=25).map("".join))
def test_no_tag_or_attribute_outside_the_list_ever_comes_out(text: str) -> None:
    html = render(text, document="d", resolve=everywhere).html
    assert strange(html) == []
    assert sanitise(html) == html


TAGGED = st.sampled_from(["<p ", "<a ", "<img ", "<svg>", "<math>", "<mtext>", "<mglyph>", "<style>", "</style>", "<table>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<noscript>", "<title>", "<template>", "<annotation-xml>", "<foreignObject>", "href=", "src=", "id=", "class=", "style=", "onerror=", "data-label=", '"', "'", ">", "/>", "x", "javascript:x", "/media/x", "//evil", "&lt;", "&quot;", " "])  # fmt: skip


@given(st.lists(TAGGED, max_size=25).map("".join))
def test_foreign_html_is_cut_down_and_stays_so(html: str) -> None:
    once = sanitise(html)
    assert [each for each in strange(once) if not re.search(r" id=[A-Za-z][\w-]*--", each)] == []
    assert sanitise(once) == once


def test_no_place_of_the_parser_itself_gets_into_a_formula() -> None:
    """What a fuzzer found: code whose edge lies within a formula was read before the formula was."""
    part = "`$\\frac{1}<a "
    text = f"<svg onload=x>': a#{part}`$\\frac<svg onload=x><http://a {part * 3}`$\\f\x11ac{{1}}<a {part * 4}&"
    html = render(text, document="d").html
    assert [sign for sign in ("\x02", "\x03", "klzzwxh") if sign in html] == []
