"""The time zones among which people choose."""

from zoneinfo import available_timezones

import pytest

from lms.web.account.zones import ZONES, zone_choices


def test_every_zone_is_one_and_is_offered_once() -> None:
    assert set(ZONES) - available_timezones() == set()
    assert sorted(set(ZONES)) == sorted(ZONES)


@pytest.mark.parametrize(
    ("locale", "zone", "name"),
    [
        ("en_GB", "Europe/Sofia", "Bulgaria"),
        ("en_GB", "Atlantic/Azores", "Portugal (Azores)"),
        ("en_GB", "Europe/Kyiv", "Ukraine"),
        ("bg", "Europe/Sofia", "България"),
        ("bg", "Atlantic/Azores", "Португалия (Азорски острови)"),
    ],
)
def test_a_zone_is_called_by_its_country(locale: str, zone: str, name: str) -> None:
    assert dict(zone_choices(locale))[zone] == name


def test_no_two_zones_are_called_the_same() -> None:
    for locale in ("en_GB", "bg"):
        names = [name for _zone, name in zone_choices(locale)]
        assert sorted(set(names)) == sorted(names)
