"""Texts in several languages, and the choice among languages."""

import pytest

from lms.kernel.localtext import LocalText, Spoken, best_language

BENCH = LocalText({"en": "bench", "bg": "пейка", "fr": ""}, "en")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("bg", Spoken("пейка", "bg"), id="there in that language"),
        pytest.param("en", Spoken("bench", "en"), id="the source itself"),
        pytest.param("el", Spoken("bench", "en"), id="not there: the source"),
        pytest.param("fr", Spoken("bench", "en"), id="empty: the source"),
    ],
)
def test_a_text_says_which_language_it_really_is_in(language: str, expected: Spoken) -> None:
    assert BENCH.in_(language) == expected


def test_a_text_that_is_nowhere_is_empty_in_the_source_language() -> None:
    assert LocalText({}, "bg").in_("en") == Spoken("", "bg")


def test_spoken_words_are_their_text() -> None:
    assert str(Spoken("пейка", "bg")) == "пейка"


@pytest.mark.parametrize(
    ("wished", "offered", "expected"),
    [
        pytest.param(["bg", "en"], ["en", "bg"], "bg", id="the first wish wins"),
        pytest.param(["el", "en"], ["en", "bg"], "en", id="else the next"),
        pytest.param(["el"], ["en", "bg"], None, id="none of them"),
        pytest.param([], ["en"], None, id="no wish"),
        pytest.param(["en"], [], None, id="no offer"),
        pytest.param(["pt-BR"], ["pt", "en"], "pt", id="the main language for a variety"),
        pytest.param(["pt"], ["pt-BR", "pt-PT"], "pt-BR", id="a variety for the main language"),
        pytest.param(["pt-PT"], ["pt-BR", "pt-PT"], "pt-PT", id="the very variety first"),
        pytest.param(["BG"], ["bg"], "bg", id="capitals do not matter"),
        pytest.param(["de-AT", "bg"], ["bg", "de"], "de", id="a near first wish before an exact second"),
        pytest.param(["", "bg"], ["bg"], "bg", id="an empty wish"),
    ],
)
def test_the_best_language(wished: list[str], offered: list[str], expected: str | None) -> None:
    assert best_language(wished, offered) == expected
