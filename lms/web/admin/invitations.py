"""The letter to somebody for whom an administrator has made an account; it holds no password and no key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from lms.domain.people.directory import find_invited
from lms.settings import Settings
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter, post
from lms.web.shell.languages import speak
from lms.web.shell.site import site
from lms.web.shell.words import gettext as _

KIND = "invited"


def invite(person_id: int, *, now: datetime) -> None:
    """Have somebody written to who has an account now, once the unit of work is committed."""
    post(KIND, f"{KIND}:{person_id}", {"person": person_id}, now=now)


def write_invitation(facts: Mapping[str, Any]) -> Letter | None:
    """Write to somebody who has an account and no password yet; to nobody where that has changed."""
    reader = find_invited(facts["person"])
    if reader is None:
        return None
    settings: Settings = current_app.extensions["settings"]
    language = reader.language or settings.languages[0]
    speak(language)
    name = site().site_name
    return Letter(
        to=reader.email,
        name=reader.name,
        language=language,
        subject=_("You have an account on %(site)s", site=name),
        paragraphs=(
            _("An administrator of %(site)s has made an account for you, with this e-mail address.", site=name),
            _("Before you sign in for the first time, choose a password: open the page below, enter this address, and you get another letter that leads you on."),
        ),
        link=address_of("registration.forgotten_form"),
        link_says=_("Choose a password"),
        after=(_("If you do not know this site, you need not do anything."),),
    )
