"""What the text of a lesson may do wrong, each with a near miss that stays silent (L1 to L4, §10)."""

import pytest

from tests.unit.format.a_course import found, found_in_lesson, lesson

LIST = "error: this looks like a list, but is none: leave a blank line before it [not-a-list]"
NO_ALT = (
    "error: picture without alt text: write ![what it shows](media/a.svg), or {.decorative} [missing-alt]"
)
RAW = "is shown as text: of raw HTML only <br> <sub> <sup> <kbd> <abbr> are allowed [raw-html]"

WRONG = [
    ("raw html", "a\n\n<div class=x>b</div>\n", [f"7: warning: </div> {RAW}", f"7: warning: <div class=x> {RAW}"]),
    ("script", "<script>x</script>\n", [f"5: warning: </script> {RAW}", f"5: warning: <script> {RAW}"]),
    ("unpaired tag", "H<sub>2 O\n", [f"5: warning: <sub> {RAW}"]),
    ("tag with handler", "H<sub onclick=x>2</sub>\n", [f"5: warning: </sub> {RAW}", f"5: warning: <sub onclick=x> {RAW}"]),
    ("comment without end", "a <!-- b\n", [f"5: warning: <!-- {RAW}"]),
    ("list beneath text", "Text:\n- a\n- b\n", [f"6: {LIST}"]),
    ("numbers beneath text", "Text:\n1. a\n2. b\n", [f"6: {LIST}"]),
    ("list in a call-out", "> [!NOTE] x\n> Text:\n> - a\n", [f"7: {LIST}"]),
    ("two lists beneath text", "a\n- b\n\nc\n* d\n", [f"6: {LIST}", f"9: {LIST}"]),
    ("first heading too deep", "### a\n", ["5: error: the first heading is of level 3: begin with level 2 (##) [heading-order]"]),
    ("heading skipped", "## a\n\n#### b\n", ["7: error: heading of level 4 after one of level 2: none may be skipped [heading-order]"]),
    ("heading of level 1", "# a\n\n## b\n", ["5: error: the title of the page is its only heading of level 1: begin with ## [heading-order]"]),
    ("underlined level 1", "a\n=\n", ["5: error: the title of the page is its only heading of level 1: begin with ## [heading-order]"]),
    ("empty heading", "## {#a}\n", ["5: error: this heading has no words [empty-heading]"]),
    ("unknown call-out", "> [!CASES] x\n", ["5: error: [!CASES] is not known here; known are NOTE, TIP, IMPORTANT, WARNING, CASE, EXERCISE, REFLECT, FURTHER [unknown-callout]"]),
    ("table without headers", "| | |\n|---|---|\n| a | b |\n", ["5: error: table without headers: say in its first row what each column holds [table-header]"]),
    ("column without header", "| a | |\n|---|---|\n| a | b |\n", ["5: warning: a column of this table has no header [table-header]"]),
    ("row too long", "| a | b |\n|---|---|\n| a | b | c |\n", ["7: warning: this row has 3 cells, but the table has 2 columns: the rest is not shown [table-cells]"]),
    ("footnote missing", "a[^1]\n", ["5: error: footnote 1 is nowhere written: add a line “[^1]: …” [missing-footnote]"]),
    ("footnote unused", "a\n\n[^1]: b\n", ["7: warning: nothing refers to footnote 1 [unused-footnote]"]),
    ("formula", "$x_1_2$\n", ["5: error: this formula cannot be read: $x_1_2$ [bad-formula]"]),
    ("code without end", "```\na\n", ["5: error: the code that begins here has no closing line of the same signs [fence-open]"]),
    ("no text", "", ["4: warning: this document has no text yet [empty-text]"]),
    ("link without words", "[](https://example.org)\n", ["5: error: link without words: write [where it leads](https://example.org) [empty-link]"]),
    ("link that says here", "Read it [here](https://example.org).\n", ["5: warning: the words of a link should say where it leads; “here” does not [link-text]"]),
    ("link that is an address", "[https://example.org](https://example.org)\n", ["5: warning: the words of a link should say where it leads; “https://example.org” does not [link-text]"]),
    ("target twice", "## a {#x}\n\n## b {#x}\n", ["7: error: the link target #x stands here twice, first in line 5 [duplicate-target]"]),
    ("script link", "[a](javascript:x)\n", ["5: error: links lead to https, http, mailto or tel only, not to javascript:x [bad-link]"]),
    ("protocol-relative link", "[a](//evil.org)\n", ["5: error: links lead to https, http, mailto or tel only, not to //evil.org [bad-link]"]),
    ("link to a file of text", "[a](second.md)\n", ["5: error: second.md leads nowhere: write [[key]] for another activity, media/… for a file, https://… for another site [broken-link]"]),
    ("no such activity", "[[second]]\n", ["5: error: there is no activity second [broken-link]"]),
    ("no such target here", "[a](#b)\n", ["5: error: there is no link target {#b} in content/c/en/first.md [broken-link]"]),
    ("no such target there", "[[first#b]]\n", ["5: error: there is no link target {#b} in content/c/en/first.md [broken-link]"]),
    ("automatic target", "## The ladder, 1969\n\n[a](#the-ladder-1969)\n", ["7: error: #the-ladder-1969 is an automatic id: name the place itself, ## The ladder, 1969 {#the-ladder-1969} [automatic-target]"]),
    ("no such card", "[[methods:cafe]]\n", ["5: error: there is no card methods:cafe [broken-link]"]),
    ("no such file", "![a](media/a.svg)\n", ["5: error: media/a.svg is not there: media lie in content/c/media/ [missing-media]"]),
    ("path out of the course", "![a](media/../../../b/media/a.svg)\n", ["5: error: media/../../../b/media/a.svg is not there: media lie in content/c/media/ [missing-media]"]),
    ("picture of another site", "![a](https://example.org/a.png)\n", ["5: error: nothing is loaded from another site: put the file into media/, or write a link [foreign-media]"]),
    ("picture in the text", "![a](data:image/png;base64,AAAA)\n", ["5: error: nothing is loaded from another site: put the file into media/, or write a link [foreign-media]"]),
    ("question of nothing", "![[first#a]]\n", ["5: error: first#a is no question: write ![[quiz#question]] [broken-link]"]),
    ("table too wide", "|" + "a|" * 102 + "\n", ["5: error: this table has more than 100 columns: divide it [table-too-wide]"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said_with_its_line(body: str, said: list[str]) -> None:
    assert found_in_lesson(body) == said


RIGHT = [
    ("allowed tags", 'H<sub>2</sub>O <br> <kbd>Ctrl</kbd> x<sup>2</sup> <abbr title="World">W</abbr>\n'),
    ("less than", "a < b and b > c, 3<4, <3\n"),
    ("addresses", "<https://example.org> and <somebody@example.org>\n"),
    ("html in code", "`<div>` and\n\n```\n<script>\n```\n"),
    ("escaped", "\\<div>\n"),
    ("comment", "a <!-- <div> --> b\n\n<!--\n- c\n\n# d\n-->\n"),
    ("list after a blank line", "Text:\n\n- a\n- b\n"),
    ("list beneath a heading", "## a\n- b\n"),
    ("list beneath a call-out's label", "> [!NOTE] x\n> - a\n> - b\n"),
    ("list after a blank line in a quotation", "> a\n>\n> - b\n"),
    ("item beneath the paragraph of an item", "- a\n\n  b\n\n- c\n  d\n- e\n"),
    ("wrapped item", "- a\n  b\n- c\n"),
    ("nested lists", "1. a\n   - b\n   - c\n2. d\n"),
    ("dash in a sentence", "one\n– two\n-three\n"),
    ("number in a sentence", "It was the summer of\n1969. Everything changed.\n"),
    ("emphasis at the beginning", "a\n*b* c\n**d**\n"),
    ("rule", "a\n\n* * *\n\n- - -\n\nb\n"),
    ("headings in order", "## a\n\n### b\n\n## c\n\n### d\n"),
    ("hash in code and words", "```\n# a\n```\n\n#1 is C#\n"),
    ("call-outs", "".join(f"> [!{kind}] x\n> y\n\n" for kind in ("NOTE", "TIP", "IMPORTANT", "WARNING", "CASE", "EXERCISE", "REFLECT", "FURTHER"))),
    ("call-out in small letters", "> [!note] x\n"),
    ("corner of a table", "| | a |\n|---|---|\n| b | c |\n"),
    ("escaped bar", "| a | b |\n|---|---|\n| c \\| d | e |\n"),
    ("footnote", "a[^1]\n\n[^1]: b\n"),
    ("money", "From $5 to $10, and US$3.\n"),
    ("formula", "$x^2 + \\sqrt{y}$\n"),
    ("code in a list", "- a\n\n  ```\n  # b\n  ```\n"),
    ("mail and telephone", "[write](mailto:a@b.eu) or [ring](tel:+3221234567)\n"),
    ("target in this text", "## a {#b}\n\n[c](#b) and [[first#b]] and [[first#b|c]]\n"),
    ("link by label", "[The ladder][1]\n\n[1]: https://example.org\n"),
    ("link beside code", "`[a](b.md)` and \\[a](b.md) and `[[no]]`\n"),
    ("brackets that are none", "[a] and [b, c] and array[1] (2)\n"),
    ("attributes", "*mot*{lang=fr} and a {curly} word\n"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_what_only_looks_wrong_is_silent(body: str) -> None:
    assert found_in_lesson(body) == []


def with_media(body: str, *media: str) -> list[str]:
    files: dict[str, str | None] = {f"content/c/media/{name}": "WEBVTT\n\n00:00.000 --> 00:01.000\nx\n" if name.endswith(".vtt") else "x" for name in media}
    prefix = "content/c/en/first.md:"
    return [line.removeprefix(prefix) for line in found({"content/c/en/first.md": lesson(body), **files})]


FILMS = [
    ("captions and description", '![A film](media/a.mp4){captions="media/a.vtt" described="media/b.mp4"}\n', []),
    ("speaks for itself", "![A film](media/a.mp4){captions=media/a.vtt speaks-for-itself}\n![B](media/b.mp4){captions=media/a.vtt speaks-for-itself}\n", []),
    ("nothing said", "![A film](media/a.mp4)\n", [
        '5: error: film without captions: write {captions="media/….vtt"} [missing-captions]',
        '5: error: film without description: write described="media/…", or speaks-for-itself if the sound says it all [missing-description]',
    ]),
    ("captions missing", "![A film](media/a.mp4){captions=media/c.vtt speaks-for-itself}\n", ["5: error: media/c.vtt is not there: media lie in content/c/media/ [missing-media]"]),
    ("transcript missing", "![A film](media/a.mp4){captions=media/a.vtt speaks-for-itself transcript=words}\n", ["5: error: there is no activity words [broken-link]"]),
    ("sound", "![A talk](media/a.mp3)\n", ['5: error: sound without a transcript: write {transcript="…"} [missing-transcript]']),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), [case[1:] for case in FILMS], ids=[case[0] for case in FILMS])
def test_films_and_sounds_say_what_they_show_and_say(body: str, said: list[str]) -> None:
    media = ("a.mp4", "b.mp4", "a.vtt", "a.mp3")
    assert [line for line in with_media(body, *media) if "unused-media" not in line] == said


def test_a_picture_needs_alt_text_unless_it_only_decorates() -> None:
    assert with_media("![](media/a.svg)\n", "a.svg") == [f"5: {NO_ALT}"]
    assert with_media("text ![ ](media/a.svg) text\n", "a.svg") == [f"5: {NO_ALT}"]
    assert with_media("![][p]\n\n[p]: media/a.svg\n", "a.svg") == [f"5: {NO_ALT}"]
    assert with_media("![](media/a.svg){.decorative}\n", "a.svg") == []
    assert with_media("![A ladder](media/a.svg 'Ladder')\n", "a.svg") == []
    assert with_media("[![A ladder](media/a.svg)](media/a.svg)\n", "a.svg") == []


def test_media_that_nothing_shows_are_a_warning() -> None:
    assert with_media("[plan](media/a.pdf)\n", "a.pdf", "b.svg") == [
        "content/c/media/b.svg:1: warning: nothing shows this file [unused-media]"
    ]


def test_lines_count_from_the_beginning_of_the_file_with_any_line_end() -> None:
    text = lesson("a\n\n<div>\n")
    for body in (text, text.replace("\n", "\r\n"), f"\ufeff{text}"):
        assert found({"content/c/en/first.md": body}) == [f"content/c/en/first.md:7: warning: <div> {RAW}"]


def test_the_settings_of_a_lesson_are_typed() -> None:
    settings = "---\ntitle: A\nchecked: 2026-02-30\nsources: x\nslides: yes\nsource_digest: x\n---\nText\n"
    assert found({"content/c/en/first.md": settings}) == [
        "content/c/en/first.md:3: error: checked must be a date, written 2026-11-21 [bad-value]",
        "content/c/en/first.md:4: error: sources must be a list, like [one, two] [bad-value]",
        "content/c/en/first.md:5: error: slides must be true or false [bad-value]",
        "content/c/en/first.md:6: error: source_digest is not known here; known are title, summary, description, sources, checked, review, slides [unknown-key]",
    ]


def test_a_lesson_without_a_title_is_an_error() -> None:
    assert found({"content/c/en/first.md": "---\nsummary: A\n---\nText\n"}) == [
        "content/c/en/first.md:2: error: title is missing [missing-key]"
    ]


def test_a_review_that_is_overdue_is_a_warning_from_the_day_after() -> None:
    for day, said in (
        ("2026-11-21", []),
        (
            "2026-11-20",
            [
                "content/c/en/first.md:3: warning: this should have been reviewed by 2026-11-20 [review-overdue]"
            ],
        ),
    ):
        assert found({"content/c/en/first.md": f"---\ntitle: A\nreview: {day}\n---\nText\n"}) == said
