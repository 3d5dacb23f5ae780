"""A report of a barrier names the page, and nothing of whoever was on it."""

import pytest

from lms.domain.site.rules import LONGEST_PAGE, page_named, page_told

UID = "5fe9a639f31537703e33bdf41349be05"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        pytest.param("/courses/", "/courses/", id="a path"),
        pytest.param("/learn/?token=abc&name=Ana#notes", "/learn/", id="a query and a fragment"),
        pytest.param("https://ana:pw@example.org/learn/a/", "/learn/a/", id="a whole address"),
        pytest.param(f"/learn/town-hall/last-test/attempts/{UID}/", "/learn/town-hall/last-test/attempts/…/", id="a uid"),
        pytest.param(f"/certificates/{UID}.pdf", "/certificates/…", id="a uid with an ending"),
        pytest.param("/account/reset/zQ3-x_Yp8w0aJk2LmN4o", "/account/reset/…", id="a token"),
        pytest.param("/learn/citizen-engagement-for-beginners-2026/", "/learn/citizen-engagement-for-beginners-2026/", id="a long key"),
        pytest.param("/няма/%D1%82%D0%B0%D0%BC", "/няма/там", id="letters that are not Latin"),
        pytest.param("/a%0d%0aSet-Cookie:b", "/aSet-Cookie:b", id="a line break"),
        pytest.param("//evil.example/phish", "/phish", id="another site"),
        pytest.param("javascript:alert(1)", "", id="a script"),
        pytest.param("Your session has ended, call us", "", id="words"),
        pytest.param("http://[", "", id="no address at all"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_only_the_path_of_an_address_is_kept(address: str, page: str) -> None:
    assert page_named(address) == page


def test_what_is_too_long_is_cut() -> None:
    assert len(page_named("/a" * LONGEST_PAGE)) == LONGEST_PAGE


@pytest.mark.parametrize(
    ("told", "page"),
    [
        pytest.param(" The third question\nof the test? ", "The third question of the test?", id="words"),
        pytest.param("https://learn.example/learn/?lang=bg", "/learn/", id="an address"),
        pytest.param("/learn/a/?token=abc", "/learn/a/", id="a path"),
    ],
)
def test_people_may_say_it_in_words(told: str, page: str) -> None:
    assert page_told(told) == page
