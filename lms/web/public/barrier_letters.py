"""The letter about a barrier that somebody has reported: to the contact of the site, or else to its administrators."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from lms.domain.people.queries import Addressee, find_addressee, list_administrators
from lms.domain.site.queries import Reported, find_barrier
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter, post_each
from lms.web.shell.languages import own_name, speak
from lms.web.shell.site import site
from lms.web.shell.words import gettext as _

KIND = "barrier"
CONTACT = 0  # instead of the id of a person: the contact of the site, whoever reads its mail


def who_is_told() -> list[int]:
    """Return the administrators who get a letter about a barrier, by id, or the contact of the site if it has one."""
    if site().contact_address:
        return [CONTACT]
    return list_administrators()


def post_about(uid: str, told: Iterable[int], *, now: datetime) -> None:
    """Have a letter about a barrier sent to each of those who are to be told, once the unit of work is committed."""
    post_each(KIND, {f"{KIND}:{uid}:{person_id}": {"barrier": uid, "person": person_id} for person_id in told}, now=now)


def write(facts: Mapping[str, Any]) -> Letter | None:
    """Write the letter about a barrier to one of those who are told; None where either of them is gone."""
    reported, reader = find_barrier(facts["barrier"]), _reader(facts["person"])
    if reported is None or reader is None:
        return None
    language = reader.language or str(current_app.config["LANGUAGES"][0])
    speak(language)
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("Somebody has met a barrier on %(site)s", site=site().site_name),
        paragraphs=tuple(_paragraphs(reported)),
        link=address_of("barriers_admin.barriers"),
        link_says=_("See the reports"),
        after=(_("Please mark the report as settled when you have dealt with it; only administrators can see the reports."),),
    )


def _paragraphs(reported: Reported) -> Iterable[str]:
    yield _("Somebody has told the site that something on it kept them out.")
    if reported.page:
        yield _("Page: %(page)s", page=reported.page)
    yield _("What happened, in their own words (%(language)s):", language=own_name(reported.language))
    yield from (line for line in map(str.strip, reported.body.splitlines()) if line)
    if reported.reply_to:
        yield _("They ask to be answered at %(address)s.", address=reported.reply_to)
    else:
        yield _("They left no address for an answer.")


def _reader(person_id: int) -> Addressee | None:
    """Return whoever is told, or None where there is nobody any more or they run the site no longer."""
    if person_id == CONTACT:
        email = site().contact_address
        return Addressee(CONTACT, "", email, None, None) if email else None
    return find_addressee(person_id) if person_id in list_administrators() else None
