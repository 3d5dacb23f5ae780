"""What a try of a password is counted on; how long somebody waits stands in ``platform/test_limit_rules.py``."""

import pytest

from lms.domain.people.tries import budgets, ends_with_success

STRANGE, KNOWN = None, "0123456789abcdef"


def told(browser: str | None) -> dict[str, tuple[str, ...]]:
    return {budget.rule.name: budget.key for budget in budgets("ana@example.org", "192.0.2.7", browser)}


def test_a_strange_browser_is_counted_on_the_account_its_address_and_everybody() -> None:
    assert told(STRANGE) == {
        "sign-in-account": ("ana@example.org",),
        "sign-in-account-here": ("ana@example.org", "192.0.2.7"),
        "sign-in-address": ("192.0.2.7",),
        "sign-in-all": (),
    }


def test_a_browser_that_the_account_knows_has_tries_of_its_own_and_takes_nobodys() -> None:
    assert told(KNOWN) == {"sign-in-browser": ("ana@example.org", KNOWN)}


@pytest.mark.parametrize(
    ("browser", "made_good"),
    [
        pytest.param(STRANGE, {"sign-in-account", "sign-in-account-here"}, id="a strange browser"),
        pytest.param(KNOWN, {"sign-in-browser"}, id="a known one"),
    ],
)
def test_a_right_password_makes_good_what_is_its_own(browser: str | None, made_good: set[str]) -> None:
    found = budgets("ana@example.org", "192.0.2.7", browser)
    assert {budget.rule.name for budget in found if ends_with_success(budget)} == made_good


def test_the_limits_are_those_that_were_decided() -> None:
    said = {budget.rule.name: budget.rule.most for browser in (STRANGE, KNOWN) for budget in budgets("a", "b", browser)}
    assert said == {
        "sign-in-account": "50/day",
        "sign-in-account-here": "10/5 minutes",
        "sign-in-address": "300/5 minutes",
        "sign-in-all": "",
        "sign-in-browser": "50/day",
    }
