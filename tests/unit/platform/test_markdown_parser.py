"""Texts are rendered by a parser that has read others before, and the plainest by none: it never shows."""

import random

import pytest

from lms.platform import markdown
from lms.platform.markdown import Resolved, Targets, plain_text, render, resolve_nothing, sanitise

TEXTS = [
    "A note[^1] and another[^b].\n\n[^1]: The first.\n[^b]: The second.",
    "A note[^1].\n\n[^1]: Not the first.",
    "The EU and [a link][there].\n\n*[EU]: European Union\n\n[there]: https://example.org",
    "The EU and [a link][there].",
    "> [!TIP] Look\n> A tip with `code`.\n\n> [!CASE]\n> A case.",
    "| a | b | c | d |\n|---|---|:-:|---|\n| 1 | 2 | 3 | 4 |",
    "3. three\n4. four\n\n- [x] done\n- [ ] open",
    "Term\n: What it means\n\n$\\frac{1}{2}$ and $x$.",
    "```python\nprint('<b>')\n```\n\n==marked== and H<sub>2</sub>O<br>\\*no\\* &amp; *yes*",
    "## Heading {#there}\n\n![A picture](media/x.svg)\n\n[[key#there|own words]]",
    "An open [bracket and **half a",
    "Plain words.",
]
ONE_LINE = ["Plain words.", "Gibt’s „das“ auch (1:2)?", "Ще ви отговорим до 5 % / 3 дни – „да“!", "a'b\"c", "A: b; c, d…", "x"]
NOT_ONE_LINE = ["1. first", "a\nb", "*a*", "a <b", "a & b", "a  ", " a", "a\u00a0b", "- a", "a = b", "[a]", "a | b", "", "a `b`", "# a", "~a~", "a\\b"]


def found(_kind: str, target: str) -> Resolved | None:
    """Answer that every target is there."""
    return Resolved(f"/media/{target}", "A title")


def by_a_new_parser(text: str) -> str:
    """Return what a parser makes of a text that has read nothing before."""
    markdown._threads.__dict__.clear()
    return sanitise(markdown._converted(text, Targets("doc", found, "en", [])))


def test_a_parser_that_has_read_other_texts_reads_like_a_new_one() -> None:
    alone = {text: by_a_new_parser(text) for text in TEXTS}
    chance = random.Random(20261127)
    for _ in range(20):
        for text in chance.sample(TEXTS, len(TEXTS)):
            assert render(text, document="doc", resolve=found).html == alone[text], text


def test_a_parser_that_failed_in_the_middle_of_a_text_is_not_used_again() -> None:
    def fail(_kind: str, _target: str) -> Resolved | None:
        raise LookupError("gone")

    alone = by_a_new_parser(TEXTS[1])
    with pytest.raises(LookupError):
        render("> A quotation with a note[^1] and [[key]].\n\n[^1]: Lost.", document="doc", resolve=fail)
    assert "parser" not in markdown._threads.__dict__
    assert render(TEXTS[1], document="doc", resolve=found).html == alone


@pytest.mark.parametrize("text", ONE_LINE)
def test_one_plain_line_is_what_the_parser_would_make_of_it(text: str) -> None:
    assert markdown.ONE_LINE.fullmatch(text)
    assert render(text, document="doc").html == by_a_new_parser(text) == f"<p>{text}</p>"


@pytest.mark.parametrize("text", NOT_ONE_LINE, ids=repr)
def test_what_may_mean_something_goes_to_the_parser(text: str) -> None:
    assert render(text, document="doc").html == sanitise(markdown._converted(text, Targets("doc", resolve_nothing, "en", [])))


def test_words_are_read_out_of_html_without_what_is_hidden() -> None:
    html = (
        '<h2 id="doc--a">One</h2><p>two<br>three <em>fo</em>ur</p><img src="/media/x.svg" alt="a &quot;five&quot; > 4" loading="lazy">'
        '<p><span class="task-box" aria-hidden="true">☑</span>six &amp;lt; seven</p>'
    )
    assert plain_text(html) == 'One · two three four a "five" > 4 six &lt; seven'


def test_the_cells_of_a_table_do_not_run_into_each_other() -> None:
    html = render("Words.\n\n|A|B|\n|-|-|\n|one|two|\n", document="d", resolve=resolve_nothing).html
    assert plain_text(html) == "Words. · A · B · one · two"


def test_a_heading_does_not_run_into_what_follows_it() -> None:
    html = render("## One\n\nTwo.\n\n## Three\n\n|A|B|\n|-|-|\n|a|b|\n\n## Four\n", document="d", resolve=resolve_nothing).html
    assert plain_text(html) == "One · Two. Three · A · B · a · b Four"
