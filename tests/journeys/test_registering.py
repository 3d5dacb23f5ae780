"""From a stranger to a learner in a real browser: by the code and the keyboard alone, and back in by a link."""

import pytest
from flask import Flask

from tests.journeys.conftest import OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.makers import COURSE, PASSWORD, Makers
from tests.support.postbox import newest, path_of

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

NAME, EMAIL = "Ásta Żółć-Иванова", "asta@example.org"
CHOSEN = "tomato kettle seven rivers"


@pytest.mark.parametrize("lang", ["en", "bg"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_stranger_makes_an_account_by_keyboard_and_goes_on_where_they_were(
    app: Flask, make: Makers, open_browser: OpenBrowser, lang: str, javascript: bool
) -> None:
    make.course()
    email = f"asta-{lang}-{javascript}@example.org".lower()  # the served site counts letters to one address
    stranger = open_browser(lang, javascript=javascript)
    say, page = stranger.say, stranger.page
    keys = Keyboard(stranger.goes_to(f"/courses/{COURSE}/"))
    keys.opens(stranger.button("Enrol in this course")).opens(stranger.link("Make an account"))
    keys.types(page.get_by_label(say("Your name")), NAME).types(page.get_by_label(say("E-mail address")), email)
    keys.types(page.get_by_label(say("Choose a password")), CHOSEN)
    keys.opens(stranger.button("Register"))
    stranger.is_on(say("Look into your mail")).sees(email)
    letter = newest(app, email)
    assert letter.language == lang
    keys.types(page.get_by_label(say("The six digits from the letter")), letter.code)
    with page.expect_navigation():
        keys.presses("Enter")
    stranger.reads("Welcome! Your account is ready, and you are signed in.")
    assert stranger.path == f"/courses/{COURSE}/"
    keys.opens(stranger.button("Enrol in this course"), " ")


def test_who_has_forgotten_their_password_chooses_a_new_one_behind_the_link(
    app: Flask, make: Makers, open_browser: OpenBrowser
) -> None:
    make.person(name=NAME, email=EMAIL, password=PASSWORD)
    somebody = open_browser("bg").goes_to("/account/sign-in").follows("Forgotten password")
    somebody.types("E-mail address", EMAIL).presses("Send the letter").is_on(somebody.say("Look into your mail"))
    elsewhere = open_browser("en").goes_to(path_of(newest(app, EMAIL)))
    elsewhere.is_on("Choose a new password").types("Choose a new password", CHOSEN)
    elsewhere.presses("Choose a new password").reads(
        "Your password has been changed, and you are signed in. Every other sign-in has been ended."
    )
    assert elsewhere.path == "/learn/"


def test_an_address_is_changed_and_other_sign_ins_are_ended(app: Flask, make: Makers, open_browser: OpenBrowser) -> None:
    owner = make.person(name=NAME, email=EMAIL, password=PASSWORD)
    phone, here = open_browser(person=owner), open_browser(person=owner)
    here.goes_to("/learn/").clicks(here.page.locator("a.who")).is_on("Profile").follows("Password, address and sign-ins")
    here.types("New e-mail address", "new@example.org").types("Your password", PASSWORD).presses("Send the letter")
    here.goes_to(path_of(newest(app, "new@example.org"))).presses("Use this address")
    here.reads("Your e-mail address has been changed. From now on you sign in with the new one.")
    here.presses("End all others").reads("Where you are signed in")
    phone.goes_to("/learn/").is_on("Sign in")
