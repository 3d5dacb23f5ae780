"""The letter that administrators send to themselves, to see whether letters arrive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.domain.people.queries import find_addressee
from lms.domain.site.facts import TrialLetterPosted
from lms.kernel.facts import announce
from lms.kernel.keys import new_uid
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter, post
from lms.web.shell.languages import speak
from lms.web.shell.site import site
from lms.web.shell.words import gettext as _

KIND = "test"


def post_test_letter(person_id: int, language: str, *, now: datetime) -> None:
    """Have a test letter sent to an administrator, in their language or else in the one given."""
    post(KIND, f"{KIND}:{new_uid()}", {"person": person_id, "language": language}, now=now)
    announce(TrialLetterPosted(at=now, person_id=person_id, actor_id=person_id))


def write_test_letter(facts: Mapping[str, Any]) -> Letter | None:
    """Write a test letter."""
    reader = find_addressee(facts["person"])
    if reader is None:
        return None
    language = reader.language or facts["language"]
    speak(language)
    name = site().site_name
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("A test letter from %(site)s", site=name),
        paragraphs=(_("You asked for this letter on the page about mail. It has arrived, so letters from %(site)s reach you.", site=name),),
        link=address_of("mail.overview"),
        link_says=_("Open the page about mail"),
        after=(_("If it lies among unwanted mail, ask whoever runs your mail server to trust the sender of this letter."),),
    )
