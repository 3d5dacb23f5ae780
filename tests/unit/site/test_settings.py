"""What a setting of the browser may be, and who has the last word about it."""

from typing import Any

import pytest

from lms.domain.site.settings import SETTINGS, Refusal, put_together

SAID = {"site_name": "Town school", "timezone": "Europe/Sofia"}


def refused(name: str, value: Any) -> Refusal | None:
    setting = SETTINGS[name]
    return setting.why_not(setting.tidy(value))


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        pytest.param("site_name", "Училище на общината", None, id="a name"),
        pytest.param("site_name", " \t\u200b ", Refusal.NO_NAME_OF_SITE, id="a name that nobody sees"),
        pytest.param("site_name", "x" * 80, None, id="the longest name"),
        pytest.param("site_name", "x" * 81, Refusal.TOO_LONG, id="a longer name"),
        pytest.param("timezone", "Europe/Athens", None, id="a time zone"),
        pytest.param("timezone", "../../etc/passwd", Refusal.NO_ZONE, id="a path"),
        pytest.param("contact_address", "", None, id="no address"),
        pytest.param("contact_address", "help@example.org", None, id="an address"),
        pytest.param("contact_address", "a@b@example.org", Refusal.NO_ADDRESS_OF_MAIL, id="two signs at"),
        pytest.param("contact_address", "help@example", Refusal.NO_ADDRESS_OF_MAIL, id="no dot"),
        pytest.param("contact_address", "two words@example.org", Refusal.NO_ADDRESS_OF_MAIL, id="a blank"),
        pytest.param("responsible_unit", {"en": "x" * 200, "bg": ""}, None, id="the longest unit"),
        pytest.param("responsible_unit", {"en": "", "bg": "x" * 201}, Refusal.TOO_LONG, id="a longer unit"),
        pytest.param("mail_domains", ["example.org", " @Sofia.bg ", ""], None, id="domains"),
        pytest.param("mail_domains", ["example"], Refusal.NO_DOMAIN, id="no domain"),
        pytest.param("mail_domains", ["exa mple.org"], Refusal.NO_DOMAIN, id="a blank in a domain"),
        pytest.param("mail_domains", ["*.org"], Refusal.NO_DOMAIN, id="a pattern"),
        pytest.param("mail_domains", [f"d{n}.org" for n in range(51)], Refusal.TOO_MANY_DOMAINS, id="too many"),
        pytest.param("days_to_answer", 1, None, id="one day"),
        pytest.param("days_to_answer", 90, None, id="ninety days"),
        pytest.param("days_to_answer", 0, Refusal.NOT_THESE_DAYS, id="no day"),
        pytest.param("days_to_answer", 91, Refusal.NOT_THESE_DAYS, id="too many days"),
        pytest.param("enforcement_link", "https://example.org/complain?x=1", None, id="a page"),
        pytest.param("enforcement_link", "javascript:alert(1)", Refusal.NO_ADDRESS_OF_PAGE, id="a script"),
        pytest.param("enforcement_link", "https://[", Refusal.NO_ADDRESS_OF_PAGE, id="half an address"),
    ],
)
def test_what_a_setting_may_be(name: str, value: Any, reason: Refusal | None) -> None:
    assert refused(name, value) == reason


def test_values_are_tidied_before_they_are_kept() -> None:
    assert SETTINGS["site_name"].tidy("  Town\n school ") == "Town school"
    assert SETTINGS["mail_domains"].tidy([" @Sofia.BG", "", "example.org", "sofia.bg"]) == ["example.org", "sofia.bg"]
    assert SETTINGS["responsible_unit"].tidy({"en": " Unit ", "bg": ""}) == {"en": "Unit"}


def test_what_nobody_has_said_is_as_usual() -> None:
    site = put_together(SAID, {}, ())
    assert (site.site_name, site.timezone, site.registration_open, site.mail_domains, site.days_to_answer) == (
        "Town school", "Europe/Sofia", True, (), 15
    )  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "asked", "found"),
    [
        pytest.param({"en": "Office", "bg": "Дирекция"}, "bg", "Дирекция", id="the language asked for"),
        pytest.param({"en": "Office", "bg": "Дирекция"}, "el", "Office", id="English where it is not there"),
        pytest.param({"bg": "Дирекция"}, "en", "Дирекция", id="whatever there is"),
        pytest.param({}, "en", "", id="nothing"),
    ],
)
def test_a_text_is_there_in_every_language_once_it_is_written_in_one(texts: dict[str, str], asked: str, found: str) -> None:
    assert put_together(SAID, {"responsible_unit": texts}, ()).responsible_unit.in_(asked).text == found


def test_the_browser_outweighs_what_is_usual_but_not_what_the_operator_gave() -> None:
    kept = {"site_name": "From the browser", "timezone": "Europe/Athens"}
    site = put_together(SAID, kept, {"timezone"})
    assert (site.site_name, site.timezone) == ("From the browser", "Europe/Sofia")


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param({"timezone": "Mars/Olympus"}, id="a zone that is gone"),
        pytest.param({"timezone": 7}, id="a number for a text"),
        pytest.param({"days_to_answer": True}, id="a yes for a number"),
        pytest.param({"no_such_setting": "x"}, id="a setting of another version"),
    ],
)
def test_what_cannot_stand_in_the_table_brings_no_page_down(kept: dict[str, Any]) -> None:
    assert put_together(SAID, kept, ()) == put_together(SAID, {}, ())
