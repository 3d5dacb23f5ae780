"""The time zones among which people choose: those of Europe and its islands, and some in which others sit who join in."""

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

EUROPE = (
    "Amsterdam Athens Belgrade Berlin Bratislava Brussels Bucharest Budapest Chisinau Copenhagen Dublin Helsinki Istanbul Kyiv"
    " Lisbon Ljubljana London Luxembourg Madrid Malta Oslo Paris Podgorica Prague Riga Rome Sarajevo Skopje Sofia Stockholm"
    " Tallinn Tirane Vienna Vilnius Warsaw Zagreb Zurich"
)
ELSEWHERE = (
    "Atlantic/Azores Atlantic/Canary Atlantic/Madeira Atlantic/Reykjavik Asia/Baku Asia/Nicosia Asia/Tbilisi Asia/Yerevan"
    " America/Cayenne America/Guadeloupe America/Martinique America/Nuuk Indian/Mayotte Indian/Reunion Pacific/Noumea"
    " Pacific/Tahiti Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi Africa/Tunis America/Chicago"
    " America/Los_Angeles America/New_York America/Sao_Paulo America/Toronto Asia/Dubai Asia/Jerusalem Asia/Kolkata"
    " Asia/Shanghai Asia/Tokyo Australia/Sydney"
)
ZONES = (*(f"Europe/{city}" for city in EUROPE.split()), *ELSEWHERE.split())
FORMER_NAMES = {"Europe/Kyiv": "Europe/Kiev"}  # under which the countries of zones may still be kept
LANGUAGES_KEPT = 32


@lru_cache(LANGUAGES_KEPT)
def zone_choices(locale: str) -> tuple[tuple[str, str], ...]:
    """Return each zone by the name of its country in this language, in the order of its alphabet."""
    spoken = Locale.parse(locale)
    return tuple(sorted(((zone, _name(zone, spoken)) for zone in ZONES), key=lambda choice: choice[1].casefold()))


def _name(zone: str, spoken: Locale) -> str:
    """Return a zone as people know it: the country, and the city or island where it has several."""
    country = spoken.territories[_territory(zone)]
    if [_territory(each) for each in ZONES].count(_territory(zone)) == 1:
        return country
    return f"{country} ({get_timezone_location(zone, locale=spoken, return_city=True)})"


def _territory(zone: str) -> str:
    known = get_global("zone_territories")
    return str(known.get(zone) or known[FORMER_NAMES[zone]])
