"""What people type is compared as they mean it (course-format G12)."""

from fractions import Fraction

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from lms.domain.questions import typed

MEANT = [
    ("en", "1,000", "1000"),
    ("bg", "1,000", "1"),
    ("el", "1.000", "1000"),
    ("de", "1.234.567,5", "1234567.5"),
    ("bg", "1 000", "1000"),
    ("en", "1 000 000.25", "1000000.25"),
    ("fr", "1\u202f000,5", "1000.5"),
    ("en", "1\u00a0000", "1000"),
    ("de-CH", "1'000.5", "1000.5"),
    ("bg", "3.14", "3.14"),
    ("en", "3,14", "3.14"),
    ("el", "3.14", "3.14"),
    ("en", "0,500", "0.5"),
    ("en", "1.000,5", "1000.5"),
    ("bg", "1,000.5", "1000.5"),
    ("bg", "1.000.000", "1000000"),
    ("en-GB", "1,000", "1000"),
    ("bg", "-5", "-5"),
    ("en", "− 5", "-5"),
    ("en", "–0.5", "-0.5"),
    ("en", "+7", "7"),
    ("en", ".5", "0.5"),
    ("en", "5.", "5"),
    ("en", " 42 ", "42"),
    ("en", "４２", "42"),
    ("en", "0720", "720"),
]


@pytest.mark.parametrize(
    ("language", "text", "meant"), MEANT, ids=[f"{lang}-{text}" for lang, text, _ in MEANT]
)
def test_a_number_is_read_by_the_habits_of_its_language(language: str, text: str, meant: str) -> None:
    assert typed.typed_number(text, language) == Fraction(meant)


@pytest.mark.parametrize(
    "text",
    ["", ".", ",", "-", "10 00", "1,00,000", "1 000,00 0", "10²", "½", "①", "1e3", "0x10", "twelve", "7 €", "50%", "1.2.3", "1--2", "٣", "9" * 101],
    ids=lambda text: text[:12] or "nothing",
)  # fmt: skip
def test_what_is_no_number_is_none(text: str) -> None:
    assert typed.typed_number(text, "en") is None


@given(
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False),
    st.sampled_from(["en", "bg", "el", "fr", "pt-PT", "mt"]),
)
def test_a_number_as_a_language_spells_it_is_that_number(value: object, language: str) -> None:
    number = Fraction(str(value))
    event(f"a fraction in {language}" if number.denominator > 1 else f"whole in {language}")
    spelled = typed.number_text(number, language)
    assert typed.typed_number(spelled, language) == number


@given(
    st.integers(1000, 10**12),
    st.sampled_from([("en", ","), ("el", "."), ("bg", " "), ("fr", "\u202f"), ("it", "'")]),
)
def test_groups_of_three_change_nothing(value: int, habit: tuple[str, str]) -> None:
    language, group = habit
    assert typed.typed_number(f"{value:,}".replace(",", group), language) == value


ACCEPTED = [
    ("Citizen control", "  citizen   CONTROL "),
    ("Straße", "STRASSE"),
    ("ΟΔΟΣ", "οδός".replace("ό", "ο")),
    ("don't", "don’t"),
    ('"sortition"', "„sortition“"),
    ("random-selection", "random–selection"),
    ("café", "cafe\u0301"),
    ("ｆｕｌｌ", "full"),
    ("co-creation", "co\u00ad-creation"),
    ("Art* 20", "Article 20"),
    ("Art* 20", "art 20"),
    ("*panel", "citizens' panel"),
    ("citizen*", "citizens"),
    ("*jury*", "a citizens' jury of 12"),
    ("a*b*c", "a b b c"),
    (r"5 \* 4", "5 * 4"),
    (r"C\+\+", "c++"),
    ("*", "anything at all"),
]


@pytest.mark.parametrize(("accepted", "text"), ACCEPTED, ids=[f"{a}~{t}" for a, t in ACCEPTED])
def test_a_text_that_means_the_same_matches(accepted: str, text: str) -> None:
    assert typed.matches(accepted, text)


REFUSED = [
    ("café", "cafe"),
    ("Art* 20", "Article 200"),
    ("a*b*c", "a c b"),
    ("ab*ba", "aba"),
    (r"5 \* 4", "5 x 4"),
    ("panel", "panels"),
    ("", "x"),
]


@pytest.mark.parametrize(("accepted", "text"), REFUSED, ids=[f"{a}~{t}" for a, t in REFUSED])
def test_a_text_that_means_something_else_does_not(accepted: str, text: str) -> None:
    assert not typed.matches(accepted, text)


def test_case_counts_where_it_is_asked_for() -> None:
    assert typed.matches("DNA", "DNA", case=True)
    assert not typed.matches("DNA", "dna", case=True)


def test_what_no_database_can_hold_is_taken_out() -> None:
    assert typed.cleaned(" a\0b\ud800c\nd ") == "abc\nd"
    assert typed.cleaned("x" * 1001) == "x" * 1000


SIGNS = st.text(st.characters(categories=["Ll", "Lu", "Nd", "Po", "Zs"]))


@given(SIGNS, SIGNS)
def test_a_star_matches_any_run_of_characters(before: str, after: str) -> None:
    escaped = "".join(
        f"\\{sign}" if sign in "\\*!\"#$%&'()+,-./:;<=>?@[]^_`{|}~" else sign for sign in before
    )
    event("empty run" if not after.strip() else "a run")
    assert typed.matches(f"{escaped.rstrip()}*", f"{before}{after}")


def test_many_stars_take_no_time() -> None:
    assert not typed.matches("a*" * 200 + "b", "a" * 5000)
