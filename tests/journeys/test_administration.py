"""An administrator's day without a mouse: find somebody, help them, correct their certificate, and see it all in the log."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from lms.domain.people.models import Person
from tests.journeys.answers import Step
from tests.journeys.conftest import OpenBrowser
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitors import Visitor
from tests.makers import PASSWORD, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

LONG = "Анастасия-Десислава фон Дер Хайденберг-Константинополска " * 3


@pytest.fixture
def ana(make: Makers) -> Person:
    """Return somebody with a very long name who has earned a certificate."""
    make.certificate(make.course(), name=LONG.strip(), email="ana@example.org")
    for number in range(60):
        make.person(name=f"Person {number:02}")
    return make.person(name="Zoe Admin", email="zoe@example.org", role="admin", password=PASSWORD)


@pytest.mark.parametrize("width", [360, 1280], ids=["a phone", "a desk"])
def test_an_administrator_does_everything_by_keyboard(
    app: Flask, make: Makers, ana: Person, open_browser: OpenBrowser, width: int
) -> None:
    admin = open_browser(viewport={"width": width, "height": 800})
    keys = Keyboard(admin.goes_to("/admin/"))
    keys.types(admin.page.get_by_label("E-mail address"), "zoe@example.org")
    keys.types(admin.page.get_by_label("Password"), PASSWORD)
    with admin.page.expect_navigation():
        keys.presses("Enter")
    admin.is_on("Administration")

    finds_the_person(keys)
    changes_the_role(keys)
    suspends_and_lifts(keys)
    looks_as_the_person(keys)
    corrects_and_revokes_the_certificate(keys)
    changes_a_setting(keys)
    reads_the_log(keys)


def fits(admin: Visitor) -> None:
    """Nothing of the page lies outside of the window."""
    assert admin.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), admin.path


def chooses(keys: Keyboard, label: str, text: str) -> None:
    keys.does(Step("select", keys.visitor.page.get_by_label(label, exact=True), text))


def finds_the_person(keys: Keyboard) -> None:
    admin = keys.visitor
    keys.opens(admin.link("People"))
    fits(admin)
    admin.sees("62 accounts")
    keys.types(admin.page.get_by_label("Name or e-mail"), "ДЕСИСЛАВА")
    keys.opens(admin.button("Show"))
    admin.sees("1 account")
    keys.opens(admin.page.locator(".entries a"))
    admin.is_on(LONG.strip()).sees("ana@example.org")
    fits(admin)


def changes_the_role(keys: Keyboard) -> None:
    admin = keys.visitor
    chooses(keys, "Role", "Trainer")
    keys.opens(admin.button("Change the role"))
    admin.reads("The role was changed, and the sign-ins of this account were ended.")
    chooses(keys, "Role", "Learner")
    keys.opens(admin.button("Change the role"))


def suspends_and_lifts(keys: Keyboard) -> None:
    admin = keys.visitor
    keys.opens(admin.link("Suspend this account")).opens(admin.button("Suspend the account"))
    admin.sees("This account has been suspended since")
    keys.opens(admin.button("Lift the suspension"))
    admin.reads("The suspension was lifted.")


def looks_as_the_person(keys: Keyboard) -> None:
    admin = keys.visitor
    chooses(keys, "Why?", "They asked for help")
    keys.opens(admin.button("Look at the site as this person"))
    banner = admin.page.locator(".looking")
    expect(banner).to_contain_text("Nothing can be changed.")
    fits(admin)
    keys.opens(admin.link("Courses"))
    admin.page.mouse.wheel(0, 5000)
    expect(banner).to_be_in_viewport(ratio=1)
    expect(admin.page.get_by_role("button", name="Sign out")).to_have_count(0)
    keys.opens(admin.button("Stop looking"))
    admin.is_on(LONG.strip()).sees("You have stopped looking as")
    expect(banner).to_have_count(0)


def corrects_and_revokes_the_certificate(keys: Keyboard) -> None:
    """After looking, something grave asks for the password once more, and then does what was being done."""
    admin = keys.visitor
    admin.watch.expect(401)
    keys.opens(admin.page.locator(".entries-certificates a"))
    fits(admin)
    name = admin.page.get_by_label("Corrected name")
    keys.tabs_to(name)
    keys.presses("ControlOrMeta+a")
    admin.page.keyboard.type("Анастасия")
    keys.opens(admin.button("Issue it once more"))
    admin.is_on("Confirm that it is you")
    keys.types(admin.page.get_by_label("Your own password"), PASSWORD)
    keys.opens(admin.button("Go on"))
    admin.is_on("Certificate of Анастасия")
    keys.types(admin.page.get_by_label("Reason"), "issued by mistake")
    keys.opens(admin.button("Revoke the certificate"))
    admin.sees("Revoked. Reason: issued by mistake")


def changes_a_setting(keys: Keyboard) -> None:
    admin = keys.visitor
    admin.goes_to("/admin/settings")
    fits(admin)
    keys.types(admin.page.get_by_label("Responsible unit (English)"), "Citizens’ office")
    keys.opens(admin.button("Save the settings"))
    admin.sees("Saved: Responsible unit.")


def reads_the_log(keys: Keyboard) -> None:
    admin = keys.visitor
    admin.goes_to("/admin/")
    keys.opens(admin.link("Audit log"))
    fits(admin)
    told = admin.page.locator(".entries li > :nth-child(2)").all_inner_texts()
    assert [words.split("\n")[0].strip() for words in told] == [
        "Changed a setting",
        "Revoked a certificate",
        "Issued a certificate once more, with a corrected name",
        "Stopped looking at the site as this person",
        "Began to look at the site as this person",
        "Lifted the suspension",
        "Suspended the account",
        "Changed the role",
        "Changed the role",
    ]
