"""Which passwords are easy to guess: common ones, patterns, and what everybody knows of a person."""

import pytest

from lms.domain.people.guessing import LOOKED_AT, OF_THE_DEMO, is_guessable

ABOUT = ("Ана Илиева", "ana.ilieva@example.org", "Learning at the Town Hall")


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("passwordpassword", id="a common one twice"),
        pytest.param("Password12345678", id="a common one with digits"),
        pytest.param("p4ssw0rdp4ssw0rd", id="with digits for letters"),
        pytest.param("iloveyouiloveyou", id="a common sentence twice"),
        pytest.param("aaaaaaaaaaaaaaaa", id="one letter"),
        pytest.param("abcabcabcabcabcabc", id="three letters again and again"),
        pytest.param("123456789012345", id="a row of digits"),
        pytest.param("qwertyuiopasdfgh", id="a row of keys"),
        pytest.param("явертъуиопшщасд", id="a row of keys, Bulgarian phonetic"),
        pytest.param("йцукенгшщзхъфыва", id="a row of keys, Russian"),
        pytest.param("19851122 19851122", id="a date twice"),
        pytest.param("summer2026summer", id="a season and a year"),
        pytest.param("паролапаролапарола", id="the Bulgarian for password"),
        pytest.param("               ", id="blanks alone"),
        pytest.param("ana.ilieva@example.org", id="the address"),
        pytest.param("Ана Илиева 1985!", id="the name and a year"),
        pytest.param("Isegoria course 2026", id="this program and a year"),
        pytest.param("learning at the town hall", id="the name of the site"),
        pytest.param("Correct Horse, Battery Staple", id="the most famous of all"),
        pytest.param(OF_THE_DEMO, id="that of the demonstration"),
        pytest.param("An Equal Right to Speak!", id="the same, as others would write it"),
    ],
)
def test_these_are_easy_to_guess(password: str) -> None:
    assert is_guessable(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("tomato kettle seven rivers", id="four words"),
        pytest.param("a quiet sentence for tests", id="a sentence"),
        pytest.param("тайната градина на баба", id="a Bulgarian sentence"),
        pytest.param("Zoë sits on the bench", id="an accent"),
        pytest.param("日本語のパスワードは長い文です", id="Japanese"),
        pytest.param("kV9#xw!2Lq@7Ztr", id="what a manager of passwords makes"),
        pytest.param("!#$%&()*<>=[]{}^~|", id="no letter at all"),
        pytest.param("the bench of Ana by three rivers", id="a sentence with a name in it"),
    ],
)
def test_these_are_not(password: str) -> None:
    assert not is_guessable(password, ABOUT)


def test_what_is_known_of_one_person_is_nothing_to_guess_another_by() -> None:
    assert is_guessable("Dimitrova Krasimira", ("Красимира", "krasimira.dimitrova@example.org"))
    assert not is_guessable("Dimitrova Krasimira", ABOUT)


def test_on_a_demonstration_everybody_may_have_its_password() -> None:
    assert not is_guessable(OF_THE_DEMO, on_demo=True)


def test_only_so_much_of_a_long_one_is_looked_at() -> None:
    assert is_guessable("a" * LOOKED_AT + "tomato kettle seven rivers")
    assert not is_guessable("tomato kettle seven rivers" + "a" * 100)
