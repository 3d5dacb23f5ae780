"""The letters of accounts. Each is written when it is sent, and looks then whether there is somebody to write to.

So nobody who fills in a form can tell from the answer, or from the time it takes, who has an account.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from lms.domain.people.confirmations import Asked, find_by_id
from lms.domain.people.queries import Account, find_account
from lms.domain.people.rules import EMAIL, REGISTER, RESET, registration_may_reset
from lms.web.account.sealing import code_of, link_of
from lms.web.mail.composing import address_of
from lms.web.mail.letters import Letter, Writer, post
from lms.web.shell.languages import speak
from lms.web.shell.site import site
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _


def post_notice(kind: str, key: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Have somebody told what was done with their account."""
    post(kind, f"{kind}:{key}", facts, now=now)


def write_register(facts: Mapping[str, Any]) -> Letter | None:
    """Write to whoever registers; to somebody who has an account already, that they have one."""
    asked = _open(facts)
    if asked is None:
        return None
    person = find_account(email=asked.email)
    if person is None:
        return _registering(asked)
    if person.suspended_at is not None or not registration_may_reset(made_at=asked.made_at, now=now()):
        return None
    return _has_an_account(asked, person)


def write_reset(facts: Mapping[str, Any]) -> Letter | None:
    """Write to somebody who has forgotten their password; to nobody where there is no such account."""
    asked = _open(facts)
    person = find_account(email=asked.email) if asked else None
    if asked is None or person is None or person.suspended_at is not None:
        return None
    language = _speak_with(person, asked.language)
    return _letter(
        asked,
        language,
        to=person.email,
        name=person.name,
        subject=_("A new password for %(site)s", site=site().site_name),
        paragraphs=(_("Somebody has asked for a new password for your account, probably you. Type these six digits where you asked for it:"),),
        link_says=_("Choose a new password"),
        otherwise=_("The digits and the link count for one hour. If you did not ask for this, do nothing: your password stays as it is."),
    )


def write_email(facts: Mapping[str, Any]) -> Letter | None:
    """Write to the address that somebody wants their account to have."""
    asked = _open(facts)
    owner = find_account(person_id=asked.person_id) if asked and asked.person_id else None
    if asked is None or owner is None or owner.suspended_at is not None:
        return None
    language = _speak_with(owner, asked.language)
    if find_account(email=asked.email):
        return _address_is_taken(asked, owner, language)
    return _letter(
        asked,
        language,
        to=asked.email,
        name=owner.name,
        subject=_("Your new address on %(site)s", site=site().site_name),
        paragraphs=(_("You want to use this address for your account. Type these six digits where you asked for it:"),),
        link_says=_("Use this address"),
        otherwise=_("The digits and the link count for one hour. If you did not ask for this, do nothing: nothing is changed."),
    )


def write_password_changed(facts: Mapping[str, Any]) -> Letter | None:
    """Tell somebody that the password of their account was changed."""
    person = find_account(person_id=facts["person"])
    if person is None or person.suspended_at is not None:
        return None
    return Letter(
        to=person.email,
        language=_speak_with(person, None),
        name=person.name,
        subject=_("Your password was changed"),
        paragraphs=(
            _("The password of your account on %(site)s has just been changed. If it was you, there is nothing to do.", site=site().site_name),
            _("If it was not you, somebody else may have got in. Choose a new password at once; that ends every sign-in."),
        ),
        link=address_of("registration.forgotten_form"),
        link_says=_("I did not do this"),
    )


def write_address_changed(facts: Mapping[str, Any]) -> Letter | None:
    """Tell the former address of an account that it has another one now."""
    kept = find_by_id(facts["confirmation"])
    person = find_account(person_id=kept.person_id) if kept and kept.person_id else None
    if kept is None or person is None:
        return None
    return Letter(
        to=kept.email,
        language=_speak_with(person, None),
        name=person.name,
        subject=_("Your address was changed"),
        paragraphs=(
            _("Your account on %(site)s has another e-mail address from now on, and letters go there. If it was you, there is nothing to do.", site=site().site_name),
            _("If it was not you, write to whoever runs the site as soon as you can: they can give the account back to you."),
        ),
    )


def _registering(asked: Asked) -> Letter:
    language = _speak_with(None, asked.language)
    return _letter(
        asked,
        language,
        to=asked.email,
        name=asked.name or "",
        subject=_("Your registration on %(site)s", site=site().site_name),
        paragraphs=(_("You are nearly there. Type these six digits where you registered:"),),
        link_says=_("Finish registering"),
        otherwise=_("The digits and the link count for 24 hours. If you did not register, do nothing: without you no account is made, and nothing else will come."),
    )


def _has_an_account(asked: Asked, person: Account) -> Letter:
    language = _speak_with(person, asked.language)
    return _letter(
        asked,
        language,
        to=person.email,
        name=person.name,
        subject=_("You already have an account on %(site)s", site=site().site_name),
        paragraphs=(
            _("Somebody, probably you, has just registered with this address. It already has an account, so no second one is made."),
            _("You can sign in with the password that you have. If you have forgotten it, type these six digits where you registered, and choose a new one:"),
        ),
        link_says=_("Choose a new password"),
        otherwise=_("The digits and the link count for one hour. If this was not you, do nothing: your account and your password stay as they are."),
    )


def _address_is_taken(asked: Asked, owner: Account, language: str) -> Letter:
    return Letter(
        to=asked.email,
        language=language,
        name=owner.name,
        subject=_("This address has an account on %(site)s already", site=site().site_name),
        paragraphs=(
            _("Somebody, probably you, wants to use this address for another account. An address can have one account only, so nothing is changed."),
            _("If both accounts are yours, go on with this one: sign in with this address, or choose a new password for it."),
        ),
        link=address_of("account.sign_in_form"),
        link_says=_("Sign in"),
    )


def _letter(asked: Asked, language: str, *, otherwise: str, **said: Any) -> Letter:
    """Return a letter with a code and a link; ``otherwise`` says how long both count, and what to do if it was not you."""
    after = (
        _("If you began on another device or have closed that page, open the link instead."),
        _("Nobody from the site will ever ask you for the six digits."),
        otherwise,
    )
    return Letter(language=language, code=code_of(asked), link=link_of(asked), after=after, **said)


def _open(facts: Mapping[str, Any]) -> Asked | None:
    asked = find_by_id(facts["confirmation"])
    return asked if asked and asked.counts(now()) else None


def _speak_with(person: Account | None, language: str | None) -> str:
    spoken = (person.language if person else None) or language or str(current_app.config["LANGUAGES"][0])
    speak(spoken)
    return spoken


WRITERS: dict[str, Writer] = {
    REGISTER: write_register,
    RESET: write_reset,
    EMAIL: write_email,
    "password-changed": write_password_changed,
    "address-changed": write_address_changed,
}
