"""Words of blocks are put in by the page, in the reader's language (data-model.md)."""

from lms.platform.markdown import LABELS, put_in_labels, render
from lms.platform.markdown_safety import LABELS as PLACES

BULGARIAN = {"case": "Пример", "note": "Бележка", "external": "(друг сайт)"}


def test_the_words_are_put_before_the_title() -> None:
    html = render("> [!CASE] Ostbelgien\n> a", document="d").html
    assert put_in_labels(html, BULGARIAN, "bg") == (
        '<aside aria-labelledby="d--_callout-1" class="callout callout-case" role="note">\n'
        '<p class="callout-label" data-label="case" id="d--_callout-1"><span class="label" lang="bg">Пример</span> Ostbelgien</p>\n'
        "<p>a</p>\n</aside>"
    )


def test_without_a_title_the_word_stands_alone() -> None:
    html = render("> [!NOTE]\n> a", document="d").html
    assert (
        '<p class="callout-label" data-label="note" id="d--_callout-1"><span class="label">Бележка</span></p>'
        in put_in_labels(html, BULGARIAN)
    )


def test_a_title_that_is_the_word_itself_is_not_said_twice() -> None:
    once = '<p class="callout-label" data-label="note" id="d--_callout-1"><span class="label">Бележка</span></p>'
    assert once in put_in_labels(render("> [!NOTE] бележка\n> a", document="d").html, BULGARIAN)
    for other in ("Бележката", "*Бележка*", "Бележка *и*"):
        html = put_in_labels(render(f"> [!NOTE] {other}\n> a", document="d").html, BULGARIAN)
        assert f'{once.removesuffix("</p>")} ' in html


def test_a_link_to_another_site_says_so() -> None:
    html = render("[a](https://b.eu)", document="d").html
    assert put_in_labels(html, BULGARIAN).endswith(
        '<span class="visually-hidden" data-label="external"><span class="label">(друг сайт)</span></span></a></p>'
    )


def test_a_word_that_is_not_given_is_left_out() -> None:
    html = render("> [!TIP] a", document="d").html
    assert put_in_labels(html, BULGARIAN) == html


def test_what_an_author_types_is_no_place() -> None:
    text = 'data-label="note"> <p data-label="note"> `<p data-label="note">` ![<p data-label="note">](x) [a](https://b.eu "<p data-label=\\"note\\">")'
    html = render(text, document="d").html
    assert put_in_labels(html, {"note": "EVIL"}) == html


def test_a_word_is_text_and_never_markup() -> None:
    html = render("> [!NOTE] a", document="d").html
    assert "<b>" not in put_in_labels(html, {"note": "<b>"}, '"><b>')


def test_there_is_a_word_for_every_place() -> None:
    assert tuple(LABELS) == PLACES
