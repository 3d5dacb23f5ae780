"""What every form does that sends a letter to an address: the same work and the same answer, whoever has it."""

import secrets
from dataclasses import replace

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from lms.domain.people import confirmations
from lms.domain.people.confirmations import Asked, Wanted
from lms.domain.people.queries import token_digest
from lms.platform.database import end_reading, unit_of_work
from lms.web.account.begun import digest_here, remember
from lms.web.account.limits import may_write_to
from lms.web.mail.letters import post
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _


def ask(wanted: Wanted, *, back: str = "") -> Response:
    """Write down what is wanted, have its letter posted, and lead to the page on which its code is typed.

    Where too many letters have gone to the address already, none goes; the rows and the answer are the same.
    """
    return _ask(wanted, back, is_full=not may_write_to(wanted.email, wanted.purpose))


def ask_again(asked: Asked, *, back: str) -> Response:
    """Have another letter posted for what was begun in this browser; where there were too many, the last one goes on counting."""
    if not may_write_to(asked.email, asked.purpose):
        flash(_("No further letter has been sent: too many have gone to this address in the last hours. The last one still counts."))
        return redirect(url_for("confirming.page"), 303)
    kept = {name: getattr(asked, name) for name in Wanted.__dataclass_fields__}
    return _ask(Wanted(**kept), back, is_full=False)


def _ask(wanted: Wanted, back: str, *, is_full: bool) -> Response:
    token, former = secrets.token_urlsafe(32), digest_here()
    end_reading()
    with unit_of_work():
        begun = replace(wanted, browser_digest=token_digest(token))
        asked = confirmations.begin(begun, now=now(), former_digest=former, is_empty=is_full)
        if not is_full:
            post(wanted.purpose, confirmations.letter_key(asked), {"confirmation": asked.id}, now=now())
    response = redirect(url_for("confirming.page"), 303)
    remember(response, token, back)
    return response
