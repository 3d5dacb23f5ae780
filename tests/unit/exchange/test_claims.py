"""What a certificate says: the words of one language, the texts of the course in another where they are there."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lms.domain.certificates.queries import Claims
from lms.domain.courses.outline import CertificateTerms, CompletionRule, Outline
from lms.exchange.claims import Issuer, Tongue, claims_in_words
from lms.kernel.localtext import LocalText

UID = "0c6d0d7a6a0f4f5e9b1f2a3c4d5e6f70"
SOFIA = Issuer("School of Sofia", "https://learn.example.eu", ZoneInfo("Europe/Sofia"))
TITLE = LocalText({"en": "Asking, for beginners", "bg": "Питане, за начинаещи"}, "en")
TERMS = CertificateTerms(TITLE, {"en": ("Asks people",), "bg": ("Пита хората",)}, 24)
ROW = Claims(
    uid=UID,
    name="Ана Илиева",
    issued_at=datetime(2026, 11, 21, 22, 30, tzinfo=UTC),
    expires_at=datetime(2028, 11, 21, 22, 30, tzinfo=UTC),
    revoked_at=None,
    reason=None,
    replaced_by=None,
    person_id=1,
    course_key="asking",
    edition_id=1,
    edition="1.2",
)
OUTLINE = Outline(
    key="asking",
    uid=UID,
    title=LocalText({"en": "Asking"}, "en"),
    summary=LocalText({"en": ""}, "en"),
    audience=LocalText({"en": ""}, "en"),
    source="en",
    languages=("en", "bg"),
    level="introductory",
    hours="4",
    licence="CC-BY-4.0",
    credits=(),
    open=(),
    modules=(),
    completion=CompletionRule("required", None, {}),
    certificate=TERMS,
)


def count(singular: str, plural: str, num: float) -> str:
    return (singular if num == 1 else plural) % {"num": num}


def tongue(lang: str, course_lang: str) -> Tongue:
    return Tongue(lang, course_lang, lambda text: f"{lang}: {text}", count)


def test_a_certificate_says_what_its_row_and_its_edition_say() -> None:
    said = claims_in_words(ROW, OUTLINE, SOFIA, tongue("en", "bg"))
    assert (said.name, said.uid, said.edition) == ("Ана Илиева", UID, "1.2")
    assert (said.course_title, said.course_lang, said.outcomes) == (
        "Питане, за начинаещи",
        "bg",
        ("Пита хората",),
    )
    assert (said.lang, said.words.completed, said.hours) == (
        "en",
        "en: has completed the course",
        "about 4 hours",
    )
    assert (said.site_name, said.address) == (
        "School of Sofia",
        f"https://learn.example.eu/certificates/{UID}/",
    )


def test_days_are_those_of_the_site() -> None:
    """Half past ten in the evening in UTC is the next day in Sofia, for whoever prints the certificate."""
    said = claims_in_words(ROW, OUTLINE, SOFIA, tongue("en", "en"))
    assert (said.issued, said.expires) == (date(2026, 11, 22), date(2028, 11, 22))


def test_a_language_that_the_edition_lacks_is_answered_in_its_source() -> None:
    said = claims_in_words(ROW, OUTLINE, SOFIA, tongue("el", "el"))
    assert (said.lang, said.course_lang, said.course_title) == ("el", "en", "Asking, for beginners")


def test_what_is_not_known_is_not_claimed() -> None:
    bare = replace(OUTLINE, hours="", certificate=None)
    said = claims_in_words(replace(ROW, expires_at=None), bare, SOFIA, tongue("en", "en"))
    assert (said.course_title, said.outcomes, said.hours, said.expires) == ("Asking", (), None, None)
