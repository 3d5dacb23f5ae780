"""Settings that are changed in the browser: they hold at once, the operator has the last word, and the log keeps it."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.site.keeping import change_settings
from lms.domain.site.models import SiteSetting
from lms.domain.site.settings import SETTINGS
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.settings import settings_of_people
from lms.web.shell.site import site
from tests.integration.admin.conftest import Acts
from tests.makers import Makers
from tests.support.client import PageClient
from tests.support.pages import Page

SETTINGS_PAGE = "/admin/settings"
SAVE = "Save the settings"
ASK = "Questions about your data go to:"


def kept(make: Makers) -> dict[str, Any]:
    return {row.name: row.value for row in make.rows(select(SiteSetting.name, SiteSetting.value))}


def test_the_page_shows_how_it_is_and_saving_it_unchanged_changes_nothing(make: Makers, admin: PageClient, acts: Acts) -> None:
    page = admin.page(SETTINGS_PAGE)
    assert page.one("input", id="site_name").get("value") == "Isegoria"
    saved = admin.submit(page, SAVE)
    assert saved.notices == ["Nothing was changed."]
    assert (kept(make), acts()) == ({}, [])


def test_a_new_name_stands_on_the_next_page_and_on_certificates(
    make: Makers, admin: PageClient, boss: Person, acts: Acts
) -> None:
    uid = make.certificate(make.course())
    page = admin.submit(admin.page(SETTINGS_PAGE), SAVE, {"site_name": "Училище  Средец", "timezone": "Europe/Sofia"})
    assert page.title == "Settings – Училище Средец"
    assert page.notices == ["Saved: Name of the site, Time zone."]
    stranger = make.client()
    assert stranger.page("/courses/").title.endswith("– Училище Средец")
    printed = PdfReader(BytesIO(stranger.get(f"/certificates/{uid}.pdf").data)).pages[0].extract_text()
    assert "Училище Средец" in printed
    assert acts() == [
        (boss.id, "setting-changed", None, "site_name", {"value": ["Isegoria", "Училище Средец"]}),
        (boss.id, "setting-changed", None, "timezone", {"value": ["Europe/Brussels", "Europe/Sofia"]}),
    ]


def test_days_are_those_of_the_new_zone(make: Makers, clock: SetClock, admin: PageClient) -> None:
    clock.at = clock.at.replace(hour=23, minute=30)
    uid = make.certificate(make.course())
    admin.send("/account/sign-out")
    boss = make.client(make.person(role="admin"))
    assert "22 November 2026" in make.client().page(f"/certificates/{uid}/").text
    boss.submit(boss.page(SETTINGS_PAGE), SAVE, {"timezone": "Atlantic/Azores"})
    assert "21 November 2026" in make.client().page(f"/certificates/{uid}/").text


def test_every_setting_is_kept_as_it_was_typed(app: Flask, make: Makers, admin: PageClient, acts: Acts) -> None:
    typed = {
        "responsible_unit_en": "Citizens’ office", "responsible_unit_bg": "Дирекция „Граждани“",
        "contact_address": "help@example.org", "registration_open": None, "mail_domains": "sofia.bg, example.org\n@Town.example",
        "days_to_answer": "10", "enforcement_body_en": "Ombudsman", "enforcement_link": "https://ombudsman.example/",
        "privacy_name_bg": "Длъжностно лице", "privacy_email": "dpo@example.org",
    }  # fmt: skip
    page = admin.submit(admin.page(SETTINGS_PAGE), SAVE, typed)
    assert kept(make) == {
        "responsible_unit": {"bg": "Дирекция „Граждани“", "en": "Citizens’ office"},
        "contact_address": "help@example.org",
        "registration_open": False,
        "mail_domains": ["example.org", "sofia.bg", "town.example"],
        "days_to_answer": 10,
        "enforcement_body": {"en": "Ombudsman"},
        "enforcement_link": "https://ombudsman.example/",
        "privacy_name": {"bg": "Длъжностно лице"},
        "privacy_email": "dpo@example.org",
    }
    assert page.one("input", id="responsible_unit_bg").get("value") == "Дирекция „Граждани“"
    assert page.one("textarea", id="mail_domains").text.split() == ["example.org", "sofia.bg", "town.example"]
    with app.app_context():
        assert (site().responsible_unit.in_("bg").text, site().registration_open) == ("Дирекция „Граждани“", False)


def test_the_log_holds_no_name_and_no_address_of_anybody(make: Makers, admin: PageClient, acts: Acts) -> None:
    typed = {
        "responsible_unit_en": "Zqname", "contact_address": "zqname@example.org",
        "privacy_name_en": "Zqname", "privacy_email": "zqname@example.org",
    }  # fmt: skip
    admin.submit(admin.page(SETTINGS_PAGE), SAVE, typed)
    assert [each[3:] for each in acts()] == [
        ("responsible_unit", {}), ("contact_address", {}), ("privacy_name", {}), ("privacy_email", {})
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        pytest.param({"site_name": " "}, "site_name", "Enter a name for the site.", id="no name"),
        pytest.param({"contact_address": "help"}, "contact_address", "This is not an e-mail address.", id="no address"),
        pytest.param({"days_to_answer": "ten"}, "days_to_answer", "Enter a whole number of days from 1 to 90.", id="a word"),
        pytest.param({"days_to_answer": "²"}, "days_to_answer", "Enter a whole number of days from 1 to 90.", id="a strange figure"),
        pytest.param({"privacy_name_bg": "я" * 201}, "privacy_name_bg", "This is too long.", id="too long in one language"),
        pytest.param({"enforcement_link": "example.org"}, "enforcement_link", "This is not the address of a page.", id="no page"),
        pytest.param({"mail_domains": "a b"}, "mail_domains", "One of these is not the part of an address", id="no domain"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    make: Makers, admin: PageClient, acts: Acts, typed: dict[str, str], field: str, sentence: str
) -> None:
    page = admin.submit(admin.page(SETTINGS_PAGE), SAVE, {"enforcement_body_en": "Ombudsman", **typed}, status=422)
    assert page.one("p", id=f"{field}-error").text.startswith(f"Error: {sentence}")
    assert page.one("input", id="enforcement_body_en").get("value") == "Ombudsman"
    assert (kept(make), acts()) == ({}, [])


def test_what_the_operator_fixed_is_shown_and_cannot_be_changed(
    app: Flask, make: Makers, admin: PageClient, acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = replace(app.extensions["settings"], site_name="Fixed school", given=frozenset({"site_name"}))
    monkeypatch.setitem(app.extensions, "settings", fixed)
    page = admin.page(SETTINGS_PAGE)
    assert "Fixed school Whoever runs the server has fixed this, in LMS_SITE_NAME. It cannot be changed here." in page.text
    assert page.all("input", id="site_name") == []
    fields = {"site_name": "From the browser", "timezone": "Europe/Sofia", "registration_open": "y", "days_to_answer": "15"}
    assert admin.send(SETTINGS_PAGE, fields).status_code == 303
    assert kept(make) == {"timezone": "Europe/Sofia"}
    with app.app_context():
        assert site().site_name == "Fixed school"


def test_what_the_operator_fixed_stays_whoever_asks(app: Flask, make: Makers) -> None:
    wanted = {"site_name": "Changed", "days_to_answer": 7}
    with app.app_context(), unit_of_work():
        changed = change_settings(wanted, said={"site_name": "Fixed school"}, fixed={"site_name"}, by=None, now=make.now)
    assert (changed, kept(make)) == (["days_to_answer"], {"days_to_answer": 7})


def test_what_is_never_set_in_the_browser_is_named(admin: PageClient) -> None:
    elsewhere = admin.page(SETTINGS_PAGE).all("section")[-1].text
    names = [each.name for each in settings_of_people() if each.name not in SETTINGS]
    assert {"secret_key", "database_url", "instance"} <= set(names)
    assert [name for name in names if f"LMS_{name.upper()}" not in elsewhere] == []


def test_another_process_knows_of_a_change_within_five_seconds(
    app: Flask, make: Makers, clock: SetClock, queries: Any
) -> None:
    stranger = make.client()
    stranger.page("/account/sign-in")
    with app.app_context(), unit_of_work():
        change_settings({"site_name": "Changed elsewhere"}, said={}, fixed=(), by=None, now=make.now)
    clock.move(timedelta(seconds=4))
    assert stranger.page("/courses/").title == "Courses – Isegoria"
    clock.move(timedelta(seconds=1))
    assert stranger.page("/courses/").title == "Courses – Changed elsewhere"
    clock.move(timedelta(seconds=4))
    with queries(1):
        stranger.page("/courses/")
    clock.move(timedelta(seconds=5))
    with queries(2):
        stranger.page("/courses/")


def test_a_database_that_is_gone_is_not_asked_for_the_name_of_the_site(
    app: Flask, make: Makers, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move(timedelta(seconds=6))
    asked = []
    monkeypatch.setattr("lms.web.shell.site.find_site", lambda *_: asked.append(1))
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def refuse(*_: object) -> None:
        raise engine.dialect.loaded_dbapi.OperationalError("connection refused")

    browser = make.client(make.person())
    monkeypatch.setattr(engine.dialect, "do_execute", refuse)
    answer = browser.get("/learn/")
    assert (answer.status_code, "Isegoria" in answer.text, asked) == (503, True, [])


def who_runs(page: Page) -> list[str]:
    """Return what the foot of a page says of who runs the site."""
    return [each.text for each in page.one("footer").all("p") if each.text.startswith("Run by")]


def test_people_read_who_runs_the_site_and_whom_to_ask_about_their_data(make: Makers, admin: PageClient, ana: Person) -> None:
    stranger, themselves = make.client(), make.client(ana)
    assert [who_runs(page) for page in (stranger.page("/"), stranger.page("/nowhere", 404))] == [[], []]
    assert [ASK in page.text for page in (stranger.page("/account/register"), themselves.page("/account/profile"))] == [False, False]
    typed = {"responsible_unit_en": "Citizens’ office", "privacy_name_en": "Data officer", "privacy_email": "dpo@example.org"}
    admin.submit(admin.page(SETTINGS_PAGE), SAVE, typed)
    for page in (stranger.page("/"), stranger.page("/nowhere", 404)):
        assert who_runs(page) == ["Run by Citizens’ office"]
    for page in (stranger.page("/account/register"), themselves.page("/account/profile")):
        assert f"{ASK} Data officer, dpo@example.org" in page.text
        assert page.links()["dpo@example.org"] == "mailto:dpo@example.org"
