"""Somebody who registers or asks for a new password, in the words of a story."""

from sqlalchemy import select

from lms.domain.people.models import Person
from tests.makers import Makers
from tests.support.client import PageClient
from tests.support.pages import Page

REGISTER, CONFIRM, FORGOTTEN = "/account/register", "/account/confirm", "/account/forgotten"
NAME, EMAIL = "Иво Ξένος", "ivo@example.org"
CHOSEN, OTHER = "tomato kettle seven rivers", "nine candles under oak"
FIELDS = {"name": NAME, "email": EMAIL, "password": CHOSEN}


def register(browser: PageClient, **changed: str) -> Page:
    """Fill in the form and return the page that follows."""
    return browser.submit(browser.page(REGISTER), "Register", FIELDS | changed)


def forget(browser: PageClient, email: str = EMAIL) -> Page:
    """Ask for a new password and return the page that follows."""
    return browser.submit(browser.page(FORGOTTEN), "Send the letter", {"email": email})


def type_code(browser: PageClient, code: str, status: int = 200) -> Page:
    """Type six digits on the page that asks for them."""
    return browser.submit(browser.page(CONFIRM), "Confirm", {"code": code}, status=status)


def people(make: Makers) -> list[tuple[str, str, str]]:
    """Return who has an account: name, address and role."""
    return [tuple(row) for row in make.rows(select(Person.name, Person.email, Person.role).order_by(Person.id))]


def wrong(code: str) -> str:
    """Return six other digits."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
